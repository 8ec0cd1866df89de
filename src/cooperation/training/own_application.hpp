/// \file
/// The application that an applicant writes with an account of their own: parts that are saved one
/// by one, then handed over whole to the scheme's way, on which the focal point nominates as ever.
#pragma once

#include "cooperation/training/application.hpp"
#include "cooperation/training/sealed_file.hpp"
#include "platform/records/input.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::training {

/// What an applicant may do with what is their own: a policy over applications beside that of the
/// offices, whose pages they do not see.
extern records::Policy const own_application_policy;
namespace own_verbs {
inline constexpr std::string_view apply = "apply";
inline constexpr std::string_view hand_in = "hand_in";
inline constexpr std::string_view take_file_back = "take_file_back";
inline constexpr std::string_view confirm = "confirm_place";
inline constexpr std::string_view withdraw = "withdraw";
inline constexpr std::string_view apply_again = "apply_again";
inline constexpr std::string_view seal = "seal"; ///< passport and medical part
} // namespace own_verbs

// -- While it is written --------------------------------------------------------------------------

/// A part of the form, with the fields of an application that it asks for.
enum class Section { person, work, course };
inline constexpr std::array<std::string_view, 3> sections{"person", "work", "course"};
[[nodiscard]] constexpr std::string_view to_code(Section section)
{
    return code_in(sections, section);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Section &section)
{
    return value_in(sections, code, section);
}
inline constexpr std::array all_sections{Section::person, Section::work, Section::course};
[[nodiscard]] std::vector<records::Field> fields_of(Section section);

/// Of what a form sent, the answers to this part's questions.
[[nodiscard]] records::Input answers_in(Section section, records::Input const &sent);

/// A part as it was typed, whatever it is worth.
struct SectionDraft {
    Section section{};
    records::Input typed;
    Instant saved;
};
/// Those that were saved.
[[nodiscard]] std::vector<SectionDraft> drafts_of(storage::Reader &reader, Id<auth::User> applicant,
                                                  Uuid call);
[[nodiscard]] SectionDraft const *find_section(std::vector<SectionDraft> const &drafts,
                                               Section section);

/// Writes the part's answers into `application`; every problem that is left, and
/// `applicants.country_without_places` on "country".
[[nodiscard]] Problems fill_section(storage::Reader &reader, records::CodeLists const &codes,
                                    Uuid call, Section section, records::Input const &typed,
                                    Application &application);

/// The countries whose people may apply; nothing: those of every country may.
[[nodiscard]] std::optional<std::set<CountryCode>> countries_taken(storage::Reader &reader,
                                                                   Uuid call);

/// Keeps what was typed, complete or not: it is mended later. Refuses what `decide_window` refuses
/// of the call, `applicants.applied_already` (and not withdrawn since), and `auth.view_only`.
[[nodiscard]] Result<void> save_section(storage::Tx &tx, auth::Identity const &by, Head const &call,
                                        Section section, records::Input const &typed);

// -- Handing it over ------------------------------------------------------------------------------

/// What an applicant is asked to agree to; the first two are conditions.
enum class Consent { truth, processing, contact };
inline constexpr std::array<std::string_view, 3> consents{"truth", "processing", "contact"};
[[nodiscard]] constexpr std::string_view to_code(Consent consent)
{
    return code_in(consents, consent);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Consent &consent)
{
    return value_in(consents, code, consent);
}

/// `applicants.consent_wanted` on "truth" and "processing".
[[nodiscard]] Problems decide_consents(std::vector<Consent> const &given);

/// Makes the application of the parts and submits it, or the one that was withdrawn again; the
/// parts go. Refuses as `save_section` does, then `applicants.country_without_places`,
/// `applicants.incomplete`, and what `decide_consents` refuses.
[[nodiscard]] Result<Saved> apply(storage::Tx &tx, records::CodeLists const &codes,
                                  auth::Identity const &by, Head const &call,
                                  std::vector<Consent> const &given);

struct GivenConsent {
    Consent what{};
    Instant given;
};
[[nodiscard]] std::vector<GivenConsent> consents_of(storage::Reader &reader, Uuid application);

// -- Afterwards -----------------------------------------------------------------------------------

/// The record, if it is this applicant's own and `verb` may be used on it now.
[[nodiscard]] Result<Head> find_own(storage::Reader &reader, auth::Identity const &identity,
                                    std::string_view reference,
                                    std::string_view verb = records::verbs::see);
/// Whose account an application came from; nobody's: an office entered it.
[[nodiscard]] std::optional<Id<auth::User>> applicant_of(storage::Reader &reader, Uuid application);
/// The application to a call, if this account made one.
[[nodiscard]] std::optional<Uuid> own_application_to(storage::Reader &reader,
                                                     Id<auth::User> applicant, Uuid call);

/// The applicant comes: what `confirm_place` does, on the version that was seen. Refuses
/// `applicants.no_place`: none was given, or it was answered already.
[[nodiscard]] Result<Saved> confirm_own(storage::Tx &tx, auth::Identity const &by,
                                        std::string_view reference, std::int64_t version);

/// The parts of an application that was withdrawn are there to be changed and submitted again;
/// those that are being written already stay. The call's reference. Refuses `decide_window`'s,
/// `applicants.applied_already`, `auth.view_only`.
[[nodiscard]] Result<std::string> apply_again(storage::Tx &tx, auth::Identity const &by,
                                              std::string_view reference);
/// May it be submitted again: it was withdrawn, and its call is open?
[[nodiscard]] bool may_apply_again(storage::Reader &reader, auth::Identity const &by,
                                   std::string_view reference);

/// One line of an applicant's list: what was submitted, or is being written.
struct OwnLine {
    std::string reference; ///< of the application; empty: not submitted yet
    std::string state;
    std::string call; ///< its reference
    std::string course;
    std::optional<Date> closes_on;
    Uuid call_id;
};
[[nodiscard]] std::vector<OwnLine> own_lines(storage::Reader &reader,
                                             auth::Identity const &identity);

/// The documents that the scheme wants, with whether each was handed in; copies of sealed ones go
/// where passport and medical part are written.
struct WantedDocument {
    std::string code;
    bool is_handed_in = false;
    bool is_sealed = false;
    bool is_employers = false; ///< the employer hands it in; the applicant reads it
};
[[nodiscard]] std::vector<WantedDocument> wanted_documents(Application const &application,
                                                           Rules const &rules);
/// Of the applicant's own documents, those that were not handed in.
[[nodiscard]] records::Codes own_missing_documents(Application const &application,
                                                   Rules const &rules);
/// Ticks the document off; who was found incomplete and lacks nothing any more awaits the check.
/// Refuses `applicants.not_wanted` on "document": nobody wants it, or somebody else hands it in.
[[nodiscard]] Result<Saved> hand_in(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::string const &document);
/// The same of the employer, whose documents those of the applicant are not. History:
/// "hand_in_by_link".
[[nodiscard]] Result<Saved> hand_in_as_employer(storage::Tx &tx, events::Actor const &actor,
                                                Head const &head, std::string const &document);
/// The document is not there any more. History: "take_file_back".
[[nodiscard]] Result<void> want_again(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::string const &document);
/// Whose turn it is once these documents are there.
[[nodiscard]] std::optional<Awaited> awaited_with(storage::Reader &reader, Head const &head,
                                                  Application const &after);

} // namespace selatan::training
