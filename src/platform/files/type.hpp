/// \file
/// What a file is, judged by its content and never by what its sender claims.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace selatan::files {

/// All that may be stored.
enum class FileType { pdf, png, jpeg, xlsx, ods, docx, csv, txt, zip };

[[nodiscard]] std::string_view to_code(FileType type);
[[nodiscard]] bool from_code(std::string_view code, FileType &type);
/// For Content-Type: "application/pdf". Text is served as UTF-8 only if it is (`is_utf8` of the
/// caller); here without a charset.
[[nodiscard]] std::string_view media_type(FileType type);

/// Random access to a file's bytes: fills `bytes` from `offset` on, throws when it cannot.
using ReadAt = std::function<void(std::uint64_t offset, std::span<std::uint8_t> bytes)>;

/// Nothing when it is none of the allowed types, or a broken one. `name` only tells csv from txt,
/// which have no marks of their own. Office files with macros and encrypted ones are refused.
[[nodiscard]] std::optional<FileType> sniff(std::uint64_t size, ReadAt const &read,
                                            std::string_view name);

/// A sender's file name made fit to show and to save under: no path, no control or reserved
/// characters, at most 120 user-perceived characters, and the ending that its type has
/// ("scan.exe" that is a PDF becomes "scan.exe.pdf").
[[nodiscard]] std::string safe_name(std::string_view name, FileType type);

} // namespace selatan::files
