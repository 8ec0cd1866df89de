/// \file
/// Our own projects as others would tell of them: every party, plan, promise and payment, whoever
/// may see it. For officers; nothing of it goes out.
#pragma once

#include "exchange/reconciliation/facts.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <vector>

namespace selatan::reconciliation {

struct Ours {
    Uuid project;
    std::string reference;
    std::string state;
    std::optional<CountryCode> country;
    Facts facts;
};

/// All that were not cancelled, or one whatever its state; a fixed number of queries. Identifiers
/// are our reference, what it was published under, and those of activities that officers confirmed.
[[nodiscard]] std::vector<Ours> read_ours(storage::Reader &reader,
                                          std::optional<Uuid> project = std::nullopt);

/// Our state in the standard's words (list ActivityStatus).
[[nodiscard]] std::string_view status_of(std::string_view state);

} // namespace selatan::reconciliation
