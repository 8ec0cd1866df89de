#include "platform/i18n/tools/sentence.hpp"

#include "platform/i18n/format.hpp"
#include "platform/i18n/tools/locale_file.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <unicode/messagepattern.h>
#include <unicode/normalizer2.h>
#include <utility>

namespace selatan::words_compiler {

namespace {

using Part = icu::MessagePattern::Part;
using Kind = i18n::Step::Kind;
using i18n::ArgumentKind;

std::string to_utf8(icu::UnicodeString const &text)
{
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

icu::UnicodeString from_utf8(std::string_view text)
{
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string kind_name(ArgumentKind kind)
{
    switch (kind) {
    case ArgumentKind::text:
        return "a text";
    case ArgumentKind::number:
        return "a number";
    case ArgumentKind::date:
        return "a date";
    case ArgumentKind::instant:
        return "an instant";
    }
    return "";
}

std::string listed(std::set<std::string> const &names)
{
    std::string all;
    for (auto const &name : names) {
        all += (all.empty() ? "" : ", ") + name;
    }
    return all.empty() ? "none" : all;
}

/// A slot's mark: `<1>`, `</1>` or `<1/>`, at the front of `text`.
struct SlotMark {
    enum class Kind { open, close, empty } kind = Kind::open;
    int slot = 0;
    std::size_t length = 0;
};

std::optional<SlotMark> slot_mark(std::string_view text)
{
    SlotMark mark;
    std::size_t at = 1;
    if (text.substr(at).starts_with('/')) {
        mark.kind = SlotMark::Kind::close;
        ++at;
    }
    if (at >= text.size() || text[at] < '1' || text[at] > '9') {
        return std::nullopt;
    }
    mark.slot = text[at] - '0';
    ++at;
    if (mark.kind == SlotMark::Kind::open && text.substr(at).starts_with('/')) {
        mark.kind = SlotMark::Kind::empty;
        ++at;
    }
    if (!text.substr(at).starts_with('>')) {
        return std::nullopt;
    }
    mark.length = at + 1;
    return mark;
}

class SentenceParser {
public:
    SentenceParser(Language language, std::string_view pattern) : m_language{language}
    {
        auto const text = from_utf8(pattern);
        auto status = U_ZERO_ERROR;
        UParseError where{};
        m_pattern.parse(text, &where, status);
        if (U_FAILURE(status)) {
            throw WordsProblem{"not ICU MessageFormat at character " +
                               std::to_string(where.offset) + " (" + u_errorName(status) + ")"};
        }
    }

    Sentence parse()
    {
        std::int32_t at = 0;
        message(at, "");
        return std::move(m_sentence);
    }

private:
    Part const &part(std::int32_t at) const { return m_pattern.getPart(at); }
    std::string text_of(Part const &part) const { return to_utf8(m_pattern.getSubstring(part)); }

    /// A (nested) message, `at` on its MSG_START; leaves `at` behind its MSG_LIMIT.
    /// `number` is the argument that '#' stands for.
    void message(std::int32_t &at, std::string const &number)
    {
        std::string text;
        int open_slot = 0;
        std::int32_t index = part(at).getLimit();
        for (++at;; ++at) {
            Part const &next = part(at);
            text +=
                to_utf8(m_pattern.getPatternString().tempSubStringBetween(index, next.getIndex()));
            index = next.getLimit();
            switch (next.getType()) {
            case UMSGPAT_PART_TYPE_MSG_LIMIT:
                say(text, open_slot);
                if (open_slot != 0) {
                    throw WordsProblem{"slot <" + std::to_string(open_slot) +
                                       "> is not closed where it was opened"};
                }
                ++at;
                return;
            case UMSGPAT_PART_TYPE_INSERT_CHAR:
                text += static_cast<char>(next.getValue());
                break;
            case UMSGPAT_PART_TYPE_REPLACE_NUMBER:
                say(text, open_slot);
                m_sentence.steps.push_back({.kind = Kind::argument, .argument = number});
                break;
            case UMSGPAT_PART_TYPE_ARG_START: {
                say(text, open_slot);
                auto const limit = m_pattern.getLimitPartIndex(at);
                argument(at, limit);
                at = limit;
                index = part(limit).getLimit();
                break;
            }
            default: // SKIP_SYNTAX: an apostrophe that quotes
                break;
            }
        }
    }

    /// Text with slot marks; takes `text`.
    void say(std::string &text, int &open_slot)
    {
        std::string_view rest = text;
        std::string plain;
        auto const flush = [&] {
            if (!plain.empty()) {
                m_sentence.steps.push_back({.text = std::exchange(plain, {})});
            }
        };
        while (!rest.empty()) {
            auto const mark = rest.front() == '<' ? slot_mark(rest) : std::nullopt;
            if (!mark) {
                plain += rest.front();
                rest.remove_prefix(1);
                continue;
            }
            flush();
            rest.remove_prefix(mark->length);
            bool const closes = mark->kind == SlotMark::Kind::close;
            if (open_slot != (closes ? mark->slot : 0)) {
                throw WordsProblem{"slots do not nest, and close where they were opened: at slot " +
                                   std::to_string(mark->slot)};
            }
            if (!closes) {
                m_sentence.steps.push_back({.kind = Kind::slot_open, .slot = mark->slot});
                m_sentence.slots.insert(mark->slot);
            }
            if (mark->kind != SlotMark::Kind::open) {
                m_sentence.steps.push_back({.kind = Kind::slot_close, .slot = mark->slot});
            }
            open_slot = mark->kind == SlotMark::Kind::open ? mark->slot : 0;
        }
        flush();
        text.clear();
    }

    void argument(std::int32_t at, std::int32_t limit)
    {
        auto const type = part(at).getArgType();
        Part const &name_part = part(at + 1);
        auto const name = text_of(name_part);
        if (name_part.getType() != UMSGPAT_PART_TYPE_ARG_NAME || !is_name(name)) {
            throw WordsProblem{"argument {" + name + "}: a name is [a-z][a-z0-9_]*"};
        }
        switch (type) {
        case UMSGPAT_ARG_TYPE_NONE:
            declare(name, std::nullopt);
            m_sentence.steps.push_back({.kind = Kind::argument, .argument = name});
            return;
        case UMSGPAT_ARG_TYPE_SIMPLE:
            simple(name, text_of(part(at + 2)),
                   at + 3 < limit ? text_of(part(at + 3)) : std::string{});
            return;
        case UMSGPAT_ARG_TYPE_PLURAL:
            declare(name, ArgumentKind::number);
            choice(name, Kind::plural, at + 2, limit);
            return;
        case UMSGPAT_ARG_TYPE_SELECTORDINAL:
            declare(name, ArgumentKind::number);
            choice(name, Kind::ordinal, at + 2, limit);
            return;
        case UMSGPAT_ARG_TYPE_SELECT:
            declare(name, ArgumentKind::text);
            choice(name, Kind::select, at + 2, limit);
            return;
        default:
            throw WordsProblem{"argument {" + name +
                               "}: choice formats are not allowed, use plural"};
        }
    }

    void simple(std::string const &name, std::string const &type, std::string style)
    {
        style.erase(0, style.find_first_not_of(' '));
        style.erase(style.find_last_not_of(' ') + 1);
        auto kind = Kind::argument;
        if (type == "number" && (style.empty() || style == "integer")) {
            declare(name, ArgumentKind::number);
        } else if (type == "date" && (style.empty() || style == "long" || style == "short")) {
            declare(name, ArgumentKind::date);
            kind = style == "short" ? Kind::argument_short : Kind::argument;
        } else if (type == "time" && style.empty()) {
            declare(name, ArgumentKind::instant);
        } else {
            throw WordsProblem{"argument {" + name + ", " + type + (style.empty() ? "" : ", ") +
                               style + "}: use number, date, date short or time"};
        }
        m_sentence.steps.push_back({.kind = kind, .argument = name});
    }

    void choice(std::string const &name, Kind kind, std::int32_t at, std::int32_t limit)
    {
        auto const choice_at = m_sentence.steps.size();
        m_sentence.steps.push_back({.kind = kind, .argument = name});
        std::set<std::string> selectors;
        while (at < limit) {
            if (part(at).getType() != UMSGPAT_PART_TYPE_ARG_SELECTOR) {
                throw WordsProblem{"argument {" + name + "}: offset is not allowed"};
            }
            auto const selector = text_of(part(at));
            if (!selectors.insert(selector).second) {
                throw WordsProblem{"argument {" + name + "}: \"" + selector + "\" is there twice"};
            }
            ++at;
            if (part(at).getType() != UMSGPAT_PART_TYPE_MSG_START) {
                ++at; // the number of "=1"
            }
            auto const branch_at = m_sentence.steps.size();
            m_sentence.steps.push_back({.kind = Kind::branch, .text = selector});
            message(at, kind == Kind::select ? std::string{} : name);
            m_sentence.steps[branch_at].length = m_sentence.steps.size() - branch_at - 1;
        }
        m_sentence.steps[choice_at].length = m_sentence.steps.size() - choice_at - 1;
        if (kind == Kind::select) {
            m_sentence.choices[name].insert(selectors.begin(), selectors.end());
        } else {
            check_categories(name, kind, selectors);
        }
    }

    /// Which categories whole numbers take is CLDR's knowledge. A million is beyond what our
    /// sentences count, so the "many" of French, Spanish and Portuguese ("un million de …") may be
    /// given, need not.
    void check_categories(std::string const &name, Kind kind,
                          std::set<std::string> const &selectors)
    {
        std::map<std::string, std::set<std::string>, std::less<>>
            taken;                            // category → "=n" that take it
        constexpr std::int64_t enough = 1000; // every category but "many" of millions shows below
        for (std::int64_t n = 0; n <= enough; ++n) {
            auto const category = kind == Kind::plural ? i18n::cardinal_category(m_language, n)
                                                       : i18n::ordinal_category(m_language, n);
            taken[std::string{category}].insert("=" + std::to_string(n));
        }
        for (auto const &[category, numbers] : taken) {
            if (!selectors.contains(category) && !std::includes(selectors.begin(), selectors.end(),
                                                                numbers.begin(), numbers.end())) {
                throw WordsProblem{"argument {" + name + "}: the plural lacks \"" + category +
                                   "\", which the language uses (as for " +
                                   numbers.begin()->substr(1) + ")"};
            }
        }
        constexpr std::int64_t million = 1'000'000;
        taken[std::string{i18n::cardinal_category(m_language, million)}];
        for (auto const &selector : selectors) {
            if (!selector.starts_with('=') && !taken.contains(selector) && selector != "other") {
                throw WordsProblem{"argument {" + name + "}: the language never uses \"" +
                                   selector + "\"; write =0, =1 or =2 for an exact number"};
            }
        }
    }

    /// `kind` is nothing for `{name}`, which takes the kind that the argument has elsewhere.
    void declare(std::string const &name, std::optional<ArgumentKind> kind)
    {
        auto &all = m_sentence.parameters;
        auto const known =
            std::find_if(all.begin(), all.end(), [&](auto const &p) { return p.name == name; });
        if (known == all.end()) {
            all.push_back({name, kind.value_or(ArgumentKind::text), kind.has_value()});
        } else if (kind && !known->is_typed) {
            known->kind = *kind;
            known->is_typed = true;
        } else if (kind && known->kind != *kind) {
            throw WordsProblem{"argument {" + name + "} is " + kind_name(known->kind) + " and " +
                               kind_name(*kind)};
        }
    }

    Language m_language;
    icu::MessagePattern m_pattern = [] {
        auto status = U_ZERO_ERROR;
        return icu::MessagePattern{UMSGPAT_APOS_DOUBLE_OPTIONAL, status};
    }();
    Sentence m_sentence;
};

} // namespace

SentenceParameter const *Sentence::find(std::string_view name) const
{
    for (auto const &parameter : parameters) {
        if (parameter.name == name) {
            return &parameter;
        }
    }
    return nullptr;
}

Sentence parse_sentence(Language language, std::string_view pattern)
{
    if (pattern.empty() || pattern.front() == ' ' || pattern.back() == ' ') {
        throw WordsProblem{"is empty, or begins or ends with a space"};
    }
    auto status = U_ZERO_ERROR;
    auto const *const nfc = icu::Normalizer2::getNFCInstance(status);
    if (!nfc->isNormalized(from_utf8(pattern), status) || U_FAILURE(status)) {
        throw WordsProblem{"is not in Unicode normalization form C"};
    }
    return SentenceParser{language, pattern}.parse();
}

void check_translation(Sentence const &english, Sentence const &translation)
{
    for (auto const &parameter : english.parameters) {
        auto const *const translated = translation.find(parameter.name);
        if (translated == nullptr) {
            throw WordsProblem{"lacks argument {" + parameter.name + "}"};
        }
        if (translated->is_typed && translated->kind != parameter.kind) {
            throw WordsProblem{"argument {" + parameter.name + "} is " +
                               kind_name(translated->kind) + " here and " +
                               kind_name(parameter.kind) + " in English"};
        }
    }
    for (auto const &parameter : translation.parameters) {
        if (english.find(parameter.name) == nullptr) {
            throw WordsProblem{"argument {" + parameter.name + "} is not in the English sentence"};
        }
    }
    for (auto const &[name, selectors] : english.choices) {
        auto const found = translation.choices.find(name);
        auto const translated =
            found != translation.choices.end() ? found->second : std::set<std::string>{"other"};
        if (translated != selectors && translated != std::set<std::string>{"other"}) {
            throw WordsProblem{"argument {" + name + "} chooses among " + listed(translated) +
                               " here and " + listed(selectors) + " in English"};
        }
    }
    if (english.slots != translation.slots) {
        throw WordsProblem{"its slots are not those of the English sentence"};
    }
}

} // namespace selatan::words_compiler
