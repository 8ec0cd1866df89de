// The figures, what they are made of, and what they leave out.
#include "exchange/flows/pages.hpp"

#include "base/text.hpp"
#include "cooperation/funds/report.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/flows/flows.hpp"
#include "exchange/flows/told.hpp"
#include "exchange/reported/countries.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/flows.hpp"
#include "words/reported.hpp"

#include <algorithm>
#include <array>

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
constexpr int parts_on_a_page = 100;

// -- What is asked ------------------------------------------------------------------------------

/// "year" and "southern" are ways to ask that are no dimensions of their own.
struct Question {
    Asked asked;
    std::string by = "country";
};

Question question(web::Context const &context)
{
    Question one;
    auto const &query = context.query();
    if (auto const by = query.find("by")) {
        auto const dimension = parse_dimension(*by);
        if (*by == "year" || *by == "southern") {
            one.by = *by;
        } else if (dimension && *dimension != Dimension::all) {
            one.by = *by;
            one.asked.dimension = *dimension;
        }
    }
    if (one.by == "southern") {
        one.asked.dimension = Dimension::provider;
        one.asked.only_southern = true;
    } else if (one.by == "year") {
        one.asked.dimension = Dimension::all;
    }
    if (auto const money = parse_money(query.find("money").value_or(""))) {
        one.asked.money = *money;
    }
    // The key of a year is the year.
    one.asked.year = number_in(context, "year");
    if (one.by == "year" && !one.asked.year) {
        one.asked.year = number_in(context, "key");
    }
    one.asked.only_south = query.find("south").value_or("") == "1";
    return one;
}

/// Of the transactions behind a figure; of everything there are some, too.
Asked asked_for_parts(web::Context const &context)
{
    auto asked = question(context).asked;
    if (context.query().find("by").value_or("") == "all") {
        asked.dimension = Dimension::all;
    }
    return asked;
}

/// Ways to ask, in the order in which they are offered; "all" is asked for behind figures alone.
constexpr std::array<std::string_view, 12> ways{"country",   "year",     "category", "sector",
                                                "goal",      "provider", "southern", "receiver",
                                                "publisher", "corridor", "in_kind",  "all"};

/// The key as figures have it: of a country its three letters, of an organisation its identifier in
/// small letters, however they are written.
std::string key_of(reference::Codelists const &lists, Dimension dimension, std::string const &said)
{
    if (dimension == Dimension::country) {
        auto const code = reported::country_in(lists, said);
        return code ? code->to_string() : said;
    }
    if (dimension == Dimension::corridor) {
        auto const [provider, country] = ends_of(said);
        return key_of(lists, Dimension::provider, provider) + ">" +
               key_of(lists, Dimension::country, country);
    }
    return is_organisation(dimension) ? code_of({.ref = said, .name = {}, .type = {}}) : said;
}

std::string key_asked(web::Context const &context, storage::Reader &reader, Dimension dimension)
{
    auto const said = context.query().find("key").value_or("");
    return said.empty() ? std::string{}
                        : key_of(*reference::lists(reader), dimension, std::string{said});
}

/// Whether a key means something, though no figure has it; empty: what nobody said.
bool is_known(storage::Reader &reader, Dimension dimension, std::string const &key)
{
    using reference::List;
    if (key.empty() || has_key(reader, dimension, key)) {
        return true;
    }
    auto const lists = reference::lists(reader);
    switch (dimension) {
    case Dimension::country:
        return lists->find(List::country, key) != nullptr;
    case Dimension::sector:
    case Dimension::category:
        return lists->find(List::sector, key) != nullptr;
    case Dimension::goal:
        return lists->find(List::sdg, key) != nullptr;
    case Dimension::in_kind:
        return word::in_kinds(Language::en, key).has_value();
    case Dimension::corridor: {
        auto const [provider, country] = ends_of(key);
        return is_known(reader, Dimension::provider, provider) &&
               is_known(reader, Dimension::country, country);
    }
    case Dimension::all:
        return false;
    default:
        return has_organisation(reader, key);
    }
}

Result<void> believe_question(web::Context const &context)
{
    Problems problems;
    believe_word(context, "by", {ways.begin(), ways.end()}, problems);
    believe_word(context, "money", {money_codes.begin(), money_codes.end()}, problems);
    believe_word(context, "reason",
                 {flows::to_code(flows::Reason::told_twice),
                  flows::to_code(flows::Reason::in_parts),
                  flows::to_code(flows::Reason::passed_on)},
                 problems);
    believe_word(context, "south", {"0", "1"}, problems);
    auto const year = context.query().find("year").value_or("");
    if (!year.empty() && !number_in(context, "year")) {
        problems.push_back({"year", "common.not_a_number", {}});
    }
    auto const said = std::string{context.query().find("key").value_or("")};
    auto const dimension = asked_for_parts(context).dimension;
    auto const is_year = context.query().find("by").value_or("") == "year";
    auto const knows =
        is_year ? said.empty() || number_in(context, "key").has_value()
                : context.store().read([&](storage::Reader &reader) {
                      return is_known(reader, dimension, key_asked(context, reader, dimension));
                  });
    if (!knows) {
        bool const is_country = dimension == Dimension::country;
        problems.push_back({"key",
                            is_country ? "reported.unknown_country" : "common.unknown_reference",
                            {{is_country ? "value" : "reference", said}}});
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return {};
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
    Report report{
        .name = "corridors",
        .title = std::string{word::title(language)},
        .caption = std::string{word::bys(language, "corridor").value_or("")},
        .columns = {{"provider", std::string{word::by_provider(language)}},
                    {"country", std::string{word::by_country(language)}},
                    {"counted", std::string{word::column_counted(language)}, true},
                    {"left_out", std::string{word::column_left_out(language)}, true},
                    {"transactions", std::string{word::column_transactions(language)}, true}},
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
        {"transactions", std::string{word::column_transactions(language)}, true});
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
    for (auto const code : {Money::spent, Money::committed, Money::incoming}) {
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
                    {"transactions", std::string{word::column_transactions(language)}, true}},
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
         .label = label(word::column_transactions(language),
                        i18n::format_number(language, all.transactions)),
         .url = {}}};
    if (is_partial) {
        content += html::p(
            asked.by == "southern" ? word::southern_text(language) : word::in_kind_text(language),
            " ", html::a(html::href(providers_path), word::providers_title(language)));
    }
    content += filters(context, reader, asked) + html::figures(figures);
    if (asked.asked.dimension == Dimension::country) {
        content += map_of(context, reader, asked.asked);
    } else if (asked.asked.dimension == Dimension::corridor) {
        content += bands_of(context, reader, asked.asked);
    }
    content += table + unrated_block(context, reader, asked.asked);
    if (state.is_whole) {
        content += html::p(html::cls("small"), word::made(language, context.instant(*state.made_at),
                                                          state.activities, state.transactions));
    }
    content += html::p(html::a(html::href(findings_path), word::south_title(language)), " · ",
                       html::a(html::href(triangles_path), word::triangles_title(language)), " · ",
                       html::a(html::href(providers_path), word::providers_title(language)));
    return content;
}

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
    return {column("day", word::column_day(language)),
            column("activity", word::column_activity(language)),
            column("publisher", word::by_publisher(language)),
            column("type", word::column_type(language)),
            column("reported", word::column_reported(language), true),
            column("currency", word::column_currency(language)),
            column("valued_on", word::column_valued_on(language)),
            column("rate", word::column_exchange_rate(language), true),
            column("rate_on", word::column_rate_on(language)),
            column("rate_source", word::column_rate_source(language)),
            column("usd", word::column_usd(language), true),
            counted,
            left_out,
            column("reason", word::column_reason(language))};
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
        day.shown =
            html::div(cell(context, *part.on).shown, html::br(),
                      html::small(word::types(language, "t" + part.type).value_or(part.type)));
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
    return {activity,
            day,
            reported,
            dollar_cell(language, part.counted),
            dollar_cell(language, part.left_out),
            reason};
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
    return {part.on ? cell(context, *part.on) : ReportCell{},
            cell(part.title),
            cell(part.publisher),
            cell(word::types(language, "t" + part.type).value_or(part.type)),
            {{}, sheets::Decimal{.units = part.hundredths, .digits = 2}},
            cell(part.currency),
            part.valued_on ? cell(context, *part.valued_on) : ReportCell{},
            cell(part.rate),
            cell(part.rate_on),
            cell(part.rate_source),
            dollar_cell(language, part.usd),
            dollar_cell(language, part.counted),
            dollar_cell(language, part.left_out),
            cell(reason)};
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
                  .title = std::string{word::parts_title(language)},
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
           html::p(word::parts_text(language)) + table + html::paging(paging, context.words()) +
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

Html around_left_out(web::Context const &context, storage::Reader & /*reader*/, Html const &table)
{
    auto const language = context.language();
    std::vector<html::Fact> reasons;
    for (auto const reason :
         {flows::Reason::told_twice, flows::Reason::in_parts, flows::Reason::passed_on}) {
        http::Parameters query;
        query.add("reason", std::string{flows::to_code(reason)});
        query.add("money", std::string{to_code(question(context).asked.money)});
        reasons.push_back(
            {.label = std::string{word::reasons(language, flows::to_code(reason)).value_or("")},
             .value = html::a(html::href(std::string{left_out_path} + "?" + query.encode()),
                              word::reason_texts(language, flows::to_code(reason)).value_or(""))});
    }
    return html::p(html::cls("lead"), word::left_text(language)) + html::facts(reasons) + table +
           html::p(html::a(html::href(figures_path), word::title(language)));
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
    funds::add_report(router, {.path = std::string{parts_path},
                               .summary = "The transactions that a total is made of, the largest "
                                          "first; ?by=, key=, money=, year=, south=1.",
                               .make = part_report,
                               .around = around_parts,
                               .policy = &policy,
                               .tag = "flows",
                               .believe = believe_question});
    funds::add_report(router, {.path = std::string{left_out_path},
                               .summary = "The transactions that totals leave out because they "
                                          "are counted already; ?reason=, money=, year=.",
                               .make = left_out_report,
                               .around = around_left_out,
                               .policy = &policy,
                               .tag = "flows",
                               .believe = believe_question});
}

} // namespace selatan::reported_flows
