/// \file
/// The files that an applicant hands in for documents that the scheme wants: kept with the
/// application, where the offices read them, and shown to the applicant, who may take one back
/// until it was judged. Sealed papers go another way (sealed_file.hpp).
#pragma once

#include "cooperation/training/handed_file.hpp"
#include "platform/http/message.hpp"

#include <cstdint>
#include <string>

namespace selatan::training {

inline constexpr files::Limits own_file_limits{.bytes = 10 * files::chunk_size};
inline constexpr std::int64_t own_files_most = 20; ///< of one application

/// What was sent as "file". Refuses `web.no_upload` and what `files::examine` refuses, on "file".
[[nodiscard]] Result<files::Examined> examine_own_file(http::Request const &request);

/// On "file": `training.not_a_scan`, neither PDF nor picture; `training.too_many_copies`.
[[nodiscard]] Result<void> decide_own_file(files::FileType type, std::int64_t kept);

/// Keeps a staged file and ticks its document off. Refuses what `decide_own_file` refuses, then
/// what `hand_in` refuses. `description`: what the offices read beside it.
[[nodiscard]] Result<void> hand_in_file(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                        std::string const &document, files::Examined examined,
                                        std::string const &description);
/// The same of the employer, whose documents `Rules::employer_documents` are.
[[nodiscard]] Result<void> hand_in_employers_file(storage::Tx &tx, events::Actor const &actor,
                                                  Head const &head, std::string const &document,
                                                  files::Examined examined,
                                                  std::string const &description);
/// Its bytes are gone; a document of which nothing is left is wanted again. Refuses not_found of
/// what is not among the files that the applicant handed in. History: "take_file_back".
[[nodiscard]] Result<void> take_file_back(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, Id<files::File> file);

} // namespace selatan::training
