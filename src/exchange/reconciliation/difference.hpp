/// \file
/// A difference: what a project and a confirmed counterpart say otherwise of the same thing. The
/// program finds it and takes it away; an officer says who is right. Nothing is ever mended here.
#pragma once

#include "exchange/reconciliation/comparison.hpp"
#include "exchange/reconciliation/counterpart.hpp"

#include <span>

namespace selatan::reconciliation {

struct Difference {
    std::optional<Id<Counterpart>> counterpart;
    std::optional<Id<projects::Project>> project;
    std::optional<CountryCode> country;
    std::string teller;
    Topic topic = Topic::starts;
    std::string ours;
    std::string theirs;
    std::optional<std::int64_t> dollars; ///< by how much, whole
    std::optional<std::int64_t> percent; ///< of the larger
    std::optional<std::int64_t> days;
    std::string note; ///< of whoever settled it
    std::optional<Date> told_on;
    std::optional<Date> settled_on;
};

extern records::NounOf<Difference> const differences;

namespace difference_states {
inline constexpr std::string_view open = "open";
inline constexpr std::string_view ours_right = "ours_right";
inline constexpr std::string_view theirs_right = "theirs_right"; ///< ours is to be mended
inline constexpr std::string_view gone = "gone";                 ///< they say the same now
} // namespace difference_states

struct OursRight {
    std::string note;
    std::optional<Date> told_on; ///< the day on which the teller was told
};
struct TheirsRight {
    std::string note; ///< what is to be mended, and by whom
};
struct Reopening {
    std::string reason;
};

/// `common.in_the_future` on "told_on".
[[nodiscard]] Result<void> decide_ours_right(OursRight const &wanted, Date today);

[[nodiscard]] Result<Saved> keep_ours(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version, OursRight const &wanted);
[[nodiscard]] Result<Saved> accept_theirs(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          TheirsRight const &wanted);
[[nodiscard]] Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Reopening const &wanted);

/// Compares the counterpart with its project as both stand now: new differences are listed, those
/// that are no more are gone, those that were settled wait again when a value changed. Of one that
/// is not confirmed there are none.
void refresh_differences(storage::Tx &tx, auth::Identity const &by, Uuid counterpart);

} // namespace selatan::reconciliation
