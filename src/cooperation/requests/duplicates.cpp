#include "cooperation/requests/duplicates.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace selatan::requests {

namespace {

// Long problems are compared by their beginning: that is where letters say what they are about.
constexpr std::size_t compared_characters = 300;

bool shares_modality(records::Codes const &a, records::Codes const &b)
{
    return std::ranges::find_first_of(a, b) != a.end();
}

} // namespace

std::vector<Duplicate> likely_duplicates(Request const &request, std::vector<Candidate> candidates)
{
    Trigrams const title{request.title};
    Trigrams const problem{truncate(request.problem, compared_characters)};
    std::vector<Duplicate> found;
    for (auto &candidate : candidates) {
        Duplicate duplicate;
        duplicate.likeness = title.similarity(Trigrams{candidate.title});
        if (problem.size() > 0 && !candidate.problem.empty()) {
            duplicate.likeness = std::max(
                duplicate.likeness,
                problem.similarity(Trigrams{truncate(candidate.problem, compared_characters)}));
        }
        duplicate.same_kind = !request.sector.empty() && request.sector == candidate.sector &&
                              shares_modality(request.modalities, candidate.modalities);
        if (duplicate.likeness >= likeness_least || duplicate.same_kind) {
            duplicate.request = std::move(candidate);
            found.push_back(std::move(duplicate));
        }
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &Duplicate::likeness);
    if (found.size() > static_cast<std::size_t>(duplicates_shown)) {
        found.resize(static_cast<std::size_t>(duplicates_shown));
    }
    return found;
}

} // namespace selatan::requests
