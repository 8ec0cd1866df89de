/// \file
/// Dates, numbers, money and lists as a language writes them (CLDR, by ICU). Safe to call from any
/// thread; formatters are built once and kept.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/money.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace selatan::i18n {

enum class ArabicDigits { western, arabic_indic };

/// For the whole process, western until said otherwise. Set it while starting: sentences that other
/// threads are saying at the moment may come out in either.
void set_arabic_digits(ArabicDigits digits);

/// "21 November 2026"
[[nodiscard]] std::string format_date(Language language, Date date);
/// "21 Nov 2026". Never all digits: 03/04 is March to some readers and April to others.
[[nodiscard]] std::string format_date_short(Language language, Date date);
/// "November 2026"
[[nodiscard]] std::string format_month(Language language, Date any_day_of_it);
/// "Mon": the column of a calendar; 1 is Monday, 7 Sunday (ISO 8601).
[[nodiscard]] std::string weekday_name(Language language, unsigned iso_weekday);
/// "21 Nov 2026, 18:29" on the clock of that zone (IANA name); an unknown zone counts as UTC.
[[nodiscard]] std::string format_instant(Language language, Instant instant,
                                         std::string_view time_zone);
/// How far the clocks of that zone are ahead of UTC at an instant; an unknown zone counts as UTC.
[[nodiscard]] std::chrono::seconds ahead_of_utc(Instant instant, std::string_view time_zone);
/// Whether ICU knows the zone: to be asked where settings enter.
[[nodiscard]] bool is_time_zone(std::string_view name);

/// When a day begins on the clocks of that zone (an unknown one counts as UTC): at midnight, or
/// where summer time leaves midnight out, just after.
[[nodiscard]] Instant start_of_day(Date date, std::string_view time_zone);

/// "12,345"
[[nodiscard]] std::string format_number(Language language, std::int64_t number);
/// A decimal as it was written ("1234.50"), every digit kept: `1,234.50`. What is no decimal comes
/// back as it is.
[[nodiscard]] std::string format_digits(Language language, std::string_view decimal);
/// At most `most_digits` after the separator, half to even, no trailing zeros.
[[nodiscard]] std::string format_decimal(Language language, double number, int most_digits = 2);
/// 0.125 is "12.5%" with one digit; `ratio` is not in hundredths.
[[nodiscard]] std::string format_percent(Language language, double ratio, int most_digits = 0);
/// "USD 1,250.50": the ISO code, since "$" names twenty currencies, and the digits of ISO 4217.
[[nodiscard]] std::string format_money(Language language, Money money);
/// "1.2 MB", in powers of 1000.
[[nodiscard]] std::string format_size(Language language, std::uint64_t bytes);

/// "in 3 days", "2 days ago", "tomorrow"; 0 is "today".
[[nodiscard]] std::string relative_days(Language language, int days);

enum class ListKind { all_of, any_of };
/// "Chile, Mexico and Peru", or "… or …".
[[nodiscard]] std::string join_list(Language language, std::span<std::string const> items,
                                    ListKind kind = ListKind::all_of);

/// "French", "Français", "Prancis": the name of language `of` as `in` says it.
[[nodiscard]] std::string language_name(Language of, Language in);

/// The CLDR category of a whole number: "zero", "one", "two", "few", "many" or "other".
[[nodiscard]] std::string_view cardinal_category(Language language, std::int64_t number);
[[nodiscard]] std::string_view ordinal_category(Language language, std::int64_t number);

} // namespace selatan::i18n
