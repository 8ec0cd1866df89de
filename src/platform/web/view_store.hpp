/// \file
/// Saved views of lists.
#pragma once

#include "platform/auth/identity.hpp"
#include "platform/storage/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace selatan::web {

struct View {
    Uuid id;
    std::string name;
    std::string audience; ///< private, team (the owner's office), public (everybody signed in)
    std::string query;    ///< of the list's URL
};

/// One's own, one's office's and the public ones, by name.
[[nodiscard]] std::vector<View> views_of(storage::Reader &reader, std::string_view kind,
                                         auth::Identity const &who);
/// A view of the same owner, kind and name is replaced.
void put_view(storage::Tx &tx, std::string_view kind, auth::Identity const &who, View const &view);

} // namespace selatan::web
