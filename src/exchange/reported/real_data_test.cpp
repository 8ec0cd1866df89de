#include "exchange/reported/batch_store.hpp"
#include "exchange/reported/importer.hpp"
#include "exchange/reported/reading.hpp"
#include "tests/support/engines.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace selatan::reported {
namespace {

namespace fs = std::filesystem;

std::string content_of(fs::path const &path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

/// Tags in the text: the files have none in comments or CDATA.
std::int64_t tags_in(std::string const &text, std::string const &name)
{
    std::int64_t count = 0;
    for (auto at = text.find('<' + name); at != std::string::npos; at = text.find('<' + name, at)) {
        at += name.size() + 1;
        count += at < text.size() &&
                         std::string_view{" \t\r\n>/"}.find(text[at]) != std::string_view::npos
                     ? 1
                     : 0;
    }
    return count;
}

/// Files that publishers published: SELATAN_DATA names the folder that holds them.
class RealReports : public selatan::testing::EngineTest {
protected:
    void SetUp() override
    {
        auto const *const data = std::getenv("SELATAN_DATA");
        if (data == nullptr || !fs::is_directory(fs::path{data} / "iati" / "real")) {
            GTEST_SKIP() << "SELATAN_DATA names no folder with iati/real";
        }
        m_folder = fs::path{data} / "iati" / "real";
        EngineTest::SetUp();
    }
    fs::path m_folder;
};
INSTANTIATE_ENGINES(RealReports);

TEST_P(RealReports, come_in_whole_and_are_given_back_byte_for_byte)
{
    auto const who = auth::program_identity("test");
    std::vector<fs::path> paths;
    for (auto const &entry : fs::directory_iterator{m_folder}) {
        paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    std::int64_t refused = 0;
    std::int64_t told = 0;
    std::int64_t notes = 0;
    for (auto const &path : paths) {
        auto const done = Importer{store()}.import_file(
            {.path = path.string(), .name = path.filename().string(), .by = &who});
        if (!done) {
            EXPECT_EQ(done.error().problems.front().code, "reported.broken") << path;
            ++refused;
            continue;
        }
        auto const text = content_of(path);
        EXPECT_EQ(done->counts.activities, tags_in(text, "iati-activity")) << path;
        told += done->counts.activities;
        notes += done->counts.notes;
        store().read([&](storage::Reader &reader) {
            auto const batch =
                reader.one<Uuid>("SELECT id FROM record WHERE reference = ?", done->reference);
            auto const layout = layout_of(reader, *batch);
            ASSERT_TRUE(layout);
            if (piece_of(reader, *batch, 1)) {
                return; // in another encoding: the file itself is kept
            }
            std::string whole;
            std::int64_t transactions = 0;
            for (auto const &entry : layout->entries) {
                whole += entry.before + *source_of(reader, entry.activity);
                transactions += static_cast<std::int64_t>(
                    activity_of(reader, entry.activity)->transactions.size());
            }
            EXPECT_TRUE(whole + layout->after == text) << path;
            EXPECT_EQ(transactions, tags_in(text, "transaction")) << path;
        });
    }
    // Three files were broken when names in them were overwritten (agreement.md of the validator).
    EXPECT_EQ(refused, 3);
    EXPECT_GT(told, 3000);
    auto const [standing, transactions] = store().read([](storage::Reader &reader) {
        std::int64_t in_full = 0;
        std::int64_t all = 0;
        each_standing(reader, [&](std::int64_t /*id*/, Activity const &activity) {
            ++all;
            in_full += static_cast<std::int64_t>(activity.transactions.size());
            return true;
        });
        auto const rows = reader.one<std::int64_t>("SELECT count(*) FROM iati_transaction");
        EXPECT_EQ(rows, in_full) << "the tables say what the sources say";
        return std::pair{all, in_full};
    });
    RecordProperty("told", static_cast<int>(told));
    RecordProperty("standing", static_cast<int>(standing));
    RecordProperty("transactions", static_cast<int>(transactions));
    RecordProperty("notes", static_cast<int>(notes));
}

} // namespace
} // namespace selatan::reported
