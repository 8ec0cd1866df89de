/// \file
/// A noun with a field of every kind, for tests of what every noun shares. Its table is made by the
/// fixture: no migration of the product knows it.
#pragma once

#include "base/coded.hpp"
#include "platform/auth/identity.hpp"
#include "platform/records/list.hpp"
#include "platform/records/record.hpp"
#include "tests/support/engines.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::testing {

enum class Colour { red, green };
inline constexpr std::array<std::string_view, 2> colours{"red", "green"};
[[nodiscard]] constexpr std::string_view to_code(Colour colour)
{
    return code_in(colours, colour);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Colour &colour)
{
    return value_in(colours, code, colour);
}

struct Sample {
    std::string name;
    std::string summary;
    std::string email;
    std::string website;
    std::optional<std::int64_t> places;
    std::optional<Date> since;
    bool is_open = false;
    Colour colour = Colour::red;
    records::Codes days;
    std::optional<CountryCode> country;
    records::Codes languages;
    std::optional<Id<Sample>> parent;
    i18n::MultilingualText names;
    std::string notes;
    std::string secret;
    std::string verdict;
};

inline std::string_view some_word(Language /*language*/)
{
    return "Word";
}
inline std::optional<std::string_view> some_name(Language /*language*/, std::string_view code)
{
    return code;
}

inline constexpr std::array<std::string_view, 3> sample_days{"monday", "tuesday", "sunday"};

inline constexpr std::array sample_fields{
    records::field<&Sample::name>("name", some_word).title(),
    records::field<&Sample::summary>("summary", some_word).as(records::Kind::long_text).at_most(40),
    records::field<&Sample::email>("email", some_word).as(records::Kind::email),
    records::field<&Sample::website>("website", some_word).as(records::Kind::url).at_most(30),
    records::field<&Sample::places>("places", some_word).at_least(1).at_most(100),
    records::field<&Sample::since>("since", some_word),
    records::field<&Sample::is_open>("is_open", some_word),
    records::field<&Sample::colour>("colour", some_word).among(colours, some_name).required(),
    records::field<&Sample::days>("days", some_word).among(sample_days, some_name),
    records::field<&Sample::country>("country", some_word).scope_country(),
    records::field<&Sample::languages>("languages", some_word).of("language"),
    records::field<&Sample::parent>("parent", some_word).scope_organisation().of("sample").thread(),
    records::field<&Sample::names>("names", some_word).at_most(10),
    records::field<&Sample::notes>("notes", some_word).seen_by(Audience::internal),
    records::field<&Sample::secret>("secret", some_word).seen_by(Audience::restricted),
    records::field<&Sample::verdict>("verdict", some_word).by_verbs(),
};

inline constexpr std::array<std::string_view, 3> sample_states{"draft", "open", "closed"};
inline constexpr std::array sample_steps{
    records::Transition{"open", "draft", "open"},
    records::Transition{"close", "open", "closed"},
};
inline constexpr records::Machine sample_machine{.initial = "draft",
                                                 .states = sample_states,
                                                 .transitions = sample_steps,
                                                 .state_name = some_name};

inline constexpr std::array<std::string_view, 1> only_draft{"draft"};
inline constexpr std::array<std::string_view, 2> not_draft{"open", "closed"};
inline constexpr std::array sample_rules{
    records::Rule{auth::Role::coordinator, "see"},
    records::Rule{auth::Role::coordinator, "create"},
    records::Rule{auth::Role::coordinator, "change"},
    records::Rule{auth::Role::coordinator, "open"},
    records::Rule{auth::Role::coordinator, "close"},
    records::Rule{auth::Role::desk_officer, "see", records::Condition::any, not_draft},
    records::Rule{auth::Role::desk_officer, "see", records::Condition::assigned},
    records::Rule{auth::Role::focal_point, "see", records::Condition::shared},
    records::Rule{auth::Role::focal_point, "create"},
    records::Rule{auth::Role::focal_point, "change", records::Condition::own, only_draft},
    records::Rule{auth::Role::facilitator, "see", records::Condition::published},
    records::Rule{auth::Role::implementer, "see", records::Condition::own},
};
inline constexpr records::Policy sample_policy{.rules = sample_rules};
inline constexpr records::Policy open_sample_policy{.rules = sample_rules,
                                                    .public_sees_published = true};

inline constexpr records::NounOf<Sample> samples{{
    .kind = "sample",
    .table = "sample",
    .path = "/samples",
    .prefix = "SMP",
    .singular = some_word,
    .plural = some_word,
    .fields = sample_fields,
    .type = &records::value_type<Sample>,
    .policy = &sample_policy,
    .machine = &sample_machine,
    .sort = "title",
}};

/// Three countries, three languages.
class SampleLists final : public records::CodeLists {
public:
    [[nodiscard]] std::vector<records::Option> options(std::string_view list,
                                                       Language /*language*/) const override
    {
        if (list == "country") {
            return {{"IDN", "Indonesia", {}}, {"TLS", "Timor-Leste", {}}, {"TUN", "Tunisia", {}}};
        }
        if (list == "language") {
            return {{"en", "English", {}}, {"fr", "French", {}}, {"tet", "Tetum", {}}};
        }
        return {};
    }
    [[nodiscard]] std::string name(std::string_view list, std::string_view code,
                                   Language language) const override
    {
        for (auto const &option : options(list, language)) {
            if (option.code == code) {
                return option.label;
            }
        }
        return {};
    }
    [[nodiscard]] std::optional<std::string> resolve(std::string_view list,
                                                     std::string_view text) const override
    {
        for (auto const &option : options(list, Language::en)) {
            if (option.label == text) {
                return option.code;
            }
        }
        return std::nullopt;
    }
};

inline void create_sample_table(storage::Store &store)
{
    bool const sqlite = store.engine() == storage::Engine::sqlite;
    std::string const text = sqlite ? " TEXT NOT NULL, " : " text COLLATE \"C\" NOT NULL, ";
    std::string sql = "CREATE TABLE sample (id ";
    sql += sqlite ? "BLOB" : "bytea";
    sql += " PRIMARY KEY REFERENCES record (id), since ";
    sql += sqlite ? "TEXT, places INTEGER, is_open INTEGER NOT NULL, "
                  : "text COLLATE \"C\", places bigint, is_open bigint NOT NULL, ";
    for (auto const *column : {"summary", "email", "website", "colour", "days", "languages",
                               "names", "notes", "secret"}) {
        sql += column + text;
    }
    sql += sqlite ? "verdict TEXT NOT NULL) STRICT" : "verdict text NOT NULL)";
    store.write([&](storage::Tx &tx) { tx.script(sql); });
}

/// A database with the noun's table and two accounts.
class SampleTest : public EngineTest {
protected:
    void SetUp() override
    {
        EngineTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        create_sample_table(store());
        store().write([&](storage::Tx &tx) {
            for (auto const &[id, email] : {std::pair{officer, "officer@agency.example"},
                                            std::pair{partner, "partner@ministry.example"}}) {
                tx.run("INSERT INTO user_account (id, email, name, language, time_zone, theme,"
                       " status, created, version) VALUES (?, ?, ?, 'en', 'UTC', 'system',"
                       " 'active', ?, 1)",
                       id, email, std::string{"The "} + email, tx.now());
            }
        });
    }

    [[nodiscard]] static CountryCode country(std::string_view code)
    {
        return *CountryCode::parse(code);
    }
    [[nodiscard]] static Sample named(std::string name)
    {
        Sample sample;
        sample.name = std::move(name);
        return sample;
    }
    records::Saved make(Sample const &sample, records::Extra const &extra = {})
    {
        return store().write([&](storage::Tx &tx) {
            return records::create(tx, {.user = officer}, samples, sample, extra);
        });
    }
    [[nodiscard]] records::Head head_of(Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *store().read([&](storage::Reader &reader) {
            return records::find(reader, samples, &program, id.to_string());
        });
    }
    [[nodiscard]] auth::Identity someone(auth::Role role,
                                         auth::Scope const &scope = auth::Everywhere{}) const
    {
        auth::Identity who;
        who.user = Id<auth::User>{role == auth::Role::focal_point ? partner : officer};
        who.grants.push_back(
            {.id = {}, .role = role, .scope = scope, .valid_from = {}, .valid_until = {}});
        return who;
    }

    Uuid const officer = Uuid::make(1, {});
    Uuid const partner = Uuid::make(2, {});
    SampleLists const lists{};
};

} // namespace selatan::testing
