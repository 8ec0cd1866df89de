// Threads of the South: who pays, who provides, who receives; and what each Southern country
// provides.
#include "exchange/flows/pages.hpp"

#include "base/text.hpp"
#include "cooperation/funds/report.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/flows/flows.hpp"
#include "exchange/flows/totals.hpp"
#include "exchange/flows/triangle.hpp"
#include "exchange/reported/countries.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/flows.hpp"
#include "words/reported.hpp"

#include <algorithm>

namespace selatan::reported_flows {

namespace {

namespace word = words::flows;
namespace common = words::common;
using funds::cell;
using funds::Report;
using funds::ReportCell;
using html::Html;
using south_south::PartyRole;

constexpr int rows_on_a_page = 50;
constexpr int rows_in_a_file = 100'000;
constexpr std::size_t title_letters = 90;
/// Some activities name a continent, and some programmes have many parts: more stand in the file.
constexpr std::size_t parties_shown = 6;
constexpr std::size_t accounts_shown = 4;

TriangleFilter filter_of(web::Context const &context, storage::Reader &reader)
{
    auto const &query = context.query();
    TriangleFilter filter{.limit = is_file(context) ? rows_in_a_file : rows_on_a_page};
    filter.country =
        reported::country_in(*reference::lists(reader), query.find("country").value_or(""));
    filter.year = number_in(context, "year");
    Which which{};
    if (from_code(query.find("judged").value_or(""), which)) {
        filter.which = which;
    }
    filter.with_support_only = query.find("kind").value_or("") != "all";
    filter.with_perhaps = query.find("perhaps").value_or("") == "1";
    filter.before = number_in(context, "before").value_or(0);
    return filter;
}

Result<void> believe_filter(web::Context const &context)
{
    Problems problems;
    believe_word(context, "judged",
                 {to_code(Which::open), to_code(Which::confirmed), to_code(Which::refused)},
                 problems);
    believe_word(context, "kind", {"all"}, problems);
    believe_word(context, "perhaps", {"0", "1"}, problems);
    auto const said = [&](std::string_view name) {
        return std::string{context.query().find(name).value_or("")};
    };
    if (!said("year").empty() && !number_in(context, "year")) {
        problems.push_back({"year", "common.not_a_number", {}});
    }
    auto const known = context.store().read([&](storage::Reader &reader) {
        return reported::country_in(*reference::lists(reader), said("country"));
    });
    if (!said("country").empty() && !known) {
        problems.push_back({"country", "reported.unknown_country", {{"value", said("country")}}});
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return {};
}

std::string query_of(TriangleFilter const &filter)
{
    http::Parameters query;
    if (filter.country) {
        query.add("country", filter.country->to_string());
    }
    if (filter.year) {
        query.add("year", std::to_string(*filter.year));
    }
    if (filter.which) {
        query.add("judged", std::string{to_code(*filter.which)});
    }
    if (!filter.with_support_only) {
        query.add("kind", "all");
    }
    if (filter.with_perhaps) {
        query.add("perhaps", "1");
    }
    return query.encode();
}

std::string country_name(Language language, reference::Codelists const &lists, CountryCode code)
{
    return std::string{lists.name(code, language).text};
}

std::string text_of(Language language, reference::Codelists const &lists,
                    south_south::Party const &party)
{
    if (party.name.empty()) {
        return party.country ? country_name(language, lists, *party.country) : std::string{};
    }
    return party.role == PartyRole::provider && party.country
               ? party.name + " (" + country_name(language, lists, *party.country) + ")"
               : party.name;
}

ReportCell parties_cell(web::Context const &context, reference::Codelists const &lists,
                        Triangle const &triangle, PartyRole role)
{
    auto const language = context.language();
    auto const parties = triangle.as(role);
    std::string plain;
    Html items;
    for (std::size_t i = 0; i < parties.size(); ++i) {
        auto const text = text_of(language, lists, *parties[i]);
        plain += (i == 0 ? "" : "; ") + text;
        if (i < parties_shown) {
            items += html::div(html::bdi(text));
        }
    }
    if (parties.size() > parties_shown) {
        auto const more = static_cast<std::int64_t>(parties.size() - parties_shown);
        items += html::div(html::small(word::and_more(language, more)));
    }
    ReportCell one{.shown = html::div(items), .plain = plain};
    if (parties.empty()) {
        one.shown = html::small(word::nobody(language));
    }
    return one;
}

std::string reported_text(Language language, Triangle const &triangle)
{
    std::string all;
    for (auto const &[currency, hundredths] : triangle.reported) {
        all += (all.empty() ? "" : "; ") + as_reported(language, hundredths, currency);
    }
    return all;
}

ReportCell money_cell(web::Context const &context, Triangle const &triangle)
{
    auto const language = context.language();
    auto one = dollar_cell(language, triangle.spent);
    auto const below = [](std::string_view text) {
        return html::when(!text.empty(), [&] {
            return html::div(html::cls("wraps"), html::small(html::bdi(text)));
        });
    };
    one.shown = html::div(
        one.shown, below(reported_text(language, triangle)),
        html::when(triangle.committed != 0,
                   below(words::reported::list_chip(language, word::column_committed(language),
                                                    whole_dollars(language, triangle.committed)))),
        html::when(triangle.in_kind != 0, below(words::reported::list_chip(
                                              language, word::column_in_kind(language),
                                              i18n::format_number(language, triangle.in_kind)))));
    return one;
}

ReportCell evidence_cell(Language language, Triangle const &triangle)
{
    auto const &finding = triangle.surest().finding;
    ReportCell one{.shown = evidence_html(language, finding), .plain = {}};
    std::string plain;
    for (auto const &evidence : finding.evidence) {
        plain += (plain.empty() ? "" : "; ") +
                 std::string{word::signs(language, to_code(evidence.sign)).value_or("")} + ": " +
                 evidence.quote;
    }
    one.plain = plain;
    return one;
}

std::string judged_text(Language language, FoundActivity const &found)
{
    return std::string{found.said
                           ? word::verdicts(language, to_code(found.said->verdict)).value_or("")
                           : word::levels(language, to_code(found.finding.level)).value_or("")};
}

ReportCell judged_cell(web::Context const &context, Triangle const &triangle)
{
    auto const language = context.language();
    auto const &surest = triangle.surest();
    auto const text = judged_text(language, surest);
    auto const by = surest.said ? surest.said->by : std::string{word::not_judged(language)};
    return {html::div(html::a(html::href(finding_url(surest.id)), text), html::br(),
                      html::small(html::bdi(by))),
            text};
}

std::string title_of(FoundActivity const &account)
{
    return account.title.empty() ? account.identifier : account.title;
}

/// Who tells of it, and as what: the first in full, the others below.
ReportCell accounts_cell(Language language, Triangle const &triangle)
{
    auto const &first = triangle.accounts.front();
    auto shown = html::fragment(html::a(html::href(activity_url(first.id)),
                                        html::bdi(truncate(title_of(first), title_letters))),
                                html::br(), html::small(html::bdi(first.publisher)));
    for (std::size_t i = 1; i < triangle.accounts.size() && i < accounts_shown; ++i) {
        auto const &other = triangle.accounts[i];
        shown += html::div(
            html::small(word::also_told_by(language), " ",
                        html::a(html::href(activity_url(other.id)), html::bdi(other.publisher))));
    }
    if (triangle.accounts.size() > accounts_shown) {
        auto const more = static_cast<std::int64_t>(triangle.accounts.size() - accounts_shown);
        shown += html::div(html::small(word::and_more(language, more)));
    }
    return {.shown = html::div(shown), .plain = title_of(first)};
}

/// All of them, for a file.
std::string told_by(Triangle const &triangle)
{
    std::string all;
    for (auto const &one : triangle.accounts) {
        all += (all.empty() ? "" : "; ") + one.publisher + ": " + one.identifier;
    }
    return all;
}

/// Files have a column for each thing.
void add_file_row(web::Context const &context, reference::Codelists const &lists,
                  Triangle const &one, Report &report)
{
    auto const language = context.language();
    report.rows.push_back({parties_cell(context, lists, one, PartyRole::supporter),
                           parties_cell(context, lists, one, PartyRole::provider),
                           parties_cell(context, lists, one, PartyRole::recipient),
                           accounts_cell(language, one), cell(one.accounts.front().identifier),
                           cell(one.accounts.front().publisher), cell(told_by(one)),
                           dollar_cell(language, one.spent), cell(reported_text(Language::en, one)),
                           dollar_cell(language, one.committed), count_cell(language, one.in_kind),
                           judged_cell(context, one), evidence_cell(language, one)});
}

/// On a page what belongs together stands together: it has to fit.
void add_page_row(web::Context const &context, reference::Codelists const &lists,
                  Triangle const &one, Report &report)
{
    auto const language = context.language();
    auto activity = accounts_cell(language, one);
    activity.shown +=
        html::details(html::cls("disclosure"), html::summary(word::column_evidence(language)),
                      evidence_cell(language, one).shown);
    report.rows.push_back({activity, parties_cell(context, lists, one, PartyRole::supporter),
                           parties_cell(context, lists, one, PartyRole::provider),
                           parties_cell(context, lists, one, PartyRole::recipient),
                           money_cell(context, one), judged_cell(context, one)});
}

Report triangle_report(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    bool const whole = is_file(context);
    auto const column = [](std::string_view key, std::string_view label, bool is_number = false) {
        return funds::ReportColumn{key, std::string{label}, is_number};
    };
    std::vector<funds::ReportColumn> const parties{
        column("supporters", word::column_supporters(language)),
        column("providers", word::by_southern(language)),
        column("recipients", word::column_recipients(language))};
    auto const activity = column("activity", word::column_activity(language));
    auto const spent = column("spent", word::column_spent(language), true);
    auto const judged = column("judged", word::which(language));
    Report report{.name = "triangles",
                  .title = std::string{word::triangles_title(language)},
                  .caption = {},
                  .columns = parties,
                  .rows = {}};
    auto &columns = report.columns;
    if (whole) {
        columns.insert(columns.end(),
                       {activity, column("identifier", word::column_code(language)),
                        column("publisher", word::by_publisher(language)),
                        column("told_by", word::column_told_by(language)), spent,
                        column("reported", word::column_reported(language)),
                        column("committed", word::column_committed(language), true),
                        column("in_kind", word::column_in_kind(language), true), judged,
                        column("evidence", word::column_evidence(language))});
    } else {
        columns.insert(columns.begin(), activity);
        columns.insert(columns.end(), {spent, judged});
    }
    for (auto const &one : triangles(reader, filter_of(context, reader))) {
        (whole ? add_file_row : add_page_row)(context, *lists, one, report);
    }
    return report;
}

Html triangle_filters(web::Context const &context, storage::Reader &reader,
                      TriangleFilter const &filter)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    auto const field = [](std::string_view name, std::string_view label) {
        html::Field one;
        one.name = name;
        one.label = label;
        return one;
    };
    std::vector<html::Option> countries{
        {.value = "", .label = std::string{word::every_country(language)}}};
    for (auto const code : countries_of_parties(reader)) {
        countries.push_back(
            {.value = code.to_string(), .label = country_name(language, *lists, code)});
    }
    std::sort(countries.begin() + 1, countries.end(),
              [](auto const &a, auto const &b) { return sort_key(a.label) < sort_key(b.label); });
    std::vector<html::Option> years{
        {.value = "", .label = std::string{word::every_year(language)}}};
    for (auto const &one : totals_by_year(reader, {.only_south = true})) {
        years.push_back({.value = one.code, .label = one.code});
    }
    std::vector<html::Option> whiches{
        {.value = "", .label = std::string{word::not_refused(language)}}};
    for (auto const which : {Which::open, Which::confirmed, Which::refused}) {
        whiches.push_back(
            {.value = std::string{to_code(which)},
             .label = std::string{word::whiches(language, to_code(which)).value_or("")}});
    }
    std::vector<html::Option> const kinds{
        {.value = "", .label = std::string{word::kind_supported(language)}},
        {.value = "all", .label = std::string{word::kind_all(language)}}};
    html::Form form;
    form.id = "filters";
    form.url = std::string{triangles_path};
    form.is_get = true;
    form.fields =
        html::field_row(
            html::select_field(field("country", word::country_in_any_role(language)), countries,
                               filter.country ? filter.country->to_string() : "", context.words(),
                               false) +
            html::select_field(field("year", word::year(language)), years,
                               filter.year ? std::to_string(*filter.year) : "", context.words(),
                               false) +
            html::select_field(field("judged", word::which(language)), whiches,
                               filter.which ? to_code(*filter.which) : "", context.words(), false) +
            html::select_field(field("kind", word::kind(language)), kinds,
                               filter.with_support_only ? "" : "all", context.words(), false)) +
        html::checkbox(field("perhaps", word::with_perhaps(language)), filter.with_perhaps,
                       context.words());
    form.submits = {{.label = std::string{common::action_show(language)},
                     .name = {},
                     .value = {},
                     .emphasis = html::Emphasis::normal}};
    return html::entry_form(form, context.words());
}

Html around_triangles(web::Context const &context, storage::Reader &reader, Html const &table)
{
    auto const language = context.language();
    auto filter = filter_of(context, reader);
    html::Paging paging;
    auto const all = triangles(reader, filter);
    if (all.size() == static_cast<std::size_t>(rows_on_a_page)) {
        paging.next = std::string{triangles_path} + "?" + query_of(filter) +
                      "&before=" + std::to_string(all.back().id);
    }
    html::EmptyState const nothing{.picture = html::Icon::partners,
                                   .title = std::string{word::none_title(language)},
                                   .text = std::string{word::none_text(language)}};
    return html::p(html::cls("lead"), word::triangles_lead(language)) +
           triangle_filters(context, reader, filter) +
           (all.empty() ? html::empty_state(nothing) : table) +
           html::paging(paging, context.words()) +
           html::p(html::a(html::href(providers_path), word::providers_title(language)), " · ",
                   html::a(html::href(findings_path), word::south_title(language)));
}

// -- Providers ----------------------------------------------------------------------------------

Report provider_report(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    bool const whole = is_file(context);
    Report report{.name = "southern-providers",
                  .title = std::string{word::providers_title(language)},
                  .caption = {},
                  .columns = {{"provider", std::string{word::by_southern(language)}}},
                  .rows = {}};
    auto &columns = report.columns;
    if (whole) {
        columns.push_back({"code", std::string{word::column_code(language)}});
    }
    columns.push_back({"activities", std::string{word::column_activities(language)}, true});
    if (whole) {
        columns.push_back({"supported", std::string{word::column_supported(language)}, true});
    }
    columns.push_back({"recipients", std::string{word::column_recipients(language)}});
    columns.push_back({"spent", std::string{word::column_spent(language)}, true});
    columns.push_back({"committed", std::string{word::column_committed(language)}, true});
    columns.push_back({"in_kind", std::string{word::column_in_kind(language)}, true});
    for (auto const &one : providers(reader)) {
        auto const url =
            std::string{triangles_path} + "?kind=all&country=" + one.country.to_string();
        std::string recipients;
        for (auto const code : one.recipients) {
            recipients += (recipients.empty() ? "" : "; ") + country_name(language, *lists, code);
        }
        std::vector<ReportCell> row{
            funds::link_cell(url, country_name(language, *lists, one.country))};
        if (whole) {
            row.push_back(cell(one.country.view()));
        }
        auto activities = html::a(html::href(url), i18n::format_number(language, one.cooperations));
        if (!whole && one.supported > 0) {
            // Its own column in files; here the table has to fit.
            activities = html::div(
                activities,
                html::div(html::cls("wraps"), html::small(words::reported::list_chip(
                                                  language, word::column_supported(language),
                                                  i18n::format_number(language, one.supported)))));
        }
        row.push_back({activities, one.cooperations});
        if (whole) {
            row.push_back(count_cell(language, one.supported));
        }
        row.push_back({html::small(recipients), recipients});
        row.push_back(dollar_cell(language, one.spent));
        row.push_back(dollar_cell(language, one.committed));
        row.push_back(count_cell(language, one.in_kind));
        report.rows.push_back(std::move(row));
    }
    return report;
}

Html around_providers(web::Context const &context, storage::Reader & /*reader*/, Html const &table)
{
    auto const language = context.language();
    return html::p(html::cls("lead"), word::providers_lead(language)) + table +
           html::p(html::a(html::href(triangles_path), word::triangles_title(language)));
}

} // namespace

void add_triangle_routes(web::Router &router)
{
    funds::add_report(router, {.path = std::string{triangles_path},
                               .summary = "Who pays or facilitates, who of the South provides, "
                                          "who receives; ?country=, year=, judged=, kind=all, "
                                          "perhaps=1.",
                               .make = triangle_report,
                               .around = around_triangles,
                               .policy = &policy,
                               .tag = "flows",
                               .believe = believe_filter});
    funds::add_report(router, {.path = std::string{providers_path},
                               .summary = "What each Southern country provides, to whom, in "
                                          "reported activities.",
                               .make = provider_report,
                               .around = around_providers,
                               .policy = &policy,
                               .tag = "flows"});
}

} // namespace selatan::reported_flows
