/// \file
/// What came in: a letter or note with its number, date and channel, and what was to be done with
/// it. A scan starts a thread.
#pragma once

#include "base/coded.hpp"
#include "cooperation/partners/post.hpp"
#include "cooperation/requests/request.hpp"
#include "platform/files/file.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::correspondence {

/// As registries mark papers.
enum class Classification { ordinary, restricted, confidential };
inline constexpr std::array<std::string_view, 3> classifications{"ordinary", "restricted",
                                                                 "confidential"};
[[nodiscard]] constexpr std::string_view to_code(Classification classification)
{
    return code_in(classifications, classification);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Classification &classification)
{
    return value_in(classifications, code, classification);
}

struct IncomingNote {
    std::string subject;
    std::string number; ///< the sender's
    std::optional<Date> dated;
    std::optional<Date> received_on;
    requests::Channel channel = requests::Channel::post;
    std::optional<CountryCode> country;                     ///< of the sender
    std::optional<Id<partners::Organisation>> organisation; ///< the sender
    std::string language;
    Classification classification = Classification::ordinary;
    std::string summary;

    // Written by verbs alone.
    std::optional<Id<records::AnyRecord>> about;
    std::optional<Id<partners::Post>> post; ///< to which it was given
    std::string instruction;
    std::string outcome;
    std::optional<Date> settled_on;
    std::string fingerprint; ///< SHA-256 of the scan, in hexadecimal
};

extern records::NounOf<IncomingNote> const incoming_notes;

// -- What verbs ask for -------------------------------------------------------------------------

struct Assignment {
    std::optional<Id<partners::Post>> post;
    std::string officer; ///< the account's address; empty: whoever sits in the post
    std::string instruction;
    std::optional<Date> deadline;
};
struct Settlement {
    std::string outcome;
};
struct Misdirection {
    std::string reason;
};
/// The request that a note begins.
struct Opening {
    std::string title;
    std::string consented_by; ///< empty: the note is no consent
    std::optional<Date> consented_on;
};
struct Linking {
    std::optional<Id<records::AnyRecord>> about;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Every problem: `correspondence.sender_missing` on "country" when neither country nor
/// organisation is named; `common.in_the_future` on "dated" and "received_on";
/// `correspondence.received_before_written` on "received_on".
[[nodiscard]] Problems check_note(IncomingNote const &note, Date today);
/// `correspondence.assigned_to_nobody` on "post"; `common.in_the_past` on "deadline".
[[nodiscard]] Result<void> decide_assign(Assignment const &wanted, Date today);

// -- Verbs ----------------------------------------------------------------------------------------

using records::Head;
using records::Saved;

/// Registers it, with its scan when there is one. Unless told `anyway`, refuses
/// `correspondence.same_scan` on "file" and `correspondence.same_number` on "number", naming the
/// note that is registered already.
struct Registering {
    IncomingNote note;
    std::optional<files::Examined> scan;
    bool anyway = false;
};
[[nodiscard]] Result<Saved> register_note(storage::Tx &tx, auth::Identity const &by,
                                          Registering const &wanted);
/// Refuses as decide_assign; `correspondence.no_such_officer` on "officer" when no active account
/// has the address. Whoever sits in the post, or registered it, leads.
[[nodiscard]] Result<Saved> assign(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Assignment const &wanted);
[[nodiscard]] Result<Saved> settle(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Settlement const &wanted);
/// It was not for us: back to whom it came from, or on to whom it is for.
[[nodiscard]] Result<Saved> return_note(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                        std::int64_t version, Misdirection const &wanted);
/// Starts a thread: a registered request with the note's number, date and channel, and the scans
/// attached to it. Refuses `correspondence.linked_already`, then `correspondence.no_country`, then
/// `common.forbidden` to whoever may not make requests for the country, then as
/// requests::register_.
[[nodiscard]] Result<Saved> open_request(storage::Tx &tx, auth::Identity const &by,
                                         Head const &head, std::int64_t version,
                                         Opening const &wanted);
/// Refuses `common.not_found` on "about" when the record may not be seen.
[[nodiscard]] Result<Saved> link(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Linking const &wanted);

} // namespace selatan::correspondence
