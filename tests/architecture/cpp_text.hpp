/// \file
/// C++ taken apart as far as the rules need it: comments, literals, and the rest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace selatan::architecture {

struct Literal {
    std::string text; ///< between the quotes, escapes as written
    int line = 0;     ///< where it begins, from 1
};

struct Include {
    std::string path;
    int line = 0;
    bool is_own = false; ///< "path", not <path>
};

struct CppText {
    std::string
        code; ///< comments and the insides of literals are blanks; lines stay where they were
    std::vector<Literal> strings;
    std::vector<Include> includes;
};

[[nodiscard]] CppText take_apart(std::string_view text);

} // namespace selatan::architecture
