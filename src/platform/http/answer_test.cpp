#include "platform/http/answer.hpp"

#include "base/ensure.hpp"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <vector>
#include <zlib.h>

namespace selatan::http {
namespace {

Response page(std::string body, std::string type = "text/html; charset=utf-8")
{
    Response response;
    response.headers.add("Content-Type", std::move(type));
    response.body = std::move(body);
    return response;
}

std::string expanded(std::string const &bytes, Coding coding)
{
    std::vector<unsigned char> out(1U << 22U);
    auto const *const in = reinterpret_cast<unsigned char const *>(bytes.data());
    if (coding == Coding::brotli) {
        auto size = out.size();
        EXPECT_EQ(BrotliDecoderDecompress(bytes.size(), in, &size, out.data()),
                  BROTLI_DECODER_RESULT_SUCCESS);
        return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
    }
    z_stream state{};
    EXPECT_EQ(inflateInit2(&state, 15 + 16), Z_OK);
    state.next_in = const_cast<unsigned char *>(in);
    state.avail_in = static_cast<uInt>(bytes.size());
    state.next_out = out.data();
    state.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&state, Z_FINISH), Z_STREAM_END);
    inflateEnd(&state);
    return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(state.total_out)};
}

std::string long_text()
{
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        text += "line " + std::to_string(i * i) + "\n";
    }
    return text;
}

TEST(Answer, is_compressed_as_the_client_prefers_and_expands_to_the_same)
{
    auto const text = long_text();
    for (auto const &[accepted, coding] :
         {std::pair{"gzip, br", Coding::brotli}, std::pair{"gzip", Coding::gzip}}) {
        auto const answer = answer_with(page(text), {.accept_encoding = accepted});
        EXPECT_EQ(answer.response.headers.find("content-encoding"),
                  coding == Coding::brotli ? "br" : "gzip");
        EXPECT_EQ(answer.response.headers.find("vary"), "Accept-Encoding");
        EXPECT_LT(answer.body().size(), text.size() / 2);
        EXPECT_EQ(expanded(std::string{answer.body()}, coding), text);
    }
}

TEST(Answer, that_is_small_or_a_picture_or_already_encoded_stays_as_it_is)
{
    Asked const asked{.accept_encoding = "br"};
    EXPECT_FALSE(answer_with(page("short"), asked).response.headers.find("content-encoding"));
    EXPECT_FALSE(answer_with(page(long_text(), "image/png"), asked)
                     .response.headers.find("content-encoding"));
    auto ready = page("ready");
    ready.headers.add("Content-Encoding", "gzip");
    auto const answer = answer_with(std::move(ready), asked);
    EXPECT_EQ(answer.body(), "ready");
    EXPECT_EQ(answer.response.headers.find("content-encoding"), "gzip");
}

TEST(Answer, that_caches_keep_apart_says_so_even_when_not_compressed)
{
    auto const answer = answer_with(page(long_text()), {});
    EXPECT_FALSE(answer.response.headers.find("content-encoding"));
    EXPECT_EQ(answer.response.headers.find("vary"), "Accept-Encoding");
}

TEST(Answer, shares_a_body_without_copying_it)
{
    auto const shared = std::make_shared<std::string const>(5000, 'x');
    Response response;
    response.headers.add("Content-Type", "image/png");
    response.shared_body = shared;
    auto const answer = answer_with(std::move(response), {.accept_encoding = "br"});
    EXPECT_EQ(answer.body().data(), shared->data());
}

TEST(Answer, compresses_a_stream_piece_by_piece)
{
    auto response = page("");
    response.stream = [](std::string &) {
        return false;
    };
    for (auto const coding : {Coding::brotli, Coding::gzip}) {
        auto compressor = make_compressor(coding, 0);
        std::string out;
        compressor->add("first piece, ", out);
        EXPECT_FALSE(out.empty()) << "each piece is sent before the next is made";
        auto const so_far = out.size();
        compressor->add("second piece", out);
        EXPECT_GT(out.size(), so_far);
        compressor->finish(out);
        EXPECT_EQ(expanded(out, coding), "first piece, second piece");
    }
}

TEST(Answer, that_the_client_already_has_is_304)
{
    auto const tagged = [](int status, std::string tag) {
        auto response = page(long_text());
        response.status = status;
        response.headers.add("ETag", std::move(tag));
        response.headers.add("Cache-Control", "private");
        return response;
    };
    struct Case {
        Method method;
        int status;
        std::string_view tag;
        std::string held;
        int wanted;
    };
    for (auto const &[method, status, tag, held, wanted] : std::vector<Case>{
             {Method::get, 200, "\"a\"", "\"a\"", 304},
             {Method::head, 200, "\"a\"", "W/\"a\"", 304},
             {Method::get, 200, "W/\"a\"", "\"b\", W/\"a\"", 304},
             {Method::get, 200, "\"a\"", "\"b\"", 200},
             {Method::get, 200, "\"a\"", "", 200},
             {Method::post, 200, "\"a\"", "\"a\"", 200},
             {Method::get, 404, "\"a\"", "\"a\"", 404},
         }) {
        Asked const asked{.method = method, .if_none_match = held, .accept_encoding = "gzip"};
        auto const answer = answer_with(tagged(status, std::string{tag}), asked);
        EXPECT_EQ(answer.response.status, wanted) << held;
        if (wanted == 304) {
            EXPECT_FALSE(answer.has_body(asked));
            EXPECT_TRUE(answer.body().empty());
            EXPECT_FALSE(answer.response.headers.find("content-encoding"));
            EXPECT_EQ(answer.response.headers.find("cache-control"), "private");
            EXPECT_EQ(answer.response.headers.find("vary"), "Accept-Encoding");
        }
    }
    auto const answer = answer_with(tagged(200, "\"a\""), {.accept_encoding = "gzip"});
    EXPECT_EQ(answer.response.headers.find("etag"), "W/\"a\"") << "other bytes, weaker tag";
}

TEST(Answer, keeps_the_framing_to_the_server)
{
    auto response = page("five!");
    response.headers.add("Content-Length", "500");
    response.headers.add("Transfer-Encoding", "chunked");
    response.headers.add("Connection", "upgrade");
    Asked const asked{.id = "id-1"};
    auto const header = header_of(answer_with(std::move(response), asked), asked, true, "now");
    EXPECT_EQ(header, "HTTP/1.1 200 OK\r\nDate: now\r\nX-Request-Id: id-1\r\n"
                      "Content-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\n\r\n");
}

TEST(Answer, whose_header_would_start_another_line_is_a_bug)
{
    for (auto const &[name, value] :
         {std::pair{"Location", "/a\r\nSet-Cookie: x=y"}, std::pair{"X", "a\nb"},
          std::pair{"A b", "c"}, std::pair{"", "c"}}) {
        auto response = page("x");
        response.headers.add(name, value);
        EXPECT_THROW(static_cast<void>(answer_with(std::move(response), {})), Bug) << value;
    }
    Response odd;
    odd.status = 99;
    EXPECT_THROW(static_cast<void>(answer_with(std::move(odd), {})), Bug);
}

} // namespace
} // namespace selatan::http
