#include "platform/http/staging.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace selatan::http {
namespace {

class Staging : public testing::Test {
protected:
    ~Staging() override { std::filesystem::remove_all(m_path); }

    [[nodiscard]] std::ptrdiff_t files() const
    {
        return std::distance(std::filesystem::directory_iterator{m_path}, {});
    }
    static std::string content(std::string const &path)
    {
        std::ostringstream text;
        text << std::ifstream{path, std::ios::binary}.rdbuf();
        return text.str();
    }
    static std::string part(std::string const &parameters, std::string const &bytes)
    {
        return "--XX\r\nContent-Disposition: form-data; " + parameters + "\r\n\r\n" + bytes +
               "\r\n";
    }

    std::string m_path = testing::TempDir() + "selatan-staging-" + std::to_string(::getpid());
    StagingDirectory m_directory{m_path};
    FormReader::Bounds m_bounds{.text_bytes = 1000, .fields = 10};
};

TEST_F(Staging, keeps_a_file_as_long_as_its_upload)
{
    Request request;
    FormReader reader{"XX", m_bounds, &m_directory, request};
    EXPECT_EQ(reader.feed(part("name=title", "A letter") +
                          part("name=file; filename=\"../l.pdf\"\r\nContent-Type: x/y", "bytes") +
                          part("name=empty; filename=e.txt", "") +
                          part("name=none; filename=\"\"", "") + "--XX--"),
              0);
    EXPECT_EQ(reader.finish(), 0);
    EXPECT_EQ(request.form.find("title"), "A letter");
    ASSERT_EQ(request.uploads.size(), 2U) << "an empty file is one, a field left empty is none";
    auto const &upload = request.uploads[0];
    EXPECT_EQ(upload.field, "file");
    EXPECT_EQ(upload.name, "l.pdf");
    EXPECT_EQ(upload.type, "x/y");
    EXPECT_EQ(upload.size, 5U);
    EXPECT_EQ(content(upload.path), "bytes");
    EXPECT_EQ(request.uploads[1].size, 0U);
    EXPECT_EQ(std::filesystem::status(upload.path).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(files(), 2);
    auto const kept = request.uploads[0];
    request.uploads.clear();
    EXPECT_EQ(files(), 1);
}

TEST_F(Staging, removes_what_a_crash_left_but_not_what_is_in_use)
{
    std::ofstream{m_path + "/upload-left-by-a-crash"} << "old";
    std::ofstream{m_path + "/not-ours"} << "kept";
    StagedFile const used{m_directory};
    StagingDirectory const again{m_path};
    EXPECT_FALSE(std::filesystem::exists(m_path + "/upload-left-by-a-crash"));
    EXPECT_TRUE(std::filesystem::exists(m_path + "/not-ours"));
    EXPECT_TRUE(std::filesystem::exists(used.path()));
}

TEST_F(Staging, leaves_nothing_of_a_form_that_ends_early)
{
    {
        Request request;
        FormReader reader{"XX", m_bounds, &m_directory, request};
        EXPECT_EQ(reader.feed(part("name=f; filename=x", "whole") +
                              "--XX\r\nContent-Disposition: form-data; name=g; filename=y\r\n\r\n" +
                              std::string(500, 'h')),
                  0);
        EXPECT_EQ(reader.finish(), 400);
        EXPECT_EQ(files(), 2);
    }
    EXPECT_EQ(files(), 0);
}

TEST_F(Staging, bounds_fields_and_text)
{
    std::string many;
    for (int i = 0; i < 11; ++i) {
        many += part("name=a", "");
    }
    struct Case {
        std::string body;
        int status;
    };
    for (auto const &[body, status] : std::vector<Case>{
             {many, 413},
             {part("name=a", std::string(1000, 'x')), 413}, // the name counts
             {part("name=a", std::string(999, 'x')), 0},
             {part("name=a; filename=f", std::string(5000, 'x')), 0},
             {"--XX\r\nX\r\n\r\n", 400},
         }) {
        Request request;
        FormReader reader{"XX", m_bounds, &m_directory, request};
        EXPECT_EQ(reader.feed(body + "--XX--"), status) << body.substr(0, 80);
    }
}

TEST_F(Staging, refuses_files_where_none_are_accepted_and_repairs_text)
{
    Request request;
    FormReader reader{"XX", m_bounds, nullptr, request};
    EXPECT_EQ(reader.feed(part("name=none; filename=\"\"", "")), 0);
    EXPECT_EQ(reader.feed(part("name=latin", "caf\xE9")), 0);
    EXPECT_EQ(reader.feed(part("name=f; filename=x", "y") + "--XX--"), 415);
    EXPECT_EQ(request.form.find("latin"), "caf\xEF\xBF\xBD");
    EXPECT_TRUE(request.uploads.empty());
}

} // namespace
} // namespace selatan::http
