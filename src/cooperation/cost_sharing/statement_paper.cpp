#include "cooperation/cost_sharing/pages.hpp"
#include "platform/i18n/format.hpp"
#include "words/cost_sharing.hpp"

namespace selatan::cost_sharing {

namespace {

namespace word = words::cost_sharing;

using Cells = std::vector<std::vector<pdf::Run>>;

/// Tables of a paper in one language.
class Paper {
public:
    Paper(PlanView const &view, PartyColumn const &column, web::App const &app, Language language)
        : m_view{&view}, m_column{&column}, m_app{&app}, m_language{language},
          m_statement{statement_of(view, column)}
    {
    }

    pdf::Document write()
    {
        pdf::Document document;
        document.title = word::page_statement_of(m_language, m_column->name);
        document.language = m_language;
        document.author = m_app->settings.installation;
        document.made = m_app->clock.now();
        document.face = pdf::Face::sans;
        document.size = 9;
        document.foot = [reference = m_view->head.reference](std::size_t page, std::size_t of) {
            return reference + " · " + std::to_string(page) + " / " + std::to_string(of);
        };
        m_document = &document;
        text(document.title, pdf::Style::title);
        text(m_view->head.title, pdf::Style::heading);
        text(i18n::format_date(m_language, m_app->clock.day_of(document.made)) + " · " +
                 m_app->settings.installation,
             pdf::Style::small);
        text(confirmation(), pdf::Style::body);
        if (m_column->share) {
            text(std::string{word::page_share(m_language)} + ": " +
                     i18n::format_percent(m_language, static_cast<double>(*m_column->share) / 100),
                 pdf::Style::body);
        }
        if (has_shares(*m_view) && !m_view->matrix.is_pool_divided) {
            text(word::page_shares_differ(m_language, std::to_string(m_view->matrix.sum_of_shares)),
                 pdf::Style::body);
        }
        sums();
        entries();
        return document;
    }

private:
    void text(std::string words, pdf::Style style)
    {
        m_document->blocks.emplace_back(pdf::Paragraph{
            .runs = {{.text = std::move(words)}}, .language = m_language, .style = style});
    }
    [[nodiscard]] std::string confirmation() const
    {
        for (auto const &one : m_view->confirmations) {
            if (one.party != m_column->id) {
                continue;
            }
            auto const day = i18n::format_date(m_language, one.on);
            return standing_of(*m_view, *m_column) == Standing::confirmed
                       ? std::string{word::page_confirmation(m_language)} + " " + day
                       : word::page_changed_since(m_language, day);
        }
        return std::string{word::page_unconfirmed(m_language)};
    }
    void table(std::vector<double> shares, std::vector<std::string_view> const &header,
               std::vector<Cells> rows)
    {
        pdf::Table out{.language = m_language, .shares = std::move(shares)};
        for (auto const label : header) {
            out.header.emplace_back(label);
        }
        out.rows = std::move(rows);
        if (!out.rows.empty()) {
            m_document->blocks.emplace_back(std::move(out));
        }
    }
    [[nodiscard]] static std::vector<pdf::Run> plain(std::string words)
    {
        return {{.text = std::move(words)}};
    }
    void sums()
    {
        bool const shares = has_shares(*m_view);
        std::vector<Cells> rows;
        for (auto const &row : sum_rows(m_language, *m_view, m_statement)) {
            auto &out = rows.emplace_back();
            out.push_back(plain(measure_name(m_language, row.measure)));
            if (shares) {
                out.push_back(plain(row.of));
            }
            for (auto const count : {row.planned, row.paid, row.reported}) {
                out.push_back(plain(figure_text(m_language, count, row.measure)));
            }
        }
        std::vector<double> widths{2};
        std::vector<std::string_view> header{word::page_measure(m_language)};
        if (shares) {
            widths.push_back(1.5);
            header.emplace_back();
        }
        for (auto const label : {word::page_planned(m_language), word::page_paid(m_language),
                                 word::page_reported(m_language)}) {
            widths.push_back(1.5);
            header.push_back(label);
        }
        text(std::string{word::page_total(m_language)}, pdf::Style::heading);
        table(std::move(widths), header, std::move(rows));
    }
    void entries()
    {
        bool const shares = has_shares(*m_view);
        std::vector<Cells> rows;
        auto const end = [&](Cells &row, Measure const &measure, std::int64_t whole,
                             std::optional<std::int64_t> share) {
            row.push_back(plain(measure_name(m_language, measure)));
            row.push_back(plain(figure_text(m_language, whole, measure)));
            if (shares) {
                row.push_back(
                    plain(share ? figure_text(m_language, *share, measure) : std::string{}));
            }
        };
        for (auto const &line : m_statement.lines) {
            auto const &entry = *line.entry;
            auto document = entry.record.reference;
            document += entry.document.empty() ? "" : " · " + entry.document;
            auto const url = m_app->settings.base_url + url_of(entry.record);
            auto &row = rows.emplace_back();
            row = {plain(entry.line.empty() ? std::string{word::page_unassigned(m_language)}
                                            : entry.line),
                   plain(known_name(m_language, entry.known)),
                   plain(entry.on ? i18n::format_date_short(m_language, *entry.on) : std::string{}),
                   {{.text = std::move(document), .url = url}}};
            end(row, entry.measure, entry.count, line.share);
        }
        for (auto const &sum : m_statement.sums) {
            auto &row = rows.emplace_back();
            row = {plain(std::string{word::page_total(m_language)}),
                   plain(known_name(m_language, sum.known)), plain({}), plain({})};
            end(row, sum.measure, sum.whole, sum.share);
        }
        std::vector<double> widths{2, 1.5, 1.1, 2.2, 1.2, 1.6};
        std::vector<std::string_view> header{word::field_line(m_language),
                                             word::page_how(m_language),
                                             word::field_reported_on(m_language),
                                             word::field_document(m_language),
                                             word::page_measure(m_language),
                                             shares ? word::page_in_all(m_language)
                                                    : word::field_reported_amount(m_language)};
        if (shares) {
            widths.push_back(1.6);
            header.push_back(word::page_of_party(m_language));
        }
        text(std::string{word::page_statement(m_language)}, pdf::Style::heading);
        table(std::move(widths), header, std::move(rows));
    }
    [[nodiscard]] std::string url_of(funds::RecordName const &record) const
    {
        auto const *const noun = m_app->noun(record.kind);
        return noun == nullptr ? std::string{} : web::url_of(*noun, record.reference);
    }

    PlanView const *m_view;
    PartyColumn const *m_column;
    web::App const *m_app;
    Language m_language;
    Statement m_statement;
    pdf::Document *m_document = nullptr;
};

} // namespace

pdf::Document statement_paper(PlanView const &view, PartyColumn const &column, web::App const &app,
                              Language language)
{
    return Paper{view, column, app, language}.write();
}

} // namespace selatan::cost_sharing
