#include "exchange/spreadsheet/files_out.hpp"
#include "exchange/spreadsheet/import_command.hpp"
#include "exchange/spreadsheet/spreadsheet_testing.hpp"
#include "platform/records/list.hpp"
#include "tests/support/engines.hpp"

#include <csignal>
#include <filesystem>
#include <gtest/gtest.h>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace selatan::spreadsheet {
namespace {

using testing::File;
using testing::register_csv;
using testing::register_mapping;

class Imports : public selatan::testing::EngineTest {
protected:
    [[nodiscard]] Importer importer(Isolation isolation = Isolation::none)
    {
        return Importer{store(), m_codes, {&reports::reported_activity_pages}, isolation};
    }

    Result<Imported> import(std::string_view content, Mapping const &mapping,
                            Writing writing = Writing::for_good)
    {
        File const file{content};
        return importer().import_file({.path = file.path(),
                                       .name = "register.csv",
                                       .mapping = mapping,
                                       .by = &m_by,
                                       .writing = writing});
    }
    Counts counts_of(std::string_view content)
    {
        auto const imported = import(content, register_mapping());
        EXPECT_TRUE(imported.has_value()) << problem_codes(imported);
        return imported ? imported->report.counts : Counts{};
    }
    static std::string problem_codes(Result<Imported> const &imported)
    {
        std::string all;
        if (!imported) {
            for (auto const &problem : imported.error().problems) {
                all += problem.field + ":" + problem.code + " ";
            }
        }
        return all;
    }
    /// reported_id or title → the record's printed fields.
    std::optional<reports::ReportedActivity> activity(std::string const &title)
    {
        return store().read([&](storage::Reader &reader) {
            auto const id = records::resolve(reader, "reported_activity", title);
            return id ? records::load(reader, reports::reported_activities, *id) : std::nullopt;
        });
    }
    std::int64_t how_many(std::string_view table)
    {
        return store().read([&](storage::Reader &reader) {
            return *reader.one<std::int64_t>("SELECT count(*) FROM " + std::string{table});
        });
    }
    Result<records::Saved> undo(std::string const &reference,
                                Undoing undoing = Undoing::all_or_nothing)
    {
        return store().write([&](storage::Tx &tx) -> Result<records::Saved> {
            auto const head = records::find(tx, batches, &m_by, reference, verbs::undo);
            if (!head) {
                return refuse(head.error());
            }
            return importer().undo(tx, m_by, *head, head->version, undoing);
        });
    }
    /// Somebody changes a record by the form.
    void change_by_hand(std::string const &title, std::string const &status)
    {
        store().write([&](storage::Tx &tx) {
            auto const id = records::resolve(tx, "reported_activity", title);
            auto const head =
                records::find(tx, reports::reported_activities, &m_by, id->to_string());
            auto const before = *records::load(tx, reports::reported_activities, *id);
            auto after = before;
            after.status = status;
            EXPECT_TRUE(records::change(tx, m_by.actor(), reports::reported_activities, *head,
                                        head->version, before, after)
                            .has_value());
        });
    }

    testing::FewCodes m_codes;
    auth::Identity m_by = auth::program_identity("cli");
};
INSTANTIATE_ENGINES(Imports);

TEST_P(Imports, rows_become_records_as_if_they_had_been_typed)
{
    EXPECT_EQ(counts_of(register_csv), (Counts{.read = 4, .fresh = 4}));
    auto const rice = activity("Rice for Oecusse");
    ASSERT_TRUE(rice.has_value());
    EXPECT_EQ(rice->country, CountryCode::parse("TLS"));
    EXPECT_EQ(rice->start_on, Date::parse("2011-01-31"));
    EXPECT_EQ(rice->amount_usd, 1'500'000);
    EXPECT_TRUE(rice->is_countable);
    auto const roads = activity("Roads");
    EXPECT_EQ(roads->country, std::nullopt);
    EXPECT_EQ(roads->countries, (records::Codes{"TLS", "FJI"}));
    EXPECT_EQ(activity("A seminar")->recipient, "Africa, regional");
}

TEST_P(Imports, one_event_tells_of_a_whole_file_with_its_digest)
{
    auto const imported = import(register_csv, register_mapping());
    ASSERT_TRUE(imported.has_value());
    store().read([&](storage::Reader &reader) {
        auto const head = records::find(reader, batches, &m_by, imported->reference);
        ASSERT_TRUE(head.has_value());
        EXPECT_EQ(head->state, states::imported);
        auto const history = events::history(reader, "import_batch", head->id, Audience::internal);
        ASSERT_EQ(history.size(), 2U);
        EXPECT_EQ(history[0].verb, verbs::finish_import);
        EXPECT_TRUE(history[0].reason.starts_with("SHA-256 ")) << history[0].reason;
        EXPECT_EQ(*reader.one<std::int64_t>(
                      "SELECT count(*) FROM event WHERE kind = 'reported_activity'"),
                  0);
    });
}

TEST_P(Imports, are_found_by_words_like_records_that_were_typed)
{
    counts_of(register_csv);
    store().read([&](storage::Reader &reader) {
        auto const found =
            records::choices(reader, reports::reported_activities, &m_by, "clinic", 10);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].title, "A clinic in Suva");
        auto const by_reference =
            records::choices(reader, reports::reported_activities, &m_by, found[0].reference, 10);
        EXPECT_EQ(by_reference.size(), 1U);
    });
}

TEST_P(Imports, of_the_same_file_change_nothing)
{
    counts_of(register_csv);
    auto const events = how_many("event");
    EXPECT_EQ(counts_of(register_csv), (Counts{.read = 4, .same = 4}));
    EXPECT_EQ(how_many("reported_activity"), 4);
    EXPECT_EQ(how_many("event"), events + 2); // the second batch itself
    // Another dress, the same content.
    EXPECT_EQ(
        counts_of("USD m;Start;No;Country;Year;Project\n1.5;31/01/2011;1;Timor-Leste;2011;Rice for "
                  "Oecusse\n"),
        (Counts{.read = 1, .same = 1}));
}

TEST_P(Imports, of_the_next_edition_change_what_changed_and_add_what_is_new)
{
    counts_of(register_csv);
    EXPECT_EQ(counts_of("No,Project,Country,Year,Start,USD m\n1,Rice for "
                        "Oecusse,Timor-Leste,2011,31/01/2011,2.5\n"
                        "2,A clinic in Suva,Fiji,2012,,0.25\n5,Bridges,Fiji,2015,,\n"),
              (Counts{.read = 3, .fresh = 1, .same = 1, .changed = 1}));
    EXPECT_EQ(activity("Rice for Oecusse")->amount_usd, 2'500'000);
    EXPECT_EQ(how_many("reported_activity"), 5);
}

TEST_P(Imports, never_overwrite_what_somebody_mended_by_hand)
{
    counts_of(register_csv);
    change_by_hand("Roads", "Mended");
    EXPECT_EQ(counts_of(register_csv), (Counts{.read = 4, .same = 4})); // the file says nothing new
    auto const imported =
        import("No,Project,Country,Year,Start,USD m\n3,Roads,Fiji,2020,,\n", register_mapping());
    ASSERT_TRUE(imported.has_value());
    EXPECT_EQ(imported->report.counts, (Counts{.read = 1, .failed = 1}));
    EXPECT_EQ(imported->report.problems.at(0).problem.code, "spreadsheet.changed_by_hand");
    EXPECT_EQ(activity("Roads")->status, "Mended");
}

TEST_P(Imports, without_a_key_take_equal_rows_for_the_same_but_count_them)
{
    auto mapping = register_mapping();
    mapping.key.clear();
    auto const csv = "No,Project,Country,Year,Start,USD "
                     "m\n1,Twins,Fiji,2011,,\n1,Twins,Fiji,2011,,\n1,Other,Fiji,2011,,\n";
    EXPECT_EQ(import(csv, mapping)->report.counts, (Counts{.read = 3, .fresh = 3}));
    EXPECT_EQ(import(csv, mapping)->report.counts, (Counts{.read = 3, .same = 3}));
}

TEST_P(Imports, name_every_problem_by_its_place_and_take_the_good_rows)
{
    auto const imported = import("No,Project,Country,Year,Start,USD m\n"
                                 "1,Good,Fiji,2011,,\n"
                                 "2,,Atlantis,20x1,31/02/2011,much\n"
                                 ",No number,Fiji,2011,,\n"
                                 "1,Again,Fiji,2011,,\n",
                                 register_mapping());
    ASSERT_TRUE(imported.has_value()) << problem_codes(imported);
    EXPECT_EQ(imported->report.counts, (Counts{.read = 4, .fresh = 1, .failed = 3}));
    std::vector<std::string> said;
    for (auto const &one : imported->report.problems) {
        said.push_back(one.place() + " " + one.title + " " + one.problem.code);
    }
    EXPECT_EQ(said, (std::vector<std::string>{
                        "C3 Country common.unknown_country", "D3 Year common.not_a_number",
                        "E3 Start common.not_a_date", "F3 USD m common.not_a_number",
                        "B3 Project common.required", "A4 No spreadsheet.empty_key",
                        "A5 No spreadsheet.repeated_key"}));
}

TEST_P(Imports, of_a_dry_run_write_nothing)
{
    auto const imported = import(register_csv, register_mapping(), Writing::dry_run);
    ASSERT_TRUE(imported.has_value());
    EXPECT_EQ(imported->report.counts, (Counts{.read = 4, .fresh = 4}));
    EXPECT_EQ(how_many("record"), 0);
    EXPECT_EQ(how_many("event"), 0);
    EXPECT_EQ(how_many("file"), 0);
}

TEST_P(Imports, can_be_undone_as_if_they_had_not_been)
{
    auto const first = import(register_csv, register_mapping());
    auto const second = import(
        "No,Project,Country,Year,Start,USD m\n1,Rice and maize,Timor-Leste,2011,31/01/2011,9\n"
        "5,Bridges,Fiji,2015,,\n",
        register_mapping());
    ASSERT_TRUE(undo(second->reference).has_value());
    EXPECT_EQ(how_many("reported_activity"), 4);
    EXPECT_EQ(activity("Rice for Oecusse")->amount_usd, 1'500'000);
    EXPECT_EQ(counts_of(register_csv), (Counts{.read = 4, .same = 4})); // as after the first
    ASSERT_TRUE(undo(first->reference).has_value());
    EXPECT_EQ(how_many("reported_activity"), 0);
    EXPECT_EQ(how_many("import_row"), 0);
    EXPECT_EQ(how_many("search_document WHERE kind = 'reported_activity'"), 0);
    EXPECT_EQ(counts_of(register_csv), (Counts{.read = 4, .fresh = 4}));
    EXPECT_EQ(undo(first->reference).error().problems.at(0).code, "records.wrong_state");
}

TEST_P(Imports, are_not_undone_over_somebodys_work_unless_the_rest_is_asked_for)
{
    auto const imported = import(register_csv, register_mapping());
    change_by_hand("Roads", "Mended");
    store().write([&](storage::Tx &tx) {
        auto const id = records::resolve(tx, "reported_activity", "A seminar");
        auto const head = records::find(tx, reports::reported_activities, &m_by, id->to_string());
        EXPECT_TRUE(
            records::comment(tx, m_by.actor(), *head, Audience::internal, "Keep this").has_value());
    });
    auto const refused = undo(imported->reference);
    ASSERT_FALSE(refused.has_value());
    auto const &problem = refused.error().problems.at(0);
    EXPECT_EQ(problem.code, "spreadsheet.touched");
    EXPECT_EQ(problem.arguments.at(0).second, "2");
    EXPECT_NE(problem.arguments.at(1).second.find("RPT-2026-0003"), std::string::npos)
        << problem.arguments.at(1).second;
    EXPECT_EQ(how_many("reported_activity"), 4);
    EXPECT_TRUE(undo(imported->reference, Undoing::untouched_alone).has_value());
    EXPECT_EQ(how_many("reported_activity"), 2);
}

TEST_P(Imports, run_in_the_background_and_show_how_far_they_are)
{
    auto const importing = importer();
    jobs::Runner runner{store()};
    importing.handle_jobs(runner);
    File const file{register_csv};
    auto const examined = files::examine(file.path(), "register.csv", "file");
    ASSERT_TRUE(examined.has_value());
    auto const summary = importing.look(file.path());
    ASSERT_TRUE(summary.has_value());
    auto const received = store().write(
        [&](storage::Tx &tx) { return importing.receive(tx, m_by, *examined, *summary); });
    ASSERT_TRUE(received.has_value());
    auto const head = [&] {
        return store().read([&](storage::Reader &reader) {
            return *records::find(reader, batches, &m_by, received->id.to_string());
        });
    };
    ASSERT_TRUE(store()
                    .write([&](storage::Tx &tx) {
                        return importing.check(tx, m_by, head(), head().version,
                                               register_mapping());
                    })
                    .has_value());
    EXPECT_EQ(head().state, states::checking);
    runner.drain();
    EXPECT_EQ(head().state, states::checked);
    EXPECT_EQ(how_many("reported_activity"), 0);
    ASSERT_TRUE(store()
                    .write([&](storage::Tx &tx) {
                        return importing.start(tx, m_by, head(), head().version);
                    })
                    .has_value());
    runner.drain();
    EXPECT_EQ(head().state, states::imported);
    EXPECT_EQ(how_many("reported_activity"), 4);
    auto const batch = store().read(
        [&](storage::Reader &reader) { return records::load(reader, batches, received->id); });
    EXPECT_EQ(batch->rows_new, 4);
    EXPECT_EQ(batch->digest.size(), 64U);
}

TEST_P(Imports, that_cannot_be_read_go_back_and_say_why)
{
    auto const importing = importer();
    jobs::Runner runner{store()};
    importing.handle_jobs(runner);
    File const file{"Name,Place\nx,y\n"};
    auto const examined = files::examine(file.path(), "other.csv", "file");
    auto const summary = importing.look(file.path());
    auto const received = store().write(
        [&](storage::Tx &tx) { return importing.receive(tx, m_by, *examined, *summary); });
    store().write([&](storage::Tx &tx) {
        auto const head = records::find(tx, batches, &m_by, received->id.to_string());
        EXPECT_TRUE(
            importing.check(tx, m_by, *head, head->version, register_mapping()).has_value());
    });
    runner.drain();
    store().read([&](storage::Reader &reader) {
        EXPECT_EQ(records::find(reader, batches, &m_by, received->id.to_string())->state,
                  states::received);
        auto const report = report_from_json(detail_of(reader, received->id).report);
        ASSERT_FALSE(report.problems.empty());
        EXPECT_EQ(report.problems[0].problem.code, "spreadsheet.no_such_column");
    });
}

TEST_P(Imports, give_back_failed_rows_with_what_is_wrong)
{
    auto const imported = import(
        "No,Project,Country,Year,Start,USD m\n1,Good,Fiji,2011,,\n2,Bad,Atlantis,2011,,=1+1\n",
        register_mapping());
    auto const id = store().read([&](storage::Reader &reader) {
        return records::find(reader, batches, &m_by, imported->reference)->id;
    });
    for (auto const format : {TableFormat::csv, TableFormat::xlsx}) {
        auto const file = failed_rows_file(importer(), id, m_by, format, Language::en);
        ASSERT_TRUE(file.has_value());
        // What went out comes in again, with the same problems and the error column ignored.
        std::string bytes;
        std::string piece;
        for (bool more = true; more;) {
            more = (*file)->next(piece);
            bytes += piece;
        }
        if (format == TableFormat::csv) {
            EXPECT_NE(bytes.find("Country: We do not know this country"), std::string::npos)
                << bytes;
            EXPECT_EQ(bytes.find("Good"), std::string::npos);
        }
        auto const again = import(bytes, register_mapping(), Writing::dry_run);
        ASSERT_TRUE(again.has_value()) << problem_codes(again);
        EXPECT_EQ(again->report.counts, (Counts{.read = 1, .failed = 1}));
        EXPECT_EQ(again->report.problem_count, 2U);
    }
}

TEST_P(Imports, keep_a_thousand_problems_and_count_them_all)
{
    std::string csv = "No,Project,Country,Year,Start,USD m\n";
    for (int i = 0; i < 3000; ++i) {
        csv += std::to_string(i) + ",P,Atlantis,2011,,\n";
    }
    auto const imported = import(csv, register_mapping(), Writing::dry_run);
    EXPECT_EQ(imported->report.counts.failed, 3000U);
    EXPECT_EQ(imported->report.problem_count, 3000U);
    EXPECT_EQ(imported->report.problems.size(), Report::problems_most);
}

TEST_P(Imports, of_hostile_files_are_refused_and_change_nothing)
{
    std::vector<std::string> const hostile{
        std::string("\0\0\0\0", 4),
        "PK\x03\x04 broken archive",
        "<!DOCTYPE html><html><script>alert(1)</script></html>",
        R"({"json": true})",
        std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(600, '\0'),
        std::string(200'000, '"'),
        "No,Project,Country,Year,Start,USD m\n1," + std::string(300'000, 'x') + ",Fiji,2011,,\n",
    };
    for (auto const &content : hostile) {
        auto const imported = import(content, register_mapping());
        EXPECT_FALSE(imported.has_value()) << content.substr(0, 20);
    }
    auto const odd = import("No,Project,Country,Year,Start,USD m\n"
                            "1,'; DROP TABLE record; --,Fiji,2011,,\n"
                            "2,=HYPERLINK(\"http://evil.example\"),Fiji,2011,,\n"
                            "3,\xE2\x80\xAE"
                            "desrever,Fiji,99999999999999999999,,1e400\n",
                            register_mapping());
    ASSERT_TRUE(odd.has_value()) << problem_codes(odd);
    EXPECT_EQ(odd->report.counts, (Counts{.read = 3, .fresh = 2, .failed = 1}));
    EXPECT_TRUE(activity("'; DROP TABLE record; --").has_value());
}

TEST_P(Imports, of_a_file_in_a_child_process_read_the_same)
{
    File const file{register_csv};
    auto const imported =
        importer(Isolation::child_process)
            .import_file(
                {.path = file.path(), .name = "r.csv", .mapping = register_mapping(), .by = &m_by});
    // The reader's child cannot open this process's descriptors by name where the system hides
    // them.
    ASSERT_TRUE(imported.has_value()) << problem_codes(imported);
    EXPECT_EQ(imported->report.counts.fresh, 4U);
}

TEST_P(Imports, of_one_source_at_the_same_moment_bring_each_row_in_once)
{
    std::string csv = "No,Project,Country,Year,Start,USD m\n";
    for (int i = 0; i < 60; ++i) {
        csv += std::to_string(i) + ",Project " + std::to_string(i) + ",Fiji,2011,,\n";
    }
    std::array<Counts, 2> counts;
    std::array<std::string, 2> errors;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            threads.emplace_back([&, i] {
                auto const own = another_store();
                Importer const importing{
                    *own, m_codes, {&reports::reported_activity_pages}, Isolation::none};
                File const file{csv};
                auto const imported = importing.import_file({.path = file.path(),
                                                             .name = "r.csv",
                                                             .mapping = register_mapping(),
                                                             .by = &m_by});
                errors[i] = problem_codes(imported);
                if (imported) {
                    counts[i] = imported->report.counts;
                }
            });
        }
    }
    EXPECT_EQ(errors[0] + errors[1], "");
    EXPECT_EQ(counts[0].fresh + counts[1].fresh, 60U);
    EXPECT_EQ(counts[0].same + counts[1].same, 60U);
    EXPECT_EQ(how_many("reported_activity"), 60);
}

TEST_P(Imports, by_those_who_may_not_make_such_records_are_refused)
{
    auth::Identity nobody;
    nobody.user = Id<auth::User>{new_uuid(clock().now())};
    File const file{register_csv};
    auto const imported = importer().import_file({.path = file.path(),
                                                  .name = "r.csv",
                                                  .mapping = register_mapping(),
                                                  .by = &nobody,
                                                  .writing = Writing::dry_run});
    ASSERT_TRUE(imported.has_value());
    EXPECT_EQ(imported->report.counts.fresh, 0U);
    EXPECT_EQ(imported->report.counts.failed, 4U);
    auto const written = importer().import_file(
        {.path = file.path(), .name = "r.csv", .mapping = register_mapping(), .by = &nobody});
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().decline, Decline::forbidden);
}

TEST_P(Imports, from_the_command_line_tell_what_happened_by_the_exit_code)
{
    File const good{register_csv};
    std::ostringstream out;
    std::ostringstream err;
    ImportCommand command{
        .path = good.path(), .mapping = to_json(register_mapping()), .as_json = true};
    EXPECT_EQ(run_import(importer(), m_by, command, out, err), 0);
    EXPECT_NE(out.str().find("\"new\":4"), std::string::npos) << out.str();
    File const bad{"No,Project,Country,Year,Start,USD m\n9,P,Atlantis,2011,,\n"};
    command = {
        .path = bad.path(), .mapping = to_json(register_mapping()), .writing = Writing::dry_run};
    out.str("");
    EXPECT_EQ(run_import(importer(), m_by, command, out, err), 2);
    EXPECT_NE(out.str().find(
                  "C2 (Country): We do not know this country; choose it from the list. [Atlantis]"),
              std::string::npos)
        << out.str();
    command.mapping = "No such mapping";
    EXPECT_EQ(run_import(importer(), m_by, command, out, err), 2);
}

TEST_P(Imports, by_a_template_in_the_readers_language_are_recognised_again)
{
    auto const spool = template_file(reports::reported_activities, m_codes, Language::fr);
    auto const summary =
        look_at({.path = spool->path(), .options = {}, .isolation = Isolation::none});
    ASSERT_TRUE(summary.has_value());
    auto const guess = detected(*summary);
    ASSERT_FALSE(guess.sheets.empty());
    auto sheet = guess.sheets.front();
    if (sheet.columns.empty()) {
        GTEST_SKIP() << "a table without rows has no header to find";
    }
    auto const mapping = guess_mapping(sheet, reports::reported_activities);
    EXPECT_EQ(mapping.rules.size(), reports::reported_activities.fields.size());
}

/// SQLite alone: a process is killed in the middle of writing, as kill -9 or a power cut does.
TEST(ImportsKilled, in_the_middle_leave_nothing_and_start_again)
{
    selatan::testing::TestDatabase const database{
        storage::Engine::sqlite, selatan::testing::TestDatabase::Contents::migrated};
    std::string csv = "No,Project,Country,Year,Start,USD m\n";
    for (int i = 0; i < 3000; ++i) {
        csv += std::to_string(i) + ",Project " + std::to_string(i) + ",Fiji,2011,,\n";
    }
    auto const import_all = [&] {
        ManualClock clock{*Instant::parse("2026-11-21T08:00:00Z")};
        storage::Store store{{.url = database.url()}, clock};
        testing::FewCodes const codes;
        Importer const importer{store, codes, {&reports::reported_activity_pages}, Isolation::none};
        auto const by = auth::program_identity("cli");
        File const file{csv};
        auto const imported = importer.import_file(
            {.path = file.path(), .name = "r.csv", .mapping = register_mapping(), .by = &by});
        return imported ? imported->report.counts : Counts{};
    };
    auto const count = [&](std::string const &table) {
        ManualClock clock{*Instant::parse("2026-11-21T08:00:00Z")};
        storage::Store store{{.url = database.url()}, clock};
        return store.read([&](storage::Reader &reader) {
            return *reader.one<std::int64_t>("SELECT count(*) FROM " + table);
        });
    };
    // Killed when it has written a part: the write-ahead log has grown by then.
    auto const log = database.url().substr(std::string{"sqlite:"}.size()) + "-wal";
    auto const child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        try {
            import_all();
        } catch (std::exception const &error) {
            std::fputs(error.what(), stderr);
        }
        ::_exit(0); // whatever happened: the database is the parent's
    }
    bool was_writing = false;
    for (int i = 0; i < 60'000 && !was_writing; ++i) {
        std::error_code none;
        was_writing =
            std::filesystem::exists(log) && std::filesystem::file_size(log, none) > 400'000;
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) {
            break;
        }
        ::usleep(1000);
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(was_writing) << "the import ended before it could be killed";
    auto const left = count("reported_activity");
    EXPECT_TRUE(left == 0 || left == 3000) << left;
    EXPECT_EQ(count("import_row"), left);
    EXPECT_EQ(count("import_batch"), left == 0 ? 0 : 1);
    auto const counts = import_all();
    EXPECT_EQ(counts.read, 3000U);
    EXPECT_EQ(count("reported_activity"), 3000);
}

} // namespace
} // namespace selatan::spreadsheet

int main(int argc, char **argv)
{
    selatan::sheets::child_main(argc, argv);
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
