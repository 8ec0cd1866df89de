#include "platform/i18n/format.hpp"

#include "base/address_sanitizer.hpp"
#include "tests/support/values.hpp"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

namespace selatan::i18n {
namespace {

using selatan::testing::day;

Instant instant(char const *text)
{
    return Instant::parse(text).value();
}
Currency currency(char const *code)
{
    return Currency::parse(code).value();
}

struct Restore {
    ~Restore() { set_arabic_digits(ArabicDigits::western); }
};

TEST(Format, a_date_is_written_as_each_language_writes_it)
{
    auto const date = day("2026-09-12");
    EXPECT_EQ(format_date(Language::en, date), "12 September 2026");
    EXPECT_EQ(format_date(Language::id, date), "12 September 2026");
    EXPECT_EQ(format_date(Language::fr, date), "12 septembre 2026");
    EXPECT_EQ(format_date(Language::es, date), "12 de septiembre de 2026");
    EXPECT_EQ(format_date(Language::pt, date), "12 de setembro de 2026");
    EXPECT_EQ(format_date(Language::ar, date), "12 سبتمبر 2026");
}

TEST(Format, a_short_date_names_its_month)
{
    EXPECT_EQ(format_date_short(Language::en, day("2026-11-03")), "3 Nov 2026");
    EXPECT_EQ(format_date_short(Language::id, day("2026-11-03")), "3 Nov 2026");
}

TEST(Format, dates_before_1582_are_gregorian_too)
{
    EXPECT_EQ(format_date(Language::en, day("1492-10-12")), "12 October 1492");
    EXPECT_EQ(format_date(Language::en, day("0001-01-01")), "1 January 1");
}

TEST(Format, an_instant_is_told_on_the_readers_clock)
{
    auto const at = instant("2026-11-21T18:29:59Z");
    EXPECT_EQ(format_instant(Language::en, at, "UTC"), "21 Nov 2026, 18:29");
    EXPECT_EQ(format_instant(Language::en, at, "Asia/Jakarta"), "22 Nov 2026, 01:29");
    EXPECT_EQ(format_instant(Language::en, at, "America/Sao_Paulo"), "21 Nov 2026, 15:29");
    EXPECT_EQ(format_instant(Language::en, at, "Nowhere/Atlantis"), "21 Nov 2026, 18:29");
    EXPECT_EQ(format_instant(Language::en, instant("1969-12-31T23:59:59.999999Z"), "UTC"),
              "31 Dec 1969, 23:59");
}

TEST(Format, clocks_of_a_zone_are_ahead_of_utc_by_the_season)
{
    using namespace std::chrono_literals;
    EXPECT_EQ(ahead_of_utc(instant("2026-11-21T18:29:59Z"), "Asia/Dili"), 9h);
    EXPECT_EQ(ahead_of_utc(instant("2026-07-01T00:00:00Z"), "America/New_York"), -4h);
    EXPECT_EQ(ahead_of_utc(instant("2026-12-01T00:00:00Z"), "America/New_York"), -5h);
    EXPECT_EQ(ahead_of_utc(instant("2026-12-01T00:00:00Z"), "Asia/Kathmandu"), 5h + 45min);
    EXPECT_EQ(ahead_of_utc(instant("2026-12-01T00:00:00Z"), "Nowhere/Atlantis"), 0s);
}

TEST(Format, time_zones_are_known_or_not)
{
    EXPECT_TRUE(is_time_zone("Asia/Jakarta"));
    EXPECT_TRUE(is_time_zone("UTC"));
    EXPECT_FALSE(is_time_zone("Nowhere/Atlantis"));
    EXPECT_FALSE(is_time_zone(""));
}

TEST(Format, months_and_weekdays_have_names)
{
    EXPECT_EQ(format_month(Language::en, day("2026-11-21")), "November 2026");
    EXPECT_EQ(format_month(Language::id, day("2026-11-01")), "November 2026");
    EXPECT_EQ(format_month(Language::es, day("2026-11-30")), "noviembre de 2026");
    EXPECT_NE(format_month(Language::ar, day("2026-11-30")).find("2026"), std::string::npos);
    EXPECT_EQ(weekday_name(Language::en, 1), "Mon");
    EXPECT_EQ(weekday_name(Language::en, 7), "Sun");
    EXPECT_EQ(weekday_name(Language::id, 1), "Sen");
}

TEST(Format, a_day_begins_on_the_clocks_of_its_zone)
{
    auto const begins = [](char const *date, std::string_view zone) {
        return start_of_day(day(date), zone).to_string();
    };
    EXPECT_EQ(begins("2026-11-21", "UTC"), "2026-11-21T00:00:00Z");
    EXPECT_EQ(begins("2026-11-21", "Asia/Jakarta"), "2026-11-20T17:00:00Z");
    EXPECT_EQ(begins("2026-11-21", "Pacific/Kiritimati"), "2026-11-20T10:00:00Z");
    EXPECT_EQ(begins("2026-07-01", "Europe/Lisbon"), "2026-06-30T23:00:00Z");
    // In Beirut clocks went from midnight to one o'clock.
    EXPECT_EQ(begins("2022-03-27", "Asia/Beirut"), "2022-03-26T22:00:00Z");
    EXPECT_EQ(begins("2026-11-21", "Nowhere/Atlantis"), "2026-11-21T00:00:00Z");
}

TEST(Format, numbers_are_grouped_by_each_language)
{
    EXPECT_EQ(format_number(Language::en, 1234567), "1,234,567");
    EXPECT_EQ(format_number(Language::id, 1234567), "1.234.567");
    EXPECT_EQ(format_number(Language::fr, 1234567), "1\u202f234\u202f567");
    EXPECT_EQ(format_number(Language::es, 1234567), "1.234.567");
    // More digits than a floating number keeps.
    EXPECT_EQ(format_digits(Language::en, "98765432109876543.210"), "98,765,432,109,876,543.210");
    EXPECT_EQ(format_digits(Language::id, "3600000000"), "3.600.000.000");
    EXPECT_EQ(format_digits(Language::en, "-300000000.00"), "-300,000,000.00");
    EXPECT_EQ(format_digits(Language::id, "-1234.5"), "-1.234,5");
    EXPECT_EQ(format_digits(Language::en, "12-"), "12-");
    EXPECT_EQ(format_digits(Language::en, "-"), "-");
    EXPECT_EQ(format_digits(Language::en, "about 12"), "about 12");
    EXPECT_EQ(format_digits(Language::en, ""), "");
    EXPECT_EQ(format_number(Language::pt, 1234567), "1.234.567");
    EXPECT_EQ(format_number(Language::ar, 1234567), "1,234,567");
    EXPECT_EQ(format_number(Language::en, std::numeric_limits<std::int64_t>::min()),
              "-9,223,372,036,854,775,808");
}

TEST(Format, arabic_has_western_digits_unless_the_installation_says_otherwise)
{
    Restore const restore;
    auto const date = day("2026-09-12");
    EXPECT_EQ(format_number(Language::ar, 2026), "2,026");
    set_arabic_digits(ArabicDigits::arabic_indic);
    EXPECT_EQ(format_number(Language::ar, 2026), "٢٬٠٢٦");
    EXPECT_EQ(format_date(Language::ar, date), "١٢ سبتمبر ٢٠٢٦");
    EXPECT_EQ(format_number(Language::en, 2026), "2,026");
    set_arabic_digits(ArabicDigits::western);
    EXPECT_EQ(format_date(Language::ar, date), "12 سبتمبر 2026");
}

TEST(Format, decimals_and_percentages_drop_trailing_zeros)
{
    EXPECT_EQ(format_decimal(Language::en, 1234.5), "1,234.5");
    EXPECT_EQ(format_decimal(Language::id, 1234.567, 1), "1.234,6");
    EXPECT_EQ(format_percent(Language::en, 0.125, 1), "12.5%");
    EXPECT_EQ(format_percent(Language::fr, 0.35), "35\u00a0%");
}

TEST(Format, money_shows_the_iso_code_and_the_iso_digits)
{
    auto const nbsp = std::string{"\u00a0"};
    EXPECT_EQ(format_money(Language::en, {125050, currency("USD")}), "USD" + nbsp + "1,250.50");
    EXPECT_EQ(format_money(Language::fr, {125050, currency("EUR")}),
              "1\u202f250,50" + nbsp + "EUR");
    EXPECT_EQ(format_money(Language::id, {-314'000'000'000'050, currency("IDR")}),
              "-IDR" + nbsp + "3.140.000.000.000,50");
    EXPECT_EQ(format_money(Language::en, {1250, currency("JPY")}), "JPY" + nbsp + "1,250");
}

TEST(Format, sizes_are_in_powers_of_a_thousand)
{
    EXPECT_EQ(format_size(Language::en, 0), "0 byte");
    EXPECT_EQ(format_size(Language::en, 1'250'000), "1.2 MB");
    EXPECT_EQ(format_size(Language::en, 20'000'000'000), "20 GB");
}

TEST(Format, days_are_told_from_today)
{
    EXPECT_EQ(relative_days(Language::en, 3), "in 3 days");
    EXPECT_EQ(relative_days(Language::en, -2), "2 days ago");
    EXPECT_EQ(relative_days(Language::en, 0), "today");
    EXPECT_EQ(relative_days(Language::en, 1), "tomorrow");
    EXPECT_EQ(relative_days(Language::ar, 3), "خلال 3 أيام");
}

TEST(Format, lists_end_as_the_language_ends_them)
{
    std::vector<std::string> const three{"Chile", "Peru", "Togo"};
    EXPECT_EQ(join_list(Language::es, three), "Chile, Peru y Togo");
    EXPECT_EQ(join_list(Language::en, three, ListKind::any_of), "Chile, Peru or Togo");
    EXPECT_EQ(join_list(Language::id, {}), "");
}

TEST(Format, languages_have_names_in_languages)
{
    EXPECT_EQ(language_name(Language::fr, Language::en), "French");
    EXPECT_EQ(language_name(Language::fr, Language::id), "Prancis");
    EXPECT_EQ(language_name(Language::ar, Language::fr), "arabe");
}

TEST(Format, arabic_counts_in_six_categories)
{
    struct Row {
        std::int64_t number;
        std::string_view category;
    };
    for (Row const &row : {Row{0, "zero"},
                           {1, "one"},
                           {2, "two"},
                           {3, "few"},
                           {11, "many"},
                           {100, "other"},
                           {103, "few"},
                           {111, "many"}}) {
        EXPECT_EQ(cardinal_category(Language::ar, row.number), row.category) << row.number;
    }
    EXPECT_EQ(cardinal_category(Language::fr, 0), "one");
    EXPECT_EQ(cardinal_category(Language::id, 1), "other");
    EXPECT_EQ(ordinal_category(Language::en, 2), "two");
}

/// The best of several rounds, in microseconds, so that a busy machine does not decide.
template <typename Call>
double microseconds_each(Call call)
{
    constexpr int count = 2000;
    double best = 1e9;
    for (int round = 0; round < 7; ++round) {
        auto const start = std::chrono::steady_clock::now();
        for (int i = 0; i < count; ++i) {
            call(i);
        }
        std::chrono::duration<double, std::micro> const taken =
            std::chrono::steady_clock::now() - start;
        best = std::min(best, taken.count() / count);
    }
    return best;
}

/// The bar is 2 µs in a release build; this keeps a formatter from being built for every value,
/// which costs 12 µs and more there, and several times that under AddressSanitizer.
TEST(Format, formatters_are_kept)
{
#ifdef SELATAN_ADDRESS_SANITIZER
    constexpr double limit_us = 25;
#else
    constexpr double limit_us = 8;
#endif
    for (auto const language : languages) {
        auto const date = microseconds_each(
            [&](int i) { (void)format_date(language, day("2026-01-01").plus_days(i)); });
        auto const number =
            microseconds_each([&](int i) { (void)format_number(language, i * 1000); });
        auto const money = microseconds_each([&](int i) {
            (void)format_money(language, {i * 1000, currency("USD")});
        });
        auto const moment = microseconds_each([&](int i) {
            (void)format_instant(language, Instant::from_micros(i * 60'000'000LL), "Asia/Jakarta");
        });
        EXPECT_LT(date, limit_us);
        EXPECT_LT(number, limit_us);
        EXPECT_LT(money, limit_us);
        EXPECT_LT(moment, limit_us);
        for (auto const &[name, each_us] :
             {std::pair{"date", date}, {"number", number}, {"money", money}, {"instant", moment}}) {
            RecordProperty(std::string{name} + "_us_" + std::string{to_code(language)},
                           std::to_string(each_us));
        }
    }
}

} // namespace
} // namespace selatan::i18n
