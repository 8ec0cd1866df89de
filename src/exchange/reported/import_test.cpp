#include "exchange/reported/batch_store.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/importer.hpp"
#include "exchange/reported/reading.hpp"
#include "exchange/reported/reported_testing.hpp"
#include "tests/support/engines.hpp"

#include <algorithm>
#include <deque>
#include <random>
#include <zlib.h>

namespace selatan::reported {
namespace {

using testing::File;

/// Notes what begins and ceases to stand, and what its rows are then.
class Observer final : public Watcher {
public:
    void stands(storage::Tx &tx, std::span<std::int64_t const> activities) override
    {
        for (auto const id : activities) {
            standing.push_back(id);
            seen_title = std::string{text_for(activity_of(tx, id)->title, "en")};
        }
    }
    void leaves(storage::Tx &tx, std::span<std::int64_t const> activities) override
    {
        for (auto const id : activities) {
            std::erase(standing, id);
            rows_of_leaving +=
                tx.one<std::int64_t>("SELECT count(*) FROM iati_transaction WHERE activity = ?", id)
                    .value_or(0);
        }
    }
    std::vector<std::int64_t> standing;
    std::string seen_title;
    std::int64_t rows_of_leaving = 0;
};

class ReportedImport : public selatan::testing::EngineTest {
protected:
    void SetUp() override
    {
        EngineTest::SetUp();
        set_watchers({});
    }
    void TearDown() override
    {
        set_watchers({});
        EngineTest::TearDown();
    }

    Imported import(std::string_view content, std::string const &name = "file.xml",
                    Writing writing = Writing::for_good)
    {
        auto done = try_import(content, name, writing);
        EXPECT_TRUE(done.has_value()) << (done ? "" : done.error().problems.front().code);
        return done ? *done : Imported{};
    }
    Result<Imported> try_import(std::string_view content, std::string const &name = "file.xml",
                                Writing writing = Writing::for_good)
    {
        File const file{content};
        return Importer{store()}.import_file(
            {.path = file.path(), .name = name, .by = &m_who, .writing = writing});
    }
    std::string refusal(std::string_view content)
    {
        auto const done = try_import(content);
        return done ? "none" : done.error().problems.front().code;
    }
    std::string reason(std::string_view content)
    {
        auto const done = try_import(content);
        return done ? "none" : done.error().problems.back().code;
    }
    std::vector<Listed> all(Wanted const &wanted = {})
    {
        return store().read([&](storage::Reader &reader) { return list(reader, wanted); });
    }
    std::int64_t rows(std::string const &table)
    {
        return store().read([&](storage::Reader &reader) {
            return reader.one<std::int64_t>("SELECT count(*) FROM " + table).value_or(0);
        });
    }
    Result<records::Saved> undo_import(std::string const &reference)
    {
        return store().write([&](storage::Tx &tx) -> Result<records::Saved> {
            auto const head = records::find(tx, batches, &m_who, reference, verbs::undo);
            if (!head) {
                return refuse(head.error());
            }
            return undo(tx, m_who, *head, head->version, "a test");
        });
    }
    /// Everything that the tables of what stands hold, as text.
    std::string content() { return content(store()); }
    static std::string content(storage::Store &store)
    {
        std::string all;
        store.read([&](storage::Reader &reader) {
            for (auto const *const sql :
                 {"SELECT a.id, i.text, a.title, a.batch FROM iati_activity a JOIN iati_identifier "
                  "i"
                  " ON i.id = a.identifier WHERE a.ended_by IS NULL ORDER BY a.id",
                  "SELECT activity, number, amount, currency FROM iati_transaction"
                  " ORDER BY activity, number",
                  "SELECT activity, kind, code, weight FROM iati_class ORDER BY activity, number",
                  "SELECT activity, role, organisation FROM iati_participation"
                  " ORDER BY activity, number",
                  "SELECT activity, type, other FROM iati_relation ORDER BY activity, number",
                  "SELECT facet, block, members FROM iati_facet_block ORDER BY facet, block"}) {
                for (auto row : reader.query(sql)) {
                    for (int i = 0; i < row.cells().columns(); ++i) {
                        all += row.cells().is_null(i) ? "-" : std::string{row.cells().text(i)};
                        all += '|';
                    }
                    all += '\n';
                }
            }
        });
        return all;
    }

    auth::Identity m_who = auth::program_identity("test");
};
INSTANTIATE_ENGINES(ReportedImport);

std::string two_activities()
{
    return testing::file(testing::activity("XX-1", "XX-1-A", "Wells", testing::water) + "\n  " +
                         testing::activity("XX-1", "XX-1-B", "Roads"));
}

TEST_P(ReportedImport, puts_an_activity_into_the_tables)
{
    auto const done = import(two_activities());
    EXPECT_EQ(done.counts.fresh, 2);
    EXPECT_EQ(done.version, "2.03");
    auto const listed = all();
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_EQ(listed[0].title, "Roads") << "newest first";
    EXPECT_EQ(listed[1].identifier, "XX-1-A");
    EXPECT_EQ(listed[1].publisher_name, "Agency of XX-1");
    EXPECT_EQ(listed[1].starts, Date::of(2018, 5, 1));
    EXPECT_EQ(rows("iati_transaction"), 2);
    EXPECT_EQ(rows("iati_participation"), 2);
    EXPECT_EQ(rows("iati_class"), 3);
    auto const amount = store().read([](storage::Reader &reader) {
        return reader.one<std::int64_t>("SELECT t.amount FROM iati_transaction t"
                                        " JOIN iati_organisation o ON o.id = t.provider"
                                        " WHERE o.ref = 'AA-1' AND t.happened_on = 20190305"
                                        " AND t.valued_on = 20190301 AND t.currency = 'EUR'");
    });
    EXPECT_EQ(amount, 125050);
}

TEST_P(ReportedImport, keeps_each_source_byte_for_byte_and_gives_the_file_back)
{
    auto const file = testing::file("<!-- before --> " +
                                    testing::activity("XX-1", "A", "W\xC3\xA4sser", "<x>\r\n</x>") +
                                    testing::activity("XX-1", "A", "again") + "\t<other/>");
    import(file);
    store().read([&](storage::Reader &reader) {
        std::string whole;
        auto const batch = reader.one<Uuid>("SELECT id FROM iati_batch");
        auto const layout = layout_of(reader, *batch);
        ASSERT_TRUE(layout);
        for (auto const &entry : layout->entries) {
            whole += entry.before + *source_of(reader, entry.activity);
        }
        EXPECT_EQ(whole + layout->after, file);
    });
}

TEST_P(ReportedImport, leaves_alone_what_is_told_as_before)
{
    import(two_activities());
    auto const before = content();
    auto const again = import(two_activities());
    EXPECT_EQ(again.counts.same, 2);
    EXPECT_EQ(again.counts.fresh + again.counts.changed + again.counts.vanished, 0);
    EXPECT_EQ(content(), before);
    EXPECT_EQ(rows("iati_activity"), 2);
}

TEST_P(ReportedImport, makes_a_new_version_of_what_is_told_differently)
{
    import(two_activities());
    auto const done = import(testing::file(testing::activity("XX-1", "XX-1-A", "Deep wells") +
                                           testing::activity("XX-1", "XX-1-B", "Roads")));
    EXPECT_EQ(done.counts.changed, 1);
    EXPECT_EQ(done.counts.same, 1);
    EXPECT_EQ(rows("iati_transaction"), 0) << "the rows are those of what stands";
    auto const listed = all({.identifier = "XX-1-A"});
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].title, "Deep wells");
    EXPECT_EQ(listed[0].version, 2);
    store().read([&](storage::Reader &reader) {
        auto const versions = versions_of(reader, listed[0].id);
        ASSERT_EQ(versions.size(), 2U);
        EXPECT_FALSE(versions[0].stands);
        EXPECT_EQ(activity_of(reader, versions[0].id)->transactions.size(), 2U)
            << "an earlier version can still be read";
    });
}

TEST_P(ReportedImport, ends_what_the_next_file_of_the_name_no_longer_tells)
{
    import(two_activities());
    auto const other =
        import(testing::file(testing::activity("XX-1", "XX-1-C", "Bridges")), "b.xml");
    EXPECT_EQ(other.counts.vanished, 0) << "of another name";
    auto const stranger = import(testing::file(testing::activity("YY-1", "YY-1-A", "Seeds")));
    EXPECT_EQ(stranger.counts.vanished, 0) << "of another publisher";
    import(two_activities());
    auto const done = import(testing::file(testing::activity("XX-1", "XX-1-B", "Roads")));
    EXPECT_EQ(done.counts.vanished, 1);
    EXPECT_TRUE(all({.identifier = "XX-1-A"}).empty());
    auto const back = import(two_activities());
    EXPECT_EQ(back.counts.fresh, 1);
    EXPECT_EQ(all({.identifier = "XX-1-A"}).at(0).version, 2);
}

TEST_P(ReportedImport, keeps_duplicates_and_several_publishers_apart)
{
    auto const done = import(testing::file(testing::activity("XX-1", "X", "one") +
                                           testing::activity("XX-1", "X", "two") +
                                           testing::activity("YY-1", "X", "three")));
    EXPECT_EQ(done.counts.fresh, 3);
    auto const listed = all({.identifier = "X"});
    ASSERT_EQ(listed.size(), 3U);
    store().read([&](storage::Reader &reader) {
        EXPECT_EQ(told_by_others(reader, listed[0].id).size(), 2U);
        auto const known = publishers(reader);
        ASSERT_EQ(known.size(), 2U);
        EXPECT_EQ(known[0].ref, "XX-1");
        EXPECT_EQ(known[0].activities, 2);
    });
}

TEST_P(ReportedImport, two_files_that_tell_the_same_differently_do_not_replace_each_other_for_ever)
{
    auto const telling = [](std::string const &title) {
        return testing::file(testing::activity("XX-1", "XX-1-A", title, testing::water));
    };
    auto const other = testing::file(testing::activity("XX-1", "XX-1-B", "Roads"));
    import(telling("Wells"), "a.xml");
    EXPECT_EQ(import(telling("Deep wells"), "b.xml").counts.changed, 1) << "the later word stands";
    auto const before = content();
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(import(telling("Wells"), "a.xml").counts.same, 1);
        EXPECT_EQ(import(telling("Deep wells"), "b.xml").counts.same, 1);
        EXPECT_EQ(content(), before);
        EXPECT_EQ(rows("iati_activity"), 2);
    }
    // Each file is given back as it was, whichever word stands.
    auto const last = import(telling("Wells"), "a.xml");
    store().read([&](storage::Reader &reader) {
        auto const id =
            reader.one<Uuid>("SELECT id FROM record WHERE reference = ?", last.reference);
        auto const layout = layout_of(reader, *id);
        ASSERT_TRUE(layout);
        EXPECT_NE(source_of(reader, layout->entries.at(0).activity)->find(">Wells<"),
                  std::string::npos);
    });
    // One that ceases to tell it leaves the other's word; undone, its own stands again.
    auto const without = import(other, "b.xml");
    EXPECT_EQ(without.counts.vanished, 0);
    EXPECT_EQ(without.counts.changed, 1);
    EXPECT_EQ(all({.identifier = "XX-1-A"}).at(0).title, "Wells");
    EXPECT_EQ(rows("iati_transaction"), 2);
    EXPECT_EQ(import(telling("Wells"), "a.xml").counts.same, 1);
    EXPECT_TRUE(undo_import(store().read([](storage::Reader &reader) {
        return reader
            .one<std::string>("SELECT r.reference FROM iati_batch b JOIN record r"
                              " ON r.id = b.id ORDER BY b.number DESC LIMIT 1")
            .value_or("");
    })));
    EXPECT_TRUE(undo_import(without.reference));
    EXPECT_EQ(content(), before);
    EXPECT_EQ(rows("iati_return"), 0);
}

TEST_P(ReportedImport, what_two_files_tell_alike_stands_until_neither_does)
{
    auto const a = testing::activity("XX-1", "XX-1-A", "Wells", testing::water);
    auto const b = testing::activity("XX-1", "XX-1-B", "Roads");
    import(testing::file(a), "a.xml");
    EXPECT_EQ(import(testing::file(a), "b.xml").counts.same, 1);
    EXPECT_EQ(import(testing::file(b), "a.xml").counts.vanished, 0);
    EXPECT_EQ(all({.identifier = "XX-1-A"}).size(), 1U);
    EXPECT_EQ(import(testing::file(b), "b.xml").counts.vanished, 1);
    EXPECT_TRUE(all({.identifier = "XX-1-A"}).empty());
}

TEST_P(ReportedImport, undone_leaves_the_tables_as_they_were)
{
    Observer observer;
    set_watchers({&observer});
    import(two_activities());
    auto const before = content();
    auto const standing = observer.standing;
    auto const done = import(testing::file(testing::activity("XX-1", "XX-1-A", "Deep wells") +
                                           testing::activity("XX-1", "XX-1-D", "Dams")));
    EXPECT_EQ(done.counts.changed, 1);
    EXPECT_EQ(done.counts.fresh, 1);
    EXPECT_EQ(done.counts.vanished, 1);
    EXPECT_EQ(observer.rows_of_leaving, 2) << "while they leave their rows are there";
    EXPECT_EQ(observer.seen_title, "Dams");
    ASSERT_TRUE(undo_import(done.reference));
    EXPECT_EQ(content(), before);
    std::ranges::sort(observer.standing);
    EXPECT_EQ(observer.standing, standing);
    EXPECT_EQ(rows("iati_activity"), 2);
    EXPECT_EQ(import(two_activities()).counts.same, 2) << "as if it had never been";
}

TEST_P(ReportedImport, is_undone_in_the_opposite_order_only)
{
    auto const first = import(two_activities());
    auto const second = import(testing::file(testing::activity("XX-1", "XX-1-C", "Dams")), "b.xml");
    auto const refused = undo_import(first.reference);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problems.front().code, "reported.later_imports");
    EXPECT_EQ(refused.error().problems.front().arguments.front().second, second.reference);
    EXPECT_TRUE(undo_import(second.reference));
    EXPECT_TRUE(undo_import(first.reference));
    EXPECT_TRUE(all().empty());
    EXPECT_EQ(rows("iati_facet_block"), 0);
    EXPECT_EQ(rows("iati_source"), 0);
    auto const again = undo_import(first.reference);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().problems.front().code, "records.wrong_state");
}

/// What publishers' rows keep, as a line each; counted anew where `is_counted`.
std::string totals(storage::Store &store, bool is_counted)
{
    constexpr std::string_view kept = "SELECT id, standing, files, coalesce(last_batch, 0)"
                                      " FROM iati_publisher ORDER BY id";
    constexpr std::string_view counted =
        "SELECT p.id, (SELECT count(*) FROM iati_activity a WHERE a.publisher = p.id"
        "  AND a.ended_by IS NULL),"
        " (SELECT count(DISTINCT b.source) FROM iati_batch_publisher t JOIN iati_batch b"
        "  ON b.number = t.batch WHERE t.publisher = p.id),"
        " (SELECT coalesce(max(t.batch), 0) FROM iati_batch_publisher t"
        "  WHERE t.publisher = p.id)"
        " FROM iati_publisher p ORDER BY p.id";
    std::string all;
    store.read([&](storage::Reader &reader) {
        for (auto row : reader.query(is_counted ? counted : kept)) {
            for (int i = 0; i < row.cells().columns(); ++i) {
                all += std::string{row.cells().text(i)} + (i == 0 ? ":" : " ");
            }
            all += "\n";
        }
    });
    return all;
}

TEST_P(ReportedImport, keeps_publishers_totals_through_any_imports_and_undos)
{
    // NOLINTNEXTLINE(cert-msc32-c,cert-msc51-cpp): the same history each time
    std::mt19937 random{20261122};
    auto const some = [&random](unsigned of) {
        return static_cast<unsigned>(random()) % of;
    };
    std::vector<std::string> imports;
    std::size_t undone = 0;
    for (int step = 0; step < 120; ++step) {
        if (!imports.empty() && some(3) == 0) {
            ASSERT_TRUE(undo_import(imports.back()));
            imports.pop_back();
            ++undone;
        } else {
            // Three files of three publishers' activities: fresh, changed, twice, in two files,
            // no longer told, told again.
            std::string activities;
            for (unsigned i = 0, many = 1 + some(6); i < many; ++i) {
                auto const publisher = std::string{"P-"} + std::to_string(some(3));
                auto const identifier = publisher + "-" + std::to_string(some(4));
                activities +=
                    testing::activity(publisher, identifier, "Told " + std::to_string(some(2)));
            }
            imports.push_back(import(testing::file(activities),
                                     std::string{"file-"} + std::to_string(some(3)) + ".xml")
                                  .reference);
        }
        ASSERT_EQ(totals(store(), false), totals(store(), true)) << "after step " << step;
    }
    EXPECT_GT(undone, 20U);
    while (!imports.empty()) {
        ASSERT_TRUE(undo_import(imports.back()));
        imports.pop_back();
    }
    EXPECT_EQ(totals(store(), false), "1:0 0 0 \n2:0 0 0 \n3:0 0 0 \n");
    EXPECT_TRUE(store().read([](storage::Reader &reader) { return publishers(reader); }).empty());
}

TEST_P(ReportedImport, refuses_what_is_no_file_of_activities_and_writes_nothing)
{
    EXPECT_EQ(refusal("<iati-activities><iati-activity></iati-activities>"), "reported.broken");
    EXPECT_EQ(refusal(testing::file(testing::activity("XX-1", "A", "one")) + "<"),
              "reported.broken")
        << "after activities were read";
    EXPECT_EQ(reason("<!DOCTYPE iati-activities [<!ENTITY a \"b\">]><iati-activities/>"),
              "iati.xml_entity_declared")
        << "the validator's sentence";
    EXPECT_EQ(reason("<iati-activities>\xe9</iati-activities>"), "iati.xml_bad_encoding");
    EXPECT_EQ(refusal("<html/>"), "reported.not_activities");
    EXPECT_EQ(refusal("<iati-organisations version=\"2.03\"/>"), "reported.not_activities");
    EXPECT_EQ(refusal(std::string{"\x1f\x8b\x08\x00xx", 6}), "reported.unreadable");
    EXPECT_EQ(refusal(""), "reported.broken");
    EXPECT_EQ(rows("iati_activity"), 0);
    EXPECT_EQ(rows("iati_batch"), 0);
}

TEST_P(ReportedImport, rehearsed_says_what_would_happen_and_writes_nothing)
{
    import(two_activities());
    auto const before = content();
    auto const done = import(testing::file(testing::activity("XX-1", "XX-1-B", "Highways")),
                             "file.xml", Writing::dry_run);
    EXPECT_EQ(done.counts.changed, 1);
    EXPECT_EQ(done.counts.vanished, 1);
    EXPECT_EQ(done.reference, "");
    EXPECT_EQ(content(), before);
    EXPECT_EQ(rows("iati_batch"), 1);
}

TEST_P(ReportedImport, stopped_half_way_leaves_nothing)
{
    std::string many;
    for (int i = 0; i < 1200; ++i) {
        many += testing::activity("XX-1", "XX-1-" + std::to_string(i), "Wells", testing::water);
    }
    File const file{testing::file(many)};
    std::int64_t told = 0;
    auto const done = Importer{store()}.import_file(
        {.path = file.path(),
         .name = "many.xml",
         .by = &m_who,
         .on_progress = [&](std::int64_t activities, std::uint64_t /*bytes*/) {
             told = activities;
             return activities < 600;
         }});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().problems.front().code, "reported.interrupted");
    EXPECT_GE(told, 600);
    EXPECT_EQ(content(), "");
    EXPECT_EQ(rows("iati_identifier"), 0);

    auto const whole = import(testing::file(many), "many.xml");
    EXPECT_EQ(whole.counts.fresh, 1200);
    EXPECT_EQ(rows("iati_transaction"), 2400);
    std::int64_t read = 0;
    store().read([&](storage::Reader &reader) {
        each_standing(reader, [&](std::int64_t /*id*/, Activity const &activity) {
            read += static_cast<std::int64_t>(activity.transactions.size());
            return true;
        });
    });
    EXPECT_EQ(read, 2400);
}

/// How a file came in, or why not.
std::string outcome(Result<Imported> const &done)
{
    if (!done) {
        return done.error().problems.front().code;
    }
    auto const &counts = done->counts;
    std::string text = done->reference;
    for (auto const count :
         {counts.activities, counts.fresh, counts.changed, counts.same, counts.vanished}) {
        text += ' ' + std::to_string(count);
    }
    return text;
}

TEST_P(ReportedImport, read_ahead_is_stored_as_if_each_file_had_been_read_when_its_turn_came)
{
    std::string many;
    for (int i = 0; i < 1200; ++i) {
        many += testing::activity("XX-1", "XX-1-" + std::to_string(i), "Wells", testing::water);
    }
    std::vector<std::pair<std::string, std::string>> const contents{
        {"many.xml", testing::file(many)},
        // Broken after more than one part of it was read.
        {"broken.xml", testing::file(many + testing::activity("XX-1", "XX-1-B", "x")) + "<"},
        // Of the same publisher: with its dictionary, and beside what stands by then.
        {"next.xml", testing::file(testing::activity("XX-1", "XX-1-7", "Deep wells") +
                                   testing::activity("XX-1", "XX-1-8", "Wells", testing::water) +
                                   testing::activity("XX-1", "XX-1-new", "Roads"))},
        {"damaged.xml.gz", std::string{"\x1f\x8b\x08\x00xx", 6}},
        {"none.xml", "<html/>"},
        {"next.xml", testing::file(testing::activity("XX-1", "XX-1-7", "Deeper wells"))},
        {"empty.xml", ""},
        {"latin.xml",
         "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><iati-activities version=\"2.03\">" +
             testing::activity("YY-1", "YY-1-A", "Caf\xE9") + "</iati-activities>"},
        {"many.xml", testing::file(testing::activity("XX-1", "XX-1-9", "Wells", testing::water))},
    };
    std::deque<File> files;
    std::vector<FilePlace> places;
    for (auto const &[name, text] : contents) {
        places.push_back({files.emplace_back(text).path()});
    }
    places.push_back({places.front().path + ".missing"});
    FilesAhead ahead{places};
    selatan::testing::TestDatabase const other{GetParam(),
                                               selatan::testing::TestDatabase::Contents::migrated};
    storage::Store one_by_one{{.url = other.url(), .connections = 2}, clock()};
    std::vector<FileImport> imports;
    std::vector<std::string> alone; // what comes of each where they know nothing of each other
    for (std::size_t i = 0; i < contents.size(); ++i) {
        imports.push_back({.path = places[i].path, .name = contents[i].first, .by = &m_who});
        alone.push_back(outcome(Importer{one_by_one}.import_file(imports.back())));
    }
    EXPECT_EQ(std::ranges::count(alone, "reported.broken"), 2);
    EXPECT_EQ(std::ranges::count(alone, "reported.unreadable"), 1);
    EXPECT_EQ(std::ranges::count(alone, "reported.not_activities"), 1);
    imports.push_back({.path = places.back().path, .name = "missing.xml", .by = &m_who});
    for (std::size_t i = 0; i < imports.size(); ++i) {
        imports[i].ahead = &ahead;
        imports[i].number_ahead = i;
    }
    std::vector<std::string> together;
    EXPECT_THROW(Importer{store()}.import_files(imports,
                                                [&](std::size_t number, auto const &done) {
                                                    EXPECT_EQ(number, together.size());
                                                    together.push_back(outcome(done));
                                                }),
                 std::exception);
    EXPECT_EQ(together, alone) << "what one fails with is not the others' loss";
    EXPECT_EQ(content(), content(one_by_one));
    for (auto const *const table :
         {"iati_activity", "iati_source", "iati_dictionary", "iati_piece", "iati_batch"}) {
        EXPECT_EQ(rows(table), one_by_one.read([&](storage::Reader &reader) {
            return reader.one<std::int64_t>("SELECT count(*) FROM " + std::string{table})
                .value_or(0);
        })) << table;
    }
    EXPECT_EQ(all({.identifier = "XX-1-7"}).at(0).version, 3);
    EXPECT_EQ(rows("iati_dictionary"), 1) << "the publisher's first serves its next files";
}

TEST_P(ReportedImport, small_files_share_a_transaction)
{
    constexpr std::size_t many = 40;
    std::deque<File> files;
    std::vector<FileImport> imports;
    for (std::size_t i = 0; i < many; ++i) {
        auto const name = "XX-1-" + std::to_string(i);
        files.emplace_back(i % 4 == 3 ? "<html/>"
                                      : testing::file(testing::activity("XX-1", name, "Wells")));
        imports.push_back({.path = files.back().path(), .name = name, .by = &m_who});
    }
    auto const before = store().figures().transactions;
    std::size_t came_in = 0;
    Importer{store()}.import_files(imports, [&](std::size_t number, auto const &done) {
        EXPECT_EQ(done.has_value(), number % 4 != 3);
        came_in += done ? 1U : 0U;
    });
    EXPECT_EQ(came_in, many * 3 / 4);
    EXPECT_LE(store().figures().transactions - before, 3);
    EXPECT_EQ(rows("iati_batch"), static_cast<std::int64_t>(came_in));
    EXPECT_EQ(rows("iati_activity"), static_cast<std::int64_t>(came_in));
}

TEST_P(ReportedImport, of_files_read_ahead_some_may_be_left)
{
    std::deque<File> files;
    std::vector<FilePlace> places;
    for (auto const *const name : {"A", "B", "C", "D"}) {
        std::string many;
        for (int i = 0; i < 600; ++i) {
            many += testing::activity("XX-1", name + std::to_string(i), "Wells");
        }
        places.push_back({files.emplace_back(testing::file(many)).path()});
    }
    FilesAhead ahead{places};
    auto const import_ahead = [&](std::size_t number, bool goes_on) {
        return Importer{store()}.import_file(
            {.path = places[number].path,
             .name = std::to_string(number),
             .by = &m_who,
             .ahead = &ahead,
             .number_ahead = number,
             .on_progress = [&](std::int64_t /*activities*/, std::uint64_t /*bytes*/) {
                 return goes_on;
             }});
    };
    EXPECT_FALSE(import_ahead(0, false)) << "left after its first part";
    EXPECT_TRUE(import_ahead(2, true)) << "the second was never asked for";
    EXPECT_EQ(rows("iati_activity"), 600);
    EXPECT_EQ(all({.identifier = "C599"}).size(), 1U);
}

TEST_P(ReportedImport, reads_a_file_in_another_encoding_and_keeps_its_bytes)
{
    auto const file =
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><iati-activities version=\"2.03\">" +
        testing::activity("XX-1", "A", "Caf\xE9") + "</iati-activities>";
    import(file);
    EXPECT_EQ(all().at(0).title, "Caf\xC3\xA9");
    store().read([&](storage::Reader &reader) {
        auto const batch = reader.one<Uuid>("SELECT id FROM iati_batch");
        auto const piece = piece_of(reader, *batch, 1);
        ASSERT_TRUE(piece);
        EXPECT_EQ(Decompressor{}.decompress(*piece), file);
    });
}

TEST_P(ReportedImport, lists_by_any_filters_together)
{
    import(testing::file(
        testing::activity("XX-1", "A", "Rural water wells", testing::water) +
        testing::activity("XX-1", "B", "Water towers",
                          "<activity-status code=\"4\"/><recipient-country code=\"KE\"/>") +
        testing::activity("YY-1", "C", "Roads", "<recipient-country code=\"KE\"/>")));
    auto const identifiers = [&](Wanted const &wanted) {
        std::string text;
        for (auto const &one : all(wanted)) {
            text += one.identifier;
        }
        auto const counted =
            store().read([&](storage::Reader &reader) { return count(reader, wanted, 100); });
        EXPECT_EQ(counted, static_cast<std::int64_t>(text.size()));
        return text;
    };
    EXPECT_EQ(identifiers({}), "CBA");
    EXPECT_EQ(identifiers({.facets = {"country:KE"}}), "CB");
    EXPECT_EQ(identifiers({.facets = {"country:KE", "publisher:YY-1"}}), "C");
    EXPECT_EQ(identifiers({.facets = {"year:2019"}}), "A");
    EXPECT_EQ(identifiers({.facets = {"role4:water works"}}), "A");
    EXPECT_EQ(identifiers({.facets = {"role1:water works"}}), "");
    EXPECT_EQ(identifiers({.words = "well"}), "A") << "whatever its ending";
    EXPECT_EQ(identifiers({.words = "WATER"}), "BA");
    EXPECT_EQ(identifiers({.facets = {"status:4"}, .words = "water"}), "B");
    EXPECT_EQ(identifiers({.identifier = "C"}), "C");
    auto const page = all({.limit = 2});
    ASSERT_EQ(page.size(), 2U);
    auto const next = all({.before = page.back().id, .limit = 2});
    ASSERT_EQ(next.size(), 1U);
    EXPECT_EQ(next[0].identifier, "A");
}

} // namespace
} // namespace selatan::reported
