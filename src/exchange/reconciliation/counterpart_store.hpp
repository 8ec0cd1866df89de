/// \file
/// What SQL knows of counterparts and of what is told.
#pragma once

#include "exchange/reconciliation/counterpart.hpp"
#include "exchange/reconciliation/facts.hpp"

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace selatan::reconciliation {

// -- Reasons --------------------------------------------------------------------------------------

void write_reasons(storage::Tx &tx, Uuid counterpart, std::vector<linkage::Reason> const &reasons);
[[nodiscard]] std::vector<linkage::Reason> reasons_of(storage::Reader &reader, Uuid counterpart);

// -- What is told ---------------------------------------------------------------------------------

/// A counterpart of whatever project, as a form names it ("iati:1234", "reported:RPT-2026-0001"):
/// of what stands, and this identity may see.
[[nodiscard]] std::optional<Counterpart>
told_by_text(storage::Reader &reader, auth::Identity const &by, std::string_view text);
/// The number of the reported activity that stands for it now; nothing: nobody tells it any more,
/// or a register tells it.
[[nodiscard]] std::optional<std::int64_t> standing_activity(storage::Reader &reader,
                                                            Counterpart const &counterpart);
/// What is told of it now; nothing when nobody does any more.
[[nodiscard]] std::optional<Facts> told_facts(storage::Reader &reader,
                                              Counterpart const &counterpart);

/// The highest number that an activity has; 0: there is none.
[[nodiscard]] std::int64_t last_activity(storage::Reader &reader);
/// Titles of all reported activities that stand, some thousand at a time, in the order of their
/// numbers; only every `step`th.
void each_told_title(
    storage::Reader &reader, std::int64_t step,
    std::function<void(std::int64_t activity, std::vector<std::string> const &titles)> const &take);
/// Activities that carry one of these identifiers, or name it as another's.
[[nodiscard]] std::vector<std::int64_t>
activities_around(storage::Reader &reader, std::vector<std::string> const &identifiers);
/// Whose word an activity is.
[[nodiscard]] std::vector<std::pair<std::int64_t, Counterpart>>
tellers_of(storage::Reader &reader, std::vector<std::int64_t> const &activities);
/// Under which references we publish ourselves.
[[nodiscard]] std::vector<std::string> own_publishers(storage::Reader &reader);
/// Every row of the registers.
void each_register_row(storage::Reader &reader,
                       std::function<void(Counterpart told, Facts facts)> const &take);

// -- Counterparts ---------------------------------------------------------------------------------

/// The one of this project, source, teller and identifier.
[[nodiscard]] std::optional<Uuid> find_counterpart(storage::Reader &reader, Uuid project,
                                                   Counterpart const &told);
struct Known {
    Uuid id;
    std::string reference;
    std::string state;
    Counterpart counterpart;
    std::int64_t open = 0; ///< differences that wait
};
/// Of a project, the confirmed first, then by score. Not those that lapsed.
[[nodiscard]] std::vector<Known> counterparts_of(storage::Reader &reader, Uuid project);
/// Of a reported activity: (project's reference and title with) each that is not refused or lapsed.
struct OfActivity {
    Known known;
    std::string project_reference;
    std::string project_title;
};
[[nodiscard]] std::vector<OfActivity> counterparts_of_activity(storage::Reader &reader,
                                                               std::int64_t activity,
                                                               records::Filter const &may_see);
[[nodiscard]] std::vector<Uuid> counterparts_in(storage::Reader &reader, std::string_view state);

// -- The last search ------------------------------------------------------------------------------

/// What a search would look at: it rises with every import and every change of a project.
[[nodiscard]] std::string state_of_the_told(storage::Reader &reader);
[[nodiscard]] std::string last_search(storage::Reader &reader);
void remember_search(storage::Tx &tx, std::string const &state);

} // namespace selatan::reconciliation
