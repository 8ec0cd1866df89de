// What others report, added up: by reporter, because two of them may speak of the same money.
#include "cooperation/funds/reported_flow.hpp"

#include "cooperation/funds/report.hpp"
#include "cooperation/reports/reports.hpp"
#include "platform/html/form.hpp"
#include "platform/html/parts.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/noun_pages.hpp"
#include "words/funds.hpp"

#include <algorithm>
#include <set>

namespace selatan::funds {

namespace {

namespace word = words::funds;

records::Filter visible(web::Context const &context)
{
    return records::compile(reports::policy, context.identity(), records::verbs::see);
}

By by_of(web::Context const &context, By otherwise)
{
    static_cast<void>(from_code(context.query().find("by").value_or(""), otherwise));
    return otherwise;
}

std::string_view reporter_of(web::Context const &context)
{
    return context.query().find("reporter").value_or("");
}

ReportCell number_cell(Language language, std::int64_t number)
{
    return {html::fragment(i18n::format_number(language, number)), number};
}

std::string group_name(web::Context const &context, By by, std::string const &group)
{
    auto const language = context.language();
    if (by == By::country && !group.empty()) {
        auto const name = context.app().codes.name("country", group, language);
        return name.empty() ? group : name;
    }
    if (FlowKind kind{}; by == By::kind && from_code(group, kind)) {
        return std::string{word::flow_kinds(language, group).value_or(group)};
    }
    return group.empty() ? std::string{word::reported_flow_not_said(language)} : group;
}

std::string_view name_of(Language language, By by)
{
    return word::flow_bys(language, to_code(by)).value_or(to_code(by));
}

/// A list that holds just what a row counts; empty where no filter says that.
std::string url_of_group(std::string_view path, By by, std::string const &group)
{
    if (by == By::year || by == By::country) {
        return group.empty() ? std::string{}
                             : std::string{path} + "?f." + std::string{to_code(by)} + "=" + group;
    }
    if (by == By::activity) {
        http::Parameters query;
        query.add("q", group);
        return std::string{path} + "?" + query.encode();
    }
    return {};
}

Report flows(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const by = by_of(context, By::year);
    Report report{
        .name = "reported-flows-by-" + std::string{to_code(by)},
        .title = std::string{word::reported_flow_totals(language)},
        .caption = {},
        .columns = {{"reporter", std::string{word::reported_flow_reported_by(language)}},
                    {to_code(by), std::string{name_of(language, by)}},
                    {"title", std::string{word::reported_flow_activity(language)}},
                    {"flows", std::string{word::reported_flow_plural(language)}, true},
                    {"committed_usd", std::string{word::reported_flow_committed_usd(language)},
                     true},
                    {"paid_usd", std::string{word::reported_flow_paid_usd(language)}, true}},
        .rows = {}};
    for (auto const &one : flow_sums(reader, visible(context), by, reporter_of(context))) {
        auto const url = url_of_group(reported_flows.path, by, one.group);
        auto const name = group_name(context, by, one.group);
        report.rows.push_back({cell(one.reporter), url.empty() ? cell(name) : link_cell(url, name),
                               cell(one.title), number_cell(language, one.flows),
                               number_cell(language, one.committed_usd),
                               number_cell(language, one.paid_usd)});
    }
    if (by != By::activity) { // nothing but an activity has a title
        std::erase_if(report.columns,
                      [](ReportColumn const &column) { return column.key == "title"; });
        for (auto &row : report.rows) {
            row.erase(row.begin() + 2);
        }
    }
    return report;
}

Report activities(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const by = by_of(context, By::kind);
    Report report{.name = "reported-activities-by-" + std::string{to_code(by)},
                  .title = std::string{word::reported_flow_activity_totals(language)},
                  .caption = {},
                  .columns = {{"reporter", std::string{word::reported_flow_reported_by(language)}},
                              {to_code(by), std::string{name_of(language, by)}},
                              {"activities",
                               std::string{reports::reported_activities.plural(language)}, true},
                              {"usd", std::string{word::reported_flow_amount_usd(language)}, true}},
                  .rows = {}};
    for (auto const &one : activity_sums(reader, visible(context), by, reporter_of(context))) {
        auto const url = url_of_group(reports::reported_activities.path, by, one.group);
        auto const name = group_name(context, by, one.group);
        report.rows.push_back({cell(one.reporter), url.empty() ? cell(name) : link_cell(url, name),
                               number_cell(language, one.activities),
                               number_cell(language, one.usd)});
    }
    return report;
}

/// By what, and of whom: links, so that no script is needed and an address says it all. The first
/// is what a page begins with.
template <By first, By... others>
html::Html around(web::Context const &context, storage::Reader & /*reader*/,
                  html::Html const &table)
{
    auto const language = context.language();
    auto const chosen = by_of(context, first);
    html::Html choices;
    for (auto const by : {first, others...}) {
        choices += by == first ? html::Html{} : html::fragment(" · ");
        if (by == chosen) {
            choices += html::strong(name_of(language, by));
            continue;
        }
        http::Parameters query;
        query.add("by", std::string{to_code(by)});
        if (auto const reporter = reporter_of(context); !reporter.empty()) {
            query.add("reporter", std::string{reporter});
        }
        choices += html::a(html::href(std::string{context.request().path} + "?" + query.encode()),
                           name_of(language, by));
    }
    return html::p(word::reported_flow_totals_lead(language)) +
           html::p(word::reported_flow_by(language), " ", choices) + table;
}

} // namespace

html::Html draw_reported_flows(web::Context const &context, storage::Reader &reader,
                               records::Head const &activity)
{
    auto const sum = flows_of_activity(reader, activity.id, visible(context));
    if (!sum) {
        return {};
    }
    auto const language = context.language();
    auto const url = url_of_group(reported_flows.path, By::activity, sum->group);
    std::vector<html::Figure> const figures{
        {.value = i18n::format_number(language, sum->committed_usd),
         .label = std::string{word::reported_flow_committed_usd(language)},
         .url = url},
        {.value = i18n::format_number(language, sum->paid_usd),
         .label = std::string{word::reported_flow_paid_usd(language)},
         .url = url}};
    return html::block(word::reported_flow_plural(language), html::figures(figures));
}

void add_reported_totals(web::Router &router)
{
    add_report(router, {.path = "/reported-totals/flows",
                        .summary = "What others report of money, each reporter by itself: `by` "
                                   "year, country, provider, activity, kind or reporter.",
                        .make = flows,
                        .around = around<By::year, By::country, By::provider, By::activity>,
                        .policy = &reports::policy,
                        .tag = "reported"});
    add_report(router, {.path = "/reported-totals/activities",
                        .summary = "Activities that others report, counted and added up: `by` "
                                   "kind, year, country, provider or reporter.",
                        .make = activities,
                        .around = around<By::kind, By::year, By::country, By::provider>,
                        .policy = &reports::policy,
                        .tag = "reported"});
}

} // namespace selatan::funds
