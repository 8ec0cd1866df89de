/// \file
/// Forms: every field says what is wrong with it, keeps what was typed, and is reached from the
/// summary at the top.
#pragma once

#include "platform/html/list.hpp"
#include "platform/html/parts.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::html {

/// What all fields have. `name` names the value in the form and, as "f-NAME", the element.
struct Field {
    std::string name;
    std::string label;
    std::string hint;
    std::string error; ///< a sentence; the field is marked invalid
    bool is_required = false;
    bool is_disabled = false;
    std::string autocomplete; ///< HTML's token: "email", "current-password"
};

enum class TextKind { text, email, password, telephone, url, search, one_time_code };
enum class Width { full, half, third, short_ };

struct TextOptions {
    TextKind kind = TextKind::text;
    Width width = Width::full;
    int max_length = 0;   ///< 0: none
    std::string language; ///< of what is typed; empty: the page's
    std::string placeholder;
};
[[nodiscard]] Html text_field(Field const &field, std::string_view value, Words const &words,
                              TextOptions const &options = {});
[[nodiscard]] Html text_area(Field const &field, std::string_view value, Words const &words,
                             int rows = 5);

struct Option {
    std::string value;
    std::string label;
    std::string group; ///< options of one group stand together; empty: none
};
/// With `offers_none`, the first option is empty: "Choose".
[[nodiscard]] Html select_field(Field const &field, std::vector<Option> const &options,
                                std::string_view value, Words const &words,
                                bool offers_none = true);
/// Several of a set: checkboxes, in a box that scrolls (and, with scripts, filters) when long.
[[nodiscard]] Html choices_field(Field const &field, std::vector<Option> const &options,
                                 std::vector<std::string> const &values, Words const &words);
[[nodiscard]] Html radio_field(Field const &field, std::vector<Choice> const &choices,
                               std::string_view value, Words const &words);
[[nodiscard]] Html checkbox(Field const &field, bool is_checked, Words const &words);
/// ISO 8601, as the browser's own date picker writes it.
[[nodiscard]] Html date_field(Field const &field, std::string_view value, Words const &words);

struct NumberOptions {
    std::string unit; ///< after the box: "days"
    std::string min;
    std::string max;
    std::string step; ///< empty: whole numbers
};
[[nodiscard]] Html number_field(Field const &field, std::string_view value, Words const &words,
                                NumberOptions const &options = {});
/// An amount with its currency: values NAME and NAME.currency.
[[nodiscard]] Html money_field(Field const &field, std::string_view amount,
                               std::string_view currency, std::vector<Option> const &currencies,
                               Words const &words);

struct FileOptions {
    std::string accept; ///< ".pdf,.png"
    bool takes_many = false;
};
[[nodiscard]] Html file_field(Field const &field, Words const &words,
                              FileOptions const &options = {});

/// One text in several languages: values NAME.TAG. The first is shown, the others folded away
/// with how many are missing.
struct Translation {
    enum class State { written, machine, missing };
    std::string language;      ///< "ar"
    std::string language_name; ///< in the reader's language
    Direction direction = Direction::left_to_right;
    std::string value;
    State state = State::written;
    std::string error;
};
[[nodiscard]] Html multilingual_field(Field const &field,
                                      std::vector<Translation> const &translations,
                                      Words const &words, int rows = 1);

/// Fields that belong together.
[[nodiscard]] Html field_group(std::string_view legend_text, std::string_view hint,
                               Html const &fields);
/// Fields side by side where there is room.
[[nodiscard]] Html field_row(Html const &fields);

/// Rows of the same fields. `row(i)` renders one with names such as "items.0.title"; the script
/// adds rows from `row("{n}")`; without it, the button posts `NAME.add` and the server
/// redisplays the form with one row more.
struct RepeatedRows {
    std::string name;
    std::string legend;
    std::string hint;
    std::size_t count = 1;
    std::function<Html(std::string_view index)> row;
};
[[nodiscard]] Html repeated_rows(RepeatedRows const &rows, Words const &words);

struct FieldProblem {
    std::string field;   ///< empty: the whole record
    std::string message; ///< names the field in the user's words
};

/// A button that sends the form, with what tells it from the others.
struct Submit {
    std::string label;
    std::string name; ///< empty: the only one
    std::string value;
    Emphasis emphasis = Emphasis::primary;
};

struct Form {
    std::string id;
    std::string url;
    std::vector<Hidden> hidden;
    std::vector<FieldProblem> problems;
    Html fields;
    std::vector<Submit> submits; ///< Enter in a field presses the first
    std::optional<Link> cancel;
    bool has_files = false;
    bool is_get = false;
    std::string autosave_url; ///< POST of the whole form while it is typed; empty: none
    std::string saved_text;   ///< "Draft saved at 14:02", when it already was
};
/// The browser's own checks are off: the server names every problem, in the reader's language.
[[nodiscard]] Html entry_form(Form const &form, Words const &words);

/// Alone, for pages that lay out their own form.
[[nodiscard]] Html problem_summary(std::vector<FieldProblem> const &problems, Words const &words);

} // namespace selatan::html
