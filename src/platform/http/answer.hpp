/// \file
/// From a handler's response to what goes over the wire: conditions, compression, header. Pure.
#pragma once

#include "platform/http/compression.hpp"
#include "platform/http/message.hpp"
#include "platform/http/protocol.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace selatan::http {

/// What of a request bears on the shape of its answer.
struct Asked {
    Method method = Method::get;
    Version version = Version::http_1_1;
    bool keeps_alive = false;
    std::string id;
    std::string if_none_match;
    std::string accept_encoding;
};

struct Answer {
    Response response;
    std::unique_ptr<Compressor> compressor; ///< for `response.stream`

    [[nodiscard]] std::string_view body() const
    {
        return response.shared_body ? std::string_view{*response.shared_body} : response.body;
    }
    /// Does the message carry a body at all (RFC 9110, 6.4.1)?
    [[nodiscard]] bool has_body(Asked const &asked) const;
    /// Is the body's length unknown when the header is sent?
    [[nodiscard]] bool is_streamed() const { return static_cast<bool>(response.stream); }
};

/// Turns a 200 that the client already has into 304, compresses what is worth it. A header that
/// would break out of its line is a Bug.
[[nodiscard]] Answer answer_with(Response response, Asked const &asked);

/// A few words of plain text, for refusals that no handler sees.
[[nodiscard]] Answer plain_answer(int status, std::string_view id);

/// Status line and header fields, with the empty line. `keeps_alive` is the server's decision;
/// `date` is http_date() of now.
[[nodiscard]] std::string header_of(Answer const &answer, Asked const &asked, bool keeps_alive,
                                    std::string_view date);

} // namespace selatan::http
