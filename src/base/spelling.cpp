#include "base/spelling.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <string>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace selatan {

namespace {

/// The word's letters, each with its bytes.
std::vector<std::string_view> letters_of(std::string_view word)
{
    std::vector<std::string_view> letters;
    for (std::size_t at = 0; at < word.size();) {
        auto end = at + 1;
        while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) {
            ++end;
        }
        letters.push_back(word.substr(at, end - at));
        at = end;
    }
    return letters;
}

} // namespace

bool can_be_corrected(std::string_view word)
{
    auto const text = icu::UnicodeString::fromUTF8(
        icu::StringPiece{word.data(), static_cast<std::int32_t>(word.size())});
    std::size_t letters = 0;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        if (u_isalpha(text.char32At(i)) == 0) {
            return false;
        }
        ++letters;
    }
    return letters >= corrected_letters_least && letters <= corrected_letters_most;
}

std::vector<std::uint64_t> spelling_keys(std::string_view word)
{
    std::vector<std::uint64_t> keys{token_hash(word)};
    std::string without;
    for (auto const letter : letters_of(word)) {
        auto const at = static_cast<std::size_t>(letter.data() - word.data());
        without = word.substr(0, at);
        without += word.substr(at + letter.size());
        keys.push_back(token_hash(without));
    }
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

int slips_between(std::string_view one, std::string_view other)
{
    auto const a = letters_of(one);
    auto const b = letters_of(other);
    // Three rows of the usual table: a swap looks two rows back.
    std::vector<int> before_last(b.size() + 1);
    std::vector<int> last(b.size() + 1);
    std::vector<int> current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = static_cast<int>(j);
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({replaced, last[j] + 1, current[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                current[j] = std::min(current[j], before_last[j - 2] + 1);
            }
        }
        before_last.swap(last);
        last.swap(current);
    }
    return last[b.size()];
}

} // namespace selatan
