// Many applications of a call at once, from the check of eligibility to the selection: choose them
// on the list, see who would be affected, act in one transaction, take proposals back together.
#include "base/text.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/eligibility.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/training.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/entry.hpp"
#include "words/training.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace selatan::training {

namespace {

namespace word = words::training;

/// What may be done with many: a step of the scheme's way; or a proposal: a decision and, of a
/// selection, the quota it comes out of.
struct Choice {
    std::string_view code;             ///< in the URL
    std::string_view verb = "propose"; ///< of each application
    std::optional<Awaited> step = {};  ///< nothing: a proposal
    records::Word name = nullptr;      ///< of a step
    Decision decision = Decision::selected;
    std::optional<Place> place = {};

    [[nodiscard]] bool is_rejection() const { return !step && decision == Decision::rejected; }
};
constexpr std::array choices{
    Choice{"eligibility", "judge", Awaited::judge, word::verb_judge},
    Choice{"shortlisting", "shortlist", Awaited::shortlist, word::verb_shortlist},
    Choice{"acceptance", "accept", Awaited::accept, word::verb_accept},
    Choice{.code = "country", .place = Place::country},
    Choice{.code = "discretionary", .place = Place::discretionary},
    Choice{.code = "reserve", .decision = Decision::reserve},
    Choice{.code = "rejection", .decision = Decision::rejected},
};

/// Is it among what can be done with applications of this call now?
bool is_offered(Choice const &choice, CallContext const &call)
{
    auto const way = call.way();
    if (!choice.step) {
        return call.state == call_states::selecting;
    }
    return choice.step == Awaited::judge || std::ranges::any_of(way, [&](Step step) {
               return awaited_in(way, *state_before(way, step)) == choice.step;
           });
}

/// Is this one's turn, for that? Who lacked papers is checked again. What stands proposed is
/// changed one by one, so that taking back what many got leaves nobody with less than before.
bool is_for(Choice const &choice, Candidate const &one)
{
    if (choice.step) {
        return one.awaits == choice.step ||
               (choice.step == Awaited::judge && one.state == application_states::incomplete);
    }
    return !one.proposed && one.awaits != Awaited::judge &&
           one.state != application_states::incomplete;
}

/// Where the check of eligibility parts them.
constexpr std::array parting_states{application_states::eligible, application_states::incomplete,
                                    application_states::ineligible};

/// The text that goes with it; empty: none does.
std::string_view text_field(Choice const &choice)
{
    if (choice.is_rejection()) {
        return "reason";
    }
    return choice.step && choice.step != Awaited::judge ? "assessment" : "";
}

std::string name_of(Choice const &choice, Language language)
{
    return std::string{choice.name != nullptr
                           ? choice.name(language)
                           : word::board_choices(language, choice.code).value_or(choice.code)};
}

Result<Head> find_call(web::Context const &context, storage::Reader &reader)
{
    constexpr std::array with_a_board{call_states::open, call_states::nominations_closed,
                                      call_states::selecting};
    auto head = records::find(reader, calls, context.identity(), context.part("id"));
    if (head && std::ranges::find(with_a_board, head->state) == with_a_board.end()) {
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

/// What will become of each, where that is known before it is done.
using Foreseen = std::map<Uuid, std::string_view>;

html::List table_of(web::Context const &context, std::vector<Candidate> const &all,
                    Foreseen const &foreseen = {})
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
        {.key = "proposed",
         .label = std::string{foreseen.empty() ? word::field_proposed(language)
                                               : word::board_will_be(language)}}};
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
                       foreseen.contains(one.id)
                           ? html::badge({.label = web::state_name(applications,
                                                                   foreseen.at(one.id), language),
                                          .tone = application_tone(foreseen.at(one.id))})
                           : html::fragment(proposal_of(one, language))}});
    }
    list.empty = {.picture = html::Icon::people,
                  .title = std::string{word::board_empty_title(language)},
                  .text = std::string{word::board_empty_text(language)}};
    return list;
}

/// How many places there are, in all and out of each quota, before anybody chooses.
html::Html room_block(web::Context const &context, storage::Reader &reader, CallContext const &call)
{
    auto const language = context.language();
    html::Html rows;
    auto const add = [&](html::Html name, std::int64_t places, std::int64_t held) {
        auto const cell = [&](std::string_view label, std::int64_t number) {
            return html::td(html::cls("number"), html::attr<"data-label">(label),
                            i18n::format_number(language, number));
        };
        rows += html::tr(html::th(html::attr<"scope">("row"), std::move(name)),
                         cell(word::field_places_of_country(language), places),
                         cell(word::board_given(language), held),
                         cell(word::board_left(language), places - held));
    };
    add(html::fragment(word::field_places(language)), call.call.places, call.call.held);
    for (auto const &quota : quotas_of(reader, call.id)) {
        add(html::bdi(quota.country
                          ? context.app().codes.name("country", quota.country->view(), language)
                          : std::string{}),
            quota.places, quota.held);
    }
    add(html::fragment(word::field_discretionary(language)), call.call.discretionary.value_or(0),
        call.call.discretionary_held);
    auto const heading = [](std::string_view label) {
        return html::th(html::attr<"scope">("col"), label);
    };
    auto const figure = [](std::string_view label) {
        return html::th(html::cls("number"), html::attr<"scope">("col"), label);
    };
    return html::block(
        word::board_room(language),
        html::div(html::cls("table"),
                  html::table(html::caption(html::cls("unseen"), word::board_room(language)),
                              html::thead(html::tr(heading(word::board_out_of(language)),
                                                   figure(word::field_places_of_country(language)),
                                                   figure(word::board_given(language)),
                                                   figure(word::board_left(language)))),
                              html::tbody(rows))));
}

/// How many an address says; nothing for what is no number of people.
std::int64_t count_in(web::Context const &context, std::string_view name)
{
    std::int64_t count = 0;
    auto const sent = context.query().find(name).value_or("");
    return records::Text<std::int64_t>::parse(sent, count) == nullptr && count > 0 ? count : 0;
}

/// What was just done with several, and where those went whom it parted.
html::Html done_notice(web::Context const &context)
{
    auto const language = context.language();
    auto const undone = count_in(context, "undone");
    auto const done = count_in(context, "done");
    if (undone == 0 && done == 0) {
        return {};
    }
    std::vector<html::Fact> parted;
    for (auto const state : parting_states) {
        if (auto const count = count_in(context, state); count > 0) {
            parted.push_back({.label = web::state_name(applications, state, language),
                              .value = html::fragment(i18n::format_number(language, count))});
        }
    }
    return html::notice({.tone = html::Tone::good,
                         .title = undone > 0 ? word::board_undone(language, undone)
                                             : word::board_stepped(language, done),
                         .body = parted.empty() ? html::Html{} : html::facts(parted),
                         .live = true});
}

/// "Proposed for 12 applications", with the way back: of what was just done, else of what was done
/// last, by whomever.
html::Html batch_notice(web::Context const &context, storage::Reader &reader, Head const &call)
{
    if (call.state != call_states::selecting) {
        return {};
    }
    auto batch = Uuid::parse(context.query().find("batch").value_or(""));
    if (!batch) {
        batch = last_batch(reader, call.id);
    }
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
        auto const here = context_of(reader, call->id);
        for (auto const &choice : choices) {
            if (!is_offered(choice, here)) {
                continue;
            }
            list.bulk.push_back(
                {.label = name_of(choice, language),
                 .url = url_of_board(call->reference) + "/" + std::string{choice.code},
                 .emphasis =
                     choice.is_rejection() ? html::Emphasis::danger : html::Emphasis::normal});
        }
        auto const title =
            std::string{here.state == call_states::selecting ? word::board_title(language)
                                                             : word::board_many(language)};
        return context.page(
            title,
            html::page_head(
                {.title = title, .lead = call->reference + " · " + call->title_in(language)}) +
                batch_notice(context, reader, *call) + done_notice(context) +
                html::p(here.state == call_states::selecting ? word::board_lead(language)
                                                             : word::board_many_lead(language)) +
                room_block(context, reader, here) + html::list(list, context.words()),
            trail(context, *call, title));
    });
}

/// Of those that were chosen, the ones whose turn it is.
std::vector<Candidate> chosen_of(Choice const &choice, std::vector<Candidate> all,
                                 http::Parameters const &form)
{
    auto keys = form.all("key");
    std::ranges::sort(keys);
    std::erase_if(all, [&](Candidate const &one) {
        return !is_for(choice, one) ||
               !std::ranges::binary_search(keys, std::string_view{one.id.to_string()});
    });
    return all;
}

std::vector<Date> birthdays_of(std::vector<Considered> const &all)
{
    std::vector<Date> days;
    days.reserve(all.size());
    for (auto const &one : all) {
        days.push_back(one.value.born_on);
    }
    return days;
}

/// What the check of eligibility will find.
Foreseen foresee(web::Context const &context, storage::Reader &reader, Uuid call_id,
                 std::vector<Candidate> const &chosen)
{
    std::vector<Uuid> ids;
    ids.reserve(chosen.size());
    for (auto const &one : chosen) {
        ids.push_back(one.id);
    }
    Foreseen all;
    auto const call = context_of(reader, call_id);
    if (auto const found = considered(reader, context.who(), ids, records::verbs::see)) {
        KnownOfApplicants const known{reader, call, birthdays_of(*found)};
        for (auto const &one : *found) {
            auto const outcome = static_cast<std::size_t>(judge(findings_of(
                one.value, call.call, call.rules, known.facts_of(one.head.id, one.value))));
            all.emplace(one.head.id, parting_states.at(outcome));
        }
    }
    return all;
}

html::Html foreseen_counts(Language language, Foreseen const &foreseen)
{
    std::vector<html::Figure> figures;
    for (auto const state : parting_states) {
        auto const count = std::ranges::count(foreseen, state, &Foreseen::value_type::second);
        if (count > 0) {
            figures.push_back({.value = i18n::format_number(language, count),
                               .label = web::state_name(applications, state, language),
                               .url = {},
                               .tone = application_tone(state)});
        }
    }
    return figures.empty() ? html::Html{} : html::figures(figures);
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
        auto const chosen = chosen_of(choice, candidates_of(reader, context.who(), call->id),
                                      context.request().form);
        auto const title = name_of(choice, language);
        html::Html content = html::page_head(
            {.title = title,
             .lead = word::board_affected(language, static_cast<std::int64_t>(chosen.size()))});
        if (!choice.step) {
            content += room_block(context, reader, context_of(reader, call->id));
        }
        auto const foreseen =
            choice.step == Awaited::judge ? foresee(context, reader, call->id, chosen) : Foreseen{};
        content += foreseen_counts(language, foreseen);
        content += html::list(table_of(context, chosen, foreseen), context.words());
        if (!chosen.empty()) {
            web::Entry entry{
                context, url_of_board(call->reference) + "/" + std::string{choice.code} + "/act",
                refusal};
            for (auto const &one : chosen) {
                entry.hidden("key", one.id.to_string());
            }
            if (choice.is_rejection()) {
                entry.area({.name = "reason",
                            .label = std::string{word::field_reason(language)},
                            .hint = std::string{word::form_told_reason_hint(language)},
                            .is_required = true});
            } else if (!text_field(choice).empty()) {
                entry.area({.name = "assessment",
                            .label = std::string{word::field_assessment(language)},
                            .is_required = true});
            }
            entry.submit(title).cancel(url_of_board(call->reference));
            content += entry.html();
        }
        return context.page(title, std::move(content), trail(context, *call, title),
                            refusal == nullptr ? 200 : web::status_of(refusal->decline));
    });
}

/// One of many, in their transaction.
Result<Saved> act_on(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                     KnownOfApplicants const &known, Places &free_places, Considered const &one,
                     Choice const &choice, std::string const &text,
                     std::optional<std::int64_t> reserve_rank)
{
    if (choice.step == Awaited::judge) {
        return judge_in(tx, by, call, known, one);
    }
    if (choice.step) {
        auto const step =
            choice.step == Awaited::shortlist ? Step::agency_shortlisted : Step::institute_accepted;
        return assess_in(tx, by, call, one, step, Assessment{text});
    }
    return propose_in(tx, by, call, free_places, one,
                      {.proposed = choice.decision,
                       .place = choice.place,
                       .reserve_rank = reserve_rank,
                       .reason = text});
}

/// Of many, the first that cannot be is named with its reason; what is wrong with the text that
/// goes with all stays at its field.
Refusal stopped_by(Refusal refusal, Head const &one, std::string_view text)
{
    if (!text.empty() && refusal.problems.front().field == text) {
        return refusal;
    }
    for (auto &problem : refusal.problems) {
        problem.field.clear(); // of a form for one, which is not on this page
    }
    refusal.problems.insert(refusal.problems.begin(),
                            {"", "training.board_stopped", {{"person", one.title}}});
    return refusal;
}

http::Response act(web::Context &context, Choice const &choice)
{
    auto const &form = context.request().form;
    auto const field = text_field(choice);
    auto const text = field.empty() ? std::string{} : clean_lines(form.find(field).value_or(""));
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const call = find_call(context, tx);
            if (!call) {
                return refuse(call.error());
            }
            if (!field.empty() && text.empty()) {
                return refuse(Decline::invalid, std::string{field}, "common.required");
            }
            struct Batch;
            auto const batch = tx.new_id<Batch>().uuid();
            auto rank = next_reserve_rank(tx, call->id);
            auto const here = context_of(tx, call->id);
            Places free_places{tx, here};
            std::vector<Uuid> ids;
            for (auto const &one :
                 chosen_of(choice, candidates_of(tx, context.who(), call->id), form)) {
                ids.push_back(one.id);
            }
            auto const chosen = considered(tx, context.who(), ids, choice.verb);
            if (!chosen) {
                return refuse(chosen.error());
            }
            KnownOfApplicants const known{tx, here,
                                          choice.step == Awaited::judge ? birthdays_of(*chosen)
                                                                        : std::vector<Date>{}};
            std::map<std::string, std::int64_t, std::less<>> went;
            for (auto const &one : *chosen) {
                auto const reserve_rank = !choice.step && choice.decision == Decision::reserve
                                              ? std::optional{rank++}
                                              : std::nullopt;
                // All or none.
                auto const done = act_on(tx, context.who(), here, known, free_places, one, choice,
                                         text, reserve_rank);
                if (!done) {
                    return refuse(stopped_by(done.error(), one.head, field));
                }
                ++went[done->state];
                if (!choice.step) {
                    mark_batch(tx, one.head.id, batch);
                }
            }
            free_places.save(tx);
            auto const board = url_of_board(call->reference);
            if (!choice.step) {
                return web::Outcome{.location = board + "?batch=" + batch.to_string()};
            }
            auto location = board + "?done=" + std::to_string(ids.size());
            for (auto const &[state, count] : went) {
                if (choice.step == Awaited::judge) {
                    location += "&" + state + "=" + std::to_string(count);
                }
            }
            return web::Outcome{.location = std::move(location)};
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
        auto const here = context_of(tx, call->id);
        Places free_places{tx, here};
        auto const all =
            considered(tx, context.who(), proposed_in_batch(tx, call->id, *batch), "take_back");
        if (!all) {
            return refuse(all.error());
        }
        for (auto const &one : *all) {
            if (auto const done = take_back_in(tx, context.who(), here, free_places, one); !done) {
                return refuse(done.error());
            }
        }
        free_places.save(tx);
        auto const count = all->size();
        return web::Outcome{.location =
                                url_of_board(call->reference) + "?undone=" + std::to_string(count)};
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
