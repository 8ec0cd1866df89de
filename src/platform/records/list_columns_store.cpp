// What a list may show of a noun, and be sorted by.
#include "platform/records/list_parts.hpp"
#include "words/records.hpp"

#include <algorithm>

namespace selatan::records {

namespace {

namespace word = words::records;

Shape shape_of(Field const &field)
{
    switch (field.kind) {
    case Kind::text:
    case Kind::email:
    case Kind::url:
        return Shape::text;
    case Kind::long_text:
        return Shape::long_text;
    case Kind::integer:
        return Shape::integer;
    case Kind::date:
        return Shape::date;
    case Kind::yes_no:
        return Shape::yes_no;
    case Kind::choice:
    case Kind::code:
        return Shape::code;
    case Kind::choices:
    case Kind::codes:
        return Shape::codes;
    case Kind::record:
        return Shape::link;
    case Kind::multilingual:
        return Shape::multilingual;
    }
    return Shape::text;
}

bool is_title(Field const &field)
{
    return field.place == Field::Place::record && field.column == "title";
}

} // namespace

std::vector<Source> sources_of(Noun const &noun, Audience audience)
{
    std::vector<Source> all;
    // Whoever sees a record at all sees what it is called and when it was made: every list has
    // these columns and can be sorted by them.
    auto const add = [&](std::string_view name, Word label, Shape shape, std::string sql,
                         std::string sort_sql, bool shown, Audience who = Audience::everyone) {
        if (who <= audience) {
            all.push_back({.column = {.name = name,
                                      .label = label,
                                      .shape = shape,
                                      .audience = who,
                                      .field = nullptr,
                                      .shown = shown,
                                      .sortable = !sort_sql.empty()},
                           .sql = std::move(sql),
                           .sort_sql = std::move(sort_sql)});
        }
    };
    add("reference", word::reference, Shape::text, "r.reference", "", true);
    bool const has_title = std::ranges::any_of(noun.fields, is_title);
    if (!has_title) {
        add("title", word::title, Shape::text, "r.title", "r.title_sort", !noun.hides_title);
    }
    for (auto const &field : noun.fields) {
        if (field.audience > audience) {
            continue;
        }
        bool const in_record = field.place == Field::Place::record;
        all.push_back({.column = {.name = field.name,
                                  .label = field.label,
                                  .shape = shape_of(field),
                                  .audience = field.audience,
                                  .field = &field,
                                  .shown = field.in_list || is_title(field),
                                  .sortable = is_title(field)},
                       .sql = (in_record ? "r." : "n.") + std::string{field.column},
                       .sort_sql = is_title(field) ? "r.title_sort" : ""});
        if (is_title(field) && noun.machine != nullptr) {
            add("state", word::state, Shape::state, "r.state", "", true);
        }
    }
    if (!has_title && noun.machine != nullptr) {
        add("state", word::state, Shape::state, "r.state", "", true);
    }
    add("lead", word::lead, Shape::user, "r.assignee", "", false, Audience::internal);
    add("due", word::due, Shape::date, "r.due_on", "r.due_on", noun.machine != nullptr,
        Audience::partner);
    add("changed", word::changed, Shape::instant, "r.changed_at", "r.changed_at", true);
    add("created", word::created, Shape::instant, "r.created_at", "r.id", false);
    add("by", word::created_by, Shape::user, "r.created_by", "", false, Audience::internal);
    return all;
}

Source const *source_named(std::vector<Source> const &sources, std::string_view name)
{
    auto const found = std::ranges::find_if(
        sources, [&](Source const &source) { return source.column.name == name; });
    return found == sources.end() ? nullptr : &*found;
}

std::vector<Column> columns_of(Noun const &noun, Audience audience)
{
    std::vector<Column> columns;
    for (auto const &source : sources_of(noun, audience)) {
        columns.push_back(source.column);
    }
    return columns;
}

} // namespace selatan::records
