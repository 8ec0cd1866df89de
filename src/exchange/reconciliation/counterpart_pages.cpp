#include "exchange/reconciliation/counterpart_store.hpp"
#include "exchange/reconciliation/difference.hpp"
#include "exchange/reconciliation/ours.hpp"
#include "exchange/reconciliation/pages.hpp"
#include "platform/web/run_verb.hpp"
#include "words/reconciliation.hpp"

namespace selatan::reconciliation {

namespace {

namespace word = words::reconciliation;
using records::field;

constexpr std::array confirmation_fields{
    field<&Confirmation::reason>("reason", word::form_remark).prose(),
};
constexpr std::array refusing_fields{
    field<&Refusing::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array ours_right_fields{
    field<&OursRight::note>("note", word::form_ours_right_note)
        .prose()
        .required()
        .hinted(word::form_ours_right_hint),
    field<&OursRight::told_on>("told_on", word::field_told_on),
};
constexpr std::array theirs_right_fields{
    field<&TheirsRight::note>("note", word::form_theirs_right_note)
        .prose()
        .required()
        .hinted(word::form_theirs_right_hint),
};
constexpr std::array reopening_fields{
    field<&Reopening::reason>("reason", word::form_reason).prose().required(),
};

html::Tone tone_of(std::string_view state)
{
    if (state == states::confirmed || state == difference_states::ours_right ||
        state == difference_states::gone) {
        return html::Tone::good;
    }
    if (state == states::proposed || state == difference_states::open) {
        return html::Tone::waiting;
    }
    return state == states::refused ? html::Tone::bad : html::Tone::neutral;
}

web::RecordExtras show_counterpart(web::Context const &context, storage::Reader &reader,
                                   Head const &head, void const *value)
{
    auto const &counterpart = *static_cast<Counterpart const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    auto const reasons = reasons_of(reader, head.id);
    if (!reasons.empty()) {
        auto const text = word::score_of(language, counterpart.score.value_or(0));
        extras.sections +=
            html::block(word::why_title(language), html::p(text) + reasons_html(language, reasons));
    }
    auto const told = read_told(context, reader, counterpart);
    if (!told) {
        extras.notices.push_back({.tone = html::Tone::waiting,
                                  .title = std::string{word::no_longer_told(language)},
                                  .body = {}});
        return extras;
    }
    auto const ours = read_ours(reader, counterpart.project->uuid());
    if (!ours.empty()) {
        extras.sections += html::block(
            word::comparison(language),
            comparison_table(context, reader, ours.front().facts, {*told}),
            {{.label = std::string{word::side_by_side(language)},
              .url = web::url_of(projects::projects, ours.front().reference) + "/accounts",
              .emphasis = html::Emphasis::quiet}});
    }
    return extras;
}

web::RecordExtras show_difference(web::Context const &context, storage::Reader &reader,
                                  Head const & /*head*/, void const *value)
{
    auto const &difference = *static_cast<Difference const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    Compared const compared{.topic = difference.topic,
                            .verdict = Verdict::differs,
                            .ours = difference.ours,
                            .theirs = difference.theirs,
                            .dollars = difference.dollars,
                            .percent = difference.percent,
                            .days = difference.days};
    std::vector<html::Fact> const facts{
        {.label = std::string{word::column_ours(language)},
         .value = html::bdi(value_text(context, reader, difference.topic, difference.ours))},
        {.label = difference.teller,
         .value = html::bdi(value_text(context, reader, difference.topic, difference.theirs))},
        {.label = std::string{word::difference_singular(language)},
         .value = html::fragment(sentence(language, compared))}};
    extras.sections = html::block(word::topics(language, to_code(difference.topic)).value_or(""),
                                  html::facts(facts));
    extras.drawn = {"ours", "theirs", "dollars", "percent", "days"};
    return extras;
}

} // namespace

web::NounPages const counterpart_pages{
    .noun = &counterparts,
    .picture = html::Icon::match,
    .add = word::link_another,
    .has_own_form = true,
    .empty_title = word::counterpart_empty_title,
    .empty_text = word::counterpart_empty_text,
    .about = word::counterpart_about,
    .act_name = word::acts,
    .tone = tone_of,
    .extras = show_counterpart,
    .parts = {{&difference_pages, "counterpart", word::difference_plural}},
    .verbs = {{.verb = "confirm",
               .path = "confirmation",
               .label = word::verb_confirm,
               .explanation = word::verb_confirm_explanation,
               .fields = confirmation_fields,
               .type = &records::value_type<Confirmation>,
               .emphasis = html::Emphasis::primary,
               .run = web::run<Confirmation, confirm>},
              {.verb = "refuse",
               .path = "refusal",
               .label = word::verb_refuse,
               .explanation = word::verb_refuse_explanation,
               .fields = refusing_fields,
               .type = &records::value_type<Refusing>,
               .run = web::run<Refusing, refuse_counterpart>},
              {.verb = "reconsider",
               .path = "reconsideration",
               .label = word::verb_reconsider,
               .explanation = word::verb_reconsider_explanation,
               .fields = refusing_fields,
               .type = &records::value_type<Refusing>,
               .run = web::run<Refusing, reconsider>}},
    .takes_attachments = false,
};

web::NounPages const difference_pages{
    .noun = &differences,
    .picture = html::Icon::check,
    .has_own_form = true,
    .empty_title = word::difference_empty_title,
    .empty_text = word::difference_empty_text,
    .about = word::difference_about,
    .act_name = word::acts,
    .tone = tone_of,
    .extras = show_difference,
    .verbs = {{.verb = "keep_ours",
               .path = "ours-right",
               .label = word::verb_keep_ours,
               .explanation = word::verb_keep_ours_explanation,
               .fields = ours_right_fields,
               .type = &records::value_type<OursRight>,
               .emphasis = html::Emphasis::primary,
               .run = web::run<OursRight, keep_ours>},
              {.verb = "accept_theirs",
               .path = "theirs-right",
               .label = word::verb_accept_theirs,
               .explanation = word::verb_accept_theirs_explanation,
               .fields = theirs_right_fields,
               .type = &records::value_type<TheirsRight>,
               .run = web::run<TheirsRight, accept_theirs>},
              {.verb = "reopen",
               .path = "reopening",
               .label = word::verb_reopen,
               .explanation = word::verb_reopen_explanation,
               .fields = reopening_fields,
               .type = &records::value_type<Reopening>,
               .run = web::run<Reopening, reopen>}},
};

} // namespace selatan::reconciliation
