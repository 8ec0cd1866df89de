#include "exchange/reported/reading.hpp"

#include "exchange/reported/activity_reader.hpp"
#include "exchange/reported/sources.hpp"

#include <map>

namespace selatan::reported {

namespace {

/// Inflates with the dictionaries that it has seen; each is looked up once.
class Sources {
public:
    explicit Sources(storage::Reader &reader) : m_reader{reader} {}

    [[nodiscard]] std::string inflate(std::optional<std::int64_t> dictionary, Bytes const &bytes)
    {
        auto const key = dictionary.value_or(0);
        auto found = m_known.find(key);
        if (found == m_known.end()) {
            std::string text;
            if (dictionary) {
                auto const stored = m_reader.one<Bytes>(
                    "SELECT bytes FROM iati_dictionary WHERE id = ?", *dictionary);
                if (!stored) {
                    throw DamagedSource{"a dictionary is missing"};
                }
                text = Decompressor{}.decompress(*stored);
            }
            found = m_known.try_emplace(key, text).first;
        }
        return found->second.decompress(bytes);
    }

private:
    storage::Reader &m_reader;
    std::map<std::int64_t, Decompressor> m_known;
};

struct Stored {
    std::string source;
    std::string version;
};

std::optional<Stored> stored(storage::Reader &reader, Sources &sources, std::int64_t activity)
{
    for (auto row : reader.query("SELECT s.dictionary, s.bytes, b.iati_version FROM iati_source s"
                                 " JOIN iati_activity a ON a.id = s.activity"
                                 " JOIN iati_batch b ON b.number = a.batch"
                                 " WHERE s.activity = ?",
                                 activity)) {
        auto const dictionary = row.next<std::optional<std::int64_t>>();
        auto const bytes = row.next<Bytes>();
        auto version = row.next<std::string>();
        return Stored{sources.inflate(dictionary, bytes), std::move(version)};
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> source_of(storage::Reader &reader, std::int64_t activity)
{
    Sources sources{reader};
    auto found = stored(reader, sources, activity);
    return found ? std::optional{std::move(found->source)} : std::nullopt;
}

std::vector<std::string> sources_of(storage::Reader &reader,
                                    std::vector<std::int64_t> const &activities)
{
    Sources sources{reader};
    std::vector<std::string> all;
    all.reserve(activities.size());
    for (auto const id : activities) {
        auto found = stored(reader, sources, id);
        if (!found) {
            throw DamagedSource{"a source is missing"};
        }
        all.push_back(std::move(found->source));
    }
    return all;
}

std::optional<Activity> activity_of(storage::Reader &reader, std::int64_t activity)
{
    Sources sources{reader};
    auto const found = stored(reader, sources, activity);
    return found ? std::optional{read_activity(found->source, found->version)} : std::nullopt;
}

void each_standing(storage::Reader &reader,
                   std::function<bool(std::int64_t id, Activity const &activity)> const &take)
{
    Sources sources{reader};
    struct Read {
        std::int64_t id = 0;
        std::optional<std::int64_t> dictionary;
        Bytes bytes;
        std::string version;
    };
    constexpr int at_a_time = 500;
    std::int64_t last = 0;
    for (;;) {
        // Read first, then inflated: a dictionary is looked up by a query of its own.
        std::vector<Read> some;
        for (auto row : reader.query(
                 "SELECT a.id, s.dictionary, s.bytes, b.iati_version FROM iati_activity a"
                 " JOIN iati_source s ON s.activity = a.id JOIN iati_batch b ON b.number = a.batch"
                 " WHERE a.id > ? AND a.ended_by IS NULL ORDER BY a.id LIMIT ?",
                 last, at_a_time)) {
            some.push_back({.id = row.next<std::int64_t>(),
                            .dictionary = row.next<std::optional<std::int64_t>>(),
                            .bytes = row.next<Bytes>(),
                            .version = row.next<std::string>()});
        }
        if (some.empty()) {
            return;
        }
        last = some.back().id;
        for (auto const &one : some) {
            if (!take(one.id,
                      read_activity(sources.inflate(one.dictionary, one.bytes), one.version))) {
                return;
            }
        }
    }
}

std::vector<std::pair<std::int64_t, Activity>>
activities_of(storage::Reader &reader, std::vector<std::int64_t> const &activities)
{
    Sources sources{reader};
    std::vector<std::pair<std::int64_t, Activity>> all;
    for (auto const id : activities) {
        if (auto const found = stored(reader, sources, id)) {
            all.emplace_back(id, read_activity(found->source, found->version));
        }
    }
    return all;
}

} // namespace selatan::reported
