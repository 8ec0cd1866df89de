// A party's statement: as page, CSV, workbook, JSON and on paper.
#include "base/ensure.hpp"
#include "cooperation/cost_sharing/pages.hpp"
#include "cooperation/funds/funds.hpp"
#include "platform/i18n/format.hpp"
#include "words/cost_sharing.hpp"

#include <algorithm>

namespace selatan::cost_sharing {

namespace {

namespace word = words::cost_sharing;
using funds::cell;
using funds::Report;
using funds::ReportCell;

PartyColumn const *column_of(web::Context const &context, PlanView const &view)
{
    auto const at =
        std::ranges::find(view.matrix.parties, context.part("party"), &PartyColumn::reference);
    return at == view.matrix.parties.end() ? nullptr : &*at;
}

std::vector<funds::ReportColumn> columns_of_statement(Language language, bool shares)
{
    std::vector<funds::ReportColumn> columns{
        {"project", std::string{word::field_project(language)}, false, true},
        {"statement_of", std::string{word::page_statement(language)}, false, true},
        {"percent", std::string{word::page_share(language)} + " (%)", true, true},
        {"line", std::string{word::field_line(language)}},
        {"how", std::string{word::page_how(language)}},
        {"party", std::string{word::field_party(language)}},
        {"on", std::string{word::field_reported_on(language)}},
        {"record", std::string{word::field_what(language)}},
        {"document", std::string{word::field_document(language)}},
        {"measure", std::string{word::page_measure(language)}},
        {"amount",
         std::string{shares ? word::page_in_all(language) : word::field_reported_amount(language)},
         true}};
    if (shares) {
        columns.push_back({"share", std::string{word::page_of_party(language)}, true});
    }
    return columns;
}

Report statement_report(web::Context const &context, storage::Reader &reader)
{
    auto const head = head_of(context, reader);
    if (!head) {
        return {};
    }
    auto const view = view_of(reader, *head, context.language());
    auto const *const column = column_of(context, view);
    if (column == nullptr) {
        return {};
    }
    auto const language = context.language();
    bool const shares = has_shares(view);
    Report report{.name = "statement-" + column->reference,
                  .title = word::page_statement_of(language, column->name),
                  .caption = {},
                  .columns = columns_of_statement(language, shares),
                  .rows = {},
                  .papers = {{.label = "PDF",
                              .url = statement_url(*head, *column) + ".pdf",
                              .emphasis = html::Emphasis::quiet,
                              .picture = html::Icon::download}}};
    auto const begun = [&](std::string_view line, Known known) {
        return std::vector<ReportCell>{cell(head->title), cell(column->name),
                                       column->share ? ReportCell{{}, *column->share}
                                                     : ReportCell{},
                                       cell(line), cell(known_name(language, known))};
    };
    auto const end = [&](std::vector<ReportCell> &row, Measure const &measure, std::int64_t whole,
                         std::optional<std::int64_t> share) {
        row.push_back(cell(measure_name(language, measure)));
        row.push_back(figure_cell(language, whole, measure));
        if (shares) {
            row.push_back(share ? figure_cell(language, *share, measure) : ReportCell{});
        }
    };
    auto const statement = statement_of(view, *column);
    bool const opens = records::could(funds::fund_policy, context.identity(), records::verbs::see);
    for (auto const &line : statement.lines) {
        auto const &entry = *line.entry;
        auto const what = entry.record.reference + " " + entry.record.title;
        auto row = begun(entry.line.empty() ? word::page_unassigned(language)
                                            : std::string_view{entry.line},
                         entry.known);
        row.push_back(
            cell(line.is_of_pool ? word::page_pool(language) : std::string_view{column->name}));
        row.push_back(entry.on ? cell(context, *entry.on) : ReportCell{});
        row.push_back({entry.entry && opens
                           ? html::a(html::href("/ledger/entries/" + entry.entry->to_string()),
                                     html::bdi(what))
                           : web::link_to_record(context.app(), entry.record.kind,
                                                 entry.record.reference, what),
                       entry.record.reference});
        row.push_back(cell(entry.document));
        end(row, entry.measure, entry.count, line.share);
        report.rows.push_back(std::move(row));
    }
    for (auto const &sum : statement.sums) {
        auto row = begun(word::page_total(language), sum.known);
        row.resize(row.size() + 4); // whose, when, what and its document
        end(row, sum.measure, sum.whole, sum.share);
        report.rows.push_back(std::move(row));
    }
    return report;
}

/// Above the entries: where the party's column stands, and its sums by measure.
html::Html around_statement(web::Context const &context, storage::Reader &reader,
                            html::Html const &table)
{
    auto const head = head_of(context, reader);
    ENSURE(head.has_value());
    auto const view = view_of(reader, *head, context.language());
    auto const *const column = column_of(context, view);
    ENSURE(column != nullptr);
    auto const language = context.language();
    bool const shares = has_shares(view);
    html::List sums;
    sums.id = "sums";
    sums.caption = word::page_total(language);
    auto const column_named = [&](std::string_view label, bool is_number = false) {
        sums.columns.push_back({.key = {}, .label = std::string{label}, .is_number = is_number});
    };
    column_named(word::page_measure(language));
    if (shares) {
        column_named("");
    }
    column_named(word::page_planned(language), true);
    column_named(word::page_paid(language), true);
    column_named(word::page_reported(language), true);
    for (auto const &row : sum_rows(language, view, statement_of(view, *column))) {
        auto &out = sums.rows.emplace_back();
        out.cells.push_back(html::bdi(measure_name(language, row.measure)));
        if (shares) {
            out.cells.push_back(html::fragment(row.of));
        }
        for (auto const count : {row.planned, row.paid, row.reported}) {
            out.cells.push_back(html::fragment(figure_text(language, count, row.measure)));
        }
    }
    sums.empty.title = word::item_empty_title(language);
    std::vector<html::Fact> facts{{.label = std::string{word::field_project(language)},
                                   .value = web::link_to_record(context.app(), cost_plans.kind,
                                                                head->reference, head->title)},
                                  {.label = std::string{word::page_confirmation(language)},
                                   .value = html::badge(standing_badge(context, view, *column))}};
    if (column->share) {
        facts.push_back({.label = std::string{word::page_share(language)},
                         .value = html::fragment(i18n::format_percent(
                             language, static_cast<double>(*column->share) / 100))});
    }
    html::Html notice;
    if (shares && !view.matrix.is_pool_divided) {
        notice = html::notice({.tone = html::Tone::waiting,
                               .title = {},
                               .body = html::p(word::page_shares_differ(
                                   language, std::to_string(view.matrix.sum_of_shares)))});
    }
    return notice + html::facts(facts) +
           html::block(word::page_total(language), html::list(sums, context.words())) +
           html::block(word::page_statement(language), table);
}

http::Response serve_paper(web::Context &context)
{
    auto const document =
        context.store().read([&](storage::Reader &reader) -> Result<pdf::Document> {
            auto const head = head_of(context, reader);
            if (!head) {
                return refuse(head.error());
            }
            auto const view = view_of(reader, *head, context.language());
            auto const *const column = column_of(context, view);
            if (column == nullptr) {
                return not_found();
            }
            return statement_paper(view, *column, context.app(), context.language());
        });
    if (!document) {
        return context.refused(document.error());
    }
    // Rendered outside of the database's reading: that takes its time.
    http::Response response;
    response.headers.set("Content-Type", "application/pdf");
    response.headers.set("Content-Disposition", "inline; filename=\"statement.pdf\"");
    response.headers.set("Cache-Control", "private, no-store");
    response.body = pdf::render(*document).bytes;
    return response;
}

} // namespace

Statement statement_of(PlanView const &view, PartyColumn const &column)
{
    return make_statement(view.plan.arrangement, view.matrix, view.entries, column);
}

bool has_shares(PlanView const &view)
{
    return view.plan.arrangement == Arrangement::pool;
}

std::vector<SumRow> sum_rows(Language language, PlanView const &view, Statement const &statement)
{
    std::vector<SumRow> rows;
    auto const row_of = [&](Measure const &measure, std::string_view of) -> SumRow & {
        auto const at = std::ranges::find_if(
            rows, [&](SumRow const &row) { return row.measure == measure && row.of == of; });
        return at != rows.end()
                   ? *at
                   : rows.emplace_back(SumRow{.measure = measure, .of = std::string{of}});
    };
    auto const add = [](SumRow &row, Known known, std::int64_t count) {
        if (known == Known::planned) {
            row.planned += count;
        } else if (known == Known::paid) {
            row.paid += count;
        } else if (known == Known::reported) {
            row.reported += count;
        }
    };
    for (auto const &sum : statement.sums) {
        if (sum.known == Known::paid_in || sum.known == Known::obligated) {
            continue; // the one is no cost, the other not borne yet
        }
        if (!has_shares(view)) {
            add(row_of(sum.measure, {}), sum.known, sum.whole);
            continue;
        }
        add(row_of(sum.measure, word::page_in_all(language)), sum.known, sum.whole);
        if (sum.share) {
            add(row_of(sum.measure, word::page_of_party(language)), sum.known, *sum.share);
        }
    }
    return rows;
}

void add_statement_routes(web::Router &router)
{
    funds::add_report(router, {.path = "/cost-plans/{id}/parties/{party}/statement",
                               .summary = "A party's statement: every figure with its record, and "
                                          "the party's part of what a pool bears.",
                               .make = statement_report,
                               .around = around_statement,
                               .policy = &policy,
                               .tag = cost_plans.kind});
    router.add(
        {.method = http::Method::get,
         .pattern = "/cost-plans/{id}/parties/{party}/statement.pdf",
         .gate = {.kind = web::Gate::Kind::policy, .policy = &policy, .verb = records::verbs::see},
         .handler = serve_paper,
         .api = std::nullopt});
}

} // namespace selatan::cost_sharing
