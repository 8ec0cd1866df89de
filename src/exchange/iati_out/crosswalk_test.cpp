// What the crosswalk promises is what a reader of the file finds: projects made at random are
// written, judged by our own validator, and read back fact by fact.
#include "cooperation/reference/lists.hpp"
#include "exchange/iati_out/publication.hpp"
#include "exchange/iati_out/random_testing.hpp"
#include "exchange/iati_out/read_back_testing.hpp"
#include "exchange/iati_out/self_check.hpp"
#include "tests/support/code_lists.hpp"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace selatan::iati_out {
namespace {

using portal::Topic;
using testing::publisher;
using testing::Random;
using testing::ReadBack;
using testing::sorted;
using testing::today;
using testing::Values;
using Kind = ToldTransaction::Kind;

// -- What a reader must find ----------------------------------------------------------------------

struct Case {
    ToldActivity const &told;
    ToldPublisher const &from;
    ReadBack const &read;
    reference::Codelists const &lists;
};

std::string const &identifier_of(ToldParty const &party)
{
    return party.identifier;
}

/// Our own tags of a family, code and text.
Values own_tags(Case const &one, std::string_view family)
{
    Values found;
    for (auto const &line : one.read.lines("tag", {"@vocabulary", "@code", "narrative"})) {
        if (line.starts_with("99|" + std::string{family})) {
            found.push_back(line.substr(3));
        }
    }
    return sorted(found);
}

template <Kind Wanted>
void transactions(Case const &one)
{
    static std::map<Kind, std::set<std::string>> const types{{Kind::incoming, {"1"}},
                                                             {Kind::commitment, {"2"}},
                                                             {Kind::disbursement, {"3"}},
                                                             {Kind::in_kind, {"11", "2"}}};
    Values expected;
    for (auto const &told : one.told.transactions) {
        if (told.kind != Wanted) {
            continue;
        }
        auto const *const provider = one.told.party(told.provider);
        auto const *const receiver =
            Wanted == Kind::incoming ? nullptr : one.told.party(told.receiver);
        std::string const giver = provider != nullptr ? provider->name : one.from.name;
        std::string const taker = receiver != nullptr        ? receiver->name
                                  : Wanted == Kind::incoming ? one.from.name
                                                             : "";
        expected.push_back(told.on.to_string() + "|" + told.value.amount() + "|" +
                           told.value.currency().to_string() + "|" + told.description + "|" +
                           (told.is_others ? "" : giver) + "|" + taker);
    }
    Values found;
    for (auto const &line :
         one.read.lines("transaction", {"transaction-type/@code", "disbursement-channel/@code",
                                        "transaction-date/@iso-date", "value", "value/@currency",
                                        "description/narrative", "provider-org/narrative",
                                        "receiver-org/narrative"})) {
        auto const bar = line.find('|');
        auto const next = line.find('|', bar + 1);
        bool const is_in_kind = line.substr(bar + 1, next - bar - 1) == "4";
        if (types.at(Wanted).contains(line.substr(0, bar)) &&
            is_in_kind == (Wanted == Kind::in_kind)) {
            found.push_back(line.substr(next + 1));
        }
    }
    EXPECT_EQ(sorted(found), sorted(expected));
}

void parties(Case const &one)
{
    Values expected{"3|" + one.from.settings.identifier + "|10|" + one.from.name + "+" +
                    std::string{one.from.names.in(Language::ar)}};
    for (auto const &party : one.told.parties) {
        std::set<std::string> roles;
        if (party.is("facilitator") || party.share.value_or(0) > 0) {
            roles.insert("1");
        }
        if (party.is("requester") || party.is("partner")) {
            roles.insert("2");
        }
        if (party.is("provider") || party.is("partner")) {
            roles.insert("4");
        }
        for (auto const &role : roles) {
            expected.push_back(
                role + "|" + identifier_of(party) + "|" +
                (party.organisation ? std::string{organisation_type_code(party.type)} : "10") +
                "|" + party.name);
        }
    }
    EXPECT_EQ(sorted(one.read.lines("participating-org", {"@role", "@ref", "@type", "narrative"})),
              sorted(expected));
}

void days(Case const &one)
{
    auto const &project = one.told.project;
    Values expected{"1|" + project.starts->to_string()};
    if (project.state != "legal_basis_in_force" && *project.starts <= today) {
        expected.push_back("2|" + project.starts->to_string());
    }
    if (project.ends) {
        expected.push_back("3|" + project.ends->to_string());
    }
    if (one.told.closed_on && *one.told.closed_on <= today) {
        expected.push_back("4|" + one.told.closed_on->to_string());
    }
    EXPECT_EQ(one.read.lines("activity-date", {"@type", "@iso-date"}), expected);
}

void countries(Case const &one)
{
    auto const recipients = one.told.recipients();
    Values expected;
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        expected.push_back(country_code(one.lists, recipients[i]) + "|" +
                           (recipients.size() > 1 ? equal_part(i, recipients.size()) : ""));
    }
    EXPECT_EQ(one.read.lines("recipient-country", {"@code", "@percentage"}), expected);
}

void goals(Case const &one)
{
    std::set<std::string> expected;
    std::set<std::string> codes(one.told.project.sdgs.begin(), one.told.project.sdgs.end());
    for (auto const &indicator : one.told.indicators) {
        codes.insert(indicator.sdg);
    }
    codes.erase("");
    for (std::string const &code : codes) {
        auto const dot = code.find('.');
        expected.insert("2|" + code.substr(0, dot));
        if (dot != std::string::npos) {
            expected.insert("3|" + code.substr(0, code.find('.', dot + 1)));
        }
    }
    std::set<std::string> found;
    for (auto const &line : one.read.lines("tag", {"@vocabulary", "@code"})) {
        if (!line.starts_with("99")) {
            found.insert(line);
        }
    }
    EXPECT_EQ(found, expected);
}

/// IATI knows the goals' indicators; a target is of our own vocabulary.
std::string reference_of(std::string const &sdg)
{
    return sdg.empty() ? "|" : std::ranges::count(sdg, '.') == 2 ? "9|" + sdg : "99|sdg-" + sdg;
}

void indicators(Case const &one)
{
    static std::map<results::Level, std::string> const types{{results::Level::output, "1"},
                                                             {results::Level::outcome, "2"},
                                                             {results::Level::impact, "3"}};
    Values expected;
    for (auto const &told : one.told.indicators) {
        std::string line = types.at(told.level) + "|" + told.title + "|" +
                           (told.direction == results::Direction::up ? "1" : "0") + "|" +
                           told.unit + "|" + reference_of(told.sdg) + "|" +
                           (told.baseline_year ? std::to_string(*told.baseline_year) : "") + "|" +
                           told.baseline + "|";
        for (auto const &target : told.targets) {
            line += (&target == &told.targets.front() ? "" : "+") + target.value;
        }
        line += "|";
        std::string comments;
        for (auto const &figure : told.figures) {
            auto const add = [&](std::string const &value) {
                line += (comments.empty() ? "" : "+") + value;
                comments +=
                    (comments.empty() ? "" : "+") + ("Measured on " + figure.on.to_string());
            };
            add(figure.value);
            if (figure.women) {
                add(std::to_string(*figure.women));
                add(std::to_string(*figure.men));
            }
        }
        expected.push_back(line + "|" + comments);
    }
    auto found = one.read.lines(
        "result", {"@type", "indicator/title/narrative", "indicator/@ascending",
                   "indicator/description/narrative", "indicator/reference/@vocabulary",
                   "indicator/reference/@code", "indicator/baseline/@year",
                   "indicator/baseline/@value", "indicator/period/target/@value",
                   "indicator/period/actual/@value", "indicator/period/actual/comment/narrative"});
    std::erase_if(found,
                  [](std::string const &line) { return line.starts_with("1|People reached|"); });
    EXPECT_EQ(found, expected);
}

void people(Case const &one)
{
    auto const &project = one.told.project;
    Values expected;
    if (project.women) {
        expected.push_back("People reached|" + std::to_string(*project.women + *project.men) + "+" +
                           std::to_string(*project.women) + "+" + std::to_string(*project.men) +
                           "|female+male");
    }
    Values found;
    for (auto const &line :
         one.read.lines("result", {"title/narrative", "indicator/period/actual/@value",
                                   "indicator/period/actual/dimension/@value"})) {
        if (line.starts_with("People reached|")) {
            found.push_back(line);
        }
    }
    EXPECT_EQ(found, expected);
}

std::string described(Case const &one, std::string_view type)
{
    for (auto const &line : one.read.lines("description", {"@type", "narrative"})) {
        if (line.starts_with(std::string{type} + "|")) {
            return line.substr(2);
        }
    }
    return {};
}

Values listed(Case const &one, std::string_view family, reference::List list,
              records::Codes const &codes)
{
    Values all;
    for (auto const &code : codes) {
        all.push_back(std::string{family} + "-" + code + "|" +
                      std::string{one.lists.name(list, code, Language::en).text});
    }
    return sorted(all);
}

using Check = std::function<void(Case const &)>;

/// A check for each fact that is kept, as it is or as a tag.
std::map<std::string_view, Check> const &checks()
{
    using reference::List;
    static std::map<std::string_view, Check> const all{
        {"language",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("@xml:lang"), Values{"en"});
         }},
        {"currency",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("@default-currency"), Values{"USD"});
         }},
        {"humanitarian",
         [](Case const &one) {
             EXPECT_EQ(!one.read.at("@humanitarian").empty(),
                       one.told.project.sector.starts_with("7"));
         }},
        {"reference",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("iati-identifier"), Values{one.told.identifier});
         }},
        {"publisher",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("reporting-org/@ref"), Values{one.from.settings.identifier});
             EXPECT_EQ(one.read.at("reporting-org/narrative").front(), one.from.name);
         }},
        {"title",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("title/narrative"), Values{one.told.project.title});
         }},
        {"objective",
         [](Case const &one) {
             EXPECT_EQ(described(one, "2"), one.told.project.objective);
         }},
        {"expected_results",
         [](Case const &one) {
             EXPECT_EQ(described(one, "4"), one.told.project.results);
         }},
        {"parties", parties},
        {"earlier_publisher",
         [](Case const &one) {
             bool const is_other = one.told.registered != one.from.settings.identifier;
             EXPECT_EQ(one.read.at("other-identifier/@ref"),
                       is_other ? Values{one.told.registered} : Values{});
         }},
        {"status",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("activity-status/@code").size(), 1U);
         }},
        {"days", days},
        {"contact",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("contact-info/email"), Values{one.from.settings.contact_email});
             EXPECT_EQ(one.read.at("contact-info/website"), Values{one.from.website});
         }},
        {"scope",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("activity-scope/@code").size(), 1U);
         }},
        {"countries", countries},
        {"places",
         [](Case const &one) {
             Values expected;
             for (auto const &place : one.told.places) {
                 expected.push_back(place.venue + "|" +
                                    (place.country ? country_code(one.lists, *place.country) : ""));
             }
             EXPECT_EQ(one.read.lines("location", {"name/narrative", "administrative/@code"}),
                       expected);
         }},
        {"sector",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("sector/@code"), Values{one.told.project.sector});
         }},
        {"goals", goals},
        {"arrangement",
         [](Case const &one) {
             EXPECT_EQ(own_tags(one, "arrangement-"), listed(one, "arrangement", List::arrangement,
                                                             {one.told.project.arrangement}));
         }},
        {"geography",
         [](Case const &one) {
             EXPECT_EQ(own_tags(one, "geography-"),
                       listed(one, "geography", List::geography, {one.told.project.geography}));
         }},
        {"modalities",
         [](Case const &one) {
             EXPECT_EQ(own_tags(one, "modality-"),
                       listed(one, "modality", List::modality, one.told.project.modalities));
         }},
        {"domain",
         [](Case const &one) {
             records::Codes codes;
             if (!one.told.project.domain.empty()) {
                 codes.push_back(one.told.project.domain);
             }
             EXPECT_EQ(own_tags(one, "domain-"), listed(one, "domain", List::domain, codes));
         }},
        {"state",
         [](Case const &one) {
             auto const tags = own_tags(one, "state-");
             ASSERT_EQ(tags.size(), 1U);
             EXPECT_TRUE(tags.front().starts_with("state-" + one.told.project.state + "|"));
         }},
        {"roles",
         [](Case const &one) {
             Values expected;
             for (auto const &party : one.told.parties) {
                 auto name = party.roles.front();
                 name.front() = static_cast<char>(name.front() - 'a' + 'A');
                 expected.push_back("role-" + party.roles.front() +
                                    (party.country ? "-" + party.country->to_string() : "") + "|" +
                                    name + ": " + party.name);
             }
             EXPECT_EQ(own_tags(one, "role-"), sorted(expected));
         }},
        {"shares",
         [](Case const &one) {
             Values expected;
             for (auto const &party : one.told.parties) {
                 if (party.share) {
                     auto const share = std::to_string(*party.share);
                     expected.push_back("share-" + share + "|" + share + " %: " + party.name);
                 }
             }
             EXPECT_EQ(own_tags(one, "share-"), sorted(expected));
         }},
        {"contributions",
         [](Case const &one) {
             Values expected;
             for (auto const &party : one.told.parties) {
                 if (!party.contribution.empty()) {
                     expected.push_back("contribution|" + party.contribution + ": " + party.name);
                 }
             }
             EXPECT_EQ(own_tags(one, "contribution"), sorted(expected));
         }},
        {"legal_basis",
         [](Case const &one) {
             auto const tags = own_tags(one, "basis-");
             std::size_t bases = 0;
             for (auto const &party : one.told.parties) {
                 if (party.basis.empty()) {
                     continue;
                 }
                 ++bases;
                 EXPECT_TRUE(std::ranges::any_of(tags, [&](std::string const &tag) {
                     return tag.starts_with("basis-" + party.basis + "|") &&
                            tag.find(party.basis_document) != std::string::npos &&
                            tag.find(party.in_force_on->to_string()) != std::string::npos;
                 }));
             }
             EXPECT_EQ(tags.size(), bases);
         }},
        {"collaboration",
         [](Case const &one) {
             bool const is_triangular = one.told.project.arrangement == "triangular";
             EXPECT_EQ(one.read.at("collaboration-type/@code"), Values{is_triangular ? "8" : "1"});
         }},
        {"flow",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("default-flow-type/@code"), Values{"50"});
         }},
        {"finance",
         [](Case const &one) {
             bool const is_loan = one.told.project.modalities == records::Codes{"loan"};
             EXPECT_EQ(one.read.at("default-finance-type/@code"), Values{is_loan ? "421" : "110"});
         }},
        {"aid",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("default-aid-type/@code").size(), 1U);
         }},
        {"budgets",
         [](Case const &one) {
             Values expected;
             for (auto const &budget : one.told.budgets) {
                 auto const year = std::to_string(budget.year);
                 expected.push_back(year + "-01-01|" + year + "-12-31|" + budget.value.amount() +
                                    "|" + budget.value.currency().to_string());
             }
             EXPECT_EQ(one.read.lines("budget", {"period-start/@iso-date", "period-end/@iso-date",
                                                 "value", "value/@currency"}),
                       expected);
         }},
        {"earmarked", transactions<Kind::incoming>},
        {"commitments", transactions<Kind::commitment>},
        {"payments", transactions<Kind::disbursement>},
        {"in_kind_values", transactions<Kind::in_kind>},
        {"page",
         [](Case const &one) {
             EXPECT_EQ(one.read.at("document-link/@url"),
                       Values{"https://selatan.example/public/en/projects/" +
                              one.told.project.reference});
         }},
        {"people", people},
        {"indicators", indicators},
    };
    return all;
}

class Crosswalk : public selatan::testing::CodeListTest {};
INSTANTIATE_ENGINES(Crosswalk);

TEST_P(Crosswalk, keeps_what_it_says_it_keeps_and_validates_without_a_finding)
{
    auto const lists =
        store().read([](storage::Reader &reader) { return reference::lists(reader); });
    auto const from = publisher();
    Random random{20261122};
    for (int round = 0; round < 150; ++round) {
        auto const told = random.activity(from);
        auto const prepared = prepare(told, from, *lists, today);
        ASSERT_TRUE(prepared.is_ready()) << prepared.missing.front().code << " "
                                         << prepared.missing.back().what << prepared.rendered.xml;
        auto const count = testing::read_back("<iati-activities version=\"2.03\">" +
                                                  prepared.rendered.xml + "</iati-activities>",
                                              [&](ReadBack const &read) {
                                                  for (auto const &[code, check] : checks()) {
                                                      SCOPED_TRACE(code);
                                                      check({told, from, read, *lists});
                                                  }
                                              });
        EXPECT_EQ(count, 1U);
        if (HasFailure()) {
            FAIL() << "round " << round << ": " << prepared.rendered.xml;
        }
        EXPECT_EQ(prepared.rendered.digest, prepare(told, from, *lists, today).rendered.digest);
    }
}

TEST(CrosswalkTable, has_a_writer_and_a_check_for_each_fact_but_what_is_lost)
{
    std::set<std::string_view> codes;
    for (auto const &fact : activity_facts()) {
        EXPECT_TRUE(codes.insert(fact.code).second) << fact.code << " twice";
        EXPECT_EQ(fact.write == nullptr, fact.fate == Fate::lost) << fact.code;
        EXPECT_EQ(fact.element.empty(), fact.fate == Fate::lost) << fact.code;
        EXPECT_EQ(checks().contains(fact.code), fact.fate != Fate::lost) << fact.code;
    }
}

TEST(EqualPart, of_any_number_makes_a_hundred)
{
    for (std::size_t of = 2; of <= 60; ++of) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < of; ++i) {
            auto part = equal_part(i, of);
            part.erase(part.find('.'), 1);
            sum += std::stoll(part);
        }
        EXPECT_EQ(sum, 10'000) << of;
    }
    EXPECT_EQ(equal_part(0, 3), "33.34");
    EXPECT_EQ(equal_part(1, 3), "33.33");
    EXPECT_EQ(equal_part(1, 20), "5.00");
}

TEST(OrganisationIdentifier, begins_with_who_registered_it)
{
    for (std::string_view const good : {"XM-DAC-12345", "ID-KDN-7", "XI-IATI-EXAMPLE"}) {
        EXPECT_TRUE(is_organisation_identifier(good)) << good;
    }
    for (std::string_view const bad :
         {"", "XM-DAC", "XM-DAC-", "12345", "XM-DAC-1 2", "XM-DAC-1/2", "ZZ-ZZZ-1", "XM-DAC1"}) {
        EXPECT_FALSE(is_organisation_identifier(bad)) << bad;
    }
}

/// What keeps a project out, one by one; the last is what our own validator finds.
TEST_P(Crosswalk, says_what_keeps_a_project_out)
{
    auto const lists =
        store().read([](storage::Reader &reader) { return reference::lists(reader); });
    auto const from = publisher();
    struct Flaw {
        std::string_view code;
        std::function<void(ToldActivity &)> make;
    };
    std::vector<Flaw> const flaws{
        {"dates_private",
         [](ToldActivity &told) {
             std::erase(told.project.topics, Topic::dates);
         }},
        {"start",
         [](ToldActivity &told) {
             told.project.starts.reset();
         }},
        {"objective",
         [](ToldActivity &told) {
             told.project.objective.clear();
         }},
        {"sector",
         [](ToldActivity &told) {
             told.project.sector = "311";
         }},
        {"country",
         [](ToldActivity &told) {
             told.project.country.reset();
             told.project.geography = "bilateral";
             for (auto &party : told.parties) {
                 party.country.reset();
             }
         }},
        {"finding",
         [](ToldActivity &told) {
             told.identifier += "/7";
         }},
    };
    for (auto const &flaw : flaws) {
        auto told = Random{7}.activity(from);
        flaw.make(told);
        auto const prepared = prepare(told, from, *lists, today);
        EXPECT_FALSE(prepared.is_ready()) << flaw.code;
        EXPECT_TRUE(std::ranges::any_of(prepared.missing, [&](Missing const &one) {
            return one.code == flaw.code && one.keeps_out;
        })) << flaw.code;
    }
}

TEST_P(Crosswalk, cleans_what_xml_does_not_allow_and_says_so)
{
    using namespace std::string_view_literals;
    auto const lists =
        store().read([](storage::Reader &reader) { return reference::lists(reader); });
    auto const from = publisher();
    auto told = Random{3}.activity(from);
    told.project.title = std::string{"Rice\0\x08 \xED\xA0\x80]]>"sv};
    auto const prepared = prepare(told, from, *lists, today);
    ASSERT_TRUE(prepared.is_ready());
    EXPECT_TRUE(std::ranges::any_of(prepared.missing, [](Missing const &one) {
        return one.code == "cleaned" && one.what == "3" && !one.keeps_out;
    }));
    testing::read_back(
        "<iati-activities version=\"2.03\">" + prepared.rendered.xml + "</iati-activities>",
        [](ReadBack const &read) { EXPECT_EQ(read.at("title/narrative"), Values{"Rice�� �]]>"}); });
}

} // namespace
} // namespace selatan::iati_out
