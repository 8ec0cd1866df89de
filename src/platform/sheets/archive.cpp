#include "platform/sheets/archive.hpp"

#include <algorithm>
#include <array>
#include <zip.h>

namespace selatan::sheets {

namespace {

std::string normal(std::string_view name)
{
    std::string out{name};
    for (char &c : out) {
        c = c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    out.erase(0, std::min(out.find_first_not_of('/'), out.size()));
    return out;
}

struct Discard {
    void operator()(zip_t *archive) const { zip_discard(archive); }
};
struct CloseFile {
    void operator()(zip_file_t *file) const { zip_fclose(file); }
};

} // namespace

struct Archive::Zip {
    std::unique_ptr<zip_t, Discard> archive;
    std::unordered_map<std::string, Part> parts;
    Limits limits;
    std::uint64_t packed = 0;
    std::uint64_t inflated = 0;
};

Archive::Archive(std::unique_ptr<Zip> zip) : m_zip{std::move(zip)}
{
}
Archive::~Archive() = default;
Archive::Archive(Archive &&) noexcept = default;

Result<Archive> Archive::open(std::string_view bytes, Limits const &limits)
{
    auto zip = std::make_unique<Zip>();
    zip->limits = limits;
    zip->packed = bytes.size();
    zip_error_t error;
    zip_error_init(&error);
    // Read-only all along; the interface is older than const.
    auto *const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source != nullptr) {
        zip->archive.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
        if (!zip->archive) {
            zip_source_free(source);
        }
    }
    zip_error_fini(&error);
    if (!zip->archive) {
        return selatan::refuse(refusal_of("broken_archive"));
    }
    auto const count = zip_get_num_entries(zip->archive.get(), 0);
    if (count < 0 || static_cast<std::uint64_t>(count) > limits.parts) {
        return selatan::refuse(
            refusal_of("too_many_parts", {many(limits.parts)}, Decline::too_large));
    }
    for (Part part = 0; part < static_cast<Part>(count); ++part) {
        if (auto const *const name = zip_get_name(zip->archive.get(), part, ZIP_FL_ENC_RAW)) {
            zip->parts.emplace(normal(name), part);
        }
    }
    return Archive{std::move(zip)};
}

std::optional<Archive::Part> Archive::find(std::string_view name) const
{
    auto const found = m_zip->parts.find(normal(name));
    return found == m_zip->parts.end() ? std::nullopt : std::optional{found->second};
}

Result<void> Archive::read(Part part, std::function<bool(std::string_view)> const &take)
{
    auto const *const raw_name = zip_get_name(m_zip->archive.get(), part, ZIP_FL_ENC_RAW);
    std::string const name{raw_name == nullptr ? "" : raw_name};
    auto const broken = [&] {
        return selatan::refuse(refusal_of("broken_part", {{"part", name}}));
    };
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat_index(m_zip->archive.get(), part, 0, &status) != 0) {
        return broken();
    }
    if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
        status.encryption_method != ZIP_EM_NONE) {
        return selatan::refuse(refusal_of("encrypted"));
    }
    std::unique_ptr<zip_file_t, CloseFile> const file{
        zip_fopen_index(m_zip->archive.get(), part, 0)};
    if (!file) {
        return broken();
    }
    constexpr std::uint64_t too_little_for_a_bomb = 16U << 20U;
    std::array<char, 64 * 1024> piece{};
    for (;;) {
        auto const size = zip_fread(file.get(), piece.data(), piece.size());
        if (size < 0) {
            return broken();
        }
        if (size == 0) {
            return {};
        }
        m_zip->inflated += static_cast<std::uint64_t>(size);
        bool const bomb = m_zip->inflated > too_little_for_a_bomb &&
                          m_zip->inflated / m_zip->limits.inflated_times > m_zip->packed;
        if (m_zip->inflated > m_zip->limits.inflated || bomb) {
            return selatan::refuse(refusal_of(
                "too_much_inside", {megabytes(m_zip->limits.inflated)}, Decline::too_large));
        }
        if (!take({piece.data(), static_cast<std::size_t>(size)})) {
            return {};
        }
    }
}

std::string Archive::read_small(std::string_view name, std::size_t at_most)
{
    std::string content;
    auto const part = find(name);
    bool fits = part.has_value();
    if (part) {
        auto const read_through = read(*part, [&](std::string_view piece) {
            fits = content.size() + piece.size() <= at_most;
            content.append(fits ? piece : std::string_view{});
            return fits;
        });
        fits = fits && read_through.has_value();
    }
    return fits ? content : std::string{};
}

} // namespace selatan::sheets
