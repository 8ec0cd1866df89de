#include "platform/auth/sign_in.hpp"

#include "platform/auth/account.hpp"
#include "platform/auth/account_store.hpp"
#include "platform/auth/session_store.hpp"
#include "platform/auth/throttle.hpp"
#include "platform/auth/totp.hpp"
#include "platform/events/event.hpp"

namespace selatan::auth {

namespace {

tl::unexpected<Refusal> refuse_credentials()
{
    return refuse(Decline::invalid, "", "auth.wrong_credentials");
}

/// The attempt is counted before the proof is looked at.
Result<Id<Attempt>> count_attempt(storage::Store &store, Settings const &settings,
                                  AttemptPurpose purpose, std::string const &subject,
                                  Client const &client)
{
    return store.write([&](storage::Tx &tx) {
        return begin_attempt(tx, settings.throttle, purpose, subject, client.address);
    });
}

/// What everybody may be asked: is this the password of that account? Takes as long whatever the
/// answer is.
bool is_right(PasswordHasher &hasher, std::optional<store::StoredAccount> const &known,
              std::string const &password)
{
    return known && known->password ? hasher.verify(*known->password, password)
                                    : hasher.verify_nobody(password);
}

Result<SignedIn> open_session(storage::Tx &tx, Account const &account, store::SecondFactor factor,
                              Client const &client)
{
    auto const token = Token::make();
    store::insert(tx, account.id, token, store::Stage::open, factor, client);
    store::set_last_sign_in(tx, account.id);
    events::append(tx, {.actor = {.user = account.id.uuid(), .post = account.post},
                        .kind = "user_account",
                        .record = account.id.uuid(),
                        .verb = "signed_in"});
    return SignedIn{.token = token};
}

bool is_too_late(store::Pending const &pending, Settings const &settings, Instant now)
{
    return pending.created.plus(settings.second_factor_time) <= now;
}

} // namespace

Result<SignedIn> sign_in(storage::Store &store, Services &services, Credentials const &credentials,
                         Client const &client, std::optional<Token> const &replaced)
{
    auto const email = Email::parse(credentials.email);
    auto const attempt = count_attempt(store, services.settings, AttemptPurpose::password,
                                       email ? email->text() : credentials.email, client);
    if (!attempt) {
        return refuse(attempt.error());
    }
    std::optional<store::StoredAccount> known;
    if (email) {
        known = store.read([&](storage::Reader &reader) { return store::find(reader, *email); });
    }
    if (!is_right(services.hasher, known, credentials.password) ||
        known->account.status != AccountStatus::active) {
        return refuse_credentials();
    }
    std::optional<PasswordHash> renewed;
    if (services.hasher.is_outdated(*known->password)) {
        renewed = services.hasher.hash(credentials.password);
    }
    return store.write([&](storage::Tx &tx) -> Result<SignedIn> {
        // While the hash was computed, the password may have been changed or the account suspended.
        auto const now_stored = store::find(tx, known->account.id);
        if (!now_stored || now_stored->account.status != AccountStatus::active ||
            !now_stored->password || now_stored->password->text() != known->password->text()) {
            return refuse_credentials();
        }
        succeed(tx, *attempt);
        if (renewed) {
            store::replace_hash(tx, known->account.id, *renewed);
        }
        if (replaced) {
            store::delete_session(tx, *replaced);
        }
        if (totp_state_of(tx, known->account.id).is_on) {
            auto const token = Token::make();
            store::insert(tx, known->account.id, token, store::Stage::second_factor,
                          store::SecondFactor::not_given, client);
            return SignedIn{.token = token, .next = SignedIn::Next::second_factor};
        }
        return open_session(tx, now_stored->account, store::SecondFactor::not_given, client);
    });
}

bool awaits_second_factor(storage::Reader &reader, Settings const &settings, Token const &token)
{
    auto const pending = store::find_pending(reader, token);
    return pending && !is_too_late(*pending, settings, reader.now());
}

Result<SignedIn> give_second_factor(storage::Store &store, Services &services, Token const &pending,
                                    std::string const &code, Client const &client)
{
    auto const again = [] {
        return refuse(Decline::conflict, "", "auth.sign_in_again");
    };
    auto const find = [&](storage::Reader &reader) {
        auto const found = store::find_pending(reader, pending);
        return found && !is_too_late(*found, services.settings, reader.now()) ? found
                                                                              : std::nullopt;
    };
    auto const waiting = store.read(find);
    if (!waiting) {
        return again();
    }
    auto const attempt = count_attempt(store, services.settings, AttemptPurpose::second_factor,
                                       waiting->user.to_string(), client);
    if (!attempt) {
        return refuse(attempt.error());
    }
    return store.write([&](storage::Tx &tx) -> Result<SignedIn> {
        auto const account = find_account(tx, waiting->user);
        if (!find(tx) || !account || account->status != AccountStatus::active) {
            return again();
        }
        if (!spend_code(tx, services, waiting->user, code)) {
            return refuse(Decline::invalid, "code", "auth.wrong_code");
        }
        succeed(tx, *attempt);
        store::delete_session(tx, pending);
        return open_session(tx, *account, store::SecondFactor::given, client);
    });
}

Result<void> confirm_password(storage::Store &store, Services &services, SignedInUser const &by,
                              std::string const &password, Client const &client)
{
    if (auto may = decide_change(by.identity); !may) {
        return may;
    }
    auto const known =
        store.read([&](storage::Reader &reader) { return store::find(reader, by.identity.user); });
    if (!known) {
        return not_found();
    }
    auto const attempt = count_attempt(store, services.settings, AttemptPurpose::password,
                                       known->account.email.text(), client);
    if (!attempt) {
        return refuse(attempt.error());
    }
    if (!is_right(services.hasher, known, password)) {
        return refuse(Decline::invalid, "current_password", "auth.wrong_password");
    }
    store.write([&](storage::Tx &tx) {
        succeed(tx, *attempt);
        store::set_confirmed(tx, by.session.id);
    });
    return {};
}

} // namespace selatan::auth
