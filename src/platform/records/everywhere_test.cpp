#include "platform/records/everywhere.hpp"

#include "base/text.hpp"
#include "platform/records/search.hpp"
#include "tests/support/sample_noun.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>

namespace selatan::records {
namespace {

using storage::Reader;
using storage::Tx;
using testing::Sample;
using testing::samples;

/// Two subjects in four languages, as the code list `subject` has them.
class Subjects final : public CodeLists {
public:
    [[nodiscard]] std::vector<Option> options(std::string_view /*list*/,
                                              Language /*language*/) const override
    {
        return {};
    }
    [[nodiscard]] std::string name(std::string_view /*list*/, std::string_view code,
                                   Language language) const override
    {
        auto const &names = code == "health" ? health : warning;
        return std::string{language == Language::fr   ? names[1]
                           : language == Language::id ? names[2]
                                                      : names[0]};
    }
    [[nodiscard]] std::optional<std::string> resolve(std::string_view list,
                                                     std::string_view text) const override
    {
        if (list != "subject") {
            return std::nullopt;
        }
        for (auto const &[code, names] :
             {std::pair{"health", health}, std::pair{"warning", warning}}) {
            if (std::ranges::any_of(names, [&](auto name) { return fold(name) == text; })) {
                return code;
            }
        }
        return std::nullopt;
    }

private:
    static constexpr std::array<std::string_view, 4> health{"health", "santé", "kesehatan",
                                                            "الصحة"};
    static constexpr std::array<std::string_view, 4> warning{"early warning", "alerte précoce",
                                                             "peringatan dini", "الإنذار المبكر"};
};

class EverywhereTest : public testing::SampleTest {
protected:
    void SetUp() override
    {
        SampleTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        add("Malaria control", "Nurses were trained in Dili");
        add("Community health", "A programme of the district");
        add("Floods in Ermera", "An early-warning system by radio", "TLS");
        add("Notes of a meeting", "Nothing of interest", "TUN", "the hidden valley");
        learn();
    }
    void add(std::string name, std::string summary, std::string_view where = {},
             std::string notes = {})
    {
        auto value = named(std::move(name));
        value.summary = std::move(summary);
        value.notes = std::move(notes);
        if (!where.empty()) {
            value.country = country(where);
        }
        make(value, {.audience = Audience::partner, .state = "open"});
    }
    void learn()
    {
        store().write([](Tx &tx) { learn_words(tx); });
    }
    Everywhere ask(EverywhereQuery const &query, auth::Role role = auth::Role::coordinator)
    {
        std::array<Noun const *, 1> const nouns{&samples};
        auto const who = someone(role);
        return store().read(
            [&](Reader &reader) { return search_everywhere(reader, nouns, &who, m_codes, query); });
    }
    /// Titles that a focal point of `place` finds by a policy like the sample's.
    std::vector<std::string> find_from(std::string_view place, std::string words,
                                       Policy const &policy = testing::sample_policy)
    {
        Noun noun = samples;
        noun.policy = &policy;
        std::array<Noun const *, 1> const nouns{&noun};
        auto const who = someone(auth::Role::focal_point, country(place));
        std::vector<std::string> titles;
        store().read([&](Reader &reader) {
            EverywhereQuery const query{.words = std::move(words)};
            for (auto const &hit : search_everywhere(reader, nouns, &who, m_codes, query).hits) {
                titles.push_back(hit.title);
            }
        });
        return titles;
    }
    std::vector<std::string> find(std::string words, auth::Role role = auth::Role::coordinator)
    {
        std::vector<std::string> titles;
        for (auto const &hit : ask({.words = std::move(words)}, role).hits) {
            titles.push_back(hit.title);
        }
        return titles;
    }
    /// "trained: form in summary"
    std::string why(std::string words)
    {
        std::string told;
        for (auto const &hit : ask({.words = std::move(words)}).hits) {
            for (auto const &reason : hit.reasons) {
                told += (told.empty() ? "" : "; ") + reason.place.match + ": " +
                        std::string{to_code(reason.likeness)} + " in " +
                        (reason.field != nullptr ? std::string{reason.field->name} : "title");
            }
        }
        return told;
    }

private:
    Subjects m_codes;
};
INSTANTIATE_ENGINES(EverywhereTest);

using Titles = std::vector<std::string>;

TEST_P(EverywhereTest, finds_words_beginnings_and_other_forms_and_says_where)
{
    EXPECT_EQ(why("malaria"), "Malaria: as_typed in title");
    EXPECT_EQ(why("malar dili"), "Malaria: as_typed in title; Dili: as_typed in summary");
    EXPECT_EQ(why("training"), "trained: form in summary");
    EXPECT_EQ(find("nothing like it at all"), Titles{});
    EXPECT_EQ(find("  … "), Titles{});
}

TEST_P(EverywhereTest, finds_forms_that_share_no_stem)
{
    add("الصحة في الريف", "");
    add("Formações para cooperativas", "");
    add("Pengiriman tenaga ahli", "");
    EXPECT_EQ(find("للصحة"), Titles{"الصحة في الريف"});
    EXPECT_EQ(find("ريف"), Titles{"الصحة في الريف"});
    EXPECT_EQ(why("formação"), "Formações: form in title");
    EXPECT_EQ(why("formacao"), "Formações: form in title");
    EXPECT_EQ(why("kirim"), "Pengiriman: form in title");
    EXPECT_EQ(find("mengirim"), Titles{"Pengiriman tenaga ahli"});
}

TEST_P(EverywhereTest, finds_the_same_thing_in_another_language)
{
    EXPECT_EQ(why("santé"), "health: translation in title");
    EXPECT_EQ(find("kesehatan"), Titles{"Community health"});
    EXPECT_EQ(find("الصحة"), Titles{"Community health"});
    EXPECT_EQ(find("صحة"), Titles{"Community health"}) << "without the article, as people type";
    EXPECT_EQ(why("alerte précoce"), "early: translation in summary");
    EXPECT_EQ(find("alerte"), Titles{}) << "half a phrase is no name";
}

TEST_P(EverywhereTest, forgives_a_slip_of_the_finger_and_says_so)
{
    for (auto const typed : {"mlaria", "malarria", "maleria", "amlaria"}) {
        EXPECT_EQ(find(typed), Titles{"Malaria control"}) << typed;
    }
    add("Courses in the monsoon", "");
    learn();
    for (auto const typed : {"moonsoon", "monsoone", "monson", "mosnoon"}) {
        EXPECT_EQ(find(typed), Titles{"Courses in the monsoon"}) << typed;
    }
    auto const found = ask({.words = "comunity"});
    ASSERT_EQ(found.corrections.size(), 1U);
    EXPECT_EQ(found.corrections.front().typed, "comunity");
    EXPECT_EQ(found.corrections.front().read_as, std::vector<std::string>{"community"});
    EXPECT_EQ(find("xalqria"), Titles{}) << "two slips in a short word are another word";
}

TEST_P(EverywhereTest, does_not_correct_words_that_some_record_has)
{
    add("Rice", "");
    add("Dice", "");
    learn();
    EXPECT_EQ(find("dice"), Titles{"Dice"});
    EXPECT_TRUE(ask({.words = "dice"}).corrections.empty());
    EXPECT_EQ(find("fice").size(), 2U);
}

TEST_P(EverywhereTest, tells_nobody_what_only_others_may_read)
{
    EXPECT_EQ(find("valley"), Titles{"Notes of a meeting"});
    EXPECT_EQ(find("valley", auth::Role::focal_point), Titles{});
    // The word is known from an internal note: a slip in it finds and tells a partner nothing.
    auto const found = ask({.words = "vallye"}, auth::Role::focal_point);
    EXPECT_TRUE(found.hits.empty());
    EXPECT_TRUE(found.corrections.empty());
}

TEST_P(EverywhereTest, shows_a_country_its_own_and_what_it_takes_part_in)
{
    static constexpr Policy with_parties{.rules = testing::sample_rules, .has_parties = true};
    static constexpr Policy open_to_all{.rules = testing::sample_rules,
                                        .public_sees_published = true};
    EXPECT_EQ(find_from("TLS", "ermera"), Titles{"Floods in Ermera"});
    EXPECT_EQ(find_from("TUN", "ermera"), Titles{});
    EXPECT_EQ(find_from("TUN", "ermera", with_parties), Titles{});
    auto const id = store().read([](Reader &reader) {
        return reader.one<Uuid>("SELECT id FROM record WHERE title = 'Floods in Ermera'");
    });
    ASSERT_TRUE(id.has_value());
    store().write(
        [&](Tx &tx) { set_parties(tx, *id, std::array{RecordParty{.country = country("TUN")}}); });
    EXPECT_EQ(find_from("TUN", "ermera", with_parties), Titles{"Floods in Ermera"});
    EXPECT_EQ(find_from("TUN", "ermera"), Titles{}) << "parties do not count here";

    // It moves, and whoever looks for it looks elsewhere.
    store().write([&](Tx &tx) { tx.run("UPDATE record SET country = 'IDN' WHERE id = ?", *id); });
    EXPECT_EQ(find_from("IDN", "ermera"), Titles{"Floods in Ermera"});
    EXPECT_EQ(find_from("TLS", "ermera"), Titles{});
    store().write(
        [&](Tx &tx) { tx.run("UPDATE record SET audience = 'public' WHERE id = ?", *id); });
    EXPECT_EQ(find_from("TLS", "ermera", open_to_all), Titles{"Floods in Ermera"});
}

TEST_P(EverywhereTest, finds_ones_own_however_many_others_have_the_word)
{
    for (int i = 0; i < 3; ++i) {
        add("Floods elsewhere", "", "TUN");
    }
    auto const who = someone(auth::Role::focal_point, country("TLS"));
    std::array<Noun const *, 1> const nouns{&samples};
    auto const within = search_within(nouns, &who);
    EXPECT_EQ(within.reach, std::vector<std::string>{"TLS"});
    store().read([&](Reader &reader) {
        auto const sought = sought_in(Language::en, "floods");
        constexpr int looked_at = 2;
        auto const found = search_candidates(reader.engine(), within,
                                             match_expression(reader.engine(), sought), looked_at);
        int count = 0;
        for ([[maybe_unused]] auto row : reader.query_with(found.with + found.rows, found.values)) {
            ++count;
        }
        EXPECT_EQ(count, 1);
    });
    auto const anywhere = someone(auth::Role::coordinator);
    EXPECT_TRUE(search_within(nouns, &anywhere).reach.empty());
}

TEST_P(EverywhereTest, puts_names_before_mentions)
{
    add("Radio", "Of radio and other things");
    add("Other things", "About community");
    EXPECT_EQ(find("radio"), (Titles{"Radio", "Floods in Ermera"}));
    EXPECT_EQ(find("community"), (Titles{"Community health", "Other things"}));
}

TEST_P(EverywhereTest, narrows_by_kind_country_and_day_and_counts_what_there_is)
{
    auto const all = ask({.words = "of"});
    EXPECT_EQ(all.count, 2) << "Notes of a meeting; programme of the district";
    EXPECT_EQ(all.kinds.size(), 1U);
    ASSERT_EQ(all.countries.size(), 1U);
    EXPECT_EQ(all.countries.front().first, country("TUN"));
    EXPECT_EQ(ask({.words = "of", .kind = {}, .country = country("TUN")}).count, 1);
    EXPECT_EQ(ask({.words = "of", .kind = "sample"}).count, 2);
    EXPECT_EQ(ask({.words = "of", .kind = "other"}).count, 0);
    auto const today = clock().today();
    EXPECT_EQ(ask({.words = "of", .kind = {}, .country = {}, .since = today}).count, 2);
    auto const tomorrow = today.plus_days(1);
    EXPECT_EQ(ask({.words = "of", .kind = {}, .country = {}, .since = tomorrow}).count, 0);
    auto const second = ask({.words = "of", .kind = {}, .country = {}, .since = {}, .first = 1});
    EXPECT_EQ(second.hits.size(), 1U);
    EXPECT_EQ(second.count, 2);
    EXPECT_TRUE(
        ask({.words = "of", .kind = {}, .country = {}, .since = {}, .first = 99}).hits.empty());
}

TEST_P(EverywhereTest, learns_the_words_of_what_is_new_and_only_once)
{
    EXPECT_FALSE(store().read([](Reader &reader) { return has_unlearned(reader); }));
    add("Aquaculture", "Shrimp");
    EXPECT_TRUE(store().read([](Reader &reader) { return has_unlearned(reader); }));
    EXPECT_EQ(find("aquacolture"), Titles{});
    learn();
    learn();
    EXPECT_FALSE(store().read([](Reader &reader) { return has_unlearned(reader); }));
    EXPECT_EQ(find("aquacolture"), Titles{"Aquaculture"});
}

TEST_P(EverywhereTest, takes_whatever_is_typed)
{
    for (auto const typed : {"\"", "'", "a OR b", "*", "malaria*", "(", "a:b", "\\", "NEAR(a b)",
                             "mal'aria & !x", "\xFF\xFE", "AND"}) {
        EXPECT_NO_THROW(static_cast<void>(ask({.words = typed}))) << typed;
    }
    EXPECT_EQ(find("malaria*"), Titles{"Malaria control"});
}

} // namespace
} // namespace selatan::records
