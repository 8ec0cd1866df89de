#include "cooperation/programming/programming.hpp"

#include "cooperation/approvals/consultation.hpp"
#include "cooperation/programming/plan_revision.hpp"
#include "tests/support/programming.hpp"

#include <random>
#include <thread>

namespace selatan::programming {
namespace {

class Programming : public ProgrammingTest {};
INSTANTIATE_ENGINES(Programming);

// -- The whole way -------------------------------------------------------------------------------

TEST_P(Programming, takes_a_line_from_proposal_to_establishment)
{
    auto const made = store().write([&](Tx &tx) { return propose(tx, team, line_value(400)); });
    ASSERT_TRUE(made) << code_of(made);
    auto const line = made->id;
    EXPECT_EQ(plan_act(close_proposals), "");
    EXPECT_EQ(plan_act(finish_appraisal), "programming.lines_to_appraise");
    EXPECT_EQ(line_act(line, appraise, Appraisal{.appraisal = "Sound."}), "");
    EXPECT_EQ(plan_act(finish_appraisal), "");
    EXPECT_EQ(plan_act(finish_ranking), "programming.lines_to_rank");
    EXPECT_EQ(line_act(line, rank, Ranking{.rank = 1, .included = true}), "");
    EXPECT_EQ(plan_act(finish_ranking), "");
    EXPECT_EQ(plan_act(set_ceilings), "programming.no_total_ceiling");
    EXPECT_EQ(set_ceiling(1000, Scope::total, Stage::indicative), "");
    EXPECT_EQ(plan_act(set_ceilings), "programming.no_total_ceiling") << "indicative only";
    EXPECT_EQ(set_ceiling(500), "");
    EXPECT_EQ(plan_act(set_ceilings), "");
    EXPECT_EQ(line_act(line, establish), "programming.not_the_time") << "with the plan, not before";
    EXPECT_EQ(plan_act(establish_plan, Decision{"Decree 7"}), "");
    EXPECT_EQ(state_of_record(line), "established");
    EXPECT_EQ(head_of(plan_lines, line).audience, Audience::partner);
    EXPECT_EQ(plan_value().revision, 1);
    EXPECT_EQ(plan_value().established_document, "Decree 7");
    EXPECT_EQ(hold().held, 400);
    EXPECT_EQ(may(team, plan_years, plan, "execute"), "records.wrong_state");
    EXPECT_EQ(plan_act(budget, Decision{"DIPA 12"}), "");
    EXPECT_EQ(plan_act(execute), "");
    EXPECT_EQ(plan_act(close_plan), "");
    EXPECT_EQ(line_act(line, drop, Dropping{"Late"}), "programming.plan_closed");
    EXPECT_EQ(set_ceiling(900), "programming.plan_closed");
    EXPECT_EQ(plan_act(record_audit, Decision{"Report 3"}), "");
    EXPECT_EQ(state_of_record(plan), "audited");
    expect_books_balance();
}

TEST_P(Programming, is_established_whole_or_not_at_all)
{
    EXPECT_EQ(set_ceiling(1000), "");
    EXPECT_EQ(set_ceiling(300, Scope::country_group), "");
    auto const first = ranked(250, "TLS");
    auto const second = ranked(200, "FJI");
    auto const third = ranked(500, "MDG");
    set_state(plan, plan_states::ceiling_set);
    auto const head = head_of(plan_years, plan);
    auto const refused = store().write(
        [&](Tx &tx) { return establish_plan(tx, team, head, head.version, {"Decree 7"}); });
    ASSERT_FALSE(refused);
    auto const &problem = refused.error().problems.front();
    EXPECT_EQ(problem.code, "programming.ceiling_reached");
    EXPECT_EQ(problem.arguments[1].second, "SIDS") << "the ceiling that is broken is named";
    EXPECT_EQ(problem.arguments.back().second, "450") << "and what was wanted";
    for (auto const &line : {first, second, third}) {
        EXPECT_EQ(state_of_record(line), "ranked");
    }
    EXPECT_EQ(hold().held, 0);
    // Left out, it waits in reserve.
    EXPECT_EQ(line_act(second, rank, Ranking{.rank = 9, .included = false}), "");
    EXPECT_EQ(plan_act(establish_plan, Decision{"Decree 7"}), "");
    EXPECT_EQ(state_of_record(second), "ranked");
    EXPECT_EQ(hold().held, 750);
    EXPECT_EQ(hold(Scope::country_group).held, 250);
    expect_books_balance();
}

TEST_P(Programming, goes_back_before_it_is_established)
{
    EXPECT_EQ(set_ceiling(1000), "");
    static_cast<void>(ranked(10));
    for (auto const state : {plan_states::ceiling_set, plan_states::ranked}) {
        set_state(plan, state);
        EXPECT_EQ(plan_act(reopen, StepBack{"A new request"}), "");
        EXPECT_EQ(state_of_record(plan), "open");
    }
    set_state(plan, plan_states::ceiling_set);
    EXPECT_EQ(plan_act(step_back, StepBack{"The letter was withdrawn"}), "");
    EXPECT_EQ(state_of_record(plan), "ranked");
    set_state(plan, plan_states::established);
    EXPECT_EQ(plan_act(reopen, StepBack{"Too late"}), "records.wrong_state");
}

// -- Ceilings ------------------------------------------------------------------------------------

TEST_P(Programming, takes_the_latest_ceiling_of_each_scope)
{
    EXPECT_EQ(set_ceiling(100, Scope::total, Stage::indicative, "2026-01-01"), "");
    EXPECT_EQ(set_ceiling(300, Scope::total, Stage::revised, "2026-09-01"), "");
    EXPECT_EQ(set_ceiling(200, Scope::total, Stage::allocated, "2026-05-01"), "");
    EXPECT_EQ(hold().amount, 300) << "entered last, but of an earlier day";
    EXPECT_EQ(set_ceiling(250, Scope::total, Stage::revised, "2026-09-01"), "");
    EXPECT_EQ(hold().amount, 250) << "of one day, the last entered";
    EXPECT_EQ(set_ceiling(1, Scope::total, Stage::revised, "2026-11-22"), "common.in_the_future");
    EXPECT_EQ(set_ceiling(0), "") << "nothing at all is a decision, too";
    EXPECT_EQ(set_ceiling(50, Scope::fund), "");
    EXPECT_EQ(hold(Scope::fund).amount, 50);
    auto const kept = store().read([&](Reader &reader) {
        return *reader.one<std::int64_t>("SELECT count(*) FROM plan_ceiling WHERE plan = ?", plan);
    });
    EXPECT_EQ(kept, 6) << "earlier ones stay in view";
}

TEST_P(Programming, counts_what_was_established_before_a_scope_had_a_ceiling)
{
    EXPECT_EQ(set_ceiling(1000), "");
    auto const line = ranked(300, "FJI");
    auto regional = line_value(200, "MDG");
    regional.countries = {"TLS", "FJI"};
    regional.rank = 2;
    regional.included = true;
    auto const wide = make_line(regional, line_states::ranked);
    set_state(plan, plan_states::revised);
    EXPECT_EQ(line_act(line, establish), "");
    EXPECT_EQ(line_act(wide, establish), "");
    EXPECT_EQ(set_ceiling(400, Scope::country_group), "");
    EXPECT_EQ(hold(Scope::country_group).held, 500)
        << "Madagascar is no small island, but the course is for two that are";
    EXPECT_TRUE(plan_value().over_committed);
    expect_books_balance();
}

TEST_P(Programming, records_a_cut_and_then_takes_nothing_more)
{
    EXPECT_EQ(set_ceiling(1000), "");
    EXPECT_EQ(set_ceiling(900, Scope::fund), "");
    auto const large = ranked(600);
    auto const small = ranked(300);
    auto funded = line_value(50);
    funded.fund = Id<partners::Organisation>{fund};
    funded.rank = 3;
    funded.included = true;
    auto const reserve = make_line(funded, line_states::ranked);
    set_state(plan, plan_states::revised);
    EXPECT_EQ(line_act(large, establish), "");
    EXPECT_EQ(line_act(small, establish), "");

    EXPECT_EQ(set_ceiling(700, Scope::total, Stage::revised), "") << "always recordable";
    EXPECT_TRUE(plan_value().over_committed);
    EXPECT_EQ(hold().frozen, 900);
    EXPECT_EQ(line_act(reserve, establish), "programming.over_committed");
    EXPECT_EQ(change_amount(small, 301), "programming.over_committed");
    EXPECT_EQ(change_amount(small, 250), "") << "smaller passes";
    EXPECT_EQ(hold().frozen, 850) << "and lowers what is frozen";
    EXPECT_EQ(change_amount(small, 251), "programming.over_committed") << "not one unit back";
    EXPECT_EQ(change_amount(large, 450), "");
    EXPECT_FALSE(plan_value().over_committed) << "at the ceiling the mark goes";
    EXPECT_EQ(hold().frozen, 0);
    EXPECT_EQ(line_act(reserve, establish), "programming.ceiling_reached");
    EXPECT_EQ(line_act(small, drop, Dropping{"Postponed by the partner"}), "");
    EXPECT_EQ(line_act(reserve, establish), "");
    EXPECT_EQ(hold(Scope::fund).held, 50);
    expect_books_balance();

    // A second cut, and a ceiling that grows again.
    EXPECT_EQ(set_ceiling(100, Scope::total, Stage::revised, "2026-11-20"), "");
    EXPECT_TRUE(plan_value().over_committed);
    EXPECT_EQ(set_ceiling(700, Scope::total, Stage::revised, "2026-11-21"), "");
    EXPECT_FALSE(plan_value().over_committed);
    expect_books_balance();
}

TEST_P(Programming, has_a_check_that_no_program_passes)
{
    EXPECT_EQ(set_ceiling(100), "");
    try {
        store().write(
            [&](Tx &tx) { tx.run("UPDATE plan_hold SET held = 101 WHERE plan = ?", plan); });
        FAIL() << "the database took it";
    } catch (storage::Violation const &violation) {
        EXPECT_EQ(violation.constraint, "plan_hold__held");
    }
}

// -- Humanitarian needs, ministries' own budgets -------------------------------------------------

TEST_P(Programming, lets_need_bypass_the_calendar_and_never_the_books)
{
    auto value = line_value(400);
    value.source = Source::humanitarian;
    auto const made = store().write([&](Tx &tx) { return propose(tx, team, value); });
    ASSERT_TRUE(made) << code_of(made);
    EXPECT_EQ(line_act(made->id, establish), "programming.no_total_ceiling");
    EXPECT_EQ(set_ceiling(300), "");
    EXPECT_EQ(line_act(made->id, establish), "programming.ceiling_reached");
    EXPECT_EQ(set_ceiling(500), "");
    EXPECT_EQ(line_act(made->id, establish), "");
    EXPECT_EQ(state_of_record(plan), "open");
    EXPECT_EQ(change_amount(made->id, 501), "programming.ceiling_reached");
    EXPECT_EQ(change_amount(made->id, 500), "");
    set_state(plan, plan_states::executing);
    auto const second = store().write([&](Tx &tx) { return propose(tx, team, value); });
    ASSERT_TRUE(second) << code_of(second);
    EXPECT_EQ(line_act(second->id, establish), "programming.ceiling_reached");
    expect_books_balance();
}

TEST_P(Programming, keeps_own_budgets_apart)
{
    EXPECT_EQ(set_ceiling(100), "");
    auto value = line_value(5'000'000);
    value.source = Source::own_budget;
    value.organisation = Id<partners::Organisation>{ministry};
    set_state(plan, plan_states::executing);
    auto const made =
        store().write([&](Tx &tx) { return propose(tx, officer_of_ministry, value); });
    ASSERT_TRUE(made) << code_of(made);
    EXPECT_EQ(state_of_record(made->id), "reported");
    EXPECT_EQ(hold().held, 0);
    EXPECT_EQ(may(team, plan_lines, made->id, "establish"), "records.wrong_state");
    value.organisation = Id<partners::Organisation>{centre};
    EXPECT_EQ(
        code_of(store().write([&](Tx &tx) { return propose(tx, officer_of_ministry, value); })),
        "programming.not_your_office");
    EXPECT_EQ(line_act(made->id, drop, Dropping{"Reported twice"}), "");
    expect_books_balance();
}

// -- Money ---------------------------------------------------------------------------------------

TEST_P(Programming, freezes_the_rate_of_the_day_of_establishment)
{
    EXPECT_EQ(set_ceiling(1'000'000), "");
    auto value = line_value(1'647'790'000);
    value.currency = Currency::parse("IDR");
    value.rank = 1;
    value.included = true;
    auto const line = make_line(value, line_states::ranked);
    value.currency = Currency::parse("XAU"); // gold: nobody's rate
    auto const gold = make_line(value, line_states::ranked);
    set_state(plan, plan_states::revised);
    EXPECT_EQ(line_act(line, establish), "");
    auto const stored = line_stored(line);
    EXPECT_EQ(stored.plan_amount, 100'000);
    EXPECT_EQ(stored.rate_on, day("2025-12-31"));
    EXPECT_NE(stored.rate_source.find("WDI"), std::string::npos);
    EXPECT_EQ(change_amount(line, 823'895'000), "");
    EXPECT_EQ(line_stored(line).plan_amount, 50'000) << "at the same rate";
    EXPECT_EQ(line_stored(line).rate, stored.rate);

    auto const head = head_of(plan_lines, gold);
    auto const refused =
        store().write([&](Tx &tx) { return establish(tx, team, head, head.version); });
    EXPECT_EQ(code_of(refused), "programming.no_rate");
    EXPECT_EQ(refused.error().problems.front().arguments.back().second, "2026-11-21")
        << "and names the day";
    expect_books_balance();
}

// -- Later years ---------------------------------------------------------------------------------

TEST_P(Programming, carries_each_slice_and_deferred_line_over_once)
{
    EXPECT_EQ(set_ceiling(1000), "");
    auto const line = ranked(300);
    auto const waits = ranked(80);
    store().write([&](Tx &tx) {
        for (auto const year : {2028, 2029}) {
            PlanSlice slice;
            slice.line = Id<PlanLine>{line};
            slice.year = year;
            slice.amount = year - 1900;
            EXPECT_TRUE(check_slice(tx, std::nullopt, slice).empty());
            static_cast<void>(records::create(tx, team.actor(), plan_slices, slice));
            EXPECT_FALSE(check_slice(tx, std::nullopt, slice).empty()) << "one a year";
        }
    });
    set_state(plan, plan_states::revised);
    EXPECT_EQ(line_act(line, establish), "programming.authority_missing");
    store().write(
        [&](Tx &tx) { tx.run("UPDATE plan_line SET authority = 'Decree 60' WHERE id = ?", line); });
    EXPECT_EQ(line_act(line, establish), "");
    EXPECT_EQ(line_act(waits, defer, LineDeferral{2028, "No trainers this year"}), "");

    auto const next = make_plan(2028);
    EXPECT_EQ(act(plan_years, next, carry_over), "");
    EXPECT_EQ(act(plan_years, next, carry_over), "programming.nothing_to_carry");
    auto const lines = store().read(
        [&](Reader &reader) { return lines_of(reader, next, {.sql = "1 = 1", .values = {}}); });
    ASSERT_EQ(lines.size(), 2U);
    for (auto const &one : lines) {
        bool const is_slice = one.amount == 128;
        EXPECT_EQ(one.source, Source::carried_over);
        EXPECT_EQ(one.state, is_slice ? "appraised" : "proposed");
        EXPECT_EQ(line_stored(one.id).earlier->uuid(), is_slice ? line : waits);
    }
    // What the next plan has taken over cannot be changed behind its back.
    auto const slice = store().read([&](Reader &reader) {
        return *reader.one<Uuid>("SELECT id FROM plan_slice WHERE line = ? AND year = 2028", line);
    });
    auto value =
        *store().read([&](Reader &reader) { return records::load(reader, plan_slices, slice); });
    value.amount = 1;
    auto const problems =
        store().read([&](Reader &reader) { return check_slice(reader, slice, value); });
    ASSERT_FALSE(problems.empty());
    EXPECT_EQ(problems.front().code, "programming.slice_carried");

    auto const after_next = make_plan(2029);
    EXPECT_EQ(act(plan_years, after_next, carry_over), "");
    EXPECT_EQ(store()
                  .read([&](Reader &reader) {
                      return lines_of(reader, after_next, {.sql = "1 = 1", .values = {}});
                  })
                  .size(),
              1U);
}

// -- Revisions -----------------------------------------------------------------------------------

TEST_P(Programming, keeps_the_plan_as_it_was)
{
    EXPECT_EQ(set_ceiling(1000), "");
    auto const line = ranked(400);
    set_state(plan, plan_states::ceiling_set);
    EXPECT_EQ(plan_act(establish_plan, Decision{"Decree 7"}), "");
    EXPECT_EQ(change_amount(line, 500), "programming.needs_revision");
    EXPECT_EQ(plan_act(revise, Revising{"A larger course", "Memo 3"}), "");
    EXPECT_EQ(plan_value().revision, 2);
    EXPECT_EQ(change_amount(line, 500), "");
    EXPECT_EQ(plan_act(execute), "programming.not_budgeted");
    EXPECT_EQ(plan_act(budget, Decision{"DIPA 12"}), "");
    EXPECT_EQ(plan_act(revise, Revising{"Once more", "Memo 4"}), "");
    auto const kept = store().read([&](Reader &reader) {
        return std::pair{parse_snapshot(find_revision(reader, plan, 1)->content),
                         parse_snapshot(find_revision(reader, plan, 2)->content)};
    });
    EXPECT_EQ(kept.first.total(), 400);
    EXPECT_EQ(kept.second.total(), 500);
    auto const changed = differences(kept.first, kept.second);
    ASSERT_EQ(changed.size(), 1U);
    EXPECT_EQ(changed.front().before, 400);

    auto desk = signed_in("team@agency.example");
    auto const url = "/plans/" + head_of(plan_years, plan).reference;
    auto const page = desk.get(url + "/revisions/2");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(testing::shows(page, "Course for rice farmers"));
    EXPECT_TRUE(testing::shows(page, "Memo 4"));
    EXPECT_EQ(desk.get(url + "/revisions/3").status, 404);
    EXPECT_EQ(desk.get(url + "/revisions/x").status, 404);
    EXPECT_EQ(signed_in("bureau@ministry.example").get(url + "/revisions/2").status, 403);
}

// -- Requests, matches, opinions -----------------------------------------------------------------

TEST_P(Programming, takes_the_request_along)
{
    requests::Request asked;
    asked.title = "Training of rice farmers";
    asked.country = country("TLS");
    asked.sector = "31120";
    asked.modalities = {"training"};
    auto const request = store().write([&](Tx &tx) {
        return records::create(tx, {}, requests::requests, asked, {.state = "matched"}).id;
    });
    auto value = line_value(100);
    value.source = Source::request;
    value.request = Id<requests::Request>{request};
    EXPECT_EQ(code_of(store().write([&](Tx &tx) { return propose(tx, team, value); })),
              "requests.consent_missing");
    store().write([&](Tx &tx) {
        tx.run("UPDATE request SET consented_by = 'Ministry', consented_on = '2026-11-01'"
               " WHERE id = ?",
               request);
    });
    // A ministry proposes; that the request goes on is the desk's to say.
    value.organisation = Id<partners::Organisation>{ministry};
    auto const theirs =
        store().write([&](Tx &tx) { return propose(tx, officer_of_ministry, value); });
    ASSERT_TRUE(theirs) << code_of(theirs);
    EXPECT_EQ(state_of_record(request), "matched");
    auto const ours = store().write([&](Tx &tx) { return propose(tx, team, value); });
    ASSERT_TRUE(ours) << code_of(ours);
    EXPECT_EQ(state_of_record(request), "proposed");
    EXPECT_EQ(set_ceiling(1000), "");
    EXPECT_EQ(line_act(ours->id, appraise, Appraisal{.appraisal = "Sound."}), "");
    set_state(plan, plan_states::revised);
    EXPECT_EQ(line_act(ours->id, rank, Ranking{}), "");
    EXPECT_EQ(line_act(ours->id, establish), "");
    EXPECT_EQ(state_of_record(request), "in_portfolio");

    auto desk = signed_in("team@agency.example");
    auto const form =
        desk.get("/plan-lines/new?request=" + head_of(requests::requests, request).reference);
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(testing::shows(form, "Training of rice farmers")) << "the form knows its request";
}

TEST_P(Programming, goes_ahead_only_with_the_opinions_that_it_asked_for)
{
    auto const line = make_line(line_value(100), line_states::proposed);
    auto const head = head_of(plan_lines, line);
    auto const asked = store().write([&](Tx &tx) {
        return approvals::ask(tx, team, head,
                              {.subject = Id<records::AnyRecord>{line},
                               .purpose = approvals::Purpose::appraisal,
                               .question = "Do you agree?",
                               .deadline = day("2026-12-15"),
                               .offices = {Id<partners::Organisation>{ministry}}});
    });
    ASSERT_TRUE(asked) << code_of(asked);
    EXPECT_EQ(line_act(line, appraise, Appraisal{.appraisal = "Sound."}), "approvals.outstanding");
    EXPECT_EQ(line_act(line, appraise,
                       Appraisal{.finding = Finding::not_recommended, .appraisal = "Costly."}),
              "")
        << "saying no waits for nobody";
}

// -- Two at once ---------------------------------------------------------------------------------

TEST_P(Programming, gives_the_last_money_to_one_of_two)
{
    EXPECT_EQ(set_ceiling(100), "");
    std::array<Uuid, 2> const lines{ranked(70), ranked(60)};
    set_state(plan, plan_states::revised);
    std::array<Head, 2> const heads{head_of(plan_lines, lines[0]), head_of(plan_lines, lines[1])};
    std::array<std::string, 2> told;
    auto const server = another_store();
    auto const race = [&](storage::Store &mine, std::size_t which) {
        told[which] = code_of(mine.write(
            [&](Tx &tx) { return establish(tx, team, heads[which], heads[which].version); }));
    };
    std::thread first{[&] {
        race(store(), 0);
    }};
    std::thread second{[&] {
        race(*server, 1);
    }};
    first.join();
    second.join();
    std::ranges::sort(told);
    EXPECT_EQ(told[0], "");
    EXPECT_EQ(told[1], "programming.ceiling_reached");
    expect_books_balance();
}

/// One officer who does whatever comes to mind, all of it allowed or refused by the rules.
class RandomOfficer {
public:
    RandomOfficer(storage::Store &store, auth::Identity who, Uuid plan, std::vector<Uuid> lines,
                  unsigned seed)
        : m_store{&store}, m_who{std::move(who)}, m_plan{plan}, m_lines{std::move(lines)}, m_random{
                                                                                               seed}
    {
    }

    void act(int times)
    {
        for (int i = 0; i < times; ++i) {
            auto const line = m_lines[below(m_lines.size())];
            auto const amount = static_cast<std::int64_t>(below(400)) + 1;
            switch (below(6)) {
            case 0:
            case 1:
                on(line, "establish", [&](Tx &tx, Head const &head) {
                    return establish(tx, m_who, head, head.version);
                });
                break;
            case 2:
            case 3:
                on(line, "revise_amount", [&](Tx &tx, Head const &head) {
                    return revise_amount(tx, m_who, head, head.version,
                                         {.amount = amount, .reason = "r", .document = "d"});
                });
                break;
            case 4:
                on(line, "drop", [&](Tx &tx, Head const &head) {
                    return drop(tx, m_who, head, head.version, {"r"});
                });
                break;
            default:
                set_ceiling(amount * 3);
            }
        }
    }

    [[nodiscard]] int accepted() const { return m_accepted; }

private:
    [[nodiscard]] std::size_t below(std::size_t limit)
    {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(m_random);
    }
    template <typename Verb>
    void on(Uuid line, std::string_view name, Verb const &verb)
    {
        auto const done = m_store->write([&](Tx &tx) -> Result<Saved> {
            auto const head = records::find(tx, plan_lines, &m_who, line.to_string(), name);
            if (!head) {
                return refuse(head.error());
            }
            return verb(tx, *head);
        });
        m_accepted += done ? 1 : 0;
    }
    void set_ceiling(std::int64_t amount)
    {
        Ceiling value;
        value.plan = Id<PlanYear>{m_plan};
        value.stage = Stage::revised;
        value.amount = amount;
        value.document = "d";
        if (below(3) == 0) {
            value.scope = Scope::country_group;
            value.country_group = "SIDS";
        }
        static_cast<void>(m_store->write([&](Tx &tx) {
            value.from_day = tx.today();
            return add_ceiling(tx, m_who, value);
        }));
    }

    storage::Store *m_store;
    auth::Identity m_who;
    Uuid m_plan;
    std::vector<Uuid> m_lines;
    std::mt19937 m_random;
    int m_accepted = 0;
};

TEST_P(Programming, balances_whatever_two_officers_do)
{
    EXPECT_EQ(set_ceiling(900), "");
    std::vector<Uuid> lines;
    for (int i = 0; i < 24; ++i) {
        constexpr std::array<std::string_view, 3> where{"TLS", "MDG", "FJI"};
        lines.push_back(ranked(i * 10 + 5, where[static_cast<std::size_t>(i) % 3]));
    }
    set_state(plan, plan_states::revised);
    auto const server = another_store();
    int accepted = 0;
    for (unsigned round = 0; round < 4; ++round) {
        RandomOfficer one{store(), team, plan, lines, round * 2 + 1};
        RandomOfficer two{*server, team, plan, lines, round * 2 + 2};
        std::thread first{[&] {
            one.act(15);
        }};
        std::thread second{[&] {
            two.act(15);
        }};
        first.join();
        second.join();
        expect_books_balance();
        accepted += one.accepted() + two.accepted();
    }
    EXPECT_GT(accepted, 10) << "where everything is refused, nothing was tried";
}

} // namespace
} // namespace selatan::programming
