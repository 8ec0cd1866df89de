#include "platform/records/record.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "platform/records/search.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace selatan::records {

namespace {

using storage::Value;

std::string draw_reference(storage::Tx &tx, std::string_view prefix)
{
    int const year = tx.today().year();
    auto const number = tx.one<std::int64_t>(
        "INSERT INTO reference_counter (prefix, year, last) VALUES (?, ?, 1)"
        " ON CONFLICT (prefix, year) DO UPDATE SET last = reference_counter.last + 1"
        " RETURNING last",
        prefix, year);
    ENSURE(number.has_value());
    std::array<char, 48> text{};
    auto const length = std::snprintf(text.data(), text.size(), "-%04d-%04lld", year,
                                      static_cast<long long>(*number));
    return std::string{prefix} + std::string{text.data(), static_cast<std::size_t>(length)};
}

/// The value of the field that is stored in `record`'s column; nothing when the noun has none.
std::optional<Value> record_value(Noun const &noun, std::string_view column, void const *value)
{
    for (auto const &field : noun.fields) {
        if (field.place == Field::Place::record && field.column == column) {
            return field.to_value(value);
        }
    }
    return std::nullopt;
}

std::string title_of(storage::Reader &reader, Noun const &noun, void const *value)
{
    if (noun.name != nullptr) {
        return noun.name(reader, value);
    }
    for (auto const &field : noun.fields) {
        if (field.place == Field::Place::record && field.column == "title") {
            auto text = field.print(value);
            if (field.kind != Kind::multilingual) {
                return text;
            }
            auto const content = i18n::MultilingualText::parse(text);
            return content ? std::string{content->pick(content->original()).text} : std::string{};
        }
    }
    return {};
}

/// What it is called in other languages, as stored.
std::string titles_of(storage::Reader &reader, Noun const &noun, void const *value)
{
    if (noun.names != nullptr) {
        return Text<i18n::MultilingualText>::print(noun.names(reader, value));
    }
    auto const found = std::ranges::find_if(noun.fields, &Field::is_other_titles);
    return found == noun.fields.end() ? std::string{} : found->print(value);
}

/// What each audience may read, each level holding the levels before it.
std::vector<SearchText> search_texts(Noun const &noun, std::string_view reference,
                                     void const *value)
{
    std::vector<SearchText> texts;
    std::string so_far{reference};
    for (auto const level : {Audience::everyone, Audience::partner, Audience::internal}) {
        bool added = level == Audience::everyone;
        for (auto const &field : noun.fields) {
            if (field.audience != level || !is_searched(field)) {
                continue;
            }
            auto const text = field.print(value);
            if (!text.empty()) {
                so_far += '\n';
                so_far += text;
                added = true;
            }
        }
        if (added) {
            texts.push_back({.audience = level, .text = so_far});
        }
    }
    return texts;
}

/// A field's value as history shows it: links by their label.
std::string told(storage::Reader &reader, Field const &field, void const *value)
{
    auto text = field.print(value);
    if (field.kind == Kind::record && !text.empty()) {
        if (auto const id = Uuid::parse(text)) {
            if (auto const label = label_of(reader, *id)) {
                return label->reference + " " + label->title;
            }
        }
    }
    return text;
}

/// A station that a field names, and who may go there from here.
struct Neighbour {
    Uuid id;
    Audience audience = Audience::everyone;
};

/// Both ways, so that a story is walked from either end by one index. Of two fields that lead to
/// the same record, the one that more may read counts.
void link(storage::Tx &tx, Uuid one, Neighbour const &other)
{
    for (auto const &[from, to] : {std::pair{one, other.id}, std::pair{other.id, one}}) {
        tx.send("INSERT INTO thread_link (record, other, audience) VALUES (?, ?, ?)"
                " ON CONFLICT (record, other) DO UPDATE SET audience = excluded.audience"
                " WHERE excluded.audience < thread_link.audience",
                from, to, static_cast<int>(other.audience));
    }
}

/// The records that this one's fields name as stations of its story.
std::vector<Neighbour> neighbours(Noun const &noun, void const *value)
{
    std::vector<Neighbour> all;
    for (auto const &field : noun.fields) {
        if (field.is_thread) {
            if (auto const id = Uuid::parse(field.print(value))) {
                all.push_back({*id, field.is_guarded ? field.audience : Audience::everyone});
            }
        }
    }
    return all;
}

bool has_party_fields(Noun const &noun)
{
    return std::ranges::any_of(noun.fields, &Field::is_party);
}

/// Who takes part, as the fields say.
std::vector<RecordParty> parties_in(Noun const &noun, void const *value)
{
    std::vector<RecordParty> parties;
    for (auto const &field : noun.fields) {
        auto const text = field.is_party ? field.print(value) : std::string{};
        if (auto const organisation = Uuid::parse(text)) {
            parties.push_back({.country = {}, .organisation = organisation});
        } else if (auto const country = CountryCode::parse(text)) {
            parties.push_back({.country = country, .organisation = {}});
        }
    }
    return parties;
}

events::Act act_on(events::Actor const &actor, Noun const &noun, Uuid record, Audience audience,
                   Extra const &extra)
{
    return {.actor = actor,
            .kind = std::string{noun.kind},
            .record = record,
            .verb = extra.verb,
            .reason = extra.reason,
            .changes = {},
            .audience = std::min(audience, Audience::internal)};
}

/// SET clauses for what a verb changes in `record`, always with a new version.
class HeadUpdate {
public:
    explicit HeadUpdate(Instant now) { set("changed_at", storage::to_value(now)); }

    void set(std::string_view column, Value value)
    {
        m_sql += ", " + std::string{column} + " = ?";
        m_values.push_back(std::move(value));
    }
    void set(Extra const &extra)
    {
        if (extra.audience) {
            set("audience", storage::to_value(*extra.audience));
        }
        if (extra.due_on) {
            set("due_on", storage::to_value(*extra.due_on));
        }
        if (extra.assignee) {
            set("assignee", storage::to_value(*extra.assignee));
        }
    }
    /// `version`: the one that this transaction read.
    void run(storage::Tx &tx, Uuid id, std::int64_t version)
    {
        m_values.emplace_back(id);
        m_values.emplace_back(version);
        tx.send_one_with("UPDATE record SET version = version + 1" + m_sql +
                             " WHERE id = ? AND version = ?",
                         m_values);
    }

private:
    std::string m_sql;
    std::vector<Value> m_values;
};

/// The fields that a verb changes: in `record`, in the noun's own table, in the index, in history.
class FieldUpdate {
public:
    FieldUpdate(storage::Tx &tx, Noun const &noun, void const *before, void const *after)
        : m_tx{&tx}, m_noun{&noun}, m_before{before}, m_after{after}
    {
        for (auto const &field : noun.fields) {
            if (field.print(before) != field.print(after)) {
                m_changed.push_back(&field);
                m_changes.push_back({.field = std::string{field.name},
                                     .before = told(tx, field, before),
                                     .after = told(tx, field, after),
                                     .audience = field.audience});
            }
        }
    }

    [[nodiscard]] bool changes_any() const { return !m_changed.empty(); }
    [[nodiscard]] std::vector<events::Change> take_changes() { return std::move(m_changes); }

    void set(HeadUpdate &update, Head const &head) const
    {
        for (auto const *field : m_changed) {
            if (field->place == Field::Place::record && field->column != "title" &&
                !field->is_other_titles()) {
                update.set(field->column, field->to_value(m_after));
            }
        }
        if (auto titles = titles_of(*m_tx, *m_noun, m_after); titles != head.titles) {
            update.set("titles", std::move(titles));
        }
        if (auto title = title_of(*m_tx, *m_noun, m_after); !title.empty() && title != head.title) {
            update.set("title_sort", storage::to_value(sort_key(title)));
            update.set("title", std::move(title));
        }
    }
    void run(Head const &head) const
    {
        std::string own;
        std::vector<Value> values;
        for (auto const *field : m_changed) {
            if (field->place == Field::Place::own) {
                own += (own.empty() ? "" : ", ") + std::string{field->column} + " = ?";
                values.push_back(field->to_value(m_after));
            }
        }
        if (!own.empty()) {
            values.emplace_back(head.id);
            m_tx->send_with(
                "UPDATE " + std::string{m_noun->table} + " SET " + own + " WHERE id = ?", values);
        }
        // Most verbs change no word: a decision, a day, an amount.
        if (std::ranges::any_of(m_changed,
                                [](Field const *field) { return is_searched(*field); })) {
            index_again(*m_tx, head.id, m_noun->kind,
                        search_texts(*m_noun, head.reference, m_before),
                        search_texts(*m_noun, head.reference, m_after));
        }
        if (std::ranges::any_of(m_changed, &Field::is_thread)) {
            relink(head.id);
        }
        if (std::ranges::any_of(m_changed, &Field::is_party)) {
            set_parties(*m_tx, head.id, parties_in(*m_noun, m_after));
        }
    }

private:
    /// A field leads elsewhere now. Links that the other side's fields made stay: they lead to us.
    void relink(Uuid id) const
    {
        auto const left = neighbours(*m_noun, m_before);
        auto const joined = neighbours(*m_noun, m_after);
        for (auto const &other : left) {
            if (std::ranges::find(joined, other.id, &Neighbour::id) == joined.end()) {
                m_tx->send("DELETE FROM thread_link WHERE (record = ? AND other = ?)"
                           " OR (record = ? AND other = ?)",
                           id, other.id, other.id, id);
            }
        }
        for (auto const &other : joined) {
            link(*m_tx, id, other);
        }
    }

    storage::Tx *m_tx;
    Noun const *m_noun;
    void const *m_before;
    void const *m_after;
    std::vector<Field const *> m_changed;
    std::vector<events::Change> m_changes;
};

tl::unexpected<Refusal> stale()
{
    return refuse(Decline::stale, "", "common.stale");
}

} // namespace

// -- Verbs --------------------------------------------------------------------------------------

std::vector<SearchText> search_tokens(Noun const &noun, void const *value)
{
    return tokenised(search_texts(noun, {}, value));
}

void unmake(storage::Tx &tx, Noun const &noun, Uuid id)
{
    remove_from_index(tx, id);
    set_parties(tx, id, {});
    tx.run("DELETE FROM thread_link WHERE record = ?", id);
    tx.run("DELETE FROM thread_link WHERE other = ?", id);
    tx.run("DELETE FROM " + std::string{noun.table} + " WHERE id = ?", id);
    tx.run("DELETE FROM record WHERE id = ? AND kind = ?", id, noun.kind);
}

Saved create_from(storage::Tx &tx, events::Actor const &actor, Noun const &noun, void const *value,
                  Extra const &extra)
{
    Saved saved{.id = new_uuid(tx.now()),
                .reference = extra.reference ? *extra.reference : draw_reference(tx, noun.prefix),
                .version = 1,
                .state = extra.state.value_or(
                    std::string{noun.machine == nullptr ? "" : noun.machine->initial})};
    auto title = title_of(tx, noun, value);
    if (title.empty()) {
        title = saved.reference;
    }
    auto const audience = extra.audience.value_or(noun.audience);
    auto const value_or_null = [&](std::string_view column) {
        return record_value(noun, column, value).value_or(Value{std::monostate{}});
    };
    tx.send(
        "INSERT INTO record (id, kind, reference, title, title_sort, state, country, organisation,"
        " assignee, created_by, created_at, changed_at, state_since, due_on, audience, titles,"
        " version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        saved.id, noun.kind, saved.reference, title, sort_key(title), saved.state,
        value_or_null("country"), value_or_null("organisation"),
        extra.assignee.value_or(std::nullopt), actor.user, tx.now(), tx.now(), tx.now(),
        extra.due_on.value_or(std::nullopt), audience, titles_of(tx, noun, value));

    std::string columns = "id";
    std::string marks = "?";
    std::vector<Value> values{saved.id};
    for (auto const &field : noun.fields) {
        if (field.place == Field::Place::own) {
            columns += ", " + std::string{field.column};
            marks += ", ?";
            values.push_back(field.to_value(value));
        }
    }
    tx.send_with("INSERT INTO " + std::string{noun.table} + " (" + columns + ") VALUES (" + marks +
                     ")",
                 values);
    for (auto const &other : neighbours(noun, value)) {
        link(tx, saved.id, other);
    }
    if (has_party_fields(noun)) {
        set_parties(tx, saved.id, parties_in(noun, value));
    }
    if (extra.tokens != nullptr) {
        // The reference was not known when they were made.
        auto tokens = *extra.tokens;
        auto const words = plain_words(saved.reference);
        for (auto &level : tokens) {
            for (auto const &word : words) {
                level.text += (level.text.empty() ? "" : " ") + word;
            }
        }
        index_new_record(tx, saved.id, noun.kind, tokens);
    } else {
        index_new_record(tx, saved.id, noun.kind,
                         tokenised(search_texts(noun, saved.reference, value)));
    }

    if (!extra.silent) {
        auto act = act_on(actor, noun, saved.id, audience, extra);
        for (auto const &field : noun.fields) {
            if (auto text = told(tx, field, value); !text.empty()) {
                act.changes.push_back({.field = std::string{field.name},
                                       .before = {},
                                       .after = std::move(text),
                                       .audience = field.audience});
            }
        }
        events::append(tx, act);
    }
    return saved;
}

Result<Saved> change_from(storage::Tx &tx, events::Actor const &actor, Noun const &noun,
                          Head const &head, std::int64_t version, void const *before,
                          void const *after, Extra const &extra)
{
    if (version != head.version) {
        return stale();
    }
    HeadUpdate update{tx.now()};
    FieldUpdate fields{tx, noun, before, after};
    if (!fields.changes_any() && !extra.audience && !extra.due_on && !extra.assignee) {
        return Saved{.id = head.id,
                     .reference = head.reference,
                     .version = head.version,
                     .state = head.state};
    }
    fields.set(update, head);
    update.set(extra);
    update.run(tx, head.id, version);
    fields.run(head);
    if (!extra.silent) {
        auto act = act_on(actor, noun, head.id, head.audience, extra);
        act.changes = fields.take_changes();
        events::append(tx, act);
    }
    return Saved{
        .id = head.id, .reference = head.reference, .version = version + 1, .state = head.state};
}

Result<Saved> advance(storage::Tx &tx, events::Actor const &actor, Noun const &noun,
                      Head const &head, std::int64_t version, std::string_view verb,
                      Extra const &extra)
{
    return advance_from(tx, actor, noun, head, version, verb, nullptr, nullptr, extra);
}

Result<Saved> advance_from(storage::Tx &tx, events::Actor const &actor, Noun const &noun,
                           Head const &head, std::int64_t version, std::string_view verb,
                           void const *before, void const *after, Extra const &extra)
{
    ENSURE(noun.machine != nullptr);
    auto const next = noun.machine->next(head.state, verb);
    if (!next) {
        return refuse(Decline::conflict, "", "records.wrong_state");
    }
    if (version != head.version) {
        return stale();
    }
    HeadUpdate update{tx.now()};
    update.set("state", std::string{*next});
    update.set("state_since", storage::to_value(tx.now()));
    std::optional<FieldUpdate> fields;
    if (before != nullptr) {
        fields.emplace(tx, noun, before, after);
        fields->set(update, head);
    }
    update.set(extra);
    update.run(tx, head.id, version);
    auto act = act_on(actor, noun, head.id, extra.audience.value_or(head.audience), extra);
    act.verb = verb;
    if (fields) {
        fields->run(head);
        act.changes = fields->take_changes();
    }
    if (*next != head.state) {
        act.changes.insert(act.changes.begin(), {.field = "state",
                                                 .before = head.state,
                                                 .after = std::string{*next},
                                                 .audience = Audience::partner});
    }
    events::append(tx, act);
    return Saved{.id = head.id,
                 .reference = head.reference,
                 .version = version + 1,
                 .state = std::string{*next}};
}

// -- Parties --------------------------------------------------------------------------------------

void set_parties(storage::Tx &tx, Uuid record, std::span<RecordParty const> parties)
{
    tx.send("DELETE FROM record_party WHERE record = ?", record);
    for (auto const &party : parties) {
        tx.send("INSERT INTO record_party (record, country, organisation) VALUES (?, ?, ?)", record,
                party.country, party.organisation);
    }
    index_reach(tx, record);
}

// -- Commands -----------------------------------------------------------------------------------

Result<std::optional<std::string>> earlier_outcome(storage::Reader &reader, Uuid command,
                                                   std::span<std::uint8_t const> digest)
{
    for (auto row : reader.query("SELECT digest, outcome FROM command WHERE id = ?", command)) {
        auto const stored = row.next<storage::Bytes>();
        auto outcome = row.next<std::string>();
        if (!std::ranges::equal(stored, digest)) {
            return refuse(Decline::conflict, "", "records.command_reused");
        }
        return std::optional<std::string>{std::move(outcome)};
    }
    return std::optional<std::string>{};
}

void remember_outcome(storage::Tx &tx, Uuid command, std::optional<Uuid> account,
                      storage::Bytes const &digest, std::string const &outcome)
{
    tx.run("INSERT INTO command (id, at, account, digest, outcome) VALUES (?, ?, ?, ?, ?)", command,
           tx.now(), account, digest, outcome);
}

} // namespace selatan::records
