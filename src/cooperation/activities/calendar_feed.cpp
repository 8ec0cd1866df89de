#include "cooperation/activities/calendar_feed.hpp"

#include "cooperation/activities/calendar_feed_store.hpp"

namespace selatan::activities {

namespace {

void tell_history(storage::Tx &tx, auth::Identity const &by, std::string verb)
{
    static_cast<void>(events::append(tx, {.actor = by.actor(),
                                          .kind = "user_account",
                                          .record = by.user.uuid(),
                                          .verb = std::move(verb),
                                          .reason = {},
                                          .changes = {},
                                          .audience = Audience::internal}));
}

} // namespace

Result<auth::Token> make_feed(storage::Tx &tx, auth::Identity const &by)
{
    if (auto const may = auth::decide_change(by); !may) {
        return refuse(may.error());
    }
    auto const token = auth::Token::make();
    put_feed(tx, by.user, token);
    tell_history(tx, by, "calendar_link_made");
    return token;
}

Result<void> withdraw_feed(storage::Tx &tx, auth::Identity const &by)
{
    if (auto const may = auth::decide_change(by); !may) {
        return refuse(may.error());
    }
    if (remove_feed(tx, by.user)) {
        tell_history(tx, by, "calendar_link_withdrawn");
    }
    return {};
}

std::optional<auth::Identity> feed_owner(storage::Reader &reader, auth::Token const &token)
{
    auto const user = user_of_feed(reader, token);
    return user ? auth::load_identity(reader, *user, "web") : std::nullopt;
}

} // namespace selatan::activities
