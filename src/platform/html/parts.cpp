#include "platform/html/parts.hpp"

#include <algorithm>
#include <array>

namespace selatan::html {

namespace {

std::string_view to_class(Tone tone)
{
    constexpr std::array<std::string_view, 5> names{"neutral", "active", "waiting", "good", "bad"};
    return names[static_cast<std::size_t>(tone)];
}

std::string_view to_class(Due due)
{
    constexpr std::array<std::string_view, 4> names{"", "later", "soon", "overdue"};
    return names[static_cast<std::size_t>(due)];
}

std::string_view to_class(Step::Stage stage)
{
    constexpr std::array<std::string_view, 4> names{"done", "current", "next", "stopped"};
    return names[static_cast<std::size_t>(stage)];
}

std::string_view button_class(Emphasis emphasis)
{
    constexpr std::array<std::string_view, 4> names{"button", "button primary", "button quiet",
                                                    "button danger"};
    return names[static_cast<std::size_t>(emphasis)];
}

Icon icon_of(Tone tone)
{
    switch (tone) {
    case Tone::good:
        return Icon::check;
    case Tone::waiting:
        return Icon::clock;
    case Tone::bad:
        return Icon::alert;
    case Tone::neutral:
    case Tone::active:
        break;
    }
    return Icon::info;
}

Html heading_with_link(std::string_view text, std::string const &url)
{
    return url.empty() ? fragment(bdi(text)) : a(href(url), bdi(text));
}

} // namespace

Html link_to(Link const &link)
{
    return a(href(link.url), when(link.current, attr<"aria-current">("page")), icon(link.picture),
             span(link.label), when(!link.count.empty(), [&] {
                 return fragment(" ", span(cls("count"), link.count));
             }));
}

Html hidden_fields(std::vector<Hidden> const &fields)
{
    return each(fields, [](Hidden const &field) {
        return input(attr<"type">("hidden"), attr<"name">(field.name), attr<"value">(field.value));
    });
}

Html action_button(Action const &act)
{
    if (!act.posts) {
        return a(cls(button_class(act.emphasis)), href(act.url), icon(act.picture), act.label);
    }
    return form(attr<"method">("post"), action(act.url), hidden_fields(act.hidden),
                button(cls(button_class(act.emphasis)), icon(act.picture), act.label));
}

Html action_row(std::vector<Action> const &actions)
{
    return when(!actions.empty(),
                [&] { return div(cls("actions"), each(actions, action_button)); });
}

Html badge(Badge const &badge)
{
    return span(cls(std::string{"badge "}.append(to_class(badge.tone))), badge.label);
}

Html tag(std::string_view label)
{
    return span(cls("tag"), label);
}

Html moment(Moment const &moment)
{
    return moment.iso.empty() ? fragment(moment.text)
                              : time(attr<"datetime">(moment.iso), moment.text);
}

Html notice(Notice const &notice)
{
    return div(
        cls(std::string{"notice "}.append(to_class(notice.tone))),
        when(notice.live, attr<"role">(notice.tone == Tone::bad ? "alert" : "status")),
        icon(icon_of(notice.tone)),
        div(when(!notice.title.empty(), [&] { return p(strong(notice.title)); }), notice.body));
}

Html page_head(PageHead const &head)
{
    return header(cls("page-head"),
                  div(h1(bdi(head.title)),
                      when(!head.lead.empty(), [&] { return p(cls("lead"), head.lead); })),
                  action_row(head.actions));
}

Html breadcrumbs(std::vector<Link> const &trail, Words const &words)
{
    return when(!trail.empty(), [&] {
        return nav(cls("trail"), attr<"aria-label">(words.frame.you_are_here),
                   ol(each(trail, [](Link const &link) {
                       return li(link.url.empty() ? span(bdi(link.label))
                                                  : a(href(link.url), bdi(link.label)));
                   })));
    });
}

Html block(std::string_view title, Html const &content, std::vector<Action> const &actions)
{
    return section(cls("block"), header(cls("block-head"), h2(title), action_row(actions)),
                   content);
}

Html card(Card const &card)
{
    return article(cls("card"),
                   when(!card.above.empty(), [&] { return p(cls("above"), bdi(card.above)); }),
                   h3(heading_with_link(card.title, card.url)), card.content,
                   when(!card.footer.empty(), [&] { return footer(card.footer); }));
}

Html cards(std::vector<Card> const &cards)
{
    return div(cls("cards"), each(cards, card));
}

Html empty_state(EmptyState const &empty)
{
    return div(cls("empty"), icon(empty.picture), p(strong(empty.title)),
               when(!empty.text.empty(), [&] { return p(empty.text); }), action_row(empty.actions));
}

Html facts(std::vector<Fact> const &facts)
{
    return dl(cls("facts"),
              each(facts, [](Fact const &fact) { return div(dt(fact.label), dd(fact.value)); }));
}

Html figures(std::vector<Figure> const &figures)
{
    return ul(cls("figures"), each(figures, [](Figure const &figure) {
                  auto const content = fragment(strong(figure.value), " ", span(figure.label));
                  return li(cls(to_class(figure.tone)),
                            figure.url.empty() ? content : a(href(figure.url), content));
              }));
}

Html progress_bar(Progress const &bar)
{
    auto const percent = std::to_string(std::clamp(bar.percent, 0, 100));
    auto const bar_id = bar.id + "-bar";
    return div(cls("progress"), id(bar.id), when(!bar.poll.empty(), attr<"data-poll">(bar.poll)),
               label(attr<"for">(bar_id), bar.label),
               progress(id(bar_id), attr<"max">("100"), attr<"value">(percent), percent, "%"),
               p(attr<"role">("status"), bar.text));
}

Html stepper(std::vector<Step> const &steps, Words const &words)
{
    auto const stage_word = [&](Step::Stage stage) -> std::string_view {
        switch (stage) {
        case Step::Stage::done:
            return words.record.step_done;
        case Step::Stage::next:
            return words.record.step_next;
        case Step::Stage::current:
        case Step::Stage::stopped:
            break;
        }
        return words.record.step_current;
    };
    return when(!steps.empty(), [&] {
        return ol(cls("stepper"), attr<"aria-label">(words.record.progress),
                  each(steps, [&](Step const &step) {
                      bool const here =
                          step.stage == Step::Stage::current || step.stage == Step::Stage::stopped;
                      return li(cls(to_class(step.stage)), when(here, attr<"aria-current">("step")),
                                strong(step.label),
                                span(cls("unseen"), " (", stage_word(step.stage), ")"),
                                when(!step.detail.empty(), [&] { return small(step.detail); }));
                  }));
    });
}

Html timeline(std::vector<TimelineItem> const &items)
{
    return ol(cls("timeline"), each(items, [](TimelineItem const &item) {
                  return li(p(cls("when"), moment(item.when)),
                            div(p(strong(heading_with_link(item.title, item.url))), item.content));
              }));
}

Html desk(std::vector<DeskGroup> const &groups)
{
    auto const shown_item = [](DeskItem const &item) {
        return li(cls(to_class(item.due)),
                  div(cls("what"), span(item.what), " ", a(href(item.url), bdi(item.title))),
                  p(cls("meta"), span(cls("reference"), item.reference), bdi(item.from),
                    when(item.state.has_value(), [&] { return badge(*item.state); })),
                  when(!item.due_text.empty(), [&] {
                      return p(cls("due"),
                               icon(item.due == Due::overdue ? Icon::alert : Icon::clock),
                               item.due_text);
                  }));
    };
    return div(cls("desk"), each(groups, [&](DeskGroup const &group) {
                   return section(
                       header(cls("block-head"),
                              h2(group.title, " ", span(cls("count"), group.count)),
                              when(!group.more.url.empty(), [&] { return link_to(group.more); })),
                       ul(each(group.items, shown_item)));
               }));
}

namespace {

/// Wide as the ceiling, or as what is above it; SVG attributes, because styles stay in the sheet.
Html ceiling_bar(CeilingRow const &row)
{
    int const used = std::max(row.used_permille, 0);
    int const planned = std::max(row.planned_permille, 0);
    int const whole = std::max(1000, used + planned);
    auto const share = [&](int permille) {
        auto const scaled = static_cast<long long>(permille) * 1000 / whole;
        return std::to_string(scaled);
    };
    return element<"svg">(
        cls("bar"), attr<"viewBox">("0 0 1000 10"), attr<"preserveAspectRatio">("none"),
        attr<"aria-hidden">("true"),
        element<"rect">(cls("room"), attr<"width">(share(1000)), attr<"height">("10")),
        element<"rect">(cls("used"), attr<"width">(share(used)), attr<"height">("10")),
        element<"rect">(cls("planned"), attr<"x">(share(used)), attr<"width">(share(planned)),
                        attr<"height">("10")),
        when(used + planned > 1000, [&] {
            return element<"rect">(cls("over"), attr<"x">(share(1000)),
                                   attr<"width">(share(used + planned - 1000)),
                                   attr<"height">("10"));
        }));
}

} // namespace

Html ceiling_table(Ceilings const &ceilings, Words const &words)
{
    auto const &parts = words.parts;
    auto const number = [](std::string_view heading, std::string_view text) {
        return td(cls("number"), attr<"data-label">(heading), text);
    };
    auto const row_of = [&](CeilingRow const &row) {
        bool const over = row.used_permille + row.planned_permille > 1000;
        return tr(th(attr<"scope">("row"), heading_with_link(row.label, row.url),
                     when(over,
                          [&] {
                              return badge({parts.over, Tone::bad});
                          })),
                  td(cls("picture"), ceiling_bar(row)), number(parts.used, row.used),
                  number(parts.planned, row.planned), number(parts.ceiling, row.ceiling),
                  number(parts.left, row.left));
    };
    auto const heading = [](std::string_view text) {
        return th(cls("number"), attr<"scope">("col"), text);
    };
    return div(cls("table ceilings"),
               table(caption(ceilings.caption),
                     thead(tr(th(attr<"scope">("col"), ceilings.label), td(), heading(parts.used),
                              heading(parts.planned), heading(parts.ceiling), heading(parts.left))),
                     tbody(each(ceilings.rows, row_of))),
               p(cls("key"), span(cls("used"), parts.used), span(cls("planned"), parts.planned),
                 span(cls("over"), parts.over)));
}

Html copyable(std::string_view text, Words const &words)
{
    return span(cls("copyable"), bdi(text),
                button(cls("button quiet"), attr<"type">("button"), attr<"data-copy">(text),
                       attr<"data-copied">(words.parts.copied), flag<"hidden">(), icon(Icon::copy),
                       span(words.parts.copy)));
}

Html paging(Paging const &paging, Words const &words)
{
    return when(!paging.previous.empty() || !paging.next.empty(), [&] {
        return nav(cls("paging"), attr<"aria-label">(words.list.pages),
                   when(!paging.previous.empty(),
                        [&] {
                            return a(cls("button"), href(paging.previous), attr<"rel">("prev"),
                                     icon(Icon::previous), words.list.previous);
                        }),
                   when(!paging.next.empty(), [&] {
                       return a(cls("button"), href(paging.next), attr<"rel">("next"),
                                words.list.next, icon(Icon::next));
                   }));
    });
}

} // namespace selatan::html
