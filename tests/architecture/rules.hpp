/// \file
/// The rules of the house that no compiler keeps. Each takes the tree as values and returns what is
/// wrong with it, so that the rules themselves are tested on trees that break them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace selatan::architecture {

struct File {
    std::string path; ///< from the root of the repository, with slashes
    std::string text;
};
using Tree = std::vector<File>;

struct Finding {
    std::string path;
    int line = 0; ///< 0: the file or folder as a whole
    std::string sentence;

    friend bool operator==(Finding const &, Finding const &) = default;
};
using Findings = std::vector<Finding>;

/// One finding a line: what a failing test prints.
[[nodiscard]] std::string to_text(Findings const &findings);

/// The layers of src/, lowest first, and the folders of each in the order in which they may see one
/// another. A layer without folders (`base`, `main`) is one folder itself.
struct Layer {
    std::string name;
    std::vector<std::string> folders;
};
using Order = std::vector<Layer>;

/// The fenced block "order" of ARCHITECTURE.md. Empty when there is none.
[[nodiscard]] Order parse_order(std::string_view architecture_md);

/// `#include "…"` in src/ points down the order; engine and platform never see each other; tests
/// see tests/support besides. `words/…` is written by platform/i18n's compiler and counts as part
/// of it.
[[nodiscard]] Findings check_arrows(Tree const &tree, Order const &order);

/// What the order lists is what src/ has.
[[nodiscard]] Findings check_folders(Tree const &tree, Order const &order);

/// Only platform touches clock, sockets, disk and randomness. main is wiring, tests are tests.
[[nodiscard]] Findings check_outside_world(Tree const &tree);

/// Statements stand in *_store.cpp, in schema/, and in platform/storage itself.
[[nodiscard]] Findings check_sql(Tree const &tree);

/// Every library of src/ is explained: src/platform/http has http.md.
[[nodiscard]] Findings check_explained(Tree const &tree);

/// No tabs, no line of C++ or script longer than 120 characters, no work left for later, no path of
/// the machine that somebody happened to write on.
[[nodiscard]] Findings check_text(Tree const &tree);

} // namespace selatan::architecture
