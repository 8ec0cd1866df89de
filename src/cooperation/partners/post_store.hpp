/// \file
/// Questions about posts that only SQL answers.
#pragma once

#include "cooperation/partners/post.hpp"

namespace selatan::partners {

/// Does somebody hold (not act in) the post on a day of the period, by a holding other than
/// `except`?
[[nodiscard]] bool is_held(storage::Reader &reader, Id<Post> post, Date since,
                           std::optional<Date> until, std::optional<Uuid> except);

} // namespace selatan::partners
