#include "cooperation/correspondence/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/correspondence/correspondence_store.hpp"
#include "cooperation/correspondence/letter_draft.hpp"

namespace selatan::correspondence {

namespace {

/// Acts on a letter or note as the act before left it; what an example asks for, the rules allow.
class Walk {
public:
    Walk(storage::Tx &tx, records::Noun const &noun, Uuid id) : m_tx{&tx}, m_noun{&noun}, m_id{id}
    {
    }

    template <typename Verb, typename... Form>
    void act(Verb verb, auth::Identity const &by, Form const &...form)
    {
        auto const program = auth::program_identity("init");
        auto const head = records::find(*m_tx, *m_noun, &program, m_id.to_string());
        ENSURE(head.has_value());
        ENSURE(verb(*m_tx, by, *head, head->version, form...).has_value());
    }

private:
    storage::Tx *m_tx;
    records::Noun const *m_noun;
    Uuid m_id;
};

Uuid template_for(storage::Reader &reader, std::string_view words)
{
    for (auto const &one : template_choices(reader)) {
        if (one.name.find(words) != std::string::npos) {
            return one.id;
        }
    }
    throw Bug{"no shipped template is named " + std::string{words}};
}

Uuid draft(storage::Tx &tx, ExampleOffice const &office, Uuid about, std::string_view words)
{
    auto letter = begin_letter(
        tx, office.desk,
        {.installation = office.installation, .about = about, .from = template_for(tx, words)});
    letter.signatory = Id<partners::Post>{*office.director.post};
    return records::create(tx, office.desk.actor(), letters, letter,
                           {.assignee = office.desk.user.uuid()})
        .id;
}

/// Sent round and initialled by the desk: the director comes next.
void send_round(Walk &letter, ExampleOffice const &office)
{
    letter.act(ask_initial, office.desk,
               InitialWanted{.post = Id<partners::Post>{*office.desk.post}, .position = 1});
    letter.act(ask_initial, office.desk,
               InitialWanted{.post = Id<partners::Post>{*office.director.post}, .position = 2});
    letter.act(circulate, office.desk);
    letter.act(initial, office.desk, Initialling{.remark = {}});
}

/// A letter that came in, and the request that it began.
Uuid receive(storage::Tx &tx, ExampleOffice const &office)
{
    IncomingNote note;
    note.subject = "Example: Nurses for the islands";
    note.number = "EX-214/2026";
    note.dated = tx.today().plus_days(-12);
    note.received_on = tx.today().plus_days(-3);
    note.country = office.country;
    note.organisation = office.sender;
    note.language = "pt";
    note.summary = "Asks for the training of twenty nurses who serve on remote islands.";
    auto const saved = register_note(tx, office.desk, {.note = note, .scan = std::nullopt});
    ENSURE(saved.has_value());
    Walk walk{tx, incoming_notes, saved->id};
    walk.act(open_request, office.desk,
             Opening{.title = note.subject,
                     .consented_by = "Example ministry",
                     .consented_on = note.dated});
    walk.act(assign, office.desk,
             Assignment{.post = Id<partners::Post>{*office.desk.post},
                        .officer = {},
                        .instruction = "Please acknowledge and screen.",
                        .deadline = tx.today().plus_days(7)});
    return records::load(tx, incoming_notes, saved->id)->about->uuid();
}

} // namespace

void make_examples(storage::Tx &tx, ExampleOffice const &office)
{
    auto const request = receive(tx, office);
    Walk acknowledgement{tx, letters, draft(tx, office, request, "Acknowledgement")};
    send_round(acknowledgement, office);

    Walk answer{tx, letters, draft(tx, office, office.declined, "not possible at present")};
    send_round(answer, office);
    answer.act(initial, office.director, Initialling{.remark = {}});
    answer.act(sign, office.director, Signature{.number = {}, .dated = tx.today()});
    answer.act(dispatch, office.desk,
               Dispatching{.dispatched_on = tx.today(),
                           .channel = requests::Channel::mission,
                           .proof = "Example bag no. 7"});
}

} // namespace selatan::correspondence
