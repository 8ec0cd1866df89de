#include "cooperation/participants/invitation.hpp"

#include "base/ensure.hpp"
#include "platform/i18n/format.hpp"
#include "words/participants.hpp"

namespace selatan::participants {

namespace {

namespace word = words::participants;

/// All that the letter is made of.
struct Invitation {
    Head const &head;
    Participant participant;
    Call call;
    activities::Activity activity;
    std::string institute;
    Language language = Language::en;
};

Invitation gather(storage::Reader &reader, Head const &head)
{
    auto participant = records::load(reader, participants, head.id);
    ENSURE(participant.has_value());
    auto call = records::load(reader, calls, participant->call->uuid());
    ENSURE(call.has_value());
    auto activity = records::load(reader, activities::activities, call->activity->uuid());
    ENSURE(activity.has_value());
    auto const institute = records::label_of(reader, call->organisation->uuid());
    auto const language = participant->letter_language();
    return {.head = head,
            .participant = std::move(*participant),
            .call = std::move(*call),
            .activity = std::move(*activity),
            .institute = institute ? institute->title_in(language) : std::string{},
            .language = language};
}

std::string course_days(Invitation const &letter)
{
    auto const day = [&](Date date) {
        return i18n::format_date(letter.language, date);
    };
    auto const &[starts, ends] = std::pair{letter.activity.starts, letter.activity.ends};
    return starts && ends ? word::invitation_from_to(letter.language, day(*starts), day(*ends))
                          : std::string{};
}

std::string taught_in(Invitation const &letter, records::CodeLists const &codes)
{
    std::vector<std::string> names;
    for (auto const &code : letter.call.languages) {
        names.push_back(codes.name("language", code, letter.language));
    }
    return i18n::join_list(letter.language, names);
}

/// What there is to say of the course and of travel; nothing of what is not known yet.
pdf::Table particulars(Invitation const &letter, records::CodeLists const &codes)
{
    auto const language = letter.language;
    pdf::Table table{.language = language, .shares = {1, 2.6}, .header = {}, .rows = {}};
    auto const add = [&](std::string_view label, std::string text) {
        if (!text.empty()) {
            table.rows.push_back(
                {{{.text = std::string{label}, .bold = true}}, {{.text = std::move(text)}}});
        }
    };
    add(word::invitation_course(language), letter.call.title_in(language));
    add(word::invitation_days(language), course_days(letter));
    add(word::field_institute(language), letter.institute);
    add(word::invitation_venue(language),
        activities::venue_of(letter.language, letter.activity, codes));
    add(word::invitation_taught_in(language), taught_in(letter, codes));
    if (letter.participant.arrives_on) {
        add(word::invitation_arrival(language),
            i18n::format_date(language, *letter.participant.arrives_on));
    }
    if (letter.participant.departs_on) {
        add(word::invitation_departure(language),
            i18n::format_date(language, *letter.participant.departs_on));
    }
    add(word::field_ticket(language), letter.participant.ticket);
    return table;
}

} // namespace

pdf::Document invitation_of(storage::Reader &reader, records::CodeLists const &codes,
                            Head const &participant, std::string const &installation)
{
    auto const letter = gather(reader, participant);
    auto const language = letter.language;
    auto const line = [language](std::string text, pdf::Style style = pdf::Style::body) {
        return pdf::Paragraph{
            .runs = {{.text = std::move(text)}}, .language = language, .style = style};
    };
    auto const country = letter.participant.country
                             ? codes.name("country", letter.participant.country->view(), language)
                             : std::string{};
    auto const reference = participant.reference;
    pdf::Document document;
    document.title = std::string{word::invitation_title(language)} + " · " + reference;
    document.language = language;
    document.author = installation;
    document.made = participant.changed_at;
    document.foot = [reference, language](std::size_t page, std::size_t of) {
        return word::invitation_page(language, reference, static_cast<std::int64_t>(page),
                                     static_cast<std::int64_t>(of));
    };
    auto letterhead = line(installation, pdf::Style::title);
    letterhead.align = pdf::Align::centre;
    document.blocks.emplace_back(std::move(letterhead));
    document.blocks.emplace_back(pdf::Rule{});
    document.blocks.emplace_back(pdf::Space{10});
    document.blocks.emplace_back(line(word::invitation_number(language, reference)));
    document.blocks.emplace_back(
        line(i18n::format_date(language, reader.day_of(participant.created_at))));
    document.blocks.emplace_back(
        line(std::string{word::invitation_title(language)}, pdf::Style::heading));
    document.blocks.emplace_back(line(word::invitation_greeting(language, participant.title)));
    document.blocks.emplace_back(line(word::invitation_accepted(language, installation, country)));
    document.blocks.emplace_back(particulars(letter, codes));
    bool const needs_visa = letter.participant.visa != Visa::not_needed;
    document.blocks.emplace_back(line(std::string{
        needs_visa ? word::invitation_visa(language) : word::invitation_no_visa(language)}));
    document.blocks.emplace_back(line(std::string{word::invitation_change(language)}));
    document.blocks.emplace_back(pdf::Space{12});
    document.blocks.emplace_back(line(std::string{word::invitation_close(language)}));
    document.blocks.emplace_back(line(installation));
    return document;
}

} // namespace selatan::participants
