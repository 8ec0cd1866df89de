/// \file
/// Whose sealed files are whose.
#pragma once

#include "cooperation/training/sealed_file.hpp"

namespace selatan::training {

void forget_sealed_file(storage::Tx &tx, Id<files::File> file);
void put_sealed_file(storage::Tx &tx, Uuid application, Id<files::File> file,
                     std::string const &document);
void forget_sealed_files(storage::Tx &tx, Uuid application);

} // namespace selatan::training
