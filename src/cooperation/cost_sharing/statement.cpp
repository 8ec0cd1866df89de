#include "cooperation/cost_sharing/statement.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace selatan::cost_sharing {

Statement make_statement(Arrangement arrangement, Matrix const &matrix,
                         std::span<Entry const> entries, PartyColumn const &party)
{
    std::vector<std::int64_t> shares;
    shares.reserve(matrix.parties.size());
    for (auto const &one : matrix.parties) {
        shares.push_back(one.share.value_or(0));
    }
    auto const own = std::ranges::find(matrix.parties, party.id, &PartyColumn::id);
    ENSURE(own != matrix.parties.end());
    auto const index = static_cast<std::size_t>(own - matrix.parties.begin());

    // The matrix divides what a line is in all. Of each of its entries a party bears what that
    // entry adds to its part: so neither parties nor entries leave anything over.
    struct Borne {
        std::int64_t whole = 0;
        std::int64_t share = 0;
    };
    std::map<std::tuple<std::string, Measure, Known>, Borne> borne;
    Statement statement;
    for (auto const &entry : entries) {
        bool const is_theirs = entry.party == party.id;
        bool const is_of_pool = arrangement == Arrangement::pool && entry.known != Known::paid_in &&
                                std::ranges::none_of(matrix.parties, [&](PartyColumn const &one) {
                                    return entry.party == one.id;
                                });
        if (!is_theirs && !is_of_pool) {
            continue;
        }
        StatementLine line{.entry = &entry, .is_of_pool = is_of_pool, .share = {}};
        if (is_theirs) {
            line.share = entry.count;
        } else if (matrix.is_pool_divided && entry.measure.currency) {
            auto &so_far = borne[{entry.line, entry.measure, entry.known}];
            so_far.whole += entry.count;
            auto const share = divided(so_far.whole, shares)[index];
            line.share = share - so_far.share;
            so_far.share = share;
        }
        statement.lines.push_back(line);
    }
    std::ranges::stable_sort(statement.lines, {}, [](StatementLine const &line) {
        return std::tuple{line.entry->line.empty(), line.entry->line_number, line.entry->line,
                          line.entry->known};
    });

    std::map<std::pair<Measure, Known>, StatementSum> sums;
    for (auto const &line : statement.lines) {
        auto &sum = sums[{line.entry->measure, line.entry->known}];
        sum.measure = line.entry->measure;
        sum.known = line.entry->known;
        sum.whole += line.entry->count;
        sum.share =
            sum.share && line.share ? std::optional{*sum.share + *line.share} : std::nullopt;
    }
    statement.sums.reserve(sums.size());
    for (auto &[key, sum] : sums) {
        statement.sums.push_back(std::move(sum));
    }
    return statement;
}

} // namespace selatan::cost_sharing
