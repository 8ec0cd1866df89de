#include "cooperation/funds/standing.hpp"

namespace selatan::funds {

namespace {

using storage::Value;

/// Every account that stands behind a line, and where it can, the project.
constexpr std::string_view accounts_behind =
    "(SELECT a.id, a.fund, a.role, a.currency, a.balance, c.line AS line, o.project AS project"
    " FROM ledger_account a JOIN obligation o ON o.id = a.subject"
    " JOIN allocation c ON c.id = o.allocation"
    " WHERE a.role IN ('obligation', 'spent', 'expenditure')"
    " UNION ALL SELECT a.id, a.fund, a.role, a.currency, a.balance, c.line, o.project"
    " FROM ledger_account a JOIN disbursement d ON d.id = a.subject"
    " JOIN obligation o ON o.id = d.obligation JOIN allocation c ON c.id = o.allocation"
    " WHERE a.role = 'payable'"
    " UNION ALL SELECT a.id, a.fund, a.role, a.currency, a.balance, c.line, NULL"
    " FROM ledger_account a JOIN allocation c ON c.id = a.subject WHERE a.role = 'allocation'"
    " UNION ALL SELECT a.id, a.fund, a.role, a.currency, a.balance, a.subject, NULL"
    " FROM ledger_account a WHERE a.role = 'authorised')";

std::string_view column_of(Whose whose)
{
    return whose == Whose::line ? "line" : "project";
}

/// Balances have debits positive; what an account is for stands on the credit side.
std::int64_t own_side(Role role, std::int64_t units)
{
    return ledger::is_debit_side(kind_of(role)) ? units : -units;
}

} // namespace

std::vector<RoleSum> sums_of(storage::Reader &reader, Whose whose, Uuid record,
                             records::Filter const &may_see)
{
    std::vector<Value> values{record};
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    std::vector<RoleSum> all;
    for (auto row : reader.query_with(
             "SELECT b.role, b.currency, CAST(sum(b.balance) AS BIGINT) FROM " +
                 std::string{accounts_behind} + " b JOIN record r ON r.id = b.fund WHERE b." +
                 std::string{column_of(whose)} + " = ? AND (" + may_see.sql +
                 ") GROUP BY b.role, b.currency ORDER BY b.currency, b.role",
             values)) {
        auto const role = row.next<Role>();
        auto const currency = row.next<Currency>();
        all.push_back({role, Money{own_side(role, row.next<std::int64_t>()), currency}});
    }
    return all;
}

std::vector<Movement> movements_of(storage::Reader &reader, Whose whose, Uuid record,
                                   MoneyFigure figure, records::Filter const &may_see)
{
    std::string marks;
    std::vector<Value> values{record};
    auto const roles = roles_of(figure);
    for (auto const role : roles) {
        marks += marks.empty() ? "?" : ", ?";
        values.emplace_back(std::string{to_code(role)});
    }
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    std::vector<Movement> all;
    for (auto row : reader.query_with(
             "SELECT t.id, t.number, t.on_day, t.act, t.document, s.kind, s.reference, s.title,"
             " b.currency, CAST(sum(p.amount) AS BIGINT) FROM " +
                 std::string{accounts_behind} +
                 " b JOIN record r ON r.id = b.fund JOIN ledger_posting p ON p.account = b.id"
                 " JOIN ledger_transfer t ON t.id = p.transfer JOIN record s ON s.id = t.record"
                 " WHERE b." +
                 std::string{column_of(whose)} + " = ? AND b.role IN (" + marks + ") AND (" +
                 may_see.sql +
                 ") GROUP BY t.id, t.fund, t.number, t.on_day, t.act, t.document, s.kind,"
                 " s.reference, s.title, b.currency HAVING sum(p.amount) <> 0"
                 " ORDER BY t.on_day, t.fund, t.number",
             values)) {
        Movement one{.entry = row.next<ledger::TransferId>(),
                     .number = row.next<std::int64_t>(),
                     .on = row.next<Date>(),
                     .act = row.next<Act>(),
                     .document = row.next<std::string>(),
                     .record = {.kind = row.next<std::string>(),
                                .reference = row.next<std::string>(),
                                .title = row.next<std::string>()},
                     .amount = {0, Currency{}}};
        auto const currency = row.next<Currency>();
        // All roles of a figure stand on one side.
        one.amount = {own_side(roles.front(), row.next<std::int64_t>()), currency};
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace selatan::funds
