// The world by money, and who pays where. What they show, the table under them says.
#include "exchange/flows/pages.hpp"

#include "cooperation/reference/lists.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/components.hpp"
#include "words/flows.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

namespace selatan::reported_flows {

namespace {

namespace json = boost::json;
namespace word = words::flows;
using html::attr;
using html::cls;
using html::Html;

/// More bands cannot be told apart.
constexpr int bands_most = 40;
constexpr std::size_t shade_count = 4;

/// Its own sheet and script, on these pages alone.
Html with_sheet(Html const &picture)
{
    return html::link(attr<"rel">("stylesheet"), html::href(html::assets::url("flows.css"))) +
           picture + html::script_file(html::assets::url("pictures.js"));
}

Html caption(Language language, std::string_view text, std::string_view file)
{
    return html::figcaption(text, " ", html::a(html::href(file), word::download_table(language)));
}

} // namespace

Html map_of(web::Context const &context, storage::Reader &reader, Asked const &asked)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    // A few have nearly all of it: shades are quarters of the countries, not of the money.
    std::vector<Total> shown;
    constexpr int all_countries = 400;
    for (auto &one : totals(reader, asked, all_countries)) {
        if (one.counted > 0 && CountryCode::parse(one.code)) {
            shown.push_back(std::move(one));
        }
    }
    if (shown.empty()) {
        return {};
    }
    json::array countries;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        auto const &one = shown[i];
        auto const name = key_name(language, *lists, Dimension::country, one.code, {});
        countries.push_back(
            json::object{{"code", one.code},
                         {"url", parts_url(asked, Dimension::country, one.code)},
                         {"text", name + ": USD " + whole_dollars(language, one.counted)},
                         {"shade", shade_count - i * shade_count / shown.size()}});
    }
    auto const title = std::string{word::map_title(language)};
    return with_sheet(
        html::figure(cls("picture"),
                     html::element<"svg">(attr<"viewBox">("0 0 1200 560"), attr<"role">("group"),
                                          attr<"aria-label">(title),
                                          attr<"data-map">(html::assets::url("world.svg")),
                                          attr<"data-countries">(json::serialize(countries))),
                     caption(language, word::map_text(language),
                             funds::with_query(context, std::string{figures_path} + ".csv"))));
}

Html bands_of(web::Context const &context, storage::Reader &reader, Asked const &asked)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    json::array links;
    std::set<std::string> from;
    std::set<std::string> to;
    for (auto const &one : totals(reader, asked, bands_most)) {
        if (one.counted <= 0) {
            continue;
        }
        auto const [provider, country] = ends_of(one.code);
        auto const payer = key_name(language, *lists, Dimension::provider, provider, one.name);
        auto const place = key_name(language, *lists, Dimension::country, country, {});
        from.insert(payer);
        to.insert(place);
        links.push_back(json::object{
            {"from", payer},
            {"to", place},
            {"value", one.counted},
            {"url", parts_url(asked, Dimension::corridor, one.code)},
            {"text", payer + " → " + place + ": USD " + whole_dollars(language, one.counted)}});
    }
    if (links.empty()) {
        return {};
    }
    // As high as the fuller of its two sides needs.
    constexpr std::size_t line = 30;
    constexpr std::size_t margins = 40;
    auto const height = margins + line * std::max(from.size(), to.size());
    auto const title = std::string{word::bys(language, "corridor").value_or("")};
    return with_sheet(html::figure(
        cls("picture"),
        html::div(cls("picture wide"), attr<"tabindex">("0"), attr<"role">("region"),
                  attr<"aria-label">(title),
                  html::element<"svg">(attr<"viewBox">("0 0 960 " + std::to_string(height)),
                                       attr<"role">("group"), attr<"aria-label">(title),
                                       html::flag<"data-flows">(),
                                       attr<"data-links">(json::serialize(links)))),
        caption(language, word::bands_text(language, bands_most),
                funds::with_query(context, std::string{figures_path} + ".csv"))));
}

} // namespace selatan::reported_flows
