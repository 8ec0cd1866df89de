#include "platform/storage/parameters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace selatan::storage {

namespace {

/// The length of the literal, quoted name or comment that `sql` starts with; 0 when it starts with
/// plain code. One that is never closed lasts to the end: the engine will say what is wrong.
std::size_t opaque_prefix(std::string_view sql)
{
    auto const through = [&](std::string_view closing, std::size_t from) {
        auto const at = sql.find(closing, from);
        return at == std::string_view::npos ? sql.size() : at + closing.size();
    };
    if (sql.starts_with('\'')) {
        return through("'", 1); // a doubled quote reads as two literals side by side
    }
    if (sql.starts_with('"')) {
        return through("\"", 1);
    }
    if (sql.starts_with("--")) {
        return through("\n", 2);
    }
    if (sql.starts_with("/*")) {
        return through("*/", 2);
    }
    return 0;
}

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// Whether `sql` goes on with these words, whatever the case and space before each.
bool continues_with(std::string_view sql, std::initializer_list<std::string_view> words)
{
    for (auto const word : words) {
        auto const start = sql.find_first_not_of(" \t\n");
        if (start == std::string_view::npos ||
            !std::ranges::equal(sql.substr(start, word.size()), word, {}, upper)) {
            return false;
        }
        sql.remove_prefix(start + word.size());
    }
    return true;
}

} // namespace

std::string number_parameters(std::string_view sql)
{
    std::string numbered;
    numbered.reserve(sql.size() + 16);
    int count = 0;
    while (!sql.empty()) {
        if (auto const length = opaque_prefix(sql); length > 0) {
            numbered += sql.substr(0, length);
            sql.remove_prefix(length);
            continue;
        }
        auto const c = sql.front();
        sql.remove_prefix(1);
        if (c != '?') {
            numbered += c;
            continue;
        }
        numbered += '$' + std::to_string(++count);
        if (continues_with(sql, {"IS", "NULL"}) || continues_with(sql, {"IS", "NOT", "NULL"})) {
            numbered += "::text";
        }
    }
    return numbered;
}

} // namespace selatan::storage
