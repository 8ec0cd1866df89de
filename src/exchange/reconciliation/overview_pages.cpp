// What waits, and all tellers of one project side by side.
#include "exchange/reconciliation/pages.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/reconciliation/counterpart_store.hpp"
#include "exchange/reconciliation/difference_store.hpp"
#include "exchange/reconciliation/ours.hpp"
#include "exchange/reported/countries.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/reconciliation.hpp"

#include <boost/json.hpp>

namespace selatan::reconciliation {

namespace {

namespace json = boost::json;
namespace word = words::reconciliation;
using html::Html;

/// Wider than this no table is read; the others are on their own pages.
constexpr std::size_t tellers_side_by_side = 6;

Compared compared_of(Difference const &difference)
{
    return {.topic = difference.topic,
            .verdict = Verdict::differs,
            .ours = difference.ours,
            .theirs = difference.theirs,
            .dollars = difference.dollars,
            .percent = difference.percent,
            .days = difference.days};
}

Result<OpenFilter> filter_of(web::Context const &context, storage::Reader &reader)
{
    OpenFilter filter;
    auto const country = context.query().find("country").value_or("");
    filter.country = reported::country_in(*reference::lists(reader), country);
    if (!country.empty() && !filter.country) {
        return refuse(Decline::invalid, "country", "reported.unknown_country",
                      {{"value", std::string{country}}});
    }
    filter.teller = std::string{context.query().find("teller").value_or("")};
    return filter;
}

Html filter_form(web::Context const &context, storage::Reader &reader, OpenFilter const &filter,
                 Waiting const &all)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    html::Form form;
    form.id = "filters";
    form.url = std::string{overview_path};
    form.is_get = true;
    std::vector<html::Option> countries{
        {.value = "", .label = std::string{word::every_country(language)}, .group = {}}};
    for (auto const country : all.countries) {
        countries.push_back({.value = country.to_string(),
                             .label = std::string{lists->name(country, language).text},
                             .group = {}});
    }
    std::vector<html::Option> tellers{
        {.value = "", .label = std::string{word::every_teller(language)}, .group = {}}};
    for (auto const &teller : all.tellers) {
        tellers.push_back({.value = teller, .label = teller, .group = {}});
    }
    html::Field country;
    country.name = "country";
    country.label = word::field_country(language);
    html::Field teller;
    teller.name = "teller";
    teller.label = word::field_teller(language);
    form.fields = html::field_row(
        html::select_field(country, countries, filter.country ? filter.country->to_string() : "",
                           context.words(), false) +
        html::select_field(teller, tellers, filter.teller, context.words(), false));
    form.submits = {{.label = std::string{words::common::action_show(language)},
                     .name = {},
                     .value = {},
                     .emphasis = html::Emphasis::normal}};
    return html::entry_form(form, context.words());
}

Html table_of(web::Context const &context, storage::Reader &reader,
              std::vector<OpenDifference> const &all)
{
    auto const language = context.language();
    html::List list;
    list.id = "differences";
    list.caption = word::largest_title(language);
    constexpr std::array<std::pair<std::string_view, records::Word>, 6> columns{
        {{"topic", word::field_topic},
         {"project", word::field_project},
         {"teller", word::field_teller},
         {"ours", word::field_ours},
         {"theirs", word::field_theirs},
         {"size", word::column_size}}};
    for (auto const &[key, label] : columns) {
        list.columns.push_back({.key = std::string{key}, .label = std::string{label(language)}});
    }
    for (auto const &one : all) {
        auto const &difference = one.difference;
        html::Row row;
        row.cells = {html::a(html::href(web::url_of(differences, one.reference)),
                             word::topics(language, to_code(difference.topic)).value_or("")),
                     html::a(html::href(web::url_of(projects::projects, one.project_reference)),
                             html::bdi(one.project_title)),
                     html::a(html::href(web::url_of(counterparts, one.counterpart)),
                             html::bdi(difference.teller)),
                     html::bdi(value_text(context, reader, difference.topic, difference.ours)),
                     html::bdi(value_text(context, reader, difference.topic, difference.theirs)),
                     html::fragment(sentence(language, compared_of(difference)))};
        list.rows.push_back(std::move(row));
    }
    list.empty = {.picture = html::Icon::check,
                  .title = std::string{word::nothing_open_title(language)},
                  .text = std::string{word::nothing_open_text(language)},
                  .actions = {}};
    return html::list(list, context.words());
}

json::object to_json(OpenDifference const &one)
{
    auto const &difference = one.difference;
    json::object out{{"reference", one.reference},         {"counterpart", one.counterpart},
                     {"project", one.project_reference},   {"teller", difference.teller},
                     {"topic", to_code(difference.topic)}, {"ours", difference.ours},
                     {"theirs", difference.theirs}};
    auto const add = [&out](std::string_view name, std::optional<std::int64_t> value) {
        if (value) {
            out[name] = *value;
        }
    };
    add("dollars", difference.dollars);
    add("percent", difference.percent);
    add("days", difference.days);
    return out;
}

http::Response overview(web::Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const may_see = records::compile(policy, context.identity(), records::verbs::see);
        auto const believed = filter_of(context, reader);
        if (!believed) {
            return context.refused(believed.error());
        }
        auto const &filter = *believed;
        auto const all = largest(reader, filter, may_see);
        auto const counted = waiting(reader, may_see);
        if (context.is_api()) {
            json::array items;
            for (auto const &one : all) {
                items.push_back(to_json(one));
            }
            return context.json(json::serialize(json::object{{"proposed", counted.proposed},
                                                             {"confirmed", counted.confirmed},
                                                             {"open", counted.open},
                                                             {"to_mend", counted.to_mend},
                                                             {"items", std::move(items)}}));
        }
        auto const language = context.language();
        auto const number = [language](std::int64_t count) {
            return i18n::format_number(language, count);
        };
        std::vector<html::Figure> const figures{
            {.value = number(counted.proposed),
             .label = std::string{word::figure_proposed(language)},
             .url = "/counterparts?q=state%3Aproposed",
             .tone = counted.proposed > 0 ? html::Tone::waiting : html::Tone::neutral},
            {.value = number(counted.confirmed),
             .label = std::string{word::figure_confirmed(language)},
             .url = "/counterparts?q=state%3Aconfirmed"},
            {.value = number(counted.open),
             .label = std::string{word::figure_open(language)},
             .url = "/differences?q=state%3Aopen",
             .tone = counted.open > 0 ? html::Tone::waiting : html::Tone::neutral},
            {.value = number(counted.to_mend),
             .label = std::string{word::figure_to_mend(language)},
             .url = "/differences?q=state%3Atheirs_right"}};
        auto const title = std::string{word::title(language)};
        return context.page(
            title,
            html::page_head({.title = title,
                             .lead = std::string{word::lead(language)},
                             .actions = {{.label = std::string{word::counterpart_plural(language)},
                                          .url = "/counterparts",
                                          .emphasis = html::Emphasis::quiet},
                                         {.label = std::string{word::all_differences(language)},
                                          .url = "/differences",
                                          .emphasis = html::Emphasis::quiet}}}) +
                html::figures(figures) +
                html::block(word::largest_title(language), html::when(counted.open > 0, [&] {
                                                               return filter_form(context, reader,
                                                                                  filter, counted);
                                                           }) + table_of(context, reader, all)));
    });
}

/// What a counterpart is, in words that a column has room for.
Told named(web::Context const &context, Known const &known, Told told)
{
    told.url = web::url_of(counterparts, known.reference);
    told.source = html::fragment(
        html::a(html::href(told.url), known.reference), " ",
        html::badge(
            {.label = web::state_name(counterparts, known.state, context.language()),
             .tone = known.state == states::confirmed ? html::Tone::good : html::Tone::waiting}),
        html::br(), told.source);
    return told;
}

http::Response project_accounts(web::Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const head =
            records::find(reader, projects::projects, context.identity(), context.part("id"));
        if (!head) {
            return context.refused(head.error());
        }
        auto const ours = read_ours(reader, head->id);
        ENSURE(!ours.empty());
        std::vector<Told> told;
        for (auto const &known : counterparts_of(reader, head->id)) {
            auto one = known.state == states::refused || told.size() == tellers_side_by_side
                           ? std::nullopt
                           : read_told(context, reader, known.counterpart);
            if (one) {
                told.push_back(named(context, known, std::move(*one)));
            }
        }
        auto const language = context.language();
        auto const title = std::string{word::side_by_side(language)};
        html::EmptyState const nothing{.picture = html::Icon::match,
                                       .title = std::string{word::nobody_title(language)},
                                       .text = std::string{word::nobody_text(language)},
                                       .actions = {}};
        return context.page(
            title,
            html::page_head({.title = title, .lead = head->title}) +
                (told.empty() ? html::empty_state(nothing)
                              : comparison_table(context, reader, ours.front().facts, told)),
            {{.label = std::string{projects::projects.plural(language)}, .url = "/projects"},
             {.label = head->reference, .url = web::url_of(projects::projects, head->reference)},
             {.label = title, .url = {}, .current = true}});
    });
}

web::Gate gate(std::string_view verb)
{
    return {.kind = web::Gate::Kind::policy, .policy = &policy, .verb = verb};
}

} // namespace

void add_overview_route(web::Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = std::string{overview_path},
                .gate = gate(records::verbs::see),
                .handler = overview,
                .api = web::ApiDoc{.summary = "Counts what waits, and lists the largest open "
                                              "differences; country= and teller= narrow it.",
                                   .tag = "reconciliation"}});
}

void add_project_route(web::Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = "/projects/{id}/accounts",
                .gate = gate(records::verbs::see),
                .handler = project_accounts});
}

} // namespace selatan::reconciliation
