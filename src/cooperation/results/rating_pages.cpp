#include "cooperation/reference/lists.hpp"
#include "cooperation/results/pages.hpp"
#include "cooperation/results/results.hpp"
#include "platform/html/list.hpp"
#include "words/results.hpp"

#include <algorithm>
#include <array>

namespace selatan::results {

namespace {

namespace word = words::results;
using records::field;

constexpr std::array rating_form{
    field<&GivenRating::horizontality>("horizontality", word::criteria_horizontality)
        .among(scores, word::scores)
        .required()
        .hinted(word::hints_horizontality),
    field<&GivenRating::horizontality_why>("horizontality_why", word::whys_horizontality)
        .prose()
        .required(),
    field<&GivenRating::ownership>("ownership", word::criteria_ownership)
        .among(scores, word::scores)
        .required()
        .hinted(word::hints_ownership),
    field<&GivenRating::ownership_why>("ownership_why", word::whys_ownership).prose().required(),
    field<&GivenRating::mutual_benefit>("mutual_benefit", word::criteria_mutual_benefit)
        .among(scores, word::scores)
        .required()
        .hinted(word::hints_mutual_benefit),
    field<&GivenRating::mutual_benefit_why>("mutual_benefit_why", word::whys_mutual_benefit)
        .prose()
        .required(),
    field<&GivenRating::usefulness>("usefulness", word::criteria_usefulness)
        .among(scores, word::scores)
        .required()
        .hinted(word::hints_usefulness),
    field<&GivenRating::usefulness_why>("usefulness_why", word::whys_usefulness).prose().required(),
};
constexpr std::array consent_fields{
    field<&PublicConsent::consent_document>("consent_document", word::field_consent_document)
        .required()
        .hinted(word::field_document_hint),
    field<&PublicConsent::consented_on>("consented_on", word::field_consented_on).required(),
};
constexpr std::array withdrawal_fields{
    field<&ConsentWithdrawal::reason>("reason", word::form_reason).prose().required(),
};

/// What was said before stands in the form, as long as it may be said anew.
void prefill_rating(storage::Reader &reader, Head const &head, void *value)
{
    if (auto const rating = records::load(reader, ratings, head.id)) {
        *static_cast<GivenRating *>(value) = {.horizontality = rating->horizontality,
                                              .horizontality_why = rating->horizontality_why,
                                              .ownership = rating->ownership,
                                              .ownership_why = rating->ownership_why,
                                              .mutual_benefit = rating->mutual_benefit,
                                              .mutual_benefit_why = rating->mutual_benefit_why,
                                              .usefulness = rating->usefulness,
                                              .usefulness_why = rating->usefulness_why};
    }
}
void prefill_consent(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<PublicConsent *>(value)->consented_on = reader.today();
}

bool has_consented(storage::Reader &reader, Head const &head)
{
    auto const rating = records::load(reader, ratings, head.id);
    return rating && rating->consented_on;
}

// -- Rounds ---------------------------------------------------------------------------------------

html::Tone round_tone(std::string_view state)
{
    return state == round_states::open ? html::Tone::waiting : html::Tone::good;
}

Problems check_round(web::Draft const &draft)
{
    auto const &round = *static_cast<Round const *>(draft.after);
    auto const project = round.project ? state_of(draft.reader, round.project->uuid()) : "";
    return decide_round(round, project, draft.reader.today());
}

void created_round(storage::Tx &tx, auth::Identity const &by, Saved const &saved, void const *value)
{
    auto const &round = *static_cast<Round const *>(value);
    set_due(tx, saved.id, round.closes_on);
    share_with_parties(tx, saved.id, round.project->uuid());
    ask_parties(tx, by, saved.id);
}

std::string party_name(reference::Codelists const &lists, RatingRow const &row, Language language)
{
    return row.country ? std::string{lists.name(*row.country, language).text} : row.party;
}

/// A row for each question, a column for each party: what differs stands side by side.
html::Html side_by_side(web::Context const &context, storage::Reader &reader, Uuid round,
                        std::vector<RatingRow> const &all)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    auto const readable = readable_ratings(
        reader, round, records::compile(rating_policy, context.identity(), records::verbs::see));
    html::List table;
    table.id = "ratings";
    table.caption = std::string{word::side_by_side_caption(language)};
    table.columns = {{.key = "criterion", .label = std::string{word::criterion(language)}}};
    for (auto const &one : all) {
        table.columns.push_back({.key = one.reference, .label = party_name(*lists, one, language)});
    }
    for (auto const &criterion : criteria) {
        auto &row = table.rows.emplace_back();
        row.key = criterion.code;
        row.cells.push_back(
            html::fragment(word::criteria(language, criterion.code).value_or(criterion.code)));
        for (auto const &one : all) {
            auto const found = readable.find(one.id);
            if (found == readable.end() || !(found->second.*criterion.score)) {
                row.cells.push_back(html::fragment(word::not_rated(language)));
                continue;
            }
            auto const code = to_code(*(found->second.*criterion.score));
            row.cells.push_back(html::p(html::strong(word::scores(language, code).value_or(code))) +
                                html::p(html::bdi(found->second.*criterion.why)));
        }
    }
    return html::list(table, context.words());
}

/// Before they are told: who has rated, never what.
html::Html who_has_rated(web::Context const &context, storage::Reader &reader,
                         std::vector<RatingRow> const &all)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    std::vector<html::Fact> facts;
    facts.reserve(all.size());
    for (auto const &one : all) {
        facts.push_back({.label = party_name(*lists, one, language),
                         .value = html::badge(
                             {.label = web::state_name(ratings, one.state, language),
                              .tone = one.state == rating_states::awaited ? html::Tone::waiting
                                                                          : html::Tone::good})});
    }
    return html::p(word::sealed(language)) + html::facts(facts);
}

/// Each party's own, with its consent: for those who record it.
html::Html links_to_ratings(web::Context const &context, storage::Reader &reader,
                            std::vector<RatingRow> const &all)
{
    auto const language = context.language();
    auto const lists = reference::lists(reader);
    auto const line = [&](RatingRow const &one) {
        return html::li(html::a(html::href(web::url_of(ratings, one.reference)),
                                html::bdi(party_name(*lists, one, language))),
                        " ",
                        html::small(one.has_consented ? word::consent_given(language)
                                                      : word::consent_not_given(language)));
    };
    return html::ul(html::each(all, line));
}

web::RecordExtras show_round(web::Context const &context, storage::Reader &reader, Head const &head,
                             void const * /*value*/)
{
    auto const language = context.language();
    auto const all = ratings_in(reader, head.id);
    web::RecordExtras extras;
    if (head.state == round_states::open) {
        extras.sections =
            html::block(word::rating_plural(language), who_has_rated(context, reader, all));
        // One's own stands a click away.
        auto const mine = readable_ratings(
            reader, head.id, records::compile(rating_policy, context.identity(), "rate"));
        for (auto const &one : all) {
            if (mine.contains(one.id)) {
                extras.actions.push_back({.label = std::string{word::verb_rate(language)},
                                          .url = web::url_of(ratings, one.reference) + "/scores",
                                          .emphasis = html::Emphasis::primary});
            }
        }
        return extras;
    }
    extras.sections =
        html::block(word::rating_plural(language), side_by_side(context, reader, head.id, all));
    bool const may_know = records::audience_of(context.identity()) >= Audience::partner &&
                          context.identity() != nullptr;
    if (may_know) {
        extras.sections +=
            html::block(word::consents_title(language), html::p(word::consents_text(language)) +
                                                            links_to_ratings(context, reader, all));
    }
    return extras;
}

bool may_publish(storage::Reader &reader, Head const &head)
{
    auto const all = ratings_in(reader, head.id);
    return !all.empty() && std::ranges::all_of(all, &RatingRow::has_consented);
}

// -- Ratings --------------------------------------------------------------------------------------

html::Tone rating_tone(std::string_view state)
{
    if (state == rating_states::disclosed || state == rating_states::given) {
        return html::Tone::good;
    }
    return state == rating_states::missing ? html::Tone::neutral : html::Tone::waiting;
}

web::RecordExtras show_rating(web::Context const &context, storage::Reader & /*reader*/,
                              Head const &head, void const * /*value*/)
{
    web::RecordExtras extras;
    if (head.state == rating_states::given) {
        extras.notices.push_back({.tone = html::Tone::neutral,
                                  .title = {},
                                  .body = html::p(word::sealed(context.language()))});
    }
    return extras;
}

} // namespace

web::NounPages const round_pages{
    .noun = &rounds,
    .picture = html::Icon::partners,
    .add = word::round_add,
    .empty_title = word::round_empty_title,
    .empty_text = word::round_empty_text,
    .about = word::round_about,
    .act_name = word::acts,
    .tone = round_tone,
    .check = check_round,
    .created = created_round,
    .extras = show_round,
    .verbs = {{.verb = "publish",
               .path = "publication",
               .label = word::verb_publish,
               .emphasis = html::Emphasis::primary,
               .possible = may_publish,
               .run = run_at_once<publish>}},
    .takes_attachments = false,
};

web::NounPages const rating_pages{
    .noun = &ratings,
    .picture = html::Icon::partners,
    .empty_title = word::rating_empty_title,
    .empty_text = word::rating_empty_text,
    .about = word::rating_about,
    .act_name = word::acts,
    .tone = rating_tone,
    .extras = show_rating,
    .verbs = {{.verb = "rate",
               .path = "scores",
               .label = word::verb_rate,
               .explanation = word::verb_rate_explanation,
               .fields = rating_form,
               .type = &records::value_type<GivenRating>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill_rating,
               .run = run<GivenRating, rate>},
              {.verb = "consent",
               .path = "consent",
               .label = word::verb_consent,
               .explanation = word::verb_consent_explanation,
               .fields = consent_fields,
               .type = &records::value_type<PublicConsent>,
               .prefill = prefill_consent,
               .run = run<PublicConsent, consent>},
              {.verb = "withdraw_consent",
               .path = "consent-withdrawal",
               .label = word::verb_withdraw_consent,
               .explanation = word::verb_withdraw_consent_explanation,
               .fields = withdrawal_fields,
               .type = &records::value_type<ConsentWithdrawal>,
               .emphasis = html::Emphasis::danger,
               .possible = has_consented,
               .run = run<ConsentWithdrawal, withdraw_consent>}},
};

} // namespace selatan::results
