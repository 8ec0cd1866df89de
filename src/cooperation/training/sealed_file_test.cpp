#include "cooperation/training/sealed_file.hpp"

#include "cooperation/training/restricted.hpp"
#include "cooperation/training/retention.hpp"
#include "platform/secrets/file_cipher.hpp"
#include "tests/support/call.hpp"

#include <filesystem>
#include <fstream>

namespace selatan::training {
namespace {

using storage::Reader;
using storage::Tx;
using testing::Browser;
using testing::header;
using testing::shows;
namespace fs = std::filesystem;

TEST(SealedFileRules, take_scans_of_two_documents_and_not_without_end)
{
    using files::FileType;
    EXPECT_EQ(code_of(decide_seal("passport_copy", FileType::pdf, 0)), "");
    EXPECT_EQ(code_of(decide_seal("medical_certificate", FileType::jpeg, 9)), "");
    EXPECT_EQ(code_of(decide_seal("diploma", FileType::pdf, 0)), "common.unknown_choice");
    EXPECT_EQ(code_of(decide_seal("passport_copy", FileType::docx, 0)), "training.not_a_scan");
    EXPECT_EQ(code_of(decide_seal("passport_copy", FileType::png, 10)), "training.too_many_copies");
}

class SealedFiles : public CallTest {
protected:
    static constexpr std::string_view secret = "PASSPORT X1234567 OF A PARTICIPANT";

    void SetUp() override
    {
        CallTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        m_directory = fs::temp_directory_path() / ("selatan-scan-" + tests_own_name());
        fs::create_directories(m_directory);
        make_user("coordinator@agency.example", {{auth::Role::coordinator}});
        confirmed("Participant (example) 1");
        url = "/applications/" + head_of(applications, application).reference + "/restricted";
    }
    void TearDown() override
    {
        fs::remove_all(m_directory);
        CallTest::TearDown();
    }
    static std::string tests_own_name()
    {
        return std::to_string(std::hash<std::string>{}(
            ::testing::UnitTest::GetInstance()->current_test_info()->name()));
    }
    /// A PDF as a browser sends it.
    http::Response send(Browser &browser, std::string const &name = "X1234567.pdf",
                        std::string const &document = "passport_copy")
    {
        browser.get(url);
        auto const path = m_directory / "scan";
        std::ofstream{path, std::ios::binary} << "%PDF-1.4\n" << secret << "\n%%EOF\n";
        http::Request request;
        request.method = http::Method::post;
        request.path = url + "/files";
        request.headers.set("Content-Type", "multipart/form-data; boundary=x");
        request.headers.set("Sec-Fetch-Site", "same-origin");
        request.form.add("token", browser.token());
        request.form.add("document", document);
        request.uploads.push_back({.field = "file",
                                   .name = name,
                                   .type = "application/pdf",
                                   .path = path.string(),
                                   .size = fs::file_size(path),
                                   .keeps_staged = nullptr});
        return browser.send(std::move(request));
    }
    std::vector<HandedFile> kept()
    {
        return store().read(
            [&](Reader &reader) { return files_of(reader, application, Keeping::sealed); });
    }
    /// Every byte of every chunk, as the database has it.
    std::string at_rest()
    {
        return store().read([&](Reader &reader) {
            std::string all;
            for (auto row : reader.query("SELECT bytes FROM file_chunk ORDER BY content, number")) {
                auto const bytes = row.next<storage::Bytes>();
                all.append(bytes.begin(), bytes.end());
            }
            for (auto row : reader.query("SELECT name FROM file ORDER BY id")) {
                all += row.next<std::string>();
            }
            return all;
        });
    }
    std::vector<std::string> acts()
    {
        std::vector<std::string> verbs;
        auto const all = store().read([&](Reader &reader) {
            return events::history(reader, applications.kind, application, Audience::partner);
        });
        for (auto const &act : all) {
            verbs.push_back(act.verb);
        }
        return verbs;
    }

    std::string url;

private:
    fs::path m_directory;
};
INSTANTIATE_ENGINES(SealedFiles);

TEST_P(SealedFiles, are_not_readable_at_rest_and_every_look_is_written_down)
{
    auto focal_point = signed_in("focal@dili.example");
    EXPECT_EQ(send(focal_point).status, 303);
    ASSERT_EQ(kept().size(), 1U);
    auto const bytes = at_rest();
    EXPECT_GT(bytes.size(), secret.size());
    EXPECT_EQ(bytes.find(secret), std::string::npos);
    EXPECT_EQ(bytes.find("%PDF"), std::string::npos);
    EXPECT_EQ(bytes.find("X1234567"), std::string::npos) << "nor by the file's name";

    auto coordinator = signed_in("coordinator@agency.example");
    EXPECT_TRUE(shows(coordinator.get(url), "Copy of the passport"));
    EXPECT_EQ(acts().front(), "seal_file") << "seeing that it is there is no look";
    auto const version = std::to_string(head_of(applications, application).version);
    auto const file = url + "/files/" + kept().front().file.to_string();
    auto const opened = coordinator.post(file, {{"version", version}});
    EXPECT_EQ(opened.status, 200);
    EXPECT_NE(opened.body.find(secret), std::string::npos);
    EXPECT_EQ(header(opened, "Cache-Control"), "no-store");
    EXPECT_EQ(acts().front(), "look_file");
    EXPECT_EQ(store().read([&](Reader &reader) {
        return records::load(reader, applications, application)->documents;
    }),
              records::Codes{"passport_copy"});
}

TEST_P(SealedFiles, are_for_those_who_see_the_sealed_part_alone)
{
    auto focal_point = signed_in("focal@dili.example");
    EXPECT_EQ(send(focal_point).status, 303);
    auto const file = url + "/files/" + kept().front().file.to_string();
    for (auto const *const who : {"desk@agency.example", "ibu@centre.example"}) {
        auto browser = signed_in(who);
        browser.get("/calls");
        EXPECT_EQ(browser.post(file).status, 403) << who;
        EXPECT_EQ(send(browser).status, 403) << who;
    }
    auto elsewhere = signed_in("focal@suva.example");
    elsewhere.get("/calls");
    EXPECT_EQ(elsewhere.post(file).status, 404);
    EXPECT_EQ(browser().get(file).status, 405);
    EXPECT_EQ(acts().front(), "seal_file") << "nobody looked";
}

TEST_P(SealedFiles, say_what_they_do_not_take_and_keep_the_form)
{
    auto focal_point = signed_in("focal@dili.example");
    EXPECT_EQ(send(focal_point, "scan.pdf", "diploma").status, 422);
    focal_point.get(url);
    auto const without = focal_point.post(url + "/files", {{"document", "medical_certificate"}});
    EXPECT_EQ(without.status, 422);
    EXPECT_TRUE(kept().empty());
}

TEST_P(SealedFiles, go_with_the_retention_for_good)
{
    auto focal_point = signed_in("focal@dili.example");
    EXPECT_EQ(send(focal_point).status, 303);
    auto const file = kept().front().file;
    auto const stored = *store().read([&](Reader &reader) { return files::find(reader, file); });
    store().write([](Tx &tx) { tx.run("UPDATE training_rules SET retention_months = 6"); });
    clock().set(*Instant::parse("2027-10-14T08:00:00Z"));
    EXPECT_EQ(erase_due(store(), services().vault), 1) << "a copy alone is kept too";
    EXPECT_TRUE(kept().empty());
    EXPECT_EQ(store().read([&](Reader &reader) {
        return reader.one<std::int64_t>("SELECT COUNT(*) FROM file_chunk");
    }),
              0);
    EXPECT_EQ(store().read([&](Reader &reader) { return files::find(reader, file); }),
              std::nullopt);
    secrets::FileCipher cipher{services().vault};
    EXPECT_EQ(store().read([&](Reader &reader) {
        return cipher.open(reader, {stored.person, stored.content, "bytes 0 of 1"}, {});
    }),
              std::nullopt)
        << "a backup's bytes have no key any more";
    EXPECT_EQ(acts().front(), "erase_restricted");
    auto again = signed_in("focal@dili.example");
    EXPECT_EQ(send(again).status, 409) << "nothing is sealed for who was erased";
}

} // namespace
} // namespace selatan::training
