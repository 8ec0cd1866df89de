// Buttons pressed twice, calls repeated, people who may not, a clock that goes back: money moves
// once, or not at all.
#include "tests/support/funds.hpp"

namespace selatan::funds {
namespace {

class PressedTwice : public FundsTest {
protected:
    Uuid approved(std::string_view digits)
    {
        receive_money("500");
        auto const id = requested(obligated(allocated("400"), "200"), digits);
        EXPECT_EQ(act(second, disbursements, id, verify, Verification{"Invoice"}), "");
        EXPECT_EQ(act(approver, disbursements, id, approve_payment, PaymentApproval{"Memo"}), "");
        return id;
    }
    std::int64_t entries(Act what)
    {
        return store().read([&](Reader &reader) {
            return reader
                .one<std::int64_t>("SELECT count(*) FROM ledger_transfer WHERE act = ?", what)
                .value_or(0);
        });
    }
};
INSTANTIATE_ENGINES(PressedTwice);

TEST_P(PressedTwice, a_payment_is_booked_once)
{
    auto const id = approved("75");
    auto officer = signed_in("finance@agency.example");
    auto const url = "/disbursements/" + head_of(disbursements, id).reference + "/payment";
    auto const form = officer.get(url);
    testing::Fields const fields{
        {"command", testing::between(form.body, "name=\"command\" value=\"", "\"")},
        {"version", testing::between(form.body, "name=\"version\" value=\"", "\"")},
        {"paid_on", "2026-11-10"}};
    ASSERT_FALSE(fields[0].second.empty());
    auto const first = officer.post(url, fields);
    EXPECT_EQ(first.status, 303) << first.body;
    auto const again = officer.post(url, fields);
    EXPECT_EQ(again.status, 303) << "the same answer";
    EXPECT_EQ(testing::header(again, "Location"), testing::header(first, "Location"));
    EXPECT_EQ(entries(Act::payment), 1);
    // The same form from another window: what it saw is gone.
    auto stale = fields;
    stale[0].second = Uuid::make(7, {}).to_string();
    EXPECT_GE(officer.post(url, stale).status, 400);
    EXPECT_EQ(entries(Act::payment), 1);
    expect_books_right();
}

TEST_P(PressedTwice, a_repeated_call_pays_once_and_the_same_key_pays_nothing_else)
{
    auto const id = approved("75");
    auto const token = bearer(finance.user, "*:read *:write");
    auto const head = head_of(disbursements, id);
    auto const url = "/api/disbursements/" + head.reference + "/payment";
    auto const version = "\"" + std::to_string(head.version) + "\"";
    auto const call = [&](std::string body, std::string key) {
        return api(http::Method::post, url, token, std::move(body),
                   {{"Idempotency-Key", std::move(key)}, {"If-Match", version}});
    };
    std::string const body = R"({"paid_on":"2026-11-10","payment_number":"SP2D-1"})";
    auto const first = call(body, "payment-1");
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(call(body, "payment-1").body, first.body);
    EXPECT_EQ(call(R"({"paid_on":"2026-11-11","payment_number":"SP2D-2"})", "payment-1").status,
              409);
    EXPECT_GE(call(body, "payment-2").status, 400) << "another key, but it is paid";
    EXPECT_EQ(entries(Act::payment), 1);
    EXPECT_EQ(balance(Role::bank), "425.00");
    expect_books_right();
}

TEST_P(PressedTwice, whoever_may_not_moves_nothing)
{
    auto const id = approved("75");
    auto const url = "/disbursements/" + head_of(disbursements, id).reference + "/payment";
    for (auto const *const who :
         {"ibu@centre.example", "desk@agency.example", "approver@agency.example"}) {
        auto person = signed_in(who);
        static_cast<void>(person.get("/disbursements"));
        auto const answer = person.post(url, {{"version", "3"}, {"paid_on", "2026-11-10"}});
        EXPECT_EQ(answer.status, 403) << who;
    }
    auto nobody = browser();
    EXPECT_GE(nobody.post(url, {{"paid_on", "2026-11-10"}}).status, 303);
    auto const reads = bearer(finance.user, "*:read");
    EXPECT_EQ(api(http::Method::post, "/api" + url, reads, R"({"paid_on":"2026-11-10"})").status,
              403)
        << "a token that only reads";
    EXPECT_EQ(entries(Act::payment), 0);
    EXPECT_EQ(state(disbursements, id), "approved");
}

TEST_P(PressedTwice, a_clock_that_is_set_back_leaves_the_order_of_the_books)
{
    auto const id = approved("75");
    auto const present = clock().now();
    clock().set(present.plus(-std::chrono::hours{24 * 400}));
    // By that clock the payment's day is still to come; nothing is booked, and nothing breaks.
    EXPECT_EQ(act(finance, disbursements, id, pay, Payment{day("2026-11-10"), "", ""}),
              "common.in_the_future");
    auto const on = store().read([](Reader &reader) { return reader.today(); });
    EXPECT_EQ(act(finance, disbursements, id, pay, Payment{on, "", ""}), "");
    auto const newest = store().read([&](Reader &reader) {
        return reader.one<std::string>("SELECT act FROM ledger_transfer WHERE fund = ?"
                                       " ORDER BY number DESC LIMIT 1",
                                       fund);
    });
    EXPECT_EQ(newest, "payment") << "entries are numbered as they come, whatever the clock says";
    clock().set(present);
    expect_books_right();
}

} // namespace
} // namespace selatan::funds
