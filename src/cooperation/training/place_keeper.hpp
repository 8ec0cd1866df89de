/// \file
/// What becomes of a place that was confirmed. Participants stand above applications; what they do
/// is handed in, so that it happens in the transaction that confirms the place or gives it back.
#pragma once

#include "cooperation/training/application.hpp"
#include "platform/web/context.hpp"

#include <string>

namespace selatan::training {

struct PlaceKeeper {
    void (*confirmed)(storage::Tx &tx, auth::Identity const &by, Uuid application,
                      Application const &value) = nullptr;
    /// May refuse: what happened on the course is not undone.
    Result<void> (*given_back)(storage::Tx &tx, auth::Identity const &by, Uuid application,
                               std::string const &reason) = nullptr;
    /// What became of it, for the page of the applicant whose place it is, at `own_url`.
    html::Html (*shown)(web::Context const &context, storage::Reader &reader, Uuid application,
                        std::string const &own_url) = nullptr;
};
/// For the whole process; set while starting. Without one, nothing becomes of a place.
void set_place_keeper(PlaceKeeper keeper);

/// Tell the keeper.
void place_confirmed(storage::Tx &tx, auth::Identity const &by, Uuid application,
                     Application const &value);
[[nodiscard]] Result<void> place_given_back(storage::Tx &tx, auth::Identity const &by,
                                            Uuid application, std::string const &reason);
[[nodiscard]] html::Html place_shown(web::Context const &context, storage::Reader &reader,
                                     Uuid application, std::string const &own_url);

} // namespace selatan::training
