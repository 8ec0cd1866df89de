#include "cooperation/results/rating.hpp"

#include "base/ensure.hpp"
#include "cooperation/results/results.hpp"
#include "cooperation/results/results_store.hpp"
#include "words/results.hpp"

#include <algorithm>

namespace selatan::results {

namespace {

namespace word = words::results;
using records::field;
using records::Kind;

constexpr std::array round_fields{
    field<&Round::project>("project", word::field_project)
        .of("project")
        .required()
        .thread()
        .listed(),
    field<&Round::period_from>("period_from", word::field_period_from).required().listed(),
    field<&Round::period_until>("period_until", word::field_period_until).required().listed(),
    field<&Round::closes_on>("closes_on", word::field_closes_on)
        .required()
        .hinted(word::field_closes_on_hint)
        .listed(),
    field<&Round::disclosed_on>("disclosed_on", word::field_disclosed_on).by_verbs(),
};

constexpr std::array rating_fields{
    field<&Rating::round>("round", word::round_singular).of("rating_round").by_verbs().listed(),
    field<&Rating::party>("party", word::field_party).of("project_party").by_verbs().listed(),
    field<&Rating::country>("country", word::field_side).scope_country().by_verbs(),
    field<&Rating::organisation>("organisation", word::field_rated_by)
        .scope_organisation()
        .by_verbs(),
    field<&Rating::horizontality>("horizontality", word::criteria_horizontality)
        .among(scores, word::scores)
        .by_verbs(),
    field<&Rating::horizontality_why>("horizontality_why", word::whys_horizontality)
        .prose()
        .by_verbs(),
    field<&Rating::ownership>("ownership", word::criteria_ownership)
        .among(scores, word::scores)
        .by_verbs(),
    field<&Rating::ownership_why>("ownership_why", word::whys_ownership).prose().by_verbs(),
    field<&Rating::mutual_benefit>("mutual_benefit", word::criteria_mutual_benefit)
        .among(scores, word::scores)
        .by_verbs(),
    field<&Rating::mutual_benefit_why>("mutual_benefit_why", word::whys_mutual_benefit)
        .prose()
        .by_verbs(),
    field<&Rating::usefulness>("usefulness", word::criteria_usefulness)
        .among(scores, word::scores)
        .by_verbs(),
    field<&Rating::usefulness_why>("usefulness_why", word::whys_usefulness).prose().by_verbs(),
    field<&Rating::rated_on>("rated_on", word::field_rated_on).by_verbs(),
    field<&Rating::consent_document>("consent_document", word::field_consent_document).by_verbs(),
    field<&Rating::consented_on>("consented_on", word::field_consented_on).by_verbs(),
};

constexpr std::array round_all{round_states::open, round_states::disclosed,
                               round_states::published};
constexpr std::array<records::Transition, 3> round_steps{{
    {"disclose", "open", "disclosed"},
    {"publish", "disclosed", "published"},
    {"unpublish", "published", "disclosed"},
}};
constexpr records::Machine round_machine{.initial = round_states::open,
                                         .states = round_all,
                                         .transitions = round_steps,
                                         .state_name = word::round_states};

constexpr std::array rating_all{rating_states::awaited, rating_states::given,
                                rating_states::disclosed, rating_states::missing};
constexpr std::array<records::Transition, 8> rating_steps{{
    {"rate", "awaited", "given"},
    {"rate", "given", "given"},
    {"disclose", "given", "disclosed"},
    {"disclose", "awaited", "missing"},
    {"consent", "disclosed", "disclosed"},
    {"consent", "missing", "missing"},
    {"withdraw_consent", "disclosed", "disclosed"},
    {"withdraw_consent", "missing", "missing"},
}};
constexpr records::Machine rating_machine{.initial = rating_states::awaited,
                                          .states = rating_all,
                                          .transitions = rating_steps,
                                          .state_name = word::rating_states};

std::string name_of_round(storage::Reader &reader, void const *value)
{
    auto const &round = *static_cast<Round const *>(value);
    auto const label = records::label_of(reader, round.project->uuid());
    return label ? label->title : std::string{};
}

std::string name_of_rating(storage::Reader &reader, void const *value)
{
    auto const &rating = *static_cast<Rating const *>(value);
    auto const label = records::label_of(reader, rating.round->uuid());
    return label ? label->title : std::string{};
}

template <typename T>
T load_of(storage::Reader &reader, records::NounOf<T> const &noun, Uuid id)
{
    auto value = records::load(reader, noun, id);
    ENSURE(value.has_value());
    return std::move(*value);
}

/// From now on every party reads what every other said.
void disclose(storage::Tx &tx, events::Actor const &actor, Uuid round_id)
{
    auto const round = records::head_of(tx, rounds, round_id);
    auto const before = load_of(tx, rounds, round_id);
    auto after = before;
    after.disclosed_on = tx.today();
    auto const saved = records::advance(tx, actor, rounds, round, round.version, "disclose", before,
                                        after, {.due_on = std::optional<Date>{}});
    ENSURE(saved.has_value());
    for (auto const &one : ratings_in(tx, round_id)) {
        auto const head = records::head_of(tx, ratings, one.id);
        auto const told = records::advance(tx, actor, ratings, head, head.version, "disclose",
                                           {.due_on = std::optional<Date>{}});
        ENSURE(told.has_value());
        share_with_parties(tx, one.id, before.project->uuid());
    }
}

/// Takes the ratings of a round to the public, or back from it.
void set_audience_of_round(storage::Tx &tx, Uuid round, Audience audience)
{
    set_audience(tx, round, audience);
    for (auto const &one : ratings_in(tx, round)) {
        set_audience(tx, one.id, audience);
    }
}

} // namespace

constinit records::NounOf<Round> const rounds{{
    .kind = "rating_round",
    .table = "rating_round",
    .path = "/rating-rounds",
    .prefix = "RND",
    .singular = word::round_singular,
    .plural = word::round_plural,
    .fields = round_fields,
    .type = &records::value_type<Round>,
    .policy = &round_policy,
    .machine = &round_machine,
    .parent_field = "project",
    .audience = Audience::internal,
    .name = name_of_round,
    .hides_title = true,
}};

constinit records::NounOf<Rating> const ratings{{
    .kind = "rating",
    .table = "rating",
    .path = "/ratings",
    .prefix = "RAT",
    .singular = word::rating_singular,
    .plural = word::rating_plural,
    .fields = rating_fields,
    .type = &records::value_type<Rating>,
    .policy = &rating_policy,
    .machine = &rating_machine,
    .parent_field = "round",
    .audience = Audience::internal,
    .name = name_of_rating,
    .hides_title = true,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_round(Round const &round, std::string_view project_state, Date today)
{
    namespace of_project = projects::states;
    constexpr std::array begun{of_project::active, of_project::suspended,
                               of_project::operationally_closed, of_project::financially_closed,
                               of_project::ex_post_evaluated};
    Problems problems;
    if (std::ranges::find(begun, project_state) == begun.end()) {
        problems.push_back({"project", "results.project_not_begun", {}});
    }
    if (round.period_until < round.period_from) {
        problems.push_back({"period_until", "records.period_reversed", {}});
    }
    if (round.closes_on < today) {
        problems.push_back({"closes_on", "results.closes_in_the_past", {}});
    }
    return problems;
}

Result<void> decide_rate(Round const &round, std::string_view round_state, Date today)
{
    if (round_state != round_states::open || round.closes_on < today) {
        return refuse(Decline::conflict, "", "results.round_closed");
    }
    return {};
}

Result<void> decide_speak(auth::Identity const &by, Rating const &rating)
{
    using auth::Role;
    bool const speaks =
        by.is_program || std::ranges::any_of(by.grants, [&](auth::Grant const &grant) {
            switch (grant.role) {
            case Role::coordinator:
            case Role::desk_officer:
                return true;
            case Role::focal_point:
            case Role::partner_mission:
                return rating.country && grant.scope == auth::Scope{*rating.country};
            case Role::facilitator:
                return rating.organisation &&
                       (grant.scope == auth::Scope{rating.organisation->uuid()} ||
                        by.office == rating.organisation->uuid());
            default:
                return false;
            }
        });
    if (!speaks) {
        return refuse(Decline::forbidden, "", "results.not_your_side");
    }
    return {};
}

Result<void> decide_consent(PublicConsent const &wanted, Date today)
{
    if (today < wanted.consented_on) {
        return refuse(Decline::invalid, "consented_on", "common.in_the_future");
    }
    return {};
}

Result<void> decide_publish(std::vector<Rating> const &all)
{
    bool const is_complete =
        std::ranges::all_of(all, [](Rating const &one) { return one.consented_on.has_value(); });
    if (all.empty() || !is_complete) {
        return refuse(Decline::conflict, "", "results.consent_missing");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

void ask_parties(storage::Tx &tx, auth::Identity const &by, Uuid round_id)
{
    auto const round = load_of(tx, rounds, round_id);
    auto const home = by.office ? country_of(tx, *by.office) : std::nullopt;
    for (auto const &party : parties_taking_part(tx, round.project->uuid())) {
        Rating rating;
        rating.round = Id<Round>{round_id};
        rating.party = Id<projects::Party>{party.id};
        rating.country = party.country;
        rating.organisation = party.organisation;
        if (home && party.country == home) {
            // Our own side has one voice: the coordinating body's.
            rating.organisation = Id<partners::Organisation>{*by.office};
        }
        auto const saved = records::create(tx, by.actor(), ratings, rating);
        set_due(tx, saved.id, round.closes_on);
    }
}

Result<Saved> rate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, GivenRating const &wanted)
{
    auto const before = load_of(tx, ratings, head.id);
    if (auto const may = decide_speak(by, before); !may) {
        return refuse(may.error());
    }
    auto const round_id = before.round->uuid();
    auto const today = tx.today();
    auto const may = decide_rate(load_of(tx, rounds, round_id), state_of(tx, round_id), today);
    if (!may) {
        return refuse(may.error());
    }
    auto after = before;
    after.horizontality = wanted.horizontality;
    after.horizontality_why = wanted.horizontality_why;
    after.ownership = wanted.ownership;
    after.ownership_why = wanted.ownership_why;
    after.mutual_benefit = wanted.mutual_benefit;
    after.mutual_benefit_why = wanted.mutual_benefit_why;
    after.usefulness = wanted.usefulness;
    after.usefulness_why = wanted.usefulness_why;
    after.rated_on = today;
    auto saved = records::advance(tx, by.actor(), ratings, head, version, "rate", before, after,
                                  {.due_on = std::optional<Date>{}});
    bool const is_last =
        saved && std::ranges::none_of(ratings_in(tx, round_id), [](auto const &one) {
            return one.state == rating_states::awaited;
        });
    if (is_last) {
        disclose(tx, by.actor(), round_id);
        auto const now = records::head_of(tx, ratings, head.id);
        saved->version = now.version;
        saved->state = now.state;
    }
    return saved;
}

Result<Saved> consent(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, PublicConsent const &wanted)
{
    auto const before = load_of(tx, ratings, head.id);
    if (auto const may = decide_speak(by, before); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_consent(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.consent_document = wanted.consent_document;
    after.consented_on = wanted.consented_on;
    return records::advance(tx, by.actor(), ratings, head, version, "consent", before, after, {});
}

Result<Saved> withdraw_consent(storage::Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version, ConsentWithdrawal const &wanted)
{
    auto const before = load_of(tx, ratings, head.id);
    auto after = before;
    after.consent_document.clear();
    after.consented_on.reset();
    auto saved = records::advance(tx, by.actor(), ratings, head, version, "withdraw_consent",
                                  before, after, {.reason = wanted.reason});
    auto const round = records::head_of(tx, rounds, before.round->uuid());
    if (saved && round.state == round_states::published) {
        auto const back = records::advance(tx, by.actor(), rounds, round, round.version,
                                           "unpublish", {.reason = wanted.reason});
        ENSURE(back.has_value());
        set_audience_of_round(tx, round.id, Audience::partner);
    }
    return saved;
}

Result<Saved> publish(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version)
{
    std::vector<Rating> all;
    for (auto const &one : ratings_in(tx, head.id)) {
        all.push_back(load_of(tx, ratings, one.id));
    }
    if (auto const may = decide_publish(all); !may) {
        return refuse(may.error());
    }
    auto saved = records::advance(tx, by.actor(), rounds, head, version, "publish", {});
    if (saved) {
        set_audience_of_round(tx, head.id, Audience::everyone);
    }
    return saved;
}

int disclose_overdue(storage::Tx &tx)
{
    constexpr int most = 100;
    auto const overdue = rounds_closed_before(tx, tx.today(), most);
    auto const program = auth::program_identity("job");
    for (auto const &round : overdue) {
        disclose(tx, program.actor(), round);
    }
    return static_cast<int>(overdue.size());
}

} // namespace selatan::results
