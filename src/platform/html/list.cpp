#include "platform/html/list.hpp"

#include "base/ensure.hpp"

namespace selatan::html {

namespace {

Html tool(Icon picture, std::string_view name, Html const &content)
{
    return details(cls("menu"), summary(cls("button"), icon(picture), span(name)),
                   div(cls("menu-content"), content));
}

Html filter_form(List const &list, Words const &words)
{
    auto const text_id = list.id + "-filter";
    return form(cls("filter"), action(list.url), hidden_fields(list.filter_keeps),
                div(cls("typed"),
                    // An example without a colon says what is sought.
                    label(cls("unseen"), attr<"for">(text_id),
                          list.typed_filter_example.find(':') == std::string::npos &&
                                  !list.typed_filter_example.empty()
                              ? list.typed_filter_example
                              : words.list.typed_filter),
                    icon(Icon::filter),
                    input(id(text_id), attr<"name">("q"), attr<"value">(list.typed_filter),
                          attr<"placeholder">(list.typed_filter_example),
                          attr<"spellcheck">("false"), attr<"autocomplete">("off"),
                          attr<"autocapitalize">("off"), dir(Direction::left_to_right))),
                button(cls("button"), words.list.apply), when(!list.filter_fields.empty(), [&] {
                    return details(cls("menu"), summary(cls("button"), span(words.list.filter)),
                                   div(cls("menu-content"), list.filter_fields,
                                       button(cls("button primary"), words.list.apply)));
                }));
}

Html chips(List const &list, Words const &words)
{
    return when(!list.chips.empty(), [&] {
        return ul(
            cls("chips"), attr<"aria-label">(words.list.active),
            each(list.chips,
                 [&](FilterChip const &chip) {
                     return li(a(href(chip.remove_url), span(chip.label),
                                 span(cls("unseen"), " – ", words.list.remove), icon(Icon::close)));
                 }),
            when(!list.clear_url.empty(),
                 [&] { return li(a(cls("clear"), href(list.clear_url), words.list.clear)); }));
    });
}

Html views(List const &list, Words const &words)
{
    auto const view_of = [](SavedView const &saved) {
        return li(a(href(saved.view.url), when(saved.view.current, attr<"aria-current">("page")),
                    span(bdi(saved.view.label)), small(saved.audience)));
    };
    auto const save = [&] {
        auto const name_id = list.id + "-view-name";
        auto const audience_id = list.id + "-view-audience";
        return form(cls("save-view"), attr<"method">("post"), action(list.save_view_url),
                    hidden_fields(list.hidden), label(attr<"for">(name_id), words.list.view_name),
                    input(id(name_id), attr<"name">("name"), attr<"maxlength">("80")),
                    when(!list.view_audiences.empty(),
                         [&] {
                             return fragment(
                                 label(attr<"for">(audience_id), words.list.visible_to),
                                 select(id(audience_id), attr<"name">("audience"),
                                        each(list.view_audiences, [](Choice const &choice) {
                                            return option(attr<"value">(choice.value),
                                                          choice.label);
                                        })));
                         }),
                    button(cls("button"), words.list.save_view));
    };
    return when(!list.views.empty() || !list.save_view_url.empty(), [&] {
        return tool(
            Icon::bookmark, words.list.views,
            fragment(when(!list.views.empty(), [&] { return ul(each(list.views, view_of)); }),
                     when(!list.save_view_url.empty(), save)));
    });
}

Html column_chooser(List const &list, Words const &words)
{
    std::size_t choosable = 0;
    auto const boxes = each(list.columns, [&](Column const &column) {
        choosable += column.is_fixed ? 0U : 1U;
        return when(!column.is_fixed, [&] {
            return label(cls("check"),
                         input(attr<"type">("checkbox"), attr<"name">("column"),
                               attr<"value">(column.key), flag<"checked">(column.is_shown)),
                         span(column.label));
        });
    });
    return when(choosable != 0, [&] {
        return tool(Icon::columns, words.list.columns,
                    form(action(list.url), hidden_fields(list.columns_keep),
                         fieldset(legend(cls("unseen"), words.list.columns), boxes),
                         button(cls("button primary"), words.list.apply)));
    });
}

Html exports(List const &list, Words const &words)
{
    return when(!list.exports.empty(), [&] {
        return tool(Icon::download, words.list.download, ul(each(list.exports, [](Link const &one) {
                        return li(a(href(one.url), flag<"download">(), one.label));
                    })));
    });
}

Html column_heading(Column const &column, Words const &words)
{
    using Sorted = Column::Sorted;
    auto const way = column.sorted == Sorted::ascending    ? "ascending"
                     : column.sorted == Sorted::descending ? "descending"
                                                           : "none";
    auto const picture = column.sorted == Sorted::ascending    ? Icon::sort_up
                         : column.sorted == Sorted::descending ? Icon::sort_down
                                                               : Icon::sort;
    auto const content = column.sort_url.empty() ? span(column.label)
                                                 : a(href(column.sort_url),
                                                     span(cls("unseen"), words.list.sort_by, " "),
                                                     span(column.label), icon(picture));
    return th(attr<"scope">("col"), when(column.is_number, cls("number")),
              when(column.sorted != Sorted::no, attr<"aria-sort">(way)), content);
}

Html table_of(List const &list, Words const &words)
{
    std::vector<Column const *> shown;
    for (auto const &column : list.columns) {
        if (column.is_shown || column.is_fixed) {
            shown.push_back(&column);
        }
    }
    bool const selects = !list.bulk.empty();
    auto const cells_of = [&](std::vector<Html> const &cells) {
        ENSURE(cells.size() == shown.size());
        Html all;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            auto const &column = *shown[i];
            if (i == 0) {
                all += th(attr<"scope">("row"), cells[i]);
            } else {
                all += td(when(column.is_number, cls("number")), attr<"data-label">(column.label),
                          cells[i]);
            }
        }
        return all;
    };
    auto const row_of = [&](Row const &row) {
        return tr(when(row.due == Due::overdue, cls("overdue")),
                  when(row.due == Due::soon, cls("soon")),
                  when(selects,
                       [&] {
                           std::string const name = words.list.select + " " + row.label;
                           return td(cls("select"),
                                     input(attr<"type">("checkbox"), attr<"name">("key"),
                                           attr<"value">(row.key), attr<"aria-label">(name)));
                       }),
                  cells_of(row.cells));
    };
    return div(
        cls("table"),
        table(attr<"data-keys">("rows"), caption(cls("unseen"), list.caption),
              thead(tr(when(selects,
                            [&] {
                                return td(cls("select"),
                                          input(attr<"type">("checkbox"), flag<"hidden">(),
                                                flag<"data-select-all">(),
                                                attr<"aria-label">(words.list.select_all)));
                            }),
                       each(shown,
                            [&](Column const *column) { return column_heading(*column, words); }))),
              tbody(each(list.rows, row_of)), when(!list.totals.empty(), [&] {
                  return tfoot(
                      tr(when(selects, [] { return td(cls("select")); }), cells_of(list.totals)));
              })));
}

Html bulk_bar(List const &list, Words const &words)
{
    return div(
        cls("bulk"), attr<"role">("group"), attr<"aria-label">(words.list.bulk_actions),
        p(span(flag<"data-selected">(), flag<"hidden">(), words.list.selected, ": ", strong("0")),
          span(words.list.bulk_actions)),
        each(list.bulk, [](BulkAction const &act) {
            return button(cls(act.emphasis == Emphasis::danger ? "button danger" : "button"),
                          form_action(act.url), act.label);
        }));
}

} // namespace

Html list(List const &list, Words const &words)
{
    auto const rows = [&] {
        if (list.rows.empty()) {
            return empty_state(list.empty);
        }
        if (list.bulk.empty()) {
            return table_of(list, words);
        }
        return form(cls("rows"), attr<"method">("post"), hidden_fields(list.hidden),
                    table_of(list, words), bulk_bar(list, words));
    };
    // Nothing there and nothing filtered away: tools would have nothing to work on.
    // A list inside another page (without a URL of its own) has no tools either.
    bool const has_tools = !list.url.empty() && (!list.rows.empty() || !list.chips.empty() ||
                                                 !list.typed_filter.empty());
    return section(cls("list"), id(list.id),
                   when(has_tools,
                        [&] {
                            return div(cls("list-tools"), filter_form(list, words),
                                       views(list, words), column_chooser(list, words),
                                       exports(list, words));
                        }),
                   chips(list, words),
                   when(!list.count.empty(), [&] { return p(cls("list-count"), list.count); }),
                   rows(), paging(list.paging, words));
}

} // namespace selatan::html
