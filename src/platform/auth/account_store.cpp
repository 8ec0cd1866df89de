#include "platform/auth/account_store.hpp"

#include "base/ensure.hpp"
#include "platform/storage/marks.hpp"

#include <algorithm>

namespace selatan::auth {

namespace {

#define ACCOUNT_COLUMNS                                                                            \
    "a.id, a.email, a.name, a.language, a.time_zone, a.theme, a.status, a.office, a.post, "        \
    "a.created, a.last_sign_in, a.version"

template <typename T>
T required(std::optional<T> value)
{
    ENSURE(value.has_value());
    return std::move(*value);
}

Account read_account(storage::Row &row)
{
    return {.id = row.next<Id<User>>(),
            .email = required(Email::parse(row.next<std::string>())),
            .name = row.next<std::string>(),
            .language = required(parse_language(row.next<std::string>())),
            .time_zone = row.next<std::string>(),
            .theme = row.next<Theme>(),
            .status = row.next<AccountStatus>(),
            .office = row.next<std::optional<Uuid>>(),
            .post = row.next<std::optional<Uuid>>(),
            .created = row.next<Instant>(),
            .last_sign_in = row.next<std::optional<Instant>>(),
            .version = row.next<std::int64_t>()};
}

std::optional<store::StoredAccount> read_stored(storage::Rows rows)
{
    for (auto row : rows) {
        auto account = read_account(row);
        auto const hash = row.next<std::optional<std::string>>();
        return store::StoredAccount{.account = std::move(account),
                                    .password =
                                        hash ? std::optional{PasswordHash{*hash}} : std::nullopt};
    }
    return std::nullopt;
}

/// LIKE's own characters mean themselves.
std::string like_pattern(std::string_view words)
{
    std::string pattern{"%"};
    for (char const c : words) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern += '\\';
        }
        pattern += c;
    }
    return pattern + '%';
}

Result<void> unless_email_taken(std::function<void()> const &write)
{
    try {
        write();
    } catch (storage::Violation const &violation) {
        if (violation.constraint != "user_account__email") {
            throw;
        }
        return refuse(Decline::conflict, "email", "auth.email_taken");
    }
    return {};
}

} // namespace

namespace store {

std::optional<StoredAccount> find(storage::Reader &reader, Id<User> user)
{
    return read_stored(reader.query(
        "SELECT " ACCOUNT_COLUMNS ", a.password FROM user_account a WHERE a.id = ?", user));
}

std::optional<StoredAccount> find(storage::Reader &reader, Email const &email)
{
    return read_stored(reader.query("SELECT " ACCOUNT_COLUMNS
                                    ", a.password FROM user_account a WHERE a.email = ?",
                                    email.text()));
}

Result<void> insert(storage::Tx &tx, Account const &account,
                    std::optional<PasswordHash> const &password)
{
    return unless_email_taken([&] {
        tx.run("INSERT INTO user_account (id, email, name, language, time_zone, theme, status,"
               " office, post, password, password_changed, created, version)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               account.id, account.email.text(), account.name, to_code(account.language),
               account.time_zone, account.theme, account.status, account.office, account.post,
               password ? std::optional{password->text()} : std::nullopt,
               password ? std::optional{tx.now()} : std::nullopt, account.created, account.version);
    });
}

Result<void> update(storage::Tx &tx, Account const &account)
{
    return unless_email_taken([&] {
        tx.run("UPDATE user_account SET email = ?, name = ?, language = ?, time_zone = ?,"
               " theme = ?, office = ?, post = ?, version = version + 1 WHERE id = ?",
               account.email.text(), account.name, to_code(account.language), account.time_zone,
               account.theme, account.office, account.post, account.id);
    });
}

void set_status(storage::Tx &tx, Id<User> user, AccountStatus status)
{
    tx.run("UPDATE user_account SET status = ?, version = version + 1 WHERE id = ?", status, user);
}

void set_password(storage::Tx &tx, Id<User> user, PasswordHash const &password)
{
    tx.run("UPDATE user_account SET password = ?, password_changed = ? WHERE id = ?",
           password.text(), tx.now(), user);
}

void replace_hash(storage::Tx &tx, Id<User> user, PasswordHash const &password)
{
    tx.run("UPDATE user_account SET password = ? WHERE id = ?", password.text(), user);
}

void set_last_sign_in(storage::Tx &tx, Id<User> user)
{
    tx.run("UPDATE user_account SET last_sign_in = ? WHERE id = ?", tx.now(), user);
}

} // namespace store

std::optional<Account> find_account(storage::Reader &reader, Id<User> user)
{
    auto stored = store::find(reader, user);
    return stored ? std::optional{std::move(stored->account)} : std::nullopt;
}

std::optional<Account> find_account(storage::Reader &reader, Email const &email)
{
    auto stored = store::find(reader, email);
    return stored ? std::optional{std::move(stored->account)} : std::nullopt;
}

std::vector<Account> list_accounts(storage::Reader &reader, AccountFilter const &filter)
{
    std::string sql = "SELECT " ACCOUNT_COLUMNS " FROM user_account a WHERE a.email > ?";
    std::vector<storage::Value> values{storage::to_value(filter.after)};
    if (!filter.words.empty()) {
        auto const pattern = like_pattern(filter.words);
        sql +=
            " AND (lower(a.name) LIKE lower(?) ESCAPE '\\' OR a.email LIKE lower(?) ESCAPE '\\')";
        values.insert(values.end(), 2, storage::to_value(pattern));
    }
    if (filter.status) {
        sql += " AND a.status = ?";
        values.push_back(storage::to_value(*filter.status));
    }
    if (filter.office) {
        sql += " AND a.office = ?";
        values.push_back(storage::to_value(*filter.office));
    }
    if (filter.role) {
        sql += " AND EXISTS (SELECT 1 FROM access_grant g WHERE g.account = a.id AND g.role = ?"
               " AND g.revoked IS NULL AND g.valid_from <= ?"
               " AND (g.valid_until IS NULL OR g.valid_until >= ?))";
        values.push_back(storage::to_value(*filter.role));
        values.insert(values.end(), 2, storage::to_value(reader.today()));
    }
    sql += " ORDER BY a.email LIMIT ?";
    values.push_back(storage::to_value(filter.limit));

    std::vector<Account> accounts;
    for (auto row : reader.query_with(sql, values)) {
        accounts.push_back(read_account(row));
    }
    return accounts;
}

std::vector<AccountName> names_of(storage::Reader &reader, std::span<Id<User> const> users)
{
    constexpr std::size_t at_once = 100;
    std::vector<AccountName> names;
    while (!users.empty()) {
        // Always as many parameters, the last repeated: one statement, prepared once.
        std::vector<storage::Value> values;
        for (std::size_t i = 0; i < at_once; ++i) {
            values.push_back(storage::to_value(users[std::min(i, users.size() - 1)]));
        }
        for (auto row : reader.query_with("SELECT id, name FROM user_account WHERE id IN (" +
                                              storage::marks(at_once) + ")",
                                          values)) {
            names.push_back({.id = row.next<Id<User>>(), .name = row.next<std::string>()});
        }
        users = users.subspan(std::min(at_once, users.size()));
    }
    return names;
}

} // namespace selatan::auth
