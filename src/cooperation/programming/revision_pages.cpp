// The kept revisions of a plan: what each was, and what changed since.
#include "base/text.hpp"
#include "cooperation/programming/pages.hpp"
#include "cooperation/programming/plan_revision.hpp"
#include "cooperation/programming/programming.hpp"
#include "platform/i18n/format.hpp"
#include "words/programming.hpp"

#include <boost/json.hpp>

namespace selatan::programming {

namespace {

namespace word = words::programming;

std::string url_of(Head const &plan, std::int64_t number)
{
    return web::url_of(plan_years, plan.reference) + "/revisions/" + std::to_string(number);
}

std::string ceiling_name(web::Context const &context, Scope scope, std::string const &code,
                         std::string const &name)
{
    if (!name.empty()) {
        return name; // a fund, as it was called then
    }
    auto const language = context.language();
    return scope == Scope::country_group
               ? context.app().codes.name("group", code, language)
               : std::string{word::scopes(language, to_code(scope)).value_or("")};
}

html::Html difference_table(web::Context const &context, std::string_view caption,
                            std::vector<Difference> const &all)
{
    auto const language = context.language();
    auto const amount = [&](std::optional<std::int64_t> const &value) {
        return html::fragment(value ? i18n::format_number(language, *value) : std::string{"—"});
    };
    html::List table;
    table.caption = caption;
    table.columns = {
        {.key = "name", .label = std::string{word::revision_what(language)}},
        {.key = "before", .label = std::string{word::revision_before(language)}, .is_number = true},
        {.key = "after", .label = std::string{word::revision_after(language)}, .is_number = true},
        {.key = "change",
         .label = std::string{word::revision_change(language)},
         .is_number = true}};
    for (auto const &one : all) {
        auto name =
            one.kind == Difference::Kind::line
                ? html::fragment(
                      web::link_to_record(context.app(), plan_lines.kind, one.reference, one.name),
                      " ", html::small(one.reference))
                : html::fragment(word::ceiling_singular(language), ": ",
                                 html::bdi(ceiling_name(context, one.scope, one.code, one.name)));
        table.rows.push_back({.key = one.reference + one.code,
                              .label = one.name,
                              .cells = {std::move(name), amount(one.before), amount(one.after),
                                        amount(one.after.value_or(0) - one.before.value_or(0))}});
    }
    table.empty = {.title = std::string{word::revision_same(language)}};
    return html::list(table, context.words());
}

html::Html kept_lines(web::Context const &context, Snapshot const &snapshot)
{
    auto const language = context.language();
    html::List table;
    table.caption = word::revision_lines(language, snapshot.currency);
    table.columns = {{.key = "title", .label = std::string{word::field_title(language)}},
                     {.key = "country", .label = std::string{word::field_country(language)}},
                     {.key = "sector", .label = std::string{word::field_sector(language)}},
                     {.key = "amount",
                      .label = std::string{word::field_plan_amount(language)},
                      .is_number = true}};
    for (auto const &line : snapshot.lines) {
        auto const &codes = context.app().codes;
        table.rows.push_back(
            {.key = line.reference,
             .label = line.reference,
             .cells = {html::fragment(web::link_to_record(context.app(), plan_lines.kind,
                                                          line.reference, line.title),
                                      " ", html::small(line.reference)),
                       html::bdi(codes.name("country", line.country, language)),
                       html::bdi(codes.name("sector", line.sector, language)),
                       html::fragment(i18n::format_number(language, line.amount))}});
    }
    table.totals = {html::fragment(word::picture_total(language)),
                    {},
                    {},
                    html::fragment(i18n::format_number(language, snapshot.total()))};
    table.empty = {.title = std::string{word::revision_no_lines(language)}};
    return html::list(table, context.words());
}

html::Html kept_ceilings(web::Context const &context, Snapshot const &snapshot)
{
    auto const language = context.language();
    html::List table;
    table.caption = word::block_ceilings(language);
    table.columns = {
        {.key = "ceiling", .label = std::string{word::ceiling_singular(language)}},
        {.key = "amount",
         .label = std::string{word::field_ceiling_amount(language)},
         .is_number = true},
        {.key = "held", .label = std::string{word::picture_held(language)}, .is_number = true}};
    for (auto const &ceiling : snapshot.ceilings) {
        auto name = ceiling_name(context, ceiling.scope, ceiling.code, ceiling.name);
        table.rows.push_back(
            {.key = ceiling.code,
             .label = name,
             .cells = {html::bdi(name),
                       html::fragment(i18n::format_number(language, ceiling.amount)),
                       html::fragment(i18n::format_number(language, ceiling.held))}});
    }
    return html::list(table, context.words());
}

/// What stood in a plan's earlier revision, or nothing when this one is the first.
std::optional<Snapshot> earlier_of(storage::Reader &reader, Uuid plan, std::int64_t number)
{
    auto const kept = find_revision(reader, plan, number - 1);
    return kept ? std::optional{parse_snapshot(kept->content)} : std::nullopt;
}

http::Response show_revision(web::Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const head = records::find(reader, plan_years, context.identity(), context.part("id"));
        if (!head) {
            return context.refused(head.error());
        }
        std::int64_t number = 0;
        bool const is_number =
            records::Text<std::int64_t>::parse(context.part("number"), number) == nullptr;
        auto const kept = is_number ? find_revision(reader, head->id, number) : std::nullopt;
        if (!kept) {
            return context.refused({Decline::not_found, {{"", "common.not_found", {}}}});
        }
        if (context.is_api()) {
            return context.json(boost::json::serialize(
                boost::json::object{{"plan", head->reference},
                                    {"revision", kept->number},
                                    {"kept", kept->kept_at.to_string()},
                                    {"reason", kept->reason},
                                    {"document", kept->document},
                                    {"content", boost::json::parse(kept->content)}}));
        }
        auto const language = context.language();
        auto const snapshot = parse_snapshot(kept->content);
        auto const plan = records::load(reader, plan_years, head->id).value_or(PlanYear{});
        auto const now = snapshot_of(reader, *head, plan);
        auto const title = word::revision_title(language, head->title, number);
        auto content = html::page_head(
            {.title = title, .lead = word::revision_kept(language, reader.day_of(kept->kept_at))});
        content += html::facts(
            {{.label = std::string{word::field_reason(language)}, .value = html::bdi(kept->reason)},
             {.label = std::string{word::field_document(language)},
              .value = html::bdi(kept->document)}});
        content += html::block(
            word::revision_since(language),
            difference_table(context, word::revision_since(language), differences(snapshot, now)));
        if (auto const earlier = earlier_of(reader, head->id, number)) {
            content += html::block(
                word::revision_from_earlier(language, number - 1),
                difference_table(context, word::revision_from_earlier(language, number - 1),
                                 differences(*earlier, snapshot)));
        }
        content += html::block(word::block_lines(language), kept_lines(context, snapshot));
        content += html::block(word::block_ceilings(language), kept_ceilings(context, snapshot));
        return context.page(
            title, std::move(content),
            {{.label = std::string{plan_years.plural(language)},
              .url = std::string{plan_years.path}},
             {.label = head->reference, .url = web::url_of(plan_years, head->reference)},
             {.label = word::revision_name(language, number), .url = {}, .current = true}});
    });
}

} // namespace

html::Html revision_list(web::Context const &context, storage::Reader &reader, Head const &head)
{
    auto const language = context.language();
    auto const all = revisions_of(reader, head.id);
    if (all.empty()) {
        return {};
    }
    std::vector<html::TimelineItem> items;
    for (auto const &revision : all) {
        items.push_back({.when = context.moment(revision.kept_at),
                         .title = word::revision_name(language, revision.number),
                         .url = url_of(head, revision.number),
                         .content = html::p(html::bdi(revision.reason))});
    }
    return html::block(word::block_revisions(language), html::timeline(items));
}

void add_revision_routes(web::Router &router)
{
    // It shows the plan as a whole: to whoever follows its ceilings.
    router.add({.method = http::Method::get,
                .pattern = std::string{plan_years.path} + "/{id}/revisions/{number}",
                .gate = {.kind = web::Gate::Kind::policy,
                         .policy = &ceiling_policy,
                         .verb = records::verbs::see},
                .handler = show_revision,
                .api = web::ApiDoc{.summary = "Shows a plan as it was when it was revised.",
                                   .tag = plan_years.kind}});
}

} // namespace selatan::programming
