#include "platform/web/route.hpp"

#include "base/ensure.hpp"
#include "platform/web/noun_pages.hpp"

#include <algorithm>

namespace selatan::web {

namespace {

/// The next segment of a path, without its slash.
std::string_view take_segment(std::string_view &path)
{
    path.remove_prefix(std::min<std::size_t>(1, path.size()));
    auto const end = std::min(path.find('/'), path.size());
    auto const segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

std::string_view first_segment(std::string_view path)
{
    return take_segment(path);
}

bool is_named(std::string_view segment)
{
    return segment.starts_with('{') && segment.ends_with('}');
}

/// How literally a pattern matches: literal segments, from the left, count more than named ones.
/// Nothing when it does not match.
std::optional<std::uint32_t>
match_pattern(std::string_view pattern, std::string_view path,
              std::vector<std::pair<std::string_view, std::string>> &parts)
{
    std::uint32_t score = 1;
    while (!pattern.empty() && !path.empty()) {
        auto const wanted = take_segment(pattern);
        auto const given = take_segment(path);
        score <<= 1U;
        if (is_named(wanted)) {
            auto decoded = http::decode_component(given);
            if (!decoded || decoded->empty()) {
                return std::nullopt;
            }
            parts.emplace_back(wanted.substr(1, wanted.size() - 2), std::move(*decoded));
        } else if (wanted == given) {
            score |= 1U;
        } else {
            return std::nullopt;
        }
    }
    return pattern.empty() && path.empty() ? std::optional{score} : std::nullopt;
}

} // namespace

NounPages const *Router::pages_of(std::string_view kind) const
{
    auto const found = std::ranges::find_if(
        m_pages, [&](NounPages const *pages) { return pages->noun->kind == kind; });
    return found == m_pages.end() ? nullptr : *found;
}

void Router::add(Route route)
{
    ENSURE(route.pattern.starts_with('/'));
    auto const first = first_segment(route.pattern);
    ENSURE(!is_named(first));
    auto &near = m_by_first[std::string{first}];
    ENSURE(std::ranges::none_of(near, [&](std::size_t other) {
        return m_routes[other].method == route.method && m_routes[other].pattern == route.pattern;
    }));
    near.push_back(m_routes.size());
    m_routes.push_back(std::move(route));
}

Router::Match Router::match(http::Method method, std::string_view path) const
{
    bool const is_api = path.starts_with("/api/");
    auto const wanted_path = is_api ? path.substr(4) : path;
    auto const wanted_method = method == http::Method::head ? http::Method::get : method;
    Match best;
    std::uint32_t best_score = 0;
    auto const near = m_by_first.find(first_segment(wanted_path));
    if (near == m_by_first.end()) {
        return best;
    }
    for (auto const index : near->second) {
        auto const &route = m_routes[index];
        if (is_api ? !route.api.has_value() : !route.is_page) {
            continue;
        }
        std::vector<std::pair<std::string_view, std::string>> parts;
        auto const score = match_pattern(route.pattern, wanted_path, parts);
        if (!score) {
            continue;
        }
        best.allowed.push_back(route.method);
        if (route.method == wanted_method && *score > best_score) {
            best_score = *score;
            best.route = &route;
            best.parts = std::move(parts);
        }
    }
    return best;
}

} // namespace selatan::web
