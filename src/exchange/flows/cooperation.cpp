#include "exchange/flows/cooperation.hpp"

#include "exchange/flows/groups.hpp"

#include <algorithm>
#include <optional>

namespace selatan::reported_flows {

namespace {

/// Accounts join only those of which the same is thought.
enum class Sort : std::uint8_t { counts, perhaps, refused };

Sort sort_of(Standing standing)
{
    return standing == Standing::perhaps   ? Sort::perhaps
           : standing == Standing::refused ? Sort::refused
                                           : Sort::counts;
}

class Gatherer {
public:
    Gatherer(std::map<std::int64_t, FoundAccount> const &found, Told const &told)
        : m_found{found}, m_told{told}
    {
    }

    std::vector<Cooperation> gather()
    {
        take_accounts();
        join_those_that_pay();
        std::map<std::int64_t, std::vector<ToldActivity const *>> groups;
        for (auto const &one : m_told.activities) {
            if (m_sorts.contains(one.id)) {
                groups[m_groups.root(one.id)].push_back(&one);
            }
        }
        std::vector<Cooperation> all;
        all.reserve(groups.size());
        for (auto &[root, accounts] : groups) {
            std::sort(accounts.begin(), accounts.end(), [](auto const *a, auto const *b) {
                return std::pair{!a->is_own, -a->id} < std::pair{!b->is_own, -b->id};
            });
            all.push_back(cooperation(accounts));
        }
        std::sort(all.begin(), all.end(),
                  [](Cooperation const &a, Cooperation const &b) { return a.id() < b.id(); });
        return all;
    }

private:
    /// Those found, those that tell the same activity, and who is whose parent.
    void take_accounts()
    {
        for (auto const &one : m_told.activities) {
            if (auto const found = m_found.find(one.id); found != m_found.end()) {
                take(one, sort_of(found->second.standing));
            }
        }
        for (auto const &one : m_told.activities) {
            if (!m_found.contains(one.id)) {
                for (auto const sort : {Sort::counts, Sort::perhaps, Sort::refused}) {
                    if (m_first.contains({sort, one.identifier})) {
                        take(one, sort);
                        break;
                    }
                }
            }
        }
        for (auto const &one : m_told.activities) {
            if (one.parent) {
                join(one.id, *one.parent);
            }
        }
    }

    void take(ToldActivity const &one, Sort sort)
    {
        m_sorts[one.id] = sort;
        auto const [first, is_new] = m_first.try_emplace({sort, one.identifier}, one.id);
        if (!is_new) {
            m_groups.join(first->second, one.id);
        }
    }

    void join_those_that_pay()
    {
        for (auto const &one : m_told.transactions) {
            auto const &other = one.type == "1" ? one.provider_activity : one.receiver_activity;
            if (other) {
                join(one.activity, *other);
            }
        }
    }

    void join(std::int64_t activity, std::int64_t identifier)
    {
        auto const sort = m_sorts.find(activity);
        if (sort == m_sorts.end()) {
            return;
        }
        if (auto const other = m_first.find({sort->second, identifier}); other != m_first.end()) {
            m_groups.join(activity, other->second);
        }
    }

    Cooperation cooperation(std::vector<ToldActivity const *> const &accounts) const
    {
        Cooperation one;
        std::optional<Standing> standing;
        for (auto const *account : accounts) {
            one.accounts.push_back(account->id);
            auto const found = m_found.find(account->id);
            if (found == m_found.end()) {
                continue;
            }
            // One officer's word on one of them is a word on all.
            standing =
                standing == Standing::confirmed ? Standing::confirmed : found->second.standing;
            one.is_supported = one.is_supported || found->second.is_supported;
            for (auto const &[country, part] : found->second.countries) {
                auto &of = one.countries[country];
                of.provides = of.provides || part.provides;
                of.receives = of.receives || part.receives;
            }
        }
        one.standing = standing.value_or(Standing::open);
        return one;
    }

    std::map<std::int64_t, FoundAccount> const &m_found;
    Told const &m_told;
    std::map<std::int64_t, Sort> m_sorts;                          ///< by activity
    std::map<std::pair<Sort, std::int64_t>, std::int64_t> m_first; ///< by identifier
    Groups m_groups;                                               ///< of activities
};

void add(CooperationMoney &money, Figured const &figured)
{
    auto const counted = figured.usd.value_or(0) - figured.left_out;
    money.spent += figured.money == Money::spent ? counted : 0;
    money.committed += figured.money == Money::committed ? counted : 0;
    money.in_kind += figured.owner(Owner::in_kind) != nowhere && counted != 0 ? 1 : 0;
}

} // namespace

std::int64_t Cooperation::id() const
{
    return accounts.empty() ? 0 : *std::max_element(accounts.begin(), accounts.end());
}

bool Cooperation::is_received() const
{
    return std::any_of(countries.begin(), countries.end(),
                       [](auto const &one) { return one.second.receives; });
}

std::vector<Cooperation> cooperations_of(std::map<std::int64_t, FoundAccount> const &found,
                                         Told const &told, Figures const &figures)
{
    if (found.empty()) {
        return {};
    }
    auto all = Gatherer{found, told}.gather();
    std::map<std::int64_t, Cooperation *> by_account;
    for (auto &one : all) {
        for (auto const account : one.accounts) {
            by_account[account] = &one;
        }
    }
    for (auto const &figured : figures.transactions) {
        auto const of = by_account.find(figured.activity);
        if (of == by_account.end() || figured.money == Money::budget) {
            continue;
        }
        auto &year = of->second->years[figured.year];
        if (figured.usd) { // without a rate it is in no sum
            add(year, figured);
            add(of->second->money, figured);
        }
    }
    return all;
}

} // namespace selatan::reported_flows
