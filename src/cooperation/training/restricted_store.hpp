/// \file
/// Where sealed parts of applications are kept.
#pragma once

#include "platform/storage/store.hpp"

#include <optional>

namespace selatan::training {

struct SealedParts {
    storage::Bytes passport;
    storage::Bytes expiry;
    storage::Bytes medical;
};
inline constexpr std::string_view sealed_table = "training_restricted";

void put_sealed(storage::Tx &tx, Uuid application, SealedParts const &parts);
[[nodiscard]] std::optional<SealedParts> find_sealed(storage::Reader &reader, Uuid application);
/// When the person's key was destroyed; nothing: it was not.
[[nodiscard]] std::optional<Date> erased_on(storage::Reader &reader, Uuid application);
void remove_sealed(storage::Tx &tx, Uuid application);

} // namespace selatan::training
