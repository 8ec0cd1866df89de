#include "exchange/iati/own_tags.hpp"

#include <algorithm>

namespace selatan::iati::own_tags {

namespace {

/// The page's path below the installation's address.
std::string path(Language language)
{
    return "/public/" + std::string{to_code(language)} + "/iati";
}

} // namespace

std::string vocabulary_uri(std::string_view base_url, Language language)
{
    return std::string{base_url} + path(language);
}

bool is_vocabulary_uri(std::string_view uri)
{
    return std::any_of(languages.begin(), languages.end(),
                       [&](Language language) { return uri.ends_with(path(language)); });
}

std::string code(std::string_view family, std::string_view value)
{
    return value.empty() ? std::string{family} : std::string{family} + "-" + std::string{value};
}

std::optional<std::string_view> value_of(std::string_view code, std::string_view family)
{
    bool const is_of_family =
        code.size() > family.size() + 1 && code.starts_with(family) && code[family.size()] == '-';
    return is_of_family ? std::optional{code.substr(family.size() + 1)} : std::nullopt;
}

} // namespace selatan::iati::own_tags
