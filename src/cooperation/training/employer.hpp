/// \file
/// An employer answers by a mailed link, without an account: it certifies that it knows the
/// nominee, lets them go and takes them back, or says why not. The focal point confirms who the
/// employer is; until then nothing moves.
#pragma once

#include "cooperation/training/application.hpp"
#include "cooperation/training/call.hpp"
#include "cooperation/training/own_application.hpp"
#include "platform/auth/token.hpp"
#include "platform/files/file.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::training {

inline constexpr int employer_link_days = 14;

/// Mails a link; the one sent before stops working. Refuses `mail.bad_address` on "email", and what
/// `certify` refuses of the call and the step.
[[nodiscard]] Result<void> ask_employer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                        std::string const &email, std::string_view base_url);

/// What the form of a good link shows.
struct EmployerView {
    Uuid application;
    std::string person;
    std::string employer;
    Call course;
    std::optional<Date> course_starts;
    std::optional<Date> course_ends;
    std::vector<WantedDocument> documents; ///< that the employer hands in
};
/// Nothing when the link is unknown, spent, replaced or expired, or the application has moved on.
[[nodiscard]] std::optional<EmployerView> look_at_employer_link(storage::Reader &reader,
                                                                auth::Token const &token);
/// Keeps a file for one of those documents; the link goes on working until it is answered. Refuses
/// `common.expired_link`, and what `hand_in_employers_file` refuses.
[[nodiscard]] Result<void> hand_in_by_link(storage::Tx &tx, auth::Token const &token,
                                           std::string const &document, files::Examined examined,
                                           std::string const &description);

struct EmployerAnswer {
    std::optional<bool> certifies; ///< nothing: not said
    std::string name;              ///< of who answers
    std::string reason;            ///< of who does not certify
};
/// Writes down who answered what, and spends the link. Refuses `common.required` on "answer",
/// "certified_by", and "reason" where the answer is no; `common.expired_link`.
[[nodiscard]] Result<void> answer_by_link(storage::Tx &tx, auth::Token const &token,
                                          EmployerAnswer const &answer);

} // namespace selatan::training
