/// \file
/// Validates what a stranger sent: in a child of little processor time and memory, within bounds.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace selatan::iati {

/// What a stranger may ask for.
struct PublicLimits {
    std::uint64_t bytes = 20U << 20U; ///< of the file, and of what it inflates to
    std::uint64_t findings = 50'000;  ///< that a whole report tells; all are counted
    std::uint64_t places = 1000;      ///< that a digest tells; all are counted
    std::uint64_t files = 100;        ///< in an archive
    std::chrono::seconds processor{10};
    std::chrono::seconds silence{20};
    std::uint64_t memory = 512U << 20U;
};

enum class Wanted : std::uint8_t {
    whole,  ///< as JsonReport writes it; of a zip archive {"files": […]}, a report for each in it
    digest, ///< as digest.hpp has it; of a zip archive likewise
};

/// The report on a file on disk. Refuses `iati.too_large`, `iati.too_many`, `iati.empty_archive`,
/// `iati.damaged` (gzip or zip that cannot be inflated), `iati.too_slow`, `iati.reader_failed`.
[[nodiscard]] Result<std::string> isolated_validate_file(std::string const &path, Wanted wanted,
                                                         Language language, Date today,
                                                         PublicLimits const &limits = {});

/// The same of what somebody typed: a text is UTF-8 here, whatever its declaration says it will be.
[[nodiscard]] Result<std::string> isolated_validate_text(std::string_view text, Wanted wanted,
                                                         Language language, Date today,
                                                         PublicLimits const &limits = {});

/// First thing in main(): does the child's work and ends the process when this is such a child.
void child_main(int argc, char **argv);

} // namespace selatan::iati
