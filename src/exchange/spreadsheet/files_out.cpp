#include "exchange/spreadsheet/files_out.hpp"

#include "platform/i18n/words/words.hpp"
#include "words/common.hpp"
#include "words/spreadsheet.hpp"

namespace selatan::spreadsheet {

namespace {

namespace word = words::spreadsheet;
using records::Field;
using records::Kind;

/// Longer lists make a drop-down that nobody scrolls; the field then takes a code or a name.
constexpr std::size_t choices_most = 2000;

std::vector<std::string> choices_of(Field const &field, records::CodeLists const &codes,
                                    Language language)
{
    std::vector<std::string> choices;
    if (field.kind == Kind::choice) {
        for (auto const code : field.own_codes) {
            choices.emplace_back(field.own_code_name(language, code).value_or(code));
        }
    } else if (field.kind == Kind::code) {
        for (auto const &option : codes.options(field.list, language)) {
            choices.push_back(option.label);
        }
    } else if (field.kind == Kind::yes_no) {
        choices = {std::string{words::common::form_yes(language)},
                   std::string{words::common::form_no(language)}};
    }
    if (choices.size() > choices_most) {
        choices.clear();
    }
    return choices;
}

std::string hint_of(Field const &field, Language language)
{
    std::string hint{field.hint == nullptr ? std::string_view{} : field.hint(language)};
    if (field.kind == Kind::date && hint.empty()) {
        hint = words::common::form_date_hint(language);
    }
    if (field.is_required) {
        hint =
            std::string{words::common::form_required(language)} + (hint.empty() ? "" : ": " + hint);
    }
    return hint;
}

} // namespace

std::shared_ptr<sheets::Spool> template_file(records::Noun const &noun,
                                             records::CodeLists const &codes, Language language)
{
    auto spool = std::make_shared<sheets::Spool>();
    auto const writer =
        sheets::xlsx_writer(spool->sink(), {.sheet_name = std::string{noun.plural(language)},
                                            .right_to_left = is_right_to_left(language)});
    std::vector<sheets::Column> columns;
    for (auto const &field : noun.fields) {
        if (!field.is_acted && field.audience != Audience::restricted) {
            columns.push_back({.title = std::string{field.label(language)},
                               .choices = choices_of(field, codes, language),
                               .hint = hint_of(field, language)});
        }
    }
    writer->header(std::move(columns));
    writer->finish();
    return spool;
}

Result<std::shared_ptr<sheets::Spool>> failed_rows_file(Importer const &importer, Uuid batch,
                                                        auth::Identity const &by,
                                                        TableFormat format, Language language)
{
    auto spool = std::make_shared<sheets::Spool>();
    auto const writer =
        format == TableFormat::csv
            ? sheets::csv_writer(spool->sink())
            : sheets::xlsx_writer(spool->sink(),
                                  {.sheet_name = {}, .right_to_left = is_right_to_left(language)});
    std::size_t columns = 0;
    PlanHooks hooks;
    hooks.on_titles = [&](std::vector<std::string> const &titles) {
        columns = titles.size();
        std::vector<sheets::Column> header;
        for (auto const &title : titles) {
            header.push_back({.title = title});
        }
        header.push_back({.title = std::string{word::page_error_column(language)},
                          .look = sheets::Column::Look::error,
                          .width_characters = 60});
        writer->header(std::move(header));
    };
    hooks.on_failed = [&](std::span<sheets::Cell const> cells,
                          std::span<RowProblem const> problems) {
        std::vector<sheets::Value> row(columns + 1);
        for (std::size_t i = 0; i < std::min(columns, cells.size()); ++i) {
            row[i] = std::string{cells[i].text};
        }
        std::string wrong;
        for (auto const &one : problems) {
            wrong += wrong.empty() ? "" : "\n";
            wrong += one.title.empty() ? "" : one.title + ": ";
            wrong += words::problem(language, one.problem);
        }
        row[columns] = std::move(wrong);
        writer->row(row);
    };
    auto const report = importer.failed_rows(batch, by, hooks);
    if (!report) {
        return refuse(report.error());
    }
    writer->finish();
    return spool;
}

} // namespace selatan::spreadsheet
