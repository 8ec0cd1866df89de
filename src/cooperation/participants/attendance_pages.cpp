// Attendance of a whole class on one page, and what becomes of each at the end. Both forms work
// without scripts: a box for everybody and every session, one button that sends them all.
#include "cooperation/participants/pages.hpp"
#include "cooperation/participants/participant_store.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/participants/session.hpp"
#include "cooperation/training/training.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/entry.hpp"
#include "words/participants.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace json = boost::json;
namespace states = participant_states;

constexpr std::string_view verb = "record_attendance";
constexpr std::string_view completed = "completed"; // beside the codes of Shortfall

Result<Head> find_call(web::Context const &context, storage::Reader &reader)
{
    return records::find(reader, calls, context.identity(), context.part("id"), verb);
}

std::string url_of(Head const &call, std::string_view page)
{
    return web::url_of(calls, call.reference) + "/" + std::string{page};
}

std::vector<html::Link> trail(web::Context const &context, Head const &call,
                              std::string const &title)
{
    return {
        {.label = std::string{calls.plural(context.language())}, .url = std::string{calls.path}},
        {.label = call.reference, .url = web::url_of(calls, call.reference)},
        {.label = title, .url = {}, .current = true}};
}

/// What a page of a class shows.
struct ClassView {
    std::vector<ClassMember> members;
    std::vector<SessionLine> sessions; ///< those whose day has come
    std::int64_t to_come = 0;
    std::vector<Presence> presences;

    [[nodiscard]] bool was_there(SessionLine const &session, ClassMember const &member) const
    {
        return std::ranges::binary_search(presences, Presence{session.id, member.id});
    }
    [[nodiscard]] std::int64_t recorded() const
    {
        return std::ranges::count(sessions, session_states::recorded, &SessionLine::state);
    }
};

ClassView class_view(web::Context const &context, storage::Reader &reader, Uuid call)
{
    ClassView view;
    view.members = class_of(reader, context.who(), call);
    for (auto &session : sessions_of(reader, call, context.language())) {
        if (reader.today() < session.held_on) {
            ++view.to_come;
        } else {
            view.sessions.push_back(std::move(session));
        }
    }
    view.presences = presences_of(reader, call);
    return view;
}

std::string share_of(Language language, std::int64_t attended, std::int64_t recorded)
{
    if (recorded == 0) {
        return {};
    }
    return word::attended_of(language, attended, recorded,
                             i18n::format_percent(language, static_cast<double>(attended) /
                                                                static_cast<double>(recorded)));
}

// -- The grid -------------------------------------------------------------------------------------

html::Html name_of(ClassMember const &member)
{
    return html::a(html::href(web::url_of(participants, member.reference)),
                   html::bdi(member.title));
}

/// One box. Its name is the session, its value the person; both headings say what it is.
html::Html box(SessionLine const &session, ClassMember const &member, std::string const &labels,
               bool is_there)
{
    return html::input(html::attr<"type">("checkbox"), html::attr<"name">(session.reference),
                       html::attr<"value">(member.reference), html::attr<"aria-labelledby">(labels),
                       html::flag<"checked">(is_there));
}

html::Html heading(web::Context const &context, SessionLine const &session, std::size_t number)
{
    return html::th(html::attr<"scope">("col"), html::id("s" + std::to_string(number)),
                    html::a(html::href(web::url_of(participants::sessions, session.reference)),
                            html::bdi(session.title)),
                    html::br(), html::small(context.date(session.held_on)));
}

/// Which sessions are recorded. A session that is not is left as it is, however the boxes stand.
html::Html recorded_row(web::Context const &context, ClassView const &view)
{
    auto const language = context.language();
    return html::tr(
        html::th(html::attr<"scope">("row"), html::id("recorded"), word::grid_recorded(language)),
        html::each(view.sessions,
                   [&](SessionLine const &session) {
                       bool const is_recorded = session.state == session_states::recorded;
                       auto const label = word::grid_recorded_of(language, session.title);
                       return html::td(
                           html::attr<"data-label">(session.title),
                           html::input(
                               html::attr<"type">("checkbox"), html::attr<"name">("recorded"),
                               html::attr<"value">(session.reference),
                               html::attr<"aria-label">(label), html::flag<"checked">(is_recorded)),
                           html::input(html::attr<"type">("hidden"),
                                       html::attr<"name">("version." + session.reference),
                                       html::attr<"value">(std::to_string(session.version))));
                   }),
        html::td());
}

/// For days on which nobody is missing: one button, before anybody is unticked.
html::Html all_present_row(web::Context const &context, ClassView const &view)
{
    auto const language = context.language();
    return html::tr(
        html::th(html::attr<"scope">("row"), word::grid_everybody(language)),
        html::each(view.sessions,
                   [&](SessionLine const &session) {
                       auto const label = word::grid_everybody_at(language, session.title);
                       return html::td(html::attr<"data-label">(session.title),
                                       html::button(html::cls("button"),
                                                    html::attr<"name">("everybody"),
                                                    html::attr<"value">(session.reference),
                                                    html::attr<"aria-label">(label),
                                                    word::grid_everybody_button(language)));
                   }),
        html::td());
}

html::Html member_row(web::Context const &context, ClassView const &view, ClassMember const &member,
                      std::size_t number)
{
    auto const language = context.language();
    auto const own = "p" + std::to_string(number);
    bool const is_open = member.state == states::enrolled;
    html::Html cells;
    for (std::size_t i = 0; i < view.sessions.size(); ++i) {
        auto const &session = view.sessions[i];
        bool const there = view.was_there(session, member);
        auto const labels = own + " s" + std::to_string(i + 1);
        auto const shown = there ? word::grid_present(language) : word::grid_absent(language);
        cells += html::td(html::attr<"data-label">(session.title),
                          is_open ? box(session, member, labels, there) : html::fragment(shown));
    }
    return html::tr(html::th(html::attr<"scope">("row"), html::id(own), name_of(member)), cells,
                    html::td(html::cls("number"),
                             html::attr<"data-label">(word::grid_attended(language)),
                             share_of(language, member.attended, view.recorded())));
}

html::Html grid(web::Context const &context, Head const &call, ClassView const &view)
{
    auto const language = context.language();
    html::Html headings;
    html::Html rows = recorded_row(context, view) + all_present_row(context, view);
    for (std::size_t i = 0; i < view.sessions.size(); ++i) {
        headings += heading(context, view.sessions[i], i + 1);
    }
    for (std::size_t i = 0; i < view.members.size(); ++i) {
        rows += member_row(context, view, view.members[i], i + 1);
    }
    // Enter in a box sends the form as it is: the button that a browser takes for it comes first.
    return html::form(
        html::attr<"method">("post"), html::action(url_of(call, "attendance")),
        html::hidden_fields(context.hidden()),
        html::p(html::button(html::cls("button primary"), word::grid_save(language))),
        html::div(
            html::cls("table"),
            html::table(
                html::caption(html::cls("unseen"), word::attendance_title(language)),
                html::thead(html::tr(
                    html::th(html::attr<"scope">("col"), word::field_person(language)), headings,
                    html::th(html::attr<"scope">("col"), html::cls("number"),
                             word::grid_attended(language)))),
                html::tbody(rows))),
        html::div(html::cls("block"),
                  html::button(html::cls("button primary"), word::grid_save(language))));
}

html::Html plan_form(web::Context const &context, Head const &call, Refusal const *refusal)
{
    auto const language = context.language();
    web::Entry entry{context, url_of(call, "sessions"), refusal};
    entry
        .number({.name = "a_day",
                 .label = std::string{word::plan_a_day(language)},
                 .hint = std::string{word::plan_a_day_hint(language)},
                 .is_required = true},
                "1", {.unit = {}, .min = "1", .max = std::to_string(sessions_a_day_most)})
        .submit(std::string{word::plan_submit(language)});
    return html::block(word::plan_title(language), entry.html());
}

std::string class_json(ClassView const &view)
{
    json::array people;
    for (auto const &member : view.members) {
        json::array attended;
        for (auto const &session : view.sessions) {
            if (view.was_there(session, member)) {
                attended.emplace_back(session.reference);
            }
        }
        people.push_back(json::object{{"reference", member.reference},
                                      {"title", member.title},
                                      {"state", member.state},
                                      {"attended", std::move(attended)}});
    }
    json::array held;
    for (auto const &session : view.sessions) {
        held.push_back(json::object{{"reference", session.reference},
                                    {"title", session.title},
                                    {"held_on", session.held_on.to_string()},
                                    {"state", session.state},
                                    {"version", session.version}});
    }
    return json::serialize(
        json::object{{"sessions", std::move(held)}, {"participants", std::move(people)}});
}

http::Response attendance_page(web::Context &context, Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            return context.refused(call.error());
        }
        auto const view = class_view(context, reader, call->id);
        if (context.is_api()) {
            return context.json(class_json(view));
        }
        auto const title = std::string{word::attendance_title(language)};
        html::PageHead head{.title = title,
                            .lead = call->reference + " · " + call->title_in(language)};
        if (view.recorded() > 0) {
            head.actions.push_back({.label = std::string{word::conclusion_title(language)},
                                    .url = url_of(*call, "conclusion")});
        }
        auto content = html::page_head(head);
        if (refusal != nullptr && refusal->problems.front().field.empty()) {
            content += html::notice({.tone = html::Tone::bad,
                                     .title = context.say(refusal->problems.front()),
                                     .body = {},
                                     .live = true});
        }
        if (view.members.empty()) {
            content += html::empty_state({.picture = html::Icon::people,
                                          .title = std::string{word::class_empty_title(language)},
                                          .text = std::string{word::class_empty_text(language)}});
        } else if (!view.sessions.empty()) {
            content += html::p(word::attendance_lead(language)) + grid(context, *call, view);
        }
        if (view.to_come > 0) {
            content += html::p(html::cls("note"), word::attendance_to_come(language, view.to_come));
        }
        if (view.sessions.empty() && view.to_come == 0) {
            content += plan_form(context, *call, refusal);
        }
        return context.page(title, std::move(content), trail(context, *call, title),
                            refusal == nullptr ? 200 : web::status_of(refusal->decline));
    });
}

http::Response plan(web::Context &context)
{
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const call = find_call(context, tx);
            auto const input = context.input();
            if (!call || !input) {
                return refuse(call ? input.error() : call.error());
            }
            std::int64_t a_day = 0;
            if (records::Text<std::int64_t>::parse(input->get("a_day"), a_day) != nullptr) {
                return refuse(Decline::invalid, "a_day", "common.not_a_number");
            }
            if (auto const done = plan_sessions(tx, context.who(), *call, a_day); !done) {
                return refuse(done.error());
            }
            return web::Outcome{.location = url_of(*call, "attendance")};
        },
        [&](Refusal const &refusal) { return attendance_page(context, &refusal); });
}

// -- Writing it down ------------------------------------------------------------------------------

std::vector<std::string_view> words_of(std::string_view text)
{
    std::vector<std::string_view> all;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        if (end > 0) {
            all.push_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

/// What was sent of one session; nothing where it is not to be recorded. A program names the
/// sessions that it means; a form marks them, or ticks somebody.
std::optional<Attendance> sent_of(records::Input const &input, ClassView const &view,
                                  SessionLine const &session, bool is_program)
{
    auto const marked = words_of(input.get("recorded"));
    bool const everybody = input.get("everybody") == session.reference;
    bool const is_meant = is_program
                              ? input.has(session.reference)
                              : everybody || input.has(session.reference) ||
                                    std::ranges::find(marked, session.reference) != marked.end();
    if (!is_meant && !everybody) {
        return std::nullopt;
    }
    Attendance sent{.session = session.id, .version = session.version, .present = {}};
    std::int64_t seen = 0;
    if (records::Text<std::int64_t>::parse(input.get("version." + session.reference), seen) ==
        nullptr) {
        sent.version = seen;
    }
    auto const names = words_of(input.get(session.reference));
    for (auto const &member : view.members) {
        if (everybody || std::ranges::find(names, member.reference) != names.end()) {
            sent.present.push_back(member.id);
        }
    }
    return sent;
}

http::Response record(web::Context &context)
{
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const call = find_call(context, tx);
            auto const input = context.input();
            if (!call || !input) {
                return refuse(call ? input.error() : call.error());
            }
            auto const view = class_view(context, tx, call->id);
            std::vector<Attendance> wanted;
            for (auto const &session : view.sessions) {
                if (auto sent = sent_of(*input, view, session, context.is_api())) {
                    wanted.push_back(std::move(*sent));
                }
            }
            if (auto const done = record_attendance(tx, context.who(), *call, wanted); !done) {
                return refuse(done.error());
            }
            return web::Outcome{.location = url_of(*call, "attendance")};
        },
        [&](Refusal const &refusal) { return attendance_page(context, &refusal); });
}

// -- The end of the course ------------------------------------------------------------------------

/// What the scheme's rule says, until somebody chooses otherwise.
std::string proposed_for(CourseStanding standing, ClassMember const &member)
{
    standing.attended = member.attended;
    return std::string{standing.is_enough() ? completed : to_code(Shortfall::attendance)};
}

html::Html choice_of(web::Context const &context, ClassMember const &member,
                     std::string const &proposed)
{
    auto const language = context.language();
    auto const typed = context.request().form.find(member.reference);
    auto const chosen = typed ? std::string{*typed} : proposed;
    auto const option = [&](std::string_view code, std::string_view label) {
        return html::option(html::attr<"value">(code), html::flag<"selected">(code == chosen),
                            label);
    };
    auto options = option(completed, word::conclusion_completed(language));
    for (auto const code : shortfalls) {
        options += option(code, word::conclusion_failed(
                                    language, word::shortfalls(language, code).value_or(code)));
    }
    options += option("", word::conclusion_later(language));
    return html::select(html::attr<"name">(member.reference),
                        html::attr<"aria-label">(member.title), options);
}

html::Html conclusion_form(web::Context const &context, storage::Reader &reader, Head const &call,
                           std::vector<ClassMember> const &members, Refusal const *refusal)
{
    auto const language = context.language();
    auto const standing = course_standing(reader, Uuid{}, call.id);
    html::Html rows;
    for (auto const &member : members) {
        rows += html::tr(html::th(html::attr<"scope">("row"), name_of(member)),
                         html::td(html::cls("number"),
                                  html::attr<"data-label">(word::grid_attended(language)),
                                  share_of(language, member.attended, standing.recorded)),
                         html::td(html::attr<"data-label">(word::conclusion_column(language)),
                                  choice_of(context, member, proposed_for(standing, member))));
    }
    web::Entry entry{context, url_of(call, "conclusion"), refusal};
    entry
        .note(html::div(
            html::cls("table"),
            html::table(
                html::caption(html::cls("unseen"), word::conclusion_title(language)),
                html::thead(html::tr(
                    html::th(html::attr<"scope">("col"), word::field_person(language)),
                    html::th(html::attr<"scope">("col"), html::cls("number"),
                             word::grid_attended(language)),
                    html::th(html::attr<"scope">("col"), word::conclusion_column(language)))),
                html::tbody(rows))))
        .area({.name = "remark",
               .label = std::string{word::field_remark(language)},
               .hint = std::string{word::conclusion_remark_hint(language)}})
        .submit(std::string{word::conclusion_submit(language)})
        .cancel(url_of(call, "attendance"));
    auto const rule = standing.percent ? word::conclusion_rule(language, *standing.percent)
                                       : std::string{word::conclusion_no_rule(language)};
    return html::p(rule) + entry.html();
}

http::Response conclusion_page(web::Context &context, Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const call = find_call(context, reader);
        if (!call) {
            return context.refused(call.error());
        }
        auto members = class_of(reader, context.who(), call->id);
        std::erase_if(members, [](auto const &one) { return one.state != states::enrolled; });
        auto const title = std::string{word::conclusion_title(language)};
        auto content = html::page_head(
            {.title = title, .lead = call->reference + " · " + call->title_in(language)});
        content +=
            members.empty()
                ? html::empty_state({.picture = html::Icon::check,
                                     .title = std::string{word::conclusion_done_title(language)},
                                     .text = std::string{word::conclusion_done_text(language)}})
                : conclusion_form(context, reader, *call, members, refusal);
        return context.page(title, std::move(content), trail(context, *call, title),
                            refusal == nullptr ? 200 : web::status_of(refusal->decline));
    });
}

http::Response conclude_class(web::Context &context)
{
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const call = find_call(context, tx);
            auto const input = context.input();
            if (!call || !input) {
                return refuse(call ? input.error() : call.error());
            }
            std::vector<Conclusion> wanted;
            for (auto const &member : class_of(tx, context.who(), call->id)) {
                auto const code = input->get(member.reference);
                Shortfall shortfall{};
                if (code == completed) {
                    wanted.push_back({.participant = member.id, .shortfall = {}});
                } else if (from_code(code, shortfall)) {
                    wanted.push_back({.participant = member.id, .shortfall = shortfall});
                } else if (!code.empty()) {
                    return refuse(Decline::invalid, member.reference, "common.unknown_choice");
                }
            }
            if (auto const done =
                    conclude(tx, context.who(), wanted, std::string{input->get("remark")});
                !done) {
                return refuse(done.error());
            }
            return web::Outcome{.location = web::url_of(calls, call->reference)};
        },
        [&](Refusal const &refusal) { return conclusion_page(context, &refusal); });
}

} // namespace

std::string url_of_attendance(std::string_view call_reference)
{
    return web::url_of(calls, call_reference) + "/attendance";
}

void add_attendance_routes(web::Router &router)
{
    using http::Method;
    auto const add = [&](Method method, std::string_view page, auto handler,
                         std::optional<web::ApiDoc> api) {
        router.add({.method = method,
                    .pattern = std::string{calls.path} + "/{id}/" + std::string{page},
                    .gate = {.kind = web::Gate::Kind::policy,
                             .policy = &training::call_policy,
                             .verb = verb},
                    .handler = std::move(handler),
                    .api = api});
    };
    auto const doc = [](std::string_view summary) {
        return web::ApiDoc{.summary = summary, .tag = sessions.kind};
    };
    add(
        Method::get, "attendance",
        [](web::Context &context) { return attendance_page(context, nullptr); },
        doc("Shows who of the class attended which session."));
    add(Method::post, "attendance", record,
        doc("Records attendance: for each session's reference, the participants present."));
    add(Method::post, "sessions", plan,
        doc("Plans a_day sessions for each day of the course that has none."));
    add(
        Method::get, "conclusion",
        [](web::Context &context) { return conclusion_page(context, nullptr); }, std::nullopt);
    add(Method::post, "conclusion", conclude_class,
        doc("Concludes participants: for each reference, completed or why not; and a remark."));
}

} // namespace selatan::participants
