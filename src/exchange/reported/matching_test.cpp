#include "exchange/reported/matching_store.hpp"

#include "exchange/reported/facets.hpp"
#include "tests/support/engines.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace selatan::reported {
namespace {

/// More blocks than are looked at in one round, some without one facet or the other.
class Matching : public selatan::testing::EngineTest {
protected:
    static constexpr std::int64_t blocks = 400;

    void SetUp() override
    {
        EngineTest::SetUp();
        std::vector<std::string> names{"country:TL", "year:2026"};
        auto const words = sought_words("health");
        for (auto const &form : words.front()) {
            names.push_back("word:" + form);
        }
        std::mt19937 random{1}; // NOLINT(cert-msc51-cpp): the same each time
        store().write([&](storage::Tx &tx) {
            std::int64_t facet = 0;
            for (auto const &name : names) {
                tx.run("INSERT INTO iati_facet_name (id, name) VALUES (?, ?)", ++facet, name);
                for (std::int64_t block = 0; block < blocks; ++block) {
                    if (random() % 3 == 0) {
                        continue;
                    }
                    std::string members;
                    for (int i = 0; i < 5; ++i) {
                        auto const member = static_cast<std::int64_t>(random() % 40);
                        static constexpr std::string_view digits = "0123456789abcdef";
                        members += digits[static_cast<std::size_t>(member / 16)];
                        members += digits[static_cast<std::size_t>(member % 16)];
                        m_having[name.substr(0, 4)].insert(block * block_size + member);
                    }
                    tx.run("INSERT INTO iati_facet_block (facet, block, members)"
                           " VALUES (?, ?, ?)",
                           facet, block, members);
                }
            }
        });
    }

    /// What passes, the newest first, told from what was put in.
    std::vector<std::int64_t> expected(std::vector<std::string> const &kinds,
                                       std::optional<std::int64_t> before)
    {
        std::vector<std::int64_t> all;
        for (auto const id : m_having[kinds.front()]) {
            bool const has_all = std::ranges::all_of(
                kinds, [&](std::string const &kind) { return m_having[kind].contains(id); });
            if (has_all && (!before || id < *before)) {
                all.insert(all.begin(), id);
            }
        }
        return all;
    }

    std::map<std::string, std::set<std::int64_t>> m_having; ///< by a kind's first letters
};
INSTANTIATE_ENGINES(Matching);

TEST_P(Matching, is_the_same_however_many_rounds_it_takes)
{
    struct Case {
        Wanted wanted;
        std::vector<std::string> kinds;
    };
    std::vector<Case> const cases{
        {{.facets = {"country:TL"}}, {"coun"}},
        {{.facets = {"country:TL", "year:2026"}}, {"coun", "year"}},
        {{.words = "health"}, {"word"}},
        {{.facets = {"country:TL"}, .words = "health"}, {"coun", "word"}}};
    for (auto const &one : cases) {
        for (auto const before :
             {std::optional<std::int64_t>{}, std::optional{200 * block_size + 7},
              std::optional{3 * block_size}}) {
            auto wanted = one.wanted;
            wanted.before = before;
            auto const all = expected(one.kinds, before);
            for (auto const enough : {std::size_t{1}, std::size_t{30}, std::size_t{100'000}}) {
                auto const found = store().read(
                    [&](storage::Reader &reader) { return passing(reader, wanted, enough); });
                EXPECT_GE(size_of(found), std::min(enough, all.size()));
                auto const most = std::min(enough, all.size());
                EXPECT_EQ(newest(found, most),
                          (std::vector<std::int64_t>{
                              all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most)}));
            }
            auto const whole = store().read(
                [&](storage::Reader &reader) { return passing(reader, wanted, 100'000); });
            EXPECT_EQ(size_of(whole), all.size());
        }
    }
}

} // namespace
} // namespace selatan::reported
