#include "platform/pdf/qr.hpp"

#include "base/ensure.hpp"

#include <memory>
#include <qrencode.h>
#include <string>

namespace selatan::pdf {

QrCode qr_code(std::string_view text)
{
    struct Free {
        void operator()(QRcode *code) const { QRcode_free(code); }
    };
    ENSURE(text.find('\0') == std::string_view::npos);
    std::unique_ptr<QRcode, Free> const made{
        QRcode_encodeString8bit(std::string{text}.c_str(), 0, QR_ECLEVEL_M)};
    ENSURE(made != nullptr);
    QrCode code;
    code.width = static_cast<std::size_t>(made->width);
    code.dark.reserve(code.width * code.width);
    for (std::size_t i = 0; i < code.width * code.width; ++i) {
        code.dark.push_back((made->data[i] & 1U) != 0); // the other bits say what it is for
    }
    return code;
}

} // namespace selatan::pdf
