// What a figure is made of, and what totals leave out.
#include "exchange/flows/question.hpp"

#include "base/text.hpp"
#include "cooperation/funds/report.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/flows/flows.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/flows.hpp"
#include "words/reported.hpp"

namespace selatan::reported_flows {

namespace {

namespace word = words::flows;
using funds::cell;
using funds::Report;
using funds::ReportCell;
using html::Html;

/// A page shows so many; its files have them all.
constexpr int rows_on_a_page = 300;
constexpr int rows_in_a_file = 1'000'000;
constexpr int parts_on_a_page = 100;

// -- Transactions -------------------------------------------------------------------------------

/// Files have a column for each thing; on a page what belongs together stands together.
std::vector<funds::ReportColumn> part_columns(web::Context const &context)
{
    auto const language = context.language();
    auto const column = [](std::string_view key, std::string_view label, bool is_number = false) {
        return funds::ReportColumn{key, std::string{label}, is_number};
    };
    auto const counted = column("counted", word::column_counted(language), true);
    auto const left_out = column("left_out", word::column_left_out(language), true);
    if (!is_file(context)) {
        return {column("activity", word::column_activity(language)),
                column("day", word::column_day(language)),
                column("reported", word::column_reported(language), true),
                counted,
                left_out,
                column("reason", word::column_reason(language))};
    }
    std::vector<funds::ReportColumn> columns{column("day", word::column_day(language))};
    if (question(context).asked.money == Money::budget) {
        columns.push_back(column("ends", word::column_ends(language)));
        columns.push_back(column("year", word::year(language), true));
        columns.push_back(column("days", word::column_days(language), true));
        columns.push_back(column("status", word::column_status(language)));
    }
    for (auto const &one : {column("activity", word::column_activity(language)),
                            column("publisher", word::by_publisher(language)),
                            column("type", word::column_type(language)),
                            column("reported", word::column_reported(language), true),
                            column("currency", word::column_currency(language)),
                            column("valued_on", word::column_valued_on(language)),
                            column("rate", word::column_exchange_rate(language), true),
                            column("rate_on", word::column_rate_on(language)),
                            column("rate_source", word::column_rate_source(language)),
                            column("usd", word::column_usd(language), true), counted, left_out,
                            column("reason", word::column_reason(language)),
                            column("share", word::column_share(language)),
                            column("day_of_value", word::column_assumed_day(language))}) {
        columns.push_back(one);
    }
    return columns;
}

std::string type_name(Language language, PartOf const &part)
{
    if (part.budget) {
        return std::string{
            word::budget_types(language, part.budget->is_revised ? "revised" : "original")
                .value_or("")};
    }
    return std::string{word::types(language, "t" + part.type).value_or(part.type)};
}

std::string status_name(Language language, BudgetOf const &budget)
{
    return std::string{
        word::budget_statuses(language, "s" + budget.status).value_or(budget.status)};
}

constexpr std::size_t title_letters = 70;

/// As people read it; files have every digit.
std::string rate_text(web::Context const &context, PartOf const &part)
{
    constexpr std::size_t digits = 8;
    auto const language = context.language();
    auto const on = Date::parse(part.rate_on);
    return words::reported::page_rate(language,
                                      i18n::format_digits(language, part.rate.substr(0, digits)),
                                      on ? context.date(*on) : part.rate_on, part.rate_source);
}

std::vector<ReportCell> part_on_page(web::Context const &context, PartOf const &part)
{
    auto const language = context.language();
    auto const named = [&](std::string const &title) {
        return html::bdi(title.empty() ? std::string{word::nobody(language)}
                                       : truncate(title, title_letters));
    };
    // Each in one piece: on a phone a cell stands beside its column's name.
    ReportCell activity;
    activity.shown = html::div(html::a(html::href(activity_url(part.activity)), named(part.title)),
                               html::br(), html::small(html::bdi(part.publisher)));
    ReportCell day;
    if (part.on) {
        auto const &budget = part.budget;
        auto what = type_name(language, part);
        if (budget && !budget->status.empty()) {
            what += " · " + status_name(language, *budget);
        }
        day.shown = html::div(
            cell(context, *part.on).shown,
            html::when(budget && budget->ends,
                       [&] { return html::fragment(" – ") + cell(context, *budget->ends).shown; }),
            html::br(), html::small(what),
            html::when(part.is_day_of_value,
                       [&] {
                           return html::div(html::cls("wraps"),
                                            html::small(word::day_of_value(language)));
                       }),
            html::when(budget && budget->days != budget->all_days, [&] {
                return html::br() + html::small(word::budget_days(
                                        language, std::to_string(budget->year),
                                        i18n::format_number(language, budget->days),
                                        i18n::format_number(language, budget->all_days)));
            }));
    }
    // The rate is that of the value's day, which is told where it is another.
    ReportCell reported;
    reported.shown = html::div(
        as_reported(language, part.hundredths, part.currency),
        html::when(part.valued_on.has_value(),
                   [&] {
                       return html::div(html::cls("wraps"),
                                        html::small(words::reported::page_valued_on(
                                            language, context.date(*part.valued_on))));
                   }),
        html::when(!part.rate.empty(), [&] {
            return html::div(html::cls("wraps"), html::small(html::bdi(rate_text(context, part))));
        }));
    ReportCell reason;
    if (part.reason && part.instead) {
        reason.shown = html::small(
            word::reasons(language, flows::to_code(*part.reason)).value_or(""), ": ",
            html::a(html::href(activity_url(*part.instead)), named(part.instead_title)));
    }
    auto counted = dollar_cell(language, part.counted);
    if (part.is_even) {
        counted.shown =
            html::div(counted.shown,
                      html::div(html::cls("wraps"), html::small(word::shared_equally(language))));
    }
    return {activity, day, reported, counted, dollar_cell(language, part.left_out), reason};
}

std::vector<ReportCell> part_row(web::Context const &context, PartOf const &part)
{
    if (!is_file(context)) {
        return part_on_page(context, part);
    }
    auto const language = context.language();
    auto const reason =
        part.reason
            ? std::string{word::reasons(language, flows::to_code(*part.reason)).value_or("")} +
                  ": " + part.instead_title
            : std::string{};
    std::vector<ReportCell> row{part.on ? cell(context, *part.on) : ReportCell{}};
    if (part.budget) {
        auto const &budget = *part.budget;
        row.push_back(budget.ends ? cell(context, *budget.ends) : ReportCell{});
        row.push_back({html::fragment(std::to_string(budget.year)), budget.year});
        row.push_back(count_cell(language, budget.days));
        row.push_back(cell(status_name(language, budget)));
    }
    for (auto const &one :
         {cell(part.title), cell(part.publisher), cell(type_name(language, part)),
          ReportCell{{}, sheets::Decimal{.units = part.hundredths, .digits = 2}},
          cell(part.currency), part.valued_on ? cell(context, *part.valued_on) : ReportCell{},
          cell(part.rate), cell(part.rate_on), cell(part.rate_source),
          dollar_cell(language, part.usd), dollar_cell(language, part.counted),
          dollar_cell(language, part.left_out), cell(reason),
          cell(part.is_even ? word::shared_equally(language) : ""),
          cell(part.is_day_of_value ? word::day_of_value(language) : "")}) {
        row.push_back(one);
    }
    return row;
}

std::optional<After> after_in(web::Context const &context)
{
    auto const size = number_in(context, "size");
    auto const activity = number_in(context, "activity");
    auto const number = number_in(context, "number");
    return size && activity && number ? std::optional{After{*size, *activity, *number}}
                                      : std::nullopt;
}

/// What follows `question`'s dimension "southern" and "year" has a key too: everything.
Report part_report(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const asked = asked_for_parts(context);
    auto const code = key_asked(context, reader, asked.dimension);
    Report report{.name = "transactions",
                  .title =
                      std::string{asked.money == Money::budget ? word::parts_title_budgets(language)
                                                               : word::parts_title(language)},
                  .caption = {},
                  .columns = part_columns(context),
                  .rows = {}};
    for (auto const &part : parts_of(reader, asked, code, after_in(context),
                                     is_file(context) ? rows_in_a_file : parts_on_a_page)) {
        report.rows.push_back(part_row(context, part));
    }
    return report;
}

std::string figure_name(web::Context const &context, storage::Reader &reader, Asked const &asked,
                        std::string const &code)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    std::vector<std::string> parts;
    if (asked.dimension == Dimension::corridor) {
        parts.push_back(key_name(language, *lists, asked.dimension, code,
                                 name_of(reader, Dimension::provider, ends_of(code).first)));
    } else if (asked.dimension != Dimension::all) {
        parts.push_back(words::reported::list_chip(
            language, word::bys(language, to_code(asked.dimension)).value_or(""),
            key_name(language, *lists, asked.dimension, code,
                     name_of(reader, asked.dimension, code))));
    }
    parts.emplace_back(word::moneys(language, to_code(asked.money)).value_or(""));
    if (asked.year) {
        parts.push_back(std::to_string(*asked.year));
    }
    if (asked.only_south) {
        parts.emplace_back(word::south_only(language));
    }
    std::string all;
    for (auto const &part : parts) {
        all += (all.empty() ? "" : " · ") + part;
    }
    return all;
}

Html around_parts(web::Context const &context, storage::Reader &reader, Html const &table)
{
    auto const language = context.language();
    auto const asked = asked_for_parts(context);
    auto const code = key_asked(context, reader, asked.dimension);
    auto const rows = parts_of(reader, asked, code, after_in(context), parts_on_a_page);
    html::Paging paging;
    if (rows.size() == static_cast<std::size_t>(parts_on_a_page)) {
        auto const &last = rows.back();
        auto const size = last.counted + last.left_out;
        http::Parameters after;
        after.add("size", std::to_string(size < 0 ? -size : size));
        after.add("activity", std::to_string(last.activity));
        after.add("number", std::to_string(last.number));
        paging.next = parts_url(asked, asked.dimension, code) + "&" + after.encode();
    }
    return html::p(html::cls("lead"), html::bdi(figure_name(context, reader, asked, code))) +
           html::p(asked.money == Money::budget ? word::parts_text_budgets(language)
                                                : word::parts_text(language)) +
           table + html::paging(paging, context.words()) +
           html::p(html::a(html::href(figures_path), word::title(language)));
}

// -- Left out -----------------------------------------------------------------------------------

Report left_out_report(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const asked = question(context).asked;
    flows::Reason reason{};
    bool const has_reason = flows::from_code(context.query().find("reason").value_or(""), reason);
    Report report{.name = "left-out",
                  .title = std::string{word::left_title(language)},
                  .caption = {},
                  .columns = part_columns(context),
                  .rows = {}};
    for (auto const &part :
         left_out(reader, asked, has_reason ? std::optional{reason} : std::nullopt,
                  is_file(context) ? rows_in_a_file : rows_on_a_page)) {
        report.rows.push_back(part_row(context, part));
    }
    return report;
}

Html around_left_out(web::Context const &context, storage::Reader &reader, Html const &table)
{
    using flows::Reason;
    auto const language = context.language();
    auto const money = question(context).asked.money;
    std::vector<html::Fact> facts;
    for (auto const reason :
         {Reason::told_twice, Reason::in_parts, Reason::passed_on, Reason::revised}) {
        if (reason == Reason::revised && money != Money::budget) {
            continue;
        }
        http::Parameters query;
        query.add("reason", std::string{flows::to_code(reason)});
        query.add("money", std::string{to_code(money)});
        auto const text = reason == Reason::passed_on && money == Money::budget
                              ? word::passed_on_budget(language)
                              : word::reason_texts(language, flows::to_code(reason)).value_or("");
        facts.push_back(
            {.label = std::string{word::reasons(language, flows::to_code(reason)).value_or("")},
             .value =
                 html::a(html::href(std::string{left_out_path} + "?" + query.encode()), text)});
    }
    return html::p(html::cls("lead"), word::left_text(language)) + html::facts(facts) + table +
           no_day_block(context, reader, money) +
           html::p(html::a(html::href(figures_path), word::title(language)));
}

} // namespace

void add_part_routes(web::Router &router)
{
    funds::add_report(router, {.path = std::string{parts_path},
                               .summary = "The transactions or budgets that a total is made of, "
                                          "the largest first; ?by=, key=, money=, year=, "
                                          "south=1.",
                               .make = part_report,
                               .around = around_parts,
                               .policy = &policy,
                               .tag = "flows",
                               .believe = believe_question});
    funds::add_report(router, {.path = std::string{left_out_path},
                               .summary = "What totals leave out because it "
                                          "is counted already; ?reason=, money=, year=.",
                               .make = left_out_report,
                               .around = around_left_out,
                               .policy = &policy,
                               .tag = "flows",
                               .believe = believe_question});
}

} // namespace selatan::reported_flows
