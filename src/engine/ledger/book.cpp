#include "engine/ledger/book.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <limits>

namespace selatan::ledger {

namespace {

/// Every rule looks at all accounts before the next rule looks at any.
tl::expected<std::vector<Balanced>, Refused> balances_after(std::span<Account const> accounts,
                                                            Entry const &entry)
{
    auto const refuse = [](Rule rule, Posting const &posting) {
        return tl::unexpected{Refused{rule, posting.account, posting.amount}};
    };
    auto const find = [&](AccountId id) {
        auto const at = std::ranges::lower_bound(accounts, id, {}, &Account::id);
        return at == accounts.end() || at->id != id ? nullptr : &*at;
    };
    auto const postings = entry.postings();
    for (auto const &posting : postings) {
        if (find(posting.account) == nullptr) {
            return refuse(Rule::account_unknown, posting);
        }
    }
    for (auto const &posting : postings) {
        if (find(posting.account)->is_closed) {
            return refuse(Rule::account_closed, posting);
        }
    }
    for (auto const &posting : postings) {
        if (find(posting.account)->currency != posting.amount.currency()) {
            return refuse(Rule::currency_differs, posting);
        }
    }
    std::vector<Account> after;
    for (auto const &posting : postings) {
        auto &account = after.emplace_back(*find(posting.account));
        // The smallest number has no counterpart on the other side.
        if (__builtin_add_overflow(account.balance, posting.amount.minor_units(),
                                   &account.balance) ||
            account.balance == std::numeric_limits<std::int64_t>::min()) {
            return refuse(Rule::amount_too_large, posting);
        }
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        auto const own = after[i].own_balance().minor_units();
        auto const before = find(after[i].id)->own_balance().minor_units();
        // What comes nearer to its limit is welcome, wherever it stands.
        if (after[i].least && own < *after[i].least && own < before) {
            return refuse(Rule::balance_too_small, postings[i]);
        }
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        auto const own = after[i].own_balance().minor_units();
        auto const before = find(after[i].id)->own_balance().minor_units();
        if (after[i].most && own > *after[i].most && own > before) {
            return refuse(Rule::balance_too_large, postings[i]);
        }
    }
    std::vector<Balanced> answer;
    answer.reserve(after.size());
    for (auto const &account : after) {
        answer.push_back({account.id, account.balance});
    }
    return answer;
}

} // namespace

tl::expected<std::vector<Balanced>, Refused> decide(Known const &known, Transfer const &wanted)
{
    auto const refuse = [](Rule rule) {
        return tl::unexpected{Refused{rule, {}, Money{0, Currency{}}}};
    };
    if (known.same_id != nullptr) {
        if (*known.same_id == wanted) {
            return std::vector<Balanced>{};
        }
        return refuse(Rule::id_reused);
    }
    if (wanted.reverses && known.is_reversed_already) {
        return refuse(Rule::reversed_already);
    }
    if (wanted.reverses && (known.reversed == nullptr || known.reversed->id != *wanted.reverses ||
                            known.reversed->entry.reversed() != wanted.entry)) {
        return refuse(Rule::not_its_reversal);
    }
    if (wanted.entry.postings().empty()) {
        return refuse(Rule::nothing_moved);
    }
    if (known.closed_until && wanted.on <= *known.closed_until) {
        return refuse(Rule::period_closed);
    }
    return balances_after(known.accounts, wanted.entry);
}

Transfer reversal_of(Transfer const &booked, TransferId id, Date on)
{
    return {.id = id,
            .on = on,
            .entry = booked.entry.reversed(),
            .reverses = booked.id,
            .quote = booked.quote};
}

void Book::open(Account const &account)
{
    ENSURE(m_accounts.emplace(account.id, account).second);
}

void Book::close(AccountId account)
{
    m_accounts.at(account).is_closed = true;
}

std::optional<Refused> Book::post(Transfer const &wanted)
{
    std::vector<Account> touched;
    for (auto const &posting : wanted.entry.postings()) {
        // An account with postings in two currencies is named twice.
        bool const is_new = touched.empty() || touched.back().id != posting.account;
        if (auto const at = m_accounts.find(posting.account); is_new && at != m_accounts.end()) {
            touched.push_back(at->second);
        }
    }
    auto const answer =
        decide({.accounts = touched,
                .closed_until = m_closed_until,
                .same_id = find(wanted.id),
                .reversed = wanted.reverses ? find(*wanted.reverses) : nullptr,
                .is_reversed_already = wanted.reverses && m_reversals.contains(*wanted.reverses)},
               wanted);
    if (!answer) {
        return answer.error();
    }
    if (answer->empty()) {
        return std::nullopt;
    }
    for (auto const &[account, balance] : *answer) {
        m_accounts.at(account).balance = balance;
    }
    if (wanted.reverses) {
        m_reversals.emplace(*wanted.reverses, wanted.id);
    }
    m_places.emplace(wanted.id, m_transfers.size());
    m_transfers.push_back(wanted);
    return std::nullopt;
}

Account const &Book::account(AccountId id) const
{
    return m_accounts.at(id);
}

Balance Book::sum() const
{
    Balance sum;
    for (auto const &[id, account] : m_accounts) {
        sum.add({account.balance, account.currency});
    }
    return sum;
}

Transfer const *Book::find(TransferId id) const
{
    auto const at = m_places.find(id);
    return at == m_places.end() ? nullptr : &m_transfers[at->second];
}

} // namespace selatan::ledger
