#include "base/ensure.hpp"
#include "cooperation/approvals/approvals.hpp"
#include "cooperation/approvals/opinion_store.hpp"
#include "cooperation/approvals/pages.hpp"
#include "platform/html/form.hpp"
#include "words/approvals.hpp"
#include "words/common.hpp"

#include <algorithm>

namespace selatan::approvals {

namespace {

namespace word = words::approvals;
using records::field;
using records::Input;

constexpr std::array fields{
    field<&HandingOver::organisation>("organisation", word::field_hand_to)
        .of("organisation")
        .required(),
    field<&HandingOver::reason>("reason", word::field_hand_reason).prose().required(),
};

/// The offices that may be named are those that may be asked, not those whose records the office
/// reads: a ministry whose grant is for itself reads no other organisation's.
html::Html office_choice(web::Context const &context, storage::Reader &reader,
                         Opinion const &opinion, Uuid id, Input const *typed,
                         Problems const &problems)
{
    auto const language = context.language();
    auto const taken = offices_in(reader, opinion.consultation->uuid(), id);
    std::vector<html::Option> options;
    for (auto const &office :
         offices_to_ask(reader, country_of_office(reader, opinion.organisation->uuid()))) {
        if (office.id != opinion.organisation->uuid() && !taken.contains(office.id)) {
            options.push_back({.value = office.id.to_string(),
                               .label = office.has_people
                                            ? office.name
                                            : word::page_nobody(language, office.name),
                               .group = {}});
        }
    }
    html::Field frame{.name = "organisation",
                      .label = std::string{word::field_hand_to(language)},
                      .is_required = true};
    auto const problem = std::ranges::find(problems, "organisation", &Problem::field);
    if (problem != problems.end()) {
        frame.error = context.say(*problem);
    }
    return html::select_field(frame, options,
                              typed == nullptr ? std::string_view{} : typed->get("organisation"),
                              context.words());
}

http::Response delegation_form(web::Context const &context, Input const *typed,
                               Problems const &problems)
{
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const head =
            records::find(reader, opinions, context.identity(), context.part("id"), "delegate");
        if (!head) {
            return context.refused(head.error());
        }
        auto const opinion = records::load(reader, opinions, head->id);
        ENSURE(opinion.has_value());
        auto const url = web::url_of(opinions, head->reference);
        auto const title = std::string{word::verb_delegate(language)};
        html::Form form;
        form.id = "delegation";
        form.url = url + "/delegation";
        form.hidden = context.hidden(head->version);
        form.problems = web::field_problems(context, fields, problems);
        form.fields = office_choice(context, reader, *opinion, head->id, typed, problems) +
                      web::form_fields(context, reader, std::span{fields}.subspan(1),
                                       {.typed = typed, .problems = &problems});
        form.submits = {{.label = title, .name = {}, .value = {}}};
        form.cancel =
            html::Link{.label = std::string{words::common::action_cancel(language)}, .url = url};
        return context.page(
            title,
            html::page_head({.title = title, .lead = head->reference + " · " + head->title}) +
                html::p(html::cls("lead"), word::verb_delegate_explanation(language)) +
                html::entry_form(form, context.words()),
            {{.label = std::string{opinions.plural(language)}, .url = std::string{opinions.path}},
             {.label = head->reference, .url = url},
             {.label = title, .url = {}, .current = true}},
            problems.empty() ? 200 : 422);
    });
}

http::Response post_delegation(web::Context const &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const head =
                records::find(tx, opinions, context.identity(), context.part("id"), "delegate");
            if (!head) {
                return refuse(head.error());
            }
            HandingOver wanted;
            auto problems =
                records::fill(tx, context.app().codes, fields, *input, records::Missing::refused,
                              records::audience_of(context.identity()), &wanted);
            if (!problems.empty()) {
                return refuse_input(std::move(problems));
            }
            auto const saved = delegate(tx, context.who(), *head, *version, wanted);
            if (!saved) {
                return refuse(saved.error());
            }
            // Whoever answered for another office loses sight of it.
            auto const seen =
                records::find(tx, opinions, context.identity(), saved->id.to_string());
            return web::Outcome{
                .location =
                    seen ? web::url_of(opinions, saved->reference) : std::string{opinions.path},
                .json = seen ? web::record_json(tx, opinions, *seen,
                                                records::audience_of(context.identity()))
                             : std::string{"{}"}};
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::invalid
                       ? delegation_form(context, &*input, refusal.problems)
                       : context.refused(refusal);
        });
}

} // namespace

void add_delegation_routes(web::Router &router)
{
    auto const pattern = std::string{opinions.path} + "/{id}/delegation";
    web::Gate const gate{.kind = web::Gate::Kind::policy, .policy = &policy, .verb = "delegate"};
    router.add({.method = http::Method::get,
                .pattern = pattern,
                .gate = gate,
                .handler = [](web::Context &context) {
                    return delegation_form(context, nullptr, {});
                }});
    router.add({.method = http::Method::post,
                .pattern = pattern,
                .gate = gate,
                .handler = [](web::Context &context) { return post_delegation(context); },
                .api = web::ApiDoc{.summary = "Hands an opinion to another office.",
                                   .tag = opinions.kind,
                                   .body = fields,
                                   .answer = opinions.fields,
                                   .shape = web::ApiDoc::Shape::record,
                                   .wants_version = true}});
}

} // namespace selatan::approvals
