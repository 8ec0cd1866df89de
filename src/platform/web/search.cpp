#include "platform/web/search.hpp"

#include "base/text.hpp"
#include "platform/web/noun_pages.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <boost/json.hpp>

namespace selatan::web {

namespace {

namespace common = words::common;
namespace json = boost::json;

constexpr int found_per_noun = 10;
constexpr std::size_t query_bytes_most = 300;

struct Found {
    records::Noun const *noun = nullptr;
    std::vector<records::Label> labels;
};

/// The record with exactly this reference, if the reader may see it.
std::optional<std::string> url_of_reference(Context const &context, storage::Reader &reader,
                                            std::string_view text)
{
    for (auto const *noun : context.app().nouns) {
        if (auto const head = records::find(reader, *noun, context.identity(), text)) {
            return url_of(*noun, head->reference);
        }
    }
    return std::nullopt;
}

std::vector<Found> find_by_words(Context const &context, storage::Reader &reader,
                                 std::string_view words)
{
    std::vector<Found> all;
    for (auto const *noun : context.app().nouns) {
        if (!records::could(*noun->policy, context.identity(), records::verbs::see)) {
            continue;
        }
        auto labels = records::choices(reader, *noun, context.identity(), words, found_per_noun);
        if (!labels.empty()) {
            all.push_back({.noun = noun, .labels = std::move(labels)});
        }
    }
    return all;
}

html::Html results(Context const &context, std::vector<Found> const &all, std::string const &words)
{
    html::Html blocks;
    for (auto const &[noun, labels] : all) {
        html::Html items;
        for (auto const &label : labels) {
            items += html::li(
                html::a(html::href(url_of(*noun, label.reference)), html::bdi(label.title)), " ",
                html::small(label.reference));
        }
        auto const more = std::string{noun->path} + "?q=" + http::encode_component(words);
        blocks += html::block(
            noun->plural(context.language()), html::ul(items),
            {{.label = std::string{words::web::see_all(context.language())}, .url = more}});
    }
    return blocks;
}

http::Response search(Context &context)
{
    auto const language = context.language();
    auto const typed = clean(context.query().find("q").value_or("").substr(0, query_bytes_most));
    std::optional<std::string> direct;
    std::vector<Found> all;
    if (!typed.empty()) {
        context.store().read([&](storage::Reader &reader) {
            direct = url_of_reference(context, reader, typed);
            if (!direct || context.is_api()) {
                all = find_by_words(context, reader, typed);
            }
        });
    }
    if (context.is_api()) {
        json::array items;
        for (auto const &[noun, labels] : all) {
            for (auto const &label : labels) {
                items.push_back(json::object{
                    {"kind", noun->kind}, {"reference", label.reference}, {"title", label.title}});
            }
        }
        return context.json(json::serialize(json::object{{"items", std::move(items)}}));
    }
    if (direct) {
        return context.redirect(*direct);
    }
    auto const title = std::string{common::nav_search(language)};
    auto content = html::page_head({.title = title, .lead = typed});
    if (all.empty()) {
        content +=
            html::empty_state({.picture = html::Icon::search,
                               .title = std::string{words::web::found_nothing(language)},
                               .text = std::string{words::web::found_nothing_text(language)}});
    } else {
        content += results(context, all, typed);
    }
    auto frame = context.frame(title, std::move(content));
    frame.search_query = typed;
    return context.page(std::move(frame));
}

} // namespace

void add_search_route(Router &router)
{
    router.add(
        {.method = http::Method::get,
         .pattern = "/search",
         .gate = {.kind = Gate::Kind::signed_in},
         .handler = search,
         .api = ApiDoc{.summary = "Finds records of every kind by words.", .tag = "search"}});
}

} // namespace selatan::web
