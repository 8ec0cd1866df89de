// Background jobs: what waits, what gave up, and trying it again.
#include "cooperation/administration/pages.hpp"
#include "platform/i18n/format.hpp"
#include "platform/jobs/job.hpp"
#include "words/administration.hpp"
#include "words/common.hpp"
#include "words/jobs.hpp"

#include <array>

namespace selatan::administration {

namespace {

namespace word = words::administration;
namespace common = words::common;
using jobs::State;

constexpr int rows_on_a_page = 50;
constexpr std::array states{State::waiting, State::running, State::done, State::dead};

html::Badge badge_of(State state, Language language)
{
    auto const label = std::string{words::jobs::state(language, jobs::to_code(state)).value_or("")};
    switch (state) {
    case State::waiting:
        return {label, html::Tone::waiting};
    case State::running:
        return {label, html::Tone::active};
    case State::done:
        return {label, html::Tone::good};
    case State::dead:
        break;
    }
    return {label, html::Tone::bad};
}

std::string url_with(jobs::Filter const &filter, std::optional<Id<jobs::Job>> behind)
{
    http::Parameters query;
    if (filter.state) {
        query.add("state", std::string{jobs::to_code(*filter.state)});
    }
    if (!filter.kind.empty()) {
        query.add("kind", filter.kind);
    }
    if (behind) {
        query.add("after", behind->to_string());
    }
    return std::string{jobs_path} + (query.empty() ? "" : "?" + query.encode());
}

/// Each figure leads to the jobs that it counts.
html::Html figures_of(Context const &context, jobs::Counts const &counts)
{
    auto const language = context.language();
    auto const figure = [&](State state, std::int64_t count, html::Tone tone) {
        return html::Figure{.value = i18n::format_number(language, count),
                            .label = badge_of(state, language).label,
                            .url = url_with({.state = state}, std::nullopt),
                            .tone = tone};
    };
    return html::figures({figure(State::waiting, counts.waiting, html::Tone::neutral),
                          figure(State::running, counts.running, html::Tone::neutral),
                          figure(State::dead, counts.dead,
                                 counts.dead == 0 ? html::Tone::neutral : html::Tone::bad)});
}

html::Html filter_form(Context const &context, jobs::Filter const &filter)
{
    auto const language = context.language();
    std::vector<html::Option> options{
        {.value = "", .label = std::string{words::administration::any(language)}}};
    for (auto const state : states) {
        options.push_back(
            {.value = std::string{jobs::to_code(state)}, .label = badge_of(state, language).label});
    }
    return html::form(
        html::cls("entry"), html::attr<"method">("get"), html::action(jobs_path),
        html::field_row(
            html::select_field({.name = "state", .label = std::string{word::jobs_state(language)}},
                               options, filter.state ? jobs::to_code(*filter.state) : "",
                               context.words(), false) +
            html::text_field({.name = "kind", .label = std::string{word::jobs_kind(language)}},
                             filter.kind, context.words())),
        html::div(html::cls("actions"),
                  html::button(html::cls("button"), common::action_filter(language))));
}

http::Response list_jobs(Context &context)
{
    auto const language = context.language();
    auto const get_text = [&](std::string_view name) {
        return std::string{context.query().find(name).value_or("")};
    };
    jobs::Filter filter{.kind = get_text("kind"),
                        .older_than = Id<jobs::Job>::parse(get_text("after")),
                        .limit = rows_on_a_page + 1};
    if (State state{}; jobs::from_code(get_text("state"), state)) {
        filter.state = state;
    }
    return context.store().read([&](storage::Reader &reader) {
        auto found = jobs::list(reader, filter);
        html::List list;
        if (found.size() > static_cast<std::size_t>(rows_on_a_page)) {
            found.pop_back();
            list.paging.next = url_with(filter, found.back().id);
        }
        if (filter.older_than) {
            list.paging.previous = url_with(filter, std::nullopt);
        }
        list.caption = common::nav_jobs(language);
        list.columns = {{.key = "kind", .label = std::string{word::jobs_kind(language)}},
                        {.key = "state", .label = std::string{word::jobs_state(language)}},
                        {.key = "attempts", .label = std::string{word::jobs_attempts(language)}},
                        {.key = "created", .label = std::string{word::jobs_created(language)}},
                        {.key = "finished", .label = std::string{word::jobs_finished(language)}}};
        for (auto const &job : found) {
            auto const url = std::string{jobs_path} + "/" + job.id.to_string();
            list.rows.push_back(
                {.key = job.id.to_string(),
                 .label = job.kind,
                 .cells = {html::a(html::href(url), html::code(job.kind)),
                           html::badge(badge_of(job.state, language)),
                           html::fragment(
                               word::jobs_attempts_of(language, job.attempts, job.max_attempts)),
                           when_at(context, job.created), when_at(context, job.finished)}});
        }
        list.empty = {.picture = html::Icon::clock,
                      .title = std::string{word::jobs_empty(language)},
                      .text = std::string{word::jobs_empty_text(language)}};
        return show(context,
                    {.title = std::string{common::nav_jobs(language)},
                     .lead = std::string{word::jobs_about(language)},
                     .content = figures_of(context, jobs::counts(reader)) +
                                filter_form(context, filter) + html::list(list, context.words())});
    });
}

// -- One of them --------------------------------------------------------------------------------

html::Html progress_of(jobs::Shown const &job, Language language)
{
    auto const &progress = job.progress;
    auto text = i18n::format_number(language, progress.done);
    if (progress.total > 0) {
        text = word::jobs_attempts_of(language, progress.done, progress.total);
    }
    return html::fragment(text, progress.message.empty() ? "" : " · ", progress.message);
}

http::Response show_job(Context &context)
{
    auto const language = context.language();
    auto const id = id_of<jobs::Job>(context, "id");
    auto const job =
        id ? context.store().read([&](storage::Reader &reader) { return jobs::find(reader, *id); })
           : std::nullopt;
    if (!job) {
        return context.refused(not_found().value());
    }
    std::vector<html::Action> actions;
    if (job->state == State::dead) {
        actions.push_back({.label = std::string{word::jobs_restart(language)},
                           .url = std::string{jobs_path} + "/" + job->id.to_string() + "/restart",
                           .emphasis = html::Emphasis::primary,
                           .posts = true,
                           .hidden = context.hidden()});
    }
    std::vector<html::Fact> facts{
        {std::string{word::jobs_state(language)}, html::badge(badge_of(job->state, language))},
        {std::string{word::jobs_attempts(language)},
         html::fragment(word::jobs_attempts_of(language, job->attempts, job->max_attempts))},
        {std::string{word::jobs_created(language)}, when_at(context, job->created)},
        {std::string{word::jobs_run_at(language)}, when_at(context, job->run_at)}};
    if (job->started) {
        facts.push_back(
            {std::string{word::jobs_started(language)}, when_at(context, job->started)});
    }
    if (job->finished) {
        facts.push_back(
            {std::string{word::jobs_finished(language)}, when_at(context, job->finished)});
    }
    if (job->progress.done > 0 || !job->progress.message.empty()) {
        facts.push_back({std::string{word::jobs_progress(language)}, progress_of(*job, language)});
    }
    facts.push_back({std::string{word::jobs_payload(language)}, html::code(job->payload)});
    auto const error = html::when(!job->error.empty(), [&] {
        return html::notice({.tone = html::Tone::bad,
                             .title = std::string{word::jobs_error(language)},
                             .body = html::p(html::bdi(job->error))});
    });
    return show(context,
                {.title = job->kind,
                 .actions = std::move(actions),
                 .content = html::facts(facts) + error,
                 .above = {{.label = std::string{common::nav_jobs(language)},
                            .url = std::string{jobs_path}}},
                 .flash = web::said(context,
                                    {{"restarted", std::string{word::jobs_restarted(language)}}})});
}

http::Response restart(Context &context)
{
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const id = id_of<jobs::Job>(context, "id");
        if (!id) {
            return refuse(id.error());
        }
        if (auto done = jobs::restart(tx, *id); !done) {
            return refuse(done.error());
        }
        return web::Outcome{.location =
                                std::string{jobs_path} + "/" + id->to_string() + "?said=restarted"};
    });
}

} // namespace

void add_job_routes(web::Router &router)
{
    std::string const path{jobs_path};
    router.add(get(path, list_jobs));
    router.add(get(path + "/{id}", show_job));
    router.add(post(path + "/{id}/restart", restart));
}

} // namespace selatan::administration
