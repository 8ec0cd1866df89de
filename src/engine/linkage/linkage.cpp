#include "engine/linkage/linkage.hpp"

#include "base/coded.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>

namespace selatan::linkage {

namespace {

/// Two accounts that share telling words are of one project about once in so many times; in bits.
constexpr double prior = -7.5;
constexpr double most_bits = 30;

/// Points of a line that goes straight between its corners.
struct Corner {
    double at;
    double bits;
};
constexpr std::array<Corner, 5> title_bits{
    {{0.25, -3.0}, {0.35, 0.0}, {0.5, 4.0}, {0.7, 8.0}, {1.0, 10.5}}};

double on_line(std::span<Corner const> corners, double at)
{
    if (at <= corners.front().at) {
        return corners.front().bits;
    }
    for (std::size_t i = 1; i < corners.size(); ++i) {
        auto const &from = corners[i - 1];
        auto const &to = corners[i];
        if (at <= to.at) {
            return from.bits + (to.bits - from.bits) * (at - from.at) / (to.at - from.at);
        }
    }
    return corners.back().bits;
}

template <typename T>
std::int64_t in_common(std::vector<T> const &a, std::vector<T> const &b)
{
    return std::ranges::count_if(
        a, [&](T const &one) { return std::ranges::find(b, one) != b.end(); });
}

bool share_a_form(Word const &a, Word const &b)
{
    auto left = a.begin();
    auto right = b.begin();
    while (left != a.end() && right != b.end()) {
        if (*left == *right) {
            return true;
        }
        ++(*left < *right ? left : right);
    }
    return false;
}

std::optional<Reason> judge_identifiers(Account const &ours, Account const &told)
{
    constexpr double same = 20;
    constexpr double named = 12;
    if (in_common(ours.own, told.own) > 0) {
        return Reason{Sign::same_identifier, same, 0};
    }
    if (in_common(ours.own, told.named) > 0 || in_common(told.own, ours.named) > 0) {
        return Reason{Sign::names_the_other, named, 0};
    }
    return std::nullopt;
}

std::optional<Reason> judge_countries(Account const &ours, Account const &told)
{
    if (ours.countries.empty() || told.countries.empty()) {
        return std::nullopt;
    }
    return in_common(ours.countries, told.countries) > 0 ? Reason{Sign::country, 2, 0}
                                                         : Reason{Sign::other_country, -6, 0};
}

std::optional<Reason> judge_periods(Account const &ours, Account const &told)
{
    auto const apart = [](std::optional<Date> const &end, std::optional<Date> const &start) {
        return end && start ? days_between(*end, *start) : 0;
    };
    constexpr int year = 366;
    if (auto const days = std::max(apart(ours.ends, told.starts), apart(told.ends, ours.starts));
        days > year) {
        return Reason{Sign::other_period, -4, days};
    }
    if (!ours.starts || !told.starts) {
        return std::nullopt;
    }
    auto const days = std::abs(days_between(*ours.starts, *told.starts));
    // Many begin on the first of January, and whoever does not know the day writes that.
    bool const is_telling_day =
        days == 0 && ours.starts->plus_days(-1).year() == ours.starts->year();
    constexpr int month = 31;
    constexpr int far_off = 5 * year;
    return Reason{Sign::start,
                  is_telling_day     ? 5.0
                  : days <= month    ? 3.0
                  : days <= year     ? 1.5
                  : days <= 2 * year ? 0.0
                  : days <= far_off  ? -1.0
                                     : -3.0,
                  days};
}

std::optional<Reason> judge_organisations(Account const &ours, Account const &told)
{
    auto const common = in_common(ours.organisations, told.organisations);
    return common == 0
               ? std::nullopt
               : std::optional{Reason{Sign::organisations, common == 1 ? 1.5 : 3.0, common}};
}

std::optional<Reason> judge_sectors(Account const &ours, Account const &told)
{
    if (ours.sectors.empty() || told.sectors.empty()) {
        return std::nullopt;
    }
    constexpr std::size_t category = 3;
    std::size_t digits = 0;
    for (auto const &a : ours.sectors) {
        for (auto const &b : told.sectors) {
            auto const end = std::ranges::mismatch(a, b).in1;
            digits = std::max(digits, static_cast<std::size_t>(end - a.begin()));
        }
    }
    if (digits < category) {
        return digits == 0 ? std::optional{Reason{Sign::other_sector, -1, 0}} : std::nullopt;
    }
    return Reason{Sign::sector, digits > category ? 1.5 : 1.0, 0};
}

std::optional<Reason> judge_amounts(Account const &ours, Account const &told)
{
    if (!ours.dollars || !told.dollars || *ours.dollars <= 0 || *told.dollars <= 0) {
        return std::nullopt;
    }
    auto const larger = static_cast<double>(std::max(*ours.dollars, *told.dollars));
    auto const smaller = static_cast<double>(std::min(*ours.dollars, *told.dollars));
    auto const ratio = larger / smaller;
    constexpr double equal = 1.005;
    constexpr double nearly = 1.05;
    constexpr double order = 10;
    if (ratio < order) {
        return Reason{Sign::amount,
                      ratio <= equal    ? 5.0
                      : ratio <= nearly ? 3.0
                      : ratio <= 2      ? 1.0
                                        : 0.0,
                      std::llround((ratio - 1) * 100)};
    }
    // What one party paid is often a small part of the whole: little speaks against.
    return Reason{Sign::other_amount, -1, std::llround(ratio)};
}

} // namespace

std::string_view to_code(Sign sign)
{
    return code_in(signs, sign);
}

bool from_code(std::string_view code, Sign &sign)
{
    return value_in(signs, code, sign);
}

Title title_of(std::string_view text)
{
    // French elisions are one word by the rules of segmentation: "l’eau" is not found by "eau".
    std::string parted;
    constexpr std::string_view curly = "\u2019";
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const is_curly = text.substr(i, curly.size()) == curly;
        parted += is_curly || text[i] == '\'' ? ' ' : text[i];
        i += is_curly ? curly.size() - 1 : 0;
    }
    Title title;
    for (auto const &plain : plain_words(parted)) {
        if (plain.size() == 1 && std::isalpha(static_cast<unsigned char>(plain.front())) != 0) {
            continue; // what an elision left
        }
        Word word;
        for (auto const &form : tokens_in_every_language(plain)) {
            word.push_back(token_hash(form));
        }
        std::ranges::sort(word);
        bool const is_new = std::ranges::none_of(
            title, [&word](Word const &other) { return share_a_form(word, other); });
        if (is_new && !word.empty()) {
            title.push_back(std::move(word));
        }
    }
    return title;
}

std::uint64_t key_of(std::string_view text)
{
    return token_hash(fold(clean(text)));
}

int Likeness::score() const
{
    return static_cast<int>(std::lround(100 / (1 + std::exp2(-bits))));
}

// -- Index ----------------------------------------------------------------------------------------

Index::Index(std::vector<Account> ours) : m_ours{std::move(ours)}
{
    for (std::size_t i = 0; i < m_ours.size(); ++i) {
        auto const place = static_cast<std::uint32_t>(i);
        for (auto const key : m_ours[i].own) {
            m_by_own[key].push_back(place);
        }
        for (auto const &title : m_ours[i].titles) {
            for (auto const &word : title) {
                for (auto const form : word) {
                    auto &places = m_by_form[form];
                    if (places.empty() || places.back() != place) {
                        places.push_back(place);
                    }
                }
            }
        }
    }
    for (auto const &one : m_ours) {
        meet(one.titles);
    }
}

void Index::meet(std::span<Title const> titles)
{
    // One account, however many languages: what two languages share is not commoner for it.
    std::vector<std::uint64_t> forms;
    for (auto const &title : titles) {
        for (auto const &word : title) {
            std::ranges::copy_if(word, std::back_inserter(forms),
                                 [this](std::uint64_t form) { return m_by_form.contains(form); });
        }
    }
    std::ranges::sort(forms);
    auto const end = std::unique(forms.begin(), forms.end());
    std::for_each(forms.begin(), end, [this](std::uint64_t form) { ++m_seen[form]; });
    ++m_titles;
}

std::vector<std::size_t> Index::known_as(std::uint64_t key) const
{
    auto const found = m_by_own.find(key);
    return found == m_by_own.end()
               ? std::vector<std::size_t>{}
               : std::vector<std::size_t>{found->second.begin(), found->second.end()};
}

/// How many bits it tells that a title has the word: what only few have tells most.
double Index::rarity(Word const &word) const
{
    std::int64_t seen = 0;
    for (auto const form : word) {
        if (auto const found = m_seen.find(form); found != m_seen.end()) {
            seen = std::max(seen, found->second);
        }
    }
    return std::log2((static_cast<double>(m_titles) + 2) / (static_cast<double>(seen) + 1));
}

Index::Shared Index::share(Title const &a, Title const &b) const
{
    double common = 0;
    double all = 0;
    for (auto const &word : a) {
        auto const bits = rarity(word);
        all += bits;
        if (std::ranges::any_of(b,
                                [&word](Word const &other) { return share_a_form(word, other); })) {
            common += bits;
        }
    }
    for (auto const &word : b) {
        all += rarity(word);
    }
    // Dice's measure, each word counted by what it tells.
    return all == 0 ? Shared{}
                    : Shared{.likeness = std::min(1.0, 2 * common / all), .bits = common};
}

std::vector<std::size_t> Index::candidates(std::span<Title const> titles) const
{
    // What is in many of ours finds too many, and finds nothing alone.
    auto const common = std::max<std::size_t>(20, m_ours.size() / 20);
    std::unordered_map<std::uint32_t, double> found;
    for (auto const &title : titles) {
        double whole = 0;
        std::unordered_map<std::uint32_t, double> here;
        for (auto const &word : title) {
            auto const bits = rarity(word);
            whole += bits;
            std::vector<std::uint32_t> places;
            for (auto const form : word) {
                auto const has = m_by_form.find(form);
                if (has != m_by_form.end() && has->second.size() <= common) {
                    places.insert(places.end(), has->second.begin(), has->second.end());
                }
            }
            std::ranges::sort(places);
            auto const end = std::unique(places.begin(), places.end());
            std::for_each(places.begin(), end, [&](std::uint32_t place) { here[place] += bits; });
        }
        for (auto const &[place, bits] : here) {
            auto &best = found[place];
            best = std::max(best, whole == 0 ? 0 : bits / whole);
        }
    }
    // A quarter of what the title tells: with the words of either side this is the least that the
    // weights below could raise above their threshold.
    constexpr double least = 0.25;
    std::vector<std::pair<double, std::uint32_t>> ranked;
    for (auto const &[place, part] : found) {
        if (part >= least) {
            ranked.emplace_back(-part, place);
        }
    }
    constexpr std::size_t compared_most = 50;
    auto const kept = std::min(ranked.size(), compared_most);
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept),
                      ranked.end());
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < kept; ++i) {
        all.push_back(ranked[i].second);
    }
    return all;
}

bool Index::resembles_any(std::span<Title const> titles) const
{
    return !candidates(titles).empty();
}

Likeness Index::compare(std::size_t ours, Account const &told) const
{
    auto const &mine = m_ours[ours];
    Likeness likeness{.bits = prior, .reasons = {}};
    auto const add = [&likeness](std::optional<Reason> const &reason) {
        if (reason) {
            likeness.bits += reason->weight;
            likeness.reasons.push_back(*reason);
        }
    };
    add(judge_identifiers(mine, told));
    std::optional<Shared> best;
    for (auto const &a : mine.titles) {
        for (auto const &b : told.titles) {
            auto const shared = share(a, b);
            if (!best || shared.likeness > best->likeness) {
                best = shared;
            }
        }
    }
    if (best) {
        // Two titles that are both "Health" say no more than that word does.
        add(Reason{Sign::title,
                   std::min(on_line(title_bits, best->likeness), std::max(best->bits, 0.0)),
                   std::lround(best->likeness * 100)});
    }
    add(judge_countries(mine, told));
    add(judge_periods(mine, told));
    add(judge_organisations(mine, told));
    add(judge_sectors(mine, told));
    add(judge_amounts(mine, told));
    likeness.bits = std::clamp(likeness.bits, -most_bits, most_bits);
    std::ranges::stable_sort(likeness.reasons, [](Reason const &a, Reason const &b) {
        return std::abs(a.weight) > std::abs(b.weight);
    });
    return likeness;
}

std::vector<Pair> Index::likely(Account const &told, std::size_t most, int least_score) const
{
    auto places = candidates(told.titles);
    auto const meet_again = [&](std::uint64_t key) {
        auto const known = known_as(key);
        places.insert(places.end(), known.begin(), known.end());
    };
    std::ranges::for_each(told.own, meet_again);
    std::ranges::for_each(told.named, meet_again);
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    std::vector<Pair> pairs;
    for (auto const place : places) {
        auto likeness = compare(place, told);
        if (likeness.score() >= least_score) {
            pairs.push_back({.ours = place, .likeness = std::move(likeness)});
        }
    }
    std::ranges::stable_sort(
        pairs, [](Pair const &a, Pair const &b) { return a.likeness.bits > b.likeness.bits; });
    pairs.resize(std::min(pairs.size(), most));
    return pairs;
}

} // namespace selatan::linkage
