// A record takes a step: the form of a verb, and what it sends.
#include "platform/web/noun_handlers.hpp"

#include "base/ensure.hpp"
#include "platform/html/form.hpp"
#include "platform/web/believe.hpp"
#include "platform/web/noun_record.hpp"
#include "platform/web/voice.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

namespace selatan::web {

namespace {

namespace common = words::common;
using records::AnyValue;
using records::Missing;

/// What was typed into a field: a choice by its name, a record by its title.
std::string as_read(Context const &context, storage::Reader &reader, records::Noun const &noun,
                    records::Field const &field, std::string const &typed)
{
    auto const id = field.kind == records::Kind::record ? Uuid::parse(typed) : std::nullopt;
    auto const label = id ? records::label_of(reader, *id) : std::nullopt;
    return label ? label->reference + " " + label->title_in(context.language())
                 : spelled(context, noun, &field, typed);
}

/// Somebody else took the step, or another, while the form was open: what was typed is shown beside
/// what happened, since the form itself has nowhere to go.
http::Response overtaken(Context const &context, storage::Reader &reader, NounPages const &pages,
                         VerbPage const &verb, records::Input const &typed)
{
    auto const &noun = *pages.noun;
    auto const language = context.language();
    auto const head = records::find(reader, noun, context.identity(), context.part("id"));
    if (!head) {
        return context.refused(head.error());
    }
    AnyValue stored{*noun.type};
    ENSURE(records::load_into(reader, noun, head->id, stored.get()));
    std::vector<html::Fact> facts;
    for (auto const &field : verb.fields) {
        std::string text{typed.get(field.name)};
        for (auto const other : languages) {
            auto const part = std::string{field.name} + "." + std::string{to_code(other)};
            if (!typed.get(part).empty()) {
                text += (text.empty() ? "" : "\n") + std::string{typed.get(part)};
            }
        }
        if (!text.empty()) {
            facts.push_back({.label = std::string{field.label(language)},
                             .value = html::bdi(as_read(context, reader, noun, field, text))});
        }
    }
    auto const url = url_of(noun, head->reference);
    auto const title = std::string{verb.label(language)};
    auto content =
        html::page_head(
            {.title = title, .lead = head->reference + " · " + head->title_in(language)}) +
        stale_notice(context, reader, pages, *head, nullptr, stored.get()) +
        html::block(words::web::you_typed(language), html::facts(facts)) +
        html::action_row({{.label = std::string{common::action_back(language)}, .url = url}});
    return context.page(
        title, std::move(content),
        {{.label = std::string{noun.plural(language)}, .url = std::string{noun.path}},
         {.label = head->reference, .url = url}},
        status_of(Decline::stale));
}

} // namespace

http::Response verb_form(Context &context, NounPages const &pages, VerbPage const &verb,
                         records::Input const *typed, Refusal const *refusal)
{
    auto const &noun = *pages.noun;
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const head =
            records::find(reader, noun, context.identity(), context.part("id"), verb.verb);
        if (!head) {
            return refusal != nullptr && refusal->decline == Decline::stale
                       ? overtaken(context, reader, pages, verb, *typed)
                       : context.refused(head.error());
        }
        if (!has_voice(reader, context.identity(), noun.kind, verb.verb, *head)) {
            return context.refused(refuse(Decline::forbidden, "", "common.forbidden").value());
        }
        AnyValue value{*verb.type};
        if (verb.prefill != nullptr) {
            verb.prefill(reader, *head, value.get());
        }
        // A day that nobody has said yet would be one of 1970, and be taken for an answer.
        records::Input unsaid;
        if (typed == nullptr && verb.prefill == nullptr) {
            for (auto const &field : verb.fields) {
                if (field.kind == records::Kind::date) {
                    unsaid.set(std::string{field.name}, "");
                }
            }
            typed = &unsaid;
        }
        Problems const problems = refusal == nullptr ? Problems{} : refusal->problems;
        auto const url = url_of(noun, head->reference);
        html::Form form;
        form.id = std::string{verb.path};
        form.url = url + "/" + std::string{verb.path};
        form.hidden = context.hidden(head->version);
        form.problems = field_problems(context, verb.fields, problems);
        form.fields = form_fields(context, reader, verb.fields,
                                  {.value = value.get(),
                                   .typed = typed,
                                   .problems = &problems,
                                   .offered = verb.offered,
                                   .head = &*head});
        form.submits = {{.label = std::string{verb.label(language)},
                         .name = {},
                         .value = {},
                         .emphasis = verb.emphasis == html::Emphasis::normal
                                         ? html::Emphasis::primary
                                         : verb.emphasis}};
        form.cancel = html::Link{.label = std::string{common::action_cancel(language)}, .url = url};
        html::PageHead page_head{.title = std::string{verb.label(language)}};
        page_head.lead = head->reference + " · " + head->title_in(language);
        html::Html explanation;
        if (verb.explanation != nullptr) {
            explanation = html::p(html::cls("lead"), verb.explanation(language));
        }
        if (verb.advise != nullptr) {
            for (auto const &advice : verb.advise(context, reader, *head)) {
                explanation += html::notice(advice);
            }
        }
        return context.page(
            page_head.title,
            html::page_head(page_head) + explanation + html::entry_form(form, context.words()),
            {{.label = std::string{noun.plural(language)}, .url = std::string{noun.path}},
             {.label = head->reference, .url = url},
             {.label = page_head.title, .url = {}, .current = true}},
            refusal == nullptr ? 200 : status_of(refusal->decline));
    });
}

http::Response post_verb(Context &context, NounPages const &pages, VerbPage const &verb)
{
    auto const &noun = *pages.noun;
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const version = context.version();
    if (!version) {
        return context.version_wanted();
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<Outcome> {
            auto const head =
                records::find(tx, noun, context.identity(), context.part("id"), verb.verb);
            if (!head) {
                auto const now = records::find(tx, noun, context.identity(), context.part("id"));
                bool const moved_on =
                    head.error().decline == Decline::conflict && now && now->version != *version;
                return moved_on ? refuse(Decline::stale, "", "common.stale") : refuse(head.error());
            }
            Result<records::Saved> saved;
            if (verb.type == nullptr) {
                saved = verb.run(tx, context.who(), *head, *version, nullptr);
            } else {
                AnyValue value{*verb.type};
                if (verb.prefill != nullptr) {
                    verb.prefill(tx, *head, value.get());
                }
                auto problems =
                    believe(context, tx, verb.fields, *input, Missing::refused, value.get());
                if (!problems.empty()) {
                    return refuse_input(std::move(problems));
                }
                saved = verb.run(tx, context.who(), *head, *version, value.get());
            }
            if (!saved) {
                return refuse(saved.error());
            }
            // What was handed to somebody else may be out of the actor's sight.
            bool const is_seen =
                records::find(tx, noun, context.identity(), saved->id.to_string()).has_value();
            return Outcome{.location =
                               is_seen ? url_of(noun, saved->reference) : std::string{noun.path},
                           .json = json_after(tx, context, noun, *saved)};
        },
        [&](Refusal const &refusal) {
            bool const again = !verb.fields.empty() && (refusal.decline == Decline::invalid ||
                                                        refusal.decline == Decline::conflict ||
                                                        refusal.decline == Decline::stale);
            return again ? verb_form(context, pages, verb, &*input, &refusal)
                         : context.refused(refusal);
        });
}

} // namespace selatan::web
