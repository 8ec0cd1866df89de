#include "exchange/spreadsheet/mapping.hpp"

#include "base/coded.hpp"
#include "base/text.hpp"
#include "platform/records/repeated_key.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

namespace selatan::spreadsheet {

namespace {

namespace json = boost::json;
using records::Field;
using records::Kind;

constexpr std::size_t text_most = 10'000; ///< bytes of one text of a mapping
constexpr std::size_t rules_most = 500;
constexpr std::size_t values_most = 20'000;

/// Reads an object member by member; whatever is left unread is a mistake of the writer.
class Object {
public:
    Object(json::object const &object, std::string path, Problems &problems)
        : m_object{&object}, m_path{std::move(path)}, m_problems{&problems}
    {
    }

    void wrong(std::string_view key, std::string code = "spreadsheet.bad_mapping") const
    {
        m_problems->push_back({m_path + std::string{key}, std::move(code), {}});
    }
    [[nodiscard]] json::value const *find(std::string_view key)
    {
        m_read.push_back(key);
        return m_object->if_contains(json::string_view{key.data(), key.size()});
    }
    void text(std::string_view key, std::string &out)
    {
        if (auto const *const value = find(key)) {
            if (value->is_string() && value->get_string().size() <= text_most) {
                out = value->get_string();
            } else {
                wrong(key);
            }
        }
    }
    void number(std::string_view key, std::int64_t least, std::int64_t most, auto &out)
    {
        if (auto const *const value = find(key)) {
            auto const *const whole = value->if_int64();
            if (whole != nullptr && *whole >= least && *whole <= most) {
                out = static_cast<std::remove_reference_t<decltype(out)>>(*whole);
            } else {
                wrong(key);
            }
        }
    }
    void texts(std::string_view key, std::vector<std::string> &out)
    {
        auto const *const value = find(key);
        if (value == nullptr) {
            return;
        }
        if (!value->is_array() || value->get_array().size() > rules_most) {
            wrong(key);
            return;
        }
        for (auto const &item : value->get_array()) {
            if (!item.is_string()) {
                wrong(key);
                return;
            }
            out.emplace_back(item.get_string());
        }
    }
    template <typename E>
    void code(std::string_view key, E &out)
    {
        std::string text_of_it;
        text(key, text_of_it);
        if (!text_of_it.empty() && !from_code(text_of_it, out)) {
            wrong(key, "common.unknown_choice");
        }
    }
    void finish() const
    {
        for (auto const &[key, value] : *m_object) {
            std::string_view const name{key.data(), key.size()};
            if (std::ranges::find(m_read, name) == m_read.end()) {
                wrong(name, "records.unknown_field");
            }
        }
    }

private:
    json::object const *m_object;
    std::string m_path;
    Problems *m_problems;
    std::vector<std::string_view> m_read;
};

Rule read_rule(json::value const &value, std::string const &field, Problems &problems)
{
    Rule rule;
    rule.field = field;
    auto const path = "fields." + field + ".";
    if (!value.is_object()) {
        problems.push_back({"fields." + field, "spreadsheet.bad_mapping", {}});
        return rule;
    }
    Object object{value.get_object(), path, problems};
    std::string column;
    object.text("column", column);
    if (!column.empty()) {
        rule.columns.push_back(std::move(column));
    }
    object.texts("columns", rule.columns);
    object.text("pattern", rule.pattern);
    object.text("constant", rule.constant);
    if (auto const *const values = object.find("values")) {
        if (!values->is_object() || values->get_object().size() > values_most) {
            object.wrong("values");
        } else {
            for (auto const &[from, to] : values->get_object()) {
                if (to.is_string()) {
                    rule.values.emplace_back(std::string{from}, std::string{to.get_string()});
                } else {
                    object.wrong("values");
                }
            }
        }
    }
    object.text("separator", rule.separator);
    object.code("take", rule.take);
    object.code("date", rule.date);
    std::string number;
    object.text("number", number);
    if (!number.empty() && !from_code(number, rule.number.emplace())) {
        object.wrong("number", "common.unknown_choice");
    }
    object.number("power_of_ten", -12, 12, rule.power_of_ten);
    std::string unknown;
    object.text("unknown", unknown);
    if (unknown == "left_out") {
        rule.unknown = Unknown::left_out;
    } else if (!unknown.empty() && unknown != "refused") {
        object.wrong("unknown", "common.unknown_choice");
    }
    object.number("at_most", 1, 100'000, rule.at_most);
    object.finish();
    return rule;
}

/// What a title is compared by: no case, accents, punctuation.
std::string comparable(std::string_view title)
{
    std::string out;
    for (auto const &word : plain_words(title)) {
        out += (out.empty() ? "" : " ") + word;
    }
    return out;
}

bool is_filled_from_tables(Field const &field)
{
    return !field.is_acted && field.audience != Audience::restricted;
}

/// How well a column's title names a field: 1 for one of its names, less for what is spelt alike.
double likeness(std::string const &title, Field const &field)
{
    std::string name{field.name};
    std::ranges::replace(name, '_', ' ');
    double best = title == name ? 1 : 0;
    for (auto const language : languages) {
        auto const label = comparable(field.label(language));
        best = std::max(best, label == title ? 1 : 0.95 * similarity(title, label));
    }
    return best;
}

/// Days above twelve give the order away.
DateFormat guess_date(DetectedColumn const &column)
{
    auto format = DateFormat::iso;
    for (auto const &sample : column.samples) {
        auto const first_end = sample.find_first_of("/.-");
        if (first_end == std::string::npos) {
            return sample.size() == 4 ? DateFormat::year : DateFormat::iso;
        }
        if (first_end > 2) {
            return DateFormat::iso;
        }
        auto const second = sample.substr(first_end + 1, 2);
        if (second.size() == 2 && second > "12" && second <= "31" && second[1] >= '0' &&
            second[1] <= '9') {
            return DateFormat::month_first;
        }
        format = DateFormat::day_first;
    }
    return format;
}

NumberFormat guess_number(DetectedColumn const &column)
{
    for (auto const &sample : column.samples) {
        auto const comma = sample.rfind(',');
        auto const point = sample.rfind('.');
        if (comma == std::string::npos) {
            continue;
        }
        bool const grouped = sample.size() - comma == 4;
        if (point == std::string::npos ? !grouped : comma > point) {
            return NumberFormat::comma;
        }
    }
    return NumberFormat::point;
}

} // namespace

std::string_view to_code(DateFormat format)
{
    return code_in(date_formats, format);
}

bool from_code(std::string_view code, DateFormat &format)
{
    return value_in(date_formats, code, format);
}

std::string_view to_code(Take take)
{
    return code_in(takes, take);
}

bool from_code(std::string_view code, Take &take)
{
    return value_in(takes, code, take);
}

Rule const *Mapping::rule(std::string_view field) const
{
    auto const found = std::ranges::find(rules, field, &Rule::field);
    return found == rules.end() ? nullptr : &*found;
}

Result<Mapping> parse_mapping(std::string_view text)
{
    boost::system::error_code error;
    auto const parsed = json::parse(json::string_view{text.data(), text.size()}, error);
    if (error || !parsed.is_object()) {
        return refuse(Decline::invalid, "", "spreadsheet.not_a_mapping");
    }
    if (auto const twice = records::repeated_key(text)) {
        return refuse(Decline::invalid, *twice, "records.repeated_key");
    }
    Mapping mapping;
    Problems problems;
    Object object{parsed.get_object(), "", problems};
    object.text("name", mapping.name);
    object.text("kind", mapping.kind);
    object.text("source", mapping.source);
    object.text("notes", mapping.notes);
    object.text("sheet", mapping.sheet);
    object.number("header_row", 0, 1'000'000, mapping.header_row);
    object.number("header_rows", 1, 10, mapping.header_rows);
    object.texts("key", mapping.key);
    std::string language;
    object.text("language", language);
    if (!language.empty()) {
        if (auto const known = parse_language(language)) {
            mapping.language = *known;
        } else {
            object.wrong("language", "common.unknown_language");
        }
    }
    if (auto const *const fields = object.find("fields")) {
        if (!fields->is_object() || fields->get_object().size() > rules_most) {
            object.wrong("fields");
        } else {
            for (auto const &[field, rule] : fields->get_object()) {
                mapping.rules.push_back(read_rule(rule, std::string{field}, problems));
            }
        }
    }
    object.finish();
    for (auto const *const required : {&mapping.name, &mapping.kind, &mapping.source}) {
        if (clean(*required).empty()) {
            auto const *const key = required == &mapping.name   ? "name"
                                    : required == &mapping.kind ? "kind"
                                                                : "source";
            problems.push_back({key, "common.required", {}});
        }
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return mapping;
}

std::string to_json(Mapping const &mapping)
{
    json::object fields;
    for (auto const &rule : mapping.rules) {
        json::object one;
        if (rule.columns.size() == 1) {
            one["column"] = rule.columns.front();
        } else if (!rule.columns.empty()) {
            one["columns"] = json::array(rule.columns.begin(), rule.columns.end());
        }
        for (auto const &[key, text] :
             {std::pair{"pattern", &rule.pattern}, std::pair{"constant", &rule.constant},
              std::pair{"separator", &rule.separator}}) {
            if (!text->empty()) {
                one[key] = *text;
            }
        }
        if (!rule.values.empty()) {
            json::object values;
            for (auto const &[from, to] : rule.values) {
                values[from] = to;
            }
            one["values"] = std::move(values);
        }
        if (rule.take != Take::all) {
            one["take"] = std::string{to_code(rule.take)};
        }
        if (rule.date != DateFormat::iso) {
            one["date"] = std::string{to_code(rule.date)};
        }
        if (rule.number) {
            one["number"] = std::string{to_code(*rule.number)};
        }
        if (rule.power_of_ten != 0) {
            one["power_of_ten"] = rule.power_of_ten;
        }
        if (rule.unknown == Unknown::left_out) {
            one["unknown"] = "left_out";
        }
        if (rule.at_most != 0) {
            one["at_most"] = rule.at_most;
        }
        fields[rule.field] = std::move(one);
    }
    json::object object{{"name", mapping.name}, {"kind", mapping.kind}, {"source", mapping.source}};
    if (!mapping.notes.empty()) {
        object["notes"] = mapping.notes;
    }
    if (!mapping.sheet.empty()) {
        object["sheet"] = mapping.sheet;
    }
    if (mapping.header_row != 0) {
        object["header_row"] = mapping.header_row;
    }
    if (mapping.header_rows != 1) {
        object["header_rows"] = mapping.header_rows;
    }
    if (!mapping.key.empty()) {
        object["key"] = json::array(mapping.key.begin(), mapping.key.end());
    }
    if (mapping.language != Language::en) {
        object["language"] = std::string{to_code(mapping.language)};
    }
    object["fields"] = std::move(fields);
    return json::serialize(object);
}

Problems check_mapping(Mapping const &mapping, records::Noun const &noun)
{
    Problems problems;
    for (auto const &rule : mapping.rules) {
        auto const field = std::ranges::find(noun.fields, rule.field, &Field::name);
        if (field == noun.fields.end() || !is_filled_from_tables(*field)) {
            problems.push_back({rule.field, "spreadsheet.unknown_field", {{"field", rule.field}}});
        } else if (rule.columns.empty() && rule.pattern.empty() && rule.constant.empty()) {
            problems.push_back({rule.field, "spreadsheet.no_column", {}});
        }
    }
    for (auto const &field : noun.fields) {
        if (field.is_required && is_filled_from_tables(field) &&
            mapping.rule(field.name) == nullptr) {
            problems.push_back({std::string{field.name}, "spreadsheet.no_column", {}});
        }
    }
    return problems;
}

Mapping guess_mapping(DetectedSheet const &sheet, records::Noun const &noun)
{
    constexpr double enough = 0.55;
    Mapping mapping;
    mapping.kind = noun.kind;
    mapping.sheet = sheet.name;
    mapping.header_row = sheet.header_row;
    mapping.header_rows = std::max<std::size_t>(1, sheet.header_rows);

    struct Pair {
        double likeness;
        std::size_t field;
        std::size_t column;
    };
    std::vector<Pair> pairs;
    for (std::size_t column = 0; column < sheet.columns.size(); ++column) {
        auto const title = comparable(sheet.columns[column].name);
        for (std::size_t field = 0; field < noun.fields.size() && !title.empty(); ++field) {
            if (!is_filled_from_tables(noun.fields[field])) {
                continue;
            }
            auto const alike = likeness(title, noun.fields[field]);
            if (alike >= enough) {
                pairs.push_back({alike, field, column});
            }
        }
    }
    // The surest first; each field and each column once.
    std::ranges::stable_sort(pairs, std::greater<>{}, &Pair::likeness);
    std::vector<bool> field_taken(noun.fields.size());
    std::vector<bool> column_taken(sheet.columns.size());
    for (auto const &[alike, field, column] : pairs) {
        if (field_taken[field] || column_taken[column]) {
            continue;
        }
        field_taken[field] = true;
        column_taken[column] = true;
        Rule rule;
        rule.field = noun.fields[field].name;
        rule.columns = {sheet.columns[column].name};
        auto const kind = noun.fields[field].kind;
        if (kind == Kind::date) {
            rule.date = guess_date(sheet.columns[column]);
        } else if (kind == Kind::integer) {
            rule.number = guess_number(sheet.columns[column]);
        }
        mapping.rules.push_back(std::move(rule));
    }
    return mapping;
}

} // namespace selatan::spreadsheet
