#include "platform/sheets/sheet_reader.hpp"

#include "platform/sheets/archive.hpp"
#include "platform/sheets/format.hpp"
#include "platform/sheets/readers.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace selatan::sheets {

std::string column_letters(std::size_t column)
{
    std::string letters;
    for (; column > 0; column = (column - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    }
    return letters;
}

std::string Place::to_string() const
{
    auto const cell = column_letters(column) + (row == 0 ? "" : std::to_string(row));
    return sheet.empty() || cell.empty() ? sheet + cell : sheet + "!" + cell;
}

std::string_view to_code(Kind kind)
{
    constexpr std::array<std::string_view, 6> codes{"empty", "text",    "number",
                                                    "date",  "boolean", "error"};
    return codes.at(static_cast<std::size_t>(kind));
}

std::string_view to_code(Format format)
{
    constexpr std::array<std::string_view, 3> codes{"csv", "xlsx", "ods"};
    return codes.at(static_cast<std::size_t>(format));
}

bool from_code(std::string_view code, Format &format)
{
    for (auto const candidate : {Format::csv, Format::xlsx, Format::ods}) {
        if (to_code(candidate) == code) {
            format = candidate;
            return true;
        }
    }
    return false;
}

Limits Limits::for_the_public()
{
    Limits limits;
    limits.file = 10U << 20U;
    limits.inflated = 20U << 20U;
    limits.strings = 20U << 20U;
    limits.rows = 100'000;
    limits.cells = 2'000'000;
    return limits;
}

Result<Outcome> read(std::string_view bytes, Options const &options, Visitor &visitor)
{
    Delivery delivery{visitor, options.limits};
    if (bytes.size() > options.limits.file) {
        delivery.refuse_too_large("too_large", megabytes(options.limits.file));
        return delivery.result();
    }
    auto const container = sniff(bytes);
    if (!container) {
        return refuse(container.error());
    }
    if (*container == Container::text) {
        read_csv(bytes, options, delivery);
        return delivery.result();
    }
    auto archive = Archive::open(bytes, options.limits);
    if (!archive) {
        return refuse(archive.error());
    }
    read_workbook(*archive, delivery);
    return delivery.result();
}

Result<Outcome> read_file(std::string const &path, Options const &options, Visitor &visitor)
{
    std::unique_ptr<std::FILE, decltype(&std::fclose)> const file{std::fopen(path.c_str(), "rbe"),
                                                                  std::fclose};
    auto const fail = [&] {
        throw std::system_error{errno, std::generic_category(), "cannot read " + path};
    };
    if (!file) {
        fail();
    }
    std::string bytes;
    std::array<char, 64 * 1024> piece{};
    // One byte more than allowed is enough for read() to refuse.
    while (bytes.size() <= options.limits.file) {
        auto const size = std::fread(piece.data(), 1, piece.size(), file.get());
        bytes.append(piece.data(), size);
        if (size < piece.size()) {
            if (std::ferror(file.get()) != 0) {
                fail();
            }
            break;
        }
    }
    return read(bytes, options, visitor);
}

} // namespace selatan::sheets
