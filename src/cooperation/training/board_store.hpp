/// \file
/// What was done for many on a call's board, for undoing it.
#pragma once

#include "cooperation/training/application_store.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::training {

/// One of a batch.
struct InBatch {
    Uuid application;
    std::string name;
    std::string act;
    std::int64_t version = 0;  ///< after the act
    Earlier earlier;           ///< before it
    bool is_untouched = false; ///< nobody has acted on it since
};

/// `before` became `version` by `act`.
void put_in_batch(storage::Tx &tx, Uuid batch, CallContext const &call, std::string_view act,
                  Considered const &before, std::int64_t version);
[[nodiscard]] std::vector<InBatch> batch_of(storage::Reader &reader, Uuid call, Uuid batch);
/// The newest of these acts of which somebody is untouched.
[[nodiscard]] std::optional<Uuid> last_batch(storage::Reader &reader, Uuid call,
                                             std::span<std::string_view const> acts);
/// It was undone: the batch before it, if any, may be undone in its turn.
void take_out_of_batch(storage::Tx &tx, Uuid batch, InBatch const &one, std::int64_t version);

} // namespace selatan::training
