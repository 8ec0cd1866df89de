#include "exchange/reconciliation/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

namespace selatan::reconciliation {

namespace {

constexpr std::int64_t hundredths_in_one = 100;

Verdict told_by(bool ours, bool theirs)
{
    return ours == theirs ? (ours ? Verdict::same : Verdict::untold)
           : ours         ? Verdict::only_ours
                          : Verdict::only_theirs;
}

Compared compare_days(Topic topic, std::optional<Date> const &ours,
                      std::optional<Date> const &theirs)
{
    Compared one{.topic = topic, .verdict = told_by(ours.has_value(), theirs.has_value())};
    one.ours = ours ? ours->to_string() : "";
    one.theirs = theirs ? theirs->to_string() : "";
    if (ours && theirs) {
        auto const days = std::abs(days_between(*ours, *theirs));
        if (days > days_alike) {
            one.verdict = Verdict::differs;
            one.days = days;
        }
    }
    return one;
}

Compared compare_status(Facts const &ours, Facts const &theirs)
{
    auto const is_told = !theirs.status.empty() || !theirs.status_text.empty();
    Compared one{.topic = Topic::status, .verdict = told_by(!ours.status.empty(), is_told)};
    one.ours = ours.status;
    one.theirs = theirs.status.empty() ? theirs.status_text : theirs.status;
    if (one.verdict != Verdict::same) {
        return one;
    }
    // 3, finalisation, and 4, closed: whether the accounts are closed too is ours to know.
    auto const told = [](std::string const &code) {
        return code == "4" ? std::string{"3"} : code;
    };
    if (theirs.status.empty()) {
        one.verdict = Verdict::not_comparable;
    } else if (told(ours.status) != told(theirs.status)) {
        one.verdict = Verdict::differs;
    }
    return one;
}

std::string codes_of(std::vector<CountryCode> countries)
{
    std::ranges::sort(countries);
    std::string all;
    for (auto const country : countries) {
        all += (all.empty() ? "" : " ") + country.to_string();
    }
    return all;
}

Compared compare_countries(Facts const &ours, Facts const &theirs)
{
    Compared one{.topic = Topic::countries,
                 .verdict = told_by(!ours.countries.empty(), !theirs.countries.empty())};
    one.ours = codes_of(ours.countries);
    one.theirs = codes_of(theirs.countries);
    bool const meet = std::ranges::any_of(ours.countries, [&](CountryCode country) {
        return std::ranges::find(theirs.countries, country) != theirs.countries.end();
    });
    // Many tell of their own part of a regional project: one country in common is no contradiction.
    if (one.verdict == Verdict::same && !meet) {
        one.verdict = Verdict::differs;
    }
    return one;
}

Compared compare_money(Topic topic, Measure measure, Facts const &ours, Facts const &theirs)
{
    auto const mine = whole(ours, measure);
    auto const other = whole(theirs, measure);
    Compared one{.topic = topic,
                 .verdict = told_by(!mine.by_currency.empty(), !other.by_currency.empty())};
    one.ours = amounts_of(ours, measure);
    one.theirs = amounts_of(theirs, measure);
    if (one.verdict != Verdict::same) {
        return one;
    }
    bool const is_one_currency =
        mine.by_currency.size() == 1 && other.by_currency.size() == 1 &&
        mine.by_currency.front().currency &&
        mine.by_currency.front().currency == other.by_currency.front().currency;
    if (!is_one_currency && (!mine.cents || !other.cents)) {
        one.verdict = Verdict::not_comparable;
        return one;
    }
    // In one currency no rate comes between; else in dollars.
    auto const a = is_one_currency ? mine.by_currency.front().hundredths : *mine.cents;
    auto const b = is_one_currency ? other.by_currency.front().hundredths : *other.cents;
    auto const larger = static_cast<double>(std::max(std::abs(a), std::abs(b)));
    auto const apart = static_cast<double>(std::abs(a - b));
    if (larger == 0 || apart * 100 <= larger * percent_alike) {
        return one;
    }
    one.verdict = Verdict::differs;
    one.percent = std::llround(apart * 100 / larger);
    if (mine.cents && other.cents) {
        one.dollars = std::abs(*mine.cents - *other.cents) / hundredths_in_one;
    }
    return one;
}

} // namespace

std::vector<Compared> compare(Facts const &ours, Facts const &theirs)
{
    return {compare_days(Topic::starts, ours.starts, theirs.starts),
            compare_days(Topic::ends, ours.ends, theirs.ends),
            compare_status(ours, theirs),
            compare_countries(ours, theirs),
            compare_money(Topic::budget, Measure::budget, ours, theirs),
            compare_money(Topic::committed, Measure::committed, ours, theirs),
            compare_money(Topic::spent, Measure::spent, ours, theirs)};
}

Facts of_year(Facts const &facts, int year)
{
    Facts only;
    std::ranges::copy_if(facts.money, std::back_inserter(only.money),
                         [year](Sum const &sum) { return sum.year == year; });
    return only;
}

Compared compare_year(Measure measure, int year, Facts const &ours, Facts const &theirs)
{
    auto const topic =
        static_cast<Topic>(static_cast<int>(Topic::budget) + static_cast<int>(measure));
    return compare_money(topic, measure, of_year(ours, year), of_year(theirs, year));
}

std::string amounts_of(Facts const &facts, Measure measure)
{
    std::string all;
    for (auto const &sum : whole(facts, measure).by_currency) {
        auto const cents = std::abs(sum.hundredths % hundredths_in_one);
        all += all.empty() ? "" : "; ";
        all += sum.currency ? sum.currency->to_string() + " " : "";
        all += sum.hundredths < 0 ? "-" : "";
        all += std::to_string(std::abs(sum.hundredths / hundredths_in_one)) +
               (cents < 10 ? ".0" : ".") + std::to_string(cents);
    }
    return all;
}

} // namespace selatan::reconciliation
