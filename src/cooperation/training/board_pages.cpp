// The selection of a call, many applications at once: choose them on the list, see who would be
// affected, act in one transaction, take it back together.
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/training.hpp"
#include "platform/html/list.hpp"
#include "platform/web/entry.hpp"
#include "words/training.hpp"

#include <algorithm>
#include <array>

namespace selatan::training {

namespace {

namespace word = words::training;

/// What may be proposed for many: a decision and, of a selection, the quota it comes out of.
struct Choice {
    std::string_view code; ///< in the URL
    Decision decision = Decision::selected;
    std::optional<Place> place = {};
};
constexpr std::array choices{
    Choice{"country", Decision::selected, Place::country},
    Choice{"discretionary", Decision::selected, Place::discretionary},
    Choice{"reserve", Decision::reserve},
    Choice{"rejection", Decision::rejected},
};

std::string name_of(Choice const &choice, Language language)
{
    return std::string{word::board_choices(language, choice.code).value_or(choice.code)};
}

Result<Head> find_call(web::Context const &context, storage::Reader &reader)
{
    auto head = records::find(reader, calls, context.identity(), context.part("id"));
    if (head && head->state != call_states::selecting) {
        return refuse(Decline::conflict, "", "training.not_selecting");
    }
    return head;
}

std::vector<html::Link> trail(web::Context const &context, Head const &call,
                              std::string const &title)
{
    return {
        {.label = std::string{calls.plural(context.language())}, .url = std::string{calls.path}},
        {.label = call.reference, .url = web::url_of(calls, call.reference)},
        {.label = title, .url = {}, .current = true}};
}

std::string proposal_of(Candidate const &one, Language language)
{
    if (!one.proposed) {
        return {};
    }
    std::string text{word::decisions(language, to_code(*one.proposed)).value_or("")};
    if (one.place) {
        text += " · " + std::string{word::places(language, to_code(*one.place)).value_or("")};
    }
    if (one.reserve_rank) {
        text += " · " + std::to_string(*one.reserve_rank);
    }
    return text;
}

html::List table_of(web::Context const &context, std::vector<Candidate> const &all)
{
    auto const language = context.language();
    html::List list;
    list.caption = word::board_title(language);
    list.columns = {
        {.key = "person", .label = std::string{word::field_person(language)}},
        {.key = "country", .label = std::string{word::field_nominating_country(language)}},
        {.key = "rank",
         .label = std::string{word::field_nominee_rank(language)},
         .is_number = true},
        {.key = "state", .label = std::string{word::board_state(language)}},
        {.key = "proposed", .label = std::string{word::field_proposed(language)}}};
    for (auto const &one : all) {
        auto const country =
            one.country ? context.app().codes.name("country", one.country->view(), language)
                        : std::string{};
        list.rows.push_back(
            {.key = one.id.to_string(),
             .label = one.reference,
             .cells = {html::a(html::href(web::url_of(applications, one.reference)),
                               html::bdi(one.title)),
                       html::bdi(country),
                       html::fragment(one.nominee_rank ? std::to_string(*one.nominee_rank)
                                                       : std::string{}),
                       html::badge({.label = web::state_name(applications, one.state, language),
                                    .tone = html::Tone::active}),
                       html::fragment(proposal_of(one, language))}});
    }
    list.empty = {.picture = html::Icon::people,
                  .title = std::string{word::board_empty_title(language)},
                  .text = std::string{word::board_empty_text(language)}};
    return list;
}

/// "Proposed for 12 applications", with the way back.
html::Html batch_notice(web::Context const &context, storage::Reader &reader, Head const &call)
{
    auto const batch = Uuid::parse(context.query().find("batch").value_or(""));
    auto const count = batch ? proposed_in_batch(reader, call.id, *batch).size() : 0;
    if (count == 0) {
        return {};
    }
    auto hidden = context.hidden();
    hidden.push_back({"batch", batch->to_string()});
    return html::notice(
        {.tone = html::Tone::good,
         .title = word::board_done(context.language(), static_cast<std::int64_t>(count)),
         .body = html::action_row({{.label = std::string{word::board_undo(context.language())},
                                    .url = url_of_board(call.reference) + "/undo",
                                    .posts = true,
                                    .hidden = std::move(hidden)}}),
         .live = true});
}

http::Response board(web::Context &context)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            return context.refused(call.error());
        }
        auto list = table_of(context, candidates_of(reader, context.who(), call->id));
        list.hidden = context.hidden();
        for (auto const &choice : choices) {
            list.bulk.push_back(
                {.label = name_of(choice, language),
                 .url = url_of_board(call->reference) + "/" + std::string{choice.code},
                 .emphasis = choice.decision == Decision::rejected ? html::Emphasis::danger
                                                                   : html::Emphasis::normal});
        }
        auto const title = std::string{word::board_title(language)};
        return context.page(
            title,
            html::page_head({.title = title, .lead = call->reference + " · " + call->title}) +
                batch_notice(context, reader, *call) + html::p(word::board_lead(language)) +
                html::list(list, context.words()),
            trail(context, *call, title));
    });
}

/// The chosen ones that are there to be decided and have no proposal yet: what stands is changed
/// one by one, so that taking back what many got leaves nobody with less than before.
std::vector<Candidate> chosen_of(std::vector<Candidate> all, http::Parameters const &form)
{
    auto keys = form.all("key");
    std::ranges::sort(keys);
    std::erase_if(all, [&](Candidate const &one) {
        return one.proposed ||
               !std::ranges::binary_search(keys, std::string_view{one.id.to_string()});
    });
    return all;
}

/// Who would be affected, before anything happens.
http::Response preview(web::Context &context, Choice const &choice, Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            return context.refused(call.error());
        }
        auto const chosen =
            chosen_of(candidates_of(reader, context.who(), call->id), context.request().form);
        auto const title = name_of(choice, language);
        html::Html content = html::page_head(
            {.title = title,
             .lead = word::board_affected(language, static_cast<std::int64_t>(chosen.size()))});
        content += html::list(table_of(context, chosen), context.words());
        if (!chosen.empty()) {
            web::Entry entry{
                context, url_of_board(call->reference) + "/" + std::string{choice.code} + "/act",
                refusal};
            for (auto const &one : chosen) {
                entry.hidden("key", one.id.to_string());
            }
            if (choice.decision == Decision::rejected) {
                entry.area({.name = "reason",
                            .label = std::string{word::field_reason(language)},
                            .hint = std::string{word::form_told_reason_hint(language)},
                            .is_required = true});
            }
            entry.submit(title).cancel(url_of_board(call->reference));
            content += entry.html();
        }
        return context.page(title, std::move(content), trail(context, *call, title),
                            refusal == nullptr ? 200 : web::status_of(refusal->decline));
    });
}

http::Response act(web::Context &context, Choice const &choice)
{
    auto const &form = context.request().form;
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const call = find_call(context, tx);
            if (!call) {
                return refuse(call.error());
            }
            struct Batch;
            auto const batch = tx.new_id<Batch>().uuid();
            auto rank = next_reserve_rank(tx, call->id);
            auto here = context_of(tx, call->id);
            for (auto const &one : chosen_of(candidates_of(tx, context.who(), call->id), form)) {
                auto const head = records::find(tx, applications, context.identity(),
                                                one.id.to_string(), "propose");
                if (!head) {
                    return refuse(head.error());
                }
                Proposal wanted{.proposed = choice.decision,
                                .place = choice.place,
                                .reserve_rank = {},
                                .reason = std::string{form.find("reason").value_or("")}};
                if (choice.decision == Decision::reserve) {
                    wanted.reserve_rank = rank++;
                }
                // All or none: the first that cannot be says so, by its name.
                if (auto done = propose_in(tx, context.who(), here, *head, head->version, wanted);
                    !done) {
                    auto refusal = done.error();
                    bool const is_about_reason = refusal.problems.front().field == "reason";
                    if (!is_about_reason) {
                        refusal.problems.insert(
                            refusal.problems.begin(),
                            {"", "training.board_stopped", {{"person", one.title}}});
                    }
                    return refuse(std::move(refusal));
                }
                mark_batch(tx, one.id, batch);
            }
            return web::Outcome{.location =
                                    url_of_board(call->reference) + "?batch=" + batch.to_string()};
        },
        [&](Refusal const &refusal) { return preview(context, choice, &refusal); });
}

http::Response undo(web::Context &context)
{
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const call = find_call(context, tx);
        if (!call) {
            return refuse(call.error());
        }
        auto const batch = Uuid::parse(context.request().form.find("batch").value_or(""));
        if (!batch) {
            return not_found();
        }
        for (auto const &id : proposed_in_batch(tx, call->id, *batch)) {
            auto const head =
                records::find(tx, applications, context.identity(), id.to_string(), "take_back");
            if (!head) {
                return refuse(head.error());
            }
            if (auto const done = take_back(tx, context.who(), *head, head->version); !done) {
                return refuse(done.error());
            }
        }
        return web::Outcome{.location = url_of_board(call->reference)};
    });
}

} // namespace

std::string url_of_board(std::string_view call_reference)
{
    return web::url_of(calls, call_reference) + "/board";
}

void add_board_routes(web::Router &router)
{
    using http::Method;
    auto const base = std::string{calls.path} + "/{id}/board";
    auto const add = [&](Method method, std::string const &pattern, auto handler) {
        router.add({.method = method,
                    .pattern = pattern,
                    .gate = {.kind = web::Gate::Kind::policy,
                             .policy = &application_policy,
                             .verb = "propose"},
                    .handler = std::move(handler)});
    };
    add(Method::get, base, board);
    add(Method::post, base + "/undo", undo);
    for (auto const &choice : choices) {
        auto const path = base + "/" + std::string{choice.code};
        add(Method::post, path,
            [&choice](web::Context &context) { return preview(context, choice, nullptr); });
        add(Method::post, path + "/act",
            [&choice](web::Context &context) { return act(context, choice); });
    }
}

} // namespace selatan::training
