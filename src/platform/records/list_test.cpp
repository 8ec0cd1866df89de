#include "platform/records/list.hpp"

#include "platform/http/message.hpp"
#include "tests/support/sample_noun.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace selatan::records {
namespace {

using storage::Reader;
using storage::Tx;
using testing::Sample;
using testing::samples;

class Lists : public testing::SampleTest {
protected:
    ListPage ask(auth::Identity const &who, std::string const &parameters,
                 std::string_view verb = verbs::see)
    {
        auto const query = parse_list(http::Parameters::parse(parameters));
        return store().read([&](Reader &reader) {
            return list(reader, {.noun = samples, .identity = &who, .codes = lists, .verb = verb},
                        query);
        });
    }
    static std::string names(ListPage const &page)
    {
        auto const title =
            std::ranges::find(page.columns, "name", &Column::name) - page.columns.begin();
        std::string all;
        for (auto const &row : page.rows) {
            all += row.cells.at(static_cast<std::size_t>(title)).text;
        }
        return all;
    }
    /// Names of what the typed query finds, in their order; then the problems' codes.
    std::string find(std::string const &typed)
    {
        auto const page = ask(coordinator, "q=" + http::encode_component(typed));
        auto found = names(page);
        EXPECT_EQ(page.count, static_cast<std::int64_t>(page.rows.size())) << typed;
        for (auto const &problem : page.problems) {
            found += " " + problem.code;
        }
        return found;
    }
    void add_four()
    {
        Sample a = named("A");
        a.summary = "Farmers growing rice";
        a.places = 5;
        a.since = Date::parse("2026-03-15");
        a.country = country("TLS");
        a.languages = {"fr", "en"};
        a.days = {"monday"};
        a.names.set(Language::fr, "Riziculture");
        a.email = "100%_sure@mfa.example";
        auto const first = make(a, {.state = "open",
                                    .due_on = std::optional{Date::parse("2026-12-01")},
                                    .assignee = std::optional{std::optional{officer}}});
        Sample b = named("B");
        b.places = 50;
        b.since = Date::parse("2026-12-31");
        b.country = country("TUN");
        b.colour = testing::Colour::green;
        b.is_open = true;
        b.parent = Id<Sample>{first.id};
        b.notes = "confidential";
        make(b, {.audience = Audience::partner,
                 .state = "closed",
                 .due_on = std::optional{Date::parse("2026-11-30")}});
        clock().set(*Instant::parse("2026-12-11T08:00:00Z"));
        Sample c = named("C");
        c.languages = {"tet"};
        make(c);
        Sample d = named("D");
        d.since = Date::parse("2027-01-01");
        d.country = country("IDN");
        make(d);
    }
    auth::Identity const coordinator = someone(auth::Role::coordinator);
};
INSTANTIATE_ENGINES(Lists);

TEST_P(Lists, keep_what_meets_every_term)
{
    add_four();
    struct Case {
        std::string typed;
        std::string_view found;
    };
    for (auto const &[typed, found] : std::vector<Case>{
             {"", "ABCD"},
             {"state:open", "A"},
             {"state:open,closed", "AB"},
             {"-state:draft", "AB"},
             {"country:TLS", "A"},
             {"country:Tunisia", "B"},
             {"country:\"Timor-Leste\",IDN", "AD"},
             {"-country:TLS", "BCD"}, // C has none
             {"colour:green", "B"},
             {"-colour:green", "ACD"},
             {"is_open:yes", "B"},
             {"-is_open:yes", "ACD"},
             {"languages:en", "A"},
             {"languages:fr,tet", "AC"},
             {"-languages:fr", "BCD"},
             {"days:monday", "A"},
             {"places:5", "A"},
             {"places:>5", "B"},
             {"places:<50", "A"},
             {"-places:5", "BCD"},
             {"since:2026-03-15", "A"},
             {"since:2026-03", "A"},
             {"since:2026-12", "B"},
             {"since:2026", "AB"},
             {"since:>2026", "D"},
             {"since:<2026-12-31", "A"},
             {"-since:2026", "CD"},
             {"since:+20d", "B"},
             {"since:>+20d", "D"},
             {"due:<2026-12-01", "B"},
             {"due:2026-12-01", "A"},
             {"created:today", "CD"},
             {"created:20d", "AB"},
             {"changed:>20d", "CD"},
             {"clock:>10d", "AB"},
             {"clock:<10d", "CD"},
             {"-clock:>10d", "CD"},
             {"parent:SMP-2026-0001", "B"},
             {"parent:A", "B"},
             {"lead:@me", "A"},
             {"lead:officer@agency.example", "A"},
             {"-lead:@me", "BCD"},
             {"by:@me", "ABCD"},
             {"reference:0002", "B"},
             {"names:rizi", "A"},
             {"email:100%_sure", "A"},
             {"email:100__sure", ""}, // signs of LIKE are letters here
             {"email:%", "A"},
             {"since:2026 country:TUN", "B"},
             {"since:2026 -country:TUN", "A"},
             {"since:<9999-12-31", "ABD"},
             // Words, their stems, their beginnings, in any language's stems.
             {"rice", "A"},
             {"farmer", "A"},
             {"grow", "A"},
             {"ric", "A"},
             {"RICE farmers", "A"},
             {"rice state:open", "A"},
             {"rice state:closed", ""},
             {"confidential", "B"},
             {"SMP-2026-0002", "B"},
             {"nowhere", ""},
             {"...", "ABCD"},
             // What makes no sense is told, and the rest holds.
             {"unheard_of:x state:open", "A records.unknown_filter"},
             {"state:unheard_of country:TUN", "B records.unknown_value"},
             {"since:yesterday state:open", "A records.unknown_value"},
             {"since:>9999 state:open", "A records.unknown_value"},
             {"since:9999-12 state:open", "A records.unknown_value"},
             {"changed:0000 state:open", "A records.unknown_value"},
             {"created:99999999999d state:open", "A records.unknown_value"},
             {"places:many state:open", "A records.unknown_value"},
             {"places:99999999999999999999 state:open", "A records.unknown_value"},
             {"parent:nobody state:open", "A records.unknown_value"},
             {"lead:nobody@x.example state:open", "A records.unknown_value"},
             {"secret:x state:open", "A records.unknown_filter"}, // restricted
         }) {
        EXPECT_EQ(find(typed), found) << typed;
    }
}

TEST_P(Lists, show_and_find_for_partners_what_is_theirs)
{
    add_four();
    auto const focal_point = someone(auth::Role::focal_point, country("TUN"));
    auto const all = ask(focal_point, "");
    EXPECT_EQ(names(all), "B");
    for (auto const &column : all.columns) {
        EXPECT_LE(column.audience, Audience::partner) << column.name;
    }
    EXPECT_EQ(names(ask(focal_point, "q=confidential")), "") << "words in fields for officers";
    auto const asked = ask(focal_point, "q=notes:x&columns=name,notes,lead");
    ASSERT_EQ(asked.problems.size(), 3U);
    EXPECT_EQ(asked.problems[0].code, "records.unknown_column");
    EXPECT_EQ(asked.problems[2].code, "records.unknown_filter");
    EXPECT_EQ(names(ask(someone(auth::Role::focal_point, country("IDN")), "")), "");
}

TEST_P(Lists, of_what_is_published_are_read_by_everybody_in_any_order)
{
    make(named("Published"), {.audience = Audience::everyone});
    make(named("Kept"), {.audience = Audience::partner});
    auto noun = samples;
    noun.policy = &testing::open_sample_policy;
    for (std::string const sort :
         {"", "-created", "title", "-changed", "due", "lead", "unheard_of"}) {
        auto const query = parse_list(http::Parameters::parse("sort=" + sort));
        auto const page = store().read([&](Reader &reader) {
            return list(reader, {.noun = noun, .identity = nullptr, .codes = lists}, query);
        });
        ASSERT_EQ(page.rows.size(), 1U) << sort;
        EXPECT_EQ(page.rows.front().reference, "SMP-2026-0001");
        EXPECT_EQ(page.problems.empty(), sort.empty() || sort == "-created" || sort == "-changed")
            << sort;
    }
}

TEST_P(Lists, of_a_verb_hold_what_may_be_done_now)
{
    add_four();
    EXPECT_EQ(names(ask(coordinator, "", "open")), "CD");
    EXPECT_EQ(names(ask(coordinator, "", "close")), "A");
    EXPECT_EQ(names(ask(someone(auth::Role::desk_officer), "", "close")), "");
}

TEST_P(Lists, inside_a_record_hold_what_names_it)
{
    add_four();
    auto const first = ask(coordinator, "q=state:open").rows.front().id;
    auto const inside = store().read([&](Reader &reader) {
        return list(reader,
                    {.noun = samples,
                     .identity = &coordinator,
                     .codes = lists,
                     .within = {{"parent", first}}},
                    {});
    });
    EXPECT_EQ(names(inside), "B");
}

TEST_P(Lists, are_walked_forwards_and_backwards_meeting_every_row_once)
{
    // Equal titles, equal days, equal moments: the id decides.
    for (int i = 0; i < 11; ++i) {
        auto sample = named(i % 2 == 0 ? "Same" : "Other");
        sample.places = i + 1;
        make(sample, {.due_on = std::optional{Date::parse(i < 5 ? "2026-12-01" : "2026-12-02")}});
    }
    make(named("Without a day"));
    for (std::string const sort :
         {"title", "-title", "created", "-created", "changed", "-changed", "due", "-due"}) {
        std::vector<Uuid> forwards;
        std::vector<std::vector<Uuid>> pages;
        std::string url = "sort=" + sort + "&limit=3";
        std::string last;
        for (std::string cursor; pages.size() < 10;) {
            auto const page =
                ask(coordinator,
                    cursor.empty() ? url : url + "&after=" + http::encode_component(cursor));
            EXPECT_EQ(page.problems.size(), 0U);
            EXPECT_EQ(page.previous.empty(), pages.empty()) << sort;
            auto &ids = pages.emplace_back();
            for (auto const &row : page.rows) {
                ids.push_back(row.id);
                forwards.push_back(row.id);
            }
            if (page.next.empty()) {
                last = page.previous;
                break;
            }
            cursor = page.next;
        }
        std::size_t const all = sort.ends_with("due") ? 11 : 12;
        EXPECT_EQ(forwards.size(), all) << sort;
        EXPECT_EQ(std::set<Uuid>(forwards.begin(), forwards.end()).size(), all) << sort;
        // An export meets the same rows in the same order.
        std::vector<Uuid> exported;
        store().read([&](Reader &reader) {
            each_row(
                reader, {.noun = samples, .identity = &coordinator, .codes = lists},
                parse_list(http::Parameters::parse(url)), [](auto const & /*columns*/) {},
                [&](ListRow const &row) { exported.push_back(row.id); });
        });
        EXPECT_EQ(exported, forwards) << sort;
        // And back again, page by page.
        for (auto page = pages.size() - 1; page-- > 0;) {
            auto const before = ask(coordinator, url + "&before=" + http::encode_component(last));
            std::vector<Uuid> ids;
            for (auto const &row : before.rows) {
                ids.push_back(row.id);
            }
            EXPECT_EQ(ids, pages[page]) << sort << ' ' << page;
            EXPECT_FALSE(before.next.empty());
            EXPECT_EQ(before.previous.empty(), page == 0) << sort;
            last = before.previous;
        }
    }
    EXPECT_EQ(ask(coordinator, "sort=summary").problems.front().code, "records.not_sortable");
}

TEST_P(Lists, count_exactly_to_ten_thousand_and_beyond_when_asked)
{
    // Rows alone, without events and words: this is about counting.
    int const over = counted_exactly + 5;
    store().write([&](Tx &tx) {
        int i = 0;
        auto const record = [&](std::vector<storage::Value> &row) {
            if (i == over) {
                return false;
            }
            auto const now = storage::to_value(tx.now());
            row = {Uuid::make(i + 10, {}),
                   std::string{"sample"},
                   "X" + std::to_string(i),
                   std::string{"T"},
                   storage::Bytes{1},
                   std::string{"draft"},
                   now,
                   now,
                   now,
                   std::string{"partner"},
                   std::int64_t{1}};
            ++i;
            return true;
        };
        constexpr std::array<std::string_view, 11> columns{
            "id",         "kind",       "reference",   "title",    "title_sort", "state",
            "created_at", "changed_at", "state_since", "audience", "version"};
        tx.copy("record", columns, record);
        tx.run(
            "INSERT INTO sample (id, is_open, summary, email, website, colour, days, languages, "
            "names, notes,"
            " secret, verdict) SELECT id, 0, '', '', '', 'red', '', '', '', '', '', '' FROM record"
            " WHERE kind = 'sample'");
    });
    auto const some = ask(coordinator, "limit=1");
    EXPECT_EQ(some.count, counted_exactly + 1);
    EXPECT_FALSE(some.count_is_exact);
    auto const exact = ask(coordinator, "limit=1&count=exact");
    EXPECT_EQ(exact.count, over);
    EXPECT_TRUE(exact.count_is_exact);
}

TEST_P(Lists, take_hostile_parameters_for_texts)
{
    add_four();
    std::string_view const inputs[] = {"'; DROP TABLE record; --",
                                       "\" OR 1=1 --",
                                       "') OR ('1'='1",
                                       "%",
                                       "_",
                                       "\\",
                                       "!",
                                       "'",
                                       "\"",
                                       "?",
                                       "$1",
                                       "NULL",
                                       "1) UNION SELECT password FROM user_account --",
                                       "-",
                                       ":",
                                       "::",
                                       "a:",
                                       ":b",
                                       "-:",
                                       "state:",
                                       "state:\"",
                                       "state:\",\"",
                                       "f.",
                                       "~",
                                       "zz~",
                                       "00~nonsense",
                                       "9999999999999999999999",
                                       "AND OR NOT NEAR(",
                                       "rice*",
                                       "\"rice",
                                       "rice:*",
                                       "rice & !",
                                       "( | )",
                                       "<2026",
                                       ">"};
    auto const id = Uuid::make(1, {}).to_string();
    for (std::string_view const input : inputs) {
        for (std::string_view const name :
             {"q", "f.state", "f.name", "f.country", "f.since", "f.places", "f.parent", "f.lead",
              "sort", "columns", "column", "after", "before", "limit", "count"}) {
            for (auto const &text : {std::string{input}, std::string{input} + "~" + id}) {
                auto const parameters = std::string{name} + "=" + http::encode_component(text);
                EXPECT_NO_THROW({
                    auto const page = ask(coordinator, parameters);
                    EXPECT_LE(page.rows.size(), 4U);
                    static_cast<void>(ask(coordinator, parameters + "&sort=due"));
                    static_cast<void>(ask(coordinator, parameters + "&sort=-changed"));
                }) << parameters;
            }
        }
        EXPECT_NO_THROW(static_cast<void>(find("name:" + std::string{input}))) << input;
    }
    EXPECT_EQ(names(ask(coordinator, "")), "ABCD");
    EXPECT_NO_THROW(static_cast<void>(
        ask(coordinator, "q=a" + http::encode_component(std::string(3000, 'b')))));
    std::string letters;
    for (int i = 0; i < 1500; ++i) {
        letters += "é";
    }
    EXPECT_NO_THROW(static_cast<void>(ask(coordinator, "q=a" + http::encode_component(letters))))
        << "cut inside a letter";
}

TEST(ListQuery, reads_and_prints_what_people_type)
{
    auto const read = [](std::string const &typed) {
        return parse_list(http::Parameters::parse("q=" + http::encode_component(typed)))
            .to_string();
    };
    for (std::string const typed : {"state:open,closed", "-country:TLS rice", "due:<2026-12-01",
                                    "places:>5", "name:\"two words\"", "rice terraces"}) {
        EXPECT_EQ(read(typed), typed);
    }
    EXPECT_EQ(read("rice state:open fields"), "state:open rice fields");
    EXPECT_EQ(read("  rice   :x Name:y "), "rice :x Name:y");
}

TEST(ListQuery, takes_a_filter_forms_fields_for_terms)
{
    auto const query =
        parse_list(http::Parameters::parse("q=state:open&f.state=closed&f.state=open&f.country=TLS,"
                                           "TUN&f.places=>5&f.since=&f.Bad=x&limit=1000"));
    EXPECT_EQ(query.to_string(), "state:open,closed country:TLS,TUN places:>5");
    EXPECT_EQ(query.limit, 200);
    EXPECT_EQ(parse_list(http::Parameters::parse("f.a=b&f.a=c,d")).to_string(), "a:b,c,d");
    EXPECT_EQ(parse_list(http::Parameters::parse("limit=-3")).limit, 1);
    EXPECT_EQ(parse_list(http::Parameters::parse("limit=x")).limit, 50);
    EXPECT_EQ(parse_list(http::Parameters::parse("column=a&columns=b,c")).columns,
              (std::vector<std::string>{"a", "b", "c"}));
}

} // namespace
} // namespace selatan::records
