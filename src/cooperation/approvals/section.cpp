#include "cooperation/approvals/approvals.hpp"
#include "cooperation/approvals/opinion_store.hpp"
#include "cooperation/approvals/pages.hpp"
#include "words/approvals.hpp"

#include <algorithm>
#include <iterator>

namespace selatan::approvals {

namespace {

namespace word = words::approvals;

/// Those who follow every opinion may be told how they stand together; an office reads its own.
bool follows_all(web::Context const &context)
{
    return records::could(consultation_policy, context.identity(), records::verbs::see);
}

/// When it was given, or until when it may be.
html::Html day_of(web::Context const &context, Listed const &one)
{
    auto const language = context.language();
    if (one.given_on) {
        auto const day =
            html::moment({.iso = one.given_on->to_string(), .text = context.date(*one.given_on)});
        return one.late ? html::small(day, " · ", word::section_late(language)) : html::small(day);
    }
    bool const is_awaited = one.state == states::asked || one.state == states::silent;
    return is_awaited ? html::small(word::section_due(language, one.deadline)) : html::Html{};
}

html::Html row_of(web::Context const &context, Listed const &one)
{
    auto const language = context.language();
    auto const office = one.asked == one.organisation
                            ? one.asked
                            : word::section_answers_for(language, one.organisation, one.asked);
    auto const said = html::badge({.label = web::state_name(opinions, one.state, language),
                                   .tone = tone_of_opinion(one.state)});
    return html::tr(
        html::td(html::a(html::href(web::url_of(opinions, one.reference)), html::bdi(office))),
        html::td(html::attr<"data-label">(word::section_opinion(language)),
                 html::div(said, html::br(), day_of(context, one))),
        html::td(html::attr<"data-label">(word::section_words(language)),
                 html::bdi(one.conditions.empty() ? one.reason : one.conditions)));
}

} // namespace

html::Html table_of(web::Context const &context, std::vector<Listed> const &all)
{
    auto const language = context.language();
    auto const heading = [](std::string_view text) {
        return html::th(html::attr<"scope">("col"), text);
    };
    auto const row = [&](Listed const &one) {
        return row_of(context, one);
    };
    return html::div(html::cls("table"),
                     html::table(html::thead(html::tr(heading(word::section_office(language)),
                                                      heading(word::section_opinion(language)),
                                                      heading(word::section_words(language)))),
                                 html::tbody(html::each(all, row))));
}

std::string summary_of(Language language, Purpose purpose, Standing const &standing)
{
    auto const code = to_code(purpose);
    return word::section_summary(language, word::purposes(language, code).value_or(code),
                                 standing.offices(), standing.favourable, standing.conditional,
                                 standing.unfavourable, standing.outstanding());
}

html::Html section(web::Context const &context, storage::Reader &reader, records::Head const &head,
                   Ask may_ask)
{
    auto const language = context.language();
    if (!records::could(policy, context.identity(), records::verbs::see)) {
        return {};
    }
    auto const all = opinions_on(reader, head.id,
                                 records::compile(policy, context.identity(), records::verbs::see));
    std::vector<html::Action> actions;
    if (may_ask == Ask::yes && context.identity() != nullptr &&
        records::may_create(consultation_policy, *context.identity(), head.country,
                            head.organisation)) {
        actions.push_back({.label = std::string{word::verb_ask(language)},
                           .url = std::string{consultations.path} +
                                  "/new?subject=" + http::encode_component(head.reference),
                           .picture = html::Icon::approval});
    }
    if (all.empty() && actions.empty()) {
        return {};
    }
    html::Html content;
    if (all.empty()) {
        content = html::p(html::cls("note"), word::section_none(language));
    }
    for (auto const purpose : {Purpose::screening, Purpose::appraisal, Purpose::approval}) {
        std::vector<Listed> some;
        std::ranges::copy_if(all, std::back_inserter(some),
                             [&](Listed const &one) { return one.purpose == purpose; });
        if (some.empty()) {
            continue;
        }
        auto const code = to_code(purpose);
        content += html::p(follows_all(context)
                               ? summary_of(language, purpose, standing(reader, head.id, purpose))
                               : std::string{word::purposes(language, code).value_or(code)});
        content += table_of(context, some);
    }
    return html::block(word::section_title(language), content, actions);
}

std::vector<html::Notice> advice(web::Context const &context, storage::Reader &reader,
                                 records::Head const &head, Purpose purpose)
{
    std::vector<html::Notice> notices;
    if (!follows_all(context)) {
        return notices;
    }
    auto const language = context.language();
    auto const stands = standing(reader, head.id, purpose);
    auto const summary = html::p(summary_of(language, purpose, stands));
    if (stands.outstanding() > 0) {
        notices.push_back({.tone = html::Tone::waiting,
                           .title = word::advice_outstanding(language, stands.outstanding()),
                           .body = summary});
    }
    if (stands.unfavourable > 0) {
        notices.push_back({.tone = html::Tone::bad,
                           .title = word::advice_unfavourable(language, stands.unfavourable),
                           .body = summary});
    }
    if (!stands.conditions.empty()) {
        auto const line = [](OfficeCondition const &condition) {
            return html::li(html::bdi(condition.office), ": ", html::bdi(condition.text));
        };
        notices.push_back({.tone = html::Tone::neutral,
                           .title = std::string{word::advice_conditions(language)},
                           .body = html::ul(html::each(stands.conditions, line))});
    }
    return notices;
}

} // namespace selatan::approvals
