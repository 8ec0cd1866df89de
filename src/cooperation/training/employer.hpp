/// \file
/// An employer certifies by a mailed link, without an account: that it knows the nominee, lets them
/// go and takes them back. The focal point confirms who the employer is; until then nothing moves.
#pragma once

#include "cooperation/training/application.hpp"
#include "cooperation/training/call.hpp"
#include "platform/auth/token.hpp"

#include <optional>
#include <string>
#include <string_view>

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
};
/// Nothing when the link is unknown, spent, replaced or expired, or the application has moved on.
[[nodiscard]] std::optional<EmployerView> look_at_employer_link(storage::Reader &reader,
                                                                auth::Token const &token);
/// Writes down who certified, and spends the link. Refuses `common.required` on "certified_by",
/// `common.expired_link`.
[[nodiscard]] Result<void> certify_by_link(storage::Tx &tx, auth::Token const &token,
                                           std::string const &certified_by);

} // namespace selatan::training
