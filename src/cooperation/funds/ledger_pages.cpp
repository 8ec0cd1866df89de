// The ledger as people read it: trial balance, an account's statement, an entry, budget execution;
// and what a record's page shows of its money.
#include "cooperation/funds/ledger_pages.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/pages.hpp"
#include "cooperation/funds/report.hpp"
#include "cooperation/funds/statement_store.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/reference/lists.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/funds.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

namespace selatan::funds {

namespace {

namespace word = words::funds;
namespace common = words::common;
namespace json = boost::json;

records::Filter visible_funds(web::Context const &context)
{
    return records::compile(fund_policy, context.identity(), records::verbs::see);
}

std::optional<Date> day_of(web::Context const &context, std::string_view name)
{
    return Date::parse(context.query().find(name).value_or(""));
}

/// A subject that is the fund itself says nothing new.
std::string account_name(Language language, AccountRow const &row)
{
    auto name = role_name(language, row.account.key.role);
    if (row.subject.reference != row.fund.reference) {
        name += " · " + row.subject.reference;
    }
    return name;
}

ReportCell record_cell(web::Context const &context, RecordName const &record)
{
    return {web::link_to_record(context.app(), record.kind, record.reference,
                                record.reference + " " + record.title),
            record.reference};
}

/// A form that asks the same page about other days.
html::Html days_form(web::Context const &context, std::vector<html::Html> const &fields)
{
    html::Form form;
    form.id = "days";
    form.url = std::string{context.request().path};
    form.is_get = true;
    html::Html row;
    for (auto const &field : fields) {
        row += field;
    }
    form.fields = html::field_row(row);
    form.submits = {{.label = std::string{common::action_show(context.language())},
                     .name = {},
                     .value = {},
                     .emphasis = html::Emphasis::normal}};
    return html::entry_form(form, context.words());
}

html::Html date_box(web::Context const &context, std::string name, std::string_view label,
                    std::optional<Date> value)
{
    html::Field field;
    field.name = std::move(name);
    field.label = std::string{label};
    return html::date_field(field, value ? value->to_string() : std::string{}, context.words());
}

// -- Trial balance --------------------------------------------------------------------------------

Report trial_balance(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    Report report{.name = "trial-balance",
                  .title = std::string{word::page_trial_balance(language)},
                  .caption = {},
                  .columns = {{"fund", std::string{word::fund_singular(language)}},
                              {"account", std::string{word::page_account(language)}},
                              {"subject", std::string{word::page_subject(language)}},
                              {"currency", std::string{word::field_currency(language)}},
                              {"debit", std::string{word::page_debit(language)}, true},
                              {"credit", std::string{word::page_credit(language)}, true}},
                  .rows = {}};
    struct Sums {
        Money debit;
        Money credit;
    };
    std::map<Currency, Sums> sums;
    auto const named = context.query().find("fund");
    auto const fund = named ? records::resolve(reader, funds.kind, *named) : std::nullopt;
    for (auto const &row :
         accounts_at(reader, visible_funds(context), day_of(context, "on"), fund)) {
        auto const &[key, account] = row.account;
        if (account.balance == 0) {
            continue;
        }
        Money const none{0, key.currency};
        Money const debit{std::max<std::int64_t>(account.balance, 0), key.currency};
        Money const credit{std::max<std::int64_t>(-account.balance, 0), key.currency};
        auto &sum = sums.try_emplace(key.currency, Sums{none, none}).first->second;
        sum = {sum.debit + debit, sum.credit + credit};
        bool const is_of_fund = row.subject.reference == row.fund.reference;
        report.rows.push_back({{web::link_to_record(context.app(), row.fund.kind,
                                                    row.fund.reference, row.fund.reference),
                                row.fund.reference},
                               link_cell(account_url(account.id), role_name(language, key.role)),
                               is_of_fund ? ReportCell{} : record_cell(context, row.subject),
                               cell(key.currency.view()),
                               cell(language, debit),
                               cell(language, credit)});
    }
    for (auto const &[currency, sum] : sums) {
        report.rows.push_back({cell(word::page_total(language)),
                               {},
                               {},
                               cell(currency.view()),
                               cell(language, sum.debit),
                               cell(language, sum.credit)});
    }
    return report;
}

html::Html around_trial_balance(web::Context const &context, storage::Reader & /*reader*/,
                                html::Html const &table)
{
    return days_form(context, {date_box(context, "on", word::page_on_day(context.language()),
                                        day_of(context, "on"))}) +
           table;
}

// -- An account's statement -----------------------------------------------------------------------

struct Period {
    Date from;
    Date until;
};
/// This year until today, unless told otherwise.
Period period_of(web::Context const &context, storage::Reader &reader)
{
    auto const today = reader.today();
    auto const first = Date::parse(std::to_string(today.year()) + "-01-01");
    ENSURE(first.has_value());
    return {day_of(context, "from").value_or(*first), day_of(context, "until").value_or(today)};
}

Report account_statement(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const id = ledger::AccountId::parse(context.part("id"));
    auto const account = id ? find_account(reader, visible_funds(context), *id) : std::nullopt;
    if (!account) {
        return {};
    }
    auto const [from, until] = period_of(context, reader);
    auto const statement = statement_of(reader, *account, from, until);
    // As the account's own side counts: what comes in is positive.
    auto const side = ledger::is_debit_side(account->account.account.kind) ? 1 : -1;
    auto const own = [&](Money money) {
        return Money{side * money.minor_units(), money.currency()};
    };
    Report report{.name = "statement",
                  .title = account->fund.title + ": " + account_name(language, *account),
                  .caption = {},
                  .columns = {{"on", std::string{word::page_day(language)}},
                              {"entry", std::string{word::field_entry(language)}},
                              {"act", std::string{word::page_act(language)}},
                              {"record", std::string{word::page_subject(language)}},
                              {"document", std::string{word::field_document(language)}},
                              {"currency", std::string{word::field_currency(language)}},
                              {"amount", std::string{word::field_amount(language)}, true},
                              {"balance", std::string{word::page_balance(language)}, true}},
                  .rows = {}};
    auto const currency = cell(account->account.key.currency.view());
    auto const total = [&](Date on, std::string_view what, Money balance) {
        report.rows.push_back({cell(context, on),
                               {},
                               cell(what),
                               {},
                               {},
                               currency,
                               {},
                               shown_cell(language, own(balance))});
    };
    total(from, word::page_opening(language), statement.opening);
    auto balance = statement.opening;
    for (auto const &one : statement.movements) {
        balance = balance + one.amount;
        report.rows.push_back({cell(context, one.on),
                               link_cell(entry_url(one.entry), std::to_string(one.number)),
                               cell(act_name(language, one.act)), record_cell(context, one.record),
                               cell(one.document), currency, cell(language, own(one.amount)),
                               shown_cell(language, own(balance))});
    }
    total(until, word::page_closing(language), statement.closing);
    return report;
}

html::Html around_statement(web::Context const &context, storage::Reader &reader,
                            html::Html const &table)
{
    auto const [from, until] = period_of(context, reader);
    return days_form(context,
                     {date_box(context, "from", common::form_from(context.language()), from),
                      date_box(context, "until", common::form_to(context.language()), until)}) +
           table;
}

// -- Budget execution -----------------------------------------------------------------------------

Report budget_execution(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    Report report{.name = "budget-execution",
                  .title = std::string{word::page_execution(language)},
                  .caption = {},
                  .columns = {{"line", std::string{word::field_line(language)}},
                              {"title", std::string{word::page_subject(language)}},
                              {"currency", std::string{word::field_currency(language)}},
                              {"planned", std::string{word::page_planned(language)}, true},
                              {"allocated", std::string{word::page_allocated(language)}, true},
                              {"obligated", std::string{word::page_obligated(language)}, true},
                              {"paid", std::string{word::page_paid(language)}, true},
                              {"used", std::string{word::page_used(language)}, true}},
                  .rows = {}};
    auto const lines =
        records::compile(programming::line_policy, context.identity(), records::verbs::see);
    auto const country = CountryCode::parse(context.query().find("country").value_or(""));
    if (country) {
        report.caption = report.title + ": " +
                         std::string{reference::lists(reader)->name(*country, language).text};
    }
    for (auto const &one : executions(reader, lines, country)) {
        report.rows.push_back({{web::link_to_record(context.app(), one.record.kind,
                                                    one.record.reference, one.record.reference),
                                one.record.reference},
                               cell(one.record.title),
                               cell(one.planned.currency().view()),
                               cell(language, one.planned),
                               cell(language, one.allocated),
                               cell(language, one.obligated),
                               cell(language, one.paid),
                               cell(language, one.used)});
    }
    return report;
}

Report projects_money(web::Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    Report report{.name = "projects-money",
                  .title = std::string{word::page_projects_money(language)},
                  .caption = {},
                  .columns = {{"project", std::string{word::field_project(language)}},
                              {"title", std::string{word::page_subject(language)}},
                              {"currency", std::string{word::field_currency(language)}},
                              {"asked", std::string{word::page_asked(language)}, true},
                              {"obligated", std::string{word::page_obligated(language)}, true},
                              {"paid", std::string{word::page_paid(language)}, true},
                              {"used", std::string{word::page_used(language)}, true}},
                  .rows = {}};
    auto const visible =
        records::compile(projects::policy, context.identity(), records::verbs::see);
    for (auto const &one : money_of_projects(reader, visible)) {
        report.rows.push_back({{web::link_to_record(context.app(), one.project.kind,
                                                    one.project.reference, one.project.reference),
                                one.project.reference},
                               cell(one.project.title),
                               cell(one.paid.currency().view()),
                               cell(language, one.asked),
                               cell(language, one.obligated),
                               cell(language, one.paid),
                               cell(language, one.used)});
    }
    return report;
}

// -- An entry -------------------------------------------------------------------------------------

Report postings_of(web::Context const &context, std::vector<AccountRow> const &accounts,
                   StoredEntry const &entry)
{
    auto const language = context.language();
    Report report{.name = "postings",
                  .title = std::string{word::page_postings(language)},
                  .caption = {},
                  .columns = {{"account", std::string{word::page_account(language)}},
                              {"subject", std::string{word::page_subject(language)}},
                              {"currency", std::string{word::field_currency(language)}},
                              {"debit", std::string{word::page_debit(language)}, true},
                              {"credit", std::string{word::page_credit(language)}, true}},
                  .rows = {}};
    for (auto const &row : accounts) {
        auto const &postings = entry.transfer.entry.postings();
        auto const at =
            std::ranges::find(postings, row.account.account.id, &ledger::Posting::account);
        ENSURE(at != postings.end());
        auto const units = at->amount.minor_units();
        auto const currency = at->amount.currency();
        report.rows.push_back({link_cell(account_url(row.account.account.id),
                                         role_name(language, row.account.key.role)),
                               record_cell(context, row.subject), cell(currency.view()),
                               cell(language, {std::max<std::int64_t>(units, 0), currency}),
                               cell(language, {std::max<std::int64_t>(-units, 0), currency})});
    }
    return report;
}

std::string entry_json(std::vector<AccountRow> const &accounts, StoredEntry const &entry,
                       std::optional<records::Label> const &record)
{
    json::array postings;
    for (auto const &posting : entry.transfer.entry.postings()) {
        auto const at = std::ranges::find(accounts, posting.account, [](AccountRow const &row) {
            return row.account.account.id;
        });
        ENSURE(at != accounts.end());
        postings.push_back(json::object{{"account", posting.account.to_string()},
                                        {"role", to_code(at->account.key.role)},
                                        {"subject", at->subject.reference},
                                        {"currency", posting.amount.currency().to_string()},
                                        {"amount", posting.amount.amount()}});
    }
    json::object out{{"id", entry.transfer.id.to_string()},
                     {"number", entry.number},
                     {"on", entry.transfer.on.to_string()},
                     {"booked_at", entry.booked_at.to_string()},
                     {"act", to_code(entry.act)},
                     {"record", record ? record->reference : std::string{}},
                     {"document", entry.document},
                     {"postings", std::move(postings)}};
    if (entry.transfer.reverses) {
        out["reverses"] = entry.transfer.reverses->to_string();
    }
    if (entry.reversed_by) {
        out["reversed_by"] = entry.reversed_by->to_string();
    }
    if (entry.transfer.quote) {
        out["rate"] = entry.transfer.quote->rate;
        out["rate_on"] = entry.transfer.quote->on.to_string();
        out["rate_source"] = entry.transfer.quote->source;
    }
    return json::serialize(out);
}

http::Response entry_page(web::Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const id = ledger::TransferId::parse(context.part("id"));
        auto const entry = id ? find_entry(reader, *id) : std::nullopt;
        auto const fund =
            entry ? records::find(reader, funds, context.identity(), entry->fund.to_string())
                  : Result<records::Head>{not_found()};
        if (!fund) {
            return context.refused(fund.error());
        }
        auto const accounts = accounts_in(reader, entry->transfer.entry);
        auto const record = records::label_of(reader, entry->record);
        if (context.is_api()) {
            return context.json(entry_json(accounts, *entry, record));
        }
        auto const language = context.language();
        std::vector<html::Fact> facts;
        auto const fact = [&](std::string_view label, html::Html value) {
            facts.push_back({.label = std::string{label}, .value = std::move(value)});
        };
        fact(word::fund_singular(language),
             web::link_to_record(context.app(), "fund", fund->reference, fund->title));
        fact(word::page_day(language), html::moment({.iso = entry->transfer.on.to_string(),
                                                     .text = context.date(entry->transfer.on)}));
        fact(word::page_act(language), html::fragment(act_name(language, entry->act)));
        if (record) {
            fact(word::page_subject(language),
                 web::link_to_record(context.app(), record->kind, record->reference,
                                     record->reference + " " + record->title));
        }
        fact(word::field_document(language), html::bdi(entry->document));
        fact(word::page_booked_at(language), html::moment(context.moment(entry->booked_at)));
        if (entry->transfer.quote) {
            auto const &quote = *entry->transfer.quote;
            fact(word::page_rate(language),
                 html::bdi(quote.rate + " · " + quote.on.to_string() + " · " + quote.source));
        }
        auto const link = [&](ledger::TransferId other) {
            return html::a(html::href(entry_url(other)), word::see_entry(language));
        };
        if (entry->transfer.reverses) {
            fact(word::page_takes_back(language), link(*entry->transfer.reverses));
        }
        if (entry->reversed_by) {
            fact(word::page_taken_back(language), link(*entry->reversed_by));
        }
        std::vector<html::Action> actions;
        if (is_correctable(entry->act) && !entry->reversed_by &&
            records::could(correction_policy, context.identity(), records::verbs::create)) {
            http::Parameters begun;
            begun.add("fund", fund->reference);
            begun.add("number", std::to_string(entry->number));
            actions.push_back({.label = std::string{word::correction_add(language)},
                               .url = std::string{corrections.path} + "/new?" + begun.encode()});
        }
        auto const title = word::page_entry_title(language, std::to_string(entry->number));
        return context.page(
            title, html::page_head({.title = title, .lead = fund->title, .actions = actions}) +
                       html::facts(facts) +
                       html::block(word::page_postings(language),
                                   report_table(context, postings_of(context, accounts, *entry))));
    });
}

} // namespace

std::string entry_url(ledger::TransferId entry)
{
    return "/ledger/entries/" + entry.to_string();
}

std::string account_url(ledger::AccountId account)
{
    return "/ledger/accounts/" + account.to_string() + "/statement";
}

std::string role_name(Language language, Role role)
{
    return std::string{word::roles(language, to_code(role)).value_or(to_code(role))};
}

std::string act_name(Language language, Act act)
{
    return std::string{word::entries(language, to_code(act)).value_or(to_code(act))};
}

html::Html money_block(web::Context const &context, storage::Reader &reader, Uuid record,
                       std::optional<Money> asked)
{
    auto const language = context.language();
    bool const opens = records::could(fund_policy, context.identity(), records::verbs::see);
    std::vector<html::Fact> facts;
    if (asked) {
        facts.push_back({.label = std::string{word::field_amount(language)},
                         .value = html::fragment(i18n::format_money(language, *asked))});
    }
    for (auto const &row : accounts_about(reader, record)) {
        // What is empty or only a counterpart says nothing here.
        auto const role = row.account.key.role;
        bool const always = role == Role::bank || role == Role::unallocated;
        if (role == Role::plan || (row.account.account.balance == 0 && !always)) {
            continue;
        }
        auto const amount = i18n::format_money(language, row.account.account.own_balance());
        facts.push_back(
            {.label = role_name(language, row.account.key.role),
             .value = opens ? html::a(html::href(account_url(row.account.account.id)), amount)
                            : html::fragment(amount)});
    }
    Report table{.name = "entries",
                 .title = std::string{word::page_entries(language)},
                 .caption = {},
                 .columns = {{"entry", std::string{word::field_entry(language)}},
                             {"on", std::string{word::page_day(language)}},
                             {"act", std::string{word::page_act(language)}},
                             {"document", std::string{word::field_document(language)}},
                             {"amount", std::string{word::field_amount(language)}, true}},
                 .rows = {}};
    for (auto const &one : entries_about(reader, record)) {
        auto const number = std::to_string(one.number);
        table.rows.push_back({opens ? link_cell(entry_url(one.entry), number) : cell(number),
                              cell(context, one.on), cell(act_name(language, one.act)),
                              cell(one.document), cell(language, one.amount)});
    }
    if (facts.empty() && table.rows.empty()) {
        return {};
    }
    return html::block(word::page_money(language),
                       html::facts(facts) +
                           (table.rows.empty() ? html::Html{} : report_table(context, table)));
}

void add_ledger_routes(web::Router &router)
{
    add_report(router, {.path = "/ledger/trial-balance",
                        .summary = "The balance of every account, on a day (`on`) or now.",
                        .make = trial_balance,
                        .around = around_trial_balance});
    add_report(router, {.path = "/ledger/accounts/{id}/statement",
                        .summary = "An account's statement: opening, movements, closing.",
                        .make = account_statement,
                        .around = around_statement});
    add_report(router, {.path = "/ledger/budget-execution",
                        .summary = "How far each established plan line has come (country=TLS: "
                                   "those of one country).",
                        .make = budget_execution});
    add_report(router, {.path = "/ledger/projects",
                        .summary = "What is asked, obligated, paid and accounted for by project.",
                        .make = projects_money});
    router.add({.method = http::Method::get,
                .pattern = "/ledger/entries/{id}",
                .gate = {.kind = web::Gate::Kind::policy,
                         .policy = &fund_policy,
                         .verb = records::verbs::see},
                .handler = entry_page,
                .api = web::ApiDoc{.summary = "An entry with its postings.", .tag = "ledger"}});
}

} // namespace selatan::funds
