#include "cooperation/funds/statement_store.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/amount.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

namespace selatan::funds {

namespace {

/// From the columns rate, rate_on and rate_source.
std::optional<ledger::Quote> next_quote(storage::Row &row)
{
    auto rate = row.next<std::string>();
    auto const on = row.next<std::optional<Date>>();
    auto source = row.next<std::string>();
    return on ? std::optional{ledger::Quote{std::move(rate), *on, std::move(source)}}
              : std::nullopt;
}

using storage::Value;

constexpr std::string_view account_select =
    "SELECT a.id, a.fund, a.role, a.subject, a.currency, a.kind, a.least, a.most,"
    " r.kind, r.reference, r.title, s.kind, s.reference, s.title, ";
constexpr std::string_view account_from = " FROM ledger_account a JOIN record r ON r.id = a.fund"
                                          " JOIN record s ON s.id = a.subject WHERE ";

RecordName name_in(storage::Row &row)
{
    return {.kind = row.next<std::string>(),
            .reference = row.next<std::string>(),
            .title = row.next<std::string>()};
}

std::vector<AccountRow> accounts_where(storage::Reader &reader, std::string const &balance,
                                       std::string const &condition,
                                       std::vector<Value> const &values)
{
    std::vector<AccountRow> all;
    std::string sql{account_select};
    sql.append(balance).append(account_from).append(condition);
    for (auto row : reader.query_with(sql, values)) {
        auto &one = all.emplace_back();
        auto &[key, account] = one.account;
        account.id = row.next<ledger::AccountId>();
        key.fund = row.next<Uuid>();
        key.role = row.next<Role>();
        key.subject = row.next<Uuid>();
        key.currency = row.next<Currency>();
        account.currency = key.currency;
        account.kind = row.next<ledger::Kind>();
        account.least = row.next<std::optional<std::int64_t>>();
        account.most = row.next<std::optional<std::int64_t>>();
        one.fund = name_in(row);
        one.subject = name_in(row);
        account.balance = row.next<std::int64_t>();
    }
    std::ranges::sort(all, {}, [](AccountRow const &one) {
        return std::tuple{one.fund.reference, one.account.key.role, one.subject.reference,
                          one.account.key.currency};
    });
    return all;
}

Movement movement_in(storage::Row &row, Currency currency)
{
    Movement one{.entry = row.next<ledger::TransferId>(),
                 .number = row.next<std::int64_t>(),
                 .on = row.next<Date>(),
                 .act = row.next<Act>(),
                 .document = row.next<std::string>(),
                 .record = name_in(row),
                 .amount = {0, currency}};
    one.amount = {row.next<std::int64_t>(), currency};
    return one;
}

} // namespace

std::vector<AccountRow> accounts_at(storage::Reader &reader, records::Filter const &may_see,
                                    std::optional<Date> on, std::optional<Uuid> fund)
{
    std::vector<Value> values;
    std::string balance = "a.balance";
    if (on) {
        // The months before, and of the day's own month its days until then.
        auto const day = on->to_string();
        constexpr std::size_t month_length = 7;
        auto const month = day.substr(0, month_length);
        balance = "coalesce((SELECT CAST(sum(m.amount) AS BIGINT) FROM ledger_month m"
                  " WHERE m.account = a.id AND m.month < ?), 0)"
                  " + coalesce((SELECT CAST(sum(p.amount) AS BIGINT) FROM ledger_posting p"
                  " WHERE p.account = a.id AND p.on_day BETWEEN ? AND ?), 0)";
        values = {month, month + "-01", day};
    }
    auto condition = "(" + may_see.sql + ")";
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    if (fund) {
        condition += " AND a.fund = ?";
        values.emplace_back(*fund);
    }
    return accounts_where(reader, balance, condition, values);
}

std::optional<AccountRow> find_account(storage::Reader &reader, records::Filter const &may_see,
                                       ledger::AccountId id)
{
    auto values = may_see.values;
    values.emplace_back(id.uuid());
    auto all = accounts_where(reader, "a.balance", "(" + may_see.sql + ") AND a.id = ?", values);
    return all.empty() ? std::nullopt : std::optional{std::move(all.front())};
}

std::vector<AccountRow> accounts_about(storage::Reader &reader, Uuid record)
{
    return accounts_where(reader, "a.balance", "a.subject = ?", {record});
}

std::vector<AccountRow> accounts_in(storage::Reader &reader, ledger::Entry const &entry)
{
    std::string marks;
    std::vector<Value> values;
    for (auto const &posting : entry.postings()) {
        marks += marks.empty() ? "?" : ", ?";
        values.emplace_back(posting.account.uuid());
    }
    return accounts_where(reader, "a.balance", "a.id IN (" + marks + ")", values);
}

AccountStatement statement_of(storage::Reader &reader, AccountRow const &account, Date from,
                              Date until)
{
    auto const id = account.account.account.id;
    auto const currency = account.account.key.currency;
    auto const opening = reader.one<std::int64_t>(
        "SELECT coalesce(CAST(sum(amount) AS BIGINT), 0) FROM ledger_posting"
        " WHERE account = ? AND on_day < ?",
        id, from);
    AccountStatement statement{
        .opening = {opening.value_or(0), currency}, .movements = {}, .closing = {0, currency}};
    auto closing = statement.opening;
    for (auto row : reader.query(
             "SELECT t.id, t.number, t.on_day, t.act, t.document, r.kind, r.reference,"
             " r.title, p.amount FROM ledger_posting p"
             " JOIN ledger_transfer t ON t.id = p.transfer JOIN record r ON r.id = t.record"
             " WHERE p.account = ? AND p.on_day >= ? AND p.on_day <= ?"
             " ORDER BY p.on_day, t.number",
             id, from, until)) {
        statement.movements.push_back(movement_in(row, currency));
        closing = closing + statement.movements.back().amount;
    }
    statement.closing = closing;
    return statement;
}

std::vector<Movement> entries_about(storage::Reader &reader, Uuid record)
{
    std::vector<Movement> all;
    for (auto row : reader.query(
             "SELECT t.id, t.number, t.on_day, t.act, t.document, r.kind, r.reference, r.title,"
             " f.currency, (SELECT max(p.amount) FROM ledger_posting p"
             " JOIN ledger_account a ON a.id = p.account WHERE p.transfer = t.id"
             " AND a.currency = f.currency AND a.kind <> 'memorandum'), t.rate, t.rate_on,"
             " t.rate_source"
             " FROM ledger_transfer t JOIN record r ON r.id = t.record"
             " JOIN fund f ON f.id = t.fund WHERE t.record = ? ORDER BY t.number DESC LIMIT 200",
             record)) {
        Movement one{.entry = row.next<ledger::TransferId>(),
                     .number = row.next<std::int64_t>(),
                     .on = row.next<Date>(),
                     .act = row.next<Act>(),
                     .document = row.next<std::string>(),
                     .record = name_in(row),
                     .amount = {0, Currency{}}};
        auto const currency = row.next<Currency>();
        one.amount = {row.next<std::optional<std::int64_t>>().value_or(0), currency};
        one.quote = next_quote(row);
        all.push_back(std::move(one));
    }
    return all;
}

void each_journal_row(storage::Reader &reader, std::function<void(JournalRow const &)> const &take)
{
    for (auto row :
         reader.query("SELECT f.reference, t.number, t.on_day, t.act, r.kind, r.reference, r.title,"
                      " t.document, t.rate, t.rate_on, t.rate_source, a.role, a.kind,"
                      " s.kind, s.reference, s.title, a.currency, p.amount"
                      " FROM ledger_transfer t JOIN record f ON f.id = t.fund"
                      " JOIN record r ON r.id = t.record JOIN ledger_posting p ON p.transfer = t.id"
                      " JOIN ledger_account a ON a.id = p.account JOIN record s ON s.id = a.subject"
                      " ORDER BY t.fund, t.number, p.account")) {
        JournalRow one{.fund = row.next<std::string>(),
                       .number = row.next<std::int64_t>(),
                       .on = row.next<Date>(),
                       .act = row.next<Act>(),
                       .record = name_in(row),
                       .document = row.next<std::string>(),
                       .quote = {},
                       .role = Role::bank,
                       .kind = ledger::Kind::asset,
                       .subject = {},
                       .amount = {0, Currency{}}};
        one.quote = next_quote(row);
        one.role = row.next<Role>();
        one.kind = row.next<ledger::Kind>();
        one.subject = name_in(row);
        auto const currency = row.next<Currency>();
        one.amount = {row.next<std::int64_t>(), currency};
        take(one);
    }
}

std::vector<Execution> executions(storage::Reader &reader, records::Filter const &may_see,
                                  std::optional<CountryCode> country)
{
    std::vector<Execution> all;
    auto values = may_see.values;
    if (country) {
        values.emplace_back(country->to_string());
    }
    for (auto row : reader.query_with(
             "WITH money AS ("
             "SELECT a.subject AS line, -a.balance AS allocated, 0 AS obligated, 0 AS paid,"
             " 0 AS used FROM ledger_account a WHERE a.role = 'authorised'"
             " UNION ALL SELECT c.line, 0,"
             " CASE WHEN a.role = 'expenditure' THEN 0 ELSE -a.balance END,"
             " CASE WHEN a.role = 'spent' THEN -a.balance ELSE 0 END,"
             " CASE WHEN a.role = 'expenditure' THEN a.balance ELSE 0 END"
             " FROM ledger_account a JOIN obligation o ON o.id = a.subject"
             " JOIN allocation c ON c.id = o.allocation"
             " WHERE a.role IN ('obligation', 'spent', 'expenditure')"
             " UNION ALL SELECT c.line, 0, -a.balance, 0, 0"
             " FROM ledger_account a JOIN disbursement d ON d.id = a.subject"
             " JOIN obligation o ON o.id = d.obligation JOIN allocation c ON c.id = o.allocation"
             " WHERE a.role = 'payable')"
             " SELECT r.kind, r.reference, r.title, y.currency, l.plan_amount,"
             " CAST(coalesce(sum(m.allocated), 0) AS BIGINT),"
             " CAST(coalesce(sum(m.obligated), 0) AS BIGINT),"
             " CAST(coalesce(sum(m.paid), 0) AS BIGINT),"
             " CAST(coalesce(sum(m.used), 0) AS BIGINT)"
             " FROM plan_line l JOIN record r ON r.id = l.id JOIN plan_year y ON y.id = l.plan"
             " LEFT JOIN money m ON m.line = l.id"
             " WHERE l.plan_amount IS NOT NULL AND r.state = 'established' AND (" +
                 may_see.sql + (country ? ") AND r.country = ?" : ")") +
                 " GROUP BY y.year, r.id, r.kind, r.reference, r.title, y.currency, l.plan_amount"
                 " ORDER BY y.year DESC, r.reference",
             values)) {
        auto record = name_in(row);
        auto const currency = row.next<Currency>();
        auto const planned = Money::parse(std::to_string(row.next<std::int64_t>()), currency);
        auto const next = [&] {
            return Money{row.next<std::int64_t>(), currency};
        };
        auto const allocated = next();
        auto const obligated = next();
        auto const paid = next();
        all.push_back({.record = std::move(record),
                       .planned = planned.value_or(Money{0, currency}),
                       .allocated = allocated,
                       .obligated = obligated,
                       .paid = paid,
                       .used = next()});
    }
    return all;
}

std::vector<ProjectMoneyRow> money_of_projects(storage::Reader &reader,
                                               records::Filter const &may_see)
{
    // What is asked is decimal text, which no engine adds up exactly: added here, in minor units.
    std::map<std::pair<Uuid, Currency>, std::int64_t> asked;
    for (auto row : reader.query("SELECT o.project, f.currency, d.amount FROM disbursement d"
                                 " JOIN record r ON r.id = d.id"
                                 " JOIN obligation o ON o.id = d.obligation"
                                 " JOIN allocation c ON c.id = o.allocation"
                                 " JOIN fund f ON f.id = c.fund"
                                 " WHERE r.state IN ('requested', 'verified')")) {
        auto const project = row.next<Uuid>();
        auto const currency = row.next<Currency>();
        auto const amount = row.next<Amount>().in(currency);
        asked[{project, currency}] += amount ? amount->minor_units() : 0;
    }
    std::vector<ProjectMoneyRow> all;
    for (auto row : reader.query_with(
             "WITH money AS ("
             "SELECT o.project, a.currency,"
             " CASE WHEN a.role = 'expenditure' THEN 0 ELSE -a.balance END AS obligated,"
             " CASE WHEN a.role = 'spent' THEN -a.balance ELSE 0 END AS paid,"
             " CASE WHEN a.role = 'expenditure' THEN a.balance ELSE 0 END AS used"
             " FROM ledger_account a JOIN obligation o ON o.id = a.subject"
             " WHERE a.role IN ('obligation', 'spent', 'expenditure')"
             " UNION ALL SELECT o.project, a.currency, -a.balance, 0, 0"
             " FROM ledger_account a JOIN disbursement d ON d.id = a.subject"
             " JOIN obligation o ON o.id = d.obligation WHERE a.role = 'payable')"
             " SELECT r.id, r.kind, r.reference, r.title, m.currency,"
             " CAST(sum(m.obligated) AS BIGINT), CAST(sum(m.paid) AS BIGINT),"
             " CAST(sum(m.used) AS BIGINT) FROM money m JOIN record r ON r.id = m.project WHERE (" +
                 may_see.sql +
                 ") GROUP BY r.id, r.kind, r.reference, r.title, m.currency"
                 " ORDER BY r.reference, m.currency",
             may_see.values)) {
        auto const project = row.next<Uuid>();
        auto name = name_in(row);
        auto const currency = row.next<Currency>();
        auto const next = [&] {
            return Money{row.next<std::int64_t>(), currency};
        };
        auto const obligated = next();
        auto const paid = next();
        auto const at = asked.find({project, currency});
        all.push_back({.project = std::move(name),
                       .asked = {at == asked.end() ? 0 : at->second, currency},
                       .obligated = obligated,
                       .paid = paid,
                       .used = next()});
    }
    return all;
}

} // namespace selatan::funds
