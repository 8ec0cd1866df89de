#include "exchange/reported/list_pages.hpp"

#include "base/text.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/reported/countries.hpp"
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
#include <limits>
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
    std::string_view known = {}; ///< ",1,2,": what it may be; empty: anything
};
constexpr std::array<Filter, 9> filters{{
    {"publisher", facets::publisher, word::list_publisher},
    {"country", facets::country, word::list_country},
    {"sector", facets::sector, word::list_sector},
    {"year", facets::year, word::list_year},
    {"status", facets::status, word::list_status, ",1,2,3,4,5,6,"},
    {"organisation", facets::organisation, word::list_organisation},
    {"role", "", word::list_role, ",1,2,3,4,"},
    {"identifier", "", word::list_identifier},
    {"notes", facets::note, word::batch_problems},
}};
constexpr std::int64_t last_year = 9999;

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

/// ",1,2," for people.
std::string listed(std::string_view known)
{
    std::string all;
    for (auto const c : known.substr(1, known.size() - 2)) {
        all += c == ',' ? ", " : std::string{c};
    }
    return all;
}

/// A whole number from 1 on, or a problem; nothing where none is given.
std::optional<std::int64_t> number_of(Parameters const &query, std::string_view name,
                                      std::int64_t most, Problems &problems)
{
    auto const text = value_of(query, name);
    if (text.empty()) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    auto const end = text.data() + text.size();
    auto const parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end || number < 1 || number > most) {
        problems.push_back({std::string{name},
                            "common.out_of_range",
                            {{"min", "1"}, {"max", std::to_string(most)}}});
        return std::nullopt;
    }
    return number;
}

/// As the files here write it: a code that nobody knows may stand in them, too.
std::optional<std::string> country_code(storage::Reader &reader, std::string const &text)
{
    auto const here = facet_codes(reader, facets::country, options_most);
    if (std::ranges::find(here, text) != here.end()) {
        return text;
    }
    auto const lists = reference::lists(reader);
    auto const known = country_in(*lists, text);
    return known ? std::optional{alpha2_of(*lists, *known)} : std::nullopt;
}

/// "12220" is a sector of OECD's list, which is vocabulary 1.
std::string sector_code(std::string const &text)
{
    return text.find(':') == std::string::npos ? "1:" + text : text;
}

std::string shown_value(Context const &context, storage::Reader &reader, std::string_view name,
                        std::string const &value)
{
    auto const language = context.language();
    if (name == "publisher") {
        auto const known = publisher_name(reader, value);
        return known.empty() ? value : known + " · " + value;
    }
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
                {.value = code, .label = shown_value(context, reader, name, code), .group = {}});
        }
        if (name == "country") {
            std::ranges::sort(options, {},
                              [](html::Option const &one) { return sort_key(one.label); });
            // A code of former times is of a country that has another now.
            for (std::size_t i = 1; i < options.size(); ++i) {
                if (options[i].label == options[i - 1].label) {
                    options[i].label += " (" + options[i].value + ")";
                }
            }
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

std::string title_of(Language language, Listed const &one)
{
    auto title = std::string{one.title_for(to_code(language))};
    if (title.empty()) {
        title =
            one.identifier.empty() ? std::string{word::page_nameless(language)} : one.identifier;
    }
    return truncate(title, longest_title);
}

html::Row row_of(Context const &context, Listed const &one)
{
    auto const language = context.language();
    auto const title = title_of(language, one);
    auto const date = [&](std::optional<Date> const &day) {
        return day ? html::moment({day->to_string(), context.date(*day)}) : html::Html{};
    };
    html::Row row;
    row.cells.push_back(
        html::fragment(html::a(html::href(url_of_activity(one.id)), html::bdi(title)), html::br(),
                       html::small(html::bdi(one.identifier))));
    row.cells.push_back(
        html::a(html::href(url_of_publisher(one.publisher_ref)),
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

Result<Wanted> wanted_in(storage::Reader &reader, http::Parameters const &query)
{
    Wanted wanted;
    Problems problems;
    auto const role = value_of(query, "role");
    for (auto const &filter : filters) {
        auto value = value_of(query, filter.name);
        if (value.empty()) {
            continue;
        }
        if (!filter.known.empty() &&
            filter.known.find("," + value + ",") == std::string_view::npos) {
            problems.push_back({std::string{filter.name},
                                "reported.none_of",
                                {{"value", value}, {"known", listed(filter.known)}}});
        }
        if (filter.facet.empty()) {
            continue;
        }
        std::string kind{filter.facet};
        if (filter.name == "sector") {
            value = sector_code(value);
        } else if (filter.name == "country") {
            auto const country = country_code(reader, value);
            if (!country) {
                problems.push_back({"country", "reported.unknown_country", {{"value", value}}});
            }
            value = country.value_or("");
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
    wanted.before = number_of(query, "before", std::numeric_limits<std::int64_t>::max(), problems);
    number_of(query, "year", last_year, problems);
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return wanted;
}

Response activities_page(Context &context)
{
    auto const language = context.language();
    auto const &query = context.query();
    auto const believed =
        context.store().read([&](storage::Reader &reader) { return wanted_in(reader, query); });
    if (!believed) {
        return context.refused(believed.error());
    }
    auto wanted = *believed;
    if (context.is_api()) {
        Problems problems;
        wanted.limit = static_cast<int>(
            number_of(query, "limit", page_size_most, problems).value_or(page_size));
        if (!problems.empty()) {
            return context.refused({Decline::invalid, std::move(problems)});
        }
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
        if (!wanted.words.empty()) {
            shown.chips.push_back({.label = wanted.words, .remove_url = with(query, "q", {})});
        }
        for (auto const &filter : filters) {
            if (auto const value = value_of(query, filter.name); !value.empty()) {
                auto const named = shown_value(context, reader, filter.name, value);
                shown.chips.push_back(
                    {.label = word::list_chip(language, filter.label(language), named),
                     .remove_url = with(query, filter.name, {})});
            }
        }
    });
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

web::Elsewhere search_reported(Context const &context, storage::Reader &reader,
                               std::string const &words)
{
    constexpr int most = 5;
    auto const language = context.language();
    Wanted const wanted{.words = words, .limit = most};
    web::Elsewhere found{.name = "reported_activities",
                         .title = std::string{word::list_title(language)},
                         .url = with({}, "q", words),
                         .count = count(reader, wanted, counted_most)};
    if (found.count > 0) {
        for (auto const &one : list(reader, wanted)) {
            found.hits.push_back(
                {.title = title_of(language, one),
                 .url = url_of_activity(one.id),
                 .above = one.publisher_name.empty() ? one.publisher_ref : one.publisher_name,
                 .below = one.identifier});
        }
    }
    return found;
}

} // namespace selatan::reported
