#include "exchange/reported/comparison.hpp"

#include "exchange/reported/told_store.hpp"

#include <algorithm>
#include <utility>

namespace selatan::reported {

namespace {

/// A dictionary is at most so long, and at most a quarter of what it was made from: it is stored.
constexpr std::size_t longest_dictionary = 64U << 10U;
constexpr std::size_t shortest_dictionary = 4U << 10U;

} // namespace

void Comparison::compare(std::vector<Told> &told)
{
    std::vector<std::string> identifiers;
    identifiers.reserve(told.size());
    for (auto const &one : told) {
        identifiers.push_back(one.activity.identifier);
    }
    auto const earlier = earlier_versions(m_reader, std::move(identifiers));
    for (auto &one : told) {
        auto const found = earlier.find(one.activity.identifier);
        if (found == earlier.end()) {
            continue;
        }
        for (auto const &version : found->second) {
            if (version.publisher != one.activity.reporter.ref ||
                version.occurrence != one.occurrence) {
                continue;
            }
            one.last_version = std::max(one.last_version, version.version);
            bool const says_this = version.digest == one.digest;
            if (version.stands) {
                one.standing = version.id;
                one.change = says_this ? Change::same : Change::changed;
            }
            if (says_this && std::ranges::binary_search(m_before, version.id)) {
                one.same_as = version.id;
            }
        }
        if (one.change == Change::same) {
            one.same_as = one.standing;
        } else if (one.change == Change::changed && one.same_as != 0) {
            // A file of another name tells it differently since. This one has no news: the later
            // word stands, and the two do not replace each other at every import.
            one.change = Change::same;
        }
    }
    if (!m_compressor) {
        choose_dictionary(told);
    }
}

void Comparison::compress(std::vector<Told> &told)
{
    for (auto &one : told) {
        if (one.change != Change::same) {
            one.compressed = m_compressor->compress(one.source);
        }
    }
}

void Comparison::choose_dictionary(std::vector<Told> const &told)
{
    if (auto known = find_dictionary(m_reader, told.front().activity.reporter.ref)) {
        m_dictionary = std::move(*known);
    } else {
        std::size_t bytes = 0;
        for (auto const &one : told) {
            bytes += one.source.size();
        }
        auto const size = std::min(longest_dictionary, bytes / 4);
        for (auto one = told.begin();
             size >= shortest_dictionary && one != told.end() && m_dictionary.text.size() < size;
             ++one) {
            m_dictionary.text += one->source.substr(0, size - m_dictionary.text.size());
        }
    }
    m_compressor.emplace(m_dictionary.text);
}

} // namespace selatan::reported
