/// \file
/// Accounts. An account belongs to an office and outlives the people who hold it.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/auth/email.hpp"
#include "platform/auth/identity.hpp"
#include "platform/auth/services.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::auth {

struct SignedInUser;

enum class AccountStatus { invited, active, suspended };
[[nodiscard]] std::string_view to_code(AccountStatus status);
[[nodiscard]] bool from_code(std::string_view code, AccountStatus &status);

struct Account {
    Id<User> id;
    Email email;
    std::string name;
    Language language = Language::en;
    std::string time_zone;
    Theme theme = Theme::system;
    AccountStatus status = AccountStatus::invited;
    std::optional<Uuid> office;
    std::optional<Uuid> post;
    Instant created;
    std::optional<Instant> last_sign_in;
    std::int64_t version = 1;
};

[[nodiscard]] Addressee addressee_of(Account const &account);

struct NewAccount {
    std::string email;
    std::string name;
    Language language = Language::en;
    std::string time_zone = "UTC";
    std::optional<Uuid> office;
    std::optional<Uuid> post;
};

/// What the owner chooses.
struct Profile {
    std::string name;
    Language language = Language::en;
    std::string time_zone = "UTC";
    Theme theme = Theme::system;
};

/// Is it a name as the tz database writes them ("Asia/Jakarta")? Whether the zone exists is known
/// where times are shown.
[[nodiscard]] bool is_time_zone(std::string_view name);

/// Every field's problem: `email` (`common.required`, `common.not_an_email`), `name`
/// (`common.required`, `common.too_long`), `time_zone`
/// (`common.unknown_choice`).
[[nodiscard]] Problems check(NewAccount const &wanted);
[[nodiscard]] Problems check(Profile const &wanted);

/// Makes the account and mails the invitation. Administrators only; refuses `auth.email_taken`.
Result<Id<User>> invite(storage::Tx &tx, Services const &services, Identity const &by,
                        NewAccount const &wanted);
/// Another invitation; the links sent before stop working. Refuses `auth.not_invited` unless the
/// account still waits for its first password.
Result<void> invite_again(storage::Tx &tx, Services const &services, Identity const &by,
                          Id<User> user);
/// An active account with a password at once: the command line and the example installation.
Result<Id<User>> create_account(storage::Tx &tx, Identity const &by, NewAccount const &wanted,
                                PasswordHash const &password);

/// One's own, or an administrator anybody's. Refuses when `version` is not the account's.
Result<void> change_profile(storage::Tx &tx, Identity const &by, Id<User> user,
                            std::int64_t version, Profile const &wanted);
/// Administrators: where the account belongs. The people rotate, the account stays.
Result<void> assign(storage::Tx &tx, Identity const &by, Id<User> user, std::int64_t version,
                    std::optional<Uuid> office, std::optional<Uuid> post);
/// Administrators. The old address is told; sessions end.
Result<void> change_email(storage::Tx &tx, Services const &services, Identity const &by,
                          Id<User> user, std::int64_t version, std::string const &email);
/// Administrators. Sessions end, links and API tokens stop at once. Refuses
/// `auth.last_administrator` and `auth.already_suspended`.
Result<void> suspend(storage::Tx &tx, Identity const &by, Id<User> user, std::string const &reason);
/// Back to active, or to invited where there never was a password. Refuses `auth.not_suspended`.
Result<void> reinstate(storage::Tx &tx, Identity const &by, Id<User> user,
                       std::string const &reason);

/// Changes one's own password: the current one is asked again, throttled like a sign-in. Every
/// other session ends. Hashes outside its transactions, hence a Store.
Result<void> change_password(storage::Store &store, Services &services, SignedInUser const &by,
                             std::string const &current, std::string const &wanted,
                             Client const &client);

[[nodiscard]] std::optional<Account> find_account(storage::Reader &reader, Id<User> user);
[[nodiscard]] std::optional<Account> find_account(storage::Reader &reader, Email const &email);

/// Accounts in the order of their addresses, those after `after`. `words` are looked for in name
/// and address.
struct AccountFilter {
    std::string words;
    std::optional<AccountStatus> status;
    std::optional<Role> role; ///< held today
    std::optional<Uuid> office;
    std::string after;
    int limit = 50;
};
[[nodiscard]] std::vector<Account> list_accounts(storage::Reader &reader,
                                                 AccountFilter const &filter);

/// Who is meant by these ids, for histories and lists. Unknown ids are left out.
struct AccountName {
    Id<User> id;
    std::string name;
};
[[nodiscard]] std::vector<AccountName> names_of(storage::Reader &reader,
                                                std::span<Id<User> const> users);

} // namespace selatan::auth
