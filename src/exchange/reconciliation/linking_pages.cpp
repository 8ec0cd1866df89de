// Linking by hand: a reported activity or a register's row is looked for, and chosen.
#include "exchange/reconciliation/pages.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/reported/reading.hpp"
#include "exchange/reported/telling.hpp"
#include "platform/web/entry.hpp"
#include "words/common.hpp"
#include "words/reconciliation.hpp"

#include <boost/json.hpp>

namespace selatan::reconciliation {

namespace {

namespace json = boost::json;
namespace word = words::reconciliation;
using html::Html;

constexpr int found_most = 20;
constexpr std::size_t longest_reason = 2000;

std::string asked(web::Context const &context, std::string_view name)
{
    return std::string{context.query().find(name).value_or("")};
}

/// What the words find: an identifier exactly, or words of titles.
std::vector<html::Choice> found(web::Context const &context, storage::Reader &reader,
                                std::string const &words)
{
    std::vector<html::Choice> all;
    if (words.empty()) {
        return all;
    }
    auto activities = reported::list(
        reader,
        {.facets = {}, .words = {}, .identifier = words, .before = {}, .limit = found_most});
    if (activities.empty()) {
        activities = reported::list(
            reader,
            {.facets = {}, .words = words, .identifier = {}, .before = {}, .limit = found_most});
    }
    auto const code = to_code(context.language());
    for (auto const &one : activities) {
        auto const title = one.title_for(code);
        all.push_back(
            {.value = "iati:" + std::to_string(one.id),
             .label = title.empty() ? one.identifier : std::string{title},
             .hint = (one.publisher_name.empty() ? one.publisher_ref : one.publisher_name) + " · " +
                     one.identifier});
    }
    if (records::could(*reports::reported_activities.policy, context.identity(),
                       records::verbs::see)) {
        for (auto const &one : records::choices(reader, reports::reported_activities,
                                                context.identity(), words, found_most)) {
            all.push_back(
                {.value = "reported:" + one.reference, .label = one.title, .hint = one.reference});
        }
    }
    return all;
}

Html search_form(web::Context const &context, std::string const &project, std::string const &words)
{
    auto const language = context.language();
    html::Form form;
    form.id = "search";
    form.url = "/counterparts/new";
    form.is_get = true;
    form.hidden = {{.name = "project", .value = project}};
    html::Field field;
    field.name = "words";
    field.label = word::search_words(language);
    field.hint = word::search_hint(language);
    form.fields = html::text_field(field, words, context.words(), {.kind = html::TextKind::search});
    form.submits = {{.label = std::string{word::search_action(language)},
                     .name = {},
                     .value = {},
                     .emphasis = html::Emphasis::normal}};
    return html::entry_form(form, context.words());
}

http::Response linking_page(web::Context const &context, std::string const &project,
                            std::string const &words, Refusal const *refusal)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const head = records::find(reader, projects::projects, context.identity(), project);
        auto const language = context.language();
        auto const title = std::string{word::link_another(language)};
        std::vector<html::Link> const trail{
            {.label = std::string{counterparts.plural(language)}, .url = "/counterparts"},
            {.label = title, .url = {}, .current = true}};
        auto const status = refusal == nullptr ? 200 : web::status_of(refusal->decline);
        if (!head) {
            // From the list, without a project: it is chosen first.
            web::Entry entry{context, "/counterparts", refusal};
            std::vector<html::Option> options;
            for (auto const &one :
                 records::choices(reader, projects::projects, context.identity(), {}, 200)) {
                options.push_back({.value = one.reference,
                                   .label = one.reference + " · " + one.title,
                                   .group = {}});
            }
            html::Form form;
            form.id = "project";
            form.url = "/counterparts/new";
            form.is_get = true;
            html::Field field;
            field.name = "project";
            field.label = word::field_project(language);
            form.fields = html::select_field(field, options, {}, context.words(), true);
            form.submits = {{.label = std::string{words::common::action_show(language)},
                             .name = {},
                             .value = {},
                             .emphasis = html::Emphasis::primary}};
            return context.page(
                title,
                html::page_head({.title = title, .lead = std::string{word::link_lead(language)}}) +
                    html::entry_form(form, context.words()),
                trail, status);
        }
        auto content = html::page_head({.title = title, .lead = head->title}) +
                       search_form(context, head->reference, words);
        auto const choices = found(context, reader, words);
        if (!choices.empty()) {
            html::Field told;
            told.name = "told";
            told.label = word::form_told(language);
            told.is_required = true;
            html::Field reason;
            reason.name = "reason";
            reason.label = word::form_remark(language);
            web::Entry entry{context, "/counterparts", refusal};
            entry.radio(told, choices)
                .area(reason)
                .hidden("project", head->reference)
                .hidden("words", words)
                .submit(std::string{word::link_action(language)})
                .cancel(web::url_of(projects::projects, head->reference));
            content += html::block(word::found_title(language), entry.html());
        } else if (!words.empty()) {
            content += html::notice({.tone = html::Tone::neutral,
                                     .title = std::string{word::found_nothing(language)},
                                     .body = {}});
        }
        return context.page(title, std::move(content), trail, status);
    });
}

http::Response post_link(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    Linking const wanted{.project = std::string{input->get("project")},
                         .told = std::string{input->get("told")},
                         .reason = std::string{input->get("reason")}};
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            if (wanted.reason.size() > longest_reason) {
                return refuse(Decline::invalid, "reason", "common.too_long",
                              {{"max", std::to_string(longest_reason)}});
            }
            auto const saved = link(tx, context.who(), wanted);
            if (!saved) {
                return refuse(saved.error());
            }
            return web::Outcome{.location = web::url_of(counterparts, saved->reference),
                                .json =
                                    json::serialize(json::object{{"id", saved->id.to_string()},
                                                                 {"reference", saved->reference},
                                                                 {"version", saved->version},
                                                                 {"state", saved->state}}),
                                .status = 201};
        },
        [&](Refusal const &refusal) {
            return context.is_api() ? context.refused(refusal)
                                    : linking_page(context, wanted.project,
                                                   std::string{input->get("words")}, &refusal);
        });
}

} // namespace

void add_linking_routes(web::Router &router)
{
    web::Gate const gate{
        .kind = web::Gate::Kind::policy, .policy = &policy, .verb = records::verbs::create};
    router.add({.method = http::Method::get,
                .pattern = "/counterparts/new",
                .gate = gate,
                .handler = [](web::Context &context) {
                    return linking_page(context, asked(context, "project"), asked(context, "words"),
                                        nullptr);
                }});
    router.add({.method = http::Method::post,
                .pattern = "/counterparts",
                .gate = gate,
                .handler = post_link,
                .api = web::ApiDoc{.summary = "Links what somebody tells to a project: project, "
                                              "told (iati:NUMBER or reported:REFERENCE), reason.",
                                   .tag = "reconciliation"}});
}

} // namespace selatan::reconciliation
