#include "platform/http/protocol.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace selatan::http {
namespace {

using State = HeaderScanner::State;

State scan_whole(std::string_view header)
{
    return HeaderScanner{}.scan(header);
}

TEST(HeaderScanner, finds_the_end_however_the_bytes_arrive)
{
    std::string const request = "GET /a?b HTTP/1.1\r\nHost: x\r\nX-Empty:\r\n\r\nbody";
    auto const size = request.size() - 4;
    for (std::size_t step = 1; step <= request.size(); ++step) {
        HeaderScanner scanner;
        auto state = State::incomplete;
        std::size_t given = 0;
        while (state == State::incomplete && given < request.size()) {
            given = std::min(given + step, request.size());
            state = scanner.scan(std::string_view{request}.substr(0, given));
        }
        EXPECT_EQ(state, State::complete) << step;
        EXPECT_EQ(scanner.size(), size) << step;
    }
}

TEST(HeaderScanner, refuses_what_two_programs_could_read_differently)
{
    for (std::string_view const malformed : {
             "GET / HTTP/1.1\nHost: x\n\n",              // bare LF
             "GET / HTTP/1.1\r\nHost: x\n\r\n",          //
             "GET / HTTP/1.1\r\nHost: x\ry\r\n\r\n",     // bare CR
             "GET / HTTP/1.1\r\nHost : x\r\n\r\n",       // space before the colon
             "GET / HTTP/1.1\r\n Host: x\r\n\r\n",       // space before the first field
             "GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n",  // folded line
             "GET / HTTP/1.1\r\nHost: x\r\n\ty\r\n\r\n", //
             "GET / HTTP/1.1\r\nHost\r\n\r\n",           // no colon
             "GET / HTTP/1.1\r\n: x\r\n\r\n",            // no name
             "GET / HTTP/1.1\r\nHo st: x\r\n\r\n",       // not a token
             "GET / HTTP/1.1\r\nX: \x01\r\n\r\n",        // control character
             "GET  / HTTP/1.1\r\n\r\n",                  // two spaces
             "GET / HTTP/1.1 \r\n\r\n",                  //
             " GET / HTTP/1.1\r\n\r\n",                  //
             "GET /\r\n\r\n",                            // HTTP/0.9
             "GET\t/ HTTP/1.1\r\n\r\n",                  //
             "GET / x HTTP/1.1\r\n\r\n",                 //
             "\r\nGET / HTTP/1.1\r\n\r\n",               //
         }) {
        EXPECT_EQ(scan_whole(malformed), State::malformed) << malformed;
    }
    EXPECT_EQ(scan_whole({"GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", 30}), State::malformed);
    EXPECT_EQ(scan_whole("GET / HTTP/1.1\r\nX: \xC3\xA9\tb\r\n\r\n"), State::complete);
    EXPECT_EQ(scan_whole("GET / HTTP/1.1\r\nX: a"), State::incomplete);
}

TEST(Framing, is_refused_unless_there_is_one_way_to_read_it)
{
    using Fields = std::vector<std::pair<std::string, std::string>>;
    struct Case {
        Fields fields;
        int refused;
    };
    constexpr auto now = Version::http_1_1;
    for (auto const &[fields, refused] : std::vector<Case>{
             {{}, 400},
             {{{"Host", "a"}, {"host", "a"}}, 400},
             {{{"Host", "a"}, {"Content-Length", "5"}, {"Content-Length", "5"}}, 400},
             {{{"Host", "a"}, {"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}, 400},
             {{{"Host", "a"}, {"Content-Length", "-1"}}, 400},
             {{{"Host", "a"}, {"Content-Length", "+1"}}, 400},
             {{{"Host", "a"}, {"Content-Length", "5x"}}, 400},
             {{{"Host", "a"}, {"Content-Length", "5, 5"}}, 400},
             {{{"Host", "a"}, {"Content-Length", ""}}, 400},
             {{{"Host", "a"}, {"Content-Length", "99999999999999999999"}}, 400},
             {{{"Host", "a"}, {"Transfer-Encoding", "gzip, chunked"}}, 501},
             {{{"Host", "a"}, {"Transfer-Encoding", "xchunked"}}, 501},
             {{{"Host", "a"}, {"Expect", "a-miracle"}}, 417},
             {{{"Host", "a"}}, 0},
             {{{"Host", "a"}, {"Content-Length", "5"}}, 0},
             {{{"Host", "a"}, {"Transfer-Encoding", "Chunked"}}, 0},
         }) {
        Headers headers;
        for (auto const &[name, value] : fields) {
            headers.add(name, value);
        }
        EXPECT_EQ(framing_of(headers, now).refused, refused) << testing::PrintToString(fields);
    }
    Headers headers;
    EXPECT_EQ(framing_of(headers, Version::http_1_0).refused, 0);
    headers.add("Transfer-Encoding", "chunked");
    EXPECT_EQ(framing_of(headers, Version::http_1_0).refused, 400);
}

TEST(Target, is_a_path_from_the_root_without_nul)
{
    for (auto const *const sound : {"/", "/a/b?c=d", "/%C3%A9", "/a?b%00"}) {
        EXPECT_TRUE(is_origin_form(sound)) << sound;
    }
    for (auto const *const other :
         {"", "*", "a", "http://a/", "/a%00b", "/a#b", "/a b", "/\xC3\xA9", "example.org:80"}) {
        EXPECT_FALSE(is_origin_form(other)) << other;
    }
}

TEST(Boundary, is_taken_from_the_content_type)
{
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(boundary_of("multipart/form-data; charset=utf-8; Boundary=\"a b:c\""), "a b:c");
    EXPECT_FALSE(boundary_of("multipart/form-data"));
    EXPECT_FALSE(boundary_of("multipart/form-data; boundary="));
    EXPECT_FALSE(boundary_of("multipart/form-data; boundary=a\"b"));
    EXPECT_FALSE(boundary_of("multipart/form-data; boundary=" + std::string(71, 'a')));
}

TEST(Coding, is_the_best_that_both_know)
{
    struct Case {
        std::string_view accepted;
        Coding wanted;
    };
    for (auto const &[accepted, wanted] : std::initializer_list<Case>{
             {"", Coding::identity},
             {"gzip, deflate, br", Coding::brotli},
             {"gzip, deflate", Coding::gzip},
             {"deflate", Coding::identity},
             {"br;q=0.5, gzip;q=0.8", Coding::gzip},
             {"br;q=0, gzip;q=0", Coding::identity},
             {"*", Coding::brotli},
             {"*;q=0", Coding::identity},
             {"br;q=0, *", Coding::gzip},
             {"GZIP;Q=1.0", Coding::gzip},
             {"gzip;q=nonsense", Coding::identity},
             {",,;,", Coding::identity},
         }) {
        EXPECT_EQ(preferred_coding(accepted), wanted) << accepted;
    }
}

TEST(EntityTag, matches_weakly_within_a_list)
{
    EXPECT_TRUE(matches_etag("\"a\"", "\"a\""));
    EXPECT_TRUE(matches_etag("W/\"a\"", "\"a\""));
    EXPECT_TRUE(matches_etag("\"x,y\", W/\"a\"", "W/\"a\""));
    EXPECT_TRUE(matches_etag("*", "\"a\""));
    EXPECT_FALSE(matches_etag("\"ab\"", "\"a\""));
    EXPECT_FALSE(matches_etag("a", "\"a\""));
    EXPECT_FALSE(matches_etag("\"a", "\"a\""));
    EXPECT_FALSE(matches_etag("", "\"a\""));
}

TEST(TrustedProxies, are_believed_up_to_the_first_hop_that_is_not_one)
{
    TrustedProxies const proxies{{"10.0.0.1", "192.168.0.0/16", "fd00::/8"}};
    struct Case {
        std::string_view peer;
        std::vector<std::string> forwarded;
        std::string_view client;
    };
    for (auto const &[peer, forwarded, client] : std::vector<Case>{
             {"8.8.8.8", {"1.2.3.4"}, "8.8.8.8"},               // anybody can claim
             {"10.0.0.1", {}, "10.0.0.1"},                      //
             {"10.0.0.1", {"1.2.3.4"}, "1.2.3.4"},              //
             {"10.0.0.1", {"6.6.6.6, 1.2.3.4"}, "1.2.3.4"},     // the left is the client's
             {"10.0.0.1", {"6.6.6.6", "1.2.3.4"}, "1.2.3.4"},   // two headers, one list
             {"10.0.0.1", {"1.2.3.4, 192.168.7.7"}, "1.2.3.4"}, // two proxies of ours
             {"10.0.0.1", {"192.168.1.1, 192.168.7.7"}, "192.168.1.1"},
             {"10.0.0.1", {"1.2.3.4, rubbish"}, "10.0.0.1"}, //
             {"10.0.0.1", {"1.2.3.4, rubbish, 192.168.7.7"}, "192.168.7.7"},
             {"fd12::1", {"2001:db8::7"}, "2001:db8::7"}, //
             {"10.0.0.2", {"1.2.3.4"}, "10.0.0.2"},       //
         }) {
        Headers headers;
        for (auto const &value : forwarded) {
            headers.add("X-Forwarded-For", value);
        }
        EXPECT_EQ(proxies.client(peer, headers), client) << testing::PrintToString(forwarded);
    }
}

TEST(TrustedProxies, say_whether_the_request_came_over_tls)
{
    TrustedProxies const proxies{{"10.0.0.1"}};
    Headers headers;
    headers.add("X-Forwarded-Proto", "https");
    EXPECT_TRUE(proxies.secure("10.0.0.1", headers));
    EXPECT_FALSE(proxies.secure("10.0.0.2", headers));
    headers.set("X-Forwarded-Proto", "https, http");
    EXPECT_FALSE(proxies.secure("10.0.0.1", headers));
}

TEST(TrustedProxies, that_are_not_addresses_are_refused)
{
    for (auto const *const wrong :
         {"proxy", "10.0.0.1/33", "10.0.0.1/", "10.0.0.1/x", "::1/129", "", "10.0.0"}) {
        EXPECT_THROW((TrustedProxies{{wrong}}), std::invalid_argument) << wrong;
    }
}

TEST(HttpDate, is_what_the_standard_gives_as_example)
{
    EXPECT_EQ(http_date(*Instant::parse("1994-11-06T08:49:37Z")), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(Reason, is_known_for_what_we_say)
{
    EXPECT_EQ(reason(200), "OK");
    EXPECT_EQ(reason(431), "Request Header Fields Too Large");
    EXPECT_EQ(reason(505), "HTTP Version Not Supported");
    EXPECT_EQ(reason(299), "Unknown");
}

} // namespace
} // namespace selatan::http
