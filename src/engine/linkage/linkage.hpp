/// \file
/// Do two accounts tell of the same project? Pure: accounts in, likenesses with their reasons out;
/// knows no standard and no database. linkage.md says how it weighs.
///
///     linkage::Index index{ours};
///     for (auto const &told : all) { index.meet(told.titles); }      // what is common in titles
///     for (auto const &told : all) {
///         for (auto const &pair : index.likely(told, 20)) { … }
///     }
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace selatan::linkage {

/// A word in all the forms by which another language or ending of it may be met, hashed, sorted.
using Word = std::vector<std::uint64_t>;
/// The distinct words of a title.
using Title = std::vector<Word>;
[[nodiscard]] Title title_of(std::string_view text);
/// An identifier, an organisation's name or reference: equal for what readers take for the same.
[[nodiscard]] std::uint64_t key_of(std::string_view text);

/// What somebody tells of a project. Whatever is empty is not told, and speaks neither for nor
/// against.
struct Account {
    std::vector<std::uint64_t> own;   ///< keys of identifiers that are its own
    std::vector<std::uint64_t> named; ///< keys of identifiers of others that it names
    std::vector<Title> titles;        ///< in several languages, perhaps
    std::vector<CountryCode> countries;
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::vector<std::uint64_t> organisations; ///< keys of names and references of who takes part
    std::vector<std::string> sectors;         ///< DAC purpose codes, or categories of three digits
    std::optional<std::int64_t> dollars;      ///< whole US dollars, of the whole project
};

/// Why two accounts may, or may not, be of the same.
enum class Sign : std::uint8_t {
    same_identifier,
    names_the_other,
    title, ///< detail: likeness in per cent
    country,
    other_country,
    start,         ///< detail: days between
    other_period,  ///< one ended before the other began; detail: days between
    organisations, ///< detail: how many in common
    sector,
    other_sector,
    amount,       ///< detail: per cent by which the larger exceeds the smaller
    other_amount, ///< detail: how many times as much
};
inline constexpr std::array<std::string_view, 12> signs{
    "same_identifier", "names_the_other", "title",        "country",
    "other_country",   "start",           "other_period", "organisations",
    "sector",          "other_sector",    "amount",       "other_amount"};
[[nodiscard]] std::string_view to_code(Sign sign);
[[nodiscard]] bool from_code(std::string_view code, Sign &sign);

struct Reason {
    Sign sign = Sign::title;
    double weight = 0; ///< bits: each doubles the odds; negative: speaks against
    std::int64_t detail = 0;
    friend bool operator==(Reason const &, Reason const &) = default;
};

struct Likeness {
    double bits = 0;             ///< the odds, as a logarithm; 0: as likely as not
    std::vector<Reason> reasons; ///< the most telling first, either way

    /// 0 to 100, whole.
    [[nodiscard]] int score() const;
};

struct Pair {
    std::size_t ours = 0; ///< by its place among those that the index was made of
    Likeness likeness;
};

/// From here on a pair is worth an officer's look (measured: exchange/reconciliation).
inline constexpr int score_to_propose = 50;

/// Our own accounts, found by the words of their titles and their identifiers.
class Index {
public:
    explicit Index(std::vector<Account> ours);

    [[nodiscard]] std::vector<Account> const &ours() const { return m_ours; }

    /// Counts the words of what is told, so that likely() knows which of them tell little. Words
    /// that none of ours has are not kept.
    void meet(std::span<Title const> titles);
    /// Where in ours an identifier stands, as its own.
    [[nodiscard]] std::vector<std::size_t> known_as(std::uint64_t key) const;
    /// Could its titles be of one of ours? Cheap: what is not is not looked at further.
    [[nodiscard]] bool resembles_any(std::span<Title const> titles) const;
    /// Those of ours that are likely the same, the likeliest first; at most `most`, from
    /// `least_score` on. Only those that share an identifier or telling words are compared.
    [[nodiscard]] std::vector<Pair> likely(Account const &told, std::size_t most,
                                           int least_score = score_to_propose) const;
    /// One pair, whatever comes out.
    [[nodiscard]] Likeness compare(std::size_t ours, Account const &told) const;

private:
    struct Shared {
        double likeness = 0; ///< 0 to 1
        double bits = 0;     ///< how much the words in common tell
    };
    [[nodiscard]] double rarity(Word const &word) const;
    [[nodiscard]] Shared share(Title const &a, Title const &b) const;
    [[nodiscard]] std::vector<std::size_t> candidates(std::span<Title const> titles) const;

    std::vector<Account> m_ours;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> m_by_form;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> m_by_own;
    std::unordered_map<std::uint64_t, std::int64_t> m_seen; ///< titles that have a form of ours
    std::int64_t m_titles = 0;                              ///< ours, and those met
};

} // namespace selatan::linkage
