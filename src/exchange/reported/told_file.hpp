/// \file
/// A file read activity by activity, each made ready to be written: typed, compared with what
/// stands, compressed. Reads the store, writes nothing.
#pragma once

#include "exchange/iati/records.hpp"
#include "exchange/reported/activity_reader.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/sources.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace selatan::reported {

enum class Change : std::uint8_t { fresh, changed, same };

/// An activity of the file.
struct Told {
    std::string before; ///< what stands between it and the one before, or the file's beginning
    std::string source;
    Activity activity;
    Bytes digest;
    std::int64_t occurrence = 1;
    Change change = Change::fresh;
    std::int64_t standing = 0;     ///< the number of what stands; 0: nothing
    std::int64_t same_as = 0;      ///< where the change is `same`: the version that says this
    std::int64_t last_version = 0; ///< 0: there was none
    // Nothing of these where the change is `same`.
    Bytes compressed;
    std::vector<Facet> facets;
};

/// What activities of a publisher are compressed with.
struct Dictionary {
    std::int64_t publisher = 0; ///< 0: one that is not known yet
    std::optional<std::int64_t> id;
    std::string text; ///< empty: none
};

/// Reads in its own transactions, so that it may run beside the one that writes.
class ToldFile {
public:
    /// `before`: the versions that the last file of this name told, rising.
    ToldFile(storage::Store &store, xml::Input &input, xml::Encoding encoding,
             std::vector<std::int64_t> const &before);

    /// The next activities, at most some hundreds; false at the end, however it came.
    bool next(std::vector<Told> &told);

    /// From the first call of next() on.
    [[nodiscard]] Dictionary const &dictionary() const { return m_dictionary; }
    [[nodiscard]] std::string version() const { return std::string{m_reader.head().version()}; }
    [[nodiscard]] std::string generated() const;
    [[nodiscard]] bool is_activities() const;
    [[nodiscard]] xml::Fault const *fault() const { return m_reader.fault(); }
    /// What stands behind the last activity; when next() has said false.
    [[nodiscard]] std::string const &after() const { return m_after; }
    [[nodiscard]] std::uint64_t bytes_read() const { return m_reader.bytes_read(); }

private:
    /// Passes bytes on and keeps those that nobody has taken yet.
    class Tee final : public xml::Input {
    public:
        explicit Tee(xml::Input &input) : m_input{input} {}
        std::size_t read(std::span<char> into) override;
        /// Those up to `end`, which are forgotten.
        [[nodiscard]] std::string take(std::uint64_t end);
        [[nodiscard]] std::string take_all();

    private:
        xml::Input &m_input;
        std::uint64_t m_taken = 0; ///< the offset up to which they were
        std::size_t m_gone = 0;    ///< of m_bytes
        std::string m_bytes;
    };

    void compare(std::vector<Told> &told);
    void choose_dictionary(std::vector<Told> const &told);

    storage::Store &m_store;
    std::vector<std::int64_t> const &m_before;
    std::size_t m_bytes_wanted; ///< by the next call
    Tee m_input;
    iati::RecordReader m_reader;
    /// How often a publisher's identifier was told, by a hash of both: 16 bytes an activity.
    std::unordered_map<std::uint64_t, std::uint32_t> m_occurrences;
    std::optional<Compressor> m_compressor;
    Dictionary m_dictionary;
    std::string m_after;
    bool m_is_over = false;
};

} // namespace selatan::reported
