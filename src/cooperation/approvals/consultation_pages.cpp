#include "cooperation/approvals/approvals.hpp"
#include "cooperation/approvals/opinion_store.hpp"
#include "cooperation/approvals/pages.hpp"
#include "platform/i18n/format.hpp"
#include "words/approvals.hpp"

namespace selatan::approvals {

namespace {

namespace word = words::approvals;
using records::field;
using records::Kind;

constexpr std::size_t named_most = 5;

constexpr std::array conclusion_fields{
    field<&Conclusion::conclusion>("conclusion", word::field_conclusion)
        .as(Kind::long_text)
        .at_most(5000)
        .hinted(word::field_conclusion_hint)
        .seen_by(Audience::internal),
};
constexpr std::array withdrawal_fields{
    field<&Withdrawal::reason>("reason", word::field_withdrawal_reason)
        .prose()
        .required()
        .seen_by(Audience::internal),
};

Result<Saved> run_conclude(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version, void const *value)
{
    return conclude(tx, by, head, version, *static_cast<Conclusion const *>(value));
}

Result<Saved> run_withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version, void const *value)
{
    return withdraw(tx, by, head, version, *static_cast<Withdrawal const *>(value));
}

bool can_conclude(storage::Reader &reader, Head const &head)
{
    auto const counts = count_opinions(reader, head.id);
    return decide_conclude(counts.outstanding, counts.given).has_value();
}

html::Tone tone_of(std::string_view state)
{
    return state == "open"        ? html::Tone::active
           : state == "concluded" ? html::Tone::good
                                  : html::Tone::neutral;
}

std::optional<html::Waiting> waiting_of(web::Context const &context, storage::Reader &reader,
                                        Head const &head, Consultation const &consultation)
{
    if (head.state != "open") {
        return std::nullopt;
    }
    auto const language = context.language();
    auto const awaited = awaited_offices(reader, head.id);
    html::Waiting waiting;
    if (awaited.empty()) {
        waiting.who = word::waiting_desk(language);
        waiting.what = word::waiting_conclude(language);
        return waiting;
    }
    waiting.who = awaited.size() <= named_most
                      ? i18n::join_list(language, awaited)
                      : word::waiting_opinions(language, static_cast<std::int64_t>(awaited.size()));
    waiting.what = word::waiting_opinion(language);
    waiting.by = {.iso = consultation.deadline.to_string(),
                  .text = context.date(consultation.deadline)};
    auto const left = days_between(reader.today(), consultation.deadline);
    waiting.due = left < 0              ? html::Due::overdue
                  : left <= remind_days ? html::Due::soon
                                        : html::Due::later;
    waiting.due_text = i18n::relative_days(language, left);
    return waiting;
}

web::RecordExtras show_consultation(web::Context const &context, storage::Reader &reader,
                                    Head const &head, void const *value)
{
    auto const &consultation = *static_cast<Consultation const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    extras.waiting = waiting_of(context, reader, head, consultation);
    extras.sections = html::block(
        word::opinion_plural(language),
        table_of(context,
                 opinions_in(reader, head.id,
                             records::compile(policy, context.identity(), records::verbs::see))));
    std::array<std::string_view, 1> const asked{"ask_more"};
    if (!records::allowed(reader, consultations, context.identity(), head, asked).empty()) {
        extras.actions.push_back({.label = std::string{word::verb_ask_more(language)},
                                  .url = web::url_of(consultations, head.reference) + "/offices",
                                  .picture = html::Icon::plus});
    }
    return extras;
}

} // namespace

web::NounPages const consultation_pages{
    .noun = &consultations,
    .picture = html::Icon::approval,
    .has_own_form = true,
    .empty_title = word::consultation_empty_title,
    .empty_text = word::consultation_empty_text,
    .about = word::consultation_about,
    .act_name = word::acts,
    .tone = tone_of,
    .extras = show_consultation,
    .verbs =
        {
            {.verb = "conclude",
             .path = "conclusion",
             .label = word::verb_conclude,
             .explanation = word::verb_conclude_explanation,
             .fields = conclusion_fields,
             .type = &records::value_type<Conclusion>,
             .emphasis = html::Emphasis::primary,
             .possible = can_conclude,
             .run = run_conclude},
            {.verb = "withdraw",
             .path = "withdrawal",
             .label = word::verb_withdraw,
             .explanation = word::verb_withdraw_explanation,
             .fields = withdrawal_fields,
             .type = &records::value_type<Withdrawal>,
             .emphasis = html::Emphasis::danger,
             .run = run_withdraw},
        },
};

} // namespace selatan::approvals
