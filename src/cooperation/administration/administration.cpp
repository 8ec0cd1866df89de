#include "cooperation/administration/administration.hpp"

#include "cooperation/administration/audit.hpp"
#include "cooperation/administration/pages.hpp"
#include "words/administration.hpp"
#include "words/auth.hpp"
#include "words/common.hpp"
#include "words/reference.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <array>

namespace selatan::administration {

namespace {

namespace word = words::administration;
namespace common = words::common;

/// As pages of one's own: auditors see every record, and accounts are none.
constexpr std::array rules{
    records::Rule{auth::Role::administrator, records::verbs::see, records::Condition::own}};

http::Response overview(Context &context)
{
    auto const language = context.language();
    auto const card = [&](std::string_view title, std::string_view path, std::string_view text) {
        return html::Card{
            .title = std::string{title}, .url = std::string{path}, .content = html::p(text)};
    };
    auto frame = context.frame(
        std::string{common::nav_administration(language)},
        html::page_head({.title = std::string{common::nav_administration(language)},
                         .lead = std::string{word::about(language)}}) +
            html::cards(
                {card(words::auth::users_title(language), users_path, word::users_about(language)),
                 card(common::nav_mail(language), mail_path, word::mail_about(language)),
                 card(common::nav_jobs(language), jobs_path, word::jobs_about(language)),
                 card(word::history_title(language), history_path, word::history_about(language)),
                 card(common::nav_reference_data(language), reference_path,
                      word::reference_about(language))}));
    return context.page(std::move(frame));
}

constexpr std::array described_reason{
    records::field<&Reason::reason>("reason", common::form_reason)
        .as(records::Kind::long_text)
        .required()
        .at_most(1000)
        .hinted(word::users_reason_hint),
};

/// So many records are offered in a drop-down; where there are more, one is typed.
constexpr int offered_most = 300;

/// Administrators decide nothing about records and see few, but they say to which office an account
/// belongs: the names of organisations and posts are offered to them all.
html::Html record_field(Context const &context, storage::Reader &reader,
                        records::Field const &field, html::Field frame, std::string text)
{
    auto const *const noun = context.app().noun(field.list);
    auto const program = auth::program_identity("web");
    auto const labels = noun == nullptr
                            ? std::vector<records::Label>{}
                            : records::choices(reader, *noun, &program, "", offered_most + 1);
    if (noun == nullptr || labels.size() > static_cast<std::size_t>(offered_most)) {
        if (auto const id = Uuid::parse(text)) {
            auto const label = records::label_of(reader, *id);
            text = label ? label->reference + " " + label->title : std::string{};
        }
        frame.hint = words::web::nothing_to_choose(context.language());
        return html::text_field(frame, text, context.words());
    }
    std::vector<html::Option> options;
    for (auto const &label : labels) {
        options.push_back(
            {.value = label.id.to_string(), .label = label.title + " (" + label.reference + ")"});
    }
    return html::select_field(frame, options, text, context.words());
}

} // namespace

constinit records::Policy const policy{.rules = rules};

void add_routes(web::Router &router)
{
    router.add(get(std::string{base_path}, overview));
    add_user_routes(router);
    add_user_verb_routes(router);
    add_grant_routes(router);
    add_mail_routes(router);
    add_job_routes(router);
    add_history_routes(router);
    add_reference_routes(router);
    add_audit_routes(router);
}

web::Route get(std::string pattern, std::function<http::Response(Context &)> handler,
               std::optional<web::ApiDoc> api)
{
    return {.method = http::Method::get,
            .pattern = std::move(pattern),
            .gate = {.kind = web::Gate::Kind::admin},
            .handler = std::move(handler),
            .api = std::move(api)};
}

web::Route post(std::string pattern, std::function<http::Response(Context &)> handler,
                std::optional<web::ApiDoc> api)
{
    auto route = get(std::move(pattern), std::move(handler), std::move(api));
    route.method = http::Method::post;
    return route;
}

web::ApiDoc about(std::string_view summary, std::span<records::Field const> body,
                  bool wants_version)
{
    return {.summary = summary, .tag = "accounts", .body = body, .wants_version = wants_version};
}

http::Response show(Context const &context, Page page)
{
    auto const language = context.language();
    auto frame = context.frame(page.title, html::page_head({.title = page.title,
                                                            .lead = std::move(page.lead),
                                                            .actions = std::move(page.actions)}) +
                                               page.content);
    frame.trail = {{.label = std::string{common::nav_administration(language)},
                    .url = std::string{base_path}}};
    frame.trail.insert(frame.trail.end(), page.above.begin(), page.above.end());
    frame.trail.push_back({.label = page.title, .url = {}, .current = true});
    frame.flash = std::move(page.flash);
    return context.page(std::move(frame), page.status);
}

html::Html input_form(Context const &context, storage::Reader &reader, InputForm const &form)
{
    auto const language = context.language();
    Problems const problems = form.refusal == nullptr ? Problems{} : form.refusal->problems;
    web::FormState const state{.value = form.value, .typed = form.typed, .problems = &problems};
    html::Form entry;
    entry.id = "entry";
    entry.url = form.url;
    entry.hidden = form.version ? context.hidden(*form.version) : context.hidden();
    entry.problems = web::field_problems(context, form.fields, problems);
    for (auto const &field : form.fields) {
        if (field.kind != records::Kind::record) {
            entry.fields += web::form_fields(context, reader, {&field, 1}, state);
            continue;
        }
        html::Field frame{.name = std::string{field.name},
                          .label = std::string{field.label(language)},
                          .is_required = field.is_required};
        if (auto const found = std::ranges::find(problems, field.name, &Problem::field);
            found != problems.end()) {
            frame.error = context.say(*found);
        }
        auto text = form.typed != nullptr && form.typed->has(field.name)
                        ? std::string{form.typed->get(field.name)}
                    : form.value != nullptr ? field.print(form.value)
                                            : std::string{};
        entry.fields += record_field(context, reader, field, std::move(frame), std::move(text));
    }
    entry.submits = {{.label = form.submit, .emphasis = form.emphasis}};
    if (!form.cancel.empty()) {
        entry.cancel =
            html::Link{.label = std::string{common::action_cancel(language)}, .url = form.cancel};
    }
    return html::entry_form(entry, context.words());
}

Problems read_input(Context const &context, storage::Reader &reader,
                    std::span<records::Field const> fields, records::Input const &input,
                    void *value)
{
    return records::fill(reader, context.app().codes, fields, input, records::Missing::refused,
                         Audience::internal, value);
}

std::span<records::Field const> reason_fields()
{
    return described_reason;
}

int status_of(Refusal const *refusal)
{
    return refusal == nullptr ? 200 : web::status_of(refusal->decline);
}

html::Html when_at(Context const &context, std::optional<Instant> const &instant)
{
    return instant ? html::moment(context.moment(*instant)) : html::Html{};
}

} // namespace selatan::administration
