/// \file
/// Pieces for pages that are made by hand, because what they show is no record: accounts, grants,
/// mail, jobs.
#pragma once

#include "platform/html/form.hpp"
#include "platform/web/context.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::web {

/// A form that keeps what was typed and says every problem at its field. Fields come in the order
/// of the calls; `value` is shown unless the request that was refused had something else.
class Entry {
public:
    Entry(Context const &context, std::string url, Refusal const *refusal = nullptr);

    Entry &text(html::Field field, std::string_view value = {},
                html::TextOptions const &options = {});
    Entry &password(html::Field field);
    Entry &area(html::Field field, std::string_view value = {}, int rows = 3);
    Entry &choice(html::Field field, std::vector<html::Option> const &options,
                  std::string_view value = {}, bool offers_none = false);
    Entry &radio(html::Field field, std::vector<html::Choice> const &choices,
                 std::string_view value = {});
    Entry &date(html::Field field, std::string_view value = {});
    Entry &number(html::Field field, std::string_view value = {},
                  html::NumberOptions const &options = {});
    Entry &note(html::Html content);
    Entry &hidden(std::string name, std::string value);
    Entry &version(std::int64_t version);
    Entry &submit(std::string label, html::Emphasis emphasis = html::Emphasis::primary);
    Entry &cancel(std::string url);

    [[nodiscard]] html::Html html() const;

private:
    /// What to show in the field; marks the field with its problem.
    [[nodiscard]] std::string prepare(html::Field &field, std::string_view value);

    Context const *m_context;
    Refusal const *m_refusal;
    html::Form m_form;
};

/// What the page before wants to be told here: a code of `?said=`. A closed set, so that nobody
/// can put words into our mouth by a link.
struct Said {
    std::string_view code;
    std::string sentence;
};
[[nodiscard]] std::optional<html::Notice> said(Context const &context,
                                               std::initializer_list<Said> sentences);

/// The path that a form or link wants to go on to (`next`); "/" for whatever could lead elsewhere.
[[nodiscard]] std::string next_of(Context const &context);
/// Is it a path of this server, whatever browsers make of it?
[[nodiscard]] bool is_local_path(std::string_view path);

} // namespace selatan::web
