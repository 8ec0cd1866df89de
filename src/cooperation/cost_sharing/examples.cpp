#include "cooperation/cost_sharing/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/cost_sharing/cost_sharing_store.hpp"

namespace selatan::cost_sharing {

namespace {

Amount amount(std::string_view digits)
{
    auto const parsed = Amount::parse(digits);
    ENSURE(parsed.has_value());
    return *parsed;
}

/// Writes the items of one plan; what an example asks for, the rules allow.
class Sharing {
public:
    Sharing(storage::Tx &tx, ExamplePeople const &people, Uuid project)
        : m_tx{&tx}, m_people{&people}, m_columns{columns_of(tx, project)}
    {
        CostPlan plan;
        plan.project = Id<projects::Project>{project};
        plan.document = "Example record of discussions, annex 3";
        m_plan = records::create(tx, people.coordinator.actor(), cost_plans, plan).id;
    }

    Uuid cash(std::int64_t number, std::string_view line, PartyColumn const &party,
              std::string_view digits, std::string_view currency)
    {
        auto item = begin(number, line, party);
        item.amount = amount(digits);
        item.currency = Currency::parse(currency);
        return make(item);
    }
    Uuid in_kind(std::int64_t number, std::string_view line, PartyColumn const &party,
                 std::string_view digits, Unit unit, std::string_view grade)
    {
        auto item = begin(number, line, party);
        item.contribution = Contribution::in_kind;
        item.quantity = amount(digits);
        item.unit = unit;
        item.grade = grade;
        return make(item);
    }
    template <typename Verb, typename... Form>
    void act(auth::Identity const &by, records::Noun const &noun, Uuid id, Verb const &verb,
             Form const &...form)
    {
        auto const head = records::head_of(*m_tx, noun, id);
        ENSURE(verb(*m_tx, by, head, head.version, form...).has_value());
    }
    /// The first party that is this in the project.
    [[nodiscard]] PartyColumn const *who(std::string_view role) const
    {
        for (auto const &column : m_columns) {
            if (column.party.is(role)) {
                return &column;
            }
        }
        return nullptr;
    }
    [[nodiscard]] Uuid plan() const { return m_plan; }

private:
    [[nodiscard]] CostItem begin(std::int64_t number, std::string_view line,
                                 PartyColumn const &party) const
    {
        CostItem item;
        item.line = line;
        item.line_number = number;
        item.plan = Id<CostPlan>{m_plan};
        item.party = Id<projects::Party>{party.id};
        return item;
    }
    Uuid make(CostItem const &item)
    {
        return records::create(*m_tx, m_people->coordinator.actor(), cost_items, item).id;
    }

    storage::Tx *m_tx;
    ExamplePeople const *m_people;
    std::vector<PartyColumn> m_columns;
    Uuid m_plan;
};

} // namespace

void make_examples(storage::Tx &tx, ExamplePeople const &people)
{
    auto const project = running_triangular_project(tx);
    if (!project) {
        return;
    }
    Sharing sharing{tx, people, *project};
    auto const *const asks = sharing.who("requester");
    auto const *const gives = sharing.who("provider");
    auto const *const pays = sharing.who("facilitator");
    if (asks == nullptr || gives == nullptr || pays == nullptr) {
        return;
    }
    constexpr std::string_view experts = "Example: experts";
    constexpr std::string_view travel = "Example: international travel";
    constexpr std::string_view courses = "Example: courses at the centre";
    constexpr std::string_view venue = "Example: venue and local staff";
    auto const senior =
        sharing.in_kind(1, experts, *gives, "30", Unit::expert_day, "Example: senior");
    sharing.in_kind(1, experts, *pays, "12", Unit::expert_day, "Example: senior");
    auto const flights = sharing.cash(2, travel, *pays, "84000", "USD");
    sharing.cash(2, travel, *asks, "6500", "USD");
    auto const taught = sharing.cash(3, courses, *gives, "9000000000", "IDR");
    sharing.in_kind(3, courses, *gives, "40", Unit::place, "");
    auto const rooms =
        sharing.in_kind(4, venue, *asks, "90", Unit::staff_day, "Example: local trainers");
    share_with_parties(tx, sharing.plan());

    if (auto const obligation = obligation_of(tx, *project)) {
        sharing.act(people.finance, cost_items, taught, assign,
                    Assignment{Id<funds::Obligation>{*obligation}});
    }
    auto const today = tx.today();
    sharing.act(people.facilitator, cost_items, flights, report,
                Reporting{.what = "Example: flights of the first season",
                          .reported_on = today.plus_days(-12),
                          .amount = amount("31240.50"),
                          .source = "Example statement of expenses, second quarter",
                          .document = "Example letter"});
    sharing.act(people.coordinator, cost_items, rooms, report,
                Reporting{.what = "Example: trainers at the first course",
                          .reported_on = today.plus_days(-9),
                          .amount = amount("26.5"),
                          .source = "Example report of the ministry",
                          .document = "Example note"});
    sharing.act(people.coordinator, cost_items, senior, value,
                Valuation{.money_value = amount("270000000"),
                          .value_currency = Currency::parse("IDR"),
                          .value_method = "Example: salary scale of the civil service",
                          .value_version = "2026",
                          .value_document = "Example letter of the centre"});
    sharing.act(people.facilitator, cost_plans, sharing.plan(), confirm);
}

} // namespace selatan::cost_sharing
