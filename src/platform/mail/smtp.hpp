/// \file
/// Hands one mail to the mail server (RFC 5321), by libcurl.
#pragma once

#include "platform/mail/delivery.hpp"

#include <string>

namespace selatan::mail {

struct Answer {
    enum class Kind {
        accepted,
        try_later, ///< 4xx, or no answer at all
        refused,   ///< 5xx to this mail: trying again would not help
    };
    Kind kind = Kind::accepted;
    std::string text; ///< the server's last line, or what went wrong on the way
};

/// Blocks until the server has answered or the timeout is over.
[[nodiscard]] Answer send(Smtp const &server, std::string const &from, std::string const &to,
                          std::string const &content);

} // namespace selatan::mail
