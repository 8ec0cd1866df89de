#include "exchange/reported/batch.hpp"

#include "exchange/reported/batch_web.hpp"
#include "exchange/reported/importer.hpp"
#include "platform/records/rule_table.hpp"
#include "words/reported.hpp"

#include <array>

namespace selatan::reported {

namespace {

namespace word = words::reported;
using auth::Role;
using records::allow;
using records::field;
using records::Transition;
namespace can = records::verbs;

constexpr std::array fields{
    field<&Batch::title>("file", word::batch_file).title().by_verbs(),
    field<&Batch::source>("source", word::batch_source).by_verbs(),
    field<&Batch::publishers>("publishers", word::batch_publishers).by_verbs().listed(),
    field<&Batch::activities>("activities", word::batch_activities).by_verbs().listed(),
    field<&Batch::fresh>("fresh", word::batch_fresh).by_verbs().listed(),
    field<&Batch::changed>("changed", word::batch_changed).by_verbs().listed(),
    field<&Batch::same>("same", word::batch_same).by_verbs().listed(),
    field<&Batch::vanished>("vanished", word::batch_vanished).by_verbs().listed(),
    field<&Batch::problems>("problems", word::batch_problems).by_verbs().listed(),
    field<&Batch::iati_version>("iati_version", word::batch_iati_version).by_verbs(),
    field<&Batch::generated>("generated", word::batch_generated).by_verbs(),
    field<&Batch::bytes>("bytes", word::batch_bytes).by_verbs(),
    field<&Batch::digest>("digest", word::batch_digest).by_verbs(),
};

constexpr std::array state_codes{states::received, states::imported, states::refused,
                                 states::undone};

constexpr std::array transitions{
    Transition{verbs::finish, states::received, states::imported},
    Transition{verbs::refuse, states::received, states::refused},
    Transition{verbs::again, states::received, states::received},
    Transition{verbs::undo, states::imported, states::undone},
};

constexpr records::Machine machine{.initial = states::received,
                                   .states = state_codes,
                                   .transitions = transitions,
                                   .state_name = word::state};

// What others publish about themselves is for every officer to read; those who keep the books bring
// it in and take it back.
constexpr auto rules =
    records::rule_table(allow({Role::coordinator, Role::desk_officer},
                              {can::see, can::create, can::comment, verbs::again, verbs::undo}),
                        allow({Role::line_ministry, Role::appraiser, Role::approver,
                               Role::signatory, Role::finance_officer, Role::own_mission},
                              {can::see}));

html::Tone tone(std::string_view state)
{
    return state == states::imported  ? html::Tone::good
           : state == states::refused ? html::Tone::bad
           : state == states::undone  ? html::Tone::neutral
                                      : html::Tone::waiting;
}

/// Why somebody takes an import back.
struct Undoing {
    std::string reason;
};
constexpr std::array undo_fields{
    field<&Undoing::reason>("reason", word::undo_reason).as(records::Kind::long_text).at_most(1000),
};

Result<records::Saved> run_undo(storage::Tx &tx, auth::Identity const &by,
                                records::Head const &head, std::int64_t version, void const *value)
{
    return undo(tx, by, head, version, static_cast<Undoing const *>(value)->reason);
}

Result<records::Saved> run_again(storage::Tx &tx, auth::Identity const &by,
                                 records::Head const &head, std::int64_t version,
                                 void const * /*value*/)
{
    return import_again(tx, by, head, version);
}

} // namespace

constinit records::Policy const policy{.rules = rules};

constinit records::NounOf<Batch> const batches{{
    .kind = "iati_batch",
    .table = "iati_batch",
    .path = "/reported/imports",
    .prefix = "RIM",
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
    .verbs = {{.verb = verbs::again,
               .path = "another-try",
               .label = word::again_label,
               .emphasis = html::Emphasis::primary,
               .possible = has_given_up,
               .run = run_again},
              {.verb = verbs::undo,
               .path = "undo",
               .label = word::undo_label,
               .explanation = word::undo_explanation,
               .fields = undo_fields,
               .type = &records::value_type<Undoing>,
               .emphasis = html::Emphasis::danger,
               .run = run_undo}},
    .takes_attachments = false,
};

} // namespace selatan::reported
