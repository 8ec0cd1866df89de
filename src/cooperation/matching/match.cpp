#include "cooperation/matching/match.hpp"

#include "cooperation/matching/match_store.hpp"
#include "cooperation/matching/matching.hpp"
#include "words/matching.hpp"

#include <algorithm>

namespace selatan::matching {

namespace {

namespace word = words::matching;
using records::field;
using records::Kind;

constexpr std::array match_fields{
    field<&Match::request>("request", word::field_request)
        .of("request")
        .thread()
        .required()
        .by_verbs()
        .listed(),
    field<&Match::offer>("offer", word::field_offer).of("offer").required().by_verbs().listed(),
    field<&Match::country>("country", word::field_country).scope_country().by_verbs().listed(),
    field<&Match::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .by_verbs()
        .listed(),
    field<&Match::facilitator>("facilitator", word::field_facilitator)
        .of("organisation")
        .party()
        .hinted(word::field_facilitator_hint),
    field<&Match::score>("score", word::field_score).at_most(100).by_verbs().listed(),
    field<&Match::scored_on>("scored_on", word::field_scored_on).by_verbs(),

    field<&Match::requester_answer>("requester_answer", word::field_requester_answer)
        .among(answers, word::answers)
        .by_verbs()
        .listed(),
    field<&Match::requester_answered_on>("requester_answered_on", word::field_requester_answered_on)
        .by_verbs(),
    field<&Match::requester_reason>("requester_reason", word::field_requester_reason)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Match::requester_document>("requester_document", word::field_requester_document)
        .by_verbs(),
    field<&Match::provider_answer>("provider_answer", word::field_provider_answer)
        .among(answers, word::answers)
        .by_verbs()
        .listed(),
    field<&Match::provider_answered_on>("provider_answered_on", word::field_provider_answered_on)
        .by_verbs(),
    field<&Match::provider_reason>("provider_reason", word::field_provider_reason)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Match::provider_document>("provider_document", word::field_provider_document).by_verbs(),
    field<&Match::facilitator_answer>("facilitator_answer", word::field_facilitator_answer)
        .among(answers, word::answers)
        .by_verbs(),
    field<&Match::facilitator_answered_on>("facilitator_answered_on",
                                           word::field_facilitator_answered_on)
        .by_verbs(),
    field<&Match::facilitator_reason>("facilitator_reason", word::field_facilitator_reason)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Match::facilitator_document>("facilitator_document", word::field_facilitator_document)
        .by_verbs(),

    field<&Match::places>("places", word::field_places).at_least(1).by_verbs(),
    field<&Match::starts>("starts", word::field_starts).by_verbs(),
    field<&Match::ends>("ends", word::field_ends).by_verbs(),
    field<&Match::cost_shares>("cost_shares", word::field_cost_shares)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Match::terms>("terms", word::field_terms).as(Kind::long_text).by_verbs(),
};

constexpr std::array<std::string_view, 7> states{"candidate",   "scored", "offered", "accepted",
                                                 "negotiating", "agreed", "lapsed"};
constexpr std::array<records::Transition, 15> steps{{
    {"score", "candidate", "scored"},
    {"score", "scored", "scored"},
    {"offer", "scored", "offered"},
    {"accept", "offered", "accepted"}, // the last of the parties did
    {"refuse", "offered", "lapsed"},   // any of them did
    {"refuse", "accepted", "lapsed"},
    {"refuse", "negotiating", "lapsed"},
    {"negotiate", "accepted", "negotiating"},
    {"negotiate", "negotiating", "negotiating"},
    {"agree", "negotiating", "agreed"},
    {"lapse", "candidate", "lapsed"},
    {"lapse", "scored", "lapsed"},
    {"lapse", "offered", "lapsed"},
    {"lapse", "accepted", "lapsed"},
    {"lapse", "negotiating", "lapsed"},
}};
constexpr records::Machine machine{
    .initial = "candidate", .states = states, .transitions = steps, .state_name = word::states};

std::string name_of_match(storage::Reader &reader, void const *value)
{
    auto const &match = *static_cast<Match const *>(value);
    auto const request = records::label_of(reader, match.request->uuid());
    auto const offer = records::label_of(reader, match.offer->uuid());
    return (request ? request->title : "") + " ↔ " + (offer ? offer->title : "");
}

/// A party's four fields of a match.
struct PartyFields {
    std::optional<Answer> Match::*answer;
    std::optional<Date> Match::*on;
    std::string Match::*reason;
    std::string Match::*document;
};
constexpr PartyFields fields_of(Party party)
{
    switch (party) {
    case Party::requester:
        return {&Match::requester_answer, &Match::requester_answered_on, &Match::requester_reason,
                &Match::requester_document};
    case Party::provider:
        return {&Match::provider_answer, &Match::provider_answered_on, &Match::provider_reason,
                &Match::provider_document};
    case Party::facilitator:
        break;
    }
    return {&Match::facilitator_answer, &Match::facilitator_answered_on, &Match::facilitator_reason,
            &Match::facilitator_document};
}

std::string_view exclusion_code(ranking::Exclusion why)
{
    switch (why) {
    case ranking::Exclusion::not_eligible:
        return "matching.not_eligible";
    case ranking::Exclusion::no_capacity:
        return "matching.no_capacity";
    case ranking::Exclusion::not_in_period:
        break;
    }
    return "matching.not_in_period";
}

/// The offer as the whole catalogue ranks it for the request today: words weigh by how rare they
/// are among all, so that it cannot be scored alone.
Result<Suggestion> suggestion_for(storage::Tx &tx, requests::Request const &request, Uuid offer)
{
    auto const all = catalogue(tx);
    auto const found = all->for_request(request, tx.today(), all->offers().size());
    for (auto const &suggestion : found.best) {
        if (all->offers()[suggestion.index].id == offer) {
            return suggestion;
        }
    }
    for (auto const &left_out : found.left_out) {
        if (all->offers()[left_out.index].id == offer) {
            return refuse(Decline::conflict, "offer", std::string{exclusion_code(left_out.why)});
        }
    }
    return refuse(Decline::conflict, "offer", "offers.not_published");
}

bool is_open(std::string_view state)
{
    namespace state_of = requests::states;
    constexpr std::array open{state_of::registered,   state_of::screened,
                              state_of::matched,      state_of::part_answered,
                              state_of::offer_sought, state_of::financing_sought,
                              state_of::deferred};
    return std::ranges::find(open, state) != open.end();
}

Match load_match(storage::Reader &reader, Head const &head)
{
    auto match = records::load(reader, matches, head.id);
    ENSURE(match.has_value());
    return *match;
}

Result<Saved> answered(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, WrittenAnswer const &wanted)
{
    auto const before = load_match(tx, head);
    if (auto const may = decide_answer(before, wanted.party, {wanted.answer, wanted.reason});
        !may) {
        return refuse(may.error());
    }
    auto after = before;
    auto const fields = fields_of(wanted.party);
    after.*fields.answer = wanted.answer;
    after.*fields.on = tx.today();
    after.*fields.reason = wanted.reason;
    after.*fields.document = wanted.document;
    records::Extra extra{.reason = wanted.reason};
    if (wanted.answer == Answer::refused) {
        extra.due_on = std::optional<Date>{};
        return records::advance(tx, by.actor(), matches, head, version, "refuse", before, after,
                                extra);
    }
    if (after.is_accepted_by_all()) {
        extra.due_on = std::optional<Date>{};
        return records::advance(tx, by.actor(), matches, head, version, "accept", before, after,
                                extra);
    }
    extra.verb = "answer";
    return records::change(tx, by.actor(), matches, head, version, before, after, extra);
}

} // namespace

constinit records::NounOf<Match> const matches{{
    .kind = "match",
    .table = "request_match",
    .path = "/matches",
    .prefix = "MAT",
    .singular = word::match_singular,
    .plural = word::match_plural,
    .fields = match_fields,
    .type = &records::value_type<Match>,
    .policy = &policy,
    .machine = &machine,
    .audience = Audience::internal,
    .name = name_of_match,
}};

std::optional<Answer> Match::answer_of(Party party) const
{
    return this->*fields_of(party).answer;
}

bool Match::is_accepted_by_all() const
{
    return requester_answer == Answer::accepted && provider_answer == Answer::accepted &&
           (!facilitator || facilitator_answer == Answer::accepted);
}

// -- Rules ----------------------------------------------------------------------------------------

bool speaks_for(auth::Identity const &by, Party party, Match const &match)
{
    using auth::Role;
    auto const holds = [&](std::initializer_list<Role> roles, auth::Scope const &scope) {
        return std::ranges::any_of(by.grants, [&](auth::Grant const &grant) {
            return std::ranges::find(roles, grant.role) != roles.end() && grant.scope == scope;
        });
    };
    switch (party) {
    case Party::requester:
        return match.country && holds({Role::focal_point, Role::partner_mission}, *match.country);
    case Party::provider:
        return match.organisation &&
               holds({Role::implementer, Role::line_ministry}, match.organisation->uuid());
    case Party::facilitator:
        // A facilitator's grant is seldom scoped by its own organisation: it works in a country.
        return match.facilitator && by.has(Role::facilitator) &&
               (by.office == match.facilitator->uuid() ||
                holds({Role::facilitator}, match.facilitator->uuid()));
    }
    return false;
}

Result<void> decide_answer(Match const &match, Party party, PartyAnswer const &wanted)
{
    if (party == Party::facilitator && !match.facilitator) {
        return refuse(Decline::conflict, "", "matching.no_facilitator");
    }
    if (match.answer_of(party) == wanted.answer) {
        return refuse(Decline::conflict, "answer", "matching.answered_already");
    }
    if (wanted.answer == Answer::refused && wanted.reason.empty()) {
        return refuse(Decline::invalid, "reason", "common.required");
    }
    return {};
}

Result<void> decide_terms(Terms const &wanted)
{
    if (wanted.starts && wanted.ends && *wanted.ends < *wanted.starts) {
        return refuse(Decline::invalid, "ends", "records.period_reversed");
    }
    return {};
}

Result<void> decide_agree(Match const &match)
{
    if (!match.is_accepted_by_all()) {
        return refuse(Decline::conflict, "", "matching.acceptance_missing");
    }
    if (!match.places || !match.starts) {
        return refuse(Decline::conflict, "", "matching.terms_missing");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> propose(storage::Tx &tx, auth::Identity const &by, Head const &request, Uuid offer)
{
    if (!is_open(request.state)) {
        return refuse(Decline::conflict, "", "matching.request_not_open");
    }
    auto const offered = records::find(tx, offers::offers, &by, offer.to_string());
    if (!offered || offered->state != "published") {
        return refuse(Decline::conflict, "offer", "offers.not_published");
    }
    if (is_proposed(tx, request.id, offer)) {
        return refuse(Decline::conflict, "offer", "matching.proposed_already");
    }
    auto const asked = records::load(tx, requests::requests, request.id);
    ENSURE(asked.has_value());
    // Before the record is made: what cannot be proposed leaves no trace.
    if (auto const fits = suggestion_for(tx, *asked, offer); !fits) {
        return refuse(fits.error());
    }
    Match match;
    match.request = Id<requests::Request>{request.id};
    match.offer = Id<offers::Offer>{offer};
    match.country = request.country;
    if (offered->organisation) {
        match.organisation = Id<partners::Organisation>{*offered->organisation};
    }
    auto const made =
        records::create(tx, by.actor(), matches, match, {.assignee = request.assignee});
    auto const head = records::head_of(tx, matches, made.id);
    return score(tx, by, head, head.version);
}

Result<Saved> score(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version)
{
    auto const before = load_match(tx, head);
    auto const request = records::load(tx, requests::requests, before.request->uuid());
    ENSURE(request.has_value());
    auto const suggestion = suggestion_for(tx, *request, before.offer->uuid());
    if (!suggestion) {
        return refuse(suggestion.error());
    }
    auto after = before;
    after.score = suggestion->score;
    after.scored_on = tx.today();
    write_reasons(tx, head.id, suggestion->reasons);
    return records::advance(tx, by.actor(), matches, head, version, "score", before, after, {});
}

Result<Saved> offer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version)
{
    return records::advance(tx, by.actor(), matches, head, version, "offer",
                            {.audience = Audience::partner,
                             .due_on = std::optional{tx.today().plus_days(days_to_answer)}});
}

Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Party party, PartyAnswer const &wanted)
{
    if (!speaks_for(by, party, load_match(tx, head))) {
        return refuse(Decline::forbidden, "", "matching.not_your_answer");
    }
    return answered(
        tx, by, head, version,
        {.party = party, .answer = wanted.answer, .reason = wanted.reason, .document = {}});
}

Result<Saved> record_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, WrittenAnswer const &wanted)
{
    return answered(tx, by, head, version, wanted);
}

Result<Saved> negotiate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, Terms const &wanted)
{
    if (auto const may = decide_terms(wanted); !may) {
        return refuse(may.error());
    }
    auto const before = load_match(tx, head);
    auto after = before;
    after.places = wanted.places;
    after.starts = wanted.starts;
    after.ends = wanted.ends;
    after.cost_shares = wanted.cost_shares;
    after.terms = wanted.terms;
    return records::advance(tx, by.actor(), matches, head, version, "negotiate", before, after, {});
}

Result<Saved> agree(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version)
{
    auto const match = load_match(tx, head);
    if (auto const may = decide_agree(match); !may) {
        return refuse(may.error());
    }
    auto const taken = offers::take(tx, {.offer = *match.offer,
                                         .agreed_match = head.id,
                                         .country = match.country.value_or(CountryCode{}),
                                         .year = match.starts->year(),
                                         .places = *match.places});
    if (!taken) {
        return refuse(taken.error());
    }
    auto const request =
        records::find(tx, requests::requests, &by, match.request->to_string(), "match");
    if (request) {
        if (auto const matched = requests::match(tx, by, *request, request->version); !matched) {
            return refuse(matched.error());
        }
    }
    return records::advance(tx, by.actor(), matches, head, version, "agree", {});
}

Result<Saved> lapse(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, Lapse const &wanted)
{
    return records::advance(tx, by.actor(), matches, head, version, "lapse",
                            {.reason = wanted.reason, .due_on = std::optional<Date>{}});
}

} // namespace selatan::matching
