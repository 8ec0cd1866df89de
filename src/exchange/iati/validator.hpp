/// \file
/// Validates a file of IATI in one pass, holding one activity in memory:
/// well-formedness, schema, code lists, rulesets, identifiers, duplicates and cross references
/// (iati.md).
#pragma once

#include "engine/xml/reader.hpp"
#include "exchange/iati/finding.hpp"
#include "exchange/iati/raise.hpp"
#include "exchange/iati/standard.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace selatan::iati {

/// The findings of one activity or organisation; or the file's own.
struct Group {
    bool is_file = false;
    /// As the official validator names it: "noIdentifier" when there is none, "X(2)" for the second
    /// X.
    std::string identifier;
    std::string title;
    std::vector<Finding> findings;
};

/// Takes findings as they are made: of very many, a thousand or two in a group. What is more, and
/// what can only be known at the end (duplicates, references that nothing answers to), comes in
/// further groups of the same identifiers.
class Sink {
public:
    Sink() = default;
    Sink(Sink const &) = delete;
    Sink &operator=(Sink const &) = delete;
    virtual ~Sink() = default;
    virtual void take(Group group) = 0;
};

/// A file of 1.0x, which is not valid since its version is no longer supported, is checked all the
/// same: raised to 2.03.
struct Raised {
    bool is_valid = false; ///< but for its version
    std::vector<Change> changes;
};

struct Summary {
    std::optional<FileKind> kind; ///< nothing: no IATI file
    std::string version;          ///< as the file says; 2.01 and 2.02 are checked as 2.03
    std::optional<Raised> raised;
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::array<std::uint64_t, 4> counts{}; ///< by Severity

    [[nodiscard]] std::uint64_t count(Severity severity) const
    {
        return counts[static_cast<std::size_t>(severity)];
    }
    /// The official verdict: nothing critical.
    [[nodiscard]] bool is_valid() const { return count(Severity::critical) == 0; }
};

/// Which sentence tells of a fault of the XML: "xml_" and its code.
[[nodiscard]] std::string_view word_of(xml::FaultKind kind);

/// Adds the identifiers of a file's activities, for `Surroundings::set`. A file that breaks off
/// gives those that stand before.
void gather_identifiers(xml::Input &input, xml::Encoding encoding, Identifiers &into);

[[nodiscard]] Summary validate(xml::Input &input, xml::Encoding encoding,
                               Surroundings const &surroundings, Sink &sink);

} // namespace selatan::iati
