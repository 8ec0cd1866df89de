#include "platform/i18n/format.hpp"

#include "base/ensure.hpp"

#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/listformatter.h>
#include <unicode/locdspnm.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>
#include <unicode/reldatefmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace selatan::i18n {

namespace {

std::atomic<ArabicDigits> arabic_digits{ArabicDigits::western};

/// ICU fails only when its data is missing or memory is out: the world fails, not the caller.
void check(UErrorCode status, char const *what)
{
    if (U_FAILURE(status)) {
        throw std::runtime_error{std::string{"ICU: "} + what + ": " + u_errorName(status)};
    }
}

/// A language as ICU should write it: the six languages, and Arabic with its own digits.
constexpr std::size_t style_count = languages.size() + 1;

std::size_t style_of(Language language)
{
    bool const own_digits =
        language == Language::ar &&
        arabic_digits.load(std::memory_order_relaxed) == ArabicDigits::arabic_indic;
    return own_digits ? languages.size() : static_cast<std::size_t>(language);
}

/// English is the international one (en-001): day before month, as partners' letters have it.
icu::Locale const &locale_of(std::size_t style)
{
    static std::array<icu::Locale, style_count> const locales{
        icu::Locale{"en_001"},
        icu::Locale{"id"},
        icu::Locale{"fr"},
        icu::Locale{"es"},
        icu::Locale{"pt"},
        icu::Locale{"ar@numbers=latn"},
        icu::Locale{"ar@numbers=arab"},
    };
    return locales[style];
}

std::string to_utf8(icu::UnicodeString const &text)
{
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

icu::StringPiece piece(std::string_view text)
{
    return {text.data(), static_cast<std::int32_t>(text.size())};
}

icu::UnicodeString from_utf8(std::string_view text)
{
    return icu::UnicodeString::fromUTF8(piece(text));
}

std::unique_ptr<icu::TimeZone> zone_named(std::string_view name)
{
    std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(from_utf8(name))};
    if (!zone || *zone == icu::TimeZone::getUnknown()) {
        zone.reset(icu::TimeZone::getGMT()->clone());
    }
    return zone;
}

/// A formatter for CLDR's pattern of a skeleton ("yMMMd").
std::unique_ptr<icu::SimpleDateFormat> date_format(std::size_t style, char const *skeleton,
                                                   std::unique_ptr<icu::TimeZone> zone)
{
    auto status = U_ZERO_ERROR;
    icu::Locale const &locale = locale_of(style);
    std::unique_ptr<icu::DateTimePatternGenerator> const patterns{
        icu::DateTimePatternGenerator::createInstance(locale, status)};
    check(status, "date patterns");
    auto const pattern = patterns->getBestPattern(icu::UnicodeString{skeleton, -1, US_INV}, status);
    auto format = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
    auto calendar = std::make_unique<icu::GregorianCalendar>(zone.release(), locale, status);
    check(status, "date format");
    // Date is proleptic Gregorian: no Julian days before October 1582.
    calendar->setGregorianChange(-8.64e15, status);
    check(status, "calendar");
    format->adoptCalendar(calendar.release());
    return format;
}

/// Date formatters change while they format: a thread has its own.
std::string format_day(Language language, Date date, bool is_short)
{
    thread_local std::array<std::array<std::unique_ptr<icu::SimpleDateFormat>, 2>, style_count>
        kept;
    auto const style = style_of(language);
    auto &format = kept[style][is_short ? 1 : 0];
    if (!format) {
        format = date_format(style, is_short ? "yMMMd" : "yMMMMd", zone_named("Etc/UTC"));
    }
    auto const millis =
        std::chrono::duration_cast<std::chrono::milliseconds>(date.days().time_since_epoch())
            .count();
    icu::UnicodeString text;
    format->format(static_cast<UDate>(millis), text);
    return to_utf8(text);
}

/// Number formatters do not change while they format: threads share them.
template <typename Make>
auto const &shared_numbers(Language language, Make make)
{
    static auto const all = [&] {
        std::array<icu::number::LocalizedNumberFormatter, style_count> formatters;
        for (std::size_t style = 0; style < style_count; ++style) {
            formatters[style] = make(icu::number::NumberFormatter::withLocale(locale_of(style)));
        }
        return formatters;
    }();
    return all[style_of(language)];
}

std::string finish(icu::number::FormattedNumber const &number, UErrorCode status)
{
    auto const text = number.toTempString(status);
    check(status, "number");
    return to_utf8(text);
}

/// Names of categories as literals, so that callers may keep the view.
std::string_view
category(std::array<std::unique_ptr<icu::PluralRules>, languages.size()> const &rules,
         Language language, std::int64_t number)
{
    auto const name =
        rules[static_cast<std::size_t>(language)]->select(static_cast<double>(number));
    for (std::string_view const known : {"other", "one", "many", "few", "two", "zero"}) {
        if (name == icu::UnicodeString{known.data(), -1, US_INV}) {
            return known;
        }
    }
    return "other";
}

auto plural_rules(UPluralType type)
{
    std::array<std::unique_ptr<icu::PluralRules>, languages.size()> rules;
    for (auto const language : languages) {
        auto status = U_ZERO_ERROR;
        auto const at = static_cast<std::size_t>(language);
        rules[at].reset(icu::PluralRules::forLocale(locale_of(at), type, status));
        check(status, "plural rules");
    }
    return rules;
}

/// A per-thread table of formatters that callers' values choose; emptied when it has grown past
/// what honest use needs, so that hostile use cannot fill the memory.
template <typename Key, typename Formatter>
class Kept {
public:
    template <typename Make>
    Formatter &get(Key const &key, Make make)
    {
        auto const found = m_all.find(key);
        if (found != m_all.end()) {
            return found->second;
        }
        constexpr std::size_t most = 128;
        if (m_all.size() >= most) {
            m_all.clear();
        }
        return m_all.emplace(key, make()).first->second;
    }

private:
    std::map<Key, Formatter, std::less<>> m_all;
};

} // namespace

void set_arabic_digits(ArabicDigits digits)
{
    arabic_digits.store(digits, std::memory_order_relaxed);
}

std::string format_date(Language language, Date date)
{
    return format_day(language, date, false);
}

std::string format_date_short(Language language, Date date)
{
    return format_day(language, date, true);
}

std::string format_instant(Language language, Instant instant, std::string_view time_zone)
{
    thread_local Kept<std::pair<std::size_t, std::string>, std::unique_ptr<icu::SimpleDateFormat>>
        kept;
    auto const style = style_of(language);
    // "H": hours 0 to 23 in every language, so that no reader has to know "PM".
    auto const &format = kept.get({style, std::string{time_zone}}, [&] {
        return date_format(style, "yMMMdHm", zone_named(time_zone));
    });
    auto const millis =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::microseconds{instant.micros()})
            .count();
    icu::UnicodeString text;
    format->format(static_cast<UDate>(millis), text);
    return to_utf8(text);
}

bool is_time_zone(std::string_view name)
{
    std::unique_ptr<icu::TimeZone> const zone{icu::TimeZone::createTimeZone(from_utf8(name))};
    return zone && *zone != icu::TimeZone::getUnknown();
}

std::string format_number(Language language, std::int64_t number)
{
    auto const &formatter = shared_numbers(language, [](auto const &plain) { return plain; });
    auto status = U_ZERO_ERROR;
    return finish(formatter.formatInt(number, status), status);
}

std::string format_decimal(Language language, double number, int most_digits)
{
    thread_local Kept<std::pair<std::size_t, int>, icu::number::LocalizedNumberFormatter> kept;
    auto const style = style_of(language);
    auto const &formatter = kept.get({style, most_digits}, [&] {
        return icu::number::NumberFormatter::withLocale(locale_of(style))
            .precision(icu::number::Precision::maxFraction(most_digits));
    });
    auto status = U_ZERO_ERROR;
    return finish(formatter.formatDouble(number, status), status);
}

std::string format_percent(Language language, double ratio, int most_digits)
{
    thread_local Kept<std::pair<std::size_t, int>, icu::number::LocalizedNumberFormatter> kept;
    auto const style = style_of(language);
    auto const &formatter = kept.get({style, most_digits}, [&] {
        return icu::number::NumberFormatter::withLocale(locale_of(style))
            .unit(icu::NoUnit::percent())
            .scale(icu::number::Scale::powerOfTen(2))
            .precision(icu::number::Precision::maxFraction(most_digits));
    });
    auto status = U_ZERO_ERROR;
    return finish(formatter.formatDouble(ratio, status), status);
}

std::string format_money(Language language, Money money)
{
    thread_local Kept<std::pair<std::size_t, Currency>, icu::number::LocalizedNumberFormatter> kept;
    auto const style = style_of(language);
    auto const &formatter = kept.get({style, money.currency()}, [&] {
        auto status = U_ZERO_ERROR;
        icu::CurrencyUnit const unit{piece(money.currency().view()), status};
        check(status, "currency");
        // ISO 4217's digits, not CLDR's: CLDR writes rupiah without sen, a ledger does not.
        return icu::number::NumberFormatter::withLocale(locale_of(style))
            .unit(unit)
            .unitWidth(UNUM_UNIT_WIDTH_ISO_CODE)
            .precision(icu::number::Precision::fixedFraction(minor_digits(money.currency())));
    });
    auto status = U_ZERO_ERROR;
    return finish(formatter.formatDecimal(piece(money.amount()), status), status);
}

std::string format_size(Language language, std::uint64_t bytes)
{
    struct Unit {
        std::uint64_t size;
        icu::MeasureUnit unit;
    };
    static std::array<Unit, 4> const units{{{1'000'000'000, icu::MeasureUnit::getGigabyte()},
                                            {1'000'000, icu::MeasureUnit::getMegabyte()},
                                            {1'000, icu::MeasureUnit::getKilobyte()},
                                            {1, icu::MeasureUnit::getByte()}}};
    thread_local Kept<std::pair<std::size_t, std::uint64_t>, icu::number::LocalizedNumberFormatter>
        kept;
    auto const style = style_of(language);
    Unit const *unit = &units.back();
    for (auto const &candidate : units) {
        if (bytes >= candidate.size) {
            unit = &candidate;
            break;
        }
    }
    auto const &formatter = kept.get({style, unit->size}, [&] {
        return icu::number::NumberFormatter::withLocale(locale_of(style))
            .unit(unit->unit)
            .unitWidth(UNUM_UNIT_WIDTH_SHORT)
            .precision(icu::number::Precision::maxFraction(1));
    });
    auto status = U_ZERO_ERROR;
    auto const amount = static_cast<double>(bytes) / static_cast<double>(unit->size);
    return finish(formatter.formatDouble(amount, status), status);
}

std::string relative_days(Language language, int days)
{
    thread_local std::array<std::unique_ptr<icu::RelativeDateTimeFormatter>, style_count> kept;
    auto const style = style_of(language);
    auto status = U_ZERO_ERROR;
    if (!kept[style]) {
        kept[style] = std::make_unique<icu::RelativeDateTimeFormatter>(locale_of(style), status);
        check(status, "relative dates");
    }
    icu::UnicodeString text;
    kept[style]->format(static_cast<double>(days), UDAT_REL_UNIT_DAY, text, status);
    check(status, "relative date");
    return to_utf8(text);
}

std::string join_list(Language language, std::span<std::string const> items, ListKind kind)
{
    thread_local std::array<std::array<std::unique_ptr<icu::ListFormatter>, 2>, style_count> kept;
    auto const style = style_of(language);
    auto &formatter = kept[style][kind == ListKind::all_of ? 0 : 1];
    auto status = U_ZERO_ERROR;
    if (!formatter) {
        formatter.reset(icu::ListFormatter::createInstance(
            locale_of(style), kind == ListKind::all_of ? ULISTFMT_TYPE_AND : ULISTFMT_TYPE_OR,
            ULISTFMT_WIDTH_WIDE, status));
        check(status, "lists");
    }
    std::vector<icu::UnicodeString> texts;
    texts.reserve(items.size());
    for (auto const &item : items) {
        texts.push_back(from_utf8(item));
    }
    icu::UnicodeString text;
    formatter->format(texts.data(), static_cast<std::int32_t>(texts.size()), text, status);
    check(status, "list");
    return to_utf8(text);
}

std::string language_name(Language of, Language in)
{
    std::unique_ptr<icu::LocaleDisplayNames> const names{
        icu::LocaleDisplayNames::createInstance(locale_of(style_of(in)), ULDN_STANDARD_NAMES)};
    ENSURE(names != nullptr);
    icu::UnicodeString text;
    names->languageDisplayName(std::string{to_code(of)}.c_str(), text);
    return to_utf8(text);
}

std::string_view cardinal_category(Language language, std::int64_t number)
{
    static auto const rules = plural_rules(UPLURAL_TYPE_CARDINAL);
    return category(rules, language, number);
}

std::string_view ordinal_category(Language language, std::int64_t number)
{
    static auto const rules = plural_rules(UPLURAL_TYPE_ORDINAL);
    return category(rules, language, number);
}

} // namespace selatan::i18n
