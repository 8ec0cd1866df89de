/// \file
/// Facts that the standard has no element for, kept as tags of our own vocabulary (99); and the
/// goals, which have vocabularies of their own.
#pragma once

#include "exchange/iati_out/crosswalk.hpp"

namespace selatan::iati_out::tags {

void goals(ActivityPen const &pen);
void arrangement(ActivityPen const &pen);
void geography(ActivityPen const &pen);
void modalities(ActivityPen const &pen);
void domain(ActivityPen const &pen);
void state(ActivityPen const &pen);
void roles(ActivityPen const &pen);
void shares(ActivityPen const &pen);
void contributions(ActivityPen const &pen);
void legal_basis(ActivityPen const &pen);

} // namespace selatan::iati_out::tags
