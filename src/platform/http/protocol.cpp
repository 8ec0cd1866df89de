#include "platform/http/protocol.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstdio>
#include <stdexcept>

namespace selatan::http {

namespace {

std::string lower(std::string_view text)
{
    std::string out{text};
    for (char &c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

std::string_view trim(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes what stands before the separator, trimmed, off the front.
std::string_view take_until(std::string_view &rest, char separator)
{
    auto const item = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    return trim(item);
}

/// RFC 9110, 5.6.2
constexpr bool is_token_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

constexpr std::array<bool, 256> token_characters = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = is_token_character(static_cast<char>(i));
    }
    return table;
}();

bool is_request_line(std::string_view line)
{
    auto const first = line.find(' ');
    auto const last = line.rfind(' ');
    return first != std::string_view::npos && first > 0 && last > first + 1 &&
           last + 1 < line.size() && line.find(' ', first + 1) == last && is_header_value(line) &&
           line.find('\t') == std::string_view::npos;
}

bool is_field_line(std::string_view line)
{
    auto const colon = line.find(':');
    return colon != std::string_view::npos && is_token(line.substr(0, colon)) &&
           is_header_value(line.substr(colon + 1));
}

/// The `q` of one element of Accept-Encoding, in thousandths; 0 when it cannot be read.
int quality(std::string_view parameters)
{
    while (!parameters.empty()) {
        auto const parameter = take_until(parameters, ';');
        if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) {
            continue;
        }
        // RFC 9110, 12.4.2: 0, 1, or at most three digits after the point.
        auto const value = parameter.substr(2);
        if (value.empty() || value.size() > 5 || (value[0] != '0' && value[0] != '1') ||
            (value.size() > 1 && value[1] != '.')) {
            return 0;
        }
        int thousandths = (value[0] - '0') * 1000;
        int weight = 100;
        for (std::size_t i = 2; i < value.size(); ++i, weight /= 10) {
            if (value[i] < '0' || value[i] > '9') {
                return 0;
            }
            thousandths += (value[i] - '0') * weight;
        }
        return std::min(thousandths, 1000);
    }
    return 1000;
}

std::string_view without_weakness(std::string_view etag)
{
    if (etag.starts_with("W/")) {
        etag.remove_prefix(2);
    }
    return etag;
}

} // namespace

std::string_view reason(int status)
{
    struct Phrase {
        int status;
        std::string_view text;
    };
    static constexpr std::array<Phrase, 39> phrases{{
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {203, "Non-Authoritative Information"},
        {204, "No Content"},
        {205, "Reset Content"},
        {206, "Partial Content"},
        {300, "Multiple Choices"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    }};
    auto const *const found = std::ranges::lower_bound(phrases, status, {}, &Phrase::status);
    return found != phrases.end() && found->status == status ? found->text : "Unknown";
}

std::string http_date(Instant instant)
{
    static constexpr std::array<char const *, 7> days{"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
    static constexpr std::array<char const *, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const date = instant.date();
    auto const ymd = date.ymd();
    auto const seconds = (instant - Instant::at_start_of(date)).count() / 1'000'000;
    std::array<char, 64> text{};
    auto const length = std::snprintf(
        text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
        days[std::chrono::weekday{date.days()}.c_encoding()], static_cast<unsigned>(ymd.day()),
        months[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
        static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
        static_cast<int>(seconds % 60));
    return {text.data(), static_cast<std::size_t>(length)};
}

HeaderScanner::State HeaderScanner::scan(std::string_view received)
{
    for (;;) {
        auto const feed = received.find('\n', std::max(m_line, m_seen));
        if (feed == std::string_view::npos) {
            m_seen = received.size();
            return State::incomplete;
        }
        if (feed == m_line || received[feed - 1] != '\r') {
            return State::malformed;
        }
        auto const line = received.substr(m_line, feed - 1 - m_line);
        bool const first = m_line == 0;
        m_line = feed + 1;
        if (line.empty()) {
            return first ? State::malformed : State::complete;
        }
        if (first ? !is_request_line(line) : !is_field_line(line)) {
            return State::malformed;
        }
    }
}

Framing framing_of(Headers const &headers, Version version)
{
    constexpr int bad_request = 400;
    Framing framing;
    auto const hosts = headers.count("host");
    if (hosts > 1 || (hosts == 0 && version == Version::http_1_1)) {
        return {.refused = bad_request};
    }
    auto const lengths = headers.count("content-length");
    auto const codings = headers.count("transfer-encoding");
    if (lengths > 1 || codings > 1 || (lengths == 1 && codings == 1)) {
        return {.refused = bad_request};
    }
    if (auto const length = headers.find("content-length")) {
        auto const *const end = length->data() + length->size();
        auto const [rest, error] = std::from_chars(length->data(), end, framing.length);
        if (error != std::errc{} || rest != end) {
            return {.refused = bad_request};
        }
    }
    if (auto const coding = headers.find("transfer-encoding")) {
        if (version == Version::http_1_0) {
            return {.refused = bad_request};
        }
        if (lower(*coding) != "chunked") {
            return {.refused = 501};
        }
        framing.chunked = true;
    }
    // RFC 9110, 10.1.1: an expectation from HTTP/1.0 is ignored.
    auto const expect = headers.find("expect");
    if (expect && version == Version::http_1_1) {
        if (lower(*expect) != "100-continue") {
            return {.refused = 417};
        }
        framing.expects_continue = framing.chunked || framing.length > 0;
    }
    return framing;
}

bool is_origin_form(std::string_view target)
{
    auto const path = target.substr(0, target.find('?'));
    return target.starts_with('/') &&
           std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7F && c != '#'; }) &&
           path.find("%00") == std::string_view::npos;
}

std::string media_type(std::string_view content_type)
{
    return lower(take_until(content_type, ';'));
}

std::optional<std::string> boundary_of(std::string_view content_type)
{
    take_until(content_type, ';');
    while (!content_type.empty()) {
        // A quoted boundary may hold anything but quotes; none of bcharsnospace needs an escape.
        auto parameter = take_until(content_type, ';');
        if (lower(take_until(parameter, '=')) != "boundary") {
            continue;
        }
        if (parameter.size() >= 2 && parameter.starts_with('"') && parameter.ends_with('"')) {
            parameter = parameter.substr(1, parameter.size() - 2);
        }
        // RFC 2046, 5.1.1: 1 to 70 bchars, the last of them no space.
        bool const allowed =
            !parameter.empty() && parameter.size() <= 70 && !parameter.ends_with(' ') &&
            std::ranges::all_of(parameter, [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
            });
        return allowed ? std::optional{std::string{parameter}} : std::nullopt;
    }
    return std::nullopt;
}

bool is_compressible(std::string_view content_type)
{
    auto const type = media_type(content_type);
    return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
           type == "application/json" || type == "application/xml" ||
           type == "application/javascript" || type == "application/x-ndjson";
}

Coding preferred_coding(std::string_view accept_encoding)
{
    int gzip = -1;
    int brotli = -1;
    int any = 0;
    while (!accept_encoding.empty()) {
        auto element = take_until(accept_encoding, ',');
        auto const name = lower(take_until(element, ';'));
        auto const q = quality(element);
        if (name == "br") {
            brotli = q;
        } else if (name == "gzip" || name == "x-gzip") {
            gzip = q;
        } else if (name == "*") {
            any = q;
        }
    }
    brotli = brotli < 0 ? any : brotli;
    gzip = gzip < 0 ? any : gzip;
    if (brotli <= 0 && gzip <= 0) {
        return Coding::identity;
    }
    return brotli >= gzip ? Coding::brotli : Coding::gzip;
}

bool matches_etag(std::string_view if_none_match, std::string_view etag)
{
    if (trim(if_none_match) == "*") {
        return true;
    }
    // An entity tag may hold commas, so the list is read tag by tag.
    while (!if_none_match.empty()) {
        auto const open = if_none_match.find('"');
        if (open == std::string_view::npos) {
            return false;
        }
        auto const close = if_none_match.find('"', open + 1);
        if (close == std::string_view::npos) {
            return false;
        }
        if (if_none_match.substr(open, close - open + 1) == without_weakness(etag)) {
            return true;
        }
        if_none_match.remove_prefix(close + 1);
    }
    return false;
}

bool is_header_value(std::string_view value)
{
    return std::ranges::all_of(value, [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 ? c != 0x7F : c == '\t';
    });
}

bool is_token(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return token_characters[static_cast<unsigned char>(c)];
    });
}

std::optional<TrustedProxies::Address> TrustedProxies::parse(std::string_view text)
{
    std::string const zero_ended{text};
    Address address{};
    if (inet_pton(AF_INET6, zero_ended.c_str(), address.data()) == 1) {
        return address;
    }
    address = {};
    address[10] = address[11] = 0xFF;
    if (inet_pton(AF_INET, zero_ended.c_str(), address.data() + 12) == 1) {
        return address;
    }
    return std::nullopt;
}

TrustedProxies::TrustedProxies(std::vector<std::string> const &networks)
{
    for (auto const &text : networks) {
        auto const slash = text.find('/');
        auto const address = parse(std::string_view{text}.substr(0, slash));
        unsigned bits = 128;
        bool sound = address.has_value();
        if (slash != std::string::npos) {
            unsigned const widest = text.find(':') == std::string::npos ? 32 : 128;
            auto const *const end = text.data() + text.size();
            auto const [rest, error] = std::from_chars(text.data() + slash + 1, end, bits);
            sound = sound && error == std::errc{} && rest == end && bits <= widest;
            bits += 128 - widest;
        }
        if (!sound) {
            throw std::invalid_argument{"trusted proxy \"" + text +
                                        "\" is neither an address nor a network"};
        }
        m_networks.push_back({*address, bits});
    }
}

bool TrustedProxies::contains(std::string_view address) const
{
    if (m_networks.empty()) {
        return false;
    }
    auto const wanted = parse(address);
    return wanted && std::ranges::any_of(m_networks, [&wanted](Network const &network) {
               auto const whole = network.bits / 8;
               auto const rest = network.bits % 8;
               if (!std::equal(wanted->begin(), wanted->begin() + whole, network.address.begin())) {
                   return false;
               }
               return rest == 0 || ((*wanted)[whole] ^ network.address[whole]) >> (8 - rest) == 0;
           });
}

std::string TrustedProxies::client(std::string_view peer, Headers const &headers) const
{
    if (!contains(peer)) {
        return std::string{peer};
    }
    std::vector<std::string_view> hops;
    for (auto const &[name, value] : headers) {
        if (lower(name) != "x-forwarded-for") {
            continue;
        }
        std::string_view rest = value;
        while (!rest.empty()) {
            hops.push_back(take_until(rest, ','));
        }
    }
    auto client = peer;
    for (auto hop = hops.rbegin(); hop != hops.rend() && parse(*hop); ++hop) {
        client = *hop;
        if (!contains(client)) {
            break;
        }
    }
    return std::string{client};
}

bool TrustedProxies::secure(std::string_view peer, Headers const &headers) const
{
    auto const scheme = headers.find("x-forwarded-proto");
    if (!scheme || !contains(peer)) {
        return false;
    }
    // Where several proxies wrote, the nearest came last.
    return lower(trim(scheme->substr(scheme->rfind(',') + 1))) == "https";
}

} // namespace selatan::http
