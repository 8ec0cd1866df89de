#include "cooperation/programming/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/programming/ceiling.hpp"
#include "cooperation/programming/plan_slice.hpp"
#include "cooperation/programming/plan_store.hpp"

#include <algorithm>
#include <array>

namespace selatan::programming {

namespace {

struct ExampleLine {
    std::string_view title;
    std::string_view country;
    Uuid ExampleWorld::*office;
    std::string_view sector;
    std::string_view modality;
    std::int64_t amount;
    std::string_view currency;
    std::string_view countries = {};
    bool by_the_fund = false;
    bool in_reserve = false;
};

// Amounts are plausible for the kind of activity, and invented.
constexpr std::array this_year{
    ExampleLine{"Example: Dry-land rice, training of trainers", "MDG", &ExampleWorld::training,
                "31120", "training", 14'200'000'000, "IDR"},
    ExampleLine{"Example: Cold chain for small fishing harbours", "FJI", &ExampleWorld::fisheries,
                "31320", "expert_assignment", 11'500'000'000, "IDR", "", true},
    ExampleLine{"Example: Artificial insemination of cattle", "TLS", &ExampleWorld::agriculture,
                "31163", "training", 9'800'000'000, "IDR"},
    ExampleLine{"Example: Early warning for islands", "FJI", &ExampleWorld::disaster, "74020",
                "technology_transfer", 12'400'000'000, "IDR", "KIR TUV"},
    ExampleLine{"Example: Training of midwives for rural clinics", "TLS", &ExampleWorld::agency,
                "13081", "training", 620'000, "USD", "", true},
    ExampleLine{"Example: Irrigation in dry country, study visit", "SDN",
                &ExampleWorld::agriculture, "31140", "study_visit", 8'600'000'000, "IDR"},
};
constexpr std::array next_year{
    ExampleLine{"Example: Seed testing with two research stations", "MDG",
                &ExampleWorld::agriculture, "31182", "joint_research", 16'500'000'000, "IDR"},
    ExampleLine{"Example: Seaweed growing and drying", "KIR", &ExampleWorld::fisheries, "31320",
                "training", 9'200'000'000, "IDR", "TUV", true},
    ExampleLine{"Example: Provincial officers, budget transparency", "TLS", &ExampleWorld::agency,
                "15111", "training", 7'400'000'000, "IDR"},
    ExampleLine{"Example: Workshops for two technical schools", "FJI", &ExampleWorld::agency,
                "11330", "equipment", 21'000'000'000, "IDR", "", false, true},
};

/// Runs verbs on records as they stand; what an example asks for, the rules allow.
class Planner {
public:
    Planner(storage::Tx &tx, ExampleWorld const &world) : m_tx{&tx}, m_world{&world} {}

    Uuid plan(int year)
    {
        PlanYear value;
        value.title = "Example: annual plan " + std::to_string(year);
        value.year = year;
        value.currency = Currency::parse("IDR");
        value.proposals_due = Date::of(year - 1, 6, 30);
        value.appraisal_due = Date::of(year - 1, 9, 30);
        value.ceilings_due = Date::of(year - 1, 11, 15);
        value.establishment_due = Date::of(year - 1, 12, 20);
        auto const saved = records::create(*m_tx, by().actor(), plan_years, value);
        set_due(*m_tx, saved.id, due_in(value, saved.state));
        m_plan = saved.id;
        return saved.id;
    }
    void ceiling(Stage stage, std::int64_t amount, int days_ago, std::string document,
                 Scope scope = Scope::total)
    {
        Ceiling value;
        value.plan = Id<PlanYear>{m_plan};
        value.scope = scope;
        value.stage = stage;
        value.amount = amount;
        value.from_day = m_tx->today().plus_days(-days_ago);
        value.document = std::move(document);
        if (scope == Scope::fund) {
            value.fund = Id<partners::Organisation>{m_world->fund};
        }
        if (scope == Scope::country_group) {
            value.country_group = "SIDS";
        }
        ENSURE(add_ceiling(*m_tx, by(), value).has_value());
    }
    Uuid line(ExampleLine const &example, Source source = Source::proposal)
    {
        PlanLine value;
        value.plan = Id<PlanYear>{m_plan};
        value.title = example.title;
        value.country = CountryCode::parse(example.country);
        value.organisation = Id<partners::Organisation>{m_world->*example.office};
        value.source = source;
        value.sector = example.sector;
        value.modality = example.modality;
        value.amount = example.amount;
        value.currency = Currency::parse(example.currency);
        records::Text<records::Codes>::parse(example.countries, value.countries);
        value.justification = "Example of a justification.";
        if (example.by_the_fund) {
            value.fund = Id<partners::Organisation>{m_world->fund};
        }
        return made(programming::propose(*m_tx, by(), value));
    }
    /// The line of a request that the plan answers.
    void from_request(Uuid request, std::int64_t amount)
    {
        auto const asked = records::load(*m_tx, requests::requests, request);
        ENSURE(asked.has_value());
        PlanLine value;
        value.plan = Id<PlanYear>{m_plan};
        value.title = asked->title;
        value.country = asked->country;
        value.organisation = Id<partners::Organisation>{m_world->agency};
        value.source = Source::request;
        value.request = Id<requests::Request>{request};
        value.sector = asked->sector;
        value.modality = asked->modalities.empty() ? "training" : asked->modalities.front();
        value.amount = amount;
        value.currency = Currency::parse("IDR");
        value.justification = asked->problem;
        static_cast<void>(made(programming::propose(*m_tx, by(), value)));
    }
    void report(ExampleLine const &example)
    {
        PlanLine value;
        value.plan = Id<PlanYear>{m_plan};
        value.title = example.title;
        value.country = CountryCode::parse(example.country);
        value.organisation = Id<partners::Organisation>{m_world->*example.office};
        value.source = Source::own_budget;
        value.sector = example.sector;
        value.modality = example.modality;
        value.amount = example.amount;
        value.currency = Currency::parse(example.currency);
        value.justification = "Example: twelve inspectors for ten days.";
        static_cast<void>(made(programming::propose(*m_tx, m_world->ministry, value)));
    }
    void later_year(Uuid line, int year, std::int64_t amount)
    {
        auto const before = records::load(*m_tx, plan_lines, line);
        ENSURE(before.has_value());
        auto after = *before;
        after.authority = "Example: decree on several years";
        auto const head = find(plan_lines, line);
        ENSURE(records::change(*m_tx, by().actor(), plan_lines, head, head.version, *before, after)
                   .has_value());
        PlanSlice const slice{
            .line = Id<PlanLine>{line}, .year = year, .amount = amount, .note = {}};
        ENSURE(check_slice(*m_tx, std::nullopt, slice).empty());
        static_cast<void>(records::create(*m_tx, by().actor(), plan_slices, slice));
    }
    template <typename Verb, typename... Form>
    void on_plan(Verb const &verb, Form const &...form)
    {
        on(plan_years, m_plan, verb, form...);
    }
    template <typename Verb, typename... Form>
    void on_line(Uuid line, Verb const &verb, Form const &...form)
    {
        on(plan_lines, line, verb, form...);
    }
    /// Appraises all that is proposed; then all are ranked, in the order in which they were made.
    void appraise_all()
    {
        for (auto const &line : lines_in(line_states::proposed)) {
            on_line(line, appraise,
                    Appraisal{.finding = Finding::recommended,
                              .appraisal = "Example: sound, and wanted by the partner.",
                              .override_reason = {}});
        }
    }
    void rank_all(std::vector<Uuid> const &reserve)
    {
        std::int64_t next = 1;
        for (auto const &line : lines_in(line_states::appraised)) {
            bool const waits = std::ranges::find(reserve, line) != reserve.end();
            on_line(line, rank, Ranking{.rank = next++, .included = !waits});
        }
    }
    [[nodiscard]] int lines_made() const { return m_made; }

private:
    [[nodiscard]] auth::Identity const &by() const { return m_world->coordinator; }
    [[nodiscard]] Head find(records::Noun const &noun, Uuid id) const
    {
        return records::head_of(*m_tx, noun, id);
    }
    Uuid made(Result<Saved> const &saved)
    {
        ENSURE(saved.has_value());
        ++m_made;
        return saved->id;
    }
    template <typename Verb, typename... Form>
    void on(records::Noun const &noun, Uuid id, Verb const &verb, Form const &...form)
    {
        auto const head = find(noun, id);
        ENSURE(verb(*m_tx, by(), head, head.version, form...).has_value());
    }
    [[nodiscard]] std::vector<Uuid> lines_in(std::string_view state)
    {
        std::vector<Uuid> ids;
        for (auto const &line : lines_of(*m_tx, m_plan, {.sql = "1 = 1", .values = {}})) {
            if (line.state == state) {
                ids.push_back(line.id);
            }
        }
        return ids;
    }

    storage::Tx *m_tx;
    ExampleWorld const *m_world;
    Uuid m_plan;
    int m_made = 0;
};

void make_this_year(Planner &make, int year)
{
    make.plan(year);
    std::optional<Uuid> first;
    for (auto const &example : this_year) {
        auto const line = make.line(example);
        first = first ? first : std::optional{line};
    }
    make.later_year(*first, year + 1, 6'000'000'000);
    make.on_plan(close_proposals);
    make.appraise_all();
    make.on_plan(finish_appraisal);
    make.rank_all({});
    make.on_plan(finish_ranking);
    make.ceiling(Stage::indicative, 95'000'000'000, 300, "Example: letter KEU-11");
    make.ceiling(Stage::allocated, 90'000'000'000, 240, "Example: letter KEU-27");
    make.ceiling(Stage::allocated, 30'000'000'000, 240, "Example: fund agreement, annex 2",
                 Scope::fund);
    make.ceiling(Stage::allocated, 65'000'000'000, 240, "Example: letter KEU-27",
                 Scope::country_group);
    make.on_plan(set_ceilings);
    make.on_plan(establish_plan, Decision{"Example: decree No. 7"});
    make.on_plan(budget, Decision{"Example: budget act, part 12"});
    make.on_plan(execute);
    // Need does not wait for the calendar.
    auto const relief =
        make.line({"Example: Relief supplies after the cyclone", "VUT", &ExampleWorld::disaster,
                   "72010", "equipment", 18'000'000'000, "IDR"},
                  Source::humanitarian);
    make.on_line(relief, establish);
    make.report({"Example: Study visit of seed inspectors", "TLS", &ExampleWorld::agriculture,
                 "31150", "study_visit", 1'900'000'000, "IDR"});
    // Then the ministry of finance saves.
    make.ceiling(Stage::revised, 80'000'000'000, 30, "Example: letter KEU-63");
}

void make_next_year(Planner &make, int year, std::optional<Uuid> request)
{
    make.plan(year);
    make.on_plan(carry_over);
    std::vector<Uuid> reserve;
    for (auto const &example : next_year) {
        auto const line = make.line(example);
        if (example.in_reserve) {
            reserve.push_back(line);
        }
    }
    if (request) {
        make.from_request(*request, 8'800'000'000);
    }
    make.on_plan(close_proposals);
    make.appraise_all();
    make.on_plan(finish_appraisal);
    make.rank_all(reserve);
    make.on_plan(finish_ranking);
    make.ceiling(Stage::indicative, 85'000'000'000, 60, "Example: letter KEU-58");
    make.ceiling(Stage::allocated, 70'000'000'000, 10, "Example: letter KEU-71");
    make.ceiling(Stage::allocated, 25'000'000'000, 10, "Example: fund agreement, annex 3",
                 Scope::fund);
    make.ceiling(Stage::allocated, 45'000'000'000, 10, "Example: letter KEU-71",
                 Scope::country_group);
    make.on_plan(set_ceilings);
}

} // namespace

int make_examples(storage::Tx &tx, ExampleWorld const &world)
{
    Planner make{tx, world};
    auto const year = tx.today().year();
    make_this_year(make, year);
    make_next_year(make, year + 1, world.request);
    return make.lines_made();
}

} // namespace selatan::programming
