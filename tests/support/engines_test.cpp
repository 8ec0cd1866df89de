// What the fixture promises, and what every migration must keep to.

#include "tests/support/engines.hpp"

#include "platform/storage/migrations.hpp"

#include <gtest/gtest.h>
#include <string>

namespace selatan::testing {

namespace {

using storage::Engine;
using storage::Reader;
using storage::Tx;

class Engines : public EngineTest {};
INSTANTIATE_ENGINES(Engines);

class Schema : public EngineTest {
protected:
    /// The first column of the answer, in one line for the message of a failing test.
    [[nodiscard]] std::string list(std::string_view sql)
    {
        std::string names;
        store().read([&](Reader &reader) {
            for (auto row : reader.query(sql)) {
                names += row.next<std::string>() + "\n";
            }
        });
        return names;
    }
};
INSTANTIATE_ENGINES(Schema);

} // namespace

TEST_P(Engines, give_a_database_with_every_migration)
{
    EXPECT_EQ(storage::migrate(store(), storage::all_migrations()), std::vector<std::string>{});
    EXPECT_EQ(store().engine(), engine());
    EXPECT_EQ(store().read([](Reader &reader) {
        return *reader.one<std::size_t>("SELECT count(*) FROM schema_migration");
    }),
              storage::all_migrations().size());
}

TEST_P(Engines, give_each_test_its_own_database)
{
    auto const change = [](Tx &tx) {
        tx.script("CREATE TABLE left_behind (a TEXT)");
    };
    store().write(change);
    TestDatabase const database{engine(), TestDatabase::Contents::migrated};
    storage::Store fresh{{.url = database.url()}, clock()};
    fresh.write(change); // would fail if the table were there
}

TEST_P(Schema, has_only_strict_tables_on_sqlite)
{
    if (engine() == Engine::postgresql) {
        GTEST_SKIP() << "PostgreSQL knows no others";
    }
    // Virtual tables (full-text indexes) and their shadows cannot be strict.
    EXPECT_EQ(list("SELECT name FROM pragma_table_list "
                   "WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'"),
              "");
}

TEST_P(Schema, names_unique_constraints_as_sqlite_reports_them)
{
    if (engine() == Engine::sqlite) {
        GTEST_SKIP() << "SQLite reports the columns, whatever the name";
    }
    // Violation says table__column__column; on PostgreSQL that is the name itself. Indexes on
    // expressions are reported by name on both engines. PostgreSQL cuts names at 63 bytes.
    EXPECT_EQ(list(R"(
        SELECT found.relname || ', expected ' || expected.name
        FROM pg_index i
        JOIN pg_class found ON found.oid = i.indexrelid
        JOIN pg_class t ON t.oid = i.indrelid
        JOIN pg_namespace n ON n.oid = t.relnamespace
        CROSS JOIN LATERAL (
            SELECT t.relname || '__' || string_agg(a.attname, '__' ORDER BY k.place) AS name
            FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
            WHERE k.place <= i.indnkeyatts
        ) AS expected
        WHERE n.nspname = 'public' AND i.indisunique AND NOT i.indisprimary
          AND i.indexprs IS NULL AND found.relname <> expected.name
        ORDER BY 1)"),
              "");
}

TEST_P(Schema, names_every_check)
{
    if (engine() == Engine::sqlite) {
        GTEST_SKIP() << "the names are the same, and easier to ask for on PostgreSQL";
    }
    // Unnamed ones get table_column_check, which SQLite would not say.
    EXPECT_EQ(list("SELECT conname FROM pg_constraint c "
                   "JOIN pg_namespace n ON n.oid = c.connamespace "
                   "WHERE n.nspname = 'public' AND contype = 'c' AND conname NOT LIKE '%\\_\\_%' "
                   "ORDER BY 1"),
              "");
}

} // namespace selatan::testing
