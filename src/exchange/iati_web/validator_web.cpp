#include "exchange/iati_web/validator_web.hpp"

#include "exchange/iati/isolated.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/form.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/context.hpp"
#include "words/iati.hpp"

#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <semaphore>

namespace selatan::iati {

namespace {

namespace json = boost::json;
namespace word = words::iati;

constexpr std::string_view url = "/iati/validator";

/// Files that are validated at a time; whoever waits for a turn waits so long.
constexpr std::ptrdiff_t at_a_time = 2;
constexpr std::chrono::seconds patience{5};

/// What is typed is small, so that every pause of whoever types may be answered.
constexpr std::size_t most_typed = 256 * 1024UL;
constexpr std::chrono::seconds processor_for_typed{2};

/// A turn at validating; nobody's when there was none.
class Turn {
public:
    explicit Turn(std::chrono::seconds how_patiently)
        : m_has{turns().try_acquire_for(how_patiently)}
    {
    }
    ~Turn()
    {
        if (m_has) {
            turns().release();
        }
    }
    Turn(Turn const &) = delete;
    Turn &operator=(Turn const &) = delete;
    [[nodiscard]] bool has() const { return m_has; }

private:
    static std::counting_semaphore<at_a_time> &turns()
    {
        static std::counting_semaphore<at_a_time> the_turns{at_a_time};
        return the_turns;
    }
    bool m_has;
};

/// A file, or else a text; the script sends the text at each pause of whoever types it.
struct Sent {
    http::Upload const *file = nullptr;
    std::string_view typed;
    bool is_live = false;
};

Sent sent_in(http::Request const &request)
{
    Sent sent;
    for (auto const &upload : request.uploads) {
        if (upload.field == "file" && upload.size > 0 && sent.file == nullptr) {
            sent.file = &upload;
        }
    }
    sent.typed = request.form.find("xml").value_or("");
    sent.is_live = request.form.find("live").has_value();
    return sent;
}

Result<std::string> report_on(web::Context const &context, Sent const &sent)
{
    if (sent.file == nullptr && sent.typed.empty()) {
        return refuse(Decline::invalid, "file", "iati.nothing_given");
    }
    if (sent.file == nullptr && sent.typed.size() > most_typed) {
        return refuse(Decline::too_large, "xml", "iati.typed_too_large");
    }
    // Who types sends again soon; who sent a file would have to choose it anew.
    Turn const turn{sent.is_live ? std::chrono::seconds{} : patience};
    if (!turn.has()) {
        return refuse(Decline::too_often, "", "iati.busy");
    }
    auto const today = context.app().clock.now().date();
    if (sent.file != nullptr) {
        return isolated_validate_file(sent.file->path, context.language(), today);
    }
    PublicLimits limits;
    limits.processor = processor_for_typed;
    return isolated_validate_text(sent.typed, context.language(), today, limits);
}

// -- The page -----------------------------------------------------------------------------------

std::string text_of(json::object const &object, std::string_view name)
{
    auto const *const value = object.if_contains(name);
    auto const *const text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string{*text} : std::string{};
}

std::int64_t number_of(json::object const &object, std::string_view name)
{
    auto const *const value = object.if_contains(name);
    auto const *const number = value != nullptr ? value->if_int64() : nullptr;
    return number != nullptr ? *number : 0;
}

json::array const &list_of(json::object const &object, std::string_view name)
{
    static json::array const none;
    auto const *const value = object.if_contains(name);
    auto const *const list = value != nullptr ? value->if_array() : nullptr;
    return list != nullptr ? *list : none;
}

html::Tone tone_of(std::string_view severity)
{
    return severity == "critical" || severity == "error" ? html::Tone::bad
           : severity == "warning"                       ? html::Tone::waiting
                                                         : html::Tone::neutral;
}

/// What a report is on; in a text, a place can be gone to.
enum class Reported : std::uint8_t { file, typed };

/// The place of a finding, as the report has it: path, line, column.
html::Html place_of(Language language, json::object const &finding, Reported reported)
{
    auto const &places = list_of(finding, "context");
    auto const *const first = places.empty() ? nullptr : places.front().if_object();
    if (first == nullptr) {
        return {};
    }
    auto const line = std::to_string(number_of(*first, "lineNumber"));
    auto const column = std::to_string(number_of(*first, "columnNumber"));
    auto const place = word::place(language, line, column);
    auto const shown = reported == Reported::typed
                           ? html::a(html::href("#f-xml"), html::attr<"data-line">(line),
                                     html::attr<"data-column">(column), place)
                           : html::fragment(place);
    // One piece: on a telephone a cell's pieces stand side by side.
    return html::div(shown, html::br(), html::small(html::bdi(text_of(finding, "path"))));
}

html::Row row_of(Language language, json::object const &finding, Reported reported)
{
    auto const severity = text_of(finding, "severity");
    html::Row row;
    row.cells.push_back(html::fragment(
        html::badge({.label = std::string{word::severity(language, severity).value_or(severity)},
                     .tone = tone_of(severity)}),
        " ", html::small(text_of(finding, "id"))));
    row.cells.push_back(html::bdi(text_of(finding, "message")));
    row.cells.push_back(place_of(language, finding, reported));
    return row;
}

/// The findings of one activity or organisation, or the file's own.
html::Html group_block(web::Context const &context, json::object const &group, std::string id,
                       Reported reported)
{
    auto const language = context.language();
    html::List list;
    list.id = std::move(id);
    list.caption = text_of(group, "title");
    list.columns = {{.key = "finding", .label = std::string{word::page_finding(language)}},
                    {.key = "message", .label = std::string{word::page_message(language)}},
                    {.key = "place", .label = std::string{word::page_place(language)}}};
    for (auto const &category : list_of(group, "errors")) {
        if (auto const *const one = category.if_object()) {
            for (auto const &finding : list_of(*one, "errors")) {
                if (auto const *const object = finding.if_object()) {
                    list.rows.push_back(row_of(language, *object, reported));
                }
            }
        }
    }
    auto title = text_of(group, "identifier");
    if (auto const name = text_of(group, "title"); !name.empty()) {
        title += (title.empty() ? "" : " · ") + name;
    }
    return html::block(title, html::list(list, context.words()));
}

/// What a file of 1.0x would have to change to be one of 2.03.
html::Html raised_block(web::Context const &context, json::object const &raised, std::string id)
{
    auto const language = context.language();
    html::List list;
    list.id = std::move(id);
    list.caption = std::string{word::page_changes(language)};
    list.columns = {{.key = "change", .label = std::string{word::page_change(language)}},
                    {.key = "times", .label = std::string{word::page_times(language)}},
                    {.key = "place", .label = std::string{word::page_place(language)}}};
    for (auto const &change : list_of(raised, "changes")) {
        if (auto const *const one = change.if_object()) {
            html::Row row;
            row.cells.push_back(html::bdi(text_of(*one, "message")));
            row.cells.push_back(
                html::fragment(i18n::format_number(language, number_of(*one, "count"))));
            row.cells.push_back(
                html::fragment(word::place(language, std::to_string(number_of(*one, "lineNumber")),
                                           std::to_string(number_of(*one, "columnNumber")))));
            list.rows.push_back(std::move(row));
        }
    }
    auto const *const valid = raised.if_contains("valid");
    bool const is_valid = valid != nullptr && valid->is_bool() && valid->as_bool();
    return html::block(list.caption,
                       html::p(word::raised(language, is_valid ? "valid" : "invalid")) +
                           html::list(list, context.words()));
}

/// What a report comes to: how many findings, and of which severity most matters.
struct Outcome {
    bool is_valid = false;
    std::vector<html::Figure> figures;
    std::int64_t findings = 0;
    std::string verdict;
};

Outcome outcome_of(Language language, json::object const &report)
{
    Outcome outcome;
    auto const *const valid = report.if_contains("valid");
    outcome.is_valid = valid != nullptr && valid->is_bool() && valid->as_bool();
    auto const *const counts_value = report.if_contains("summary");
    auto const *const counts = counts_value != nullptr ? counts_value->if_object() : nullptr;
    for (auto const severity : {"critical", "error", "warning", "advisory"}) {
        auto const count = counts != nullptr ? number_of(*counts, severity) : 0;
        outcome.findings += count;
        outcome.figures.push_back(
            {.value = i18n::format_number(language, count),
             .label = std::string{word::severity(language, severity).value_or("")},
             .url = {},
             .tone = count > 0 ? tone_of(severity) : html::Tone::neutral});
    }
    outcome.verdict = !outcome.is_valid       ? word::verdict_invalid(language)
                      : outcome.findings == 0 ? word::verdict_valid(language)
                                              : word::verdict_with_findings(language);
    return outcome;
}

/// `id` begins the names of its tables, which must differ from those of other reports.
html::Html report_html(web::Context const &context, json::object const &report,
                       std::string const &id, Reported reported)
{
    auto const language = context.language();
    auto const outcome = outcome_of(language, report);
    html::Html content =
        html::notice({.tone = outcome.is_valid ? html::Tone::good : html::Tone::bad,
                      .title = outcome.verdict,
                      .body = {},
                      .live = reported == Reported::file}) + // of a text, a line beside it says so
        html::figures(outcome.figures);
    std::int64_t told = 0;
    std::size_t number = 0;
    for (auto const &group : list_of(report, "errors")) {
        if (auto const *const one = group.if_object()) {
            content +=
                group_block(context, *one, id + "-findings-" + std::to_string(number++), reported);
            for (auto const &category : list_of(*one, "errors")) {
                auto const *const of_category = category.if_object();
                told += of_category != nullptr
                            ? static_cast<std::int64_t>(list_of(*of_category, "errors").size())
                            : 0;
            }
        }
    }
    if (told < outcome.findings) {
        content += html::p(word::page_more(language, outcome.findings - told));
    }
    auto const *const raised = report.if_contains("raised");
    if (raised != nullptr && raised->is_object()) {
        content += raised_block(context, raised->as_object(), id + "-changes");
    }
    return content;
}

/// What a page has to show of what was sent.
struct Told {
    html::Html report;
    std::string said; ///< of a text, in a line: the verdict, counted, or what is wrong
};

/// The report on what was sent: on a text, a file, or each in an archive.
Told told_of(web::Context const &context, std::string const &text, Reported reported)
{
    boost::system::error_code error;
    auto const parsed = json::parse(text, error);
    auto const *const object = error ? nullptr : parsed.if_object();
    if (object == nullptr) {
        return {};
    }
    if (!object->contains("files")) {
        auto const outcome = outcome_of(context.language(), *object);
        return {report_html(context, *object, "file", reported),
                word::page_found(context.language(), outcome.verdict, outcome.findings)};
    }
    Told told;
    std::size_t number = 0;
    for (auto const &file : list_of(*object, "files")) {
        if (auto const *const one = file.if_object()) {
            told.report +=
                html::h2(html::bdi(text_of(*one, "file"))) +
                report_html(context, *one, "file-" + std::to_string(++number), Reported::file);
        }
    }
    return told;
}

/// The form, with the text that was typed. To the script, which has the text, it is not sent back.
html::Html form_html(web::Context const &context, Sent const &sent, std::string const &said,
                     Refusal const *refusal)
{
    auto const language = context.language();
    html::Form form;
    form.id = "validator";
    form.url = url;
    form.hidden = context.hidden();
    form.has_files = true;
    html::Field file{.name = "file",
                     .label = std::string{word::page_file(language)},
                     .hint = std::string{word::page_file_hint(language)},
                     .error = {}};
    html::Field typed{.name = "xml",
                      .label = std::string{word::page_xml(language)},
                      .hint = std::string{word::page_xml_hint(language)},
                      .error = {}};
    if (refusal != nullptr) {
        auto const sentence = context.say(refusal->problems.front());
        bool const is_of_text = sent.file == nullptr && !sent.typed.empty();
        (is_of_text ? typed : file).error = sentence;
        form.problems = {{.field = is_of_text ? "xml" : "file", .message = sentence}};
    }
    constexpr int rows = 14;
    form.fields =
        html::file_field(file, context.words(), {.accept = ".xml,.gz,.zip"}) +
        html::text_area(typed, sent.is_live ? std::string_view{} : sent.typed, context.words(),
                        rows) +
        html::p(html::id("validator-said"), html::cls("hint"), html::attr<"role">("status"),
                html::attr<"data-live">(word::page_live(language)), said);
    form.submits = {{.label = std::string{word::page_validate(language)}, .name = {}, .value = {}}};
    return html::entry_form(form, context.words());
}

http::Response page(web::Context const &context, Sent const &sent, Told const &told,
                    Refusal const *refusal)
{
    auto const title = std::string{word::page_title(context.language())};
    bool const is_of_text = sent.file == nullptr && !sent.typed.empty();
    auto const said = !is_of_text          ? std::string{}
                      : refusal != nullptr ? context.say(refusal->problems.front())
                                           : told.said;
    auto const form = form_html(context, sent, said, refusal);
    auto const report = html::div(html::id("report"), html::attr<"data-said">(said), told.report);
    auto frame = context.frame(
        title, html::page_head(
                   {.title = title, .lead = std::string{word::page_lead(context.language())}}) +
                   (sent.file != nullptr ? report + form : form + report) +
                   html::script_file(html::assets::url("iati_validator.js")));
    if (frame.layout == html::Frame::Layout::narrow) {
        frame.layout = html::Frame::Layout::open; // a report is wide, whoever reads it
    }
    return context.page(std::move(frame),
                        refusal != nullptr ? web::status_of(refusal->decline) : 200);
}

http::Response validate_sent(web::Context const &context)
{
    auto const sent = sent_in(context.request());
    auto const report = report_on(context, sent);
    if (context.is_api()) {
        return report ? context.json(*report) : context.refused(report.error());
    }
    return report ? page(context, sent,
                         told_of(context, *report,
                                 sent.file != nullptr ? Reported::file : Reported::typed),
                         nullptr)
                  : page(context, sent, {}, &report.error());
}

} // namespace

void add_validator_routes(web::Router &router)
{
    web::Gate const everyone{.kind = web::Gate::Kind::everyone};
    router.add({.method = http::Method::get,
                .pattern = std::string{url},
                .gate = everyone,
                .handler = [](web::Context &context) {
                    return page(context, {}, {}, nullptr);
                }});
    router.add(
        {.method = http::Method::post,
         .pattern = std::string{url},
         .gate = everyone,
         .handler = [](web::Context &context) { return validate_sent(context); },
         .api = web::ApiDoc{.summary = "Validates an IATI file (multipart: file, or its text: "
                                       "xml) and keeps nothing; answers as the official "
                                       "validator does.",
                            .tag = "iati"},
         .takes_uploads = true});
}

} // namespace selatan::iati
