// What becomes of a confirmed place, as the participant's own account sees it: travel, letter,
// attendance, certificate, and the ways to the action plan and to the questions asked afterwards.
#include "base/ensure.hpp"
#include "cooperation/participants/action_plan_store.hpp"
#include "cooperation/participants/certificate_store.hpp"
#include "cooperation/participants/follow_up_store.hpp"
#include "cooperation/participants/invitation.hpp"
#include "cooperation/participants/pages.hpp"
#include "cooperation/participants/participant_store.hpp"
#include "cooperation/training/own_application.hpp"
#include "words/participants.hpp"

#include <algorithm>
#include <functional>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace states = participant_states;
constexpr std::string_view own_applications = "/own-applications";

/// Of the application that the URL names; not_found before the place was confirmed and after it was
/// given back.
Result<Head> find_own_place(web::Context const &context, storage::Reader &reader)
{
    auto const application = training::find_own(reader, context.who(), context.part("id"));
    if (!application) {
        return refuse(application.error());
    }
    auto const id = participant_of(reader, application->id);
    auto head = id ? std::optional{records::head_of(reader, participants, *id)} : std::nullopt;
    if (!head || head->state == states::withdrawn) {
        return not_found();
    }
    return *head;
}

bool is_over(std::string_view state)
{
    return state == states::completed || state == states::certified;
}

void add_fact(std::vector<html::Fact> &facts, std::string_view label, std::string_view text)
{
    if (!text.empty()) {
        facts.push_back({.label = std::string{label}, .value = html::bdi(text)});
    }
}

std::vector<html::Fact> facts_of(web::Context const &context, storage::Reader &reader,
                                 Head const &head, Participant const &value)
{
    auto const language = context.language();
    auto const day = [&](std::optional<Date> date) {
        return date ? context.date(*date) : std::string{};
    };
    std::vector<html::Fact> facts;
    add_fact(facts, word::own_place_state(language),
             web::state_name(participants, head.state, language));
    add_fact(facts, word::field_visa(language),
             word::visas(language, to_code(value.visa)).value_or(""));
    add_fact(facts, word::field_ticket(language), value.ticket);
    add_fact(facts, word::field_arrives_on(language), day(value.arrives_on));
    add_fact(facts, word::field_departs_on(language), day(value.departs_on));
    auto const standing = course_standing(reader, head.id, value.call->uuid());
    if (standing.recorded > 0) {
        add_fact(facts, word::grid_attended(language),
                 word::notice_attended(language, standing.attended, standing.recorded));
    }
    if (auto const paper = valid_certificate_of(reader, head.id)) {
        add_fact(
            facts, word::certificate_singular(language),
            word::paper_number(language, records::head_of(reader, certificates, *paper).reference));
    }
    add_fact(facts, word::field_action_plan(language), value.action_plan);
    add_fact(facts, word::field_plan_comment(language), value.plan_comment);
    return facts;
}

std::vector<html::Action> actions_of(Language language, storage::Reader &reader, Head const &head,
                                     std::string const &own_url)
{
    std::vector<html::Action> actions{{.label = std::string{word::invitation_action(language)},
                                       .url = own_url + "/invitation.pdf",
                                       .picture = html::Icon::letter}};
    if (valid_certificate_of(reader, head.id)) {
        actions.push_back({.label = std::string{word::certificates_paper(language)},
                           .url = own_url + "/certificate.pdf",
                           .picture = html::Icon::download});
    }
    auto const asked = [&](std::string_view label, std::string_view path) {
        actions.push_back({.label = std::string{label},
                           .url = own_url + std::string{path},
                           .emphasis = html::Emphasis::primary});
    };
    if (is_over(head.state) && plan_terms(reader, head.id).weeks) {
        asked(word::own_place_write_plan(language), "/action-plan");
    }
    if (unanswered_follow_up(reader, head.id)) {
        asked(word::own_place_answer(language), "/follow-up");
    }
    return actions;
}

// -- Papers ---------------------------------------------------------------------------------------

http::Response fetch_invitation(web::Context &context)
{
    return invitation_answer(
        context, [&](storage::Reader &reader) { return find_own_place(context, reader); });
}

http::Response fetch_certificate(web::Context &context)
{
    auto const drawn =
        context.store().read([&](storage::Reader &reader) -> Result<DrawnCertificate> {
            auto const head = find_own_place(context, reader);
            auto const paper = head ? valid_certificate_of(reader, head->id) : std::nullopt;
            if (!paper) {
                return head ? not_found() : refuse(head.error());
            }
            auto found = certificate_to_draw(reader, context.app().auth.vault,
                                             records::head_of(reader, certificates, *paper));
            ENSURE(found.has_value());
            return std::move(*found);
        });
    return drawn ? pdf_answer(certificates_pdf(context, {*drawn}), drawn->number)
                 : context.refused(drawn.error());
}

// -- What is asked afterwards ---------------------------------------------------------------------

std::string own_url_of(web::Context const &context)
{
    return std::string{own_applications} + "/" + std::string{context.part("id")};
}

Result<PlanView> find_plan(web::Context const &context, storage::Reader &reader)
{
    auto const head = find_own_place(context, reader);
    if (!head) {
        return refuse(head.error());
    }
    if (!is_over(head->state) || !plan_terms(reader, head->id).weeks) {
        return not_found();
    }
    return look_at_plan(reader, head->id);
}

Result<FollowUpView> find_questions(web::Context const &context, storage::Reader &reader)
{
    auto const head = find_own_place(context, reader);
    auto const asked = head ? unanswered_follow_up(reader, head->id) : std::nullopt;
    if (!asked) {
        return head ? not_found() : refuse(head.error());
    }
    return look_at_follow_up(reader, *asked);
}

http::Response show_plan(web::Context &context)
{
    auto const view =
        context.store().read([&](storage::Reader &reader) { return find_plan(context, reader); });
    return view ? plan_page(context, own_url_of(context) + "/action-plan", *view)
                : context.refused(view.error());
}

http::Response show_questions(web::Context &context)
{
    auto const view = context.store().read(
        [&](storage::Reader &reader) { return find_questions(context, reader); });
    return view ? questions_page(context, own_url_of(context) + "/follow-up", *view)
                : context.refused(view.error());
}

/// Writes down what `act` wants of what `find` finds, in one transaction; `answer` says it.
template <typename View>
http::Response take(web::Context const &context,
                    Result<View> (*find)(web::Context const &, storage::Reader &),
                    std::function<Result<void>(storage::Tx &, View const &)> const &act,
                    std::function<http::Response(View const &, Result<void> const &)> const &answer)
{
    std::optional<View> found;
    auto const done = context.store().write([&](storage::Tx &tx) -> Result<void> {
        found.reset();
        if (auto const may = auth::decide_change(context.who()); !may) {
            return refuse(may.error());
        }
        auto view = find(context, tx);
        if (!view) {
            return refuse(view.error());
        }
        found = *std::move(view);
        return act(tx, *found);
    });
    return found ? answer(*found, done) : context.refused(done.error());
}

http::Response post_plan(web::Context &context)
{
    return take<PlanView>(
        context, find_plan,
        [&](storage::Tx &tx, PlanView const &view) {
            return hand_in_plan(tx, context.who(), view.participant, plan_typed(context));
        },
        [&](PlanView const &view, Result<void> const &done) {
            return plan_answer(context, own_url_of(context) + "/action-plan", view, done);
        });
}

http::Response post_questions(web::Context &context)
{
    return take<FollowUpView>(
        context, find_questions,
        [&](storage::Tx &tx, FollowUpView const &view) {
            return answer_oneself(tx, context.who(), view.follow_up, answer_typed(context));
        },
        [&](FollowUpView const &view, Result<void> const &done) {
            return questions_answer(context, own_url_of(context) + "/follow-up", view, done);
        });
}

} // namespace

html::Html own_place(web::Context const &context, storage::Reader &reader, Uuid application,
                     std::string const &own_url)
{
    auto const id = participant_of(reader, application);
    if (!id) {
        return {};
    }
    auto const head = records::head_of(reader, participants, *id);
    if (head.state == states::withdrawn) {
        return {};
    }
    auto const value = records::load(reader, participants, *id);
    ENSURE(value.has_value());
    return html::block(word::own_place_title(context.language()),
                       html::facts(facts_of(context, reader, head, *value)) +
                           html::action_row(actions_of(context.language(), reader, head, own_url)));
}

void add_own_place_routes(web::Router &router)
{
    using http::Method;
    web::Gate const owns{.kind = web::Gate::Kind::policy,
                         .policy = &training::own_application_policy,
                         .verb = records::verbs::see};
    auto const doc = [](std::string_view summary) {
        return web::ApiDoc{
            .summary = summary, .tag = applications.kind, .shape = web::ApiDoc::Shape::text};
    };
    auto const one = std::string{own_applications} + "/{id}";
    router.add({.method = Method::get,
                .pattern = one + "/invitation.pdf",
                .gate = owns,
                .handler = fetch_invitation,
                .api = doc("Fetches one's own letter of invitation, as PDF.")});
    router.add({.method = Method::get,
                .pattern = one + "/certificate.pdf",
                .gate = owns,
                .handler = fetch_certificate,
                .api = doc("Fetches one's own certificate, as PDF.")});
    auto const form = [&](std::string_view path, auto show, auto post) {
        auto const pattern = one + std::string{path};
        router.add({.method = Method::get, .pattern = pattern, .gate = owns, .handler = show});
        router.add({.method = Method::post, .pattern = pattern, .gate = owns, .handler = post});
    };
    form("/action-plan", show_plan, post_plan);
    form("/follow-up", show_questions, post_questions);
}

} // namespace selatan::participants
