/// \file
/// Publishing as IATI: the installation's public projects as an activity file, its budgets as an
/// organisation file (iati_out.md).
#pragma once

#include "base/result.hpp"
#include "cooperation/portal/extension.hpp"
#include "exchange/iati_out/publisher.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

#include <chrono>
#include <span>
#include <string>

namespace selatan::iati_out {

[[nodiscard]] std::span<records::Noun const *const> nouns();
/// `extensions`: what the portal was given, for its frame.
void add_routes(web::Router &router, portal::Extensions const &extensions);

/// What the portal's page of open data says of the two files.
[[nodiscard]] portal::StandardFiles standard_files();

/// For the example installation: who publishes, and a first publication.
void make_examples(storage::Tx &tx, auth::Identity const &coordinator,
                   Id<partners::Organisation> organisation, std::string const &base_url);

/// The files of one publication. `activities` is empty while there are none: the standard has no
/// file without any.
struct Files {
    std::string activities;
    std::string organisation;
    std::string log; ///< for people: what was written, what was left out and why
};
/// Publishes, and reads back what it wrote: `publishing.not_valid` (argument finding) when our own
/// validator has anything to say against it, whatever the severity. `publishing.no_publisher`.
[[nodiscard]] Result<Files> make_files(storage::Tx &tx, auth::Identity const &by,
                                       std::string const &base_url);

/// Publishes what changed, every so often, once somebody published for the first time; never for
/// zero hours. What fails waits on the desk of who may publish.
void register_jobs(jobs::Runner &runner, std::string const &base_url, std::chrono::hours every);
[[nodiscard]] std::span<web::DeskSource const> desk();

} // namespace selatan::iati_out
