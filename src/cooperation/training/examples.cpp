#include "cooperation/training/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/application.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/call.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/certificate.hpp"
#include "cooperation/training/follow_up_store.hpp"
#include "cooperation/training/participant_store.hpp"
#include "cooperation/training/selection.hpp"
#include "cooperation/training/session.hpp"

#include <utility>

namespace selatan::training {

namespace {

constexpr std::string_view own_scheme = "Short courses of the coordination team (example)";

Uuid make_scheme(storage::Tx &tx, auth::Identity const &by, std::string title,
                 std::string_view country, Rules rules)
{
    Scheme scheme;
    scheme.title = std::move(title);
    scheme.country = CountryCode::parse(country);
    auto const id = records::create(tx, by.actor(), schemes, scheme).id;
    rules.scheme = Id<Scheme>{id};
    rules.since = *Date::of(2020, 1, 1);
    static_cast<void>(records::create(tx, by.actor(), rules_versions, rules));
    return id;
}

Head head_of(storage::Tx &tx, Uuid call)
{
    auto const program = auth::program_identity("cli");
    auto const head = records::find(tx, calls, &program, call.to_string());
    ENSURE(head.has_value());
    return *head;
}

Head application_head(storage::Tx &tx, Uuid application)
{
    auto const program = auth::program_identity("cli");
    auto const head = records::find(tx, applications, &program, application.to_string());
    ENSURE(head.has_value());
    return *head;
}

/// One that waits for its mission and one that lacks a document; nobody's names.
void make_applications(storage::Tx &tx, auth::Identity const &by, Id<Call> call,
                       std::span<CountryCode const> countries)
{
    int number = 0;
    for (auto const &country : countries) {
        ++number;
        Application value;
        value.title = "Extension worker " + std::to_string(number) + " (example)";
        value.call = call;
        value.country = country;
        value.born_on = *Date::of(1985 + number, 6, 15);
        value.sex = number % 2 == 0 ? Sex::man : Sex::woman;
        value.employer = "Provincial office of agriculture (example)";
        value.languages = {"en", "fr", "pt"};
        value.documents = {"passport_copy", "curriculum_vitae"};
        if (number == 1) {
            value.documents.emplace_back("medical_certificate");
        }
        auto const id = records::create(tx, by.actor(), applications, value).id;
        share_with_institute(tx, id, call.uuid());
        auto head = application_head(tx, id);
        ENSURE(submit(tx, by, head, head.version).has_value());
        if (number != 1) {
            continue;
        }
        head = application_head(tx, id);
        ENSURE(certify(tx, by, head, head.version,
                       {.certified_by = "Head of the provincial office (example)",
                        .certificate = "Example letter"})
                   .has_value());
        head = application_head(tx, id);
        ENSURE(
            nominate(tx, by, head, head.version, {.nominee_rank = 1, .nomination = "Example note"})
                .has_value());
    }
}

} // namespace

void make_schemes(storage::Tx &tx, auth::Identity const &by)
{
    // What others tell of these schemes. None was read in the scheme's own current text: hence
    // none is confirmed, and every page says so.
    Rules itec;
    itec.nominees = 2;
    itec.places = 2;
    itec.age_from = 25;
    itec.age_to = 45;
    itec.no_second_course = true;
    itec.lead_months = 3;
    itec.discretionary_percent = 50;
    itec.documents = {"official_form", "employer_letter"};
    itec.step_1 = Step::employer_certified;
    itec.step_2 = Step::focal_point_nominated;
    itec.step_3 = Step::mission_forwarded;
    itec.step_4 = Step::agency_shortlisted;
    itec.source = "Embassies of India in Antananarivo and Kathmandu; Government of Dominica";
    make_scheme(tx, by, "ITEC, Indian Technical and Economic Cooperation", "IND", itec);

    Rules tica;
    tica.nominees = 4;
    tica.paper_copies = 3;
    tica.documents = {"official_form"};
    tica.step_1 = Step::focal_point_nominated;
    tica.step_2 = Step::mission_forwarded;
    tica.step_3 = Step::agency_shortlisted;
    tica.source = "tica-thaigov.mfa.go.th, fellowship arrangements";
    make_scheme(tx, by, "TICA, annual international training courses", "THA", tica);

    Rules jica;
    jica.medical = true;
    jica.documents = {"official_form", "inception_report"};
    jica.step_1 = Step::employer_certified; // part A, by the nominee's organisation
    jica.step_2 = Step::focal_point_nominated;
    jica.step_3 = Step::mission_forwarded;
    jica.step_4 = Step::institute_accepted;
    jica.source = "jicafriends.jp, general information of a course of 2007 (parts A and B)";
    make_scheme(tx, by, "JICA, Knowledge Co-Creation Programme", "JPN", jica);

    Rules scp;
    scp.step_1 = Step::focal_point_nominated;
    scp.step_2 = Step::agency_shortlisted;
    scp.source = "Application guide of the Singapore Cooperation Programme";
    make_scheme(tx, by, "SCP, Singapore Cooperation Programme", "SGP", scp);

    Rules own;
    own.nominees = 4;
    own.places = 2;
    own.age_from = 23;
    own.age_to = 50;
    own.lead_months = 2;
    own.discretionary_percent = 10;
    own.documents = {"passport_copy", "curriculum_vitae", "medical_certificate"};
    own.step_1 = Step::employer_certified;
    own.step_2 = Step::focal_point_nominated;
    own.step_3 = Step::mission_forwarded;
    own.step_4 = Step::agency_shortlisted;
    own.step_5 = Step::institute_accepted;
    own.medical = true;
    own.attendance_percent = 80;
    own.retention_months = 12;
    own.follow_up_1 = 6;
    own.follow_up_2 = 12;
    own.follow_up_3 = 24;
    own.source = "Example";
    own.is_confirmed = true;
    make_scheme(tx, by, std::string{own_scheme}, "IDN", own);
}

void make_call(storage::Tx &tx, auth::Identity const &by, std::span<CountryCode const> countries)
{
    auto const activity = scheduled_training(tx);
    auto const scheme = records::resolve(tx, schemes.kind, own_scheme);
    if (!activity || !scheme) {
        return;
    }
    auto const course = records::load(tx, activities::activities, *activity);
    ENSURE(course && course->organisation);
    auto const today = tx.now().date();
    Call call;
    call.title = "Training of trainers in dry-land rice (example)";
    call.titles.set(Language::en, call.title);
    call.titles.set(Language::fr, "Formation de formateurs en riziculture pluviale (exemple)");
    call.titles.set(Language::pt, "Formação de formadores em arroz de sequeiro (exemplo)");
    call.activity = Id<activities::Activity>{*activity};
    call.organisation = course->organisation;
    call.scheme = Id<Scheme>{*scheme};
    call.information.set(Language::en, "Example: ten modules in two weeks, half of them in the "
                                       "field. For extension workers who train others. Tuition, "
                                       "lodging and travel are paid.");
    call.information.set(Language::fr, "Exemple : dix modules en deux semaines, la moitié sur le "
                                       "terrain. Pour des vulgarisateurs qui forment d’autres. "
                                       "Enseignement, logement et voyage sont pris en charge.");
    call.information.set(Language::pt, "Exemplo: dez módulos em duas semanas, metade no campo. "
                                       "Para extensionistas que formam outros. Ensino, alojamento "
                                       "e viagem estão pagos.");
    call.languages = {"en", "fr"};
    call.places = 20;
    call.opens_on = today;
    call.closes_on = today.plus_days(40);
    call.time_zone = "Asia/Jakarta";
    call.results_on = today.plus_days(70);
    auto const id = records::create(tx, by.actor(), calls, call).id;
    for (auto const &country : countries) {
        Quota quota;
        quota.call = Id<Call>{id};
        quota.country = country;
        quota.places = 2;
        static_cast<void>(records::create(tx, by.actor(), quotas, quota));
    }
    auto head = head_of(tx, id);
    ENSURE(publish(tx, by, head, head.version, {.is_public = true}).has_value());
    head = head_of(tx, id);
    ENSURE(open(tx, by, head, head.version).has_value());
    if (countries.size() >= 2) {
        make_applications(tx, by, Id<Call>{id}, countries.first(2));
    }
}

namespace {

Head find_head(storage::Tx &tx, records::Noun const &noun, Uuid id)
{
    auto const program = auth::program_identity("cli");
    auto const head = records::find(tx, noun, &program, id.to_string());
    ENSURE(head.has_value());
    return *head;
}

/// The course that was held before the one that is open now: two weeks, over for half a year, so
/// that its first follow-up has been asked.
std::optional<Uuid> make_past_call(storage::Tx &tx, auth::Identity const &by,
                                   std::span<CountryCode const> countries)
{
    auto const planned = scheduled_training(tx);
    auto const scheme = records::resolve(tx, schemes.kind, own_scheme);
    auto const today = tx.now().date();
    auto const rules =
        scheme ? rules_on(tx, Id<Scheme>{*scheme}, today) : std::optional<Id<Rules>>{};
    if (!planned || !rules) {
        return std::nullopt;
    }
    auto course = *records::load(tx, activities::activities, *planned);
    constexpr int ended_days_ago = 200;
    constexpr int lasted_days = 11;
    course.title = "Rice seed production for trainers, first course (example)";
    course.ends = today.plus_days(-ended_days_ago);
    course.starts = course.ends->plus_days(-lasted_days);
    Call call;
    call.title = course.title;
    call.titles.set(Language::en, call.title);
    call.titles.set(Language::fr, "Production de semences de riz pour formateurs (exemple)");
    call.titles.set(Language::pt, "Produção de sementes de arroz para formadores (exemplo)");
    call.activity = Id<activities::Activity>{
        records::create(tx, by.actor(), activities::activities, course,
                        {.state = std::string{activities::states::delivered}})
            .id};
    call.organisation = course.organisation;
    call.scheme = Id<Scheme>{*scheme};
    call.rules = rules;
    call.information.set(Language::en, "Example: a course that is over.");
    call.languages = {"en"};
    call.places = 8;
    call.time_zone = "Asia/Jakarta";
    auto const id = records::create(tx, by.actor(), calls, call,
                                    {.audience = Audience::partner,
                                     .state = std::string{call_states::completed}})
                        .id;
    for (auto const &country : countries) {
        Quota quota;
        quota.call = Id<Call>{id};
        quota.country = country;
        quota.places = 2;
        static_cast<void>(records::create(tx, by.actor(), quotas, quota));
    }
    share_with_countries(tx, id);
    return id;
}

/// One of each country, in the languages that their letters are then written in; nobody's names.
std::vector<Uuid> make_participants(storage::Tx &tx, auth::Identity const &by, Uuid call,
                                    std::span<CountryCode const> countries)
{
    constexpr std::array<std::string_view, 4> spoken{"pt", "fr", "en", "pt"};
    std::vector<Uuid> all;
    auto here = context_of(tx, call);
    for (std::size_t i = 0; i < countries.size(); ++i) {
        Application value;
        value.title = "Participant (example) " + std::to_string(i + 1);
        value.call = Id<Call>{call};
        value.country = countries[i];
        value.born_on = *Date::of(1988, 3, 1 + static_cast<unsigned>(i));
        value.sex = i % 2 == 0 ? Sex::woman : Sex::man;
        value.employer = "Provincial office of agriculture (example)";
        value.languages = {std::string{spoken.at(i % spoken.size())}};
        value.proposed = Decision::selected;
        value.place = Place::country;
        auto const id = records::create(tx, by.actor(), applications, value,
                                        {.state = std::string{application_states::selected}})
                            .id;
        share_with_institute(tx, id, call);
        hold_place(tx, here, Place::country, countries[i]);
        auto const head = application_head(tx, id);
        ENSURE(confirm_place(tx, by, head, head.version).has_value());
        auto const participant = participant_of(tx, id);
        ENSURE(participant.has_value());
        all.push_back(*participant);
    }
    return all;
}

} // namespace

void make_call_to_select(storage::Tx &tx, auth::Identity const &by,
                         std::span<CountryCode const> countries)
{
    auto const planned = scheduled_training(tx);
    auto const scheme = records::resolve(tx, schemes.kind, own_scheme);
    auto const today = tx.now().date();
    auto const rules =
        scheme ? rules_on(tx, Id<Scheme>{*scheme}, today) : std::optional<Id<Rules>>{};
    if (!planned || !rules) {
        return;
    }
    auto course = *records::load(tx, activities::activities, *planned);
    course.title = "Storage of seed in villages (example)";
    course.starts = today.plus_days(75);
    course.ends = course.starts->plus_days(11);
    Call call;
    call.title = course.title;
    call.titles.set(Language::en, call.title);
    call.titles.set(Language::fr, "Conservation des semences au village (exemple)");
    call.titles.set(Language::pt, "Conservação de sementes nas aldeias (exemplo)");
    call.activity = Id<activities::Activity>{
        records::create(tx, by.actor(), activities::activities, course,
                        {.state = std::string{activities::states::scheduled}})
            .id};
    call.organisation = course.organisation;
    call.scheme = Id<Scheme>{*scheme};
    call.rules = rules;
    call.information.set(Language::en, "Example: a course whose places are being given.");
    call.languages = {"en", "fr"};
    call.places = static_cast<std::int64_t>(countries.size());
    call.opens_on = today.plus_days(-50);
    call.closes_on = today.plus_days(-10);
    call.time_zone = "Asia/Jakarta";
    call.results_on = today.plus_days(5);
    auto const id = records::create(tx, by.actor(), calls, call,
                                    {.audience = Audience::partner,
                                     .state = std::string{call_states::selecting}})
                        .id;
    auto const to_decide =
        std::string{state_to_decide(steps_of(*records::load(tx, rules_versions, rules->uuid())))};
    int number = 0;
    for (auto const &country : countries) {
        Quota quota;
        quota.call = Id<Call>{id};
        quota.country = country;
        quota.places = 1;
        static_cast<void>(records::create(tx, by.actor(), quotas, quota));
        for (std::int64_t rank = 1; rank <= 2; ++rank) {
            Application value;
            value.title = "Nominee (example) " + std::to_string(++number);
            value.call = Id<Call>{id};
            value.country = country;
            value.born_on = *Date::of(1990, 2, static_cast<unsigned>(number));
            value.sex = number % 3 == 0 ? Sex::man : Sex::woman;
            value.employer = "Provincial office of agriculture (example)";
            value.languages = {"en", "fr"};
            value.nominee_rank = rank;
            value.awaits = Awaited::propose;
            auto const application =
                records::create(tx, by.actor(), applications, value, {.state = to_decide}).id;
            share_with_institute(tx, application, id);
        }
    }
    share_with_countries(tx, id);
}

void make_completed_course(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                           std::span<CountryCode const> countries)
{
    auto const call = make_past_call(tx, by, countries);
    if (!call) {
        return;
    }
    auto const people = make_participants(tx, by, *call, countries);
    auto const head = find_head(tx, calls, *call);
    ENSURE(plan_sessions(tx, by, head, 1).has_value());
    // The last of them was away for half of the course.
    std::vector<Attendance> attendance;
    for (auto const &session : sessions_of(tx, *call)) {
        auto present = people;
        if (attendance.size() % 2 == 1) {
            present.pop_back();
        }
        attendance.push_back(
            {.session = session.id, .version = session.version, .present = std::move(present)});
    }
    ENSURE(record_attendance(tx, by, head, attendance).has_value());
    std::vector<Conclusion> conclusions;
    conclusions.reserve(people.size());
    for (auto const &id : people) {
        conclusions.push_back({.participant = id, .shortfall = {}});
    }
    conclusions.back().shortfall = Shortfall::attendance;
    ENSURE(conclude(tx, by, conclusions, {}).has_value());
    for (auto const &id : people) {
        if (id != people.back()) {
            ENSURE(issue(tx, vault, by, find_head(tx, participants, id)).has_value());
        }
    }
    // Nobody has an address here, so nothing is mailed.
    ask_due(tx, {});
    if (auto const asked = first_follow_up(tx, people.front())) {
        auto const follow_up = find_head(tx, follow_ups, *asked);
        ENSURE(answer(tx, by, follow_up, follow_up.version,
                      {.work_now = Work::same_employer,
                       .post_now = "Head of extension services (example)",
                       .promoted = true,
                       .used = Use::fully,
                       .account = "Example: two villages multiply their own seed."})
                   .has_value());
    }
}

} // namespace selatan::training
