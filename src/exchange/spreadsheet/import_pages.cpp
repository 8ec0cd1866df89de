#include "exchange/spreadsheet/import_pages.hpp"

#include "exchange/spreadsheet/mapping_form.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "platform/i18n/words/words.hpp"
#include "words/common.hpp"
#include "words/sheets.hpp"
#include "words/spreadsheet.hpp"

#include <algorithm>

namespace selatan::spreadsheet {

namespace {

namespace word = words::spreadsheet;
namespace common = words::common;

constexpr std::size_t problems_shown = 100;

std::string url_of(records::Head const &head)
{
    return web::url_of(batches, head.reference);
}

std::string number(Language language, std::uint64_t count)
{
    return i18n::format_number(language, static_cast<std::int64_t>(count));
}

html::Link list_link(Language language)
{
    return {.label = std::string{word::batch_plural(language)}, .url = std::string{batches.path}};
}

/// "request" is "Requests"; a noun without a name here is called by its own.
std::string kind_name(web::NounPages const &pages, Language language)
{
    auto const name = word::kinds(language, pages.noun->kind);
    return std::string{name ? *name : pages.noun->plural(language)};
}

std::string delimiter_name(std::string const &delimiter, Language language)
{
    std::string_view const code = delimiter == ","    ? "comma"
                                  : delimiter == ";"  ? "semicolon"
                                  : delimiter == "\t" ? "tab"
                                  : delimiter == "|"  ? "pipe"
                                  : delimiter == " "  ? "blank"
                                  : delimiter.empty() ? "none"
                                                      : "";
    auto const name = words::sheets::delimiter(language, code);
    return name ? std::string{*name} : delimiter;
}

// -- Blocks -------------------------------------------------------------------------------------

html::Html detected_block(Detected const &detected, Language language)
{
    std::vector<html::Fact> facts{
        {std::string{word::batch_format(language)}, html::fragment(detected.format)}};
    if (!detected.encoding.empty()) {
        facts.push_back(
            {std::string{word::batch_encoding(language)}, html::fragment(detected.encoding)});
        facts.push_back({std::string{word::batch_delimiter(language)},
                         html::fragment(delimiter_name(detected.delimiter, language))});
    }
    for (auto const &sheet : detected.sheets) {
        auto text = word::page_rows(language, static_cast<std::int64_t>(sheet.rows));
        if (sheet.header_row > 0) {
            text += " · " +
                    word::page_header_row(language, static_cast<std::int64_t>(sheet.header_row));
        }
        facts.push_back({sheet.name.empty() ? std::string{word::batch_file(language)} : sheet.name,
                         html::fragment(text)});
    }
    return html::block(word::page_detected(language), html::facts(facts));
}

html::Html problem_row(RowProblem const &one, Language language)
{
    auto const place = one.place();
    return html::tr(
        html::th(
            html::attr<"scope">("row"), html::bdi(place),
            html::when(!one.title.empty(),
                       [&] { return html::fragment(" ", html::small(html::bdi(one.title))); })),
        html::td(html::when(
                     one.is_remark,
                     [&] { return html::tag(word::page_remark(language)) + html::fragment(" "); }),
                 words::problem(language, one.problem),
                 html::each(one.problem.arguments, [](auto const &argument) {
                     return argument.first == "value"
                                ? html::fragment(" ", html::code(html::bdi(argument.second)))
                                : html::Html{};
                 })));
}

html::Html problem_table(Report const &report, Language language)
{
    if (report.problems.empty()) {
        return {};
    }
    auto const shown = std::min(problems_shown, report.problems.size());
    auto const all = report.problem_count + report.remark_count;
    html::Html rows;
    for (std::size_t i = 0; i < shown; ++i) {
        rows += problem_row(report.problems[i], language);
    }
    auto content = html::when(all > shown, [&] {
        return html::p(html::cls("note"),
                       word::page_problems_more(language, static_cast<std::int64_t>(shown),
                                                static_cast<std::int64_t>(all)));
    });
    content += html::div(
        html::cls("table"),
        html::table(
            html::caption(html::cls("unseen"), word::page_problems(language)),
            html::thead(html::tr(html::th(html::attr<"scope">("col"), word::page_where(language)),
                                 html::th(html::attr<"scope">("col"), word::page_what(language)))),
            html::tbody(rows)));
    return html::block(word::page_problems(language), content);
}

html::Html report_block(Report const &report, records::Head const &head, Language language)
{
    bool const is_done = head.state == states::imported || head.state == states::undone;
    auto const &counts = report.counts;
    auto const figure = [&](std::uint64_t count, std::string_view label, html::Tone tone) {
        return html::Figure{
            .value = number(language, count), .label = std::string{label}, .tone = tone};
    };
    auto content = html::figures(
        {figure(counts.read, word::batch_rows_read(language), html::Tone::neutral),
         figure(counts.fresh, word::batch_rows_new(language), html::Tone::good),
         figure(counts.changed, word::batch_rows_changed(language), html::Tone::active),
         figure(counts.same, word::batch_rows_same(language), html::Tone::neutral),
         figure(counts.failed, word::batch_rows_failed(language),
                counts.failed > 0 ? html::Tone::bad : html::Tone::neutral)});
    if (counts.failed > 0) {
        content += html::action_row({{.label = std::string{word::page_failed_xlsx(language)},
                                      .url = url_of(head) + "/failed.xlsx",
                                      .picture = html::Icon::download},
                                     {.label = std::string{word::page_failed_csv(language)},
                                      .url = url_of(head) + "/failed.csv",
                                      .picture = html::Icon::download}});
    }
    return html::block(is_done ? word::page_done(language) : word::page_result(language), content) +
           problem_table(report, language);
}

bool is_working(records::Head const &head)
{
    return head.state == states::checking || head.state == states::importing;
}

html::Html progress_block(storage::Reader &reader, records::Head const &head,
                          BatchDetail const &detail, Language language)
{
    auto const detected = detected_from_json(detail.detected);
    auto const *const sheet = detected.main_sheet();
    auto const job = detail.job ? jobs::find(reader, *detail.job) : std::nullopt;
    auto const done = job ? static_cast<std::uint64_t>(job->progress.done) : 0;
    auto const total = sheet == nullptr ? 0 : sheet->rows;
    html::Progress progress{.id = "import-progress",
                            .label = std::string{word::page_progress(language)},
                            .percent = 100};
    if (is_working(head)) {
        // The last percent is the writing, which nobody can see into.
        progress.percent =
            total == 0 ? 0 : static_cast<int>(std::min<std::uint64_t>(99, done * 100 / total));
        progress.text = word::page_rows(language, static_cast<std::int64_t>(done));
        progress.poll = url_of(head) + "/progress";
    } else {
        progress.text = std::string{word::state(language, head.state).value_or(head.state)};
    }
    return html::progress_bar(progress);
}

std::vector<html::Step> steps_of(std::string_view state, Language language)
{
    using Stage = html::Step::Stage;
    constexpr std::array path{states::received, states::checked, states::imported};
    auto const at = state == states::received || state == states::checking   ? 0U
                    : state == states::checked || state == states::importing ? 1U
                                                                             : 2U;
    std::vector<html::Step> steps;
    for (std::size_t i = 0; i < path.size(); ++i) {
        auto const stage = i < at || (i == 2 && at == 2) ? Stage::done
                           : i == at                     ? Stage::current
                                                         : Stage::next;
        steps.push_back({.label = std::string{*word::state(language, path[i])}, .stage = stage});
    }
    if (state == states::undone) {
        steps.push_back({.label = std::string{*word::state(language, states::undone)},
                         .stage = Stage::stopped});
    }
    return steps;
}

} // namespace

// -- The record ---------------------------------------------------------------------------------

web::RecordExtras batch_extras(web::Context const &context, storage::Reader &reader,
                               records::Head const &head, void const *value)
{
    auto const &batch = *static_cast<Batch const *>(value);
    auto const language = context.language();
    auto const detail = detail_of(reader, head.id);
    auto const report = report_from_json(detail.report);
    constexpr std::array<std::string_view, 3> asked{verbs::check, verbs::import, verbs::undo};
    auto const may = records::allowed(reader, batches, context.identity(), head, asked);
    auto const can = [&](std::string_view verb) {
        return std::ranges::find(may, verb) != may.end();
    };

    web::RecordExtras extras;
    extras.steps = steps_of(head.state, language);
    if (can(verbs::import) && report.counts.fresh + report.counts.changed > 0) {
        extras.actions.push_back(
            {.label = word::page_import(
                 language, static_cast<std::int64_t>(report.counts.fresh + report.counts.changed)),
             .url = url_of(head) + "/import",
             .emphasis = html::Emphasis::primary,
             .posts = true,
             .hidden = context.hidden(head.version),
             .picture = html::Icon::upload});
    }
    if (can(verbs::check)) {
        bool const is_first = head.state == states::received;
        extras.actions.push_back(
            {.label = std::string{is_first ? word::page_choose_mapping(language)
                                           : word::page_mend(language)},
             .url = url_of(head) + "/mapping",
             .emphasis = is_first ? html::Emphasis::primary : html::Emphasis::normal});
    }
    if (!detail.mapping.empty()) {
        extras.actions.push_back({.label = std::string{word::page_mapping_json(language)},
                                  .url = url_of(head) + "/mapping.json",
                                  .emphasis = html::Emphasis::quiet,
                                  .picture = html::Icon::download});
    }
    if (can(verbs::undo)) {
        extras.actions.push_back({.label = std::string{word::page_undo(language)},
                                  .url = url_of(head) + "/undo",
                                  .emphasis = html::Emphasis::danger});
    }
    if (head.state == states::imported) {
        if (auto const *const noun = context.app().noun(batch.target)) {
            extras.actions.push_back({.label = std::string{word::page_records(language)},
                                      .url = std::string{noun->path},
                                      .emphasis = html::Emphasis::quiet});
        }
    }
    if (is_working(head)) {
        extras.notices.push_back(
            {.tone = html::Tone::active,
             .title = std::string{head.state == states::checking ? word::page_checking(language)
                                                                 : word::page_importing(language)},
             .body = progress_block(reader, head, detail, language)});
        extras.actions.push_back(
            {.label = std::string{word::page_reload(language)}, .url = url_of(head) + "/progress"});
    } else if (head.state == states::received && !report.problems.empty()) {
        extras.notices.push_back(
            {.tone = html::Tone::bad,
             .title = std::string{word::page_could_not(language)},
             .body = html::p(words::problem(language, report.problems.front().problem))});
    }
    if (head.state != states::received && !detail.report.empty()) {
        extras.sections += report_block(report, head, language);
    }
    extras.sections += detected_block(detected_from_json(detail.detected), language);
    return extras;
}

// -- Pages --------------------------------------------------------------------------------------

http::Response upload_page(web::Context const &context, Importer const &importer,
                           Refusal const *refusal)
{
    auto const language = context.language();
    auto const &words = context.words();
    html::Field file{.name = "file",
                     .label = std::string{word::batch_file(language)},
                     .hint = std::string{word::page_file_hint(language)},
                     .is_required = true};
    html::Form form;
    form.id = "import";
    form.url = std::string{batches.path};
    form.hidden = context.hidden();
    form.has_files = true;
    if (refusal != nullptr) {
        file.error = context.say(refusal->problems.front());
        form.problems = {{"file", file.error}};
    }
    form.fields = html::file_field(file, words, {.accept = ".xlsx,.ods,.csv,.tsv,.txt"});
    form.submits = {{.label = std::string{word::page_send(language)}}};
    form.cancel = html::Link{.label = std::string{common::action_cancel(language)},
                             .url = std::string{batches.path}};
    auto const templates = html::each(importer.targets(), [&](web::NounPages const *pages) {
        if (!records::could(*pages->noun->policy, context.identity(), records::verbs::create)) {
            return html::Html{};
        }
        return html::li(html::a(html::href("/imports/templates/" + std::string{pages->noun->kind}),
                                kind_name(*pages, language)));
    });
    auto const title = std::string{word::batch_add(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::batch_empty_text(language)}}) +
            html::entry_form(form, words) +
            html::block(word::page_templates(language),
                        html::p(word::page_templates_lead(language)) + html::ul(templates)),
        {list_link(language), {.label = title, .url = {}, .current = true}},
        refusal == nullptr ? 200 : web::status_of(refusal->decline));
}

http::Response mapping_page(web::Context const &context, Importer const &importer,
                            records::Head const &head, Refusal const *refusal)
{
    auto const language = context.language();
    auto const &words = context.words();
    auto const detail =
        context.store().read([&](storage::Reader &reader) { return detail_of(reader, head.id); });
    auto const detected = detected_from_json(detail.detected);
    auto const all =
        context.store().read([&](storage::Reader &reader) { return importer.mappings(reader); });
    auto const title = std::string{word::page_choose_mapping(language)};

    html::Html content = html::page_head(
        {.title = title,
         .lead = head.title + " – " + std::string{word::page_choose_mapping_lead(language)}});
    std::vector<html::FieldProblem> problems;
    if (refusal != nullptr) {
        for (auto const &problem : refusal->problems) {
            problems.push_back({problem.field, context.say(problem)});
        }
        content += html::problem_summary(problems, words);
    }

    // A mapping that is at hand.
    std::vector<html::Option> named;
    for (auto const &mapping : all) {
        auto const *const pages = importer.target(mapping.kind);
        named.push_back(
            {.value = mapping.name, .label = mapping.name, .group = kind_name(*pages, language)});
    }
    std::ranges::stable_sort(named, {}, &html::Option::group);
    html::Form choose;
    choose.id = "mapping";
    choose.url = url_of(head) + "/mapping";
    choose.hidden = context.hidden(head.version);
    choose.fields = html::select_field(
        {.name = "mapping", .label = std::string{word::page_saved_mapping(language)}}, named, "",
        words);
    choose.submits = {{.label = std::string{word::page_check(language)}}};
    content += html::block(word::page_saved_mapping(language), html::entry_form(choose, words));

    // One made here: first what rows become, then column by column.
    std::vector<html::Option> kinds;
    for (auto const *pages : importer.targets()) {
        if (records::could(*pages->noun->policy, context.identity(), records::verbs::create)) {
            kinds.push_back(
                {.value = std::string{pages->noun->kind}, .label = kind_name(*pages, language)});
        }
    }
    auto const &typed = context.request().form;
    auto const query = context.query();
    auto const stored = parse_mapping(detail.mapping);
    std::string const kind{typed.find("kind").value_or(
        query.find("kind").value_or(stored ? std::string_view{stored->kind} : std::string_view{}))};
    html::Form pick;
    pick.id = "kind";
    pick.url = url_of(head) + "/mapping";
    pick.is_get = true;
    pick.fields = html::select_field(
        {.name = "kind", .label = std::string{word::page_becomes(language)}}, kinds, kind, words);
    pick.submits = {{.label = std::string{common::action_continue(language)},
                     .emphasis = html::Emphasis::normal}};
    auto own = html::entry_form(pick, words);
    auto const *const sheet = detected.main_sheet();
    if (auto const *const target = importer.target(kind); target != nullptr && sheet != nullptr) {
        auto mapping = typed.find("kind")               ? mapping_from_form(typed, *target->noun)
                       : stored && stored->kind == kind ? *stored
                                                        : guess_mapping(*sheet, *target->noun);
        if (mapping.name.empty()) {
            mapping.name = head.title;
        }
        if (mapping.source.empty()) {
            mapping.source = head.title;
        }
        own += mapping_form(context, head, *target->noun, *sheet, mapping, problems);
    }
    content += html::block(word::page_own_mapping(language), own);
    content += detected_block(detected, language);
    return context.page(title, content,
                        {list_link(language),
                         {.label = head.reference, .url = url_of(head)},
                         {.label = title, .url = {}, .current = true}},
                        refusal == nullptr ? 200 : web::status_of(refusal->decline));
}

http::Response progress_page(web::Context const &context, records::Head const &head)
{
    auto const language = context.language();
    auto const bar = context.store().read([&](storage::Reader &reader) {
        return progress_block(reader, head, detail_of(reader, head.id), language);
    });
    auto const title =
        std::string{head.state == states::checking    ? word::page_checking(language)
                    : head.state == states::importing ? word::page_importing(language)
                                                      : word::page_progress(language)};
    auto response = context.page(
        head.title,
        html::page_head({.title = head.title, .lead = title}) + bar +
            html::action_row(
                {{.label = std::string{common::action_open(language)}, .url = url_of(head)}}),
        {list_link(language),
         {.label = head.reference, .url = url_of(head)},
         {.label = std::string{word::page_progress(language)}, .url = {}, .current = true}});
    // Without scripts the page asks again by itself, and goes to the record when the work is over.
    response.headers.set("Refresh", is_working(head) ? "3" : "1; url=" + url_of(head));
    response.headers.set("Cache-Control", "no-store");
    return response;
}

} // namespace selatan::spreadsheet
