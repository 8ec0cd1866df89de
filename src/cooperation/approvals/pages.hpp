/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/approvals/opinion_store.hpp"
#include "cooperation/approvals/standing.hpp"
#include "platform/web/noun_pages.hpp"

#include <string>
#include <vector>

namespace selatan::approvals {

extern web::NounPages const consultation_pages;
extern web::NounPages const opinion_pages;

/// /consultations/new and /consultations/{id}/offices, with what they post to.
void add_asking_routes(web::Router &router);
/// /opinions/{id}/delegation
void add_delegation_routes(web::Router &router);

[[nodiscard]] html::Tone tone_of_opinion(std::string_view state);
/// A row for each opinion: office, what it said and when, conditions or reason.
[[nodiscard]] html::Html table_of(web::Context const &context, std::vector<Listed> const &all);
/// "Screening: 3 offices were asked. Favourable: 1; …"
[[nodiscard]] std::string summary_of(Language language, Purpose purpose, Standing const &standing);

} // namespace selatan::approvals
