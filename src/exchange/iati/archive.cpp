#include "exchange/iati/archive.hpp"

#include "exchange/iati/decoded_input.hpp"

#include <zip.h>

namespace selatan::iati {

namespace {

struct Discard {
    void operator()(zip_t *archive) const { zip_discard(archive); }
};
struct Close {
    void operator()(zip_file_t *file) const { zip_fclose(file); }
};

constexpr char const *damaged = "zip: the archive is damaged";

class MemberInput final : public xml::Input {
public:
    explicit MemberInput(zip_file_t *file) : m_file{file} {}
    std::size_t read(std::span<char> into) override
    {
        auto const size = zip_fread(m_file.get(), into.data(), into.size());
        if (size < 0) {
            throw Unreadable{damaged};
        }
        return static_cast<std::size_t>(size);
    }

private:
    std::unique_ptr<zip_file_t, Close> m_file;
};

/// What an archive keeps for its maker's system ("__MACOSX/._a.xml") is no file of ours.
bool is_wanted(std::string_view name)
{
    auto const last = name.substr(name.rfind('/') + 1);
    return !last.starts_with('.') && (last.ends_with(".xml") || last.ends_with(".xml.gz"));
}

/// Only documents of Office Open XML (.xlsx) and OpenDocument (.ods) have them.
bool is_of_office_document(std::string_view name)
{
    return name == "[Content_Types].xml" || name == "META-INF/manifest.xml";
}

} // namespace

struct Archive::Zip {
    std::unique_ptr<zip_t, Discard> archive;
};

bool Archive::begins_one(std::string_view beginning)
{
    return beginning.starts_with("PK\x03\x04") || beginning.starts_with("PK\x05\x06");
}

Archive Archive::of_file(std::string const &path)
{
    auto zip = std::make_unique<Zip>();
    zip->archive.reset(zip_open(path.c_str(), ZIP_RDONLY, nullptr));
    return Archive{std::move(zip)};
}

Archive Archive::of_bytes(std::string_view bytes)
{
    auto zip = std::make_unique<Zip>();
    constexpr int keep_bytes = 0; // they are the caller's
    if (auto *const source =
            zip_source_buffer_create(bytes.data(), bytes.size(), keep_bytes, nullptr)) {
        zip->archive.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
        if (!zip->archive) {
            zip_source_free(source);
        }
    }
    return Archive{std::move(zip)};
}

Archive::Archive(std::unique_ptr<Zip> zip) : m_zip{std::move(zip)}
{
    if (!m_zip->archive) {
        throw Unreadable{damaged};
    }
    auto const count = zip_get_num_entries(m_zip->archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        auto const index = static_cast<zip_uint64_t>(i);
        auto const *const name = zip_get_name(m_zip->archive.get(), index, ZIP_FL_ENC_GUESS);
        if (name == nullptr) {
            continue;
        }
        if (is_of_office_document(name)) {
            m_members.clear();
            return;
        }
        if (is_wanted(name)) {
            m_members.push_back({index, name});
        }
    }
}

Archive::Archive(Archive &&) noexcept = default;
Archive &Archive::operator=(Archive &&) noexcept = default;
Archive::~Archive() = default;

std::unique_ptr<xml::Input> Archive::open(Member const &member) const
{
    auto *const file = zip_fopen_index(m_zip->archive.get(), member.index, 0);
    if (file == nullptr) {
        throw Unreadable{"zip: " + member.name + " is encrypted or damaged"};
    }
    return std::make_unique<MemberInput>(file);
}

} // namespace selatan::iati
