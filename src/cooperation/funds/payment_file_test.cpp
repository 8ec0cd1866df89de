#include "cooperation/funds/payment_file_store.hpp"
#include "platform/sheets/sheet_reader.hpp"
#include "tests/support/funds.hpp"

#include <filesystem>
#include <fstream>

namespace selatan::funds {
namespace {

namespace fs = std::filesystem;

Currency usd()
{
    return *Currency::parse("USD");
}

PaymentRow payment(std::int64_t number, std::string_view digits, std::string_view on,
                   std::string reference, std::string payee = {})
{
    PaymentRow row;
    row.number = number;
    row.payment_number = "SP2D-" + std::to_string(number);
    row.paid_on = Date::parse(on);
    row.amount = amount(digits);
    row.currency = usd();
    row.reference = std::move(reference);
    row.payee = std::move(payee);
    return row;
}

Candidate candidate(std::uint8_t id, std::string_view digits, std::string state = "approved")
{
    Candidate one;
    one.id.bytes[0] = id;
    one.reference = "DSB-2026-000" + std::to_string(id);
    one.state = std::move(state);
    one.amount = amount(digits);
    one.currency = usd();
    one.since = day("2026-11-10");
    one.payee = "Training centre";
    one.budget = "OBL-2026-0001 ALC-2026-0001 LIN-2026-0001 ";
    return one;
}

/// What became of each row, in a few words.
std::string told(std::vector<PaymentRow> rows, std::vector<Candidate> const &candidates,
                 Books books = Books::treasury)
{
    propose(rows, candidates, books);
    std::string text;
    for (auto const &row : rows) {
        text += text.empty() ? "" : ", ";
        text += to_code(row.state);
        for (auto const &reason : row.reasons) {
            text += " " + reason;
        }
    }
    return text;
}

TEST(PaymentMatching, explains_why_a_row_fits_and_wants_the_very_amount)
{
    auto const one = candidate(1, "120.50");
    EXPECT_EQ(told({payment(2, "120.50", "2026-11-12", "DSB-2026-0001")}, {one}),
              "pays amount reference day");
    EXPECT_EQ(told({payment(2, "120.50", "2026-11-12", "", "TRAINING centre")}, {one}),
              "pays amount payee day");
    EXPECT_EQ(told({payment(2, "120.51", "2026-11-12", "DSB-2026-0001")}, {one}),
              "unmatched other_amount");
    EXPECT_EQ(told({payment(2, "120.51", "2026-11-12", "DSB-2026-00012")}, {one}), "unmatched");
    EXPECT_EQ(told({payment(2, "120.50", "2027-11-12", "xDSB-2026-0001")}, {one}), "unmatched")
        << "a word of its own";
    EXPECT_EQ(told({payment(2, "120.50", "2027-11-12", "")}, {one}), "unmatched")
        << "a year later, and nothing names it";
    EXPECT_EQ(told({payment(2, "120.50", "2027-11-12", "DSB-2026-0001")}, {one}),
              "pays amount reference");
    auto other_currency = payment(2, "120.50", "2026-11-12", "DSB-2026-0001");
    other_currency.currency = Currency::parse("IDR");
    EXPECT_EQ(told({other_currency}, {one}), "unmatched other_currency");
}

TEST(PaymentMatching, leaves_to_a_person_what_fits_several)
{
    auto const one = candidate(1, "50");
    auto const two = candidate(2, "50");
    EXPECT_EQ(told({payment(2, "50", "2026-11-12", "")}, {one, two}), "several");
    EXPECT_EQ(told({payment(2, "50", "2026-11-12", "DSB-2026-0002")}, {one, two}),
              "pays amount reference day");
    EXPECT_EQ(told({payment(2, "50", "2026-11-12", ""), payment(3, "50", "2026-11-12", "")}, {one}),
              "several rival, several rival");
    EXPECT_EQ(told({payment(2, "50", "2026-11-12", ""),
                    payment(3, "50", "2026-11-12", "for DSB-2026-0001")},
                   {one}),
              "several rival, pays amount reference day");
}

TEST(PaymentMatching, pays_where_the_treasury_keeps_the_books_and_only_reconciles_elsewhere)
{
    auto const row = payment(2, "50", "2026-11-12", "DSB-2026-0001");
    EXPECT_EQ(told({row}, {candidate(1, "50")}, Books::here), "unmatched books_here");
    EXPECT_EQ(told({row}, {candidate(1, "50", "liquidated")}, Books::here),
              "reconciles amount reference day");
    EXPECT_EQ(told({row}, {candidate(1, "50", "paid")}), "evidence amount reference day");
}

/// A file that is gone with it.
class File {
public:
    explicit File(std::string const &text)
        : m_path{(fs::temp_directory_path() / "selatan-payments-XXXXXX").string()}
    {
        close(mkstemp(m_path.data()));
        std::ofstream{m_path} << text;
    }
    ~File() { fs::remove(m_path); }
    File(File const &) = delete;
    File &operator=(File const &) = delete;
    [[nodiscard]] std::string const &path() const { return m_path; }

private:
    std::string m_path;
};

TEST(PaymentReading, finds_its_columns_in_any_language_and_keeps_what_it_cannot_read)
{
    File const file{"Treasury of the example\n\n"
                    "Paid on,Numéro de l’ordre de paiement,Jumlah,currency,Payee\n"
                    "2026-11-12,SP2D-1,120.50,USD,Training centre\n"
                    "31/02/2026,SP2D-2,5,USD,Someone\n"
                    "2026-11-12,SP2D-3,\"1,000\",USD,Someone\n"
                    "14/12/2026,SP2D-4,\"200,000,000.00\",IDR,Someone\n"
                    "14.12.2026,SP2D-5,\"200.000.000,00\",IDR,Someone\n"
                    "12/14/2026,SP2D-6,abc,XX,Someone\n"};
    auto const rows = read_payments(file.path(), Reading::in_this_process);
    ASSERT_TRUE(rows.has_value()) << code_of(rows);
    ASSERT_EQ(rows->size(), 6);
    EXPECT_EQ(rows->at(0).problem, "");
    EXPECT_EQ(rows->at(0).payment_number, "SP2D-1");
    EXPECT_EQ(rows->at(0).amount.digits, "120.5");
    EXPECT_EQ(rows->at(1).problem, "common.not_a_date");
    EXPECT_EQ(rows->at(1).unread, "31/02/2026");
    EXPECT_EQ(rows->at(2).problem, "funds.not_an_amount") << "a thousand, or one";
    EXPECT_EQ(rows->at(2).unread, "1,000");
    for (auto const row : {3U, 4U}) { // as treasuries write them
        EXPECT_EQ(rows->at(row).problem, "") << row;
        EXPECT_EQ(rows->at(row).paid_on, Date::parse("2026-12-14")) << row;
        EXPECT_EQ(rows->at(row).amount.digits, "200000000") << row;
    }
    EXPECT_EQ(rows->at(5).unread, "12/14/2026") << "the first of what is wrong";

    File const lacks{"date,number\n2026-11-12,4\n"};
    EXPECT_EQ(code_of(read_payments(lacks.path(), Reading::in_this_process)),
              "funds.no_such_column");
    File const empty{"payment_number,paid_on,amount,currency\n"};
    EXPECT_EQ(code_of(read_payments(empty.path(), Reading::in_this_process)), "funds.no_rows");
}

// -- From the file to the books -------------------------------------------------------------------

class PaymentFiles : public FundsTest {
protected:
    void SetUp() override
    {
        FundsTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        // The treasury keeps these books.
        store().write([&](Tx &tx) {
            auto const before = load_fund(tx, fund);
            auto after = before;
            after.books = Books::treasury;
            EXPECT_TRUE(
                records::change(tx, {}, funds, head_of(funds, fund), 1, before, after).has_value());
        });
        receive_money("900");
        obligation = obligated(allocated("800"), "800");
    }
    Uuid approved(std::string_view digits)
    {
        auto const id = requested(obligation, digits);
        EXPECT_EQ(act(second, disbursements, id, verify, Verification{"Invoice"}), "");
        EXPECT_EQ(act(approver, disbursements, id, approve_payment, PaymentApproval{"Memo"}), "");
        return id;
    }
    Uuid receive(std::vector<PaymentRow> rows, std::string digest = "a1")
    {
        PaymentFile file;
        file.name = "SP2D november.csv";
        file.fund = Id<Fund>{fund};
        file.digest = std::move(digest);
        return store().write([&](Tx &tx) {
            auto const saved = receive_payments(tx, finance, file, std::move(rows));
            EXPECT_TRUE(saved.has_value());
            return saved->id;
        });
    }
    std::vector<PaymentRow> rows(Uuid file)
    {
        return store().read([&](Reader &reader) { return rows_of(reader, file); });
    }

    Uuid obligation;
};
INSTANTIATE_ENGINES(PaymentFiles);

TEST_P(PaymentFiles, pay_and_reconcile_in_one_transaction_what_a_person_confirmed)
{
    auto const first = approved("120.50");
    auto const other = approved("60");
    auto const used = approved("10");
    EXPECT_EQ(act(finance, disbursements, used, pay, Payment{day("2026-11-11"), "SP2D-9", "D"}),
              "");
    EXPECT_EQ(act(finance, disbursements, used, liquidate,
                  Liquidation{day("2026-11-12"), amount("10"), "Report"}),
              "");
    auto const reference = head_of(disbursements, first).reference;
    auto sp2d_9 = payment(4, "10", "2026-11-11", "");
    sp2d_9.payment_number = "SP2D-9";
    auto const file = receive({payment(2, "120.50", "2026-11-12", reference),
                               payment(3, "7777", "2026-11-12", ""), sp2d_9});
    EXPECT_EQ(rows(file)[0].state, RowState::pays);
    EXPECT_EQ(rows(file)[1].state, RowState::unmatched);
    EXPECT_EQ(rows(file)[2].state, RowState::reconciles);
    EXPECT_EQ(state(disbursements, first), "approved") << "nothing is booked unseen";

    EXPECT_EQ(act(approver, payment_files, file, book_payments), "funds.own_approval");
    EXPECT_EQ(may(approver, payment_files, file, "book"), "common.forbidden");
    EXPECT_EQ(act(finance, payment_files, file, match_row, RowMatch{3, Id<Disbursement>{other}}),
              "funds.other_amount");
    EXPECT_EQ(act(finance, payment_files, file, match_row, RowMatch{9, {}}), "funds.no_such_row");
    EXPECT_EQ(act(finance, payment_files, file, book_payments), "");
    EXPECT_EQ(state(disbursements, first), "paid");
    EXPECT_EQ(state(disbursements, used), "reconciled");
    EXPECT_EQ(state(disbursements, other), "approved");
    EXPECT_EQ(rows(file)[0].state, RowState::paid);
    EXPECT_EQ(rows(file)[1].state, RowState::unmatched) << "it stays visible";
    auto const stored =
        store().read([&](Reader &reader) { return load_disbursement(reader, first); });
    EXPECT_EQ(stored.payment_number, "SP2D-2");

    // The same file again is the same record; the same rows in another file are known.
    EXPECT_EQ(receive({payment(2, "120.50", "2026-11-12", reference)}), file);
    auto const again = receive({payment(2, "120.50", "2026-11-12", reference)}, "b2");
    EXPECT_EQ(rows(again)[0].state, RowState::known);
    EXPECT_EQ(act(finance, payment_files, again, book_payments), "funds.nothing_fits");
    expect_books_right();
}

TEST_P(PaymentFiles, book_all_of_it_or_nothing)
{
    auto const first = approved("120.50");
    auto const other = approved("60");
    auto const file =
        receive({payment(2, "120.50", "2026-11-12", ""), payment(3, "60", "2026-11-13", "")});
    // Meanwhile somebody refused the second one.
    EXPECT_EQ(act(approver, disbursements, other, refuse_payment, MoneyRefusal{"Not due"}), "");
    auto const head = head_of(payment_files, file);
    auto const answer =
        store().write([&](Tx &tx) { return book_payments(tx, finance, head, head.version); });
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().problems.front().code, "funds.row_refused");
    EXPECT_EQ(answer.error().problems.front().arguments.front().second, "3");
    EXPECT_EQ(state(disbursements, first), "approved");
    EXPECT_EQ(act(finance, payment_files, file, match_row, RowMatch{3, {}}), "");
    EXPECT_EQ(act(finance, payment_files, file, book_payments), "");
    EXPECT_EQ(state(disbursements, first), "paid");
}

TEST_P(PaymentFiles, tell_before_anything_is_booked_which_days_are_refused)
{
    auto const first = approved("120.50");
    auto const other = approved("60");
    EXPECT_EQ(act(finance, funds, fund, ask_period_close, PeriodClose{day("2026-11-05"), "R"}), "");
    EXPECT_EQ(act(approver, funds, fund, close_period), "");
    auto const file =
        receive({payment(2, "120.50", "2026-11-05", ""), payment(3, "60", "2026-12-20", "")});
    auto const address = "/payment-files/" + head_of(payment_files, file).reference;
    auto officer = signed_in("finance@agency.example");
    EXPECT_TRUE(testing::shows(officer.get(address), "closed until"));
    EXPECT_TRUE(testing::shows(officer.get(address), "has not come"));
    auto const answer =
        api(http::Method::get, "/api" + address + "/rows", bearer(finance.user, "*:read"));
    EXPECT_NE(answer.body.find("\"refused\":\"funds.period_closed\""), std::string::npos);
    EXPECT_NE(answer.body.find("\"refused\":\"common.in_the_future\""), std::string::npos);
    EXPECT_EQ(act(finance, payment_files, file, book_payments), "funds.row_refused");
    EXPECT_EQ(act(finance, payment_files, file, match_row, RowMatch{3, {}}), "");
    EXPECT_FALSE(testing::shows(officer.get(address), "has not come"));
    EXPECT_EQ(state(disbursements, first), "approved");
    EXPECT_EQ(state(disbursements, other), "approved");
}

TEST_P(PaymentFiles, are_undone_by_corrections_that_another_person_approves)
{
    auto const first = approved("120.50");
    auto const file = receive({payment(2, "120.50", "2026-11-12", "")});
    EXPECT_EQ(act(finance, payment_files, file, book_payments), "");
    auto const bank = balance(Role::bank);
    EXPECT_EQ(act(finance, payment_files, file, undo_payments), "");
    EXPECT_EQ(state(disbursements, first), "paid") << "not before the second person";
    auto const correction = store().read([&](Reader &reader) {
        return reader.one<Uuid>("SELECT id FROM correction WHERE fund = ?", fund);
    });
    ASSERT_TRUE(correction.has_value());
    EXPECT_EQ(act(finance, corrections, *correction, approve_correction), "funds.two_people");
    EXPECT_EQ(act(approver, corrections, *correction, approve_correction), "");
    EXPECT_EQ(state(disbursements, first), "approved");
    EXPECT_EQ(balance(Role::bank), "900.00");
    EXPECT_NE(bank, "900.00");
    expect_books_right();
    // Taken back, the same payment may come in again.
    auto const again = receive({payment(2, "120.50", "2026-11-12", "")}, "c3");
    EXPECT_EQ(rows(again)[0].state, RowState::pays);
}

TEST_P(PaymentFiles, tell_of_an_order_that_pays_another_already)
{
    auto const first = approved("120.50");
    auto const other = approved("60");
    auto const third = approved("70");
    EXPECT_EQ(act(finance, disbursements, first, pay, Payment{day("2026-11-10"), "SP2D-1", "S"}),
              "");
    auto rows_in =
        std::vector{payment(2, "60", "2026-11-12", ""), payment(3, "70", "2026-11-12", "")};
    for (auto &row : rows_in) {
        row.payment_number = "SP2D-1";
    }
    auto const file = receive(rows_in);
    auto const address = "/payment-files/" + head_of(payment_files, file).reference;
    auto officer = signed_in("finance@agency.example");
    EXPECT_TRUE(
        testing::shows(officer.get(address),
                       "This order pays " + head_of(disbursements, first).reference + " already"));
    auto const answer =
        api(http::Method::get, "/api" + address + "/rows", bearer(finance.user, "*:read"));
    EXPECT_NE(
        answer.body.find("\"order_paid_already\":\"" + head_of(disbursements, first).reference),
        std::string::npos)
        << answer.body;
    EXPECT_EQ(act(finance, payment_files, file, book_payments), "funds.row_refused");
    EXPECT_EQ(state(disbursements, other), "approved") << "all of it or nothing";
    EXPECT_EQ(act(finance, payment_files, file, match_row, RowMatch{2, Id<Disbursement>{other}}),
              "funds.order_paid_already");
    EXPECT_EQ(
        act(finance, payment_files, file, match_row, RowMatch{2, Id<Disbursement>{other}, true}),
        "");
    EXPECT_EQ(act(finance, payment_files, file, book_payments), "funds.row_refused")
        << "the other row says nothing of the kind";
    EXPECT_EQ(
        act(finance, payment_files, file, match_row, RowMatch{3, Id<Disbursement>{third}, true}),
        "");
    EXPECT_FALSE(testing::shows(officer.get(address), "This order pays"));
    EXPECT_EQ(act(finance, payment_files, file, book_payments), "");
    EXPECT_EQ(state(disbursements, other), "paid");
    EXPECT_EQ(state(disbursements, third), "paid");
    expect_books_right();
}

TEST_P(PaymentFiles, come_in_by_a_form_that_tells_what_is_wrong)
{
    auto const first = approved("120.50");
    auto officer = signed_in("finance@agency.example");
    auto const page = officer.get("/payment-files/new?fund=" + head_of(funds, fund).reference);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(officer.get("/payment-files/template.csv").status, 200);
    auto const send = [&](std::string const &text) {
        File const file{text};
        http::Request request;
        request.method = http::Method::post;
        request.path = "/payment-files";
        request.headers.set("Sec-Fetch-Site", "same-origin");
        request.headers.set("Content-Type", "multipart/form-data; boundary=x");
        request.form.add("token", officer.token());
        request.form.add("fund", head_of(funds, fund).reference);
        request.uploads.push_back({.field = "file",
                                   .name = "payments.csv",
                                   .type = "text/csv",
                                   .path = file.path(),
                                   .size = 1});
        return officer.send(std::move(request));
    };
    auto const refused = send("a,b\n1,2\n");
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(testing::shows(refused, "has no column"));
    auto const taken = send("payment_number,paid_on,amount,currency,reference\n"
                            "SP2D-1,2026-11-12,120.50,USD,\n"
                            "SP2D-2,nonsense,3,USD,\n");
    ASSERT_EQ(taken.status, 303) << taken.body;
    auto const where = testing::header(taken, "Location");
    auto const shown = officer.get(where);
    EXPECT_TRUE(testing::shows(shown, "Pays it"));
    EXPECT_TRUE(testing::shows(shown, "the same amount"));
    EXPECT_TRUE(testing::shows(shown, "Cannot be read"));
    EXPECT_EQ(officer.post(where + "/booking", {{"version", "1"}}).status, 303);
    EXPECT_EQ(state(disbursements, first), "paid");
    auto payees = signed_in("ibu@centre.example");
    EXPECT_EQ(payees.get(where).status, 403);
}

} // namespace
} // namespace selatan::funds

int main(int argc, char **argv)
{
    selatan::sheets::child_main(argc, argv);
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
