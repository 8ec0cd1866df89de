/// \file
/// A file that was handed in for a document which the scheme wants: open to the offices
/// (own_file.hpp), or sealed (sealed_file.hpp).
#pragma once

#include "cooperation/training/application.hpp"
#include "platform/files/file.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace selatan::training {

enum class Keeping : std::uint8_t { open, sealed };

struct HandedFile {
    Id<files::File> file;
    std::string document;
    Instant added;
};
/// Oldest first. That sealed ones are there is no secret to whoever may see the part.
[[nodiscard]] std::vector<HandedFile> files_of(storage::Reader &reader, Uuid application,
                                               Keeping keeping);
void put_file(storage::Tx &tx, Uuid application, Id<files::File> file, std::string const &document,
              Keeping keeping);
void forget_file(storage::Tx &tx, Id<files::File> file);

} // namespace selatan::training
