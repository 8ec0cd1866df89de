/// \file
/// Which lessons whoever writes a request, an offer or a project should read first, and why: ranked
/// by engine/ranking on sector, modality, goals and words, said in sentences.
#pragma once

#include "cooperation/knowledge/lesson_store.hpp"
#include "cooperation/reference/codelists.hpp"
#include "platform/web/advice.hpp"

#include <span>
#include <string>
#include <vector>

namespace selatan::knowledge {

/// What is being written.
struct Topic {
    std::vector<std::string> texts; ///< its title first
    std::string sector;
    records::Codes modalities;
    records::Codes sdgs;
    records::Codes countries;
};

/// A lesson that fits, with what it has in common, as codes and words.
struct Fitting {
    std::size_t index = 0; ///< in the candidates given
    double score = 0;      ///< 0 to 1
    std::string sector;    ///< in common, or the category that both belong to
    records::Codes modalities;
    records::Codes countries;
    std::vector<std::string> words;
};

inline constexpr std::size_t lessons_shown = 5;

/// The best fitting, those first that have most in common; nothing that only shares a modality or a
/// country: that is chance. Words that are common in `titles` count for nothing. Pure.
[[nodiscard]] std::vector<Fitting> fitting(Topic const &topic,
                                           std::vector<Candidate> const &candidates,
                                           std::vector<std::string> const &titles,
                                           reference::Codelists const &lists, Date today);

/// For requests, offers and projects.
[[nodiscard]] std::span<web::Adviser const> advisers();

} // namespace selatan::knowledge
