/// \file
/// What a file tells beside what stands, and what its sources are compressed with. Reads in the
/// transaction that writes: what the file before has brought is there.
#pragma once

#include "exchange/reported/told_file.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace selatan::reported {

/// What activities of a publisher are compressed with.
struct Dictionary {
    std::int64_t publisher = 0; ///< 0: one that is not known yet
    std::optional<std::int64_t> id;
    std::string text; ///< empty: none
};

class Comparison {
public:
    /// `before`: the versions that the last file of this name told, rising.
    Comparison(storage::Reader &reader, std::vector<std::int64_t> const &before)
        : m_reader{reader}, m_before{before}
    {
    }

    /// Says of each what the change is. Some that the file tells are given once.
    void compare(std::vector<Told> &told);
    /// Their sources; asks nothing of the store, and may run in another thread.
    void compress(std::vector<Told> &told);
    /// After the first were compared.
    [[nodiscard]] Dictionary const &dictionary() const { return m_dictionary; }

private:
    void choose_dictionary(std::vector<Told> const &told);

    storage::Reader &m_reader;
    std::vector<std::int64_t> const &m_before;
    std::optional<Compressor> m_compressor;
    Dictionary m_dictionary;
};

} // namespace selatan::reported
