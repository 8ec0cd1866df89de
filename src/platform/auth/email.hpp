/// \file
/// An e-mail address as an account's name: parsed once, folded, safe to put into a mail header.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::auth {

/// `local@domain` (RFC 5321's lengths; no quoted local parts, no address literals), ASCII letters
/// folded to lower case so that one mailbox is one account.
class Email {
public:
    /// Spaces around it are dropped: people paste them.
    [[nodiscard]] static std::optional<Email> parse(std::string_view text);

    [[nodiscard]] std::string const &text() const { return m_text; }
    [[nodiscard]] std::string_view local_part() const;

    friend auto operator<=>(Email const &, Email const &) = default;

private:
    explicit Email(std::string text) : m_text{std::move(text)} {}
    std::string m_text;
};

} // namespace selatan::auth
