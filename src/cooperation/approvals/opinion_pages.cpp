#include "base/ensure.hpp"
#include "cooperation/approvals/approvals.hpp"
#include "cooperation/approvals/opinion_store.hpp"
#include "cooperation/approvals/pages.hpp"
#include "platform/html/markdown.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/run_verb.hpp"
#include "words/approvals.hpp"

namespace selatan::approvals {

namespace {

namespace word = words::approvals;
using records::field;
using records::Kind;
using web::run;

// -- Forms of the verbs ---------------------------------------------------------------------------

/// As the verbs want them, but for the stance: nobody's answer stands chosen beforehand.
struct GivingForm {
    std::optional<Stance> stance;
    std::string conditions;
    std::string reason;
    std::optional<Id<partners::Post>> in_name_of;
};
struct WrittenForm {
    std::optional<Stance> stance;
    std::string conditions;
    std::string reason;
    std::optional<Id<partners::Post>> given_by;
    std::string document;
};
constexpr std::array giving_fields{
    field<&GivingForm::stance>("stance", word::field_stance)
        .among(stances, word::stances)
        .required()
        .seen_by(Audience::internal),
    field<&GivingForm::conditions>("conditions", word::field_conditions)
        .as(Kind::long_text)
        .at_most(5000)
        .hinted(word::field_conditions_hint)
        .seen_by(Audience::internal),
    field<&GivingForm::reason>("reason", word::field_reason)
        .as(Kind::long_text)
        .at_most(5000)
        .hinted(word::field_reason_hint)
        .seen_by(Audience::internal),
    field<&GivingForm::in_name_of>("in_name_of", word::field_in_name_of)
        .of("post")
        .hinted(word::field_in_name_of_hint)
        .seen_by(Audience::internal),
};
constexpr std::array written_fields{
    field<&WrittenForm::stance>("stance", word::field_stance)
        .among(stances, word::stances)
        .required()
        .seen_by(Audience::internal),
    field<&WrittenForm::conditions>("conditions", word::field_conditions)
        .as(Kind::long_text)
        .at_most(5000)
        .hinted(word::field_conditions_hint)
        .seen_by(Audience::internal),
    field<&WrittenForm::reason>("reason", word::field_reason)
        .as(Kind::long_text)
        .at_most(5000)
        .hinted(word::field_reason_hint)
        .seen_by(Audience::internal),
    field<&WrittenForm::given_by>("given_by", word::field_given_by)
        .of("post")
        .hinted(word::field_given_by_hint)
        .seen_by(Audience::internal),
    field<&WrittenForm::document>("document", word::field_document)
        .at_most(300)
        .hinted(word::field_document_hint)
        .required()
        .seen_by(Audience::internal),
};
constexpr std::array withdrawal_fields{
    field<&Withdrawal::reason>("reason", word::field_withdrawal_reason)
        .prose()
        .required()
        .seen_by(Audience::internal),
};

Result<Saved> run_give(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, void const *value)
{
    auto const &form = *static_cast<GivingForm const *>(value);
    ENSURE(form.stance.has_value()); // required
    return give(tx, by, head, version,
                {.stance = *form.stance,
                 .conditions = form.conditions,
                 .reason = form.reason,
                 .in_name_of = form.in_name_of});
}

Result<Saved> run_record_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                std::int64_t version, void const *value)
{
    auto const &form = *static_cast<WrittenForm const *>(value);
    ENSURE(form.stance.has_value()); // required
    return record_answer(tx, by, head, version,
                         {.stance = *form.stance,
                          .conditions = form.conditions,
                          .reason = form.reason,
                          .given_by = form.given_by,
                          .document = form.document});
}

/// Once the consultation is closed, what was said stands.
bool is_open(storage::Reader &reader, Head const &head)
{
    auto const opinion = records::load(reader, opinions, head.id);
    return opinion && state_of_consultation(reader, opinion->consultation->uuid()) == "open";
}

// -- The record's page ----------------------------------------------------------------------------

std::string name_of(storage::Reader &reader, std::optional<Uuid> id)
{
    auto const label = id ? records::label_of(reader, *id) : std::nullopt;
    return label ? label->title : std::string{};
}

/// The post that gave it, with whoever held it or acted in it that day.
std::string giver_of(Language language, storage::Reader &reader, Opinion const &opinion)
{
    auto const post = name_of(reader, opinion.given_by->uuid());
    auto const who = partners::occupant_on(reader, *opinion.given_by, *opinion.given_on);
    if (!who) {
        return word::given_by(language, post);
    }
    return who->capacity == partners::Capacity::acting
               ? word::given_by_acting(language, post, who->name)
               : word::given_by_holder(language, post, who->name);
}

std::vector<html::Notice> notices_of(Language language, storage::Reader &reader, Head const &head,
                                     Opinion const &opinion)
{
    std::vector<html::Notice> notices;
    if (opinion.asked != opinion.organisation) {
        notices.push_back({.title = word::given_answers_for(
                               language, name_of(reader, opinion.organisation->uuid()),
                               name_of(reader, opinion.asked->uuid()))});
    }
    if (head.state == states::silent) {
        notices.push_back(
            {.tone = html::Tone::waiting, .title = std::string{word::given_silent(language)}});
    }
    if (opinion.late) {
        notices.push_back(
            {.tone = html::Tone::waiting, .title = std::string{word::given_late(language)}});
    }
    if (opinion.given_on && opinion.given_by) {
        html::Notice given{.title = giver_of(language, reader, opinion)};
        if (opinion.in_name_of) {
            given.body = html::p(
                word::given_in_name_of(language, name_of(reader, opinion.in_name_of->uuid())));
        }
        notices.push_back(std::move(given));
    }
    return notices;
}

std::optional<html::Waiting> waiting_of(web::Context const &context, storage::Reader &reader,
                                        Head const &head, Opinion const &opinion)
{
    if (head.state != states::asked && head.state != states::silent) {
        return std::nullopt;
    }
    auto const language = context.language();
    html::Waiting waiting;
    waiting.who = name_of(reader, opinion.organisation->uuid());
    waiting.what = word::waiting_opinion(language);
    waiting.by = {.iso = opinion.deadline.to_string(), .text = context.date(opinion.deadline)};
    auto const left = days_between(reader.today(), opinion.deadline);
    waiting.due = left < 0              ? html::Due::overdue
                  : left <= remind_days ? html::Due::soon
                                        : html::Due::later;
    waiting.due_text = i18n::relative_days(language, left);
    return waiting;
}

/// Whoever is asked must be able to read what it is about, even where the record itself is not
/// theirs to open: its fields stand here, as officers at home read them.
html::Html subject_block(web::Context const &context, storage::Reader &reader,
                         Opinion const &opinion)
{
    auto const label = records::label_of(reader, opinion.subject->uuid());
    auto const *const noun = label ? context.app().noun(label->kind) : nullptr;
    if (noun == nullptr ||
        records::find(reader, *noun, context.identity(), label->id.to_string())) {
        return {};
    }
    records::AnyValue value{*noun->type};
    ENSURE(records::load_into(reader, *noun, label->id, value.get()));
    std::vector<html::Fact> facts;
    for (auto const &column : records::columns_of(*noun, Audience::internal)) {
        if (column.field == nullptr) {
            continue;
        }
        records::CellText cell{.text = column.field->print(value.get())};
        if (cell.text.empty()) {
            continue;
        }
        if (column.field->kind == Kind::record) {
            cell.label = name_of(reader, Uuid::parse(cell.text));
        }
        facts.push_back({.label = std::string{column.label(context.language())},
                         .value = column.shape == records::Shape::long_text
                                      ? html::from_markdown(cell.text).html()
                                      : web::show_cell(context, *noun, column, cell)});
    }
    return html::block(word::page_subject(context.language()),
                       html::p(html::bdi(label->reference + " · " + label->title)) +
                           html::facts(facts));
}

bool may_hand_over(web::Context const &context, storage::Reader &reader, Head const &head,
                   Opinion const &opinion)
{
    std::array<std::string_view, 1> const verbs{"delegate"};
    return !records::allowed(reader, opinions, context.identity(), head, verbs).empty() &&
           state_of_consultation(reader, opinion.consultation->uuid()) == "open";
}

web::RecordExtras show_opinion(web::Context const &context, storage::Reader &reader,
                               Head const &head, void const *value)
{
    auto const &opinion = *static_cast<Opinion const *>(value);
    web::RecordExtras extras;
    extras.waiting = waiting_of(context, reader, head, opinion);
    extras.notices = notices_of(context.language(), reader, head, opinion);
    extras.sections = subject_block(context, reader, opinion);
    if (may_hand_over(context, reader, head, opinion)) {
        extras.actions.push_back({.label = std::string{word::verb_delegate(context.language())},
                                  .url = web::url_of(opinions, head.reference) + "/delegation"});
    }
    return extras;
}

} // namespace

html::Tone tone_of_opinion(std::string_view state)
{
    using html::Tone;
    if (state == to_code(Stance::favourable)) {
        return Tone::good;
    }
    if (state == to_code(Stance::unfavourable)) {
        return Tone::bad;
    }
    if (state == states::asked || state == states::silent) {
        return Tone::waiting;
    }
    return state == states::withdrawn ? Tone::neutral : Tone::active;
}

web::NounPages const opinion_pages{
    .noun = &opinions,
    .picture = html::Icon::approval,
    .empty_title = word::opinion_empty_title,
    .empty_text = word::opinion_empty_text,
    .about = word::opinion_about,
    .act_name = word::acts,
    .tone = tone_of_opinion,
    .extras = show_opinion,
    .verbs =
        {
            {.verb = "give",
             .path = "answer",
             .label = word::verb_give,
             .explanation = word::verb_give_explanation,
             .fields = giving_fields,
             .type = &records::value_type<GivingForm>,
             .emphasis = html::Emphasis::primary,
             .possible = is_open,
             .run = run_give},
            {.verb = "record_answer",
             .path = "written-answer",
             .label = word::verb_record_answer,
             .explanation = word::verb_record_answer_explanation,
             .fields = written_fields,
             .type = &records::value_type<WrittenForm>,
             .possible = is_open,
             .run = run_record_answer},
            {.verb = "withdraw",
             .path = "withdrawal",
             .label = word::verb_withdraw_opinion,
             .explanation = word::verb_withdraw_opinion_explanation,
             .fields = withdrawal_fields,
             .type = &records::value_type<Withdrawal>,
             .possible = is_open,
             .run = run<Withdrawal, withdraw_opinion>},
        },
};

} // namespace selatan::approvals
