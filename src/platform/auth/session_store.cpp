#include "platform/auth/session_store.hpp"

#include "base/ensure.hpp"
#include "platform/auth/account.hpp"

namespace selatan::auth {

namespace store {

namespace {

constexpr std::size_t longest_agent = 200;

/// Headers hold any bytes; a list of sessions needs readable ones, and PostgreSQL valid ones.
std::string printable(std::string_view text)
{
    std::string kept;
    for (char const c : text.substr(0, longest_agent)) {
        kept += c >= ' ' && c <= '~' ? c : '?';
    }
    return kept;
}

} // namespace

std::string_view to_code(Stage stage)
{
    return stage == Stage::open ? "open" : "second_factor";
}

bool from_code(std::string_view code, Stage &stage)
{
    stage = code == to_code(Stage::open) ? Stage::open : Stage::second_factor;
    return code == to_code(stage);
}

Id<Session> insert(storage::Tx &tx, Id<User> user, Token const &token, Stage stage,
                   SecondFactor factor, Client const &client)
{
    auto const id = tx.new_id<Session>();
    tx.run("INSERT INTO user_session (id, token_hash, account, stage, mfa, created, last_seen,"
           " confirmed, client, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
           id, token.hash(), user, stage, factor == SecondFactor::given, tx.now(), tx.now(),
           tx.now(), printable(client.address), printable(client.agent));
    return id;
}

std::optional<Pending> find_pending(storage::Reader &reader, Token const &token)
{
    for (auto row : reader.query("SELECT id, account, created FROM user_session"
                                 " WHERE token_hash = ? AND stage = 'second_factor'",
                                 token.hash())) {
        return Pending{.session = row.next<Id<Session>>(),
                       .user = row.next<Id<User>>(),
                       .created = row.next<Instant>()};
    }
    return std::nullopt;
}

std::optional<Open> find_open(storage::Reader &reader, Token const &token)
{
    for (auto row : reader.query(
             "SELECT s.id, s.account, o.status, s.created, s.last_seen, s.confirmed, s.mfa,"
             " s.view_as, a.id, a.name, a.language, a.office, a.post, a.time_zone, a.theme, "
             "a.status"
             " FROM user_session s JOIN user_account o ON o.id = s.account"
             " JOIN user_account a ON a.id = coalesce(s.view_as, s.account)"
             " WHERE s.token_hash = ? AND s.stage = 'open'",
             token.hash())) {
        Open open{.id = row.next<Id<Session>>(),
                  .owner = row.next<Id<User>>(),
                  .owner_is_active = row.next<AccountStatus>() == AccountStatus::active,
                  .created = row.next<Instant>(),
                  .last_seen = row.next<Instant>(),
                  .confirmed = row.next<Instant>()};
        open.eyes.mfa = row.next<bool>();
        if (row.next<std::optional<Uuid>>()) {
            open.eyes.viewed_by = open.owner;
        }
        open.eyes.user = row.next<Id<User>>();
        open.eyes.name = row.next<std::string>();
        auto const language = parse_language(row.next<std::string>());
        ENSURE(language.has_value());
        open.eyes.language = *language;
        open.eyes.office = row.next<std::optional<Uuid>>();
        open.eyes.post = row.next<std::optional<Uuid>>();
        open.eyes.time_zone = row.next<std::string>();
        open.eyes.theme = row.next<Theme>();
        open.eyes_are_active = row.next<AccountStatus>() == AccountStatus::active;
        return open;
    }
    return std::nullopt;
}

void set_last_seen(storage::Tx &tx, Id<Session> session)
{
    tx.run("UPDATE user_session SET last_seen = ? WHERE id = ?", tx.now(), session);
}

void set_confirmed(storage::Tx &tx, Id<Session> session)
{
    tx.run("UPDATE user_session SET confirmed = ? WHERE id = ?", tx.now(), session);
}

void set_mfa(storage::Tx &tx, Id<Session> session)
{
    tx.run("UPDATE user_session SET mfa = 1, confirmed = ? WHERE id = ?", tx.now(), session);
}

void set_view_as(storage::Tx &tx, Id<Session> session, std::optional<Id<User>> user)
{
    tx.run("UPDATE user_session SET view_as = ? WHERE id = ?", user, session);
}

void delete_session(storage::Tx &tx, Token const &token)
{
    tx.run("DELETE FROM user_session WHERE token_hash = ?", token.hash());
}

bool delete_session(storage::Tx &tx, Id<Session> session, Id<User> user)
{
    return tx.run("DELETE FROM user_session WHERE id = ? AND account = ?", session, user) == 1;
}

void delete_sessions_of(storage::Tx &tx, Id<User> user, std::optional<Id<Session>> but)
{
    // No session has the nil id.
    tx.run("DELETE FROM user_session WHERE account = ? AND id <> ?", user,
           but.value_or(Id<Session>{}));
}

void delete_sessions(storage::Tx &tx, Instant created_before, Instant last_seen_before)
{
    tx.run("DELETE FROM user_session WHERE created < ? OR last_seen < ?", created_before,
           last_seen_before);
}

} // namespace store

std::vector<SessionEntry> sessions_of(storage::Reader &reader, Settings const &settings,
                                      Id<User> user)
{
    std::vector<SessionEntry> entries;
    for (auto row :
         reader.query("SELECT id, created, last_seen, client, agent, mfa FROM user_session"
                      " WHERE account = ? AND stage = 'open' ORDER BY last_seen DESC, id",
                      user)) {
        SessionEntry entry{.id = row.next<Id<Session>>(),
                           .created = row.next<Instant>(),
                           .last_seen = row.next<Instant>(),
                           .client = row.next<std::string>(),
                           .agent = row.next<std::string>(),
                           .mfa = row.next<bool>()};
        if (is_alive(entry.created, entry.last_seen, settings, reader.now())) {
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

} // namespace selatan::auth
