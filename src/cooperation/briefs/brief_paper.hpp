/// \file
/// A brief as it is carried into a meeting: one page in each of its languages.
#pragma once

#include "cooperation/briefs/brief.hpp"
#include "platform/pdf/document.hpp"
#include "platform/storage/store.hpp"

#include <span>
#include <string>

namespace selatan::briefs {

struct Setting {
    std::string installation;
    std::string base_url; ///< before each link; no slash at the end
    std::string reader;   ///< for whose eyes it was made: stands under the title
    Instant made;
};

/// Never longer than one page for each language: lists are cut until it fits, figures never.
[[nodiscard]] pdf::Document paper_of(storage::Reader &reader, Brief const &brief,
                                     Setting const &setting, std::span<Language const> languages);

} // namespace selatan::briefs
