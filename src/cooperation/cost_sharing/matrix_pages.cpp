// The matrix as people read it, and each party's statement: as page, CSV, workbook, PDF and JSON.
#include "base/ensure.hpp"
#include "cooperation/cost_sharing/pages.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/report.hpp"
#include "cooperation/reference/lists.hpp"
#include "cooperation/reference/rates.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/cost_sharing.hpp"

#include <algorithm>

namespace selatan::cost_sharing {

namespace {

namespace word = words::cost_sharing;
namespace common = words::common;
using funds::cell;
using funds::Report;
using funds::ReportCell;

/// Planned; below it what is known of how it went, each figure named where it is not the first.
html::Html figures_html(Language language, Figures const &figures, Measure const &measure,
                        std::string const &url)
{
    html::Html all;
    auto const line = [&](std::int64_t count, std::string_view label) {
        if (count == 0) {
            return;
        }
        auto text = figure_text(language, count, measure);
        if (!label.empty()) {
            text = std::string{label} + " " + text;
        }
        all += html::div(url.empty() ? html::fragment(text) : html::a(html::href(url), text));
    };
    line(figures.planned, "");
    line(figures.paid, word::page_paid_short(language));
    line(figures.reported, word::page_reported(language));
    // One piece: on a phone the cell stands beside its column's name.
    return figures.is_empty() ? html::Html{} : html::div(all);
}

html::List matrix_list(web::Context const &context, PlanView const &view,
                       std::vector<Row> const &rows, std::string id, std::string_view caption)
{
    auto const language = context.language();
    auto const &matrix = view.matrix;
    html::List list;
    list.id = std::move(id);
    list.caption = caption;
    auto const column = [&](std::string_view label, bool is_number) {
        list.columns.push_back({.key = {}, .label = std::string{label}, .is_number = is_number});
    };
    column(word::field_line(language), false);
    column(word::page_measure(language), false);
    for (auto const &party : matrix.parties) {
        column(party.name, false); // its name may take several lines, which a number's may not
    }
    if (matrix.has_pool) {
        column(view.plan.arrangement == Arrangement::pool ? word::page_pool(language)
                                                          : word::page_nobody(language),
               true);
    }
    column(word::page_total(language), true);
    for (auto const &row : rows) {
        bool const is_sum = &rows == &matrix.totals;
        auto &out = list.rows.emplace_back();
        auto line = row.line;
        if (line.empty()) {
            line = is_sum ? word::page_total(language) : word::page_unassigned(language);
        } else if (row.line_number > 0) {
            line.insert(0, i18n::format_number(language, row.line_number) + ". ");
        }
        out.cells.push_back(html::bdi(line));
        out.cells.push_back(html::bdi(measure_name(language, row.measure)));
        for (std::size_t i = 0; i < matrix.parties.size(); ++i) {
            out.cells.push_back(figures_html(language, row.by_party[i], row.measure,
                                             statement_url(view.head, matrix.parties[i])));
        }
        if (matrix.has_pool) {
            out.cells.push_back(figures_html(language, row.pool, row.measure, ""));
        }
        out.cells.push_back(figures_html(language, row.whole, row.measure, ""));
    }
    list.empty.title = word::item_empty_title(language);
    return list;
}

html::Html matrix_html(web::Context const &context, PlanView const &view)
{
    auto const language = context.language();
    auto const &matrix = view.matrix;
    auto content =
        html::p(word::page_legend(language)) +
        html::list(matrix_list(context, view, matrix.rows, "matrix", word::page_matrix(language)),
                   context.words());
    if (!matrix.rows.empty()) {
        content += html::list(
            matrix_list(context, view, matrix.totals, "matrix-sums", word::page_total(language)),
            context.words());
    }
    return content;
}

html::Html parties_html(web::Context const &context, PlanView const &view)
{
    auto const language = context.language();
    html::List list;
    list.id = "parties";
    list.caption = word::page_parties(language);
    for (auto const label : {word::field_party(language), word::page_share(language),
                             word::page_confirmation(language), word::page_statement(language)}) {
        list.columns.push_back({.key = {}, .label = std::string{label}});
    }
    bool const adds = view.head.state == plan_states::open &&
                      records::could(item_policy, context.identity(), records::verbs::create);
    for (auto const &party : view.matrix.parties) {
        auto &row = list.rows.emplace_back();
        row.cells.push_back(web::link_to_record(context.app(), projects::parties.kind,
                                                party.reference, party.name));
        row.cells.push_back(html::fragment(
            party.share ? i18n::format_percent(language, static_cast<double>(*party.share) / 100)
                        : std::string{}));
        row.cells.push_back(html::badge(standing_badge(context, view, party)));
        auto const url = statement_url(view.head, party);
        html::Html links = html::a(html::href(url), word::page_statement(language));
        if (adds) {
            http::Parameters begun;
            begun.add("plan", view.head.reference);
            begun.add("party", party.reference);
            links += html::fragment(" · ") +
                     html::a(html::href(std::string{cost_items.path} + "/new?" + begun.encode()),
                             word::item_add(language));
        }
        row.cells.push_back(links);
    }
    return html::block(word::page_parties(language), html::list(list, context.words()));
}

html::Html valued_html(web::Context const &context, storage::Reader &reader, PlanView const &view)
{
    auto const language = context.language();
    html::List list;
    list.id = "valued";
    list.caption = word::page_valued(language);
    for (auto const label : {word::item_singular(language), word::field_party(language),
                             word::field_quantity(language), word::field_value(language),
                             word::field_value_method(language), word::field_valued_on(language)}) {
        list.columns.push_back({.key = {}, .label = std::string{label}});
    }
    for (auto const &one : valued_items(reader, view.head.id)) {
        auto &row = list.rows.emplace_back();
        auto const party = std::ranges::find_if(
            view.matrix.parties, [&](PartyColumn const &column) { return one.party == column.id; });
        row.cells.push_back(
            web::link_to_record(context.app(), one.item.kind, one.item.reference, one.item.title));
        row.cells.push_back(
            html::bdi(party == view.matrix.parties.end() ? std::string{} : party->name));
        row.cells.push_back(html::fragment(figure_text(language, one.count, one.measure) + " " +
                                           measure_name(language, one.measure)));
        row.cells.push_back(html::fragment(i18n::format_money(language, one.value)));
        row.cells.push_back(html::bdi(one.method + ", " + one.version));
        row.cells.push_back(html::fragment(context.date(one.on)));
    }
    return list.rows.empty()
               ? html::Html{}
               : html::block(word::page_valued(language), html::list(list, context.words()));
}

/// Sums in one currency where the reader asks for them, with the rates that made them.
html::Html converted_html(web::Context const &context, storage::Reader &reader,
                          PlanView const &view)
{
    auto const language = context.language();
    auto const asked = context.query().find("in").value_or("");
    auto const to = Currency::parse(asked);
    html::Form form;
    form.id = "convert";
    form.url = plan_url(view.head);
    form.is_get = true;
    html::Field field;
    field.name = "in";
    field.label = word::page_convert_to(language);
    std::vector<html::Option> currencies;
    for (auto &option : context.app().codes.options("currency", language)) {
        currencies.push_back({.value = std::move(option.code),
                              .label = std::move(option.label),
                              .group = std::move(option.group)});
    }
    form.fields = html::select_field(field, currencies, std::string{asked}, context.words(), true);
    form.submits = {{.label = std::string{common::action_show(language)},
                     .name = {},
                     .value = {},
                     .emphasis = html::Emphasis::normal}};
    auto const box = html::entry_form(form, context.words());
    if (!to) {
        return html::block(word::page_converted(language), box);
    }
    auto const today = reader.today();
    reference::Exchange exchange{reader};
    auto const sums =
        converted(view.matrix, *to, [&](Currency from) { return exchange.rate(from, *to, today); });
    if (auto const *const missing = std::get_if<MissingRate>(&sums)) {
        return html::block(word::page_converted(language),
                           html::notice({.tone = html::Tone::waiting,
                                         .title = {},
                                         .body = html::p(word::page_no_rate(
                                             language, missing->from.view(), to->view()))}) +
                               box);
    }
    auto const &sum = std::get<Converted>(sums);
    std::vector<html::Fact> facts;
    auto const fact = [&](std::string_view label, Money money) {
        facts.push_back({.label = std::string{label},
                         .value = html::fragment(i18n::format_money(language, money))});
    };
    for (std::size_t i = 0; i < view.matrix.parties.size(); ++i) {
        fact(view.matrix.parties[i].name, sum.planned_by_party[i]);
    }
    fact(word::page_planned(language), sum.planned);
    fact(word::page_paid(language), sum.paid);
    fact(word::page_reported(language), sum.reported);
    html::Html rates;
    for (auto const &rate : sum.rates) {
        rates += html::p(word::page_rate(language, rate.from.view(), rate.to.view(),
                                         i18n::format_digits(language, rate.rate.to_string()),
                                         context.date(rate.on), rate.source));
    }
    return html::block(word::page_converted(language), html::facts(facts) + rates + box);
}

// -- The same as figures for programs and spreadsheets --------------------------------------------

/// A line for each cell of the matrix that holds something.
Report matrix_report(web::Context const &context, storage::Reader &reader)
{
    auto const head = head_of(context, reader);
    if (!head) {
        return {};
    }
    auto const view = view_of(reader, *head, context.language());
    auto const language = context.language();
    Report report{.name = "cost-sharing-" + head->reference,
                  .title = std::string{word::page_matrix(language)} + ": " + head->title,
                  .caption = {},
                  .columns = {{"line", std::string{word::field_line(language)}},
                              {"party", std::string{word::field_party(language)}},
                              {"contribution", std::string{word::field_contribution(language)}},
                              {"measure", std::string{word::page_measure(language)}},
                              {"planned", std::string{word::page_planned(language)}, true},
                              {"obligated", std::string{word::page_obligated(language)}, true},
                              {"paid", std::string{word::page_paid(language)}, true},
                              {"reported", std::string{word::page_reported(language)}, true}},
                  .rows = {}};
    for (auto const &row : view.matrix.rows) {
        auto const add = [&](std::string_view party, Figures const &figures) {
            if (figures.is_empty()) {
                return;
            }
            auto const &measure = row.measure;
            report.rows.push_back(
                {cell(row.line.empty() ? word::page_unassigned(language)
                                       : std::string_view{row.line}),
                 cell(party),
                 cell(word::contributions(language, measure.currency ? "cash" : "in_kind")
                          .value_or("")),
                 cell(measure_name(language, measure)),
                 figure_cell(language, figures.planned, measure),
                 figure_cell(language, figures.obligated, measure),
                 figure_cell(language, figures.paid, measure),
                 figure_cell(language, figures.reported, measure)});
        };
        for (std::size_t i = 0; i < view.matrix.parties.size(); ++i) {
            add(view.matrix.parties[i].name, row.by_party[i]);
        }
        // Where the parties' figures hold their parts of the pool, the pool itself would count
        // twice.
        if (!view.matrix.is_pool_divided || !row.measure.currency) {
            add(view.plan.arrangement == Arrangement::pool ? word::page_pool(language)
                                                           : word::page_nobody(language),
                row.pool);
        }
    }
    return report;
}

/// People read the matrix as one; spreadsheets and programs get a line for each of its cells.
html::Html around_matrix(web::Context const &context, storage::Reader &reader,
                         html::Html const & /*table*/)
{
    auto const head = head_of(context, reader);
    ENSURE(head.has_value());
    auto const view = view_of(reader, *head, context.language());
    return html::p(web::link_to_record(context.app(), cost_plans.kind, head->reference,
                                       head->reference)) +
           html::block(word::page_matrix(context.language()), matrix_html(context, view));
}

} // namespace

std::string plan_url(Head const &head)
{
    return web::url_of(cost_plans, head.reference);
}

std::string statement_url(Head const &head, PartyColumn const &column)
{
    return plan_url(head) + "/parties/" + column.reference + "/statement";
}

ReportCell figure_cell(Language language, std::int64_t count, Measure const &measure)
{
    if (count == 0) {
        return {};
    }
    return {html::fragment(figure_text(language, count, measure)), decimal_of(count, measure)};
}

Result<Head> head_of(web::Context const &context, storage::Reader &reader)
{
    return records::find(reader, cost_plans, context.identity(), context.part("id"));
}

PlanView view_of(storage::Reader &reader, Head const &head, Language language)
{
    PlanView view;
    view.head = head;
    view.plan = load_plan(reader, head.id);
    auto columns = columns_of(reader, view.plan.project->uuid());
    for (auto &column : columns) {
        if (column.party.country && !column.party.organisation) {
            column.name = reference::lists(reader)->name(*column.party.country, language).text;
        }
    }
    view.entries = entries_of(reader, head.id, view.plan, columns);
    view.matrix = make_matrix(view.plan.arrangement, std::move(columns), view.entries);
    view.confirmations = confirmations_of(reader, head.id);
    return view;
}

std::string measure_name(Language language, Measure const &measure)
{
    if (measure.currency) {
        return measure.currency->to_string();
    }
    std::string name{word::units(language, to_code(measure.unit)).value_or(to_code(measure.unit))};
    return measure.grade.empty() ? name : name + " · " + measure.grade;
}

std::string figure_text(Language language, std::int64_t count, Measure const &measure)
{
    return i18n::format_digits(language, decimal_of(count, measure).to_string());
}

std::string known_name(Language language, Known known)
{
    switch (known) {
    case Known::planned:
        return std::string{word::page_planned(language)};
    case Known::obligated:
        return std::string{word::page_obligated(language)};
    case Known::paid:
        return std::string{word::page_paid(language)};
    case Known::reported:
        return std::string{word::page_reported(language)};
    case Known::paid_in:
        return std::string{word::page_paid_in(language)};
    }
    throw Bug{"a way of knowing without a name"};
}

Standing standing_of(PlanView const &view, PartyColumn const &column)
{
    auto const at = std::ranges::find(view.confirmations, column.id, &Confirmation::party);
    if (at == view.confirmations.end()) {
        return Standing::unconfirmed;
    }
    return at->seen == column_text(view.plan.arrangement, column, view.entries)
               ? Standing::confirmed
               : Standing::changed;
}

html::Badge standing_badge(web::Context const &context, PlanView const &view,
                           PartyColumn const &column)
{
    auto const language = context.language();
    auto const at = std::ranges::find(view.confirmations, column.id, &Confirmation::party);
    switch (standing_of(view, column)) {
    case Standing::confirmed:
        return {std::string{word::page_confirmation(language)} + " " + context.date(at->on),
                html::Tone::good};
    case Standing::changed:
        return {word::page_changed_since(language, context.date(at->on)), html::Tone::waiting};
    case Standing::unconfirmed:
        return {std::string{word::page_unconfirmed(language)}, html::Tone::waiting};
    }
    throw Bug{"a standing without a name"};
}

html::Html matrix_sections(web::Context const &context, storage::Reader &reader,
                           PlanView const &view)
{
    auto const language = context.language();
    auto const file = [&](std::string_view label, std::string_view ending) {
        return html::Action{.label = std::string{label},
                            .url = plan_url(view.head) + "/matrix" + std::string{ending},
                            .emphasis = html::Emphasis::quiet,
                            .picture = html::Icon::download};
    };
    auto const &matrix = view.matrix;
    return html::block(word::page_matrix(language),
                       matrix_html(context, view) +
                           html::p(html::a(html::href(plan_url(view.head) + "/matrix"),
                                           word::page_whole(language))),
                       {file(common::action_export_csv(language), ".csv"),
                        file(common::action_export_xlsx(language), ".xlsx")}) +
           parties_html(context, view) + valued_html(context, reader, view) +
           (matrix.rows.empty() ? html::Html{} : converted_html(context, reader, view));
}

void add_matrix_routes(web::Router &router)
{
    funds::add_report(router, {.path = "/cost-plans/{id}/matrix",
                               .summary = "Who bears what: planned, obligated, paid and reported.",
                               .make = matrix_report,
                               .around = around_matrix,
                               .policy = &policy,
                               .tag = cost_plans.kind});
}

} // namespace selatan::cost_sharing
