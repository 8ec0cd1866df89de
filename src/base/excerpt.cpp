#include "base/excerpt.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

namespace selatan {

namespace {

using icu::UnicodeString;

std::string to_utf8(UnicodeString const &text)
{
    std::string bytes;
    text.toUTF8String(bytes);
    return bytes;
}

/// A thread's own: they are dear to make and must not be shared.
icu::BreakIterator &words()
{
    thread_local std::unique_ptr<icu::BreakIterator> const iterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::BreakIterator> made{
            icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status)};
        ENSURE(U_SUCCESS(status) != 0);
        return made;
    }();
    return *iterator;
}

/// A line of a text of several: what parts paragraphs would look like a gap in it.
std::string on_one_line(UnicodeString const &piece)
{
    auto text = to_utf8(piece);
    std::ranges::replace(text, '\n', ' ');
    return text;
}

} // namespace

std::optional<Excerpt>
excerpt(std::string_view text,
        std::function<bool(std::vector<std::string> const &tokens)> const &is_meant,
        int letters_around)
{
    auto cut = std::min(text.size(), excerpt_bytes_most);
    while (cut > 0 && cut < text.size() &&
           (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
        --cut;
    }
    auto const content =
        UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<std::int32_t>(cut)});
    auto &iterator = words();
    iterator.setText(content);
    std::optional<Excerpt> found;
    auto start = iterator.first();
    for (auto end = iterator.next(); end != icu::BreakIterator::DONE;
         start = end, end = iterator.next()) {
        if (iterator.getRuleStatus() < UBRK_WORD_NONE_LIMIT) {
            continue; // spaces and punctuation
        }
        auto const word = content.tempSubStringBetween(start, end);
        if (!is_meant(tokens_in_every_language(to_utf8(word)))) {
            continue;
        }
        // preceding() and following() stand between words: none is cut in two.
        auto from = std::max(0, start - letters_around);
        from = from == 0 ? 0 : iterator.following(from - 1);
        auto until = std::min(content.length(), end + letters_around);
        until = until == content.length() ? until : iterator.preceding(until + 1);
        while (from < start && content.charAt(from) == u' ') {
            ++from;
        }
        while (until > end && content.charAt(until - 1) == u' ') {
            --until;
        }
        found = Excerpt{
            .before =
                (from > 0 ? "…" : "") + on_one_line(content.tempSubStringBetween(from, start)),
            .match = to_utf8(word),
            .after = on_one_line(content.tempSubStringBetween(end, until)) +
                     (until < content.length() || cut < text.size() ? "…" : ""),
        };
        break;
    }
    iterator.setText(UnicodeString{}); // it must not outlive what it points to
    return found;
}

} // namespace selatan
