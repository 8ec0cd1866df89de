#pragma once

#include "cooperation/training/own_file.hpp"

namespace selatan::training {

void put_own_file(storage::Tx &tx, Uuid application, Id<files::File> file,
                  std::string const &document);
void forget_own_file(storage::Tx &tx, Id<files::File> file);

} // namespace selatan::training
