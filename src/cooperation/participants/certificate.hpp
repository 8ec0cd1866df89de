/// \file
/// A certificate: what a participant takes home, with a code by which anybody checks it. What
/// stands on the paper is written down when it is issued and never changes; a corrected name is a
/// new certificate, and the old one says that it was replaced.
#pragma once

#include "cooperation/participants/participant.hpp"
#include "platform/auth/token.hpp"
#include "platform/jobs/runner.hpp"
#include "platform/secrets/vault.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::participants {

struct CourseCertificate {
    std::string title; ///< the person's name
    std::optional<Id<Participant>> participant;
    std::optional<Id<Call>> call;
    std::optional<CountryCode> country;
    std::optional<Id<partners::Organisation>> organisation;
    std::string course;    ///< its title, in the certificate's language where there is one
    std::string institute; ///< as it was called
    std::string signatory; ///< who signs it; empty: whoever does, above the agency's name
    std::string signatory_post;
    Date starts;
    Date ends;
    std::string language = "en"; ///< one of `letter_languages`
    Date issued_on;
    std::optional<Date> ended_on; ///< revoked or replaced
    std::optional<Id<CourseCertificate>> replaces;

    [[nodiscard]] Language letter_language() const
    {
        return parse_language(language).value_or(Language::en);
    }
    /// Do both papers say the same?
    [[nodiscard]] bool says_the_same_as(CourseCertificate const &other) const;
};

extern records::NounOf<CourseCertificate> const certificates;

namespace certificate_states {
inline constexpr std::string_view valid = "valid";
inline constexpr std::string_view revoked = "revoked";
inline constexpr std::string_view replaced = "replaced";
} // namespace certificate_states

extern records::Machine const certificate_machine;

struct Revocation {
    std::string reason; ///< for the agency: nobody who checks the certificate reads it
};

/// `participants.nothing_corrected`: the new paper would say what the old one says.
[[nodiscard]] Result<void> decide_replace(CourseCertificate const &before,
                                          CourseCertificate const &after);

/// For a participant who completed the course. Refuses `training.course_without_days`, and
/// `records.wrong_state` of whoever did not complete it or has one.
[[nodiscard]] Result<Saved> issue(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                                  Head const &participant);
/// After the participant's name, language or the course's title was corrected.
[[nodiscard]] Result<Saved> replace(storage::Tx &tx, secrets::Vault &vault,
                                    auth::Identity const &by, Head const &certificate,
                                    std::int64_t version);
/// It is no longer good; the participant has completed the course, without a certificate.
[[nodiscard]] Result<Saved> revoke(storage::Tx &tx, auth::Identity const &by,
                                   Head const &certificate, std::int64_t version,
                                   Revocation const &wanted);

/// Issues to everybody of a call who completed it and has none, in the background. `signatory`: who
/// signs from now on; nothing: as the call says.
[[nodiscard]] Id<jobs::Job>
issue_to_class(storage::Tx &tx, auth::Identity const &by, Uuid call,
               std::optional<training::Signatory> const &signatory = {});
inline constexpr std::string_view issuing_job = "training.certificates";
/// `vault` must outlive the runner.
void handle_issuing(jobs::Runner &runner, secrets::Vault &vault);

/// What whoever has the code learns: what stands on the paper, and whether it is good.
struct CheckedCertificate {
    std::string number;
    std::string name;
    std::string state;
    std::string course;
    std::string institute;
    Date starts;
    Date ends;
    Date issued_on;
    std::optional<Date> ended_on;
};
[[nodiscard]] std::optional<CheckedCertificate> check_certificate(storage::Reader &reader,
                                                                  auth::Token const &token);

/// A certificate with the secret of its code, to be drawn.
struct DrawnCertificate {
    std::string number;
    CourseCertificate value;
    std::string token;
};
[[nodiscard]] std::optional<DrawnCertificate>
certificate_to_draw(storage::Reader &reader, secrets::Vault &vault, Head const &certificate);
/// The good ones of a call, as far as `identity` may see them, by name.
[[nodiscard]] std::vector<DrawnCertificate> certificates_to_draw(storage::Reader &reader,
                                                                 secrets::Vault &vault,
                                                                 auth::Identity const &identity,
                                                                 Uuid call);

} // namespace selatan::participants
