/// \file
/// What was learned, good and bad, and how it reaches whoever plans something like it
/// (knowledge.md).
#pragma once

#include "cooperation/knowledge/lesson.hpp"
#include "cooperation/knowledge/push.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::knowledge {

/// What may be done, by role and state.
extern records::Policy const lesson_policy;
extern records::Policy const consultation_policy;
extern records::Policy const use_policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
[[nodiscard]] std::span<web::DeskSource const> desk();

} // namespace selatan::knowledge
