#include "platform/records/access.hpp"

#include "tests/support/sample_noun.hpp"

#include <gtest/gtest.h>

namespace selatan::records {
namespace {

using auth::Role;
using testing::sample_policy;

class Access : public testing::SampleTest {
protected:
    void SetUp() override
    {
        SampleTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        // Letter: country, audience, state, who made it, who leads it.
        home = add("A", {}, Audience::internal, "draft", officer, {});
        add("B", country("TLS"), Audience::partner, "open", partner, {});
        add("C", country("TLS"), Audience::internal, "draft", partner, {});
        add("D", country("TUN"), Audience::partner, "open", officer, officer);
        add("E", country("TUN"), Audience::everyone, "closed", officer, {}, home);
        add("F", country("TLS"), Audience::everyone, "draft", partner, officer, home);
    }
    Uuid add(std::string const &name, std::optional<CountryCode> where, Audience audience,
             std::string const &state, Uuid by, std::optional<Uuid> lead,
             std::optional<Uuid> whole = {})
    {
        auto sample = named(name);
        sample.country = where;
        sample.parent = whole ? std::optional{Id<testing::Sample>{*whole}} : std::nullopt;
        return store()
            .write([&](storage::Tx &tx) {
                return create(
                    tx, {.user = by}, testing::samples, sample,
                    {.audience = audience, .state = state, .assignee = std::optional{lead}});
            })
            .id;
    }
    /// The letters of the records that this identity may `verb`.
    std::string may(Policy const &policy, auth::Identity const *who, std::string_view verb)
    {
        auto const filter = compile(policy, who, verb);
        EXPECT_FALSE(filter.sql.empty());
        EXPECT_EQ(could(policy, who, verb), filter.sql != "1 = 0");
        return store().read([&](storage::Reader &reader) {
            std::string letters;
            for (auto row : reader.query_with("SELECT r.title FROM record r WHERE " + filter.sql +
                                                  " ORDER BY r.title",
                                              filter.values)) {
                letters += row.next<std::string>();
            }
            return letters;
        });
    }

    Uuid home;
};
INSTANTIATE_ENGINES(Access);

TEST_P(Access, is_what_role_scope_condition_and_state_allow_together)
{
    auto const tls = country("TLS");
    struct Case {
        Role role;
        auth::Scope scope;
        std::string_view verb;
        std::string_view letters;
    };
    for (auto const &[role, scope, verb, letters] : std::vector<Case>{
             {Role::coordinator, auth::Everywhere{}, "see", "ABCDEF"},
             {Role::coordinator, tls, "see", "BCF"},
             {Role::coordinator, home, "see", "EF"},
             {Role::coordinator, tls, "close", "BCF"},
             {Role::coordinator, auth::Everywhere{}, "unheard_of", ""},
             {Role::desk_officer, auth::Everywhere{}, "see", "BDEF"}, // F: a draft, but assigned
             {Role::desk_officer, tls, "see", "BF"},
             {Role::desk_officer, home, "see", "EF"},
             {Role::desk_officer, auth::Everywhere{}, "change", ""},
             {Role::focal_point, tls, "see", "BF"},
             {Role::focal_point, country("IDN"), "see", ""},
             {Role::focal_point, tls, "change", "CF"}, // its own drafts
             {Role::focal_point, country("TUN"), "change", ""},
             {Role::facilitator, auth::Everywhere{}, "see", "EF"},
             {Role::facilitator, country("TUN"), "see", "E"},
             {Role::implementer, auth::Everywhere{}, "see", "ADE"},
             {Role::implementer, home, "see", "E"},
             {Role::participant, auth::Everywhere{}, "see", ""},
             {Role::auditor, auth::Everywhere{}, "see", "ABCDEF"},
             {Role::auditor, auth::Everywhere{}, "change", ""},
             {Role::administrator, auth::Everywhere{}, "see", "ABCDEF"},
             {Role::administrator, auth::Everywhere{}, "close", ""},
         }) {
        auto const who = someone(role, scope);
        EXPECT_EQ(may(sample_policy, &who, verb), letters)
            << auth::to_code(role) << " in " << scope.index() << " may " << verb;
    }
}

TEST_P(Access, adds_up_over_grants)
{
    auto who = someone(Role::focal_point, country("TLS"));
    auto const more = someone(Role::facilitator, country("TUN"));
    who.grants.insert(who.grants.end(), more.grants.begin(), more.grants.end());
    who.grants.push_back(who.grants.front());
    EXPECT_EQ(may(sample_policy, &who, "see"), "BEF");
}

TEST_P(Access, to_what_is_common_is_not_narrowed_by_a_scope)
{
    static constexpr std::array rules{Rule{Role::desk_officer, "see", Condition::common}};
    static constexpr Policy policy{.rules = rules};
    auto const of_dili = someone(Role::desk_officer, country("TLS"));
    EXPECT_EQ(may(policy, &of_dili, "see"), "ABCDEF");
    auto const other = someone(Role::focal_point, country("TLS"));
    EXPECT_EQ(may(policy, &other, "see"), "");
}

TEST_P(Access, of_the_public_is_to_what_is_published_where_the_noun_says_so)
{
    EXPECT_EQ(may(testing::open_sample_policy, nullptr, "see"), "EF");
    EXPECT_EQ(may(testing::open_sample_policy, nullptr, "change"), "");
    EXPECT_EQ(may(sample_policy, nullptr, "see"), "");
    // Whoever signs in does not see less than before.
    auto const participant = someone(Role::participant);
    EXPECT_EQ(may(testing::open_sample_policy, &participant, "see"), "EF");
    EXPECT_EQ(may(testing::open_sample_policy, &participant, "change"), "");
}

TEST_P(Access, through_anothers_eyes_is_to_see_alone)
{
    auto who = someone(Role::coordinator);
    who.viewed_by = Id<auth::User>{partner};
    EXPECT_EQ(may(sample_policy, &who, "see"), "ABCDEF");
    EXPECT_EQ(may(sample_policy, &who, "change"), "");
    EXPECT_FALSE(may_create(sample_policy, who, std::nullopt, std::nullopt));
}

TEST_P(Access, of_the_program_itself_is_to_everything)
{
    auto const program = auth::program_identity("job");
    EXPECT_EQ(may(sample_policy, &program, "close"), "ABCDEF");
    EXPECT_TRUE(may_create(sample_policy, program, std::nullopt, std::nullopt));
}

TEST_P(Access, to_making_records_keeps_within_the_grant)
{
    auto const tls = country("TLS");
    struct Case {
        Role role;
        auth::Scope scope;
        std::optional<CountryCode> where;
        std::optional<Uuid> organisation;
        bool may;
    };
    for (auto const &[role, scope, where, organisation, may] : std::vector<Case>{
             {Role::coordinator, auth::Everywhere{}, {}, {}, true},
             {Role::focal_point, tls, tls, {}, true},
             {Role::focal_point, tls, country("TUN"), {}, false},
             {Role::focal_point, tls, {}, {}, false},
             {Role::coordinator, home, {}, home, true},
             {Role::coordinator, home, tls, {}, false},
             {Role::desk_officer, auth::Everywhere{}, tls, {}, false},
             {Role::administrator, auth::Everywhere{}, tls, {}, false},
         }) {
        EXPECT_EQ(may_create(sample_policy, someone(role, scope), where, organisation), may)
            << auth::to_code(role) << ' ' << scope.index();
    }
}

TEST_P(Access, decides_whose_information_is_seen)
{
    EXPECT_EQ(audience_of(nullptr), Audience::everyone);
    for (auto const role : auth::roles) {
        auto const who = someone(role);
        bool const outside = role == Role::implementer || role == Role::focal_point ||
                             role == Role::partner_mission || role == Role::facilitator;
        auto const whose = role == Role::participant ? Audience::everyone
                           : outside                 ? Audience::partner
                                                     : Audience::internal;
        EXPECT_EQ(audience_of(&who), whose) << auth::to_code(role);
    }
    auto both = someone(Role::participant);
    both.grants.push_back(someone(Role::focal_point).grants.front());
    EXPECT_EQ(audience_of(&both), Audience::partner) << "who took part once may hold an office";
    auth::Identity const without_grants;
    EXPECT_EQ(audience_of(&without_grants), Audience::partner);
}

} // namespace
} // namespace selatan::records
