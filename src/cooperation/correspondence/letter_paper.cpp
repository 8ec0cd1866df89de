#include "cooperation/correspondence/letter_paper.hpp"

#include "cooperation/correspondence/correspondence_store.hpp"
#include "platform/i18n/format.hpp"
#include "words/correspondence.hpp"

namespace selatan::correspondence {

namespace {

namespace word = words::correspondence;
using pdf::Align;
using pdf::Paragraph;
using pdf::Style;

/// Two languages of a letter stand beside each other as long as each is about a page; longer ones
/// follow one another.
constexpr std::size_t beside_most = 2600;

Paragraph line(Language language, std::string text, Style style = Style::body,
               Align align = Align::start)
{
    return {
        .runs = {{.text = std::move(text)}}, .language = language, .style = style, .align = align};
}

std::string close_of(Language language, LetterKind kind, std::string const &installation,
                     std::string const &addressee)
{
    switch (kind) {
    case LetterKind::note_verbale:
        return word::paper_close_note(language, installation, addressee);
    case LetterKind::letter:
        return std::string{word::paper_close_letter(language)};
    case LetterKind::email:
        break;
    }
    return std::string{word::paper_close_email(language)};
}

/// What a letter says in one of its languages, from its number to its close.
std::vector<Paragraph> text_in(storage::Reader &reader, Language language, Letter const &letter,
                               std::string const &installation)
{
    std::vector<Paragraph> text;
    text.push_back(line(language, letter.number.empty()
                                      ? std::string{word::paper_number_blank(language)}
                                      : word::paper_number(language, letter.number)));
    if (letter.dated) {
        text.push_back(line(language, i18n::format_date(language, *letter.dated)));
    }
    auto const addressee = addressee_of(reader, letter, language);
    text.push_back(line(language, addressee, Style::heading));
    text.push_back(
        line(language, word::paper_subject(language, letter.subject.in(language)), Style::heading));
    auto rest = letter.body.in(language);
    while (!rest.empty()) {
        auto const end = std::min(rest.find("\n\n"), rest.size());
        text.push_back(line(language, std::string{rest.substr(0, end)}));
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    text.push_back(line(language, close_of(language, letter.kind, installation, addressee)));
    return text;
}

/// A note verbale is initialled and bears no name; a letter names who signed, in which post.
void add_signature(storage::Reader &reader, Letter const &letter, pdf::Document &document)
{
    if (letter.kind == LetterKind::note_verbale || letter.signed_by.empty() || !letter.signatory) {
        return;
    }
    auto const post = letter.signed_as.value_or(*letter.signatory);
    auto const label = records::label_of(reader, post.uuid());
    auto const language = letter.first_language;
    document.blocks.emplace_back(pdf::Space{20});
    document.blocks.emplace_back(
        line(language, word::paper_signed_electronically(language, letter.signed_by,
                                                         label ? label->title : std::string{})));
}

void add_initials(storage::Reader &reader, Head const &head, Language language,
                  pdf::Document &document)
{
    pdf::Boxes boxes{.language = language, .labels = {}};
    for (auto const &row : initials_of(reader, head.id)) {
        boxes.labels.push_back(
            row.decided_on && row.place.is_given
                ? word::paper_initialled_on(language, row.post_name, *row.decided_on)
                : row.post_name);
    }
    if (!boxes.labels.empty()) {
        document.blocks.emplace_back(pdf::Space{16});
        document.blocks.emplace_back(std::move(boxes));
    }
}

} // namespace

pdf::Document paper_of(storage::Reader &reader, Head const &head, Letter const &letter,
                       std::string const &installation, bool for_us)
{
    auto const language = letter.first_language;
    auto const name = letter.number.empty() ? head.reference : letter.number;
    pdf::Document document;
    document.title = name + " · " + head.title;
    document.language = language;
    document.author = installation;
    document.made = head.changed_at;
    document.foot = [name, language](std::size_t page, std::size_t of) {
        return word::paper_page(language, name, static_cast<std::int64_t>(page),
                                static_cast<std::int64_t>(of));
    };
    if (letter.number.empty()) {
        document.watermark = word::paper_draft(language);
    }
    document.blocks.emplace_back(line(language, installation, Style::title, Align::centre));
    document.blocks.emplace_back(pdf::Rule{});
    document.blocks.emplace_back(pdf::Space{8});
    std::vector<std::vector<Paragraph>> texts;
    bool is_short = true;
    for (auto const one : letter.languages()) {
        texts.push_back(text_in(reader, one, letter, installation));
        is_short = is_short && letter.body.in(one).size() <= beside_most;
    }
    if (texts.size() == 2 && is_short) {
        document.blocks.emplace_back(pdf::Beside{.left = texts.front(), .right = texts.back()});
    } else {
        for (auto const &text : texts) {
            if (&text != &texts.front()) {
                document.blocks.emplace_back(pdf::Rule{});
            }
            document.blocks.insert(document.blocks.end(), text.begin(), text.end());
        }
    }
    add_signature(reader, letter, document);
    if (for_us) {
        add_initials(reader, head, language, document);
    }
    return document;
}

} // namespace selatan::correspondence
