/// \file
/// Where the links of applicants are kept.
#pragma once

#include "cooperation/training/applicant.hpp"

#include <optional>

namespace selatan::training {

void put_applicant_link(storage::Tx &tx, std::string const &email, Uuid call, Language language,
                        auth::Token const &token, Instant expires);
[[nodiscard]] std::optional<ApplicantLink> find_applicant_link(storage::Reader &reader,
                                                               auth::Token const &token);
/// Of two who use it at once, one gets true.
[[nodiscard]] bool spend_applicant_link(storage::Tx &tx, auth::Token const &token);
void delete_applicant_links(storage::Tx &tx, Instant expired_before);
/// Drafts for calls whose last day for nominations was before that one.
void delete_drafts(storage::Tx &tx, Date closed_before);

} // namespace selatan::training
