#include "cooperation/training/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/application.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/call.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/selection.hpp"

#include <array>
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

/// An application with what all of the example's have.
Application nominee(std::string title, Uuid call, CountryCode country, Date born_on, Sex sex,
                    records::Codes languages)
{
    Application value;
    value.title = std::move(title);
    value.call = Id<Call>{call};
    value.country = country;
    value.born_on = born_on;
    value.sex = sex;
    value.employer = "Provincial office of agriculture (example)";
    value.languages = std::move(languages);
    return value;
}

void give_places(storage::Tx &tx, auth::Identity const &by, Uuid call,
                 std::span<CountryCode const> countries, std::int64_t each)
{
    for (auto const &country : countries) {
        Quota quota;
        quota.call = Id<Call>{call};
        quota.country = country;
        quota.places = each;
        static_cast<void>(records::create(tx, by.actor(), quotas, quota));
    }
}

/// A call for an activity of the example, with what all of them have.
Call call_for(Id<activities::Activity> activity, activities::Activity const &course,
              Id<Scheme> scheme, ExampleNames const &names)
{
    Call call;
    call.title = names.en;
    call.titles.set(Language::en, call.title);
    call.titles.set(Language::fr, std::string{names.fr});
    call.titles.set(Language::pt, std::string{names.pt});
    call.activity = activity;
    call.organisation = course.organisation;
    call.scheme = scheme;
    call.time_zone = "Asia/Jakarta";
    return call;
}

/// One that waits for its mission and one that lacks a document; nobody's names.
void make_applications(storage::Tx &tx, auth::Identity const &by, Uuid call,
                       std::span<CountryCode const> countries)
{
    int number = 0;
    for (auto const &country : countries) {
        ++number;
        auto value = nominee("Extension worker " + std::to_string(number) + " (example)", call,
                             country, *Date::of(1985 + number, 6, 15),
                             number % 2 == 0 ? Sex::man : Sex::woman, {"en", "fr", "pt"});
        value.documents = {"passport_copy", "curriculum_vitae"};
        if (number == 1) {
            value.documents.emplace_back("medical_certificate");
        }
        auto const id = records::create(tx, by.actor(), applications, value).id;
        share_with_institute(tx, id, call);
        auto head = records::head_of(tx, applications, id);
        ENSURE(submit(tx, by, head, head.version).has_value());
        if (number != 1) {
            continue;
        }
        head = records::head_of(tx, applications, id);
        ENSURE(certify(tx, by, head, head.version,
                       {.certified_by = "Head of the provincial office (example)",
                        .certificate = "Example letter"})
                   .has_value());
        head = records::head_of(tx, applications, id);
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
    jica.documents = {"form_part_a", "form_part_b", "inception_report"};
    jica.employer_documents = {"form_part_a"}; // the applying organisation writes part A
    jica.step_1 = Step::employer_certified;
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

std::optional<Uuid> make_call(storage::Tx &tx, auth::Identity const &by,
                              std::span<CountryCode const> countries)
{
    auto const activity = scheduled_training(tx);
    auto const scheme = records::resolve(tx, schemes.kind, own_scheme);
    if (!activity || !scheme) {
        return std::nullopt;
    }
    auto const course = records::load(tx, activities::activities, *activity);
    ENSURE(course && course->organisation);
    auto const today = tx.today();
    auto call = call_for(Id<activities::Activity>{*activity}, *course, Id<Scheme>{*scheme},
                         {.en = "Training of trainers in dry-land rice (example)",
                          .fr = "Formation de formateurs en riziculture pluviale (exemple)",
                          .pt = "Formação de formadores em arroz de sequeiro (exemplo)"});
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
    call.results_on = today.plus_days(70);
    auto const id = records::create(tx, by.actor(), calls, call).id;
    give_places(tx, by, id, countries, 2);
    auto head = records::head_of(tx, calls, id);
    ENSURE(publish(tx, by, head, head.version, {.is_public = true}).has_value());
    head = records::head_of(tx, calls, id);
    ENSURE(open(tx, by, head, head.version).has_value());
    if (countries.size() >= 2) {
        make_applications(tx, by, id, countries.first(2));
    }
    return id;
}

void make_draft(storage::Tx &tx, auth::Identity const &applicant, Uuid call)
{
    auto const head = records::head_of(tx, calls, call);
    records::Input person;
    person.set("title", "Applicant (example)");
    person.set("country", "TLS");
    person.set("born_on", "1992-05-20");
    person.set("sex", "woman");
    ENSURE(save_section(tx, applicant, head, Section::person, person).has_value());
    records::Input work;
    work.set("position", "Extension worker (example)");
    ENSURE(save_section(tx, applicant, head, Section::work, work).has_value());
}

std::optional<Uuid> make_course(storage::Tx &tx, auth::Identity const &by,
                                ExampleCourse const &wanted, std::span<CountryCode const> countries)
{
    auto const planned = scheduled_training(tx);
    auto const scheme = records::resolve(tx, schemes.kind, own_scheme);
    auto const rules =
        scheme ? rules_on(tx, Id<Scheme>{*scheme}, tx.today()) : std::optional<Id<Rules>>{};
    if (!planned || !rules) {
        return std::nullopt;
    }
    auto course = *records::load(tx, activities::activities, *planned);
    course.title = wanted.names.en;
    course.starts = wanted.starts;
    course.ends = wanted.starts.plus_days(11);
    auto const activity = records::create(tx, by.actor(), activities::activities, course,
                                          {.state = std::string{wanted.activity_state}});
    auto call =
        call_for(Id<activities::Activity>{activity.id}, course, Id<Scheme>{*scheme}, wanted.names);
    call.rules = rules;
    call.information.set(Language::en, std::string{wanted.information});
    call.languages = {"en", "fr"};
    call.places = wanted.places_each * static_cast<std::int64_t>(countries.size());
    call.opens_on = wanted.starts.plus_days(-125);
    call.closes_on = wanted.starts.plus_days(-85);
    call.results_on = wanted.starts.plus_days(-70);
    auto const id =
        records::create(tx, by.actor(), calls, call,
                        {.audience = Audience::partner, .state = std::string{wanted.call_state}})
            .id;
    give_places(tx, by, id, countries, wanted.places_each);
    share_with_countries(tx, id);
    return id;
}

std::vector<Uuid> make_confirmed_applications(storage::Tx &tx, auth::Identity const &by, Uuid call,
                                              std::span<CountryCode const> countries)
{
    constexpr std::array<std::string_view, 4> spoken{"pt", "fr", "en", "pt"};
    std::vector<Uuid> all;
    auto const here = context_of(tx, call);
    Places free_places{tx, here};
    for (std::size_t i = 0; i < countries.size(); ++i) {
        auto value = nominee("Participant (example) " + std::to_string(i + 1), call, countries[i],
                             *Date::of(1988, 3, 1 + static_cast<unsigned>(i)),
                             i % 2 == 0 ? Sex::woman : Sex::man,
                             {std::string{spoken.at(i % spoken.size())}});
        value.proposed = Decision::selected;
        value.place = Place::country;
        auto const id = records::create(tx, by.actor(), applications, value,
                                        {.state = std::string{application_states::selected}})
                            .id;
        share_with_institute(tx, id, call);
        free_places.change(id, {}, value);
        auto const head = records::head_of(tx, applications, id);
        ENSURE(confirm_place(tx, by, head, head.version).has_value());
        all.push_back(id);
    }
    free_places.save(tx);
    return all;
}

void make_call_to_select(storage::Tx &tx, auth::Identity const &by,
                         std::span<CountryCode const> countries)
{
    auto const call = make_course(tx, by,
                                  {.names = {.en = "Storage of seed in villages (example)",
                                             .fr = "Conservation des semences au village (exemple)",
                                             .pt = "Conservação de sementes nas aldeias (exemplo)"},
                                   .information = "Example: a course whose places are being given.",
                                   .starts = tx.today().plus_days(75),
                                   .activity_state = activities::states::scheduled,
                                   .call_state = call_states::selecting,
                                   .places_each = 1},
                                  countries);
    if (!call) {
        return;
    }
    auto const to_decide = std::string{state_to_decide(context_of(tx, *call).way())};
    int number = 0;
    for (auto const &country : countries) {
        for (std::int64_t rank = 1; rank <= 2; ++rank) {
            ++number;
            auto value = nominee("Nominee (example) " + std::to_string(number), *call, country,
                                 *Date::of(1990, 2, static_cast<unsigned>(number)),
                                 number % 3 == 0 ? Sex::man : Sex::woman, {"en", "fr"});
            value.nominee_rank = rank;
            value.awaits = Awaited::propose;
            auto const application =
                records::create(tx, by.actor(), applications, value, {.state = to_decide}).id;
            share_with_institute(tx, application, *call);
        }
    }
}

} // namespace selatan::training
