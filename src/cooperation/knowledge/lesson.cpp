#include "cooperation/knowledge/lesson.hpp"

#include "base/ensure.hpp"
#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/knowledge/lesson_store.hpp"
#include "words/knowledge.hpp"

#include <algorithm>

namespace selatan::knowledge {

namespace {

namespace word = words::knowledge;
using records::field;
using records::Kind;

constexpr std::int64_t most_prose = 4000;

constexpr std::array lesson_fields{
    field<&Lesson::title>("title", word::field_title).title().hinted(word::field_title_hint),
    field<&Lesson::happened>("happened", word::field_happened).required().at_most(most_prose),
    field<&Lesson::why>("why", word::field_why).at_most(most_prose),
    field<&Lesson::to_do>("to_do", word::field_to_do).at_most(most_prose),
    field<&Lesson::not_to_do>("not_to_do", word::field_not_to_do).at_most(most_prose),
    field<&Lesson::conditions>("conditions", word::field_conditions)
        .at_most(most_prose)
        .hinted(word::field_conditions_hint),
    field<&Lesson::sector>("sector", word::field_sector).as(Kind::code).of("sector").listed(),
    field<&Lesson::modalities>("modalities", word::field_modalities).of("modality").listed(),
    field<&Lesson::sdgs>("sdgs", word::field_sdgs).of("sdg"),
    field<&Lesson::countries>("countries", word::field_countries)
        .of("country")
        .hinted(word::field_countries_hint),
    field<&Lesson::country>("country", word::field_country)
        .scope_country()
        .hinted(word::field_country_hint),
    field<&Lesson::source>("source", word::field_source)
        .of(records::any_kind)
        .guarded_thread()
        .seen_by(Audience::internal)
        .hinted(word::field_source_hint),
    field<&Lesson::nature>("nature", word::field_nature)
        .among(natures, word::natures)
        .by_verbs()
        .listed(),
    field<&Lesson::reach>("reach", word::field_reach)
        .among(reaches, word::reaches)
        .by_verbs()
        .listed(),
    field<&Lesson::anonymised>("anonymised", word::field_anonymised)
        .prose()
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Lesson::validation>("validation", word::field_validation)
        .prose()
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Lesson::our_consent>("our_consent", word::field_our_consent)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Lesson::released_on>("released_on", word::field_released_on).by_verbs(),
    field<&Lesson::superseded_by>("superseded_by", word::field_superseded_by)
        .of("lesson")
        .by_verbs(),
};

constexpr std::array all_states{states::captured,          states::anonymised, states::validated,
                                states::partner_consulted, states::classified, states::kept,
                                states::released,          states::applied,    states::superseded};
constexpr std::array<records::Transition, 24> steps{{
    {"anonymise", "captured", "anonymised"},
    {"validate", "anonymised", "validated"},
    {"conclude", "validated", "partner_consulted"},
    {"classify", "partner_consulted", "classified"},
    {"send_back", "anonymised", "captured"},
    {"send_back", "validated", "captured"},
    {"send_back", "partner_consulted", "captured"},
    {"send_back", "classified", "captured"},
    {"keep", "classified", "kept"},
    {"keep", "kept", "kept"},
    {"keep", "released", "kept"},
    {"keep", "applied", "kept"},
    {"release", "classified", "released"},
    {"release", "kept", "released"},
    {"release", "released", "released"},
    {"release", "applied", "applied"},
    {"apply", "kept", "kept"},
    {"apply", "released", "applied"},
    {"apply", "applied", "applied"},
    {"supersede", "kept", "superseded"},
    {"supersede", "released", "superseded"},
    {"supersede", "applied", "superseded"},
    {"come_back", "released", "kept"},
    {"come_back", "applied", "kept"},
}};
constexpr records::Machine machine{.initial = states::captured,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::states};

constexpr std::array consultation_fields{
    field<&Consultation::lesson>("lesson", word::lesson_singular).of("lesson").required().listed(),
    field<&Consultation::country>("country", word::field_asked_country).scope_country().listed(),
    field<&Consultation::organisation>("organisation", word::field_asked_organisation)
        .scope_organisation()
        .listed(),
    field<&Consultation::asked_on>("asked_on", word::field_asked_on).required(),
    field<&Consultation::deadline>("deadline", word::field_deadline).required().listed(),
    field<&Consultation::reach>("reach", word::field_agreed_reach)
        .among(reaches, word::reaches)
        .by_verbs()
        .listed(),
    field<&Consultation::answer>("answer", word::field_answer).prose().by_verbs(),
    field<&Consultation::answer_document>("answer_document", word::field_answer_document)
        .by_verbs(),
    field<&Consultation::answered_on>("answered_on", word::field_answered_on).by_verbs(),
};

constexpr std::array consultation_all{consultation_states::asked, consultation_states::answered,
                                      consultation_states::taken_back};
constexpr std::array<records::Transition, 5> consultation_steps{{
    {"answer", "asked", "answered"},
    {"answer", "answered", "answered"}, // it may think again
    {"answer", "taken_back", "answered"},
    {"ask_again", "answered", "asked"}, // the text is rewritten
    {"take_back", "answered", "taken_back"},
}};
constexpr records::Machine consultation_machine{.initial = consultation_states::asked,
                                                .states = consultation_all,
                                                .transitions = consultation_steps,
                                                .state_name = word::consultation_states};

constexpr std::array use_fields{
    field<&Use::lesson>("lesson", word::lesson_singular)
        .of("lesson")
        .required()
        .thread()
        .by_verbs(),
    field<&Use::used_in>("used_in", word::field_used_in)
        .of(records::any_kind)
        .required()
        .thread()
        .by_verbs()
        .listed(),
    field<&Use::how>("how", word::field_how).prose().by_verbs().listed(),
};

std::string title_of(storage::Reader &reader, Uuid id)
{
    auto const label = records::label_of(reader, id);
    return label ? label->title : std::string{};
}

std::string name_of_consultation(storage::Reader &reader, void const *value)
{
    return title_of(reader, static_cast<Consultation const *>(value)->lesson->uuid());
}

std::string name_of_use(storage::Reader &reader, void const *value)
{
    return title_of(reader, static_cast<Use const *>(value)->used_in->uuid());
}

template <typename T>
T load_of(storage::Reader &reader, records::NounOf<T> const &noun, Uuid id)
{
    auto value = records::load(reader, noun, id);
    ENSURE(value.has_value());
    return std::move(*value);
}

/// Everybody whose hand is in it, as its history tells.
std::set<Uuid> authors_of(storage::Reader &reader, Head const &head)
{
    std::set<Uuid> authors;
    for (auto const &entry :
         events::history(reader, lessons.kind, head.id, Audience::restricted, 10'000)) {
        bool const wrote =
            entry.verb == "created" || entry.verb == "changed" || entry.verb == "anonymise";
        if (wrote && entry.actor.user) {
            authors.insert(*entry.actor.user);
        }
    }
    return authors;
}

/// What was agreed to was another text.
void ask_again(storage::Tx &tx, auth::Identity const &by, Uuid lesson)
{
    auto const deadline = tx.today().plus_days(usual_days_to_answer);
    for (auto const &id : answered_about(tx, lesson)) {
        auto const head = records::head_of(tx, consultations, id);
        auto const before = load_of(tx, consultations, id);
        auto after = before;
        after.reach.reset();
        after.answer.clear();
        after.answer_document.clear();
        after.answered_on.reset();
        after.deadline = deadline;
        auto const asked =
            records::advance(tx, by.actor(), consultations, head, head.version, "ask_again", before,
                             after, {.due_on = std::optional{deadline}});
        ENSURE(asked.has_value());
    }
}

Audience audience_for(Reach reach)
{
    switch (reach) {
    case Reach::internal:
        return Audience::internal;
    case Reach::partners:
        return Audience::partner;
    case Reach::everybody:
        return Audience::everyone;
    }
    return Audience::internal;
}

bool is_officer(auth::Identity const &by)
{
    return by.is_program || by.has(auth::Role::coordinator) || by.has(auth::Role::desk_officer);
}

bool is_partner_asked(auth::Identity const &by, Consultation const &consultation)
{
    using auth::Role;
    return std::ranges::any_of(by.grants, [&](auth::Grant const &grant) {
        switch (grant.role) {
        case Role::focal_point:
        case Role::partner_mission:
            return consultation.country && grant.scope == auth::Scope{*consultation.country};
        case Role::facilitator:
        case Role::implementer:
            return consultation.organisation &&
                   (grant.scope == auth::Scope{consultation.organisation->uuid()} ||
                    by.office == consultation.organisation->uuid());
        default:
            return false;
        }
    });
}

} // namespace

constinit records::NounOf<Lesson> const lessons{{
    .kind = "lesson",
    .table = "lesson",
    .path = "/lessons",
    .prefix = "LSN",
    .singular = word::lesson_singular,
    .plural = word::lesson_plural,
    .fields = lesson_fields,
    .type = &records::value_type<Lesson>,
    .policy = &lesson_policy,
    .machine = &machine,
    .audience = Audience::internal,
}};

constinit records::NounOf<Consultation> const consultations{{
    .kind = "lesson_consultation",
    .table = "lesson_consultation",
    .path = "/lesson-consultations",
    .prefix = "LCN",
    .singular = word::consultation_singular,
    .plural = word::consultation_plural,
    .fields = consultation_fields,
    .type = &records::value_type<Consultation>,
    .policy = &consultation_policy,
    .machine = &consultation_machine,
    .parent_field = "lesson",
    .audience = Audience::partner,
    .name = name_of_consultation,
    .hides_title = true,
}};

constinit records::NounOf<Use> const uses{{
    .kind = "lesson_use",
    .table = "lesson_use",
    .path = "/lesson-uses",
    .prefix = "LUS",
    .singular = word::use_singular,
    .plural = word::use_plural,
    .fields = use_fields,
    .type = &records::value_type<Use>,
    .policy = &use_policy,
    .parent_field = "lesson",
    .audience = Audience::internal,
    .name = name_of_use,
    .hides_title = true,
}};

// -- Rules ----------------------------------------------------------------------------------------

Result<void> decide_validate(std::set<Uuid> const &authors, auth::Identity const &by)
{
    if (authors.contains(by.user.uuid())) {
        return refuse(Decline::forbidden, "", "knowledge.own_lesson");
    }
    return {};
}

Result<void> decide_conclude(std::span<Answer const> answers, Date today)
{
    if (answers.empty()) {
        return refuse(Decline::conflict, "", "knowledge.nobody_consulted");
    }
    bool const awaits = std::ranges::any_of(answers, [&](Answer const &one) {
        return one.state == consultation_states::asked && today <= one.deadline;
    });
    if (awaits) {
        return refuse(Decline::conflict, "", "knowledge.answer_awaited");
    }
    return {};
}

Result<void> decide_release(std::span<Answer const> answers, Release const &wanted)
{
    auto const reach = wanted.reach.value_or(Reach::internal);
    if (reach == Reach::internal) {
        return {};
    }
    bool const all_agreed = std::ranges::all_of(answers, [&](Answer const &one) {
        return one.state == consultation_states::answered && one.reach && *one.reach >= reach;
    });
    if (answers.empty() || !all_agreed) {
        return refuse(Decline::conflict, "reach", "knowledge.partner_not_agreed");
    }
    if (reach == Reach::everybody) {
        if (!std::ranges::all_of(answers, &Answer::in_writing)) {
            return refuse(Decline::conflict, "reach", "knowledge.written_consent_missing");
        }
        if (wanted.our_consent.empty()) {
            return refuse(Decline::invalid, "our_consent", "common.required");
        }
    }
    return {};
}

Result<void> decide_supersede(Uuid lesson, Supersession const &wanted)
{
    if (wanted.superseded_by && wanted.superseded_by->uuid() == lesson) {
        return refuse(Decline::invalid, "superseded_by", "knowledge.supersedes_itself");
    }
    return {};
}

Problems decide_consultation(Consultation const &consultation, std::string_view lesson_state,
                             Date today)
{
    Problems problems;
    if (lesson_state == states::captured || lesson_state == states::anonymised ||
        lesson_state == states::superseded) {
        problems.push_back({"lesson", "knowledge.not_yet_validated", {}});
    }
    if (!consultation.country && !consultation.organisation) {
        problems.push_back({"country", "knowledge.party_empty", {}});
    }
    if (consultation.deadline < today) {
        problems.push_back({"deadline", "knowledge.deadline_passed", {}});
    }
    return problems;
}

Result<void> decide_answer(auth::Identity const &by, Consultation const &consultation,
                           ConsultationAnswer const &wanted)
{
    bool const is_officers = is_officer(by);
    if (!is_officers && !is_partner_asked(by, consultation)) {
        return refuse(Decline::forbidden, "", "knowledge.not_your_answer");
    }
    bool const wants_paper = is_officers || wanted.reach == Reach::everybody;
    if (wants_paper && wanted.answer_document.empty()) {
        return refuse(Decline::invalid, "answer_document", "common.required");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> anonymise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, Anonymising const &wanted)
{
    auto const before = load_of(tx, lessons, head.id);
    auto after = before;
    after.anonymised = wanted.anonymised;
    return records::advance(tx, by.actor(), lessons, head, version, "anonymise", before, after, {});
}

Result<Saved> validate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Validation const &wanted)
{
    if (auto const may = decide_validate(authors_of(tx, head), by); !may) {
        return refuse(may.error());
    }
    auto const before = load_of(tx, lessons, head.id);
    auto after = before;
    after.validation = wanted.validation;
    auto saved =
        records::advance(tx, by.actor(), lessons, head, version, "validate", before, after, {});
    // Whoever was asked about an earlier text reads this one.
    if (saved && !answers_about(tx, head.id).empty()) {
        share_with_consulted(tx, head.id);
    }
    return saved;
}

Result<Saved> send_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, SendingBack const &wanted)
{
    auto const before = load_of(tx, lessons, head.id);
    auto after = before;
    after.validation.clear();
    after.nature.reset();
    // Those who were asked read a text that is being rewritten no longer.
    auto saved = records::advance(tx, by.actor(), lessons, head, version, "send_back", before,
                                  after, {.reason = wanted.reason, .audience = Audience::internal});
    if (saved) {
        ask_again(tx, by, head.id);
    }
    return saved;
}

Result<Saved> conclude(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version)
{
    if (auto const may = decide_conclude(answers_about(tx, head.id), tx.today()); !may) {
        return refuse(may.error());
    }
    return records::advance(tx, by.actor(), lessons, head, version, "conclude", {});
}

Result<Saved> classify(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Classification const &wanted)
{
    auto const before = load_of(tx, lessons, head.id);
    auto after = before;
    after.nature = wanted.nature;
    return records::advance(tx, by.actor(), lessons, head, version, "classify", before, after, {});
}

Result<Saved> release(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Release const &wanted)
{
    if (auto const may = decide_release(answers_about(tx, head.id), wanted); !may) {
        return refuse(may.error());
    }
    auto const reach = wanted.reach.value_or(Reach::internal);
    auto const before = load_of(tx, lessons, head.id);
    auto after = before;
    after.reach = reach;
    after.our_consent = reach == Reach::everybody ? wanted.our_consent : std::string{};
    after.released_on = tx.today();
    return records::advance(tx, by.actor(), lessons, head, version,
                            reach == Reach::internal ? "keep" : "release", before, after,
                            {.audience = audience_for(reach)});
}

Result<Saved> apply(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, Application const &wanted)
{
    if (wanted.used_in && is_used_in(tx, head.id, wanted.used_in->uuid())) {
        return refuse(Decline::invalid, "used_in", "knowledge.used_already");
    }
    auto saved = records::advance(tx, by.actor(), lessons, head, version, "apply", {});
    if (saved) {
        static_cast<void>(records::create(
            tx, by.actor(), uses,
            Use{.lesson = Id<Lesson>{head.id}, .used_in = wanted.used_in, .how = wanted.how}));
    }
    return saved;
}

Result<Saved> supersede(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, Supersession const &wanted)
{
    if (auto const may = decide_supersede(head.id, wanted); !may) {
        return refuse(may.error());
    }
    auto const before = load_of(tx, lessons, head.id);
    auto after = before;
    after.superseded_by = wanted.superseded_by;
    return records::advance(tx, by.actor(), lessons, head, version, "supersede", before, after,
                            {.reason = wanted.reason, .audience = Audience::internal});
}

Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, ConsultationAnswer const &wanted)
{
    auto const before = load_of(tx, consultations, head.id);
    if (auto const may = decide_answer(by, before, wanted); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.reach = wanted.reach;
    after.answer = wanted.answer;
    after.answer_document = wanted.answer_document;
    after.answered_on = tx.today();
    auto saved = records::advance(tx, by.actor(), consultations, head, version, "answer", before,
                                  after, {.due_on = std::optional<Date>{}});
    if (saved) {
        come_back_if_too_far(tx, by, before.lesson->uuid());
    }
    return saved;
}

Result<Saved> take_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, TakingBack const &wanted)
{
    auto const before = load_of(tx, consultations, head.id);
    if (!is_officer(by) && !is_partner_asked(by, before)) {
        return refuse(Decline::forbidden, "", "knowledge.not_your_answer");
    }
    auto after = before;
    after.reach.reset();
    auto saved = records::advance(tx, by.actor(), consultations, head, version, "take_back", before,
                                  after, {.reason = wanted.reason});
    if (saved) {
        come_back_if_too_far(tx, by, before.lesson->uuid());
    }
    return saved;
}

void come_back_if_too_far(storage::Tx &tx, auth::Identity const &by, Uuid lesson)
{
    auto const head = records::head_of(tx, lessons, lesson);
    if (head.state != states::released && head.state != states::applied) {
        return;
    }
    auto const before = load_of(tx, lessons, lesson);
    bool const still_may =
        decide_release(answers_about(tx, lesson),
                       {.reach = before.reach, .our_consent = before.our_consent})
            .has_value();
    if (still_may) {
        return;
    }
    auto after = before;
    after.reach = Reach::internal;
    after.our_consent.clear();
    auto const back = records::advance(tx, by.actor(), lessons, head, head.version, "come_back",
                                       before, after, {.audience = Audience::internal});
    ENSURE(back.has_value());
}

void share_with_consulted(storage::Tx &tx, Uuid lesson)
{
    records::set_parties(tx, lesson, consulted_about(tx, lesson));
    raise_audience_to_partner(tx, lesson);
}

} // namespace selatan::knowledge
