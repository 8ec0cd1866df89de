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
