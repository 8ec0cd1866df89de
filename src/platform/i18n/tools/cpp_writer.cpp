#include "platform/i18n/tools/cpp_writer.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace selatan::words_compiler {

namespace {

using Kind = i18n::Step::Kind;
using i18n::ArgumentKind;

/// Keys are lower case, so names with capitals are free for the generated code itself.
constexpr std::string_view banner =
    "// Generated from locale/ by words_compiler. Change the sentences there.\n";

std::string cpp_name(std::string const &name)
{
    static std::set<std::string_view> const keywords{
        "alignas",       "alignof",     "and",
        "and_eq",        "asm",         "auto",
        "bitand",        "bitor",       "bool",
        "break",         "case",        "catch",
        "char",          "char16_t",    "char32_t",
        "char8_t",       "class",       "co_await",
        "co_return",     "co_yield",    "compl",
        "concept",       "const",       "const_cast",
        "consteval",     "constexpr",   "constinit",
        "continue",      "decltype",    "default",
        "delete",        "do",          "double",
        "dynamic_cast",  "else",        "enum",
        "explicit",      "export",      "extern",
        "false",         "float",       "for",
        "friend",        "goto",        "if",
        "inline",        "int",         "long",
        "mutable",       "namespace",   "new",
        "noexcept",      "not",         "not_eq",
        "nullptr",       "operator",    "or",
        "or_eq",         "private",     "protected",
        "public",        "register",    "reinterpret_cast",
        "requires",      "return",      "short",
        "signed",        "sizeof",      "static",
        "static_assert", "static_cast", "struct",
        "switch",        "template",    "this",
        "thread_local",  "throw",       "true",
        "try",           "typedef",     "typeid",
        "typename",      "union",       "unsigned",
        "using",         "virtual",     "void",
        "volatile",      "wchar_t",     "while",
        "xor",           "xor_eq"};
    return keywords.contains(name) ? name + "_" : name;
}

std::string literal(std::string_view content)
{
    std::string text = "\"";
    for (char const c : content) {
        switch (c) {
        case '"':
        case '\\':
            text += '\\';
            text += c;
            break;
        case '\n':
            text += "\\n";
            break;
        case '\t':
            text += "\\t";
            break;
        case '?': // no trigraphs
            text += "\\?";
            break;
        default:
            text += c;
        }
    }
    return text + "\"";
}

std::string upper_first(std::string_view code)
{
    std::string name{code};
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

/// Parameters that the accessor itself adds.
std::string parameter_name(std::string const &name)
{
    return name == "language" || name == "time_zone" ? name + "_" : cpp_name(name);
}

bool has_instant(Sentence const &sentence)
{
    return std::any_of(sentence.parameters.begin(), sentence.parameters.end(),
                       [](auto const &p) { return p.kind == ArgumentKind::instant; });
}

std::string plain_text(Sentence const &sentence)
{
    std::string text;
    for (auto const &step : sentence.steps) {
        text += step.text;
    }
    return text;
}

/// "std::string found(Language language, std::int64_t count)"
std::string signature(std::string const &name, Sentence const &sentence)
{
    std::string text = sentence.is_plain()      ? "std::string_view "
                       : sentence.slots.empty() ? "std::string "
                                                : "i18n::Slotted ";
    text += name + "(Language language";
    for (auto const &parameter : sentence.parameters) {
        switch (parameter.kind) {
        case ArgumentKind::text:
            text += ", std::string_view ";
            break;
        case ArgumentKind::number:
            text += ", std::int64_t ";
            break;
        case ArgumentKind::date:
            text += ", Date ";
            break;
        case ArgumentKind::instant:
            text += ", Instant ";
            break;
        }
        text += parameter_name(parameter.name);
    }
    return text + (has_instant(sentence) ? ", std::string_view time_zone)" : ")");
}

/// Visits the tree as C++ will show it. A group's sentences become functions prefixed by its name;
/// an object that holds objects becomes a namespace.
template <typename Visitor>
void walk(Node const &node, std::string const &path, Visitor &visitor)
{
    std::set<std::string> names;
    auto const declare = [&](std::string const &name, std::string const &key) {
        if (!names.insert(name).second) {
            throw WordsProblem{key + ": another key makes the same C++ name, " + name};
        }
    };
    for (auto const &member : node.members) {
        auto const key = path + member.name;
        if (!member.is_object) {
            declare(cpp_name(member.name), key);
            visitor.sentence(cpp_name(member.name), key);
        } else if (member.is_group()) {
            declare(cpp_name(member.name), key);
            visitor.group(cpp_name(member.name), key, member);
            for (auto const &inner : member.members) {
                auto const name = member.name + "_" + inner.name;
                declare(cpp_name(name), key + "." + inner.name);
                visitor.sentence(cpp_name(name), key + "." + inner.name);
            }
        } else {
            declare(cpp_name(member.name), key);
            visitor.open(cpp_name(member.name));
            walk(member, key + ".", visitor);
            visitor.close(cpp_name(member.name));
        }
    }
}

bool has_lookup(Capability const &capability, std::string const &key, Node const &group)
{
    return std::any_of(group.members.begin(), group.members.end(), [&](Node const &member) {
        return capability.sentences.at(key + "." + member.name)[0].is_plain();
    });
}

class HeaderVisitor {
public:
    explicit HeaderVisitor(Capability const &capability) : m_capability{capability} {}

    void open(std::string const &name) { m_text += "\nnamespace " + name + " {\n"; }
    void close(std::string const &name) { m_text += "} // namespace " + name + "\n\n"; }

    void sentence(std::string const &name, std::string const &key)
    {
        auto const &english = m_capability.sentences.at(key)[0];
        m_text += "/// " + comment(key) + "\n[[nodiscard]] " + signature(name, english) + ";\n";
    }

    void group(std::string const &name, std::string const &key, Node const &group)
    {
        if (has_lookup(m_capability, key, group)) {
            m_text += "/// The text for one of " + key + ".*, nothing for another code.\n";
            m_text += "[[nodiscard]] std::optional<std::string_view> " + name +
                      "(Language language, std::string_view code);\n";
        }
    }

    std::string take_text() { return std::move(m_text); }

private:
    /// The English sentence, which is what a reader of the call wants to see.
    std::string comment(std::string const &key) const
    {
        auto text = sentences_of(m_capability.english).at(key);
        std::replace(text.begin(), text.end(), '\n', ' ');
        std::replace(text.begin(), text.end(), '\\', '/');
        return text;
    }

    Capability const &m_capability;
    std::string m_text;
};

class SourceVisitor {
public:
    explicit SourceVisitor(Capability const &capability) : m_capability{capability} {}

    void open(std::string const &name) { m_functions += "namespace " + name + " {\n"; }
    void close(std::string const &name) { m_functions += "} // namespace " + name + "\n"; }

    void group(std::string const &name, std::string const &key, Node const &group)
    {
        if (has_lookup(m_capability, key, group)) {
            m_functions += "std::optional<std::string_view> " + name +
                           "(Language language, std::string_view code)\n{\n    return "
                           "i18n::text_of(std::span{kMessages}.subspan(" +
                           std::to_string(m_count) + ", " + std::to_string(group.members.size()) +
                           "), language, code);\n}\n";
        }
    }

    void sentence(std::string const &name, std::string const &key)
    {
        auto const &all = m_capability.sentences.at(key);
        auto const &english = all[0];
        auto const number = std::to_string(m_count);
        auto const full_key = literal(m_capability.name + "." + key);
        m_functions += signature(name, english) + "\n{\n    return ";
        if (english.is_plain()) {
            m_messages += "    {.key = " + full_key + ", .texts = {";
            for (auto const &sentence : all) {
                m_messages += literal(plain_text(sentence)) + ", ";
            }
            m_messages += "}},\n";
            m_functions += "i18n::in(kMessages[" + number + "].texts, language);\n}\n";
        } else {
            data(number, all);
            m_messages += "    {.key = " + full_key + ", ";
            if (!english.parameters.empty()) {
                m_messages += ".parameters = kParameters" + number + ", ";
            }
            m_messages += ".sentences = &kSentences" + number;
            m_messages += english.slots.empty() ? "},\n" : ", .slotted = true},\n";
            m_functions += std::string{english.slots.empty() ? "i18n::say" : "i18n::say_slotted"} +
                           "(kMessages[" + number + "], language, {" + values(english) + "});\n}\n";
        }
        ++m_count;
    }

    std::string take_text()
    {
        return m_data + "\nconstexpr std::array<i18n::Message, " + std::to_string(m_count) +
               "> kMessages{{\n" + m_messages + "}};\n\n} // namespace\n\n" + m_functions;
    }

private:
    static std::string values(Sentence const &sentence)
    {
        std::string text;
        for (auto const &parameter : sentence.parameters) {
            auto const name = parameter_name(parameter.name);
            text += (text.empty() ? "" : ", ") + (parameter.kind == ArgumentKind::instant
                                                      ? "i18n::Moment{" + name + ", time_zone}"
                                                      : name);
        }
        return text;
    }

    static std::string_view kind_code(ArgumentKind kind)
    {
        switch (kind) {
        case ArgumentKind::text:
            return "text";
        case ArgumentKind::number:
            return "number";
        case ArgumentKind::date:
            return "date";
        case ArgumentKind::instant:
            return "instant";
        }
        return "";
    }

    static std::string_view step_code(Kind kind)
    {
        switch (kind) {
        case Kind::text:
            return "text";
        case Kind::argument:
            return "argument";
        case Kind::argument_short:
            return "argument_short";
        case Kind::plural:
            return "plural";
        case Kind::ordinal:
            return "ordinal";
        case Kind::select:
            return "select";
        case Kind::branch:
            return "branch";
        case Kind::slot_open:
            return "slot_open";
        case Kind::slot_close:
            return "slot_close";
        }
        return "";
    }

    void data(std::string const &number, std::array<Sentence, languages.size()> const &all)
    {
        auto const &parameters = all[0].parameters;
        if (!parameters.empty()) {
            m_data += "constexpr i18n::Parameter kParameters" + number + "[] = {";
            for (auto const &parameter : parameters) {
                m_data += "{" + literal(parameter.name) +
                          ", i18n::ArgumentKind::" + std::string{kind_code(parameter.kind)} + "}, ";
            }
            m_data += "};\n";
        }
        std::string spans;
        for (auto const language : languages) {
            auto const name = "kSteps" + number + upper_first(to_code(language));
            spans += name + ", ";
            m_data += "constexpr Step " + name + "[] = {";
            for (auto const &step : all[static_cast<std::size_t>(language)].steps) {
                m_data += "{Kind::" + std::string{step_code(step.kind)} + ", " +
                          std::to_string(index_of(step, parameters)) + ", " +
                          std::to_string(step.length) + ", " + literal(step.text) + "}, ";
            }
            m_data += "};\n";
        }
        m_data += "constexpr i18n::Sentences kSentences" + number + "{" + spans + "};\n";
    }

    /// Translations may name the arguments in another order; English gives their places.
    static std::size_t index_of(SentenceStep const &step,
                                std::vector<SentenceParameter> const &parameters)
    {
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (parameters[i].name == step.argument) {
                return i;
            }
        }
        return static_cast<std::size_t>(step.slot);
    }

    Capability const &m_capability;
    std::string m_data;
    std::string m_messages;
    std::string m_functions;
    std::size_t m_count = 0;
};

} // namespace

std::string write_header(Capability const &capability)
{
    HeaderVisitor visitor{capability};
    walk(capability.english, "", visitor);
    return std::string{banner} +
           "#pragma once\n\n#include \"platform/i18n/message.hpp\"\n\n#include <cstdint>\n"
           "#include <optional>\n#include <string>\n#include <string_view>\n\n"
           "namespace selatan::words::" +
           cpp_name(capability.name) + " {\n\n" + visitor.take_text() +
           "\n} // namespace selatan::words::" + cpp_name(capability.name) + "\n";
}

std::string write_source(Capability const &capability)
{
    SourceVisitor visitor{capability};
    walk(capability.english, "", visitor);
    auto const name = cpp_name(capability.name);
    return std::string{banner} + "#include \"words/" + capability.name +
           ".hpp\"\n\n#include <array>\n#include <span>\n\nnamespace selatan::words::" + name +
           " {\n\nnamespace {\n\nusing i18n::Step;\nusing Kind = Step::Kind;\n\n" +
           visitor.take_text() + "\n} // namespace selatan::words::" + name +
           "\n\nnamespace selatan::words::messages_of {\n"
           "std::span<i18n::Message const> " +
           name + "() { return words::" + name +
           "::kMessages; }\n} // namespace selatan::words::messages_of\n";
}

std::string write_catalogue(std::vector<std::string> const &capabilities)
{
    std::string declarations;
    std::string calls;
    for (auto const &capability : capabilities) {
        auto const name = cpp_name(capability);
        declarations += "std::span<i18n::Message const> " + name + "();\n";
        calls += "        for (auto const &message : messages_of::" + name +
                 "()) {\n            all.push_back(&message);\n        }\n";
    }
    return std::string{banner} +
           "#include \"platform/i18n/words/words.hpp\"\n\n#include <algorithm>\n#include "
           "<vector>\n\n"
           "namespace selatan::words {\n\nnamespace messages_of {\n" +
           declarations +
           "} // namespace messages_of\n\nstd::span<i18n::Message const *const> catalogue()\n{\n"
           "    static auto const sorted = [] {\n"
           "        std::vector<i18n::Message const *> all;\n" +
           calls +
           "        std::sort(all.begin(), all.end(),\n"
           "                  [](auto const *a, auto const *b) { return a->key < b->key; });\n"
           "        return all;\n    }();\n    return sorted;\n}\n\n} // namespace "
           "selatan::words\n";
}

} // namespace selatan::words_compiler
