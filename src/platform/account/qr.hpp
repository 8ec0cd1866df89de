/// \file
/// QR codes as pictures in the page itself: nothing is asked of another server.
#pragma once

#include "platform/html/html.hpp"

#include <string_view>

namespace selatan::account {

/// ISO/IEC 18004, error correction M, with the quiet zone of four modules that scanners need.
/// Black on white whatever the theme. `label` says what it is to those who do not see it. Text that
/// no QR code holds (over 2 kB) is a Bug.
[[nodiscard]] html::Html qr_picture(std::string_view text, std::string_view label);

} // namespace selatan::account
