/// \file
/// QR codes (ISO/IEC 18004) as a square of modules, for whoever draws them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace selatan::pdf {

struct QrCode {
    std::size_t width = 0; ///< modules in a row; the quiet zone of four around it is the drawer's
    std::vector<bool> dark;

    [[nodiscard]] bool is_dark(std::size_t x, std::size_t y) const { return dark[y * width + x]; }
};

/// With error correction M: about 15 % of it may be stained or torn. A text of more than 2,331
/// bytes, or one with a NUL, is a Bug.
[[nodiscard]] QrCode qr_code(std::string_view text);

} // namespace selatan::pdf
