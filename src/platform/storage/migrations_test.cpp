#include "platform/storage/migrations.hpp"

#include "tests/support/engines.hpp"

#include <array>
#include <thread>

namespace selatan::storage {

namespace {

constexpr Migration identity{.name = "2026-11-21-01-identity", .sql = R"(
-- Who may sign in? (A comment with a ; and a ?)
CREATE TABLE account (
    id $ID NOT NULL PRIMARY KEY,
    name $TEXT NOT NULL,
    born $DATE,
    made $INSTANT NOT NULL,
    logins $INT NOT NULL DEFAULT 0,
    weight $REAL,
    photo $BYTES,
    settings $JSON,
    CONSTRAINT account__name UNIQUE (name)
) $STRICT;
-- only: sqlite
CREATE TABLE only_sqlite (a $INT) $STRICT;
-- end
-- only: postgresql
CREATE TABLE only_postgresql (a $INT) $STRICT;
CREATE FUNCTION one() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;
-- end
)"};
constexpr Migration posts{.name = "2026-11-21-02-posts",
                          .sql = "CREATE TABLE post (title $TEXT) $STRICT;"};
constexpr Migration broken{
    .name = "2026-11-21-03-broken",
    .sql = "CREATE TABLE half (a $INT) $STRICT; INSERT INTO nowhere VALUES (1);"};

class Migrations : public selatan::testing::EngineTest {
protected:
    [[nodiscard]] selatan::testing::TestDatabase::Contents contents() const override
    {
        return selatan::testing::TestDatabase::Contents::nothing;
    }
    [[nodiscard]] bool has_table(std::string_view name)
    {
        return store().read([&](Reader &reader) {
            return reader
                .one<int>(reader.engine() == Engine::sqlite
                              ? "SELECT 1 FROM sqlite_schema WHERE name = ?"
                              : "SELECT 1 FROM pg_tables WHERE schemaname = 'public' "
                                "AND tablename = ?",
                          name)
                .has_value();
        });
    }
};
INSTANTIATE_ENGINES(Migrations);

using Names = std::vector<std::string>;

} // namespace

TEST_P(Migrations, are_applied_once_in_order)
{
    std::array const one{identity};
    std::array const two{identity, posts};
    EXPECT_EQ(migrate(store(), {}), Names{});
    EXPECT_EQ(migrate(store(), one), Names{"2026-11-21-01-identity"});
    EXPECT_EQ(migrate(store(), two), Names{"2026-11-21-02-posts"});
    EXPECT_EQ(migrate(store(), two), Names{});
    EXPECT_TRUE(has_table("account"));
    EXPECT_TRUE(has_table("post"));
    store().read([&](Reader &reader) {
        EXPECT_EQ(reader.one<Instant>("SELECT applied_at FROM schema_migration WHERE name = ?",
                                      posts.name),
                  clock().now());
    });
}

TEST_P(Migrations, make_columns_of_the_types_that_the_tokens_name)
{
    std::array const all{identity};
    migrate(store(), all);
    store().write([](Tx &tx) {
        tx.run("INSERT INTO account (id, name, born, made, weight, photo, settings) "
               "VALUES (?, ?, ?, ?, ?, ?, ?)",
               new_uuid(tx.now()), "Amina", *Date::of(1990, 5, 1), tx.now(), 61.5, Bytes{1, 2},
               "{}");
    });
    EXPECT_THROW(store().write([](Tx &tx) { tx.run("UPDATE account SET logins = 'many'"); }), Bug);
    EXPECT_EQ(has_table("only_sqlite"), engine() == Engine::sqlite);
    EXPECT_EQ(has_table("only_postgresql"), engine() == Engine::postgresql);
}

TEST_P(Migrations, leave_nothing_of_one_that_fails)
{
    std::array const all{posts, broken};
    try {
        migrate(store(), all);
        ADD_FAILURE() << "a statement names no table";
    } catch (Bug const &bug) {
        EXPECT_NE(std::string{bug.what()}.find("2026-11-21-03-broken"), std::string::npos);
    }
    EXPECT_TRUE(has_table("post")); // the one before it stays
    EXPECT_FALSE(has_table("half"));
    std::array const mended{posts, Migration{broken.name, "CREATE TABLE half (a $INT) $STRICT"}};
    EXPECT_EQ(migrate(store(), mended), Names{"2026-11-21-03-broken"});
}

TEST_P(Migrations, that_were_edited_after_the_fact_are_refused)
{
    std::array const original{posts};
    migrate(store(), original);
    std::array const edited{Migration{posts.name, "CREATE TABLE post (name $TEXT) $STRICT;"},
                            identity};
    EXPECT_THROW(migrate(store(), edited), MigrationRefused);
    EXPECT_FALSE(has_table("account"));
}

TEST_P(Migrations, of_a_newer_program_are_refused)
{
    std::array const newer{identity, posts};
    std::array const older{identity};
    migrate(store(), newer);
    EXPECT_THROW(migrate(store(), older), MigrationRefused);
}

TEST_P(Migrations, of_two_servers_that_start_at_once_are_applied_once)
{
    static constexpr int count = 8;
    std::vector<std::string> names;
    std::vector<std::string> texts;
    for (int i = 0; i < count; ++i) {
        names.push_back("2026-11-21-0" + std::to_string(i) + "-table");
        texts.push_back("CREATE TABLE t" + std::to_string(i) + " (a $INT) $STRICT");
    }
    std::vector<Migration> all;
    for (std::size_t i = 0; i < names.size(); ++i) {
        all.push_back({names[i], texts[i]});
    }
    auto const other = another_store();
    Names first;
    Names second;
    {
        std::jthread const one{[&] {
            first = migrate(store(), all);
        }};
        std::jthread const two{[&] {
            second = migrate(*other, all);
        }};
    }
    EXPECT_EQ(first.size() + second.size(), names.size());
    EXPECT_TRUE(has_table("t7"));
}

TEST(Translation, replaces_tokens_and_keeps_the_rest)
{
    EXPECT_EQ(translate("CREATE TABLE a (b $INT, c $TEXT) $STRICT;", Engine::sqlite),
              "CREATE TABLE a (b INTEGER, c TEXT) STRICT;");
    EXPECT_EQ(translate("CREATE TABLE a (b $INT, c $TEXT) $STRICT;", Engine::postgresql),
              "CREATE TABLE a (b bigint, c text COLLATE \"C\") ;");
    EXPECT_EQ(translate("$$ $1 $a$ $", Engine::postgresql), "$$ $1 $a$ $");
    EXPECT_EQ(translate("a\n-- only: postgresql\nb\n-- end\nc", Engine::sqlite), "a\nc");
    EXPECT_EQ(translate("a\n-- only: postgresql\r\nb\n-- end\r\nc", Engine::postgresql), "a\nb\nc");
}

TEST(Translation, refuses_what_it_does_not_understand)
{
    for (auto const *const sql : {"a $INTEGER", "-- only: oracle\n-- end\n", "-- only: sqlite\n",
                                  "-- end\n", "-- only: sqlite\n-- only: postgresql\n-- end\n"}) {
        EXPECT_THROW(static_cast<void>(translate(sql, Engine::sqlite)), Bug) << sql;
    }
}

} // namespace selatan::storage
