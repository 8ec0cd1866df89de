#include "platform/sheets/encoding.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "platform/sheets/utf8.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

namespace selatan::sheets {

namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

struct Mark {
    std::string_view bytes;
    char const *encoding;
};
// UTF-32 little endian begins like UTF-16: it comes first.
constexpr std::array<Mark, 5> marks{{{utf8_mark, "UTF-8"},
                                     {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                     {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                     {"\xFF\xFE", "UTF-16LE"},
                                     {"\xFE\xFF", "UTF-16BE"}}};

/// Without a mark: Latin letters, digits and delimiters have a NUL beside them, always on the same
/// side.
std::optional<std::string> utf16_without_mark(std::string_view bytes)
{
    auto const sample =
        bytes.substr(0, std::min<std::size_t>(bytes.size(), 4096) & ~std::size_t{1});
    std::array<std::size_t, 2> nuls{};
    for (std::size_t i = 0; i < sample.size(); ++i) {
        nuls[i % 2] += sample[i] == '\0' ? 1 : 0;
    }
    auto const pairs = sample.size() / 2;
    if (pairs < 2) {
        return std::nullopt;
    }
    if (nuls[1] * 10 > pairs * 4 && nuls[0] * 20 < pairs) {
        return "UTF-16LE";
    }
    if (nuls[0] * 10 > pairs * 4 && nuls[1] * 20 < pairs) {
        return "UTF-16BE";
    }
    return std::nullopt;
}

/// More good sequences of several bytes than could be chance.
bool is_mostly_utf8(std::string_view bytes)
{
    std::size_t good = 0;
    std::size_t bad = 0;
    for (std::size_t i = 0; i < bytes.size();) {
        if (static_cast<unsigned char>(bytes[i]) < 0x80) {
            ++i;
        } else if (next_code_point(bytes, i) == bad_code_point) {
            ++bad;
        } else {
            ++good;
        }
    }
    return bad == 0 || good >= 3 * bad;
}

/// The surroundings of bytes beyond ASCII, up to what the statistics can use.
std::string telling_sample(std::string_view bytes)
{
    constexpr std::size_t enough = 64 * 1024;
    constexpr std::size_t around = 40;
    std::string sample;
    std::size_t taken = 0;
    for (std::size_t i = 0; i < bytes.size() && sample.size() < enough; ++i) {
        if (static_cast<unsigned char>(bytes[i]) >= 0x80 && i >= taken) {
            auto const from = std::max(taken, i < around ? 0 : i - around);
            taken = std::min(bytes.size(), i + around);
            sample.append(bytes.substr(from, taken - from));
            sample.push_back('\n');
        }
    }
    return sample;
}

/// What the web and Excel take these names for: the Windows code pages are their supersets.
std::string superset_of(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, char const *>, 6> pairs{
        {{"ISO-8859-1", "windows-1252"},
         {"ISO-8859-9", "windows-1254"},
         {"ISO-8859-8-I", "windows-1255"},
         {"ISO-8859-8", "windows-1255"},
         {"ISO-8859-2", "windows-1250"},
         {"ISO-8859-7", "windows-1253"}}};
    for (auto const &[from, to] : pairs) {
        if (name == from) {
            return to;
        }
    }
    return std::string{name};
}

/// Encodings that files come in. ICU also offers EBCDIC and ISO 2022, which it sees in noise.
bool is_plausible(std::string_view name)
{
    return name.starts_with("windows-") || name.starts_with("ISO-8859-") || name == "KOI8-R" ||
           name == "Shift_JIS" || name == "GB18030" || name == "EUC-JP" || name == "EUC-KR" ||
           name == "Big5";
}

std::string by_statistics(std::string_view bytes)
{
    auto const sample = telling_sample(bytes);
    auto status = U_ZERO_ERROR;
    std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> const detector{ucsdet_open(&status),
                                                                              ucsdet_close};
    ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()),
                   &status);
    std::int32_t count = 0;
    auto const **matches = ucsdet_detectAll(detector.get(), &count, &status);
    if (U_FAILURE(status)) {
        return "windows-1252";
    }
    std::string best;
    std::int32_t best_confidence = 0;
    std::int32_t western = 0;
    for (auto const *const match : std::span{matches, static_cast<std::size_t>(count)}) {
        std::string_view const name{ucsdet_getName(match, &status)};
        auto const confidence = ucsdet_getConfidence(match, &status);
        if (U_FAILURE(status) || !is_plausible(name)) {
            status = U_ZERO_ERROR;
            continue;
        }
        auto const encoding = superset_of(name);
        if (encoding == "windows-1252") {
            western = std::max(western, confidence);
        }
        if (confidence > best_confidence) {
            best = encoding;
            best_confidence = confidence;
        }
    }
    // A few accented letters in names and codes say little. Western European is by far the
    // likeliest then, and confusion among the Latin code pages only costs an accent.
    constexpr std::int32_t convincing = 15;
    if (best.empty() || best_confidence < convincing) {
        return "windows-1252";
    }
    bool const latin = best == "windows-1250" || best == "windows-1254";
    return latin && western > 0 && best_confidence - western < 25 ? "windows-1252" : best;
}

} // namespace

std::string detect_encoding(std::string_view bytes)
{
    for (auto const &mark : marks) {
        if (bytes.starts_with(mark.bytes)) {
            return mark.encoding;
        }
    }
    if (auto const utf16 = utf16_without_mark(bytes)) {
        return *utf16;
    }
    if (is_valid_utf8(bytes) || is_mostly_utf8(bytes)) {
        return "UTF-8";
    }
    return by_statistics(bytes);
}

bool decode(std::string_view bytes, std::string const &encoding, Decoded &out)
{
    auto status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, decltype(&ucnv_close)> const converter{
        ucnv_open(encoding.c_str(), &status), ucnv_close};
    if (U_FAILURE(status)) {
        return false;
    }
    auto const type = ucnv_getType(converter.get());
    out.encoding = encoding;
    for (auto const &mark : marks) {
        // "UTF-16" as a name leaves the order of bytes to the mark, which the converter reads.
        if (encoding == mark.encoding && bytes.starts_with(mark.bytes)) {
            bytes.remove_prefix(mark.bytes.size());
            break;
        }
    }
    if (type == UCNV_UTF8 && is_valid_utf8(bytes)) {
        out.text = bytes;
        return true;
    }
    out.owned.clear();
    out.owned.reserve(bytes.size() + bytes.size() / 8);
    // Windows code pages leave some bytes undefined; ICU passes those through as C1 controls,
    // which no text file means.
    bool const controls_are_faults = encoding.starts_with("windows-");
    std::array<UChar, 4096> units{};
    auto const *from = bytes.data();
    auto const *const end = bytes.data() + bytes.size();
    char32_t high = 0;
    bool more = true;
    while (more) {
        auto *to = units.data();
        status = U_ZERO_ERROR;
        ucnv_toUnicode(converter.get(), &to, units.data() + units.size(), &from, end, nullptr, 1,
                       &status);
        more = status == U_BUFFER_OVERFLOW_ERROR;
        if (U_FAILURE(status) && !more) {
            return false;
        }
        for (char32_t c : std::span{units.data(), static_cast<std::size_t>(to - units.data())}) {
            if (c >= 0xD800 && c <= 0xDBFF) {
                high = c;
                continue;
            }
            if (c >= 0xDC00 && c <= 0xDFFF) {
                c = 0x10000 + ((high - 0xD800) << 10U) + (c - 0xDC00);
            } else if (controls_are_faults && c >= 0x80 && c <= 0x9F) {
                c = 0xFFFD;
            }
            append_utf8(out.owned, c);
        }
    }
    out.text = out.owned;
    return true;
}

} // namespace selatan::sheets
