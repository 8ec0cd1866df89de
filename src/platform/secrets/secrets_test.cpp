#include "platform/secrets/vault.hpp"

#include "tests/support/engines.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>

namespace selatan::secrets {
namespace {

namespace fs = std::filesystem;

/// A directory for keyrings that goes with its test.
class Directory {
public:
    Directory()
    {
        auto pattern = (fs::temp_directory_path() / "selatan-secrets-XXXXXX").string();
        m_path = mkdtemp(pattern.data());
    }
    ~Directory() { fs::remove_all(m_path); }
    Directory(Directory const &) = delete;
    Directory &operator=(Directory const &) = delete;
    [[nodiscard]] std::string file(std::string const &name) const
    {
        return (m_path / name).string();
    }

private:
    fs::path m_path;
};

Instant const noon = *Instant::parse("2026-11-21T12:00:00Z");

std::string read_file(std::string const &path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write_file(std::string const &path, std::string const &text)
{
    std::ofstream{path} << text;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

TEST(Keyring, is_made_for_its_owner_only_and_never_over_another)
{
    Directory const directory;
    auto const path = directory.file("keyring");
    Keyring::create(path, noon);
    struct stat status {};
    ASSERT_EQ(stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    auto const before = read_file(path);
    EXPECT_THROW(Keyring::create(path, noon), KeyringError);
    EXPECT_EQ(read_file(path), before);
}

TEST(Keyring, that_others_can_read_is_refused_with_the_remedy)
{
    Directory const directory;
    auto const path = directory.file("keyring");
    Keyring::create(path, noon);
    for (auto const open :
         {fs::perms::group_read, fs::perms::others_read, fs::perms::others_write}) {
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write | open);
        try {
            Keyring const keyring{path};
            FAIL() << "opened";
        } catch (KeyringError const &error) {
            EXPECT_NE(std::string{error.what()}.find("chmod 600"), std::string::npos);
        }
    }
}

TEST(Keyring, opened_up_while_the_program_runs_is_refused_too)
{
    Directory const directory;
    auto const path = directory.file("keyring");
    Keyring::create(path, noon);
    Keyring const keyring{path};
    fs::permissions(path, fs::perms::others_read, fs::perm_options::add);
    EXPECT_THROW(static_cast<void>(keyring.current()), KeyringError);
}

TEST(Keyring, added_to_by_one_process_is_seen_by_another)
{
    Directory const directory;
    auto const path = directory.file("keyring");
    Keyring::create(path, noon);
    Keyring one{path};
    Keyring const other{path};
    EXPECT_EQ(one.add(noon), 2);
    EXPECT_EQ(other.current().first, 2);
    EXPECT_TRUE(std::ranges::equal(other.master(1).bytes(), one.master(1).bytes()));
    one.drop_old();
    EXPECT_EQ(other.current().first, 2);
    EXPECT_THROW(static_cast<void>(other.master(1)), KeyringError);
}

TEST(Keyring, added_to_by_two_at_once_loses_no_key)
{
    Directory const directory;
    auto const path = directory.file("keyring");
    Keyring::create(path, noon);
    auto const add_some = [&] {
        Keyring keyring{path};
        for (int i = 0; i < 5; ++i) {
            keyring.add(noon);
        }
    };
    std::thread one{add_some};
    std::thread other{add_some};
    one.join();
    other.join();
    EXPECT_EQ(Keyring{path}.current().first, 11);
}

TEST(Keyring, that_is_malformed_is_refused_without_quoting_it)
{
    auto const key = std::string(64, 'a');
    struct Row {
        char const *what;
        std::string text;
    };
    Row const rows[] = {
        {"empty", ""},
        {"another first line", "keys\n"},
        {"no key", "selatan-keyring 1\n"},
        {"a short key", "selatan-keyring 1\nkey 1 2026-11-21T18:29:00Z abcd\n"},
        {"no hexadecimal",
         "selatan-keyring 1\nkey 1 2026-11-21T18:29:00Z " + std::string(64, 'x') + '\n'},
        {"version 0", "selatan-keyring 1\nkey 0 2026-11-21T18:29:00Z " + key + '\n'},
        {"no version", "selatan-keyring 1\nkey one 2026-11-21T18:29:00Z " + key + '\n'},
        {"no instant", "selatan-keyring 1\nkey 1 yesterday " + key + '\n'},
        {"twice the same", "selatan-keyring 1\nkey 1 2026-11-21T18:29:00Z " + key +
                               "\nkey 1 2026-11-21T18:29:00Z " + key + '\n'},
        {"another word", "selatan-keyring 1\nlock 1 2026-11-21T18:29:00Z " + key + '\n'},
    };
    for (auto const &row : rows) {
        try {
            static_cast<void>(Keyring::parse(row.text));
            FAIL() << row.what;
        } catch (KeyringError const &error) {
            EXPECT_EQ(std::string{error.what()}.find(key), std::string::npos) << row.what;
        }
    }
    EXPECT_EQ(Keyring::parse("selatan-keyring 1\nkey 7 2026-11-21T18:29:00Z " + key + '\n').size(),
              1U);
}

TEST(ErasureList, forgives_a_last_line_that_a_crash_cut_off)
{
    Directory const directory;
    auto const path = directory.file("erased");
    auto const first = new_uuid(noon);
    auto const second = new_uuid(noon);
    ErasureList const list{path};
    EXPECT_TRUE(list.read().empty());
    list.append(first, noon);
    write_file(path, read_file(path) + "2026-11-21T12:00:00Z 0193");
    EXPECT_EQ(list.read(), std::set{first});
    list.append(second, noon);
    EXPECT_EQ(list.read(), (std::set{first, second}));
}

TEST(ErasureList, that_is_malformed_is_refused)
{
    Directory const directory;
    auto const path = directory.file("erased");
    write_file(path, "everybody\n");
    EXPECT_THROW(static_cast<void>(ErasureList{path}.read()), KeyringError);
}

class Secrets : public testing::EngineTest {
protected:
    void SetUp() override
    {
        EngineTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        Keyring::create(keyring_path, noon);
        vault = std::make_unique<Vault>(keyring_path);
    }

    Bytes seal(Id<Person> person, std::string_view plain)
    {
        return *store().write(
            [&](storage::Tx &tx) { return vault->seal(tx, person, passport, plain); });
    }
    std::optional<std::string> open(Id<Person> person, Binding const &binding, Bytes const &sealed)
    {
        return store().read(
            [&](storage::Reader &reader) { return vault->open(reader, person, binding, sealed); });
    }
    Vault::Check check()
    {
        return store().read([&](storage::Reader &reader) { return vault->check(reader); });
    }
    void erase(Id<Person> person)
    {
        store().write([&](storage::Tx &tx) { vault->erase(tx, person); });
    }

    Directory directory;
    std::string keyring_path = directory.file("keyring");
    std::unique_ptr<Vault> vault;
    Id<Person> ana{new_uuid(noon)};
    Id<Person> budi{new_uuid(noon)};
    Uuid row = new_uuid(noon);
    Binding passport{.table = "participant", .row = row, .column = "passport"};
};
INSTANTIATE_ENGINES(Secrets);

TEST_P(Secrets, what_was_sealed_opens_in_its_place)
{
    auto const sealed = seal(ana, "A1234567");
    EXPECT_EQ(open(ana, passport, sealed), "A1234567");
    EXPECT_EQ(std::string(sealed.begin(), sealed.end()).find("A1234567"), std::string::npos);
    EXPECT_NE(seal(ana, "A1234567"), sealed) << "equal values must not look equal";
    EXPECT_EQ(open(ana, passport, seal(ana, "")), "");
}

TEST_P(Secrets, a_value_moved_elsewhere_does_not_open)
{
    auto const sealed = seal(ana, "A1234567");
    seal(budi, "B7654321");
    auto other_row = passport;
    other_row.row = new_uuid(noon);
    auto other_column = passport;
    other_column.column = "visa";
    auto other_table = passport;
    other_table.table = "expert";
    EXPECT_THROW(open(ana, other_row, sealed), Tampered);
    EXPECT_THROW(open(ana, other_column, sealed), Tampered);
    EXPECT_THROW(open(ana, other_table, sealed), Tampered);
    EXPECT_THROW(open(budi, passport, sealed), Tampered);
}

TEST_P(Secrets, a_value_altered_anywhere_does_not_open)
{
    auto const sealed = seal(ana, "A1234567");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto altered = sealed;
        altered[i] ^= 1U;
        EXPECT_THROW(open(ana, passport, altered), Tampered) << i;
    }
    EXPECT_THROW(open(ana, passport, {}), Tampered);
    EXPECT_THROW(open(ana, passport, Bytes(sealed.begin(), sealed.end() - 1)), Tampered);
}

TEST_P(Secrets, many_open_at_once_in_the_order_asked_and_erased_ones_as_nothing)
{
    std::vector<Vault::Sealed> values;
    for (int i = 0; i < 230; ++i) {
        Id<Person> const person{new_uuid(noon)};
        values.push_back(
            {.person = person, .binding = passport, .bytes = seal(person, std::to_string(i))});
    }
    erase(values[7].person);
    auto const before = store().figures().queries;
    auto const opened =
        store().read([&](storage::Reader &reader) { return vault->open_all(reader, values); });
    EXPECT_LE(store().figures().queries - before, 6);
    ASSERT_EQ(opened.size(), values.size());
    for (std::size_t i = 0; i < opened.size(); ++i) {
        EXPECT_EQ(opened[i], i == 7 ? std::nullopt : std::optional{std::to_string(i)});
    }
}

TEST_P(Secrets, the_service_has_a_key_of_its_own)
{
    auto const sealed = store().write(
        [&](storage::Tx &tx) { return vault->seal_for_service(tx, passport, "s3cret"); });
    EXPECT_EQ(store().read([&](storage::Reader &reader) {
        return vault->open_for_service(reader, passport, sealed);
    }),
              "s3cret");
    seal(ana, "x");
    EXPECT_THROW(open(ana, passport, sealed), Tampered);
}

TEST_P(Secrets, an_index_finds_equal_values_of_one_column_and_no_others)
{
    auto const find = [&](std::string_view column, std::string_view value) {
        return store().read([&](storage::Reader &reader) {
            return vault->index_to_find(reader, "participant", column, value);
        });
    };
    EXPECT_EQ(find("passport", "A1"), std::nullopt);
    auto const stored = store().write(
        [&](storage::Tx &tx) { return vault->index(tx, "participant", "passport", "A1"); });
    EXPECT_EQ(find("passport", "A1"), stored);
    EXPECT_NE(find("passport", "A2"), stored);
    EXPECT_NE(find("visa", "A1"), stored);
}

TEST_P(Secrets, rotation_wraps_every_key_anew_and_everything_still_opens)
{
    auto const of_ana = seal(ana, "A1234567");
    auto const of_service = store().write(
        [&](storage::Tx &tx) { return vault->seal_for_service(tx, passport, "s3cret"); });
    auto const indexed = store().write(
        [&](storage::Tx &tx) { return vault->index(tx, "participant", "passport", "A1"); });
    erase(budi);

    Vault running{keyring_path}; // another server, that nobody told
    EXPECT_EQ(vault->rotate(store()), 3);
    EXPECT_EQ(check().behind, 0);
    EXPECT_TRUE(
        store()
            .read([&](storage::Reader &reader) { return vault->retire_old_masters(reader); })
            .has_value());

    for (auto *const each : {vault.get(), &running}) {
        store().read([&](storage::Reader &reader) {
            EXPECT_EQ(each->open(reader, ana, passport, of_ana), "A1234567");
            EXPECT_EQ(each->open_for_service(reader, passport, of_service), "s3cret");
            EXPECT_EQ(each->index_to_find(reader, "participant", "passport", "A1"), indexed);
            return true;
        });
    }
    EXPECT_TRUE(check().is_sound());
}

TEST_P(Secrets, a_master_key_in_use_is_not_dropped)
{
    seal(ana, "A1234567");
    Keyring{keyring_path}.add(noon);
    EXPECT_EQ(check().behind, 1);
    auto const refused =
        store().read([&](storage::Reader &reader) { return vault->retire_old_masters(reader); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problems.at(0).code, "secrets.keys_in_use");
    EXPECT_EQ(vault->rewrap(store()), 1);
    EXPECT_EQ(vault->rewrap(store()), 0);
}

TEST_P(Secrets, the_wrong_keyring_opens_nothing_and_doctor_says_so)
{
    auto const sealed = seal(ana, "A1234567");
    auto const other_path = directory.file("other");
    Keyring::create(other_path, noon);
    Vault other{other_path};
    EXPECT_THROW(store().read([&](storage::Reader &reader) {
        return other.open(reader, ana, passport, sealed);
    }),
                 Tampered);
    auto const checked = store().read([&](storage::Reader &reader) { return other.check(reader); });
    EXPECT_EQ(checked.unreadable, 1);
    EXPECT_FALSE(checked.is_sound());
}

TEST_P(Secrets, an_erased_person_is_gone_for_good)
{
    auto const sealed = seal(ana, "A1234567");
    erase(ana);
    EXPECT_EQ(open(ana, passport, sealed), std::nullopt);
    auto const refused =
        store().write([&](storage::Tx &tx) { return vault->seal(tx, ana, passport, "again"); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problems.at(0).code, "secrets.person_erased");
    erase(ana);
    EXPECT_EQ(check().erased, 1);
    EXPECT_TRUE(check().is_sound());
}

TEST_P(Secrets, an_erasure_that_was_rolled_back_erases_nobody)
{
    auto const sealed = seal(ana, "A1234567");
    static_cast<void>(store().write([&](storage::Tx &tx) -> Result<void> {
        vault->erase(tx, ana);
        return refuse(Decline::conflict, "", "common.conflict");
    }));
    EXPECT_EQ(open(ana, passport, sealed), "A1234567");
    EXPECT_TRUE(check().is_sound());
}

TEST_P(Secrets, nobody_is_erased_when_the_list_cannot_be_written)
{
    auto const sealed = seal(ana, "A1234567");
    fs::create_directory(keyring_path + ".erased");
    EXPECT_THROW(erase(ana), KeyringError);
    fs::remove(keyring_path + ".erased");
    EXPECT_EQ(open(ana, passport, sealed), "A1234567");
}

TEST_P(Secrets, a_restored_backup_is_erased_again)
{
    auto const of_ana = seal(ana, "A1234567");
    auto const of_budi = seal(budi, "B7654321");
    storage::Bytes wrapped;
    store().read([&](storage::Reader &reader) {
        wrapped = *reader.one<Bytes>("SELECT wrapped FROM person_key WHERE person = ?", ana);
        return true;
    });
    erase(ana);
    // The backup was made before the erasure: the row stands there again with its key.
    store().write([&](storage::Tx &tx) {
        tx.run("UPDATE person_key SET master = 1, wrapped = ?, erased = NULL WHERE person = ?",
               wrapped, ana);
    });
    EXPECT_EQ(open(ana, passport, of_ana), "A1234567");
    EXPECT_EQ(check().unerased, 1);
    EXPECT_EQ(store().write([&](storage::Tx &tx) { return vault->replay_erasures(tx); }), 1);
    EXPECT_EQ(open(ana, passport, of_ana), std::nullopt);
    EXPECT_EQ(open(budi, passport, of_budi), "B7654321");
    EXPECT_TRUE(check().is_sound());
}

TEST_P(Secrets, an_erasure_that_a_crash_kept_off_the_list_is_listed_at_the_next_start)
{
    seal(ana, "A1234567");
    erase(ana);
    fs::remove(keyring_path + ".erased");
    EXPECT_EQ(check().unlisted, 1);
    EXPECT_EQ(store().write([&](storage::Tx &tx) { return vault->replay_erasures(tx); }), 0);
    EXPECT_TRUE(check().is_sound());
}

TEST_P(Secrets, two_who_seal_first_at_once_share_one_key)
{
    std::vector<Bytes> sealed(2);
    auto const seal_one = [&](std::size_t i) {
        sealed[i] = seal(ana, std::to_string(i));
    };
    std::thread one{seal_one, 0};
    std::thread other{seal_one, 1};
    one.join();
    other.join();
    EXPECT_EQ(open(ana, passport, sealed[0]), "0");
    EXPECT_EQ(open(ana, passport, sealed[1]), "1");
}

} // namespace
} // namespace selatan::secrets
