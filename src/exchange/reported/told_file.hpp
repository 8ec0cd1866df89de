/// \file
/// A file read activity by activity, each typed and digested. Knows no store, so that a file may be
/// read while those before it still come in.
#pragma once

#include "engine/xml/reader.hpp"
#include "exchange/reported/activity.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/sources.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace selatan::reported {

enum class Change : std::uint8_t { fresh, changed, same };

/// An activity of the file.
struct Told {
    std::string before; ///< what stands between it and the one before, or the file's beginning
    std::string source;
    Activity activity;
    std::vector<Facet> facets;
    Bytes digest;
    std::int64_t occurrence = 1;
    // What a Comparison says.
    Change change = Change::fresh;
    std::int64_t standing = 0;     ///< the number of what stands; 0: nothing
    std::int64_t same_as = 0;      ///< where the change is `same`: the version that says this
    std::int64_t last_version = 0; ///< 0: there was none
    Bytes compressed;              ///< the source; nothing where the change is `same`
};

/// The next activities of a file, at most some hundreds.
struct Chunk {
    std::string version; ///< of the standard, as the file says it
    std::vector<Told> told;
};

/// What is known of a file when there is no more of it, however it came.
struct FileEnd {
    bool is_activities = false;
    std::optional<xml::Fault> fault;
    std::string version;
    std::string generated;
    std::string after;      ///< what stands behind the last activity
    std::string digest;     ///< SHA-256 of the file, in hexadecimal digits
    std::int64_t bytes = 0; ///< of the file
    bool is_transcoded = false;
    std::vector<Bytes> pieces; ///< the file itself, compressed, where it is not UTF-8
};

class ToldFile {
public:
    /// Whether a file that is not UTF-8 waits in the store already.
    enum class Pieces : std::uint8_t { made, in_store };

    /// Throws iati::Unreadable, as next() does.
    ToldFile(std::unique_ptr<xml::Input> raw, Pieces pieces);
    ~ToldFile();
    ToldFile(ToldFile const &) = delete;
    ToldFile &operator=(ToldFile const &) = delete;

    /// False at the end, however it came.
    bool next(Chunk &chunk);
    /// When next() has said false.
    [[nodiscard]] FileEnd end();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace selatan::reported
