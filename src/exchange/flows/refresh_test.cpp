// Figures that follow what changed are those that are made of everything.
#include "exchange/flows/refresh.hpp"

#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/flows/finding.hpp"
#include "exchange/flows/flows.hpp"
#include "exchange/flows/totals.hpp"
#include "exchange/reported/batch.hpp"
#include "platform/auth/identity.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/flows.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>

namespace selatan::reported_flows {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(storage::Reader &reader, std::string_view sql)
{
    Lines lines;
    for (auto row : reader.query(sql)) {
        auto const &cells = row.cells();
        std::string line;
        for (int i = 0; i < row.get<std::int64_t>(0); ++i) {
            line += cells.is_null(i + 1) ? "-" : std::string{cells.text(i + 1)};
            line += ' ';
        }
        lines.push_back(std::move(line));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// All that figures say, without the numbers that rows happen to have.
std::map<std::string, Lines> everything(storage::Reader &reader)
{
    auto const text = [](std::string const &column) {
        return "CAST(" + column + " AS TEXT)";
    };
    auto const select = [&](std::vector<std::string> const &columns, std::string const &rest) {
        auto sql = "SELECT " + std::to_string(columns.size());
        for (auto const &column : columns) {
            sql += ", " + text(column);
        }
        return sql + " FROM " + rest;
    };
    auto const key = [](std::string const &owner) {
        return "(SELECT k.code FROM flow_key k WHERE k.id = t." + owner + ")";
    };
    std::map<std::string, Lines> all;
    all["keys"] =
        lines_of(reader, select({"dimension", "code", "name", "country", "side"}, "flow_key"));
    all["transactions"] =
        lines_of(reader, select({"t.identifier", "t.activity",     "t.number",      "t.measure",
                                 "t.year",       "t.is_south",     "t.usd",         "r.currency",
                                 "r.rated_on",   "r.rate",         "t.left_out",    "t.reason",
                                 "t.instead",    key("publisher"), key("provider"), key("receiver"),
                                 key("in_kind"), key("country"),   key("sector"),   key("goal"),
                                 "t.currency",   "t.amount",       "t.budget",      "t.days"},
                                "flow_transaction t LEFT JOIN flow_rate r ON r.id = t.rate"));
    all["parts"] =
        lines_of(reader, select({"t.identifier", "t.activity", "t.number", key("key"), "t.counted",
                                 "t.left_out", "t.measure", "t.year", "t.is_south", "t.is_even"},
                                "flow_part t"));
    all["totals"] =
        lines_of(reader, select({"t.dimension", "t.measure", "t.only_south", "t.year", key("key"),
                                 "t.counted", "t.left_out", "t.transactions"},
                                "flow_total t"));
    all["unrated"] = lines_of(
        reader, select({"currency", "measure", "year", "amount", "transactions"}, "flow_unrated"));
    all["findings"] =
        lines_of(reader, select({"activity", "publisher", "identifier", "level"}, "flow_finding"));
    all["parties"] =
        lines_of(reader, select({"activity", "number", "role", "country", "name"}, "flow_party"));
    all["chains"] = lines_of(reader, select({"identifier", "chain"}, "flow_chain"));
    all["cooperations"] = lines_of(
        reader, select({"id", "standing", "supported", "received", "spent", "committed", "in_kind"},
                       "flow_cooperation"));
    all["accounts"] = lines_of(
        reader, select({"activity", "identifier", "cooperation", "place"}, "flow_account"));
    all["countries of cooperations"] =
        lines_of(reader, select({"country", "cooperation", "provides", "receives"},
                                "flow_cooperation_country"));
    all["years of cooperations"] =
        lines_of(reader, select({"year", "cooperation", "spent", "committed", "in_kind"},
                                "flow_cooperation_year"));
    all["what countries provide"] =
        lines_of(reader, select({"provider", "recipient", "cooperations", "supported", "spent",
                                 "committed", "in_kind"},
                                "flow_southern"));
    all["state"] = lines_of(reader, select({"activities", "transactions"}, "flow_state"));
    return all;
}

class Refresh : public FiguresTest {
protected:
    void import(std::string const &activities, std::string const &name = "file.xml")
    {
        m_imports.push_back(FiguresTest::import(activities, name));
    }

    void undo_last()
    {
        if (m_imports.empty()) {
            return;
        }
        auto const by = auth::program_identity("test");
        auto const undone = store().write([&](storage::Tx &tx) -> Result<records::Saved> {
            auto const head =
                records::find(tx, reported::batches, &by, m_imports.back(), reported::verbs::undo);
            if (!head) {
                return refuse(head.error());
            }
            return reported::undo(tx, by, *head, head->version, "a test");
        });
        EXPECT_TRUE(undone.has_value()) << undone.error().problems.front().code;
        m_imports.pop_back();
    }

    /// An officer says something of what was found the last time; what no longer stands is refused.
    void judge(std::size_t one, Verdict verdict)
    {
        store().write([&](storage::Tx &tx) {
            auto const found = findings(tx, {.which = Which::open});
            if (!found.empty()) {
                static_cast<void>(say(tx, {.user = Uuid{}, .post = {}, .via = "test"},
                                      found[one % found.size()].id, verdict, "A test"));
            }
        });
    }

    void expect_same_as_everything(std::string const &when)
    {
        refresh(store());
        auto const followed = store().read(everything);
        EXPECT_EQ(store().read([](storage::Reader &reader) { return check(reader); }), Lines{})
            << when;
        refresh(store(), Extent::everything);
        auto const anew = store().read(everything);
        for (auto const &[what, lines] : anew) {
            EXPECT_EQ(followed.at(what), lines) << what << ", " << when;
        }
    }

    std::int64_t counted_anew() { return refresh(store()).identifiers; }

private:
    std::vector<std::string> m_imports;
};
INSTANTIATE_ENGINES(Refresh);

class History {
public:
    explicit History(unsigned seed) : m_random{seed} {}

    std::size_t upto(std::size_t most)
    {
        return std::uniform_int_distribution<std::size_t>{0, most}(m_random);
    }
    bool perhaps(std::size_t one_in) { return upto(one_in - 1) == 0; }
    template <std::size_t N>
    std::string one_of(std::array<char const *, N> const &list)
    {
        return list[upto(N - 1)];
    }

    /// A file of a publisher: some of its activities, each told anew.
    std::string file(std::string const &publisher)
    {
        std::string all;
        for (std::size_t i = 0; i < 6; ++i) {
            if (perhaps(3)) {
                continue;
            }
            // Sometimes of another's: then two tell of it.
            auto const of = perhaps(5) ? "P" + std::to_string(upto(3)) : publisher;
            all += iati_activity(of + "-" + std::to_string(i), title(), inside(), publisher);
        }
        return all;
    }

private:
    std::string title()
    {
        return perhaps(4) ? "South-South cooperation on rice " + std::to_string(upto(2))
                          : "Wells " + std::to_string(upto(3));
    }

    std::string other() { return "P" + std::to_string(upto(3)) + "-" + std::to_string(upto(5)); }

    std::string inside()
    {
        std::string all;
        if (perhaps(4)) {
            all += R"(<participating-org role="1" type="10" ref="BR-ABC"><narrative>)" +
                   one_of(std::array{"Agency", "Brazilian agency"}) +
                   "</narrative></participating-org>";
        }
        if (perhaps(2)) {
            all += R"(<recipient-country code="KE" percentage="33.3"/>
                      <recipient-country code="UG" percentage="60"/>)";
        } else if (perhaps(2)) {
            all += R"(<recipient-country code="MZ"/>)";
        }
        if (perhaps(2)) {
            all += R"(<sector vocabulary="1" code="14030" percentage="50"/>
                      <sector vocabulary="1" code="14081" percentage="50"/>)";
        }
        if (perhaps(3)) {
            all += R"(<related-activity type=")" + one_of(std::array{"1", "2"}) + R"(" ref=")" +
                   other() + R"("/>)";
        }
        for (auto i = upto(3); i > 0; --i) {
            all += payment();
        }
        for (auto i = upto(2); i > 0; --i) {
            all += iati_budget({.starts = one_of(std::array{"2019-01-01", "2019-07-01"}),
                                .ends = one_of(std::array{"2019-12-31", "2020-06-30"}),
                                .amount = one_of(std::array{"100", "60", "-20", "7.31"}),
                                .is_revised = perhaps(3),
                                .currency = one_of(std::array{"USD", "USD", "EUR", "XTS"})});
        }
        return all;
    }

    std::string payment()
    {
        std::string inside;
        auto const type = one_of(std::array{"1", "2", "3", "3", "4"});
        if (perhaps(2)) {
            auto const *const side = type == "1" ? "provider" : "receiver";
            inside += "<" + std::string{side} + "-org ref=\"" + one_of(std::array{"QQ-1", "qq-1"}) +
                      "\" " + side + "-activity-id=\"" + other() + "\"><narrative>" +
                      one_of(std::array{"Someone", "Some One"}) + "</narrative></" + side + "-org>";
        }
        if (perhaps(4)) {
            inside += R"(<recipient-country code="TZ"/>)";
        }
        return iati_payment({.type = type,
                             .day = one_of(std::array{"2019-05-02", "2019-06-10", "2020-01-01"}),
                             .amount = one_of(std::array{"100", "60", "-20", "0", "7.31"}),
                             .currency = one_of(std::array{"USD", "USD", "EUR", "XTS"}),
                             .inside = inside});
    }

    std::mt19937 m_random;
};

TEST_P(Refresh, figures_that_follow_any_history_are_those_made_of_everything)
{
    constexpr unsigned histories = 4;
    constexpr std::size_t steps = 7;
    for (unsigned seed = 1; seed <= histories; ++seed) {
        History history{seed};
        for (std::size_t step = 0; step < steps; ++step) {
            // A step is one to three things that happen before the figures are asked for.
            for (auto things = history.upto(2) + 1; things > 0; --things) {
                auto const publisher = "P" + std::to_string(history.upto(3));
                if (history.perhaps(4)) {
                    undo_last();
                } else if (history.perhaps(4)) {
                    judge(history.upto(9),
                          history.perhaps(2) ? Verdict::neither : Verdict::triangular);
                } else {
                    import(history.file(publisher), publisher + ".xml");
                }
            }
            expect_same_as_everything("history " + std::to_string(seed) + ", step " +
                                      std::to_string(step));
        }
    }
}

TEST_P(Refresh, only_the_chains_of_what_changed_are_counted_anew)
{
    std::string many;
    for (int i = 0; i < 50; ++i) {
        many += iati_activity("XX-1-" + std::to_string(i), "Wells", iati_payment({}));
    }
    auto const funder = iati_activity(
        "YY-1", "Funding",
        iati_payment({.inside = R"(<receiver-org receiver-activity-id="XX-1-7"/>)"}), "YY");
    import(many);
    import(funder, "funder.xml");
    EXPECT_EQ(counted_anew(), 51);
    EXPECT_EQ(counted_anew(), 0);
    import(many + iati_activity("XX-1-new", "Wells", iati_payment({})));
    EXPECT_EQ(counted_anew(), 1);
    import(iati_activity("YY-1", "Funding, differently", "", "YY"), "funder.xml");
    EXPECT_EQ(counted_anew(), 2) << "the one that was paid, too";
    import(iati_activity("YY-1", "Funding, again differently", "", "YY"), "funder.xml");
    EXPECT_EQ(counted_anew(), 1) << "they are one chain no more";
}

TEST_P(Refresh, a_new_rate_changes_what_it_is_for)
{
    import(iati_activity("XX-1-A", "Wells",
                         iati_payment({.day = "2019-05-20", .amount = "1000", .currency = "EUR"})) +
           iati_activity("XX-1-B", "Roads",
                         iati_payment({.day = "2019-05-31", .amount = "1000", .currency = "XTS"})) +
           iati_activity("XX-1-C", "Bridges", iati_payment({.amount = "5"})) +
           iati_activity("XX-1-D", "Tunnels",
                         iati_budget({.currency = "EUR", .valued_on = "2019-05-20"})));
    EXPECT_EQ(counted_anew(), 4);
    store().write([](storage::Tx &tx) {
        // A process shares the newest lists, also with the databases of other tests: so on until
        // they are this one's.
        auto const before = reference::lists(tx)->revision();
        for (int i = 1; reference::lists(tx)->revision() == before; ++i) {
            auto const added = reference::add_version(
                tx, {},
                {.head =
                     {.list = reference::List::exchange_rate,
                      .version = "test " + std::to_string(i),
                      .published_on = *Date::parse("2026-11-22"),
                      .source = "a test",
                      .licence = "none",
                      .attribution = "a test",
                      .based_on =
                          reference::versions(tx, reference::List::exchange_rate).front().version},
                 .items = {},
                 .names = {},
                 .memberships = {},
                 .rates = {{.currency = *Currency::parse("EUR"),
                            .on = *Date::parse("2019-05-20"),
                            .rate = std::to_string(i + 3),
                            .source = "a test"}}});
            ASSERT_TRUE(added.has_value()) << added.error().problems.front().code;
        }
    });
    EXPECT_EQ(counted_anew(), 2);
    expect_same_as_everything("after a new rate");
}

TEST_P(Refresh, when_other_countries_are_of_the_south_the_last_figures_stay_until_each_is_new)
{
    std::string many;
    for (int i = 0; i < 2500; ++i) {
        many += iati_activity("XX-1-" + std::to_string(i), "Wells", iati_payment({}));
    }
    import(many);
    refresh(store());
    auto const before = store().read([](storage::Reader &reader) { return overview(reader); });
    store().write([](storage::Tx &tx) { tx.run("UPDATE flow_state SET sides = sides + 1"); });
    int asked = 0;
    auto const part = refresh(store(), Extent::what_changed, [&] { return ++asked > 2; });
    EXPECT_GT(part.identifiers, 0);
    EXPECT_LT(part.identifiers, 2500);
    store().read([&](storage::Reader &reader) {
        auto const now = overview(reader);
        EXPECT_TRUE(now.is_whole);
        EXPECT_EQ(now.made_at, before.made_at);
        ASSERT_EQ(totals_by_year(reader, {}).size(), 1U);
        EXPECT_EQ(totals_by_year(reader, {}).front().transactions, 2500);
    });
    expect_same_as_everything("after other sides");
}

TEST_P(Refresh, what_was_found_is_found_anew_when_the_program_judges_otherwise)
{
    import(iati_activity("XX-1-S", "South-South cooperation on rice", iati_payment({})) +
           iati_activity("XX-1-W", "Wells", iati_payment({})));
    refresh(store());
    auto const levels = [&] {
        return store().read([](storage::Reader &reader) {
            std::vector<std::string> all;
            for (auto row : reader.query("SELECT level FROM flow_finding ORDER BY identifier")) {
                all.push_back(row.next<std::string>());
            }
            return all;
        });
    };
    std::vector<std::string> const right{"south_south", "no"};
    ASSERT_EQ(levels(), right);
    auto const judge_otherwise = [&](std::string const &also) {
        store().write([&](storage::Tx &tx) {
            tx.run("UPDATE flow_finding SET level = 'perhaps'");
            tx.run("UPDATE flow_state SET sides = sides" + also);
        });
    };
    judge_otherwise("");
    refresh(store());
    EXPECT_NE(levels(), right) << "nothing is to be done";
    judge_otherwise(" + 1");
    refresh(store());
    EXPECT_EQ(levels(), right);
    judge_otherwise("");
    refresh(store(), Extent::everything);
    EXPECT_EQ(levels(), right);
    expect_same_as_everything("after other judgements");
}

TEST_P(Refresh, the_first_figures_are_shown_as_they_grow)
{
    std::string many;
    for (int i = 0; i < 2500; ++i) {
        many += iati_activity("XX-1-" + std::to_string(i), "Wells", iati_payment({}));
    }
    import(many);
    int asked = 0;
    auto const part = refresh(store(), Extent::what_changed, [&] { return ++asked > 2; });
    store().read([&](storage::Reader &reader) {
        auto const now = overview(reader);
        EXPECT_FALSE(now.is_whole);
        EXPECT_EQ(now.waiting, 2500 - part.identifiers);
        ASSERT_EQ(totals_by_year(reader, {}).size(), 1U);
        EXPECT_EQ(totals_by_year(reader, {}).front().transactions, part.identifiers);
    });
    refresh(store());
    EXPECT_TRUE(store().read([](storage::Reader &reader) { return overview(reader); }).is_whole);
}

TEST_P(Refresh, what_was_interrupted_goes_on)
{
    std::string many;
    for (int i = 0; i < 2500; ++i) {
        many += iati_activity("XX-1-" + std::to_string(i), "Wells", iati_payment({}));
    }
    import(many);
    int asked = 0;
    auto const first = refresh(store(), Extent::what_changed, [&] { return ++asked > 2; });
    EXPECT_GT(first.identifiers, 0);
    EXPECT_LT(first.identifiers, 2500);
    EXPECT_EQ(first.identifiers + counted_anew(), 2500);
    expect_same_as_everything("after an interruption");
}

} // namespace
} // namespace selatan::reported_flows
