#include "platform/storage/migrations.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <openssl/evp.h>

namespace selatan::storage {

namespace {

struct Token {
    std::string_view name;
    std::string_view sqlite;
    std::string_view postgresql;
};

// Text is compared by its bytes on both engines: people's order comes from stored sort keys.
constexpr std::array<Token, 9> tokens{{
    {"ID", "BLOB", "bytea"},
    {"BYTES", "BLOB", "bytea"},
    {"INT", "INTEGER", "bigint"},
    {"INSTANT", "INTEGER", "bigint"},
    {"REAL", "REAL", "double precision"},
    {"TEXT", "TEXT", "text COLLATE \"C\""},
    {"DATE", "TEXT", "text COLLATE \"C\""},
    {"JSON", "TEXT", "text COLLATE \"C\""},
    {"STRICT", "STRICT", ""},
}};

bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

void append_translated(std::string &script, std::string_view line, Engine engine)
{
    while (!line.empty()) {
        if (line.size() < 2 || line[0] != '$' || !is_capital(line[1])) {
            script += line.front();
            line.remove_prefix(1);
            continue;
        }
        auto const end = std::find_if_not(line.begin() + 1, line.end(), is_capital);
        std::string_view const name{line.begin() + 1, end};
        auto const *const token = std::ranges::find(tokens, name, &Token::name);
        if (token == tokens.end()) {
            throw Bug{"unknown type token $" + std::string{name}};
        }
        script += engine == Engine::sqlite ? token->sqlite : token->postgresql;
        line = {end, line.end()};
    }
}

/// SHA-256, in hexadecimal.
std::string digest(std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned size = 0;
    ENSURE(EVP_Digest(text.data(), text.size(), raw.data(), &size, EVP_sha256(), nullptr) == 1);
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex += digits[raw[i] >> 4U];
        hex += digits[raw[i] & 0xFU];
    }
    return hex;
}

using Applied = std::map<std::string, std::string, std::less<>>; // name → digest

Applied read_applied(Reader &reader)
{
    Applied applied;
    for (auto row : reader.query("SELECT name, digest FROM schema_migration")) {
        auto name = row.next<std::string>();
        applied.emplace(std::move(name), row.next<std::string>());
    }
    return applied;
}

void refuse_strangers(Applied const &applied, std::span<Migration const> migrations)
{
    for (auto const &[name, applied_digest] : applied) {
        auto const known = std::ranges::find(migrations, name, &Migration::name);
        if (known == migrations.end()) {
            throw MigrationRefused{"the database has migration " + name +
                                   ", which this program does not know: a newer one wrote it"};
        }
        if (digest(known->sql) != applied_digest) {
            throw MigrationRefused{"migration " + name +
                                   " was edited after this database had applied it"};
        }
    }
}

void create_table(Store &store)
{
    store.write([](Tx &tx) {
        if (tx.engine() == Engine::postgresql) {
            // Two servers that find no table both create it; IF NOT EXISTS alone would let them
            // collide in the catalogue. The number is arbitrary.
            tx.script("SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(7360112)");
        }
        tx.script(translate("CREATE TABLE IF NOT EXISTS schema_migration ("
                            "name $TEXT PRIMARY KEY, digest $TEXT NOT NULL, "
                            "applied_at $INSTANT NOT NULL) $STRICT",
                            tx.engine()));
    });
}

/// False when another server was faster.
bool apply(Store &store, Migration const &migration)
{
    return store.write([&](Tx &tx) {
        if (tx.engine() == Engine::postgresql) {
            // LOCK comes first because it takes no snapshot: what follows sees what the server
            // that held the lock has committed. Its holder may be slow: wait without limit.
            tx.script("SET LOCAL lock_timeout = 0; "
                      "LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE");
        }
        if (tx.one<std::string>("SELECT name FROM schema_migration WHERE name = ?",
                                migration.name)) {
            return false;
        }
        try {
            tx.script(translate(migration.sql, tx.engine()));
        } catch (Bug const &bug) {
            throw Bug{"migration " + std::string{migration.name} + ": " + bug.what()};
        }
        tx.run("INSERT INTO schema_migration (name, digest, applied_at) VALUES (?, ?, ?)",
               migration.name, digest(migration.sql), tx.now());
        return true;
    });
}

} // namespace

std::string translate(std::string_view sql, Engine engine)
{
    static constexpr std::string_view only = "-- only: ";
    static constexpr std::string_view end = "-- end";
    std::string script;
    auto const own = engine == Engine::sqlite ? "sqlite" : "postgresql";
    enum { outside, ours, theirs } block = outside;
    while (!sql.empty()) {
        auto const length = std::min(sql.find('\n'), sql.size() - 1) + 1;
        auto const line = sql.substr(0, length);
        auto const words = line.substr(0, line.find_last_not_of(" \r\n") + 1);
        sql.remove_prefix(length);
        if (words.starts_with(only)) {
            auto const name = words.substr(only.size());
            if (block != outside || (name != "sqlite" && name != "postgresql")) {
                throw Bug{"a block cannot begin here: " + std::string{words}};
            }
            block = name == own ? ours : theirs;
        } else if (words == end) {
            if (block == outside) {
                throw Bug{"'-- end' without '-- only: '"};
            }
            block = outside;
        } else if (block != theirs) {
            append_translated(script, line, engine);
        }
    }
    if (block != outside) {
        throw Bug{"'-- only: ' without '-- end'"};
    }
    return script;
}

std::vector<std::string> pending(Store &store, std::span<Migration const> migrations)
{
    create_table(store);
    auto const applied = store.read([](Reader &reader) { return read_applied(reader); });
    refuse_strangers(applied, migrations);
    std::vector<std::string> names;
    for (auto const &migration : migrations) {
        if (!applied.contains(migration.name)) {
            names.emplace_back(migration.name);
        }
    }
    return names;
}

std::vector<std::string> migrate(Store &store, std::span<Migration const> migrations)
{
    create_table(store);
    auto const applied = store.read(read_applied);
    refuse_strangers(applied, migrations);
    std::vector<std::string> names;
    for (auto const &migration : migrations) {
        if (!applied.contains(migration.name) && apply(store, migration)) {
            names.emplace_back(migration.name);
        }
    }
    return names;
}

} // namespace selatan::storage
