#include "cooperation/correspondence/incoming_note.hpp"

#include "base/ensure.hpp"
#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/correspondence/correspondence_store.hpp"
#include "cooperation/correspondence/pages.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/auth/account.hpp"
#include "platform/web/attachment_store.hpp"
#include "words/correspondence.hpp"
#include "words/requests.hpp"

namespace selatan::correspondence {

namespace {

namespace word = words::correspondence;
using records::Extra;
using records::field;
using records::Kind;
using records::Transition;

constexpr std::array note_fields{
    field<&IncomingNote::subject>("subject", word::field_subject).title(),
    field<&IncomingNote::number>("number", word::field_sender_number).at_most(120).listed(),
    field<&IncomingNote::dated>("dated", word::field_dated),
    field<&IncomingNote::received_on>("received_on", word::field_received_on).required().listed(),
    field<&IncomingNote::channel>("channel", word::field_channel)
        .among(requests::channels, words::requests::channels)
        .required(),
    field<&IncomingNote::country>("country", word::field_sender_country).scope_country().listed(),
    field<&IncomingNote::organisation>("organisation", word::field_sender).scope_organisation(),
    field<&IncomingNote::language>("language", word::field_language).as(Kind::code).of("language"),
    field<&IncomingNote::classification>("classification", word::field_classification)
        .among(classifications, word::classifications)
        .required()
        .hinted(word::field_classification_hint),
    field<&IncomingNote::summary>("summary", word::field_summary).as(Kind::long_text),
    field<&IncomingNote::about>("about", word::field_about)
        .of(records::any_kind)
        .by_verbs()
        .thread(),
    field<&IncomingNote::post>("post", word::field_assigned_post).of("post").by_verbs().listed(),
    field<&IncomingNote::instruction>("instruction", word::field_instruction)
        .as(Kind::long_text)
        .by_verbs(),
    field<&IncomingNote::outcome>("outcome", word::field_outcome).as(Kind::long_text).by_verbs(),
    field<&IncomingNote::settled_on>("settled_on", word::field_settled_on).by_verbs(),
    field<&IncomingNote::fingerprint>("fingerprint", word::field_fingerprint).by_verbs(),
};

constexpr std::array<std::string_view, 4> states{"registered", "assigned", "settled", "returned"};
constexpr std::array transitions{
    Transition{"assign", "registered", "assigned"},
    Transition{"assign", "assigned", "assigned"},
    Transition{"assign", "settled", "assigned"}, // taken up again
    Transition{"settle", "registered", "settled"},
    Transition{"settle", "assigned", "settled"},
    Transition{"return_note", "registered", "returned"},
    Transition{"return_note", "assigned", "returned"},
};
constexpr records::Machine machine{.initial = "registered",
                                   .states = states,
                                   .transitions = transitions,
                                   .state_name = word::note_states};

IncomingNote load(storage::Reader &reader, Head const &head)
{
    auto note = records::load(reader, incoming_notes, head.id);
    ENSURE(note.has_value());
    return std::move(*note);
}

/// What a partner sent may be shown to it again, unless the registry marked it.
Audience audience_of_scan(IncomingNote const &note)
{
    return note.classification == Classification::ordinary ? Audience::partner : Audience::internal;
}

requests::Request request_from(IncomingNote const &note, Opening const &wanted)
{
    requests::Request request;
    request.title = wanted.title;
    request.origin = note.channel == requests::Channel::mission ? requests::Origin::mission_notice
                                                                : requests::Origin::request_letter;
    request.country = note.country;
    request.organisation = note.organisation;
    request.problem = note.summary;
    request.letter_number = note.number;
    request.letter_date = note.dated;
    request.channel = note.channel;
    return request;
}

} // namespace

constinit records::NounOf<IncomingNote> const incoming_notes{{
    .kind = "incoming_note",
    .table = "incoming_note",
    .path = "/incoming-notes",
    .prefix = "INC",
    .singular = word::note_singular,
    .plural = word::note_plural,
    .fields = note_fields,
    .type = &records::value_type<IncomingNote>,
    .policy = &note_policy,
    .machine = &machine,
    .audience = Audience::internal,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems check_note(IncomingNote const &note, Date today)
{
    Problems problems;
    if (!note.country && !note.organisation) {
        problems.push_back({"country", "correspondence.sender_missing", {}});
    }
    if (note.dated && *note.dated > today) {
        problems.push_back({"dated", "common.in_the_future", {}});
    }
    if (note.received_on && *note.received_on > today) {
        problems.push_back({"received_on", "common.in_the_future", {}});
    } else if (note.dated && note.received_on && *note.received_on < *note.dated) {
        problems.push_back({"received_on", "correspondence.received_before_written", {}});
    }
    return problems;
}

Result<void> decide_assign(Assignment const &wanted, Date today)
{
    if (!wanted.post && wanted.officer.empty()) {
        return refuse(Decline::invalid, "post", "correspondence.assigned_to_nobody");
    }
    if (wanted.deadline && *wanted.deadline < today) {
        return refuse(Decline::invalid, "deadline", "common.in_the_past");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> register_note(storage::Tx &tx, auth::Identity const &by, Registering const &wanted)
{
    auto note = wanted.note;
    if (wanted.scan) {
        note.fingerprint = fingerprint_of(*wanted.scan);
    }
    if (!wanted.anyway) {
        if (auto const same = note_with_scan(tx, note.fingerprint)) {
            return refuse(Decline::invalid, "file", "correspondence.same_scan",
                          {{"reference", *same}});
        }
        if (auto const same = note_with_number(tx, note)) {
            return refuse(Decline::invalid, "number", "correspondence.same_number",
                          {{"reference", *same}});
        }
    }
    auto saved =
        records::create(tx, by.actor(), incoming_notes, note, {.assignee = by.user.uuid()});
    if (wanted.scan) {
        auto const file = files::store(
            tx, {.examined = *wanted.scan, .audience = Audience::internal, .person = {}});
        if (!file) {
            return refuse(file.error());
        }
        web::insert_attachment(tx, saved.id, *file, by.actor(), Audience::internal,
                               std::string{word::field_scan(by.language)});
    }
    return saved;
}

Result<Saved> assign(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Assignment const &wanted)
{
    if (auto const may = decide_assign(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto leads = wanted.post ? account_in(tx, *wanted.post) : std::nullopt;
    if (!wanted.officer.empty()) {
        auto const email = auth::Email::parse(wanted.officer);
        auto const account = email ? auth::find_account(tx, *email) : std::nullopt;
        if (!account || account->status != auth::AccountStatus::active) {
            return refuse(Decline::invalid, "officer", "correspondence.no_such_officer");
        }
        leads = account->id.uuid();
    }
    auto const before = load(tx, head);
    auto after = before;
    after.post = wanted.post;
    after.instruction = wanted.instruction;
    after.settled_on.reset();
    Extra extra{.due_on = wanted.deadline};
    extra.assignee = leads ? leads : head.assignee;
    return records::advance(tx, by.actor(), incoming_notes, head, version, "assign", before, after,
                            extra);
}

Result<Saved> settle(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Settlement const &wanted)
{
    auto const before = load(tx, head);
    auto after = before;
    after.outcome = wanted.outcome;
    after.settled_on = tx.today();
    return records::advance(tx, by.actor(), incoming_notes, head, version, "settle", before, after,
                            {.due_on = std::optional<Date>{}});
}

Result<Saved> return_note(storage::Tx &tx, auth::Identity const &by, Head const &head,
                          std::int64_t version, Misdirection const &wanted)
{
    return records::advance(tx, by.actor(), incoming_notes, head, version, "return_note",
                            {.reason = wanted.reason, .due_on = std::optional<Date>{}});
}

Result<Saved> open_request(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version, Opening const &wanted)
{
    auto const before = load(tx, head);
    if (before.about) {
        return refuse(Decline::conflict, "", "correspondence.linked_already");
    }
    if (!before.country) {
        return refuse(Decline::conflict, "", "correspondence.no_country");
    }
    if (!records::may_create(requests::policy, by, head.country, head.organisation)) {
        return refuse(Decline::forbidden, "", "common.forbidden");
    }
    auto const made = records::create(tx, by.actor(), requests::requests,
                                      request_from(before, wanted), {.assignee = by.user.uuid()});
    auto const registered = requests::register_(
        tx, by, records::head_of(tx, requests::requests, made.id), made.version,
        {.letter_number = before.number,
         .letter_date = before.dated,
         .channel = before.channel,
         .consented_by = wanted.consented_by,
         .consented_on = wanted.consented_on,
         .consent_document = wanted.consented_on ? before.number : std::string{}});
    if (!registered) {
        return refuse(registered.error());
    }
    for (auto const &scan : web::attachments_of(tx, head.id, Audience::internal)) {
        web::insert_attachment(tx, made.id, scan.file, by.actor(), audience_of_scan(before),
                               before.number.empty() ? head.reference : before.number);
    }
    auto after = before;
    after.about = Id<records::AnyRecord>{made.id};
    return records::change(tx, by.actor(), incoming_notes, head, version, before, after,
                           {.verb = "open_request"});
}

Result<Saved> link(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Linking const &wanted)
{
    ENSURE(wanted.about.has_value());
    auto const found = subject(tx, &by, wanted.about->uuid());
    if (!found) {
        return refuse(Decline::invalid, "about", "common.not_found");
    }
    auto const before = load(tx, head);
    auto after = before;
    after.about = wanted.about;
    return records::change(tx, by.actor(), incoming_notes, head, version, before, after,
                           {.verb = "link"});
}

} // namespace selatan::correspondence
