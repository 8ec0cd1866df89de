/// \file
/// A zip archive of IATI files: those in it that end in .xml or .xml.gz, each streamed. An office
/// document is such an archive too, with none: the XML in it is its own.
#pragma once

#include "engine/xml/reader.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::iati {

/// Throws Unreadable when the archive is damaged. Not to be shared by threads: each opens its own.
class Archive {
public:
    /// Whether a file that begins so is a zip archive. One without anything in it is one, too.
    [[nodiscard]] static bool begins_one(std::string_view beginning);

    [[nodiscard]] static Archive of_file(std::string const &path);
    /// `bytes` must outlive it.
    [[nodiscard]] static Archive of_bytes(std::string_view bytes);
    Archive(Archive &&) noexcept;
    Archive &operator=(Archive &&) noexcept;
    ~Archive();

    struct Member {
        std::uint64_t index = 0; ///< within the archive
        std::string name;
    };
    /// In the order of the archive.
    [[nodiscard]] std::vector<Member> const &members() const { return m_members; }
    /// What it holds, inflated; lives no longer than the archive. Throws Unreadable, as does
    /// reading it, when it is encrypted or damaged.
    [[nodiscard]] std::unique_ptr<xml::Input> open(Member const &member) const;

private:
    struct Zip;
    explicit Archive(std::unique_ptr<Zip> zip);

    std::unique_ptr<Zip> m_zip;
    std::vector<Member> m_members;
};

} // namespace selatan::iati
