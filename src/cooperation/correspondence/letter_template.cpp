#include "cooperation/correspondence/letter_template.hpp"

#include "base/ensure.hpp"
#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/correspondence/correspondence_store.hpp"
#include "cooperation/correspondence/pages.hpp"
#include "cooperation/correspondence/shipped_templates.hpp"
#include "words/correspondence.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::correspondence {

namespace {

namespace word = words::correspondence;
using records::field;

constexpr std::array template_fields{
    field<&LetterTemplate::name>("name", word::field_name).title(),
    field<&LetterTemplate::kind>("kind", word::field_kind)
        .among(letter_kinds, word::kinds)
        .required()
        .listed(),
    field<&LetterTemplate::effect>("effect", word::field_effect)
        .among(effects, word::effects)
        .required()
        .hinted(word::field_effect_hint)
        .listed(),
    field<&LetterTemplate::subject>("subject", word::field_subject).at_most(300).required(),
    field<&LetterTemplate::body>("body", word::field_body)
        .at_most(20'000)
        .required()
        .hinted(word::placeholders_hint),
};

/// Calls `text(piece)` for what stands between placeholders and `place(name)` for each of these.
template <typename Text, typename Place>
void each_piece(std::string_view all, Text const &text, Place const &place)
{
    while (!all.empty()) {
        auto const open = all.find('{');
        auto const close = open == std::string_view::npos ? open : all.find('}', open);
        if (close == std::string_view::npos) {
            text(all);
            return;
        }
        text(all.substr(0, open));
        place(all.substr(open + 1, close - open - 1));
        all.remove_prefix(close + 1);
    }
}

void check_text(std::string_view name, i18n::MultilingualText const &text, Problems &problems)
{
    for (auto const language : languages) {
        for (auto const &one : placeholders_in(text.in(language))) {
            if (std::ranges::find(placeholders, one) == placeholders.end()) {
                problems.push_back(
                    {std::string{name}, "correspondence.unknown_placeholder", {{"name", one}}});
            }
        }
    }
}

Problems check_draft(web::Draft const &draft)
{
    return check_template(*static_cast<LetterTemplate const *>(draft.after));
}

LetterTemplate parse_shipped(std::string_view json)
{
    auto const parsed = boost::json::parse(json);
    auto const &object = parsed.as_object();
    auto const texts = [&](std::string_view name) {
        auto text = i18n::MultilingualText::parse(boost::json::serialize(object.at(name)));
        ENSURE(text.has_value());
        return std::move(*text);
    };
    LetterTemplate value;
    value.name = std::string_view{object.at("name").as_string()};
    ENSURE(from_code(std::string_view{object.at("kind").as_string()}, value.kind));
    ENSURE(from_code(std::string_view{object.at("effect").as_string()}, value.effect));
    value.subject = texts("subject");
    value.body = texts("body");
    return value;
}

} // namespace

constinit records::NounOf<LetterTemplate> const letter_templates{{
    .kind = "letter_template",
    .table = "letter_template",
    .path = "/letter-templates",
    .prefix = "LTM",
    .singular = word::template_singular,
    .plural = word::template_plural,
    .fields = template_fields,
    .type = &records::value_type<LetterTemplate>,
    .policy = &template_policy,
    .audience = Audience::internal,
    .sort = "title",
}};

web::NounPages const template_pages{
    .noun = &letter_templates,
    .picture = html::Icon::file,
    .add = word::template_add,
    .empty_title = word::template_empty_title,
    .empty_text = word::template_empty_text,
    .about = word::template_about,
    .check = check_draft,
    .takes_attachments = false,
    .saves_drafts = true,
};

std::vector<std::string> placeholders_in(std::string_view text)
{
    std::vector<std::string> names;
    each_piece(
        text, [](std::string_view /*piece*/) {},
        [&](std::string_view name) { names.emplace_back(name); });
    return names;
}

std::string filled(std::string_view text, Values const &values)
{
    std::string out;
    each_piece(
        text, [&](std::string_view piece) { out += piece; },
        [&](std::string_view name) {
            auto const found = values.find(name);
            bool const is_known = found != values.end() && !found->second.empty();
            out += is_known ? std::string_view{found->second} : blank;
        });
    return out;
}

Problems check_template(LetterTemplate const &value)
{
    Problems problems;
    check_text("subject", value.subject, problems);
    check_text("body", value.body, problems);
    return problems;
}

int load_shipped_templates(storage::Tx &tx, events::Actor const &actor)
{
    if (has_templates(tx)) {
        return 0;
    }
    int made = 0;
    for (auto const text : shipped_templates()) {
        auto const value = parse_shipped(text);
        ENSURE(check_template(value).empty());
        static_cast<void>(records::create(tx, actor, letter_templates, value));
        ++made;
    }
    return made;
}

} // namespace selatan::correspondence
