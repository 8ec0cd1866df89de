#include "exchange/iati_web/validator_web.hpp"

#include "exchange/iati/isolated.hpp"
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

/// A turn at validating; nobody's when there was none.
class Turn {
public:
    Turn() : m_has{turns().try_acquire_for(patience)} {}
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

Result<std::string> report_on_upload(web::Context const &context)
{
    for (auto const &upload : context.request().uploads) {
        if (upload.field != "file" || upload.size == 0) {
            continue;
        }
        Turn const turn;
        if (!turn.has()) {
            return refuse(Decline::too_often, "", "iati.busy");
        }
        return isolated_validate_file(upload.path, context.language(),
                                      context.app().clock.now().date());
    }
    return refuse(Decline::invalid, "file", "web.no_upload");
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

/// The place of a finding, as the report has it: path, line, column.
html::Html place_of(Language language, json::object const &finding)
{
    auto const &places = list_of(finding, "context");
    auto const *const first = places.empty() ? nullptr : places.front().if_object();
    if (first == nullptr) {
        return {};
    }
    return html::fragment(word::place(language, std::to_string(number_of(*first, "lineNumber")),
                                      std::to_string(number_of(*first, "columnNumber"))),
                          html::br(), html::small(html::bdi(text_of(finding, "path"))));
}

html::Row row_of(Language language, json::object const &finding)
{
    auto const severity = text_of(finding, "severity");
    html::Row row;
    row.cells.push_back(html::fragment(
        html::badge({.label = std::string{word::severity(language, severity).value_or(severity)},
                     .tone = tone_of(severity)}),
        " ", html::small(text_of(finding, "id"))));
    row.cells.push_back(html::bdi(text_of(finding, "message")));
    row.cells.push_back(place_of(language, finding));
    return row;
}

/// The findings of one activity or organisation, or the file's own.
html::Html group_block(web::Context const &context, json::object const &group, std::string id)
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
                    list.rows.push_back(row_of(language, *object));
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

/// `id` begins the names of its tables, which must differ from those of other reports.
html::Html report_html(web::Context const &context, json::object const &report,
                       std::string const &id)
{
    auto const language = context.language();
    auto const *const summary_value = report.if_contains("summary");
    auto const *const summary = summary_value != nullptr ? summary_value->if_object() : nullptr;
    auto const *const valid = report.if_contains("valid");
    bool const is_valid = valid != nullptr && valid->is_bool() && valid->as_bool();
    std::vector<html::Figure> figures;
    std::int64_t all = 0;
    if (summary != nullptr) {
        for (auto const severity : {"critical", "error", "warning", "advisory"}) {
            auto const count = number_of(*summary, severity);
            all += count;
            figures.push_back(
                {.value = i18n::format_number(language, count),
                 .label = std::string{word::severity(language, severity).value_or("")},
                 .url = {},
                 .tone = count > 0 ? tone_of(severity) : html::Tone::neutral});
        }
    }
    auto const verdict = !is_valid  ? word::verdict_invalid(language)
                         : all == 0 ? word::verdict_valid(language)
                                    : word::verdict_with_findings(language);
    html::Html content = html::notice({.tone = is_valid ? html::Tone::good : html::Tone::bad,
                                       .title = std::string{verdict},
                                       .body = {},
                                       .live = true}) +
                         html::figures(figures);
    std::int64_t told = 0;
    std::size_t number = 0;
    for (auto const &group : list_of(report, "errors")) {
        if (auto const *const one = group.if_object()) {
            content += group_block(context, *one, id + "-findings-" + std::to_string(number++));
            for (auto const &category : list_of(*one, "errors")) {
                auto const *const of_category = category.if_object();
                told += of_category != nullptr
                            ? static_cast<std::int64_t>(list_of(*of_category, "errors").size())
                            : 0;
            }
        }
    }
    if (told < all) {
        content += html::p(word::page_more(language, all - told));
    }
    auto const *const raised = report.if_contains("raised");
    if (raised != nullptr && raised->is_object()) {
        content += raised_block(context, raised->as_object(), id + "-changes");
    }
    return content;
}

/// The report on what was sent: on a file, or on each in an archive.
html::Html report_html(web::Context const &context, std::string const &text)
{
    boost::system::error_code error;
    auto const parsed = json::parse(text, error);
    auto const *const object = error ? nullptr : parsed.if_object();
    if (object == nullptr) {
        return {};
    }
    if (!object->contains("files")) {
        return report_html(context, *object, "file");
    }
    html::Html content;
    std::size_t number = 0;
    for (auto const &file : list_of(*object, "files")) {
        if (auto const *const one = file.if_object()) {
            content += html::h2(html::bdi(text_of(*one, "file"))) +
                       report_html(context, *one, "file-" + std::to_string(++number));
        }
    }
    return content;
}

http::Response page(web::Context const &context, html::Html const &report, Refusal const *refusal)
{
    auto const language = context.language();
    html::Form form;
    form.id = "validator";
    form.url = url;
    form.hidden = context.hidden();
    form.has_files = true;
    html::Field field{.name = "file",
                      .label = std::string{word::page_file(language)},
                      .hint = std::string{word::page_file_hint(language)},
                      .error = {},
                      .is_required = true};
    if (refusal != nullptr) {
        field.error = context.say(refusal->problems.front());
        form.problems = {{.field = "file", .message = field.error}};
    }
    form.fields = html::file_field(field, context.words(), {.accept = ".xml,.gz,.zip"});
    form.submits = {{.label = std::string{word::page_validate(language)}, .name = {}, .value = {}}};
    auto const title = std::string{word::page_title(language)};
    auto frame = context.frame(
        title, html::page_head({.title = title, .lead = std::string{word::page_lead(language)}}) +
                   report + html::entry_form(form, context.words()));
    if (frame.layout == html::Frame::Layout::narrow) {
        frame.layout = html::Frame::Layout::open; // a report is wide, whoever reads it
    }
    return context.page(std::move(frame),
                        refusal != nullptr ? web::status_of(refusal->decline) : 200);
}

http::Response validate_upload(web::Context const &context)
{
    auto const report = report_on_upload(context);
    if (context.is_api()) {
        return report ? context.json(*report) : context.refused(report.error());
    }
    return report ? page(context, report_html(context, *report), nullptr)
                  : page(context, {}, &report.error());
}

} // namespace

void add_validator_routes(web::Router &router)
{
    web::Gate const everyone{.kind = web::Gate::Kind::everyone};
    router.add({.method = http::Method::get,
                .pattern = std::string{url},
                .gate = everyone,
                .handler = [](web::Context &context) {
                    return page(context, {}, nullptr);
                }});
    router.add({.method = http::Method::post,
                .pattern = std::string{url},
                .gate = everyone,
                .handler = [](web::Context &context) { return validate_upload(context); },
                .api = web::ApiDoc{.summary = "Validates an IATI file (multipart: file) and keeps "
                                              "nothing; answers as the official validator does.",
                                   .tag = "iati"},
                .takes_uploads = true});
}

} // namespace selatan::iati
