// Ours and theirs side by side, and why the program thinks that they are the same.
#include "exchange/reconciliation/pages.hpp"

#include "base/text.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/reconciliation/counterpart_store.hpp"
#include "exchange/reported/reading.hpp"
#include "exchange/reported/telling.hpp"
#include "platform/i18n/format.hpp"
#include "words/reconciliation.hpp"
#include "words/reported.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace selatan::reconciliation {

namespace {

namespace word = words::reconciliation;
using html::Html;

constexpr std::int64_t cents_in_a_dollar = 100;
/// Further ones are on the activity's own page.
constexpr std::size_t organisations_shown = 12;
constexpr std::size_t others_shown = 6;

std::string dollars_text(Language language, std::int64_t dollars)
{
    return "USD " + i18n::format_number(language, dollars);
}

/// "USD 1200.50; IDR 5.00" with the digits as the reader writes them.
std::string amounts_text(Language language, std::string_view text)
{
    std::string all;
    while (!text.empty()) {
        auto const end = text.find("; ");
        auto const one = text.substr(0, end);
        auto const space = one.rfind(' ');
        all += all.empty() ? "" : " + ";
        all += space == std::string_view::npos
                   ? i18n::format_digits(language, one)
                   : std::string{one.substr(0, space + 1)} +
                         i18n::format_digits(language, one.substr(space + 1));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
    }
    return all;
}

class Table {
public:
    Table(web::Context const &context, storage::Reader &reader, Facts const &ours,
          std::vector<Told> const &told)
        : m_context{&context}, m_reader{&reader}, m_language{context.language()},
          m_lists{reference::lists(reader)}, m_ours{&ours}, m_told{&told}
    {
        for (auto const &one : told) {
            m_compared.push_back(compare(ours, one.facts));
        }
    }

    [[nodiscard]] Html make()
    {
        line(word::row_title(m_language), [](Facts const &facts) {
            Html all;
            for (auto const &title : facts.titles) {
                all += html::fragment(html::when(!all.empty(), [] { return html::br(); }),
                                      html::bdi(title));
            }
            return all;
        });
        line(word::row_identifiers(m_language),
             [this](Facts const &facts) { return identifiers(facts); });
        for (auto const topic : {Topic::starts, Topic::ends, Topic::status, Topic::countries}) {
            line(topic);
        }
        line(word::row_partners(m_language), [this](Facts const &facts) { return parts(facts); });
        line(word::row_sectors(m_language),
             [this](Facts const &facts) { return names(reference::List::sector, facts.sectors); });
        line(word::row_goals(m_language),
             [this](Facts const &facts) { return names(reference::List::sdg, facts.goals); });
        for (auto const topic : {Topic::budget, Topic::committed, Topic::spent}) {
            line(topic);
        }
        years(Measure::committed, word::row_committed_in);
        years(Measure::spent, word::row_spent_in);
        sources();
        html::List list;
        list.id = "comparison";
        list.caption = word::comparison(m_language);
        list.columns = {{.key = "what", .label = std::string{word::column_what(m_language)}},
                        {.key = "ours", .label = std::string{word::column_ours(m_language)}}};
        for (std::size_t i = 0; i < m_told->size(); ++i) {
            list.columns.push_back({.key = "told" + std::to_string(i), .label = (*m_told)[i].name});
        }
        for (auto &cells : m_rows) {
            html::Row row;
            for (auto &cell : cells) {
                // A cell's lines stay together where a narrow screen sets it beside its label.
                row.cells.push_back(html::when(!cell.empty(), [&] { return html::div(cell); }));
            }
            list.rows.push_back(std::move(row));
        }
        return html::list(list, m_context->words());
    }

private:
    template <typename Show>
    void line(std::string_view label, Show const &show)
    {
        std::vector<Html> cells{html::fragment(label), show(*m_ours)};
        bool has_any = !cells.back().empty();
        for (auto const &one : *m_told) {
            cells.push_back(show(one.facts));
            has_any = has_any || !cells.back().empty();
        }
        if (has_any) {
            m_rows.push_back(std::move(cells));
        }
    }

    void line(Topic topic)
    {
        auto const place = static_cast<std::size_t>(topic);
        std::string ours;
        bool has_any = false;
        std::vector<Html> cells;
        for (auto const &all : m_compared) {
            auto const &one = all[place];
            ours = one.ours;
            has_any = has_any || one.verdict != Verdict::untold;
            auto const said = sentence(m_language, one);
            cells.push_back(html::fragment(
                html::bdi(value_text(*m_context, *m_reader, topic, one.theirs)),
                in_dollars((*m_told)[cells.size()].facts, topic), html::when(!said.empty(), [&] {
                    return html::fragment(
                        html::when(!one.theirs.empty(), [] { return html::br(); }),
                        one.verdict == Verdict::differs
                            ? html::badge({.label = said, .tone = html::Tone::waiting})
                            : html::small(said));
                })));
        }
        if (!has_any) {
            return;
        }
        cells.insert(cells.begin(),
                     html::fragment(html::bdi(value_text(*m_context, *m_reader, topic, ours)),
                                    in_dollars(*m_ours, topic)));
        cells.insert(cells.begin(),
                     html::fragment(word::topics(m_language, to_code(topic)).value_or("")));
        m_rows.push_back(std::move(cells));
    }

    /// What another currency comes to, by the rates of its days.
    [[nodiscard]] Html in_dollars(Facts const &facts, Topic topic) const
    {
        if (topic < Topic::budget) {
            return {};
        }
        auto const measure =
            static_cast<Measure>(static_cast<int>(topic) - static_cast<int>(Topic::budget));
        return in_dollars(whole(facts, measure));
    }
    [[nodiscard]] Html in_dollars(Whole const &sum) const
    {
        bool const is_dollars = sum.by_currency.size() == 1 &&
                                sum.by_currency.front().currency == Currency::parse("USD");
        if (sum.by_currency.empty() || is_dollars) {
            return {};
        }
        return html::fragment(
            html::br(),
            html::small(sum.cents ? word::about_dollars(
                                        m_language,
                                        dollars_text(m_language, *sum.cents / cents_in_a_dollar))
                                  : std::string{word::no_rate(m_language)}));
    }

    [[nodiscard]] Html parts(Facts const &facts) const
    {
        Html all;
        std::size_t count = 0;
        for (auto const &one : facts.organisations) {
            if (++count > organisations_shown) {
                break;
            }
            std::string roles;
            for (auto const &role : one.roles) {
                auto const name = std::isdigit(static_cast<unsigned char>(role.front())) != 0
                                      ? words::reported::role(m_language, reported::word_key(role))
                                      : word::roles(m_language, role);
                roles += roles.empty() ? "" : ", ";
                roles += name.value_or(role);
            }
            all += html::fragment(html::when(!all.empty(), [] { return html::br(); }),
                                  html::bdi(one.name), html::when(!roles.empty(), [&] {
                                      return html::fragment(" ", html::small(roles));
                                  }));
        }
        return all;
    }

    [[nodiscard]] Html names(reference::List list, std::vector<std::string> const &codes) const
    {
        Html all;
        for (auto const &code : codes) {
            auto const name = m_lists->name(list, code, m_language);
            all += html::fragment(html::when(!all.empty(), [] { return html::br(); }),
                                  html::bdi(name.is_code ? code : std::string{name.text}));
        }
        return all;
    }

    void years(Measure measure, std::string (*label)(Language, std::string_view))
    {
        std::set<int> all;
        auto const collect = [&](Facts const &facts) {
            for (auto const &sum : facts.money) {
                if (sum.measure == measure && sum.year != 0) {
                    all.insert(sum.year);
                }
            }
        };
        collect(*m_ours);
        std::ranges::for_each(*m_told, [&](Told const &one) { collect(one.facts); });
        for (auto const year : all) {
            std::vector<Html> cells{html::fragment(label(m_language, std::to_string(year))),
                                    amount(*m_ours, measure, year)};
            for (auto const &one : *m_told) {
                auto const compared = compare_year(measure, year, *m_ours, one.facts);
                cells.push_back(html::fragment(
                    amount(one.facts, measure, year),
                    html::when(compared.verdict == Verdict::differs, [&] {
                        return html::fragment(html::br(),
                                              html::badge({.label = sentence(m_language, compared),
                                                           .tone = html::Tone::waiting}));
                    })));
            }
            m_rows.push_back(std::move(cells));
        }
    }

    [[nodiscard]] Html amount(Facts const &facts, Measure measure, int year) const
    {
        auto const only = of_year(facts, year);
        return html::fragment(html::bdi(amounts_text(m_language, amounts_of(only, measure))),
                              in_dollars(whole(only, measure)));
    }

    /// Its own, and what else it is known by, with whose number that is.
    [[nodiscard]] Html identifiers(Facts const &facts) const
    {
        Html all;
        for (auto const &identifier : facts.identifiers) {
            all += html::div(html::bdi(identifier));
        }
        for (std::size_t i = 0; i < facts.others.size() && i < others_shown; ++i) {
            auto const &one = facts.others[i];
            auto const &owner = one.owner_name.empty() ? one.owner_ref : one.owner_name;
            all += html::div(html::small(html::bdi(one.text), " ",
                                         word::other_kinds(m_language, fold(one.type))
                                             .value_or(word::other_kind(m_language)),
                                         html::when(!owner.empty(), [&] {
                                             return html::fragment(" · ", html::bdi(owner));
                                         })));
        }
        return all;
    }

    void sources()
    {
        std::vector<Html> cells{html::fragment(word::row_source(m_language)),
                                html::fragment(word::our_records(m_language))};
        for (auto const &one : *m_told) {
            cells.push_back(one.source);
        }
        m_rows.push_back(std::move(cells));
    }

    web::Context const *m_context;
    storage::Reader *m_reader;
    Language m_language;
    std::shared_ptr<reference::Codelists const> m_lists;
    Facts const *m_ours;
    std::vector<Told> const *m_told;
    std::vector<std::vector<Compared>> m_compared;
    std::vector<std::vector<Html>> m_rows;
};

std::string reason_text(Language language, linkage::Reason const &reason)
{
    using linkage::Sign;
    auto const detail = reason.detail;
    switch (reason.sign) {
    case Sign::same_identifier:
        return std::string{word::sign_same_identifier(language)};
    case Sign::names_the_other:
        return std::string{word::sign_names_the_other(language)};
    case Sign::title:
        return word::sign_title(language, detail);
    case Sign::country:
        return std::string{word::sign_country(language)};
    case Sign::other_country:
        return std::string{word::sign_other_country(language)};
    case Sign::start:
        return word::sign_start(language, detail);
    case Sign::other_period:
        return std::string{word::sign_other_period(language)};
    case Sign::organisations:
        return word::sign_organisations(language, detail);
    case Sign::sector:
        return std::string{word::sign_sector(language)};
    case Sign::other_sector:
        return std::string{word::sign_other_sector(language)};
    case Sign::amount:
        return word::sign_amount(language, detail);
    case Sign::other_amount:
        return word::sign_other_amount(language, detail);
    }
    return {};
}

} // namespace

html::Html comparison_table(web::Context const &context, storage::Reader &reader, Facts const &ours,
                            std::vector<Told> const &told)
{
    return Table{context, reader, ours, told}.make();
}

std::optional<Told> read_told(web::Context const &context, storage::Reader &reader,
                              Counterpart const &counterpart)
{
    auto facts = told_facts(reader, counterpart);
    if (!facts) {
        return std::nullopt;
    }
    auto const language = context.language();
    Told told{.name = counterpart.teller, .url = {}, .facts = std::move(*facts), .source = {}};
    if (counterpart.source == Source::reported) {
        auto const label = records::label_of(reader, counterpart.reported->uuid());
        told.source =
            label ? web::link_to_record(context.app(), label->kind, label->reference, label->title)
                  : Html{};
        return told;
    }
    auto const number = standing_activity(reader, counterpart);
    auto const listed = number ? reported::find(reader, *number) : std::nullopt;
    if (listed) {
        auto const url = reported::url_of_activity(*number);
        told.source =
            html::fragment(html::a(html::href(url), html::bdi(counterpart.identifier)), html::br(),
                           html::a(html::href(url + "/source"), word::as_xml(language)), html::br(),
                           html::small(word::came_with(language, listed->import)));
    }
    return told;
}

html::Html reasons_html(Language language, std::vector<linkage::Reason> const &reasons)
{
    Html items;
    for (auto const &reason : reasons) {
        if (reason.weight == 0) {
            continue;
        }
        auto const text = reason_text(language, reason);
        items += html::li(reason.weight < 0 ? word::speaks_against(language, text) : text);
    }
    return items.empty() ? Html{} : html::ul(items);
}

std::string value_text(web::Context const &context, storage::Reader &reader, Topic topic,
                       std::string const &value)
{
    auto const language = context.language();
    if (value.empty()) {
        return {};
    }
    switch (topic) {
    case Topic::starts:
    case Topic::ends:
        if (auto const date = Date::parse(value)) {
            return context.date(*date);
        }
        return value;
    case Topic::status:
        return std::string{
            words::reported::status(language, reported::word_key(value)).value_or(value)};
    case Topic::countries: {
        auto const lists = reference::lists(reader);
        records::Codes codes;
        records::Text<records::Codes>::parse(value, codes);
        std::vector<std::string> names;
        for (auto const &code : codes) {
            auto const country = CountryCode::parse(code);
            names.emplace_back(country ? lists->name(*country, language).text
                                       : std::string_view{code});
        }
        return i18n::join_list(language, names);
    }
    case Topic::budget:
    case Topic::committed:
    case Topic::spent:
        break;
    }
    return amounts_text(language, value);
}

std::string sentence(Language language, Compared const &compared)
{
    switch (compared.verdict) {
    case Verdict::differs:
        if (compared.days) {
            return word::differs_days(language, *compared.days);
        }
        if (compared.percent && compared.dollars) {
            return word::differs_money(language, *compared.percent,
                                       dollars_text(language, *compared.dollars));
        }
        return compared.percent ? word::differs_percent(language, *compared.percent)
                                : std::string{word::differs(language)};
    case Verdict::only_ours:
        return std::string{word::only_ours(language)};
    case Verdict::only_theirs:
        return std::string{word::only_theirs(language)};
    case Verdict::not_comparable:
        return std::string{word::not_comparable(language)};
    case Verdict::same:
    case Verdict::untold:
        break;
    }
    return {};
}

} // namespace selatan::reconciliation
