#include "platform/web/believe.hpp"
#include "platform/web/noun_pages.hpp"

#include "base/ensure.hpp"
#include "platform/html/form.hpp"
#include "platform/web/advice.hpp"
#include "platform/web/attachment.hpp"
#include "platform/web/form_draft_store.hpp"
#include "platform/web/noun_list.hpp"
#include "platform/web/noun_record.hpp"
#include "platform/web/voice.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::web {

namespace {

namespace common = words::common;
using records::AnyValue;
using records::Head;
using records::Missing;

/// Where people go after a record was saved: to it, or to the record that it hangs on.
std::string after_saving(storage::Reader &reader, App const &app, records::Noun const &noun,
                         records::Saved const &saved, void const *value)
{
    if (!noun.parent_field.empty()) {
        auto const id = Uuid::parse(records::field_named(noun, noun.parent_field).print(value));
        if (auto const label = id ? records::label_of(reader, *id) : std::nullopt) {
            if (auto const *const parent = app.noun(label->kind)) {
                return url_of(*parent, label->reference);
            }
        }
    }
    return url_of(noun, saved.reference);
}

std::string json_after(storage::Reader &reader, Context const &context, records::Noun const &noun,
                       records::Saved const &saved)
{
    if (!context.is_api()) {
        return {};
    }
    auto const head = records::find(reader, noun, context.identity(), saved.id.to_string());
    if (!head) {
        return boost::json::serialize(boost::json::object{{"id", saved.id.to_string()},
                                                          {"reference", saved.reference},
                                                          {"version", saved.version}});
    }
    return record_json(reader, noun, *head, records::audience_of(context.identity()));
}

// -- Forms that save themselves ------------------------------------------------------------------

/// Programs have no forms; who looks through another's eyes leaves no trace there.
bool keeps_drafts(Context const &context, NounPages const &pages)
{
    return pages.saves_drafts && context.session() != nullptr && !context.who().viewed_by;
}

/// The kept draft, told above the form, with the way to be rid of it.
html::Html draft_notice(Context const &context, FormDraft const &draft, std::string const &url)
{
    auto const language = context.language();
    return html::notice(
        {.tone = html::Tone::neutral,
         .title = std::string{words::web::saved_at(language)} + " " + context.instant(draft.at),
         .body = html::action_row({{.label = std::string{words::web::discard_draft(language)},
                                    .url = url,
                                    .emphasis = html::Emphasis::quiet,
                                    .posts = true,
                                    .hidden = context.hidden()}})});
}

void set_autosave(Context const &context, html::Form &form, std::string url,
                  std::optional<FormDraft> const &draft)
{
    form.autosave_url = std::move(url);
    if (draft) {
        form.saved_text = std::string{words::web::saved_at(context.language())} + " " +
                          context.instant(draft->at);
    }
}

/// The script is told that it is kept; a person who discards it goes back to the form.
http::Response keep_form_draft(Context &context, NounPages const &pages, bool is_new)
{
    auto const &noun = *pages.noun;
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    if (auto const may = auth::decide_change(context.who()); !may) {
        return context.refused(may.error());
    }
    auto const kept = context.store().write([&](storage::Tx &tx) -> Result<std::string> {
        DraftKey key{.noun = noun, .record = {}};
        auto form = std::string{noun.path} + "/new";
        if (!is_new) {
            auto const head = records::find(tx, noun, context.identity(), context.part("id"),
                                            records::verbs::change);
            if (!head) {
                return refuse(head.error());
            }
            key.record = head->id;
            form = url_of(noun, head->reference) + "/edit";
        }
        keep_draft(tx, context.who(), key, *input, context.version());
        return form;
    });
    if (!kept) {
        return context.refused(kept.error());
    }
    if (context.request().headers.find("X-Requested-With").value_or("") != "autosave") {
        return context.redirect(*kept);
    }
    http::Response response;
    response.status = 204;
    return response;
}

// -- Making -------------------------------------------------------------------------------------

/// The button that shows what there is to read about a draft before it is saved.
constexpr std::string_view advise_first = "advise";

/// What a new form says so far; what cannot be read of it yet says nothing.
AnyValue said_so_far(Context const &context, storage::Reader &reader, records::Noun const &noun,
                     records::Input const &typed, AnyValue const &begun)
{
    AnyValue draft{begun};
    static_cast<void>(records::fill(reader, context.app().codes, noun.fields, typed,
                                    records::Missing::kept,
                                    records::audience_of(context.identity()), draft.get()));
    return draft;
}

/// Adds to what a link says what follows from it.
void take_over(Context const &context, storage::Reader &reader, NounPages const &pages,
               records::Input &said)
{
    if (pages.take_over == nullptr) {
        return;
    }
    auto const &noun = *pages.noun;
    auto const before = said_so_far(context, reader, noun, said, AnyValue{*noun.type});
    AnyValue after{before};
    pages.take_over(reader, after.get());
    for (auto const &field : noun.fields) {
        auto text = field.print(after.get());
        if (!said.has(field.name) && text != field.print(before.get())) {
            said.set(std::string{field.name}, std::move(text));
        }
    }
}

html::Html advice_before_saving(Context const &context, storage::Reader &reader,
                                NounPages const &pages, void const *so_far)
{
    html::Html all;
    for (auto const &advice : advice_from_above(context, reader, pages, so_far)) {
        all += html::notice(advice);
    }
    return all;
}

http::Response new_form(Context &context, NounPages const &pages, records::Input const *typed,
                        Problems const &problems)
{
    auto const &noun = *pages.noun;
    auto const language = context.language();
    auto const content = context.store().read([&](storage::Reader &reader) {
        AnyValue value{*noun.type};
        if (pages.prefill != nullptr) {
            pages.prefill(reader, context.who(), value.get());
        }
        auto const kept = typed == nullptr && keeps_drafts(context, pages)
                              ? find_draft(reader, context.who(), {.noun = noun, .record = {}})
                              : std::nullopt;
        auto const draft_url = std::string{noun.path} + "/new/draft";
        html::Html notice;
        if (kept) {
            typed = &kept->typed;
            notice = draft_notice(context, *kept, draft_url);
        }
        records::Input from_query;
        if (typed == nullptr) {
            // A link may fill in fields: "add a holder to this post".
            for (auto const &[name, text] : context.query()) {
                from_query.set(name, text);
            }
            take_over(context, reader, pages, from_query);
            typed = &from_query;
        }
        html::Form form;
        form.id = std::string{noun.kind};
        form.url = noun.path;
        form.hidden = context.hidden();
        form.problems = field_problems(context, noun.fields, problems);
        // What nobody has said yet is shown empty: the first of the choices, or a day of 1970,
        // would be taken for an answer.
        void const *const known = pages.prefill == nullptr ? nullptr : value.get();
        AnyValue const so_far = said_so_far(context, reader, noun, *typed, value);
        form.fields = form_fields(context, reader, noun.fields,
                                  {.value = known,
                                   .typed = typed,
                                   .problems = &problems,
                                   .offered = pages.offered,
                                   .head = nullptr,
                                   .so_far = so_far.get()});
        form.submits = {
            {.label = std::string{common::action_save(language)}, .name = {}, .value = {}}};
        form.cancel = html::Link{.label = std::string{common::action_cancel(language)},
                                 .url = std::string{noun.path}};
        if (keeps_drafts(context, pages)) {
            set_autosave(context, form, draft_url, kept);
        }
        if (has_advisers(pages)) {
            notice += advice_before_saving(context, reader, pages, so_far.get());
            form.submits.push_back({.label = std::string{words::web::advice_first(language)},
                                    .name = std::string{advise_first},
                                    .value = "yes",
                                    .emphasis = html::Emphasis::quiet});
        }
        return notice + html::entry_form(form, context.words());
    });
    auto const title = std::string{pages.add(language)};
    return context.page(
        title, html::page_head({.title = title}) + content,
        {{.label = std::string{noun.plural(language)}, .url = std::string{noun.path}},
         {.label = title, .url = {}, .current = true}},
        problems.empty() ? 200 : 422);
}

Result<records::Saved> create(Context const &context, storage::Tx &tx, NounPages const &pages,
                              records::Input const &input, AnyValue &value)
{
    auto const &noun = *pages.noun;
    auto const &who = context.who();
    if (pages.prefill != nullptr) {
        pages.prefill(tx, who, value.get());
    }
    auto problems = believe(context, tx, noun.fields, input, Missing::refused, value.get());
    if (problems.empty() && pages.check != nullptr) {
        problems = pages.check(
            {.reader = tx, .by = who, .head = nullptr, .before = nullptr, .after = value.get()});
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    if (!records::may_create(*noun.policy, who, records::country_of(noun, value.get()),
                             records::organisation_of(noun, value.get()))) {
        return refuse(Decline::forbidden, "", "common.forbidden");
    }
    // What somebody makes, they may read: a partner's record is never above the partner.
    auto const audience = std::min(noun.audience, records::audience_of(&who));
    auto saved = records::create_from(tx, who.actor(), noun, value.get(), {.audience = audience});
    if (pages.created != nullptr) {
        pages.created(tx, who, saved, value.get());
    }
    return saved;
}

http::Response post_new(Context &context, NounPages const &pages)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    if (!context.is_api() && has_advisers(pages) && !input->get(advise_first).empty()) {
        return new_form(context, pages, &*input, {}); // nothing is saved yet
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<Outcome> {
            AnyValue value{*pages.noun->type};
            auto const saved = create(context, tx, pages, *input, value);
            if (!saved) {
                return refuse(saved.error());
            }
            if (keeps_drafts(context, pages)) {
                drop_draft(tx, context.who(), {.noun = *pages.noun, .record = {}});
            }
            return Outcome{.location =
                               after_saving(tx, context.app(), *pages.noun, *saved, value.get()),
                           .json = json_after(tx, context, *pages.noun, *saved),
                           .status = 201};
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::invalid
                       ? new_form(context, pages, &*input, refusal.problems)
                       : context.refused(refusal);
        });
}

// -- Showing ------------------------------------------------------------------------------------

http::Response show(Context &context, NounPages const &pages)
{
    auto const &noun = *pages.noun;
    return context.store().read([&](storage::Reader &reader) {
        auto const head = records::find(reader, noun, context.identity(), context.part("id"));
        if (!head) {
            return context.refused(head.error());
        }
        if (!context.is_api()) {
            return record_page(context, reader, pages, *head);
        }
        auto response = context.json(
            record_json(reader, noun, *head, records::audience_of(context.identity())));
        response.headers.set("ETag", "\"" + std::to_string(head->version) + "\"");
        return response;
    });
}

// -- Changing -----------------------------------------------------------------------------------

http::Response edit_form(Context &context, NounPages const &pages, records::Input const *typed,
                         Refusal const *refusal)
{
    auto const &noun = *pages.noun;
    auto const language = context.language();
    return context.store().read([&](storage::Reader &reader) {
        auto const head = records::find(reader, noun, context.identity(), context.part("id"),
                                        records::verbs::change);
        if (!head) {
            return context.refused(head.error());
        }
        AnyValue value{*noun.type};
        ENSURE(records::load_into(reader, noun, head->id, value.get()));
        Problems const problems = refusal == nullptr ? Problems{} : refusal->problems;
        auto const url = url_of(noun, head->reference);
        auto const kept =
            typed == nullptr && keeps_drafts(context, pages)
                ? find_draft(reader, context.who(), {.noun = noun, .record = head->id})
                : std::nullopt;
        auto const *const shown = kept ? &kept->typed : typed;
        html::Form form;
        form.id = std::string{noun.kind};
        form.url = url;
        // After a collision the form carries the new version and what was typed: saving again is a
        // decision taken with the other's changes in view.
        form.hidden = context.hidden(head->version);
        form.problems = field_problems(context, noun.fields, problems);
        form.fields = form_fields(context, reader, noun.fields,
                                  {.value = value.get(),
                                   .typed = shown,
                                   .problems = &problems,
                                   .offered = pages.offered,
                                   .head = &*head});
        form.submits = {
            {.label = std::string{words::web::save_changes(language)}, .name = {}, .value = {}}};
        form.cancel = html::Link{.label = std::string{common::action_cancel(language)}, .url = url};
        auto notices = html::Html{};
        if (keeps_drafts(context, pages)) {
            set_autosave(context, form, url + "/draft", kept);
        }
        if (kept) {
            notices = draft_notice(context, *kept, url + "/draft");
        }
        bool const draft_is_stale = kept && kept->version && *kept->version != head->version;
        if ((refusal != nullptr && refusal->decline == Decline::stale) || draft_is_stale) {
            notices += stale_notice(context, reader, pages, *head, shown, value.get());
        } else {
            for (auto const &advice : advice_about(context, reader, pages, value.get())) {
                notices += html::notice(advice);
            }
        }
        auto const title = head->title_in(language);
        return context.page(
            title,
            html::page_head({.title = title}) + notices + html::entry_form(form, context.words()),
            {{.label = std::string{noun.plural(language)}, .url = std::string{noun.path}},
             {.label = head->reference, .url = url},
             {.label = std::string{common::action_edit(language)}, .url = {}, .current = true}},
            refusal == nullptr ? 200 : status_of(refusal->decline));
    });
}

http::Response post_change(Context &context, NounPages const &pages)
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
            auto const head = records::find(tx, noun, context.identity(), context.part("id"),
                                            records::verbs::change);
            if (!head) {
                return refuse(head.error());
            }
            AnyValue before{*noun.type};
            ENSURE(records::load_into(tx, noun, head->id, before.get()));
            AnyValue after{before};
            auto problems = believe(context, tx, noun.fields, *input, Missing::kept, after.get());
            if (problems.empty() && pages.check != nullptr) {
                problems = pages.check({.reader = tx,
                                        .by = context.who(),
                                        .head = &*head,
                                        .before = before.get(),
                                        .after = after.get()});
            }
            if (!problems.empty()) {
                return refuse_input(std::move(problems));
            }
            auto const saved =
                records::change_from(tx, context.who().actor(), noun, *head, *version, before.get(),
                                     after.get(), {.verb = "changed"});
            if (!saved) {
                return refuse(saved.error());
            }
            if (keeps_drafts(context, pages)) {
                drop_draft(tx, context.who(), {.noun = noun, .record = head->id});
            }
            return Outcome{.location = after_saving(tx, context.app(), noun, *saved, after.get()),
                           .json = json_after(tx, context, noun, *saved)};
        },
        [&](Refusal const &refusal) {
            bool const again =
                refusal.decline == Decline::invalid || refusal.decline == Decline::stale;
            return again ? edit_form(context, pages, &*input, &refusal) : context.refused(refusal);
        });
}

// -- Verbs --------------------------------------------------------------------------------------

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
            facts.push_back(
                {.label = std::string{field.label(language)},
                 .value = html::bdi(as_read(context, reader, noun, field, text))});
        }
    }
    auto const url = url_of(noun, head->reference);
    auto const title = std::string{verb.label(language)};
    auto content =
        html::page_head({.title = title, .lead = head->reference + " · " + head->title_in(language)}) +
        stale_notice(context, reader, pages, *head, nullptr, stored.get()) +
        html::block(words::web::you_typed(language), html::facts(facts)) +
        html::action_row({{.label = std::string{common::action_back(language)}, .url = url}});
    return context.page(
        title, std::move(content),
        {{.label = std::string{noun.plural(language)}, .url = std::string{noun.path}},
         {.label = head->reference, .url = url}},
        status_of(Decline::stale));
}

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

// -- Comments -----------------------------------------------------------------------------------

http::Response post_comment(Context &context, NounPages const &pages)
{
    auto const &noun = *pages.noun;
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const mine = records::audience_of(context.identity());
    // Partners write to us: what they say, they may read.
    auto audience = mine >= Audience::internal ? Audience::internal : Audience::partner;
    if (auto const sent = input->get("audience"); !sent.empty()) {
        if (!from_code(sent, audience) || audience > std::min(mine, Audience::internal) ||
            audience == Audience::everyone) {
            return context.refused({Decline::invalid, {{"audience", "common.unknown_choice", {}}}});
        }
    }
    auto const body = std::string{input->get("body")};
    return context.act(
        [&](storage::Tx &tx) -> Result<Outcome> {
            auto const head = records::find(tx, noun, context.identity(), context.part("id"),
                                            records::verbs::comment);
            if (!head) {
                return refuse(head.error());
            }
            auto const id = records::comment(tx, context.who().actor(), *head, audience, body);
            if (!id) {
                return refuse(id.error());
            }
            return Outcome{
                .location = url_of(noun, head->reference) + "#comment-" + id->to_string(),
                .json = boost::json::serialize(boost::json::object{{"id", id->to_string()}}),
                .status = 201};
        },
        [&](Refusal const &refusal) {
            return context.store().read([&](storage::Reader &reader) {
                auto const head =
                    records::find(reader, noun, context.identity(), context.part("id"));
                return head && refusal.decline == Decline::invalid
                           ? record_page(context, reader, pages, *head, refusal.problems, body)
                           : context.refused(refusal);
            });
        });
}

} // namespace

void add_routes(Router &router, NounPages const &pages)
{
    using http::Method;
    auto const &noun = *pages.noun;
    router.remember(pages);
    std::string const path{noun.path};
    auto const gate = [&](std::string_view verb) {
        return Gate{.kind = Gate::Kind::policy, .policy = noun.policy, .verb = verb};
    };
    auto const doc = [&](std::string_view summary, ApiDoc::Shape shape) {
        return ApiDoc{.summary = summary, .tag = noun.kind, .answer = noun.fields, .shape = shape};
    };

    router.add({.method = Method::get,
                .pattern = path,
                .gate = gate(records::verbs::see),
                .handler =
                    [&pages](Context &context) {
                        return context.is_api() ? list_json(context, pages)
                                                : list_page(context, pages);
                    },
                .api = doc("Lists records.", ApiDoc::Shape::page_of_records)});
    router.add(
        {.method = Method::get,
         .pattern = path + ".csv",
         .gate = gate(records::verbs::see),
         .handler =
             [&pages](Context &context) { return list_export(context, pages, ExportFormat::csv); },
         .api = doc("Exports the list as CSV.", ApiDoc::Shape::text)});
    router.add(
        {.method = Method::get,
         .pattern = path + ".xlsx",
         .gate = gate(records::verbs::see),
         .handler =
             [&pages](Context &context) { return list_export(context, pages, ExportFormat::xlsx); },
         .api = doc("Exports the list as a workbook.", ApiDoc::Shape::text)});
    router.add({.method = Method::post,
                .pattern = path + "/views",
                .gate = gate(records::verbs::see),
                .handler = [&pages](Context &context) {
                    return save_view(context, pages);
                }});
    if (pages.add != nullptr && !pages.has_own_form) {
        router.add({.method = Method::get,
                    .pattern = path + "/new",
                    .gate = gate(records::verbs::create),
                    .handler = [&pages](Context &context) {
                        return new_form(context, pages, nullptr, {});
                    }});
        auto made = doc("Makes a record.", ApiDoc::Shape::record);
        made.body = noun.fields;
        router.add({.method = Method::post,
                    .pattern = path,
                    .gate = gate(records::verbs::create),
                    .handler = [&pages](Context &context) { return post_new(context, pages); },
                    .api = made});
    }
    router.add({.method = Method::get,
                .pattern = path + "/{id}",
                .gate = gate(records::verbs::see),
                .handler = [&pages](Context &context) { return show(context, pages); },
                .api = doc("Shows a record, by its id or reference.", ApiDoc::Shape::record)});
    router.add({.method = Method::get,
                .pattern = path + "/{id}/edit",
                .gate = gate(records::verbs::change),
                .handler = [&pages](Context &context) {
                    return edit_form(context, pages, nullptr, nullptr);
                }});
    auto changed = doc("Changes the fields that are sent.", ApiDoc::Shape::record);
    changed.body = noun.fields;
    changed.body_is_partial = true;
    changed.wants_version = true;
    router.add({.method = Method::post,
                .pattern = path + "/{id}",
                .gate = gate(records::verbs::change),
                .handler = [&pages](Context &context) {
                    return post_change(context, pages);
                }});
    router.add({.method = Method::patch,
                .pattern = path + "/{id}",
                .gate = gate(records::verbs::change),
                .handler = [&pages](Context &context) { return post_change(context, pages); },
                .api = changed,
                .is_page = false});
    router.add({.method = Method::post,
                .pattern = path + "/{id}/comments",
                .gate = gate(records::verbs::comment),
                .handler = [&pages](Context &context) { return post_comment(context, pages); },
                .api = ApiDoc{.summary = "Adds a comment (body, audience).", .tag = noun.kind}});
    if (pages.saves_drafts) {
        if (pages.add != nullptr) {
            router.add({.method = Method::post,
                        .pattern = path + "/new/draft",
                        .gate = gate(records::verbs::create),
                        .handler = [&pages](Context &context) {
                            return keep_form_draft(context, pages, true);
                        }});
        }
        router.add({.method = Method::post,
                    .pattern = path + "/{id}/draft",
                    .gate = gate(records::verbs::change),
                    .handler = [&pages](Context &context) {
                        return keep_form_draft(context, pages, false);
                    }});
    }
    if (pages.takes_attachments) {
        router.add(
            {.method = Method::post,
             .pattern = path + "/{id}/documents",
             .gate = gate(records::verbs::comment),
             .handler = [&pages](Context &context) { return attach(context, pages); },
             .api =
                 ApiDoc{.summary = "Attaches documents (multipart: file, description, audience).",
                        .tag = noun.kind},
             .takes_uploads = true});
        router.add(
            {.method = Method::get,
             .pattern = path + "/{id}/documents/{document}",
             .gate = gate(records::verbs::see),
             .handler = [&pages](Context &context) { return fetch_attachment(context, pages); },
             .api = ApiDoc{.summary = "Fetches a document.",
                           .tag = noun.kind,
                           .shape = ApiDoc::Shape::text}});
    }
    for (auto const &verb : pages.verbs) {
        auto const verb_path = path + "/{id}/" + std::string{verb.path};
        if (!verb.fields.empty()) {
            router.add({.method = Method::get,
                        .pattern = verb_path,
                        .gate = gate(verb.verb),
                        .handler = [&pages, &verb](Context &context) {
                            return verb_form(context, pages, verb, nullptr, nullptr);
                        }});
        }
        ApiDoc act{
            .summary = verb.verb, .tag = noun.kind, .body = verb.fields, .answer = noun.fields};
        act.shape = ApiDoc::Shape::record;
        act.wants_version = true;
        router.add({.method = Method::post,
                    .pattern = verb_path,
                    .gate = gate(verb.verb),
                    .handler = [&pages, &verb](
                                   Context &context) { return post_verb(context, pages, verb); },
                    .api = act});
    }
}

} // namespace selatan::web
