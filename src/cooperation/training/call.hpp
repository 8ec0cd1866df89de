/// \file
/// A call: the invitation to nominate people for a course, published in several languages under a
/// scheme's rules, with places for each country.
#pragma once

#include "cooperation/activities/activity.hpp"
#include "cooperation/training/scheme.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace selatan::training {

struct Call {
    std::string title;
    i18n::MultilingualText titles; ///< in other languages
    std::optional<Id<activities::Activity>> activity;
    std::optional<Id<partners::Organisation>> organisation; ///< the institute
    std::optional<Id<Scheme>> scheme;
    i18n::MultilingualText information; ///< general information: content, who is wanted, benefits
    records::Codes languages;           ///< in which it is taught
    std::int64_t places = 0;
    std::optional<Date> opens_on;
    std::optional<Date> closes_on; ///< the last day for nominations, to its end
    std::string time_zone;         ///< IANA: where that day ends
    std::optional<Date> results_on;

    // Written by verbs alone.
    std::optional<Id<Rules>> rules;            ///< those in force when it was published
    std::optional<std::int64_t> discretionary; ///< places outside countries' quotas
    bool is_public = false;
    std::string people_informed;
    std::optional<Date> confirm_by;      ///< the last day on which places are confirmed
    std::string signatory;               ///< who signs its certificates
    std::string signatory_post;          ///< of whoever that is
    std::int64_t held = 0;               ///< places proposed or given, of all
    std::int64_t discretionary_held = 0; ///< of those outside countries' quotas

    /// As readers of that language know it.
    [[nodiscard]] std::string title_in(Language language) const;
};

extern records::NounOf<Call> const calls;

namespace call_states {
inline constexpr std::string_view drafted = "drafted";
inline constexpr std::string_view published = "published";
inline constexpr std::string_view open = "open";
inline constexpr std::string_view nominations_closed = "nominations_closed";
inline constexpr std::string_view selecting = "selecting";
inline constexpr std::string_view results_out = "results_out";
inline constexpr std::string_view confirmed = "confirmed";
inline constexpr std::string_view running = "running";
inline constexpr std::string_view completed = "completed";
inline constexpr std::string_view cancelled = "cancelled";
} // namespace call_states

extern records::Machine const call_machine;

/// A country's part in a call.
struct Quota {
    std::optional<Id<Call>> call;
    std::optional<CountryCode> country;
    std::int64_t places = 0;              ///< that it may get
    std::optional<std::int64_t> nominees; ///< whom it may nominate; none: as the scheme says
    std::int64_t held = 0;                ///< places given
};

extern records::NounOf<Quota> const quotas;

/// The moment at which nominations close: the end of the last day, on the clocks of its zone.
[[nodiscard]] std::optional<Instant> deadline_of(Call const &call);

// -- What verbs ask for -------------------------------------------------------------------------

struct Publication {
    bool is_public = false; ///< or those alone who have places
};
struct Extension {
    Date closes_on;
    std::optional<Date> results_on;
    std::string reason;
};
struct CallCancellation {
    std::string reason;
    std::string people_informed;
};

/// What the rules of a call look at besides the call.
struct CallStanding {
    std::string activity_state;
    std::optional<Date> course_starts;
    std::optional<Date> course_ends;
    bool has_quotas = false;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Every problem: `records.period_reversed` on "closes_on"; `training.results_before_deadline` on
/// "results_on"; `activities.unknown_time_zone` on "time_zone".
[[nodiscard]] Problems decide_call(Call const &call);
/// `training.activity_off`, `training.course_without_days`, `training.no_rules`,
/// `training.information_missing`, `training.dates_missing` (opening, deadline, results),
/// `training.lead_time`, `training.results_after_start`, `training.nobody_invited` (not public, and
/// no country has places).
[[nodiscard]] Result<void> decide_publish(Call const &call, CallStanding const &standing,
                                          Rules const *rules, Publication const &wanted);
/// `training.not_yet_open` (its first day has not come), `training.deadline_passed`.
[[nodiscard]] Result<void> decide_open(Call const &call, Instant now);
/// `training.deadline_not_passed`.
[[nodiscard]] Result<void> decide_close(Call const &call, Instant now);
/// `training.deadline_not_later`, `training.deadline_passed` (the new one), `training.lead_time` on
/// "closes_on"; `training.results_before_deadline`, `training.results_after_start` on "results_on".
[[nodiscard]] Result<void> decide_extend(Call const &call, CallStanding const &standing,
                                         Rules const &rules, Extension const &wanted, Instant now);
/// `training.course_not_begun`: its first day has not come, or it has none.
[[nodiscard]] Result<void> decide_begin(CallStanding const &standing, Date today);
/// `training.course_not_over`: its last day is not past.
[[nodiscard]] Result<void> decide_complete(CallStanding const &standing, Date today);
/// Every problem: `training.quota_twice` on "country" (`is_taken`); `training.quota_fixed` on
/// "call" or "country" when `before` was another's; `training.places_held` on "places": fewer than
/// were given.
[[nodiscard]] Problems decide_quota(Quota const &quota, Quota const *before, bool is_taken);

// -- Verbs ----------------------------------------------------------------------------------------

[[nodiscard]] Result<Saved> publish(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Publication const &wanted);
[[nodiscard]] Result<Saved> open(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version);
/// A later deadline; nominations that were closed are open again.
[[nodiscard]] Result<Saved> extend(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Extension const &wanted);
[[nodiscard]] Result<Saved> close(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version);
/// Closes every open call whose deadline has passed: nobody reads that it is open still.
void close_passed(storage::Tx &tx);
[[nodiscard]] Result<Saved> start_selection(storage::Tx &tx, auth::Identity const &by,
                                            Head const &head, std::int64_t version);
/// Refuses what `decide_announce` refuses (selection.hpp); every proposal becomes a result.
[[nodiscard]] Result<Saved> announce(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version);
/// Refuses what `decide_confirm_call` refuses (selection.hpp).
[[nodiscard]] Result<Saved> confirm(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version);
/// The call's activity begins and ends with it, on the course's days.
[[nodiscard]] Result<Saved> begin(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                  std::int64_t version);
[[nodiscard]] Result<Saved> complete(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version);
[[nodiscard]] Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, CallCancellation const &wanted);

struct ConfirmationDay {
    Date confirm_by;
};
/// `common.in_the_past` on "confirm_by".
[[nodiscard]] Result<void> decide_confirmation_day(ConfirmationDay const &wanted, Date today);
/// The last day for confirming, a later one too. Whoever was selected already is written.
[[nodiscard]] Result<Saved> set_confirmation_day(storage::Tx &tx, auth::Identity const &by,
                                                 Head const &head, std::int64_t version,
                                                 ConfirmationDay const &wanted);

/// Who signs a course's certificates.
struct Signatory {
    std::string name;
    std::string post;
};
/// Nothing is written when the call says so already.
void name_signatory(storage::Tx &tx, auth::Identity const &by, Uuid call,
                    Signatory const &signatory);

/// The countries that have places see the call, and their own places, once it is published.
void share_with_countries(storage::Tx &tx, Uuid call);

} // namespace selatan::training
