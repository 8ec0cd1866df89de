#include "platform/web/search.hpp"

#include "base/text.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "platform/records/everywhere.hpp"
#include "platform/web/frame.hpp"
#include "platform/web/noun_pages.hpp"
#include "words/search.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <set>

namespace selatan::web {

namespace {

namespace json = boost::json;
namespace word = words::search;

constexpr std::size_t query_bytes_most = 300;
constexpr int hits_per_page = 20;
constexpr int hits_most = 100;
constexpr std::size_t facets_most = 8;

/// What was asked, and what of it could not be believed.
struct Asked {
    records::EverywhereQuery query;
    Problems problems;
};

Asked asked_of(Context const &context)
{
    auto const &parameters = context.query();
    auto const text = [&](std::string_view name) {
        return clean(
            std::string_view{parameters.find(name).value_or("")}.substr(0, query_bytes_most));
    };
    Asked asked;
    auto &query = asked.query;
    query.words = text("q");
    query.limit = hits_per_page;
    query.kind = text("kind");
    if (!query.kind.empty() && context.app().noun(query.kind) == nullptr) {
        asked.problems.push_back({"kind", "common.unknown_choice", {}});
        query.kind.clear();
    }
    if (auto const country = text("country"); !country.empty()) {
        auto const code = context.app().codes.resolve("country", country);
        query.country = code ? CountryCode::parse(*code) : std::nullopt;
        if (!query.country) {
            asked.problems.push_back({"country", "common.unknown_choice", {}});
        }
    }
    if (auto const since = text("since"); !since.empty()) {
        query.since = Date::parse(since);
        if (!query.since) {
            asked.problems.push_back({"since", "common.not_a_date", {}});
        }
    }
    if (auto const limit = text("limit"); context.is_api() && !limit.empty()) {
        auto const parsed = std::from_chars(limit.data(), limit.data() + limit.size(), query.limit);
        if (parsed.ec != std::errc{} || parsed.ptr != limit.data() + limit.size() ||
            query.limit < 1 || query.limit > hits_most) {
            asked.problems.push_back({"limit",
                                      "common.out_of_range",
                                      {{"min", "1"}, {"max", std::to_string(hits_most)}}});
        }
    }
    auto const first = text("from");
    std::from_chars(first.data(), first.data() + first.size(), query.first);
    query.first = std::clamp(query.first, 0, records::ranked_most);
    return asked;
}

/// The same search with one thing changed.
std::string url_of_search(records::EverywhereQuery const &query)
{
    std::string url = "/search?q=" + http::encode_component(query.words);
    if (!query.kind.empty()) {
        url += "&kind=" + http::encode_component(query.kind);
    }
    if (query.country) {
        url += "&country=" + query.country->to_string();
    }
    if (query.since) {
        url += "&since=" + query.since->to_string();
    }
    if (query.first > 0) {
        url += "&from=" + std::to_string(query.first);
    }
    return url;
}

/// The page of the record with exactly this reference, if the reader may see it.
std::optional<std::string> url_of_reference(Context const &context, storage::Reader &reader,
                                            std::string_view text)
{
    auto const id = records::resolve(reader, records::any_kind, text);
    auto const label = id ? records::label_of(reader, *id) : std::nullopt;
    auto const *const noun = label ? context.app().noun(label->kind) : nullptr;
    if (noun == nullptr || !records::find(reader, *noun, context.identity(), label->reference)) {
        return std::nullopt;
    }
    return url_of(*noun, label->reference);
}

// -- The page -----------------------------------------------------------------------------------

html::Html marked(Excerpt const &place)
{
    return html::bdi(place.before, html::mark(place.match), place.after);
}

/// "Problem: … trained in malaria … (a form of “training”)"
html::Html reason_line(Language language, records::Reason const &reason)
{
    html::Html line;
    if (reason.field != nullptr) {
        line += html::fragment(html::strong(reason.field->label(language)), ": ");
    }
    line += marked(reason.place);
    std::string how;
    switch (reason.likeness) {
    case records::Likeness::as_typed:
        break;
    case records::Likeness::form:
        how = word::form(language, reason.typed);
        break;
    case records::Likeness::translation:
        how = word::translation(language, reason.typed);
        break;
    case records::Likeness::correction:
        how = word::correction(language, reason.typed);
        break;
    }
    if (!how.empty()) {
        line += html::fragment(" ", html::small("(" + how + ")"));
    }
    return html::li(line);
}

html::Html hit_card(Context const &context, records::Hit const &hit)
{
    auto const language = context.language();
    html::Html reasons;
    std::set<std::pair<records::Field const *, std::string>> told;
    for (auto const &reason : hit.reasons) {
        // The name is read anyway: what it says as it was typed needs no line. Nor does a text that
        // was told for another of the words.
        bool const is_news =
            reason.field != nullptr || reason.likeness != records::Likeness::as_typed;
        auto const &place = reason.place;
        if (is_news &&
            told.emplace(reason.field, place.before + place.match + place.after).second) {
            reasons += reason_line(language, reason);
        }
    }
    auto above = std::string{hit.noun->singular(language)};
    if (hit.country) {
        above += " · " + context.app().codes.name("country", hit.country->to_string(), language);
    }
    auto footer = html::small(hit.reference, " ");
    if (hit.noun->machine != nullptr && !hit.state.empty()) {
        footer += html::tag(state_name(*hit.noun, hit.state, language));
    }
    return html::card({.title = records::title_in(language, hit.title, hit.titles),
                       .url = url_of(*hit.noun, hit.reference),
                       .above = std::move(above),
                       .content = reasons.empty() ? html::Html{} : html::ul(reasons),
                       .footer = std::move(footer)});
}

html::Html search_form(Context const &context, Asked const &asked)
{
    auto const language = context.language();
    auto const &words = context.words();
    auto const problem = [&](std::string_view name) {
        for (auto const &one : asked.problems) {
            if (one.field == name) {
                return context.say(one);
            }
        }
        return std::string{};
    };
    auto const label = [&](records::Word of) {
        return std::string{of(language)};
    };
    std::vector<html::Option> kinds;
    for (auto const *noun : context.app().nouns) {
        if (records::could(*noun->policy, context.identity(), records::verbs::see)) {
            kinds.push_back({.value = std::string{noun->kind},
                             .label = std::string{noun->plural(language)},
                             .group = {}});
        }
    }
    std::vector<html::Option> countries;
    for (auto &option : context.app().codes.options("country", language)) {
        countries.push_back({.value = option.code, .label = option.label, .group = {}});
    }
    auto const &query = asked.query;
    html::Form form;
    form.id = "search-form";
    form.url = "/search";
    form.is_get = true;
    form.fields =
        html::text_field(
            {.name = "q", .label = label(word::words), .hint = label(word::hint), .error = {}},
            query.words, words, {.kind = html::TextKind::search, .max_length = query_bytes_most}) +
        html::field_row(
            html::select_field(
                {.name = "kind", .label = label(word::kind), .hint = {}, .error = problem("kind")},
                kinds, query.kind, words) +
            html::select_field({.name = "country",
                                .label = label(word::country),
                                .hint = {},
                                .error = problem("country")},
                               countries, query.country ? query.country->to_string() : "", words) +
            html::date_field({.name = "since",
                              .label = label(word::since),
                              .hint = {},
                              .error = problem("since")},
                             query.since ? query.since->to_string() : "", words));
    form.submits = {{.label = label(word::search), .name = {}, .value = {}}};
    return html::entry_form(form, words);
}

/// Does each of the words begin one of the name's?
bool has_words(std::string_view name, std::vector<std::string> const &wanted)
{
    auto const words = plain_words(name);
    return std::ranges::all_of(wanted, [&](std::string const &one) {
        return std::ranges::any_of(words,
                                   [&](std::string const &word) { return word.starts_with(one); });
    });
}

/// The pages, and the ways to something new, whose name has what was typed.
html::Html pages_named(Context const &context, std::string_view typed)
{
    auto const language = context.language();
    auto const wanted = plain_words(typed);
    html::Html items;
    auto const offer = [&](std::string_view label, std::string const &url) {
        if (!wanted.empty() && has_words(label, wanted)) {
            items += html::li(html::a(html::href(url), label));
        }
    };
    for (auto const &entry : context.app().navigation) {
        if (leads_to(entry, context.identity())) {
            offer(entry.label(language), std::string{entry.url});
        }
    }
    for (auto const *const noun : context.app().nouns) {
        auto const *const pages = context.app().router->pages_of(noun->kind);
        if (pages != nullptr && pages->add != nullptr &&
            records::could(*noun->policy, context.identity(), records::verbs::create)) {
            offer(pages->add(language), std::string{noun->path} + "/new");
        }
    }
    return items.empty() ? html::Html{}
                         : html::block(word::pages(context.language()), html::ul(items));
}

/// Links that narrow the search to what was found, each with its count.
template <typename Entries, typename Name, typename Narrow>
html::Html narrowing(std::string_view title, Entries const &entries, Name const &name,
                     Narrow const &narrow)
{
    std::vector<html::Action> actions;
    for (std::size_t i = 0; i < std::min(entries.size(), facets_most); ++i) {
        auto const &[key, count] = entries[i];
        actions.push_back({.label = name(key) + " · " + std::to_string(count),
                           .url = narrow(key),
                           .emphasis = html::Emphasis::quiet});
    }
    return html::block(title, html::action_row(actions));
}

html::Html results(Context const &context, records::EverywhereQuery const &query,
                   records::Everywhere const &found)
{
    auto const language = context.language();
    html::Html content;
    for (auto const &correction : found.corrections) {
        content +=
            html::notice({.tone = html::Tone::active,
                          .title = word::read_as(language, correction.typed,
                                                 i18n::join_list(language, correction.read_as)),
                          .body = {}});
    }
    html::Html hits;
    if (!found.is_all) {
        hits += html::p(word::newest_only(language, found.count));
    }
    for (auto const &hit : found.hits) {
        hits += hit_card(context, hit);
    }
    content += html::block(word::count(language, found.count), hits);
    auto const at = [query](int first) {
        auto other = query;
        other.first = first;
        return url_of_search(other);
    };
    auto const next = query.first + query.limit;
    content += html::paging(
        {.previous = query.first > 0 ? at(std::max(0, query.first - query.limit)) : std::string{},
         .next = next < found.count ? at(next) : std::string{}},
        context.words());

    if (query.kind.empty() && found.kinds.size() > 1) {
        content += narrowing(
            word::kinds(language), found.kinds,
            [&](records::Noun const *noun) { return std::string{noun->plural(language)}; },
            [query](records::Noun const *noun) {
                auto other = query;
                other.kind = noun->kind;
                other.first = 0;
                return url_of_search(other);
            });
    }
    if (!query.country && found.countries.size() > 1) {
        content += narrowing(
            word::countries(language), found.countries,
            [&](CountryCode country) {
                return context.app().codes.name("country", country.to_string(), language);
            },
            [query](CountryCode country) {
                auto other = query;
                other.country = country;
                other.first = 0;
                return url_of_search(other);
            });
    }
    return content;
}

/// The other places in which something was found.
html::Html elsewhere_blocks(Language language, std::vector<Elsewhere> const &places)
{
    html::Html content;
    for (auto const &place : places) {
        html::Html hits;
        for (auto const &hit : place.hits) {
            hits += html::card({.title = hit.title,
                                .url = hit.url,
                                .above = hit.above,
                                .content = {},
                                .footer = html::small(html::bdi(hit.below))});
        }
        content += html::block(place.title, hits,
                               {{.label = word::show_all_of(language, place.count),
                                 .url = place.url,
                                 .emphasis = html::Emphasis::quiet}});
    }
    return content;
}

http::Response search_page(Context &context, Asked const &asked, records::Everywhere const &found,
                           std::vector<Elsewhere> const &elsewhere)
{
    auto const language = context.language();
    auto content = html::page_head({.title = std::string{word::title(language)}, .lead = {}});
    content += search_form(context, asked);
    if (!asked.query.words.empty()) {
        auto const pages = pages_named(context, asked.query.words);
        content += pages;
        bool const has_any = found.count > 0 || !pages.empty() || !elsewhere.empty();
        content += has_any ? results(context, asked.query, found)
                           : html::empty_state({.picture = html::Icon::search,
                                                .title = std::string{word::none(language)},
                                                .text = std::string{word::none_text(language)}});
        content += elsewhere_blocks(language, elsewhere);
    }
    auto frame = context.frame(std::string{word::title(language)}, std::move(content));
    frame.search_query = asked.query.words;
    return context.page(std::move(frame));
}

} // namespace

std::string search_json(records::Everywhere const &found, std::vector<Elsewhere> const &elsewhere)
{
    json::array items;
    for (auto const &hit : found.hits) {
        json::array reasons;
        for (auto const &reason : hit.reasons) {
            reasons.push_back({{"typed", reason.typed},
                               {"how", to_code(reason.likeness)},
                               {"field", reason.field != nullptr ? reason.field->name : "title"},
                               {"before", reason.place.before},
                               {"match", reason.place.match},
                               {"after", reason.place.after}});
        }
        json::object item{{"kind", hit.noun->kind},
                          {"reference", hit.reference},
                          {"title", hit.title},
                          {"state", hit.state},
                          {"url", url_of(*hit.noun, hit.reference)},
                          {"reasons", std::move(reasons)}};
        if (hit.country) {
            item["country"] = hit.country->to_string();
        }
        items.push_back(std::move(item));
    }
    json::array kinds;
    for (auto const &[noun, count] : found.kinds) {
        kinds.push_back({{"kind", noun->kind}, {"count", count}});
    }
    json::array corrections;
    for (auto const &[typed, read_as] : found.corrections) {
        corrections.push_back({{"typed", typed}, {"read_as", json::value_from(read_as)}});
    }
    json::object all{{"items", std::move(items)},
                     {"count", found.count},
                     {"is_all", found.is_all},
                     {"kinds", std::move(kinds)},
                     {"corrections", std::move(corrections)}};
    for (auto const &place : elsewhere) {
        json::array hits;
        for (auto const &hit : place.hits) {
            hits.push_back({{"title", hit.title},
                            {"url", hit.url},
                            {"of", hit.above},
                            {"identifier", hit.below}});
        }
        all[place.name] =
            json::object{{"items", std::move(hits)}, {"count", place.count}, {"url", place.url}};
    }
    return json::serialize(all);
}

namespace {

/// Where a kind, a country or a day is asked for, records are.
std::vector<Elsewhere> look_elsewhere(Context const &context, storage::Reader &reader,
                                      records::EverywhereQuery const &query)
{
    std::vector<Elsewhere> all;
    if (!query.kind.empty() || query.country || query.since || query.first > 0) {
        return all;
    }
    for (auto const &place : context.app().router->searched()) {
        if (!records::could(*place.policy, context.identity(), records::verbs::see)) {
            continue;
        }
        if (auto found = place.search(context, reader, query.words); found.count > 0) {
            all.push_back(std::move(found));
        }
    }
    return all;
}

http::Response search(Context &context)
{
    auto const asked = asked_of(context);
    if (context.is_api() && !asked.problems.empty()) {
        return context.refused({Decline::invalid, asked.problems});
    }
    std::optional<std::string> direct;
    records::Everywhere found;
    std::vector<Elsewhere> elsewhere;
    if (!asked.query.words.empty()) {
        context.store().read([&](storage::Reader &reader) {
            if (!context.is_api() && asked.query.words.find(' ') == std::string::npos) {
                direct = url_of_reference(context, reader, asked.query.words);
            }
            if (!direct) {
                found = records::search_everywhere(reader, context.app().nouns, context.identity(),
                                                   context.app().codes, asked.query);
                elsewhere = look_elsewhere(context, reader, asked.query);
            }
        });
    }
    if (context.is_api()) {
        return context.json(search_json(found, elsewhere));
    }
    return direct ? context.redirect(*direct) : search_page(context, asked, found, elsewhere);
}

} // namespace

void add_search_route(Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = "/search",
                .gate = {.kind = Gate::Kind::signed_in},
                .handler = search,
                .api = ApiDoc{.summary = "Finds records of every kind by words, and says why.",
                              .tag = "search"}});
}

} // namespace selatan::web
