// A project's results against its targets: page, CSV, workbook and JSON from the same rows.
#include "cooperation/funds/report.hpp"
#include "cooperation/results/pages.hpp"
#include "cooperation/results/results.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/results.hpp"

namespace selatan::results {

namespace {

namespace word = words::results;
namespace common = words::common;

funds::ReportCell quantity_cell(Language language, Quantity const &quantity)
{
    if (quantity.is_empty()) {
        return {};
    }
    return {html::fragment(i18n::format_digits(language, quantity.digits())), decimal_of(quantity)};
}

funds::ReportCell day_cell(web::Context const &context, std::optional<Date> day)
{
    return day ? funds::cell(context, *day) : funds::ReportCell{};
}

std::string_view name_of(Language language,
                         std::optional<std::string_view> (*names)(Language, std::string_view),
                         std::string_view code)
{
    return names(language, code).value_or(code);
}

struct Line {
    IndicatorRow row;
    Shown shown;
};

std::vector<Line> lines_of(web::Context const &context, storage::Reader &reader, Uuid project)
{
    auto const may_see =
        records::compile(indicator_policy, context.identity(), records::verbs::see);
    auto const reached = people_reached(reader, project);
    std::vector<Line> lines;
    for (auto &row : indicators_of(reader, project, may_see)) {
        auto shown = show_progress(row, reached, reader.today());
        lines.push_back({std::move(row), std::move(shown)});
    }
    return lines;
}

funds::Report report_of(web::Context const &context, Head const &project,
                        std::vector<Line> const &lines)
{
    auto const language = context.language();
    auto const text = [](std::string_view said) {
        return std::string{said};
    };
    funds::Report report{.name = "results-" + project.reference,
                         .title = text(word::page_title(language)),
                         .caption = word::page_caption(language, project.title),
                         .columns = {{"indicator", text(word::field_statement(language))},
                                     {"unit", text(word::field_unit(language))},
                                     {"baseline", text(word::field_baseline(language)), true},
                                     {"target", text(word::field_target_value(language)), true},
                                     {"actual", text(word::field_figure_value(language)), true},
                                     {"percent", text(word::percent(language)), true},
                                     {"until", text(word::field_until(language))},
                                     {"measured_on", text(word::field_measured_on(language))},
                                     {"verified", text(word::figure_states_verified(language))},
                                     {"level", text(word::field_level(language))},
                                     {"standing", text(word::standing(language))}},
                         .rows = {}};
    for (auto const &[row, shown] : lines) {
        auto const &indicator = row.indicator;
        auto const &[standing, target, actual, permille] = shown.progress;
        bool const is_measured = actual.has_value() && target.has_value();
        auto const percent = is_measured ? (permille + 5) / 10 : 0;
        funds::ReportCell verified;
        if (actual) {
            verified = {html::fragment(actual->is_verified ? common::form_yes(language)
                                                           : common::form_no(language)),
                        actual->is_verified};
        }
        auto statement = funds::link_cell(web::url_of(indicators, row.reference), indicator.title);
        // A sentence may break; a link that is a row's whole heading would not.
        statement.shown = html::strong(statement.shown);
        report.rows.push_back(
            {std::move(statement), funds::cell(indicator.unit),
             quantity_cell(language, indicator.baseline),
             quantity_cell(language, target ? target->value : Quantity{}),
             quantity_cell(language, actual ? actual->value : Quantity{}),
             is_measured ? funds::ReportCell{html::fragment(i18n::format_number(language, percent)),
                                             std::int64_t{percent}}
                         : funds::ReportCell{},
             day_cell(context, target ? std::optional{target->until} : std::nullopt),
             day_cell(context, actual ? std::optional{actual->on} : std::nullopt),
             std::move(verified),
             funds::cell(name_of(language, word::levels, to_code(indicator.level))),
             funds::cell(name_of(language, word::standings, to_code(standing)))});
    }
    return report;
}

/// A table that scrolls within itself: it has more columns than any list.
html::Html table_of(funds::Report const &report)
{
    auto const heading = [](funds::ReportColumn const &column) {
        return html::th(html::when(column.is_number, html::cls("number")),
                        html::attr<"scope">("col"), column.label);
    };
    auto const line = [&](std::vector<funds::ReportCell> const &cells) {
        html::Html row = html::th(html::attr<"scope">("row"), cells.front().shown);
        for (std::size_t i = 1; i < cells.size(); ++i) {
            auto const &column = report.columns[i];
            row += html::td(html::when(column.is_number, html::cls("number")),
                            html::attr<"data-label">(column.label), cells[i].shown);
        }
        return html::tr(row);
    };
    return html::div(html::cls("table"),
                     html::table(html::caption(report.caption),
                                 html::thead(html::tr(html::each(report.columns, heading))),
                                 html::tbody(html::each(report.rows, line))));
}

/// Outcomes say more than outputs: the highest level comes first.
html::Html bars_of(web::Context const &context, std::vector<Line> const &lines)
{
    auto const language = context.language();
    html::Html all;
    for (auto const level : {Level::impact, Level::outcome, Level::output}) {
        html::Html of_level;
        for (auto const &[row, shown] : lines) {
            if (row.indicator.level == level) {
                of_level += bar(context, row, shown.progress);
            }
        }
        if (!of_level.empty()) {
            all += html::block(name_of(language, word::levels, to_code(level)), of_level);
        }
    }
    return all;
}

http::Response page(web::Context const &context, Head const &project,
                    std::vector<Line> const &lines)
{
    auto const language = context.language();
    auto const project_url = web::url_of(projects::projects, project.reference);
    auto const url = project_url + "/results";
    html::PageHead head{.title = std::string{word::page_title(language)},
                        .lead = project.title + " · " + project.reference,
                        .actions = {}};
    html::Html content;
    if (lines.empty()) {
        content = html::empty_state({.picture = html::Icon::plan,
                                     .title = std::string{word::indicator_empty_title(language)},
                                     .text = std::string{word::indicator_empty_text(language)},
                                     .actions = {}});
    } else {
        head.actions = {{.label = std::string{common::action_export_csv(language)},
                         .url = url + ".csv",
                         .emphasis = html::Emphasis::quiet,
                         .picture = html::Icon::download},
                        {.label = std::string{common::action_export_xlsx(language)},
                         .url = url + ".xlsx",
                         .emphasis = html::Emphasis::quiet,
                         .picture = html::Icon::download}};
        content =
            bars_of(context, lines) + html::block(word::figures_title(language),
                                                  table_of(report_of(context, project, lines)));
    }
    return context.page(head.title + " · " + project.reference, html::page_head(head) + content,
                        {{.label = std::string{projects::projects.plural(language)},
                          .url = std::string{projects::projects.path}},
                         {.label = project.reference, .url = project_url},
                         {.label = head.title, .url = {}, .current = true}});
}

http::Response answer(web::Context &context, funds::Format format)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const project =
            records::find(reader, projects::projects, context.identity(), context.part("id"));
        if (!project) {
            return context.refused(project.error());
        }
        auto const lines = lines_of(context, reader, project->id);
        if (!context.is_api() && format == funds::Format::page) {
            return page(context, *project, lines);
        }
        auto const report = report_of(context, *project, lines);
        return context.is_api() ? funds::report_json(context, report)
                                : funds::report_file(context, report, format);
    });
}

} // namespace

void add_result_routes(web::Router &router)
{
    using funds::Format;
    web::Gate const gate{
        .kind = web::Gate::Kind::policy, .policy = &indicator_policy, .verb = records::verbs::see};
    auto const pattern = std::string{projects::projects.path} + "/{id}/results";
    auto const add = [&](std::string_view ending, Format format,
                         std::optional<web::ApiDoc> const &api) {
        router.add({.method = http::Method::get,
                    .pattern = pattern + std::string{ending},
                    .gate = gate,
                    .handler = [format](web::Context &context) { return answer(context, format); },
                    .api = api});
    };
    add("", Format::page,
        web::ApiDoc{.summary = "A project's results against its targets.", .tag = "results"});
    add(".csv", Format::csv, std::nullopt);
    add(".xlsx", Format::xlsx, std::nullopt);
}

} // namespace selatan::results
