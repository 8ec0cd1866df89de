// The reference data: what is current, from where, under which licence; earlier versions.
#include "cooperation/administration/pages.hpp"
#include "cooperation/reference/code_list.hpp"
#include "words/administration.hpp"
#include "words/common.hpp"
#include "words/reference.hpp"

#include <algorithm>

namespace selatan::administration {

namespace {

namespace word = words::administration;
namespace list_word = words::reference;
namespace common = words::common;

std::string name_of(reference::List list, Language language)
{
    return std::string{list_word::list(language, reference::to_code(list)).value_or("")};
}

std::string url_of(reference::List list)
{
    return std::string{reference_path} + "/" + std::string{reference::to_code(list)};
}

std::vector<html::Column> columns_of(std::string_view first, std::string_view last,
                                     Language language)
{
    return {{.key = "list", .label = std::string{first}},
            {.key = "published", .label = std::string{list_word::field_published_on(language)}},
            {.key = "source", .label = std::string{list_word::field_source(language)}},
            {.key = "licence", .label = std::string{list_word::field_licence(language)}},
            {.key = "origin", .label = std::string{word::reference_origin(language)}},
            {.key = "state", .label = std::string{last}}};
}

std::vector<html::Html> cells_of(Context const &context, html::Html first,
                                 reference::Version const &version, html::Html state)
{
    auto const language = context.language();
    auto const origin = list_word::origin(language, reference::to_code(version.origin));
    return {std::move(first),
            html::fragment(context.date(version.published_on)),
            html::bdi(version.source),
            html::bdi(version.licence),
            html::fragment(origin.value_or("")),
            std::move(state)};
}

http::Response show_lists(Context &context)
{
    auto const language = context.language();
    html::List table;
    table.caption = common::nav_reference_data(language);
    table.columns =
        columns_of(list_word::field_list(language), list_word::field_version(language), language);
    context.store().read([&](storage::Reader &reader) {
        for (std::size_t i = 0; i < reference::list_codes.size(); ++i) {
            auto const list = static_cast<reference::List>(i);
            auto const versions = reference::versions(reader, list);
            auto const current = std::ranges::find(versions, true, &reference::Version::is_current);
            auto name = html::a(html::href(url_of(list)), name_of(list, language));
            auto const count = html::fragment(
                word::reference_versions(language, static_cast<std::int64_t>(versions.size())));
            table.rows.push_back(
                {.key = std::string{reference::to_code(list)},
                 .label = name_of(list, language),
                 .cells = current != versions.end()
                              ? cells_of(context, std::move(name), *current, count)
                              : std::vector<html::Html>{
                                    std::move(name),
                                    html::fragment(word::reference_not_loaded(language)),
                                    {},
                                    {},
                                    {},
                                    count}});
        }
    });
    return show(context, {.title = std::string{common::nav_reference_data(language)},
                          .lead = std::string{word::reference_about(language)},
                          .content = html::list(table, context.words())});
}

// -- One of them --------------------------------------------------------------------------------

Result<reference::List> list_in_path(Context const &context)
{
    reference::List list{};
    if (!reference::from_code(context.part("list"), list)) {
        return refuse(Decline::not_found, "", "administration.no_such_list");
    }
    return list;
}

http::Response show_list(Context &context)
{
    auto const list = list_in_path(context);
    if (!list) {
        return context.refused(list.error());
    }
    auto const language = context.language();
    auto const versions = context.store().read(
        [&](storage::Reader &reader) { return reference::versions(reader, *list); });
    html::List table;
    table.caption = name_of(*list, language);
    table.columns =
        columns_of(list_word::field_version(language), word::reference_state(language), language);
    html::Html attributions;
    for (auto const &version : versions) {
        auto hidden = context.hidden();
        hidden.push_back({.name = "chosen", .value = version.version});
        // Rates add up: there is no other version of them to choose.
        bool const is_choosable = !version.is_current && *list != reference::List::exchange_rate;
        auto state =
            version.is_current
                ? html::badge({std::string{list_word::state_current(language)}, html::Tone::good})
                : html::fragment(html::badge({std::string{list_word::state_kept(language)},
                                              html::Tone::neutral}),
                                 " ", html::when(is_choosable, [&] {
                                     return html::action_button(
                                         {.label = std::string{word::reference_use(language)},
                                          .url = url_of(*list) + "/current",
                                          .emphasis = html::Emphasis::quiet,
                                          .posts = true,
                                          .hidden = std::move(hidden)});
                                 }));
        table.rows.push_back(
            {.key = version.version,
             .label = version.version,
             .cells = cells_of(context, html::bdi(version.version), version, std::move(state))});
        if (version.is_current && !version.attribution.empty()) {
            attributions = html::p(html::cls("hint"), html::bdi(version.attribution));
        }
    }
    table.empty = {.title = std::string{word::reference_not_loaded(language)}};
    return show(context, {.title = name_of(*list, language),
                          .content = html::list(table, context.words()) + attributions,
                          .above = {{.label = std::string{common::nav_reference_data(language)},
                                     .url = std::string{reference_path}}},
                          .flash = web::said(
                              context, {{"used", std::string{word::reference_used(language)}}})});
}

http::Response use_version(Context &context)
{
    auto const list = list_in_path(context);
    if (!list) {
        return context.refused(list.error());
    }
    auto const chosen = std::string{context.request().form.find("chosen").value_or("")};
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const used = reference::use_version(tx, context.who().actor(), *list, chosen);
        if (!used) {
            return refuse(used.error());
        }
        return web::Outcome{.location = url_of(*list) + "?said=used"};
    });
}

} // namespace

void add_reference_routes(web::Router &router)
{
    std::string const path{reference_path};
    router.add(get(path, show_lists));
    router.add(get(path + "/{list}", show_list));
    router.add(post(path + "/{list}/current", use_version));
}

} // namespace selatan::administration
