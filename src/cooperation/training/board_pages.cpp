// Many applications of a call at once, from the check of eligibility to the selection: choose them
// on the list, see who would be affected, act in one transaction, undo it together. Programs do the
// same: the page that shows who is affected is their dry run.
#include "base/text.hpp"
#include "cooperation/training/board_json.hpp"
#include "cooperation/training/board_store.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/training.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/entry.hpp"
#include "words/training.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <functional>

namespace selatan::training {

namespace {

namespace json = boost::json;
namespace word = words::training;

std::string name_of(BoardAct const &act, Language language)
{
    if (act.checks()) {
        return std::string{word::verb_judge(language)};
    }
    if (act.says_no) {
        return std::string{word::verb_turn_down(language)};
    }
    if (act.step && !act.lapses()) {
        return std::string{act.step == Awaited::shortlist ? word::verb_shortlist(language)
                                                          : word::verb_accept(language)};
    }
    return std::string{word::board_choices(language, act.code).value_or(act.code)};
}

Result<Head> find_call(web::Context const &context, storage::Reader &reader)
{
    auto head = records::find(reader, calls, context.identity(), context.part("id"));
    if (head) {
        if (auto const may = decide_board(head->state); !may) {
            return refuse(may.error());
        }
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

std::string rank_field(Uuid application)
{
    return "rank." + application.to_string();
}

/// Whoever proposes sees all of the board; an institute what it answers for.
bool decides(web::Context const &context)
{
    return records::could(application_policy, context.identity(), "propose");
}

std::optional<Uuid> last_batch_of(web::Context const &context, storage::Reader &reader, Uuid call)
{
    std::vector<std::string_view> codes;
    for (auto const &act : board_acts()) {
        if (act.is_done_by(context.who())) {
            codes.push_back(act.code);
        }
    }
    return last_batch(reader, call, codes);
}

/// What the last column says of each: what was proposed; before an act, what will come of it.
using LastCell = std::function<html::Html(Candidate const &one)>;

html::List table_of(web::Context const &context, std::span<Step const> way,
                    std::vector<Candidate> const &all, std::string_view last_label,
                    LastCell const &last)
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
        {.key = "proposed", .label = std::string{last_label}}};
    for (auto const &one : all) {
        auto state = html::badge({.label = web::state_name(applications, one.state, language),
                                  .tone = html::Tone::active});
        if (is_turned_down(way, one.state, one.awaits)) {
            state += html::fragment(" ") +
                     html::badge({.label = std::string{word::board_turned_down(language)},
                                  .tone = html::Tone::bad});
        }
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
                       std::move(state), last(one)}});
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

/// "Taken back for 12 people", and who was left as they are.
html::Html undone_notice(web::Context const &context, storage::Reader &reader, Uuid call)
{
    auto const language = context.language();
    auto const undone = count_in(context, "undone");
    html::Html left;
    if (auto const batch = Uuid::parse(context.query().find("left").value_or(""))) {
        html::Html names;
        for (auto const &one : batch_of(reader, call, *batch)) {
            names += html::li(html::bdi(one.name));
        }
        left = html::p(word::board_left_alone(language)) + html::ul(std::move(names));
    } else if (undone == 0) {
        return {};
    }
    return html::notice({.tone = html::Tone::good,
                         .title = word::board_undone(language, undone),
                         .body = std::move(left),
                         .live = true});
}

/// "Done for 12 people", of what is not undone.
html::Html done_notice(web::Context const &context)
{
    auto const done = count_in(context, "done");
    return done == 0 ? html::Html{}
                     : html::notice({.tone = html::Tone::good,
                                     .title = word::board_stepped(context.language(), done),
                                     .body = {},
                                     .live = true});
}

/// "Done for 12 people", with the way back: of what was just done, else of what was done last, by
/// whomever. Of what was just done, where those went whom it parted.
html::Html batch_notice(web::Context const &context, storage::Reader &reader, Head const &call)
{
    auto const language = context.language();
    auto batch = Uuid::parse(context.query().find("batch").value_or(""));
    if (!batch) {
        batch = last_batch_of(context, reader, call.id);
    }
    auto const members = batch ? batch_of(reader, call.id, *batch) : std::vector<InBatch>{};
    auto const *const act = members.empty() ? nullptr : board_act(members.front().act);
    if (act == nullptr || !act->is_done_by(context.who())) {
        return {};
    }
    std::vector<html::Fact> parted;
    for (auto const state : parting_states) {
        if (auto const count = count_in(context, state); count > 0) {
            parted.push_back({.label = web::state_name(applications, state, language),
                              .value = html::fragment(i18n::format_number(language, count))});
        }
    }
    auto hidden = context.hidden();
    hidden.push_back({"batch", batch->to_string()});
    auto const count = static_cast<std::int64_t>(members.size());
    return html::notice(
        {.tone = html::Tone::good,
         .title =
             act->step ? word::board_stepped(language, count) : word::board_done(language, count),
         .body = html::p(name_of(*act, language)) +
                 (parted.empty() ? html::Html{} : html::facts(parted)) +
                 html::action_row({{.label = std::string{word::board_undo(language)},
                                    .url = url_of_board(call.reference) + "/undo",
                                    .posts = true,
                                    .hidden = std::move(hidden)}}),
         .live = true});
}

/// How many of the board wait for an act.
std::int64_t waiting_for(BoardAct const &act, std::vector<Candidate> const &all)
{
    return std::ranges::count_if(all, [&](Candidate const &one) { return act.is_for(one); });
}

http::Response board_json(web::Context const &context, storage::Reader &reader, Head const &call)
{
    auto const here = context_of(reader, call.id);
    auto const all = candidates_of(reader, context.who(), call.id);
    json::array acts;
    for (auto const &act : board_acts()) {
        if (act.is_done_by(context.who()) && act.is_offered(here, reader.today())) {
            acts.push_back(json::object{{"act", act.code},
                                        {"name", name_of(act, context.language())},
                                        {"waiting", waiting_for(act, all)}});
        }
    }
    json::array people;
    for (auto const &one : all) {
        people.push_back(as_json(one));
    }
    auto const batch = last_batch_of(context, reader, call.id);
    return context.json(json::serialize(json::object{
        {"acts", std::move(acts)},
        {"applications", std::move(people)},
        {"last_batch", batch ? json::value(json::string{batch->to_string()}) : json::value{}}}));
}

// -- Pages ----------------------------------------------------------------------------------------

html::Html proposal_cell(Candidate const &one, Language language)
{
    return html::fragment(proposal_of(one, language));
}

html::Html answer_day_cell(Candidate const &one, Language language)
{
    return one.due_on ? html::fragment(i18n::format_date(language, *one.due_on)) : html::Html{};
}

/// Who moved up after the last day for confirming is asked by no day: the desk names another.
html::Html dayless_notice(web::Context const &context, CallContext const &call, Date today,
                          std::vector<Candidate> const &all)
{
    auto const count = std::ranges::count_if(all, [](Candidate const &one) {
        return one.awaits == Awaited::confirm_place && !one.due_on;
    });
    if (count == 0 || !decide_lapse(call.call.confirm_by, today)) {
        return {};
    }
    return html::notice({.tone = html::Tone::waiting,
                         .title = {},
                         .body = html::p(word::board_without_day(context.language(), count))});
}

http::Response board(web::Context &context)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            bool const has_none = context.is_api() && call.error().decline == Decline::conflict;
            return context.refused(has_none ? not_found().value() : call.error());
        }
        if (context.is_api()) {
            return board_json(context, reader, *call);
        }
        auto const all = candidates_of(reader, context.who(), call->id);
        auto const here = context_of(reader, call->id);
        bool const is_waiting = here.state == call_states::results_out;
        auto const way = here.way();
        bool const is_deciding = decides(context);
        auto list = table_of(context, way, all,
                             !is_deciding ? std::string_view{}
                             : is_waiting ? word::field_confirm_by(language)
                                          : word::field_proposed(language),
                             [language, is_waiting](Candidate const &one) {
                                 return is_waiting ? answer_day_cell(one, language)
                                                   : proposal_cell(one, language);
                             });
        list.hidden = context.hidden();
        for (auto const &act : board_acts()) {
            if (!act.is_done_by(context.who()) || !act.is_offered(here, reader.today()) ||
                waiting_for(act, all) == 0) {
                continue;
            }
            list.bulk.push_back({.label = name_of(act, language),
                                 .url = url_of_board(call->reference) + "/" + std::string{act.code},
                                 .emphasis = act.is_rejection() || act.lapses()
                                                 ? html::Emphasis::danger
                                                 : html::Emphasis::normal});
        }
        bool const is_selecting = here.state == call_states::selecting;
        auto const title = std::string{!is_deciding   ? word::board_answers(language)
                                       : is_selecting ? word::board_title(language)
                                       : is_waiting   ? word::board_unconfirmed(language)
                                                      : word::board_many(language)};
        auto const lead = !is_deciding ? word::board_answers_lead(language)
                          : is_waiting ? word::board_unconfirmed_lead(language)
                                       : word::board_many_lead(language);
        return context.page(
            title,
            html::page_head(
                {.title = title, .lead = call->reference + " · " + call->title_in(language)}) +
                undone_notice(context, reader, call->id) + done_notice(context) +
                (is_waiting ? dayless_notice(context, here, reader.today(), all)
                            : batch_notice(context, reader, *call)) +
                html::p(lead) + (is_deciding ? room_block(context, reader, here) : html::Html{}) +
                html::list(list, context.words()),
            trail(context, *call, title));
    });
}

html::Html foreseen_counts(Language language, Foreseen const &foreseen)
{
    std::vector<html::Figure> figures;
    for (auto const state : parting_states) {
        auto const count = std::ranges::count(foreseen.outcomes, state,
                                              &std::pair<Uuid const, std::string_view>::second);
        if (count > 0) {
            figures.push_back({.value = i18n::format_number(language, count),
                               .label = web::state_name(applications, state, language),
                               .url = {},
                               .tone = application_tone(state)});
        }
    }
    return figures.empty() ? html::Html{} : html::figures(figures);
}

/// More are chosen than there are places: the act would be refused.
html::Html shortage_notice(web::Context const &context, Foreseen const &foreseen)
{
    auto const language = context.language();
    if (foreseen.shortages.empty()) {
        return {};
    }
    html::Html lines;
    for (auto const &one : foreseen.shortages) {
        auto const where = one.country
                               ? context.app().codes.name("country", one.country->view(), language)
                               : std::string{word::board_in_all(language)};
        lines += html::li(word::board_short(language, where, one.chosen, one.left));
    }
    return html::notice({.tone = html::Tone::bad,
                         .title = std::string{word::board_short_title(language)},
                         .body = html::ul(std::move(lines))});
}

html::Html passed_notice(Language language, Foreseen const &foreseen)
{
    if (foreseen.passed.empty()) {
        return {};
    }
    html::Html names;
    for (auto const &one : foreseen.passed) {
        names += html::li(html::bdi(one.title));
    }
    return html::notice({.tone = html::Tone::neutral,
                         .title = std::string{word::board_passed(language)},
                         .body = html::ul(std::move(names))});
}

/// Who takes the places that lapse.
html::Html successors_notice(Language language, Foreseen const &foreseen)
{
    if (foreseen.moving_up.empty()) {
        return html::notice({.tone = html::Tone::neutral,
                             .title = {},
                             .body = html::p(word::board_nobody_moves_up(language))});
    }
    html::Html names;
    for (auto const &one : foreseen.moving_up) {
        names += html::li(
            html::a(html::href(web::url_of(applications, one.reference)), html::bdi(one.title)));
    }
    return html::notice({.tone = html::Tone::active,
                         .title = std::string{word::board_moving_up(language)},
                         .body = html::ul(std::move(names))});
}

/// Who would be affected, and what would come of it. Places on the reserve list are typed here.
html::Html affected_table(web::Context const &context, std::span<Step const> way,
                          BoardAct const &act, Foreseen const &foreseen)
{
    auto const language = context.language();
    auto rank = foreseen.next_rank;
    auto const last = [&](Candidate const &one) -> html::Html {
        if (act.is_reserve()) {
            auto const name = rank_field(one.id);
            auto const label = std::string{word::field_reserve_rank(language)} + ": " + one.title;
            auto const proposed = std::to_string(rank++);
            return html::input(
                html::attr<"type">("number"), html::attr<"name">(name), html::attr<"form">("entry"),
                html::attr<"min">("1"), html::attr<"max">("10000"),
                html::attr<"value">(context.request().form.find(name).value_or(proposed)),
                html::attr<"aria-label">(label));
        }
        if (auto const outcome = foreseen.outcomes.find(one.id);
            outcome != foreseen.outcomes.end()) {
            return html::badge({.label = web::state_name(applications, outcome->second, language),
                                .tone = application_tone(outcome->second)});
        }
        auto proposed = one;
        if (!act.step) {
            proposed.proposed = act.decision;
            proposed.place = act.place;
        }
        return proposal_cell(proposed, language);
    };
    auto const label = act.is_reserve()               ? word::field_reserve_rank(language)
                       : act.checks() || act.lapses() ? word::board_will_be(language)
                                                      : word::field_proposed(language);
    return html::list(table_of(context, way, foreseen.affected,
                               act.is_answer() && !decides(context) ? std::string_view{} : label,
                               last),
                      context.words());
}

records::Codes keys_of(records::Input const &input, bool is_api)
{
    records::Codes keys;
    records::Text<records::Codes>::parse(input.get(is_api ? "applications" : "key"), keys);
    return keys;
}

/// Who would be affected, before anything happens; for programs a dry run.
http::Response preview(web::Context &context, BoardAct const &act, Refusal const *refusal)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            return context.refused(call.error());
        }
        auto const here = context_of(reader, call->id);
        auto found = foresee(reader, context.who(), here, act, keys_of(*input, context.is_api()));
        if (context.is_api()) {
            return found ? context.json(json::serialize(as_json(act, *found)))
                         : context.refused(found.error());
        }
        auto const foreseen = found.value_or(Foreseen{});
        auto const &chosen = foreseen.affected;
        auto const title = name_of(act, language);
        html::Html content = html::page_head(
            {.title = title,
             .lead = word::board_affected(language, static_cast<std::int64_t>(chosen.size()))});
        content += shortage_notice(context, foreseen) + passed_notice(language, foreseen);
        if (!act.step) {
            content += room_block(context, reader, here);
        }
        content += foreseen_counts(language, foreseen);
        if (act.lapses() && !chosen.empty()) {
            content += successors_notice(language, foreseen);
        }
        content += affected_table(context, here.way(), act, foreseen);
        if (!chosen.empty()) {
            web::Entry entry{context,
                             url_of_board(call->reference) + "/" + std::string{act.code} + "/act",
                             refusal};
            for (auto const &one : chosen) {
                entry.hidden("key", one.id.to_string());
            }
            if (act.is_reserve()) {
                entry.note(html::p(word::board_rank_hint(language)));
            } else if (act.text_field() == "reason") {
                entry.area(
                    {.name = "reason",
                     .label = std::string{word::field_reason(language)},
                     .hint = std::string{act.lapses() ? word::form_lapse_reason_hint(language)
                                                      : word::form_told_reason_hint(language)},
                     .is_required = true});
            } else if (!act.text_field().empty()) {
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

/// What was sent for all of them; refuses a place on the reserve list that is no number.
Result<BoardWish> wish_of(records::Input const &input, BoardAct const &act, bool is_api)
{
    BoardWish wish{.keys = keys_of(input, is_api), .text = {}, .ranks = {}};
    if (!act.text_field().empty()) {
        wish.text = clean_lines(input.get(act.text_field()));
    }
    for (auto const &key : wish.keys) {
        auto const id = act.is_reserve() ? Uuid::parse(key) : std::nullopt;
        auto const typed = id ? input.get(rank_field(*id)) : std::string_view{};
        if (typed.empty()) {
            continue;
        }
        constexpr std::int64_t most = 10'000;
        std::int64_t rank = 0;
        if (records::Text<std::int64_t>::parse(typed, rank) != nullptr || rank < 1 || most < rank) {
            return refuse(Decline::invalid, "", "training.not_a_rank",
                          {{"most", std::to_string(most)}});
        }
        wish.ranks.emplace(*id, rank);
    }
    return wish;
}

http::Response act_now(web::Context &context, BoardAct const &act)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const call = find_call(context, tx);
            if (!call) {
                return refuse(call.error());
            }
            auto const wish = wish_of(*input, act, context.is_api());
            if (!wish) {
                return refuse(wish.error());
            }
            auto const done = act_on_board(tx, context.who(), context_of(tx, call->id), act, *wish);
            if (!done) {
                return refuse(done.error());
            }
            auto location = url_of_board(call->reference) +
                            (done->batch ? "?batch=" + done->batch->to_string()
                                         : "?done=" + std::to_string(done->count));
            for (auto const &[state, count] : done->went) {
                if (act.checks()) {
                    location += "&" + state + "=" + std::to_string(count);
                }
            }
            return web::Outcome{.location = std::move(location),
                                .json = json::serialize(as_json(*done))};
        },
        [&](Refusal const &refusal) {
            return context.is_api() ? context.refused(refusal) : preview(context, act, &refusal);
        });
}

http::Response undo(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const call = find_call(context, tx);
        if (!call) {
            return refuse(call.error());
        }
        auto const batch = Uuid::parse(input->get("batch"));
        if (!batch) {
            return refuse(Decline::invalid, "batch", "common.not_found");
        }
        auto const done = undo_on_board(tx, context.who(), context_of(tx, call->id), *batch);
        if (!done) {
            return refuse(done.error());
        }
        return web::Outcome{.location = url_of_board(call->reference) +
                                        "?undone=" + std::to_string(done->count) +
                                        (done->left.empty() ? "" : "&left=" + batch->to_string()),
                            .json = json::serialize(json::object{
                                {"undone", done->count}, {"left", json::value_from(done->left)}})};
    });
}

// -- What programs send ---------------------------------------------------------------------------

struct ManyBody {
    records::Codes applications;
    std::string reason;
    std::string assessment;
};
struct UndoBody {
    std::string batch;
};
constexpr auto whom =
    records::field<&ManyBody::applications>("applications", word::application_plural).required();
constexpr std::array whom_alone{whom};
constexpr std::array whom_and_reason{
    whom, records::field<&ManyBody::reason>("reason", word::field_reason).prose().required()};
constexpr std::array whom_and_assessment{
    whom,
    records::field<&ManyBody::assessment>("assessment", word::field_assessment).prose().required()};
constexpr std::array which_batch{
    records::field<&UndoBody::batch>("batch", word::board_undo).required()};

std::span<records::Field const> body_of(BoardAct const &act)
{
    if (act.text_field() == "reason") {
        return whom_and_reason;
    }
    return act.text_field().empty() ? std::span<records::Field const>{whom_alone}
                                    : whom_and_assessment;
}

struct Described {
    std::string_view foretells;
    std::string_view does;
};
Described described(BoardAct const &act)
{
    if (act.checks()) {
        return {"Tells what the check of eligibility would find of several applications.",
                "Checks the eligibility of several applications."};
    }
    if (act.lapses()) {
        return {"Tells whose places were not confirmed in time.",
                "Withdraws places that were not confirmed in time; the reserve moves up."};
    }
    if (act.step == Awaited::shortlist) {
        return {"Tells which applications would be shortlisted.",
                "Shortlists several applications."};
    }
    if (act.says_no) {
        return {"Tells which applications the institute would not accept.",
                "Records that the institute does not accept several applications, and why."};
    }
    if (act.step == Awaited::accept) {
        return {"Tells which applications the institute would accept.",
                "Records that the institute accepts several applications."};
    }
    if (act.is_rejection()) {
        return {"Tells which applications would be proposed for rejection.",
                "Proposes to reject several applications."};
    }
    if (act.is_reserve()) {
        return {"Tells who would be kept in reserve, and in which order.",
                "Proposes to keep several in reserve, in the order in which they are named."};
    }
    return act.place == Place::country
               ? Described{"Tells who would be selected out of countries' places, and where these "
                           "do not suffice.",
                           "Proposes to select several out of their countries' places."}
               : Described{"Tells who would be selected at discretion, and whether places suffice.",
                           "Proposes to select several out of the discretionary quota."};
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
    auto const add = [&](Method method, std::string const &pattern, std::string_view verb,
                         web::ApiDoc api, auto handler) {
        api.tag = applications.kind;
        router.add(
            {.method = method,
             .pattern = pattern,
             .gate = {.kind = web::Gate::Kind::policy, .policy = &application_policy, .verb = verb},
             .handler = std::move(handler),
             .api = api});
    };
    // Whoever proposes accepts too; an institute's own answers for it, and for nothing else.
    constexpr std::string_view answers = "accept";
    add(Method::get, base, answers,
        {.summary = "Tells who waits on the board of a call, and what may be done with many.",
         .tag = {}},
        board);
    add(Method::post, base + "/undo", answers,
        {.summary = "Undoes a batch, but of those on whom somebody has acted since.",
         .tag = {},
         .body = which_batch},
        undo);
    for (auto const &act : board_acts()) {
        auto const path = base + "/" + std::string{act.code};
        auto const [foretells, does] = described(act);
        auto const verb = act.is_answer() ? answers : "propose";
        add(Method::post, path, verb, {.summary = foretells, .tag = {}, .body = whom_alone},
            [&act](web::Context &context) { return preview(context, act, nullptr); });
        add(Method::post, path + "/act", verb, {.summary = does, .tag = {}, .body = body_of(act)},
            [&act](web::Context &context) { return act_now(context, act); });
    }
}

} // namespace selatan::training
