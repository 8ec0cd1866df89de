#include "exchange/reported/activity_values.hpp"

#include "exchange/iati/values.hpp"
#include "exchange/reported/decimal.hpp"

#include <algorithm>

namespace selatan::reported {

using iati::no_node;
using iati::trimmed;

std::string primary_language(std::string_view tag)
{
    std::string language{tag.substr(0, tag.find('-'))};
    for (auto &c : language) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return language;
}

std::string_view Values::attribute(NodeIndex element, NameId name) const
{
    auto const found = m_tree.attribute(element, name);
    return found == iati::no_node ? std::string_view{} : trimmed(m_tree.string(found));
}

std::string Values::text(NodeIndex element) const
{
    std::string all;
    m_tree.append_text(element, all);
    auto const kept = trimmed(all);
    return kept.size() == all.size() ? all : std::string{kept};
}

void Values::note(std::string path, std::string_view value, std::string_view why)
{
    constexpr std::size_t shown = 100;
    auto size = std::min(value.size(), shown);
    while (size > 0 && size < value.size() && (value[size] & 0xC0) == 0x80) {
        --size;
    }
    m_into.notes.push_back({std::move(path), std::string{value.substr(0, size)}, why});
}

std::optional<Date> Values::date_in(NodeIndex element, NameId name, std::string_view path)
{
    constexpr std::size_t day = 10;
    auto const value = attribute(element, name);
    if (value.empty()) {
        return std::nullopt;
    }
    auto const rest = value.substr(std::min(day, value.size()));
    auto const found = Date::parse(value.substr(0, day));
    if (!found || !(rest.empty() || rest.starts_with('T') || rest.starts_with('Z') ||
                    rest.starts_with('+') || rest.starts_with('-'))) {
        note(std::string{path}, value, "bad_date");
        return std::nullopt;
    }
    return found;
}

std::optional<Currency> Values::currency_of(NodeIndex element, NameId name, std::string_view path)
{
    auto const value = attribute(element, name);
    if (value.empty()) {
        return std::nullopt;
    }
    auto const found = Currency::parse(value);
    if (!found) {
        note(std::string{path}, value, "bad_currency");
    }
    return found;
}

std::optional<std::int64_t> Values::number_of(NodeIndex element, NameId name, std::string_view path)
{
    auto const value = attribute(element, name);
    if (value.empty()) {
        return std::nullopt;
    }
    auto const found = scaled(value, 0);
    if (!found || !found->is_exact) {
        note(std::string{path}, value, "bad_number");
        return std::nullopt;
    }
    return found->value;
}

std::optional<bool> Values::flag_of(NodeIndex element, NameId name) const
{
    auto const value = attribute(element, name);
    return value.empty() ? std::nullopt : std::optional{value == "1" || value == "true"};
}

Narratives Values::narratives(NodeIndex element) const
{
    Narratives all;
    for (auto at = m_tree.first(element); at != no_node; at = m_tree.next(at)) {
        auto const &node = m_tree.node(at);
        if (node.is_text() || m_words.elements[node.name()] != Element::narrative) {
            continue;
        }
        if (auto said = text(at); !said.empty()) {
            auto language = primary_language(attribute(at, m_words.lang));
            all.push_back(
                {language.empty() ? m_into.language : std::move(language), std::move(said)});
        }
    }
    // Some write the text where narratives belong.
    if (all.empty()) {
        if (auto said = text(element); !said.empty()) {
            all.push_back({m_into.language, std::move(said)});
        }
    }
    return all;
}

std::string Values::narrative(NodeIndex element) const
{
    auto const all = narratives(element);
    return std::string{text_for(all, m_into.language)};
}

Organisation Values::organisation(NodeIndex element) const
{
    return {.ref = std::string{attribute(element, m_words.ref)},
            .type = std::string{attribute(element, m_words.type)},
            .name = narrative(element)};
}

std::optional<Amount> Values::amount(NodeIndex element, std::string const &path)
{
    auto written = text(element);
    auto found = hundredths_of(written);
    if (!found) {
        note(path, written, written.empty() ? "no_amount" : "bad_amount");
        return std::nullopt;
    }
    if (found->had_separators) {
        note(path, written, "separators");
    }
    Amount taken;
    taken.hundredths = found->value;
    if (!found->is_exact) {
        taken.exact = std::move(written);
    }
    taken.currency = currency_of(element, m_words.currency, path + "/@currency");
    taken.valued_on = date_in(element, m_words.value_date, path + "/@value-date");
    return taken;
}

Share Values::share(NodeIndex element, std::string_view vocabulary, std::string_view path)
{
    Share taken;
    taken.code = attribute(element, m_words.code);
    taken.vocabulary = attribute(element, m_words.vocabulary);
    if (taken.vocabulary.empty()) {
        taken.vocabulary = vocabulary;
    }
    if (auto const value = attribute(element, m_words.percentage); !value.empty()) {
        constexpr int digits = 4; // of a percentage: millionths of the whole
        constexpr std::int64_t whole = 1'000'000;
        auto const found = scaled(value, digits);
        if (found && found->value >= 0 && found->value <= whole) {
            taken.of_million = found->value;
        } else {
            note(std::string{path} + "/@percentage", value, "bad_percentage");
        }
    }
    return taken;
}

void Values::aid_type(NodeIndex at, std::string &into) const
{
    auto const vocabulary = attribute(at, m_words.vocabulary);
    if (into.empty() && (vocabulary.empty() || vocabulary == "1")) {
        into = attribute(at, m_words.code);
    }
}

} // namespace selatan::reported
