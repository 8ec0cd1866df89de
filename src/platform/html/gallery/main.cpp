/// \file
/// html_gallery FOLDER: writes the gallery and the assets as files that any web server can show.

#include "platform/html/assets.hpp"
#include "platform/html/gallery/gallery.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace {

void write(std::filesystem::path const &file, std::string_view bytes)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out{file, std::ios::binary};
    out << bytes;
    out.flush();
    if (!out) {
        throw std::runtime_error{file.string() + ": cannot be written"};
    }
}

} // namespace

int main(int count, char **arguments)
try {
    using namespace selatan::html;
    if (count != 2) {
        std::cerr << "usage: html_gallery FOLDER\n";
        return 2;
    }
    std::filesystem::path const folder{arguments[1]};
    for (auto const &asset : assets::all()) {
        write(folder / asset.path.substr(1), asset.bytes);
    }
    for (bool const is_arabic : {false, true}) {
        for (auto const *const theme : {"light", "dark"}) {
            for (auto const &page : gallery::pages({is_arabic, theme})) {
                write(folder / (is_arabic ? "ar" : "en") / theme / (page.name + ".html"),
                      page.markup.view());
            }
        }
    }
    return 0;
} catch (std::exception const &failure) {
    std::cerr << "html_gallery: " << failure.what() << '\n';
    return 1;
}
