#include "cooperation/funds/standing.hpp"

#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/pages.hpp"
#include "cooperation/funds/report.hpp"
#include "cooperation/funds/reported_flow.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "platform/html/parts.hpp"
#include "platform/i18n/format.hpp"
#include "words/funds.hpp"

#include <algorithm>
#include <map>

namespace selatan::funds {

namespace {

namespace word = words::funds;

records::Filter visible_funds(web::Context const &context)
{
    return records::compile(fund_policy, context.identity(), records::verbs::see);
}

records::Noun const &noun_of(Whose whose)
{
    if (whose == Whose::line) {
        return programming::plan_lines;
    }
    return projects::projects;
}

std::string url_of(Whose whose, std::string_view reference)
{
    return (whose == Whose::line ? "/ledger/plan-lines/" : "/ledger/projects/") +
           std::string{reference} + "/entries";
}

std::string name_of(Language language, MoneyFigure figure)
{
    return std::string{word::figures(language, to_code(figure)).value_or(to_code(figure))};
}

// -- On the record's page -------------------------------------------------------------------------

template <Whose whose>
html::Html draw(web::Context const &context, storage::Reader &reader, Head const &head)
{
    if (!records::could(fund_policy, context.identity(), records::verbs::see)) {
        return {};
    }
    auto const sums = sums_of(reader, whose, head.id, visible_funds(context));
    std::map<Currency, std::vector<html::Fact>> by_currency;
    for (auto const &one : sums) {
        by_currency[one.sum.currency()];
    }
    auto const language = context.language();
    html::Html all;
    for (auto &[currency, facts] : by_currency) {
        for (auto const figure : figures_of(whose)) {
            auto const roles = roles_of(figure);
            Money total{0, currency};
            for (auto const &one : sums) {
                if (one.sum.currency() == currency &&
                    std::ranges::find(roles, one.role) != roles.end()) {
                    total = total + one.sum;
                }
            }
            auto const url =
                url_of(whose, head.reference) + "?figure=" + std::string{to_code(figure)};
            facts.push_back(
                {.label = name_of(language, figure),
                 .value = html::a(html::href(url), i18n::format_money(language, total))});
        }
        all += html::facts(facts);
    }
    html::Html notices;
    for (auto const &one : whose == Whose::line ? excess_under_line(context, reader, head.id)
                                                : excess_under_project(context, reader, head.id)) {
        notices += html::notice(one);
    }
    return all.empty() ? notices : notices + html::block(word::page_on_the_ledger(language), all);
}

// -- What makes up a figure -----------------------------------------------------------------------

template <Whose whose>
Report entries(web::Context const &context, storage::Reader &reader)
{
    auto const &noun = noun_of(whose);
    auto const head = records::find(reader, noun, context.identity(), context.part("id"));
    auto figure = MoneyFigure::obligated;
    auto const asked = context.query().find("figure").value_or("");
    bool const is_known = from_code(asked, figure);
    if (!head || (!asked.empty() && !is_known)) {
        return {};
    }
    auto const language = context.language();
    Report report{.name = std::string{to_code(figure)} + "-" + head->reference,
                  .title = name_of(language, figure) + " · " + head->title,
                  .caption = {},
                  .columns = {{"on", std::string{word::page_day(language)}},
                              {"entry", std::string{word::field_entry(language)}},
                              {"act", std::string{word::page_act(language)}},
                              {"record", std::string{word::page_subject(language)}},
                              {"document", std::string{word::field_document(language)}},
                              {"currency", std::string{word::field_currency(language)}},
                              {"amount", std::string{word::field_amount(language)}, true}},
                  .rows = {}};
    std::map<Currency, Money> totals;
    for (auto const &one : movements_of(reader, whose, head->id, figure, visible_funds(context))) {
        auto const currency = one.amount.currency();
        auto &total = totals.try_emplace(currency, Money{0, currency}).first->second;
        total = total + one.amount;
        report.rows.push_back(
            {cell(context, one.on),
             link_cell(entry_url(one.entry), std::to_string(one.number)),
             cell(act_name(language, one.act)),
             {web::link_to_record(context.app(), one.record.kind, one.record.reference,
                                  one.record.reference + " " + one.record.title),
              one.record.reference},
             cell(one.document),
             cell(currency.view()),
             cell(language, one.amount)});
    }
    for (auto const &[currency, total] : totals) {
        report.rows.push_back({cell(word::page_total(language)),
                               {},
                               {},
                               {},
                               {},
                               cell(currency.view()),
                               shown_cell(language, total)});
    }
    return report;
}

/// The other figures stand a click away, and the record that all of it is about.
template <Whose whose>
html::Html around(web::Context const &context, storage::Reader &reader, html::Html const &table)
{
    auto const &noun = noun_of(whose);
    auto const head = records::find(reader, noun, context.identity(), context.part("id"));
    if (!head) {
        return table;
    }
    return html::p(html::a(html::href(web::url_of(noun, head->reference)),
                           html::bdi(head->title + " · " + head->reference))) +
           draw<whose>(context, reader, *head) + table;
}

} // namespace

std::span<Role const> roles_of(MoneyFigure figure)
{
    static constexpr std::array allocated{Role::authorised};
    static constexpr std::array obligated{Role::obligation, Role::payable, Role::spent};
    static constexpr std::array paid{Role::spent};
    static constexpr std::array used{Role::expenditure};
    static constexpr std::array to_obligate{Role::allocation};
    static constexpr std::array to_be_paid{Role::obligation, Role::payable};
    switch (figure) {
    case MoneyFigure::allocated:
        return allocated;
    case MoneyFigure::obligated:
        return obligated;
    case MoneyFigure::paid:
        return paid;
    case MoneyFigure::used:
        return used;
    case MoneyFigure::to_obligate:
        return to_obligate;
    case MoneyFigure::to_be_paid:
        return to_be_paid;
    }
    return {};
}

std::span<MoneyFigure const> figures_of(Whose whose)
{
    static constexpr std::array line{MoneyFigure::allocated, MoneyFigure::obligated,
                                     MoneyFigure::paid, MoneyFigure::to_obligate};
    static constexpr std::array project{MoneyFigure::obligated, MoneyFigure::paid,
                                        MoneyFigure::used, MoneyFigure::to_be_paid};
    return whose == Whose::line ? std::span<MoneyFigure const>{line}
                                : std::span<MoneyFigure const>{project};
}

std::span<web::Panel const> panels()
{
    static std::array const all{
        web::Panel{programming::plan_lines.kind, draw<Whose::line>},
        web::Panel{projects::projects.kind, draw<Whose::project>},
        web::Panel{reports::reported_activities.kind, draw_reported_flows},
    };
    return all;
}

void add_standing_routes(web::Router &router)
{
    add_report(router, {.path = "/ledger/plan-lines/{id}/entries",
                        .summary = "The entries that make up a `figure` of a plan line: allocated, "
                                   "obligated, paid, used, to_obligate, to_be_paid.",
                        .make = entries<Whose::line>,
                        .around = around<Whose::line>});
    add_report(router, {.path = "/ledger/projects/{id}/entries",
                        .summary = "The entries that make up a `figure` of a project: obligated, "
                                   "paid, used, to_be_paid.",
                        .make = entries<Whose::project>,
                        .around = around<Whose::project>});
}

} // namespace selatan::funds
