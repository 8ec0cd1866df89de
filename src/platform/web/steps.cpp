#include "platform/web/steps.hpp"

#include "platform/web/noun_pages.hpp"

#include <algorithm>

namespace selatan::web {

std::vector<html::Step> steps_along(records::Noun const &noun,
                                    std::span<std::string_view const> path, std::string_view state,
                                    Language language, std::string_view at)
{
    using Stage = html::Step::Stage;
    auto const here = std::ranges::find(path, at.empty() ? state : at);
    std::vector<html::Step> steps;
    if (here == path.end()) {
        return steps;
    }
    auto stage = Stage::done;
    steps.reserve(path.size());
    for (auto const &one : path) {
        bool const is_here = one == *here;
        stage = is_here ? Stage::current : stage;
        steps.push_back(
            {.label = state_name(noun, is_here ? state : one, language), .stage = stage});
        stage = is_here ? Stage::next : stage;
    }
    return steps;
}

} // namespace selatan::web
