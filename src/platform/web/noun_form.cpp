#include "platform/web/noun_pages.hpp"

#include "base/ensure.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "platform/records/record.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <algorithm>

namespace selatan::web {

namespace {

namespace common = words::common;

/// So many records of a kind are offered in a drop-down; where there are more, one is typed.
constexpr int offered_records_most = 300;

class FieldRenderer {
public:
    FieldRenderer(Context const &context, storage::Reader &reader, FormState const &state)
        : m_context{&context}, m_reader{&reader}, m_state{&state}
    {
    }

    [[nodiscard]] html::Html render(records::Field const &field) const
    {
        auto const text = text_of(field);
        auto const &words = m_context->words();
        auto const frame = frame_of(field);
        switch (field.kind) {
        case records::Kind::text:
            return html::text_field(frame, text, words,
                                    {.max_length = static_cast<int>(field.most)});
        case records::Kind::email:
            return html::text_field(frame, text, words,
                                    {.kind = html::TextKind::email, .width = html::Width::half});
        case records::Kind::url:
            return html::text_field(frame, text, words, {.kind = html::TextKind::url});
        case records::Kind::long_text:
            return html::text_area(frame, text, words);
        case records::Kind::integer:
            return html::number_field(frame, text, words,
                                      {.unit = {},
                                       .min = std::to_string(field.least),
                                       .max = std::to_string(field.most),
                                       .step = {}});
        case records::Kind::date:
            return html::date_field(frame, text, words);
        case records::Kind::yes_no:
            return html::checkbox(frame, text == "yes", words);
        case records::Kind::choice:
            return html::select_field(frame, own_options(field), text, words, true);
        case records::Kind::code:
            return html::select_field(frame, listed_options(field), text, words, true);
        case records::Kind::choices:
            return html::choices_field(frame, own_options(field), codes_of(text), words);
        case records::Kind::codes:
            return html::choices_field(frame, listed_options(field), codes_of(text), words);
        case records::Kind::record:
            return record_field(field, frame, text);
        case records::Kind::multilingual:
            return multilingual(field, frame);
        }
        return {};
    }

private:
    [[nodiscard]] std::string text_of(records::Field const &field) const
    {
        if (m_state->typed != nullptr && m_state->typed->has(field.name)) {
            return std::string{m_state->typed->get(field.name)};
        }
        return m_state->value == nullptr ? std::string{} : field.print(m_state->value);
    }
    [[nodiscard]] html::Field frame_of(records::Field const &field) const
    {
        auto const language = m_context->language();
        html::Field frame;
        frame.name = field.name;
        frame.label = field.label(language);
        frame.hint = field.hint == nullptr ? std::string{} : std::string{field.hint(language)};
        frame.is_required = field.is_required;
        if (m_state->problems != nullptr) {
            auto const found = std::ranges::find(*m_state->problems, field.name, &Problem::field);
            if (found != m_state->problems->end()) {
                frame.error = m_context->say(*found);
            }
        }
        return frame;
    }
    [[nodiscard]] std::vector<html::Option> own_options(records::Field const &field) const
    {
        std::vector<html::Option> options;
        for (auto const code : field.own_codes) {
            auto const name = field.own_code_name(m_context->language(), code);
            options.push_back({.value = std::string{code},
                               .label = std::string{name.value_or(code)},
                               .group = {}});
        }
        return options;
    }
    [[nodiscard]] std::vector<html::Option> listed_options(records::Field const &field) const
    {
        std::vector<html::Option> options;
        for (auto &option : m_context->app().codes.options(field.list, m_context->language())) {
            options.push_back({.value = std::move(option.code),
                               .label = std::move(option.label),
                               .group = std::move(option.group)});
        }
        return options;
    }
    [[nodiscard]] static std::vector<std::string> codes_of(std::string_view text)
    {
        records::Codes codes;
        records::Text<records::Codes>::parse(text, codes);
        return codes;
    }
    [[nodiscard]] html::Option option_of(records::Label const &label) const
    {
        return {.value = label.id.to_string(),
                .label = label.title_in(m_context->language()) + " (" + label.reference + ")",
                .group = {}};
    }
    /// A drop-down of the records that this person may see, or, when they are many, a box that
    /// takes a reference or name.
    [[nodiscard]] html::Html record_field(records::Field const &field, html::Field frame,
                                          std::string const &text) const
    {
        auto const id = Uuid::parse(text);
        bool const any = field.list == records::any_kind;
        std::vector<records::Label> labels;
        if (!any) {
            auto const *const noun = m_context->app().noun(field.list);
            ENSURE(noun != nullptr);
            auto const *const value = m_state->so_far == nullptr ? m_state->value : m_state->so_far;
            auto const among = m_state->offered == nullptr || value == nullptr
                                   ? std::nullopt
                                   : m_state->offered(*m_reader, m_state->head, field, value);
            labels = records::choices(*m_reader, *noun, m_context->identity(), "",
                                      offered_records_most + 1, among ? &*among : nullptr);
        }
        if (any || labels.size() > static_cast<std::size_t>(offered_records_most)) {
            auto typed = text;
            if (id) {
                auto const label = records::label_of(*m_reader, *id);
                typed = label ? label->reference + " " + label->title : std::string{};
            }
            if (frame.hint.empty()) {
                frame.hint = words::web::nothing_to_choose(m_context->language());
            }
            return html::text_field(frame, typed, m_context->words(), {});
        }
        std::vector<html::Option> options;
        std::string chosen = text;
        for (auto const &label : labels) {
            if (text == label.reference || text.starts_with(label.reference + " ")) {
                chosen = label.id.to_string();
            }
            options.push_back(option_of(label));
        }
        // What stands in the field already can be kept, seen or not: one's own office, say.
        if (id && std::ranges::find(labels, *id, &records::Label::id) == labels.end()) {
            if (auto const label = records::label_of(*m_reader, *id)) {
                options.push_back(option_of(*label));
            }
        }
        return html::select_field(frame, options, chosen, m_context->words(), true);
    }
    [[nodiscard]] html::Html multilingual(records::Field const &field,
                                          html::Field const &frame) const
    {
        auto const content =
            i18n::MultilingualText::parse(text_of(field)).value_or(i18n::MultilingualText{});
        std::vector<html::Translation> translations;
        auto const add = [&](Language language) {
            auto const part = std::string{field.name} + "." + std::string{to_code(language)};
            bool const typed = m_state->typed != nullptr && m_state->typed->has(part);
            html::Translation one;
            one.language = to_code(language);
            one.language_name = i18n::language_name(language, m_context->language());
            one.direction = is_right_to_left(language) ? html::Direction::right_to_left
                                                       : html::Direction::left_to_right;
            one.value = typed ? m_state->typed->get(part) : content.in(language);
            // A field that says nothing yet misses no translation; nor does a name, which has one
            // language of its own.
            bool const is_missing =
                one.value.empty() && !content.empty() && !field.is_other_titles();
            one.state = content.is_machine(language) ? html::Translation::State::machine
                        : is_missing                 ? html::Translation::State::missing
                                                     : html::Translation::State::written;
            translations.push_back(std::move(one));
        };
        add(m_context->language());
        for (auto const language : languages) {
            if (language != m_context->language()) {
                add(language);
            }
        }
        int const rows = field.most > 500 ? 5 : 1;
        return html::multilingual_field(frame, translations, m_context->words(), rows);
    }

    Context const *m_context;
    storage::Reader *m_reader;
    FormState const *m_state;
};

} // namespace

html::Html form_fields(Context const &context, storage::Reader &reader,
                       std::span<records::Field const> fields, FormState const &state)
{
    FieldRenderer const renderer{context, reader, state};
    auto const audience = records::audience_of(context.identity());
    html::Html all;
    for (auto const &field : fields) {
        if (field.audience <= audience && !field.is_acted) {
            all += renderer.render(field);
        }
    }
    return all;
}

std::vector<html::FieldProblem> field_problems(Context const &context,
                                               std::span<records::Field const> fields,
                                               Problems const &problems)
{
    std::vector<html::FieldProblem> all;
    for (auto const &problem : problems) {
        auto const found = std::ranges::find(fields, problem.field, &records::Field::name);
        bool const is_field = found != fields.end();
        auto message = context.say(problem);
        if (is_field) {
            message = std::string{found->label(context.language())} + ": " + message;
        }
        all.push_back(
            {.field = is_field ? problem.field : std::string{}, .message = std::move(message)});
    }
    return all;
}

} // namespace selatan::web
