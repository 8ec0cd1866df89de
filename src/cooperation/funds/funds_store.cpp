#include "cooperation/funds/funds_store.hpp"

namespace selatan::funds {

std::string state_of(storage::Reader &reader, Uuid record)
{
    return reader.one<std::string>("SELECT state FROM record WHERE id = ?", record).value_or("");
}

bool has_entries(storage::Reader &reader, Uuid fund)
{
    return reader.one<std::int64_t>("SELECT 1 FROM ledger_transfer WHERE fund = ? LIMIT 1", fund)
        .has_value();
}

bool is_empty(storage::Reader &reader, Uuid fund)
{
    // What was spent stays on the books for good, and so does what the plan was drawn upon for.
    return !reader
                .one<std::int64_t>("SELECT 1 FROM ledger_account WHERE fund = ? AND balance <> 0"
                                   " AND role NOT IN ('expenditure', 'spent', 'authorised', 'plan')"
                                   " LIMIT 1",
                                   fund)
                .has_value();
}

bool has_open_obligations(storage::Reader &reader, Uuid allocation)
{
    return reader
        .one<std::int64_t>("SELECT 1 FROM obligation o JOIN record r ON r.id = o.id"
                           " WHERE o.allocation = ? AND r.state IN ('proposed', 'in_force')"
                           " LIMIT 1",
                           allocation)
        .has_value();
}

bool has_open_disbursements(storage::Reader &reader, Uuid obligation)
{
    return reader
        .one<std::int64_t>("SELECT 1 FROM disbursement d JOIN record r ON r.id = d.id"
                           " WHERE d.obligation = ?"
                           " AND r.state IN ('requested', 'verified', 'approved') LIMIT 1",
                           obligation)
        .has_value();
}

LineMoney line_money(storage::Reader &reader, Uuid line)
{
    for (auto row : reader.query("SELECT r.state, l.fund, l.plan_amount, p.currency"
                                 " FROM plan_line l JOIN record r ON r.id = l.id"
                                 " JOIN plan_year p ON p.id = l.plan WHERE l.id = ?",
                                 line)) {
        return {.state = row.next<std::string>(),
                .fund = row.next<std::optional<Uuid>>(),
                .plan_amount = row.next<std::optional<std::int64_t>>(),
                .plan_currency = row.next<std::optional<Currency>>()};
    }
    return {};
}

std::optional<std::string> same_invoice(storage::Reader &reader, Uuid disbursement)
{
    return reader.one<std::string>(
        "SELECT r.reference FROM disbursement d JOIN record m ON m.id = d.id"
        " JOIN record r ON r.kind = m.kind AND r.organisation = m.organisation AND r.id <> m.id"
        " AND r.state <> 'refused' JOIN disbursement o ON o.id = r.id AND o.amount = d.amount"
        " AND lower(o.document) = lower(d.document) WHERE d.id = ? ORDER BY r.id LIMIT 1",
        disbursement);
}

std::optional<std::string> paid_by_order(storage::Reader &reader, Uuid fund,
                                         std::string_view number, Uuid disbursement)
{
    return reader.one<std::string>(
        "SELECT r.reference FROM disbursement d JOIN record r ON r.id = d.id"
        " AND r.state IN ('paid', 'liquidated', 'reconciled')"
        " JOIN obligation o ON o.id = d.obligation JOIN allocation a ON a.id = o.allocation"
        " WHERE lower(d.payment_number) = lower(?) AND a.fund = ? AND d.id <> ?"
        " ORDER BY r.id LIMIT 1",
        number, fund, disbursement);
}

std::vector<Uuid> open_allocations(storage::Reader &reader, Uuid line)
{
    return reader.all<Uuid>("SELECT a.id FROM allocation a JOIN record r ON r.id = a.id"
                            " WHERE a.line = ? AND r.state = 'proposed' ORDER BY a.id",
                            line);
}

std::vector<Uuid> open_obligations(storage::Reader &reader, Uuid project)
{
    return reader.all<Uuid>("SELECT o.id FROM obligation o JOIN record r ON r.id = o.id"
                            " WHERE o.project = ? AND r.state = 'proposed' ORDER BY o.id",
                            project);
}

std::vector<Uuid> open_disbursements(storage::Reader &reader, Uuid obligation)
{
    return reader.all<Uuid>("SELECT d.id FROM disbursement d JOIN record r ON r.id = d.id"
                            " WHERE d.obligation = ? AND r.state IN ('requested', 'verified')"
                            " ORDER BY d.id",
                            obligation);
}

std::vector<Uuid> lines_to_allocate(storage::Reader &reader, std::optional<Uuid> const &fund)
{
    std::string const established = "SELECT l.id FROM plan_line l JOIN record r ON r.id = l.id"
                                    " JOIN plan_year p ON p.id = l.plan"
                                    " WHERE r.state = 'established' AND l.plan_amount IS NOT NULL";
    return fund ? reader.all<Uuid>(
                      established + " AND EXISTS (SELECT 1 FROM fund f JOIN record o ON o.id = f.id"
                                    " WHERE f.id = ? AND f.currency = p.currency AND"
                                    " (o.organisation = l.fund OR"
                                    " (o.organisation IS NULL AND l.fund IS NULL)))",
                      *fund)
                : reader.all<Uuid>(established);
}

std::vector<Uuid> earmarked_of(storage::Reader &reader, Uuid fund)
{
    std::vector<Uuid> all;
    auto const of_fund = reader.all<Uuid>("SELECT id FROM contribution WHERE fund = ?", fund);
    records::each_value(reader, contributions, of_fund, [&](Uuid id, void const *value) {
        if (static_cast<Contribution const *>(value)->is_earmarked()) {
            all.push_back(id);
        }
    });
    return all;
}

std::vector<Uuid> allocations_in_force(storage::Reader &reader)
{
    return reader.all<Uuid>(
        "SELECT id FROM record WHERE kind = 'allocation' AND state = 'in_force'");
}

std::optional<RunningProject> running_project(storage::Reader &reader)
{
    for (auto row : reader.query("SELECT p.id, p.line, r.organisation FROM project p"
                                 " JOIN record r ON r.id = p.id JOIN plan_line l ON l.id = p.line"
                                 " JOIN record e ON e.id = l.id WHERE r.state = 'active'"
                                 " AND r.organisation IS NOT NULL AND l.fund IS NULL"
                                 " AND e.state = 'established' ORDER BY p.id LIMIT 1")) {
        return RunningProject{
            .project = row.next<Uuid>(), .line = row.next<Uuid>(), .payee = row.next<Uuid>()};
    }
    return std::nullopt;
}

std::optional<Uuid> line_of_fund(storage::Reader &reader, Uuid organisation)
{
    return reader.one<Uuid>("SELECT l.id FROM plan_line l JOIN record r ON r.id = l.id"
                            " WHERE l.fund = ? AND r.state = 'established' ORDER BY l.id LIMIT 1",
                            organisation);
}

} // namespace selatan::funds
