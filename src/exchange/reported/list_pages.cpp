#include "exchange/reported/list_pages.hpp"

#include "base/text.hpp"
#include "exchange/reported/batch.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/telling.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/reported.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <span>

namespace selatan::reported {

namespace {

namespace json = boost::json;
namespace word = words::reported;
using http::Parameters;
using http::Response;
using web::Context;

constexpr std::string_view url = "/reported/activities";
constexpr int page_size = 50;
constexpr int page_size_most = 500;
constexpr std::int64_t counted_most = 10'000;
constexpr int options_most = 400;
/// The first column does not wrap; some titles are a paragraph.
constexpr std::size_t longest_title = 70;

/// A filter of the list, as the address names it.
struct Filter {
    std::string_view name;
    std::string_view facet; ///< its kind; empty: it narrows in a way of its own
    std::string_view (*label)(Language);
};
constexpr std::array<Filter, 9> filters{{
    {"publisher", facets::publisher, word::list_publisher},
    {"country", facets::country, word::list_country},
    {"sector", facets::sector, word::list_sector},
    {"year", facets::year, word::list_year},
    {"status", facets::status, word::list_status},
    {"organisation", facets::organisation, word::list_organisation},
    {"role", "", word::list_role},
    {"identifier", "", word::list_identifier},
    {"notes", facets::note, word::batch_problems},
}};

std::string value_of(Parameters const &query, std::string_view name)
{
    return std::string{query.find(name).value_or("")};
}

/// The address with one value changed; empty: taken out. A page further on is of another list.
std::string with(Parameters const &query, std::string_view name, std::string const &value)
{
    Parameters changed;
    for (auto const &[key, old] : query) {
        if (key != name && key != "before" && !old.empty()) {
            changed.add(key, old);
        }
    }
    if (!value.empty()) {
        changed.add(std::string{name}, value);
    }
    return std::string{url} + (changed.empty() ? "" : "?" + changed.encode());
}

/// "12220" is a sector of OECD's list, which is vocabulary 1.
std::string sector_code(std::string const &text)
{
    return text.find(':') == std::string::npos ? "1:" + text : text;
}

std::string shown_value(Context const &context, std::string_view name, std::string const &value)
{
    auto const language = context.language();
    if (name == "country") {
        return country_name(context, value);
    }
    if (name == "sector") {
        auto const code = sector_code(value);
        auto const colon = code.find(':');
        auto const known = sector_name(context, {.vocabulary = code.substr(0, colon),
                                                 .code = code.substr(colon + 1),
                                                 .of_million = {}});
        return known.empty() ? value : known;
    }
    if (name == "status") {
        return std::string{word::status(language, word_key(value)).value_or(value)};
    }
    if (name == "role") {
        return std::string{word::role(language, word_key(value)).value_or(value)};
    }
    return value;
}

html::Html filter_fields(Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const &query = context.query();
    auto const &words = context.words();
    auto const select = [&](std::string_view name, std::string_view label,
                            std::vector<std::string> const &codes) {
        std::vector<html::Option> options;
        options.reserve(codes.size());
        for (auto const &code : codes) {
            options.push_back(
                {.value = code, .label = shown_value(context, name, code), .group = {}});
        }
        if (name == "country") {
            std::ranges::sort(options, {}, &html::Option::label);
        } else if (name == "year") {
            std::ranges::reverse(options);
        }
        return html::select_field(
            {.name = std::string{name}, .label = std::string{label}, .hint = {}, .error = {}},
            options, value_of(query, name), words);
    };
    auto const text = [&](std::string_view name, std::string_view label, std::string_view hint) {
        return html::text_field({.name = std::string{name},
                                 .label = std::string{label},
                                 .hint = std::string{hint},
                                 .error = {}},
                                value_of(query, name), words);
    };
    return select("country", word::list_country(language),
                  facet_codes(reader, facets::country, options_most)) +
           select("year", word::list_year(language),
                  facet_codes(reader, facets::year, options_most)) +
           text("sector", word::list_sector(language), word::list_sector_hint(language)) +
           text("organisation", word::list_organisation(language),
                word::list_organisation_hint(language)) +
           select("role", word::list_role(language), {"1", "2", "3", "4"}) +
           text("publisher", word::list_publisher(language), word::list_publisher_hint(language)) +
           select("status", word::list_status(language), {"1", "2", "3", "4", "5", "6"});
}

html::Row row_of(Context const &context, Listed const &one)
{
    auto const language = context.language();
    auto title = std::string{one.title_for(to_code(language))};
    if (title.empty()) {
        title =
            one.identifier.empty() ? std::string{word::page_nameless(language)} : one.identifier;
    }
    title = truncate(title, longest_title);
    auto const date = [&](std::optional<Date> const &day) {
        return day ? html::moment({day->to_string(), context.date(*day)}) : html::Html{};
    };
    html::Row row;
    row.cells.push_back(
        html::fragment(html::a(html::href(url_of_activity(one.id)), html::bdi(title)), html::br(),
                       html::small(html::bdi(one.identifier))));
    row.cells.push_back(
        html::a(html::href(with({}, "publisher", one.publisher_ref)),
                html::bdi(one.publisher_name.empty() ? one.publisher_ref : one.publisher_name)));
    row.cells.push_back(
        html::fragment(word::status(language, word_key(one.status)).value_or(one.status)));
    row.cells.push_back(date(one.starts));
    row.cells.push_back(date(one.ends));
    row.cells.push_back(html::when(
        one.notes > 0, [&] { return html::fragment(i18n::format_number(language, one.notes)); }));
    return row;
}

std::string count_text(Language language, std::int64_t number)
{
    return number > counted_most ? words::common::list_more_than(language, counted_most)
                                 : words::common::list_count(language, number);
}

Response activities_json(Context const &context, std::vector<Listed> const &all, int limit)
{
    std::string body = R"({"activities":[)";
    for (auto const &one : all) {
        body += (&one == all.data() ? "" : ",") + listed_json(one);
    }
    body += "]";
    if (static_cast<int>(all.size()) == limit) {
        body += R"(,"next":)" + std::to_string(all.back().id);
    }
    return context.json(body + "}");
}

} // namespace

Wanted wanted_in(http::Parameters const &query)
{
    Wanted wanted;
    auto const role = value_of(query, "role");
    for (auto const &filter : filters) {
        auto value = value_of(query, filter.name);
        if (value.empty() || filter.facet.empty()) {
            continue;
        }
        std::string kind{filter.facet};
        if (filter.name == "sector") {
            value = sector_code(value);
        } else if (filter.name == "organisation") {
            // A name is found as readers take it for the same; a ref is not folded.
            auto const is_name = value.find(' ') != std::string::npos;
            value = is_name ? organisation_key({.ref = {}, .type = {}, .name = value}) : value;
            kind = role.empty() ? kind : facets::role(role);
        } else if (filter.name == "notes") {
            value = "yes";
        }
        kind += ":";
        wanted.facets.push_back(kind + value);
    }
    wanted.words = value_of(query, "q");
    wanted.identifier = value_of(query, "identifier");
    auto const before = value_of(query, "before");
    std::int64_t number = 0;
    if (std::from_chars(before.data(), before.data() + before.size(), number).ec == std::errc{}) {
        wanted.before = number;
    }
    return wanted;
}

Response activities_page(Context &context)
{
    auto const language = context.language();
    auto const &query = context.query();
    auto wanted = wanted_in(query);
    if (context.is_api()) {
        auto const asked = value_of(query, "limit");
        int limit = page_size;
        std::from_chars(asked.data(), asked.data() + asked.size(), limit);
        wanted.limit = std::clamp(limit, 1, page_size_most);
        return activities_json(context, context.store().read([&](storage::Reader &reader) {
            return list(reader, wanted);
        }),
                               wanted.limit);
    }
    html::List shown;
    shown.id = "reported";
    shown.caption = word::list_title(language);
    shown.url = url;
    shown.typed_filter = wanted.words;
    shown.typed_filter_example = word::list_words_example(language);
    shown.columns = {
        {.key = "activity", .label = std::string{word::list_activity(language)}},
        {.key = "publisher", .label = std::string{word::list_publisher(language)}},
        {.key = "status", .label = std::string{word::list_status(language)}},
        {.key = "starts", .label = std::string{word::page_from(language)}},
        {.key = "ends", .label = std::string{word::page_to(language)}},
        {.key = "notes", .label = std::string{word::batch_problems(language)}, .is_number = true}};
    for (auto &column : shown.columns) {
        column.is_fixed = true; // all of them: there is nothing to choose
    }
    context.store().read([&](storage::Reader &reader) {
        wanted.limit = page_size + 1;
        auto all = list(reader, wanted);
        bool const has_more = all.size() > page_size;
        all.resize(std::min<std::size_t>(all.size(), page_size));
        for (auto const &one : all) {
            shown.rows.push_back(row_of(context, one));
        }
        if (has_more) {
            Parameters next;
            for (auto const &[key, value] : query) {
                if (key != "before" && !value.empty()) {
                    next.add(key, value);
                }
            }
            next.add("before", std::to_string(all.back().id));
            shown.paging.next = std::string{url} + "?" + next.encode();
        }
        auto whole = wanted;
        whole.before.reset();
        shown.count = count_text(language, count(reader, whole, counted_most));
        shown.filter_fields = filter_fields(context, reader);
    });
    if (!wanted.words.empty()) {
        shown.chips.push_back({.label = wanted.words, .remove_url = with(query, "q", {})});
    }
    for (auto const &filter : filters) {
        if (auto const value = value_of(query, filter.name); !value.empty()) {
            shown.chips.push_back({.label = std::string{filter.label(language)} + ": " +
                                            shown_value(context, filter.name, value),
                                   .remove_url = with(query, filter.name, {})});
        }
    }
    shown.clear_url = shown.chips.empty() ? "" : std::string{url};
    Parameters exported;
    for (auto const &[key, value] : query) {
        if (key != "before" && !value.empty()) {
            exported.add(key, value);
        }
    }
    shown.exports = {
        {.label = std::string{word::page_csv(language)},
         .url = "/reported/transactions.csv" + (exported.empty() ? "" : "?" + exported.encode())}};
    shown.empty = {.picture = html::Icon::knowledge,
                   .title = std::string{words::common::list_empty_filtered(language)},
                   .text = std::string{word::list_empty_text(language)},
                   .actions = {}};
    if (wanted.before) {
        shown.paging.previous = with(query, "before", {});
    }
    auto const title = std::string{word::list_title(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::list_lead(language)}}) +
            html::list(shown, context.words()),
        {{.label = std::string{word::page_title(language)}, .url = "/reported"}});
}

Response publishers_page(Context &context)
{
    auto const language = context.language();
    auto const all =
        context.store().read([](storage::Reader &reader) { return publishers(reader); });
    if (context.is_api()) {
        json::array list;
        for (auto const &one : all) {
            list.push_back(json::object{
                {"ref", one.ref},
                {"name", one.name},
                {"activities", one.activities},
                {"files", one.files},
                {"last_import", one.last_import},
                {"last_import_at",
                 one.last_import_at ? json::value(one.last_import_at->to_string()) : json::value{}},
                {"problems", one.notes}});
        }
        return context.json(json::serialize(json::object{{"publishers", std::move(list)}}));
    }
    html::List shown;
    shown.id = "publishers";
    shown.caption = word::page_publishers(language);
    shown.columns = {
        {.key = "publisher", .label = std::string{word::list_publisher(language)}},
        {.key = "activities",
         .label = std::string{word::batch_activities(language)},
         .is_number = true},
        {.key = "files", .label = std::string{word::page_files(language)}, .is_number = true},
        {.key = "last", .label = std::string{word::page_last_import(language)}},
        {.key = "notes", .label = std::string{word::batch_problems(language)}, .is_number = true}};
    // There are some thousand publishers in the world: they are counted whole, and shown in pages.
    constexpr std::size_t most = page_size;
    std::size_t from = 0;
    auto const asked = value_of(context.query(), "from");
    std::from_chars(asked.data(), asked.data() + asked.size(), from);
    from = std::min(from, all.size());
    auto const behind = std::span{all}.subspan(from);
    auto const page = behind.first(std::min(behind.size(), most));
    if (behind.size() > most) {
        shown.paging.next = "/reported?from=" + std::to_string(from + most);
    }
    if (from > 0) {
        shown.paging.previous = "/reported?from=" + std::to_string(from - std::min(from, most));
    }
    std::int64_t activities = 0;
    for (auto const &one : all) {
        activities += one.activities;
    }
    for (auto const &one : page) {
        html::Row row;
        auto const name = truncate(one.name.empty() ? one.ref : one.name, longest_title);
        row.cells.push_back(html::fragment(
            html::a(html::href(with({}, "publisher", one.ref)),
                    html::bdi(name.empty() ? std::string{word::page_unnamed(language)} : name)),
            html::br(), html::small(html::bdi(one.ref))));
        row.cells.push_back(html::fragment(i18n::format_number(language, one.activities)));
        row.cells.push_back(html::fragment(i18n::format_number(language, one.files)));
        row.cells.push_back(html::fragment(
            html::a(html::href(web::url_of(batches, one.last_import)), one.last_import), " ",
            html::when(one.last_import_at.has_value(),
                       [&] { return html::moment(context.moment(*one.last_import_at)); })));
        row.cells.push_back(html::when(one.notes > 0, [&] {
            return html::fragment(i18n::format_number(language, one.notes));
        }));
        shown.rows.push_back(std::move(row));
    }
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
    shown.empty = {.picture = html::Icon::knowledge,
                   .title = std::string{word::batch_empty_title(language)},
                   .text = std::string{word::batch_empty_text(language)},
                   .actions = {}};
    auto const figures = html::when(!all.empty(), [&] {
        return html::figures(
            {{.value = i18n::format_number(language, activities),
              .label = std::string{word::list_title(language)},
              .url = std::string{url}},
             {.value = i18n::format_number(language, static_cast<std::int64_t>(all.size())),
              .label = std::string{word::page_publishers(language)},
              .url = {}}});
    });
    return context.page(head.title, html::page_head(head) + figures +
                                        html::block(word::page_publishers(language),
                                                    html::list(shown, context.words())));
}

} // namespace selatan::reported
