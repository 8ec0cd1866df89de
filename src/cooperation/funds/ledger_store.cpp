#include "cooperation/funds/ledger_store.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace selatan::funds {

namespace {

using ledger::AccountId;
using ledger::TransferId;
using storage::Value;

constexpr std::string_view account_columns =
    "SELECT id, fund, role, subject, currency, kind, least, most, balance FROM ledger_account";

KeyedAccount account_in(storage::Row row)
{
    KeyedAccount one;
    one.account.id = row.next<AccountId>();
    one.key.fund = row.next<Uuid>();
    one.key.role = row.next<Role>();
    one.key.subject = row.next<Uuid>();
    one.key.currency = row.next<Currency>();
    one.account.currency = one.key.currency;
    one.account.kind = row.next<ledger::Kind>();
    one.account.least = row.next<std::optional<std::int64_t>>();
    one.account.most = row.next<std::optional<std::int64_t>>();
    one.account.balance = row.next<std::int64_t>();
    return one;
}

/// Rows that are about to change are locked, on the engine that has more than one writer.
std::string_view locking(storage::Reader const &reader)
{
    return reader.engine() == storage::Engine::postgresql ? " FOR UPDATE" : "";
}

std::vector<KeyedAccount> find_accounts(storage::Tx &tx, std::span<AccountKey const> keys)
{
    std::string condition;
    std::vector<Value> values;
    for (auto const &key : keys) {
        condition += condition.empty() ? "" : " OR ";
        condition += "(fund = ? AND role = ? AND subject = ? AND currency = ?)";
        values.emplace_back(key.fund);
        values.emplace_back(std::string{to_code(key.role)});
        values.emplace_back(key.subject);
        values.emplace_back(key.currency.to_string());
    }
    std::vector<KeyedAccount> all;
    for (auto row : tx.query_with(std::string{account_columns} + " WHERE " + condition +
                                      " ORDER BY id" + std::string{locking(tx)},
                                  values)) {
        all.push_back(account_in(row));
    }
    return all;
}

constexpr std::string_view entry_columns =
    "SELECT t.id, t.fund, t.number, t.on_day, t.booked_at, t.booked_by, t.act, t.record,"
    " t.document, t.rate, t.rate_on, t.rate_source, t.reverses, c.id FROM ledger_transfer t"
    " LEFT JOIN ledger_transfer c ON c.reverses = t.id";

std::optional<StoredEntry> entry_in(storage::Reader &reader, storage::Rows rows)
{
    struct Head {
        TransferId id;
        Uuid fund;
        std::int64_t number;
        Date on;
        Instant booked_at;
        std::optional<Uuid> booked_by;
        Act act;
        Uuid record;
        std::string document;
        std::string rate;
        std::optional<Date> rate_on;
        std::string rate_source;
        std::optional<TransferId> reverses;
        std::optional<TransferId> reversed_by;
    };
    std::optional<Head> head;
    for (auto row : rows) {
        head = Head{.id = row.next<TransferId>(),
                    .fund = row.next<Uuid>(),
                    .number = row.next<std::int64_t>(),
                    .on = row.next<Date>(),
                    .booked_at = row.next<Instant>(),
                    .booked_by = row.next<std::optional<Uuid>>(),
                    .act = row.next<Act>(),
                    .record = row.next<Uuid>(),
                    .document = row.next<std::string>(),
                    .rate = row.next<std::string>(),
                    .rate_on = row.next<std::optional<Date>>(),
                    .rate_source = row.next<std::string>(),
                    .reverses = row.next<std::optional<TransferId>>(),
                    .reversed_by = row.next<std::optional<TransferId>>()};
    }
    if (!head) {
        return std::nullopt;
    }
    std::vector<ledger::Posting> postings;
    for (auto row : reader.query("SELECT p.account, p.amount, a.currency FROM ledger_posting p"
                                 " JOIN ledger_account a ON a.id = p.account WHERE p.transfer = ?",
                                 head->id)) {
        auto const account = row.next<AccountId>();
        auto const amount = row.next<std::int64_t>();
        postings.push_back({account, Money{amount, row.next<Currency>()}});
    }
    auto entry = ledger::Entry::balanced(postings);
    ENSURE(entry.has_value());
    return StoredEntry{.transfer = {.id = head->id,
                                    .on = head->on,
                                    .entry = std::move(*entry),
                                    .reverses = head->reverses,
                                    .quote = head->rate_on
                                                 ? std::optional{ledger::Quote{
                                                       std::move(head->rate), *head->rate_on,
                                                       std::move(head->rate_source)}}
                                                 : std::nullopt},
                       .fund = head->fund,
                       .number = head->number,
                       .booked_at = head->booked_at,
                       .booked_by = head->booked_by,
                       .act = head->act,
                       .record = head->record,
                       .document = std::move(head->document),
                       .reversed_by = head->reversed_by};
}

} // namespace

// -- Booking --------------------------------------------------------------------------------------

HeldFund hold_fund(storage::Tx &tx, Uuid fund)
{
    for (auto row : tx.query("UPDATE fund SET last_number = last_number + 1 WHERE id = ?"
                             " RETURNING last_number, closed_until",
                             fund)) {
        auto const number = row.next<std::int64_t>();
        return {.next_number = number, .closed_until = row.next<std::optional<Date>>()};
    }
    throw Bug{"there is no such fund"};
}

std::vector<KeyedAccount> hold_accounts(storage::Tx &tx, std::span<AccountKey const> wanted)
{
    std::vector<AccountKey> keys{wanted.begin(), wanted.end()};
    std::ranges::sort(keys);
    // Not std::ranges::unique: clang 14 cannot read libstdc++'s.
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    auto all = find_accounts(tx, keys);
    if (all.size() == keys.size()) {
        return all;
    }
    for (auto const &key : keys) {
        if (std::ranges::find(all, key, &KeyedAccount::key) == all.end()) {
            tx.run("INSERT INTO ledger_account"
                   " (id, fund, role, subject, currency, kind, least, most, balance)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 0)",
                   tx.new_id<ledger::Account>(), key.fund, key.role, key.subject, key.currency,
                   kind_of(key.role),
                   may_turn(key.role) ? std::optional<std::int64_t>{}
                                      : std::optional<std::int64_t>{0});
        }
    }
    all = find_accounts(tx, keys);
    ENSURE(all.size() == keys.size());
    return all;
}

std::vector<KeyedAccount> accounts_of(storage::Reader &reader, ledger::Entry const &entry)
{
    std::string marks;
    std::vector<Value> values;
    for (auto const &posting : entry.postings()) {
        marks += marks.empty() ? "?" : ", ?";
        values.emplace_back(posting.account.uuid());
    }
    std::vector<KeyedAccount> all;
    for (auto row : reader.query_with(
             std::string{account_columns} + " WHERE id IN (" + marks + ") ORDER BY id", values)) {
        all.push_back(account_in(row));
    }
    return all;
}

Money least_since(storage::Reader &reader, ledger::Account const &account, Date day)
{
    // Backwards from what it holds now: what came and went after a day is what that day lacks.
    for (auto row : reader.query(
             "SELECT coalesce(CAST(min(moved) AS BIGINT), 0),"
             " coalesce(CAST(max(moved) AS BIGINT), 0) FROM"
             " (SELECT sum(sum(p.amount)) OVER (ORDER BY p.on_day DESC) AS moved"
             " FROM ledger_posting p JOIN ledger_transfer t ON t.id = p.transfer"
             " LEFT JOIN ledger_transfer c ON c.reverses = t.id"
             " WHERE p.account = ? AND p.on_day > ? AND t.reverses IS NULL AND c.id IS NULL"
             " GROUP BY p.on_day) later",
             account.id, day)) {
        auto const least = row.next<std::int64_t>();
        auto const most = row.next<std::int64_t>();
        auto const came = ledger::is_debit_side(account.kind) ? most : -least;
        return {account.own_balance().minor_units() - std::max<std::int64_t>(came, 0),
                account.currency};
    }
    throw Bug{"a sum without a row"};
}

void write_balance(storage::Tx &tx, ledger::Balanced const &balanced)
{
    tx.run("UPDATE ledger_account SET balance = ? WHERE id = ?", balanced.balance,
           balanced.account);
}

void write_ceiling(storage::Tx &tx, AccountId account, Money most)
{
    tx.run("UPDATE ledger_account SET most = ? WHERE id = ?", most.minor_units(), account);
}

void write_entry(storage::Tx &tx, StoredEntry const &stored)
{
    auto const &transfer = stored.transfer;
    auto const &quote = transfer.quote;
    tx.run("INSERT INTO ledger_transfer (id, fund, number, on_day, booked_at, booked_by, act,"
           " record, document, rate, rate_on, rate_source, reverses)"
           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
           transfer.id, stored.fund, stored.number, transfer.on, stored.booked_at, stored.booked_by,
           stored.act, stored.record, stored.document, quote ? quote->rate : std::string{},
           quote ? std::optional{quote->on} : std::nullopt, quote ? quote->source : std::string{},
           transfer.reverses);
    std::string rows;
    std::vector<Value> values;
    for (auto const &posting : transfer.entry.postings()) {
        rows += rows.empty() ? "(?, ?, ?, ?)" : ", (?, ?, ?, ?)";
        values.emplace_back(transfer.id.uuid());
        values.emplace_back(posting.account.uuid());
        values.emplace_back(transfer.on.to_string());
        values.emplace_back(posting.amount.minor_units());
    }
    tx.run_with("INSERT INTO ledger_posting (transfer, account, on_day, amount) VALUES " + rows,
                values);
}

std::optional<StoredEntry> find_entry(storage::Reader &reader, TransferId id)
{
    return entry_in(reader, reader.query(std::string{entry_columns} + " WHERE t.id = ?", id));
}

std::optional<StoredEntry> find_entry(storage::Reader &reader, Uuid fund, std::int64_t number)
{
    return entry_in(reader,
                    reader.query(std::string{entry_columns} + " WHERE t.fund = ? AND t.number = ?",
                                 fund, number));
}

std::optional<StoredEntry> last_standing_entry(storage::Reader &reader, Uuid record)
{
    return entry_in(reader, reader.query(std::string{entry_columns} +
                                             " WHERE t.record = ? AND t.reverses IS NULL"
                                             " AND c.id IS NULL ORDER BY t.number DESC LIMIT 1",
                                         record));
}

Signatures signatures_of(storage::Reader &reader, Uuid record)
{
    for (auto row : reader.query("SELECT asked_by, verified_by, approved_by FROM money_signature"
                                 " WHERE record = ?",
                                 record)) {
        return {.asked_by = row.next<std::optional<Uuid>>(),
                .verified_by = row.next<std::optional<Uuid>>(),
                .approved_by = row.next<std::optional<Uuid>>()};
    }
    return {};
}

void write_signatures(storage::Tx &tx, Uuid record, Signatures const &signatures)
{
    tx.run("INSERT INTO money_signature (record, asked_by, verified_by, approved_by)"
           " VALUES (?, ?, ?, ?) ON CONFLICT (record) DO UPDATE SET asked_by = excluded.asked_by,"
           " verified_by = excluded.verified_by, approved_by = excluded.approved_by",
           record, signatures.asked_by, signatures.verified_by, signatures.approved_by);
}

// -- Balances -------------------------------------------------------------------------------------

Money balance_of(storage::Reader &reader, AccountKey const &key)
{
    auto const balance =
        reader.one<std::int64_t>("SELECT balance FROM ledger_account"
                                 " WHERE fund = ? AND role = ? AND subject = ? AND currency = ?",
                                 key.fund, key.role, key.subject, key.currency);
    auto const debit = balance.value_or(0);
    return {ledger::is_debit_side(kind_of(key.role)) ? debit : -debit, key.currency};
}

Balance balances_of(storage::Reader &reader, Uuid fund, Role role)
{
    Balance all;
    auto const side = ledger::is_debit_side(kind_of(role)) ? 1 : -1;
    for (auto row :
         reader.query("SELECT currency, balance FROM ledger_account WHERE fund = ? AND role = ?",
                      fund, role)) {
        auto const currency = row.next<Currency>();
        all.add({side * row.next<std::int64_t>(), currency});
    }
    return all;
}

BooksCheck check_books(storage::Reader &reader)
{
    BooksCheck check;
    check.entries = reader.one<std::int64_t>("SELECT count(*) FROM ledger_transfer").value_or(0);
    check.unbalanced_entries =
        reader
            .one<std::int64_t>("SELECT count(*) FROM (SELECT 1 FROM ledger_posting p"
                               " JOIN ledger_account a ON a.id = p.account"
                               " GROUP BY p.transfer, a.currency HAVING sum(p.amount) <> 0) x")
            .value_or(0);
    check.differing_accounts =
        reader
            .one<std::int64_t>("SELECT count(*) FROM ledger_account a WHERE a.balance <>"
                               " coalesce((SELECT sum(p.amount) FROM ledger_posting p"
                               " WHERE p.account = a.id), 0) OR a.balance <>"
                               " coalesce((SELECT sum(m.amount) FROM ledger_month m"
                               " WHERE m.account = a.id), 0)")
            .value_or(0);
    return check;
}

} // namespace selatan::funds
