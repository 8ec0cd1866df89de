/// \file
/// Gathers what is told as IATI, through the portal's views: no value of a topic that is not public
/// leaves these queries.
#pragma once

#include "exchange/iati_out/told.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace selatan::iati_out {

/// The settings that hold on the day of the transaction, with their organisation.
[[nodiscard]] std::optional<ToldPublisher> publisher_of(storage::Reader &reader,
                                                        std::string const &base_url);
[[nodiscard]] bool has_publisher_since(storage::Reader &reader, Date since,
                                       std::optional<Uuid> but);

/// All facts of these projects, which must be neighbours in the order of each_public_project: a
/// fixed number of queries, however many they are.
[[nodiscard]] std::vector<ToldActivity> gather(storage::Reader &reader,
                                               ToldPublisher const &publisher,
                                               std::vector<portal::PublicProject> projects);
/// Every public project, the newest first, in batches that bound the memory.
void each_told(storage::Reader &reader, ToldPublisher const &publisher,
               std::function<void(ToldActivity const &)> const &take);
/// One of them, by reference.
[[nodiscard]] std::optional<ToldActivity>
find_told(storage::Reader &reader, ToldPublisher const &publisher, std::string const &reference);

/// The central budget as the portal shows it: nothing where its policy names no first year.
[[nodiscard]] std::vector<ToldYear> told_years(storage::Reader &reader);
/// When that, or who publishes, was changed last.
[[nodiscard]] Instant budget_changed_at(storage::Reader &reader, ToldPublisher const &publisher);

// -- What was published ---------------------------------------------------------------------------

void give_identifier(storage::Tx &tx, ToldActivity const &activity, std::string const &publisher);
void write_told(storage::Tx &tx, Uuid project, std::string const &digest, Instant changed_at);
/// Those that are told no more keep their identifier.
void forget_untold(storage::Tx &tx, std::vector<Uuid> const &told);

struct Publication {
    Instant at;
    std::int64_t activities = 0;
    std::int64_t left_out = 0;
    std::string organisation_digest;
    Instant organisation_at;
    std::int64_t number = 0; ///< the how manyth it is
};
[[nodiscard]] std::optional<Publication> last_publication(storage::Reader &reader);
void write_publication(storage::Tx &tx, Publication const &publication);

} // namespace selatan::iati_out
