#include "platform/http/answer.hpp"

#include "base/ensure.hpp"

namespace selatan::http {

namespace {

constexpr std::size_t worth_compressing = 1024;

bool is_bodiless(int status)
{
    return status < 200 || status == 204 || status == 304;
}

void make_not_modified(Response &response)
{
    // RFC 9110, 15.4.5: the fields that describe the body stay with the 200 that carried it.
    response.status = 304;
    response.body.clear();
    response.shared_body.reset();
    response.stream = nullptr;
    response.headers.remove("content-type");
    response.headers.remove("content-encoding");
}

/// Would the body, or what a stream will make of it, be smaller by more than a packet's header?
bool is_worth_compressing(Answer const &answer)
{
    auto const &response = answer.response;
    auto const type = response.headers.find("content-type");
    return type && is_compressible(*type) && !response.headers.find("content-encoding") &&
           !is_bodiless(response.status) &&
           (answer.is_streamed() || answer.body().size() > worth_compressing);
}

void name_coding(Response &response, Coding coding)
{
    response.headers.set("Content-Encoding", coding == Coding::brotli ? "br" : "gzip");
    // RFC 9110, 8.8.1: another sequence of bytes must not share a strong tag.
    if (auto const etag = response.headers.find("etag"); etag && !etag->starts_with("W/")) {
        response.headers.set("ETag", "W/" + std::string{*etag});
    }
}

void compress(Answer &answer, Coding coding)
{
    if (answer.is_streamed()) {
        answer.compressor = make_compressor(coding, 0);
    } else {
        answer.response.body = compressed(answer.body(), coding);
        answer.response.shared_body.reset();
    }
}

} // namespace

bool Answer::has_body(Asked const &asked) const
{
    return asked.method != Method::head && !is_bodiless(response.status);
}

Answer answer_with(Response response, Asked const &asked)
{
    ENSURE(response.status >= 200 && response.status <= 599);
    // The server alone says where a message ends and what becomes of the connection.
    for (auto const *const name :
         {"content-length", "transfer-encoding", "connection", "date", "x-request-id"}) {
        response.headers.remove(name);
    }
    for (auto const &[name, value] : response.headers) {
        ENSURE(is_token(name) && is_header_value(value));
    }
    Answer answer{.response = std::move(response)};
    auto coding = Coding::identity;
    if (is_worth_compressing(answer)) {
        answer.response.headers.add("Vary", "Accept-Encoding");
        coding = preferred_coding(asked.accept_encoding);
    }
    if (coding != Coding::identity) {
        name_coding(answer.response, coding);
    }
    auto const etag = answer.response.headers.find("etag");
    if (answer.response.status == 200 && etag && matches_etag(asked.if_none_match, *etag) &&
        (asked.method == Method::get || asked.method == Method::head)) {
        make_not_modified(answer.response);
    } else if (coding != Coding::identity) {
        compress(answer, coding);
    }
    return answer;
}

Answer plain_answer(int status, std::string_view id)
{
    Response response{.status = status};
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    response.headers.add("Cache-Control", "no-store");
    if (status == 503) {
        response.headers.add("Retry-After", "1");
    }
    response.body = std::to_string(status) + " " + std::string{reason(status)} + "\nRequest " +
                    std::string{id} + "\n";
    return {.response = std::move(response)};
}

std::string header_of(Answer const &answer, Asked const &asked, bool keeps_alive,
                      std::string_view date)
{
    std::string out;
    out.reserve(512);
    auto const field = [&out](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    auto const status = answer.response.status;
    out.append("HTTP/1.1 ").append(std::to_string(status)).append(" ").append(reason(status));
    out += "\r\n";
    field("Date", date);
    field("X-Request-Id", asked.id);
    for (auto const &[name, value] : answer.response.headers) {
        field(name, value);
    }
    if (!is_bodiless(status)) {
        if (!answer.is_streamed()) {
            field("Content-Length", std::to_string(answer.body().size()));
        } else if (asked.version == Version::http_1_1) {
            field("Transfer-Encoding", "chunked");
        }
    }
    if (!keeps_alive) {
        field("Connection", "close");
    } else if (asked.version == Version::http_1_0) {
        field("Connection", "keep-alive");
    }
    out += "\r\n";
    return out;
}

} // namespace selatan::http
