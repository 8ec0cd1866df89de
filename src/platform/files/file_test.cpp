#include "platform/files/file.hpp"

#include "base/ensure.hpp"
#include "tests/support/engines.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <thread>

namespace selatan::files {
namespace {

/// Not a cipher: marks what it sealed with the place, as an authenticated one would.
class MarkingCipher final : public Cipher {
public:
    Result<Bytes> seal(storage::Tx & /*tx*/, Place const &place, std::string_view plain) override
    {
        if (m_erased.contains(place.person)) {
            return refuse(Decline::conflict, "", "secrets.person_erased");
        }
        auto const sealed = mark(place) + std::string{plain.rbegin(), plain.rend()};
        return Bytes{sealed.begin(), sealed.end()};
    }
    std::optional<std::string> open(storage::Reader & /*reader*/, Place const &place,
                                    std::span<std::uint8_t const> sealed) override
    {
        if (m_erased.contains(place.person)) {
            return std::nullopt;
        }
        std::string const text{sealed.begin(), sealed.end()};
        EXPECT_TRUE(text.starts_with(mark(place))) << "moved to another place";
        return std::string{text.rbegin(),
                           text.rend() - static_cast<std::ptrdiff_t>(mark(place).size())};
    }
    void erase(Uuid person) { m_erased.insert(person); }

private:
    static std::string mark(Place const &place)
    {
        return (place.person ? place.person->to_string() : "service") + place.row.to_string() +
               place.column + "|";
    }
    std::set<std::optional<Uuid>> m_erased;
};

class Files : public testing::EngineTest {
protected:
    void SetUp() override
    {
        EngineTest::SetUp();
        auto pattern = (std::filesystem::temp_directory_path() / "selatan-files-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        m_directory = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(m_directory); }

    std::string staged(std::string const &bytes)
    {
        auto const path = m_directory / std::to_string(++m_count);
        std::ofstream{path, std::ios::binary} << bytes;
        return path.string();
    }
    Id<File> stored(std::string const &bytes, Audience audience, Cipher *cipher = nullptr,
                    std::optional<Uuid> person = std::nullopt)
    {
        auto const examined = examine(staged(bytes), "a.txt", "file").value();
        return store().write([&](storage::Tx &tx) {
            return files::store(tx, {examined, audience, person}, cipher).value();
        });
    }
    std::optional<Stored> found(Id<File> id)
    {
        return store().read([&](storage::Reader &reader) { return find(reader, id); });
    }
    std::int64_t count(std::string const &table)
    {
        return store().read([&](storage::Reader &reader) {
            return *reader.one<std::int64_t>("SELECT count(*) FROM " + table);
        });
    }
    Result<void> removed(Id<File> id)
    {
        return store().write(
            [&](storage::Tx &tx) { return remove(tx, id, {.via = "web"}, "a mistake"); });
    }

private:
    std::filesystem::path m_directory;
    int m_count = 0;
};

std::string large_text()
{
    std::string text;
    for (int i = 0; text.size() < 2 * static_cast<std::size_t>(chunk_size) + 5; ++i) {
        text += std::to_string(i) + "\n";
    }
    return text;
}

TEST_P(Files, come_back_as_they_were_in_pieces_of_a_chunk)
{
    for (auto const &bytes :
         {std::string{"x"}, std::string(static_cast<std::size_t>(chunk_size), 'y'), large_text()}) {
        auto const file = found(stored(bytes, Audience::internal)).value();
        EXPECT_EQ(file.size, static_cast<std::int64_t>(bytes.size()));
        EXPECT_EQ(file.name, "a.txt");
        EXPECT_EQ(file.type, FileType::txt);
        EXPECT_EQ(file.stored, clock().now());
        EXPECT_EQ(read_all(store(), file).value(), bytes);

        auto const stream = open(store(), file).value();
        std::int64_t pieces = 0;
        for (bool more = true; more; ++pieces) {
            std::string piece;
            more = stream(piece);
            EXPECT_LE(piece.size(), static_cast<std::size_t>(chunk_size));
        }
        EXPECT_EQ(pieces, file.chunks);
    }
}

TEST_P(Files, are_refused_in_the_documented_order)
{
    auto const code = [&](std::string const &bytes, Limits const &limits = {}) {
        return examine(staged(bytes), "a.txt", "letter", limits).error().problems.at(0);
    };
    EXPECT_EQ(code(std::string(11, '\0'), {.bytes = 10}),
              (Problem{"letter", "common.too_large", {{"limit", "10"}}}));
    EXPECT_EQ(code(""), (Problem{"letter", "files.empty", {}}));
    EXPECT_EQ(code("\x7F"
                   "ELF\1"),
              (Problem{"letter", "common.bad_file", {}}));
    EXPECT_THROW((void)examine("/nowhere", "a.txt", "letter"), std::system_error);
}

TEST_P(Files, share_their_bytes_only_when_they_are_public)
{
    auto const first = found(stored("annual report", Audience::everyone)).value();
    auto const second = found(stored("annual report", Audience::everyone)).value();
    auto const internal = found(stored("annual report", Audience::internal)).value();
    auto const other = found(stored("annual report 2", Audience::everyone)).value();
    EXPECT_NE(first.id, second.id);
    EXPECT_EQ(first.content, second.content);
    EXPECT_NE(first.content, internal.content);
    EXPECT_NE(first.content, other.content);
    EXPECT_EQ(count("file_content"), 3);
}

TEST_P(Files, that_are_restricted_are_sealed_and_never_shared)
{
    MarkingCipher cipher;
    auto const person = new_uuid(Instant{});
    auto const text = large_text();
    auto const first = found(stored(text, Audience::restricted, &cipher, person)).value();
    auto const second = found(stored(text, Audience::restricted, &cipher, person)).value();
    EXPECT_NE(first.content, second.content);
    EXPECT_NE(first.digest, second.digest); // equal files do not look equal
    EXPECT_EQ(read_all(store(), first, &cipher).value(), text);
    auto const in_clear = store().read([&](storage::Reader &reader) {
        auto const bytes = reader.one<Bytes>(
            "SELECT bytes FROM file_chunk WHERE content = ? AND number = 2", first.content);
        return std::string{bytes->begin(), bytes->end()}.find(text.substr(text.size() - 4)) !=
               std::string::npos;
    });
    EXPECT_FALSE(in_clear);
    EXPECT_THROW(stored(text, Audience::restricted), Bug);

    cipher.erase(person);
    EXPECT_EQ(read_all(store(), first, &cipher).error().decline, Decline::not_found);
    auto const refused = store().write([&](storage::Tx &tx) {
        return files::store(
            tx, {examine(staged("x"), "", "").value(), Audience::restricted, person}, &cipher);
    });
    EXPECT_EQ(refused.error().problems.at(0).code, "secrets.person_erased");
    EXPECT_EQ(count("file"), 2);
    EXPECT_EQ(count("file_content"), 2);
}

TEST_P(Files, that_are_deleted_leave_their_row_and_their_history)
{
    auto const first = stored("annual report", Audience::everyone);
    auto const second = stored("annual report", Audience::everyone);
    ASSERT_TRUE(removed(first).has_value());
    EXPECT_FALSE(found(first).has_value());
    EXPECT_EQ(read_all(store(), found(second).value()).value(), "annual report");
    ASSERT_TRUE(removed(second).has_value());
    EXPECT_EQ(count("file_chunk"), 0);
    EXPECT_EQ(count("file_content"), 0);
    EXPECT_EQ(count("file"), 2);
    EXPECT_EQ(removed(second).error().decline, Decline::not_found);

    auto const history = store().read([&](storage::Reader &reader) {
        return events::history(reader, "file", first.uuid(), Audience::internal);
    });
    ASSERT_EQ(history.size(), 1U);
    EXPECT_EQ(history[0].verb, "deleted");
    EXPECT_EQ(history[0].reason, "a mistake");
    EXPECT_EQ(history[0].changes.at(0).before, "a.txt");
}

TEST_P(Files, that_go_while_they_are_read_end_the_stream)
{
    auto const id = stored(large_text(), Audience::internal);
    auto const stream = open(store(), found(id).value()).value();
    std::string piece;
    EXPECT_TRUE(stream(piece));
    ASSERT_TRUE(removed(id).has_value());
    EXPECT_THROW(stream(piece), storage::Unavailable);
}

TEST_P(Files, several_are_found_at_once)
{
    auto const a = stored("a", Audience::internal);
    auto const b = stored("b", Audience::internal);
    ASSERT_TRUE(removed(b).has_value());
    auto const all = store().read([&](storage::Reader &reader) {
        return find_all(reader, std::array{a, b, Id<File>{new_uuid(Instant{})}});
    });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].id, a);
    EXPECT_TRUE(store().read([](storage::Reader &reader) { return find_all(reader, {}); }).empty());
}

TEST_P(Files, a_file_that_changed_after_it_was_examined_is_a_bug_and_leaves_nothing)
{
    auto const path = staged("examined");
    auto const examined = examine(path, "a.txt", "file").value();
    std::ofstream{path, std::ios::binary} << "tampered";
    EXPECT_THROW(store().write([&](storage::Tx &tx) {
        return files::store(tx, {examined, Audience::internal});
    }),
                 Bug);
    EXPECT_EQ(count("file_content"), 0);
    EXPECT_EQ(count("file_chunk"), 0);
}

TEST_P(Files, damage_is_found_by_the_doctor)
{
    MarkingCipher cipher;
    EXPECT_TRUE(check(store()).is_sound());
    auto const good = stored("good", Audience::internal);
    auto const changed = stored(large_text(), Audience::internal);
    auto const shortened = stored(large_text() + "more", Audience::restricted, &cipher);
    EXPECT_TRUE(check(store()).is_sound());
    EXPECT_EQ(check(store()).files, 3);

    store().write([&](storage::Tx &tx) {
        tx.run("UPDATE file_chunk SET bytes = ? WHERE number = 1 AND content = ?", Bytes{1, 2, 3},
               found(changed)->content);
        tx.run("DELETE FROM file_chunk WHERE number = 2 AND content = ?",
               found(shortened)->content);
    });
    auto const after = check(store());
    EXPECT_EQ(after.damaged_count, 2);
    EXPECT_EQ((std::set<Id<File>>{after.damaged.begin(), after.damaged.end()}),
              (std::set<Id<File>>{changed, shortened}));
    EXPECT_EQ(read_all(store(), found(good).value()).value(), "good");
}

TEST_P(Files, the_same_public_file_stored_at_once_is_stored_once)
{
    auto const other_server = another_store();
    auto const examined = examine(staged(large_text()), "a.txt", "file").value();
    auto const store_in = [&](storage::Store &into) {
        return into.write([&](storage::Tx &tx) {
            return files::store(tx, {examined, Audience::everyone}).value();
        });
    };
    std::thread other{[&] {
        store_in(*other_server);
    }};
    store_in(store());
    other.join();
    EXPECT_EQ(count("file"), 2);
    EXPECT_EQ(count("file_content"), 1);
    EXPECT_TRUE(check(store()).is_sound());
}

INSTANTIATE_ENGINES(Files);

} // namespace
} // namespace selatan::files
