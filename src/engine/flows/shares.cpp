#include "engine/flows/shares.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <numeric>

namespace selatan::flows {

namespace {

__extension__ using Wide = __int128; // an amount of 64 bits times a percentage

constexpr Millionths tolerance = whole / 1000;

/// What each is of, with the unsaid ones filled in.
std::vector<Millionths> filled(std::span<Millionths const> shares, Sum &sum)
{
    std::vector<Millionths> all{shares.begin(), shares.end()};
    std::size_t unsaid = 0;
    Millionths said = 0;
    for (auto &one : all) {
        if (!is_said(one)) {
            one = not_said;
            ++unsaid;
        } else {
            said += one;
        }
    }
    if (unsaid > 0 && said < whole) {
        // What does not divide evenly goes to the first: it decides nothing but cents.
        auto const left = whole - said;
        auto const each = left / static_cast<Millionths>(unsaid);
        auto odd = left - each * static_cast<Millionths>(unsaid);
        for (auto &one : all) {
            if (one == not_said) {
                one = each + (odd > 0 ? 1 : 0);
                odd -= odd > 0 ? 1 : 0;
            }
        }
        sum = unsaid == all.size() && all.size() > 1 ? Sum::unsaid : Sum::complete;
        return all;
    }
    for (auto &one : all) {
        one = std::max<Millionths>(one, 0);
    }
    if (said > whole + tolerance) {
        sum = Sum::over;
    } else if (said < whole - tolerance) {
        sum = Sum::short_of;
    } else {
        sum = Sum::complete;
    }
    return all;
}

} // namespace

Split split(std::int64_t amount, std::span<Millionths const> shares)
{
    Split split;
    if (shares.empty()) {
        split.rest = amount;
        split.sum = Sum::short_of;
        return split;
    }
    auto const weights = filled(shares, split.sum);
    auto const said = std::accumulate(weights.begin(), weights.end(), Millionths{0});
    if (said == 0) {
        split.parts.assign(weights.size(), 0);
        split.rest = amount;
        split.sum = Sum::short_of;
        return split;
    }
    // The rest is one more part, with a weight of its own.
    auto const total = split.sum == Sum::short_of ? whole : said;
    auto all = weights;
    all.push_back(total - said);

    split.parts = split_by_weight(amount, all);
    split.rest = split.parts.back();
    split.parts.pop_back();
    return split;
}

std::vector<std::int64_t> split_by_weight(std::int64_t amount,
                                          std::span<std::int64_t const> weights)
{
    auto const total = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    ENSURE(total > 0);
    struct Remainder {
        std::size_t index = 0;
        Wide size = 0;
    };
    std::vector<Remainder> remainders;
    bool const is_negative = amount < 0;
    // The magnitude of the most negative amount needs the wide type.
    Wide const magnitude = is_negative ? -static_cast<Wide>(amount) : static_cast<Wide>(amount);
    std::vector<Wide> parts;
    Wide given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        auto const product = magnitude * weights[i];
        parts.push_back(product / total);
        remainders.push_back({i, product % total});
        given += parts.back();
    }
    std::stable_sort(remainders.begin(), remainders.end(),
                     [](Remainder const &a, Remainder const &b) { return a.size > b.size; });
    auto left = magnitude - given;
    for (auto const &one : remainders) {
        if (left == 0) {
            break;
        }
        ++parts[one.index];
        --left;
    }
    ENSURE(left == 0);
    std::vector<std::int64_t> rounded;
    rounded.reserve(parts.size());
    for (auto const part : parts) {
        rounded.push_back(static_cast<std::int64_t>(is_negative ? -part : part));
    }
    return rounded;
}

} // namespace selatan::flows
