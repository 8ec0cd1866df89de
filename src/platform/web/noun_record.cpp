#include "platform/web/noun_record.hpp"

#include "base/ensure.hpp"
#include "platform/events/event.hpp"
#include "platform/html/form.hpp"
#include "platform/html/markdown.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/advice.hpp"
#include "platform/web/attachment.hpp"
#include "platform/web/panel.hpp"
#include "platform/web/thread.hpp"
#include "platform/web/voice.hpp"
#include "words/common.hpp"
#include "words/records.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <map>

namespace selatan::web {

namespace {

namespace common = words::common;
using records::Head;

constexpr int rows_in_part = 20;
constexpr std::int64_t grouped_from = 10'000;

/// What the history calls a verb: the noun's own word for it, else the common one, else itself.
std::string act_name(NounPages const &pages, Language language, std::string_view verb)
{
    if (pages.act_name != nullptr) {
        if (auto const name = pages.act_name(language, verb)) {
            return std::string{*name};
        }
    }
    return std::string{words::web::act(language, verb).value_or(verb)};
}

html::HistoryItem history_item(Context const &context, NounPages const &pages,
                               events::Entry const &entry, std::string who)
{
    auto const &noun = *pages.noun;
    html::HistoryItem item;
    item.who = std::move(who);
    item.when = context.moment(entry.at);
    item.what = act_name(pages, context.language(), entry.verb);
    item.reason = entry.reason;
    item.audience = entry.audience;
    // What a new record began with stands above; only changes are news.
    if (entry.verb != "created") {
        for (auto const &change : entry.changes) {
            auto const found = std::ranges::find(noun.fields, change.field, &records::Field::name);
            auto const *const field = found == noun.fields.end() ? nullptr : &*found;
            item.changes.push_back(
                {.field = field == nullptr ? std::string{common::record_state(context.language())}
                                           : std::string{field->label(context.language())},
                 .was = spelled(context, noun, field, change.before),
                 .now = spelled(context, noun, field, change.after)});
        }
    }
    return item;
}

bool is_among(std::string_view text, std::string_view titles)
{
    auto const content = i18n::MultilingualText::parse(titles);
    return content && std::ranges::any_of(languages, [&](Language language) {
               return content->in(language) == text;
           });
}

html::Html in_language(Context const &context, i18n::MultilingualText const &content,
                       Language language)
{
    auto const direction = is_right_to_left(language) ? html::Direction::right_to_left
                                                      : html::Direction::left_to_right;
    return html::p(
        html::span(html::lang(to_code(language)), html::dir(direction), content.in(language)), " ",
        html::small(html::cls("note"), i18n::language_name(language, context.language())));
}

/// Every language that there is, by its name. A long text is read in the reader's, or in what
/// comes nearest, and the others open beneath it; a name beside the record's own misses none.
html::Html in_every_language(Context const &context, records::Field const &field,
                             std::string const &text, html::Html shown)
{
    auto const content = i18n::MultilingualText::parse(text);
    if (!content) {
        return {};
    }
    auto const first = content->pick(context.language());
    html::Html others;
    for (auto const language : languages) {
        if (content->has(language) && (field.is_other_titles() || language != first.language)) {
            others += in_language(context, *content, language);
        }
    }
    if (field.is_other_titles()) {
        return others;
    }
    if (!others.empty()) {
        shown +=
            html::details(html::summary(words::web::other_languages(context.language())), others);
    }
    return shown;
}

std::vector<html::Fact> particulars(Context const &context, storage::Reader &reader,
                                    records::Noun const &noun, void const *value, Audience audience,
                                    std::vector<std::string_view> const &drawn)
{
    std::vector<html::Fact> facts;
    for (auto const &column : records::columns_of(noun, audience)) {
        auto const *const field = column.field;
        bool const is_title = field != nullptr && field->place == records::Field::Place::record &&
                              field->column == "title";
        if (field == nullptr || (is_title && field->kind != records::Kind::multilingual) ||
            std::ranges::find(drawn, field->name) != drawn.end()) {
            continue;
        }
        records::CellText cell{
            .text = field->print(value), .label = {}, .reference = {}, .kind = {}};
        if (cell.text.empty()) {
            continue;
        }
        if (field->kind == records::Kind::record) {
            auto const id = Uuid::parse(cell.text);
            if (auto const label = id ? records::label_of(reader, *id) : std::nullopt) {
                cell.label = label->title;
                cell.titles = label->titles;
                cell.reference = label->reference;
                cell.kind = label->kind;
            }
        }
        auto shown = column.shape == records::Shape::long_text
                         ? html::from_markdown(cell.text).html()
                         : show_cell(context, noun, column, cell);
        if (field->kind == records::Kind::multilingual) {
            shown = in_every_language(context, *field, cell.text, std::move(shown));
        }
        facts.push_back(
            {.label = std::string{column.label(context.language())}, .value = std::move(shown)});
    }
    return facts;
}

/// Would the form for one more offer this record? Nobody is led to a form that is refused.
bool can_be_chosen(storage::Reader &reader, Part const &part, Head const &head)
{
    if (part.pages->offered == nullptr) {
        return true;
    }
    auto const &other = *part.pages->noun;
    records::AnyValue const nothing_yet{*other.type};
    auto const offered = part.pages->offered(
        reader, nullptr, records::field_named(other, part.field), nothing_yet.get());
    return !offered || std::ranges::find(*offered, head.id) != offered->end();
}

/// The parts that a noun names, and those that it cannot name because their capability stands on
/// its own: whatever hangs on this kind of record and belongs to its story (an activity of a
/// project).
std::vector<Part> parts_with_later_ones(Context const &context, NounPages const &pages)
{
    auto parts = pages.parts;
    for (auto const *const noun : context.app().nouns) {
        if (noun->parent_field.empty()) {
            continue;
        }
        auto const &parent = records::field_named(*noun, noun->parent_field);
        auto const *const its_pages = context.app().router->pages_of(noun->kind);
        bool const hangs_here =
            parent.list == pages.noun->kind && parent.is_thread && parent.is_required;
        if (hangs_here && its_pages != nullptr &&
            std::ranges::find(parts, its_pages, &Part::pages) == parts.end()) {
            parts.push_back({.pages = its_pages, .field = parent.name, .title = noun->plural});
        }
    }
    return parts;
}

html::Html parts_of(Context const &context, storage::Reader &reader, NounPages const &pages,
                    Head const &head)
{
    html::Html all;
    for (auto const &part : parts_with_later_ones(context, pages)) {
        all += part_of(context, reader, part, head);
    }
    return all;
}

/// Everything that people can do to the record now, named by its verb.
std::vector<html::Action> actions_of(Context const &context, storage::Reader &reader,
                                     NounPages const &pages, Head const &head)
{
    auto const &noun = *pages.noun;
    std::vector<std::string_view> asked{records::verbs::change};
    for (auto const &verb : pages.verbs) {
        asked.push_back(verb.verb);
    }
    auto const may = records::allowed(reader, noun, context.identity(), head, asked);
    auto const is_allowed = [&](std::string_view verb) {
        return std::ranges::find(may, verb) != may.end();
    };
    auto const url = url_of(noun, head.reference);
    std::vector<html::Action> actions;
    for (auto const &verb : pages.verbs) {
        if (!is_allowed(verb.verb) ||
            !has_voice(reader, context.identity(), noun.kind, verb.verb, head) ||
            (verb.possible != nullptr && !verb.possible(reader, head))) {
            continue;
        }
        bool const at_once = verb.fields.empty();
        actions.push_back(
            {.label = std::string{verb.label(context.language())},
             .url = url + "/" + std::string{verb.path},
             .emphasis = verb.emphasis,
             .posts = at_once,
             .hidden = at_once ? context.hidden(head.version) : std::vector<html::Hidden>{}});
    }
    if (is_allowed(records::verbs::change)) {
        actions.push_back(
            {.label = std::string{common::action_edit(context.language())}, .url = url + "/edit"});
    }
    return actions;
}

} // namespace

std::string spelled(Context const &context, records::Noun const &noun, records::Field const *field,
                    std::string const &text)
{
    auto const language = context.language();
    if (text.empty() || field == nullptr) {
        return noun.machine != nullptr && field == nullptr ? state_name(noun, text, language)
                                                           : text;
    }
    switch (field->kind) {
    case records::Kind::choice:
    case records::Kind::choices:
    case records::Kind::code:
    case records::Kind::codes: {
        records::Codes codes;
        records::Text<records::Codes>::parse(text, codes);
        std::string names;
        for (auto const &code : codes) {
            auto name = field->own_code_name != nullptr
                            ? std::string{field->own_code_name(language, code).value_or(code)}
                            : context.app().codes.name(field->list, code, language);
            names += (names.empty() ? "" : " · ") + (name.empty() ? code : name);
        }
        return names;
    }
    case records::Kind::date:
        if (auto const date = Date::parse(text)) {
            return context.date(*date);
        }
        return text;
    case records::Kind::integer:
        // As lists show it: years are not "2,027".
        if (std::int64_t number = 0; field->most >= grouped_from &&
                                     records::Text<std::int64_t>::parse(text, number) == nullptr) {
            return i18n::format_number(language, number);
        }
        return text;
    case records::Kind::yes_no:
        return std::string{text == "yes" ? common::form_yes(language) : common::form_no(language)};
    case records::Kind::multilingual:
        if (auto const content = i18n::MultilingualText::parse(text)) {
            return std::string{content->pick(language).text};
        }
        return text;
    default:
        return text;
    }
}

std::vector<html::HistoryItem> line_of_time(Context const &context, storage::Reader &reader,
                                            std::vector<events::Entry> const &entries,
                                            std::vector<records::Comment> const &comments,
                                            std::map<Uuid, html::Link> const &names_of_records,
                                            std::vector<Told> others)
{
    auto const language = context.language();
    auto const names = actor_names(reader, entries);
    auto const on = [&](Uuid record) {
        auto const found = names_of_records.find(record);
        return found == names_of_records.end() ? html::Link{} : found->second;
    };
    auto all = std::move(others);
    for (auto const &entry : entries) {
        auto const *const pages = context.app().router->pages_of(entry.kind);
        if (pages == nullptr) {
            continue;
        }
        auto const found = entry.actor.user ? names.find(*entry.actor.user) : names.end();
        auto item =
            history_item(context, *pages, entry,
                         found == names.end() ? std::string{common::history_by_program(language)}
                                              : found->second);
        item.on = on(entry.record);
        all.emplace_back(entry.at, std::move(item));
    }
    for (auto const &comment : comments) {
        html::HistoryItem item;
        item.id = "comment-" + comment.id.to_string();
        item.who = comment.author_name;
        item.when = context.moment(comment.at);
        item.what = words::web::act(language, "commented").value_or("");
        item.on = on(comment.record);
        item.comment = html::from_markdown(comment.body).html();
        item.audience = comment.audience;
        all.emplace_back(comment.at, std::move(item));
    }
    std::ranges::stable_sort(all, std::ranges::greater{}, &Told::first);
    std::vector<html::HistoryItem> items;
    items.reserve(all.size());
    for (auto &[at, item] : all) {
        items.push_back(std::move(item));
    }
    return items;
}

html::Html stale_notice(Context const &context, storage::Reader &reader, NounPages const &pages,
                        Head const &head, records::Input const *typed, void const *stored)
{
    std::vector<html::Fact> differences;
    for (auto const &field : pages.noun->fields) {
        auto const now = field.print(stored);
        if (typed != nullptr && typed->has(field.name) && typed->get(field.name) != now) {
            differences.push_back({.label = std::string{field.label(context.language())},
                                   .value = html::bdi(spelled(context, *pages.noun, &field, now))});
        }
    }
    auto const entries = events::history(reader, pages.noun->kind, head.id,
                                         records::audience_of(context.identity()), 1);
    auto const names = actor_names(reader, entries);
    html::Html body = html::p(context.say({"", "common.stale", {}}));
    if (!entries.empty() && entries.front().actor.user) {
        if (auto const found = names.find(*entries.front().actor.user); found != names.end()) {
            body += html::p(html::bdi(found->second), " · ",
                            html::moment(context.moment(entries.front().at)));
        }
    }
    return html::notice({.tone = html::Tone::waiting,
                         .title = std::string{common::error_stale(context.language())},
                         .body = body + html::facts(differences),
                         .live = true});
}

html::Html part_of(Context const &context, storage::Reader &reader, Part const &part,
                   Head const &head, std::vector<html::Action> actions, Adding adding)
{
    auto const &other = *part.pages->noun;
    if (!records::could(*other.policy, context.identity(), records::verbs::see)) {
        return {};
    }
    records::ListQuery query;
    query.limit = rows_in_part;
    for (auto const &column :
         records::columns_of(other, records::audience_of(context.identity()))) {
        if (column.shown && column.name != part.field && column.name != "changed") {
            query.columns.emplace_back(column.name);
        }
    }
    if (part.pages->add != nullptr && adding == Adding::offered &&
        can_be_chosen(reader, part, head) &&
        records::could(*other.policy, context.identity(), records::verbs::create)) {
        actions.push_back({.label = std::string{part.pages->add(context.language())},
                           .url = std::string{other.path} + "/new?" + std::string{part.field} +
                                  "=" + http::encode_component(head.reference),
                           .picture = html::Icon::plus});
    }
    return html::block(
        part.title(context.language()),
        list_html(context, reader, *part.pages, query, std::pair{part.field, head.id}), actions);
}

http::Response record_page(Context const &context, storage::Reader &reader, NounPages const &pages,
                           Head const &head, Problems const &comment_problems,
                           std::string comment_typed)
{
    auto const &noun = *pages.noun;
    auto const language = context.language();
    auto const audience = records::audience_of(context.identity());
    records::AnyValue value{*noun.type};
    ENSURE(records::load_into(reader, noun, head.id, value.get()));

    auto extras =
        pages.extras == nullptr ? RecordExtras{} : pages.extras(context, reader, head, value.get());
    html::Record page;
    page.kind = noun.singular(language);
    page.reference = head.reference;
    page.title = head.title_in(language);
    if (noun.machine != nullptr) {
        page.state = {.label = state_name(noun, head.state, language),
                      .tone = pages.tone == nullptr ? html::Tone::neutral : pages.tone(head.state)};
    }
    page.steps = std::move(extras.steps);
    page.waiting = std::move(extras.waiting);
    page.actions = std::move(extras.actions);
    for (auto &action : actions_of(context, reader, pages, head)) {
        page.actions.push_back(std::move(action));
    }
    page.notices = std::move(extras.notices);
    for (auto &notice : advice_about(context, reader, pages, value.get())) {
        page.notices.push_back(std::move(notice));
    }
    page.particulars = particulars(context, reader, noun, value.get(), audience, extras.drawn);
    if (page.title != head.title && !is_among(head.title, head.titles)) {
        page.particulars.insert(page.particulars.begin(),
                                {.label = std::string{words::records::title(language)},
                                 .value = html::bdi(head.title)});
    }
    page.sections = std::move(extras.sections) + panels_of(context, reader, noun, head) +
                    parts_of(context, reader, pages, head);
    if (pages.takes_attachments) {
        page.sections += attachments_block(context, reader, noun, head, audience);
    }
    page.thread = std::move(extras.thread);
    page.beside = std::move(extras.beside);
    add_stations(context, reader, head, page);
    if (context.identity() != nullptr) { // how the house came to it is not the public's
        page.history =
            line_of_time(context, reader, events::history(reader, noun.kind, head.id, audience),
                         records::comments(reader, head.id, audience), {});
    }
    std::array<std::string_view, 1> const may_comment{records::verbs::comment};
    if (!records::allowed(reader, noun, context.identity(), head, may_comment).empty()) {
        html::CommentForm form;
        form.url = url_of(noun, head.reference) + "/comments";
        form.hidden = context.hidden();
        form.may_tell_partner =
            head.audience <= Audience::partner && audience >= Audience::internal;
        form.text = std::move(comment_typed);
        if (!comment_problems.empty()) {
            form.error = context.say(comment_problems.front());
        }
        page.comment_form = std::move(form);
    }
    auto frame =
        context.frame(page.title + " · " + head.reference, html::record(page, context.words()));
    frame.trail = {{.label = std::string{noun.plural(language)}, .url = std::string{noun.path}},
                   {.label = head.reference, .url = {}, .current = true}};
    if (context.identity() == nullptr) {
        frame.layout = html::Frame::Layout::open; // as wide as what it shows
    }
    return context.page(std::move(frame), comment_problems.empty() ? 200 : 422);
}

} // namespace selatan::web
