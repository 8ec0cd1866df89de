#include "exchange/reported/facets.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace selatan::reported {

namespace {

/// Longer codes are somebody's mistake, and nobody looks for them.
constexpr std::size_t longest_code = 200;

class Collected {
public:
    void add(std::string_view kind, std::string_view code)
    {
        if (!code.empty() && code.size() <= longest_code) {
            m_all.push_back({std::string{kind}, std::string{code}});
        }
    }
    void add(std::string_view kind, std::vector<Share> const &shares)
    {
        for (auto const &share : shares) {
            add(kind, share.code);
        }
    }
    void add_sectors(std::vector<Share> const &shares)
    {
        for (auto const &share : shares) {
            if (!share.code.empty()) {
                add(facets::sector, share.vocabulary + ":" + share.code);
            }
        }
    }
    [[nodiscard]] std::vector<Facet> take()
    {
        std::ranges::sort(m_all);
        m_all.erase(std::unique(m_all.begin(), m_all.end()), m_all.end());
        return std::move(m_all);
    }

private:
    std::vector<Facet> m_all;
};

std::vector<std::string> words_in(Narrative const &narrative)
{
    auto const language = parse_language(narrative.language);
    return language ? tokens(*language, narrative.text) : plain_words(narrative.text);
}

} // namespace

std::string facets::role(std::string_view code)
{
    return "role" + std::string{code};
}

std::string organisation_key(Organisation const &organisation)
{
    return organisation.ref.empty() ? fold(organisation.name) : organisation.ref;
}

std::vector<Facet> facets_of(Activity const &activity)
{
    Collected all;
    all.add(facets::publisher, activity.reporter.ref);
    all.add(facets::status, activity.status);
    all.add(facets::country, activity.countries);
    all.add(facets::region, activity.regions);
    all.add_sectors(activity.sectors);
    bool has_year = false;
    for (auto const &transaction : activity.transactions) {
        all.add(facets::country, transaction.countries);
        all.add(facets::region, transaction.regions);
        all.add_sectors(transaction.sectors);
        if (transaction.on) {
            all.add(facets::year, std::to_string(transaction.on->year()));
            has_year = true;
        }
    }
    if (auto const start = activity.starts(); start && !has_year) {
        all.add(facets::year, std::to_string(start->year()));
    }
    for (auto const &participant : activity.participants) {
        auto const key = organisation_key(participant.organisation);
        all.add(facets::organisation, key);
        if (participant.role.size() == 1) {
            all.add(facets::role(participant.role), key);
        }
    }
    for (auto const &title : activity.title) {
        for (auto const &word : words_in(title)) {
            all.add(facets::word, word);
        }
    }
    if (!activity.notes.empty()) {
        all.add(facets::note, "yes");
    }
    return all.take();
}

std::vector<std::vector<std::string>> sought_words(std::string_view text)
{
    std::vector<std::vector<std::string>> all;
    for (auto const &word : plain_words(text)) {
        all.push_back(tokens_in_every_language(word));
    }
    return all;
}

void append_number(storage::Bytes &into, std::uint64_t number)
{
    constexpr std::uint64_t low = 0x7F;
    constexpr std::uint8_t more = 0x80;
    for (; number > low; number >>= 7U) {
        into.push_back(static_cast<std::uint8_t>(number & low) | more);
    }
    into.push_back(static_cast<std::uint8_t>(number));
}

bool take_number(std::span<std::uint8_t const> &from, std::uint64_t &number)
{
    constexpr std::uint8_t low = 0x7F;
    constexpr unsigned widest = 63;
    number = 0;
    for (unsigned shift = 0; !from.empty() && shift <= widest; shift += 7) {
        auto const byte = from.front();
        from = from.subspan(1);
        number |= static_cast<std::uint64_t>(byte & low) << shift;
        if (byte <= low) {
            return true;
        }
    }
    return false;
}

storage::Bytes pack(std::vector<std::int64_t> numbers)
{
    std::ranges::sort(numbers);
    storage::Bytes bytes;
    std::uint64_t last = 0;
    for (auto const number : numbers) {
        append_number(bytes, static_cast<std::uint64_t>(number) - last);
        last = static_cast<std::uint64_t>(number);
    }
    return bytes;
}

std::vector<std::int64_t> unpack(std::span<std::uint8_t const> bytes)
{
    std::vector<std::int64_t> numbers;
    // Without a sign, so that bytes that were damaged wrap around as everything else does.
    std::uint64_t last = 0;
    for (std::uint64_t difference = 0; take_number(bytes, difference);) {
        last += difference;
        numbers.push_back(static_cast<std::int64_t>(last));
    }
    return numbers;
}

} // namespace selatan::reported
