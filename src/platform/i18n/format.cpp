#include "platform/i18n/format.hpp"

#include "base/ensure.hpp"

#include <unicode/dcfmtsym.h>
#include <unicode/dtfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/fpositer.h>
#include <unicode/gregocal.h>
#include <unicode/listformatter.h>
#include <unicode/locdspnm.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>
#include <unicode/reldatefmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
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

/// How a language writes a date, learnt from ICU once and then filled in by us: ICU computes every
/// field of its calendar for each date, thirty times the work.
class DateStyle {
public:
    /// CLDR's pattern for a skeleton ("yMMMd") of days, months as words, years, hours and minutes.
    DateStyle(std::size_t style, char const *skeleton)
    {
        auto status = U_ZERO_ERROR;
        icu::Locale const &locale = locale_of(style);
        std::unique_ptr<icu::DateTimePatternGenerator> const patterns{
            icu::DateTimePatternGenerator::createInstance(locale, status)};
        check(status, "date patterns");
        icu::SimpleDateFormat format{
            patterns->getBestPattern(icu::UnicodeString{skeleton, -1, US_INV}, status), locale,
            status};
        check(status, "date format");
        format.adoptTimeZone(icu::TimeZone::getGMT()->clone());
        for (unsigned month = 1; month <= 12; ++month) {
            // One digit each, so that the width of the sample is the least width.
            auto const sample =
                std::chrono::sys_days{std::chrono::year{2026} / std::chrono::month{month} / 5} +
                std::chrono::hours{7} + std::chrono::minutes{3};
            learn(format, std::chrono::milliseconds{sample.time_since_epoch()},
                  m_months[month - 1]);
        }
        m_zero = icu::DecimalFormatSymbols{locale, status}
                     .getConstSymbol(icu::DecimalFormatSymbols::kZeroDigitSymbol)
                     .char32At(0);
        check(status, "digits");
    }

    [[nodiscard]] std::string write(std::chrono::sys_days day, std::chrono::minutes time) const
    {
        std::chrono::year_month_day const date{day};
        std::string text;
        for (auto const &piece : m_months[static_cast<unsigned>(date.month()) - 1]) {
            text += piece.before;
            switch (piece.field) {
            case Field::none:
                break;
            case Field::day:
                write_number(text, static_cast<int>(static_cast<unsigned>(date.day())),
                             piece.width);
                break;
            case Field::year:
                write_number(text, static_cast<int>(date.year()), 1);
                break;
            case Field::hour:
                write_number(text, static_cast<int>(time / std::chrono::hours{1}), piece.width);
                break;
            case Field::minute:
                write_number(text, static_cast<int>(time.count() % 60), piece.width);
                break;
            }
        }
        return text;
    }

private:
    enum class Field { none, day, year, hour, minute };
    struct Piece {
        std::string before;
        Field field = Field::none;
        int width = 1; ///< at least so many digits
    };

    static void learn(icu::SimpleDateFormat const &format, std::chrono::milliseconds sample,
                      std::vector<Piece> &pieces)
    {
        auto status = U_ZERO_ERROR;
        icu::UnicodeString text;
        icu::FieldPositionIterator fields;
        format.format(static_cast<UDate>(sample.count()), text, &fields, status);
        check(status, "date");
        std::int32_t done = 0;
        for (icu::FieldPosition position; fields.next(position) != 0;) {
            Field field = Field::none;
            switch (position.getField()) {
            case UDAT_DATE_FIELD:
                field = Field::day;
                break;
            case UDAT_YEAR_FIELD:
                field = Field::year;
                break;
            case UDAT_HOUR_OF_DAY0_FIELD:
                field = Field::hour;
                break;
            case UDAT_MINUTE_FIELD:
                field = Field::minute;
                break;
            default: // the month's name, part of the text
                continue;
            }
            pieces.push_back({to_utf8(text.tempSubStringBetween(done, position.getBeginIndex())),
                              field, position.getEndIndex() - position.getBeginIndex()});
            done = position.getEndIndex();
        }
        pieces.push_back({to_utf8(text.tempSubString(done))});
    }

    void write_number(std::string &text, int number, int width) const
    {
        std::array<char, 12> digits{};
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        auto const count = static_cast<int>(end - digits.data());
        for (int i = count - std::max(count, width); i < count; ++i) {
            auto const digit = i < 0 ? 0 : digits[static_cast<std::size_t>(i)] - '0';
            if (m_zero == U'0') {
                text += static_cast<char>('0' + digit);
            } else {
                icu::UnicodeString{m_zero + digit}.toUTF8String(text);
            }
        }
    }

    std::array<std::vector<Piece>, 12> m_months;
    UChar32 m_zero = U'0';
};

std::array<DateStyle, style_count> date_styles(char const *skeleton)
{
    return [&]<std::size_t... Style>(std::index_sequence<Style...>)
    {
        return std::array<DateStyle, style_count>{DateStyle{Style, skeleton}...};
    }
    (std::make_index_sequence<style_count>{});
}

std::unique_ptr<icu::TimeZone> zone_named(std::string_view name)
{
    std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(from_utf8(name))};
    if (!zone || *zone == icu::TimeZone::getUnknown()) {
        zone.reset(icu::TimeZone::getGMT()->clone());
    }
    return zone;
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
    template <typename Like, typename Make>
    Formatter &get(Like const &key, Make make)
    {
        auto const found = m_all.find(key);
        if (found != m_all.end()) {
            return found->second;
        }
        constexpr std::size_t most = 128;
        if (m_all.size() >= most) {
            m_all.clear();
        }
        return m_all.emplace(Key{key}, make()).first->second;
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
    static auto const styles = date_styles("yMMMMd");
    return styles[style_of(language)].write(date.days(), {});
}

std::string format_date_short(Language language, Date date)
{
    static auto const styles = date_styles("yMMMd");
    return styles[style_of(language)].write(date.days(), {});
}

std::string format_month(Language language, Date any_day_of_it)
{
    static auto const styles = date_styles("yMMMM");
    return styles[style_of(language)].write(any_day_of_it.days(), {});
}

std::string weekday_name(Language language, unsigned iso_weekday)
{
    ENSURE(iso_weekday >= 1 && iso_weekday <= 7);
    auto status = U_ZERO_ERROR;
    icu::DateFormatSymbols const symbols{locale_of(style_of(language)), status};
    check(status, "weekdays");
    std::int32_t count = 0;
    // ICU counts from Sunday, which is its 1.
    auto const *const names = symbols.getWeekdays(count, icu::DateFormatSymbols::STANDALONE,
                                                  icu::DateFormatSymbols::ABBREVIATED);
    return to_utf8(names[iso_weekday % 7 + 1]);
}

std::chrono::seconds ahead_of_utc(Instant instant, std::string_view time_zone)
{
    thread_local Kept<std::string, std::unique_ptr<icu::TimeZone>> zones;
    auto const &zone = zones.get(time_zone, [&] { return zone_named(time_zone); });

    auto const utc =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::microseconds{instant.micros()});
    auto status = U_ZERO_ERROR;
    std::int32_t standard_ms = 0;
    std::int32_t summer_ms = 0;
    zone->getOffset(static_cast<UDate>(utc.count()), 0, standard_ms, summer_ms, status);
    check(status, "time zone");
    return std::chrono::floor<std::chrono::seconds>(
        std::chrono::milliseconds{standard_ms + summer_ms});
}

std::string format_instant(Language language, Instant instant, std::string_view time_zone)
{
    // "H": hours 0 to 23 in every language, so that no reader has to know "PM".
    static auto const styles = date_styles("yMMMdHm");
    std::chrono::sys_time<std::chrono::microseconds> const local{
        std::chrono::microseconds{instant.micros()} + ahead_of_utc(instant, time_zone)};
    auto const day = std::chrono::floor<std::chrono::days>(local);
    return styles[style_of(language)].write(day,
                                            std::chrono::floor<std::chrono::minutes>(local - day));
}

bool is_time_zone(std::string_view name)
{
    std::unique_ptr<icu::TimeZone> const zone{icu::TimeZone::createTimeZone(from_utf8(name))};
    return zone && *zone != icu::TimeZone::getUnknown();
}

Instant start_of_day(Date date, std::string_view time_zone)
{
    auto status = U_ZERO_ERROR;
    icu::GregorianCalendar calendar{zone_named(time_zone).release(), status};
    check(status, "calendar");
    auto const ymd = date.ymd();
    calendar.clear();
    calendar.set(static_cast<int>(ymd.year()),
                 static_cast<std::int32_t>(static_cast<unsigned>(ymd.month())) - 1,
                 static_cast<std::int32_t>(static_cast<unsigned>(ymd.day())));
    auto const at = calendar.getTime(status);
    check(status, "start of a day");
    return Instant::from_micros(static_cast<std::int64_t>(at) * 1000);
}

std::string format_number(Language language, std::int64_t number)
{
    auto const &formatter = shared_numbers(language, [](auto const &plain) { return plain; });
    auto status = U_ZERO_ERROR;
    return finish(formatter.formatInt(number, status), status);
}

std::string format_digits(Language language, std::string_view decimal)
{
    auto const point = decimal.find('.');
    auto const behind = point == std::string_view::npos ? 0 : decimal.size() - point - 1;
    auto const is_digit = [](char c) {
        return c >= '0' && c <= '9';
    };
    auto const digits = static_cast<std::size_t>(std::ranges::count_if(decimal, is_digit));
    std::size_t const signs = (point != std::string_view::npos ? 1 : 0) + // one point, one minus
                              (decimal.starts_with('-') ? 1 : 0);
    if (digits == 0 || digits + signs != decimal.size()) {
        return std::string{decimal};
    }
    thread_local Kept<std::pair<std::size_t, std::size_t>, icu::number::LocalizedNumberFormatter>
        kept;
    auto const style = style_of(language);
    auto const &formatter = kept.get(std::pair{style, behind}, [&] {
        return icu::number::NumberFormatter::withLocale(locale_of(style))
            .precision(icu::number::Precision::fixedFraction(static_cast<int>(behind)));
    });
    auto status = U_ZERO_ERROR;
    return finish(
        formatter.formatDecimal({decimal.data(), static_cast<int>(decimal.size())}, status),
        status);
}

std::string format_decimal(Language language, double number, int most_digits)
{
    thread_local Kept<std::pair<std::size_t, int>, icu::number::LocalizedNumberFormatter> kept;
    auto const style = style_of(language);
    auto const &formatter = kept.get(std::pair{style, most_digits}, [&] {
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
    auto const &formatter = kept.get(std::pair{style, most_digits}, [&] {
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
    auto const &formatter = kept.get(std::pair{style, money.currency()}, [&] {
        auto status = U_ZERO_ERROR;
        icu::CurrencyUnit const unit{piece(money.currency().view()), status};
        check(status, "currency");
        // ISO 4217's digits, not CLDR's: CLDR writes rupiah without sen, a ledger does not.
        return icu::number::NumberFormatter::withLocale(locale_of(style))
            .unit(unit)
            .unitWidth(UNUM_UNIT_WIDTH_ISO_CODE)
            .precision(icu::number::Precision::fixedFraction(minor_digits(money.currency())))
            .scale(icu::number::Scale::powerOfTen(-minor_digits(money.currency())));
    });
    auto status = U_ZERO_ERROR;
    return finish(formatter.formatInt(money.minor_units(), status), status);
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
    auto const &formatter = kept.get(std::pair{style, unit->size}, [&] {
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
    using Names = std::array<std::string, languages.size()>;
    static auto const all = [] {
        std::array<Names, languages.size()> names;
        for (auto const reader : languages) {
            std::unique_ptr<icu::LocaleDisplayNames> const display{
                icu::LocaleDisplayNames::createInstance(locale_of(static_cast<std::size_t>(reader)),
                                                        ULDN_STANDARD_NAMES)};
            ENSURE(display != nullptr);
            for (auto const language : languages) {
                icu::UnicodeString text;
                display->languageDisplayName(std::string{to_code(language)}.c_str(), text);
                names[static_cast<std::size_t>(reader)][static_cast<std::size_t>(language)] =
                    to_utf8(text);
            }
        }
        return names;
    }();
    return all[static_cast<std::size_t>(in)][static_cast<std::size_t>(of)];
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
