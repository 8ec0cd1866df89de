// What became of an applicant's own applications: where each stands, what is still wanted.
#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/copy_form.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/own_file.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/place_keeper.hpp"
#include "cooperation/training/restricted.hpp"
#include "cooperation/training/sealed_file.hpp"
#include "cooperation/training/selection.hpp"
#include "platform/files/file.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/attachment.hpp"
#include "platform/web/entry.hpp"
#include "words/applicants.hpp"
#include "words/training.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::training {

namespace {

namespace word = words::applicants;
namespace training_word = words::training;
namespace states = application_states;

std::string url_of_own(std::string_view reference)
{
    return std::string{own_applications_path} + "/" + std::string{reference};
}

html::Badge state_badge(Language language, std::string_view state)
{
    return {web::state_name(applications, state, language), application_tone(state)};
}

// -- All of them ----------------------------------------------------------------------------------

html::Html row_of(web::Context const &context, OwnLine const &line)
{
    auto const language = context.language();
    bool const is_draft = line.reference.empty();
    auto const url = is_draft ? url_of_application_form(line.call) : url_of_own(line.reference);
    auto const state =
        is_draft ? html::Badge{std::string{word::own_draft(language)}, html::Tone::waiting}
                 : state_badge(language, line.state);
    return html::tr(
        html::th(html::attr<"scope">("row"), html::a(html::href(url), html::bdi(line.course))),
        html::td(html::attr<"data-label">(word::own_state(language)), html::badge(state)),
        html::td(html::attr<"data-label">(word::own_until(language)),
                 is_draft && line.closes_on ? context.date(*line.closes_on) : std::string{}));
}

std::string lines_json(std::vector<OwnLine> const &lines)
{
    namespace json = boost::json;
    json::array items;
    for (auto const &line : lines) {
        bool const is_draft = line.reference.empty();
        items.push_back(json::object{
            {"reference", is_draft ? json::value(nullptr) : json::value(line.reference)},
            {"state", is_draft ? std::string{states::draft} : line.state},
            {"call", json::object{{"reference", line.call}, {"title", line.course}}},
            {"closes_on",
             line.closes_on ? json::value(line.closes_on->to_string()) : json::value(nullptr)}});
    }
    return json::serialize(json::object{{"items", std::move(items)}});
}

http::Response show_list(web::Context &context)
{
    auto const language = context.language();
    auto const lines = context.store().read(
        [&](storage::Reader &reader) { return own_lines(reader, context.who()); });
    if (context.is_api()) {
        return context.json(lines_json(lines));
    }
    auto const title = std::string{word::own_plural(language)};
    auto content =
        html::page_head({.title = title, .lead = std::string{word::own_about(language)}});
    if (lines.empty()) {
        content += html::empty_state({.picture = html::Icon::user,
                                      .title = std::string{word::own_empty_title(language)},
                                      .text = std::string{word::own_empty_text(language)},
                                      .actions = {{.label = std::string{word::link_calls(language)},
                                                   .url = std::string{calls.path}}}});
    } else {
        html::Html rows;
        for (auto const &line : lines) {
            rows += row_of(context, line);
        }
        content += html::div(
            html::cls("table"),
            html::table(html::caption(html::cls("unseen"), title),
                        html::thead(html::tr(
                            html::th(html::attr<"scope">("col"), word::own_course(language)),
                            html::th(html::attr<"scope">("col"), word::own_state(language)),
                            html::th(html::attr<"scope">("col"), word::own_until(language)))),
                        html::tbody(rows)));
    }
    return context.page(title, std::move(content), {{.label = title, .url = {}, .current = true}});
}

// -- One ------------------------------------------------------------------------------------------

/// Everything that the page shows of one application.
struct OwnView {
    Head head;
    Application application;
    CallContext call;
    std::vector<WantedDocument> documents;
    std::vector<HandedFile> files;
    std::vector<files::Stored> stored; ///< those files, with name and size
};

Result<OwnView> load_own(web::Context const &context, storage::Reader &reader,
                         std::string_view verb = records::verbs::see)
{
    auto const head = find_own(reader, context.who(), context.part("id"), verb);
    if (!head) {
        return refuse(head.error());
    }
    auto application = records::load(reader, applications, head->id);
    ENSURE(application.has_value());
    auto call = context_of(reader, application->call->uuid());
    auto documents = wanted_documents(*application, call.rules);
    auto own_files = files_of(reader, head->id, Keeping::open);
    std::vector<Id<files::File>> ids;
    std::ranges::transform(own_files, std::back_inserter(ids), &HandedFile::file);
    return OwnView{.head = *head,
                   .application = std::move(*application),
                   .call = std::move(call),
                   .documents = std::move(documents),
                   .files = std::move(own_files),
                   .stored = files::find_all(reader, ids)};
}

bool may(web::Context const &context, storage::Reader &reader, OwnView const &view,
         std::string_view verb)
{
    return find_own(reader, context.who(), view.head.reference, verb).has_value();
}

std::string name_of_document(Language language, std::string_view code)
{
    return std::string{training_word::documents(language, code).value_or(code)};
}

html::Html wanted_badge(Language language, bool is_there, std::string_view there)
{
    return html::badge(
        is_there ? html::Badge{std::string{there}, html::Tone::good}
                 : html::Badge{std::string{word::own_still_wanted(language)}, html::Tone::waiting});
}

std::string url_of_file(OwnView const &view, Id<files::File> file)
{
    return url_of_own(view.head.reference) + "/documents/" + file.to_string();
}

/// What was handed in for one document, each to be opened and, until it is judged, taken back.
html::Html files_of(web::Context const &context, OwnView const &view, std::string_view document,
                    bool may_take_back)
{
    auto const language = context.language();
    html::Html items;
    for (auto const &one : view.files) {
        auto const stored = std::ranges::find(view.stored, one.file, &files::Stored::id);
        if (one.document != document || stored == view.stored.end()) {
            continue;
        }
        auto const url = url_of_file(view, one.file);
        auto const size = i18n::format_size(language, static_cast<std::uint64_t>(stored->size));
        items += html::li(html::a(html::href(url), html::bdi(stored->name)), " · ", size, " · ",
                          html::moment(context.moment(one.added)), html::when(may_take_back, [&] {
                              return html::action_row(
                                  {{.label = std::string{word::own_take_back(language)},
                                    .url = url + "/removal",
                                    .posts = true,
                                    .hidden = context.hidden()}});
                          }));
    }
    return html::when(!items.empty(), [&] { return html::ul(items); });
}

/// The way to what is sealed: it is handed in and opened on a page of its own.
html::Html way_to_sealed(OwnView const &view, std::string_view act, std::string_view what)
{
    return html::a(html::href(url_of_own_restricted(view.head.reference)),
                   html::attr<"aria-label">(std::string{act} + ": " + std::string{what}), act);
}

/// Every document that the scheme wants, with its own state; then what visa and insurance want. Of
/// an application that has ended only what was handed in.
html::Html wanted_block(web::Context const &context, storage::Reader &reader, OwnView const &view)
{
    auto const language = context.language();
    bool const may_seal = may(context, reader, view, own_verbs::seal);
    bool const may_take_back = may(context, reader, view, own_verbs::take_file_back);
    bool const may_hand_in = may(context, reader, view, own_verbs::hand_in);
    auto const act_on = [&](bool is_there) {
        return is_there ? word::form_change(language) : word::form_write(language);
    };
    std::vector<html::Fact> facts;
    for (auto const &document : view.documents) {
        if (!document.is_handed_in && !may_hand_in) {
            continue;
        }
        auto const name = name_of_document(language, document.code);
        if (document.is_employers) {
            auto const state =
                document.is_handed_in
                    ? html::Badge{std::string{word::own_handed_in(language)}, html::Tone::good}
                    : html::Badge{std::string{word::own_by_employer(language)},
                                  html::Tone::neutral};
            facts.push_back(
                {.label = name,
                 .value = html::badge(state) + files_of(context, view, document.code, false)});
            continue;
        }
        auto value = wanted_badge(language, document.is_handed_in,
                                  document.is_sealed && document.is_handed_in
                                      ? word::own_sealed_told(language)
                                      : word::own_handed_in(language));
        if (document.is_sealed && may_seal) {
            value += html::fragment(" ") + way_to_sealed(view,
                                                         document.is_handed_in
                                                             ? word::own_open_sealed(language)
                                                             : word::own_hand_in_sealed(language),
                                                         name);
        }
        value += files_of(context, view, document.code, may_take_back);
        facts.push_back({.label = name, .value = std::move(value)});
    }
    if (may_seal) {
        bool const is_written = has_written_part(reader, view.head.id);
        auto const what = std::string{word::own_sealed(language)};
        facts.push_back(
            {.label = what,
             .value = wanted_badge(language, is_written, word::own_sealed_told(language)) +
                      html::fragment(" ") + way_to_sealed(view, act_on(is_written), what)});
    }
    return html::block(word::own_wanted(language), facts.empty()
                                                       ? html::p(word::own_nothing_wanted(language))
                                                       : html::facts(facts));
}

html::Html hand_in_form(web::Context const &context, OwnView const &view, Refusal const *refusal)
{
    auto const language = context.language();
    CopyForm wanted{.id = "document",
                    .url = url_of_own(view.head.reference) + "/documents",
                    .which_label = std::string{word::own_which(language)},
                    .documents = {},
                    .first = {},
                    .file_label = std::string{word::own_file(language)},
                    .file_hint = std::string{word::own_file_hint(language)},
                    .submit = std::string{word::own_hand_in(language)}};
    for (auto const &document : view.documents) {
        if (document.is_sealed || document.is_employers) {
            continue;
        }
        wanted.documents.push_back({.value = document.code,
                                    .label = name_of_document(language, document.code),
                                    .group = {}});
        if (!document.is_handed_in && wanted.first.empty()) {
            wanted.first = document.code;
        }
    }
    if (wanted.documents.empty()) {
        return {};
    }
    return html::block(word::own_hand_in(language), copy_form(context, wanted, refusal));
}

html::Html written_block(web::Context const &context, OwnView const &view)
{
    auto const language = context.language();
    auto const columns = records::columns_of(applications, Audience::partner);
    std::vector<html::Fact> facts;
    for (auto const section : all_sections) {
        for (auto const &field : fields_of(section)) {
            auto const column = std::ranges::find(columns, field.name, &records::Column::name);
            ENSURE(column != columns.end());
            auto text = field.print(&view.application);
            if (!text.empty()) {
                facts.push_back({.label = std::string{field.label(language)},
                                 .value = web::show_cell(context, applications, *column,
                                                         {.text = std::move(text)})});
            }
        }
    }
    return html::block(word::own_written(language), html::facts(facts));
}

/// A place is offered: the answer comes before all else.
html::Html offer_block(web::Context const &context, OwnView const &view)
{
    auto const language = context.language();
    return html::notice(
        {.tone = html::Tone::good,
         .title = {},
         .body = html::p(word::own_confirm_hint(language)) +
                 html::action_row({{.label = std::string{word::own_confirm(language)},
                                    .url = url_of_own(view.head.reference) + "/confirmation",
                                    .emphasis = html::Emphasis::primary,
                                    .posts = true,
                                    .hidden = context.hidden(view.head.version)}})});
}

/// Withdrawn, and the call is open still: the way back.
html::Html again_block(web::Context const &context, OwnView const &view)
{
    auto const language = context.language();
    return html::notice(
        {.tone = html::Tone::neutral,
         .title = {},
         .body = html::p(word::own_again_hint(language, *view.call.call.closes_on)) +
                 html::action_row({{.label = std::string{word::own_again(language)},
                                    .url = url_of_own(view.head.reference) + "/reopening",
                                    .emphasis = html::Emphasis::primary,
                                    .posts = true,
                                    .hidden = context.hidden()}})});
}

http::Response own_page(web::Context const &context, storage::Reader &reader, OwnView const &view,
                        Refusal const *refusal)
{
    auto const language = context.language();
    auto content =
        html::page_head({.title = view.call.call.title_in(language), .lead = view.head.reference});
    content += html::p(html::badge(state_badge(language, view.head.state)));
    content += html::stepper(stations_of(language, reader, view.call.id, view.head.state),
                             context.words());
    if (may(context, reader, view, own_verbs::confirm)) {
        content += offer_block(context, view);
    }
    if (may_apply_again(reader, context.who(), view.head.reference)) {
        content += again_block(context, view);
    }
    if (!view.application.reason.empty()) {
        content += html::facts(
            {{std::string{word::own_reason(language)}, html::bdi(view.application.reason)}});
    }
    content += course_block(context, reader, view.call.call);
    content += place_shown(context, reader, view.head.id, url_of_own(view.head.reference));
    content += wanted_block(context, reader, view);
    if (may(context, reader, view, own_verbs::hand_in)) {
        content += hand_in_form(context, view, refusal);
    }
    content += written_block(context, view);
    if (may(context, reader, view, own_verbs::withdraw)) {
        content += html::action_row({{.label = std::string{word::own_withdraw(language)},
                                      .url = url_of_own(view.head.reference) + "/withdrawal",
                                      .emphasis = html::Emphasis::danger}});
    }
    return context.page(view.call.call.title_in(language), std::move(content),
                        {{.label = std::string{word::own_plural(language)},
                          .url = std::string{own_applications_path}},
                         {.label = view.head.reference, .url = {}, .current = true}},
                        refusal == nullptr ? 200 : web::status_of(refusal->decline));
}

http::Response show_one(web::Context const &context, Refusal const *refusal)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const view = load_own(context, reader);
        if (view && context.is_api()) {
            auto response = context.json(own_json(reader, context.who(), view->head.reference));
            response.headers.set("ETag", "\"" + std::to_string(view->head.version) + "\"");
            return response;
        }
        return view ? own_page(context, reader, *view, refusal) : context.refused(view.error());
    });
}

/// What an act leads to: the application's page, or the application as it is now.
web::Outcome done_with(web::Context const &context, storage::Reader &reader,
                       std::string_view reference)
{
    return {.location = url_of_own(reference),
            .json = context.is_api() ? own_json(reader, context.who(), reference) : std::string{}};
}

// -- Documents ------------------------------------------------------------------------------------

http::Response post_document(web::Context &context)
{
    auto const examined = examine_own_file(context.request());
    if (!examined) {
        return context.is_api() ? context.refused(examined.error())
                                : show_one(context, &examined.error());
    }
    auto const document = std::string{context.request().form.find("document").value_or("")};
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const head = find_own(tx, context.who(), context.part("id"), own_verbs::hand_in);
            if (!head) {
                return refuse(head.error());
            }
            if (auto const done = hand_in_file(tx, context.who(), *head, document, *examined,
                                               name_of_document(context.language(), document));
                !done) {
                return refuse(done.error());
            }
            return done_with(context, tx, head->reference);
        },
        [&](Refusal const &refusal) { return show_one(context, &refusal); });
}

http::Response fetch_document(web::Context &context)
{
    auto const stored = context.store().read([&](storage::Reader &reader) -> Result<files::Stored> {
        auto const view = load_own(context, reader);
        auto const id = Id<files::File>::parse(context.part("file"));
        if (!view || !id) {
            return view ? not_found() : refuse(view.error());
        }
        auto const found = std::ranges::find(view->stored, *id, &files::Stored::id);
        return found == view->stored.end() ? Result<files::Stored>{not_found()} : *found;
    });
    if (!stored) {
        return context.refused(stored.error());
    }
    return web::answer_with_file(context, *stored);
}

http::Response remove_document(web::Context &context)
{
    auto const id = Id<files::File>::parse(context.part("file"));
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const head =
            find_own(tx, context.who(), context.part("id"), own_verbs::take_file_back);
        if (!head || !id) {
            return head ? not_found() : refuse(head.error());
        }
        if (auto const done = take_file_back(tx, context.who(), *head, *id); !done) {
            return refuse(done.error());
        }
        return done_with(context, tx, head->reference);
    });
}

// -- Leaving --------------------------------------------------------------------------------------

http::Response withdrawal_page(web::Context const &context, Refusal const *refusal)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const view = load_own(context, reader, own_verbs::withdraw);
        if (!view) {
            return context.refused(view.error());
        }
        auto const title = std::string{word::own_withdraw(language)};
        web::Entry entry{context, url_of_own(view->head.reference) + "/withdrawal", refusal};
        entry.version(view->head.version)
            .area({.name = "reason",
                   .label = std::string{word::own_reason(language)},
                   .is_required = true})
            .submit(title, html::Emphasis::danger)
            .cancel(url_of_own(view->head.reference));
        return context.page(
            title,
            html::page_head({.title = title, .lead = view->call.call.title_in(language)}) +
                html::p(word::own_withdraw_hint(language)) + entry.html(),
            {{.label = std::string{word::own_plural(language)},
              .url = std::string{own_applications_path}},
             {.label = view->head.reference, .url = url_of_own(view->head.reference)},
             {.label = title, .url = {}, .current = true}},
            refusal == nullptr ? 200 : web::status_of(refusal->decline));
    });
}

http::Response post_withdrawal(web::Context &context)
{
    constexpr std::size_t longest = 2000;
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    auto const reason = truncate(clean_lines(input->get("reason")), longest);
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const head = find_own(tx, context.who(), context.part("id"), own_verbs::withdraw);
            if (!head) {
                return refuse(head.error());
            }
            if (reason.empty()) {
                return refuse(Decline::invalid, "reason", "common.required");
            }
            if (auto const saved = withdraw(tx, context.who(), *head, *version, {reason}); !saved) {
                return refuse(saved.error());
            }
            return done_with(context, tx, head->reference);
        },
        [&](Refusal const &refusal) { return withdrawal_page(context, &refusal); });
}

// -- Coming ---------------------------------------------------------------------------------------

http::Response post_confirmation(web::Context &context)
{
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const reference = context.part("id");
        if (auto const saved = confirm_own(tx, context.who(), reference, *version); !saved) {
            return refuse(saved.error());
        }
        return done_with(context, tx, reference);
    });
}

// -- Coming back ----------------------------------------------------------------------------------

http::Response post_reopening(web::Context &context)
{
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const reference = context.part("id");
        auto const call = apply_again(tx, context.who(), reference);
        if (!call) {
            return refuse(call.error());
        }
        return web::Outcome{.location = url_of_application_form(*call),
                            .json = context.is_api() ? own_json(tx, context.who(), reference)
                                                     : std::string{}};
    });
}

struct Withdrawal {
    std::string reason;
};
constexpr std::array withdrawal_fields{
    records::field<&Withdrawal::reason>("reason", word::own_reason).required()};

} // namespace

html::Html consents_block(web::Context const &context, storage::Reader &reader, Uuid application)
{
    auto const language = context.language();
    std::vector<html::Fact> facts;
    for (auto const &consent : consents_of(reader, application)) {
        auto const code = to_code(consent.what);
        facts.push_back({.label = std::string{word::consents_given(language, code).value_or(code)},
                         .value = html::moment(context.moment(consent.given))});
    }
    return facts.empty() ? html::Html{}
                         : html::block(word::consent_block(language), html::facts(facts));
}

void add_own_application_routes(web::Router &router)
{
    using http::Method;
    auto const gate = [](std::string_view verb) {
        return web::Gate{
            .kind = web::Gate::Kind::policy, .policy = &own_application_policy, .verb = verb};
    };
    auto const doc = [](std::string_view summary) {
        return web::ApiDoc{.summary = summary, .tag = applications.kind};
    };
    auto withdrawal = doc("Withdraws an application of one's own.");
    withdrawal.body = withdrawal_fields;
    withdrawal.wants_version = true;
    auto confirmation = doc("Takes the place that was given.");
    confirmation.wants_version = true;
    std::string const path{own_applications_path};
    auto const one = path + "/{id}";
    router.add({.method = Method::get,
                .pattern = path,
                .gate = gate(records::verbs::see),
                .handler = show_list,
                .api = doc("What an applicant has submitted or is writing.")});
    router.add({.method = Method::get,
                .pattern = one,
                .gate = gate(records::verbs::see),
                .handler = [](web::Context &context) { return show_one(context, nullptr); },
                .api = doc("Where an application of one's own stands, what is wanted, and what may "
                           "be done now.")});
    router.add({.method = Method::post,
                .pattern = one + "/documents",
                .gate = gate(own_verbs::hand_in),
                .handler = post_document,
                .api = doc("Hands in a `document` that is wanted (multipart, as `file`)."),
                .takes_uploads = true});
    auto fetched = doc("Fetches a file that was handed in.");
    fetched.shape = web::ApiDoc::Shape::text;
    router.add({.method = Method::get,
                .pattern = one + "/documents/{file}",
                .gate = gate(records::verbs::see),
                .handler = fetch_document,
                .api = fetched});
    router.add({.method = Method::post,
                .pattern = one + "/documents/{file}/removal",
                .gate = gate(own_verbs::take_file_back),
                .handler = remove_document,
                .api = doc("Takes a file back that was handed in.")});
    router.add({.method = Method::post,
                .pattern = one + "/confirmation",
                .gate = gate(own_verbs::confirm),
                .handler = post_confirmation,
                .api = confirmation});
    router.add({.method = Method::post,
                .pattern = one + "/reopening",
                .gate = gate(own_verbs::apply_again),
                .handler = post_reopening,
                .api = doc("Opens an application that was withdrawn again while its call is open: "
                           "its parts are changed and submitted as the first time.")});
    router.add({.method = Method::get,
                .pattern = one + "/withdrawal",
                .gate = gate(own_verbs::withdraw),
                .handler = [](web::Context &context) {
                    return withdrawal_page(context, nullptr);
                }});
    router.add({.method = Method::post,
                .pattern = one + "/withdrawal",
                .gate = gate(own_verbs::withdraw),
                .handler = post_withdrawal,
                .api = withdrawal});
}

} // namespace selatan::training
