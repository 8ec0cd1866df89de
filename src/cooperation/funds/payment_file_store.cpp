#include "cooperation/funds/payment_file_store.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace selatan::funds {

namespace {

using storage::Value;

std::string joined(std::vector<std::string> const &reasons)
{
    std::string text;
    for (auto const &one : reasons) {
        text += text.empty() ? one : " " + one;
    }
    return text;
}

std::vector<std::string> separated(std::string const &text)
{
    std::vector<std::string> all;
    records::Text<records::Codes>::parse(text, all);
    return all;
}

} // namespace

std::optional<Uuid> payment_file_of(storage::Reader &reader, Uuid fund, std::string const &digest)
{
    return reader.one<Uuid>("SELECT id FROM payment_file WHERE fund = ? AND digest = ?", fund,
                            digest);
}

void write_rows(storage::Tx &tx, Uuid file, std::span<PaymentRow const> rows)
{
    // A hundred rows a statement: an engine takes only so many values at once.
    constexpr std::size_t at_once = 100;
    for (std::size_t from = 0; from < rows.size(); from += at_once) {
        auto const part = rows.subspan(from, std::min(at_once, rows.size() - from));
        std::string marks;
        std::vector<Value> values;
        for (auto const &row : part) {
            marks += marks.empty() ? "" : ", ";
            marks += "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
            values.insert(values.end(),
                          {file, row.number, row.payment_number,
                           storage::Column<std::optional<Date>>::to(row.paid_on), row.amount.digits,
                           storage::Column<std::optional<Currency>>::to(row.currency),
                           row.reference, row.payee, row.problem, row.unread,
                           storage::Column<std::optional<Uuid>>::to(row.disbursement),
                           joined(row.reasons), std::string{to_code(row.state)}});
        }
        tx.run_with("INSERT INTO payment_row (file, row_number, payment_number, paid_on, amount,"
                    " currency, reference, payee, problem, unread, disbursement, reasons, state)"
                    " VALUES " +
                        marks,
                    values);
    }
}

std::vector<PaymentRow> rows_of(storage::Reader &reader, Uuid file)
{
    std::vector<PaymentRow> all;
    for (auto row : reader.query("SELECT row_number, payment_number, paid_on, amount, currency,"
                                 " reference, payee, problem, unread, disbursement, reasons, state"
                                 " FROM payment_row WHERE file = ? ORDER BY row_number",
                                 file)) {
        auto &one = all.emplace_back();
        one.number = row.next<std::int64_t>();
        one.payment_number = row.next<std::string>();
        one.paid_on = row.next<std::optional<Date>>();
        one.amount = row.next<Amount>();
        one.currency = row.next<std::optional<Currency>>();
        one.reference = row.next<std::string>();
        one.payee = row.next<std::string>();
        one.problem = row.next<std::string>();
        one.unread = row.next<std::string>();
        one.disbursement = row.next<std::optional<Uuid>>();
        one.reasons = separated(row.next<std::string>());
        one.state = row.next<RowState>();
    }
    return all;
}

void write_match(storage::Tx &tx, Uuid file, PaymentRow const &row)
{
    tx.run("UPDATE payment_row SET disbursement = ?, reasons = ?, state = ?"
           " WHERE file = ? AND row_number = ?",
           row.disbursement, joined(row.reasons), row.state, file, row.number);
}

void mark_known(storage::Reader &reader, Uuid fund, std::span<PaymentRow> rows)
{
    // One question for all of them: what the fund's earlier files booked.
    std::set<std::tuple<std::string, std::optional<Date>, std::string>> booked;
    for (auto row : reader.query("SELECT p.payment_number, p.paid_on, p.amount FROM payment_row p"
                                 " JOIN payment_file f ON f.id = p.file"
                                 " JOIN record r ON r.id = f.id WHERE f.fund = ?"
                                 " AND r.state = 'booked' AND p.state IN ('paid', 'reconciled')",
                                 fund)) {
        auto number = row.next<std::string>();
        auto const on = row.next<std::optional<Date>>();
        booked.emplace(std::move(number), on, row.next<std::string>());
    }
    for (auto &row : rows) {
        if (row.problem.empty() &&
            booked.contains({row.payment_number, row.paid_on, row.amount.digits})) {
            row.state = RowState::known;
        }
    }
}

std::vector<Candidate> candidates_of(storage::Reader &reader, Uuid fund)
{
    std::vector<Candidate> all;
    for (auto row : reader.query(
             "SELECT r.id, r.reference, r.state, d.amount, f.currency, d.paid_on, r.state_since,"
             " d.payment_number, p.title, ro.reference, ra.reference, rl.reference"
             " FROM disbursement d JOIN record r ON r.id = d.id"
             " JOIN obligation o ON o.id = d.obligation JOIN record ro ON ro.id = o.id"
             " JOIN allocation a ON a.id = o.allocation JOIN record ra ON ra.id = a.id"
             " JOIN record rl ON rl.id = a.line JOIN fund f ON f.id = a.fund"
             " LEFT JOIN record p ON p.id = r.organisation"
             " WHERE a.fund = ? AND r.state IN ('approved', 'paid', 'liquidated') ORDER BY r.id",
             fund)) {
        auto &one = all.emplace_back();
        one.id = row.next<Uuid>();
        one.reference = row.next<std::string>();
        one.state = row.next<std::string>();
        one.amount = row.next<Amount>();
        one.currency = row.next<Currency>();
        auto const paid_on = row.next<std::optional<Date>>();
        auto const since = row.next<Instant>();
        one.since = paid_on.value_or(reader.day_of(since));
        one.payment_number = row.next<std::string>();
        one.payee = row.next<std::optional<std::string>>().value_or("");
        for (int i = 0; i < 3; ++i) {
            one.budget += row.next<std::string>() + " ";
        }
    }
    return all;
}

} // namespace selatan::funds
