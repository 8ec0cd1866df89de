/// \file
/// What has to be counted together.
#pragma once

#include "platform/storage/store.hpp"

namespace selatan::reported_flows {

/// Finds the chains of all that flow_changed names, as they were and as they are, and puts them
/// into flow_recount, chain after chain. What was left there is found again.
///
/// Identifiers are of one chain when an activity of the one names the other: as its parent or part,
/// or as who pays or is paid. Also one that nobody tells of yet: when it comes, those that named it
/// are counted again.
void find_chains(storage::Tx &tx);

} // namespace selatan::reported_flows
