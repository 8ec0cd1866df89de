#include "cooperation/funds/funds_store.hpp"
#include "cooperation/funds/pages.hpp"
#include "cooperation/funds/statement_store.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

namespace {

namespace word = words::funds;
using records::field;

constexpr std::array period_fields{
    field<&PeriodClose::until>("until", word::form_until).required(),
    field<&PeriodClose::document>("document", word::field_document)
        .required()
        .at_most(300)
        .hinted(word::form_period_document_hint),
};

Problems check(web::Draft const &draft)
{
    auto const *const before = static_cast<Fund const *>(draft.before);
    return decide_fund(*static_cast<Fund const *>(draft.after), before,
                       draft.head != nullptr && has_entries(draft.reader, draft.head->id));
}

bool is_asked(storage::Reader &reader, Head const &head)
{
    return load_fund(reader, head.id).asked_until.has_value();
}

web::RecordExtras show(web::Context const &context, storage::Reader &reader, Head const &head,
                       void const * /*value*/)
{
    auto const language = context.language();
    web::RecordExtras extras;
    extras.sections = money_block(context, reader, head.id);
    auto const action = [&](std::string_view label, std::string url) {
        extras.actions.push_back(
            {.label = std::string{label}, .url = std::move(url), .picture = html::Icon::plan});
    };
    for (auto const &row : accounts_about(reader, head.id)) {
        if (row.account.key.role == Role::bank) {
            action(word::page_statement(language), account_url(row.account.account.id));
        }
    }
    action(word::page_trial_balance(language), "/ledger/trial-balance?fund=" + head.reference);
    action(word::page_execution(language), "/ledger/budget-execution");
    action(word::page_projects_money(language), "/ledger/projects");
    return extras;
}

} // namespace

web::NounPages const fund_pages{
    .noun = &funds,
    .picture = html::Icon::money,
    .add = word::fund_add,
    .empty_title = word::fund_empty_title,
    .empty_text = word::fund_empty_text,
    .about = word::fund_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check,
    .extras = show,
    .parts = {{.pages = &contribution_pages, .field = "fund", .title = word::contribution_plural},
              {.pages = &allocation_pages, .field = "fund", .title = word::allocation_plural},
              {.pages = &payment_file_pages, .field = "fund", .title = word::payment_file_plural}},
    .verbs = {{.verb = "close_period",
               .path = "period-close",
               .label = word::verb_close_period,
               .emphasis = html::Emphasis::primary,
               .possible = is_asked,
               .run = run_at_once<close_period>},
              {.verb = "ask_close",
               .path = "period-proposal",
               .label = word::verb_ask_close,
               .explanation = word::verb_close_period_explanation,
               .fields = period_fields,
               .type = &records::value_type<PeriodClose>,
               .run = run<PeriodClose, ask_period_close>},
              {.verb = "close",
               .path = "closing",
               .label = word::verb_close_fund,
               .emphasis = html::Emphasis::danger,
               .run = run_at_once<close_fund>}},
};

} // namespace selatan::funds
