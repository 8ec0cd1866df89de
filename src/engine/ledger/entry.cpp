#include "engine/ledger/entry.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace selatan::ledger {

Entry::Entry(AccountId debit, AccountId credit, Money amount) : m_legs{1}
{
    ENSURE(debit != credit);
    ENSURE(amount.is_positive() && amount.minor_units() <= largest_amount);
    add({debit, amount});
    add({credit, Money{-amount.minor_units(), amount.currency()}});
}

Entry &Entry::operator+=(Entry const &other)
{
    // Sums of so many legs stay within 64 bits.
    m_legs += other.m_legs;
    ENSURE(m_legs <= legs_most);
    for (auto const &posting : other.m_postings) {
        add(posting);
    }
    return *this;
}

std::optional<Entry> Entry::balanced(std::span<Posting const> postings)
{
    if (postings.size() > static_cast<std::size_t>(legs_most)) {
        return std::nullopt;
    }
    std::map<Currency, std::int64_t> sums;
    Entry entry;
    entry.m_legs = static_cast<int>(postings.size());
    for (auto const &posting : postings) {
        auto const units = posting.amount.minor_units();
        if (units == 0 || units > largest_amount * legs_most / 2 ||
            units < -largest_amount * legs_most / 2 ||
            __builtin_add_overflow(sums[posting.amount.currency()], units,
                                   &sums[posting.amount.currency()])) {
            return std::nullopt;
        }
        entry.add(posting);
    }
    bool const holds = std::ranges::all_of(sums, [](auto const &sum) { return sum.second == 0; });
    return holds ? std::optional{std::move(entry)} : std::nullopt;
}

Entry Entry::reversed() const
{
    Entry entry;
    entry.m_legs = m_legs;
    for (auto const &posting : m_postings) {
        entry.add(
            {posting.account, Money{-posting.amount.minor_units(), posting.amount.currency()}});
    }
    return entry;
}

void Entry::add(Posting const &posting)
{
    auto const key = [](Posting const &one) {
        return std::tuple{one.account, one.amount.currency()};
    };
    auto const at = std::ranges::lower_bound(m_postings, key(posting), {}, key);
    if (at == m_postings.end() || key(*at) != key(posting)) {
        m_postings.insert(at, posting);
        return;
    }
    at->amount = at->amount + posting.amount;
    if (at->amount.minor_units() == 0) {
        m_postings.erase(at);
    }
}

Entry reserve(Reservation const &reservation, Money amount)
{
    return {reservation.source, reservation.held, amount};
}

Entry settle(Reservation const &reservation, AccountId used, Money amount)
{
    return {reservation.held, used, amount};
}

Entry release(Reservation const &reservation, Money amount)
{
    return {reservation.held, reservation.source, amount};
}

Entry exchange(Side const &given, Side const &got)
{
    ENSURE(given.amount.currency() != got.amount.currency());
    return Entry{given.exchange, given.account, given.amount} +
           Entry{got.account, got.exchange, got.amount};
}

} // namespace selatan::ledger
