#include "cooperation/funds/examples.hpp"
#include "platform/i18n/words/words.hpp"
#include "tests/support/funds.hpp"

#include <atomic>
#include <thread>

namespace selatan::funds {
namespace {

// -- Amounts and rules ----------------------------------------------------------------------------

TEST(FundAmount, is_a_positive_decimal_that_its_currency_can_count)
{
    for (auto const *const text : {"", "0", "0.0", "-1", "+1", "1,000", "1.", ".5", "1.00001",
                                   "1e3", "١٢", "1234567890123456"}) {
        EXPECT_FALSE(Amount::parse(text)) << text;
    }
    EXPECT_EQ(amount("007.50").digits, "7.5");
    EXPECT_EQ(amount("0.05").digits, "0.05");
    auto const said = [](std::string_view text) {
        Amount value;
        auto const *const code = records::Text<Amount>::parse(text, value);
        return std::string{code == nullptr ? "" : code};
    };
    // Four hundred thousand to whoever writes points between thousands.
    for (auto const *const text : {"400.000", "1.250", "12.500"}) {
        EXPECT_EQ(said(text), "funds.two_readings") << text;
    }
    for (auto const *const text : {"400.00", "1.255", "1250", "0.5", "1.2500"}) {
        EXPECT_EQ(said(text), "") << text;
    }
    EXPECT_EQ(said("1234567890123456"), "funds.too_large");
    EXPECT_EQ(said("12a4567890123456"), "funds.not_an_amount");
    EXPECT_EQ(amount("7.5").in(*Currency::parse("USD"))->minor_units(), 750);
    EXPECT_FALSE(amount("7.5").in(*Currency::parse("JPY")));
    EXPECT_FALSE(amount("7.505").in(*Currency::parse("USD")));
    EXPECT_FALSE(amount("999999999999999").in(*Currency::parse("KWD"))) << "more than a leg holds";
}

TEST(FundRules, say_the_first_thing_that_is_wrong)
{
    Fund fund;
    fund.kind = FundKind::central_budget;
    fund.organisation = Id<partners::Organisation>{Uuid{}};
    EXPECT_EQ(decide_fund(fund, nullptr, false).front().code, "funds.central_has_no_office");
    fund.kind = FundKind::trust_fund;
    EXPECT_TRUE(decide_fund(fund, nullptr, false).empty());
    auto before = fund;
    before.currency = Currency::parse("IDR");
    EXPECT_EQ(decide_fund(fund, &before, true).front().code, "funds.currency_fixed");
    EXPECT_TRUE(decide_fund(fund, &before, false).empty());

    auto const today = day("2026-11-21");
    fund.closed_until = day("2026-09-30");
    EXPECT_EQ(code_of(decide_close_period(fund, {day("2026-09-30"), "R"}, today)),
              "funds.closed_already");
    EXPECT_EQ(code_of(decide_close_period(fund, {today, "R"}, today)), "funds.period_not_over");
    EXPECT_EQ(code_of(decide_close_period(fund, {day("2026-10-31"), "R"}, today)), "");

    EXPECT_EQ(code_of(decide_pay(Books::treasury, {day("2026-11-22"), "1", "SPM"}, today)),
              "common.in_the_future");
    EXPECT_EQ(code_of(decide_pay(Books::treasury, {today, "", "SPM"}, today)), "common.required");
    EXPECT_EQ(code_of(decide_pay(Books::treasury, {today, "1", ""}, today)), "common.required");
    EXPECT_EQ(code_of(decide_pay(Books::here, {today, "", ""}, today)), "");
}

TEST(FundRules, keep_who_asks_from_approving)
{
    Uuid one;
    Uuid other;
    other.bytes[0] = 1;
    EXPECT_EQ(code_of(decide_hand({.asked_by = one}, Hand::verified, one)), "funds.two_people");
    EXPECT_EQ(code_of(decide_hand({.asked_by = one}, Hand::approved, one)), "funds.two_people");
    EXPECT_EQ(code_of(decide_hand({.asked_by = one, .verified_by = other}, Hand::approved, other)),
              "funds.two_people");
    EXPECT_EQ(code_of(decide_hand({.asked_by = one}, Hand::approved, other)), "");
}

TEST(FundRules, let_earmarked_money_pay_for_its_purpose_alone)
{
    Contribution contribution;
    std::vector<CountryCode> timor{*CountryCode::parse("TLS")};
    EXPECT_EQ(code_of(decide_earmark(contribution, timor, "31120")), "");
    contribution.earmark_countries = {"TLS", "FJI"};
    contribution.earmark_sector = "311";
    EXPECT_EQ(code_of(decide_earmark(contribution, timor, "31120")), "");
    EXPECT_EQ(code_of(decide_earmark(contribution, timor, "12220")), "funds.outside_earmark");
    EXPECT_EQ(code_of(decide_earmark(contribution, {}, "31120")), "funds.outside_earmark");
    timor.push_back(*CountryCode::parse("MDG"));
    EXPECT_EQ(code_of(decide_earmark(contribution, timor, "31120")), "funds.outside_earmark");
}

TEST(FundRules, fulfil_a_promise_in_proportion_and_in_full_with_the_last_part)
{
    auto const usd = *Currency::parse("USD");
    auto const idr = *Currency::parse("IDR");
    auto const part = [&](std::int64_t promised, std::int64_t received, std::int64_t receivable) {
        return fulfilled({promised, idr}, {received, usd}, {receivable, usd}).minor_units();
    };
    EXPECT_EQ(part(1000, 50, 100), 500);
    EXPECT_EQ(part(1001, 50, 100), 501) << "half away from zero";
    EXPECT_EQ(part(1001, 100, 100), 1001);
    EXPECT_EQ(part(90'000'000'000'000'000, 1, 3), 30'000'000'000'000'000);
}

TEST(FundRules, correct_only_what_was_last_booked_and_stands)
{
    EXPECT_EQ(code_of(decide_correction(nullptr, nullptr)), "funds.no_such_entry");
    ledger::Transfer const transfer{
        .id = {}, .on = day("2026-11-01"), .entry = *ledger::Entry::balanced({})};
    StoredEntry entry{.transfer = transfer, .fund = {}, .record = {}, .document = {}};
    entry.act = Act::obligation;
    EXPECT_EQ(code_of(decide_correction(&entry, &entry)), "funds.not_correctable");
    entry.act = Act::payment;
    EXPECT_EQ(code_of(decide_correction(&entry, &entry)), "");
    auto later = entry;
    Uuid other;
    other.bytes[0] = 1;
    later.transfer.id = ledger::TransferId{other};
    EXPECT_EQ(code_of(decide_correction(&entry, &later)), "funds.later_entries");
    EXPECT_EQ(code_of(decide_correction(&entry, nullptr)), "funds.later_entries");
    entry.reversed_by = later.transfer.id;
    EXPECT_EQ(code_of(decide_correction(&entry, &later)), "funds.corrected_already");
}

// -- The whole way --------------------------------------------------------------------------------

class Funds : public FundsTest {};
INSTANTIATE_ENGINES(Funds);

TEST_P(Funds, pay_nothing_out_before_the_day_on_which_it_came)
{
    auto const contribution = make_contribution("1000");
    EXPECT_EQ(
        act(finance, contributions, contribution, commit, Commitment{day("2026-11-02"), "Note 2"}),
        "");
    auto const received_on = [&](std::string_view on, std::string_view digits) {
        return act(finance, contributions, contribution, receive,
                   Receipt{day(on), amount(digits), {}, "Bank"});
    };
    EXPECT_EQ(received_on("2026-11-01", "1"), "funds.not_enough_then") << "nothing was committed";
    EXPECT_EQ(received_on("2026-11-03", "300"), "");
    EXPECT_EQ(received_on("2026-11-12", "700"), "");
    auto const obligation = obligated(allocated("500"), "500");
    auto const approved = [&](std::string_view digits) {
        auto const id = requested(obligation, digits);
        EXPECT_EQ(act(finance, disbursements, id, verify, Verification{"Checked"}), "");
        EXPECT_EQ(act(approver, disbursements, id, approve_payment, PaymentApproval{"M"}), "");
        return id;
    };
    auto const pay_on = [&](Uuid id, std::string_view on) {
        return act(finance, disbursements, id, pay, Payment{day(on), "", ""});
    };
    auto const first = approved("200");
    auto const other = approved("150");
    EXPECT_EQ(pay_on(first, "1990-01-01"), "funds.not_enough_then");
    EXPECT_EQ(pay_on(first, "2026-11-10"), "");
    // 300 were there on the 5th, and 200 of them are gone on the 10th.
    EXPECT_EQ(pay_on(other, "2026-11-05"), "funds.not_enough_then");
    EXPECT_EQ(pay_on(other, "2026-11-11"), "funds.not_enough_then");
    EXPECT_EQ(pay_on(other, "2026-11-12"), "");
    EXPECT_EQ(
        act(finance, disbursements, other, refund, Refund{day("2026-11-11"), amount("50"), "Bank"}),
        "funds.not_enough_then")
        << "not refunded before it was paid";
    EXPECT_EQ(act(finance, disbursements, other, liquidate,
                  Liquidation{day("2026-11-11"), amount("50"), "Report"}),
              "funds.not_enough_then");
    EXPECT_EQ(act(finance, disbursements, other, liquidate,
                  Liquidation{day("2026-11-13"), amount("50"), "Report"}),
              "");

    // What was taken back never was: the same may be booked anew on the day when it happened.
    auto const last =
        store().read([&](Reader &reader) { return last_standing_entry(reader, first)->number; });
    Correction correction;
    correction.title = "Wrong order";
    correction.fund = Id<Fund>{fund};
    correction.number = last;
    correction.document = "Memo";
    auto const taken_back = propose(corrections, correction, finance);
    EXPECT_EQ(act(approver, corrections, taken_back, approve_correction), "");
    EXPECT_EQ(pay_on(first, "2026-11-09"), "");
    expect_books_right();
}

TEST_P(Funds, go_from_a_pledge_to_a_reconciled_payment)
{
    auto const contribution = make_contribution("1000.50");
    EXPECT_EQ(
        act(finance, contributions, contribution, commit, Commitment{day("2026-12-01"), "Note 2"}),
        "common.in_the_future");
    EXPECT_EQ(
        act(finance, contributions, contribution, commit, Commitment{day("2026-11-02"), "Note 2"}),
        "");
    EXPECT_EQ(balance(Role::receivable, contribution), "1000.50");
    EXPECT_EQ(balance(Role::promised, contribution), "1000.50");
    EXPECT_EQ(act(finance, contributions, contribution, call, Call{day("2026-12-31"), "Letter 5"}),
              "");
    auto const part = Receipt{day("2026-11-03"), amount("400.25"), {}, "Bank 7"};
    EXPECT_EQ(act(finance, contributions, contribution, receive, part), "");
    EXPECT_EQ(state(contributions, contribution), "called");
    EXPECT_EQ(act(finance, contributions, contribution, receive,
                  Receipt{day("2026-11-03"), amount("600.26"), {}, "Bank 8"}),
              "funds.not_enough");
    EXPECT_EQ(act(finance, contributions, contribution, receive,
                  Receipt{day("2026-11-03"), amount("600.25"), {}, "Bank 8"}),
              "");
    EXPECT_EQ(state(contributions, contribution), "received");
    EXPECT_EQ(act(finance, contributions, contribution, reconcile_receipt,
                  Reconciliation{"Statement 11"}),
              "funds.two_people");
    EXPECT_EQ(
        act(second, contributions, contribution, reconcile_receipt, Reconciliation{"Statement 11"}),
        "");
    EXPECT_EQ(balance(Role::bank), "1000.50");
    EXPECT_EQ(balance(Role::unallocated), "1000.50");

    auto const allocation = propose_allocation("800");
    EXPECT_EQ(act(finance, allocations, allocation, approve_allocation), "funds.two_people");
    EXPECT_EQ(act(approver, allocations, allocation, approve_allocation), "");
    auto const obligation = obligated(allocation, "500");
    auto const request = requested(obligation, "300.10");
    EXPECT_EQ(act(payee, disbursements, request, verify, Verification{"Mine"}), "funds.two_people");
    EXPECT_EQ(act(finance, disbursements, request, verify, Verification{"Contract, invoice"}), "");
    EXPECT_EQ(act(finance, disbursements, request, approve_payment, PaymentApproval{"Memo"}),
              "funds.two_people");
    EXPECT_EQ(act(approver, disbursements, request, approve_payment, PaymentApproval{"Memo"}), "");
    EXPECT_EQ(balance(Role::payable, request), "300.10");
    EXPECT_EQ(balance(Role::obligation, obligation), "199.90");
    EXPECT_EQ(act(finance, disbursements, request, pay, Payment{day("2026-11-10"), "", ""}), "");
    EXPECT_EQ(balance(Role::bank), "700.40");
    EXPECT_EQ(balance(Role::advance, request), "300.10");
    EXPECT_EQ(balance(Role::spent, obligation), "300.10");

    EXPECT_EQ(act(finance, disbursements, request, liquidate,
                  Liquidation{day("2026-11-15"), amount("250"), "Report"}),
              "");
    EXPECT_EQ(state(disbursements, request), "paid");
    EXPECT_EQ(act(finance, disbursements, request, refund,
                  Refund{day("2026-11-16"), amount("50.11"), "Bank 9"}),
              "funds.not_enough");
    EXPECT_EQ(act(finance, disbursements, request, refund,
                  Refund{day("2026-11-16"), amount("50.10"), "Bank 9"}),
              "");
    EXPECT_EQ(state(disbursements, request), "liquidated");
    EXPECT_EQ(balance(Role::allocation, allocation), "350.10") << "what came back is free again";
    EXPECT_EQ(act(approver, disbursements, request, reconcile_payment, Reconciliation{"S 12"}),
              "funds.two_people");
    EXPECT_EQ(act(second, disbursements, request, reconcile_payment, Reconciliation{"S 12"}), "");

    EXPECT_EQ(act(finance, allocations, allocation, close_allocation), "funds.open_obligations");
    EXPECT_EQ(act(finance, obligations, obligation, close_obligation), "");
    EXPECT_EQ(act(finance, allocations, allocation, close_allocation), "");
    EXPECT_EQ(balance(Role::unallocated), "750.50");
    EXPECT_EQ(balance(Role::bank), "750.50");
    EXPECT_EQ(balance(Role::authorised, line), "250.00");
    expect_books_right();
}

TEST_P(Funds, are_not_overdrawn_at_any_step)
{
    static_cast<void>(receive_money("500"));
    auto const too_much = propose_allocation("500.01");
    EXPECT_EQ(act(approver, allocations, too_much, approve_allocation), "funds.not_enough");
    EXPECT_EQ(state(allocations, too_much), "proposed");
    auto const allocation = allocated("400");
    EXPECT_EQ(
        act(approver, obligations, propose_obligation(allocation, "400.01"), approve_obligation),
        "funds.not_enough");
    auto const obligation = obligated(allocation, "100");
    auto const first = requested(obligation, "60");
    auto const other = requested(obligation, "60");
    for (auto const one : {first, other}) {
        EXPECT_EQ(act(finance, disbursements, one, verify, Verification{"Checked"}), "");
    }
    EXPECT_EQ(act(approver, disbursements, first, approve_payment, PaymentApproval{"M"}), "");
    EXPECT_EQ(act(approver, disbursements, other, approve_payment, PaymentApproval{"M"}),
              "funds.not_enough")
        << "what is approved is held for its own payment";
    EXPECT_EQ(act(approver, disbursements, first, refuse_payment, MoneyRefusal{"Late"}), "");
    EXPECT_EQ(act(approver, disbursements, other, approve_payment, PaymentApproval{"M"}), "");
    EXPECT_EQ(act(finance, obligations, obligation, close_obligation), "funds.open_disbursements");
    expect_books_right();
}

TEST_P(Funds, allocate_no_more_than_the_plan_established)
{
    static_cast<void>(receive_money("5000"));
    static_cast<void>(allocated("600"));
    auto const more = propose_allocation("400.01");
    EXPECT_EQ(act(approver, allocations, more, approve_allocation), "funds.above_the_line");
    static_cast<void>(allocated("400"));
    // A revision of the plan is believed when the next allocation comes.
    store().write(
        [&](Tx &tx) { tx.run("UPDATE plan_line SET plan_amount = 1500 WHERE id = ?", line); });
    EXPECT_EQ(act(approver, allocations, more, approve_allocation), "");
    store().write(
        [&](Tx &tx) { tx.run("UPDATE plan_line SET plan_amount = 10 WHERE id = ?", line); });
    EXPECT_EQ(act(approver, allocations, propose_allocation("1"), approve_allocation),
              "funds.above_the_line");
    expect_books_right();
}

TEST_P(Funds, pay_for_what_they_may_pay_for)
{
    auto const earmarked = receive_money("300", {"FJI"});
    EXPECT_EQ(balance(Role::unallocated), "0.00");
    EXPECT_EQ(balance(Role::unallocated, earmarked), "300.00");
    EXPECT_EQ(act(approver, allocations, propose_allocation("10", earmarked), approve_allocation),
              "funds.outside_earmark");
    EXPECT_EQ(act(approver, allocations, propose_allocation("10"), approve_allocation),
              "funds.not_enough")
        << "earmarked money is not free money";
    auto const ours = receive_money("300", {"TLS"});
    EXPECT_EQ(act(approver, allocations, propose_allocation("10", ours), approve_allocation), "");
    EXPECT_EQ(balance(Role::unallocated, ours), "290.00");

    auto const allocation = propose_allocation("10", ours);
    EXPECT_EQ(act(approver, allocations, allocation, approve_allocation), "");
    auto const elsewhere = make_project(make_line(100, "USD", office));
    Obligation value;
    value.allocation = Id<Allocation>{allocation};
    value.project = Id<projects::Project>{elsewhere};
    value.amount = amount("1");
    auto const code = [&] {
        return store().read([&](Reader &reader) {
            auto const problems = check_obligation(reader, value);
            return problems.empty() ? std::string{} : problems.front().code;
        });
    };
    EXPECT_EQ(code(), "funds.project_of_another_line");
    value.project = Id<projects::Project>{make_project(line, "approved")};
    EXPECT_EQ(code(), "funds.project_not_running");
    value.project = Id<projects::Project>{project};
    EXPECT_EQ(code(), "");
}

TEST_P(Funds, take_a_foreign_contribution_at_dated_rates)
{
    auto const contribution = make_contribution("1000", "EUR");
    auto officer = signed_in("finance@agency.example");
    auto const url = "/contributions/" + store().read([&](Reader &reader) {
        return records::label_of(reader, contribution).value().reference;
    });
    auto const form = officer.get(url + "/commitment");
    EXPECT_TRUE(testing::shows(form, "At the reference rate of"));
    EXPECT_TRUE(testing::shows(form, "days old")) << "the shipped rates end in 2025";
    EXPECT_FALSE(testing::shows(officer.get(url), "days old"));
    EXPECT_EQ(
        act(finance, contributions, contribution, commit, Commitment{day("2026-11-02"), "Note 2"}),
        "");
    EXPECT_EQ(balance(Role::receivable, contribution, "EUR"), "1000.00");
    EXPECT_TRUE(testing::shows(officer.get(url), "days old"));
    auto const promised = balance(Role::promised, contribution);
    EXPECT_NE(promised, "0.00");
    EXPECT_EQ(balance(Role::exchange, {}, "USD"), promised)
        << "the position is ours until it comes";
    EXPECT_EQ(act(finance, contributions, contribution, receive,
                  Receipt{day("2026-11-03"), amount("400"), amount("450.10"), "Bank 7"}),
              "");
    EXPECT_EQ(act(finance, contributions, contribution, receive,
                  Receipt{day("2026-11-04"), amount("600"), {}, "Bank 8"}),
              "");
    EXPECT_EQ(state(contributions, contribution), "received");
    EXPECT_EQ(balance(Role::exchange, {}, "EUR"), "0.00");
    EXPECT_EQ(balance(Role::exchange, {}, "USD"), "0.00");
    EXPECT_EQ(balance(Role::promised, contribution), "0.00");
    EXPECT_EQ(balance(Role::bank), balance(Role::unallocated));
    auto const entry =
        store().read([&](Reader &reader) { return last_standing_entry(reader, contribution); });
    ASSERT_TRUE(entry && entry->transfer.quote);
    EXPECT_LE(entry->transfer.quote->on, day("2026-11-04"));
    EXPECT_FALSE(entry->transfer.quote->source.empty());
    expect_books_right();
}

TEST_P(Funds, book_nothing_into_a_closed_period_and_corrections_into_the_open_one)
{
    auto const contribution = receive_money("500");
    auto const obligation = obligated(allocated("400"), "200");
    auto const payment = paid(obligation, "150");
    EXPECT_EQ(act(second, funds, fund, close_period), "funds.nothing_asked");
    EXPECT_EQ(act(finance, funds, fund, ask_period_close, PeriodClose{day("2026-11-15"), "Rec 10"}),
              "");
    EXPECT_EQ(act(finance, funds, fund, close_period), "funds.two_people");
    EXPECT_EQ(act(second, funds, fund, close_period), "");
    EXPECT_EQ(act(second, funds, fund, close_period), "funds.nothing_asked");
    EXPECT_EQ(act(finance, disbursements, payment, liquidate,
                  Liquidation{day("2026-11-15"), amount("10"), "Report"}),
              "funds.period_closed");
    EXPECT_EQ(words::problem(Language::fr, {"", "funds.period_closed", {{"day", "2027-11-30"}}}),
              "Les livres sont clos jusqu’au 30 novembre 2027 : choisissez un jour ultérieur.");
    EXPECT_EQ(act(finance, disbursements, payment, liquidate,
                  Liquidation{day("2026-11-16"), amount("10"), "Report"}),
              "");

    auto const number_of = [&](Uuid record) {
        return store()
            .read([&](Reader &reader) { return last_standing_entry(reader, record); })
            ->number;
    };
    auto const correction_of = [&](std::int64_t number) {
        Correction value;
        value.title = "Booked twice";
        value.fund = Id<Fund>{fund};
        value.number = number;
        value.document = "Memo 9";
        return propose(corrections, value, finance);
    };
    auto const use = number_of(payment);
    auto const of_payment = correction_of(use - 1);
    EXPECT_EQ(act(approver, corrections, of_payment, approve_correction), "funds.later_entries");
    auto const of_use = correction_of(use);
    EXPECT_EQ(act(finance, corrections, of_use, approve_correction), "funds.two_people");
    EXPECT_EQ(act(approver, corrections, of_use, approve_correction), "");
    EXPECT_EQ(act(approver, corrections, of_payment, approve_correction), "");
    EXPECT_EQ(state(disbursements, payment), "approved");
    EXPECT_EQ(balance(Role::bank), "500.00");
    EXPECT_EQ(balance(Role::payable, payment), "150.00");
    EXPECT_EQ(act(approver, corrections, correction_of(use - 1), approve_correction),
              "funds.corrected_already");
    EXPECT_EQ(act(approver, corrections, correction_of(9999), approve_correction),
              "funds.no_such_entry");
    // The receipt is long allocated and cannot be taken back while it is.
    EXPECT_EQ(
        act(approver, corrections, correction_of(number_of(contribution)), approve_correction),
        "funds.not_enough");
    EXPECT_EQ(act(finance, disbursements, payment, pay, Payment{day("2026-11-17"), "7", "SPM"}),
              "");
    expect_books_right();
}

TEST_P(Funds, keep_the_ledger_as_it_is)
{
    static_cast<void>(receive_money("500"));
    for (auto const *const statement :
         {"UPDATE ledger_posting SET amount = amount + 1", "DELETE FROM ledger_posting",
          "UPDATE ledger_transfer SET document = 'x'", "DELETE FROM ledger_transfer"}) {
        EXPECT_THROW(store().write([&](Tx &tx) { tx.run(statement); }), storage::Violation)
            << statement;
    }
    EXPECT_THROW(store().write([&](Tx &tx) {
        tx.run("UPDATE ledger_account SET balance = -1 WHERE role = 'bank'");
    }),
                 storage::Violation);
    auto const allocation = propose_allocation("5");
    EXPECT_THROW(store().write([&](Tx &tx) {
        write_signatures(tx, allocation,
                         {.asked_by = finance.user.uuid(),
                          .verified_by = {},
                          .approved_by = finance.user.uuid()});
    }),
                 storage::Violation);
    expect_books_right();
}

TEST_P(Funds, book_a_repeated_entry_once)
{
    Booking wanted;
    store().write([&](Tx &tx) {
        auto const value = load_fund(tx, fund);
        wanted = {.id = tx.new_id<ledger::Transfer>(),
                  .fund = fund,
                  .act = Act::receipt,
                  .record = fund,
                  .on = day("2026-11-03"),
                  .document = "Bank 1",
                  .legs = {{account_of(fund, value, Role::bank),
                            account_of(fund, value, Role::unallocated),
                            *Money::parse("10", *value.currency)}}};
        EXPECT_TRUE(book(tx, finance, wanted));
    });
    store().write([&](Tx &tx) { EXPECT_TRUE(book(tx, finance, wanted)); });
    EXPECT_EQ(balance(Role::bank), "10.00");
    wanted.legs.front().amount = *Money::parse("11", *Currency::parse("USD"));
    EXPECT_EQ(code_of(store().write([&](Tx &tx) { return book(tx, finance, wanted); })),
              "funds.entry_reused");
    expect_books_right();
}

TEST_P(Funds, are_closed_when_nothing_is_left)
{
    auto const contribution = make_contribution("100");
    EXPECT_EQ(
        act(finance, contributions, contribution, commit, Commitment{day("2026-11-02"), "Note 2"}),
        "");
    EXPECT_EQ(act(approver, funds, fund, close_fund), "funds.not_empty");
    EXPECT_EQ(act(approver, contributions, contribution, write_off, WriteOff{"No budget", "Note"}),
              "");
    EXPECT_EQ(act(approver, funds, fund, close_fund), "");
    EXPECT_EQ(act(finance, contributions, make_contribution("1"), commit,
                  Commitment{day("2026-11-02"), "Note 3"}),
              "funds.fund_closed");
    expect_books_right();
}

TEST_P(Funds, open_to_those_whose_business_it_is)
{
    static_cast<void>(receive_money("500"));
    auto const obligation = obligated(allocated("400"), "200");
    auto const request = requested(obligation, "50");
    EXPECT_EQ(may(payee, obligations, obligation, "see"), "") << "the payee sees its own";
    EXPECT_EQ(may(payee, disbursements, request, "see"), "");
    EXPECT_EQ(may(payee, disbursements, request, "verify"), "common.forbidden");
    EXPECT_EQ(may(payee, funds, fund, "see"), "common.not_found");
    EXPECT_EQ(may(desk, disbursements, request, "verify"), "");
    EXPECT_EQ(may(finance, disbursements, request, "approve"), "records.wrong_state");
    EXPECT_EQ(may(finance, disbursements, request, "change"), "common.forbidden")
        << "an amount is changed by whoever asked for it";
}

TEST_P(Funds, of_the_example_installation_are_made_by_their_own_verbs)
{
    auto const central = make_line(14'200'000'000, "IDR");
    static_cast<void>(make_line(11'500'000'000, "IDR", office));
    static_cast<void>(make_project(central));
    auto const coordinator =
        identity(make_user("team@agency.example", {{auth::Role::coordinator}}));
    store().write([&](Tx &tx) {
        make_examples(tx,
                      {.finance = finance,
                       .approver = approver,
                       .coordinator = coordinator,
                       .implementer = payee},
                      {.home = *CountryCode::parse("IDN"),
                       .fund = Id<partners::Organisation>{office},
                       .contributor = Id<partners::Organisation>{facilitator}});
    });
    expect_books_right();
    auto const waiting = store().read([](Reader &reader) {
        return reader.one<std::int64_t>("SELECT count(*) FROM record WHERE kind = 'disbursement'"
                                        " AND state IN ('requested', 'verified')");
    });
    EXPECT_EQ(waiting, 2);
    auto browser = signed_in("approver@agency.example");
    EXPECT_TRUE(testing::shows(browser.get("/funds"), "central budget"));
}

TEST_P(Funds, tell_of_an_order_that_paid_another_before_it_is_booked_again)
{
    static_cast<void>(receive_money("900"));
    auto const obligation = obligated(allocated("800"), "800");
    auto const approved = [&](std::string_view digits) {
        auto const id = requested(obligation, digits);
        EXPECT_EQ(act(second, disbursements, id, verify, Verification{"Invoice"}), "");
        EXPECT_EQ(act(approver, disbursements, id, approve_payment, PaymentApproval{"M"}), "");
        return id;
    };
    auto const first = approved("200");
    auto const other = approved("200");
    Payment wanted{day("2026-11-10"), "S9", "SP2D"};
    EXPECT_EQ(act(finance, disbursements, first, pay, wanted), "");
    wanted.payment_number = "s9";
    EXPECT_EQ(act(finance, disbursements, other, pay, wanted), "funds.order_paid_already");
    EXPECT_EQ(balance(Role::advance, other), "0.00") << "nothing was booked";

    // A form names the other one, and so does the API.
    auto const address = [&](Uuid id) {
        return "/disbursements/" + head_of(disbursements, id).reference;
    };
    auto const version = std::to_string(head_of(disbursements, other).version);
    auto officer = signed_in("finance@agency.example");
    EXPECT_TRUE(testing::shows(officer.get(address(other) + "/payment"), "USD\u00a0200.00"));
    std::vector<std::pair<std::string, std::string>> fields{{"paid_on", "2026-11-10"},
                                                            {"payment_number", "S9"},
                                                            {"payment_document", "SP2D"},
                                                            {"version", version}};
    auto const warned = officer.post(address(other) + "/payment", fields);
    EXPECT_EQ(warned.status, 409);
    EXPECT_TRUE(testing::shows(warned, head_of(disbursements, first).reference));
    EXPECT_TRUE(testing::shows(warned, "name=\"another_payment\""));
    auto const token = bearer(finance.user, "*:write");
    auto const by_api = [&](std::string_view more) {
        return api(http::Method::post, "/api" + address(other) + "/payment", token,
                   R"({"paid_on": "2026-11-10", "payment_number": "S9", )"
                   R"("payment_document": "SP2D")" +
                       std::string{more} + "}",
                   {{"If-Match", "\"" + version + "\""}});
    };
    auto const refused = by_api("");
    EXPECT_EQ(refused.status, 409) << refused.body;
    EXPECT_NE(refused.body.find(head_of(disbursements, first).reference), std::string::npos);
    auto const taken = by_api(R"(, "another_payment": true)");
    EXPECT_EQ(taken.status, 200) << taken.body;
    EXPECT_EQ(state(disbursements, other), "paid");
    // Whoever reconciles is told, too.
    EXPECT_TRUE(
        testing::shows(officer.get(address(other)), head_of(disbursements, first).reference));
    expect_books_right();
}

TEST_P(Funds, take_a_part_payment_under_the_same_order)
{
    static_cast<void>(receive_money("900"));
    auto const obligation = obligated(allocated("800"), "800");
    auto const pay_it = [&](Uuid id, bool another) {
        EXPECT_EQ(act(second, disbursements, id, verify, Verification{"Invoice"}), "");
        EXPECT_EQ(act(approver, disbursements, id, approve_payment, PaymentApproval{"M"}), "");
        return act(finance, disbursements, id, pay,
                   Payment{day("2026-11-10"), "S9", "SP2D", another});
    };
    EXPECT_EQ(pay_it(requested(obligation, "50"), false), "");
    EXPECT_EQ(pay_it(requested(obligation, "60"), true), "");
    EXPECT_EQ(pay_it(requested(obligation, "70"), false), "funds.order_paid_already");
}

// -- Many at once ---------------------------------------------------------------------------------

TEST_P(Funds, hold_when_many_press_at_once)
{
    static_cast<void>(receive_money("100"));
    std::vector<Uuid> proposals;
    for (int i = 0; i < 12; ++i) {
        proposals.push_back(propose_allocation("15"));
    }
    auto const other_store = another_store();
    std::atomic<int> accepted = 0;
    std::atomic<int> refused = 0;
    auto const work = [&](storage::Store &where, std::size_t from) {
        for (std::size_t i = from; i < proposals.size(); i += 2) {
            auto const result = where.write([&](Tx &tx) {
                auto const program = auth::program_identity("test");
                auto const head =
                    records::find(tx, allocations, &program, proposals[i].to_string());
                return approve_allocation(tx, approver, *head, head->version);
            });
            (result ? accepted : refused) += 1;
        }
    };
    std::thread first{work, std::ref(store()), 0};
    std::thread last{work, std::ref(*other_store), 1};
    first.join();
    last.join();
    EXPECT_EQ(accepted, 6);
    EXPECT_EQ(refused, 6);
    EXPECT_EQ(balance(Role::unallocated), "10.00");
    expect_books_right();
}

// -- On the web -----------------------------------------------------------------------------------

TEST_P(Funds, offer_for_an_allocation_what_can_pass)
{
    auto const another = make_line(500, "IDR");
    auto const proposed = make_line(500, "USD", office);
    store().write(
        [&](Tx &tx) { tx.run("UPDATE record SET state = 'proposed' WHERE id = ?", proposed); });
    auto const general = make_contribution("10");
    auto const earmarked = make_contribution("10", "USD", {"TLS"});
    auto browser = signed_in("finance@agency.example");
    auto const reference =
        store().read([&](Reader &reader) { return records::label_of(reader, fund)->reference; });
    auto const form = browser.get("/allocations/new?fund=" + reference);
    EXPECT_TRUE(testing::shows(form, line.to_string()));
    EXPECT_FALSE(testing::shows(form, proposed.to_string())) << "not established";
    EXPECT_FALSE(testing::shows(form, another.to_string())) << "another fund's";
    EXPECT_TRUE(testing::shows(form, earmarked.to_string()));
    EXPECT_FALSE(testing::shows(form, general.to_string()));
    for (auto const &[id, is_led] : {std::pair{line, true}, std::pair{proposed, false}}) {
        auto const name = store().read(
            [&, id = id](Reader &reader) { return records::label_of(reader, id)->reference; });
        EXPECT_EQ(testing::shows(browser.get("/plan-lines/" + name), "/allocations/new?line="),
                  is_led)
            << "nobody is led to a form that is refused";
    }
}

TEST_P(Funds, are_worked_on_by_two_people_on_the_web)
{
    static_cast<void>(receive_money("500"));
    auto const obligation = obligated(allocated("400"), "200");
    auto const reference = [&](Uuid id) {
        return store().read(
            [&](Reader &reader) { return records::label_of(reader, id)->reference; });
    };
    auto centre_browser = signed_in("ibu@centre.example");
    static_cast<void>(centre_browser.get("/disbursements/new"));
    auto const made = centre_browser.post("/disbursements", {{"title", "First part"},
                                                             {"obligation", reference(obligation)},
                                                             {"organisation", reference(centre)},
                                                             {"amount", "75.25"},
                                                             {"document", "Invoice 4"}});
    ASSERT_EQ(made.status, 303) << made.body;
    // A part of something leads back to it.
    EXPECT_EQ(testing::header(made, "Location"), "/obligations/" + reference(obligation));
    std::string const url =
        "/disbursements/DSB" +
        testing::between(centre_browser.get("/disbursements").body, "/disbursements/DSB", "\"");
    auto finance_browser = signed_in("finance@agency.example");
    static_cast<void>(finance_browser.get(url));
    static_cast<void>(finance_browser.get(url + "/verification"));
    auto const version = [&] {
        auto const head = store().read([&](Reader &reader) {
            return records::find(reader, disbursements, &finance, url.substr(url.rfind('/') + 1));
        });
        EXPECT_TRUE(head) << url;
        return std::to_string(head ? head->version : 0);
    };
    EXPECT_EQ(finance_browser
                  .post(url + "/verification",
                        {{"verification", "Contract and invoice"}, {"version", version()}})
                  .status,
              303);
    auto approver_browser = signed_in("approver@agency.example");
    static_cast<void>(approver_browser.get(url + "/approval"));
    EXPECT_EQ(
        approver_browser
            .post(url + "/approval", {{"approval_document", "Memo 3"}, {"version", version()}})
            .status,
        303);
    EXPECT_TRUE(testing::shows(approver_browser.get(url), "75.25"));
    EXPECT_TRUE(testing::shows(approver_browser.get("/projects/" + reference(project)),
                               reference(obligation)))
        << "the project shows its obligations";
    EXPECT_TRUE(testing::shows(approver_browser.get("/plan-lines/" + reference(line)), "ALC-"));

    auto const balance_page = finance_browser.get("/ledger/trial-balance");
    EXPECT_EQ(balance_page.status, 200);
    auto const account = testing::between(balance_page.body, "/ledger/accounts/", "\"");
    auto const statement = finance_browser.get("/ledger/accounts/" + account);
    EXPECT_EQ(statement.status, 200);
    auto const entry = testing::between(statement.body, "/ledger/entries/", "\"");
    EXPECT_EQ(finance_browser.get("/ledger/entries/" + entry).status, 200);
    EXPECT_EQ(finance_browser.get("/ledger/budget-execution").status, 200);
    EXPECT_TRUE(testing::shows(finance_browser.get("/ledger/projects"), reference(project)));
    for (auto const *const file : {"/ledger/trial-balance.csv", "/ledger/trial-balance.xlsx",
                                   "/ledger/budget-execution.csv"}) {
        EXPECT_EQ(finance_browser.get(file).status, 200) << file;
    }
    EXPECT_EQ(centre_browser.get("/ledger/trial-balance").status, 403);
    EXPECT_EQ(finance_browser.get("/ledger/trial-balance?on=2026-11-15").status, 200);
    EXPECT_EQ(finance_browser.get("/ledger/trial-balance?on=").status, 200);
    EXPECT_EQ(finance_browser.get("/ledger/trial-balance?on=foo").status, 422);
    EXPECT_EQ(finance_browser.get("/ledger/trial-balance.csv?on=2026-02-30").status, 422);
    auto const token = bearer(finance.user, "*:read");
    auto const answer = api(http::Method::get, "/api/ledger/trial-balance", token);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_NE(answer.body.find("\"debit\":\"500.00\""), std::string::npos) << answer.body;
}

} // namespace
} // namespace selatan::funds
