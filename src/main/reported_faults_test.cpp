// An import of IATI files killed at the worst moments, on both engines: of each file everything is
// there or nothing, and once it went through the store is as if nothing had happened.
#include "exchange/iati/archive_testing.hpp"
#include "exchange/reported/importer.hpp"
#include "tests/support/faults.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace selatan::program {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::from_environment;
using testing::Process;

constexpr int files = 6;
constexpr int activities_of_a_file = 120;

/// A publisher's file; its activities name each other and some of the next publisher's.
std::string file_of(int publisher)
{
    std::string all = R"(<?xml version="1.0"?><iati-activities version="2.03">)";
    auto const name = [](int whose, int which) {
        return "XX-" + std::to_string(whose) + "-" + std::to_string(which);
    };
    for (int i = 0; i < activities_of_a_file; ++i) {
        all +=
            "<iati-activity default-currency=\"USD\"><iati-identifier>" + name(publisher, i) +
            "</iati-identifier><reporting-org ref=\"XX-" + std::to_string(publisher) +
            "\" type=\"10\"><narrative>Agency</narrative></reporting-org><title><narrative>Wells " +
            std::to_string(i % 17) +
            "</narrative></title><recipient-country code=\"TL\"/><related-activity type=\"3\" "
            "ref=\"" +
            name((publisher + 1) % files, i) + "\"/>";
        for (int transaction = 0; transaction < 5; ++transaction) {
            all += "<transaction><transaction-type code=\"3\"/><transaction-date iso-date=\"20" +
                   std::to_string(10 + i % 10) + "-05-01\"/><value value-date=\"2019-05-01\">" +
                   std::to_string(100 + i) + "</value></transaction>";
        }
        all += "</iati-activity>";
    }
    return all + "</iati-activities>";
}

/// All that stands, but for the numbers of the imports that brought it.
std::string content(storage::Store &store)
{
    return store.read([](storage::Reader &reader) {
        std::string all;
        for (auto const *const sql :
             {"SELECT a.id, i.text, p.ref, a.version, a.title, a.start_on FROM iati_activity a"
              " JOIN iati_identifier i ON i.id = a.identifier"
              " JOIN iati_publisher p ON p.id = a.publisher WHERE a.ended_by IS NULL ORDER BY a.id",
              "SELECT activity, number, happened_on, amount FROM iati_transaction"
              " ORDER BY activity, number",
              "SELECT activity, number, code FROM iati_class ORDER BY activity, number",
              "SELECT r.activity, i.text FROM iati_relation r JOIN iati_identifier i"
              " ON i.id = r.other ORDER BY r.activity, r.number",
              "SELECT n.name, b.block, b.members FROM iati_facet_block b"
              " JOIN iati_facet_name n ON n.id = b.facet ORDER BY n.name, b.block"}) {
            for (auto row : reader.query(sql)) {
                for (int i = 0; i < row.cells().columns(); ++i) {
                    all += row.cells().is_null(i) ? "-" : std::string{row.cells().text(i)};
                    all += '|';
                }
                all += '\n';
            }
        }
        return all;
    });
}

class ReportedFaults : public testing::FaultsTest {
protected:
    void SetUp() override
    {
        FaultsTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        ASSERT_EQ(run({"init", "--name", "Test", "--administrator", "admin@mfa.example",
                       "--password-file", path("password")})
                      .code,
                  0);
        ASSERT_EQ(run({"user", "add", "ana@mfa.example", "--name", "Ana", "--password-file",
                       path("password")})
                      .code,
                  0);
        ASSERT_EQ(run({"user", "grant", "ana@mfa.example", "coordinator"}).code, 0);
        fs::create_directory(path("iati"));
        std::vector<std::pair<std::string, std::string>> in_archive;
        for (int i = 0; i < files; ++i) {
            auto const name = std::to_string(i) + ".xml";
            if (i < files / 2) {
                std::ofstream{path("iati/" + name)} << file_of(i);
            } else {
                in_archive.emplace_back(name, file_of(i));
            }
        }
        std::ofstream{path("iati/more.zip"), std::ios::binary} << iati::testing::zipped(in_archive);
    }
    /// How many activities of each publisher there are.
    std::map<std::string, int> activities()
    {
        return open()->read([](storage::Reader &reader) {
            std::map<std::string, int> all;
            for (auto row :
                 reader.query("SELECT p.ref, count(*) FROM iati_activity a JOIN"
                              " iati_publisher p ON p.id = a.publisher GROUP BY p.ref")) {
                auto const ref = row.next<std::string>();
                all[ref] = row.next<int>();
            }
            return all;
        });
    }
    /// What the store holds where nobody killed anything.
    std::string undisturbed()
    {
        testing::TestDatabase const database{GetParam(), testing::TestDatabase::Contents::migrated};
        storage::Store store{{.url = database.url(), .connections = 2}, clock()};
        auto const who = auth::program_identity("test");
        for (int i = 0; i < files; ++i) {
            auto const name = "undisturbed-" + std::to_string(i) + ".xml";
            std::ofstream{path(name)} << file_of(i);
            EXPECT_TRUE(reported::Importer{store}.import_file(
                {.path = path(name), .name = name, .by = &who}));
        }
        return content(store);
    }
};

TEST_P(ReportedFaults, files_come_in_whole_or_not_at_all_whenever_the_import_is_killed)
{
    std::vector<std::string> const import{"iati", "import", path("iati"), "--as",
                                          "ana@mfa.example"};
    auto const kills = from_environment("SELATAN_KILLS", 4);
    int interrupted = 0;
    for (int round = 0; round < kills; ++round) {
        Process importing{variables(), import, Process::Errors::hidden};
        std::this_thread::sleep_for(milliseconds{60} + moment(900));
        importing.signal(SIGKILL);
        interrupted += importing.wait() == -SIGKILL ? 1 : 0;
        for (auto const &[publisher, count] : activities()) {
            ASSERT_EQ(count, activities_of_a_file) << publisher << ", seed " << seed();
        }
    }
    EXPECT_GT(interrupted, 0);
    auto const last = run(import);
    EXPECT_EQ(last.code, 0) << last.out;
    EXPECT_EQ(content(*open()), undisturbed()) << "seed " << seed();
    expect_sound();
    auto const again = run(import);
    EXPECT_EQ(again.code, 0) << again.out;
    EXPECT_EQ(content(*open()), undisturbed()) << "a second run changes nothing";
}

INSTANTIATE_ENGINES(ReportedFaults);

} // namespace
} // namespace selatan::program
