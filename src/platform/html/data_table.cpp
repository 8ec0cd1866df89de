#include "platform/html/data_table.hpp"

namespace selatan::html {

Html data_table(std::string_view table_id, std::string_view spoken,
                std::vector<TableColumn> const &columns, std::vector<std::vector<Html>> const &rows)
{
    Html heads;
    for (auto const &column : columns) {
        heads += th(attr<"scope">("col"), when(column.is_number, cls("number")), column.label);
    }
    Html body;
    for (auto const &row : rows) {
        Html cells;
        for (std::size_t i = 0; i < row.size(); ++i) {
            cells += i == 0 ? th(attr<"scope">("row"), row[i])
                            : td(when(columns[i].is_number, cls("number")),
                                 attr<"data-label">(columns[i].label), row[i]);
        }
        body += tr(cells);
    }
    return div(cls("table"), attr<"tabindex">("0"), attr<"role">("region"),
               attr<"aria-label">(spoken),
               table(id(table_id), caption(cls("unseen"), spoken), thead(tr(heads)), tbody(body)));
}

} // namespace selatan::html
