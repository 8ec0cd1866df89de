#include "platform/account/qr.hpp"

#include "base/ensure.hpp"

#include <memory>
#include <qrencode.h>
#include <string>

namespace selatan::account {

html::Html qr_picture(std::string_view text, std::string_view label)
{
    constexpr int quiet_zone = 4;
    std::unique_ptr<QRcode, decltype(&QRcode_free)> const code{
        QRcode_encodeString8bit(std::string{text}.c_str(), 0, QR_ECLEVEL_M), &QRcode_free};
    ENSURE(code != nullptr);
    std::string path;
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            // The lowest bit of a module says that it is dark. Dark ones side by side are one bar.
            int const start = x;
            while (x < code->width && (code->data[y * code->width + x] & 1U) != 0) {
                ++x;
            }
            if (x > start) {
                path += "M" + std::to_string(start + quiet_zone) + " " +
                        std::to_string(y + quiet_zone) + "h" + std::to_string(x - start) + "v1H" +
                        std::to_string(start + quiet_zone) + "z";
            }
        }
    }
    auto const side = std::to_string(code->width + 2 * quiet_zone);
    auto const view = "0 0 " + side + " " + side;
    return html::element<"svg">(
        html::attr<"viewBox">(view), html::attr<"width">("240"), html::attr<"height">("240"),
        html::attr<"role">("img"), html::attr<"aria-label">(label),
        html::attr<"shape-rendering">("crispEdges"),
        html::element<"rect">(html::attr<"width">(side), html::attr<"height">(side),
                              html::attr<"fill">("#fff")),
        html::element<"path">(html::attr<"d">(path), html::attr<"fill">("#000")));
}

} // namespace selatan::account
