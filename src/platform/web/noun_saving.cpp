// A record is made and changed: the forms, their drafts, and what they send.
#include "platform/web/noun_handlers.hpp"

#include "base/ensure.hpp"
#include "platform/html/form.hpp"
#include "platform/web/advice.hpp"
#include "platform/web/believe.hpp"
#include "platform/web/foresight.hpp"
#include "platform/web/form_draft_store.hpp"
#include "platform/web/noun_record.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::web {

namespace {

namespace common = words::common;
using records::AnyValue;
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

} // namespace

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
    return json_with_warnings(context, reader, noun, *head);
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

} // namespace selatan::web
