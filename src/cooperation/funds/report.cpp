#include "cooperation/funds/report.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/funds.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"

#include <boost/json.hpp>

namespace selatan::funds {

namespace {

namespace common = words::common;
namespace json = boost::json;

struct ToJson {
    json::value operator()(std::monostate /*empty*/) const { return nullptr; }
    json::value operator()(std::string const &text) const { return json::value(text); }
    json::value operator()(bool value) const { return value; }
    json::value operator()(std::int64_t value) const { return value; }
    /// As text: a program's floating number would lose digits.
    json::value operator()(sheets::Decimal const &value) const
    {
        return json::value(value.to_string());
    }
    json::value operator()(Date value) const { return json::value(value.to_string()); }
    json::value operator()(Instant value) const { return json::value(value.to_string()); }
    json::value operator()(sheets::Link const &value) const { return json::value(value.text); }
};

/// What of the query should be a day and is none.
std::optional<std::string> wrong_day(web::Context const &context)
{
    for (auto const name : {"on", "from", "until"}) {
        auto const text = context.query().find(name).value_or("");
        if (!text.empty() && !Date::parse(text)) {
            return name;
        }
    }
    return std::nullopt;
}

http::Response answer(web::Context &context, ReportRoute const &route, Format format)
{
    if (auto const wrong = wrong_day(context)) {
        return context.refused({Decline::invalid, {{*wrong, "common.not_a_date", {}}}});
    }
    if (route.believe != nullptr) {
        if (auto const believed = route.believe(context); !believed) {
            return context.refused(believed.error());
        }
    }
    return context.store().read([&](storage::Reader &reader) {
        auto const report = route.make(context, reader);
        if (report.name.empty()) {
            return context.refused(not_found().value());
        }
        if (context.is_api()) {
            return report_json(context, report);
        }
        if (format != Format::page) {
            return report_file(context, report, format);
        }
        auto const path = std::string{context.request().path};
        html::PageHead head{
            .title = report.title,
            .lead = {},
            .actions = {{.label = std::string{common::action_export_csv(context.language())},
                         .url = with_query(context, path + ".csv"),
                         .emphasis = html::Emphasis::quiet,
                         .picture = html::Icon::download},
                        {.label = std::string{common::action_export_xlsx(context.language())},
                         .url = with_query(context, path + ".xlsx"),
                         .emphasis = html::Emphasis::quiet,
                         .picture = html::Icon::download}}};
        head.actions.insert(head.actions.begin(), report.papers.begin(), report.papers.end());
        auto const table = report_table(context, report);
        return context.page(report.title,
                            html::page_head(head) + (route.around == nullptr
                                                         ? table
                                                         : route.around(context, reader, table)));
    });
}

} // namespace

ReportCell cell(std::string_view text)
{
    return {html::bdi(text), std::string{text}};
}

ReportCell cell(web::Context const &context, Date date)
{
    return {html::moment({.iso = date.to_string(), .text = context.date(date)}), date};
}

ReportCell cell(Language language, Money money)
{
    if (money.minor_units() == 0) {
        return {};
    }
    return shown_cell(language, money);
}

ReportCell shown_cell(Language language, Money money)
{
    // The language's way of writing money, without the currency and the space beside it.
    auto text = i18n::format_money(language, money);
    auto const code = money.currency().to_string();
    if (auto const at = text.find(code); at != std::string::npos) {
        text.erase(at, code.size());
    }
    for (std::string_view const space : {" ", "\u00a0", "\u202f"}) {
        if (auto const at = text.find(space);
            at == 0 || (at != std::string::npos && at + space.size() == text.size())) {
            text.erase(at, space.size());
        }
    }
    return {html::fragment(text), sheets::decimal(money)};
}

ReportCell link_cell(std::string_view url, std::string_view text)
{
    return {html::a(html::href(url), html::bdi(text)), std::string{text}};
}

html::Html report_table(web::Context const &context, Report const &report)
{
    html::List list;
    list.id = report.name;
    list.caption = report.caption.empty() ? report.title : report.caption;
    for (auto const &column : report.columns) {
        if (!column.is_for_files) {
            list.columns.push_back({.key = std::string{column.key},
                                    .label = column.label,
                                    .is_number = column.is_number});
        }
    }
    for (auto const &row : report.rows) {
        auto &out = list.rows.emplace_back();
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (!report.columns[i].is_for_files) {
                out.cells.push_back(row[i].shown);
            }
        }
    }
    list.empty.title = common::list_empty(context.language());
    return html::list(list, context.words());
}

http::Response report_json(web::Context const &context, Report const &report)
{
    json::array items;
    for (auto const &row : report.rows) {
        json::object item;
        for (std::size_t i = 0; i < row.size(); ++i) {
            item[report.columns[i].key] = std::visit(ToJson{}, row[i].plain);
        }
        items.push_back(std::move(item));
    }
    return context.json(json::serialize(json::object{{"items", std::move(items)}}));
}

http::Response report_file(web::Context const &context, Report const &report, Format format)
{
    auto const spool = std::make_shared<sheets::Spool>();
    auto const language = context.language();
    auto const writer =
        format == Format::csv
            ? sheets::csv_writer(spool->sink())
            : sheets::xlsx_writer(spool->sink(), {.sheet_name = report.title,
                                                  .right_to_left = is_right_to_left(language)});
    std::vector<sheets::Column> columns;
    for (auto const &column : report.columns) {
        columns.push_back({.title = column.label});
    }
    writer->header(std::move(columns));
    for (auto const &row : report.rows) {
        std::vector<sheets::Value> values;
        values.reserve(row.size());
        for (auto const &one : row) {
            values.push_back(one.plain);
        }
        writer->row(values);
    }
    writer->finish();
    http::Response response;
    response.headers.set("Content-Type",
                         format == Format::csv
                             ? "text/csv; charset=utf-8; header=present"
                             : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.headers.set("Content-Disposition", "attachment; filename=\"" + report.name +
                                                    (format == Format::csv ? ".csv\"" : ".xlsx\""));
    response.headers.set("Cache-Control", "private, no-store");
    response.stream = [spool](std::string &piece) {
        return spool->next(piece);
    };
    return response;
}

std::string with_query(web::Context const &context, std::string_view path)
{
    auto const query = context.query().encode();
    return std::string{path} + (query.empty() ? "" : "?" + query);
}

void add_report(web::Router &router, ReportRoute const &route)
{
    web::Gate const gate{.kind = web::Gate::Kind::policy,
                         .policy = route.policy == nullptr ? &fund_policy : route.policy,
                         .verb = records::verbs::see};
    router.add(
        {.method = http::Method::get,
         .pattern = route.path,
         .gate = gate,
         .handler = [route](web::Context &context) { return answer(context, route, Format::page); },
         .api = web::ApiDoc{.summary = route.summary, .tag = route.tag}});
    for (auto const format : {Format::csv, Format::xlsx}) {
        router.add(
            {.method = http::Method::get,
             .pattern = route.path + (format == Format::csv ? ".csv" : ".xlsx"),
             .gate = gate,
             .handler = [route,
                         format](web::Context &context) { return answer(context, route, format); },
             .api = std::nullopt});
    }
}

} // namespace selatan::funds
