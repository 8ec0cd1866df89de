// What looks like South-South cooperation, why, and the officer's word on it.
#include "exchange/flows/pages.hpp"

#include "base/text.hpp"
#include "exchange/flows/finding.hpp"
#include "exchange/flows/flows.hpp"
#include "exchange/flows/refresh.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/flows.hpp"

#include <boost/json.hpp>
#include <charconv>

namespace selatan::reported_flows {

namespace {

namespace json = boost::json;
namespace word = words::flows;
namespace common = words::common;
using html::Html;

constexpr int on_a_page = 50;
constexpr std::size_t longest_reason = 1000;
constexpr std::size_t title_letters = 120;

std::int64_t number_of(std::string_view text)
{
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

FindingFilter filter_of(web::Context const &context)
{
    FindingFilter filter{.limit = on_a_page};
    Which which{};
    if (from_code(context.query().find("judged").value_or(""), which)) {
        filter.which = which;
    }
    south_south::Level level{};
    if (from_code(context.query().find("level").value_or(""), level)) {
        filter.level = level;
    }
    filter.after = number_of(context.query().find("after").value_or("0"));
    return filter;
}

html::Badge level_badge(Language language, south_south::Level level)
{
    using south_south::Level;
    auto const tone = level == Level::perhaps ? html::Tone::waiting
                      : level == Level::no    ? html::Tone::neutral
                                              : html::Tone::good;
    return {.label = std::string{word::levels(language, to_code(level)).value_or("")},
            .tone = tone};
}

Html said_html(web::Context const &context, Said const &said)
{
    auto const language = context.language();
    return html::fragment(
        html::badge(
            {.label = std::string{word::verdicts(language, to_code(said.verdict)).value_or("")},
             .tone = said.verdict == Verdict::neither ? html::Tone::neutral : html::Tone::good}),
        html::br(),
        html::small(word::said(language, said.by, context.instant(said.at), said.reason)));
}

json::object to_json(FoundActivity const &found)
{
    json::array evidence;
    for (auto const &one : found.finding.evidence) {
        evidence.push_back(json::object{
            {"sign", to_code(one.sign)}, {"where", to_code(one.where)}, {"quote", one.quote}});
    }
    json::object out{{"id", found.id},
                     {"identifier", found.identifier},
                     {"publisher", found.publisher},
                     {"title", found.title},
                     {"level", to_code(found.finding.level)},
                     {"evidence", std::move(evidence)}};
    if (found.said) {
        out["verdict"] = json::object{{"verdict", to_code(found.said->verdict)},
                                      {"reason", found.said->reason},
                                      {"by", found.said->by},
                                      {"at", found.said->at.to_string()}};
    }
    return out;
}

Html filter_form(web::Context const &context, FindingFilter const &filter)
{
    auto const language = context.language();
    html::Form form;
    form.id = "filters";
    form.url = std::string{findings_path};
    form.is_get = true;
    std::vector<html::Option> whiches;
    for (auto const which : {Which::open, Which::confirmed, Which::refused}) {
        whiches.push_back(
            {.value = std::string{to_code(which)},
             .label = std::string{word::whiches(language, to_code(which)).value_or("")}});
    }
    using south_south::Level;
    std::vector<html::Option> levels{
        {.value = "", .label = std::string{word::every_level(language)}}};
    for (auto const level :
         {Level::stated, Level::triangular, Level::south_south, Level::perhaps}) {
        levels.push_back(
            {.value = std::string{to_code(level)},
             .label = std::string{word::levels(language, to_code(level)).value_or("")}});
    }
    html::Field judged;
    judged.name = "judged";
    judged.label = word::which(language);
    html::Field level;
    level.name = "level";
    level.label = word::level(language);
    form.fields = html::field_row(
        html::select_field(judged, whiches, to_code(filter.which), context.words(), false) +
        html::select_field(level, levels, filter.level ? to_code(*filter.level) : "",
                           context.words(), false));
    form.submits = {{.label = std::string{common::action_show(language)},
                     .name = {},
                     .value = {},
                     .emphasis = html::Emphasis::normal}};
    return html::entry_form(form, context.words());
}

http::Response list_page(web::Context &context)
{
    auto const said = [&](std::string_view name) {
        return std::string{context.query().find(name).value_or("")};
    };
    Problems problems;
    Which which{};
    if (!said("judged").empty() && !from_code(said("judged"), which)) {
        problems.push_back({"judged", "common.unknown_choice", {}});
    }
    south_south::Level level{};
    if (!said("level").empty() && !from_code(said("level"), level)) {
        problems.push_back({"level", "common.unknown_choice", {}});
    }
    if (!problems.empty()) {
        return context.refused(Refusal{Decline::invalid, std::move(problems)});
    }
    return context.store().read([&](storage::Reader &reader) {
        auto const filter = filter_of(context);
        auto const all = findings(reader, filter);
        if (context.is_api()) {
            json::array items;
            for (auto const &one : all) {
                items.push_back(to_json(one));
            }
            json::object out{{"items", std::move(items)}};
            if (all.size() == static_cast<std::size_t>(on_a_page)) {
                out["after"] = all.back().id;
            }
            return context.json(json::serialize(out));
        }
        auto const language = context.language();
        bool const may_judge = records::could(policy, context.identity(), judge_verb);
        std::vector<html::Card> cards;
        cards.reserve(all.size());
        for (auto const &one : all) {
            cards.push_back(
                {.title = truncate(one.title.empty() ? one.identifier : one.title, title_letters),
                 .url = activity_url(one.id),
                 .above = one.publisher,
                 .content = html::p(html::badge(level_badge(language, one.finding.level))) +
                            evidence_html(language, one.finding),
                 .footer = one.said ? said_html(context, *one.said)
                           : may_judge
                               ? html::a(html::href(finding_url(one.id)), word::judge(language))
                               : Html{}});
        }
        html::EmptyState const nothing{.picture = html::Icon::partners,
                                       .title = std::string{word::none_title(language)},
                                       .text = std::string{word::none_text(language)}};
        std::vector<html::Figure> figures;
        for (auto const &count : level_counts(reader)) {
            http::Parameters query;
            query.add("level", std::string{to_code(count.level)});
            figures.push_back(
                {.value = i18n::format_number(language, count.found),
                 .label = std::string{word::levels(language, to_code(count.level)).value_or("")},
                 .url = std::string{findings_path} + "?" + query.encode()});
        }
        html::Paging paging;
        if (all.size() == static_cast<std::size_t>(on_a_page)) {
            http::Parameters next;
            next.add("judged", std::string{to_code(filter.which)});
            next.add("level", filter.level ? std::string{to_code(*filter.level)} : std::string{});
            next.add("after", std::to_string(all.back().id));
            paging.next = std::string{findings_path} + "?" + next.encode();
        }
        auto const title = std::string{word::south_title(language)};
        return context.page(
            title,
            html::page_head({.title = title, .lead = std::string{word::south_lead(language)}}) +
                html::figures(figures) + filter_form(context, filter) +
                (cards.empty() ? html::empty_state(nothing) : html::cards(cards)) +
                html::paging(paging, context.words()),
            {{.label = std::string{word::title(language)}, .url = std::string{figures_path}},
             {.label = title, .url = {}, .current = true}});
    });
}

Html judge_form(web::Context const &context, FoundActivity const &found,
                records::Input const *typed, Refusal const *refusal)
{
    auto const language = context.language();
    html::Form form;
    form.id = "judgement";
    form.url = finding_url(found.id);
    form.hidden = context.hidden();
    html::Field verdict;
    verdict.name = "verdict";
    verdict.label = word::verdict(language);
    verdict.is_required = true;
    html::Field reason;
    reason.name = "reason";
    reason.label = word::reason(language);
    reason.hint = word::reason_hint(language);
    reason.is_required = true;
    if (refusal != nullptr) {
        for (auto const &problem : refusal->problems) {
            auto const sentence = context.say(problem);
            (problem.field == "verdict" ? verdict : reason).error = sentence;
            form.problems.push_back({.field = problem.field, .message = sentence});
        }
    }
    std::vector<html::Choice> choices;
    for (auto const one : {Verdict::south_south, Verdict::triangular, Verdict::neither}) {
        choices.push_back(
            {.value = std::string{to_code(one)},
             .label = std::string{word::verdicts(language, to_code(one)).value_or("")},
             .hint = {}});
    }
    auto const text = [&](std::string_view name) {
        return typed == nullptr ? std::string_view{} : typed->get(name);
    };
    form.fields = html::radio_field(verdict, choices, text("verdict"), context.words()) +
                  html::text_area(reason, text("reason"), context.words(), 3);
    form.submits = {{.label = std::string{word::judge(language)}, .name = {}, .value = {}}};
    return html::entry_form(form, context.words());
}

http::Response judge_page(web::Context const &context, FoundActivity const &found,
                          records::Input const *typed, Refusal const *refusal)
{
    auto const language = context.language();
    auto const title = std::string{word::judge_title(language)};
    auto const name = found.title.empty() ? found.identifier : found.title;
    std::vector<html::Fact> facts{
        {.label = std::string{word::column_activity(language)},
         .value = html::a(html::href(activity_url(found.id)), html::bdi(name))},
        {.label = std::string{word::by_publisher(language)}, .value = html::bdi(found.publisher)},
        {.label = std::string{word::level(language)},
         .value = html::badge(level_badge(language, found.finding.level))},
        {.label = std::string{word::column_evidence(language)},
         .value = evidence_html(language, found.finding)}};
    if (found.said) {
        facts.push_back({.label = std::string{word::which(language)},
                         .value = said_html(context, *found.said)});
    }
    Html content = html::page_head({.title = title, .lead = name}) + html::facts(facts);
    if (records::could(policy, context.identity(), judge_verb)) {
        content += judge_form(context, found, typed, refusal);
    }
    return context.page(
        title, content,
        {{.label = std::string{word::south_title(language)}, .url = std::string{findings_path}},
         {.label = title, .url = {}, .current = true}},
        refusal == nullptr ? 200 : web::status_of(refusal->decline));
}

http::Response show_finding(web::Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const found = finding_of(reader, number_of(context.part("activity")));
        if (!found) {
            return context.refused(not_found().value());
        }
        return context.is_api() ? context.json(json::serialize(to_json(*found)))
                                : judge_page(context, *found, nullptr, nullptr);
    });
}

http::Response judge(web::Context &context)
{
    auto const activity = number_of(context.part("activity"));
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto reason = std::string{input->get("reason")};
            if (reason.size() > longest_reason) {
                return refuse(Decline::invalid, "reason", "common.too_long",
                              {{"max", std::to_string(longest_reason)}});
            }
            Verdict verdict{};
            if (!from_code(input->get("verdict"), verdict)) {
                return refuse(Decline::invalid, "verdict", "flows.verdict_required");
            }
            auto const said = say(tx, context.who().actor(), activity, verdict, reason);
            if (!said) {
                return refuse(said.error());
            }
            ask_for_refresh(tx);
            return web::Outcome{.location = std::string{findings_path},
                                .json = json::serialize(to_json(*finding_of(tx, activity)))};
        },
        [&](Refusal const &refusal) {
            if (context.is_api() || refusal.decline == Decline::not_found) {
                return context.refused(refusal);
            }
            return context.store().read([&](storage::Reader &reader) {
                auto const found = finding_of(reader, activity);
                return found ? judge_page(context, *found, &*input, &refusal)
                             : context.refused(refusal);
            });
        });
}

} // namespace

void add_finding_routes(web::Router &router)
{
    auto const gate = [](std::string_view verb) {
        return web::Gate{.kind = web::Gate::Kind::policy, .policy = &policy, .verb = verb};
    };
    router.add({.method = http::Method::get,
                .pattern = std::string{findings_path},
                .gate = gate(records::verbs::see),
                .handler = list_page,
                .api = web::ApiDoc{.summary = "Reported activities that look like South-South "
                                              "cooperation, with what says so; ?judged=, level=, "
                                              "after=.",
                                   .tag = "flows"}});
    router.add({.method = http::Method::get,
                .pattern = std::string{findings_path} + "/{activity}",
                .gate = gate(records::verbs::see),
                .handler = show_finding,
                .api = web::ApiDoc{.summary = "What was found of one reported activity.",
                                   .tag = "flows"}});
    router.add({.method = http::Method::post,
                .pattern = std::string{findings_path} + "/{activity}",
                .gate = gate(judge_verb),
                .handler = judge,
                .api = web::ApiDoc{.summary = "Says whether it is South-South cooperation: "
                                              "verdict (south_south, triangular, neither), reason.",
                                   .tag = "flows"}});
}

} // namespace selatan::reported_flows
