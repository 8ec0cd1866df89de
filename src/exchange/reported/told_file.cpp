#include "exchange/reported/told_file.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "exchange/reported/told_store.hpp"

#include <algorithm>
#include <utility>

namespace selatan::reported {

namespace {

/// Enough that statements for many rows pay, few enough that memory stays small.
constexpr std::size_t activities_at_a_time = 500;
constexpr std::size_t bytes_at_a_time = 4U << 20U;
/// The first come sooner, so that there is something to be written while the next are read.
constexpr std::size_t bytes_at_first = 256U << 10U;

/// A dictionary is at most so long, and at most a quarter of what it was made from: it is stored.
constexpr std::size_t longest_dictionary = 64U << 10U;
constexpr std::size_t shortest_dictionary = 4U << 10U;

} // namespace

std::size_t ToldFile::Tee::read(std::span<char> into)
{
    auto const size = m_input.read(into);
    m_bytes.erase(0, std::exchange(m_gone, 0));
    m_bytes.append(into.data(), size);
    return size;
}

std::string ToldFile::Tee::take(std::uint64_t end)
{
    auto const size = static_cast<std::size_t>(end - m_taken);
    ENSURE(m_gone + size <= m_bytes.size());
    auto taken = m_bytes.substr(m_gone, size);
    m_gone += size;
    m_taken = end;
    return taken;
}

std::string ToldFile::Tee::take_all()
{
    return m_bytes.substr(std::exchange(m_gone, m_bytes.size()));
}

ToldFile::ToldFile(storage::Store &store, xml::Input &input, xml::Encoding encoding,
                   std::vector<std::int64_t> const &before)
    : m_store{store}, m_before{before}, m_bytes_wanted{bytes_at_first}, m_input{input},
      m_reader{m_input, encoding, iati::RecordReader::Sources::dropped}
{
}

std::string ToldFile::generated() const
{
    return std::string{m_reader.head().attribute("generated-datetime")};
}

bool ToldFile::is_activities() const
{
    return m_reader.head().kind == iati::FileKind::activities;
}

bool ToldFile::next(std::vector<Told> &told)
{
    told.clear();
    std::size_t bytes = 0;
    auto const bytes_wanted =
        std::exchange(m_bytes_wanted, std::min(m_bytes_wanted * 2, bytes_at_a_time));
    while (!m_is_over && told.size() < activities_at_a_time && bytes < bytes_wanted) {
        if (!m_reader.next_record()) {
            m_is_over = true;
            m_after = m_input.take_all();
            break;
        }
        if (!is_activities()) {
            continue; // whoever asks learns it from is_activities()
        }
        Told one;
        one.before = m_input.take(m_reader.begin());
        one.source = m_input.take(m_reader.end());
        one.activity = activity_in(m_reader.tree(), m_reader.head().version());
        one.activity.identifier = kept(one.activity.identifier);
        one.activity.reporter.ref = kept(one.activity.reporter.ref);
        one.digest = digest_of(one.source);
        auto const key = token_hash(one.activity.reporter.ref + '\n' + one.activity.identifier);
        one.occurrence = ++m_occurrences[key];
        bytes += one.source.size();
        told.push_back(std::move(one));
    }
    if (told.empty()) {
        return false;
    }
    compare(told);
    if (!m_compressor) {
        choose_dictionary(told);
    }
    for (auto &one : told) {
        if (one.change != Change::same) {
            one.compressed = m_compressor->compress(one.source);
            one.facets = facets_of(one.activity);
        }
    }
    return true;
}

void ToldFile::compare(std::vector<Told> &told)
{
    std::vector<std::string> identifiers;
    identifiers.reserve(told.size());
    for (auto const &one : told) {
        identifiers.push_back(one.activity.identifier);
    }
    auto const earlier = m_store.read(
        [&](storage::Reader &reader) { return earlier_versions(reader, std::move(identifiers)); });
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
}

void ToldFile::choose_dictionary(std::vector<Told> const &told)
{
    if (auto known = m_store.read([&](storage::Reader &reader) {
            return find_dictionary(reader, told.front().activity.reporter.ref);
        })) {
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
