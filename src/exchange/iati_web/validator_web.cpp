#include "exchange/iati_web/validator_web.hpp"

#include "exchange/iati_web/isolated.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/form.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/context.hpp"
#include "words/iati.hpp"
#include "words/iati_web.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <semaphore>

namespace selatan::iati {

namespace {

namespace json = boost::json;
namespace word = words::iati;
namespace page_word = words::iati_web;

constexpr std::string_view url = "/iati/validator";

constexpr std::array<std::string_view, 4> severities{"critical", "error", "warning", "advisory"};
/// Of a kind's places, so many stand open.
constexpr std::size_t places_open = 3;

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
    bool is_download = false; ///< the whole report is asked for, not the page
};

Sent sent_in(http::Request const &request)
{
    Sent sent;
    for (auto const &upload : request.uploads) {
        // Browsers send a file without name and content when none was chosen.
        bool const is_chosen = upload.size > 0 || upload.name != "file";
        if (upload.field == "file" && is_chosen && sent.file == nullptr) {
            sent.file = &upload;
        }
    }
    sent.typed = request.form.find("xml").value_or("");
    sent.is_live = request.form.find("live").has_value();
    sent.is_download = request.form.find("as").value_or("") == "json";
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
    auto const today = context.app().clock.today();
    auto const wanted = context.is_api() || sent.is_download ? Wanted::whole : Wanted::digest;
    if (sent.file != nullptr) {
        return isolated_validate_file(sent.file->path, wanted, context.language(), today);
    }
    PublicLimits limits;
    limits.processor = processor_for_typed;
    return isolated_validate_text(sent.typed, wanted, context.language(), today, limits);
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

bool is_true(json::object const &object, std::string_view name)
{
    auto const *const value = object.if_contains(name);
    return value != nullptr && value->is_bool() && value->as_bool();
}

html::Html place_of(Language language, json::object const &told, Reported reported)
{
    auto const line = std::to_string(number_of(told, "lineNumber"));
    auto const column = std::to_string(number_of(told, "columnNumber"));
    auto const place = word::place(language, line, column);
    return reported == Reported::typed
               ? html::a(html::href("#f-xml"), html::attr<"data-line">(line),
                         html::attr<"data-column">(column), place)
               : html::fragment(place);
}

/// Where one stands: line and column, which activity, which element.
html::Html place_item(Language language, json::object const &told, bool has_message,
                      Reported reported)
{
    auto const identifier = text_of(told, "identifier");
    auto const title = text_of(told, "title");
    html::Html item = place_of(language, told, reported);
    if (!identifier.empty()) {
        item += html::fragment(" · ", html::bdi(identifier));
    }
    if (!title.empty() && title != identifier) {
        item += html::fragment(" · ", html::bdi(title));
    }
    if (has_message) {
        item += html::div(html::bdi(text_of(told, "message")));
    }
    return html::li(item, html::div(html::small(html::bdi(text_of(told, "path")))));
}

/// A kind of finding: what is wrong, how often, and its first places.
html::Html kind_html(Language language, json::object const &kind, Reported reported)
{
    auto const severity = text_of(kind, "severity");
    bool const differs = is_true(kind, "differs");
    auto const message = text_of(kind, "message");
    auto const count = number_of(kind, "count");
    html::Html open;
    html::Html folded;
    std::size_t told = 0;
    for (auto const &place : list_of(kind, "places")) {
        if (auto const *const one = place.if_object()) {
            (told++ < places_open ? open : folded) += place_item(language, *one, differs, reported);
        }
    }
    auto const more = static_cast<std::int64_t>(told) - static_cast<std::int64_t>(places_open);
    auto const untold = count - static_cast<std::int64_t>(told);
    return html::article(
        html::cls("kind"), html::attr<"data-severity">(severity),
        html::h3(html::badge({.label = std::string{word::severity(language, severity).value_or("")},
                              .tone = tone_of(severity)}),
                 " ", html::bdi(differs ? page_word::such_as(language, message) : message)),
        html::p(html::cls("hint"), page_word::kind(language, count, text_of(kind, "id"))),
        html::ul(open),
        html::when(more > 0,
                   [&] {
                       return html::details(html::cls("disclosure"),
                                            html::summary(page_word::more_places(language, more)),
                                            html::ul(folded));
                   }),
        html::when(untold > 0, [&] {
            return html::p(html::cls("hint"), page_word::untold(language, untold));
        }));
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
    bool const is_valid = is_true(raised, "valid");
    return html::block(list.caption,
                       html::p(word::raised(language, is_valid ? "valid" : "invalid")) +
                           html::list(list, context.words()));
}

json::object const &report_in(json::object const &digest)
{
    static json::object const none;
    auto const *const value = digest.if_contains("report");
    auto const *const report = value != nullptr ? value->if_object() : nullptr;
    return report != nullptr ? *report : none;
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
    outcome.is_valid = is_true(report, "valid");
    auto const *const counts_value = report.if_contains("summary");
    auto const *const counts = counts_value != nullptr ? counts_value->if_object() : nullptr;
    for (auto const severity : severities) {
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
html::Html report_html(web::Context const &context, json::object const &digest,
                       std::string const &id, Reported reported)
{
    auto const language = context.language();
    auto const &report = report_in(digest);
    auto const outcome = outcome_of(language, report);
    html::Html content =
        html::notice({.tone = outcome.is_valid ? html::Tone::good : html::Tone::bad,
                      .title = outcome.verdict,
                      .body = {},
                      .live = reported == Reported::file}) + // of a text, a line beside it says so
        html::figures(outcome.figures);
    for (auto const &kind : list_of(digest, "kinds")) {
        if (auto const *const one = kind.if_object()) {
            content += kind_html(language, *one, reported);
        }
    }
    auto const *const raised = report.if_contains("raised");
    if (raised != nullptr && raised->is_object()) {
        content += raised_block(context, raised->as_object(), id + "-changes");
    }
    return content;
}

/// Which severities are shown: by the style sheet alone, so that it needs neither script nor
/// server.
html::Html severity_filter(Language language, std::vector<json::object const *> const &digests)
{
    auto const has = [&](std::string_view severity) {
        return std::any_of(digests.begin(), digests.end(), [&](json::object const *digest) {
            auto const &kinds = list_of(*digest, "kinds");
            return std::any_of(kinds.begin(), kinds.end(), [&](json::value const &kind) {
                return kind.is_object() && text_of(kind.get_object(), "severity") == severity;
            });
        });
    };
    html::Html choices;
    std::size_t count = 0;
    auto const add = [&](std::string_view value, std::string_view label) {
        choices += html::label(
            html::cls("check"),
            html::input(html::attr<"type">("radio"), html::attr<"name">("severity"),
                        html::attr<"value">(value), html::id("show-" + std::string{value}),
                        html::flag<"checked">(count++ == 0)),
            html::span(label));
    };
    add("all", page_word::all(language));
    for (auto const severity : severities) {
        if (has(severity)) {
            add(severity, word::severity(language, severity).value_or(""));
        }
    }
    constexpr std::size_t alone = 2; // all, and one that is all of them
    return html::when(count > alone, [&] {
        return html::fieldset(html::cls("severities"), html::legend(page_word::show(language)),
                              choices);
    });
}

/// What a page has to show of what was sent.
struct Told {
    html::Html report;
    std::string said; ///< of a text, in a line: the verdict, counted, or what is wrong
};

/// The report on what was sent: on a text, a file, or each in an archive.
Told told_of(web::Context const &context, Sent const &sent, std::string const &text)
{
    boost::system::error_code error;
    auto const parsed = json::parse(text, error);
    auto const *const object = error ? nullptr : parsed.if_object();
    if (object == nullptr) {
        return {};
    }
    auto const language = context.language();
    auto const reported = sent.file != nullptr ? Reported::file : Reported::typed;
    std::vector<json::object const *> digests;
    if (!object->contains("files")) {
        digests.push_back(object);
    }
    for (auto const &file : list_of(*object, "files")) {
        if (auto const *const one = file.if_object()) {
            digests.push_back(one);
        }
    }
    Told told;
    html::Html reports;
    std::size_t number = 0;
    for (auto const *const digest : digests) {
        auto name = text_of(report_in(*digest), "file");
        if (name.empty() && sent.file != nullptr) {
            name = sent.file->name;
        }
        if (!name.empty()) {
            reports += html::h2(html::bdi(name));
        }
        reports += report_html(context, *digest, "file-" + std::to_string(++number), reported);
    }
    if (reported == Reported::typed && !digests.empty()) {
        auto const outcome = outcome_of(language, report_in(*digests.front()));
        told.said = word::page_found(language, outcome.verdict, outcome.findings);
    }
    told.report = severity_filter(language, digests) + reports;
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
                html::attr<"data-live">(word::page_live(language)),
                html::attr<"data-busy">(page_word::busy(language)), said) +
        html::p(html::cls("hint"), page_word::download_hint(language));
    form.submits = {{.label = std::string{word::page_validate(language)}, .name = {}, .value = {}},
                    {.label = std::string{page_word::download(language)},
                     .name = "as",
                     .value = "json",
                     .emphasis = html::Emphasis::normal}};
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
                   html::link(html::attr<"rel">("stylesheet"),
                              html::href(html::assets::url("iati_validator.css"))) +
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
    if (!report) {
        return page(context, sent, {}, &report.error());
    }
    if (sent.is_download) {
        auto response = context.json(*report);
        response.headers.set("Content-Disposition",
                             "attachment; filename=\"iati-validation.json\"");
        return response;
    }
    return page(context, sent, told_of(context, sent, *report), nullptr);
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
    router.add({.method = http::Method::post,
                .pattern = std::string{url},
                .gate = everyone,
                .handler = [](web::Context &context) { return validate_sent(context); },
                .api = web::ApiDoc{.summary = "Validates an IATI file (the body itself, or "
                                              "multipart: file, or its text: xml) and keeps "
                                              "nothing; answers as the official "
                                              "validator does.",
                                   .tag = "iati"},
                .takes_uploads = true});
}

} // namespace selatan::iati
