#include "cooperation/correspondence/letter_draft.hpp"

#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/correspondence/correspondence_store.hpp"
#include "cooperation/correspondence/pages.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/reference/lists.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/i18n/format.hpp"

namespace selatan::correspondence {

namespace {

/// What a template can say of the record.
struct Facts {
    std::string reference;
    std::string title;
    std::string letter_number;
    std::optional<Date> letter_date;
    i18n::MultilingualText communicated;
};

void take_note(IncomingNote const &note, Letter &letter, Facts &facts)
{
    letter.country = note.country;
    letter.organisation = note.organisation;
    facts.letter_number = note.number;
    facts.letter_date = note.dated;
}

void take_request(requests::Request const &request, Letter &letter, Facts &facts)
{
    letter.country = request.country;
    letter.organisation = request.organisation;
    facts.letter_number = request.letter_number;
    facts.letter_date = request.letter_date;
    facts.communicated = request.communicated;
}

Facts facts_of(storage::Reader &reader, Head const &head, Letter &letter)
{
    Facts facts{.reference = head.reference, .title = head.title};
    if (head.kind == requests::requests.kind) {
        if (auto const request = records::load(reader, requests::requests, head.id)) {
            take_request(*request, letter, facts);
        }
    } else if (head.kind == incoming_notes.kind) {
        if (auto const note = records::load(reader, incoming_notes, head.id)) {
            take_note(*note, letter, facts);
        }
    } else if (head.kind == matching::matches.kind) {
        auto const match = records::load(reader, matching::matches, head.id);
        auto const request = match && match->request
                                 ? records::load(reader, requests::requests, match->request->uuid())
                                 : std::nullopt;
        if (request) {
            take_request(*request, letter, facts);
        }
    } else {
        letter.country = head.country;
        if (head.organisation) {
            letter.organisation = Id<partners::Organisation>{*head.organisation};
        }
    }
    return facts;
}

/// The first of these that the interface speaks.
std::optional<Language> first_spoken(std::vector<std::string> const &tags)
{
    for (auto const &tag : tags) {
        if (auto const language = parse_language(tag)) {
            return language;
        }
    }
    return std::nullopt;
}

Language language_for(storage::Reader &reader, auth::Identity const &by,
                      std::optional<CountryCode> country)
{
    if (!country) {
        return Language::en;
    }
    auto const profile =
        records::find(reader, partners::country_profiles, &by, country->to_string());
    auto const value =
        profile ? records::load(reader, partners::country_profiles, profile->id) : std::nullopt;
    if (auto const language = value ? first_spoken(value->languages) : std::nullopt) {
        return *language;
    }
    auto const lists = reference::lists(reader);
    auto const *const facts = lists->country(*country);
    return (facts == nullptr ? std::nullopt : first_spoken(facts->official_languages))
        .value_or(Language::en);
}

Values values_in(storage::Reader &reader, Language language, Letter const &letter,
                 Facts const &facts, std::string const &installation)
{
    auto const lists = reference::lists(reader);
    Values values;
    values["installation"] = installation;
    values["addressee"] = addressee_of(reader, letter, language);
    if (letter.country) {
        values["country"] = lists->name(*letter.country, language).text;
    }
    values["reference"] = facts.reference;
    values["title"] = facts.title;
    values["letter_number"] = facts.letter_number;
    if (facts.letter_date) {
        values["letter_date"] = i18n::format_date(language, *facts.letter_date);
    }
    values["communicated"] = facts.communicated.in(language);
    values["today"] = i18n::format_date(language, reader.today());
    return values;
}

} // namespace

Letter begin_letter(storage::Reader &reader, auth::Identity const &by, DraftWanted const &wanted)
{
    Letter letter;
    Facts facts;
    if (by.office) {
        letter.signatory = only_signatory(reader, *by.office);
    }
    auto const about =
        wanted.about ? subject(reader, &by, *wanted.about) : Result<Head>{not_found()};
    if (about) {
        letter.about = Id<records::AnyRecord>{about->id};
        facts = facts_of(reader, *about, letter);
    }
    letter.first_language =
        wanted.first_language.value_or(language_for(reader, by, letter.country));
    letter.second_language = wanted.second_language;
    if (!wanted.first_language && !wanted.second_language && letter.first_language != by.language) {
        // The drafter reads what goes out: one's own language stands beside the partner's.
        letter.second_language = by.language;
    }
    auto const head = wanted.from
                          ? records::find(reader, letter_templates, &by, wanted.from->to_string())
                          : Result<Head>{not_found()};
    auto const from = head ? records::load(reader, letter_templates, head->id) : std::nullopt;
    if (!from) {
        return letter;
    }
    letter.letter_template = Id<LetterTemplate>{head->id};
    letter.kind = from->kind;
    letter.effect = from->effect;
    for (auto const language : letter.languages()) {
        auto const values = values_in(reader, language, letter, facts, wanted.installation);
        letter.subject.set(language, filled(from->subject.in(language), values));
        letter.body.set(language, filled(from->body.in(language), values));
    }
    return letter;
}

} // namespace selatan::correspondence
