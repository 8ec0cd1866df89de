#include "platform/secrets/file_cipher.hpp"

namespace selatan::secrets {

namespace {

Binding binding_of(files::Cipher::Place const &place)
{
    return {.table = "file_chunk", .row = place.row, .column = place.column};
}

} // namespace

Result<Bytes> FileCipher::seal(storage::Tx &tx, Place const &place, std::string_view plain)
{
    if (!place.person) {
        return m_vault->seal_for_service(tx, binding_of(place), plain);
    }
    return m_vault->seal(tx, Id<Person>{*place.person}, binding_of(place), plain);
}

std::optional<std::string> FileCipher::open(storage::Reader &reader, Place const &place,
                                            std::span<std::uint8_t const> sealed)
{
    if (!place.person) {
        return m_vault->open_for_service(reader, binding_of(place), sealed);
    }
    return m_vault->open(reader, Id<Person>{*place.person}, binding_of(place), sealed);
}

} // namespace selatan::secrets
