#include "platform/files/type.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace selatan::files {

namespace {

struct Known {
    FileType type;
    std::string_view code;
    std::string_view media_type;
    std::array<std::string_view, 2> endings; ///< the first is given to names that lack one
};
constexpr std::array<Known, 9> all_known{{
    {FileType::pdf, "pdf", "application/pdf", {"pdf"}},
    {FileType::png, "png", "image/png", {"png"}},
    {FileType::jpeg, "jpeg", "image/jpeg", {"jpg", "jpeg"}},
    {FileType::xlsx,
     "xlsx",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     {"xlsx"}},
    {FileType::ods, "ods", "application/vnd.oasis.opendocument.spreadsheet", {"ods"}},
    {FileType::docx,
     "docx",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     {"docx"}},
    {FileType::csv, "csv", "text/csv", {"csv", "tsv"}},
    {FileType::txt, "txt", "text/plain", {"txt"}},
    {FileType::zip, "zip", "application/zip", {"zip"}},
}};

Known const &known(FileType type)
{
    return all_known[static_cast<std::size_t>(type)];
}

bool has_ending_of(std::string_view name, FileType type)
{
    auto const dot = name.rfind('.');
    if (dot == std::string_view::npos) {
        return false;
    }
    auto const ending = fold(name.substr(dot + 1));
    return !ending.empty() &&
           std::ranges::find(known(type).endings, ending) != known(type).endings.end();
}

using Bytes = std::vector<std::uint8_t>;

Bytes read_bytes(std::uint64_t size, ReadAt const &read, std::uint64_t offset, std::uint64_t count)
{
    Bytes bytes(std::min(count, size - std::min(offset, size)));
    if (!bytes.empty()) {
        read(offset, bytes);
    }
    return bytes;
}

bool starts_with(std::span<std::uint8_t const> bytes, std::string_view mark)
{
    return bytes.size() >= mark.size() &&
           std::ranges::equal(bytes.first(mark.size()), mark, [](std::uint8_t byte, char c) {
               return byte == static_cast<std::uint8_t>(c);
           });
}

std::uint64_t little_endian(std::span<std::uint8_t const> bytes, std::size_t offset,
                            std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value |= static_cast<std::uint64_t>(bytes[offset + i]) << (8 * i);
    }
    return value;
}

/// What the names in a zip's central directory say that it is (APPNOTE.TXT, 4.3.12 and 4.3.16).
/// Bounded: a real workbook has tens of parts, and their names are short.
std::optional<FileType> sniff_zip(std::uint64_t size, ReadAt const &read)
{
    constexpr std::uint64_t end_record_size = 22;
    constexpr std::uint64_t longest_comment = 65535;
    constexpr std::uint64_t longest_directory = 4 * 1024 * 1024;

    // The end record stands before a comment of unknown length: search it from the back.
    auto const tail_size = std::min(size, end_record_size + longest_comment);
    auto const tail_at = size - tail_size;
    auto const tail = read_bytes(size, read, tail_at, tail_size);
    std::optional<std::size_t> end_record;
    for (auto at = tail.size(); at-- > 0 && !end_record;) {
        auto const rest = std::span{tail}.subspan(at);
        if (rest.size() >= end_record_size && starts_with(rest, "PK\5\6")) {
            end_record = at;
        }
    }
    if (!end_record) {
        return std::nullopt;
    }
    auto const directory_size = little_endian(tail, *end_record + 12, 4);
    auto const directory_at = little_endian(tail, *end_record + 16, 4);
    if (directory_size > longest_directory ||
        directory_at + directory_size > tail_at + *end_record) {
        return std::nullopt; // among them zip64, which nothing under 4 GiB needs
    }

    auto const directory = read_bytes(size, read, directory_at, directory_size);
    bool workbook = false;
    bool document = false;
    bool macros = false;
    bool open_document = false;
    constexpr std::size_t entry_size = 46;
    for (std::size_t at = 0; at < directory.size();) {
        auto const entry = std::span{directory}.subspan(at);
        if (entry.size() < entry_size || !starts_with(entry, "PK\1\2")) {
            return std::nullopt;
        }
        auto const name_size = static_cast<std::size_t>(little_endian(entry, 28, 2));
        auto const whole = entry_size + name_size +
                           static_cast<std::size_t>(little_endian(entry, 30, 2)) +
                           static_cast<std::size_t>(little_endian(entry, 32, 2));
        if (entry.size() < whole) {
            return std::nullopt;
        }
        std::string const name{entry.begin() + entry_size,
                               entry.begin() + static_cast<std::ptrdiff_t>(entry_size + name_size)};
        workbook = workbook || name == "xl/workbook.xml";
        document = document || name == "word/document.xml";
        macros = macros || name.ends_with("vbaProject.bin") || name.starts_with("Basic/");
        open_document = open_document || name == "mimetype";
        at += whole;
    }
    if (macros) {
        return std::nullopt;
    }
    if (workbook || document) {
        return workbook ? FileType::xlsx : FileType::docx;
    }
    if (open_document) {
        // OpenDocument 1.3, part 2, 3.3: "mimetype" comes first, stored as it is, without extra
        // field; so it begins at byte 30 and its content at byte 38.
        static constexpr std::string_view spreadsheet =
            "application/vnd.oasis.opendocument.spreadsheet";
        auto const head = read_bytes(size, read, 30, 8 + spreadsheet.size() + 2);
        if (starts_with(head, "mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK")) {
            return FileType::ods;
        }
        return std::nullopt; // texts, drawings, templates
    }
    return FileType::zip;
}

bool is_text(std::span<std::uint8_t const> head)
{
    if (starts_with(head, "\xFF\xFE") || starts_with(head, "\xFE\xFF")) {
        return head.size() % 2 == 0; // UTF-16, as spreadsheets export it
    }
    // Whatever the encoding, control characters other than white space are not text.
    return std::ranges::none_of(head, [](std::uint8_t byte) {
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
    });
}

} // namespace

std::string_view to_code(FileType type)
{
    return known(type).code;
}

bool from_code(std::string_view code, FileType &type)
{
    auto const *const found = std::ranges::find(all_known, code, &Known::code);
    if (found == all_known.end()) {
        return false;
    }
    type = found->type;
    return true;
}

std::string_view media_type(FileType type)
{
    return known(type).media_type;
}

std::optional<FileType> sniff(std::uint64_t size, ReadAt const &read, std::string_view name)
{
    constexpr std::uint64_t text_judged = 64 * 1024;
    auto const head = read_bytes(size, read, 0, text_judged);
    if (starts_with(head, "%PDF-")) {
        return FileType::pdf;
    }
    if (starts_with(head, "\x89PNG\r\n\x1A\n")) {
        return FileType::png;
    }
    if (starts_with(head, "\xFF\xD8\xFF")) {
        return FileType::jpeg;
    }
    if (starts_with(head, "PK\3\4") || starts_with(head, "PK\5\6")) {
        return sniff_zip(size, read);
    }
    if (head.empty() || !is_text(head)) {
        return std::nullopt;
    }
    return has_ending_of(name, FileType::csv) ? FileType::csv : FileType::txt;
}

std::string safe_name(std::string_view name, FileType type)
{
    // What browsers send as a path, and what some systems read as one.
    auto const slash = name.find_last_of("/\\");
    auto safe = clean(slash == std::string_view::npos ? name : name.substr(slash + 1));
    std::ranges::replace_if(
        safe, [](char c) { return std::string_view{"<>:\"|?*"}.find(c) != std::string_view::npos; },
        '_');
    safe.erase(0, safe.find_first_not_of(". "));
    safe.erase(safe.find_last_not_of(". ") + 1);

    std::string ending;
    if (has_ending_of(safe, type)) {
        auto const dot = safe.rfind('.');
        ending = safe.substr(dot);
        safe.erase(dot);
    } else {
        ending = "." + std::string{known(type).endings[0]};
    }
    constexpr std::size_t longest_stem = 112;
    safe = truncate(safe.empty() ? "file" : safe, longest_stem);
    // A grapheme can be long; a file system's limit is in bytes.
    constexpr std::size_t most_bytes = 200;
    while (safe.size() > most_bytes) {
        safe.pop_back();
        while (!is_valid_utf8(safe)) {
            safe.pop_back();
        }
    }
    return safe + ending;
}

} // namespace selatan::files
