#include "platform/html/icon.hpp"

#include "platform/html/assets.hpp"

#include <array>
#include <string>

namespace selatan::html {

namespace {
constexpr std::array<std::string_view, static_cast<std::size_t>(Icon::count_)> codes{
    "none",     "agreement", "alert",   "approval",  "bookmark", "calendar", "check",     "clock",
    "close",    "columns",   "comment", "copy",      "country",  "desk",     "download",  "file",
    "filter",   "history",   "info",    "knowledge", "language", "letter",   "lock",      "match",
    "menu",     "money",     "next",    "offer",     "partners", "people",   "plan",      "plus",
    "previous", "project",   "request", "search",    "settings", "sort",     "sort_down", "sort_up",
    "theme",    "upload",    "user"};
} // namespace

std::string_view to_code(Icon icon)
{
    return codes[static_cast<std::size_t>(icon)];
}

Html icon(Icon icon)
{
    if (icon == Icon::none) {
        return {};
    }
    bool const turns = icon == Icon::next || icon == Icon::previous;
    std::string target{assets::url("icons.svg")};
    target.append("#").append(to_code(icon));
    return element<"svg">(cls(turns ? "icon turns" : "icon"), attr<"width">("20"),
                          attr<"height">("20"), attr<"aria-hidden">("true"),
                          element<"use">(href(target)));
}

} // namespace selatan::html
