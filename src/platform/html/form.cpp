#include "platform/html/form.hpp"

#include <algorithm>
#include <array>

namespace selatan::html {

namespace {

/// More options than this scroll in a box, which the script lets one search.
constexpr std::size_t long_choice = 12;

std::string element_id(std::string_view name)
{
    return "f-" + std::string{name};
}

/// The ids of what describes the control, in reading order.
std::string described_by(Field const &field)
{
    std::string ids;
    if (!field.hint.empty()) {
        ids += element_id(field.name) + "-hint";
    }
    if (!field.error.empty()) {
        ids += (ids.empty() ? "" : " ") + element_id(field.name) + "-error";
    }
    return ids;
}

Html required_mark(Field const &field, Words const &words)
{
    return when(field.is_required, [&] {
        return fragment(" ", span(cls("required"), attr<"title">(words.form.required),
                                  attr<"aria-hidden">("true"), "*"));
    });
}

Html hint_of(Field const &field)
{
    return when(!field.hint.empty(),
                [&] { return p(cls("hint"), id(element_id(field.name) + "-hint"), field.hint); });
}

Html error_of(Field const &field, Words const &words)
{
    return when(!field.error.empty(), [&] {
        return p(cls("error"), id(element_id(field.name) + "-error"),
                 span(cls("unseen"), words.form.error, ": "), field.error);
    });
}

std::string field_class(Field const &field, Width width = Width::full)
{
    constexpr std::array<std::string_view, 4> widths{"field", "field half", "field third",
                                                     "field short"};
    std::string name{widths[static_cast<std::size_t>(width)]};
    if (!field.error.empty()) {
        name += " invalid";
    }
    return name;
}

/// Label, hint, error, control: in the order in which they should be heard.
Html labelled(Field const &field, Html const &control, Words const &words,
              Width width = Width::full)
{
    return div(cls(field_class(field, width)),
               label(attr<"for">(element_id(field.name)), field.label, required_mark(field, words)),
               hint_of(field), error_of(field, words), control);
}

/// A set of controls under one legend. The element can take the focus, for the summary's links.
Html grouped(Field const &field, std::string_view role, Html const &controls, Words const &words)
{
    auto const described = described_by(field);
    return fieldset(
        cls(field_class(field)), id(element_id(field.name)), attr<"tabindex">("-1"),
        when(!role.empty(), attr<"role">(role)),
        when(!described.empty(), attr<"aria-describedby">(described)),
        when(role == "radiogroup" && field.is_required, attr<"aria-required">("true")),
        when(role == "radiogroup" && !field.error.empty(), attr<"aria-invalid">("true")),
        flag<"disabled">(field.is_disabled), legend(field.label, required_mark(field, words)),
        hint_of(field), error_of(field, words), controls);
}

/// An input, select or textarea with what every control says of itself.
template <Name Tag, typename... More>
Html control(Field const &field, More &&...more)
{
    auto const own_id = element_id(field.name);
    auto const described = described_by(field);
    std::initializer_list<Part> const parts{
        id(own_id),
        attr<"name">(field.name),
        when(field.is_required, attr<"aria-required">("true")),
        when(!field.error.empty(), attr<"aria-invalid">("true")),
        when(!described.empty(), attr<"aria-describedby">(described)),
        flag<"disabled">(field.is_disabled),
        when(!field.autocomplete.empty(), attr<"autocomplete">(field.autocomplete)),
        Part{std::forward<More>(more)}...};
    return Tag.view() == "input" ? Maker::void_element(Tag.view(), parts)
                                 : Maker::element(Tag.view(), parts);
}

Html options_of(std::vector<Option> const &options, std::string_view value)
{
    Html all;
    for (std::size_t i = 0; i < options.size();) {
        auto const &group = options[i].group;
        Html same;
        for (; i < options.size() && options[i].group == group; ++i) {
            auto const &one = options[i];
            same +=
                option(attr<"value">(one.value), flag<"selected">(one.value == value), one.label);
        }
        all += group.empty() ? same : optgroup(attr<"label">(group), same);
    }
    return all;
}

std::string_view to_code(TextKind kind)
{
    constexpr std::array<std::string_view, 7> codes{"text", "email",  "password", "tel",
                                                    "url",  "search", "text"};
    return codes[static_cast<std::size_t>(kind)];
}

} // namespace

Html text_field(Field const &field, std::string_view value, Words const &words,
                TextOptions const &options)
{
    bool const is_code = options.kind == TextKind::one_time_code;
    // A password that was refused is typed again: pages are kept in caches and histories.
    auto const shown = options.kind == TextKind::password ? std::string_view{} : value;
    bool const is_latin = options.kind == TextKind::email || options.kind == TextKind::url ||
                          options.kind == TextKind::telephone || is_code;
    return labelled(
        field,
        control<"input">(
            field, attr<"type">(to_code(options.kind)), attr<"value">(shown),
            when(options.max_length != 0, attr<"maxlength">(std::to_string(options.max_length))),
            when(!options.language.empty(), lang(options.language)),
            when(!options.placeholder.empty(), attr<"placeholder">(options.placeholder)),
            when(is_code, attr<"inputmode">("numeric")), attr<"dir">(is_latin ? "ltr" : "auto")),
        words, options.width);
}

Html text_area(Field const &field, std::string_view value, Words const &words, int rows)
{
    return labelled(
        field,
        control<"textarea">(field, attr<"rows">(std::to_string(rows)), attr<"dir">("auto"), value),
        words);
}

Html select_field(Field const &field, std::vector<Option> const &options, std::string_view value,
                  Words const &words, bool offers_none)
{
    return labelled(
        field,
        control<"select">(
            field, when(offers_none, [&] { return option(attr<"value">(""), words.form.choose); }),
            options_of(options, value)),
        words);
}

Html choices_field(Field const &field, std::vector<Option> const &options,
                   std::vector<std::string> const &values, Words const &words)
{
    bool const is_long = options.size() > long_choice;
    auto const boxes = each(options, [&](Option const &one) {
        return label(cls("check"),
                     input(attr<"type">("checkbox"), attr<"name">(field.name),
                           attr<"value">(one.value),
                           flag<"checked">(std::ranges::find(values, one.value) != values.end())),
                     span(one.label));
    });
    return grouped(
        field, "group",
        fragment(when(is_long,
                      [&] {
                          return input(cls("narrow-choices"), attr<"type">("search"),
                                       flag<"data-narrow">(), flag<"hidden">(),
                                       attr<"aria-label">(words.frame.search),
                                       attr<"placeholder">(words.frame.search));
                      }),
                 div(cls(is_long ? "choices long" : "choices"),
                     when(is_long, attr<"tabindex">("0")), when(is_long, attr<"role">("group")),
                     when(is_long, attr<"aria-label">(field.label)), boxes)),
        words);
}

Html radio_field(Field const &field, std::vector<Choice> const &choices, std::string_view value,
                 Words const &words)
{
    return grouped(field, "radiogroup",
                   each(choices,
                        [&](Choice const &choice) {
                            return label(cls("check"),
                                         input(attr<"type">("radio"), attr<"name">(field.name),
                                               attr<"value">(choice.value),
                                               flag<"checked">(choice.value == value)),
                                         span(choice.label, when(!choice.hint.empty(), [&] {
                                                  return small(choice.hint);
                                              })));
                        }),
                   words);
}

Html checkbox(Field const &field, bool is_checked, Words const &words)
{
    return div(cls(field_class(field)),
               label(cls("check"),
                     control<"input">(field, attr<"type">("checkbox"), attr<"value">("1"),
                                      flag<"checked">(is_checked)),
                     span(field.label, required_mark(field, words))),
               hint_of(field), error_of(field, words));
}

Html date_field(Field const &field, std::string_view value, Words const &words)
{
    return labelled(field, control<"input">(field, attr<"type">("date"), attr<"value">(value)),
                    words, Width::short_);
}

Html number_field(Field const &field, std::string_view value, Words const &words,
                  NumberOptions const &options)
{
    auto const unit_id = element_id(field.name) + "-unit";
    return labelled(
        field,
        div(cls("with-unit"),
            control<"input">(field, attr<"type">("number"), attr<"value">(value),
                             attr<"inputmode">(options.step.empty() ? "numeric" : "decimal"),
                             when(!options.min.empty(), attr<"min">(options.min)),
                             when(!options.max.empty(), attr<"max">(options.max)),
                             when(!options.step.empty(), attr<"step">(options.step))),
            when(!options.unit.empty(), [&] { return span(id(unit_id), options.unit); })),
        words, Width::short_);
}

Html money_field(Field const &field, std::string_view amount, std::string_view currency,
                 std::vector<Option> const &currencies, Words const &words)
{
    auto const currency_name = field.name + ".currency";
    auto const currency_label = field.label + ": " + words.form.currency;
    return labelled(
        field,
        div(cls("with-unit"),
            // Text, not a number: browsers round numbers and accept other people's separators.
            control<"input">(field, attr<"type">("text"), attr<"inputmode">("decimal"),
                             attr<"value">(amount), dir(Direction::left_to_right)),
            select(id(element_id(currency_name)), attr<"name">(currency_name),
                   attr<"aria-label">(currency_label), flag<"disabled">(field.is_disabled),
                   options_of(currencies, currency))),
        words, Width::half);
}

Html file_field(Field const &field, Words const &words, FileOptions const &options)
{
    return labelled(
        field,
        div(cls("drop"), flag<"data-drop">(), icon(Icon::upload),
            control<"input">(field, attr<"type">("file"),
                             when(!options.accept.empty(), attr<"accept">(options.accept)),
                             flag<"multiple">(options.takes_many)),
            span(flag<"hidden">(), words.form.drop_file)),
        words);
}

Html multilingual_field(Field const &field, std::vector<Translation> const &translations,
                        Words const &words, int rows)
{
    using State = Translation::State;
    std::ptrdiff_t missing = 0;
    bool has_error = false;
    auto const one = [&](Translation const &translation) {
        Field const part{.name = field.name + "." + translation.language,
                         .label = translation.language_name,
                         .error = translation.error};
        auto const mark = [&]() -> Html {
            switch (translation.state) {
            case State::missing:
                return badge({words.form.translation_missing, Tone::waiting});
            case State::machine:
                return badge({words.form.machine_translated, Tone::neutral});
            case State::written:
                break;
            }
            return {};
        };
        auto const box =
            rows == 1
                ? control<"input">(part, attr<"type">("text"), lang(translation.language),
                                   dir(translation.direction), attr<"value">(translation.value))
                : control<"textarea">(part, attr<"rows">(std::to_string(rows)),
                                      lang(translation.language), dir(translation.direction),
                                      translation.value);
        return div(
            cls(field_class(part)),
            label(attr<"for">(element_id(part.name)), translation.language_name, " ", mark()),
            error_of(part, words), box);
    };
    Html first;
    Html others;
    for (auto const &translation : translations) {
        if (&translation == translations.data()) {
            first = one(translation);
            continue;
        }
        others += one(translation);
        missing += translation.state == State::missing ? 1 : 0;
        has_error = has_error || !translation.error.empty();
    }
    auto const missing_mark = [&] {
        return badge(
            {words.form.translation_missing + ": " + std::to_string(missing), Tone::waiting});
    };
    return grouped(field, "group",
                   fragment(first, when(!others.empty(),
                                        [&] {
                                            return details(
                                                cls("translations"), flag<"open">(has_error),
                                                summary(words.form.other_languages, " ",
                                                        when(missing != 0, missing_mark)),
                                                others);
                                        })),
                   words);
}

Html field_group(std::string_view legend_text, std::string_view hint, Html const &fields)
{
    return fieldset(cls("group"), legend(legend_text),
                    when(!hint.empty(), [&] { return p(cls("hint"), hint); }), fields);
}

Html field_row(Html const &fields)
{
    return div(cls("field-row"), fields);
}

Html repeated_rows(RepeatedRows const &rows, Words const &words)
{
    auto const row_of = [&](std::string_view index) {
        return li(rows.row(index),
                  button(cls("button quiet"), attr<"type">("button"), flag<"data-remove-row">(),
                         flag<"hidden">(), words.form.remove_row));
    };
    Html all;
    for (std::size_t i = 0; i < rows.count; ++i) {
        all += row_of(std::to_string(i));
    }
    return fieldset(cls("group repeated"), attr<"data-rows">(std::to_string(rows.count)),
                    legend(rows.legend),
                    when(!rows.hint.empty(), [&] { return p(cls("hint"), rows.hint); }), ol(all),
                    element<"template">(row_of("{n}")),
                    button(cls("button"), attr<"name">(rows.name + ".add"), attr<"value">("1"),
                           flag<"data-add-row">(), icon(Icon::plus), words.form.add_row));
}

Html problem_summary(std::vector<FieldProblem> const &problems, Words const &words)
{
    return when(!problems.empty(), [&] {
        return div(
            cls("notice bad problems"), attr<"role">("alert"), attr<"tabindex">("-1"),
            flag<"data-focus">(), icon(Icon::alert),
            div(h2(words.form.problem_title), ul(each(problems, [](FieldProblem const &problem) {
                    return li(problem.field.empty()
                                  ? span(problem.message)
                                  : a(href("#" + element_id(problem.field)), problem.message));
                }))));
    });
}

Html entry_form(Form const &entry, Words const &words)
{
    constexpr std::array<std::string_view, 4> classes{"button", "button primary", "button quiet",
                                                      "button danger"};
    auto const submit_of = [&](Submit const &submit) {
        return button(cls(classes[static_cast<std::size_t>(submit.emphasis)]),
                      when(!submit.name.empty(), attr<"name">(submit.name)),
                      when(!submit.name.empty(), attr<"value">(submit.value)), submit.label);
    };
    bool const saves = !entry.autosave_url.empty();
    return form(
        cls("entry"), id(entry.id), attr<"method">(entry.is_get ? "get" : "post"),
        action(entry.url), flag<"novalidate">(),
        when(entry.has_files, attr<"enctype">("multipart/form-data")),
        when(saves, attr<"data-autosave">(entry.autosave_url)),
        when(saves, attr<"data-saving">(words.form.saving)),
        when(saves, attr<"data-saved-at">(words.form.saved_at)),
        when(saves, attr<"data-saved-here">(words.form.saved_here)),
        when(saves, attr<"data-restore">(words.form.restore_draft)),
        flag<"data-guard">(!entry.is_get), problem_summary(entry.problems, words),
        hidden_fields(entry.hidden), entry.fields,
        div(cls("actions"), each(entry.submits, submit_of),
            when(entry.cancel.has_value(),
                 [&] {
                     return a(cls("button quiet"), href(entry.cancel->url), entry.cancel->label);
                 }),
            when(saves,
                 [&] { return output(cls("saved"), flag<"data-saved">(), entry.saved_text); })));
}

} // namespace selatan::html
