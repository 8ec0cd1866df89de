/// \file
/// Verbs that every noun shares: make a record, change it, take it through its states, comment on
/// it. Each writes the change and its event in the caller's transaction. Who may is asked before,
/// by `find`; what a noun's own rules say is asked before too, by the noun.
#pragma once

#include "base/result.hpp"
#include "platform/events/event.hpp"
#include "platform/records/codes.hpp"
#include "platform/records/input.hpp"
#include "platform/records/noun.hpp"
#include "platform/storage/store.hpp"

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::records {

/// A noun whose fields are the members of T.
template <typename T>
struct NounOf : Noun {
};

struct SearchText; ///< search.hpp

/// What every record has: table `record`.
struct Head {
    Uuid id;
    std::string kind;
    std::string reference;
    std::string title;
    std::string state;
    std::optional<CountryCode> country;
    std::optional<Uuid> organisation;
    std::optional<Uuid> assignee;
    std::optional<Uuid> created_by;
    Instant created_at;
    Instant changed_at;
    Instant state_since;
    std::optional<Date> due_on;
    Audience audience = Audience::internal;
    std::int64_t version = 0;
    std::string titles = {}; ///< in other languages, as stored

    [[nodiscard]] std::string title_in(Language language) const;
};

/// What a record is called by readers of that language: its own title unless `titles`, as stored,
/// have theirs.
[[nodiscard]] std::string title_in(Language language, std::string const &title,
                                   std::string const &titles);

/// What a verb leaves behind.
struct Saved {
    Uuid id;
    std::string reference;
    std::int64_t version = 0;
    std::string state;
};

// -- Reading ------------------------------------------------------------------------------------

/// The record by its id or reference, if `identity` may `verb` it. In descending precedence:
/// common.not_found (it is not there, or may not be seen), records.wrong_state (the state machine
/// has no such verb there), common.forbidden.
[[nodiscard]] Result<Head> find(storage::Reader &reader, Noun const &noun,
                                auth::Identity const *identity, std::string_view id_or_reference,
                                std::string_view verb = verbs::see);

/// As `find` for each of `ids`, by one query, in their order: the first that is not there, or may
/// not be acted on, refuses all.
[[nodiscard]] Result<std::vector<Head>> find_each(storage::Reader &reader, Noun const &noun,
                                                  auth::Identity const *identity,
                                                  std::span<Uuid const> ids,
                                                  std::string_view verb = verbs::see);

/// The record as it is, whoever asks: for what follows from an act that was allowed, and for the
/// program's own work. That there is none is a Bug.
[[nodiscard]] Head head_of(storage::Reader &reader, Noun const &noun, Uuid id);

/// Which of `verbs` this identity may use on that record now, by one query.
[[nodiscard]] std::vector<std::string_view> allowed(storage::Reader &reader, Noun const &noun,
                                                    auth::Identity const *identity,
                                                    Head const &head,
                                                    std::span<std::string_view const> verbs);

/// Fills `value` with the noun's fields; false when there is no such record.
[[nodiscard]] bool load_into(storage::Reader &reader, Noun const &noun, Uuid id, void *value);

template <typename T>
[[nodiscard]] std::optional<T> load(storage::Reader &reader, NounOf<T> const &noun, Uuid id)
{
    T value{};
    return load_into(reader, noun, id, &value) ? std::optional<T>{std::move(value)} : std::nullopt;
}

/// The values of several records of one kind, by one query.
void each_value(storage::Reader &reader, Noun const &noun, std::span<Uuid const> ids,
                std::function<void(Uuid id, void const *value)> const &take);

/// What grants scoped by country or organisation look at, in a value that may not be stored yet.
[[nodiscard]] std::optional<CountryCode> country_of(Noun const &noun, void const *value);
[[nodiscard]] std::optional<Uuid> organisation_of(Noun const &noun, void const *value);

/// Title and reference of a record, for links; nothing when there is none.
struct Label {
    Uuid id;
    std::string kind;
    std::string reference;
    std::string title;
    std::string titles = {}; ///< in other languages, as stored

    [[nodiscard]] std::string title_in(Language language) const;
};
[[nodiscard]] std::optional<Label> label_of(storage::Reader &reader, Uuid id);

/// The one record of a kind that a person means by an id, a reference (alone or before a space), or
/// an exact title; of `any_kind`, by its id or reference.
[[nodiscard]] std::optional<Uuid> resolve(storage::Reader &reader, std::string_view kind,
                                          std::string_view text);

/// The records of a kind that this identity may see, by title, for choosing one; `among`: none but
/// these.
[[nodiscard]] std::vector<Label> choices(storage::Reader &reader, Noun const &noun,
                                         auth::Identity const *identity, std::string_view words,
                                         int limit, std::vector<Uuid> const *among = nullptr);

/// The story that a record belongs to: every record that fields marked `.thread()` connect with it,
/// itself too, oldest first, as far as `identity` may see them. What it may not see still connects
/// what stands on either side. One query; at most `stations_most`.
[[nodiscard]] std::vector<Head> thread_of(storage::Reader &reader,
                                          std::span<Noun const *const> nouns,
                                          auth::Identity const *identity, Uuid record);
inline constexpr int stations_most = 200;

// -- Parsing ------------------------------------------------------------------------------------

enum class Missing {
    refused, ///< a required field that was not sent is a problem: making a record
    kept,    ///< what was not sent stays as it is: changing one
};

/// Believes what `input` says of the fields that `audience` may set, reporting every field's
/// problem (codes `common.*`) and names that are no field.
[[nodiscard]] Problems fill(storage::Reader &reader, CodeLists const &codes,
                            std::span<Field const> fields, Input const &input, Missing missing,
                            Audience audience, void *value);

// -- Verbs --------------------------------------------------------------------------------------

/// What search finds a new record by, taken apart before the transaction that makes it: that is
/// most of the work of making a record, and a bulk import holds its transaction for the rest alone.
[[nodiscard]] std::vector<SearchText> search_tokens(Noun const &noun, void const *value);

/// What a verb may say beyond the noun's fields.
struct Extra {
    std::string verb = "created"; ///< as history tells it
    std::string reason;
    std::optional<std::string> reference; ///< of a new record, instead of a drawn one
    std::optional<Audience> audience;     ///< of the record from now on
    std::optional<std::string> state;     ///< instead of the machine's initial state
    std::optional<std::optional<Date>> due_on;
    std::optional<std::optional<Uuid>> assignee;
    /// Writes no event: a bulk import is one event of its own.
    bool silent = false;
    std::vector<SearchText> const *tokens = nullptr; ///< search_tokens() of a new record's value
};

[[nodiscard]] Saved create_from(storage::Tx &tx, events::Actor const &actor, Noun const &noun,
                                void const *value, Extra const &extra);
template <typename T>
[[nodiscard]] Saved create(storage::Tx &tx, events::Actor const &actor, NounOf<T> const &noun,
                           T const &value, Extra const &extra = {})
{
    return create_from(tx, actor, noun, &value, extra);
}

/// Writes the fields that differ from `before`. `head` is as this transaction read it, `version` as
/// whoever acts did: refuses (common.stale) when somebody changed the record between the two. A
/// head of an earlier transaction that is no longer true is a Collision. Nothing changes, and no
/// event is written, when nothing differs.
[[nodiscard]] Result<Saved> change_from(storage::Tx &tx, events::Actor const &actor,
                                        Noun const &noun, Head const &head, std::int64_t version,
                                        void const *before, void const *after, Extra const &extra);
template <typename T>
[[nodiscard]] Result<Saved> change(storage::Tx &tx, events::Actor const &actor,
                                   NounOf<T> const &noun, Head const &head, std::int64_t version,
                                   T const &before, T const &after,
                                   Extra const &extra = {.verb = "changed"})
{
    return change_from(tx, actor, noun, head, version, &before, &after, extra);
}

/// Takes the record through its machine by `verb` (records.wrong_state when there is no such step,
/// common.stale as in `change`).
[[nodiscard]] Result<Saved> advance(storage::Tx &tx, events::Actor const &actor, Noun const &noun,
                                    Head const &head, std::int64_t version, std::string_view verb,
                                    Extra const &extra);
/// The same, and writes the fields that differ from `before`: one act, one version, one event.
[[nodiscard]] Result<Saved> advance_from(storage::Tx &tx, events::Actor const &actor,
                                         Noun const &noun, Head const &head, std::int64_t version,
                                         std::string_view verb, void const *before,
                                         void const *after, Extra const &extra);
template <typename T>
[[nodiscard]] Result<Saved> advance(storage::Tx &tx, events::Actor const &actor,
                                    NounOf<T> const &noun, Head const &head, std::int64_t version,
                                    std::string_view verb, T const &before, T const &after,
                                    Extra const &extra)
{
    return advance_from(tx, actor, noun, head, version, verb, &before, &after, extra);
}

/// Takes away a record that nobody has touched or linked to since it was made: for undoing an
/// import, whose own history tells it. Throws storage::Violation when something else points to it.
void unmake(storage::Tx &tx, Noun const &noun, Uuid id);

// -- Parties --------------------------------------------------------------------------------------

/// A country or an organisation that takes part in a record besides the record's own.
struct RecordParty {
    std::optional<CountryCode> country;
    std::optional<Uuid> organisation;
};
/// Replaces who takes part. Fields marked `.party()` do so by themselves.
void set_parties(storage::Tx &tx, Uuid record, std::span<RecordParty const> parties);

// -- Comments -----------------------------------------------------------------------------------

struct Comment {
    Uuid id;
    Uuid record;
    Instant at;
    std::optional<Uuid> author;
    std::string author_name;
    Audience audience = Audience::internal;
    std::string body;
};

/// At most 20,000 characters; codes common.required, common.too_long.
[[nodiscard]] Result<Uuid> comment(storage::Tx &tx, events::Actor const &actor, Head const &head,
                                   Audience audience, std::string_view body);
/// Oldest first, those that `audience` may read.
[[nodiscard]] std::vector<Comment> comments(storage::Reader &reader, Uuid record,
                                            Audience audience);
/// The newest comments on several records, newest first.
[[nodiscard]] std::vector<Comment> newest_comments(storage::Reader &reader,
                                                   std::span<Uuid const> records, Audience audience,
                                                   int limit);

// -- Commands -----------------------------------------------------------------------------------

/// What an earlier command with this id answered. A command id that was used for something else is
/// refused (records.command_reused).
[[nodiscard]] Result<std::optional<std::string>>
earlier_outcome(storage::Reader &reader, Uuid command, std::span<std::uint8_t const> digest);
void remember_outcome(storage::Tx &tx, Uuid command, std::optional<Uuid> account,
                      storage::Bytes const &digest, std::string const &outcome);

} // namespace selatan::records
