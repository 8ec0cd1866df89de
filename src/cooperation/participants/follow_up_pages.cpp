// Follow-ups: the record, what the desk writes down, and the form of a mailed link. Opening a link
// changes nothing (mail scanners open links); sending its form spends it.
#include "base/text.hpp"
#include "cooperation/participants/follow_up.hpp"
#include "cooperation/participants/pages.hpp"
#include "cooperation/participants/participants.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/entry.hpp"
#include "words/participants.hpp"

#include <array>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace states = follow_up_states;
using records::field;

constexpr std::array answer_fields{
    field<&Answer::work_now>("work_now", word::field_work_now).among(works, word::works).required(),
    field<&Answer::post_now>("post_now", word::field_post_now).at_most(300),
    field<&Answer::promoted>("promoted", word::field_promoted),
    field<&Answer::used>("used", word::field_used).among(uses, word::uses).required(),
    field<&Answer::account>("account", word::field_account).prose(),
};

Result<Saved> run_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version, void const *value)
{
    return answer(tx, by, head, version, *static_cast<Answer const *>(value));
}

html::Tone tone_of(std::string_view state)
{
    if (state == states::answered) {
        return html::Tone::good;
    }
    return state == states::asked ? html::Tone::active : html::Tone::waiting;
}

web::RecordExtras show_follow_up(web::Context const &context, storage::Reader &reader,
                                 Head const &head, void const *value)
{
    web::RecordExtras extras;
    auto const &follow_up = *static_cast<FollowUp const *>(value);
    auto const participant = records::load(reader, participants, follow_up.participant->uuid());
    auto const application =
        participant ? records::load(reader, applications, participant->application->uuid())
                    : std::nullopt;
    if (head.state != states::answered && application && application->email.empty()) {
        extras.notices.push_back({.tone = html::Tone::waiting,
                                  .title = {},
                                  .body = html::p(word::tracer_no_email(context.language()))});
    }
    if (participant && !participant->action_plan.empty()) {
        extras.sections += html::block(word::field_action_plan(context.language()),
                                       html::p(html::bdi(participant->action_plan)));
    }
    return extras;
}

// -- The link -------------------------------------------------------------------------------------

http::Response dead_link(web::Context const &context)
{
    auto const language = context.language();
    constexpr int gone = 410;
    auto const title = std::string{word::tracer_dead_title(language)};
    return context.page(title,
                        html::page_head({.title = title,
                                         .lead = word::tracer_dead_text(
                                             language, context.app().settings.installation)}),
                        {}, gone);
}

std::vector<html::Choice> choices_of(Language language, std::span<std::string_view const> codes,
                                     records::CodeName name)
{
    std::vector<html::Choice> all;
    for (auto const code : codes) {
        all.push_back({.value = std::string{code},
                       .label = std::string{name(language, code).value_or(code)},
                       .hint = {}});
    }
    return all;
}

html::Html answer_form(web::Context const &context, std::string const &url, Refusal const *refusal)
{
    auto const language = context.language();
    web::Entry entry{context, url, refusal};
    entry
        .radio({.name = "work_now",
                .label = std::string{word::field_work_now(language)},
                .is_required = true},
               choices_of(language, works, word::works))
        .text({.name = "post_now", .label = std::string{word::field_post_now(language)}}, {},
              {.max_length = 300})
        .radio({.name = "promoted",
                .label = std::string{word::field_promoted(language)},
                .is_required = true},
               {{.value = "yes", .label = std::string{word::tracer_yes(language)}, .hint = {}},
                {.value = "no", .label = std::string{word::tracer_no(language)}, .hint = {}}})
        .radio(
            {.name = "used", .label = std::string{word::field_used(language)}, .is_required = true},
            choices_of(language, uses, word::uses))
        .area({.name = "account", .label = std::string{word::field_account(language)}}, {}, 5)
        .submit(std::string{word::tracer_send(language)});
    return entry.html();
}

std::string url_of(auth::Token const &token)
{
    return "/follow-up-answers/" + token.text();
}

std::optional<FollowUpView> view_of(web::Context const &context,
                                    std::optional<auth::Token> const &token)
{
    return token ? context.store().read(
                       [&](storage::Reader &reader) { return look_at_follow_up(reader, *token); })
                 : std::nullopt;
}

http::Response show_link(web::Context &context)
{
    auto const token = auth::Token::parse(context.part("token"));
    auto const view = view_of(context, token);
    return view ? questions_page(context, url_of(*token), *view) : dead_link(context);
}

http::Response post_answer(web::Context &context)
{
    auto const token = auth::Token::parse(context.part("token"));
    auto const view = view_of(context, token);
    if (!view) {
        return dead_link(context);
    }
    auto const done = context.store().write(
        [&](storage::Tx &tx) { return answer_by_link(tx, *token, answer_typed(context)); });
    return !done && done.error().decline != Decline::invalid
               ? dead_link(context)
               : questions_answer(context, url_of(*token), *view, done);
}

} // namespace

http::Response questions_page(web::Context const &context, std::string const &url,
                              FollowUpView const &view, Refusal const *refusal)
{
    auto const language = context.language();
    std::vector<html::Fact> facts{
        {std::string{word::field_person(language)}, html::bdi(view.person)},
        {std::string{word::field_course(language)}, html::bdi(view.course)}};
    if (!view.action_plan.empty()) {
        facts.push_back(
            {std::string{word::field_action_plan(language)}, html::bdi(view.action_plan)});
    }
    auto const title = std::string{word::tracer_link_title(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::tracer_link_lead(language)}}) +
            html::facts(facts) + answer_form(context, url, refusal),
        {}, refusal == nullptr ? 200 : web::status_of(refusal->decline));
}

Answer answer_typed(web::Context const &context)
{
    auto const typed = [&](std::string_view name) {
        return clean(context.request().form.find(name).value_or(""));
    };
    Answer wanted;
    constexpr std::size_t longest_post = 300;
    constexpr std::size_t longest_account = 2000;
    wanted.post_now = truncate(typed("post_now"), longest_post);
    wanted.account =
        truncate(std::string{context.request().form.find("account").value_or("")}, longest_account);
    auto const promoted = typed("promoted");
    wanted.promoted = promoted == "yes";
    wanted.tells_promotion = wanted.promoted || promoted == "no";
    if (Work work{}; from_code(typed("work_now"), work)) {
        wanted.work_now = work;
    }
    if (Use use{}; from_code(typed("used"), use)) {
        wanted.used = use;
    }
    return wanted;
}

http::Response questions_answer(web::Context const &context, std::string const &url,
                                FollowUpView const &view, Result<void> const &answered)
{
    if (!answered) {
        return questions_page(context, url, view, &answered.error());
    }
    auto const language = context.language();
    auto const title = std::string{word::tracer_thanks(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::tracer_thanks_text(language)}}));
}

web::NounPages const follow_up_pages{
    .noun = &follow_ups,
    .picture = html::Icon::letter,
    .empty_title = word::follow_up_empty_title,
    .empty_text = word::follow_up_empty_text,
    .about = word::follow_up_about,
    .act_name = word::acts,
    .tone = tone_of,
    .extras = show_follow_up,
    .verbs = {{.verb = "answer",
               .path = "answer",
               .label = word::verb_answer,
               .explanation = word::verb_answer_explanation,
               .fields = answer_fields,
               .type = &records::value_type<Answer>,
               .emphasis = html::Emphasis::primary,
               .run = run_answer}},
    .takes_attachments = false,
};

html::Html tracer_block(web::Context const &context, storage::Reader &reader, Uuid call)
{
    auto const language = context.language();
    std::vector<html::Fact> facts;
    for (auto const &line : tracer_of(reader, call)) {
        auto const share = i18n::format_percent(language, static_cast<double>(line.answered) /
                                                              static_cast<double>(line.asked));
        facts.push_back(
            {.label = word::tracer_after(language, line.months),
             .value = html::fragment(word::tracer_line(language, line.answered, line.asked, share,
                                                       line.employed, line.promoted, line.use))});
    }
    return facts.empty() ? html::Html{}
                         : html::block(word::tracer_title(language), html::facts(facts));
}

void add_follow_up_routes(web::Router &router)
{
    using http::Method;
    web::Gate const everyone{.kind = web::Gate::Kind::everyone};
    // The part is called "token": Dispatch keeps such a path out of the log.
    constexpr auto link = "/follow-up-answers/{token}";
    router.add({.method = Method::get, .pattern = link, .gate = everyone, .handler = show_link});
    router.add({.method = Method::post, .pattern = link, .gate = everyone, .handler = post_answer});
}

} // namespace selatan::participants
