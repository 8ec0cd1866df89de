/// \file
/// Flows: what reported activities come to, and which of them are South-South cooperation.
#pragma once

#include "exchange/reported/watcher.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/records/access.hpp"
#include "platform/web/route.hpp"

namespace selatan::reported_flows {

/// See the figures; "judge" whether an activity is South-South cooperation.
extern records::Policy const policy;

void add_routes(web::Router &router);
void register_jobs(jobs::Runner &runner);

/// Told by the importer: asks for new figures.
class Refresher final : public reported::Watcher {
public:
    void stands(storage::Tx &tx, std::span<std::int64_t const> activities) override;
    void leaves(storage::Tx &tx, std::span<std::int64_t const> activities) override;
};
/// The one that the program hands to the importer.
[[nodiscard]] Refresher &refresher();

} // namespace selatan::reported_flows
