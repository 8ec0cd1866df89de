#include "main/public_portal.hpp"

#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/standing.hpp"
#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/knowledge/practices.hpp"
#include "cooperation/portal/public_store.hpp"
#include "cooperation/portal/visit.hpp"
#include "cooperation/results/public_results.hpp"
#include "cooperation/results/results.hpp"
#include "exchange/iati_out/iati_out.hpp"
#include "platform/html/parts.hpp"
#include "platform/i18n/format.hpp"
#include "words/funds.hpp"
#include "words/knowledge.hpp"
#include "words/portal.hpp"
#include "words/results.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace selatan::program {

namespace {

using portal::OpenColumn;
using portal::PublicProject;
using portal::Topic;
using portal::Visit;
namespace of_result = words::results;
namespace of_lesson = words::knowledge;

constexpr std::string_view practices_path = "/practices";

// -- Of a project ---------------------------------------------------------------------------------

/// What the ledger says was paid, by currency: never added across.
html::Html money_of(Visit const &visit, PublicProject const &project)
{
    auto const program = auth::program_identity("portal");
    auto const all_funds = records::compile(funds::fund_policy, &program, records::verbs::see);
    std::map<Currency, Money> paid;
    for (auto const &one :
         funds::sums_of(visit.reader(), funds::Whose::project, project.id, all_funds)) {
        auto const roles = funds::roles_of(funds::MoneyFigure::paid);
        if (std::ranges::find(roles, one.role) != roles.end()) {
            auto &sum = paid.try_emplace(one.sum.currency(), 0, one.sum.currency()).first->second;
            sum = sum + one.sum;
        }
    }
    auto const language = visit.language();
    std::vector<html::Fact> facts;
    for (auto const &[currency, sum] : paid) {
        if (sum.minor_units() != 0) {
            facts.push_back(
                {.label = std::string{words::portal::paid(language)},
                 .value = html::a(html::href("#payments"), i18n::format_money(language, sum))});
        }
    }
    if (facts.empty()) {
        return {};
    }
    // To whom and on what document is no topic that anybody consents to.
    bool const has_days = project.shows(Topic::dates);
    std::vector<std::vector<html::Html>> rows;
    for (auto const &one : funds::movements_of(visit.reader(), funds::Whose::project, project.id,
                                               funds::MoneyFigure::paid, all_funds)) {
        std::vector<html::Html> cells{html::fragment(
            words::funds::entries(language, to_code(one.act)).value_or(to_code(one.act)))};
        if (has_days) {
            cells.push_back(html::fragment(i18n::format_date_short(language, one.on)));
        }
        cells.push_back(html::fragment(i18n::format_money(language, one.amount)));
        rows.push_back(std::move(cells));
    }
    std::vector<html::TableColumn> columns{{std::string{words::funds::page_act(language)}}};
    if (has_days) {
        columns.push_back({std::string{words::funds::page_day(language)}});
    }
    columns.push_back({std::string{words::funds::field_amount(language)}, true});
    auto const title = std::string{words::portal::payments(language)};
    return html::facts(facts) + html::h3(title) +
           html::data_table("payments", title, columns, rows) + html::when(!has_days, [&] {
               return html::p(html::cls("small"), words::portal::days_kept(language));
           });
}

html::Html results_of(Visit const &visit, PublicProject const &project)
{
    return results::told_results(
        visit.language(), results::public_results(
                              visit.reader(), {.results = where_public(Topic::results, project.id),
                                               .people = where_public(Topic::people, project.id)}));
}

html::Html ratings_of(Visit const &visit, PublicProject const &project)
{
    return results::told_ratings(
        visit.language(), visit.reader(),
        results::public_rounds(visit.reader(), where_public(Topic::ratings, project.id)));
}

html::Html lessons_of(Visit const &visit, PublicProject const &project)
{
    knowledge::PracticeFilter filter;
    filter.source = where_public(Topic::lessons, project.id);
    return knowledge::told_lessons(visit.language(), visit.reader(), visit.url(practices_path),
                                   filter);
}

// -- Practices ------------------------------------------------------------------------------------

html::Html practices(Visit const &visit)
{
    auto const &query = visit.context().query();
    knowledge::PracticeFilter filter;
    if (knowledge::Nature nature{}; from_code(query.find("kind").value_or(""), nature)) {
        filter.nature = nature;
    }
    auto const sector = query.find("sector").value_or("");
    if (sector.find_first_not_of("0123456789") == std::string_view::npos) {
        filter.sector = std::string{sector};
    }
    return knowledge::told_practices(visit.language(), visit.reader(), visit.url(practices_path),
                                     filter, Uuid::parse(query.find("after").value_or("")));
}

std::optional<portal::Page> practice(Visit const &visit, std::string_view reference)
{
    knowledge::PracticeFilter filter;
    filter.reference = std::string{reference};
    auto const found = knowledge::public_practices(visit.reader(), filter, 1);
    if (reference.empty() || found.empty()) {
        return std::nullopt;
    }
    auto const language = visit.language();
    return portal::Page{.title = found.front().lesson.title,
                        .description = knowledge::in_short(found.front().lesson, language),
                        .path = std::string{practices_path} + "/" + found.front().reference,
                        .content = knowledge::told_practice(
                            language, visit.reader(), visit.url(practices_path), found.front())};
}

// -- Open data ------------------------------------------------------------------------------------

sheets::Value text_value(std::string text)
{
    return text.empty() ? sheets::Value{} : sheets::Value{std::move(text)};
}
sheets::Value text_value(records::Codes const &codes)
{
    return text_value(records::Text<records::Codes>::print(codes));
}
sheets::Value number_value(results::Quantity const &quantity)
{
    return quantity.is_empty() ? sheets::Value{} : sheets::Value{results::decimal_of(quantity)};
}
template <typename T>
sheets::Value value_or_nothing(std::optional<T> const &value)
{
    return value ? sheets::Value{*value} : sheets::Value{};
}

constexpr std::array result_columns{
    OpenColumn{"project", of_result::public_project},
    OpenColumn{"indicator", of_result::public_reference},
    OpenColumn{"statement", of_result::public_statement},
    OpenColumn{"level", of_result::public_level},
    OpenColumn{"sdg", of_result::field_sdg},
    OpenColumn{"unit", of_result::field_unit},
    OpenColumn{"baseline", of_result::field_baseline},
    OpenColumn{"baseline_year", of_result::field_baseline_year},
    OpenColumn{"target", of_result::field_target_value},
    OpenColumn{"target_until", of_result::field_until},
    OpenColumn{"measured", of_result::field_figure_value},
    OpenColumn{"measured_on", of_result::field_measured_on},
    OpenColumn{"women", of_result::field_women, Topic::people},
    OpenColumn{"men", of_result::field_men, Topic::people},
    OpenColumn{"standing", of_result::public_standing},
};

void each_result(web::App const & /*app*/, storage::Reader &reader,
                 std::function<void(std::vector<sheets::Value> const &)> const &take)
{
    for (auto const &one :
         results::public_results(reader, {.results = portal::where_public(Topic::results),
                                         .people = portal::where_public(Topic::people)})) {
        auto const &indicator = one.indicator;
        auto const &target = one.progress.target;
        auto const &actual = one.progress.actual;
        take({one.project, one.reference, indicator.title, std::string{to_code(indicator.level)},
              text_value(indicator.sdg), text_value(indicator.unit),
              number_value(indicator.baseline), value_or_nothing(indicator.baseline_year),
              target ? number_value(target->value) : sheets::Value{},
              target ? sheets::Value{target->until} : sheets::Value{},
              actual ? number_value(actual->value) : sheets::Value{},
              actual ? sheets::Value{actual->on} : sheets::Value{},
              one.people ? value_or_nothing(one.people->women) : sheets::Value{},
              one.people ? value_or_nothing(one.people->men) : sheets::Value{},
              std::string{to_code(one.progress.standing)}});
    }
}

constexpr std::array practice_columns{
    OpenColumn{"reference", of_lesson::public_reference},
    OpenColumn{"title", of_lesson::field_title},
    OpenColumn{"nature", of_lesson::public_nature},
    OpenColumn{"sector", words::portal::data_sector},
    OpenColumn{"modalities", of_lesson::field_modalities},
    OpenColumn{"sdgs", of_lesson::field_sdgs},
    OpenColumn{"happened", of_lesson::field_happened},
    OpenColumn{"why", of_lesson::field_why},
    OpenColumn{"to_do", of_lesson::field_to_do},
    OpenColumn{"not_to_do", of_lesson::field_not_to_do},
    OpenColumn{"conditions", of_lesson::field_conditions},
    OpenColumn{"released_on", of_lesson::field_released_on},
    OpenColumn{"page", of_lesson::public_page},
};

void each_practice(web::App const &app, storage::Reader &reader,
                   std::function<void(std::vector<sheets::Value> const &)> const &take)
{
    // A file is in one language: where somebody wrote it in English, that, else the original.
    auto const text = [](i18n::MultilingualText const &said) {
        return text_value(std::string{said.pick(Language::en).text});
    };
    knowledge::each_public_practice(reader, [&](knowledge::Practice const &one) {
        auto const &lesson = one.lesson;
        take({one.reference, lesson.title,
              lesson.nature ? sheets::Value{std::string{to_code(*lesson.nature)}} : sheets::Value{},
              text_value(lesson.sector), text_value(lesson.modalities), text_value(lesson.sdgs),
              text(lesson.happened), text(lesson.why), text(lesson.to_do), text(lesson.not_to_do),
              text(lesson.conditions), value_or_nothing(lesson.released_on),
              portal::absolute_url(app,
                                   portal::public_url(Language::en, std::string{practices_path} +
                                                                        "/" + one.reference))});
    });
}

} // namespace

portal::Extensions portal_extensions()
{
    static constexpr std::array sections{
        portal::Section{Topic::money, words::portal::section_money, money_of},
        portal::Section{Topic::results, of_result::page_title, results_of},
        portal::Section{Topic::ratings, of_result::round_plural, ratings_of},
        portal::Section{Topic::lessons, of_lesson::lesson_plural, lessons_of},
    };
    static constexpr std::array pages{
        portal::ExtraPage{.path = practices_path,
                          .title = of_lesson::lesson_plural,
                          .content = practices,
                          .one = practice,
                          .references = knowledge::public_practice_references},
    };
    static constexpr std::array tables{
        portal::OpenTable{"results", of_result::page_title, result_columns, each_result},
        portal::OpenTable{"practices", of_lesson::lesson_plural, practice_columns, each_practice},
    };
    static std::array const standards{iati_out::standard_files()};
    return {.sections = sections, .pages = pages, .tables = tables, .standards = standards};
}

} // namespace selatan::program
