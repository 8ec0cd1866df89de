#include "platform/pdf/catalogue.hpp"

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string_view>

namespace selatan::pdf {

namespace {

/// The number behind the last `key` of the file.
std::optional<std::size_t> number_after(std::string_view pdf, std::string_view key)
{
    auto const at = pdf.rfind(key);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    auto rest = pdf.substr(at + key.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" \n"), rest.size()));
    std::size_t number = 0;
    auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    return error == std::errc{} ? std::optional{number} : std::nullopt;
}

} // namespace

std::string with_language(std::string pdf, Language language)
{
    auto const root = number_after(pdf, "/Root");
    auto const size = number_after(pdf, "/Size");
    auto const previous = number_after(pdf, "startxref");
    auto const info = number_after(pdf, "/Info");
    if (!root || !size || !previous || !info) {
        return pdf;
    }
    auto const object = std::to_string(*root) + " 0 obj";
    auto const begin = pdf.find("\n" + object + "\n<<");
    auto const end = pdf.find(">>\nendobj", begin);
    if (begin == std::string::npos || end == std::string::npos) {
        return pdf;
    }
    auto const entries_at = begin + object.size() + 4;
    std::string catalogue = object + "\n<<" + pdf.substr(entries_at, end - entries_at);
    catalogue += "   /Lang (" + std::string{to_code(language)} + ")\n";
    catalogue += "   /ViewerPreferences << /DisplayDocTitle true /Direction /";
    catalogue += is_right_to_left(language) ? "R2L >>\n>>\nendobj\n" : "L2R >>\n>>\nendobj\n";

    auto const catalogue_at = pdf.size();
    pdf += catalogue;
    auto const table_at = pdf.size();
    char entry[32]{};
    // An entry of a cross-reference table is exactly 20 bytes long (7.5.4).
    std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", catalogue_at);
    pdf += "xref\n" + std::to_string(*root) + " 1\n" + entry;
    pdf += "trailer\n<< /Size " + std::to_string(*size) + " /Root " + std::to_string(*root) +
           " 0 R /Info " + std::to_string(*info) + " 0 R /Prev " + std::to_string(*previous) +
           " >>\nstartxref\n" + std::to_string(table_at) + "\n%%EOF\n";
    return pdf;
}

} // namespace selatan::pdf
