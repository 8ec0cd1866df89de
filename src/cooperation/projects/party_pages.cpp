#include "cooperation/projects/pages.hpp"
#include "cooperation/projects/project_store.hpp"
#include "cooperation/projects/projects.hpp"
#include "words/projects.hpp"

#include <algorithm>
#include <array>

namespace selatan::projects {

namespace {

namespace word = words::projects;
using records::field;
using records::Kind;

constexpr std::array answer_fields{
    field<&PartyAnswer::answer>("answer", word::form_answer)
        .among(answers, word::answers)
        .required(),
    field<&PartyAnswer::reason>("reason", word::form_reason).prose().hinted(word::form_reason_hint),
};
constexpr std::array written_fields{
    field<&WrittenAnswer::answer>("answer", word::form_answer)
        .among(answers, word::answers)
        .required(),
    field<&WrittenAnswer::reason>("reason", word::form_reason)
        .prose()
        .hinted(word::form_reason_hint),
    field<&WrittenAnswer::document>("document", word::form_document)
        .required()
        .hinted(word::form_document_hint),
};
constexpr std::array basis_fields{
    field<&LegalBasis::basis>("basis", word::field_basis).among(bases, word::bases).required(),
    field<&LegalBasis::basis_document>("basis_document", word::field_basis_document)
        .required()
        .hinted(word::form_basis_document_hint),
    field<&LegalBasis::signed_on>("signed_on", word::field_signed_on),
    field<&LegalBasis::in_force_on>("in_force_on", word::field_in_force_on).required(),
};
constexpr std::array withdrawal_fields{
    field<&PartyWithdrawal::withdrawn_on>("withdrawn_on", word::field_withdrawn_on).required(),
    field<&PartyWithdrawal::withdrawal_reason>("withdrawal_reason", word::field_withdrawal_reason)
        .prose()
        .required(),
};

Result<Saved> run_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version, void const *value)
{
    return answer(tx, by, head, version, *static_cast<PartyAnswer const *>(value));
}

Result<Saved> run_record_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                std::int64_t version, void const *value)
{
    return record_answer(tx, by, head, version, *static_cast<WrittenAnswer const *>(value));
}

Result<Saved> run_bind(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, void const *value)
{
    return bind(tx, by, head, version, *static_cast<LegalBasis const *>(value));
}

Result<Saved> run_withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version, void const *value)
{
    return withdraw(tx, by, head, version, *static_cast<PartyWithdrawal const *>(value));
}

html::Tone tone_of(std::string_view state)
{
    if (state == party_states::bound) {
        return html::Tone::good;
    }
    if (state == party_states::refused || state == party_states::withdrawn) {
        return html::Tone::bad;
    }
    return state == party_states::invited ? html::Tone::waiting : html::Tone::active;
}

Problems check_party(web::Draft const &draft)
{
    auto const &party = *static_cast<Party const *>(draft.after);
    auto problems = decide_party(party, static_cast<Party const *>(draft.before));
    if (problems.empty() && party.project &&
        has_party(draft.reader, party,
                  draft.head == nullptr ? std::nullopt : std::optional{draft.head->id})) {
        problems.push_back(
            {party.organisation ? "organisation" : "country", "projects.party_twice", {}});
    }
    return problems;
}

void created(storage::Tx &tx, auth::Identity const & /*by*/, Saved const & /*saved*/,
             void const *value)
{
    share_with_parties(tx, static_cast<Party const *>(value)->project->uuid());
}

/// Of a project that came of a match: whoever of requester and provider is not invited yet.
void take_over_match(storage::Reader &reader, void *value)
{
    auto &party = *static_cast<Party *>(value);
    auto const project =
        party.project ? records::load(reader, projects, party.project->uuid()) : std::nullopt;
    auto const match = project && project->agreed_match
                           ? records::load(reader, matching::matches, project->agreed_match->uuid())
                           : std::nullopt;
    if (!match) {
        return;
    }
    auto const invited = parties_of(reader, party.project->uuid());
    auto const is_invited = [&](std::string_view role) {
        return std::ranges::any_of(invited, [&](auto const &one) { return one.party.is(role); });
    };
    auto const request = records::load(reader, requests::requests, match->request->uuid());
    auto const offer = records::load(reader, offers::offers, match->offer->uuid());
    if (request && !is_invited("requester")) {
        party.country = request->country;
        party.organisation = request->organisation;
        party.roles = {"requester"};
    } else if (offer && !is_invited("provider")) {
        party.country = offer->country;
        party.organisation = offer->organisation;
        party.roles = {"provider"};
    }
}

/// All parties' shares together, beside each one of them.
std::vector<html::Notice> advise_shares(web::Context const &context, storage::Reader &reader,
                                        void const *value)
{
    auto const &party = *static_cast<Party const *>(value);
    auto const shares = party.project ? shares_of(parties_of(reader, party.project->uuid())) : 0;
    if (shares == 0) {
        return {};
    }
    auto const language = context.language();
    bool const exceed = shares > 100;
    return {{.tone = exceed ? html::Tone::bad : html::Tone::neutral,
             .title = {},
             .body = html::p(exceed ? word::notice_shares_exceed(language, shares)
                                    : word::notice_shares(language, shares))}};
}

} // namespace

web::NounPages const party_pages{
    .noun = &parties,
    .picture = html::Icon::partners,
    .add = word::party_add,
    .empty_title = word::party_empty_title,
    .empty_text = word::party_empty_text,
    .about = word::party_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_party,
    .created = created,
    .take_over = take_over_match,
    .advise = advise_shares,
    .verbs = {{.verb = "answer",
               .path = "answer",
               .label = word::verb_answer,
               .explanation = word::verb_answer_explanation,
               .fields = answer_fields,
               .type = &records::value_type<PartyAnswer>,
               .emphasis = html::Emphasis::primary,
               .run = run_answer},
              {.verb = "record_answer",
               .path = "written-answer",
               .label = word::verb_record_answer,
               .explanation = word::verb_record_answer_explanation,
               .fields = written_fields,
               .type = &records::value_type<WrittenAnswer>,
               .emphasis = html::Emphasis::primary,
               .run = run_record_answer},
              {.verb = "bind",
               .path = "legal-basis",
               .label = word::verb_bind,
               .explanation = word::verb_bind_explanation,
               .fields = basis_fields,
               .type = &records::value_type<LegalBasis>,
               .emphasis = html::Emphasis::primary,
               .run = run_bind},
              {.verb = "withdraw",
               .path = "withdrawal",
               .label = word::verb_withdraw,
               .explanation = word::verb_withdraw_explanation,
               .fields = withdrawal_fields,
               .type = &records::value_type<PartyWithdrawal>,
               .emphasis = html::Emphasis::danger,
               .run = run_withdraw}},
};

} // namespace selatan::projects
