/// \file
/// Raises records of the versions 1.01 to 1.05 to 2.03. Nothing that a 1.0x file could say is lost:
/// what 2.03 has no place for is kept aside (Space::aside), where no rule sees it.
#pragma once

#include "exchange/iati/standard.hpp"
#include "exchange/iati/tree.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::iati {

/// One kind of change, told once for a file.
struct Change {
    enum class Kind : std::uint8_t {
        narrative, ///< the text of `path` became a narrative
        code,      ///< the code `from` is `to` now
        moved,     ///< what `from` said, `to` says
        merged,    ///< several of `path` became one: texts in several languages, or lists of items
        ordered,   ///< the children of `path` were put in the order that 2.03 asks for
        aside,     ///< 2.03 has no place for it
    };
    Kind kind = Kind::narrative;
    std::string path; ///< as the file has it: "iati-activity/activity-date/@type"
    std::string from;
    std::string to;
    std::uint64_t count = 0;
    xml::Place first;
};
[[nodiscard]] std::string_view to_code(Change::Kind kind);

/// Names of 1.0x that 2.03 no longer has.
inline constexpr std::array<std::string_view, 15> names_of_old{
    "activity-website", "aidtype-flag", "coordinates", "gazetteer-entry",
    "location-type",    "adm1",         "adm2",        "country",
    "gazetteer-ref",    "latitude",     "longitude",   "owner-name",
    "owner-ref",        "precision",    "updated",
};

[[nodiscard]] bool is_old_version(std::string_view version);
/// For files that name no version, as 1.0x let them: whether the record is written as it was then,
/// with its texts directly in title and the like.
[[nodiscard]] bool is_written_as_old(Tree const &record);

class Raising;

/// Keeps its memory from one record to the next.
class Raiser {
public:
    explicit Raiser(FileKind kind);
    ~Raiser();
    Raiser(Raiser &&) noexcept;
    Raiser &operator=(Raiser &&) noexcept;

    /// `to` becomes the same record as 2.03 has it. Places stay those of the file.
    void raise(Tree const &from, Tree &to);
    /// What was changed so far, in the order of kinds and paths.
    [[nodiscard]] std::vector<Change> changes() const;

private:
    std::unique_ptr<Raising> m_raising;
};

} // namespace selatan::iati
