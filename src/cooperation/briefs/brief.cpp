#include "cooperation/briefs/brief.hpp"

#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/statement_store.hpp"
#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/reports/reports.hpp"
#include "cooperation/requests/requests.hpp"
#include "cooperation/results/public_results.hpp"
#include "cooperation/results/results.hpp"
#include "platform/http/message.hpp"

#include <algorithm>

namespace selatan::briefs {

namespace {

using Columns = std::vector<std::string>;

std::int64_t number_of(std::string_view text)
{
    std::int64_t number = 0;
    return records::Text<std::int64_t>::parse(text, number) == nullptr ? number : 0;
}

Entry entry_of(std::vector<records::Column> const &columns, records::ListRow const &row)
{
    Entry entry{.reference = row.reference, .cells = {}};
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        auto const &cell = row.cells[i];
        bool const is_title = columns[i].field != nullptr && columns[i].field->column == "title" &&
                              columns[i].field->place == records::Field::Place::record;
        entry.cells.emplace(is_title ? "title" : std::string{columns[i].name},
                            cell.label.empty() ? cell.text : cell.label);
        if (columns[i].shape == records::Shape::link) {
            entry.cells.emplace(std::string{columns[i].name} + ".reference", cell.reference);
        }
    }
    return entry;
}

/// By currency; nothing for those who may not look at the funds.
std::vector<Paid> paid_in(storage::Reader &reader, Asker const &asker, CountryCode country)
{
    if (!records::could(funds::fund_policy, asker.identity, records::verbs::see)) {
        return {};
    }
    std::vector<Paid> all;
    auto const visible =
        records::compile(programming::line_policy, asker.identity, records::verbs::see);
    for (auto const &one : funds::executions(reader, visible, country)) {
        if (one.allocated.minor_units() == 0) {
            continue;
        }
        auto const same = std::ranges::find_if(
            all, [&](Paid const &other) { return other.paid.currency() == one.paid.currency(); });
        if (same == all.end()) {
            all.push_back({.allocated = one.allocated, .paid = one.paid});
        } else {
            same->allocated = same->allocated + one.allocated;
            same->paid = same->paid + one.paid;
        }
    }
    return all;
}

std::vector<Outcome> outcomes_in(storage::Reader &reader, Asker const &asker, CountryCode country)
{
    std::vector<Outcome> all;
    for (auto const &one : results::results_in(reader, asker.identity, country)) {
        auto const &[standing, target, actual, permille] = one.progress;
        if (actual) {
            all.push_back({.project = one.project,
                           .statement = one.indicator.title,
                           .unit = one.indicator.unit,
                           .measured = actual->value.digits(),
                           .on = actual->on,
                           .target = target ? target->value.digits() : std::string{}});
        }
    }
    return all;
}

/// Asks lists about one country, as the reader would.
class Asking {
public:
    Asking(storage::Reader &reader, Asker const &asker, CountryCode country)
        : m_reader{&reader}, m_asker{&asker}, m_country{"country:" + country.to_string()}
    {
    }

    [[nodiscard]] std::optional<Listed> list(records::Noun const &noun, std::string const &terms,
                                             Columns const &columns, std::string const &sort,
                                             int most = entries_most) const
    {
        if (!records::could(*noun.policy, m_asker->identity, records::verbs::see)) {
            return std::nullopt;
        }
        Listed listed{.figure = {.noun = &noun, .query = terms}, .entries = {}};
        auto query = parsed(terms);
        query.columns = columns;
        query.sort = sort;
        query.limit = most;
        auto const page = records::list(*m_reader, context(noun), query);
        listed.figure.count = page.count;
        listed.figure.is_exact = page.count_is_exact;
        for (auto const &row : page.rows) {
            listed.entries.push_back(entry_of(page.columns, row));
        }
        return listed;
    }
    /// Of this country.
    [[nodiscard]] std::optional<Listed> ours(records::Noun const &noun, std::string const &terms,
                                             Columns const &columns, std::string const &sort) const
    {
        return list(noun, here(terms), columns, sort);
    }
    [[nodiscard]] std::optional<Figure> count(records::Noun const &noun,
                                              std::string const &terms) const
    {
        auto const listed = list(noun, here(terms), {"reference"}, "", 1);
        return listed ? std::optional{listed->figure} : std::nullopt;
    }
    /// Established lines by plan and currency, all of them: sums do not end at a page.
    [[nodiscard]] std::vector<Amount> amounts() const
    {
        auto const &noun = programming::plan_lines;
        std::map<std::pair<std::string, std::string>, Amount> all;
        if (!records::could(*noun.policy, m_asker->identity, records::verbs::see)) {
            return {};
        }
        auto query = parsed(here("state:established"));
        query.columns = {"plan", "amount", "currency"};
        std::vector<records::Column> columns;
        records::each_row(
            *m_reader, context(noun), query,
            [&](std::vector<records::Column> const &found) { columns = found; },
            [&](records::ListRow const &row) {
                auto const entry = entry_of(columns, row);
                auto const plan = std::string{entry.cell("plan.reference")};
                auto const currency = std::string{entry.cell("currency")};
                auto &amount = all[{plan, currency}];
                amount.plan = entry.cell("plan");
                amount.plan_reference = plan;
                amount.currency = currency;
                amount.amount += number_of(entry.cell("amount"));
                amount.lines = {
                    .noun = &noun,
                    .query = here("state:established plan:" + plan + " currency:" + currency),
                    .count = amount.lines.count + 1};
            });
        std::vector<Amount> sorted;
        for (auto &[key, amount] : all) {
            sorted.push_back(std::move(amount));
        }
        return sorted;
    }

private:
    [[nodiscard]] std::string here(std::string const &terms) const
    {
        return terms.empty() ? m_country : m_country + " " + terms;
    }
    [[nodiscard]] static records::ListQuery parsed(std::string const &terms)
    {
        http::Parameters parameters;
        parameters.add("q", terms);
        return records::parse_list(parameters);
    }
    [[nodiscard]] records::ListContext context(records::Noun const &noun) const
    {
        return {.noun = noun, .identity = m_asker->identity, .codes = m_asker->codes};
    }

    storage::Reader *m_reader;
    Asker const *m_asker;
    std::string m_country;
};

} // namespace

std::string Figure::url() const
{
    return std::string{noun->path} + "?q=" + http::encode_component(query);
}

std::string_view Entry::cell(std::string_view name) const
{
    auto const found = cells.find(name);
    return found == cells.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<Date> Entry::date(std::string_view name) const
{
    // Instants are dates with a time behind them.
    return Date::parse(cell(name).substr(0, 10));
}

Brief brief_of(storage::Reader &reader, Asker const &asker, CountryCode country)
{
    Asking const ask{reader, asker, country};
    auto const today = reader.today();
    auto const &requests = requests::requests;
    Brief brief{.country = country, .on = today};

    brief.asked =
        ask.ours(requests, "", {"title", "state", "letter_number", "letter_date"}, "-created");
    if (brief.asked) {
        for (auto const state : requests.machine->states) {
            auto const figure = ask.count(requests, "state:" + std::string{state});
            if (figure && figure->count > 0) {
                brief.asked_by_state.emplace_back(state, *figure);
            }
        }
    }
    brief.agreed = ask.ours(matching::matches, "state:agreed",
                            {"title", "organisation", "starts", "changed"}, "-changed");
    brief.lines = ask.ours(programming::plan_lines, "state:established",
                           {"title", "plan", "organisation"}, "-changed");
    brief.projects =
        ask.ours(projects::projects, "-state:cancelled", {"title", "state", "starts"}, "-changed");
    brief.reported = ask.count(reports::reported_activities, "");
    brief.overdue =
        ask.ours(requests, "due:<" + today.to_string(), {"title", "state", "due"}, "due");
    brief.money = ask.amounts();
    brief.paid = paid_in(reader, asker, country);
    brief.people = ask.ours(participants::participants, "state:completed,certified",
                            {"title", "call", "post_now", "concluded_on"}, "-changed");
    brief.certified = ask.count(participants::participants, "state:certified");
    brief.enrolled = ask.count(participants::participants, "state:enrolled");
    brief.outcomes = outcomes_in(reader, asker, country);
    // A lesson's country is whose desk looks after it; here it is where it was learned.
    brief.lessons = ask.list(knowledge::lessons,
                             "countries:" + country.to_string() + " state:kept,released,applied",
                             {"title", "nature", "released_on"}, "-changed");
    brief.letters_in = ask.ours(correspondence::incoming_notes, "",
                                {"subject", "number", "received_on"}, "-created");
    brief.letters_out = ask.ours(correspondence::letters, "state:dispatched",
                                 {"title", "number", "dispatched_on"}, "-changed");
    brief.focal_points = ask.ours(partners::designations, "-until:<" + today.to_string(),
                                  {"organisation", "post", "since"}, "-created");
    brief.missions_there = ask.ours(partners::missions, "", {"name", "city"}, "title");
    brief.missions_theirs =
        ask.list(partners::missions, "sender:" + country.to_string(), {"name", "city"}, "title");

    brief.waits_for_us = ask.count(
        requests, "state:received,registered,screened,matched,offer_sought,financing_sought,"
                  "part_answered,proposed,in_portfolio,declined,referred");
    brief.waits_for_them = ask.count(requests, "state:returned");
    brief.offered = ask.count(matching::matches, "state:offered");
    brief.deferred = ask.count(requests, "state:deferred");
    brief.unsettled = ask.count(correspondence::incoming_notes, "state:registered,assigned");
    return brief;
}

} // namespace selatan::briefs
