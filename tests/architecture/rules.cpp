#include "tests/architecture/rules.hpp"

#include "tests/architecture/cpp_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

namespace selatan::architecture {
namespace {

// -- Paths --------------------------------------------------------------------------------------

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> ends)
{
    return std::ranges::any_of(ends, [&](auto end) { return path.ends_with(end); });
}

bool is_cpp(std::string_view path)
{
    return ends_with_any(path, {".cpp", ".hpp"});
}

bool is_test(std::string_view path)
{
    return path.ends_with("_test.cpp");
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto const end = std::min(text.find(separator, begin), text.size());
        if (end > begin) {
            parts.emplace_back(text.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    return parts;
}

/// A library of src/: "platform", "http". `base` and `main` have no folder within.
struct Place {
    std::string layer;
    std::string folder;

    [[nodiscard]] std::string to_string() const
    {
        return folder.empty() ? layer : layer + "/" + folder;
    }
    friend bool operator==(Place const &, Place const &) = default;
};

bool has_folders(std::string_view layer)
{
    return layer != "base" && layer != "main";
}

/// Where a path within src/ belongs: "platform/html/gallery/main.cpp" is platform/html's.
std::optional<Place> place_of(std::string_view path)
{
    auto const parts = split(path, '/');
    if (parts.size() < 2) {
        return std::nullopt;
    }
    if (parts[0] == "words") {
        return Place{.layer = "platform", .folder = "i18n"};
    }
    if (!has_folders(parts[0])) {
        return Place{.layer = parts[0], .folder = ""};
    }
    if (parts.size() < 3) {
        return std::nullopt;
    }
    return Place{.layer = parts[0], .folder = parts[1]};
}

/// The path within src/; nothing for a file elsewhere.
std::optional<std::string_view> within_src(std::string_view path)
{
    constexpr std::string_view src = "src/";
    return path.starts_with(src) ? std::optional{path.substr(src.size())} : std::nullopt;
}

// -- Order --------------------------------------------------------------------------------------

/// How high a place stands: layer, then folder. Nothing when the order does not know it.
std::optional<std::pair<std::size_t, std::size_t>> height(Order const &order, Place const &place)
{
    auto const layer = std::ranges::find(order, place.layer, &Layer::name);
    if (layer == order.end()) {
        return std::nullopt;
    }
    auto const level = static_cast<std::size_t>(layer - order.begin());
    if (place.folder.empty()) {
        return layer->folders.empty() ? std::optional{std::pair{level, std::size_t{0}}}
                                      : std::nullopt;
    }
    auto const folder = std::ranges::find(layer->folders, place.folder);
    if (folder == layer->folders.end()) {
        return std::nullopt;
    }
    return std::pair{level, static_cast<std::size_t>(folder - layer->folders.begin())};
}

bool are_strangers(Place const &one, Place const &other)
{
    return (one.layer == "engine" && other.layer == "platform") ||
           (one.layer == "platform" && other.layer == "engine");
}

// -- Words of code ------------------------------------------------------------------------------

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Where `name` stands as a whole name (`std::` before it is no part of another one), from 1.
std::vector<int> lines_with(std::string_view code, std::string_view name)
{
    std::vector<int> lines;
    for (auto at = code.find(name); at != std::string_view::npos; at = code.find(name, at + 1)) {
        auto const end = at + name.size();
        if ((at == 0 || !is_word(code[at - 1])) && (end == code.size() || !is_word(code[end]))) {
            lines.push_back(1 + static_cast<int>(std::ranges::count(code.substr(0, at), '\n')));
        }
    }
    return lines;
}

constexpr std::array outside_headers{
    std::string_view{"fstream"}, std::string_view{"filesystem"},    std::string_view{"random"},
    std::string_view{"ctime"},   std::string_view{"time.h"},        std::string_view{"unistd.h"},
    std::string_view{"fcntl.h"}, std::string_view{"dirent.h"},      std::string_view{"poll.h"},
    std::string_view{"netdb.h"}, std::string_view{"sodium.h"},      std::string_view{"sqlite3.h"},
    std::string_view{"spawn.h"}, std::string_view{"openssl/rand.h"}};
constexpr std::array outside_families{
    std::string_view{"sys/"},        std::string_view{"netinet/"},    std::string_view{"arpa/"},
    std::string_view{"boost/asio"},  std::string_view{"boost/beast"}, std::string_view{"curl/"},
    std::string_view{"postgresql/"}, std::string_view{"libpq"}};
constexpr std::array outside_names{
    std::string_view{"system_clock"},  std::string_view{"steady_clock"},
    std::string_view{"getenv"},        std::string_view{"high_resolution_clock"},
    std::string_view{"fopen"},         std::string_view{"popen"},
    std::string_view{"std::time"},     std::string_view{"gettimeofday"},
    std::string_view{"clock_gettime"}, std::string_view{"std::rand"},
    std::string_view{"random_device"}, std::string_view{"getrandom"},
    std::string_view{"std::system"},   std::string_view{"randombytes_buf"},
    std::string_view{"RAND_bytes"}};

bool is_outside_header(std::string_view header)
{
    return std::ranges::find(outside_headers, header) != outside_headers.end() ||
           std::ranges::any_of(outside_families,
                               [&](auto family) { return header.starts_with(family); });
}

/// Does it read like a statement? More than its first word is asked for: "UPDATE" alone may be
/// said.
bool is_statement(std::string_view text)
{
    auto const begin = std::min(text.find_first_not_of(" \n("), text.size());
    std::string start{text.substr(begin, 200)};
    std::ranges::replace(start, '\n', ' ');
    auto words = split(start, ' ');
    words.resize(3);
    auto const begins = [&](std::string_view first, std::string_view second) {
        return words[0] == first && words[1] == second;
    };
    return (words[0] == "SELECT" && !words[1].empty() && start != "SELECT 1") ||
           begins("INSERT", "INTO") || begins("INSERT", "OR") || begins("DELETE", "FROM") ||
           begins("CREATE", "TABLE") || begins("ALTER", "TABLE") || begins("DROP", "TABLE") ||
           (words[0] == "UPDATE" && (words[2] == "SET" || words[2].empty()) && !words[1].empty()) ||
           (words[0] == "WITH" && words[2] == "AS");
}

// -- Text ---------------------------------------------------------------------------------------

/// What clang-format formats, the build and the scripts. A migration that was applied cannot be
/// wrapped any more; a style sheet's rule on one line reads like a row of a table.
bool is_code(std::string_view path)
{
    return ends_with_any(path, {".cpp", ".hpp", ".cmake", "CMakeLists.txt"}) ||
           path.starts_with("script/") || path.starts_with(".ci/");
}

std::size_t characters(std::string_view line)
{
    // Every byte of UTF-8 that does not continue a character begins one.
    return static_cast<std::size_t>(std::ranges::count_if(
        line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Written in two halves, because this file is under the rule too.
constexpr std::array left_for_later{std::string_view{"TO"
                                                     "DO"},
                                    std::string_view{"FIX"
                                                     "ME"}};
constexpr std::array machine_paths{std::string_view{"/ho"
                                                    "me/"},
                                   std::string_view{"/Us"
                                                    "ers/"},
                                   std::string_view{"/ro"
                                                    "ot/"},
                                   std::string_view{"/wo"
                                                    "rk/"},
                                   std::string_view{"/tmp/bu"
                                                    "ild"}};

/// An absolute path begins it: nothing of a longer path or address stands before.
bool has_absolute(std::string_view line, std::string_view path)
{
    for (auto at = line.find(path); at != std::string_view::npos; at = line.find(path, at + 1)) {
        auto const before = at == 0 ? ' ' : line[at - 1];
        if (!is_word(before) &&
            std::string_view{".-/}~*$"}.find(before) == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

} // namespace

std::string to_text(Findings const &findings)
{
    std::string text;
    for (auto const &finding : findings) {
        auto const place =
            finding.line == 0 ? finding.path : finding.path + ":" + std::to_string(finding.line);
        text += place + ": " + finding.sentence + "\n";
    }
    return text;
}

Order parse_order(std::string_view architecture_md)
{
    constexpr std::string_view fence = "\n```order\n";
    auto const begin = architecture_md.find(fence);
    if (begin == std::string_view::npos) {
        return {};
    }
    auto block = architecture_md.substr(begin + fence.size());
    block = block.substr(0, block.find("```"));
    Order order;
    for (auto const &line : split(block, '\n')) {
        // "platform: clock storage …"; a line that begins with a blank goes on.
        auto const colon = line.find(':');
        if (line.starts_with(' ') && !order.empty()) {
            std::ranges::move(split(line, ' '), std::back_inserter(order.back().folders));
        } else {
            order.push_back({.name = line.substr(0, colon), .folders = {}});
            if (colon != std::string::npos) {
                order.back().folders = split(std::string_view{line}.substr(colon + 1), ' ');
            }
        }
    }
    return order;
}

Findings check_arrows(Tree const &tree, Order const &order)
{
    Findings findings;
    for (auto const &file : tree) {
        auto const inner = within_src(file.path);
        if (!inner || !is_cpp(file.path)) {
            continue;
        }
        auto const place = place_of(*inner);
        auto const own_height = place ? height(order, *place) : std::nullopt;
        if (!own_height) {
            continue; // check_folders tells
        }
        for (auto const &include : take_apart(file.text).includes) {
            if (!include.is_own) {
                continue;
            }
            auto const say = [&](std::string sentence) {
                findings.push_back({file.path, include.line, std::move(sentence)});
            };
            if (include.path.starts_with("tests/")) {
                if (!is_test(file.path)) {
                    say("only tests include tests/");
                }
                continue;
            }
            auto const target = place_of(include.path);
            auto const target_height = target ? height(order, *target) : std::nullopt;
            if (!target_height) {
                say("\"" + include.path +
                    "\" is no path from src/ in the order of ARCHITECTURE.md");
            } else if (*target == *place) {
                continue;
            } else if (are_strangers(*place, *target)) {
                say("engine and platform never see each other: " + include.path);
            } else if (*target_height > *own_height) {
                say(place->to_string() + " comes before " + target->to_string() +
                    " in ARCHITECTURE.md and cannot see it");
            }
        }
    }
    return findings;
}

Findings check_folders(Tree const &tree, Order const &order)
{
    std::set<std::string> found;
    for (auto const &file : tree) {
        if (auto const inner = within_src(file.path); inner && is_cpp(file.path)) {
            if (auto const place = place_of(*inner)) {
                found.insert(place->to_string());
            }
        }
    }
    std::set<std::string> listed;
    for (auto const &layer : order) {
        if (!has_folders(layer.name)) {
            listed.insert(layer.name);
        }
        for (auto const &folder : layer.folders) {
            listed.insert(layer.name + "/" + folder);
        }
    }
    Findings findings;
    for (auto const &folder : found) {
        if (!listed.contains(folder)) {
            findings.push_back({"src/" + folder, 0, "is not in the order of ARCHITECTURE.md"});
        }
    }
    for (auto const &folder : listed) {
        if (!found.contains(folder)) {
            findings.push_back(
                {"ARCHITECTURE.md", 0, "lists src/" + folder + ", which has no source"});
        }
    }
    return findings;
}

Findings check_outside_world(Tree const &tree)
{
    Findings findings;
    for (auto const &file : tree) {
        auto const inner = within_src(file.path);
        if (!inner || !is_cpp(file.path) || is_test(file.path) || inner->starts_with("platform/") ||
            inner->starts_with("main/")) {
            continue;
        }
        auto const cpp = take_apart(file.text);
        for (auto const &include : cpp.includes) {
            if (!include.is_own && is_outside_header(include.path)) {
                findings.push_back(
                    {file.path, include.line,
                     "only platform touches the outside world: <" + include.path + ">"});
            }
        }
        for (auto const name : outside_names) {
            for (auto const line : lines_with(cpp.code, name)) {
                findings.push_back(
                    {file.path, line,
                     "only platform touches the outside world: " + std::string{name}});
            }
        }
        for (auto const line : lines_with(cpp.code, "now().date")) {
            findings.push_back({file.path, line, "today() is the office's day, not UTC's"});
        }
    }
    return findings;
}

Findings check_sql(Tree const &tree)
{
    Findings findings;
    for (auto const &file : tree) {
        auto const inner = within_src(file.path);
        if (!inner || !is_cpp(file.path) || is_test(file.path) ||
            file.path.ends_with("_store.cpp") || inner->starts_with("platform/storage/")) {
            continue;
        }
        for (auto const &literal : take_apart(file.text).strings) {
            if (is_statement(literal.text)) {
                findings.push_back({file.path, literal.line, "SQL stands in *_store.cpp"});
            }
        }
    }
    return findings;
}

Findings check_explained(Tree const &tree)
{
    Findings findings;
    constexpr std::string_view list = "/CMakeLists.txt";
    for (auto const &file : tree) {
        if (!within_src(file.path) || !file.path.ends_with(list) ||
            file.path == "src/CMakeLists.txt") {
            continue;
        }
        auto const folder = file.path.substr(0, file.path.size() - list.size());
        auto const page = folder + "/" + folder.substr(folder.rfind('/') + 1) + ".md";
        if (std::ranges::find(tree, page, &File::path) == tree.end()) {
            findings.push_back({folder, 0, "has no page: " + page});
        }
    }
    return findings;
}

Findings check_text(Tree const &tree)
{
    constexpr std::size_t longest = 120;
    Findings findings;
    for (auto const &file : tree) {
        int number = 0;
        std::string_view rest = file.text;
        while (!rest.empty()) {
            auto const end = std::min(rest.find('\n'), rest.size());
            auto const line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            ++number;
            auto const say = [&](std::string sentence) {
                findings.push_back({file.path, number, std::move(sentence)});
            };
            if (line.find('\t') != std::string_view::npos) {
                say("has a tab");
            }
            if (is_code(file.path) && line.size() > longest && characters(line) > longest) {
                say("is longer than " + std::to_string(longest) + " characters");
            }
            for (auto const word : left_for_later) {
                if (!lines_with(line, word).empty()) {
                    say("leaves work for later: " + std::string{word});
                }
            }
            for (auto const path : machine_paths) {
                if (has_absolute(line, path)) {
                    say("names a path of one machine: " + std::string{path});
                }
            }
        }
    }
    return findings;
}

} // namespace selatan::architecture
