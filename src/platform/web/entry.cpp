#include "platform/web/entry.hpp"

#include "words/common.hpp"

#include <algorithm>

namespace selatan::web {

Entry::Entry(Context const &context, std::string url, Refusal const *refusal)
    : m_context{&context}, m_refusal{refusal}
{
    m_form.id = "entry";
    m_form.url = std::move(url);
    m_form.hidden = context.hidden();
    if (refusal == nullptr) {
        return;
    }
    for (auto const &problem : refusal->problems) {
        if (problem.field.empty()) {
            m_form.problems.push_back({.field = {}, .message = context.say(problem)});
        }
    }
}

std::string Entry::prepare(html::Field &field, std::string_view value)
{
    if (m_refusal == nullptr) {
        return std::string{value};
    }
    for (auto const &problem : m_refusal->problems) {
        if (problem.field == field.name) {
            field.error = m_context->say(problem);
            m_form.problems.push_back(
                {.field = field.name, .message = field.label + ": " + field.error});
        }
    }
    return std::string{m_context->request().form.find(field.name).value_or(value)};
}

Entry &Entry::text(html::Field field, std::string_view value, html::TextOptions const &options)
{
    auto const shown = prepare(field, value);
    m_form.fields += html::text_field(field, shown, m_context->words(), options);
    return *this;
}

Entry &Entry::password(html::Field field)
{
    return text(std::move(field), {}, {.kind = html::TextKind::password});
}

Entry &Entry::area(html::Field field, std::string_view value, int rows)
{
    auto const shown = prepare(field, value);
    m_form.fields += html::text_area(field, shown, m_context->words(), rows);
    return *this;
}

Entry &Entry::choice(html::Field field, std::vector<html::Option> const &options,
                     std::string_view value, bool offers_none)
{
    auto const shown = prepare(field, value);
    m_form.fields += html::select_field(field, options, shown, m_context->words(), offers_none);
    return *this;
}

Entry &Entry::radio(html::Field field, std::vector<html::Choice> const &choices,
                    std::string_view value)
{
    auto const shown = prepare(field, value);
    m_form.fields += html::radio_field(field, choices, shown, m_context->words());
    return *this;
}

Entry &Entry::date(html::Field field, std::string_view value)
{
    auto const shown = prepare(field, value);
    m_form.fields += html::date_field(field, shown, m_context->words());
    return *this;
}

Entry &Entry::number(html::Field field, std::string_view value, html::NumberOptions const &options)
{
    auto const shown = prepare(field, value);
    m_form.fields += html::number_field(field, shown, m_context->words(), options);
    return *this;
}

Entry &Entry::note(html::Html content)
{
    m_form.fields += content;
    return *this;
}

Entry &Entry::hidden(std::string name, std::string value)
{
    m_form.hidden.push_back({.name = std::move(name), .value = std::move(value)});
    return *this;
}

Entry &Entry::version(std::int64_t version)
{
    return hidden("version", std::to_string(version));
}

Entry &Entry::submit(std::string label, html::Emphasis emphasis)
{
    m_form.submits.push_back({.label = std::move(label), .emphasis = emphasis});
    return *this;
}

Entry &Entry::cancel(std::string url)
{
    m_form.cancel =
        html::Link{.label = std::string{words::common::action_cancel(m_context->language())},
                   .url = std::move(url)};
    return *this;
}

html::Html Entry::html() const
{
    auto form = m_form;
    if (m_refusal != nullptr && form.problems.empty()) {
        // A problem of a field that this form does not have is still told.
        for (auto const &problem : m_refusal->problems) {
            form.problems.push_back({.field = {}, .message = m_context->say(problem)});
        }
    }
    return html::entry_form(form, m_context->words());
}

std::optional<html::Notice> said(Context const &context, std::initializer_list<Said> sentences)
{
    auto const code = context.query().find("said");
    for (auto const &one : sentences) {
        if (code == one.code) {
            return html::Notice{
                .tone = html::Tone::good, .body = html::p(one.sentence), .live = true};
        }
    }
    return std::nullopt;
}

bool is_local_path(std::string_view path)
{
    // Browsers read a backslash as a slash, and drop tabs and line ends: "/\evil", "/\t/evil".
    constexpr std::size_t longest = 2000;
    return path.starts_with('/') && !path.starts_with("//") && path.size() <= longest &&
           std::ranges::all_of(path, [](char c) { return c > ' ' && c < 0x7F && c != '\\'; });
}

std::string next_of(Context const &context)
{
    auto const &request = context.request();
    auto const query = context.query().find("next");
    auto const wanted = request.form.find("next").value_or(query.value_or("/"));
    return is_local_path(wanted) ? std::string{wanted} : "/";
}

} // namespace selatan::web
