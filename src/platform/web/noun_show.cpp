#include "platform/web/noun_pages.hpp"

#include "base/text.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::web {

namespace {

namespace json = boost::json;
namespace common = words::common;

constexpr std::size_t shown_in_cell = 140;

std::string code_name(Context const &context, records::Field const &field, std::string_view code)
{
    if (!field.own_codes.empty()) {
        auto const name = field.own_code_name(context.language(), code);
        return std::string{name.value_or(code)};
    }
    auto name = context.app().codes.name(field.list, code, context.language());
    return name.empty() ? std::string{code} : name;
}

std::string code_names(Context const &context, records::Field const &field, std::string_view text)
{
    records::Codes codes;
    records::Text<records::Codes>::parse(text, codes);
    std::vector<std::string> names;
    for (auto const &code : codes) {
        names.push_back(code_name(context, field, code));
    }
    std::string joined;
    for (auto const &name : names) {
        joined += (joined.empty() ? "" : " · ") + name;
    }
    return joined;
}

html::Html multilingual(Context const &context, std::string_view text)
{
    auto const content = i18n::MultilingualText::parse(text);
    if (!content || content->empty()) {
        return {};
    }
    auto const picked = content->pick(context.language());
    auto const direction = is_right_to_left(picked.language) ? html::Direction::right_to_left
                                                             : html::Direction::left_to_right;
    auto shown =
        html::span(html::lang(to_code(picked.language)), html::dir(direction), picked.text);
    if (picked.is_fallback) {
        auto const name = i18n::language_name(picked.language, context.language());
        shown +=
            html::fragment(" ", html::small(html::cls("note"),
                                            common::translation_missing(context.language(), name)));
    }
    return shown;
}

/// Amounts that the program wrote into a text, "IDR 3600000000.00; USD 5.00", as the reader writes
/// them; empty where it says anything else.
std::string amounts_in(Language language, std::string_view text)
{
    constexpr std::string_view between = "; ";
    constexpr std::size_t code_size = 3;
    std::string all;
    while (!text.empty()) {
        auto const one = text.substr(0, text.find(between));
        text.remove_prefix(std::min(text.size(), one.size() + between.size()));
        auto const code = one.substr(0, code_size);
        auto const digits = one.substr(std::min(one.size(), code_size + 1));
        if (!Currency::parse(code) || digits.empty() || one[code_size] != ' ' ||
            digits.find_first_not_of("-0123456789.") != std::string_view::npos) {
            return {};
        }
        all += (all.empty() ? "" : between);
        all += std::string{code} + " " + i18n::format_digits(language, digits);
    }
    return all;
}

/// What verbs alone write may be a day or amounts, whatever the field says of other records.
html::Html written_by_verb(Context const &context, std::string const &text)
{
    if (auto const date = Date::parse(text)) {
        return html::moment({.iso = text, .text = context.date(*date)});
    }
    auto const amounts = amounts_in(context.language(), text);
    return html::bdi(amounts.empty() ? text : amounts);
}

} // namespace

std::string url_of(records::Noun const &noun, std::string_view reference)
{
    return std::string{noun.path} + "/" + http::encode_component(reference);
}

html::Html link_to_record(App const &app, std::string_view kind, std::string_view reference,
                          std::string_view title)
{
    auto const *const noun = app.noun(kind);
    if (noun == nullptr) {
        return html::bdi(title);
    }
    return html::a(html::href(url_of(*noun, reference)), html::bdi(title));
}

std::string state_name(records::Noun const &noun, std::string_view state, Language language)
{
    if (noun.machine == nullptr || state.empty()) {
        return std::string{state};
    }
    return std::string{noun.machine->state_name(language, state).value_or(state)};
}

html::Html show_cell(Context const &context, records::Noun const &noun,
                     records::Column const &column, records::CellText const &cell)
{
    using records::Shape;
    if (cell.text.empty()) {
        return {};
    }
    auto const language = context.language();
    switch (column.shape) {
    case Shape::text:
        if (column.field != nullptr && column.field->kind == records::Kind::url) {
            return html::a(html::href(cell.text), cell.text);
        }
        if (column.field != nullptr && column.field->kind == records::Kind::email) {
            return html::a(html::href("mailto:" + cell.text), cell.text);
        }
        if (column.field != nullptr && column.field->is_decimal) {
            return html::bdi(i18n::format_digits(language, cell.text));
        }
        if (column.field != nullptr && column.field->is_acted && cell.titles.empty()) {
            return written_by_verb(context, cell.text);
        }
        return html::bdi(records::title_in(language, cell.text, cell.titles));
    case Shape::long_text:
        return html::bdi(truncate(cell.text, shown_in_cell));
    case Shape::integer: {
        constexpr std::int64_t grouped_from = 10'000;
        if (column.field != nullptr && column.field->most < grouped_from) {
            return html::fragment(cell.text); // years are not "2,027"
        }
        std::int64_t number = 0;
        records::Text<std::int64_t>::parse(cell.text, number);
        return html::fragment(i18n::format_number(language, number));
    }
    case Shape::date: {
        auto const date = Date::parse(cell.text);
        return date ? html::moment({.iso = cell.text, .text = context.date(*date)}) : html::Html{};
    }
    case Shape::instant: {
        auto const instant = Instant::parse(cell.text);
        return instant ? html::moment(context.moment(*instant)) : html::Html{};
    }
    case Shape::yes_no:
        return html::fragment(cell.text == "yes" ? common::form_yes(language)
                                                 : common::form_no(language));
    case Shape::code:
        return html::bdi(code_name(context, *column.field, cell.text));
    case Shape::codes:
        return html::bdi(code_names(context, *column.field, cell.text));
    case Shape::link: {
        // Nobody is led to a page that is never theirs.
        auto const label = records::title_in(language, cell.label, cell.titles);
        auto const *const linked = context.app().noun(cell.kind);
        if (linked != nullptr &&
            !records::could(*linked->policy, context.identity(), records::verbs::see)) {
            return html::bdi(label);
        }
        return link_to_record(context.app(), cell.kind, cell.reference, label);
    }
    case Shape::user:
        return html::bdi(cell.label);
    case Shape::multilingual:
        return multilingual(context, cell.text);
    case Shape::state:
        return html::badge({.label = state_name(noun, cell.text, language)});
    }
    return {};
}

std::string record_json(storage::Reader &reader, records::Noun const &noun,
                        records::Head const &head, Audience audience)
{
    records::AnyValue value{*noun.type};
    json::object out{{"id", head.id.to_string()},
                     {"reference", head.reference},
                     {"kind", head.kind},
                     {"version", head.version},
                     {"created", head.created_at.to_string()},
                     {"changed", head.changed_at.to_string()}};
    if (noun.machine != nullptr) {
        out["state"] = head.state;
        // Parentheses: in braces one value is an array of one.
        out["due"] = head.due_on ? json::value(head.due_on->to_string()) : json::value(nullptr);
    }
    if (!records::load_into(reader, noun, head.id, value.get())) {
        return json::serialize(out);
    }
    for (auto const &field : noun.fields) {
        if (field.audience > audience) {
            continue;
        }
        auto const text = field.print(value.get());
        json::value shown = nullptr;
        if (!text.empty()) {
            switch (field.kind) {
            case records::Kind::integer: {
                std::int64_t number = 0;
                records::Text<std::int64_t>::parse(text, number);
                shown = number;
                break;
            }
            case records::Kind::yes_no:
                shown = text == "yes";
                break;
            case records::Kind::choices:
            case records::Kind::codes: {
                records::Codes codes;
                records::Text<records::Codes>::parse(text, codes);
                shown = json::value_from(codes);
                break;
            }
            case records::Kind::multilingual:
                shown = json::parse(text);
                break;
            case records::Kind::record: {
                auto const id = Uuid::parse(text);
                auto const label = id ? records::label_of(reader, *id) : std::nullopt;
                if (label) {
                    shown = json::object{
                        {"id", text}, {"reference", label->reference}, {"title", label->title}};
                }
                break;
            }
            default:
                shown = text;
            }
        }
        out[std::string{field.name}] = std::move(shown);
    }
    return json::serialize(out);
}

} // namespace selatan::web
