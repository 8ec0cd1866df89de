#include "platform/web/noun_list.hpp"

#include "base/text.hpp"
#include "platform/html/form.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "platform/sheets/table_writer.hpp"
#include "platform/web/view_store.hpp"
#include "words/common.hpp"
#include "words/records.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::web {

namespace {

namespace json = boost::json;
namespace common = words::common;
using records::Column;
using records::ListPage;
using records::ListQuery;
using records::Shape;

constexpr std::size_t view_name_most = 80;

/// The list's URL for a query: the URL is the view.
class ListUrl {
public:
    ListUrl(std::string path, ListQuery query) : m_path{std::move(path)}, m_query{std::move(query)}
    {
    }

    [[nodiscard]] std::string with(std::string_view extra_name = {},
                                   std::string_view extra = {}) const
    {
        auto const text = parameters(extra_name, extra).encode();
        return text.empty() ? m_path : m_path + "?" + text;
    }
    [[nodiscard]] http::Parameters parameters(std::string_view extra_name = {},
                                              std::string_view extra = {}) const
    {
        http::Parameters all;
        auto const add = [&](std::string_view name, std::string const &text) {
            if (!text.empty()) {
                all.add(std::string{name}, text);
            }
        };
        add("q", m_query.to_string());
        add("sort", m_query.sort);
        std::string columns;
        for (auto const &column : m_query.columns) {
            columns += (columns.empty() ? "" : ",") + column;
        }
        add("columns", columns);
        if (m_query.limit != ListQuery{}.limit) {
            add("limit", std::to_string(m_query.limit));
        }
        add(extra_name, std::string{extra});
        return all;
    }
    [[nodiscard]] std::string sorted_by(std::string_view name, bool descending) const
    {
        auto copy = *this;
        copy.m_query.sort = (descending ? "-" : "") + std::string{name};
        return copy.with();
    }
    [[nodiscard]] std::string as_the_noun_sorts() const
    {
        auto copy = *this;
        copy.m_query.sort.clear();
        return copy.with();
    }
    [[nodiscard]] std::string without_term(std::size_t index) const
    {
        auto copy = *this;
        copy.m_query.terms.erase(copy.m_query.terms.begin() + static_cast<std::ptrdiff_t>(index));
        return copy.with();
    }
    [[nodiscard]] std::string without_words() const
    {
        auto copy = *this;
        copy.m_query.words.clear();
        return copy.with();
    }
    [[nodiscard]] std::string at(std::string path) const
    {
        auto copy = *this;
        copy.m_path = std::move(path);
        return copy.with();
    }

private:
    std::string m_path;
    ListQuery m_query;
};

records::ListContext list_context(Context const &context, NounPages const &pages)
{
    return {.noun = *pages.noun,
            .identity = context.identity(),
            .codes = context.app().codes,
            .language = context.language(),
            .within = std::nullopt};
}

std::string say_count(Language language, ListPage const &page)
{
    return page.count_is_exact ? common::list_count(language, page.count)
                               : common::list_more_than(language, records::counted_exactly);
}

/// A term as its chip says it: "State: Screened".
std::string chip_label(Context const &context, records::Noun const &noun,
                       std::vector<Column> const &columns, records::Term const &term)
{
    auto const language = context.language();
    auto const found = std::ranges::find(columns, term.name, &Column::name);
    std::string label = term.name == "clock"     ? std::string{words::records::clock(language)}
                        : found == columns.end() ? term.name
                                                 : std::string{found->label(language)};
    label += term.negated ? " ≠ " : ": ";
    if (term.compare != records::Term::Compare::is) {
        label += term.compare == records::Term::Compare::above ? "> " : "< ";
    }
    bool first = true;
    for (auto const &value : term.values) {
        label += first ? "" : ", ";
        first = false;
        std::string shown = value;
        if (found != columns.end()) {
            if (found->shape == Shape::state) {
                shown = state_name(noun, value, language);
            } else if (found->field != nullptr && found->field->own_code_name != nullptr) {
                shown = std::string{found->field->own_code_name(language, value).value_or(value)};
            } else if (found->shape == Shape::code || found->shape == Shape::codes) {
                auto name = context.app().codes.name(found->field->list, value, language);
                shown = name.empty() ? value : std::move(name);
            }
        }
        label += shown;
    }
    return label;
}

/// The one value that a drop-down can show; its term is taken out of the query.
std::string take_chosen(ListQuery &query, std::string_view name)
{
    auto const found = std::ranges::find_if(query.terms, [&](records::Term const &term) {
        return term.name == name && !term.negated && term.compare == records::Term::Compare::is &&
               term.values.size() == 1;
    });
    if (found == query.terms.end()) {
        return {};
    }
    auto value = found->values.front();
    query.terms.erase(found);
    return value;
}

/// Drop-downs for what people filter by most: the state, the noun's own choices, the country. What
/// they show is taken out of `rest`, so that the typed filter does not say it again: else a
/// drop-down could never take back what it once said.
html::Html filter_fields(Context const &context, records::Noun const &noun,
                         std::vector<Column> const &columns, ListQuery &rest)
{
    auto const language = context.language();
    html::Html fields;
    for (auto const &column : columns) {
        std::vector<html::Option> options;
        if (column.shape == Shape::state) {
            for (auto const state : noun.machine->states) {
                options.push_back({.value = std::string{state},
                                   .label = state_name(noun, state, language),
                                   .group = {}});
            }
        } else if (column.field != nullptr && column.field->own_code_name != nullptr) {
            for (auto const code : column.field->own_codes) {
                options.push_back(
                    {.value = std::string{code},
                     .label =
                         std::string{column.field->own_code_name(language, code).value_or(code)},
                     .group = {}});
            }
        } else if (column.field != nullptr && column.field->in_list &&
                   column.field->list == "country") {
            for (auto &option : context.app().codes.options("country", language)) {
                options.push_back({.value = std::move(option.code),
                                   .label = std::move(option.label),
                                   .group = {}});
            }
        }
        if (!options.empty()) {
            html::Field field;
            field.name = "f." + std::string{column.name};
            field.label = column.label(language);
            fields += html::select_field(field, options, take_chosen(rest, column.name),
                                         context.words(), true);
        }
    }
    return fields;
}

html::Row row_of(Context const &context, NounPages const &pages, ListPage const &page,
                 records::ListRow const &row)
{
    auto const &noun = *pages.noun;
    html::Row out{.key = row.id.to_string(), .label = row.reference, .cells = {}};
    auto const today = context.app().clock.today();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        auto const &column = page.columns[i];
        auto const &cell = row.cells[i];
        auto shown = show_cell(context, noun, column, cell);
        if (column.shape == Shape::state && !cell.text.empty()) {
            shown = html::badge(
                {.label = state_name(noun, cell.text, context.language()),
                 .tone = pages.tone == nullptr ? html::Tone::neutral : pages.tone(cell.text)});
        }
        if (column.name == "due" && !cell.text.empty()) {
            if (auto const due = Date::parse(cell.text)) {
                auto const days = days_between(today, *due);
                out.due = days < 0    ? html::Due::overdue
                          : days <= 3 ? html::Due::soon
                                      : html::Due::later;
            }
        }
        if (i == 0) {
            shown = html::a(html::href(url_of(noun, row.reference)),
                            shown.empty() ? html::fragment(row.reference) : shown);
        }
        out.cells.push_back(std::move(shown));
    }
    return out;
}

html::Html problems_notice(Context const &context, Problems const &problems)
{
    if (problems.empty()) {
        return {};
    }
    html::Html lines;
    for (auto const &problem : problems) {
        lines += html::p(context.say(problem));
    }
    return html::notice({.tone = html::Tone::waiting, .title = {}, .body = std::move(lines)});
}

html::List list_of(Context const &context, NounPages const &pages, ListQuery const &query,
                   ListPage const &page)
{
    auto const language = context.language();
    auto const &noun = *pages.noun;
    ListUrl const url{std::string{noun.path}, query};
    html::List list;
    list.caption = noun.plural(language);
    list.count = say_count(language, page);
    list.url = noun.path;

    auto sort = query.sort.empty() ? noun.sort : std::string_view{query.sort};
    bool const descending = sort.starts_with('-');
    sort.remove_prefix(descending ? 1 : 0);
    auto const all = records::columns_of(noun, records::audience_of(context.identity()));
    auto const add_column = [&](Column const &column, bool shown) {
        html::Column out{.key = std::string{column.name},
                         .label = std::string{column.label(language)}};
        out.is_number = column.shape == Shape::integer;
        out.is_shown = shown;
        if (column.sortable) {
            bool const is_title = column.field != nullptr; // the one sortable field
            bool const sorted = column.name == sort || (is_title && sort == "title");
            out.sorted = !sorted      ? html::Column::Sorted::no
                         : descending ? html::Column::Sorted::descending
                                      : html::Column::Sorted::ascending;
            out.sort_url = url.sorted_by(column.name, sorted && !descending);
        }
        list.columns.push_back(std::move(out));
    };
    for (auto const &column : page.columns) {
        add_column(column, true);
    }
    for (auto const &column : all) {
        if (std::ranges::find(page.columns, column.name, &Column::name) == page.columns.end()) {
            add_column(column, false);
        }
    }
    for (auto const &row : page.rows) {
        list.rows.push_back(row_of(context, pages, page, row));
    }

    for (auto const &[name, value] : url.parameters()) {
        if (name != "q") {
            list.filter_keeps.push_back({name, value});
        }
        if (name != "columns") {
            list.columns_keep.push_back({name, value});
        }
    }
    auto rest = query;
    list.filter_fields = filter_fields(context, noun, all, rest);
    list.typed_filter = rest.to_string();
    list.typed_filter_example = words::web::typed_filter_example(language);
    for (std::size_t i = 0; i < query.terms.size(); ++i) {
        list.chips.push_back({.label = chip_label(context, noun, all, query.terms[i]),
                              .remove_url = url.without_term(i)});
    }
    if (!query.words.empty()) {
        list.chips.push_back({.label = "“" + query.words + "”", .remove_url = url.without_words()});
    }
    // This order has no place for what is never due.
    bool const is_by_due = sort == "due" && !query.sort.empty();
    if (is_by_due) {
        list.chips.push_back({.label = std::string{words::web::due_only(language)},
                              .remove_url = url.as_the_noun_sorts()});
    }
    list.clear_url = noun.path;
    list.exports = {{.label = "CSV", .url = url.at(std::string{noun.path} + ".csv")},
                    {.label = "XLSX", .url = url.at(std::string{noun.path} + ".xlsx")}};
    if (!page.next.empty()) {
        list.paging.next = url.with("after", page.next);
    }
    if (!page.previous.empty()) {
        list.paging.previous = url.with("before", page.previous);
    }
    bool const filtered = !query.terms.empty() || !query.words.empty() || is_by_due;
    list.empty.picture = pages.picture;
    list.empty.title =
        filtered ? common::list_empty_filtered(language) : pages.empty_title(language);
    list.empty.text = filtered ? std::string{} : std::string{pages.empty_text(language)};
    return list;
}

bool may_add(Context const &context, NounPages const &pages)
{
    return pages.add != nullptr &&
           records::could(*pages.noun->policy, context.identity(), records::verbs::create);
}

} // namespace

html::Html list_html(Context const &context, storage::Reader &reader, NounPages const &pages,
                     ListQuery const &query,
                     std::optional<std::pair<std::string_view, Uuid>> within)
{
    auto asked = list_context(context, pages);
    asked.within = within;
    auto const page = records::list(reader, asked, query);
    html::List list;
    list.id = std::string{pages.noun->kind};
    list.caption = pages.noun->plural(context.language());
    for (auto const &column : page.columns) {
        list.columns.push_back({.key = std::string{column.name},
                                .label = std::string{column.label(context.language())},
                                .is_number = column.shape == Shape::integer});
    }
    for (auto const &row : page.rows) {
        list.rows.push_back(row_of(context, pages, page, row));
    }
    if (page.rows.empty()) {
        list.empty.title = common::list_empty(context.language());
    } else if (!page.next.empty()) {
        list.count = say_count(context.language(), page);
    }
    return html::list(list, context.words());
}

http::Response list_page(Context &context, NounPages const &pages)
{
    auto const language = context.language();
    auto const query = records::parse_list(context.query());
    auto const [page, views] = context.store().read([&](storage::Reader &reader) {
        auto found = records::list(reader, list_context(context, pages), query);
        std::vector<View> saved;
        if (context.session() != nullptr) {
            saved = views_of(reader, pages.noun->kind, context.who());
        }
        return std::pair{std::move(found), std::move(saved)};
    });
    auto list = list_of(context, pages, query, page);
    if (context.session() != nullptr) {
        for (auto const &view : views) {
            list.views.push_back(
                {.view = {.label = view.name,
                          .url = std::string{pages.noun->path} + "?" + view.query},
                 .audience =
                     std::string{view.audience == "private" ? common::list_view_private(language)
                                 : view.audience == "team"  ? common::list_view_team(language)
                                                            : common::list_view_public(language)}});
        }
        list.save_view_url = std::string{pages.noun->path} + "/views";
        list.view_audiences = {{"private", std::string{common::list_view_private(language)}, {}},
                               {"team", std::string{common::list_view_team(language)}, {}},
                               {"public", std::string{common::list_view_public(language)}, {}}};
        list.hidden = context.hidden();
        list.hidden.push_back(
            {"query", ListUrl{std::string{pages.noun->path}, query}.parameters().encode()});
    }
    html::PageHead head{.title = std::string{pages.noun->plural(language)}};
    if (pages.about != nullptr) {
        head.lead = pages.about(language);
    }
    if (may_add(context, pages)) {
        html::Action add{.label = std::string{pages.add(language)},
                         .url = std::string{pages.noun->path} + "/new",
                         .emphasis = html::Emphasis::primary,
                         .picture = html::Icon::plus};
        head.actions.push_back(add);
        if (query.terms.empty() && query.words.empty()) {
            list.empty.actions.push_back(add);
        }
    }
    return context.page(head.title, html::page_head(head) +
                                        problems_notice(context, page.problems) +
                                        html::list(list, context.words()));
}

http::Response list_json(Context &context, NounPages const &pages)
{
    auto const query = records::parse_list(context.query());
    auto const page = context.store().read([&](storage::Reader &reader) {
        return records::list(reader, list_context(context, pages), query);
    });
    if (!page.problems.empty()) {
        return context.refused({Decline::invalid, page.problems});
    }
    json::array items;
    for (auto const &row : page.rows) {
        json::object item{{"id", row.id.to_string()}, {"reference", row.reference}};
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            auto const &cell = row.cells[i];
            auto &value = item[std::string{page.columns[i].name}];
            if (cell.text.empty()) {
                value = nullptr;
            } else if (page.columns[i].shape == Shape::link) {
                value = json::object{
                    {"id", cell.text}, {"reference", cell.reference}, {"title", cell.label}};
            } else if (page.columns[i].shape == Shape::integer) {
                std::int64_t number = 0;
                records::Text<std::int64_t>::parse(cell.text, number);
                value = number;
            } else if (page.columns[i].shape == Shape::yes_no) {
                value = cell.text == "yes";
            } else if (page.columns[i].shape == Shape::codes) {
                records::Codes codes;
                records::Text<records::Codes>::parse(cell.text, codes);
                value = json::value_from(codes);
            } else if (page.columns[i].shape == Shape::multilingual) {
                value = json::parse(cell.text);
            } else {
                value = cell.text;
            }
        }
        items.push_back(std::move(item));
    }
    ListUrl const url{"/api" + std::string{pages.noun->path}, query};
    json::object out{{"items", std::move(items)},
                     {"count", page.count},
                     {"count_is_exact", page.count_is_exact}};
    std::string links;
    auto const link = [&](char const *name, std::string const &target) {
        out[name] = target;
        links += (links.empty() ? "<" : ", <") + target + ">; rel=\"" + name + "\"";
    };
    if (!page.next.empty()) {
        link("next", url.with("after", page.next));
    }
    if (!page.previous.empty()) {
        link("prev", url.with("before", page.previous));
    }
    auto response = context.json(json::serialize(out));
    if (!links.empty()) {
        response.headers.set("Link", links); // RFC 8288
    }
    return response;
}

namespace {

/// A cell as a spreadsheet takes it; codes are spelled out in the reader's language.
sheets::Value sheet_value(records::ListContext const &context, Column const &column,
                          records::CellText const &cell)
{
    if (cell.text.empty()) {
        return {};
    }
    switch (column.shape) {
    case Shape::integer: {
        std::int64_t number = 0;
        records::Text<std::int64_t>::parse(cell.text, number);
        return number;
    }
    case Shape::date:
        if (auto const date = Date::parse(cell.text)) {
            return *date;
        }
        return cell.text;
    case Shape::instant:
        if (auto const instant = Instant::parse(cell.text)) {
            return *instant;
        }
        return cell.text;
    case Shape::state:
        return state_name(context.noun, cell.text, context.language);
    case Shape::code:
        if (column.field->own_code_name != nullptr) {
            return std::string{
                column.field->own_code_name(context.language, cell.text).value_or(cell.text)};
        }
        if (auto name = context.codes.name(column.field->list, cell.text, context.language);
            !name.empty()) {
            return name;
        }
        return cell.text;
    case Shape::yes_no:
        return cell.text == "yes";
    case Shape::link:
        return cell.reference + " " + cell.label;
    case Shape::user:
        return cell.label;
    case Shape::multilingual:
        if (auto const content = i18n::MultilingualText::parse(cell.text)) {
            return std::string{content->pick(context.language).text};
        }
        return cell.text;
    case Shape::text:
    case Shape::long_text:
    case Shape::codes:
        return cell.text;
    }
    return cell.text;
}

} // namespace

void write_list(storage::Reader &reader, records::ListContext const &context,
                records::ListQuery const &query, sheets::TableWriter &writer)
{
    std::vector<Column> columns;
    std::vector<sheets::Value> values;
    records::each_row(
        reader, context, query,
        [&](std::vector<Column> const &shown) {
            columns = shown;
            std::vector<sheets::Column> titles;
            for (auto const &column : shown) {
                titles.push_back({.title = std::string{column.label(context.language)}});
            }
            writer.header(std::move(titles));
        },
        [&](records::ListRow const &row) {
            values.clear();
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                values.push_back(sheet_value(context, columns[i], row.cells[i]));
            }
            writer.row(values);
        });
    writer.finish();
}

http::Response list_export(Context &context, NounPages const &pages, ExportFormat format)
{
    auto const &noun = *pages.noun;
    auto const language = context.language();
    auto const query = records::parse_list(context.query());
    auto spool = std::make_shared<sheets::Spool>();
    auto const writer =
        format == ExportFormat::csv
            ? sheets::csv_writer(spool->sink())
            : sheets::xlsx_writer(spool->sink(), {.sheet_name = std::string{noun.plural(language)},
                                                  .right_to_left = is_right_to_left(language),
                                                  .made_at = context.app().clock.now()});
    context.store().read([&](storage::Reader &reader) {
        write_list(reader, list_context(context, pages), query, *writer);
    });
    http::Response response;
    bool const csv = format == ExportFormat::csv;
    response.headers.set("Content-Type",
                         csv ? "text/csv; charset=utf-8; header=present"
                             : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.headers.set("Content-Disposition", "attachment; filename=\"" +
                                                    std::string{noun.path.substr(1)} +
                                                    (csv ? ".csv\"" : ".xlsx\""));
    response.headers.set("Cache-Control", "private, no-store");
    response.stream = [spool](std::string &piece) {
        return spool->next(piece);
    };
    return response;
}

http::Response save_view(Context &context, NounPages const &pages)
{
    auto const &form = context.request().form;
    View view{.id = new_uuid(context.app().clock.now()),
              .name = truncate(clean(form.find("name").value_or("")), view_name_most),
              .audience = std::string{form.find("audience").value_or("private")},
              .query = std::string{form.find("query").value_or("")}};
    if (view.name.empty()) {
        return context.refused({Decline::invalid, {{"name", "common.required", {}}}});
    }
    if (view.audience != "private" && view.audience != "team" && view.audience != "public") {
        return context.refused({Decline::invalid, {{"audience", "common.unknown_choice", {}}}});
    }
    // Read and written back: a view is a list's query and nothing else.
    ListUrl const url{std::string{pages.noun->path},
                      records::parse_list(http::Parameters::parse(view.query))};
    view.query = url.parameters().encode();
    return context.act([&](storage::Tx &tx) -> Result<Outcome> {
        put_view(tx, pages.noun->kind, context.who(), view);
        return Outcome{.location = url.with(), .json = {}};
    });
}

} // namespace selatan::web
