#include "exchange/spreadsheet/transform.hpp"

#include "base/text.hpp"
#include "words/common.hpp"

#include <algorithm>
#include <charconv>

namespace selatan::spreadsheet {

namespace {

using records::Field;
using records::Kind;

std::string trimmed(sheets::Cell const &cell)
{
    return clean_lines(cell.text);
}

std::optional<int> small_number(std::string_view text, std::size_t longest)
{
    int number = 0;
    auto const *const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, number);
    bool const good =
        error == std::errc{} && stop == end && !text.empty() && text.size() <= longest;
    return good ? std::optional{number} : std::nullopt;
}

std::optional<Date> date_of(std::optional<int> year, std::optional<int> month,
                            std::optional<int> day)
{
    if (!year || !month || !day || *year < 1000 || *month < 1 || *day < 1) {
        return std::nullopt;
    }
    auto const two = [](int number) {
        return std::string{number < 10 ? "0" : ""} + std::to_string(number);
    };
    return Date::parse(std::to_string(*year) + "-" + two(*month) + "-" + two(*day));
}

bool is_yes(std::string const &folded)
{
    if (folded == "1" || folded == "true" || folded == "x" || folded == "y") {
        return true;
    }
    return std::ranges::any_of(languages, [&](Language language) {
        return folded == fold(words::common::form_yes(language));
    });
}

/// Two fields that come from one cell say once what is wrong with it.
bool is_told(std::vector<CellProblem> const &problems, CellProblem const &problem)
{
    return problem.column != 0 && std::ranges::any_of(problems, [&](CellProblem const &one) {
               return one.column == problem.column && one.problem.code == problem.problem.code &&
                      one.problem.arguments == problem.problem.arguments;
           });
}

bool is_no(std::string const &folded)
{
    if (folded == "0" || folded == "false" || folded == "n" || folded == "-") {
        return true;
    }
    return std::ranges::any_of(languages, [&](Language language) {
        return folded == fold(words::common::form_no(language));
    });
}

} // namespace

// -- Code lists ---------------------------------------------------------------------------------

std::string RememberingCodes::name(std::string_view list, std::string_view code,
                                   Language language) const
{
    if (language != Language::en) {
        return m_codes->name(list, code, language);
    }
    Key key{list, code};
    auto found = m_names.find(key);
    if (found == m_names.end()) {
        found = m_names.emplace(std::move(key), m_codes->name(list, code, language)).first;
    }
    return found->second;
}

std::optional<std::string> RememberingCodes::resolve(std::string_view list,
                                                     std::string_view text) const
{
    // A file of a million different misspellings must not fill the memory with them.
    constexpr std::size_t remembered_most = 20'000;
    Key key{list, text};
    auto const found = m_resolved.find(key);
    if (found != m_resolved.end()) {
        return found->second;
    }
    auto resolved = m_codes->resolve(list, text);
    if (m_resolved.size() < remembered_most) {
        m_resolved.emplace(std::move(key), resolved);
    }
    return resolved;
}

// -- Binding ------------------------------------------------------------------------------------

Result<Transform> Transform::bind(Mapping const &mapping, records::Noun const &noun,
                                  records::CodeLists const &codes, std::vector<std::string> titles)
{
    auto problems = check_mapping(mapping, noun);
    Transform transform;
    transform.m_codes = &codes;
    transform.m_titles = std::move(titles);
    auto const column = [&](std::string const &title, std::string const &field) -> std::size_t {
        if (auto const found = transform.find_column(title)) {
            return *found;
        }
        problems.push_back(
            {field, "spreadsheet.no_such_column", {{"column", truncate(title, 80)}}});
        return 0;
    };
    for (auto const &rule : mapping.rules) {
        auto const field = std::ranges::find(noun.fields, rule.field, &Field::name);
        if (field == noun.fields.end()) {
            continue; // told by check_mapping
        }
        Bound bound;
        bound.rule = &rule;
        bound.field = &*field;
        bound.input_name = rule.field;
        if (field->kind == Kind::multilingual) {
            bound.input_name += "." + std::string{to_code(mapping.language)};
        }
        for (auto const &title : rule.columns) {
            bound.columns.push_back(column(title, rule.field));
        }
        std::string_view rest = rule.pattern;
        while (!rest.empty()) {
            auto const open = std::min(rest.find('{'), rest.size());
            auto const close = rest.find('}', open);
            if (open > 0) {
                bound.pattern.push_back({std::string{rest.substr(0, open)}, 0});
            }
            if (open == rest.size() || close == std::string_view::npos) {
                break;
            }
            auto title = std::string{rest.substr(open + 1, close - open - 1)};
            auto const at = column(title, rule.field);
            bound.pattern.push_back({std::move(title), at});
            rest.remove_prefix(close + 1);
        }
        for (auto const &[from, to] : rule.values) {
            bound.values.emplace(fold(clean(from)), to);
        }
        for (auto const code : field->own_codes) {
            bound.choices.emplace(fold(code), code);
            for (auto const language : languages) {
                if (auto const name = field->own_code_name(language, code)) {
                    bound.choices.emplace(fold(*name), code);
                }
            }
        }
        transform.m_bounds.push_back(std::move(bound));
    }
    for (auto const &title : mapping.key) {
        transform.m_key.push_back(column(title, ""));
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return transform;
}

std::optional<std::size_t> Transform::find_column(std::string_view title) const
{
    auto const wanted = fold(clean(title));
    for (std::size_t i = 0; i < m_titles.size(); ++i) {
        if (fold(clean(m_titles[i])) == wanted) {
            return i + 1;
        }
    }
    return std::nullopt;
}

std::size_t Transform::column_of(std::string_view field) const
{
    for (auto const &bound : m_bounds) {
        if (bound.rule->field != field && bound.input_name != field) {
            continue;
        }
        if (!bound.columns.empty()) {
            return bound.columns.front();
        }
        auto const piece =
            std::ranges::find_if(bound.pattern, [](Piece const &one) { return one.column != 0; });
        return piece == bound.pattern.end() ? 0 : piece->column;
    }
    return 0;
}

std::string const &Transform::title_of(std::size_t column) const
{
    static std::string const none;
    return column == 0 || column > m_titles.size() ? none : m_titles[column - 1];
}

// -- Rows ---------------------------------------------------------------------------------------

std::string Transform::source_text(Bound const &bound, std::span<sheets::Cell const> cells,
                                   std::size_t &column) const
{
    auto const text_at = [&](std::size_t at) {
        return at == 0 || at > cells.size() ? std::string{} : trimmed(cells[at - 1]);
    };
    for (auto const at : bound.columns) {
        if (auto text = text_at(at); !text.empty()) {
            column = at;
            return text;
        }
    }
    if (!bound.pattern.empty()) {
        std::string text;
        bool any = false;
        for (auto const &piece : bound.pattern) {
            auto const cell = text_at(piece.column);
            any = any || !cell.empty();
            text += piece.column == 0 ? piece.text : cell;
            column = column == 0 ? piece.column : column;
        }
        if (any) {
            return text;
        }
    }
    column = bound.columns.empty() ? 0 : bound.columns.front();
    return bound.rule->constant;
}

std::vector<std::string> Transform::pieces(Bound const &bound, std::string const &text) const
{
    auto const replaced = [&](std::string piece) {
        if (bound.values.empty()) {
            return piece;
        }
        auto const found = bound.values.find(fold(clean(piece)));
        return found == bound.values.end() ? piece : found->second;
    };
    std::vector<std::string> all;
    if (bound.rule->separator.empty()) {
        if (auto piece = replaced(text); !piece.empty()) {
            all.push_back(std::move(piece));
        }
        return all;
    }
    if (bound.values.contains(fold(clean(text)))) {
        if (auto piece = replaced(text); !piece.empty()) {
            all.push_back(std::move(piece));
        }
        return all;
    }
    // "Angola; Africa, regional" names two, even where the region has no code.
    std::size_t named = 0;
    std::string_view rest = text;
    while (true) {
        auto const end = rest.find(bound.rule->separator);
        auto written = clean_lines(rest.substr(0, end));
        named += written.empty() ? 0 : 1;
        auto piece = replaced(std::move(written));
        if (!piece.empty() && std::ranges::find(all, piece) == all.end()) {
            all.push_back(std::move(piece));
        }
        if (end == std::string_view::npos) {
            break;
        }
        rest.remove_prefix(end + bound.rule->separator.size());
    }
    auto const take = bound.rule->take;
    if ((take == Take::only && named != 1) || (take == Take::several && named < 2)) {
        all.clear();
    } else if (take == Take::first && all.size() > 1) {
        all.resize(1);
    } else if (take == Take::last && all.size() > 1) {
        all.erase(all.begin(), all.end() - 1);
    }
    return all;
}

char const *Transform::convert(Bound const &bound, std::string &text) const
{
    auto const &rule = *bound.rule;
    switch (bound.field->kind) {
    case Kind::integer: {
        auto const decimal =
            plain_decimal(text, rule.number.value_or(NumberFormat::point), rule.power_of_ten);
        if (!decimal) {
            return "common.not_a_number";
        }
        text = rounded(*decimal);
        return nullptr;
    }
    case Kind::date: {
        auto const date = read_date(text, rule.date);
        if (!date) {
            return "common.not_a_date";
        }
        text = date->to_string();
        return nullptr;
    }
    case Kind::yes_no: {
        auto const folded = fold(text);
        if (!is_yes(folded) && !is_no(folded)) {
            return "common.unknown_choice";
        }
        text = is_yes(folded) ? "yes" : "no";
        return nullptr;
    }
    case Kind::code:
    case Kind::codes: {
        auto const list = bound.field->list;
        if (!m_codes->name(list, text, Language::en).empty()) {
            return nullptr;
        }
        if (auto code = m_codes->resolve(list, text)) {
            text = std::move(*code);
            return nullptr;
        }
        return list == "country" ? "common.unknown_country" : "common.unknown_choice";
    }
    case Kind::choice:
    case Kind::choices: {
        auto const found = bound.choices.find(fold(clean(text)));
        if (found == bound.choices.end()) {
            return "common.unknown_choice";
        }
        text = found->second;
        return nullptr;
    }
    case Kind::text:
    case Kind::long_text:
    case Kind::email:
    case Kind::url:
    case Kind::record:
    case Kind::multilingual:
        break;
    }
    if (rule.number) {
        // Amounts kept digit by digit are texts to the noun.
        auto decimal = plain_decimal(text, *rule.number, rule.power_of_ten);
        if (!decimal) {
            return "common.not_an_amount";
        }
        text = std::move(*decimal);
    }
    if (rule.at_most != 0) {
        text = truncate(text, rule.at_most);
    }
    return nullptr;
}

records::Input Transform::apply(std::span<sheets::Cell const> cells,
                                std::vector<CellProblem> &problems) const
{
    records::Input input;
    for (auto const &bound : m_bounds) {
        std::size_t column = 0;
        auto const source = source_text(bound, cells, column);
        if (column != 0 && column <= cells.size() &&
            cells[column - 1].kind == sheets::Kind::error &&
            bound.values.find(fold(source)) == bound.values.end()) {
            problems.push_back(
                {column,
                 {bound.input_name, "spreadsheet.cell_error", {{"value", truncate(source, 80)}}}});
            continue;
        }
        std::string text;
        if (!source.empty()) {
            bool const is_many =
                bound.field->kind == Kind::codes || bound.field->kind == Kind::choices;
            for (auto &piece : pieces(bound, source)) {
                auto const said = truncate(piece, 80);
                if (char const *const code = convert(bound, piece)) {
                    CellProblem problem{column, {bound.input_name, code, {{"value", said}}}};
                    if (bound.rule->unknown == Unknown::refused && !is_told(problems, problem)) {
                        problems.push_back(std::move(problem));
                    }
                    continue;
                }
                text += text.empty() ? "" : is_many ? " " : bound.rule->separator + " ";
                text += piece;
            }
        }
        input.set(bound.input_name, std::move(text));
    }
    return input;
}

std::string Transform::key_of(std::span<sheets::Cell const> cells,
                              std::vector<CellProblem> &problems) const
{
    std::string key;
    bool any = m_key.empty();
    for (auto const column : m_key) {
        auto const text = column <= cells.size() ? clean(cells[column - 1].text) : std::string{};
        any = any || !text.empty();
        key += (key.empty() ? "" : "\x1F") + text;
    }
    if (!any) {
        problems.push_back({m_key.front(), {"", "spreadsheet.empty_key", {}}});
    }
    return key;
}

std::optional<Date> read_date(std::string_view text, DateFormat format)
{
    constexpr std::string_view separators = "/.-";
    switch (format) {
    case DateFormat::iso: {
        auto const end = text.find_first_of("T ");
        return Date::parse(text.substr(0, end));
    }
    case DateFormat::year:
        return date_of(small_number(text, 4), 1, 1);
    case DateFormat::day_first:
    case DateFormat::month_first:
        break;
    }
    // A workbook's real dates come as ISO whatever the texts around them look like.
    if (auto const date = read_date(text, DateFormat::iso)) {
        return date;
    }
    auto const first = text.find_first_of(separators);
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    auto const second = text.find(text[first], first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    auto const one = small_number(text.substr(0, first), 2);
    auto const two = small_number(text.substr(first + 1, second - first - 1), 2);
    auto const rest = text.substr(second + 1);
    auto const year = small_number(rest.substr(0, rest.find(' ')), 4); // a time may follow
    return format == DateFormat::day_first ? date_of(year, two, one) : date_of(year, one, two);
}

} // namespace selatan::spreadsheet
