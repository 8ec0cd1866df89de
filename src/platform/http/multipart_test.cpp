#include "platform/http/multipart.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace selatan::http {
namespace {

/// What a sink was told, as text: `name[file]<type>=content;` per part.
class Notes final : public PartSink {
public:
    void begin(Part part) override
    {
        text += part.name;
        if (part.file_name) {
            text += "[" + *part.file_name + "]";
        }
        if (!part.type.empty()) {
            text += "<" + part.type + ">";
        }
        text += "=";
    }
    void data(std::string_view bytes) override { text += bytes; }
    void end() override { text += ";"; }

    std::string text;
};

struct Outcome {
    bool sound = false;
    std::string text;
};

Outcome read(std::string_view body, std::size_t step = std::string_view::npos)
{
    Notes notes;
    MultipartParser parser{"XX", notes};
    bool sound = true;
    while (!body.empty()) {
        sound = parser.feed(body.substr(0, step)) && sound;
        body.remove_prefix(std::min(step, body.size()));
    }
    return {sound && parser.is_complete(), notes.text};
}

std::string part(std::string_view disposition, std::string_view content)
{
    return "--XX\r\nContent-Disposition: " + std::string{disposition} + "\r\n\r\n" +
           std::string{content} + "\r\n";
}

TEST(Multipart, is_read_the_same_wherever_it_is_cut)
{
    auto const body = "a preamble\r\n" + part("form-data; name=\"a\"", "1") +
                      part("form-data; name=\"f\"; filename=\"x.bin\"\r\nContent-Type: image/png",
                           "\r\n--X\r\n--XY\r\n\r\n-") +
                      part("form-data; name=empty", "") + "--XX--\r\nan epilogue --XX";
    std::string const wanted = "a=1;f[x.bin]<image/png>=\r\n--X\r\n--XY\r\n\r\n-;empty=;";
    ASSERT_EQ(read(body).text, wanted);
    for (std::size_t step = 1; step <= body.size(); ++step) {
        auto const [sound, text] = read(body, step);
        EXPECT_TRUE(sound) << step;
        EXPECT_EQ(text, wanted) << step;
    }
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
        Notes notes;
        MultipartParser parser{"XX", notes};
        EXPECT_TRUE(parser.feed(std::string_view{body}.substr(0, cut))) << cut;
        EXPECT_TRUE(parser.feed(std::string_view{body}.substr(cut))) << cut;
        EXPECT_TRUE(parser.is_complete()) << cut;
        EXPECT_EQ(notes.text, wanted) << cut;
    }
}

TEST(Multipart, without_its_last_delimiter_is_never_complete)
{
    auto const body = part("form-data; name=a", "1") + "--XX--";
    for (std::size_t size = 0; size < body.size(); ++size) {
        EXPECT_FALSE(read(std::string_view{body}.substr(0, size)).sound) << size;
    }
    EXPECT_TRUE(read(body).sound);
}

TEST(Multipart, names_are_read_as_clients_write_them)
{
    struct Case {
        std::string_view disposition;
        std::string_view told;
    };
    for (auto const &[disposition, told] : std::initializer_list<Case>{
             {"form-data; name=\"a\"", "a=1;"},
             {"Form-Data;name=a", "a=1;"},
             {"form-data; name=\"\"", "=1;"},
             {"form-data; name=\"a\\\"b\"", "a\"b=1;"},
             {"form-data; name=\"a;b=c\"; filename=\"C:\\dir\\f\"", "a;b=c[C:\\dir\\f]=1;"},
             {"form-data; name=\"a\"; filename=\"\"", "a[]=1;"},
             {"form-data; name=a; filename=x; filename*=UTF-8''y", "a[x]=1;"},
             {"form-data; name=\"\xC3\xA9\"", "\xC3\xA9=1;"},
             {"form-data; name=\"\xE9\"", "\xEF\xBF\xBD=1;"},
             {"form-data; name=\"a\";", "a=1;"},
         }) {
        auto const [sound, text] = read(part(disposition, "1") + "--XX--");
        EXPECT_TRUE(sound) << disposition;
        EXPECT_EQ(text, told) << disposition;
    }
}

TEST(Multipart, that_is_malformed_is_refused)
{
    auto const good = part("form-data; name=a", "1");
    for (auto const &body : std::vector<std::string>{
             good + "--XXX\r\n\r\n",                            // longer delimiter
             good + "--XX-\r\n",                                // half a closing one
             good + "--XX\n\n",                                 // bare LF
             good + "--XX\r\r",                                 //
             part("attachment; name=a", "1") + "--XX--",        //
             part("form-data", "1") + "--XX--",                 // no name
             part("form-data; filename=x", "1") + "--XX--",     //
             part("form-data; name=a; name=b", "1") + "--XX--", // two
             part("form-data; name=a; filename=b; filename=c", "1") + "--XX--",
             part("form-data; name=\"a", "1") + "--XX--",    // open quote
             part("form-data; name=\"a\"x", "1") + "--XX--", //
             part("form-data; name=a b", "1") + "--XX--",    // not a token
             part("form-data; name=a\r\nContent-Disposition: form-data; name=b", "1") + "--XX--",
             part("form-data; name=a\r\nContent-Transfer-Encoding: base64", "1") + "--XX--",
             part("form-data; name=a\r\n folded: x", "1") + "--XX--", //
             part("form-data; name=a\r\nX : y", "1") + "--XX--",      //
             "--XX\r\n\r\nno header\r\n\r\n--XX--",                   //
             "--XX\r\nX-Other: x\r\n\r\n1\r\n--XX--",                 // no disposition
             "--XX\r\nX: " + std::string(MultipartParser::header_bytes, 'x'),
             "--XX" + std::string(MultipartParser::header_bytes + 1, ' '),
         }) {
        for (auto const step : {std::string::npos, std::size_t{1}, std::size_t{7}}) {
            EXPECT_FALSE(read(body, step).sound) << body.substr(0, 120);
        }
        Notes notes;
        MultipartParser parser{"XX", notes};
        EXPECT_FALSE(parser.feed(body)) << body.substr(0, 120);
        auto const told = notes.text;
        EXPECT_FALSE(parser.feed(good)) << "a malformed body stays so";
        EXPECT_EQ(notes.text, told);
    }
}

TEST(BaseName, has_no_path_and_no_tricks)
{
    struct Case {
        std::string_view given;
        std::string_view wanted;
    };
    for (auto const &[given, wanted] : std::initializer_list<Case>{
             {"letter.pdf", "letter.pdf"},
             {"/etc/passwd", "passwd"},
             {"../../x", "x"},
             {"C:\\Users\\me\\note.docx", "note.docx"},
             {"..", "file"},
             {".", "file"},
             {"", "file"},
             {"dir/", "file"},
             {"a\x01\r\nb.txt", "ab.txt"},
             {"\xE9.txt", "\xEF\xBF\xBD.txt"},
             {".hidden", ".hidden"},
         }) {
        EXPECT_EQ(base_name(given), wanted) << given;
    }
    std::string many;
    for (int i = 0; i < 150; ++i) {
        many += "\xC3\xA9";
    }
    EXPECT_EQ(base_name(many).size(), 200U);
    EXPECT_EQ(base_name("x" + many).size(), 199U) << "a code point is not cut";
}

} // namespace
} // namespace selatan::http
