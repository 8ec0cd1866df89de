#include "platform/auth/account.hpp"

#include "base/text.hpp"
#include "platform/auth/account_store.hpp"
#include "platform/auth/api_token_store.hpp"
#include "platform/auth/grant_store.hpp"
#include "platform/auth/link.hpp"
#include "platform/auth/link_store.hpp"
#include "platform/auth/name.hpp"
#include "platform/auth/session.hpp"
#include "platform/auth/session_store.hpp"
#include "platform/auth/sign_in.hpp"
#include "platform/events/event.hpp"

namespace selatan::auth {

namespace {

using events::Change;

constexpr std::size_t longest_name = 200;

void check_time_zone(std::string const &name, Problems &problems)
{
    if (!is_time_zone(name)) {
        problems.push_back({.field = "time_zone", .code = "common.unknown_choice"});
    }
}

void record(storage::Tx &tx, Identity const &by, Id<User> user, std::string verb,
            std::vector<Change> changes = {}, std::string reason = {})
{
    events::append(tx, {.actor = by.actor(),
                        .kind = "user_account",
                        .record = user.uuid(),
                        .verb = std::move(verb),
                        .reason = std::move(reason),
                        .changes = std::move(changes)});
}

void note_change(std::vector<Change> &changes, std::string field, std::string before,
                 std::string after)
{
    if (before != after) {
        changes.push_back(
            {.field = std::move(field), .before = std::move(before), .after = std::move(after)});
    }
}

std::string to_text(std::optional<Uuid> const &id)
{
    return id ? id->to_string() : std::string{};
}

/// The account, unless it is not there or was changed after `version` was read.
Result<Account> load_unchanged(storage::Reader &reader, Id<User> user, std::int64_t version)
{
    auto account = find_account(reader, user);
    if (!account) {
        return not_found();
    }
    if (account->version != version) {
        return refuse(Decline::stale, "", "common.stale");
    }
    return std::move(*account);
}

Result<Account> make_account(storage::Tx &tx, Identity const &by, NewAccount const &wanted,
                             AccountStatus status)
{
    if (auto may = decide_administer(by); !may) {
        return refuse(may.error());
    }
    if (auto problems = check(wanted); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return Account{.id = tx.new_id<User>(),
                   .email = *Email::parse(wanted.email),
                   .name = clean(wanted.name),
                   .language = wanted.language,
                   .time_zone = wanted.time_zone,
                   .status = status,
                   .office = wanted.office,
                   .post = wanted.post,
                   .created = tx.now()};
}

std::vector<Change> changes_of_new(Account const &account)
{
    std::vector<Change> changes;
    note_change(changes, "email", "", account.email.text());
    note_change(changes, "name", "", account.name);
    note_change(changes, "office", "", to_text(account.office));
    note_change(changes, "post", "", to_text(account.post));
    return changes;
}

} // namespace

std::string_view to_code(AccountStatus status)
{
    constexpr std::array<std::string_view, 3> codes{"invited", "active", "suspended"};
    return codes.at(static_cast<std::size_t>(status));
}

bool from_code(std::string_view code, AccountStatus &status)
{
    for (auto const candidate :
         {AccountStatus::invited, AccountStatus::active, AccountStatus::suspended}) {
        if (to_code(candidate) == code) {
            status = candidate;
            return true;
        }
    }
    return false;
}

Addressee addressee_of(Account const &account)
{
    return {.user = account.id,
            .email = account.email.text(),
            .name = account.name,
            .language = account.language};
}

bool is_time_zone(std::string_view name)
{
    // The tz database's names: parts of letters, digits, `_`, `+` and `-`, with slashes between.
    // Whether ICU knows the zone is asked where times are shown; it falls back to UTC.
    constexpr std::size_t longest = 60;
    bool starts_part = true;
    for (char const c : name) {
        bool const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool const continues = (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
        if (c == '/' ? starts_part : !is_letter && (starts_part || !continues)) {
            return false;
        }
        starts_part = c == '/';
    }
    return !name.empty() && name.size() <= longest && !starts_part;
}

Problems check(NewAccount const &wanted)
{
    Problems problems;
    if (wanted.email.empty()) {
        problems.push_back({.field = "email", .code = "common.required"});
    } else if (!Email::parse(wanted.email)) {
        problems.push_back({.field = "email", .code = "common.not_an_email"});
    }
    check_name(clean(wanted.name), longest_name, problems);
    check_time_zone(wanted.time_zone, problems);
    return problems;
}

Problems check(Profile const &wanted)
{
    Problems problems;
    check_name(clean(wanted.name), longest_name, problems);
    check_time_zone(wanted.time_zone, problems);
    return problems;
}

Result<Id<User>> invite(storage::Tx &tx, Services const &services, Identity const &by,
                        NewAccount const &wanted)
{
    auto const account = make_account(tx, by, wanted, AccountStatus::invited);
    if (!account) {
        return refuse(account.error());
    }
    if (auto done = store::insert(tx, *account, std::nullopt); !done) {
        return refuse(done.error());
    }
    send_link(tx, services, LinkPurpose::invitation, addressee_of(*account));
    record(tx, by, account->id, "invited", changes_of_new(*account));
    return account->id;
}

Result<void> invite_again(storage::Tx &tx, Services const &services, Identity const &by,
                          Id<User> user)
{
    if (auto may = decide_administer(by); !may) {
        return may;
    }
    auto const account = find_account(tx, user);
    if (!account) {
        return not_found();
    }
    if (account->status != AccountStatus::invited) {
        return refuse(Decline::conflict, "", "auth.not_invited");
    }
    send_link(tx, services, LinkPurpose::invitation, addressee_of(*account));
    record(tx, by, user, "invited_again");
    return {};
}

Result<Id<User>> create_account(storage::Tx &tx, Identity const &by, NewAccount const &wanted,
                                PasswordHash const &password)
{
    auto const account = make_account(tx, by, wanted, AccountStatus::active);
    if (!account) {
        return refuse(account.error());
    }
    if (auto done = store::insert(tx, *account, password); !done) {
        return refuse(done.error());
    }
    record(tx, by, account->id, "created", changes_of_new(*account));
    return account->id;
}

Result<void> change_profile(storage::Tx &tx, Identity const &by, Id<User> user,
                            std::int64_t version, Profile const &wanted)
{
    if (auto may = by.user == user ? decide_change(by) : decide_administer(by); !may) {
        return may;
    }
    if (auto may = decide_token_use(by, "accounts", TokenAccess::write); !may) {
        return may;
    }
    if (auto problems = check(wanted); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    auto account = load_unchanged(tx, user, version);
    if (!account) {
        return refuse(account.error());
    }
    auto const name = clean(wanted.name);
    std::vector<Change> changes;
    note_change(changes, "name", account->name, name);
    note_change(changes, "language", std::string{to_code(account->language)},
                std::string{to_code(wanted.language)});
    note_change(changes, "time_zone", account->time_zone, wanted.time_zone);
    note_change(changes, "theme", std::string{to_code(account->theme)},
                std::string{to_code(wanted.theme)});
    if (changes.empty()) {
        return {};
    }
    account->name = name;
    account->language = wanted.language;
    account->time_zone = wanted.time_zone;
    account->theme = wanted.theme;
    if (auto done = store::update(tx, *account); !done) {
        return done;
    }
    record(tx, by, user, "changed", std::move(changes));
    return {};
}

Result<void> assign(storage::Tx &tx, Identity const &by, Id<User> user, std::int64_t version,
                    std::optional<Uuid> office, std::optional<Uuid> post)
{
    if (auto may = decide_administer(by); !may) {
        return may;
    }
    auto account = load_unchanged(tx, user, version);
    if (!account) {
        return refuse(account.error());
    }
    std::vector<Change> changes;
    note_change(changes, "office", to_text(account->office), to_text(office));
    note_change(changes, "post", to_text(account->post), to_text(post));
    if (changes.empty()) {
        return {};
    }
    account->office = office;
    account->post = post;
    if (auto done = store::update(tx, *account); !done) {
        return done;
    }
    record(tx, by, user, "assigned", std::move(changes));
    return {};
}

Result<void> change_email(storage::Tx &tx, Services const &services, Identity const &by,
                          Id<User> user, std::int64_t version, std::string const &email)
{
    if (auto may = decide_administer(by); !may) {
        return may;
    }
    auto const wanted = Email::parse(email);
    if (!wanted) {
        return refuse(Decline::invalid, "email", "common.not_an_email");
    }
    auto account = load_unchanged(tx, user, version);
    if (!account) {
        return refuse(account.error());
    }
    if (account->email == *wanted) {
        return {};
    }
    std::vector<Change> changes;
    note_change(changes, "email", account->email.text(), wanted->text());
    auto const told = addressee_of(*account);
    account->email = *wanted;
    if (auto done = store::update(tx, *account); !done) {
        return done;
    }
    store::delete_sessions_of(tx, user, std::nullopt);
    store::withdraw_links_of(tx, user, std::nullopt);
    services.send_notice(tx, Notice::email_changed, told);
    record(tx, by, user, "changed", std::move(changes));
    return {};
}

Result<void> suspend(storage::Tx &tx, Identity const &by, Id<User> user, std::string const &reason)
{
    if (auto may = decide_administer(by); !may) {
        return may;
    }
    auto const account = find_account(tx, user);
    if (!account) {
        return not_found();
    }
    if (account->status == AccountStatus::suspended) {
        return refuse(Decline::conflict, "", "auth.already_suspended");
    }
    if (account->status == AccountStatus::active && !store::has_other_administrator(tx, user)) {
        return refuse(Decline::conflict, "", "auth.last_administrator");
    }
    store::set_status(tx, user, AccountStatus::suspended);
    store::delete_sessions_of(tx, user, std::nullopt);
    store::withdraw_links_of(tx, user, std::nullopt);
    store::revoke_tokens_of(tx, user);
    record(tx, by, user, "suspended", {}, reason);
    return {};
}

Result<void> reinstate(storage::Tx &tx, Identity const &by, Id<User> user,
                       std::string const &reason)
{
    if (auto may = decide_administer(by); !may) {
        return may;
    }
    auto const stored = store::find(tx, user);
    if (!stored) {
        return not_found();
    }
    if (stored->account.status != AccountStatus::suspended) {
        return refuse(Decline::conflict, "", "auth.not_suspended");
    }
    store::set_status(tx, user, stored->password ? AccountStatus::active : AccountStatus::invited);
    record(tx, by, user, "reinstated", {}, reason);
    return {};
}

Result<void> change_password(storage::Store &store, Services &services, SignedInUser const &by,
                             std::string const &current, std::string const &wanted,
                             Client const &client)
{
    auto const account =
        store.read([&](storage::Reader &reader) { return find_account(reader, by.identity.user); });
    if (!account) {
        return not_found();
    }
    if (auto may = decide_change(by.identity); !may) {
        return may;
    }
    if (auto may = decide_password(wanted, account->email, services.settings, "new_password");
        !may) {
        return may;
    }
    if (auto right = confirm_password(store, services, by, current, client); !right) {
        return right;
    }
    auto const hash = services.hasher.hash(wanted);
    store.write([&](storage::Tx &tx) {
        store::set_password(tx, account->id, hash);
        store::delete_sessions_of(tx, account->id, by.session.id);
        store::withdraw_links_of(tx, account->id, std::nullopt);
        services.send_notice(tx, Notice::password_changed, addressee_of(*account));
        record(tx, by.identity, account->id, "password_changed");
    });
    return {};
}

} // namespace selatan::auth
