#include "cooperation/requests/request.hpp"

#include "base/ensure.hpp"
#include "cooperation/requests/requests.hpp"
#include "words/requests.hpp"

namespace selatan::requests {

namespace {

namespace word = words::requests;
using records::Extra;
using records::field;
using records::Kind;
using records::Transition;

constexpr std::array request_fields{
    field<&Request::title>("title", word::field_title).title().hinted(word::field_title_hint),
    field<&Request::country>("country", word::field_country).scope_country().required().listed(),
    field<&Request::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .hinted(word::field_organisation_hint),
    field<&Request::origin>("origin", word::field_origin).among(origins, word::origins).listed(),
    field<&Request::letter_number>("letter_number", word::field_letter_number).at_most(120),
    field<&Request::letter_date>("letter_date", word::field_letter_date),
    field<&Request::channel>("channel", word::field_channel).among(channels, word::channels),
    field<&Request::problem>("problem", word::field_problem)
        .as(Kind::long_text)
        .hinted(word::field_problem_hint),
    field<&Request::wanted>("wanted", word::field_wanted)
        .as(Kind::long_text)
        .hinted(word::field_wanted_hint),
    field<&Request::modalities>("modalities", word::field_modalities).of("modality"),
    field<&Request::people>("people", word::field_people).at_least(1).at_most(100'000'000),
    field<&Request::languages>("languages", word::field_languages).of("language"),
    field<&Request::starts>("starts", word::field_starts),
    field<&Request::ends>("ends", word::field_ends),
    field<&Request::geography>("geography", word::field_geography).as(Kind::code).of("geography"),
    field<&Request::countries>("countries", word::field_countries)
        .of("country")
        .hinted(word::field_countries_hint),
    field<&Request::priority>("priority", word::field_priority)
        .prose()
        .hinted(word::field_priority_hint),
    field<&Request::sector>("sector", word::field_sector)
        .as(Kind::code)
        .of("sector")
        .hinted(word::field_sector_hint)
        .listed(),
    field<&Request::sdgs>("sdgs", word::field_sdgs).of("sdg"),
    field<&Request::humanitarian>("humanitarian", word::field_humanitarian)
        .hinted(word::field_humanitarian_hint),
    field<&Request::classification>("classification", word::field_classification)
        .as(Kind::long_text)
        .seen_by(Audience::internal),

    field<&Request::consented_by>("consented_by", word::field_consented_by).at_most(300).by_verbs(),
    field<&Request::consented_on>("consented_on", word::field_consented_on).by_verbs(),
    field<&Request::consent_document>("consent_document", word::field_consent_document).by_verbs(),
    field<&Request::registered_on>("registered_on", word::field_registered_on).by_verbs(),
    field<&Request::missing>("missing", word::field_missing).as(Kind::long_text).by_verbs(),
    field<&Request::finding>("finding", word::field_finding)
        .among(findings, word::findings)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Request::assessment>("assessment", word::field_assessment)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Request::remainder>("remainder", word::field_remainder).as(Kind::long_text).by_verbs(),
    field<&Request::offer_deadline>("offer_deadline", word::field_offer_deadline)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Request::deferred_to>("deferred_to", word::field_deferred_to)
        .at_least(2000)
        .at_most(2200)
        .by_verbs(),
    field<&Request::referred_to>("referred_to", word::field_referred_to).by_verbs(),
    field<&Request::plan_year>("plan_year", word::field_plan_year)
        .at_least(2000)
        .at_most(2200)
        .by_verbs(),
    field<&Request::exit_reason>("exit_reason", word::field_exit_reason)
        .among(exit_reasons, word::exit_reasons)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Request::exit_note>("exit_note", word::field_exit_note)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Request::communicated>("communicated", word::field_communicated).by_verbs(),
    field<&Request::answer_letter>("answer_letter", word::field_answer_letter).by_verbs(),
    field<&Request::answered_on>("answered_on", word::field_answered_on).by_verbs(),
};

// Every exit of screening leads on: nothing that a partner sent may end in a corner. What was
// declined, referred, deferred or closed can be taken up again by an act that says why.
constexpr std::array transitions{
    Transition{"submit", states::draft, states::received},
    Transition{"submit", states::returned, states::received},
    // What came by post is entered by an officer or a mission, and needs no second step.
    Transition{"register", states::draft, states::registered},
    Transition{"register", states::received, states::registered},
    Transition{"return", states::received, states::returned},
    Transition{"return", states::registered, states::returned},
    Transition{"return", states::screened, states::returned},
    Transition{"screen", states::registered, states::screened},
    Transition{"match", states::screened, states::matched},
    Transition{"match", states::part_answered, states::matched},
    Transition{"match", states::offer_sought, states::matched},
    Transition{"match", states::financing_sought, states::matched},
    Transition{"match", states::deferred, states::matched},
    Transition{"part_answer", states::screened, states::part_answered},
    Transition{"part_answer", states::matched, states::part_answered},
    Transition{"part_answer", states::offer_sought, states::part_answered},
    Transition{"part_answer", states::financing_sought, states::part_answered},
    Transition{"seek_offer", states::screened, states::offer_sought},
    Transition{"seek_offer", states::matched, states::offer_sought},
    Transition{"seek_offer", states::part_answered, states::offer_sought},
    Transition{"seek_offer", states::financing_sought, states::offer_sought},
    Transition{"seek_offer", states::deferred, states::offer_sought},
    Transition{"seek_financing", states::screened, states::financing_sought},
    Transition{"seek_financing", states::matched, states::financing_sought},
    Transition{"seek_financing", states::part_answered, states::financing_sought},
    Transition{"seek_financing", states::offer_sought, states::financing_sought},
    Transition{"seek_financing", states::deferred, states::financing_sought},
    Transition{"defer", states::screened, states::deferred},
    Transition{"defer", states::matched, states::deferred},
    Transition{"defer", states::offer_sought, states::deferred},
    Transition{"defer", states::financing_sought, states::deferred},
    Transition{"defer", states::proposed, states::deferred},
    Transition{"refer", states::screened, states::referred},
    Transition{"refer", states::offer_sought, states::referred},
    Transition{"refer", states::financing_sought, states::referred},
    Transition{"refer", states::deferred, states::referred},
    Transition{"decline", states::screened, states::declined},
    Transition{"decline", states::matched, states::declined},
    Transition{"decline", states::offer_sought, states::declined},
    Transition{"decline", states::financing_sought, states::declined},
    Transition{"decline", states::deferred, states::declined},
    Transition{"decline", states::proposed, states::declined},
    Transition{"propose", states::matched, states::proposed},
    Transition{"propose", states::part_answered, states::proposed},
    Transition{"propose", states::financing_sought, states::proposed},
    Transition{"propose", states::deferred, states::proposed},
    Transition{"plan", states::proposed, states::in_portfolio},
    // A negative answer is an answer too: it goes out by letter like the others.
    Transition{"answer", states::in_portfolio, states::answered},
    Transition{"answer", states::part_answered, states::answered},
    Transition{"answer", states::referred, states::answered},
    Transition{"answer", states::declined, states::answered},
    Transition{"answer", states::deferred, states::answered},
    Transition{"withdraw", states::received, states::withdrawn},
    Transition{"withdraw", states::registered, states::withdrawn},
    Transition{"withdraw", states::screened, states::withdrawn},
    Transition{"withdraw", states::returned, states::withdrawn},
    Transition{"withdraw", states::matched, states::withdrawn},
    Transition{"withdraw", states::part_answered, states::withdrawn},
    Transition{"withdraw", states::offer_sought, states::withdrawn},
    Transition{"withdraw", states::financing_sought, states::withdrawn},
    Transition{"withdraw", states::deferred, states::withdrawn},
    Transition{"withdraw", states::proposed, states::withdrawn},
    Transition{"withdraw", states::in_portfolio, states::withdrawn},
    Transition{"close", states::answered, states::closed},
    Transition{"close", states::withdrawn, states::closed},
    // The partner never sent what was missing.
    Transition{"close", states::returned, states::closed},
    Transition{"reopen", states::deferred, states::screened},
    Transition{"reopen", states::referred, states::screened},
    Transition{"reopen", states::declined, states::screened},
    Transition{"reopen", states::answered, states::screened},
    Transition{"reopen", states::closed, states::screened},
};

constexpr int years_ahead_most = 10;

Result<void> accepted()
{
    return {};
}

bool is_year_ahead(std::int64_t year, Date today)
{
    return year > today.year() && year <= today.year() + years_ahead_most;
}

Request load(storage::Reader &reader, Head const &head)
{
    auto request = records::load(reader, requests, head.id);
    ENSURE(request.has_value());
    return std::move(*request);
}

/// Takes the record to the state behind `verb`, with what the verb wrote, and sets its clock.
Result<Saved> take(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, std::string_view verb, Request const &before,
                   Request const &after, Extra extra = {})
{
    if (auto const next = machine.next(head.state, verb)) {
        extra.due_on =
            due_on(calendar(tx), standards(tx), *next, tx.today(),
                   {.offer_deadline = after.offer_deadline, .deferred_to = after.deferred_to});
    }
    return records::advance(tx, by.actor(), requests, head, version, verb, before, after, extra);
}

Result<Saved> take(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, std::string_view verb)
{
    auto const request = load(tx, head);
    return take(tx, by, head, version, verb, request, request);
}

/// What an earlier exit said holds no longer once the request is taken up again.
void clear_exit(Request &request)
{
    request.exit_reason.reset();
    request.exit_note.clear();
    request.communicated = {};
    request.deferred_to.reset();
    request.referred_to.clear();
}

void give_consent(Request &request, Extra &extra, std::string by, Date on, std::string document)
{
    request.consented_by = std::move(by);
    request.consented_on = on;
    request.consent_document = std::move(document);
    extra.audience = Audience::partner;
}

} // namespace

constinit records::Machine const machine{
    .initial = states::draft,
    .states = states::all,
    .transitions = transitions,
    .state_name = word::states,
};

// A record that an officer makes is internal until the partner has consented to it; what a partner
// makes, it may always read.
constinit records::NounOf<Request> const requests{{
    .kind = "request",
    .table = "request",
    .path = "/requests",
    .prefix = "REQ",
    .singular = word::request_singular,
    .plural = word::request_plural,
    .fields = request_fields,
    .type = &records::value_type<Request>,
    .policy = &policy,
    .machine = &machine,
    .audience = Audience::internal,
}};

i18n::MultilingualText not_possible_now()
{
    i18n::MultilingualText text;
    for (auto const language : languages) {
        text.set(language, std::string{word::communicated_not_possible(language)});
    }
    return text;
}

// -- Rules --------------------------------------------------------------------------------------

Result<void> decide_submit(Submission const &wanted)
{
    return wanted.consent ? accepted()
                          : refuse(Decline::invalid, "consent", "requests.consent_needed");
}

Result<void> decide_register(Registration const &wanted, Date today)
{
    if (wanted.letter_date && *wanted.letter_date > today) {
        return refuse(Decline::invalid, "letter_date", "common.in_the_future");
    }
    if (wanted.consented_on && *wanted.consented_on > today) {
        return refuse(Decline::invalid, "consented_on", "common.in_the_future");
    }
    if (wanted.consented_on.has_value() == wanted.consented_by.empty()) {
        return refuse(Decline::invalid, "consented_by", "requests.consent_incomplete");
    }
    return accepted();
}

Result<void> decide_consent(Consent const &wanted, Date today)
{
    return wanted.consented_on <= today
               ? accepted()
               : refuse(Decline::invalid, "consented_on", "common.in_the_future");
}

Result<void> decide_seek_offer(OfferSearch const &wanted, Date today)
{
    return wanted.offer_deadline > today
               ? accepted()
               : refuse(Decline::invalid, "offer_deadline", "requests.deadline_passed");
}

Result<void> decide_exit(ExitReason reason, std::string_view note)
{
    return reason != ExitReason::other || !note.empty()
               ? accepted()
               : refuse(Decline::invalid, "exit_note", "requests.reason_needed");
}

Result<void> decide_defer(Deferral const &wanted, Date today)
{
    if (auto const exit = decide_exit(wanted.exit_reason, wanted.exit_note); !exit) {
        return exit;
    }
    return is_year_ahead(wanted.deferred_to, today)
               ? accepted()
               : refuse(Decline::invalid, "deferred_to", "requests.year_passed");
}

Result<void> decide_propose(Request const &request)
{
    return request.consented_on ? accepted()
                                : refuse(Decline::conflict, "", "requests.consent_missing");
}

Result<void> decide_plan(Planning const &wanted, Date today)
{
    return wanted.plan_year == today.year() || is_year_ahead(wanted.plan_year, today)
               ? accepted()
               : refuse(Decline::invalid, "plan_year", "requests.year_passed");
}

Result<void> decide_answer(Answer const &wanted, Date today)
{
    return wanted.answered_on <= today
               ? accepted()
               : refuse(Decline::invalid, "answered_on", "common.in_the_future");
}

// -- Verbs --------------------------------------------------------------------------------------

Result<Saved> submit(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Submission const &wanted)
{
    if (auto const may = decide_submit(wanted); !may) {
        return refuse(may.error());
    }
    auto const before = load(tx, head);
    auto after = before;
    Extra extra;
    give_consent(after, extra, wanted.consented_by, tx.today(), before.consent_document);
    after.missing.clear();
    return take(tx, by, head, version, "submit", before, after, extra);
}

Result<Saved> register_(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, Registration const &wanted)
{
    auto const today = tx.today();
    if (auto const may = decide_register(wanted, today); !may) {
        return refuse(may.error());
    }
    auto const before = load(tx, head);
    auto after = before;
    Extra extra;
    after.letter_number = wanted.letter_number;
    after.letter_date = wanted.letter_date;
    after.channel = wanted.channel;
    after.registered_on = today;
    if (wanted.consented_on) {
        give_consent(after, extra, wanted.consented_by, *wanted.consented_on,
                     wanted.consent_document);
    }
    bool const leads = by.has(auth::Role::desk_officer) || by.has(auth::Role::coordinator);
    if (!head.assignee && leads) {
        extra.assignee = by.user.uuid();
    }
    return take(tx, by, head, version, "register", before, after, extra);
}

Result<Saved> record_consent(storage::Tx &tx, auth::Identity const &by, Head const &head,
                             std::int64_t version, Consent const &wanted)
{
    if (auto const may = decide_consent(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const before = load(tx, head);
    auto after = before;
    Extra extra{.verb = "record_consent"};
    give_consent(after, extra, wanted.consented_by, wanted.consented_on, wanted.consent_document);
    return records::change(tx, by.actor(), requests, head, version, before, after, extra);
}

Result<Saved> take_lead(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version)
{
    auto const request = load(tx, head);
    return records::change(tx, by.actor(), requests, head, version, request, request,
                           {.verb = "take_lead", .assignee = by.user.uuid()});
}

Result<Saved> screen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Screening const &wanted)
{
    auto const before = load(tx, head);
    auto after = before;
    after.finding = wanted.finding;
    after.assessment = wanted.assessment;
    after.sector = wanted.sector;
    return take(tx, by, head, version, "screen", before, after);
}

Result<Saved> return_(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Return const &wanted)
{
    auto const before = load(tx, head);
    auto after = before;
    after.missing = wanted.missing;
    // The partner must see what it is asked to complete.
    return take(tx, by, head, version, "return", before, after, {.audience = Audience::partner});
}

Result<Saved> match(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version)
{
    return take(tx, by, head, version, "match");
}

Result<Saved> part_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                          std::int64_t version, PartAnswer const &wanted)
{
    auto const before = load(tx, head);
    auto after = before;
    after.remainder = wanted.remainder;
    return take(tx, by, head, version, "part_answer", before, after);
}

Result<Saved> seek_offer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version, OfferSearch const &wanted)
{
    if (auto const may = decide_seek_offer(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const before = load(tx, head);
    auto after = before;
    after.offer_deadline = wanted.offer_deadline;
    return take(tx, by, head, version, "seek_offer", before, after);
}

Result<Saved> seek_financing(storage::Tx &tx, auth::Identity const &by, Head const &head,
                             std::int64_t version)
{
    return take(tx, by, head, version, "seek_financing");
}

Result<Saved> defer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, Deferral const &wanted)
{
    if (auto const may = decide_defer(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const before = load(tx, head);
    auto after = before;
    clear_exit(after);
    after.deferred_to = wanted.deferred_to;
    after.exit_reason = wanted.exit_reason;
    after.exit_note = wanted.exit_note;
    after.communicated = wanted.communicated;
    return take(tx, by, head, version, "defer", before, after);
}

Result<Saved> refer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, Referral const &wanted)
{
    if (auto const may = decide_exit(wanted.exit_reason, wanted.exit_note); !may) {
        return refuse(may.error());
    }
    auto const before = load(tx, head);
    auto after = before;
    clear_exit(after);
    after.referred_to = wanted.referred_to;
    after.exit_reason = wanted.exit_reason;
    after.exit_note = wanted.exit_note;
    after.communicated = wanted.communicated;
    return take(tx, by, head, version, "refer", before, after);
}

Result<Saved> decline(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Declining const &wanted)
{
    if (auto const may = decide_exit(wanted.exit_reason, wanted.exit_note); !may) {
        return refuse(may.error());
    }
    auto const before = load(tx, head);
    auto after = before;
    clear_exit(after);
    after.exit_reason = wanted.exit_reason;
    after.exit_note = wanted.exit_note;
    after.communicated = wanted.communicated;
    return take(tx, by, head, version, "decline", before, after);
}

Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Withdrawal const &wanted)
{
    auto const request = load(tx, head);
    return take(tx, by, head, version, "withdraw", request, request, {.reason = wanted.reason});
}

Result<Saved> propose(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version)
{
    auto const before = load(tx, head);
    if (auto const may = decide_propose(before); !may) {
        return refuse(may.error());
    }
    auto after = before;
    clear_exit(after);
    return take(tx, by, head, version, "propose", before, after);
}

Result<Saved> plan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Planning const &wanted)
{
    if (auto const may = decide_plan(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const before = load(tx, head);
    auto after = before;
    after.plan_year = wanted.plan_year;
    return take(tx, by, head, version, "plan", before, after);
}

Result<Saved> answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Answer const &wanted)
{
    if (auto const may = decide_answer(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const before = load(tx, head);
    auto after = before;
    after.answer_letter = wanted.answer_letter;
    after.answered_on = wanted.answered_on;
    return take(tx, by, head, version, "answer", before, after);
}

Result<Saved> close(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version)
{
    return take(tx, by, head, version, "close");
}

Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Reopening const &wanted)
{
    auto const before = load(tx, head);
    auto after = before;
    clear_exit(after);
    return take(tx, by, head, version, "reopen", before, after, {.reason = wanted.reason});
}

} // namespace selatan::requests
