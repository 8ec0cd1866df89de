/// \file
/// The one list: table, filters, saved views, columns, bulk actions, export. Everything that
/// changes what is seen is a GET, so that the URL is the view.
#pragma once

#include "platform/html/parts.hpp"

#include <string>
#include <vector>

namespace selatan::html {

struct Column {
    enum class Sorted { no, ascending, descending };
    std::string key; ///< in the URL: columns=reference,title
    std::string label;
    bool is_number = false; ///< set at the end of the cell, digits of one width
    bool is_shown = true;
    bool is_fixed = false; ///< always shown: not in the chooser
    Sorted sorted = Sorted::no;
    std::string sort_url; ///< where its heading leads; empty: not sortable
};

/// One record. As many cells as there are columns shown; the first is the row's heading and
/// carries the link to the record.
struct Row {
    std::string key;   ///< the checkbox's value
    std::string label; ///< what the checkbox selects: the reference
    std::vector<Html> cells;
    Due due = Due::none; ///< marks the row's edge
};

struct FilterChip {
    std::string label; ///< "State: screened"
    std::string remove_url;
};

struct SavedView {
    Link view;
    std::string audience; ///< "private", "team", as the reader calls it
};

struct BulkAction {
    std::string label;
    std::string url; ///< POST key=…&key=…: a page that shows how many are affected, then acts
    Emphasis emphasis = Emphasis::normal;
};

/// A named choice of a closed set.
struct Choice {
    std::string value;
    std::string label;
    std::string hint;
};

struct List {
    std::string id = "list";
    std::string caption; ///< what the table lists; read out, not shown
    std::string count;   ///< "1,204 requests, 12 of them overdue"
    std::vector<Column> columns;
    std::vector<Row> rows;
    /// One per column shown, or none: the sums under the table, the first cell says "Total".
    std::vector<Html> totals;

    /// Of the list without its query: GET forms go there. Empty: a list inside another page,
    /// without filters, columns, views and exports.
    std::string url;
    /// What the filter form must carry along (sort, columns); what the columns form must carry
    /// along (filter, sort).
    std::vector<Hidden> filter_keeps;
    std::vector<Hidden> columns_keep;
    std::string typed_filter; ///< state:screened country:TLS
    std::string typed_filter_example;
    Html filter_fields; ///< made with form.hpp; empty: only the typed filter
    std::vector<FilterChip> chips;
    std::string clear_url;

    std::vector<SavedView> views;
    std::string save_view_url; ///< POST name=…&audience=…; empty: none
    std::vector<Choice> view_audiences;
    std::vector<BulkAction> bulk;
    std::vector<Hidden> hidden; ///< for the POST forms: the token
    std::vector<Link> exports;
    Paging paging;
    EmptyState empty; ///< shown instead of a table without rows
};

[[nodiscard]] Html list(List const &list, Words const &words);

} // namespace selatan::html
