/// \file
/// Restricted files are sealed with the same keys as restricted values: erasing a person makes
/// their files unreadable, in every backup too.
#pragma once

#include "platform/files/file.hpp"
#include "platform/secrets/vault.hpp"

namespace selatan::secrets {

/// `vault` must outlive it.
class FileCipher : public files::Cipher {
public:
    explicit FileCipher(Vault &vault) : m_vault{&vault} {}

    [[nodiscard]] Result<Bytes> seal(storage::Tx &tx, Place const &place,
                                     std::string_view plain) override;
    [[nodiscard]] std::optional<std::string> open(storage::Reader &reader, Place const &place,
                                                  std::span<std::uint8_t const> sealed) override;

private:
    Vault *m_vault;
};

} // namespace selatan::secrets
