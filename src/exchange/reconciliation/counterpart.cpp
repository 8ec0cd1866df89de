#include "exchange/reconciliation/counterpart.hpp"

#include "base/ensure.hpp"
#include "exchange/reconciliation/counterpart_store.hpp"
#include "exchange/reconciliation/difference.hpp"
#include "words/reconciliation.hpp"

#include <algorithm>

namespace selatan::reconciliation {

namespace {

namespace word = words::reconciliation;
using records::field;
using records::Kind;

constexpr std::array counterpart_fields{
    field<&Counterpart::project>("project", word::field_project)
        .of("project")
        .required()
        .by_verbs()
        .listed(),
    // The project tells it: the list needs its room for the titles.
    field<&Counterpart::country>("country", word::field_country).scope_country().by_verbs(),
    field<&Counterpart::teller>("teller", word::field_teller).by_verbs().listed(),
    field<&Counterpart::told_title>("told_title", word::field_told_title)
        .at_most(4000)
        .by_verbs()
        .listed(),
    field<&Counterpart::score>("score", word::field_score).at_most(100).by_verbs().listed(),
    field<&Counterpart::source>("source", word::field_source)
        .among(sources, word::sources)
        .by_verbs(),
    field<&Counterpart::teller_ref>("teller_ref", word::field_teller_ref).by_verbs(),
    field<&Counterpart::identifier>("identifier", word::field_identifier).by_verbs(),
    field<&Counterpart::reported>("reported", word::field_reported)
        .of("reported_activity")
        .by_verbs(),
    field<&Counterpart::found_by>("found_by", word::field_found_by)
        .among(finders, word::finders)
        .by_verbs(),
    field<&Counterpart::judged_on>("judged_on", word::field_judged_on).by_verbs(),
    field<&Counterpart::reason>("reason", word::field_reason).as(Kind::long_text).by_verbs(),
};

constexpr std::array state_codes{states::proposed, states::confirmed, states::refused,
                                 states::lapsed};
constexpr std::array<records::Transition, 9> steps{{
    {"confirm", states::proposed, states::confirmed},
    {"refuse", states::proposed, states::refused},
    {"reconsider", states::confirmed, states::proposed},
    {"reconsider", states::refused, states::proposed},
    {"link", states::refused, states::confirmed}, // by hand, once more
    {"link", states::lapsed, states::confirmed},
    {"lapse", states::proposed, states::lapsed}, // these by the program alone
    {"propose", states::lapsed, states::proposed},
    {"propose", states::refused, states::proposed},
}};
constexpr records::Machine machine{.initial = states::proposed,
                                   .states = state_codes,
                                   .transitions = steps,
                                   .state_name = word::states};

std::string name_of(storage::Reader &reader, void const *value)
{
    auto const &counterpart = *static_cast<Counterpart const *>(value);
    auto const project = records::label_of(reader, counterpart.project->uuid());
    return (project ? project->title : "") + " · " + counterpart.teller;
}

Counterpart load_counterpart(storage::Reader &reader, Head const &head)
{
    auto loaded = records::load(reader, counterparts, head.id);
    ENSURE(loaded.has_value());
    return *loaded;
}

Result<Saved> judge(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, std::string_view verb, std::string const &reason)
{
    auto const before = load_counterpart(tx, head);
    auto after = before;
    after.reason = reason;
    after.judged_on = tx.today();
    auto saved = records::advance(tx, by.actor(), counterparts, head, version, verb, before, after,
                                  {.reason = reason});
    if (saved) {
        refresh_differences(tx, by, head.id);
    }
    return saved;
}

} // namespace

constinit records::NounOf<Counterpart> const counterparts{{
    .kind = "counterpart",
    .table = "counterpart",
    .path = "/counterparts",
    .prefix = "CPT",
    .singular = word::counterpart_singular,
    .plural = word::counterpart_plural,
    .fields = counterpart_fields,
    .type = &records::value_type<Counterpart>,
    .policy = &policy,
    .machine = &machine,
    .parent_field = "project",
    .audience = Audience::internal,
    .name = name_of,
    .hides_title = true,
}};

// -- Rules ----------------------------------------------------------------------------------------

bool speaks_anew(std::span<linkage::Reason const> before, std::span<linkage::Reason const> now)
{
    return std::ranges::any_of(now, [&](linkage::Reason const &reason) {
        return reason.weight > 0 && std::ranges::none_of(before, [&](linkage::Reason const &old) {
                   return old.sign == reason.sign && old.weight > 0;
               });
    });
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> confirm(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Confirmation const &wanted)
{
    return judge(tx, by, head, version, "confirm", wanted.reason);
}

Result<Saved> refuse_counterpart(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Refusing const &wanted)
{
    return judge(tx, by, head, version, "refuse", wanted.reason);
}

Result<Saved> reconsider(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version, Refusing const &wanted)
{
    return judge(tx, by, head, version, "reconsider", wanted.reason);
}

Result<Saved> link(storage::Tx &tx, auth::Identity const &by, Linking const &wanted)
{
    auto const project = records::find(tx, projects::projects, &by, wanted.project);
    if (!project) {
        return refuse(Decline::invalid, "project", "reconciliation.project_missing");
    }
    auto told = told_by_text(tx, by, wanted.told);
    if (!told) {
        return refuse(Decline::invalid, "told", "reconciliation.told_missing");
    }
    auto const known = find_counterpart(tx, project->id, *told);
    if (!known) {
        told->project = Id<projects::Project>{project->id};
        told->country = project->country;
        told->found_by = Finder::officer;
        told->judged_on = tx.today();
        told->reason = wanted.reason;
        auto const saved = records::create(
            tx, by.actor(), counterparts, *told,
            {.verb = "linked", .reason = wanted.reason, .state = std::string{states::confirmed}});
        refresh_differences(tx, by, saved.id);
        return saved;
    }
    auto const head = records::head_of(tx, counterparts, *known);
    if (head.state == states::confirmed) {
        return refuse(Decline::conflict, "told", "reconciliation.linked_already");
    }
    auto const verb = head.state == states::proposed ? "confirm" : "link";
    return judge(tx, by, head, head.version, verb, wanted.reason);
}

} // namespace selatan::reconciliation
