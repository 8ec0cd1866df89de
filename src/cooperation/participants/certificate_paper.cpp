#include "cooperation/participants/certificate_paper.hpp"

#include "platform/i18n/format.hpp"
#include "words/participants.hpp"

namespace selatan::participants {

namespace {

namespace word = words::participants;

pdf::Sheet sheet_of(DrawnCertificate const &certificate, std::string_view installation,
                    std::string_view base_url)
{
    auto const &value = certificate.value;
    auto const language = value.letter_language();
    auto const quiet = [](std::string_view text, double above) {
        return pdf::SheetLine{
            .text = std::string{text}, .size = 12, .quiet = true, .space_above = above};
    };
    auto const days = word::invitation_from_to(language, i18n::format_date(language, value.starts),
                                               i18n::format_date(language, value.ends));
    pdf::Sheet sheet;
    sheet.language = language;
    sheet.lines = {
        quiet(installation, 0),
        {.text = std::string{word::paper_title(language)}, .size = 34, .space_above = 16},
        quiet(word::paper_certifies(language), 20),
        {.text = value.title, .size = 26, .bold = true, .space_above = 8},
        quiet(word::paper_completed(language), 12),
        {.text = value.course, .size = 18, .bold = true, .space_above = 8},
        quiet(word::paper_held_by(language, value.institute), 12),
        {.text = days, .size = 12, .space_above = 4},
    };
    sheet.signature = pdf::SheetSignature{
        .name = value.signatory.empty() ? std::string{installation} : value.signatory,
        .post = value.signatory_post};
    sheet.code = url_of_check(base_url, certificate.token);
    sheet.notes = {
        word::paper_number(language, certificate.number),
        word::paper_issued(language, i18n::format_date(language, value.issued_on), installation)};
    sheet.beneath = word::paper_check(language, sheet.code);
    return sheet;
}

} // namespace

std::string url_of_check(std::string_view base_url, std::string_view token)
{
    return std::string{base_url} + "/certificates/" + std::string{token};
}

pdf::Sheets paper_of(std::vector<DrawnCertificate> const &drawn, std::string_view installation,
                     std::string_view base_url, Instant made)
{
    pdf::Sheets paper;
    paper.author = installation;
    paper.made = made;
    if (!drawn.empty()) {
        auto const &first = drawn.front();
        paper.language = first.value.letter_language();
        paper.title = std::string{word::paper_title(paper.language)} + " · " +
                      (drawn.size() == 1 ? first.number : first.value.course);
    }
    for (auto const &certificate : drawn) {
        paper.sheets.push_back(sheet_of(certificate, installation, base_url));
    }
    return paper;
}

} // namespace selatan::participants
