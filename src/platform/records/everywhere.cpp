#include "platform/records/everywhere.hpp"

#include "base/spelling.hpp"
#include "base/text.hpp"
#include "platform/records/everywhere_store.hpp"
#include "platform/records/search.hpp"

#include <algorithm>
#include <map>

namespace selatan::records {

namespace {

constexpr std::size_t long_word = 8; ///< letters from which two slips are forgiven
constexpr std::size_t read_as_most = 3;

// -- Misspelt words -----------------------------------------------------------------------------

/// The words nearest to `typed` among `words`, if near enough.
std::vector<std::string> nearest(std::string_view typed, std::vector<std::string> const &words)
{
    int best = typed.size() < long_word ? 1 : 2;
    std::vector<std::string> found;
    for (auto const &word : words) {
        auto const slips = slips_between(typed, word);
        if (slips < best) {
            found.clear();
        }
        if (slips <= best) {
            best = slips;
            found.push_back(word);
        }
    }
    std::ranges::sort(found);
    found.resize(std::min(found.size(), read_as_most));
    return found;
}

/// Gives words that nothing has the ways of those that they are likely to stand for.
void correct(storage::Reader &reader, std::vector<Sought> &all)
{
    std::vector<std::string> typed;
    for (auto const &sought : all) {
        bool const is_translated = std::ranges::any_of(
            sought.ways, [](Way const &way) { return way.likeness == Likeness::translation; });
        if (!is_translated && can_be_corrected(sought.typed)) {
            typed.push_back(sought.typed);
        }
    }
    auto const unknown = store::unknown_words(reader, typed);
    std::vector<std::uint64_t> keys;
    for (auto const &word : unknown) {
        std::ranges::copy(spelling_keys(word), std::back_inserter(keys));
    }
    auto const near_words = store::words_with(reader, keys);
    for (auto const &word : unknown) {
        auto const sought = std::ranges::find(all, word, &Sought::typed);
        for (auto &meant : nearest(word, near_words)) {
            sought->ways.push_back(
                {.tokens = {std::move(meant)}, .begins = false, .likeness = Likeness::correction});
        }
    }
}

// -- Which fits best ----------------------------------------------------------------------------

bool is_word_byte(char c)
{
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

enum class Standing { absent, begins, whole };

/// How `token` stands in a folded text: as a word, as the beginning of one, or not.
Standing standing(std::string_view token, std::string_view folded)
{
    auto best = Standing::absent;
    for (auto at = folded.find(token); at != std::string_view::npos;
         at = folded.find(token, at + 1)) {
        if (at > 0 && is_word_byte(folded[at - 1])) {
            continue;
        }
        auto const end = at + token.size();
        if (end == folded.size() || !is_word_byte(folded[end])) {
            return Standing::whole;
        }
        best = Standing::begins;
    }
    return best;
}

/// What a name says of something sought is worth more than what stands elsewhere in the record (1),
/// and the surer the way the more.
double worth(Sought const &sought, std::string_view folded_title)
{
    double best = 1;
    for (auto const &way : sought.ways) {
        auto stands = Standing::whole;
        for (auto const &token : way.tokens) {
            stands = std::min(stands, standing(token, folded_title));
        }
        if (stands == Standing::absent) {
            continue;
        }
        double const by_likeness = 4.0 - 0.5 * static_cast<double>(way.likeness);
        best = std::max(best, stands == Standing::whole ? by_likeness : by_likeness - 1);
    }
    return best;
}

void rank(std::vector<Hit> &hits, std::vector<Sought> const &all)
{
    std::vector<std::pair<double, std::size_t>> order;
    order.reserve(hits.size());
    for (auto const &hit : hits) {
        auto const title = fold(hit.title);
        double sum = 0;
        for (auto const &sought : all) {
            sum += worth(sought, title);
        }
        order.emplace_back(sum, order.size());
    }
    // Of those that fit alike, the newest first, as they came.
    std::ranges::sort(order, [](auto const &a, auto const &b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<Hit> ranked;
    ranked.reserve(hits.size());
    for (auto const &place : order) {
        ranked.push_back(std::move(hits[place.second]));
    }
    hits = std::move(ranked);
}

// -- Why it was found ---------------------------------------------------------------------------

/// The surest way in which a word of the record, told by its tokens, is one of those sought.
std::optional<Likeness> likeness_of(std::vector<std::string> const &word, Sought const &sought)
{
    std::optional<Likeness> best;
    for (auto const &way : sought.ways) {
        bool const fits = std::ranges::any_of(way.tokens, [&](std::string const &token) {
            return std::ranges::any_of(word, [&](std::string const &form) {
                return way.begins ? form.starts_with(token) : form == token;
            });
        });
        if (fits && (!best || way.likeness < *best)) {
            best = way.likeness;
        }
    }
    return best;
}

/// Adds why `text` has what is sought; what was told before is not told again.
void explain(Hit &hit, std::vector<Sought> const &all, Field const *field, std::string_view text)
{
    for (auto const &sought : all) {
        if (std::ranges::find(hit.reasons, sought.typed, &Reason::typed) != hit.reasons.end()) {
            continue;
        }
        auto likeness = Likeness::as_typed;
        auto place = excerpt(text, [&](std::vector<std::string> const &word) {
            auto const found = likeness_of(word, sought);
            likeness = found.value_or(likeness);
            return found.has_value();
        });
        if (place) {
            hit.reasons.push_back({.typed = sought.typed,
                                   .likeness = likeness,
                                   .field = field,
                                   .place = std::move(*place)});
        }
    }
}

/// What a field's value says to a reader: of content in several languages all of them.
std::string text_of(Field const &field, void const *value)
{
    auto text = field.print(value);
    if (field.kind != Kind::multilingual) {
        return text;
    }
    auto const content = i18n::MultilingualText::parse(text);
    std::string all;
    for (auto const language : languages) {
        if (content && content->has(language)) {
            all += all.empty() ? "" : "\n";
            all += content->in(language);
        }
    }
    return all;
}

void explain(storage::Reader &reader, Audience audience, std::vector<Hit> &hits,
             std::vector<Sought> const &all)
{
    std::map<Noun const *, std::vector<Uuid>> by_noun;
    for (auto &hit : hits) {
        explain(hit, all, nullptr, hit.title);
        explain(hit, all, nullptr, hit.reference);
        if (hit.reasons.size() < all.size()) {
            by_noun[hit.noun].push_back(hit.id);
        }
    }
    for (auto const &[noun, ids] : by_noun) {
        each_value(reader, *noun, ids, [&, fields = noun->fields](Uuid id, void const *value) {
            auto &hit = *std::ranges::find(hits, id, &Hit::id);
            for (auto const &field : fields) {
                if (field.audience <= audience && is_searched(field)) {
                    explain(hit, all, &field, text_of(field, value));
                }
            }
        });
    }
}

/// What was corrected, told by the words that the hits show: that there is a word in what somebody
/// may not see is not told.
std::vector<Correction> corrections_shown(std::vector<Hit> const &hits)
{
    std::vector<Correction> corrections;
    for (auto const &hit : hits) {
        for (auto const &reason : hit.reasons) {
            if (reason.likeness != Likeness::correction) {
                continue;
            }
            auto known = std::ranges::find(corrections, reason.typed, &Correction::typed);
            if (known == corrections.end()) {
                corrections.push_back({.typed = reason.typed, .read_as = {}});
                known = corrections.end() - 1;
            }
            auto const word = fold(reason.place.match);
            if (std::ranges::find(known->read_as, word) == known->read_as.end()) {
                known->read_as.push_back(word);
            }
        }
    }
    return corrections;
}

/// The most frequent first.
template <typename Key>
std::vector<std::pair<Key, int>> ordered(std::map<Key, int> const &counts)
{
    std::vector<std::pair<Key, int>> all{counts.begin(), counts.end()};
    std::ranges::stable_sort(all, std::ranges::greater{}, &std::pair<Key, int>::second);
    return all;
}

} // namespace

Everywhere search_everywhere(storage::Reader &reader, std::span<Noun const *const> nouns,
                             auth::Identity const *identity, CodeLists const &codes,
                             EverywhereQuery const &query)
{
    Everywhere found;
    auto all = sought_everywhere(codes, query.words);
    if (all.empty()) {
        return found;
    }
    correct(reader, all);
    auto [hits, is_all] =
        store::matching(reader, nouns, identity, query, match_expression(reader.engine(), all));
    found.is_all = is_all;
    found.count = static_cast<int>(hits.size());
    if (hits.empty()) {
        return found;
    }

    std::map<Noun const *, int> kinds;
    std::map<CountryCode, int> countries;
    for (auto const &hit : hits) {
        ++kinds[hit.noun];
        if (hit.country) {
            ++countries[*hit.country];
        }
    }
    found.kinds = ordered(kinds);
    found.countries = ordered(countries);

    rank(hits, all);
    auto const first = std::clamp(query.first, 0, found.count);
    auto const last = std::min(first + query.limit, found.count);
    found.hits.assign(std::make_move_iterator(hits.begin() + first),
                      std::make_move_iterator(hits.begin() + last));
    explain(reader, audience_of(identity), found.hits, all);
    found.corrections = corrections_shown(found.hits);
    return found;
}

} // namespace selatan::records
