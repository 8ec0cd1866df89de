#include "platform/i18n/multilingual.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

namespace selatan::i18n {

namespace {

std::size_t at(Language language)
{
    return static_cast<std::size_t>(language);
}

std::optional<Language> language_in(boost::json::value const &value)
{
    auto const *const code = value.if_string();
    return code != nullptr ? parse_language({code->data(), code->size()}) : std::nullopt;
}

} // namespace

MultilingualText::MultilingualText(Language language, std::string text)
{
    set(language, std::move(text));
}

std::optional<MultilingualText> MultilingualText::parse(std::string_view json)
{
    boost::json::error_code error;
    auto const value = boost::json::parse({json.data(), json.size()}, error);
    auto const *const object = error ? nullptr : value.if_object();
    if (object == nullptr) {
        return std::nullopt;
    }
    MultilingualText text;
    for (auto const &member : *object) {
        std::string_view const key{member.key().data(), member.key().size()};
        if (key == "original" || key == "machine") {
            continue;
        }
        auto const language = parse_language(key);
        auto const *const said = member.value().if_string();
        if (!language || said == nullptr || said->find('\0') != boost::json::string::npos) {
            return std::nullopt;
        }
        text.set(*language, std::string{said->data(), said->size()});
    }
    if (auto const *const original = object->if_contains("original")) {
        auto const language = language_in(*original);
        if (!language || !text.has(*language)) {
            return std::nullopt;
        }
        text.set_original(*language);
    }
    if (auto const *const machine = object->if_contains("machine")) {
        auto const *const codes = machine->if_array();
        if (codes == nullptr) {
            return std::nullopt;
        }
        for (auto const &code : *codes) {
            auto const language = language_in(code);
            if (!language || !text.has(*language)) {
                return std::nullopt;
            }
            text.m_machine[at(*language)] = true;
        }
    }
    return text;
}

std::string MultilingualText::to_json() const
{
    boost::json::object object;
    boost::json::array machine;
    int count = 0;
    for (auto const language : languages) {
        if (!has(language)) {
            continue;
        }
        ++count;
        object[to_code(language)] = in(language);
        if (is_machine(language)) {
            machine.emplace_back(to_code(language));
        }
    }
    if (count > 1) {
        object["original"] = to_code(m_original);
    }
    if (!machine.empty()) {
        object["machine"] = std::move(machine);
    }
    return boost::json::serialize(object);
}

void MultilingualText::set(Language language, std::string text, TextSource source)
{
    if (empty()) {
        m_original = language;
    }
    m_machine[at(language)] = source == TextSource::machine && !text.empty();
    m_texts[at(language)] = std::move(text);
    // Without its original, the text that a reader would be shown first becomes it.
    if (!has(m_original)) {
        m_original = pick(Language::en).language;
    }
}

void MultilingualText::set_original(Language language)
{
    ENSURE(has(language));
    m_original = language;
}

std::string_view MultilingualText::in(Language language) const
{
    return m_texts[at(language)];
}

bool MultilingualText::is_machine(Language language) const
{
    return m_machine[at(language)];
}

bool MultilingualText::empty() const
{
    return std::all_of(m_texts.begin(), m_texts.end(),
                       [](auto const &text) { return text.empty(); });
}

MultilingualText::Picked MultilingualText::pick(Language language) const
{
    auto const picked = [&](Language found) {
        return Picked{in(found), found, found != language, is_machine(found)};
    };
    for (auto const candidate : {language, m_original, Language::en}) {
        if (has(candidate)) {
            return picked(candidate);
        }
    }
    for (auto const candidate : languages) {
        if (has(candidate)) {
            return picked(candidate);
        }
    }
    return {.language = language};
}

} // namespace selatan::i18n
