#include "cooperation/portal/consent_store.hpp"
#include "cooperation/portal/pages.hpp"
#include "cooperation/portal/portal.hpp"
#include "platform/web/run_verb.hpp"
#include "words/portal.hpp"

#include <array>

namespace selatan::portal {

namespace {

namespace word = words::portal;
namespace states = consent_states;
using records::field;
using web::run;

constexpr std::array giving_fields{
    field<&Giving::topics>("topics", word::form_topics)
        .among(topics, word::topics)
        .required()
        .hinted(word::form_topics_hint),
    field<&Giving::given_by>("given_by", word::field_given_by)
        .required()
        .hinted(word::form_given_by_hint),
    field<&Giving::document>("document", word::field_document).hinted(word::form_own_document_hint),
};
constexpr std::array written_fields{
    field<&WrittenGiving::topics>("topics", word::form_topics)
        .among(topics, word::topics)
        .required()
        .hinted(word::form_topics_hint),
    field<&WrittenGiving::given_by>("given_by", word::field_given_by)
        .required()
        .hinted(word::form_given_by_hint),
    field<&WrittenGiving::given_on>("given_on", word::field_given_on).required(),
    field<&WrittenGiving::document>("document", word::field_document)
        .required()
        .hinted(word::form_document_hint),
};
constexpr std::array ending_fields{
    field<&Ending::reason>("reason", word::field_reason).prose().hinted(word::form_reason_hint),
    field<&Ending::document>("document", word::field_document)
        .hinted(word::form_ending_document_hint),
};

/// What was said before is where a change begins.
template <typename Wanted>
void prefill(storage::Reader &reader, Head const &head, void *value)
{
    auto &form = *static_cast<Wanted *>(value);
    if (auto const consent = records::load(reader, consents, head.id)) {
        form.topics = consent->topics;
        form.given_by = consent->given_by;
        if constexpr (requires { form.given_on; }) {
            form.given_on = reader.today();
        }
    }
}

html::Tone tone_of(std::string_view state)
{
    if (state == states::given) {
        return html::Tone::good;
    }
    return state == states::asked ? html::Tone::waiting : html::Tone::neutral;
}

web::RecordExtras show_consent(web::Context const &context, storage::Reader &reader,
                               Head const & /*head*/, void const *value)
{
    auto const &consent = *static_cast<Consent const *>(value);
    web::RecordExtras extras;
    auto const project = records::label_of(reader, consent.project->uuid());
    if (project && records::could(consent_policy, context.identity(), "ask")) {
        extras.actions.push_back({.label = std::string{word::page_of_project(context.language())},
                                  .url = "/publication/" + project->reference});
    }
    return extras;
}

} // namespace

web::NounPages const consent_pages{
    .noun = &consents,
    .picture = html::Icon::country,
    .has_own_form = true,
    .empty_title = word::consent_empty_title,
    .empty_text = word::consent_empty_text,
    .about = word::consent_about,
    .act_name = word::acts,
    .tone = tone_of,
    .extras = show_consent,
    .verbs = {{.verb = "give",
               .path = "giving",
               .label = word::verb_give,
               .explanation = word::verb_give_explanation,
               .fields = giving_fields,
               .type = &records::value_type<Giving>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill<Giving>,
               .run = run<Giving, give>},
              {.verb = "record_consent",
               .path = "written-consent",
               .label = word::verb_record_consent,
               .explanation = word::verb_record_consent_explanation,
               .fields = written_fields,
               .type = &records::value_type<WrittenGiving>,
               .emphasis = html::Emphasis::primary,
               .prefill = prefill<WrittenGiving>,
               .run = run<WrittenGiving, record_consent>},
              {.verb = "decline",
               .path = "refusal",
               .label = word::verb_decline,
               .explanation = word::verb_decline_explanation,
               .fields = ending_fields,
               .type = &records::value_type<Ending>,
               .run = run<Ending, decline>},
              {.verb = "withdraw",
               .path = "withdrawal",
               .label = word::verb_withdraw,
               .explanation = word::verb_withdraw_explanation,
               .fields = ending_fields,
               .type = &records::value_type<Ending>,
               .emphasis = html::Emphasis::danger,
               .run = run<Ending, withdraw>}},
};

} // namespace selatan::portal
