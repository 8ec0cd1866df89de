#include "platform/html/record.hpp"

#include <map>

namespace selatan::html {

namespace {

std::string_view to_class(Step::Stage stage)
{
    switch (stage) {
    case Step::Stage::done:
        return "done";
    case Step::Stage::current:
        return "current";
    case Step::Stage::stopped:
        return "stopped";
    case Step::Stage::next:
        break;
    }
    return "next";
}

Html waiting_for(Waiting const &waiting, Words const &words)
{
    bool const overdue = waiting.due == Due::overdue;
    return div(cls(overdue ? "waits overdue" : "waits"),
               p(span(cls("above"), words.record.waiting_for), strong(bdi(waiting.who)),
                 when(!waiting.what.empty(), [&] { return span(waiting.what); })),
               when(!waiting.by.text.empty(), [&] {
                   return p(span(cls("above"), overdue ? words.record.overdue : words.record.due),
                            strong(moment(waiting.by)), when(!waiting.due_text.empty(), [&] {
                                return span(cls("due"), icon(overdue ? Icon::alert : Icon::clock),
                                            waiting.due_text);
                            }));
               }));
}

Html changes(std::vector<FieldChange> const &all, Words const &words)
{
    auto const value = [&](std::string const &text) {
        return text.empty() ? span(cls("empty-value"), words.record.empty) : bdi(text);
    };
    return when(!all.empty(), [&] {
        return dl(cls("changes"), each(all, [&](FieldChange const &change) {
                      return div(dt(change.field), dd(span(cls("unseen"), words.record.was, " "),
                                                      del(value(change.was)), icon(Icon::next),
                                                      span(cls("unseen"), words.record.now, " "),
                                                      ins(value(change.now))));
                  }));
    });
}

/// Internal and partner-visible differ in place of the words, picture, edge and ground.
Html audience_mark(Audience audience, Words const &words)
{
    bool const partner = audience == Audience::partner || audience == Audience::everyone;
    return p(cls("audience"), icon(partner ? Icon::partners : Icon::lock),
             partner ? words.record.to_partner : words.record.internal);
}

Html history_item(HistoryItem const &item, Words const &words)
{
    bool const partner = item.audience == Audience::partner || item.audience == Audience::everyone;
    auto const said = item.comment ? (partner ? "comment to-partner" : "comment internal") : "act";
    return li(cls(said), when(!item.id.empty(), id(item.id)),
              div(cls("said"), strong(bdi(item.who)),
                  when(!item.person.empty(), [&] { return span(cls("person"), bdi(item.person)); }),
                  span(item.what),
                  when(!item.on.label.empty(),
                       [&] {
                           return item.on.url.empty() ? bdi(item.on.label)
                                                      : a(href(item.on.url), item.on.label);
                       }),
                  moment(item.when)),
              when(item.comment.has_value(), [&] { return audience_mark(item.audience, words); }),
              when(item.comment.has_value(), [&] { return div(cls("prose"), *item.comment); }),
              changes(item.changes, words),
              when(!item.reason.empty(),
                   [&] {
                       return p(cls("reason"), span(cls("above"), words.record.reason),
                                bdi(item.reason));
                   }),
              when(!item.files.empty(), [&] {
                  return ul(cls("files"), each(item.files, [](Link const &file) {
                                return li(a(href(file.url), icon(Icon::file), bdi(file.label)));
                            }));
              }));
}

Html comment_form(CommentForm const &comment, Words const &words)
{
    auto const choice = [&](std::string_view value, Icon picture, std::string_view text,
                            std::string_view hint, bool checked) {
        return label(cls("check"),
                     input(attr<"type">("radio"), attr<"name">("audience"), attr<"value">(value),
                           flag<"checked">(checked)),
                     span(icon(picture), strong(text), small(hint)));
    };
    auto const &record = words.record;
    return form(
        cls("comment-form"), attr<"method">("post"), action(comment.url), flag<"data-guard">(),
        hidden_fields(comment.hidden),
        div(cls(comment.error.empty() ? "field" : "field invalid"),
            label(attr<"for">("f-comment"), record.comment),
            when(!comment.error.empty(),
                 [&] {
                     return p(cls("error"), id("f-comment-error"),
                              span(cls("unseen"), words.form.error, ": "), comment.error);
                 }),
            textarea(id("f-comment"), attr<"name">("body"), attr<"rows">("3"), attr<"dir">("auto"),
                     when(!comment.error.empty(), attr<"aria-invalid">("true")),
                     when(!comment.error.empty(), attr<"aria-describedby">("f-comment-error")),
                     comment.text)),
        when(comment.may_tell_partner,
             [&] {
                 return fieldset(
                     cls("audience-choice"), legend(record.who_sees_it),
                     choice("internal", Icon::lock, record.internal, record.internal_hint, true),
                     choice("partner", Icon::partners, record.to_partner, record.to_partner_hint,
                            false));
             }),
        button(cls("button primary"), record.add_comment));
}

/// More of a kind than these are folded where the first of them stands.
constexpr std::ptrdiff_t stations_in_sight = 3;

Html station(ThreadItem const &item)
{
    bool const here = item.stage == Step::Stage::current;
    auto const name = fragment(bdi(item.title));
    return li(cls(to_class(item.stage)), when(here, attr<"aria-current">("true")),
              p(cls("above"), item.kind,
                when(!item.reference.empty(),
                     [&] { return fragment(" ", span(cls("reference"), item.reference)); })),
              p(item.url.empty() || here ? name : a(href(item.url), name)),
              when(item.state.has_value(), [&] { return badge(*item.state); }));
}

Html stations(std::vector<ThreadItem> const &items)
{
    std::map<std::string_view, std::vector<ThreadItem const *>> kinds;
    for (auto const &item : items) {
        if (!item.kinds.empty() && item.stage != Step::Stage::current) {
            kinds[item.kinds].push_back(&item);
        }
    }
    std::erase_if(kinds,
                  [](auto const &kind) { return std::ssize(kind.second) <= stations_in_sight; });
    Html all;
    for (auto const &item : items) {
        auto const many = kinds.find(item.kinds);
        if (many == kinds.end() || item.stage == Step::Stage::current) {
            all += station(item);
        } else if (many->second.front() == &item) {
            all += li(cls(to_class(item.stage)),
                      details(summary(item.kinds, " ", small(std::to_string(many->second.size()))),
                              ul(each(many->second,
                                      [](ThreadItem const *one) { return station(*one); }))));
        }
    }
    return all;
}

} // namespace

Html thread(std::vector<ThreadItem> const &items, Words const &words)
{
    return when(!items.empty(), [&] {
        return section(cls("thread"), id("thread"), h2(words.record.thread), ol(stations(items)));
    });
}

Html history(std::vector<HistoryItem> const &items, Words const &words)
{
    return ol(cls("history"),
              each(items, [&](HistoryItem const &item) { return history_item(item, words); }));
}

Html record(Record const &record, Words const &words)
{
    auto const head =
        header(cls("record-head"),
               p(cls("above"), record.kind, " ", span(cls("reference"), record.reference),
                 when(!record.thread.empty(),
                      [&] { return a(cls("to-thread"), href("#thread"), words.record.thread); })),
               div(cls("record-title"), h1(bdi(record.title)),
                   when(!record.state.label.empty(), [&] { return badge(record.state); })),
               stepper(record.steps, words),
               when(record.waiting.has_value() || !record.actions.empty(), [&] {
                   return div(cls("record-bar"),
                              when(record.waiting.has_value(),
                                   [&] { return waiting_for(*record.waiting, words); }),
                              action_row(record.actions));
               }));
    auto const main_column =
        div(cls("record-main"), each(record.notices, notice),
            when(!record.particulars.empty(),
                 [&] { return block(words.record.facts, facts(record.particulars)); }),
            record.sections, when(!record.history.empty() || record.comment_form.has_value(), [&] {
                return section(cls("block"), id("history"),
                               header(cls("block-head"), h2(words.record.history)),
                               when(record.comment_form.has_value(),
                                    [&] { return comment_form(*record.comment_form, words); }),
                               history(record.history, words));
            }));
    bool const has_side = !record.thread.empty() || !record.beside.empty();
    // Said at the beginning: on a slow link the side comes last, and nothing is to move then.
    return article(cls(has_side ? "record sided" : "record"), head, main_column,
                   when(has_side, [&] {
                       return div(cls("record-side"), thread(record.thread, words), record.beside);
                   }));
}

} // namespace selatan::html
