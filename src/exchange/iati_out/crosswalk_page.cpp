// The crosswalk as everybody reads it, drawn from the table by which the files are written.
#include "exchange/iati/own_tags.hpp"
#include "exchange/iati_out/crosswalk.hpp"
#include "exchange/iati_out/pages.hpp"
#include "words/portal.hpp"
#include "words/projects.hpp"
#include "words/publishing.hpp"

#include <algorithm>

namespace selatan::iati_out {

namespace {

namespace word = words::publishing;
using html::Html;
using portal::Page;
using portal::TableColumn;
using portal::Visit;

Html code(std::string_view text)
{
    return html::element<"code">(html::dir(html::Direction::left_to_right), text);
}

std::string topic_name(portal::Topic topic, Language language)
{
    return std::string{words::portal::topics(language, to_code(topic)).value_or("")};
}

Html facts_of(Fate fate, Language language)
{
    bool const is_lost = fate == Fate::lost;
    bool const has_remarks = std::ranges::any_of(activity_facts(), [&](Fact const &fact) {
        return fact.fate == fate && word::why(language, fact.code).has_value();
    });
    std::vector<std::vector<Html>> rows;
    for (auto const &fact : activity_facts()) {
        if (fact.fate != fate) {
            continue;
        }
        std::vector<Html> row{html::fragment(word::fact(language, fact.code).value_or(fact.code))};
        if (!is_lost) {
            row.push_back(code(fact.element));
            row.push_back(html::fragment(topic_name(fact.topic, language)));
        }
        if (has_remarks) {
            row.push_back(html::fragment(word::why(language, fact.code).value_or("")));
        }
        rows.push_back(std::move(row));
    }
    std::vector<TableColumn> columns{{std::string{word::page_fact(language)}}};
    if (!is_lost) {
        columns.push_back({std::string{word::page_element(language)}});
        columns.push_back({std::string{words::portal::data_given_while(language)}});
    }
    if (has_remarks) {
        columns.push_back({std::string{word::page_remark(language)}});
    }
    auto const title = word::fates(language, to_code(fate)).value_or("");
    return html::block(title, portal::data_table(to_code(fate), title, columns, rows));
}

Html organisation_table(Language language)
{
    std::vector<std::vector<Html>> rows;
    for (auto const &fact : organisation_facts()) {
        rows.push_back({html::fragment(word::fact(language, fact.code).value_or(fact.code)),
                        code(fact.element),
                        html::fragment(word::why(language, fact.code).value_or(""))});
    }
    auto const title = word::page_organisation(language);
    return html::block(title, portal::data_table("organisation", title,
                                                 {{std::string{word::page_fact(language)}},
                                                  {std::string{word::page_element(language)}},
                                                  {std::string{word::page_remark(language)}}},
                                                 rows));
}

/// Every code that a tag of ours may have.
Html vocabulary(Visit const &visit)
{
    auto const language = visit.language();
    auto const lists = reference::lists(visit.reader());
    std::vector<std::vector<Html>> rows;
    auto const add = [&rows](std::string_view family, std::string_view value,
                             std::string_view name) {
        rows.push_back({code(iati::own_tags::code(family, value)), html::fragment(name)});
    };
    for (auto const &family : tag_families()) {
        for (auto const &item : lists->items(family.list)) {
            add(family.family, item.code, lists->name(family.list, item.code, language).text);
        }
    }
    for (auto const state : projects::machine.states) {
        add("state", state, words::projects::states(language, state).value_or(""));
    }
    for (auto const role : projects::party_roles) {
        add("role", std::string{role} + "-…",
            words::projects::party_roles(language, role).value_or(""));
    }
    for (auto const basis : projects::bases) {
        add("basis", basis, words::projects::bases(language, basis).value_or(""));
    }
    add("sdg", "…", word::fact_goals(language));
    add("share", "…", word::fact_shares(language));
    add("contribution", {}, word::fact_contributions(language));
    auto const title = word::page_vocabulary(language);
    return html::block(
        title, html::p(word::page_vocabulary_lead(language)) +
                   portal::data_table("vocabulary", title,
                                      {{std::string{word::page_code(language)}},
                                       {std::string{words::portal::data_meaning(language)}}},
                                      rows));
}

std::optional<Page> crosswalk(Visit const &visit)
{
    auto const language = visit.language();
    auto const title = std::string{word::page_crosswalk(language)};
    auto const lead = word::page_crosswalk_lead(language);
    Html content =
        html::h1(title) + html::p(html::cls("lead"), lead) +
        html::p(html::cls("downloads"), words::portal::download(language), " ",
                html::a(html::href(activities_path), word::files_activities(language)), " ",
                html::a(html::href(organisation_path), word::files_organisation(language)));
    for (auto const fate : {Fate::kept, Fate::tag, Fate::lost}) {
        content += facts_of(fate, language);
    }
    content += organisation_table(language);
    content += vocabulary(visit);
    return Page{.title = title,
                .description = std::string{lead},
                .path = "/iati",
                .content = std::move(content)};
}

} // namespace

void add_crosswalk_page(web::Router &router, portal::Extensions const &extensions)
{
    portal::add_public_page(router, extensions, "/iati", crosswalk);
}

} // namespace selatan::iati_out
