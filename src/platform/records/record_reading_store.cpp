// Finding records, as far as whoever asks may see them.
#include "platform/records/record.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "platform/records/search.hpp"
#include "platform/storage/marks.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace selatan::records {

namespace {

using auth::Identity;
using storage::Value;

#define HEAD_COLUMNS                                                                               \
    "r.id, r.kind, r.reference, r.title, r.state, r.country, r.organisation, r.assignee, "         \
    "r.created_by, r.created_at, r.changed_at, r.state_since, r.due_on, r.audience, r.version, "   \
    "r.titles"

Head read_head(storage::Row &row)
{
    return {.id = row.next<Uuid>(),
            .kind = row.next<std::string>(),
            .reference = row.next<std::string>(),
            .title = row.next<std::string>(),
            .state = row.next<std::string>(),
            .country = row.next<std::optional<CountryCode>>(),
            .organisation = row.next<std::optional<Uuid>>(),
            .assignee = row.next<std::optional<Uuid>>(),
            .created_by = row.next<std::optional<Uuid>>(),
            .created_at = row.next<Instant>(),
            .changed_at = row.next<Instant>(),
            .state_since = row.next<Instant>(),
            .due_on = row.next<std::optional<Date>>(),
            .audience = row.next<Audience>(),
            .version = row.next<std::int64_t>(),
            .titles = row.next<std::string>()};
}

Label read_label(storage::Row &row)
{
    return {.id = row.next<Uuid>(),
            .kind = row.next<std::string>(),
            .reference = row.next<std::string>(),
            .title = row.next<std::string>(),
            .titles = row.next<std::string>()};
}

void append_values(std::vector<Value> &values, std::vector<Value> const &more)
{
    values.insert(values.end(), more.begin(), more.end());
}

} // namespace

std::string title_in(Language language, std::string const &title, std::string const &titles)
{
    if (titles.empty()) {
        return title;
    }
    auto const content = i18n::MultilingualText::parse(titles);
    return content && content->has(language) ? std::string{content->in(language)} : title;
}

std::string Head::title_in(Language language) const
{
    return records::title_in(language, title, titles);
}

std::string Label::title_in(Language language) const
{
    return records::title_in(language, title, titles);
}

namespace {

/// Whether `verb` may be done to that record, which may be seen.
Result<void> may_go(Noun const &noun, Head const &head, std::string_view verb, bool is_allowed)
{
    if (noun.machine != nullptr) {
        auto const &steps = noun.machine->transitions;
        bool const is_step = std::ranges::find(steps, verb, &Transition::verb) != steps.end();
        if (is_step && !noun.machine->next(head.state, verb)) {
            return refuse(Decline::conflict, "", "records.wrong_state");
        }
    }
    if (!is_allowed) {
        return refuse(Decline::forbidden, "", "common.forbidden");
    }
    return {};
}

/// The records that `sought`, a condition on r, means, as far as they may be seen; `take(head,
/// may)` is told whether the verb's policy allows it.
template <typename Take>
void each_seen(storage::Reader &reader, Noun const &noun, Identity const *identity,
               std::string_view verb, std::string const &sought, std::vector<Value> const &meant,
               Take const &take)
{
    auto const may_see = compile(*noun.policy, identity, verbs::see);
    auto const may_do = verb == verbs::see ? may_see : compile(*noun.policy, identity, verb);
    std::vector<Value> values;
    append_values(values, may_do.values);
    values.emplace_back(std::string{noun.kind});
    append_values(values, meant);
    append_values(values, may_see.values);
    for (auto row : reader.query_with("SELECT " HEAD_COLUMNS ", CASE WHEN " + may_do.sql +
                                          " THEN 1 ELSE 0 END FROM record r WHERE r.kind = ? AND " +
                                          sought + " AND " + may_see.sql,
                                      values)) {
        auto head = read_head(row);
        bool const may = row.next<bool>();
        take(std::move(head), may);
    }
}

} // namespace

Result<Head> find(storage::Reader &reader, Noun const &noun, Identity const *identity,
                  std::string_view id_or_reference, std::string_view verb)
{
    auto const id = Uuid::parse(id_or_reference);
    Result<Head> found = not_found();
    each_seen(reader, noun, identity, verb, id ? "r.id = ?" : "r.reference = ?",
              {id ? Value{*id} : Value{std::string{id_or_reference}}}, [&](Head head, bool may) {
                  auto const goes = may_go(noun, head, verb, may);
                  found = goes ? Result<Head>{std::move(head)} : refuse(goes.error());
              });
    return found;
}

Result<std::vector<Head>> find_each(storage::Reader &reader, Noun const &noun,
                                    Identity const *identity, std::span<Uuid const> ids,
                                    std::string_view verb)
{
    if (ids.empty()) {
        return std::vector<Head>{};
    }
    std::map<Uuid, std::pair<Head, bool>> seen;
    each_seen(reader, noun, identity, verb, "r.id IN (" + storage::marks(ids.size()) + ")",
              {ids.begin(), ids.end()}, [&](Head head, bool may) {
                  auto const id = head.id;
                  seen.emplace(id, std::pair{std::move(head), may});
              });
    std::vector<Head> all;
    all.reserve(ids.size());
    for (auto const &id : ids) {
        auto const found = seen.find(id);
        if (found == seen.end()) {
            return not_found();
        }
        auto const &[head, may] = found->second;
        if (auto const goes = may_go(noun, head, verb, may); !goes) {
            return refuse(goes.error());
        }
        all.push_back(head);
    }
    return all;
}

Head head_of(storage::Reader &reader, Noun const &noun, Uuid id)
{
    auto rows = reader.query("SELECT " HEAD_COLUMNS " FROM record r WHERE r.kind = ? AND r.id = ?",
                             noun.kind, id);
    for (auto row : rows) {
        return read_head(row);
    }
    throw Bug{"no " + std::string{noun.kind} + " " + id.to_string()};
}

std::vector<std::string_view> allowed(storage::Reader &reader, Noun const &noun,
                                      Identity const *identity, Head const &head,
                                      std::span<std::string_view const> verbs)
{
    std::vector<std::string_view> asked;
    std::string columns;
    std::vector<Value> values;
    for (auto const verb : verbs) {
        if (noun.machine != nullptr) {
            auto const &steps = noun.machine->transitions;
            bool const is_step = std::ranges::find(steps, verb, &Transition::verb) != steps.end();
            if (is_step && !noun.machine->next(head.state, verb)) {
                continue;
            }
        }
        auto const filter = compile(*noun.policy, identity, verb);
        columns +=
            (columns.empty() ? "CASE WHEN " : ", CASE WHEN ") + filter.sql + " THEN 1 ELSE 0 END";
        append_values(values, filter.values);
        asked.push_back(verb);
    }
    std::vector<std::string_view> may;
    if (asked.empty()) {
        return may;
    }
    values.emplace_back(head.id);
    for (auto row :
         reader.query_with("SELECT " + columns + " FROM record r WHERE r.id = ?", values)) {
        for (auto const verb : asked) {
            if (row.next<bool>()) {
                may.push_back(verb);
            }
        }
    }
    return may;
}

bool load_into(storage::Reader &reader, Noun const &noun, Uuid id, void *value)
{
    std::string columns;
    for (auto const &field : noun.fields) {
        columns += (columns.empty() ? "" : ", ");
        columns += (field.place == Field::Place::record ? "r." : "n.") + std::string{field.column};
    }
    for (auto row : reader.query("SELECT " + columns + " FROM record r JOIN " +
                                     std::string{noun.table} + " n ON n.id = r.id WHERE r.id = ?",
                                 id)) {
        int column = 0;
        for (auto const &field : noun.fields) {
            field.from_cell(value, row.cells(), column++);
        }
        return true;
    }
    return false;
}

void each_value(storage::Reader &reader, Noun const &noun, std::span<Uuid const> ids,
                std::function<void(Uuid id, void const *value)> const &take)
{
    if (ids.empty()) {
        return;
    }
    std::string columns;
    for (auto const &field : noun.fields) {
        columns += field.place == Field::Place::record ? ", r." : ", n.";
        columns += field.column;
    }
    std::vector<Value> values{ids.begin(), ids.end()};
    for (auto row : reader.query_with(
             "SELECT r.id" + columns + " FROM record r JOIN " + std::string{noun.table} +
                 " n ON n.id = r.id WHERE r.id IN (" + storage::marks(ids.size()) + ")",
             values)) {
        auto const id = row.next<Uuid>();
        AnyValue value{*noun.type};
        int column = 1;
        for (auto const &field : noun.fields) {
            field.from_cell(value.get(), row.cells(), column++);
        }
        take(id, value.get());
    }
}

std::optional<Label> label_of(storage::Reader &reader, Uuid id)
{
    for (auto row :
         reader.query("SELECT id, kind, reference, title, titles FROM record WHERE id = ?", id)) {
        return read_label(row);
    }
    return std::nullopt;
}

std::optional<Uuid> resolve(storage::Reader &reader, std::string_view kind, std::string_view text)
{
    bool const any = kind == any_kind;
    auto const first_word = text.substr(0, text.find(' '));
    if (auto const id = Uuid::parse(text)) {
        return any ? reader.one<Uuid>("SELECT id FROM record WHERE id = ?", *id)
                   : reader.one<Uuid>("SELECT id FROM record WHERE id = ? AND kind = ?", *id, kind);
    }
    if (any) {
        return reader.one<Uuid>("SELECT id FROM record WHERE reference = ?", first_word);
    }
    if (auto const id = reader.one<Uuid>("SELECT id FROM record WHERE reference = ? AND kind = ?",
                                         first_word, kind)) {
        return id;
    }
    auto const named = reader.all<Uuid>(
        "SELECT id FROM record WHERE kind = ? AND title_sort = ? LIMIT 2", kind, sort_key(text));
    return named.size() == 1 ? std::optional{named.front()} : std::nullopt;
}

std::vector<Head> thread_of(storage::Reader &reader, std::span<Noun const *const> nouns,
                            Identity const *identity, Uuid record)
{
    std::string may_see;
    std::vector<Value> values{record, std::int64_t{static_cast<int>(audience_of(identity))}};
    for (auto const *const noun : nouns) {
        auto const filter = compile(*noun->policy, identity, verbs::see);
        may_see += may_see.empty() ? "(" : " OR ";
        may_see += "(r.kind = ? AND " + filter.sql + ")";
        values.emplace_back(std::string{noun->kind});
        append_values(values, filter.values);
    }
    ENSURE(!may_see.empty());
    values.emplace_back(std::int64_t{stations_most});
    std::vector<Head> stations;
    for (auto row : reader.query_with("WITH RECURSIVE story (id) AS ("
                                      "SELECT id FROM record WHERE id = ? UNION"
                                      " SELECT l.other FROM story s"
                                      " JOIN thread_link l ON l.record = s.id AND l.audience <= ?)"
                                      " SELECT " HEAD_COLUMNS
                                      " FROM record r JOIN story s ON s.id = r.id WHERE " +
                                          may_see + ") ORDER BY r.id LIMIT ?",
                                      values)) {
        stations.push_back(read_head(row));
    }
    return stations;
}

std::vector<Label> choices(storage::Reader &reader, Noun const &noun, Identity const *identity,
                           std::string_view words, int limit, std::vector<Uuid> const *among)
{
    auto const may_see = compile(*noun.policy, identity, verbs::see);
    std::array const nouns{&noun};
    auto const found =
        search_filter(reader.engine(), search_within(nouns, identity), Language::en, words);
    std::vector<Value> values{std::string{noun.kind}};
    append_values(values, may_see.values);
    append_values(values, found.values);
    std::string only;
    if (among != nullptr) {
        for (auto const &id : *among) {
            only += only.empty() ? " AND r.id IN (?" : ", ?";
            values.emplace_back(id);
        }
        only += among->empty() ? " AND 1 = 0" : ")";
    }
    values.emplace_back(std::int64_t{limit});
    std::vector<Label> labels;
    for (auto row : reader.query_with(
             "SELECT r.id, r.kind, r.reference, r.title, r.titles FROM record r WHERE r.kind = ?"
             " AND " +
                 may_see.sql + " AND " + found.sql + only + " ORDER BY r.title_sort, r.id LIMIT ?",
             values)) {
        labels.push_back(read_label(row));
    }
    return labels;
}

} // namespace selatan::records
