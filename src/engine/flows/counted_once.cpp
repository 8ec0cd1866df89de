#include "engine/flows/counted_once.hpp"

#include "base/coded.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace selatan::flows {

namespace {

constexpr std::array<std::string_view, 4> reason_codes{"told_twice", "in_parts", "passed_on",
                                                       "revised"};

/// How far two reports of one payment may lie apart.
constexpr std::int32_t days_apart_most = 45;
/// Totals of a year count as the same money when they differ by less than a thousandth.
constexpr std::int64_t same_total_part = 1000;

std::int32_t year_of(std::int32_t day)
{
    std::chrono::year_month_day const date{std::chrono::sys_days{std::chrono::days{day}}};
    return static_cast<int>(date.year());
}

class Work {
public:
    Work(std::span<ToldActivity const> activities, std::span<ToldTransaction const> transactions)
        : m_activities{activities}, m_transactions{transactions},
          m_left_out(transactions.size(), LeftOut{.amount = 0}),
          m_first_of(activities.size() + 1, 0), m_order(transactions.size())
    {
        for (auto const &one : transactions) {
            ++m_first_of[one.activity + 1];
        }
        std::partial_sum(m_first_of.begin(), m_first_of.end(), m_first_of.begin());
        std::iota(m_order.begin(), m_order.end(), TransactionIndex{0});
        std::stable_sort(m_order.begin(), m_order.end(),
                         [&](TransactionIndex a, TransactionIndex b) {
                             return transactions[a].activity < transactions[b].activity;
                         });
    }

    Counted run()
    {
        choose_tellers();
        leave_out_repeated();
        leave_out_parents();
        leave_out_passed_on();
        Counted counted;
        for (TransactionIndex i = 0; i < m_left_out.size(); ++i) {
            if (m_left_out[i].amount != 0) {
                m_left_out[i].transaction = i;
                counted.left_out.push_back(m_left_out[i]);
            }
        }
        std::sort(m_in_circle.begin(), m_in_circle.end());
        counted.in_circle = std::move(m_in_circle);
        return counted;
    }

private:
    std::span<TransactionIndex const> of(ActivityIndex activity) const
    {
        return std::span{m_order}.subspan(m_first_of[activity],
                                          m_first_of[activity + 1] - m_first_of[activity]);
    }

    void leave_out(TransactionIndex transaction, Reason reason, ActivityIndex instead,
                   std::int64_t amount)
    {
        m_left_out[transaction] = {
            .transaction = transaction, .reason = reason, .instead = instead, .amount = amount};
    }

    bool is_left_out(TransactionIndex transaction) const
    {
        return m_left_out[transaction].amount != 0;
    }

    /// Of several who tell of one activity, whose word counts: its own publisher's, then who does
    /// not report for others, then who tells more, then the first.
    void choose_tellers()
    {
        for (ActivityIndex i = 0; i < m_activities.size(); ++i) {
            auto const [place, is_new] = m_teller.try_emplace(m_activities[i].identity, i);
            if (!is_new && rank(i) > rank(place->second)) {
                place->second = i;
            }
        }
    }

    std::tuple<bool, bool, std::size_t> rank(ActivityIndex activity) const
    {
        return {m_activities[activity].is_own, !m_activities[activity].is_secondary,
                of(activity).size()};
    }

    /// Nothing when nobody in the set tells of it.
    std::optional<ActivityIndex> teller(std::uint32_t identity) const
    {
        auto const found = identity == none ? m_teller.end() : m_teller.find(identity);
        return found == m_teller.end() ? std::nullopt : std::optional{found->second};
    }

    bool is_teller(ActivityIndex activity) const
    {
        return m_teller.at(m_activities[activity].identity) == activity;
    }

    void leave_out_repeated()
    {
        for (ActivityIndex i = 0; i < m_activities.size(); ++i) {
            if (is_teller(i)) {
                continue;
            }
            auto const instead = m_teller.at(m_activities[i].identity);
            // Who counts instead has to say something of the kind, or it would be lost.
            std::array<bool, measures> is_told{};
            for (auto const other : of(instead)) {
                is_told[static_cast<std::size_t>(m_transactions[other].measure)] = true;
            }
            for (auto const transaction : of(i)) {
                if (is_told[static_cast<std::size_t>(m_transactions[transaction].measure)]) {
                    leave_out(transaction, Reason::told_twice, instead,
                              m_transactions[transaction].amount);
                }
            }
        }
    }

    using YearKey = std::tuple<Measure, std::uint16_t, std::int32_t>; // measure, unit, year

    /// By the parents that are told of by the same publisher; those in a circle have none.
    std::vector<ActivityIndex> parents() const
    {
        std::vector<ActivityIndex> all(m_activities.size(), none);
        for (ActivityIndex i = 0; i < m_activities.size(); ++i) {
            auto const parent = teller(m_activities[i].parent);
            if (is_teller(i) && parent && *parent != i &&
                m_activities[*parent].publisher == m_activities[i].publisher) {
                all[i] = *parent;
            }
        }
        std::vector<ActivityIndex> walk_of(all.size(), none);
        for (ActivityIndex start = 0; start < all.size(); ++start) {
            auto at = start;
            while (at != none && walk_of[at] == none) {
                walk_of[at] = start;
                at = all[at];
            }
            if (at != none && walk_of[at] == start) {
                all[at] = none; // one link less, and it is a circle no more
            }
        }
        return all;
    }

    void leave_out_parents()
    {
        auto const parent_of = parents();
        for (ActivityIndex i = 0; i < parent_of.size(); ++i) {
            if (parent_of[i] != none) {
                m_parts[parent_of[i]].push_back(i);
            }
        }
        for (ActivityIndex parent = 0; parent < m_activities.size(); ++parent) {
            if (auto const found = m_parts.find(parent); found != m_parts.end()) {
                leave_out_of(parent, found->second);
            }
        }
    }

    /// The same payment told by a part, one for one; then whole years whose sums agree.
    void leave_out_of(ActivityIndex parent, std::vector<ActivityIndex> const &parts)
    {
        using Payment = std::tuple<Measure, std::uint16_t, std::int32_t, std::int64_t>;
        std::map<Payment, std::vector<ActivityIndex>> told;
        std::map<YearKey, std::int64_t> of_parts;
        for (auto const part : parts) {
            for (auto const i : of(part)) {
                auto const &one = m_transactions[i];
                // What a part's own parts repeat is still what the part says.
                if (one.amount != 0) {
                    told[{one.measure, one.unit, one.day, one.amount}].push_back(part);
                    of_parts[{one.measure, one.unit, year_of(one.day)}] += one.amount;
                }
            }
        }
        std::map<YearKey, std::int64_t> of_parent;
        for (auto const i : of(parent)) {
            auto const &one = m_transactions[i];
            if (!is_left_out(i)) {
                of_parent[{one.measure, one.unit, year_of(one.day)}] += one.amount;
            }
        }
        for (auto const i : of(parent)) {
            auto const &one = m_transactions[i];
            if (is_left_out(i) || one.amount == 0) {
                continue;
            }
            YearKey const year{one.measure, one.unit, year_of(one.day)};
            auto const sum = of_parts.find(year);
            if (sum != of_parts.end() && is_same(of_parent.at(year), sum->second)) {
                leave_out(i, Reason::in_parts, parts.front(), one.amount);
                continue;
            }
            auto const same = told.find({one.measure, one.unit, one.day, one.amount});
            if (same != told.end() && !same->second.empty()) {
                leave_out(i, Reason::in_parts, same->second.back(), one.amount);
                same->second.pop_back();
            }
        }
    }

    static bool is_same(std::int64_t a, std::int64_t b)
    {
        auto const difference = a > b ? a - b : b - a;
        auto const size = a < 0 ? -a : a;
        return difference <= size / same_total_part;
    }

    struct Link {
        TransactionIndex transaction = 0; ///< of who gave
        ActivityIndex to = 0;
    };

    /// Who gave to whom: as the giver says it, else as the receiver does.
    std::vector<Link> links() const
    {
        std::vector<Link> all;
        std::map<std::tuple<ActivityIndex, std::uint16_t, std::int64_t>,
                 std::vector<TransactionIndex>>
            unsaid; // payments that do not say to whom
        for (TransactionIndex i = 0; i < m_transactions.size(); ++i) {
            auto const &one = m_transactions[i];
            bool const goes_out =
                one.measure == Measure::spent || one.measure == Measure::committed;
            if (!goes_out || is_left_out(i) || one.amount <= 0) {
                continue;
            }
            if (auto const to = teller(one.counterpart); to && *to != one.activity) {
                all.push_back({i, *to});
            } else if (one.measure == Measure::spent && one.counterpart == none) {
                unsaid[{one.activity, one.unit, one.amount}].push_back(i);
            }
        }
        for (TransactionIndex i = 0; i < m_transactions.size(); ++i) {
            auto const &one = m_transactions[i];
            if (one.measure != Measure::incoming || !is_teller(one.activity)) {
                continue;
            }
            auto const from = teller(one.counterpart);
            if (!from || *from == one.activity) {
                continue;
            }
            auto const found = unsaid.find({*from, one.unit, one.amount});
            if (found == unsaid.end()) {
                continue;
            }
            auto &payments = found->second;
            auto const near =
                std::find_if(payments.begin(), payments.end(), [&](TransactionIndex payment) {
                    auto const apart = m_transactions[payment].day - one.day;
                    return apart <= days_apart_most && apart >= -days_apart_most;
                });
            if (near != payments.end()) {
                all.push_back({*near, one.activity});
                payments.erase(near);
            }
        }
        return all;
    }

    using Edge = std::pair<ActivityIndex, ActivityIndex>;

    /// What would be left out at the first because of the second.
    std::vector<Edge> edges(std::vector<Link> const &links) const
    {
        std::vector<Edge> all;
        all.reserve(links.size());
        for (auto const &link : links) {
            all.emplace_back(m_transactions[link.transaction].activity, link.to);
        }
        for (auto const &[parent, parts] : m_parts) {
            for (auto const part : parts) {
                all.emplace_back(parent, part);
            }
        }
        return all;
    }

    /// The number of the circle that each activity is in: its own alone where it is in none.
    /// Tarjan's strongly connected components, with a stack of its own: chains may be long.
    static std::vector<std::uint32_t> circles(std::size_t count, std::vector<Edge> const &edges)
    {
        std::vector<std::uint32_t> first(count + 1, 0);
        for (auto const &edge : edges) {
            ++first[edge.first + 1];
        }
        std::partial_sum(first.begin(), first.end(), first.begin());
        auto free = first;
        std::vector<ActivityIndex> targets(edges.size());
        for (auto const &edge : edges) {
            targets[free[edge.first]++] = edge.second;
        }
        std::vector<std::uint32_t> seen(count, none);
        std::vector<std::uint32_t> low(count, 0);
        std::vector<std::uint32_t> circle(count, none);
        std::vector<ActivityIndex> open;
        std::vector<std::pair<ActivityIndex, std::uint32_t>> path; // activity, its next edge
        std::uint32_t steps = 0;
        std::uint32_t found = 0;
        for (ActivityIndex start = 0; start < count; ++start) {
            if (seen[start] == none) {
                path.emplace_back(start, first[start]);
            }
            while (!path.empty()) {
                auto &[activity, next] = path.back();
                if (seen[activity] == none) {
                    seen[activity] = low[activity] = steps++;
                    open.push_back(activity);
                }
                if (next < first[activity + 1]) {
                    auto const target = targets[next++];
                    if (seen[target] == none) {
                        path.emplace_back(target, first[target]);
                    } else if (circle[target] == none) {
                        low[activity] = std::min(low[activity], seen[target]);
                    }
                    continue;
                }
                auto const done = activity;
                path.pop_back();
                if (!path.empty()) {
                    auto &above = low[path.back().first];
                    above = std::min(above, low[done]);
                }
                if (low[done] == seen[done]) {
                    auto member = none;
                    do {
                        member = open.back();
                        open.pop_back();
                        circle[member] = found;
                    } while (member != done);
                    ++found;
                }
            }
        }
        return circle;
    }

    /// What an activity received from others in the set, as far as it went out again, is told by
    /// its own payments: so it is left out where it came in, the earliest first.
    void leave_out_passed_on()
    {
        auto all = links();
        auto const circle = circles(m_activities.size(), edges(all));
        std::stable_sort(all.begin(), all.end(), [&](Link const &a, Link const &b) {
            return m_transactions[a.transaction].day < m_transactions[b.transaction].day;
        });
        for (auto const &link : all) {
            auto const &given = m_transactions[link.transaction];
            if (circle[given.activity] == circle[link.to]) {
                m_in_circle.push_back(link.transaction);
                continue;
            }
            auto const amount =
                take(link.to, {.measure = given.measure, .unit = given.unit}, given.amount);
            if (amount > 0) {
                leave_out(link.transaction, Reason::passed_on, link.to, amount);
            }
        }
        leave_out_budgets_passed_on(all, circle);
    }

    /// Nobody says whom a budget is for. But of what A promised or paid B's activity, as much as
    /// both plan for a year stands in both budgets.
    void leave_out_budgets_passed_on(std::vector<Link> const &links,
                                     std::vector<std::uint32_t> const &circle)
    {
        struct Given {
            std::int64_t committed = 0;
            std::int64_t spent = 0;
        };
        bool const is_any =
            std::any_of(m_transactions.begin(), m_transactions.end(),
                        [](ToldTransaction const &one) { return one.measure == Measure::budget; });
        if (!is_any) {
            return;
        }
        std::map<std::tuple<ActivityIndex, ActivityIndex, std::uint16_t>, Given> all;
        for (auto const &link : links) {
            auto const &one = m_transactions[link.transaction];
            if (circle[one.activity] != circle[link.to]) {
                auto &given = all[{one.activity, link.to, one.unit}];
                (one.measure == Measure::committed ? given.committed : given.spent) += one.amount;
            }
        }
        for (auto const &[between, given] : all) {
            auto const &[from, to, unit] = between;
            auto left = std::max(given.committed, given.spent);
            for (auto const i : of(from)) {
                auto const &one = m_transactions[i];
                auto &out = m_left_out[i];
                bool const is_elsewhere = is_left_out(i) && out.reason != Reason::passed_on;
                if (one.measure != Measure::budget || one.unit != unit || is_elsewhere) {
                    continue;
                }
                auto const amount =
                    take(to, {.measure = one.measure, .unit = unit, .year = year_of(one.day)},
                         std::min(left, one.amount - out.amount));
                if (amount > 0) {
                    leave_out(i, Reason::passed_on, is_left_out(i) ? out.instead : to,
                              out.amount + amount);
                    left -= amount;
                }
            }
        }
    }

    struct Pot {
        Measure measure = Measure::other;
        std::uint16_t unit = 0;
        std::int32_t year = 0; ///< of budgets
        auto operator<=>(Pot const &) const = default;
    };

    /// How much of what was given went out again, by the receiver or by those of its parts that
    /// report in its place. Taken once: what is gone is not there for the next who gave.
    std::int64_t take(ActivityIndex receiver, Pot const &pot, std::int64_t wanted)
    {
        std::int64_t taken = 0;
        std::vector<ActivityIndex> open{receiver};
        while (!open.empty() && taken < wanted) {
            auto const activity = open.back();
            open.pop_back();
            auto const [place, is_new] = m_gone_out.try_emplace({activity, pot});
            auto &outlay = place->second;
            if (is_new) {
                outlay = outlay_of(activity, pot);
            }
            auto const part = std::min(wanted - taken, outlay.left);
            taken += part;
            outlay.left -= part;
            if (outlay.is_in_parts) {
                auto const &parts = m_parts.at(activity);
                open.insert(open.end(), parts.rbegin(), parts.rend());
            }
        }
        return taken;
    }

    struct Outlay {
        std::int64_t left = 0; ///< less what refunds took back, and what parts tell
        bool is_in_parts = false;
    };

    Outlay outlay_of(ActivityIndex activity, Pot const &pot) const
    {
        Outlay outlay;
        for (auto const i : of(activity)) {
            auto const &one = m_transactions[i];
            bool const is_of_year = pot.year == 0 || year_of(one.day) == pot.year;
            if (one.measure != pot.measure || one.unit != pot.unit || !is_of_year) {
                continue;
            }
            if (is_left_out(i) && m_left_out[i].reason == Reason::in_parts) {
                outlay.is_in_parts = true;
            } else {
                outlay.left += one.amount;
            }
        }
        outlay.left = std::max<std::int64_t>(outlay.left, 0);
        return outlay;
    }

    std::span<ToldActivity const> m_activities;
    std::span<ToldTransaction const> m_transactions;
    std::vector<LeftOut> m_left_out; ///< by transaction; amount 0: not left out
    std::vector<std::uint32_t> m_first_of;
    std::vector<TransactionIndex> m_order; ///< by activity
    std::unordered_map<std::uint32_t, ActivityIndex> m_teller;
    std::unordered_map<ActivityIndex, std::vector<ActivityIndex>> m_parts; ///< by their parent
    std::map<std::pair<ActivityIndex, Pot>, Outlay> m_gone_out;
    std::vector<TransactionIndex> m_in_circle;
};

} // namespace

std::string_view to_code(Reason reason)
{
    return code_in(reason_codes, reason);
}

bool from_code(std::string_view code, Reason &reason)
{
    return value_in(reason_codes, code, reason);
}

Counted count_once(std::span<ToldActivity const> activities,
                   std::span<ToldTransaction const> transactions)
{
    return Work{activities, transactions}.run();
}

} // namespace selatan::flows
