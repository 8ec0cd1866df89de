#include "exchange/spreadsheet/mapping_form.hpp"

#include "base/text.hpp"
#include "platform/html/components.hpp"
#include "words/common.hpp"
#include "words/spreadsheet.hpp"

#include <algorithm>
#include <tuple>

namespace selatan::spreadsheet {

namespace {

namespace word = words::spreadsheet;
namespace common = words::common;
using records::Field;
using records::Kind;

bool is_offered(Field const &field)
{
    return !field.is_acted && field.audience != Audience::restricted;
}

bool is_many(Field const &field)
{
    return field.kind == Kind::codes || field.kind == Kind::choices;
}

std::string problem_of(std::vector<html::FieldProblem> const &problems, std::string_view field)
{
    auto const found = std::ranges::find(problems, field, &html::FieldProblem::field);
    return found == problems.end() ? std::string{} : found->message;
}

/// What else must be known of a column: how its dates, numbers or lists are written.
html::Html how_field(web::Context const &context, Field const &field, Rule const &rule)
{
    auto const language = context.language();
    auto const &words = context.words();
    auto const name = std::string{field.name} + ".how";
    if (field.kind == Kind::date) {
        std::vector<html::Option> options;
        for (auto const code : date_formats) {
            options.push_back(
                {.value = std::string{code}, .label = std::string{*word::dates(language, code)}});
        }
        return html::select_field({.name = name, .label = std::string{word::page_dates(language)}},
                                  options, to_code(rule.date), words, false);
    }
    if (field.kind == Kind::integer) {
        std::vector<html::Option> options;
        for (auto const code : number_formats) {
            options.push_back(
                {.value = std::string{code}, .label = std::string{*word::numbers(language, code)}});
        }
        return html::select_field(
            {.name = name, .label = std::string{word::page_numbers(language)}}, options,
            to_code(rule.number.value_or(NumberFormat::point)), words, false);
    }
    if (is_many(field)) {
        return html::text_field(
            {.name = name, .label = std::string{word::page_separator(language)}},
            rule.separator.empty() ? ";" : rule.separator, words,
            {.width = html::Width::short_, .max_length = 5});
    }
    return {};
}

} // namespace

html::Html mapping_form(web::Context const &context, records::Head const &head,
                        records::Noun const &noun, DetectedSheet const &sheet,
                        Mapping const &mapping, std::vector<html::FieldProblem> const &problems)
{
    auto const language = context.language();
    auto const &words = context.words();
    std::vector<html::Option> columns;
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        auto const &column = sheet.columns[i];
        if (column.name.empty()) {
            continue; // nothing to call it by
        }
        auto label = sheets::column_letters(i + 1) + " – " + column.name;
        if (!column.samples.empty()) {
            label += " (" + truncate(column.samples.front(), 30) + ")";
        }
        columns.push_back({.value = column.name, .label = std::move(label)});
    }
    html::Html fields =
        html::field_row(html::text_field({.name = "name",
                                          .label = std::string{word::page_mapping_name(language)},
                                          .error = problem_of(problems, "name"),
                                          .is_required = true},
                                         mapping.name, words) +
                        html::text_field({.name = "source",
                                          .label = std::string{word::batch_source(language)},
                                          .hint = std::string{word::page_source_hint(language)},
                                          .error = problem_of(problems, "source"),
                                          .is_required = true},
                                         mapping.source, words));
    fields += html::select_field({.name = "key",
                                  .label = std::string{word::page_key(language)},
                                  .hint = std::string{word::page_key_hint(language)}},
                                 columns, mapping.key.empty() ? "" : mapping.key.front(), words);
    for (auto const &field : noun.fields) {
        if (!is_offered(field)) {
            continue;
        }
        auto const *const found = mapping.rule(field.name);
        auto const rule = found == nullptr ? Rule{} : *found;
        auto const label = std::string{field.label(language)};
        auto const name = std::string{field.name};
        fields += html::field_group(
            label, {},
            html::field_row(html::select_field(
                                {.name = name + ".column",
                                 .label = std::string{word::page_column(language)},
                                 .error = problem_of(problems, field.name),
                                 .is_required = field.is_required},
                                columns, rule.columns.empty() ? "" : rule.columns.front(), words) +
                            html::text_field({.name = name + ".constant",
                                              .label = std::string{word::page_constant(language)}},
                                             rule.constant, words, {.width = html::Width::third}) +
                            how_field(context, field, rule)));
    }
    fields += html::checkbox(
        {.name = "keep", .label = std::string{word::page_save_mapping(language)}}, true, words);
    html::Form form;
    form.id = "columns";
    form.url = web::url_of(batches, head.reference) + "/mapping";
    form.hidden = context.hidden(head.version);
    form.hidden.push_back({"kind", std::string{noun.kind}});
    form.hidden.push_back({"sheet", mapping.sheet});
    form.hidden.push_back({"header_row", std::to_string(mapping.header_row)});
    form.hidden.push_back({"header_rows", std::to_string(mapping.header_rows)});
    form.fields = std::move(fields);
    form.submits = {{.label = std::string{word::page_check(language)}}};
    form.cancel = html::Link{.label = std::string{common::action_cancel(language)},
                             .url = web::url_of(batches, head.reference)};
    return html::entry_form(form, words);
}

Mapping mapping_from_form(http::Parameters const &form, records::Noun const &noun)
{
    auto const text = [&](std::string const &name) {
        return clean(form.find(name).value_or(std::string_view{}));
    };
    auto const whole = [&](std::string const &name, std::size_t otherwise) {
        std::int64_t number = 0;
        bool const good = records::Text<std::int64_t>::parse(text(name), number) == nullptr &&
                          number >= 0 && number <= 1'000'000;
        return good ? static_cast<std::size_t>(number) : otherwise;
    };
    Mapping mapping;
    mapping.name = text("name");
    mapping.kind = noun.kind;
    mapping.source = text("source");
    mapping.sheet = std::string{form.find("sheet").value_or(std::string_view{})};
    mapping.header_row = whole("header_row", 0);
    mapping.header_rows = std::clamp<std::size_t>(whole("header_rows", 1), 1, 10);
    if (auto key = text("key"); !key.empty()) {
        mapping.key.push_back(std::move(key));
    }
    for (auto const &field : noun.fields) {
        if (!is_offered(field)) {
            continue;
        }
        Rule rule;
        rule.field = field.name;
        if (auto column = text(rule.field + ".column"); !column.empty()) {
            rule.columns.push_back(std::move(column));
        }
        rule.constant = text(rule.field + ".constant");
        auto const how = form.find(rule.field + ".how").value_or(std::string_view{});
        if (field.kind == Kind::date) {
            std::ignore = from_code(how, rule.date); // an unknown one leaves the usual
        } else if (field.kind == Kind::integer) {
            auto format = NumberFormat::point;
            std::ignore = from_code(how, format);
            rule.number = format;
        } else if (is_many(field)) {
            rule.separator = how;
        }
        if (!rule.columns.empty() || !rule.constant.empty()) {
            mapping.rules.push_back(std::move(rule));
        }
    }
    return mapping;
}

} // namespace selatan::spreadsheet
