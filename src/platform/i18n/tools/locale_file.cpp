#include "platform/i18n/tools/locale_file.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <utility>

namespace selatan::words_compiler {

namespace {

namespace json = boost::json;

/// Builds the tree while Boost.JSON reads; the parser calls these by name.
class TreeBuilder {
public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = 200;
    static constexpr std::size_t max_string_size = 10'000;

    Node take_root() { return std::move(m_open.front()); }

    bool on_document_begin(json::error_code &) { return true; }
    bool on_document_end(json::error_code &) { return true; }
    bool on_object_begin(json::error_code &)
    {
        m_open.push_back({.name = std::exchange(m_key, {}), .is_object = true});
        return true;
    }
    bool on_object_end(std::size_t, json::error_code &)
    {
        if (m_open.size() > 1) {
            Node closed = std::move(m_open.back());
            m_open.pop_back();
            m_open.back().members.push_back(std::move(closed));
        }
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code &)
    {
        m_key.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view rest, std::size_t, json::error_code &)
    {
        m_key.append(rest.data(), rest.size());
        if (!is_name(m_key)) {
            throw WordsProblem{path() + ": a key is [a-z][a-z0-9_]*"};
        }
        for (auto const &member : m_open.back().members) {
            if (member.name == m_key) {
                throw WordsProblem{path() + ": is there twice"};
            }
        }
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code &)
    {
        m_sentence.append(part.data(), part.size());
        return true;
    }
    bool on_string(json::string_view rest, std::size_t, json::error_code &)
    {
        m_sentence.append(rest.data(), rest.size());
        if (m_open.empty()) {
            refuse();
        }
        m_open.back().members.push_back(
            {.name = std::exchange(m_key, {}), .sentence = std::exchange(m_sentence, {})});
        return true;
    }
    bool on_array_begin(json::error_code &) { refuse(); }
    bool on_array_end(std::size_t, json::error_code &) { refuse(); }
    bool on_number_part(json::string_view, json::error_code &) { refuse(); }
    bool on_int64(std::int64_t, json::string_view, json::error_code &) { refuse(); }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code &) { refuse(); }
    bool on_double(double, json::string_view, json::error_code &) { refuse(); }
    bool on_bool(bool, json::error_code &) { refuse(); }
    bool on_null(json::error_code &) { refuse(); }
    bool on_comment_part(json::string_view, json::error_code &) { return true; }
    bool on_comment(json::string_view, json::error_code &) { return true; }

private:
    [[noreturn]] void refuse() const
    {
        throw WordsProblem{path() + ": must be a sentence or an object of sentences"};
    }

    std::string path() const
    {
        std::string path;
        for (auto const &node : m_open) {
            path += node.name.empty() ? "" : node.name + ".";
        }
        return path + m_key;
    }

    std::vector<Node> m_open;
    std::string m_key;
    std::string m_sentence;
};

void collect(Node const &node, std::string const &prefix, std::map<std::string, std::string> &into)
{
    for (auto const &member : node.members) {
        auto const path = prefix + member.name;
        if (member.is_object) {
            collect(member, path + ".", into);
        } else {
            into.emplace(path, member.sentence);
        }
    }
}

} // namespace

bool is_name(std::string_view text)
{
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

bool Node::is_group() const
{
    return is_object && std::none_of(members.begin(), members.end(),
                                     [](Node const &member) { return member.is_object; });
}

Node parse_locale(std::string_view text)
{
    json::basic_parser<TreeBuilder> parser{json::parse_options{}};
    json::error_code error;
    auto const used = parser.write_some(false, text.data(), text.size(), error);
    if (error) {
        auto const line =
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(used), '\n') + 1;
        throw WordsProblem{"line " + std::to_string(line) + ": not JSON: " + error.message()};
    }
    if (text.find_first_not_of(" \t\r\n", used) != std::string_view::npos) {
        throw WordsProblem{"something follows the object"};
    }
    return parser.handler().take_root();
}

Node read_locale(std::filesystem::path const &file)
{
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) {
        throw WordsProblem{"cannot be read"};
    }
    return parse_locale(text.str());
}

std::map<std::string, std::string> sentences_of(Node const &root)
{
    std::map<std::string, std::string> sentences;
    collect(root, "", sentences);
    return sentences;
}

} // namespace selatan::words_compiler
