/// \file
/// Where the parts of applications are kept while they are written, and whose each became.
#pragma once

#include "cooperation/training/own_application.hpp"

namespace selatan::training {

void put_draft(storage::Tx &tx, Id<auth::User> applicant, Uuid call, Section section,
               records::Input const &typed);
void drop_drafts(storage::Tx &tx, Id<auth::User> applicant, Uuid call);
void put_own(storage::Tx &tx, Uuid application, Id<auth::User> applicant, Uuid call);
void drop_consents(storage::Tx &tx, Uuid application);
void put_consent(storage::Tx &tx, Uuid application, Consent consent);

} // namespace selatan::training
