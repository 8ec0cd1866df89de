// What is done to an account, each with its form: a table, so that pages and API cannot differ.
#include "cooperation/administration/users.hpp"
#include "platform/auth/session.hpp"
#include "platform/auth/totp.hpp"
#include "words/administration.hpp"
#include "words/auth.hpp"
#include "words/common.hpp"

#include <array>

namespace selatan::administration {

namespace {

namespace word = words::administration;
namespace auth_word = words::auth;
using auth::Account;
using auth::AccountStatus;
using records::field;
using records::Kind;

struct Assignment {
    std::optional<Id<struct Office>> office;
    std::optional<Id<struct Post>> post;
};
constexpr std::array assignment_fields{
    field<&Assignment::office>("office", auth_word::account_office).of("organisation"),
    field<&Assignment::post>("post", auth_word::account_post).of("post"),
};

struct Address {
    std::string email;
};
constexpr std::array address_fields{
    field<&Address::email>("email", auth_word::account_email).as(Kind::email).required(),
};

/// What a verb needs to act.
struct Doing {
    Context const &context;
    storage::Tx &tx;
    Account const &account;
    std::int64_t version;
    void const *value;

    [[nodiscard]] std::string const &reason() const
    {
        return static_cast<Reason const *>(value)->reason;
    }
};

using Explanation = std::string (*)(Language language, Account const &account);

struct UserVerb {
    std::string_view path; ///< of the URL: a noun
    records::Word label;
    Explanation explanation = nullptr;
    std::span<records::Field const> fields = {}; ///< none: the button acts at once
    records::ValueType const *type = nullptr;    ///< of the fields
    void (*prefill)(Account const &account, void *value) = nullptr;
    /// Is it offered in this state? The verb itself decides whether it may happen.
    bool (*is_offered)(Account const &account, bool has_second_factor) = nullptr;
    Result<void> (*run)(Doing const &doing) = nullptr;
    std::string_view summary = {}; ///< for OpenAPI; none: for people alone
    bool wants_version = false;
    html::Emphasis emphasis = html::Emphasis::normal;
};

std::string plain(std::string_view text)
{
    return std::string{text};
}

bool is_always(Account const & /*account*/, bool /*has_second_factor*/)
{
    return true;
}

Result<void> invite_again(Doing const &doing)
{
    return auth::invite_again(doing.tx, doing.context.app().auth, doing.context.who(),
                              doing.account.id);
}

Result<void> assign(Doing const &doing)
{
    auto const &wanted = *static_cast<Assignment const *>(doing.value);
    auto const uuid = [](auto const &id) {
        return id ? std::optional{id->uuid()} : std::nullopt;
    };
    return auth::assign(doing.tx, doing.context.who(), doing.account.id, doing.version,
                        uuid(wanted.office), uuid(wanted.post));
}

void prefill_assignment(Account const &account, void *value)
{
    auto &assignment = *static_cast<Assignment *>(value);
    if (account.office) {
        assignment.office.emplace(*account.office);
    }
    if (account.post) {
        assignment.post.emplace(*account.post);
    }
}

Result<void> change_email(Doing const &doing)
{
    return auth::change_email(doing.tx, doing.context.app().auth, doing.context.who(),
                              doing.account.id, doing.version,
                              static_cast<Address const *>(doing.value)->email);
}

void prefill_address(Account const &account, void *value)
{
    static_cast<Address *>(value)->email = account.email.text();
}

Result<void> suspend(Doing const &doing)
{
    return auth::suspend(doing.tx, doing.context.who(), doing.account.id, doing.reason());
}

Result<void> reinstate(Doing const &doing)
{
    return auth::reinstate(doing.tx, doing.context.who(), doing.account.id, doing.reason());
}

Result<void> reset_second_factor(Doing const &doing)
{
    return auth::reset_totp(doing.tx, doing.context.app().auth, doing.context.who(),
                            doing.account.id, doing.reason());
}

Result<void> start_viewing(Doing const &doing)
{
    auto const *const session = doing.context.session();
    if (session == nullptr) {
        return refuse(Decline::forbidden, "", "common.forbidden");
    }
    return auth::start_view_as(doing.tx, *session, doing.account.id, doing.reason());
}

std::array const verbs{
    UserVerb{.path = "invitation",
             .label = auth_word::users_invite_again,
             .is_offered = [](Account const &account,
                              bool) { return account.status == AccountStatus::invited; },
             .run = invite_again,
             .summary = "Mails another invitation; the links sent before stop working."},
    UserVerb{
        .path = "office",
        .label = auth_word::users_assign,
        .explanation = [](Language language,
                          Account const &) { return plain(word::users_assign_explain(language)); },
        .fields = assignment_fields,
        .type = &records::value_type<Assignment>,
        .prefill = prefill_assignment,
        .is_offered = is_always,
        .run = assign,
        .summary = "Says to which office and post the account belongs.",
        .wants_version = true},
    UserVerb{
        .path = "address",
        .label = auth_word::users_change_email,
        .explanation = [](Language language,
                          Account const &) { return plain(word::users_email_explain(language)); },
        .fields = address_fields,
        .type = &records::value_type<Address>,
        .prefill = prefill_address,
        .is_offered = is_always,
        .run = change_email,
        .summary = "Gives the account another address; the old one is told.",
        .wants_version = true},
    UserVerb{
        .path = "second-factor-reset",
        .label = auth_word::users_reset_second_factor,
        .explanation =
            [](Language language, Account const &) {
                return plain(auth_word::users_reset_second_factor_confirm(language));
            },
        .fields = reason_fields(),
        .type = &records::value_type<Reason>,
        .is_offered = [](Account const &, bool has_second_factor) { return has_second_factor; },
        .run = reset_second_factor,
        .summary = "Switches the second step off for somebody who lost the telephone.",
        .emphasis = html::Emphasis::danger},
    UserVerb{.path = "viewing",
             .label = auth_word::view_as_title,
             .explanation =
                 [](Language language, Account const &account) {
                     return auth_word::view_as_intro(language, account.name);
                 },
             .fields = reason_fields(),
             .type = &records::value_type<Reason>,
             .is_offered = [](Account const &account,
                              bool) { return account.status == AccountStatus::active; },
             .run = start_viewing},
    UserVerb{
        .path = "suspension",
        .label = auth_word::users_suspend,
        .explanation = [](Language language,
                          Account const &) { return plain(word::users_suspend_explain(language)); },
        .fields = reason_fields(),
        .type = &records::value_type<Reason>,
        .is_offered = [](Account const &account,
                         bool) { return account.status != AccountStatus::suspended; },
        .run = suspend,
        .summary = "Sessions end and API tokens stop at once; records stay.",
        .emphasis = html::Emphasis::danger},
    UserVerb{.path = "reinstatement",
             .label = auth_word::users_reinstate,
             .explanation =
                 [](Language language, Account const &) {
                     return plain(word::users_reinstate_explain(language));
                 },
             .fields = reason_fields(),
             .type = &records::value_type<Reason>,
             .is_offered = [](Account const &account,
                              bool) { return account.status == AccountStatus::suspended; },
             .run = reinstate,
             .summary = "The account may sign in again."},
};

http::Response verb_page(Context const &context, UserVerb const &verb, records::Input const *typed,
                         Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const account = account_in_path(context, reader);
        if (!account) {
            return context.refused(account.error());
        }
        records::AnyValue value{*verb.type};
        if (verb.prefill != nullptr) {
            verb.prefill(*account, value.get());
        }
        auto const url = url_of(account->id);
        return show(context,
                    {.title = std::string{verb.label(language)},
                     .lead = verb.explanation(language, *account),
                     .content = input_form(context, reader,
                                           {.url = url + "/" + std::string{verb.path},
                                            .fields = verb.fields,
                                            .value = value.get(),
                                            .typed = typed,
                                            .refusal = refusal,
                                            .version = account->version,
                                            .submit = std::string{verb.label(language)},
                                            .emphasis = verb.emphasis == html::Emphasis::danger
                                                            ? html::Emphasis::danger
                                                            : html::Emphasis::primary,
                                            .cancel = url}),
                     .above = trail_to(context, *account),
                     .status = status_of(refusal)});
    });
}

http::Response act(Context const &context, UserVerb const &verb)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const version = context.version();
    if (verb.wants_version && !version) {
        return context.version_wanted();
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const account = account_in_path(context, tx);
            if (!account) {
                return refuse(account.error());
            }
            Doing doing{.context = context,
                        .tx = tx,
                        .account = *account,
                        .version = version.value_or(account->version),
                        .value = nullptr};
            std::optional<records::AnyValue> value;
            if (verb.type != nullptr) {
                value.emplace(*verb.type);
                if (auto problems = read_input(context, tx, verb.fields, *input, value->get());
                    !problems.empty()) {
                    return refuse_input(std::move(problems));
                }
                doing.value = value->get();
            }
            if (auto done = verb.run(doing); !done) {
                return refuse(done.error());
            }
            // Through the user's eyes one begins where the user does.
            auto const location = verb.run == start_viewing
                                      ? "/"
                                      : url_of(account->id) + "?said=" + std::string{verb.path};
            return web::Outcome{.location = location, .json = user_json(tx, account->id)};
        },
        [&](Refusal const &refusal) {
            bool const shows_form = verb.type != nullptr && refusal.decline != Decline::not_found;
            return shows_form ? verb_page(context, verb, &*input, &refusal)
                              : context.refused(refusal);
        });
}

} // namespace

std::vector<html::Action> actions_on(Context const &context, storage::Reader &reader,
                                     Account const &account)
{
    bool const has_second_factor = auth::totp_state_of(reader, account.id).is_on;
    std::vector<html::Action> actions;
    for (auto const &verb : verbs) {
        bool const is_on_oneself = verb.run == start_viewing && account.id == context.who().user;
        if (is_on_oneself || !verb.is_offered(account, has_second_factor)) {
            continue;
        }
        bool const at_once = verb.type == nullptr;
        actions.push_back({.label = std::string{verb.label(context.language())},
                           .url = url_of(account.id) + "/" + std::string{verb.path},
                           .emphasis = verb.emphasis,
                           .posts = at_once,
                           .hidden = at_once ? context.hidden() : std::vector<html::Hidden>{}});
    }
    return actions;
}

std::optional<html::Notice> said_of_user(Context const &context, Account const &account)
{
    auto const language = context.language();
    return web::said(context,
                     {{"invited", auth_word::users_invited(language, account.email.text())},
                      {"invitation", std::string{word::users_invitation_sent(language)}},
                      {"office", std::string{word::users_saved(language)}},
                      {"address", std::string{auth_word::users_email_changed(language)}},
                      {"second-factor-reset", std::string{auth_word::totp_removed(language)}},
                      {"suspension", auth_word::users_suspended(language, account.name)},
                      {"reinstatement", auth_word::users_reinstated(language, account.name)},
                      {"granted", std::string{auth_word::grants::granted(language)}},
                      {"revoked", std::string{auth_word::grants::revoked(language)}}});
}

void add_user_verb_routes(web::Router &router)
{
    for (auto const &verb : verbs) {
        auto const pattern = std::string{users_path} + "/{id}/" + std::string{verb.path};
        if (verb.type != nullptr) {
            router.add(get(pattern, [&verb](Context &context) {
                return verb_page(context, verb, nullptr, nullptr);
            }));
        }
        std::optional<web::ApiDoc> api;
        if (!verb.summary.empty()) {
            api = about(verb.summary, verb.fields, verb.wants_version);
        }
        router.add(post(
            pattern, [&verb](Context &context) { return act(context, verb); }, std::move(api)));
    }
}

} // namespace selatan::administration
