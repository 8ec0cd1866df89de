#include "cooperation/portal/consent.hpp"

#include "base/ensure.hpp"
#include "cooperation/portal/consent_store.hpp"
#include "cooperation/portal/portal.hpp"
#include "words/portal.hpp"

#include <algorithm>

namespace selatan::portal {

namespace {

namespace word = words::portal;
namespace states = consent_states;
using records::field;
using records::Kind;

constexpr std::size_t fewest_parties = 2;

constexpr std::array consent_fields{
    field<&Consent::project>("project", word::field_project)
        .of("project")
        .required()
        .by_verbs()
        .listed(),
    field<&Consent::party>("party", word::field_party).of("project_party").required().by_verbs(),
    field<&Consent::topics>("topics", word::field_topics)
        .among(topics, word::topics)
        .by_verbs()
        .listed(),
    field<&Consent::given_by>("given_by", word::field_given_by).by_verbs(),
    field<&Consent::given_on>("given_on", word::field_given_on).by_verbs().listed(),
    field<&Consent::document>("document", word::field_document).by_verbs(),
    field<&Consent::ended_on>("ended_on", word::field_ended_on).by_verbs(),
    field<&Consent::reason>("reason", word::field_reason).as(Kind::long_text).by_verbs(),
};

constexpr std::array all_states{states::asked, states::given, states::declined, states::withdrawn};
constexpr std::array<records::Transition, 6> steps{{
    {"give", "asked", "given"},
    {"give", "given", "given"}, // other topics than before
    {"give", "declined", "given"},
    {"give", "withdrawn", "given"},
    {"decline", "asked", "declined"},
    {"withdraw", "given", "withdrawn"},
}};

std::string name_of_consent(storage::Reader &reader, void const *value)
{
    auto const &consent = *static_cast<Consent const *>(value);
    auto const party =
        consent.party ? records::label_of(reader, consent.party->uuid()) : std::nullopt;
    return party ? party->title : std::string{};
}

Consent load_consent(storage::Reader &reader, Head const &head)
{
    auto consent = records::load(reader, consents, head.id);
    ENSURE(consent.has_value());
    return *consent;
}

projects::Party party_of(storage::Reader &reader, Consent const &consent)
{
    auto party = records::load(reader, projects::parties, consent.party->uuid());
    ENSURE(party.has_value());
    return *party;
}

bool has(records::Codes const &codes, Topic topic)
{
    return std::ranges::find(codes, to_code(topic)) != codes.end();
}

bool is_officer(auth::Identity const &by)
{
    return by.is_program || by.has(auth::Role::coordinator) || by.has(auth::Role::desk_officer);
}

Result<Saved> given(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, WrittenGiving const &wanted)
{
    auto const before = load_consent(tx, head);
    auto after = before;
    after.topics = wanted.topics;
    after.given_by = wanted.given_by;
    after.given_on = wanted.given_on;
    after.document = wanted.document;
    after.ended_on.reset();
    after.reason.clear();
    return records::advance(tx, by.actor(), consents, head, version, "give", before, after, {});
}

Result<Saved> ended(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, std::string_view verb, Ending const &wanted)
{
    auto const before = load_consent(tx, head);
    if (auto const may = decide_end(party_of(tx, before), by, wanted); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.ended_on = tx.today();
    after.reason = wanted.reason;
    after.document = wanted.document;
    return records::advance(tx, by.actor(), consents, head, version, verb, before, after,
                            {.reason = wanted.reason});
}

} // namespace

constinit records::Machine const consent_machine{.initial = states::asked,
                                                 .states = all_states,
                                                 .transitions = steps,
                                                 .state_name = word::states};

constinit records::NounOf<Consent> const consents{{
    .kind = "publication_consent",
    .table = "publication_consent",
    .path = "/publication-consents",
    .prefix = "PUB",
    .singular = word::consent_singular,
    .plural = word::consent_plural,
    .fields = consent_fields,
    .type = &records::value_type<Consent>,
    .policy = &consent_policy,
    .machine = &consent_machine,
    .parent_field = "project",
    .audience = Audience::partner,
    .name = name_of_consent,
}};

bool Consent::names(Topic topic) const
{
    return has(topics, topic);
}

bool PartyConsent::is_concerned() const
{
    return party_state != projects::party_states::refused;
}

bool PartyConsent::allows(Topic topic) const
{
    return state == states::given && consent.names(Topic::summary) && consent.names(topic);
}

// -- Rules ----------------------------------------------------------------------------------------

bool is_publishable(std::string_view project_state)
{
    namespace of_project = projects::states;
    constexpr std::array not_yet{of_project::idea,       of_project::concept_,
                                 of_project::formulated, of_project::appraised,
                                 of_project::approved,   of_project::cancelled};
    return std::ranges::find(not_yet, project_state) == not_yet.end();
}

std::vector<Topic> decide_public(std::string_view project_state,
                                 std::span<PartyConsent const> parties)
{
    auto const concerned = std::ranges::count_if(parties, &PartyConsent::is_concerned);
    if (!is_publishable(project_state) || concerned < static_cast<std::ptrdiff_t>(fewest_parties)) {
        return {};
    }
    std::vector<Topic> all;
    for (auto const code : topics) {
        Topic topic{};
        static_cast<void>(from_code(code, topic));
        bool const everybody = std::ranges::all_of(parties, [&](PartyConsent const &one) {
            return !one.is_concerned() || one.allows(topic);
        });
        if (everybody && topic != Topic::contribution) {
            all.push_back(topic);
        }
    }
    return all;
}

bool decide_contribution(std::string_view project_state, std::span<PartyConsent const> parties,
                         PartyConsent const &own)
{
    auto const open = decide_public(project_state, parties);
    return std::ranges::find(open, Topic::summary) != open.end() && own.is_concerned() &&
           own.allows(Topic::contribution);
}

Result<void> decide_give(projects::Party const &party, auth::Identity const &by,
                         Giving const &wanted)
{
    if (!projects::speaks_for(by, party)) {
        return refuse(Decline::forbidden, "", "portal.not_your_consent");
    }
    if (!has(wanted.topics, Topic::summary)) {
        return refuse(Decline::invalid, "topics", "portal.summary_missing");
    }
    return {};
}

Result<void> decide_record(WrittenGiving const &wanted, Date today)
{
    if (!has(wanted.topics, Topic::summary)) {
        return refuse(Decline::invalid, "topics", "portal.summary_missing");
    }
    if (today < wanted.given_on) {
        return refuse(Decline::invalid, "given_on", "common.in_the_future");
    }
    return {};
}

Result<void> decide_end(projects::Party const &party, auth::Identity const &by,
                        Ending const &wanted)
{
    if (projects::speaks_for(by, party)) {
        return {};
    }
    if (!is_officer(by)) {
        return refuse(Decline::forbidden, "", "portal.not_your_consent");
    }
    if (wanted.document.empty()) {
        return refuse(Decline::invalid, "document", "portal.letter_missing");
    }
    return {};
}

Result<void> decide_ask(std::string_view project_state, std::span<PartyConsent const> parties)
{
    if (!is_publishable(project_state)) {
        return refuse(Decline::conflict, "", "portal.not_publishable");
    }
    if (std::ranges::none_of(parties, [](PartyConsent const &one) {
            return one.is_concerned() && one.state.empty();
        })) {
        return refuse(Decline::conflict, "", "portal.all_asked");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<int> ask(storage::Tx &tx, auth::Identity const &by, Head const &project)
{
    auto const parties = consents_of(tx, project.id);
    if (auto const may = decide_ask(project.state, parties); !may) {
        return refuse(may.error());
    }
    int asked = 0;
    for (auto const &one : parties) {
        if (!one.is_concerned() || !one.state.empty()) {
            continue;
        }
        auto const saved = records::create(tx, by.actor(), consents, one.consent, {.verb = "ask"});
        auto const party = party_of(tx, one.consent);
        std::array const reached{records::RecordParty{
            .country = party.country,
            .organisation =
                party.organisation ? std::optional{party.organisation->uuid()} : std::nullopt}};
        records::set_parties(tx, saved.id, reached);
        ++asked;
    }
    return asked;
}

Result<Saved> give(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Giving const &wanted)
{
    if (auto const may = decide_give(party_of(tx, load_consent(tx, head)), by, wanted); !may) {
        return refuse(may.error());
    }
    return given(tx, by, head, version,
                 {.topics = wanted.topics,
                  .given_by = wanted.given_by,
                  .given_on = tx.today(),
                  .document = wanted.document});
}

Result<Saved> record_consent(storage::Tx &tx, auth::Identity const &by, Head const &head,
                             std::int64_t version, WrittenGiving const &wanted)
{
    if (auto const may = decide_record(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    return given(tx, by, head, version, wanted);
}

Result<Saved> decline(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Ending const &wanted)
{
    return ended(tx, by, head, version, "decline", wanted);
}

Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Ending const &wanted)
{
    return ended(tx, by, head, version, "withdraw", wanted);
}

} // namespace selatan::portal
