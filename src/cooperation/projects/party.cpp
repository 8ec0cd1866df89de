#include "cooperation/projects/party.hpp"

#include "base/ensure.hpp"
#include "cooperation/projects/project_store.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/reference/lists.hpp"
#include "words/projects.hpp"

#include <algorithm>

namespace selatan::projects {

namespace {

namespace word = words::projects;
using records::field;
using records::Kind;

constexpr std::array party_fields{
    field<&Party::project>("project", word::field_project).of("project").required().listed(),
    field<&Party::country>("country", word::field_party_country).scope_country(),
    field<&Party::organisation>("organisation", word::field_party_organisation)
        .scope_organisation()
        .hinted(word::field_party_organisation_hint),
    field<&Party::roles>("roles", word::field_roles)
        .among(party_roles, word::party_roles)
        .required()
        .listed(),
    field<&Party::share>("share", word::field_share)
        .at_most(100)
        .hinted(word::field_share_hint)
        .listed(),
    field<&Party::contribution>("contribution", word::field_contribution)
        .as(Kind::long_text)
        .hinted(word::field_contribution_hint),
    field<&Party::answered_on>("answered_on", word::field_answered_on).by_verbs(),
    field<&Party::answer_reason>("answer_reason", word::field_answer_reason)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Party::answer_document>("answer_document", word::field_answer_document).by_verbs(),
    field<&Party::basis>("basis", word::field_basis).among(bases, word::bases).by_verbs().listed(),
    field<&Party::basis_document>("basis_document", word::field_basis_document).by_verbs(),
    field<&Party::signed_on>("signed_on", word::field_signed_on).by_verbs(),
    field<&Party::in_force_on>("in_force_on", word::field_in_force_on).by_verbs().listed(),
    field<&Party::withdrawn_on>("withdrawn_on", word::field_withdrawn_on).by_verbs(),
    field<&Party::withdrawal_reason>("withdrawal_reason", word::field_withdrawal_reason)
        .as(Kind::long_text)
        .by_verbs(),
};

constexpr std::array all_states{party_states::invited, party_states::accepted, party_states::bound,
                                party_states::refused, party_states::withdrawn};
constexpr std::array<records::Transition, 8> party_steps{{
    {"accept", "invited", "accepted"},
    {"accept", "refused", "accepted"},
    {"refuse", "invited", "refused"},
    {"refuse", "accepted", "refused"},
    {"bind", "accepted", "bound"},
    {"bind", "bound", "bound"}, // an instrument that replaces the first
    {"withdraw", "accepted", "withdrawn"},
    {"withdraw", "bound", "withdrawn"},
}};
constexpr records::Machine party_machine{.initial = party_states::invited,
                                         .states = all_states,
                                         .transitions = party_steps,
                                         .state_name = word::party_states};

/// The organisation, where one takes part; else the country, under the name that lists give it.
std::string name_of_party(storage::Reader &reader, void const *value)
{
    auto const &party = *static_cast<Party const *>(value);
    if (party.organisation) {
        auto const label = records::label_of(reader, party.organisation->uuid());
        return label ? label->title : std::string{};
    }
    return party.country
               ? std::string{reference::lists(reader)->name(*party.country, Language::en).text}
               : std::string{};
}

i18n::MultilingualText names_of_party(storage::Reader &reader, void const *value)
{
    auto const &party = *static_cast<Party const *>(value);
    i18n::MultilingualText names;
    if (party.organisation) {
        auto const label = records::label_of(reader, party.organisation->uuid());
        return label ? i18n::MultilingualText::parse(label->titles).value_or(names) : names;
    }
    for (auto const language : languages) {
        if (party.country) {
            names.set(language,
                      std::string{reference::lists(reader)->name(*party.country, language).text});
        }
    }
    return names;
}

Party load_party(storage::Reader &reader, Head const &head)
{
    auto party = records::load(reader, parties, head.id);
    ENSURE(party.has_value());
    return *party;
}

Result<Saved> answered(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, WrittenAnswer const &wanted)
{
    if (auto const may = decide_answer(head.state, {wanted.answer, wanted.reason}); !may) {
        return refuse(may.error());
    }
    auto const before = load_party(tx, head);
    auto after = before;
    after.answered_on = tx.today();
    after.answer_reason = wanted.reason;
    after.answer_document = wanted.document;
    return records::advance(tx, by.actor(), parties, head, version,
                            wanted.answer == Answer::accepted ? "accept" : "refuse", before, after,
                            {.reason = wanted.reason});
}

bool is_officer(auth::Identity const &by)
{
    return by.is_program || by.has(auth::Role::coordinator) || by.has(auth::Role::desk_officer);
}

} // namespace

constinit records::NounOf<Party> const parties{{
    .kind = "project_party",
    .table = "project_party",
    .path = "/project-parties",
    .prefix = "PTY",
    .singular = word::party_singular,
    .plural = word::party_plural,
    .fields = party_fields,
    .type = &records::value_type<Party>,
    .policy = &party_policy,
    .machine = &party_machine,
    .parent_field = "project",
    .audience = Audience::internal,
    .name = name_of_party,
    .names = names_of_party,
}};

bool Party::is(std::string_view role) const
{
    return std::ranges::find(roles, role) != roles.end();
}

bool PartyStanding::takes_part() const
{
    return state != party_states::refused && state != party_states::withdrawn;
}

bool PartyStanding::has_accepted() const
{
    return state == party_states::accepted || state == party_states::bound;
}

// -- Rules ----------------------------------------------------------------------------------------

bool speaks_for(auth::Identity const &by, Party const &party)
{
    using auth::Role;
    return std::ranges::any_of(by.grants, [&](auth::Grant const &grant) {
        switch (grant.role) {
        case Role::focal_point:
        case Role::partner_mission:
            return party.country && grant.scope == auth::Scope{*party.country};
        case Role::implementer:
        case Role::line_ministry:
            return party.organisation && grant.scope == auth::Scope{party.organisation->uuid()};
        case Role::facilitator:
            // Its grant is seldom scoped by its own organisation: it works in a country.
            return party.organisation && (grant.scope == auth::Scope{party.organisation->uuid()} ||
                                          by.office == party.organisation->uuid());
        default:
            return false;
        }
    });
}

Problems decide_party(Party const &party, Party const *before)
{
    Problems problems;
    if (!party.country && !party.organisation) {
        problems.push_back({"country", "projects.party_empty", {}});
    }
    if (before != nullptr && before->country != party.country) {
        problems.push_back({"country", "projects.party_fixed", {}});
    }
    if (before != nullptr && before->organisation != party.organisation) {
        problems.push_back({"organisation", "projects.party_fixed", {}});
    }
    if (before != nullptr && before->project != party.project) {
        problems.push_back({"project", "projects.party_fixed", {}});
    }
    return problems;
}

Result<void> decide_answer(std::string_view state, PartyAnswer const &wanted)
{
    bool const accepts = wanted.answer == Answer::accepted;
    if (state == (accepts ? party_states::accepted : party_states::refused) ||
        (accepts && state == party_states::bound)) {
        return refuse(Decline::conflict, "answer", "projects.answered_already");
    }
    if (!accepts && wanted.reason.empty()) {
        return refuse(Decline::invalid, "reason", "common.required");
    }
    return {};
}

Result<void> decide_bind(LegalBasis const &wanted, Date today)
{
    if (wanted.signed_on && wanted.in_force_on < *wanted.signed_on) {
        return refuse(Decline::invalid, "in_force_on", "projects.in_force_before_signed");
    }
    if (today < wanted.in_force_on) {
        return refuse(Decline::invalid, "in_force_on", "common.in_the_future");
    }
    return {};
}

Result<void> decide_withdraw(PartyWithdrawal const &wanted, Date today)
{
    if (today < wanted.withdrawn_on) {
        return refuse(Decline::invalid, "withdrawn_on", "common.in_the_future");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, PartyAnswer const &wanted)
{
    if (!speaks_for(by, load_party(tx, head))) {
        return refuse(Decline::forbidden, "", "projects.not_your_answer");
    }
    return answered(tx, by, head, version,
                    {.answer = wanted.answer, .reason = wanted.reason, .document = {}});
}

Result<Saved> record_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, WrittenAnswer const &wanted)
{
    return answered(tx, by, head, version, wanted);
}

Result<Saved> bind(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, LegalBasis const &wanted)
{
    if (auto const may = decide_bind(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const before = load_party(tx, head);
    auto after = before;
    after.basis = wanted.basis;
    after.basis_document = wanted.basis_document;
    after.signed_on = wanted.signed_on;
    after.in_force_on = wanted.in_force_on;
    return records::advance(tx, by.actor(), parties, head, version, "bind", before, after, {});
}

Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, PartyWithdrawal const &wanted)
{
    auto const before = load_party(tx, head);
    if (!is_officer(by) && !speaks_for(by, before)) {
        return refuse(Decline::forbidden, "", "projects.not_your_answer");
    }
    if (auto const may = decide_withdraw(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.withdrawn_on = wanted.withdrawn_on;
    after.withdrawal_reason = wanted.withdrawal_reason;
    return records::advance(tx, by.actor(), parties, head, version, "withdraw", before, after,
                            {.reason = wanted.withdrawal_reason});
}

void share_with_parties(storage::Tx &tx, Uuid project)
{
    std::vector<records::RecordParty> all;
    for (auto const &[party, state] : parties_of(tx, project)) {
        all.push_back({.country = party.country,
                       .organisation = party.organisation
                                           ? std::optional{party.organisation->uuid()}
                                           : std::nullopt});
    }
    records::set_parties(tx, project, all);
    for (auto const &id : party_records(tx, project)) {
        records::set_parties(tx, id, all);
    }
    give_parties_the_projects_audience(tx, project);
}

} // namespace selatan::projects
