#include "cooperation/results/public_results.hpp"

#include "cooperation/reference/lists.hpp"
#include "cooperation/results/pages.hpp"
#include "platform/html/data_table.hpp"
#include "platform/i18n/format.hpp"
#include "words/results.hpp"

namespace selatan::results {

namespace {

namespace word = words::results;
using html::Html;

std::string said(std::string_view text)
{
    return std::string{text};
}

Html number_of(Language language, Quantity const &quantity)
{
    return html::fragment(quantity.is_empty() ? std::string{}
                                              : i18n::format_digits(language, quantity.digits()));
}

/// A number with the day or year that it belongs to under it.
Html dated(Html const &number, std::string_view when)
{
    return html::when(!number.empty(), [&] {
        return html::fragment(
            number, html::when(!when.empty(), [&] { return html::p(html::cls("small"), when); }));
    });
}

} // namespace

Html told_results(Language language, std::vector<PublicResult> const &all)
{
    if (all.empty()) {
        return {};
    }
    auto const day = [&](Date date) {
        return i18n::format_date_short(language, date);
    };
    std::vector<std::vector<Html>> rows;
    for (auto const &one : all) {
        auto const &indicator = one.indicator;
        auto const &[standing, target, actual, permille] = one.progress;
        std::string people;
        if (one.people) {
            auto const &[women, men] = *one.people;
            people = women && men ? word::women_and_men(language, *women, *men)
                     : women      ? word::women_alone(language, *women)
                     : men        ? word::men_alone(language, *men)
                                  : std::string{};
        }
        rows.push_back(
            {html::fragment(html::bdi(indicator.title),
                            html::p(html::cls("small"),
                                    word::levels(language, to_code(indicator.level)).value_or(""))),
             html::bdi(indicator.unit),
             dated(number_of(language, indicator.baseline),
                   indicator.baseline_year ? std::to_string(*indicator.baseline_year) : ""),
             target ? dated(number_of(language, target->value), day(target->until)) : Html{},
             actual ? dated(number_of(language, actual->value), day(actual->on)) : Html{},
             html::fragment(word::standings(language, to_code(standing)).value_or(""),
                            html::when(!people.empty(),
                                       [&] { return html::p(html::cls("small"), people); }))});
    }
    return html::p(word::public_lead(language)) +
           html::data_table("results", word::page_title(language),
                            {{said(word::field_statement(language))},
                             {said(word::field_unit(language))},
                             {said(word::field_baseline(language)), true},
                             {said(word::field_target_value(language)), true},
                             {said(word::field_figure_value(language)), true},
                             {said(word::standing(language))}},
                            rows);
}

Html told_ratings(Language language, storage::Reader &reader, std::vector<PublicRound> const &shown)
{
    if (shown.empty()) {
        return {};
    }
    auto const lists = reference::lists(reader);
    Html all = html::p(word::side_by_side_caption(language));
    int number = 0;
    for (auto const &round : shown) {
        std::vector<html::TableColumn> columns{{said(word::criterion(language))}};
        for (auto const &one : round.ratings) {
            columns.push_back(
                {one.country ? said(lists->name(*one.country, language).text) : one.party});
        }
        std::vector<std::vector<Html>> rows;
        for (auto const &criterion : criteria) {
            auto &row = rows.emplace_back();
            row.push_back(
                html::fragment(word::criteria(language, criterion.code).value_or(criterion.code)));
            for (auto const &one : round.ratings) {
                auto const &score = one.rating.*criterion.score;
                row.push_back(
                    score ? html::fragment(html::strong(word::scores(language, to_code(*score))
                                                            .value_or(to_code(*score))),
                                           html::p(html::bdi(one.rating.*criterion.why)))
                          : html::fragment(word::not_rated(language)));
            }
        }
        auto const period = i18n::format_date(language, round.period_from) + " – " +
                            i18n::format_date(language, round.period_until);
        all += html::h3(period) +
               html::data_table("ratings-" + std::to_string(++number), period, columns, rows);
    }
    return all;
}

} // namespace selatan::results
