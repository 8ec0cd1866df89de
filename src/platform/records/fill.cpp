#include "platform/records/plain_decimal.hpp"
#include "platform/records/record.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace selatan::records {

namespace {

/// Letters, not bytes: limits are told to people.
std::int64_t length_of(std::string_view text)
{
    return std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

bool is_email(std::string_view text)
{
    // HTML's rule of thumb (4.10.5.1.5), not RFC 5322: something, one @, a domain without spaces.
    auto const at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos &&
           text.find(' ') == std::string_view::npos;
}

bool is_url(std::string_view text)
{
    return (text.starts_with("https://") || text.starts_with("http://")) &&
           text.find(' ') == std::string_view::npos && text.size() > 8;
}

/// Are these digits in groups of three, with `sign` between them?
bool is_grouped(std::string_view digits, char sign)
{
    if (digits.starts_with('-')) {
        digits.remove_prefix(1);
    }
    constexpr std::size_t group = 3;
    auto const all_digits = [](std::string_view text) {
        return !text.empty() &&
               std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    };
    auto end = digits.find(sign);
    bool is_first = true;
    while (true) {
        auto const part = digits.substr(0, end);
        if (!all_digits(part) || part.size() > group || (!is_first && part.size() != group)) {
            return false;
        }
        if (end == std::string_view::npos) {
            return true;
        }
        digits.remove_prefix(end + 1);
        end = digits.find(sign);
        is_first = false;
    }
}

std::string without(std::string_view digits, char sign)
{
    std::string plain{digits};
    std::erase(plain, sign);
    return plain;
}

} // namespace

std::string plain_decimal(std::string const &text)
{
    constexpr std::size_t group = 3;
    auto const at = text.find_last_of(",.");
    if (at == std::string::npos) {
        return is_grouped(text, ' ') ? without(text, ' ') : text;
    }
    char const sign = text[at];
    if (text.find(sign) != at) { // it stands between thousands: "1,250,000"
        return is_grouped(text, sign) ? without(text, sign) : text;
    }
    auto const whole = text.substr(0, at);
    auto const fraction = text.substr(at + 1);
    for (char const between : {' ', sign == ',' ? '.' : ','}) {
        if (whole.find(between) != std::string::npos) {
            return is_grouped(whole, between) ? without(whole, between) + "." + fraction : text;
        }
    }
    bool const could_be_a_group =
        fraction.size() == group && is_grouped(whole, ',') && whole != "0" && whole != "-0";
    return sign == ',' && could_be_a_group ? text : whole + "." + fraction;
}

namespace {

/// Turns what a person typed into the text that the field's type parses; or names the problem.
class Reading {
public:
    Reading(storage::Reader &reader, CodeLists const &codes, Field const &field)
        : m_reader{&reader}, m_codes{&codes}, m_field{&field}
    {
    }

    [[nodiscard]] std::optional<Problem> read(std::string_view typed, std::string &text) const
    {
        bool const lines = m_field->kind == Kind::long_text || m_field->kind == Kind::multilingual;
        text = lines ? clean_lines(typed) : clean(typed);
        if (text.empty()) {
            return m_field->is_required ? std::optional{problem("common.required")} : std::nullopt;
        }
        switch (m_field->kind) {
        case Kind::text:
        case Kind::long_text:
            if (m_field->is_decimal) {
                text = plain_decimal(text);
            }
            return at_most(text);
        case Kind::multilingual:
            return each_at_most(text);
        case Kind::email:
            return is_email(text) ? at_most(text) : problem("common.not_an_email");
        case Kind::url:
            return is_url(text) ? at_most(text) : problem("common.not_a_link");
        case Kind::integer:
        case Kind::date:
        case Kind::yes_no:
            return std::nullopt; // the type's own parser decides
        case Kind::choice:
        case Kind::choices:
            return own_codes(text);
        case Kind::code:
        case Kind::codes:
            return listed_codes(text);
        case Kind::record:
            return record(text);
        }
        return std::nullopt;
    }

    [[nodiscard]] Problem
    problem(std::string code, std::vector<std::pair<std::string, std::string>> arguments = {}) const
    {
        return {std::string{m_field->name}, std::move(code), std::move(arguments)};
    }

private:
    [[nodiscard]] std::optional<Problem> at_most(std::string_view text) const
    {
        if (length_of(text) > m_field->most) {
            return problem("common.too_long", {{"max", std::to_string(m_field->most)}});
        }
        return std::nullopt;
    }
    /// The limit is each language's own: who translates a name does not make it longer.
    [[nodiscard]] std::optional<Problem> each_at_most(std::string const &json) const
    {
        auto const content = i18n::MultilingualText::parse(json);
        if (!content) {
            return problem("common.invalid_text");
        }
        for (auto const language : languages) {
            if (auto wrong = at_most(content->in(language))) {
                return wrong;
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] std::optional<Problem> own_codes(std::string const &text) const
    {
        Codes codes;
        Text<Codes>::parse(text, codes);
        for (auto const &code : codes) {
            if (std::ranges::find(m_field->own_codes, code) == m_field->own_codes.end()) {
                return problem("common.unknown_choice", {{"value", code}});
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] std::optional<Problem> listed_codes(std::string &text) const
    {
        if (m_field->kind == Kind::code) {
            return listed_code(text);
        }
        // Codes have no spaces, but names do: commas and semicolons separate names.
        Codes codes;
        std::string_view rest = text;
        bool const named = rest.find_first_of(",;") != std::string_view::npos;
        while (!rest.empty()) {
            auto const end = std::min(rest.find_first_of(named ? ",;" : " "), rest.size());
            auto one = clean(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (one.empty()) {
                continue;
            }
            if (auto wrong = listed_code(one)) {
                return wrong;
            }
            codes.push_back(std::move(one));
        }
        text = Text<Codes>::print(codes);
        return std::nullopt;
    }
    [[nodiscard]] std::optional<Problem> listed_code(std::string &text) const
    {
        if (!m_codes->name(m_field->list, text, Language::en).empty()) {
            return std::nullopt;
        }
        auto meant = m_codes->resolve(m_field->list, text);
        if (!meant) {
            return problem(m_field->list == "country" ? "common.unknown_country"
                                                      : "common.unknown_choice",
                           {{"value", truncate(text, 80)}});
        }
        text = std::move(*meant);
        return std::nullopt;
    }
    [[nodiscard]] std::optional<Problem> record(std::string &text) const
    {
        auto const id = resolve(*m_reader, m_field->list, text);
        if (!id) {
            return problem("records.unknown_record", {{"value", truncate(text, 80)}});
        }
        text = id->to_string();
        return std::nullopt;
    }

    storage::Reader *m_reader;
    CodeLists const *m_codes;
    Field const *m_field;
};

/// "title.fr" and its like, as forms send multilingual content.
std::optional<std::string> multilingual_from_parts(Input const &input, std::string_view name)
{
    bool any = false;
    i18n::MultilingualText content;
    for (auto const language : languages) {
        auto const part = std::string{name} + "." + std::string{to_code(language)};
        if (input.has(part)) {
            any = true;
            content.set(language, clean_lines(input.get(part)));
        }
    }
    if (!any) {
        return std::nullopt;
    }
    return content.empty() ? std::string{} : content.to_json();
}

bool is_field_name(std::span<Field const> fields, std::string_view name)
{
    return std::ranges::any_of(fields, [&](Field const &field) {
        return field.name == name ||
               (field.kind == Kind::multilingual && name.starts_with(field.name) &&
                name.substr(field.name.size()).starts_with('.'));
    });
}

} // namespace

Problems fill(storage::Reader &reader, CodeLists const &codes, std::span<Field const> fields,
              Input const &input, Missing missing, Audience audience, void *value)
{
    Problems problems;
    for (auto const &[name, text] : input.all()) {
        if (!is_field_name(fields, name)) {
            problems.push_back({name, "records.unknown_field", {}});
        }
    }
    for (auto const &field : fields) {
        auto const parts = field.kind == Kind::multilingual
                               ? multilingual_from_parts(input, field.name)
                               : std::nullopt;
        if (!parts && !input.has(field.name)) {
            if (missing == Missing::refused && field.is_required) {
                problems.push_back({std::string{field.name}, "common.required", {}});
            }
            continue;
        }
        if (field.audience > audience || field.is_acted) {
            problems.push_back({std::string{field.name}, "records.forbidden_field", {}});
            continue;
        }
        Reading const reading{reader, codes, field};
        std::string text;
        if (auto wrong = reading.read(parts ? *parts : input.get(field.name), text)) {
            problems.push_back(std::move(*wrong));
            continue;
        }
        if (text.empty()) {
            field.clear(value);
            // A number that cannot be missing would become a nought that it may not be.
            if (field.kind == Kind::integer && field.least > 0 && !field.print(value).empty()) {
                problems.push_back(reading.problem("common.required"));
            }
            continue;
        }
        if (char const *const code = field.parse(value, text)) {
            problems.push_back(reading.problem(code));
            continue;
        }
        if (field.kind == Kind::integer) {
            std::int64_t number = 0;
            Text<std::int64_t>::parse(text, number);
            if (number < field.least || number > field.most) {
                problems.push_back(
                    reading.problem("common.out_of_range", {{"min", std::to_string(field.least)},
                                                            {"max", std::to_string(field.most)}}));
            }
        }
    }
    return problems;
}

} // namespace selatan::records
