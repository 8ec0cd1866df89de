/// \file
/// The public portal: what of the cooperation everybody may read, and the consents that it stands
/// on (portal.md).
#pragma once

#include "cooperation/portal/consent.hpp"
#include "cooperation/portal/extension.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::portal {

/// Who asks for, gives and ends consents.
extern records::Policy const consent_policy;
/// Who writes what the installation itself says: its policy, and the South-South Day.
extern records::Policy const settings_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router, Extensions const &extensions = {});
/// A party's own word on publication.
[[nodiscard]] std::span<web::DeskSource const> desk();

} // namespace selatan::portal
