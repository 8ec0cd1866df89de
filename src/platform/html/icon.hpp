/// \file
/// The pictures of assets/icons.svg. An icon repeats a word beside it, and never stands for one.
#pragma once

#include "platform/html/html.hpp"

#include <cstdint>
#include <string_view>

namespace selatan::html {

enum class Icon : std::uint8_t {
    none,
    agreement,
    alert,
    approval,
    bookmark,
    calendar,
    check,
    clock,
    close,
    columns,
    comment,
    copy,
    country,
    desk,
    download,
    file,
    filter,
    history,
    info,
    knowledge,
    language,
    letter,
    lock,
    match,
    menu,
    money,
    next,
    offer,
    partners,
    people,
    plan,
    plus,
    previous,
    project,
    request,
    search,
    settings,
    sort,
    sort_down,
    sort_up,
    theme,
    upload,
    user,
    count_, ///< not an icon: how many there are
};

[[nodiscard]] std::string_view to_code(Icon icon);

/// Hidden from assistive technology. Icon::none is nothing at all. Those that point forward or
/// back turn with the direction of the text.
[[nodiscard]] Html icon(Icon icon);

} // namespace selatan::html
