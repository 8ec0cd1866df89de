#include "cooperation/training/application.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/applicant_news.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/eligibility.hpp"
#include "cooperation/training/training.hpp"
#include "words/training.hpp"

#include <algorithm>

namespace selatan::training {

namespace {

namespace word = words::training;
namespace states = application_states;
using records::field;
using records::Kind;
constexpr auto internal = Audience::internal;

constexpr std::array application_fields{
    field<&Application::title>("title", word::field_person).title(),
    field<&Application::call>("call", word::field_call).of("training_call").required().listed(),
    field<&Application::country>("country", word::field_nominating_country)
        .scope_country()
        .required()
        .listed(),
    field<&Application::born_on>("born_on", word::field_born_on).required(),
    field<&Application::sex>("sex", word::field_sex).among(sexes, word::sexes).required().listed(),
    field<&Application::email>("email", word::field_email).as(Kind::email),
    field<&Application::employer>("employer", word::field_employer).required(),
    field<&Application::position>("position", word::field_position),
    field<&Application::languages>("languages", word::field_spoken).of("language").required(),
    field<&Application::education>("education", word::field_education),
    field<&Application::motivation>("motivation", word::field_motivation)
        .as(Kind::long_text)
        .hinted(word::field_motivation_hint),
    field<&Application::documents>("documents", word::field_handed_in)
        .among(documents, word::documents)
        .hinted(word::field_handed_in_hint),
    field<&Application::had_course>("had_course", word::field_had_course),
    field<&Application::paper>("paper", word::field_paper).hinted(word::field_paper_hint),

    field<&Application::awaits>("awaits", word::field_awaits)
        .among(awaited_acts, word::awaited)
        .by_verbs()
        .listed(),
    field<&Application::submitted_on>("submitted_on", word::field_submitted_on).by_verbs(),
    field<&Application::employer_email>("employer_email", word::field_employer_email)
        .as(Kind::email)
        .by_verbs(),
    field<&Application::employer_answered_on>("employer_answered_on",
                                              word::field_employer_answered_on)
        .by_verbs(),
    field<&Application::employer_refused_by>("employer_refused_by", word::field_employer_refused_by)
        .by_verbs(),
    field<&Application::employer_refusal>("employer_refusal", word::field_employer_refusal)
        .prose()
        .by_verbs(),
    field<&Application::certified_by>("certified_by", word::field_certified_by).by_verbs(),
    field<&Application::certificate>("certificate", word::field_certificate).by_verbs(),
    field<&Application::nominee_rank>("nominee_rank", word::field_nominee_rank)
        .at_most(1000)
        .by_verbs()
        .listed(),
    field<&Application::nomination>("nomination", word::field_nomination).by_verbs(),
    field<&Application::forwarding>("forwarding", word::field_forwarding).by_verbs(),
    field<&Application::findings>("findings", word::field_findings)
        .among(finding_codes, word::findings)
        .by_verbs(),
    field<&Application::assessment>("assessment", word::field_assessment)
        .as(Kind::long_text)
        .seen_by(internal)
        .by_verbs(),
    field<&Application::proposed>("proposed", word::field_proposed)
        .among(decisions, word::decisions)
        .seen_by(internal)
        .by_verbs()
        .listed(),
    field<&Application::place>("place", word::field_place)
        .among(places, word::places)
        .seen_by(internal)
        .by_verbs(),
    field<&Application::reserve_rank>("reserve_rank", word::field_reserve_rank)
        .at_most(10'000)
        .seen_by(internal)
        .by_verbs(),
    field<&Application::proposed_reason>("proposed_reason", word::field_reason)
        .as(Kind::long_text)
        .passing()
        .seen_by(internal)
        .by_verbs(),
    field<&Application::reason>("reason", word::field_reason).as(Kind::long_text).by_verbs(),
    field<&Application::confirmed_on>("confirmed_on", word::field_confirmed_on).by_verbs(),
};

constexpr auto certified = to_code(Step::employer_certified);
constexpr auto nominated = to_code(Step::focal_point_nominated);
constexpr auto forwarded = to_code(Step::mission_forwarded);
constexpr auto shortlisted = to_code(Step::agency_shortlisted);
constexpr auto accepted = to_code(Step::institute_accepted);

constexpr std::array all_states{
    states::draft,    states::submitted, certified,          nominated,
    forwarded,        states::eligible,  states::incomplete, states::ineligible,
    shortlisted,      accepted,          states::selected,   states::reserve,
    states::rejected, states::confirmed, states::declined,   states::withdrawn};

/// A step that was taken back leads to whence it came: each such state has a verb of its own.
struct WayBack {
    std::string_view state;
    std::string_view verb;
};
constexpr std::array ways_back{
    WayBack{states::submitted, "put_back_to_submitted"},
    WayBack{certified, "put_back_to_certified"},
    WayBack{nominated, "put_back_to_nominated"},
    WayBack{forwarded, "put_back_to_forwarded"},
    WayBack{states::eligible, "put_back_to_eligible"},
    WayBack{states::incomplete, "put_back_to_incomplete"},
    WayBack{states::ineligible, "put_back_to_ineligible"},
    WayBack{shortlisted, "put_back_to_shortlisted"},
    WayBack{accepted, "put_back_to_accepted"},
};
constexpr std::size_t before_the_agency = 7; ///< the first of them are those that are judged

/// The scheme decides which of these steps an application takes, and in which order: the machine
/// holds every way that there is, `decide_step` the one that is taken.
constexpr auto transitions = [] {
    constexpr std::array before_judging{states::submitted, certified, nominated, forwarded};
    constexpr std::array judged{before_judging[0], before_judging[1], before_judging[2],
                                before_judging[3], states::eligible,  states::incomplete,
                                states::ineligible};
    constexpr std::array decidable{states::eligible, shortlisted, accepted};
    constexpr std::array leaving{states::draft,      states::submitted, certified,
                                 nominated,          forwarded,         states::eligible,
                                 states::incomplete, shortlisted,       accepted,
                                 states::selected,   states::reserve,   states::confirmed};
    constexpr std::array found{states::eligible, states::incomplete, states::ineligible};
    constexpr std::size_t count = 2 + 3 * 3 + judged.size() * 3 + 2 * 2 + decidable.size() * 6 + 4 +
                                  leaving.size() + found.size() * before_the_agency + 2 * 3;
    std::array<records::Transition, count> all{};
    std::size_t size = 0;
    auto const add = [&](std::string_view verb, std::string_view from, std::string_view to) {
        all[size++] = {verb, from, to};
    };
    add("submit", states::draft, states::submitted);
    add("submit_again", states::withdrawn, states::submitted);
    for (auto const from : before_judging) {
        if (from != certified) {
            add("certify", from, certified);
        }
        if (from != nominated) {
            add("nominate", from, nominated);
        }
        if (from != forwarded) {
            add("forward", from, forwarded);
        }
    }
    for (auto const from : judged) {
        add("find_eligible", from, states::eligible);
        add("find_incomplete", from, states::incomplete);
        add("find_ineligible", from, states::ineligible);
    }
    for (auto const from : decidable) {
        if (from != shortlisted) {
            add("shortlist", from, shortlisted);
        }
        if (from != accepted) {
            add("accept", from, accepted);
        }
        add("turn_down", from, from);
        add("propose", from, from);
        add("take_back", from, from);
        add("select", from, states::selected);
        add("keep_in_reserve", from, states::reserve);
        add("reject", from, states::rejected);
    }
    // When the places are given, what is not complete has come too late.
    add("reject", states::incomplete, states::rejected);
    add("move_up", states::reserve, states::selected);
    add("confirm_place", states::selected, states::confirmed);
    add("decline", states::selected, states::declined);
    for (auto const from : leaving) {
        add("withdraw", from, states::withdrawn);
    }
    for (std::size_t i = 0; i < before_the_agency; ++i) {
        for (auto const from : found) {
            add(ways_back[i].verb, from, ways_back[i].state);
        }
    }
    for (auto const &way : ways_back) {
        for (auto const from : {shortlisted, accepted}) {
            bool const is_later = way.state == shortlisted || way.state == accepted;
            if (is_later || way.state == states::eligible) {
                add(way.verb, from, way.state);
            }
        }
    }
    return all;
}();

Application load_application(storage::Reader &reader, Head const &head)
{
    auto application = records::load(reader, applications, head.id);
    ENSURE(application.has_value());
    return *application;
}

/// One step of the scheme's way, on the strength of a document.
template <typename Write>
Result<Saved> take_step_in(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                           Head const &head, std::int64_t version, Application const &before,
                           Step step, std::string_view verb, Write const &write)
{
    if (is_outside(step)) {
        if (auto const may = decide_window(call.call, call.state, tx.now()); !may) {
            return refuse(may.error());
        }
    }
    if (auto const may = decide_step(call.way(), step, head.state); !may) {
        return refuse(may.error());
    }
    auto after = before;
    if (auto const may = write(call, after); !may) {
        return refuse(may.error());
    }
    return go_on(tx, by, head, version, call.way(), verb, before, std::move(after));
}
template <typename Write>
Result<Saved> take_step(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, Step step, std::string_view verb, Write const &write)
{
    auto const before = load_application(tx, head);
    auto const call = context_of(tx, before.call->uuid());
    return take_step_in(tx, by, call, head, version, before, step, verb, write);
}

/// What the agency or the institute says of an application.
auto assessing(Assessment const &wanted)
{
    return [&wanted](CallContext const & /*call*/, Application &after) -> Result<void> {
        after.assessment = wanted.assessment;
        return {};
    };
}

Result<Saved> judge_at(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                       KnownOfApplicants const &known, Head const &head, std::int64_t version,
                       Application const &before)
{
    if (auto const may = decide_judge(call.way(), head.state); !may) {
        return refuse(may.error());
    }
    auto const all = findings_of(before, call.call, call.rules, known.facts_of(head.id, before));
    auto after = before;
    after.findings.clear();
    for (auto const &finding : all) {
        if (finding.kind != Finding::Kind::met) {
            after.findings.emplace_back(finding.rule);
        }
    }
    constexpr std::array<std::string_view, 3> verbs{"find_eligible", "find_incomplete",
                                                    "find_ineligible"};
    auto const outcome = judge(all);
    auto saved = go_on(tx, by, head, version, call.way(), verbs[static_cast<std::size_t>(outcome)],
                       before, std::move(after));
    if (saved && outcome == Eligibility::incomplete) {
        tell_applicant(tx, head.id, before, call, News::incomplete);
    }
    return saved;
}

} // namespace

constinit records::Machine const application_machine{.initial = states::draft,
                                                     .states = all_states,
                                                     .transitions = transitions,
                                                     .state_name = word::application_states};

constinit records::NounOf<Application> const applications{{
    .kind = "training_application",
    .table = "training_application",
    .path = "/applications",
    .prefix = "APP",
    .singular = word::application_singular,
    .plural = word::application_plural,
    .fields = application_fields,
    .type = &records::value_type<Application>,
    .policy = &application_policy,
    .machine = &application_machine,
    .audience = Audience::partner,
}};

// -- The scheme's way -----------------------------------------------------------------------------

std::string_view state_to_judge(std::span<Step const> way)
{
    auto state = states::submitted;
    for (auto const step : way) {
        if (is_outside(step)) {
            state = to_code(step);
        }
    }
    return state;
}

std::string_view state_to_decide(std::span<Step const> way)
{
    auto state = states::eligible;
    for (auto const step : way) {
        if (!is_outside(step)) {
            state = to_code(step);
        }
    }
    return state;
}

std::optional<std::string_view> state_before(std::span<Step const> way, Step step)
{
    auto const found = std::ranges::find(way, step);
    if (found == way.end()) {
        return std::nullopt;
    }
    auto const earlier = way.first(static_cast<std::size_t>(found - way.begin()));
    return is_outside(step) ? state_to_judge(earlier) : state_to_decide(earlier);
}

std::optional<Awaited> awaited_in(std::span<Step const> way, std::string_view state)
{
    constexpr std::array acts{Awaited::certify, Awaited::nominate, Awaited::forward,
                              Awaited::shortlist, Awaited::accept};
    static_assert(acts.size() == steps.size());
    for (auto const step : way) {
        if (state_before(way, step) == state) {
            return acts[static_cast<std::size_t>(step)];
        }
    }
    if (state == state_to_judge(way)) {
        return Awaited::judge;
    }
    if (state == state_to_decide(way)) {
        return Awaited::propose;
    }
    return state == states::selected ? std::optional{Awaited::confirm_place} : std::nullopt;
}

bool is_turned_down(std::span<Step const> way, std::string_view state,
                    std::optional<Awaited> awaits)
{
    return awaits == Awaited::propose && state_before(way, Step::institute_accepted) == state;
}

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_application(Application const &application, Application const *before, Date today)
{
    Problems problems;
    if (today < application.born_on) {
        problems.push_back({"born_on", "common.in_the_future", {}});
    }
    if (before != nullptr && before->call != application.call) {
        problems.push_back({"call", "training.application_fixed", {}});
    }
    if (before != nullptr && before->country != application.country) {
        problems.push_back({"country", "training.application_fixed", {}});
    }
    return problems;
}

Result<void> decide_window(Call const &call, std::string_view call_state, Instant now)
{
    auto const deadline = deadline_of(call);
    if (call_state != call_states::open || (deadline && *deadline <= now)) {
        return refuse(Decline::conflict, "", "training.nominations_not_open");
    }
    return {};
}

Result<void> decide_step(std::span<Step const> way, Step step, std::string_view state)
{
    auto const before = state_before(way, step);
    if (!before) {
        return refuse(Decline::conflict, "", "training.step_not_wanted");
    }
    if (state != *before) {
        return refuse(Decline::conflict, "", "training.not_its_turn");
    }
    return {};
}

Result<void> decide_nominate(Nominees const &nominees)
{
    if (nominees.most && nominees.count >= *nominees.most) {
        return refuse(Decline::conflict, "", "training.too_many_nominees",
                      {{"count", std::to_string(*nominees.most)}});
    }
    if (nominees.rank_is_taken) {
        return refuse(Decline::invalid, "nominee_rank", "training.rank_taken");
    }
    return {};
}

Result<void> decide_judge(std::span<Step const> way, std::string_view state)
{
    bool const again =
        state == states::eligible || state == states::incomplete || state == states::ineligible;
    if (!again && state != state_to_judge(way)) {
        return refuse(Decline::conflict, "", "training.judged_too_early");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> submit(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version)
{
    auto const before = load_application(tx, head);
    auto const call = context_of(tx, before.call->uuid());
    if (auto const may = decide_window(call.call, call.state, tx.now()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.submitted_on = tx.today();
    share_with_institute(tx, head.id, call.id);
    return go_on(tx, by, head, version, call.way(), "submit", before, std::move(after));
}

Result<Saved> submit_again(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version, Application answers)
{
    auto const before = load_application(tx, head);
    auto const call = context_of(tx, before.call->uuid());
    if (auto const may = decide_window(call.call, call.state, tx.now()); !may) {
        return refuse(may.error());
    }
    for (auto const &field : application_fields) {
        if (field.is_acted) {
            field.clear(&answers);
        }
    }
    answers.submitted_on = tx.today();
    share_with_institute(tx, head.id, call.id);
    return go_on(tx, by, head, version, call.way(), "submit_again", before, std::move(answers));
}

Result<Saved> certify(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Certificate const &wanted)
{
    return take_step(tx, by, head, version, Step::employer_certified, "certify",
                     [&](CallContext const & /*call*/, Application &after) -> Result<void> {
                         after.employer_refused_by.clear();
                         after.employer_refusal.clear();
                         after.certified_by = wanted.certified_by;
                         after.certificate = wanted.certificate;
                         return {};
                     });
}

Result<Saved> nominate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Nomination const &wanted)
{
    return take_step(tx, by, head, version, Step::focal_point_nominated, "nominate",
                     [&](CallContext const &call, Application &after) -> Result<void> {
                         auto const others =
                             nominees_of(tx, call, head.id, after, wanted.nominee_rank);
                         after.nominee_rank = wanted.nominee_rank;
                         after.nomination = wanted.nomination;
                         return decide_nominate(others);
                     });
}

Result<Saved> forward(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Forwarding const &wanted)
{
    return take_step(tx, by, head, version, Step::mission_forwarded, "forward",
                     [&](CallContext const & /*call*/, Application &after) -> Result<void> {
                         after.forwarding = wanted.forwarding;
                         return {};
                     });
}

Result<Saved> judge_now(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version)
{
    auto const before = load_application(tx, head);
    auto const call = context_of(tx, before.call->uuid());
    return judge_at(tx, by, call, {tx, call, {before.born_on}}, head, version, before);
}

Result<Saved> judge_in(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                       KnownOfApplicants const &known, Considered const &one)
{
    return judge_at(tx, by, call, known, one.head, one.head.version, one.value);
}

Result<Saved> shortlist(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, Assessment const &wanted)
{
    return take_step(tx, by, head, version, Step::agency_shortlisted, "shortlist",
                     assessing(wanted));
}

Result<Saved> accept(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Assessment const &wanted)
{
    return take_step(tx, by, head, version, Step::institute_accepted, "accept", assessing(wanted));
}

Result<Saved> turn_down(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, Assessment const &wanted)
{
    auto const before = load_application(tx, head);
    auto const call = context_of(tx, before.call->uuid());
    return take_step_in(tx, by, call, head, version, before, Step::institute_accepted, "turn_down",
                        assessing(wanted));
}

Result<Saved> turn_down_in(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                           Considered const &one, Assessment const &wanted)
{
    return take_step_in(tx, by, call, one.head, one.head.version, one.value,
                        Step::institute_accepted, "turn_down", assessing(wanted));
}

Result<Saved> assess_in(storage::Tx &tx, auth::Identity const &by, CallContext const &call,
                        Considered const &one, Step step, Assessment const &wanted)
{
    auto const verb = step == Step::agency_shortlisted ? "shortlist" : "accept";
    return take_step_in(tx, by, call, one.head, one.head.version, one.value, step, verb,
                        assessing(wanted));
}

Result<Saved> put_back_in(storage::Tx &tx, auth::Identity const &by, Considered const &one,
                          Earlier const &earlier)
{
    auto const *const way = std::ranges::find(ways_back, earlier.state, &WayBack::state);
    ENSURE(way != ways_back.end());
    auto after = one.value;
    after.awaits = earlier.awaits;
    after.findings = earlier.findings;
    after.assessment = earlier.assessment;
    return records::advance(tx, by.actor(), applications, one.head, one.head.version, way->verb,
                            one.value, after, {});
}

Result<Saved> go_on(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, std::span<Step const> way, std::string_view verb,
                    Application const &before, Application after, std::string reason,
                    std::optional<Date> due_on)
{
    if (auto const state = application_machine.next(head.state, verb)) {
        bool const stays_down =
            state == head.state && is_turned_down(way, head.state, before.awaits);
        after.awaits =
            verb == "turn_down" || stays_down ? Awaited::propose : awaited_in(way, *state);
    }
    return records::advance(tx, by.actor(), applications, head, version, verb, before, after,
                            {.reason = std::move(reason), .due_on = std::optional{due_on}});
}

void share_with_institute(storage::Tx &tx, Uuid application, Uuid call)
{
    auto const loaded = records::load(tx, calls, call);
    ENSURE(loaded && loaded->organisation);
    std::array const institute{
        records::RecordParty{.country = {}, .organisation = loaded->organisation->uuid()}};
    records::set_parties(tx, application, institute);
}

} // namespace selatan::training
