#include "platform/storage/store.hpp"

#include "base/result.hpp"
#include "platform/storage/statement_cache.hpp"
#include "tests/support/engines.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <thread>

namespace selatan::storage {

namespace {

struct Note;

constexpr auto schema = R"(
    CREATE TABLE office (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE note (
        year BIGINT NOT NULL,
        number BIGINT NOT NULL,
        title TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'open',
        office BIGINT REFERENCES office(id) DEFERRABLE INITIALLY IMMEDIATE,
        CONSTRAINT note__year__number UNIQUE (year, number),
        CONSTRAINT note__state CHECK (state IN ('open', 'closed'))
    );
    CREATE UNIQUE INDEX note__lower_title ON note (lower(title)) WHERE state = 'open';
    CREATE TABLE tally (id BIGINT NOT NULL PRIMARY KEY, held BIGINT NOT NULL,
        CONSTRAINT tally__held CHECK (held <= 1000));
    INSERT INTO tally VALUES (1, 0), (2, 0);
)";

/// A table with a column of each kind that we store, as a migration would write them.
constexpr auto kinds_on_sqlite =
    "CREATE TABLE kinds (i INTEGER, r REAL, t TEXT, b BLOB, u BLOB) STRICT";
constexpr auto kinds_on_postgresql =
    "CREATE TABLE kinds (i bigint, r double precision, t text COLLATE \"C\", b bytea, u bytea)";

class Stores : public selatan::testing::EngineTest {
protected:
    void SetUp() override
    {
        EngineTest::SetUp();
        if (!IsSkipped()) {
            store().write([](Tx &tx) {
                tx.script(schema);
                tx.script(tx.engine() == Engine::sqlite ? kinds_on_sqlite : kinds_on_postgresql);
            });
        }
    }
    [[nodiscard]] selatan::testing::TestDatabase::Contents contents() const override
    {
        return selatan::testing::TestDatabase::Contents::nothing;
    }

    void add_note(std::int64_t number, std::string_view title = "a title")
    {
        store().write([&](Tx &tx) {
            tx.run("INSERT INTO note (year, number, title) VALUES (?, ?, ?)", 2026, number, title);
        });
    }
    [[nodiscard]] std::int64_t count_notes()
    {
        return store().read(
            [](Reader &reader) { return *reader.one<std::int64_t>("SELECT count(*) FROM note"); });
    }
    /// What a statement is refused for: "unique note__year__number".
    [[nodiscard]] std::string violation_of(std::string_view sql)
    {
        try {
            store().write([&](Tx &tx) { tx.run(sql); });
        } catch (Violation const &violation) {
            static constexpr std::array<std::string_view, 4> kinds{"unique", "foreign_key", "check",
                                                                   "not_null"};
            return std::string{kinds[static_cast<std::size_t>(violation.kind)]} + " " +
                   violation.constraint;
        }
        return "none";
    }
    [[nodiscard]] std::int64_t held(std::int64_t tally)
    {
        return store().read([&](Reader &reader) {
            return *reader.one<std::int64_t>("SELECT held FROM tally WHERE id = ?", tally);
        });
    }
};
INSTANTIATE_ENGINES(Stores);

template <typename T>
T round_trip(Store &store, std::string_view column, T const &value)
{
    auto const name = std::string{column};
    return store.write([&](Tx &tx) {
        tx.run("DELETE FROM kinds");
        tx.run("INSERT INTO kinds (" + name + ") VALUES (?)", value);
        return *tx.one<T>("SELECT " + name + " FROM kinds WHERE " + name + " = ?", value);
    });
}

} // namespace

TEST_P(Stores, give_back_what_was_put_in)
{
    for (auto const number :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
          std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::max()}) {
        EXPECT_EQ(round_trip(store(), "i", number), number);
    }
    for (auto const number : {0.1, -1e300, 5e-324, 1.0 / 3.0}) {
        EXPECT_EQ(round_trip(store(), "r", number), number);
    }
    for (std::string const text :
         {"", "it's", "back\\slash \\N", "tab\tline\nreturn\r", "Timor-Leste: ção, é, ñ",
          "جمهورية مصر العربية", "インドネシア 🇮🇩", "?", "$1"}) {
        EXPECT_EQ(round_trip(store(), "t", text), text);
    }
    Bytes every_byte;
    for (int byte = 0; byte < 256; ++byte) {
        every_byte.push_back(static_cast<std::uint8_t>(byte));
    }
    EXPECT_EQ(round_trip(store(), "b", every_byte), every_byte);
    EXPECT_EQ(round_trip(store(), "b", Bytes{}), Bytes{});
    auto const id = Id<Note>{new_uuid(clock().now())};
    EXPECT_EQ(round_trip(store(), "u", id), id);
    EXPECT_EQ(round_trip(store(), "i", clock().now()), clock().now());
    EXPECT_EQ(round_trip(store(), "t", *Date::of(2026, 2, 28)), *Date::of(2026, 2, 28));
    EXPECT_EQ(round_trip(store(), "t", *CountryCode::parse("IDN")), *CountryCode::parse("IDN"));
    EXPECT_EQ(round_trip(store(), "i", true), true);
}

TEST_P(Stores, tell_null_from_empty_and_from_zero)
{
    store().write([](Tx &tx) {
        tx.run("INSERT INTO kinds (i, t, b) VALUES (?, ?, ?)", std::optional<std::int64_t>{},
               std::optional<std::string>{}, std::optional<Bytes>{});
        tx.run("INSERT INTO kinds (i, t, b) VALUES (?, ?, ?)", std::optional<std::int64_t>{0},
               std::optional<std::string>{""}, std::optional<Bytes>{Bytes{}});
    });
    store().read([](Reader &reader) {
        auto rows = reader.query("SELECT i, t, b FROM kinds ORDER BY i IS NULL");
        auto row = rows.begin();
        EXPECT_EQ((*row).as<std::optional<std::int64_t>>(), std::tuple{0});
        EXPECT_EQ((*row).get<std::optional<std::string>>(1), "");
        EXPECT_EQ((*row).get<std::optional<Bytes>>(2), Bytes{});
        ++row;
        EXPECT_EQ((*row).get<std::optional<std::int64_t>>(0), std::nullopt);
        EXPECT_EQ((*row).get<std::optional<std::string>>(1), std::nullopt);
        EXPECT_EQ((*row).get<std::optional<Bytes>>(2), std::nullopt);
        EXPECT_THROW(static_cast<void>((*row).get<std::int64_t>(0)), Bug);
        EXPECT_THROW(static_cast<void>((*row).get<std::string>(1)), Bug);
        EXPECT_THROW(static_cast<void>((*row).get<Bytes>(2)), Bug);
        ++row;
        EXPECT_EQ(row, rows.end());
    });
}

TEST_P(Stores, accept_a_filter_that_may_be_absent)
{
    add_note(1, "one");
    add_note(2, "two");
    auto const count = [&](std::optional<std::string> const &title) {
        return store().read([&](Reader &reader) {
            return *reader.one<std::int64_t>(
                "SELECT count(*) FROM note WHERE (? IS NULL OR title = ?)", title, title);
        });
    };
    EXPECT_EQ(count(std::nullopt), 2);
    EXPECT_EQ(count("two"), 1);
    EXPECT_EQ(count("three"), 0);
}

TEST_P(Stores, answer_comparisons_sums_and_nothing)
{
    add_note(1);
    store().read([](Reader &reader) {
        EXPECT_EQ(reader.one<bool>("SELECT EXISTS (SELECT 1 FROM note WHERE number = ?)", 1), true);
        EXPECT_EQ(reader.one<bool>("SELECT count(*) > ? FROM note", 5), false);
        EXPECT_EQ(reader.one<std::int64_t>("SELECT sum(number) FROM note"), 1);
        EXPECT_EQ(reader.one<std::int64_t>("SELECT ? + 1", std::int64_t{1} << 40),
                  (std::int64_t{1} << 40) + 1);
        EXPECT_EQ(reader.one<std::string>("SELECT title FROM note WHERE number = ?", 9),
                  std::nullopt);
    });
}

TEST_P(Stores, compare_text_by_its_bytes_and_like_with_case)
{
    store().write([](Tx &tx) {
        for (auto const *const text : {"b", "a", "É", "B", "A"}) {
            tx.run("INSERT INTO kinds (t) VALUES (?)", text);
        }
    });
    store().read([](Reader &reader) {
        std::string order;
        for (auto row : reader.query("SELECT t FROM kinds ORDER BY t")) {
            order += row.next<std::string>();
        }
        EXPECT_EQ(order, "ABabÉ");
        EXPECT_EQ(reader.one<int>("SELECT count(*) FROM kinds WHERE t LIKE ?", "a%"), 1);
    });
}

TEST_P(Stores, count_the_rows_that_a_statement_changed)
{
    add_note(1, "one");
    add_note(2, "two");
    store().write([](Tx &tx) {
        EXPECT_EQ(tx.run("UPDATE note SET title = title || ?", "!"), 2);
        EXPECT_EQ(tx.run("UPDATE note SET state = ? WHERE number = ?", "closed", 7), 0);
        EXPECT_EQ(tx.run("CREATE TABLE another (a BIGINT)"), 0);
        EXPECT_EQ(tx.run("INSERT INTO note (year, number, title) VALUES (?, ?, ?) "
                         "ON CONFLICT (year, number) DO NOTHING",
                         2026, 1, "again"),
                  0);
        EXPECT_EQ(tx.run("DELETE FROM note WHERE number > ?", 0), 2);
    });
}

TEST_P(Stores, return_what_they_insert_whether_or_not_somebody_looks)
{
    store().write([](Tx &tx) {
        EXPECT_EQ(tx.one<std::int64_t>("INSERT INTO note (year, number, title) VALUES (?, ?, ?) "
                                       "RETURNING number",
                                       2026, 41, "seen"),
                  41);
        static_cast<void>(
            tx.query("INSERT INTO note (year, number, title) VALUES (?, ?, ?) RETURNING number",
                     2026, 42, "unseen"));
    });
    EXPECT_EQ(count_notes(), 2);
}

TEST_P(Stores, let_a_query_run_inside_the_rows_of_the_same_query)
{
    store().write([](Tx &tx) {
        for (int i = 0; i < 3; ++i) {
            tx.run("INSERT INTO kinds (i) VALUES (?)", i);
        }
    });
    constexpr auto sql = "SELECT i FROM kinds WHERE i >= ? ORDER BY i";
    std::string seen;
    store().read([&](Reader &reader) {
        for (auto outer : reader.query(sql, 0)) {
            auto const start = outer.next<std::int64_t>();
            for (auto inner : reader.query(sql, start)) {
                seen += std::to_string(inner.next<std::int64_t>());
            }
            seen += ' ';
        }
    });
    EXPECT_EQ(seen, "012 12 2 ");
}

TEST_P(Stores, name_the_columns_of_an_answer)
{
    store().read([](Reader &reader) {
        auto rows = reader.query("SELECT 1 AS one, 2 AS two");
        ASSERT_EQ(rows.cursor().columns(), 2);
        EXPECT_EQ(rows.cursor().name(0), "one");
        EXPECT_EQ(rows.cursor().name(1), "two");
        EXPECT_THROW(static_cast<void>(rows.cursor().name(2)), Bug);
    });
}

TEST_P(Stores, refuse_by_the_same_names_on_both_engines)
{
    add_note(1);
    store().write([](Tx &tx) { tx.run("INSERT INTO office VALUES (?, ?)", 1, "desk"); });
    struct Case {
        std::string_view sql;
        std::string_view violation;
    };
    for (auto const &[sql, violation] : {
             Case{"INSERT INTO note (year, number, title) VALUES (2026, 1, 'other')",
                  "unique note__year__number"},
             Case{"INSERT INTO note (year, number, title) VALUES (2026, 2, 'A TITLE')",
                  "unique note__lower_title"},
             Case{"INSERT INTO office VALUES (1, 'other')", "unique office__id"},
             Case{"INSERT INTO note (year, number, title, state) VALUES (2026, 3, 'x', 'lost')",
                  "check note__state"},
             Case{"INSERT INTO note (year, number) VALUES (2026, 4)", "not_null note__title"},
             Case{"INSERT INTO note (year, number, title, office) VALUES (2026, 5, 'y', 9)",
                  "foreign_key "},
             Case{"UPDATE tally SET held = held + 1001", "check tally__held"},
         }) {
        EXPECT_EQ(violation_of(sql), violation) << sql;
    }
    EXPECT_EQ(count_notes(), 1);
}

TEST_P(Stores, name_the_trigger_that_refuses)
{
    store().write([](Tx &tx) {
        tx.script(tx.engine() == Engine::sqlite
                      ? "CREATE TRIGGER keep BEFORE DELETE ON note BEGIN "
                        "SELECT RAISE(ABORT, 'note__append_only'); END;"
                      : "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                        "RAISE EXCEPTION 'note__append_only'; END $$;"
                        "CREATE TRIGGER keep BEFORE DELETE ON note "
                        "FOR EACH ROW EXECUTE FUNCTION keep();");
    });
    add_note(1);
    EXPECT_EQ(violation_of("DELETE FROM note"), "check note__append_only");
}

TEST_P(Stores, hold_deferred_keys_to_account_at_the_commit)
{
    EXPECT_THROW(store().write([](Tx &tx) {
        tx.script("CREATE TABLE child (office BIGINT REFERENCES office(id) "
                  "DEFERRABLE INITIALLY DEFERRED)");
        tx.run("INSERT INTO child VALUES (?)", 5);
    }),
                 Violation);
    EXPECT_EQ(violation_of("INSERT INTO office VALUES (1, 'the store still works')"), "none");
}

TEST_P(Stores, change_nothing_when_the_verb_refuses_or_throws)
{
    auto const refused = store().write([](Tx &tx) -> Result<int> {
        tx.run("INSERT INTO note (year, number, title) VALUES (2026, 1, 'refused')");
        return refuse(Decline::conflict, "", "test.refused");
    });
    EXPECT_FALSE(refused.has_value());
    EXPECT_THROW(store().write([](Tx &tx) {
        tx.run("INSERT INTO note (year, number, title) VALUES (2026, 1, 'thrown')");
        throw std::runtime_error{"the world ends"};
    }),
                 std::runtime_error);
    EXPECT_EQ(count_notes(), 0);

    auto const accepted = store().write([](Tx &tx) -> Result<int> {
        return static_cast<int>(
            tx.run("INSERT INTO note (year, number, title) VALUES (2026, 1, 'accepted')"));
    });
    EXPECT_EQ(accepted.value(), 1);
    EXPECT_EQ(count_notes(), 1);
}

TEST_P(Stores, take_no_more_statements_after_a_violation)
{
    auto const careless = [](Tx &tx) {
        tx.run("INSERT INTO note (year, number, title) VALUES (2026, 1, 'first')");
        EXPECT_THROW(tx.run("INSERT INTO note (year, number, title) VALUES (2026, 1, 'second')"),
                     Violation);
    };
    EXPECT_THROW(store().write([&](Tx &tx) {
        careless(tx);
        tx.run("INSERT INTO note (year, number, title) VALUES (2026, 2, 'third')");
    }),
                 Bug);
    // Nor does it commit what came before, pretending that all was well.
    EXPECT_THROW(store().write(careless), Bug);
    EXPECT_EQ(count_notes(), 0);
}

TEST_P(Stores, have_done_what_was_sent_before_they_answer)
{
    auto const insert = "INSERT INTO note (year, number, title) VALUES (?, ?, ?)";
    store().write([&](Tx &tx) {
        for (std::int64_t number = 1; number <= 1000; ++number) { // more than wait at once
            tx.send(insert, 2026, number, "note " + std::to_string(number));
            if (number % 300 == 0) {
                EXPECT_EQ(tx.one<std::int64_t>("SELECT count(*) FROM note"), number);
            }
        }
        EXPECT_EQ(tx.run("UPDATE note SET state = 'closed' WHERE number > 990"), 10);
        tx.send("UPDATE note SET title = 'last' WHERE number = ?", 1000);
    });
    store().read([](Reader &reader) {
        EXPECT_EQ(reader.one<std::string>("SELECT title FROM note WHERE number = 1000"), "last");
        EXPECT_EQ(reader.one<std::int64_t>("SELECT count(*) FROM note"), 1000);
    });
}

TEST_P(Stores, refuse_what_was_sent_by_the_commit_at_the_latest)
{
    auto const insert = "INSERT INTO note (year, number, title) VALUES (?, ?, ?)";
    auto const violating = [&](auto const &after) {
        try {
            store().write([&](Tx &tx) {
                tx.send(insert, 2026, 1, "first");
                tx.send(insert, 2026, 1, "second");
                tx.send(insert, 2026, 2, "third");
                after(tx);
            });
        } catch (Violation const &violation) {
            return violation.constraint;
        }
        return std::string{"nothing"};
    };
    EXPECT_EQ(violating([](Tx & /*tx*/) {}), "note__year__number");
    EXPECT_EQ(violating([](Tx &tx) { EXPECT_EQ(tx.one<int>("SELECT 1"), 1); }),
              "note__year__number");
    EXPECT_EQ(violating([](Tx &tx) { tx.script("SELECT 1"); }), "note__year__number");
    // The first time that this is asked, the server must be told the statement besides.
    EXPECT_EQ(violating([](Tx &tx) { tx.run("DELETE FROM note WHERE number = 77"); }),
              "note__year__number");
    EXPECT_EQ(count_notes(), 0);
    // Whoever throws first has reason enough.
    EXPECT_THROW(store().write([&](Tx &tx) {
        tx.send(insert, 2026, 1, "first");
        throw std::runtime_error{"the world ends"};
    }),
                 std::runtime_error);
    add_note(5);
    EXPECT_EQ(count_notes(), 1);
}

TEST_P(Stores, begin_again_when_a_row_is_not_as_it_was_read)
{
    add_note(1);
    auto const held_by = [&](std::int64_t first, std::int64_t later) {
        std::int64_t attempts = 0;
        store().write([&](Tx &tx) {
            ++attempts;
            tx.send("INSERT INTO note (year, number, title) VALUES (2026, ?, ?)", later + 1,
                    "beside " + std::to_string(later));
            std::array<Value, 1> const number{attempts == 1 ? first : later};
            tx.send_one_with("UPDATE note SET title = 'held' WHERE number = ?", number);
            tx.send("UPDATE note SET state = 'closed' WHERE number = ?", later);
        });
        return attempts;
    };
    EXPECT_EQ(held_by(1, 1), 1);
    EXPECT_EQ(held_by(99, 2), 2) << "nothing changed: somebody was there first";
    EXPECT_EQ(count_notes(), 3) << "what was sent beside it is there once";
    EXPECT_THROW(held_by(50, 50), Unavailable) << "never as it was read";
    EXPECT_EQ(count_notes(), 3);
}

TEST_P(Stores, call_our_mistakes_bugs)
{
    for (auto const *const sql :
         {"SELEC 1", "SELECT nothing FROM nowhere", "SELECT \"no_such_column\" FROM note",
          "INSERT INTO kinds (i) VALUES ('text')", "SELECT 1; SELECT 2"}) {
        EXPECT_THROW(store().write([&](Tx &tx) { tx.run(sql); }), Bug) << sql;
    }
    EXPECT_THROW(store().read([](Reader &reader) {
        static_cast<void>(reader.query("SELECT number FROM note WHERE number = ?"));
    }),
                 Bug);
    std::string const with_nul("a\0b", 3);
    EXPECT_THROW(
        store().write([&](Tx &tx) { tx.run("INSERT INTO kinds (t) VALUES (?)", with_nul); }), Bug);
    add_note(1, "not a number");
    EXPECT_THROW(store().read([](Reader &reader) {
        return reader.one<std::int64_t>("SELECT title FROM note");
    }),
                 Bug);
}

TEST_P(Stores, do_not_cut_numbers_to_fit)
{
    store().read([](Reader &reader) {
        EXPECT_EQ(reader.one<std::int32_t>("SELECT ? + 0", 2'147'483'647), 2'147'483'647);
        EXPECT_THROW(static_cast<void>(reader.one<std::int32_t>("SELECT ? + 1", 2'147'483'647)),
                     Bug);
        EXPECT_THROW(static_cast<void>(reader.one<unsigned>("SELECT ? + 0", -1)), Bug);
        EXPECT_THROW(
            static_cast<void>(reader.query("SELECT ?", std::numeric_limits<std::uint64_t>::max())),
            Bug);
    });
}

TEST_P(Stores, do_not_let_a_reader_write)
{
    EXPECT_THROW(store().read([](Reader &reader) {
        static_cast<void>(reader.query("INSERT INTO kinds (i) VALUES (?) RETURNING i", 1));
    }),
                 Bug);
    add_note(1); // and the connection is as good as before
}

TEST_P(Stores, do_not_let_rows_outlive_their_transaction)
{
    if (engine() == Engine::postgresql) {
        GTEST_SKIP() << "PostgreSQL's rows are in memory when the query returns";
    }
    add_note(1);
    EXPECT_THROW(static_cast<void>(store().read(
                     [](Reader &reader) { return reader.query("SELECT * FROM note"); })),
                 Bug);
}

TEST_P(Stores, show_a_reader_one_snapshot)
{
    add_note(1, "one");
    store().read([&](Reader &reader) {
        EXPECT_EQ(reader.one<int>("SELECT count(*) FROM note"), 1);
        add_note(2, "two");
        EXPECT_EQ(reader.one<int>("SELECT count(*) FROM note"), 1);
    });
    EXPECT_EQ(count_notes(), 2);
}

TEST_P(Stores, tell_a_transaction_one_now)
{
    store().write([&](Tx &tx) {
        auto const now = tx.now();
        clock().advance(std::chrono::hours{1});
        EXPECT_EQ(tx.now(), now);
        EXPECT_NE(tx.new_id<Note>(), tx.new_id<Note>());
    });
}

TEST_P(Stores, refuse_a_write_inside_a_write)
{
    EXPECT_THROW(store().write([&](Tx & /*tx*/) { add_note(1); }), Bug);
    add_note(1);
    EXPECT_EQ(count_notes(), 1);
}

TEST_P(Stores, act_after_the_commit_and_only_then)
{
    int woken = 0;
    store().write([&](Tx &tx) {
        tx.after_commit([&] {
            ++woken;
            EXPECT_EQ(count_notes(), 1); // what was written is there to be seen
        });
        tx.run("INSERT INTO note (year, number, title) VALUES (2026, 1, 'x')");
        EXPECT_EQ(woken, 0);
    });
    EXPECT_EQ(woken, 1);
    static_cast<void>(store().write([&](Tx &tx) -> Result<int> {
        tx.after_commit([&] { ++woken; });
        return not_found();
    }));
    EXPECT_EQ(woken, 1);
}

TEST_P(Stores, run_a_verb_again_after_a_collision_and_give_up_in_the_end)
{
    int runs = 0;
    store().write([&](Tx &tx) {
        tx.run("INSERT INTO note (year, number, title) VALUES (2026, 1, 'x')");
        if (++runs < 3) {
            throw Collision{"twice"};
        }
    });
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(count_notes(), 1);
    EXPECT_EQ(store().figures().collisions, 2);

    runs = 0;
    EXPECT_THROW(store().write([&](Tx & /*tx*/) {
        ++runs;
        throw Collision{"always"};
    }),
                 Unavailable);
    EXPECT_EQ(runs, 11);
}

TEST_P(Stores, lose_no_update_of_two_that_meet)
{
    // Two servers: on SQLite they wait for the file, on PostgreSQL they collide.
    auto const other = another_store();
    constexpr int rounds = 100;
    auto const add = [](Store &store) {
        for (int i = 0; i < rounds; ++i) {
            store.write([](Tx &tx) {
                auto const held = *tx.one<std::int64_t>("SELECT held FROM tally WHERE id = 1");
                tx.run("UPDATE tally SET held = ? WHERE id = 1", held + 1);
            });
        }
    };
    {
        std::jthread const beside{[&] {
            add(*other);
        }};
        add(store());
    }
    EXPECT_EQ(held(1), 2 * rounds);
}

TEST_P(Stores, refuse_a_skew_between_two_rows_that_no_row_lock_would_see)
{
    // Each reads both rows and writes one: each alone keeps the sum at most 1, together they
    // would not. Only serializable transactions see it.
    std::atomic<int> runs = 0;
    auto const take = [&](int id) {
        store().write([&](Tx &tx) {
            auto const sum = *tx.one<std::int64_t>("SELECT sum(held) FROM tally");
            if (++runs <= 2 && engine() == Engine::postgresql) {
                while (runs < 2) { // both have read before either writes
                    std::this_thread::yield();
                }
            }
            if (sum == 0) {
                tx.run("UPDATE tally SET held = 1 WHERE id = ?", id);
            }
        });
    };
    {
        std::jthread const one{[&] {
            take(1);
        }};
        std::jthread const two{[&] {
            take(2);
        }};
    }
    EXPECT_EQ(held(1) + held(2), 1);
    if (engine() == Engine::postgresql) {
        EXPECT_EQ(runs, 3);
        EXPECT_EQ(store().figures().collisions, 1);
    }
}

TEST_P(Stores, keep_no_more_statements_than_fit)
{
    // On PostgreSQL the evicted ones must go from the server, whose names would clash otherwise.
    store().read([](Reader &reader) {
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < static_cast<int>(cached_statements) + 20; ++i) {
                EXPECT_EQ(reader.one<int>("SELECT ? + " + std::to_string(i), round), round + i);
            }
        }
        if (reader.engine() == Engine::postgresql) {
            EXPECT_LE(*reader.one<std::int64_t>("SELECT count(*) FROM pg_prepared_statements"),
                      static_cast<std::int64_t>(cached_statements));
        }
    });
}

TEST_P(Stores, take_one_text_with_parameters_of_other_types)
{
    store().write([](Tx &tx) {
        constexpr auto sql = "INSERT INTO kinds (i) VALUES (?)";
        tx.run(sql, std::optional<std::int64_t>{});
        tx.run(sql, 5);
        tx.run(sql, std::optional<std::int64_t>{});
        EXPECT_EQ(tx.one<int>("SELECT sum(i) FROM kinds"), 5);
    });
}

TEST_P(Stores, copy_many_rows)
{
    constexpr int count = 20'000;
    static constexpr std::array<std::string_view, 5> columns{"i", "r", "t", "b", "u"};
    auto const uuid = new_uuid(clock().now());
    Bytes const odd{0x00, 0x5C, 0xFF};
    store().write([&](Tx &tx) {
        int made = 0;
        tx.copy("kinds", columns, [&](std::vector<Value> &row) {
            if (made == count) {
                return false;
            }
            row = {std::int64_t{made}, made / 3.0,
                   made % 2 == 0 ? Value{"\\.\ttab\nline\\ é " + std::to_string(made)} : Value{},
                   odd, uuid};
            ++made;
            return true;
        });
    });
    store().read([&](Reader &reader) {
        EXPECT_EQ(reader.one<int>("SELECT count(*) FROM kinds"), count);
        EXPECT_EQ(reader.one<int>("SELECT count(*) FROM kinds WHERE t IS NULL"), count / 2);
        auto rows = reader.query("SELECT i, r, t, b, u FROM kinds WHERE i = ?", 10'000);
        for (auto row : rows) {
            EXPECT_EQ(row.next<int>(), 10'000);
            EXPECT_EQ(row.next<double>(), 10'000 / 3.0);
            EXPECT_EQ(row.next<std::string>(), "\\.\ttab\nline\\ é 10000");
            EXPECT_EQ(row.next<Bytes>(), odd);
            EXPECT_EQ(row.next<Uuid>(), uuid);
        }
    });
}

TEST_P(Stores, copy_all_rows_or_none)
{
    static constexpr std::array<std::string_view, 3> columns{"year", "number", "title"};
    auto const copy = [&](bool throws) {
        int made = 0;
        store().write([&](Tx &tx) {
            tx.copy("note", columns, [&](std::vector<Value> &row) {
                if (throws && made == 2) {
                    throw std::runtime_error{"the file ends in the middle"};
                }
                row = {std::int64_t{2026}, std::int64_t{made % 2}, std::to_string(made)};
                return ++made <= 3; // the third has the first's number
            });
        });
    };
    EXPECT_THROW(copy(true), std::runtime_error);
    try {
        copy(false);
        ADD_FAILURE() << "two notes have one number";
    } catch (Violation const &violation) {
        EXPECT_EQ(violation.constraint, "note__year__number");
    }
    EXPECT_EQ(count_notes(), 0);
}

TEST_P(Stores, serve_several_threads)
{
    auto const before = store().figures();
    {
        constexpr int how_many = 8;
        std::vector<std::jthread> threads;
        threads.reserve(how_many);
        for (int thread = 0; thread < how_many; ++thread) {
            threads.emplace_back([this, thread] {
                for (int i = 0; i < 20; ++i) {
                    auto const number = thread * 100 + i;
                    add_note(number, "note " + std::to_string(number));
                    EXPECT_GT(count_notes(), 0);
                }
            });
        }
    }
    EXPECT_EQ(count_notes(), 160);
    auto const after = store().figures();
    EXPECT_EQ(after.in_use, 0);
    EXPECT_GE(after.queries - before.queries, 320);
    EXPECT_GE(after.transactions - before.transactions, 320);
}

TEST_P(Stores, wait_for_a_connection_only_so_long)
{
    Store narrow{{.url = url(),
                  .connections = 1,
                  .slow = std::chrono::milliseconds::zero(),
                  .patience = std::chrono::milliseconds{20}},
                 clock()};
    narrow.read([&](Reader & /*reader*/) {
        EXPECT_EQ(narrow.figures().in_use, 1);
        EXPECT_THROW(narrow.read([](Reader & /*inner*/) {}), Unavailable);
    });
    narrow.read([](Reader & /*reader*/) {});
}

TEST_P(Stores, log_the_text_of_slow_statements_and_never_their_values)
{
    std::mutex mutex;
    std::string logged;
    set_slow_statement_log([&](std::string_view sql, std::chrono::microseconds time) {
        std::lock_guard const lock{mutex};
        EXPECT_GE(time.count(), 1000);
        logged.append(sql).append("\n");
    });
    Store watched{{.url = url(), .slow = std::chrono::milliseconds{1}}, clock()};
    constexpr auto slow = "WITH RECURSIVE n(i, s) AS (SELECT 1, CAST(? AS text) UNION ALL "
                          "SELECT i + 1, s FROM n WHERE i < 200000) SELECT max(i) FROM n";
    watched.read([&](Reader &reader) { EXPECT_EQ(reader.one<int>(slow, "secret"), 200'000); });
    set_slow_statement_log({});
    EXPECT_NE(logged.find(slow), std::string::npos);
    EXPECT_EQ(logged.find("secret"), std::string::npos);
}

} // namespace selatan::storage
