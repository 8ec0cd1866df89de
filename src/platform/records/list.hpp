/// \file
/// One list everywhere: typed filters, words, order and columns, read from a URL and compiled into
/// one query that carries the reader's permissions. Pages, the API, exports and the command line
/// ask the same list.
#pragma once

#include "platform/records/record.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::http {
class Parameters;
}

namespace selatan::records {

/// What a column holds, for those who print it.
enum class Shape : std::uint8_t {
    text,
    long_text,
    integer,
    date,
    instant,
    yes_no,
    code,
    codes,
    link,
    user,
    multilingual,
    state
};

struct Column {
    std::string_view name;
    Word label = nullptr;
    Shape shape = Shape::text;
    Audience audience = Audience::partner;
    Field const *field = nullptr; ///< nothing for the columns that every record has
    bool shown = false;           ///< unless told otherwise
    bool sortable = false;
};

/// The columns of a noun's list that `audience` may see: those of every record, then its fields.
[[nodiscard]] std::vector<Column> columns_of(Noun const &noun, Audience audience);

/// `state:screened,matched`, `-country:TLS`, `due:<2026-12-01`, `clock:>10d`, `lead:@me`.
struct Term {
    enum class Compare : std::uint8_t { is, above, below };
    std::string name;
    bool negated = false;
    Compare compare = Compare::is;
    std::vector<std::string> values; ///< any of them

    [[nodiscard]] std::string to_string() const;
};

/// What a list's URL asks for. Unknown names and values are problems (field: the term as typed),
/// and the rest of the query holds.
struct ListQuery {
    std::string words;
    std::vector<Term> terms;
    std::string sort; ///< a sortable column, `-` for descending; empty: as the noun says
    std::vector<std::string> columns; ///< empty: those shown by default
    std::string after;                ///< a cursor: rows behind it
    std::string before;               ///< a cursor: rows in front of it
    int limit = 50;                   ///< 1 to 200
    bool exact_count = false;

    /// Terms and words as one text, the way people type them.
    [[nodiscard]] std::string to_string() const;
};

/// Parameters `q` (terms and words), `f.NAME` (a filter form's fields, same as a term), `sort`,
/// `columns`, `after`, `before`, `limit`, `count=exact`.
[[nodiscard]] ListQuery parse_list(http::Parameters const &parameters);

struct CellText {
    std::string text;        ///< as stored: codes, ISO dates, numbers, ids
    std::string label;       ///< of a link or user: its title or name
    std::string reference;   ///< of a link
    std::string kind;        ///< of a link
    std::string titles = {}; ///< of a name or a link: in other languages, as stored
};

struct ListRow {
    Uuid id;
    std::string reference;
    std::vector<CellText> cells; ///< one per column
};

inline constexpr int counted_exactly = 10'000;

struct ListPage {
    std::vector<Column> columns;
    std::vector<ListRow> rows;
    std::int64_t count = 0;     ///< at most counted_exactly + 1 unless asked to be exact
    bool count_is_exact = true; ///< false: "more than 10,000"
    std::string next;           ///< a cursor for `after`; empty at the end
    std::string previous;       ///< a cursor for `before`; empty at the start
    Problems problems;
};

/// What a list needs to know besides its query.
struct ListContext {
    Noun const &noun;
    auth::Identity const *identity;
    CodeLists const &codes;
    Language language = Language::en;
    /// Only records that this person may see and use this verb on, in the states that have it.
    std::string_view verb = verbs::see;
    /// Restricts the list to those whose `field` is this record: the list inside a record's page.
    std::optional<std::pair<std::string_view, Uuid>> within;
};

/// Two queries, whatever the page: the rows and their count.
[[nodiscard]] ListPage list(storage::Reader &reader, ListContext const &context,
                            ListQuery const &query);

/// Every row that the query finds, one after the other, for exports. Ignores cursors and limit.
void each_row(storage::Reader &reader, ListContext const &context, ListQuery const &query,
              std::function<void(std::vector<Column> const &)> const &begin,
              std::function<void(ListRow const &)> const &row);

} // namespace selatan::records
