/// \file
/// Where employers' links are kept.
#pragma once

#include "platform/auth/token.hpp"
#include "platform/storage/store.hpp"

#include <optional>

namespace selatan::training {

void put_link(storage::Tx &tx, Uuid application, auth::Token const &token, Instant expires);
/// The application of a link that has not expired.
[[nodiscard]] std::optional<Uuid> application_of_link(storage::Reader &reader,
                                                      auth::Token const &token);
void remove_link(storage::Tx &tx, Uuid application);

} // namespace selatan::training
