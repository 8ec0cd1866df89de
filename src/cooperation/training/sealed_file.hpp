/// \file
/// Copies of a passport or a medical paper, kept with the sealed part of an application: sealed at
/// rest with the person's own key, every look an act in the history, gone when the part is erased.
#pragma once

#include "cooperation/training/handed_file.hpp"
#include "platform/secrets/vault.hpp"

#include <array>
#include <string>

namespace selatan::training {

/// What is kept sealed, whoever hands it in: codes of `documents`.
inline constexpr std::array<std::string_view, 2> sealed_documents{"passport_copy",
                                                                  "medical_certificate"};
[[nodiscard]] bool is_sealed(std::string_view document);
/// What copies and papers are handed in as: PDF or a picture.
[[nodiscard]] bool is_scan(files::FileType type);

inline constexpr files::Limits sealed_file_limits{.bytes = 10 * files::chunk_size};
inline constexpr std::int64_t sealed_files_most = 10; ///< of one application

/// `common.unknown_choice` on "document"; `training.not_a_scan` on "file": neither PDF nor picture;
/// `training.too_many_copies`.
[[nodiscard]] Result<void> decide_seal(std::string_view document, files::FileType type,
                                       std::int64_t kept);

/// Seals a staged file and ticks the document off. Refuses what `decide_seal` refuses,
/// `auth.view_only`, and `secrets.person_erased`. History: "seal_file", without the file's name.
[[nodiscard]] Result<void> seal_file(storage::Tx &tx, secrets::Vault &vault,
                                     auth::Identity const &by, Head const &head,
                                     std::string const &document, files::Examined examined);
/// Which file is opened; its bytes are then read with a secrets::FileCipher. Refuses
/// `auth.view_only`, and not_found of another's file. History: "look_file".
[[nodiscard]] Result<files::Stored> look_at_file(storage::Tx &tx, auth::Identity const &by,
                                                 Head const &head, Id<files::File> file);
/// One copy's bytes go; a document of which none is left is wanted again. Refuses
/// `auth.view_only`, and not_found of another's file. History: "take_file_back".
[[nodiscard]] Result<void> take_sealed_file_back(storage::Tx &tx, auth::Identity const &by,
                                                 Head const &head, Id<files::File> file);
/// Removes the bytes of all, whose key is destroyed at the same time: for `erase_restricted`.
void remove_sealed_files(storage::Tx &tx, auth::Identity const &by, Uuid application);

} // namespace selatan::training
