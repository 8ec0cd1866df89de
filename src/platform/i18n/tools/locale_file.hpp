/// \file
/// A file of locale/: a JSON object whose members are sentences or objects of the same kind.
#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::words_compiler {

/// What is wrong with the words. `what()` names the key and says what to do.
struct WordsProblem : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A sentence, or an object of further nodes in the order of the file.
struct Node {
    std::string name;
    bool is_object = false;
    std::string sentence;
    std::vector<Node> members;

    /// An object of sentences only: it gets a lookup by code.
    [[nodiscard]] bool is_group() const;
};

/// [a-z][a-z0-9_]*: what keys and arguments may be called, so that C++ can call them the same.
[[nodiscard]] bool is_name(std::string_view text);

/// Refuses (WordsProblem) what is not such an object, keys that are no names, and a name
/// given twice: JSON libraries silently keep the last one, and a sentence would be lost.
[[nodiscard]] Node parse_locale(std::string_view json);
[[nodiscard]] Node read_locale(std::filesystem::path const &file);

/// Dotted path → sentence.
[[nodiscard]] std::map<std::string, std::string> sentences_of(Node const &root);

} // namespace selatan::words_compiler
