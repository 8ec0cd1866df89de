/// \file
/// Keeps the figures what they should be (flows.md).
#pragma once

#include "platform/storage/store.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reported_flows {

enum class Extent {
    what_changed,
    everything, ///< forgets all figures first: what is shown grows until they are made
};

struct Refreshed {
    std::int64_t findings = 0;    ///< new ones
    std::int64_t identifiers = 0; ///< counted anew
    std::int64_t activities = 0;  ///< that stand, all in all
    std::int64_t transactions = 0;
};
/// Findings and figures of what changed, chain after chain, each batch of chains in one
/// transaction: whoever reads sees each chain as it was or as it is. Of every chain when nothing
/// was made yet, or when the countries or the South are not what they were. Works off what others
/// noted meanwhile too, until `should_stop`; the next call goes on where this one stopped.
Refreshed refresh(storage::Store &store, Extent extent = Extent::what_changed,
                  std::function<bool()> const &should_stop = {});

/// These activities changed: they stand now, or are about to leave, or were judged.
void note_changed(storage::Tx &tx, std::span<std::int64_t const> activities);

/// Do the figures kept agree with their parts, and these with what stands? Every difference is a
/// sentence for a technician.
[[nodiscard]] std::vector<std::string> check(storage::Reader &reader);

/// Queued whenever what stands, a verdict or a rate changed; one waits for all.
inline constexpr std::string_view refresh_job = "flows.refresh";
void ask_for_refresh(storage::Tx &tx);

} // namespace selatan::reported_flows
