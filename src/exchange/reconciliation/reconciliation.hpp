/// \file
/// Reconciliation: which reported activities tell of our own projects, what they say differently,
/// and who is right (reconciliation.md).
#pragma once

#include "cooperation/projects/projects.hpp"
#include "exchange/reconciliation/counterpart.hpp"
#include "exchange/reported/activity_pages.hpp"
#include "exchange/reported/watcher.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/web/app.hpp"
#include "platform/web/panel.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::reconciliation {

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
/// Proposals to judge, differences to settle.
[[nodiscard]] std::span<web::DeskSource const> desk();
/// "Also told by", on a project's page.
[[nodiscard]] std::span<web::Panel const> panels();
/// All tellers of a project side by side, under the project's address.
[[nodiscard]] std::span<projects::ProjectPage const> pages_of_a_project();
/// "Ours", on the page of a reported activity.
[[nodiscard]] std::span<reported::ActivitySection const> activity_sections();

/// Searches when what others report changed; looks every hour whether a project did.
void register_jobs(jobs::Runner &runner);

/// Told by the importer: asks for a search.
class Searcher final : public reported::Watcher {
public:
    void stands(storage::Tx &tx, std::span<std::int64_t const> activities) override;
    void leaves(storage::Tx &tx, std::span<std::int64_t const> activities) override;
};
/// The one that the program hands to the importer.
[[nodiscard]] Searcher &searcher();

} // namespace selatan::reconciliation
