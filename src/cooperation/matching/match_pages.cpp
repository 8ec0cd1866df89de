#include "cooperation/matching/match_store.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/matching/pages.hpp"
#include "cooperation/reference/lists.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/steps.hpp"
#include "words/matching.hpp"

#include <algorithm>

namespace selatan::matching {

namespace {

namespace word = words::matching;
using records::field;
using records::Kind;

// -- Forms of the verbs ---------------------------------------------------------------------------

constexpr std::array answer_fields{
    field<&PartyAnswer::answer>("answer", word::form_answer)
        .among(answers, word::answers)
        .required(),
    field<&PartyAnswer::reason>("reason", word::form_reason)
        .as(Kind::long_text)
        .at_most(4000)
        .hinted(word::form_reason_hint),
};
constexpr std::array written_fields{
    field<&WrittenAnswer::party>("party", word::form_party)
        .among(parties, word::parties)
        .required(),
    field<&WrittenAnswer::answer>("answer", word::form_answer)
        .among(answers, word::answers)
        .required(),
    field<&WrittenAnswer::reason>("reason", word::form_reason)
        .as(Kind::long_text)
        .at_most(4000)
        .hinted(word::form_reason_hint),
    field<&WrittenAnswer::document>("document", word::form_document)
        .at_most(300)
        .hinted(word::form_document_hint)
        .required(),
};
constexpr std::array terms_fields{
    field<&Terms::places>("places", word::field_places)
        .at_least(1)
        .at_most(1'000'000)
        .hinted(word::form_places_hint),
    field<&Terms::starts>("starts", word::field_starts),
    field<&Terms::ends>("ends", word::field_ends),
    field<&Terms::cost_shares>("cost_shares", word::field_cost_shares)
        .as(Kind::long_text)
        .at_most(4000)
        .hinted(word::form_cost_shares_hint),
    field<&Terms::terms>("terms", word::field_terms).as(Kind::long_text).at_most(10'000),
};
constexpr std::array lapse_fields{
    field<&Lapse::reason>("reason", word::form_lapse_reason)
        .as(Kind::long_text)
        .at_most(4000)
        .required(),
};

Result<Saved> run_score(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, void const * /*value*/)
{
    return score(tx, by, head, version);
}

Result<Saved> run_offer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, void const * /*value*/)
{
    return offer(tx, by, head, version);
}

template <Party Who>
Result<Saved> run_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version, void const *value)
{
    return answer(tx, by, head, version, Who, *static_cast<PartyAnswer const *>(value));
}

Result<Saved> run_record_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                std::int64_t version, void const *value)
{
    return record_answer(tx, by, head, version, *static_cast<WrittenAnswer const *>(value));
}

/// The form begins with the terms as they stand: rounds of negotiation change a line at a time.
void prefill_terms(storage::Reader &reader, Head const &head, void *value)
{
    auto const match = records::load(reader, matches, head.id).value_or(Match{});
    *static_cast<Terms *>(value) = {.places = match.places,
                                    .starts = match.starts,
                                    .ends = match.ends,
                                    .cost_shares = match.cost_shares,
                                    .terms = match.terms};
}

Result<Saved> run_negotiate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, void const *value)
{
    return negotiate(tx, by, head, version, *static_cast<Terms const *>(value));
}

Result<Saved> run_agree(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, void const * /*value*/)
{
    return agree(tx, by, head, version);
}

Result<Saved> run_lapse(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, void const *value)
{
    return lapse(tx, by, head, version, *static_cast<Lapse const *>(value));
}

// -- The record's page ----------------------------------------------------------------------------

html::Tone tone_of(std::string_view state)
{
    if (state == "agreed") {
        return html::Tone::good;
    }
    if (state == "lapsed") {
        return html::Tone::bad;
    }
    return state == "offered" ? html::Tone::waiting : html::Tone::active;
}

html::Badge badge_of(Language language, std::optional<Answer> answer)
{
    if (!answer) {
        return {.label = std::string{word::answer_pending(language)}, .tone = html::Tone::waiting};
    }
    auto const code = to_code(*answer);
    return {.label = std::string{word::answers(language, code).value_or(code)},
            .tone = *answer == Answer::accepted ? html::Tone::good : html::Tone::bad};
}

std::vector<html::Step> path_of(Language language, std::string_view state)
{
    constexpr std::array<std::string_view, 5> path{"scored", "offered", "accepted", "negotiating",
                                                   "agreed"};
    return web::steps_along(matches, path, state, language);
}

std::vector<Party> parties_of(Match const &match)
{
    std::vector<Party> all{Party::requester, Party::provider};
    if (match.facilitator) {
        all.push_back(Party::facilitator);
    }
    return all;
}

std::string party_name(Language language, Party party)
{
    auto const code = to_code(party);
    return std::string{word::parties(language, code).value_or(code)};
}

/// What each party said, side by side: nobody's answer stands above another's.
html::Html answers_block(Language language, Match const &match)
{
    std::vector<html::Fact> facts;
    for (auto const party : parties_of(match)) {
        facts.push_back({.label = party_name(language, party),
                         .value = html::badge(badge_of(language, match.answer_of(party)))});
    }
    return html::block(word::block_answers(language), html::facts(facts));
}

std::optional<html::Waiting> waiting_of(web::Context const &context, Head const &head,
                                        Match const &match)
{
    if (head.state != "offered") {
        return std::nullopt;
    }
    auto const language = context.language();
    std::vector<std::string> asked;
    for (auto const party : parties_of(match)) {
        if (!match.answer_of(party)) {
            asked.push_back(party_name(language, party));
        }
    }
    html::Waiting waiting;
    waiting.who = i18n::join_list(language, asked);
    waiting.what = word::waiting_answer(language);
    if (head.due_on) {
        waiting.by = {.iso = head.due_on->to_string(), .text = context.date(*head.due_on)};
        auto const left = days_between(context.app().clock.today(), *head.due_on);
        waiting.due = left < 0    ? html::Due::overdue
                      : left <= 5 ? html::Due::soon
                                  : html::Due::later;
        waiting.due_text = i18n::relative_days(language, left);
    }
    return waiting;
}

std::vector<html::ThreadItem> thread_of(web::Context const &context, storage::Reader &reader,
                                        Head const &head, Match const &match)
{
    auto const language = context.language();
    std::vector<html::ThreadItem> items;
    auto const add = [&](Uuid id, records::Noun const &noun) {
        auto const found = records::find(reader, noun, context.identity(), id.to_string());
        html::ThreadItem item;
        item.kind = noun.singular(language);
        item.stage = html::Step::Stage::done;
        if (found) {
            item.reference = found->reference;
            item.title = found->title;
            item.url = web::url_of(noun, found->reference);
            item.state = html::Badge{.label = web::state_name(noun, found->state, language)};
        } else if (auto const label = records::label_of(reader, id)) {
            item.reference = label->reference;
        }
        items.push_back(std::move(item));
    };
    add(match.request->uuid(), requests::requests);
    add(match.offer->uuid(), offers::offers);
    html::ThreadItem here;
    here.kind = matches.singular(language);
    here.reference = head.reference;
    here.title = head.title;
    here.state = html::Badge{.label = web::state_name(matches, head.state, language),
                             .tone = tone_of(head.state)};
    here.stage = html::Step::Stage::current;
    items.push_back(std::move(here));
    return items;
}

web::RecordExtras show_match(web::Context const &context, storage::Reader &reader, Head const &head,
                             void const *value)
{
    auto const &match = *static_cast<Match const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    extras.steps = path_of(language, head.state);
    extras.waiting = waiting_of(context, head, match);
    extras.thread = thread_of(context, reader, head, match);
    extras.sections = answers_block(language, match);
    // Programming comes after us in the order of the house: what it adds is asked for by name.
    auto const *const line = context.app().noun("plan_line");
    if (line != nullptr && head.state == "agreed" &&
        records::could(*line->policy, context.identity(), records::verbs::create)) {
        extras.actions.push_back({.label = std::string{word::make_line(language)},
                                  .url = std::string{line->path} + "/new?match=" + head.reference,
                                  .picture = html::Icon::plan});
    }
    auto const reasons = reasons_of(reader, head.id);
    if (match.score && !reasons.empty()) {
        auto const lists = reference::lists(reader);
        auto const as_of = word::reasons_as_of(language, match.scored_on.value_or(Date{}));
        auto const why = html::article(html::cls("card"), html::p(html::cls("note"), as_of),
                                       score_line(static_cast<int>(*match.score), language),
                                       reasons_list(reasons, *lists, language),
                                       reasons_table(reasons, language));
        extras.sections += html::block(word::block_reasons(language), why);
    }
    return extras;
}

} // namespace

web::NounPages const match_pages{
    .noun = &matches,
    .picture = html::Icon::match,
    .empty_title = word::match_empty_title,
    .empty_text = word::match_empty_text,
    .about = word::match_about,
    .act_name = word::acts,
    .tone = tone_of,
    .extras = show_match,
    .verbs =
        {
            {.verb = "offer",
             .path = "offer",
             .label = word::verb_offer,
             .emphasis = html::Emphasis::primary,
             .run = run_offer},
            {.verb = "answer_requester",
             .path = "requester-answer",
             .label = word::verb_answer_requester,
             .explanation = word::verb_answer_explanation,
             .fields = answer_fields,
             .type = &records::value_type<PartyAnswer>,
             .emphasis = html::Emphasis::primary,
             .run = run_answer<Party::requester>},
            {.verb = "answer_provider",
             .path = "provider-answer",
             .label = word::verb_answer_provider,
             .explanation = word::verb_answer_explanation,
             .fields = answer_fields,
             .type = &records::value_type<PartyAnswer>,
             .emphasis = html::Emphasis::primary,
             .run = run_answer<Party::provider>},
            {.verb = "answer_facilitator",
             .path = "facilitator-answer",
             .label = word::verb_answer_facilitator,
             .explanation = word::verb_answer_explanation,
             .fields = answer_fields,
             .type = &records::value_type<PartyAnswer>,
             .emphasis = html::Emphasis::primary,
             .run = run_answer<Party::facilitator>},
            {.verb = "agree",
             .path = "agreement",
             .label = word::verb_agree,
             .emphasis = html::Emphasis::primary,
             .run = run_agree},
            {.verb = "negotiate",
             .path = "terms",
             .label = word::verb_negotiate,
             .explanation = word::verb_negotiate_explanation,
             .fields = terms_fields,
             .type = &records::value_type<Terms>,
             .prefill = prefill_terms,
             .run = run_negotiate},
            {.verb = "record_answer",
             .path = "written-answer",
             .label = word::verb_record_answer,
             .explanation = word::verb_record_answer_explanation,
             .fields = written_fields,
             .type = &records::value_type<WrittenAnswer>,
             .run = run_record_answer},
            {.verb = "score", .path = "score", .label = word::verb_score, .run = run_score},
            {.verb = "lapse",
             .path = "lapse",
             .label = word::verb_lapse,
             .explanation = word::verb_lapse_explanation,
             .fields = lapse_fields,
             .type = &records::value_type<Lapse>,
             .emphasis = html::Emphasis::danger,
             .run = run_lapse},
        },
};

} // namespace selatan::matching
