/// \file
/// The zip archive that a workbook is, read in memory and within bounds: what it claims about
/// itself is never believed, what comes out is counted.
#pragma once

#include "platform/sheets/delivery.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace selatan::sheets {

class Archive {
public:
    /// `bytes` outlives the archive.
    [[nodiscard]] static Result<Archive> open(std::string_view bytes, Limits const &limits);
    ~Archive();
    Archive(Archive &&) noexcept;

    using Part = std::uint64_t;
    /// Names compare as OPC's do, without case (ECMA-376 part 2, 6.3.5); some writers use
    /// backslashes. No name ever reaches a file system.
    [[nodiscard]] std::optional<Part> find(std::string_view name) const;

    /// Inflates a part and hands it on in pieces until `take` returns false.
    [[nodiscard]] Result<void> read(Part part, std::function<bool(std::string_view)> const &take);
    /// A small part whole; empty when it is not there or larger than `at_most` bytes.
    [[nodiscard]] std::string read_small(std::string_view name, std::size_t at_most);

private:
    struct Zip;
    explicit Archive(std::unique_ptr<Zip> zip);
    std::unique_ptr<Zip> m_zip;
};

} // namespace selatan::sheets
