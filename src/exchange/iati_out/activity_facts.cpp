// A project as an activity, fact by fact. Each function is a row of the crosswalk.
#include "exchange/iati_out/crosswalk.hpp"
#include "exchange/iati_out/result_facts.hpp"
#include "exchange/iati_out/tag_facts.hpp"
#include "words/publishing.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace selatan::iati_out {

namespace {

namespace word = words::publishing;
namespace states = projects::states;
using portal::Topic;

void coded(ActivityPen const &pen, std::string_view element, std::string_view code)
{
    pen.xml.open(element);
    pen.xml.attribute("code", code);
    pen.xml.close();
}

// -- The activity's attributes --------------------------------------------------------------------

void language(ActivityPen const &pen)
{
    pen.xml.attribute("xml:lang", to_code(pen.publisher.language));
}

void currency(ActivityPen const &pen)
{
    pen.xml.attribute("default-currency", pen.publisher.settings.currency->view());
}

/// The sector tells: emergency response, reconstruction, preparedness (DAC 720, 730, 740).
void humanitarian(ActivityPen const &pen)
{
    auto const category = std::string_view{pen.told.project.sector}.substr(0, 3);
    if (category == "720" || category == "730" || category == "740") {
        pen.xml.attribute("humanitarian", "1");
    }
}

// -- What it is -----------------------------------------------------------------------------------

void reference(ActivityPen const &pen)
{
    pen.xml.open("iati-identifier");
    pen.xml.text(pen.told.identifier);
    pen.xml.close();
}

void publisher(ActivityPen const &pen)
{
    pen.reporting_org();
}

void title(ActivityPen const &pen)
{
    pen.narrated("title", pen.told.project.title);
}

void description(ActivityPen const &pen, std::string_view type, std::string_view text)
{
    if (!text.empty()) {
        pen.xml.open("description");
        pen.xml.attribute("type", type);
        pen.narrative(text);
        pen.xml.close();
    }
}
void objective(ActivityPen const &pen)
{
    description(pen, "2", pen.told.project.objective); // Objectives
}
void expected_results(ActivityPen const &pen)
{
    description(pen, "4", pen.told.project.results); // Other
}

/// A project keeps the identifier that it was given, also when whoever publishes is registered anew
/// (IATI 2.03, other-identifier B1).
void earlier_publisher(ActivityPen const &pen)
{
    if (pen.told.registered != pen.publisher.settings.identifier) {
        pen.xml.open("other-identifier");
        pen.xml.attribute("ref", pen.told.registered);
        pen.xml.attribute("type", "B1");
        pen.xml.close();
    }
}

// -- Who ------------------------------------------------------------------------------------------

std::string identifier_of(ActivityPen const &pen, ToldParty const &party)
{
    auto const &own = pen.publisher.settings.organisation;
    bool const is_publisher = own && party.organisation == own->uuid();
    return is_publisher ? pen.publisher.settings.identifier : party.identifier;
}

/// A country takes part as its government.
std::string_view type_of(ToldParty const &party)
{
    return party.organisation ? organisation_type_code(party.type) : "10";
}

/// The standard knows four roles, none of them that of a partner who asks. Whoever asks owns what
/// comes of it (Accountable); whoever provides carries it out (Implementing); equal partners do
/// both; a facilitator pays (Funding), as does whoever bears a share.
std::set<std::string_view> roles_of(ToldParty const &party)
{
    constexpr std::string_view funding = "1";
    constexpr std::string_view accountable = "2";
    constexpr std::string_view implementing = "4";
    std::set<std::string_view> roles;
    if (party.is("facilitator") || party.share.value_or(0) > 0) {
        roles.insert(funding);
    }
    if (party.is("requester") || party.is("partner")) {
        roles.insert(accountable);
    }
    if (party.is("provider") || party.is("partner")) {
        roles.insert(implementing);
    }
    return roles;
}

void organisation(ActivityPen const &pen, std::string_view identifier, std::string_view type,
                  std::string_view role)
{
    pen.xml.open("participating-org");
    if (!identifier.empty()) {
        pen.xml.attribute("ref", identifier);
    }
    pen.xml.attribute("type", type);
    pen.xml.attribute("role", role);
}

void parties(ActivityPen const &pen)
{
    for (auto const &party : pen.told.parties) {
        for (auto const role : roles_of(party)) {
            organisation(pen, identifier_of(pen, party), type_of(party), role);
            pen.narrative(party.name);
            pen.xml.close();
        }
    }
    // Whoever coordinates manages the means for those who pay: Extending.
    organisation(pen, pen.publisher.settings.identifier, organisation_type_code(pen.publisher.type),
                 "3");
    pen.publisher_names();
    pen.xml.close();
}

void contact(ActivityPen const &pen)
{
    pen.xml.open("contact-info");
    pen.xml.attribute("type", "1"); // General Enquiries
    pen.narrated("organisation", pen.publisher.name);
    auto const line = [&](std::string_view element, std::string const &text) {
        if (!text.empty()) {
            pen.xml.open(element);
            pen.xml.text(text);
            pen.xml.close();
        }
    };
    line("email", pen.publisher.settings.contact_email);
    line("website", pen.publisher.website);
    pen.xml.close();
}

// -- How far, when and where ----------------------------------------------------------------------

std::string_view status_code(std::string_view state)
{
    if (state == states::legal_basis_in_force) {
        return "1"; // Pipeline
    }
    if (state == states::suspended) {
        return "6";
    }
    if (state == states::operationally_closed) {
        return "3"; // Finalisation
    }
    bool const is_over = state == states::financially_closed || state == states::ex_post_evaluated;
    return is_over ? "4" : "2"; // Closed, Implementation
}

void status(ActivityPen const &pen)
{
    coded(pen, "activity-status", status_code(pen.told.project.state));
}

void activity_date(ActivityPen const &pen, std::string_view type, Date date)
{
    pen.xml.open("activity-date");
    pen.xml.attribute("type", type);
    pen.xml.attribute("iso-date", date.to_string());
    pen.xml.close();
}

/// Planned and actual. An actual day is one that has come (IATI rules 11.1.4 and 11.1.5).
void days(ActivityPen const &pen)
{
    auto const &project = pen.told.project;
    bool const has_begun = project.state != states::legal_basis_in_force &&
                           project.starts.value_or(pen.today) <= pen.today;
    if (project.starts) {
        activity_date(pen, "1", *project.starts);
        if (has_begun) {
            activity_date(pen, "2", *project.starts);
        }
    }
    if (project.ends && project.ends >= project.starts) {
        activity_date(pen, "3", *project.ends);
    }
    auto const &closed = pen.told.closed_on;
    if (closed && closed <= pen.today && closed >= project.starts) {
        activity_date(pen, "4", *closed);
    }
}

void scope(ActivityPen const &pen)
{
    auto const &geography = pen.told.project.geography;
    std::string_view code;
    if (geography == "global") {
        code = "1";
    } else if (geography == "regional") {
        code = "2";
    } else if (geography == "sub_regional" || geography == "interregional") {
        code = "3"; // Multi-national
    } else if (geography == "bilateral") {
        code = "4"; // National
    }
    if (!code.empty()) {
        coded(pen, "activity-scope", code);
    }
}

/// Where several are served, the standard wants percentages. Nobody states any: equal parts.
void countries(ActivityPen const &pen)
{
    std::vector<std::string> codes;
    for (auto const country : pen.told.recipients()) {
        if (auto code = country_code(pen.lists, country); !code.empty()) {
            codes.push_back(std::move(code));
        }
    }
    for (std::size_t i = 0; i < codes.size(); ++i) {
        pen.xml.open("recipient-country");
        pen.xml.attribute("code", codes[i]);
        if (codes.size() > 1) {
            pen.xml.attribute("percentage", equal_part(i, codes.size()));
        }
        pen.xml.close();
    }
    if (codes.empty()) {
        pen.xml.open("recipient-region");
        pen.xml.attribute("code", "998"); // developing countries, unspecified
        pen.xml.attribute("vocabulary", "1");
        pen.xml.close();
    }
}

void places(ActivityPen const &pen)
{
    for (auto const &place : pen.told.places) {
        auto const code = place.country ? country_code(pen.lists, *place.country) : std::string{};
        if (place.venue.empty() && code.empty()) {
            continue;
        }
        pen.xml.open("location");
        if (!place.venue.empty()) {
            pen.narrated("name", place.venue);
        }
        if (!code.empty()) {
            pen.xml.open("administrative");
            pen.xml.attribute("code", code);
            pen.xml.attribute("vocabulary", "A4"); // ISO 3166-1
            pen.xml.close();
        }
        pen.xml.close();
    }
}

// -- What kind ------------------------------------------------------------------------------------

void sector(ActivityPen const &pen)
{
    pen.xml.open("sector");
    pen.xml.attribute("code", pen.told.project.sector);
    pen.xml.attribute("vocabulary", "1");
    pen.xml.close();
}

/// There is no code for cooperation between two countries of the South: it is Bilateral, and a tag
/// says the rest.
void collaboration(ActivityPen const &pen)
{
    coded(pen, "collaboration-type", pen.told.project.arrangement == "triangular" ? "8" : "1");
}

void flow(ActivityPen const &pen)
{
    coded(pen, "default-flow-type", flow_code(pen.publisher.settings.flow));
}

bool is_loan(ToldActivity const &told)
{
    auto const &modalities = told.project.modalities;
    return modalities.size() == 1 && modalities.front() == "loan";
}

void finance(ActivityPen const &pen)
{
    coded(pen, "default-finance-type", is_loan(pen.told) ? "421" : "110");
}

/// What of the standard's list comes nearest; of several kinds together, a project.
void aid(ActivityPen const &pen)
{
    static std::map<std::string_view, std::string_view> const nearest{
        {"expert_assignment", "D01"}, {"training", "D02"},    {"seminar", "D02"},
        {"attachment", "D02"},        {"study_visit", "D02"}, {"technology_transfer", "D02"},
        {"joint_research", "D02"},    {"scholarship", "E01"}, {"debt_relief", "F01"},
    };
    std::set<std::string_view> codes;
    for (auto const &modality : pen.told.project.modalities) {
        auto const found = nearest.find(modality);
        codes.insert(found == nearest.end() ? "C01" : found->second);
    }
    coded(pen, "default-aid-type", codes.size() == 1 ? *codes.begin() : "C01");
}

// -- Money ----------------------------------------------------------------------------------------

void budgets(ActivityPen const &pen)
{
    for (auto const &budget : pen.told.budgets) {
        auto const first = Date::of(static_cast<int>(budget.year), 1, 1);
        auto const last = Date::of(static_cast<int>(budget.year), 12, 31);
        pen.xml.open("budget");
        pen.xml.attribute("type", "1");   // Original
        pen.xml.attribute("status", "2"); // Committed
        pen.day("period-start", *first);
        pen.day("period-end", *last);
        pen.value(budget.value, *first);
        pen.xml.close();
    }
}

void whose(ActivityPen const &pen, std::string_view element, std::optional<Uuid> party)
{
    auto const *const found = pen.told.party(party);
    pen.xml.open(element);
    auto const identifier =
        found == nullptr ? pen.publisher.settings.identifier : identifier_of(pen, *found);
    if (!identifier.empty()) {
        pen.xml.attribute("ref", identifier);
    }
    pen.xml.attribute("type", found == nullptr ? organisation_type_code(pen.publisher.type)
                                               : type_of(*found));
    pen.narrative(found == nullptr ? pen.publisher.name : found->name);
    pen.xml.close();
}

using Kind = ToldTransaction::Kind;

/// What a party gives in kind comes to the activity from outside: an incoming commitment, unless
/// the party is whoever publishes.
std::string_view transaction_type(ActivityPen const &pen, ToldTransaction const &one)
{
    switch (one.kind) {
    case Kind::incoming:
        return "1";
    case Kind::commitment:
        return "2";
    case Kind::disbursement:
        return "3";
    case Kind::in_kind:
        break;
    }
    auto const *const party = pen.told.party(one.provider);
    auto const &own = pen.publisher.settings.organisation;
    return party != nullptr && own && party->organisation == own->uuid() ? "2" : "11";
}

template <Kind Wanted>
void transactions(ActivityPen const &pen)
{
    for (auto const &one : pen.told.transactions) {
        if (one.kind != Wanted || one.on > pen.today) {
            continue;
        }
        pen.xml.open("transaction");
        coded(pen, "transaction-type", transaction_type(pen, one));
        pen.day("transaction-date", one.on);
        pen.value(one.value, one.on);
        if (!one.description.empty()) {
            pen.narrated("description", one.description);
        }
        if (!one.is_others) {
            whose(pen, "provider-org", one.provider);
        }
        if (Wanted == Kind::incoming) {
            whose(pen, "receiver-org", std::nullopt);
        } else if (one.receiver) {
            whose(pen, "receiver-org", one.receiver);
        }
        if (Wanted == Kind::in_kind) {
            coded(pen, "disbursement-channel", "4"); // in kind, by whoever gives it
        }
        pen.xml.close();
    }
}

void page(ActivityPen const &pen)
{
    auto const language = std::string{to_code(pen.publisher.language)};
    pen.xml.open("document-link");
    pen.xml.attribute("url", pen.publisher.base_url + "/public/" + language + "/projects/" +
                                 pen.told.project.reference);
    pen.xml.attribute("format", "text/html");
    pen.narrated("title", word::told_page(pen.publisher.language));
    coded(pen, "category", "A12"); // activity web page
    coded(pen, "language", language);
    pen.xml.close();
}

constexpr std::array facts{
    Fact{"language", "@xml:lang", Fate::kept, Topic::summary, language},
    Fact{"currency", "@default-currency", Fate::kept, Topic::summary, currency},
    Fact{"humanitarian", "@humanitarian", Fate::kept, Topic::summary, humanitarian},
    Fact{"reference", "iati-identifier", Fate::kept, Topic::summary, reference},
    Fact{"publisher", "reporting-org", Fate::kept, Topic::summary, publisher},
    Fact{"title", "title", Fate::kept, Topic::summary, title},
    Fact{"objective", "description[@type='2']", Fate::kept, Topic::summary, objective},
    Fact{"expected_results", "description[@type='4']", Fate::kept, Topic::results,
         expected_results},
    Fact{"parties", "participating-org", Fate::kept, Topic::summary, parties},
    Fact{"earlier_publisher", "other-identifier", Fate::kept, Topic::summary, earlier_publisher},
    Fact{"status", "activity-status", Fate::kept, Topic::summary, status},
    Fact{"days", "activity-date", Fate::kept, Topic::dates, days},
    Fact{"contact", "contact-info", Fate::kept, Topic::summary, contact},
    Fact{"scope", "activity-scope", Fate::kept, Topic::summary, scope},
    Fact{"countries", "recipient-country", Fate::kept, Topic::summary, countries},
    Fact{"places", "location", Fate::kept, Topic::places, places},
    Fact{"sector", "sector", Fate::kept, Topic::summary, sector},
    Fact{"goals", "tag[@vocabulary='2' or '3']", Fate::kept, Topic::summary, tags::goals},
    Fact{"arrangement", "tag", Fate::tag, Topic::summary, tags::arrangement},
    Fact{"geography", "tag", Fate::tag, Topic::summary, tags::geography},
    Fact{"modalities", "tag", Fate::tag, Topic::summary, tags::modalities},
    Fact{"domain", "tag", Fate::tag, Topic::summary, tags::domain},
    Fact{"state", "tag", Fate::tag, Topic::summary, tags::state},
    Fact{"roles", "tag", Fate::tag, Topic::summary, tags::roles},
    Fact{"shares", "tag", Fate::tag, Topic::contribution, tags::shares},
    Fact{"contributions", "tag", Fate::tag, Topic::contribution, tags::contributions},
    Fact{"legal_basis", "tag", Fate::tag, Topic::documents, tags::legal_basis},
    Fact{"collaboration", "collaboration-type", Fate::kept, Topic::summary, collaboration},
    Fact{"flow", "default-flow-type", Fate::kept, Topic::summary, flow},
    Fact{"finance", "default-finance-type", Fate::kept, Topic::summary, finance},
    Fact{"aid", "default-aid-type", Fate::kept, Topic::summary, aid},
    Fact{"budgets", "budget", Fate::kept, Topic::money, budgets},
    Fact{"earmarked", "transaction[transaction-type/@code='1']", Fate::kept, Topic::money,
         transactions<Kind::incoming>},
    Fact{"commitments", "transaction[transaction-type/@code='2']", Fate::kept, Topic::money,
         transactions<Kind::commitment>},
    Fact{"payments", "transaction[transaction-type/@code='3']", Fate::kept, Topic::money,
         transactions<Kind::disbursement>},
    Fact{"in_kind_values", "transaction[disbursement-channel/@code='4']", Fate::kept, Topic::money,
         transactions<Kind::in_kind>},
    Fact{"page", "document-link", Fate::kept, Topic::summary, page},
    Fact{"people", "result", Fate::kept, Topic::people, result_facts::people},
    Fact{"indicators", "result/indicator", Fate::kept, Topic::results, result_facts::indicators},
    // What has no place in the standard, and would say something else as a tag.
    Fact{"acceptance", "", Fate::lost},
    Fact{"origin", "", Fate::lost},
    Fact{"deeds", "", Fate::lost},
    Fact{"in_kind_given", "", Fate::lost},
    Fact{"fund_contributions", "", Fate::lost},
    Fact{"ratings", "", Fate::lost, Topic::ratings},
    Fact{"lessons", "", Fate::lost, Topic::lessons},
};

} // namespace

std::span<Fact const> activity_facts()
{
    return facts;
}

} // namespace selatan::iati_out
