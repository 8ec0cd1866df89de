// Who publishes what was imported.
#include "exchange/reported/list_pages.hpp"

#include "base/text.hpp"
#include "exchange/reported/batch.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/telling.hpp"
#include "platform/html/components.hpp"
#include "platform/html/data_table.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/iati_web.hpp"
#include "words/reported.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <functional>
#include <span>

namespace selatan::reported {

namespace {

namespace json = boost::json;
namespace word = words::reported;
using html::Column;
using http::Parameters;
using http::Response;
using web::Context;

constexpr std::string_view url = "/reported";
constexpr std::size_t page_size = 50;
/// The first column does not wrap; some names are a paragraph.
constexpr std::size_t longest_name = 70;

std::string name_of(Publisher const &one)
{
    return one.name.empty() ? one.ref : one.name;
}

/// A way to put them in order; equal ones stay with the most activities first.
struct Order {
    std::string_view column;
    bool (*before)(Publisher const &a, Publisher const &b);
};
constexpr std::array<Order, 5> orders{{
    {"publisher",
     [](Publisher const &a, Publisher const &b) {
         return sort_key(name_of(a)) < sort_key(name_of(b));
     }},
    {"activities",
     [](Publisher const &a, Publisher const &b) {
         return a.activities < b.activities;
     }},
    {"files",
     [](Publisher const &a, Publisher const &b) {
         return a.files < b.files;
     }},
    {"last",
     [](Publisher const &a, Publisher const &b) {
         return a.last_import_at < b.last_import_at;
     }},
    {"notes",
     [](Publisher const &a, Publisher const &b) {
         return a.notes < b.notes;
     }},
}};

/// What the address asks for: words of the name or the identifier's beginning, an order, a page.
struct Asked {
    std::string words;
    Order const *order = nullptr; ///< none: the most activities first
    bool is_descending = false;
    std::size_t from = 0;
};

Result<Asked> asked_in(Parameters const &query)
{
    auto const value_of = [&](std::string_view name) {
        return std::string{query.find(name).value_or("")};
    };
    Asked asked;
    Problems problems;
    asked.words = value_of("q");
    auto const sort = value_of("sort");
    asked.is_descending = sort.starts_with('-');
    auto const column = std::string_view{sort}.substr(asked.is_descending ? 1 : 0);
    auto const order = std::ranges::find(orders, column, &Order::column);
    if (order != orders.end()) {
        asked.order = order;
    } else if (!column.empty()) {
        std::string known;
        for (auto const &one : orders) {
            known += (known.empty() ? "" : ", ") + std::string{one.column};
        }
        problems.push_back({"sort", "reported.none_of", {{"value", sort}, {"known", known}}});
    }
    auto const from = value_of("from");
    std::from_chars(from.data(), from.data() + from.size(), asked.from);
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return asked;
}

std::string address(Asked const &asked, std::string_view sort, std::size_t from)
{
    Parameters query;
    if (!asked.words.empty()) {
        query.add("q", asked.words);
    }
    if (!sort.empty()) {
        query.add("sort", std::string{sort});
    }
    if (from > 0) {
        query.add("from", std::to_string(from));
    }
    return std::string{url} + (query.empty() ? "" : "?" + query.encode());
}

std::string sort_of(Asked const &asked)
{
    return asked.order == nullptr
               ? std::string{}
               : (asked.is_descending ? "-" : "") + std::string{asked.order->column};
}

/// There are some thousand publishers in the world: they are read whole, and shown in pages.
std::vector<Publisher> asked_for(std::vector<Publisher> all, Asked const &asked)
{
    auto const words = fold(asked.words);
    std::erase_if(all, [&](Publisher const &one) {
        return fold(one.name).find(words) == std::string::npos &&
               fold(one.ref).find(words) == std::string::npos;
    });
    if (asked.order != nullptr) {
        std::ranges::stable_sort(all, [&](Publisher const &a, Publisher const &b) {
            return asked.is_descending ? asked.order->before(b, a) : asked.order->before(a, b);
        });
    }
    return all;
}

json::object publisher_object(Publisher const &one)
{
    return {{"ref", one.ref},
            {"name", one.name},
            {"activities", one.activities},
            {"files", one.files},
            {"last_import", one.last_import},
            {"last_import_at",
             one.last_import_at ? json::value(one.last_import_at->to_string()) : json::value{}},
            {"problems", one.notes}};
}

Response publishers_json(Context const &context, std::vector<Publisher> const &all)
{
    json::array list;
    for (auto const &one : all) {
        list.push_back(publisher_object(one));
    }
    return context.json(json::serialize(json::object{{"publishers", std::move(list)}}));
}

html::Row row_of(Context const &context, Publisher const &one)
{
    auto const language = context.language();
    auto const name = truncate(name_of(one), longest_name);
    html::Row row;
    row.cells.push_back(html::fragment(
        html::a(html::href(url_of_publisher(one.ref)),
                html::bdi(name.empty() ? std::string{word::page_unnamed(language)} : name)),
        html::br(), html::small(html::bdi(one.ref))));
    row.cells.push_back(html::fragment(i18n::format_number(language, one.activities)));
    row.cells.push_back(html::fragment(i18n::format_number(language, one.files)));
    row.cells.push_back(
        html::fragment(html::a(html::href(web::url_of(batches, one.last_import)), one.last_import),
                       " ", html::when(one.last_import_at.has_value(), [&] {
                           return html::moment(context.moment(*one.last_import_at));
                       })));
    row.cells.push_back(html::when(
        one.notes > 0, [&] { return html::fragment(i18n::format_number(language, one.notes)); }));
    return row;
}

std::vector<Column> columns_of(Language language, Asked const &asked)
{
    std::vector<Column> columns{
        {.key = "publisher", .label = std::string{word::list_publisher(language)}},
        {.key = "activities",
         .label = std::string{word::batch_activities(language)},
         .is_number = true},
        {.key = "files", .label = std::string{word::page_files(language)}, .is_number = true},
        {.key = "last", .label = std::string{word::page_last_import(language)}},
        {.key = "notes", .label = std::string{word::batch_problems(language)}, .is_number = true}};
    for (auto &column : columns) {
        column.is_fixed = true; // all of them: there is nothing to choose
        bool const is_sorted = asked.order != nullptr && asked.order->column == column.key;
        if (is_sorted) {
            column.sorted =
                asked.is_descending ? Column::Sorted::descending : Column::Sorted::ascending;
        }
        // Of numbers and days what is most is looked for first.
        bool const begins_descending = column.key != "publisher";
        bool const descends_next = is_sorted ? !asked.is_descending : begins_descending;
        column.sort_url = address(asked, (descends_next ? "-" : "") + column.key, 0);
    }
    return columns;
}

html::PageHead head_of(Context const &context)
{
    auto const language = context.language();
    html::PageHead head{.title = std::string{word::page_title(language)},
                        .lead = std::string{word::page_lead(language)},
                        .actions = {}};
    bool const may_import = records::could(policy, context.identity(), records::verbs::create);
    if (may_import) {
        head.actions.push_back({.label = std::string{word::batch_add(language)},
                                .url = "/reported/imports/new",
                                .emphasis = html::Emphasis::primary,
                                .picture = html::Icon::upload});
    }
    head.actions.push_back(
        {.label = std::string{word::batch_plural(language)}, .url = std::string{batches.path}});
    head.actions.push_back(
        {.label = std::string{words::iati_web::link(language)}, .url = "/iati/validator"});
    return head;
}

// -- One of them ----------------------------------------------------------------------------------

constexpr std::size_t codes_shown = 12;
constexpr int files_shown = 20;

std::string url_of_activities(std::string const &ref, std::string_view filter = {},
                              std::string const &value = {})
{
    Parameters query;
    query.add("publisher", ref);
    if (!filter.empty()) {
        query.add(std::string{filter}, value);
    }
    return "/reported/activities?" + query.encode();
}

/// What its activities have most of, each with the way to them.
struct Kind {
    std::string_view facet;
    std::string_view filter;
    std::string_view (*label)(Language);
};
constexpr std::array<Kind, 4> kinds{{{facets::country, "country", word::list_country},
                                     {facets::sector, "sector", word::list_sector},
                                     {facets::year, "year", word::list_year},
                                     {facets::status, "status", word::list_status}}};

std::string name_of_code(Context const &context, Kind const &kind, std::string const &code)
{
    if (kind.facet == facets::country) {
        return country_name(context, code);
    }
    if (kind.facet == facets::sector) {
        auto const colon = code.find(':');
        auto const known = sector_name(context, {.vocabulary = code.substr(0, colon),
                                                 .code = code.substr(colon + 1),
                                                 .of_million = {}});
        return known.empty() ? code : known;
    }
    if (kind.facet == facets::status) {
        return std::string{word::status(context.language(), word_key(code)).value_or(code)};
    }
    return code;
}

html::Html counted_block(Context const &context, Publisher const &publisher, Kind const &kind,
                         std::vector<CodeCount> const &counts)
{
    auto const language = context.language();
    std::vector<std::vector<html::Html>> rows;
    rows.reserve(counts.size());
    for (auto const &one : counts) {
        rows.push_back({html::a(html::href(url_of_activities(publisher.ref, kind.filter, one.code)),
                                html::bdi(name_of_code(context, kind, one.code))),
                        html::fragment(i18n::format_number(language, one.activities))});
    }
    auto const label = kind.label(language);
    return html::block(label,
                       html::data_table(std::string{kind.filter}, label,
                                        {{std::string{label}},
                                         {std::string{word::batch_activities(language)}, true}},
                                        rows));
}

html::Html files_block(Context const &context, std::vector<PublisherFile> const &files)
{
    auto const language = context.language();
    std::vector<std::vector<html::Html>> rows;
    rows.reserve(files.size());
    auto const number = [&](std::int64_t count) {
        return html::fragment(i18n::format_number(language, count));
    };
    for (auto const &one : files) {
        rows.push_back({html::fragment(html::a(html::href(web::url_of(batches, one.reference)),
                                               html::bdi(one.source)),
                                       html::br(), html::small(one.reference)),
                        html::moment(context.moment(one.at)), number(one.activities),
                        number(one.fresh), number(one.changed), number(one.vanished),
                        number(one.notes)});
    }
    return html::block(word::page_files(language),
                       html::data_table("files", word::page_files(language),
                                        {{std::string{word::batch_file(language)}},
                                         {std::string{word::page_date(language)}},
                                         {std::string{word::batch_activities(language)}, true},
                                         {std::string{word::batch_fresh(language)}, true},
                                         {std::string{word::batch_changed(language)}, true},
                                         {std::string{word::batch_vanished(language)}, true},
                                         {std::string{word::batch_problems(language)}, true}},
                                        rows));
}

Response publisher_json(Context const &context, Publisher const &publisher,
                        std::vector<std::vector<CodeCount>> const &counts,
                        std::vector<PublisherFile> const &files)
{
    auto told = publisher_object(publisher);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        json::array codes;
        for (auto const &one : counts[i]) {
            codes.push_back(json::object{{"code", one.code}, {"activities", one.activities}});
        }
        told[std::string{"by_"} + std::string{kinds.at(i).filter}] = std::move(codes);
    }
    json::array all;
    for (auto const &one : files) {
        all.push_back(json::object{{"import", one.reference},
                                   {"source", one.source},
                                   {"state", one.state},
                                   {"at", one.at.to_string()},
                                   {"activities", one.activities},
                                   {"fresh", one.fresh},
                                   {"changed", one.changed},
                                   {"vanished", one.vanished},
                                   {"problems", one.notes}});
    }
    told["imports"] = std::move(all);
    return context.json(json::serialize(told));
}

} // namespace

Response publishers_page(Context &context)
{
    auto const language = context.language();
    auto const asked = asked_in(context.query());
    if (!asked) {
        return context.refused(asked.error());
    }
    auto all = context.store().read([](storage::Reader &reader) { return publishers(reader); });
    std::int64_t activities = 0;
    for (auto const &one : all) {
        activities += one.activities;
    }
    auto const publishers_here = static_cast<std::int64_t>(all.size());
    all = asked_for(std::move(all), *asked);
    if (context.is_api()) {
        return publishers_json(context, all);
    }
    html::List shown;
    shown.id = "publishers";
    shown.caption = word::page_publishers(language);
    shown.url = url;
    shown.count = words::common::list_count(language, static_cast<std::int64_t>(all.size()));
    shown.typed_filter = asked->words;
    shown.typed_filter_example = word::page_publisher_words(language);
    shown.columns = columns_of(language, *asked);
    auto const sort = sort_of(*asked);
    if (!sort.empty()) {
        shown.filter_keeps = {{"sort", sort}};
    }
    if (!asked->words.empty()) {
        Asked const without{.order = asked->order, .is_descending = asked->is_descending};
        shown.chips = {{.label = asked->words, .remove_url = address(without, sort, 0)}};
    }
    auto const from = std::min(asked->from, all.size());
    auto const behind = std::span{all}.subspan(from);
    for (auto const &one : behind.first(std::min(behind.size(), page_size))) {
        shown.rows.push_back(row_of(context, one));
    }
    if (behind.size() > page_size) {
        shown.paging.next = address(*asked, sort, from + page_size);
    }
    if (from > 0) {
        shown.paging.previous = address(*asked, sort, from - std::min(from, page_size));
    }
    bool const has_none = publishers_here == 0;
    shown.empty = {.picture = html::Icon::knowledge,
                   .title = std::string{has_none ? word::batch_empty_title(language)
                                                 : words::common::list_empty_filtered(language)},
                   .text = std::string{has_none ? word::batch_empty_text(language)
                                                : word::list_empty_text(language)},
                   .actions = {}};
    auto const head = head_of(context);
    auto const figures = html::when(!has_none, [&] {
        return html::figures({{.value = i18n::format_number(language, activities),
                               .label = std::string{word::list_title(language)},
                               .url = "/reported/activities"},
                              {.value = i18n::format_number(language, publishers_here),
                               .label = std::string{word::page_publishers(language)},
                               .url = {}}});
    });
    return context.page(head.title, html::page_head(head) + figures +
                                        html::block(word::page_publishers(language),
                                                    html::list(shown, context.words())));
}

std::string url_of_publisher(std::string const &ref)
{
    return "/reported/publishers/" + http::encode_component(ref);
}

Response publisher_page(Context &context)
{
    auto const language = context.language();
    std::string const ref{context.part("ref")};
    std::vector<std::vector<CodeCount>> counts;
    std::vector<PublisherFile> files;
    auto const found = context.store().read([&](storage::Reader &reader) {
        auto publisher = publisher_of(reader, ref);
        if (publisher) {
            Wanted const its{.facets = {std::string{facets::publisher} + ":" + ref}};
            for (auto const &kind : kinds) {
                auto &counted = counts.emplace_back(count_by(reader, its, kind.facet, codes_shown));
                if (kind.facet == facets::year) { // the latest first, not the most frequent
                    std::ranges::sort(counted, std::ranges::greater{}, &CodeCount::code);
                }
            }
            files = files_of(reader, ref, files_shown);
        }
        return publisher;
    });
    if (!found) {
        return context.refused(not_found().value());
    }
    if (context.is_api()) {
        return publisher_json(context, *found, counts, files);
    }
    auto const name = name_of(*found);
    html::PageHead const head{.title =
                                  name.empty() ? std::string{word::page_unnamed(language)} : name,
                              .lead = ref,
                              .actions = {{.label = std::string{word::list_title(language)},
                                           .url = url_of_activities(ref),
                                           .emphasis = html::Emphasis::primary}}};
    html::Html content = html::page_head(head) +
                         html::figures({{.value = i18n::format_number(language, found->activities),
                                         .label = std::string{word::batch_activities(language)},
                                         .url = url_of_activities(ref)},
                                        {.value = i18n::format_number(language, found->files),
                                         .label = std::string{word::page_files(language)},
                                         .url = {}},
                                        {.value = i18n::format_number(language, found->notes),
                                         .label = std::string{word::page_problems_last(language)},
                                         .url = url_of_activities(ref, "notes", "yes")}});
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (!counts[i].empty()) {
            content += counted_block(context, *found, kinds.at(i), counts[i]);
        }
    }
    content += files_block(context, files);
    return context.page(head.title, std::move(content),
                        {{.label = std::string{word::page_title(language)}, .url = "/reported"},
                         {.label = ref, .url = {}, .current = true}});
}

} // namespace selatan::reported
