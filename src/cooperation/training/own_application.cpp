#include "cooperation/training/own_application.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/eligibility.hpp"
#include "cooperation/training/employer_store.hpp"
#include "cooperation/training/own_application_store.hpp"
#include "cooperation/training/selection.hpp"
#include "platform/auth/account.hpp"
#include "platform/records/rule_table.hpp"

#include <algorithm>

namespace selatan::training {

namespace {

using auth::Role;
using records::allow;
using records::Condition;
namespace states = application_states;

constexpr std::string_view without_places = "applicants.country_without_places";

constexpr std::array asked_of_person{"title", "country", "born_on", "sex"};
constexpr std::array asked_about_work{"employer", "position", "education"};
constexpr std::array asked_about_course{"languages", "motivation", "had_course"};

std::span<char const *const> names_in(Section section)
{
    switch (section) {
    case Section::person:
        return asked_of_person;
    case Section::work:
        return asked_about_work;
    case Section::course:
        return asked_about_course;
    }
    return {};
}

/// Until it is decided; then papers change nothing any more.
constexpr std::array before_results{states::submitted,
                                    to_code(Step::employer_certified),
                                    to_code(Step::focal_point_nominated),
                                    to_code(Step::mission_forwarded),
                                    states::eligible,
                                    states::incomplete,
                                    to_code(Step::agency_shortlisted),
                                    to_code(Step::institute_accepted)};
/// Visa and insurance want the passport after the results too.
constexpr std::array while_wanted{states::submitted,
                                  to_code(Step::employer_certified),
                                  to_code(Step::focal_point_nominated),
                                  to_code(Step::mission_forwarded),
                                  states::eligible,
                                  states::incomplete,
                                  to_code(Step::agency_shortlisted),
                                  to_code(Step::institute_accepted),
                                  states::reserve,
                                  states::selected,
                                  states::confirmed};

constexpr std::array while_offered{states::selected};
constexpr std::array once_withdrawn{states::withdrawn};
/// What was judged is not taken away from under the judgement.
constexpr std::array before_judgement{states::submitted, to_code(Step::employer_certified),
                                      to_code(Step::focal_point_nominated),
                                      to_code(Step::mission_forwarded), states::incomplete};

constexpr auto own_rules = records::rule_table(
    allow({Role::participant}, {records::verbs::see, own_verbs::apply}, Condition::own),
    allow({Role::participant}, {own_verbs::hand_in}, Condition::own, before_results),
    allow({Role::participant}, {own_verbs::take_file_back}, Condition::own, before_judgement),
    allow({Role::participant}, {own_verbs::confirm}, Condition::own, while_offered),
    allow({Role::participant}, {own_verbs::apply_again}, Condition::own, once_withdrawn),
    allow({Role::participant}, {own_verbs::seal, own_verbs::withdraw}, Condition::own,
          while_wanted));

Result<void> decide_write(storage::Reader &reader, auth::Identity const &by, Head const &head)
{
    if (auto const may = auth::decide_change(by); !may) {
        return refuse(may.error());
    }
    auto const call = records::load(reader, calls, head.id);
    ENSURE(call.has_value());
    if (auto const may = decide_window(*call, head.state, reader.now()); !may) {
        return refuse(may.error());
    }
    auto const own = own_application_to(reader, by.user, head.id);
    if (own && records::head_of(reader, applications, *own).state != states::withdrawn) {
        return refuse(Decline::conflict, "", "applicants.applied_already");
    }
    return {};
}

} // namespace

constinit records::Policy const own_application_policy{.rules = own_rules};

// -- While it is written --------------------------------------------------------------------------

std::vector<records::Field> fields_of(Section section)
{
    std::vector<records::Field> fields;
    for (std::string_view const name : names_in(section)) {
        // Whoever writes it may see it, though no partner.
        fields.push_back(records::field_named(applications, name).seen_by(Audience::everyone));
    }
    return fields;
}

SectionDraft const *find_section(std::vector<SectionDraft> const &drafts, Section section)
{
    auto const found = std::ranges::find(drafts, section, &SectionDraft::section);
    return found == drafts.end() ? nullptr : &*found;
}

records::Input answers_in(Section section, records::Input const &sent)
{
    constexpr std::size_t longest = 20'000; // letters: no answer that is taken is longer
    records::Input answers;
    for (std::string_view const name : names_in(section)) {
        if (sent.has(name)) {
            answers.set(std::string{name}, truncate(sent.get(name), longest));
        }
    }
    return answers;
}

std::optional<std::set<CountryCode>> countries_taken(storage::Reader &reader, Uuid call)
{
    auto const value = records::load(reader, calls, call);
    ENSURE(value.has_value());
    auto invited = invited_to(*value, quotas_of(reader, call));
    return invited.are_others_too ? std::nullopt : std::optional{std::move(invited.countries)};
}

Problems fill_section(storage::Reader &reader, records::CodeLists const &codes, Uuid call,
                      Section section, records::Input const &typed, Application &application)
{
    auto problems = records::fill(reader, codes, fields_of(section), typed,
                                  records::Missing::refused, Audience::partner, &application);
    if (section == Section::person && problems.empty()) {
        problems = decide_application(application, nullptr, reader.today());
    }
    auto const is_sound = std::ranges::find(problems, "country", &Problem::field) == problems.end();
    if (section == Section::person && is_sound && application.country) {
        auto const countries = countries_taken(reader, call);
        if (countries && !countries->contains(*application.country)) {
            problems.push_back({"country", std::string{without_places}, {}});
        }
    }
    return problems;
}

Result<void> save_section(storage::Tx &tx, auth::Identity const &by, Head const &call,
                          Section section, records::Input const &typed)
{
    if (auto const may = decide_write(tx, by, call); !may) {
        return refuse(may.error());
    }
    put_draft(tx, by.user, call.id, section, typed);
    return {};
}

// -- Handing it over ------------------------------------------------------------------------------

Problems decide_consents(std::vector<Consent> const &given)
{
    Problems problems;
    for (auto const wanted : {Consent::truth, Consent::processing}) {
        if (std::ranges::find(given, wanted) == given.end()) {
            problems.push_back({std::string{to_code(wanted)}, "applicants.consent_wanted", {}});
        }
    }
    return problems;
}

Result<Saved> apply(storage::Tx &tx, records::CodeLists const &codes, auth::Identity const &by,
                    Head const &call, std::vector<Consent> const &given)
{
    if (auto const may = decide_write(tx, by, call); !may) {
        return refuse(may.error());
    }
    auto const earlier = own_application_to(tx, by.user, call.id);
    auto application = earlier ? records::load(tx, applications, *earlier).value() : Application{};
    bool is_complete = true;
    auto const drafts = drafts_of(tx, by.user, call.id);
    for (auto const section : all_sections) {
        auto const *const draft = find_section(drafts, section);
        auto const problems =
            draft == nullptr ? Problems{}
                             : fill_section(tx, codes, call.id, section, draft->typed, application);
        if (std::ranges::find(problems, without_places, &Problem::code) != problems.end()) {
            return refuse(Decline::conflict, "", std::string{without_places});
        }
        is_complete = is_complete && draft != nullptr && problems.empty();
    }
    if (!is_complete) {
        return refuse(Decline::conflict, "", "applicants.incomplete");
    }
    if (auto problems = decide_consents(given); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    auto const account = auth::find_account(tx, by.user);
    ENSURE(account.has_value());
    application.call = Id<Call>{call.id};
    application.email = account->email.text();
    auto const id =
        earlier ? *earlier : records::create(tx, by.actor(), applications, application).id;
    if (earlier) {
        remove_link(tx, id);
        drop_consents(tx, id);
    } else {
        put_own(tx, id, by.user, call.id);
    }
    for (auto const consent : given) {
        put_consent(tx, id, consent);
    }
    drop_drafts(tx, by.user, call.id);
    auto const head = records::head_of(tx, applications, id);
    return earlier ? submit_again(tx, by, head, head.version, std::move(application))
                   : submit(tx, by, head, head.version);
}

// -- Afterwards -----------------------------------------------------------------------------------

Result<std::string> apply_again(storage::Tx &tx, auth::Identity const &by,
                                std::string_view reference)
{
    auto const own = find_own(tx, by, reference);
    if (!own) {
        return refuse(own.error());
    }
    auto const application = records::load(tx, applications, own->id);
    ENSURE(application.has_value());
    auto const call = records::head_of(tx, calls, application->call->uuid());
    if (auto const may = decide_write(tx, by, call); !may) {
        return refuse(may.error());
    }
    if (drafts_of(tx, by.user, call.id).empty()) {
        for (auto const section : all_sections) {
            records::Input answers;
            for (auto const &field : fields_of(section)) {
                answers.set(std::string{field.name}, field.print(&*application));
            }
            put_draft(tx, by.user, call.id, section, answers);
        }
    }
    return call.reference;
}

bool may_apply_again(storage::Reader &reader, auth::Identity const &by, std::string_view reference)
{
    auto const own = find_own(reader, by, reference, own_verbs::apply_again);
    if (!own) {
        return false;
    }
    auto const application = records::load(reader, applications, own->id);
    ENSURE(application.has_value());
    auto const call = context_of(reader, application->call->uuid());
    return decide_window(call.call, call.state, reader.now()).has_value();
}

Result<Saved> confirm_own(storage::Tx &tx, auth::Identity const &by, std::string_view reference,
                          std::int64_t version)
{
    auto const head = find_own(tx, by, reference, own_verbs::confirm);
    if (head) {
        return confirm_place(tx, by, *head, version);
    }
    // Whoever does not own it learns nothing of it, its state least of all.
    if (auto const own = find_own(tx, by, reference); !own) {
        return refuse(own.error());
    }
    return refuse(Decline::conflict, "", "applicants.no_place");
}

std::vector<WantedDocument> wanted_documents(Application const &application, Rules const &rules)
{
    std::vector<WantedDocument> all;
    for (auto const &code : rules.documents) {
        bool const is_there =
            std::ranges::find(application.documents, code) != application.documents.end();
        bool const is_employers =
            std::ranges::find(rules.employer_documents, code) != rules.employer_documents.end();
        all.push_back({.code = code,
                       .is_handed_in = is_there,
                       .is_sealed = is_sealed(code),
                       .is_employers = is_employers});
    }
    return all;
}

records::Codes own_missing_documents(Application const &application, Rules const &rules)
{
    records::Codes missing;
    for (auto const &document : wanted_documents(application, rules)) {
        if (!document.is_handed_in && !document.is_employers) {
            missing.push_back(document.code);
        }
    }
    return missing;
}

namespace {

enum class Whose { applicants, employers };

Result<Saved> hand_in_of(storage::Tx &tx, events::Actor const &actor, Head const &head,
                         std::string const &document, Whose whose)
{
    auto const before = records::load(tx, applications, head.id);
    ENSURE(before.has_value());
    auto const call = context_of(tx, before->call->uuid());
    auto const wanted = wanted_documents(*before, call.rules);
    auto const found = std::ranges::find(wanted, document, &WantedDocument::code);
    if (found == wanted.end() || found->is_sealed ||
        found->is_employers != (whose == Whose::employers)) {
        return refuse(Decline::invalid, "document", "applicants.not_wanted");
    }
    auto after = *before;
    if (!found->is_handed_in) {
        after.documents.push_back(document);
        after.awaits = awaited_with(tx, head, after);
    }
    return records::change(tx, actor, applications, head, head.version, *before, after,
                           {.verb = whose == Whose::employers ? "hand_in_by_link" : "hand_in"});
}

} // namespace

Result<Saved> hand_in(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::string const &document)
{
    return hand_in_of(tx, by.actor(), head, document, Whose::applicants);
}

Result<Saved> hand_in_as_employer(storage::Tx &tx, events::Actor const &actor, Head const &head,
                                  std::string const &document)
{
    return hand_in_of(tx, actor, head, document, Whose::employers);
}

Result<void> want_again(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::string const &document)
{
    auto const before = records::load(tx, applications, head.id);
    ENSURE(before.has_value());
    auto after = *before;
    std::erase(after.documents, document);
    after.awaits = awaited_with(tx, head, after);
    auto const saved = records::change(tx, by.actor(), applications, head, head.version, *before,
                                       after, {.verb = "take_file_back"});
    return saved ? Result<void>{} : Result<void>{refuse(saved.error())};
}

std::optional<Awaited> awaited_with(storage::Reader &reader, Head const &head,
                                    Application const &after)
{
    if (head.state != states::incomplete) {
        return after.awaits;
    }
    auto const call = context_of(reader, after.call->uuid());
    return missing_documents(after, call.rules).empty() ? std::optional{Awaited::judge}
                                                        : std::nullopt;
}

} // namespace selatan::training
