/// \file
/// Writes a mail as it travels: RFC 5322 headers, RFC 2045 bodies, RFC 2047 for what is not ASCII.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/id.hpp"

#include <string>
#include <string_view>

namespace selatan::mail {

struct Letter {
    Uuid id; ///< becomes the Message-ID: a second delivery is recognised as the same mail
    std::string from;
    std::string from_name;
    std::string to;
    std::string to_name;
    std::string subject;
    std::string text;
    std::string html; ///< empty: plain text only
    Language language = Language::en;
    Instant date;
};

/// The whole mail, with CRLF. Addresses must satisfy `is_address`, names and subject `is_one_line`:
/// anything else is a Bug.
[[nodiscard]] std::string compose(Letter const &letter);

/// UTF-8 without control characters: it cannot end a header line.
[[nodiscard]] bool is_one_line(std::string_view text);

} // namespace selatan::mail
