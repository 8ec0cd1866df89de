/// \file
/// A noun on the web: its list, record, forms and verbs, as pages and as API, from one description.
/// What a noun has of its own (rules beyond its fields, sections, pictures) it hands in here.
#pragma once

#include "platform/html/form.hpp"
#include "platform/html/record.hpp"
#include "platform/records/list.hpp"
#include "platform/web/route.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace selatan::web {

struct NounPages;

/// Which records a field that links one offers, where not all that may be seen can pass; nothing:
/// all. `head`: of the record that is changed or acted upon, none for a new one; `value`: what the
/// form says so far. The rule decides anew.
using Offered = std::optional<std::vector<Uuid>> (*)(storage::Reader &reader,
                                                     records::Head const *head,
                                                     records::Field const &field,
                                                     void const *value);

/// A list of other records inside a record's page: the holders of a post.
struct Part {
    NounPages const *pages = nullptr;
    std::string_view field; ///< of the other noun: names this record
    records::Word title = nullptr;
};

/// What a record's page shows besides what every record shows.
struct RecordExtras {
    html::Html sections;
    html::Html beside;
    std::vector<html::ThreadItem> thread;
    std::vector<html::Notice> notices;
    std::optional<html::Waiting> waiting;
    std::vector<html::Step> steps;
    std::vector<html::Action> actions;
    std::vector<std::string_view>
        drawn; ///< fields that a section shows as they read: not listed again
};

/// A verb of a noun's state machine: its form and what it does.
struct VerbPage {
    std::string_view verb; ///< in the policy and the machine: "withdraw"
    std::string_view path; ///< the noun of the URL: "withdrawal"
    records::Word label = nullptr;
    records::Word explanation = nullptr;         ///< shown above the form; may be missing
    std::span<records::Field const> fields = {}; ///< none: the button acts at once
    records::ValueType const *type = nullptr;    ///< of the fields
    html::Emphasis emphasis = html::Emphasis::normal;
    /// Fills the form from the record before anything is typed; what is not sent keeps this.
    void (*prefill)(storage::Reader &reader, records::Head const &head, void *value) = nullptr;
    /// Whether it can be done now, where that hangs on more than the record's own state: if not,
    /// there is no button. The rule decides anew.
    bool (*possible)(storage::Reader &reader, records::Head const &head) = nullptr;
    Offered offered = nullptr;
    /// What to weigh before acting, shown above the form; never a refusal.
    std::vector<html::Notice> (*advise)(Context const &context, storage::Reader &reader,
                                        records::Head const &head) = nullptr;
    /// The rule and the act; `value` is of `type` (null without fields).
    Result<records::Saved> (*run)(storage::Tx &tx, auth::Identity const &by,
                                  records::Head const &head, std::int64_t version,
                                  void const *value) = nullptr;
};

/// A record about to be made or changed, for the rules that one field cannot know.
struct Draft {
    storage::Reader &reader;
    auth::Identity const &by;
    records::Head const *head; ///< null for a new record
    void const *before;        ///< null for a new record
    void const *after;
};

struct NounPages {
    records::Noun const *noun = nullptr;
    html::Icon picture = html::Icon::none;
    records::Word add = nullptr; ///< "Add an organisation"
    bool has_own_form = false;   ///< its capability routes PATH/new and POST PATH itself
    records::Word empty_title = nullptr;
    records::Word empty_text = nullptr;
    records::Word about = nullptr;        ///< one sentence under the list's title; may be missing
    records::CodeName act_name = nullptr; ///< verbs of its own, as history tells them
    html::Tone (*tone)(std::string_view state) = nullptr;

    Problems (*check)(Draft const &draft) = nullptr;
    /// What else happens with the making of a record, in its transaction.
    void (*created)(storage::Tx &tx, auth::Identity const &by, records::Saved const &saved,
                    void const *value) = nullptr;
    /// Fills a new record's form before anything is typed.
    void (*prefill)(storage::Reader &reader, auth::Identity const &by, void *value) = nullptr;
    /// Adds to what a link to that form says what follows from it: a call's institute from its
    /// activity.
    void (*take_over)(storage::Reader &reader, void *value) = nullptr;
    Offered offered = nullptr;
    RecordExtras (*extras)(Context const &context, storage::Reader &reader,
                           records::Head const &head, void const *value) = nullptr;
    /// Advice about a draft, shown above the form and on the record; never a refusal.
    std::vector<html::Notice> (*advise)(Context const &context, storage::Reader &reader,
                                        void const *value) = nullptr;
    std::vector<Part> parts;
    std::vector<VerbPage> verbs;
    bool takes_attachments = true;
    bool saves_drafts = false; ///< forms save themselves while they are typed
};

/// Adds the noun's routes. `pages` must outlive the router.
void add_routes(Router &router, NounPages const &pages);

// -- Pieces, for pages that are made by hand -----------------------------------------------------

/// Where a record's page is: the noun's path and the record's reference.
[[nodiscard]] std::string url_of(records::Noun const &noun, std::string_view reference);
/// A link to a record of any kind; plain text when this program has no page for it.
[[nodiscard]] html::Html link_to_record(App const &app, std::string_view kind,
                                        std::string_view reference, std::string_view title);
/// One value of a list or record, as people read it.
[[nodiscard]] html::Html show_cell(Context const &context, records::Noun const &noun,
                                   records::Column const &column, records::CellText const &cell);
[[nodiscard]] std::string state_name(records::Noun const &noun, std::string_view state,
                                     Language language);
/// The fields of a form with what was typed (or the value's own text) and its problems.
struct FormState {
    void const *value = nullptr;
    records::Input const *typed = nullptr;
    Problems const *problems = nullptr;
    Offered offered = nullptr;
    records::Head const *head = nullptr; ///< for `offered`, as is:
    void const *so_far = nullptr; ///< what `value` and `typed` say together; nothing: `value`
};
[[nodiscard]] html::Html form_fields(Context const &context, storage::Reader &reader,
                                     std::span<records::Field const> fields,
                                     FormState const &state);
[[nodiscard]] std::vector<html::FieldProblem> field_problems(Context const &context,
                                                             std::span<records::Field const> fields,
                                                             Problems const &problems);
/// The record as programs read it.
[[nodiscard]] std::string record_json(storage::Reader &reader, records::Noun const &noun,
                                      records::Head const &head, Audience audience);
/// The list as it stands inside a page.
[[nodiscard]] html::Html list_html(Context const &context, storage::Reader &reader,
                                   NounPages const &pages, records::ListQuery const &query,
                                   std::optional<std::pair<std::string_view, Uuid>> within);

} // namespace selatan::web
