#include "exchange/reconciliation/facts.hpp"

#include "base/text.hpp"
#include "exchange/reported/decimal.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace selatan::reconciliation {

namespace {

constexpr std::int64_t cents_in_a_dollar = 100;

/// IATI writes countries by two letters.
std::optional<CountryCode> country_of(reference::Codelists const &lists, std::string_view code)
{
    if (code.size() == 3) {
        return CountryCode::parse(code);
    }
    std::string upper{code};
    std::ranges::transform(upper, upper.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    for (auto const *const country : lists.countries(Language::en)) {
        if (country->alpha2 == upper) {
            return country->code;
        }
    }
    return std::nullopt;
}

template <typename T>
void add_once(std::vector<T> &all, T one)
{
    if (std::ranges::find(all, one) == all.end()) {
        all.push_back(std::move(one));
    }
}

void add_text(std::vector<std::string> &all, std::string const &text)
{
    if (!text.empty()) {
        add_once(all, text);
    }
}

void add_classes(Facts &facts, reference::Codelists const &lists,
                 std::vector<reported::Share> const &countries,
                 std::vector<reported::Share> const &sectors)
{
    for (auto const &one : countries) {
        if (auto const country = country_of(lists, one.code)) {
            add_once(facts.countries, *country);
        }
    }
    for (auto const &one : sectors) {
        if (one.vocabulary == "1" || one.vocabulary == "2") {
            add_text(facts.sectors, one.code);
        } else if (one.vocabulary == "7" || one.vocabulary == "8") {
            add_text(facts.goals, one.code);
        }
    }
}

void add_organisation(Facts &facts, reported::Organisation const &told, std::string const &role)
{
    auto const &name = told.name.empty() ? told.ref : told.name;
    if (name.empty()) {
        return;
    }
    auto found = std::ranges::find(facts.organisations, name, &TakingPart::name);
    if (found == facts.organisations.end()) {
        facts.organisations.push_back({.name = name, .other_names = {}, .roles = {}});
        found = std::prev(facts.organisations.end());
    }
    if (told.ref != name) {
        add_text(found->other_names, told.ref);
    }
    add_text(found->roles, role);
}

/// After the reporter, whose other names are among them.
void add_other_identifiers(Facts &facts, reported::Activity const &activity,
                           std::string_view source)
{
    facts.others = other_identifiers(source);
    for (auto const &former :
         former_identifiers(facts.others, activity.identifier, activity.reporter.ref)) {
        if (is_telling(former)) {
            add_text(facts.identifiers, former);
        }
    }
    for (auto const &one : facts.others) {
        if (!one.is_of_organisation()) {
            if (is_telling(one.text)) {
                add_text(facts.named, one.text);
            }
        } else if (!facts.organisations.empty()) {
            add_text(facts.organisations.front().other_names, one.text);
        }
    }
}

void add_amount(Sums &sums, Measure measure, std::optional<reported::Amount> const &amount,
                std::optional<Date> const &on)
{
    auto const day = amount && amount->valued_on ? amount->valued_on : on;
    if (amount && day) {
        sums.add(measure, on.value_or(*day), amount->currency, amount->hundredths);
    }
}

} // namespace

std::string const &Facts::title() const
{
    static std::string const none;
    return titles.empty() ? none : titles.front();
}

void Sums::add(Measure measure, Date on, std::optional<Currency> currency, std::int64_t hundredths)
{
    auto const converted = m_rates->convert(hundredths, currency, on);
    auto found = std::ranges::find_if(m_all, [&](Sum const &sum) {
        return sum.measure == measure && sum.year == on.year() && sum.currency == currency;
    });
    if (found == m_all.end()) {
        m_all.push_back({.measure = measure,
                         .year = on.year(),
                         .currency = currency,
                         .hundredths = 0,
                         .cents = 0});
        found = std::prev(m_all.end());
    }
    found->hundredths += hundredths;
    // A sum that lacks a part is no sum.
    found->cents =
        found->cents && converted ? std::optional{*found->cents + converted->cents} : std::nullopt;
}

std::vector<Sum> Sums::take()
{
    std::ranges::sort(m_all, {}, [](Sum const &sum) {
        return std::tuple{sum.measure, sum.year,
                          sum.currency ? sum.currency->to_string() : std::string{}};
    });
    return std::move(m_all);
}

Whole whole(Facts const &facts, Measure measure)
{
    Whole all;
    for (auto const &sum : facts.money) {
        if (sum.measure != measure) {
            continue;
        }
        if (all.by_currency.empty()) {
            all.cents = 0;
        }
        auto found = std::ranges::find(all.by_currency, sum.currency, &Sum::currency);
        if (found == all.by_currency.end()) {
            all.by_currency.push_back({.measure = measure,
                                       .year = 0,
                                       .currency = sum.currency,
                                       .hundredths = 0,
                                       .cents = std::nullopt});
            found = std::prev(all.by_currency.end());
        }
        found->hundredths += sum.hundredths;
        all.cents = all.cents && sum.cents ? std::optional{*all.cents + *sum.cents} : std::nullopt;
    }
    return all;
}

Facts facts_of(reported::Activity const &activity, std::string_view source,
               reference::Codelists const &lists, reported::InDollars &rates)
{
    Facts facts;
    for (auto const &title : activity.title) {
        add_text(facts.titles, clean(title.text));
    }
    add_text(facts.identifiers, activity.identifier);
    for (auto const &one : activity.related) {
        add_text(facts.named, one.identifier);
    }
    facts.status = activity.status;
    facts.starts = activity.starts();
    facts.ends = activity.ends();
    add_classes(facts, lists, activity.countries, activity.sectors);
    for (auto const &tag : activity.tags) {
        if (tag.vocabulary == "2" || tag.vocabulary == "3") {
            add_text(facts.goals, tag.code);
        }
    }
    add_organisation(facts, activity.reporter, {});
    add_other_identifiers(facts, activity, source);
    for (auto const &one : activity.participants) {
        add_organisation(facts, one.organisation, one.role);
        add_text(facts.named, one.activity);
    }
    Sums sums{rates};
    for (auto const &one : activity.transactions) {
        add_classes(facts, lists, one.countries, one.sectors);
        add_text(facts.named, one.provider_activity);
        add_text(facts.named, one.receiver_activity);
        if (one.type == "2") {
            add_amount(sums, Measure::committed, one.amount, one.on);
        } else if (one.type == "3" || one.type == "4") {
            add_amount(sums, Measure::spent, one.amount, one.on);
        }
    }
    for (auto const &one : activity.budgets) {
        if (one.kind == reported::Budget::Kind::budget) {
            add_amount(sums, Measure::budget, one.amount, one.starts);
        }
    }
    facts.money = sums.take();
    std::erase_if(facts.named, [&](std::string const &one) {
        return std::ranges::find(facts.identifiers, one) != facts.identifiers.end();
    });
    return facts;
}

Facts facts_of(reports::ReportedActivity const &activity)
{
    Facts facts;
    add_text(facts.titles, activity.title);
    add_text(facts.identifiers, activity.reported_id);
    facts.status_text = activity.status;
    facts.starts = activity.start_on;
    facts.ends = activity.end_on;
    if (activity.country) {
        facts.countries.push_back(*activity.country);
    }
    for (auto const &code : activity.countries) {
        if (auto const country = CountryCode::parse(code)) {
            add_once(facts.countries, *country);
        }
    }
    for (auto const &name : {activity.provider_name, activity.funding, activity.implementing}) {
        add_organisation(facts, {.ref = {}, .type = {}, .name = name}, {});
    }
    add_text(facts.sectors, activity.sector);
    facts.goals = activity.goals;
    if (activity.amount_usd) {
        // Registers tell what was committed, and seldom in which year.
        facts.money.push_back({.measure = Measure::committed,
                               .year = static_cast<int>(activity.year.value_or(0)),
                               .currency = Currency::parse("USD"),
                               .hundredths = *activity.amount_usd * cents_in_a_dollar,
                               .cents = *activity.amount_usd * cents_in_a_dollar});
    }
    return facts;
}

void tell_flows(Facts &facts, std::vector<funds::ReportedFlow> const &flows,
                reported::InDollars &rates)
{
    Sums sums{rates};
    std::set<Measure> told;
    for (auto const &flow : flows) {
        auto const measure =
            flow.kind == funds::FlowKind::commitment ? Measure::committed : Measure::spent;
        // Most tell the year alone: the rate of its middle is the nearest to all of it.
        constexpr int july = 7;
        auto const day = flow.on_day ? flow.on_day : Date::of(static_cast<int>(flow.year), july, 1);
        auto const amount = reported::hundredths_of(flow.amount.digits);
        if (!day || !amount) {
            continue;
        }
        auto hundredths = amount->value;
        auto currency = Currency::parse(flow.currency);
        if (flow.amount_usd && !rates.convert(hundredths, currency, *day)) {
            hundredths = *flow.amount_usd * cents_in_a_dollar; // the register's own conversion
            currency = Currency::parse("USD");
        }
        sums.add(measure, *day, currency, hundredths);
        told.insert(measure);
    }
    std::erase_if(facts.money, [&](Sum const &sum) { return told.contains(sum.measure); });
    auto by_year = sums.take();
    facts.money.insert(facts.money.end(), by_year.begin(), by_year.end());
}

linkage::Account account_of(Facts const &facts)
{
    linkage::Account account;
    auto const keys = [](std::vector<std::string> const &texts) {
        std::vector<std::uint64_t> all;
        all.reserve(texts.size());
        std::ranges::transform(texts, std::back_inserter(all), linkage::key_of);
        return all;
    };
    account.own = keys(facts.identifiers);
    account.named = keys(facts.named);
    for (auto const &title : facts.titles) {
        account.titles.push_back(linkage::title_of(title));
    }
    account.countries = facts.countries;
    account.starts = facts.starts;
    account.ends = facts.ends;
    for (auto const &one : facts.organisations) {
        add_once(account.organisations, linkage::key_of(one.name));
        for (auto const key : keys(one.other_names)) {
            add_once(account.organisations, key);
        }
    }
    account.sectors = facts.sectors;
    for (auto const measure : {Measure::committed, Measure::budget, Measure::spent}) {
        if (auto const sum = whole(facts, measure); sum.cents && *sum.cents > 0) {
            account.dollars = *sum.cents / cents_in_a_dollar;
            break;
        }
    }
    return account;
}

} // namespace selatan::reconciliation
