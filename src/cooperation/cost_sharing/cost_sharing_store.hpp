/// \file
/// What cost sharing asks the database besides its own records.
#pragma once

#include "cooperation/cost_sharing/matrix.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::cost_sharing {

/// The parties of a project that take part, in the order in which they were invited.
[[nodiscard]] std::vector<PartyColumn> columns_of(storage::Reader &reader, Uuid project);

/// Obligations in force for a project, which an item of its plan may be paid by.
[[nodiscard]] std::vector<Uuid> obligations_of(storage::Reader &reader, Uuid project);

/// Every figure of a plan: its items, what the ledger knows of the project, what was reported.
/// `parties` says whose money the ledger's is.
[[nodiscard]] std::vector<Entry> entries_of(storage::Reader &reader, Uuid plan,
                                            CostPlan const &value,
                                            std::span<PartyColumn const> parties);

/// In-kind items whose party gave them a value.
struct ValuedItem {
    funds::RecordName item;
    std::optional<Uuid> party;
    Measure measure;
    std::int64_t count = 0;
    Money value;
    std::string method;
    std::string version;
    Date on;
};
[[nodiscard]] std::vector<ValuedItem> valued_items(storage::Reader &reader, Uuid plan);

struct Confirmation {
    Uuid party;
    Date on;
    std::string seen;
};
[[nodiscard]] std::vector<Confirmation> confirmations_of(storage::Reader &reader, Uuid plan);
void write_confirmation(storage::Tx &tx, Uuid plan, Uuid party, Uuid by, std::string const &seen);

[[nodiscard]] std::string state_of(storage::Reader &reader, Uuid record);
[[nodiscard]] std::optional<Uuid> plan_of(storage::Reader &reader, Uuid project);
[[nodiscard]] bool has_items(storage::Reader &reader, Uuid plan);
[[nodiscard]] bool has_actuals(storage::Reader &reader, Uuid item);
[[nodiscard]] std::optional<Uuid> project_of_party(storage::Reader &reader, Uuid party);
[[nodiscard]] ObligationMoney obligation_money(storage::Reader &reader, Uuid obligation);
void write_assignment(storage::Tx &tx, Uuid obligation, Uuid item);
/// The obligations that pay for an item.
[[nodiscard]] std::vector<funds::RecordName> obligations_for(storage::Reader &reader, Uuid item);

/// Whoever takes part in a project, as grants look at it: its own country and office too.
[[nodiscard]] std::vector<records::RecordParty> participants_of(storage::Reader &reader,
                                                                Uuid project);
/// The plan, its items and their reports.
[[nodiscard]] std::vector<Uuid> records_of(storage::Reader &reader, Uuid plan);
void set_audience(storage::Tx &tx, Uuid record, Audience audience);
[[nodiscard]] Audience audience_of(storage::Reader &reader, Uuid record);
/// Plans with a record that other people see than see the project.
[[nodiscard]] std::vector<Uuid> plans_behind_their_projects(storage::Reader &reader, int most);

/// For the example installation: the first triangular project that runs, and an obligation of it.
[[nodiscard]] std::optional<Uuid> running_triangular_project(storage::Reader &reader);
[[nodiscard]] std::optional<Uuid> obligation_of(storage::Reader &reader, Uuid project);

} // namespace selatan::cost_sharing
