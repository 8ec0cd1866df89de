#include "exchange/spreadsheet/batch.hpp"

#include "exchange/spreadsheet/import_pages.hpp"
#include "platform/records/rule_table.hpp"
#include "words/spreadsheet.hpp"

namespace selatan::spreadsheet {

namespace {

namespace word = words::spreadsheet;
using auth::Role;
using records::field;
using records::Kind;
using records::Transition;
namespace can = records::verbs;

/// Kinds that have a name here; one without shows its code.
constexpr std::array<std::string_view, 7> known_kinds{
    "reported_activity", "request", "offer", "organisation", "person", "post", "mission"};

constexpr std::array fields{
    field<&Batch::title>("file", word::batch_file).title().by_verbs(),
    field<&Batch::target>("target", word::batch_target)
        .as(Kind::choice)
        .among(known_kinds, word::kinds)
        .by_verbs()
        .listed(),
    field<&Batch::source>("source", word::batch_source).by_verbs(),
    field<&Batch::mapping_name>("mapping_name", word::batch_mapping).by_verbs().listed(),
    field<&Batch::format>("format", word::batch_format).by_verbs(),
    field<&Batch::encoding>("encoding", word::batch_encoding).by_verbs(),
    field<&Batch::digest>("digest", word::batch_digest).by_verbs(),
    field<&Batch::rows_read>("rows_read", word::batch_rows_read).by_verbs(),
    field<&Batch::rows_new>("rows_new", word::batch_rows_new).by_verbs().listed(),
    field<&Batch::rows_changed>("rows_changed", word::batch_rows_changed).by_verbs().listed(),
    field<&Batch::rows_same>("rows_same", word::batch_rows_same).by_verbs().listed(),
    field<&Batch::rows_failed>("rows_failed", word::batch_rows_failed).by_verbs().listed(),
};

constexpr std::array state_codes{states::received,  states::checking, states::checked,
                                 states::importing, states::imported, states::undone};

constexpr std::array transitions{
    Transition{verbs::check, states::received, states::checking},
    Transition{verbs::check, states::checked, states::checking},
    Transition{verbs::finish_check, states::checking, states::checked},
    Transition{verbs::give_up, states::checking, states::received},
    Transition{verbs::import, states::checked, states::importing},
    Transition{verbs::finish_import, states::importing, states::imported},
    Transition{verbs::give_up, states::importing, states::checked},
    Transition{verbs::undo, states::imported, states::undone},
};

constexpr records::Machine machine{.initial = states::received,
                                   .states = state_codes,
                                   .transitions = transitions,
                                   .state_name = word::state};

// Importing is making many records at once: for those who keep the books, and only as far as they
// may make such records one by one.
constexpr auto rules = records::rule_table(records::allow(
    {Role::coordinator, Role::desk_officer},
    {can::see, can::create, can::comment, verbs::check, verbs::import, verbs::undo}));

html::Tone tone(std::string_view state)
{
    if (state == states::imported) {
        return html::Tone::good;
    }
    if (state == states::undone) {
        return html::Tone::neutral;
    }
    return state == states::checking || state == states::importing ? html::Tone::active
                                                                   : html::Tone::waiting;
}

} // namespace

constinit records::Policy const policy{.rules = rules};

constinit records::NounOf<Batch> const batches{{
    .kind = "import_batch",
    .table = "import_batch",
    .path = "/imports",
    .prefix = "IMP",
    .singular = word::batch_singular,
    .plural = word::batch_plural,
    .fields = fields,
    .type = &records::value_type<Batch>,
    .policy = &policy,
    .machine = &machine,
    .audience = Audience::internal,
}};

web::NounPages const batch_pages{
    .noun = &batches,
    .picture = html::Icon::upload,
    .add = word::batch_add,
    .has_own_form = true,
    .empty_title = word::batch_empty_title,
    .empty_text = word::batch_empty_text,
    .about = word::batch_about,
    .act_name = word::act,
    .tone = tone,
    .extras = batch_extras,
    .takes_attachments = false,
};

} // namespace selatan::spreadsheet
