#include "cooperation/briefs/brief_paper.hpp"

#include "base/text.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/reference/lists.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/noun_pages.hpp"
#include "words/briefs.hpp"
#include "words/knowledge.hpp"

#include <algorithm>
#include <numeric>

namespace selatan::briefs {

namespace {

namespace word = words::briefs;
using pdf::Paragraph;
using pdf::Run;
using pdf::Style;
using Cell = std::vector<Run>;
using Row = std::vector<Cell>;

/// What a title may take of a row.
constexpr std::size_t title_most = 90;

/// Focal points and missions are named, at most so many of each.
constexpr std::size_t contacts_most = 2;

/// How many rows each table has, in the order in which they stand.
using RowCounts = std::vector<std::size_t>;

/// So many rows in all, dealt out one by one: no table has two before each has one.
RowCounts dealt(RowCounts const &there_are, std::size_t rows)
{
    RowCounts counts(there_are.size(), 0);
    for (bool any = true; any && rows > 0;) {
        any = false;
        for (std::size_t i = 0; i < counts.size() && rows > 0; ++i) {
            if (counts[i] < there_are[i]) {
                ++counts[i];
                --rows;
                any = true;
            }
        }
    }
    return counts;
}

std::size_t sum_of(RowCounts const &counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

/// Writes one language's page, with so many records of each list.
class Page {
public:
    Page(Brief const &brief, Setting const &setting, std::string country, Language language,
         RowCounts rows)
        : m_brief{&brief}, m_setting{&setting}, m_country{std::move(country)},
          m_language{language}, m_rows{std::move(rows)}
    {
    }

    std::vector<pdf::Block> write()
    {
        add(word::title(m_language, m_country), Style::title);
        add(m_setting->installation + " · " +
                word::lead(m_language, m_brief->on, m_setting->reader),
            Style::small);
        talking_points();
        asked();
        overdue();
        promised();
        delivered();
        people();
        outcomes();
        money();
        lessons();
        letters();
        contacts();
        return std::move(m_blocks);
    }
    /// How many rows each table could have had; after `write`.
    [[nodiscard]] RowCounts const &there_are() const { return m_there_are; }

private:
    void add(std::string text, Style style)
    {
        m_blocks.emplace_back(
            Paragraph{.runs = {{.text = std::move(text)}}, .language = m_language, .style = style});
    }
    void add(std::vector<Run> runs, Style style = Style::body)
    {
        m_blocks.emplace_back(
            Paragraph{.runs = std::move(runs), .language = m_language, .style = style});
    }
    void heading(std::string_view text) { add(std::string{text}, Style::heading); }
    void nothing() { add(std::string{word::none(m_language)}, Style::small); }

    [[nodiscard]] Run to(std::string text, std::string const &path) const
    {
        return {.text = std::move(text), .url = m_setting->base_url + path};
    }
    [[nodiscard]] Run to(std::string text, Figure const &figure) const
    {
        // Where counting stops, the figure says that there are more.
        return to(figure.is_exact ? std::move(text) : std::move(text) + " +", figure.url());
    }
    [[nodiscard]] Cell record(Listed const &listed, Entry const &entry) const
    {
        return {to(entry.reference, web::url_of(*listed.figure.noun, entry.reference))};
    }
    [[nodiscard]] static Cell plain(std::string_view text)
    {
        return {{.text = truncate(text, title_most)}};
    }
    [[nodiscard]] Cell day(std::optional<Date> date) const
    {
        return {{.text = date ? i18n::format_date_short(m_language, *date) : std::string{}}};
    }
    [[nodiscard]] Cell state(Listed const &listed, Entry const &entry) const
    {
        return {{.text = web::state_name(*listed.figure.noun, entry.cell("state"), m_language)}};
    }
    /// The rows of the next table, as many of `all` as it is given.
    template <typename All, typename MakeRow>
    std::size_t rows_of(All const &all, std::vector<double> shares,
                        std::vector<std::string_view> const &header, MakeRow const &make)
    {
        auto const place = m_there_are.size();
        m_there_are.push_back(all.size());
        auto const most = place < m_rows.size() ? m_rows[place] : all.size();
        pdf::Table table{.language = m_language, .shares = std::move(shares)};
        for (auto const label : header) {
            table.header.emplace_back(label);
        }
        for (auto const &one : all) {
            if (table.rows.size() == most) {
                break;
            }
            table.rows.push_back(make(one));
        }
        auto const shown = table.rows.size();
        if (shown > 0) {
            m_blocks.emplace_back(std::move(table));
        }
        return shown;
    }
    template <typename MakeRow>
    void table(Listed const &listed, std::vector<double> shares,
               std::vector<std::string_view> const &header, MakeRow const &make)
    {
        auto const shown = rows_of(listed.entries, std::move(shares), header, make);
        auto const left = listed.figure.count - static_cast<std::int64_t>(shown);
        if (shown > 0 && left > 0) {
            add({to(word::more(m_language, left), listed.figure)}, Style::small);
        }
    }

    void point(std::optional<Figure> const &figure, std::string (*say)(Language, std::int64_t))
    {
        if (figure && figure->count > 0) {
            add({{.text = "• "}, to(say(m_language, figure->count), *figure)});
            m_has_points = true;
        }
    }
    void talking_points()
    {
        heading(word::section_points(m_language));
        point(m_brief->overdue ? std::optional{m_brief->overdue->figure} : std::nullopt,
              word::point_overdue);
        point(m_brief->waits_for_us, word::point_ours);
        point(m_brief->waits_for_them, word::point_theirs);
        point(m_brief->offered, word::point_offered);
        point(m_brief->deferred, word::point_deferred);
        point(m_brief->unsettled, word::point_unsettled);
        if (m_brief->focal_points && m_brief->focal_points->figure.count == 0) {
            add({{.text = "• " + std::string{word::point_no_focal_point(m_language)}}});
            m_has_points = true;
        }
        if (!m_has_points) {
            add({{.text = std::string{word::point_quiet(m_language)}}});
        }
    }
    void asked()
    {
        if (!m_brief->asked) {
            return;
        }
        auto const &asked = *m_brief->asked;
        heading(word::section_asked(m_language));
        std::vector<Run> runs{to(word::requests(m_language, asked.figure.count), asked.figure)};
        runs.front().bold = true;
        for (auto const &[state, figure] : m_brief->asked_by_state) {
            runs.push_back({.text = " · "});
            runs.push_back(to(web::state_name(*figure.noun, state, m_language) + " " +
                                  i18n::format_number(m_language, figure.count),
                              figure));
        }
        add(std::move(runs));
        table(asked, {1.2, 3.4, 1.3, 1.3, 1},
              {word::column_reference(m_language), word::column_title(m_language),
               word::column_state(m_language), word::column_letter(m_language),
               word::column_dated(m_language)},
              [&](Entry const &entry) {
                  return Row{record(asked, entry), plain(entry.cell("title")), state(asked, entry),
                             plain(entry.cell("letter_number")), day(entry.date("letter_date"))};
              });
    }
    void overdue()
    {
        if (!m_brief->overdue || m_brief->overdue->figure.count == 0) {
            return; // the talking points count it
        }
        auto const &overdue = *m_brief->overdue;
        heading(word::section_overdue(m_language));
        table(overdue, {1.2, 4, 1.6, 1.2},
              {word::column_reference(m_language), word::column_title(m_language),
               word::column_state(m_language), word::column_due(m_language)},
              [&](Entry const &entry) {
                  return Row{record(overdue, entry), plain(entry.cell("title")),
                             state(overdue, entry), day(entry.date("due"))};
              });
    }
    void promised()
    {
        if (!m_brief->agreed && !m_brief->lines) {
            return;
        }
        heading(word::section_promised(m_language));
        std::vector<Run> runs;
        if (m_brief->agreed) {
            auto const &figure = m_brief->agreed->figure;
            runs.push_back(to(word::matches(m_language, figure.count), figure));
        }
        if (m_brief->lines) {
            auto const &figure = m_brief->lines->figure;
            runs.push_back({.text = runs.empty() ? "" : " · "});
            runs.push_back(to(word::lines(m_language, figure.count), figure));
        }
        add(std::move(runs));
        for (auto const &listed : {m_brief->agreed, m_brief->lines}) {
            if (listed) {
                table(*listed, {1.2, 4, 2, 1},
                      {word::column_reference(m_language), word::column_title(m_language),
                       word::column_by(m_language), word::column_on(m_language)},
                      [&](Entry const &entry) {
                          return Row{record(*listed, entry), plain(entry.cell("title")),
                                     plain(entry.cell("organisation")), day(entry.date("changed"))};
                      });
            }
        }
    }
    void delivered()
    {
        if (!m_brief->projects && !m_brief->reported) {
            return;
        }
        heading(word::section_delivered(m_language));
        if (m_brief->projects) {
            auto const &projects = *m_brief->projects;
            add({to(word::projects(m_language, projects.figure.count), projects.figure)});
            table(projects, {1.2, 4, 2, 1},
                  {word::column_reference(m_language), word::column_title(m_language),
                   word::column_state(m_language), word::column_since(m_language)},
                  [&](Entry const &entry) {
                      return Row{record(projects, entry), plain(entry.cell("title")),
                                 state(projects, entry), day(entry.date("starts"))};
                  });
        }
        if (m_brief->reported) {
            add({to(word::reported(m_language, m_brief->reported->count), *m_brief->reported)});
        }
    }
    void people()
    {
        auto const &people = m_brief->people;
        auto const &enrolled = m_brief->enrolled;
        if (!people || people->figure.count + (enrolled ? enrolled->count : 0) == 0) {
            return;
        }
        heading(word::section_people(m_language));
        std::vector<Run> runs{
            to(word::completed(m_language, people->figure.count), people->figure)};
        auto const also = [&](std::optional<Figure> const &figure,
                              std::string (*say)(Language, std::int64_t)) {
            if (figure && figure->count > 0) {
                runs.push_back({.text = " · "});
                runs.push_back(to(say(m_language, figure->count), *figure));
            }
        };
        also(m_brief->certified, word::certified);
        also(enrolled, word::enrolled);
        add(std::move(runs));
        table(*people, {1.2, 2.2, 3, 1.8, 1},
              {word::column_reference(m_language), word::column_name(m_language),
               word::column_course(m_language), word::column_post_now(m_language),
               word::column_on(m_language)},
              [&](Entry const &entry) {
                  return Row{record(*people, entry), plain(entry.cell("title")),
                             plain(entry.cell("call")), plain(entry.cell("post_now")),
                             day(entry.date("concluded_on"))};
              });
    }
    void outcomes()
    {
        auto const &outcomes = m_brief->outcomes;
        if (outcomes.empty()) {
            return;
        }
        heading(word::section_results(m_language));
        auto const count = static_cast<std::int64_t>(outcomes.size());
        add({{.text = word::results(m_language, count)}});
        auto const shown = rows_of(
            outcomes, {1.2, 4, 1.6, 1.4, 1},
            {word::column_reference(m_language), word::column_indicator(m_language),
             word::column_measured(m_language), word::column_target(m_language),
             word::column_on(m_language)},
            [&](Outcome const &one) {
                return Row{
                    {to(one.project, web::url_of(projects::projects, one.project) + "/results")},
                    plain(one.statement),
                    plain(i18n::format_digits(m_language, one.measured) + " " + one.unit),
                    plain(one.target.empty() ? std::string{}
                                             : i18n::format_digits(m_language, one.target)),
                    day(one.on)};
            });
        if (shown > 0 && shown < outcomes.size()) {
            add(word::more(m_language, count - static_cast<std::int64_t>(shown)), Style::small);
        }
    }
    void lessons()
    {
        if (!m_brief->lessons || m_brief->lessons->figure.count == 0) {
            return;
        }
        auto const &lessons = *m_brief->lessons;
        heading(word::section_lessons(m_language));
        add({to(word::lessons(m_language, lessons.figure.count), lessons.figure)});
        table(
            lessons, {1.2, 4, 2, 1},
            {word::column_reference(m_language), word::column_title(m_language),
             word::column_nature(m_language), word::column_since(m_language)},
            [&](Entry const &entry) {
                return Row{
                    record(lessons, entry), plain(entry.cell("title")),
                    plain(words::knowledge::natures(m_language, entry.cell("nature")).value_or("")),
                    day(entry.date("released_on"))};
            });
    }
    void money()
    {
        if (m_brief->money.empty() && m_brief->paid.empty()) {
            return;
        }
        heading(word::section_money(m_language));
        pdf::Table table{.language = m_language,
                         .shares = {3, 2, 2},
                         .header = {std::string{word::column_plan(m_language)},
                                    std::string{word::column_amount(m_language)},
                                    {}},
                         .rows = {}};
        for (auto const &amount : m_brief->money) {
            table.rows.push_back(
                {plain(amount.plan),
                 {to(amount.currency + " " + i18n::format_number(m_language, amount.amount),
                     amount.lines)},
                 {{.text = word::lines(m_language, amount.lines.count)}}});
        }
        if (!table.rows.empty()) {
            m_blocks.emplace_back(std::move(table));
        }
        for (auto const &one : m_brief->paid) {
            add({to(word::paid(m_language, i18n::format_money(m_language, one.paid),
                               i18n::format_money(m_language, one.allocated)),
                    "/ledger/budget-execution?country=" + m_brief->country.to_string())});
        }
    }
    void letters()
    {
        if (!m_brief->letters_in && !m_brief->letters_out) {
            return;
        }
        heading(word::section_letters(m_language));
        bool any = false;
        auto const last = [&](std::optional<Listed> const &listed, std::string_view subject,
                              std::string_view on, auto const &say) {
            if (!listed || listed->entries.empty()) {
                return;
            }
            auto const &entry = listed->entries.front();
            add({to(say(m_language, truncate(entry.cell(subject), title_most), entry.cell("number"),
                        entry.date(on).value_or(m_brief->on)),
                    web::url_of(*listed->figure.noun, entry.reference))});
            any = true;
        };
        last(m_brief->letters_in, "title", "received_on",
             [](auto const &...said) { return word::last_in(said...); });
        last(m_brief->letters_out, "title", "dispatched_on",
             [](auto const &...said) { return word::last_out(said...); });
        if (!any) {
            nothing();
        }
    }
    void contacts()
    {
        heading(word::section_contacts(m_language));
        auto const each = [&](std::optional<Listed> const &listed, auto const &name,
                              auto const &say) {
            if (!listed) {
                return;
            }
            std::size_t shown = 0;
            for (auto const &entry : listed->entries) {
                if (shown++ == contacts_most) {
                    break;
                }
                add({to(say(m_language, name(entry)),
                        web::url_of(*listed->figure.noun, entry.reference))});
            }
        };
        if (m_brief->focal_points && m_brief->focal_points->figure.count == 0) {
            add(std::string{word::nobody(m_language)}, Style::small);
        }
        each(
            m_brief->focal_points,
            [](Entry const &entry) {
                std::string name{entry.cell("organisation")};
                if (!entry.cell("post").empty()) {
                    name += " · " + std::string{entry.cell("post")};
                }
                return name;
            },
            word::focal_point);
        auto const named = [](Entry const &entry) {
            return std::string{entry.cell("title")};
        };
        each(m_brief->missions_there, named, word::mission_there);
        each(m_brief->missions_theirs, named, word::mission_theirs);
    }

    Brief const *m_brief;
    Setting const *m_setting;
    std::string m_country;
    Language m_language;
    RowCounts m_rows; ///< of tables that are not in it: all
    RowCounts m_there_are;
    bool m_has_points = false;
    std::vector<pdf::Block> m_blocks;
};

} // namespace

pdf::Document paper_of(storage::Reader &reader, Brief const &brief, Setting const &setting,
                       std::span<Language const> languages)
{
    auto const lists = reference::lists(reader);
    auto const name_in = [&](Language language) {
        return std::string{lists->name(brief.country, language).text};
    };
    pdf::Document document;
    document.language = languages.front();
    document.title = word::title(document.language, name_in(document.language));
    document.author = setting.installation;
    document.made = setting.made;
    document.face = pdf::Face::sans;
    document.margin = 42;
    document.foot = [language = document.language, name = name_in(document.language),
                     on = brief.on](std::size_t page, std::size_t of) {
        return word::page(language, name, on, static_cast<std::int64_t>(page),
                          static_cast<std::int64_t>(of));
    };
    RowCounts there_are;
    auto const fits = [&](Language language, RowCounts const &rows) {
        Page page{brief, setting, name_in(language), language, rows};
        document.blocks = page.write();
        there_are = page.there_are();
        return pdf::count_pages(document) <= 1;
    };
    // As many rows as a language's own page takes: Arabic lines stand further apart than others.
    auto const fitting = [&](Language language, RowCounts const &some) {
        if (fits(language, {})) {
            return there_are;
        }
        auto most = sum_of(some);
        auto too_many = sum_of(there_are);
        while (too_many - most > 1) {
            auto const rows = most + (too_many - most) / 2;
            (fits(language, dealt(there_are, rows)) ? most : too_many) = rows;
        }
        return dealt(there_are, most);
    };
    // The largest type in which each table has some rows.
    struct Type {
        double size;
        std::size_t rows_least;
    };
    std::vector<RowCounts> rows;
    static_cast<void>(fits(languages.front(), {}));
    for (auto const &[size, rows_least] : {Type{8.6, 2}, Type{7.6, 1}, Type{6.6, 0}}) {
        document.size = size;
        auto some = there_are;
        for (auto &count : some) {
            count = std::min(count, rows_least);
        }
        rows.assign(languages.size(), some);
        if (!std::ranges::all_of(languages,
                                 [&](Language language) { return fits(language, some); })) {
            continue;
        }
        std::ranges::transform(languages, rows.begin(),
                               [&](Language language) { return fitting(language, some); });
        break;
    }
    document.blocks.clear();
    for (std::size_t i = 0; i < languages.size(); ++i) {
        if (i > 0) {
            document.blocks.emplace_back(pdf::PageBreak{});
        }
        auto page = Page{brief, setting, name_in(languages[i]), languages[i], rows[i]}.write();
        document.blocks.insert(document.blocks.end(), page.begin(), page.end());
    }
    return document;
}

} // namespace selatan::briefs
