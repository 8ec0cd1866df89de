#include "exchange/iati/report.hpp"

#include "exchange/iati/standard_files.hpp"
#include "platform/i18n/words/words.hpp"
#include "words/iati.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <vector>

namespace selatan::iati {

namespace json = boost::json;
namespace word = words::iati;

namespace {

constexpr std::size_t kinds_told = 20;   ///< on a terminal; --json tells all
constexpr std::size_t examples_told = 3; ///< of a kind, there

constexpr std::string_view checked_version = "2.03";

std::string place_text(Language language, xml::Place place)
{
    return word::place(language, std::to_string(place.line), std::to_string(place.column));
}

/// Whether it was checked as another version than it says to be.
bool is_of_another_version(Summary const &summary)
{
    return summary.kind && summary.version != checked_version;
}

std::string_view kind_code(Summary const &summary)
{
    if (!summary.kind) {
        return "";
    }
    return *summary.kind == FileKind::activities ? "iati-activities" : "iati-organisations";
}

json::object to_json(Language language, Finding const &finding)
{
    json::array context;
    for (auto const place : finding.places) {
        auto text = place_text(language, place);
        if (!finding.path.empty()) {
            text.insert(0, finding.path + ": ");
        }
        context.push_back(
            {{"text", text}, {"lineNumber", place.line}, {"columnNumber", place.column}});
    }
    json::object one{{"id", finding.id},
                     {"severity", to_code(finding.severity)},
                     {"message", sentence(language, finding)}};
    if (!finding.path.empty()) {
        one["path"] = finding.path;
    }
    if (!finding.codelist.empty()) {
        one["codelist"] = finding.codelist;
    }
    one["context"] = std::move(context);
    return one;
}

} // namespace

std::string sentence(Language language, Finding const &finding)
{
    return words::problem(language, {.field = {},
                                     .code = "iati." + std::string{finding.word},
                                     .arguments = finding.arguments.all()});
}

std::string sentence(Language language, Change const &change)
{
    switch (change.kind) {
    case Change::Kind::narrative:
        return word::change_narrative(language, change.path);
    case Change::Kind::code:
        return word::change_code(language, change.path, change.from, change.to);
    case Change::Kind::moved:
        return word::change_moved(language, change.path, change.from, change.to);
    case Change::Kind::merged:
        return word::change_merged(language, change.path);
    case Change::Kind::ordered:
        return word::change_ordered(language, change.path);
    case Change::Kind::aside:
        return word::change_aside(language, change.path);
    }
    return {};
}

void Report::take(Group group)
{
    for (auto const &finding : group.findings) {
        ++m_counts[static_cast<std::size_t>(finding.severity)];
    }
    tell(std::move(group));
}

Summary Report::unread(std::string_view word, std::string_view why)
{
    Finding finding;
    finding.id = "0.1.1";
    finding.category = "iati";
    finding.word = word;
    finding.arguments.add("why", why);
    finding.places.emplace_back();
    take({.is_file = true, .identifier = "file", .title = {}, .findings = {std::move(finding)}});
    Summary summary;
    summary.counts = m_counts;
    return summary;
}

JsonReport::JsonReport(Language language, std::string const &file,
                       std::function<void(std::string_view)> out)
    : m_language{language}, m_out{std::move(out)}
{
    m_out("{");
    if (!file.empty()) {
        m_out("\"file\":" + json::serialize(json::string(file)) + ",");
    }
    m_out("\"errors\":[");
}

void JsonReport::tell(Group group)
{
    json::array categories;
    std::stable_sort(group.findings.begin(), group.findings.end(),
                     [](Finding const &a, Finding const &b) { return a.category < b.category; });
    std::string_view category;
    for (auto const &finding : group.findings) {
        if (categories.empty() || finding.category != category) {
            category = finding.category;
            categories.push_back({{"category", category}, {"errors", json::array{}}});
        }
        categories.back().at("errors").as_array().push_back(to_json(m_language, finding));
    }
    json::object const one{
        {"identifier", group.identifier},
        {"title", group.is_file ? std::string{word::file(m_language)} : group.title},
        {"errors", std::move(categories)}};
    m_out((m_has_group ? "," : "") + json::serialize(one));
    m_has_group = true;
}

void JsonReport::finish(Summary const &summary)
{
    json::object counts;
    for (auto const severity :
         {Severity::critical, Severity::error, Severity::warning, Severity::advisory}) {
        counts[to_code(severity)] = summary.count(severity);
    }
    json::object rest{{"valid", summary.is_valid()},
                      {"fileType", kind_code(summary)},
                      {"iatiVersion", summary.version},
                      {"rulesetCommitSha", files::rulesets_digest},
                      {"codelistCommitSha", files::lists_digest},
                      {"orgIdPrefixFileName", "codes.csv"},
                      {"apiVersion", "selatan " + std::string{files::program_version}},
                      {"records", summary.records},
                      {"summary", std::move(counts)}};
    if (is_of_another_version(summary)) {
        rest["checkedAs"] = checked_version;
    }
    if (summary.raised) {
        json::array changes;
        for (auto const &change : summary.raised->changes) {
            changes.push_back({{"kind", to_code(change.kind)},
                               {"path", change.path},
                               {"from", change.from},
                               {"to", change.to},
                               {"count", change.count},
                               {"message", sentence(m_language, change)},
                               {"lineNumber", change.first.line},
                               {"columnNumber", change.first.column}});
        }
        rest["raised"] =
            json::object{{"valid", summary.raised->is_valid}, {"changes", std::move(changes)}};
    }
    auto text = json::serialize(rest);
    text[0] = ',';
    m_out("]" + text + "\n");
}

bool TextReport::Kind::tells(std::string_view arguments) const
{
    return std::any_of(examples.begin(), examples.end(),
                       [&](Example const &one) { return one.arguments == arguments; });
}

void TextReport::tell(Group group)
{
    for (auto const &finding : group.findings) {
        auto &kind =
            m_kinds[{finding.severity, std::string{finding.id}, std::string{finding.word}}];
        ++kind.count;
        if (!kind.has_others && !kind.tells(finding.arguments.text())) {
            add_example(kind, group, finding);
        }
    }
}

/// Unless it reads as one that is there: not every sentence has all that is known.
void TextReport::add_example(Kind &kind, Group const &group, Finding const &finding) const
{
    auto text = sentence(m_language, finding);
    if (std::any_of(kind.examples.begin(), kind.examples.end(),
                    [&](Example const &one) { return one.sentence == text; })) {
        return;
    }
    if (kind.examples.size() == examples_told) {
        kind.has_others = true;
        return;
    }
    kind.examples.push_back(
        {.arguments = std::string{finding.arguments.text()},
         .sentence = std::move(text),
         .identifier = group.is_file ? std::string{} : group.identifier,
         .path = finding.path,
         .place = finding.places.empty() ? xml::Place{} : finding.places.front()});
}

std::string TextReport::place_of(Example const &example) const
{
    auto text = place_text(m_language, example.place);
    text += example.identifier.empty() ? "" : ", " + example.identifier;
    return text += example.path.empty() ? "" : ", " + example.path;
}

namespace {

/// What raising made of a file of 1.0x: the most frequent changes.
std::string raised_text(Language language, Summary const &summary)
{
    auto const &raised = *summary.raised;
    std::string text;
    if (summary.version.empty()) {
        text += "  " + std::string{word::unversioned(language)} + '\n';
    }
    text += "  " + word::raised(language, raised.is_valid ? "valid" : "invalid") + '\n';
    auto changes = raised.changes;
    std::stable_sort(changes.begin(), changes.end(),
                     [](Change const &a, Change const &b) { return a.count > b.count; });
    for (std::size_t i = 0; i < changes.size() && i < kinds_told; ++i) {
        text += "    " + sentence(language, changes[i]) + ", " +
                word::times(language, static_cast<std::int64_t>(changes[i].count)) + '\n';
    }
    if (changes.size() > kinds_told) {
        text +=
            "    " +
            word::more_changes(language, static_cast<std::int64_t>(changes.size() - kinds_told)) +
            '\n';
    }
    return text;
}

} // namespace

std::string TextReport::finish(std::string const &file, Summary const &summary) const
{
    auto const has_error = summary.count(Severity::error) > 0;
    std::string text = file + ": ";
    text += !summary.is_valid() ? word::verdict_invalid(m_language)
            : has_error         ? word::verdict_with_findings(m_language)
                                : word::verdict_valid(m_language);
    text += '\n';
    if (summary.kind) {
        auto const records = static_cast<std::int64_t>(summary.records);
        text += "  ";
        text += *summary.kind == FileKind::activities ? word::activities(m_language, records)
                                                      : word::organisations(m_language, records);
        if (!summary.version.empty() && is_of_another_version(summary)) {
            text += ", " + word::checked_as(m_language, summary.version);
        }
        text += '\n';
    }
    if (summary.raised) {
        text += raised_text(m_language, summary);
    }
    struct Row {
        Severity severity;
        std::string const *id;
        Kind const *kind;
    };
    std::vector<Row> rows;
    for (auto const &[key, kind] : m_kinds) {
        rows.push_back({std::get<0>(key), &std::get<1>(key), &kind});
    }
    std::stable_sort(rows.begin(), rows.end(), [](Row const &a, Row const &b) {
        return std::pair{a.severity, b.kind->count} < std::pair{b.severity, a.kind->count};
    });
    for (std::size_t i = 0; i < rows.size() && i < kinds_told; ++i) {
        auto const &row = rows[i];
        text += "  ";
        switch (row.severity) {
        case Severity::critical:
            text += word::severity_critical(m_language);
            break;
        case Severity::error:
            text += word::severity_error(m_language);
            break;
        case Severity::warning:
            text += word::severity_warning(m_language);
            break;
        case Severity::advisory:
            text += word::severity_advisory(m_language);
            break;
        }
        text += " " + *row.id + ", " +
                word::times(m_language, static_cast<std::int64_t>(row.kind->count)) + ": " +
                row.kind->examples.front().sentence + '\n';
        for (auto const &example : row.kind->examples) {
            bool const is_first = &example == &row.kind->examples.front();
            text += "    " + place_of(example) + (is_first ? "" : ": " + example.sentence) + '\n';
        }
        if (row.kind->has_others) {
            text += "    " + std::string{word::more_places(m_language)} + '\n';
        }
    }
    if (rows.size() > kinds_told) {
        text += "  " +
                word::more_kinds(m_language, static_cast<std::int64_t>(rows.size() - kinds_told)) +
                '\n';
    }
    return text;
}

} // namespace selatan::iati
