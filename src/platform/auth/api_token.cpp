#include "platform/auth/api_token.hpp"

#include "base/text.hpp"
#include "platform/auth/account.hpp"
#include "platform/auth/api_token_store.hpp"
#include "platform/auth/name.hpp"
#include "platform/events/event.hpp"

#include <algorithm>

namespace selatan::auth {

namespace {

/// Lets scanners of source code find tokens that slipped into it.
constexpr std::string_view prefix = "selatan_";
constexpr std::size_t longest_name = 100;

void record(storage::Tx &tx, Identity const &by, Id<User> user, std::string verb,
            std::vector<events::Change> changes = {})
{
    events::append(tx, {.actor = by.actor(),
                        .kind = "user_account",
                        .record = user.uuid(),
                        .verb = std::move(verb),
                        .changes = std::move(changes)});
}

} // namespace

Problems check(NewApiToken const &wanted, Settings const &settings)
{
    Problems problems;
    check_name(clean(wanted.name), longest_name, problems);
    if (!TokenScopes::parse(wanted.scopes)) {
        problems.push_back({.field = "scopes", .code = "auth.token_scopes_malformed"});
    }
    if (wanted.valid_days < 1 ||
        std::chrono::days{wanted.valid_days} > settings.api_token_longest) {
        problems.push_back(
            {.field = "valid_days",
             .code = "auth.token_validity",
             .arguments = {{"limit", std::to_string(settings.api_token_longest.count())}}});
    }
    return problems;
}

Result<IssuedApiToken> issue_api_token(storage::Tx &tx, Services const &services,
                                       SignedInUser const &by, NewApiToken const &wanted)
{
    if (auto may = decide_sensitive(by, services.settings, tx.now()); !may) {
        return refuse(may.error());
    }
    if (auto problems = check(wanted, services.settings); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    auto const account = find_account(tx, by.identity.user);
    if (!account) {
        return not_found();
    }
    auto const name = clean(wanted.name);
    auto const token = Token::make();
    auto const scopes = *TokenScopes::parse(wanted.scopes);
    auto const expires = tx.now().plus(std::chrono::days{wanted.valid_days});
    auto const id = store::insert(tx, account->id, token, name, scopes, expires);
    services.send_notice(tx, Notice::token_issued, addressee_of(*account));
    record(tx, by.identity, account->id, "token_issued",
           {{.field = "name", .after = name}, {.field = "scopes", .after = scopes.text()}});
    return IssuedApiToken{
        .id = id, .secret = std::string{prefix} + token.text(), .expires = expires};
}

Result<void> revoke_api_token(storage::Tx &tx, Identity const &by, Id<ApiToken> token)
{
    if (auto may = decide_change(by); !may) {
        return may;
    }
    auto const owner = store::find_owner(tx, token);
    // Whether a stranger's token exists is nobody's business but the administrators'.
    if (!owner || (*owner != by.user && !decide_administer(by))) {
        return not_found();
    }
    store::revoke(tx, token);
    record(tx, by, *owner, "token_revoked");
    return {};
}

std::optional<TokenUser> resolve_api_token(storage::Reader &reader, Settings const &settings,
                                           Token const &token)
{
    auto found = store::find_good(reader, token);
    if (!found) {
        return std::nullopt;
    }
    TokenUser user{.identity = std::move(found->identity),
                   .token = found->id,
                   .due_for_touch = !found->last_used ||
                                    found->last_used->plus(settings.touch_every) <= reader.now()};
    user.identity.grants = grants_of(reader, user.identity.user);
    return user;
}

void touch_api_token(storage::Tx &tx, Id<ApiToken> token)
{
    store::set_last_used(tx, token);
}

std::optional<Token> parse_bearer(std::string_view header)
{
    constexpr std::string_view scheme = "bearer ";
    if (header.size() < scheme.size() ||
        !std::ranges::equal(scheme, header.substr(0, scheme.size()), [](char a, char b) {
            return a == b || (b >= 'A' && b <= 'Z' && a == b - 'A' + 'a');
        })) {
        return std::nullopt;
    }
    header.remove_prefix(scheme.size());
    if (!header.starts_with(prefix)) {
        return std::nullopt;
    }
    return Token::parse(header.substr(prefix.size()));
}

} // namespace selatan::auth
