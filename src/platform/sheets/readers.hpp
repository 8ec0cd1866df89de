/// \file
/// The readers behind read(), one a format. Each delivers what it finds; the outcome or the refusal
/// is in the Delivery afterwards.
#pragma once

#include "platform/sheets/delivery.hpp"

namespace selatan::sheets {

class Archive;

void read_csv(std::string_view bytes, Options const &options, Delivery &delivery);
/// Whichever of the two the archive holds; refuses others by name.
void read_workbook(Archive &archive, Delivery &delivery);
void read_xlsx(Archive &archive, Delivery &delivery);
void read_ods(Archive &archive, Delivery &delivery);

} // namespace selatan::sheets
