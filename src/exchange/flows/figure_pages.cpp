// The figures.
#include "exchange/flows/question.hpp"

#include "cooperation/funds/report.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/flows/flows.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/flows.hpp"

#include <algorithm>

namespace selatan::reported_flows {

namespace {

namespace word = words::flows;
namespace common = words::common;
using funds::cell;
using funds::Report;
using funds::ReportCell;
using html::Html;

/// A page shows so many; its files have them all.
constexpr int rows_on_a_page = 300;
constexpr int rows_in_a_file = 1'000'000;

/// What is counted: of a figure, and in a table.
std::string_view counted_things(Language language, Money money)
{
    return money == Money::budget ? word::column_budgets(language)
                                  : word::column_transactions(language);
}

// -- Totals -------------------------------------------------------------------------------------

std::vector<Total> ask(storage::Reader &reader, Question const &question, int limit)
{
    if (question.by == "year") {
        auto years = totals_by_year(reader, question.asked);
        std::erase_if(years, [&](Total const &one) {
            return question.asked.year && one.code != std::to_string(*question.asked.year);
        });
        return years;
    }
    return totals(reader, question.asked, limit);
}

Report corridor_report(web::Context const &context, storage::Reader &reader,
                       Question const &question)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    Report report{.name = "corridors",
                  .title = std::string{word::title(language)},
                  .caption = std::string{word::bys(language, "corridor").value_or("")},
                  .columns = {{"provider", std::string{word::by_provider(language)}},
                              {"country", std::string{word::by_country(language)}},
                              {"counted", std::string{word::column_counted(language)}, true},
                              {"left_out", std::string{word::column_left_out(language)}, true},
                              {"transactions",
                               std::string{counted_things(language, question.asked.money)}, true}},
                  .rows = {}};
    for (auto const &one :
         totals(reader, question.asked, is_file(context) ? rows_in_a_file : rows_on_a_page)) {
        auto const [provider, country] = ends_of(one.code);
        auto const name = key_name(language, *lists, Dimension::provider, provider, one.name);
        report.rows.push_back(
            {cell(name), cell(key_name(language, *lists, Dimension::country, country, {})),
             dollar_cell(language, one.counted,
                         parts_url(question.asked, Dimension::corridor, one.code)),
             dollar_cell(language, one.left_out), count_cell(language, one.transactions)});
    }
    return report;
}

Report figure_report(web::Context const &context, storage::Reader &reader)
{
    auto const asked = question(context);
    if (asked.asked.dimension == Dimension::corridor) {
        return corridor_report(context, reader, asked);
    }
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    auto const name_of_by = std::string{word::bys(language, asked.by).value_or("")};
    Report report{.name = "figures",
                  .title = std::string{word::title(language)},
                  .caption = name_of_by,
                  .columns = {{"name", name_of_by}},
                  .rows = {}};
    bool const is_of_organisations = is_organisation(asked.asked.dimension);
    // On a page a code and a country stand below the name.
    bool const whole = is_file(context);
    if (whole) {
        report.columns.push_back({"code", std::string{word::column_code(language)}});
    }
    if (whole && is_of_organisations) {
        report.columns.push_back({"country", std::string{word::by_country(language)}});
    }
    report.columns.push_back({"counted", std::string{word::column_counted(language)}, true});
    report.columns.push_back({"left_out", std::string{word::column_left_out(language)}, true});
    report.columns.push_back(
        {"transactions", std::string{counted_things(language, asked.asked.money)}, true});
    for (auto const &one : ask(reader, asked, is_file(context) ? rows_in_a_file : rows_on_a_page)) {
        auto narrower = asked.asked;
        auto code = one.code;
        if (asked.by == "year") {
            narrower.year = std::stoll(one.code);
            code.clear();
        }
        auto const url = parts_url(narrower, asked.asked.dimension, code);
        auto const name = asked.by == "year" ? one.code
                                             : key_name(language, *lists, asked.asked.dimension,
                                                        one.code, one.name);
        auto const country = one.country.empty()
                                 ? std::string{}
                                 : key_name(language, *lists, Dimension::country, one.country, {});
        std::vector<ReportCell> row{funds::link_cell(url, name)};
        if (whole) {
            row.push_back(cell(one.code));
        } else if (asked.by != "year" && one.code != name) {
            row.front().shown += html::small(html::bdi(one.code));
        }
        if (whole && is_of_organisations) {
            row.push_back(cell(country));
        } else if (!country.empty()) {
            row.front().shown += html::small(html::bdi(country));
        }
        row.push_back(dollar_cell(language, one.counted, url));
        row.push_back(dollar_cell(language, one.left_out));
        row.push_back(count_cell(language, one.transactions));
        report.rows.push_back(std::move(row));
    }
    return report;
}

Html filters(web::Context const &context, storage::Reader &reader, Question const &question)
{
    auto const language = context.language();
    html::Form form;
    form.id = "filters";
    form.url = std::string{figures_path};
    form.is_get = true;
    std::vector<html::Option> bys;
    for (auto const code : ways) {
        if (auto const label = word::bys(language, code)) {
            bys.push_back({.value = std::string{code}, .label = std::string{*label}});
        }
    }
    std::vector<html::Option> moneys;
    for (auto const code : {Money::spent, Money::committed, Money::incoming, Money::budget}) {
        moneys.push_back(
            {.value = std::string{to_code(code)},
             .label = std::string{word::moneys(language, to_code(code)).value_or("")}});
    }
    std::vector<html::Option> years{
        {.value = "", .label = std::string{word::every_year(language)}}};
    for (auto const &one : totals_by_year(reader, question.asked)) {
        years.push_back({.value = one.code, .label = one.code});
    }
    auto const field = [](std::string_view name, std::string_view label) {
        html::Field one;
        one.name = name;
        one.label = label;
        return one;
    };
    form.fields =
        html::field_row(
            html::select_field(field("by", word::by(language)), bys, question.by, context.words(),
                               false) +
            html::select_field(field("money", word::money(language)), moneys,
                               to_code(question.asked.money), context.words(), false) +
            html::select_field(field("year", word::year(language)), years,
                               question.asked.year ? std::to_string(*question.asked.year) : "",
                               context.words(), false)) +
        html::checkbox(field("south", word::south_only(language)), question.asked.only_south,
                       context.words());
    form.submits = {{.label = std::string{common::action_show(language)},
                     .name = {},
                     .value = {},
                     .emphasis = html::Emphasis::normal}};
    return html::entry_form(form, context.words());
}

Html unrated_block(web::Context const &context, storage::Reader &reader, Asked const &asked)
{
    auto const language = context.language();
    auto const rows = unrated(reader, asked);
    if (rows.empty() || asked.only_south) {
        return {};
    }
    Report report{
        .name = "unrated",
        .title = std::string{word::unrated_title(language)},
        .caption = {},
        .columns = {{"currency", std::string{word::column_currency(language)}},
                    {"amount", std::string{word::column_reported(language)}, true},
                    {"transactions", std::string{counted_things(language, asked.money)}, true}},
        .rows = {}};
    for (auto const &one : rows) {
        report.rows.push_back(
            {cell(one.currency.empty() ? std::string{word::nobody(language)} : one.currency),
             {html::fragment(as_reported(language, one.hundredths, {})), std::monostate{}},
             count_cell(language, one.transactions)});
    }
    return html::block(word::unrated_title(language), html::p(word::unrated_text(language)) +
                                                          funds::report_table(context, report));
}

/// What is shown while figures are made: the last whole ones, else as many as there are.
std::string making_title(web::Context const &context, Overview const &state)
{
    auto const language = context.language();
    if (!state.made_at) {
        return std::string{word::being_made(language)};
    }
    if (!state.is_whole) {
        return word::being_made_first(language, state.waiting);
    }
    return state.is_current ? std::string{}
                            : word::being_made_anew(language, context.instant(*state.made_at));
}

Total sum_of(std::vector<Total> const &all)
{
    Total sum;
    for (auto const &one : all) {
        sum.counted += one.counted;
        sum.left_out += one.left_out;
        sum.transactions += one.transactions;
    }
    return sum;
}

/// All rows of the table, but those that nobody named.
std::vector<Total> shown_totals(storage::Reader &reader, Question const &question)
{
    auto all = ask(reader, question, rows_in_a_file);
    std::erase_if(all, [](Total const &one) { return one.code.empty(); });
    return all;
}

Html around_figures(web::Context const &context, storage::Reader &reader, Html const &table)
{
    auto const language = context.language();
    auto const asked = question(context);
    auto const state = overview(reader);
    Html content = html::p(html::cls("lead"), word::lead(language));
    if (auto const title = making_title(context, state); !title.empty()) {
        content += html::notice({.tone = html::Tone::waiting, .title = title, .body = {}});
    }
    if (!state.made_at) {
        return content;
    }
    auto const all = sum_of(ask(reader, {asked.asked, "year"}, rows_in_a_file));
    bool const is_partial = asked.by == "southern" || asked.by == "in_kind";
    auto const sum = is_partial ? sum_of(shown_totals(reader, asked)) : all;
    auto const label = [&](std::string_view name, std::string const &whole) {
        return std::string{name} + (is_partial ? ", " + word::of_all(language, whole) : "");
    };
    http::Parameters left_query;
    left_query.add("money", std::string{to_code(asked.asked.money)});
    if (asked.asked.year) {
        left_query.add("year", std::to_string(*asked.asked.year));
    }
    std::vector<html::Figure> const figures{
        {.value = whole_dollars(language, sum.counted),
         .label = label(word::column_counted(language), whole_dollars(language, all.counted)),
         .url = is_partial ? std::string{} : parts_url(asked.asked, Dimension::all, "")},
        {.value = whole_dollars(language, sum.left_out),
         .label = label(word::column_left_out(language), whole_dollars(language, all.left_out)),
         .url =
             is_partial ? std::string{} : std::string{left_out_path} + "?" + left_query.encode()},
        {.value = i18n::format_number(language, sum.transactions),
         .label = label(counted_things(language, asked.asked.money),
                        i18n::format_number(language, all.transactions)),
         .url = {}}};
    if (is_partial) {
        content += html::p(
            asked.by == "southern" ? word::southern_text(language) : word::in_kind_text(language),
            " ", html::a(html::href(providers_path), word::providers_title(language)));
    }
    content += html::when(asked.asked.money == Money::budget,
                          [&] { return html::p(word::budget_text(language)); });
    content += filters(context, reader, asked) + html::figures(figures);
    if (asked.asked.dimension == Dimension::country) {
        content += map_of(context, reader, asked.asked);
    } else if (asked.asked.dimension == Dimension::corridor) {
        content += bands_of(context, reader, asked.asked);
    }
    content += table + unrated_block(context, reader, asked.asked);
    if (!asked.asked.only_south) {
        content += no_day_block(context, reader, asked.asked.money);
    }
    if (state.is_whole) {
        content += html::p(html::cls("small"), word::made(language, context.instant(*state.made_at),
                                                          state.activities, state.transactions));
    }
    content += html::p(html::a(html::href(findings_path), word::south_title(language)), " · ",
                       html::a(html::href(triangles_path), word::triangles_title(language)), " · ",
                       html::a(html::href(providers_path), word::providers_title(language)));
    return content;
}

} // namespace

void add_figure_routes(web::Router &router)
{
    funds::add_report(router, {.path = std::string{figures_path},
                               .summary = "Totals of reported activities in US dollars, each "
                                          "amount counted once; ?by=, money=, year=, south=1.",
                               .make = figure_report,
                               .around = around_figures,
                               .policy = &policy,
                               .tag = "flows",
                               .believe = believe_question});
}

} // namespace selatan::reported_flows
