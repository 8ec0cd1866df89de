#include "main/manual.hpp"

#include <algorithm>

namespace selatan::program {

ManualPage const *find_manual_page(std::string_view name)
{
    auto const pages = manual_pages();
    auto const found = std::ranges::find(pages, name, &ManualPage::name);
    return found == pages.end() ? nullptr : &*found;
}

} // namespace selatan::program
