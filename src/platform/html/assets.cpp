#include "platform/html/assets.hpp"

#include "base/ensure.hpp"

#include <algorithm>

namespace selatan::html::assets {

Asset const *find(std::string_view path)
{
    auto const found = std::ranges::find(all(), path, &Asset::path);
    return found == all().end() ? nullptr : &*found;
}

std::string_view url(std::string_view name)
{
    auto const found = std::ranges::lower_bound(all(), name, {}, &Asset::name);
    ENSURE(found != all().end() && found->name == name);
    return found->path;
}

} // namespace selatan::html::assets
