/// \file
/// Believing what a person sent: the fields' own rules, and links to what that person may see.
#pragma once

#include "platform/records/record.hpp"
#include "platform/web/context.hpp"

#include <span>

namespace selatan::web {

/// `records::fill` for who asks. Whoever links a record must be able to see it, since a link shows
/// its title (records.unknown_record otherwise); what `value` linked before may stay, and so may
/// the person's own office.
[[nodiscard]] Problems believe(Context const &context, storage::Reader &reader,
                               std::span<records::Field const> fields, records::Input const &input,
                               records::Missing missing, void *value);

} // namespace selatan::web
