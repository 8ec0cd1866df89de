/// \file
/// Small components: what pages are put together from. Plain values in, Html out; every word comes
/// in already translated, every text already formatted for the reader.
#pragma once

#include "platform/html/html.hpp"
#include "platform/html/icon.hpp"
#include "platform/html/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::html {

/// What a colour means, everywhere. Never said by colour alone: a word or shape stands beside it.
enum class Tone { neutral, active, waiting, good, bad };

struct Link {
    std::string label;
    std::string url;
    bool current = false;
    Icon picture = Icon::none;
    std::string count; ///< a small number after the label; empty: none
    std::string group; ///< the heading under which it stands, in a navigation; empty: alone
};
[[nodiscard]] Html link_to(Link const &link);

/// A field that a form carries unseen: the session's token, the version a change was made on.
struct Hidden {
    std::string name;
    std::string value;
};
[[nodiscard]] Html hidden_fields(std::vector<Hidden> const &fields);

enum class Emphasis { normal, primary, quiet, danger };

/// Something that a person can do, named by its verb. A GET is a link to a page that asks for more;
/// a POST acts at once.
struct Action {
    std::string label;
    std::string url;
    Emphasis emphasis = Emphasis::normal;
    bool posts = false;
    std::vector<Hidden> hidden; ///< of the POST
    Icon picture = Icon::none;
};
[[nodiscard]] Html action_button(Action const &action);
/// One after the other, the first one first also for the keyboard.
[[nodiscard]] Html action_row(std::vector<Action> const &actions);

/// A record's state.
struct Badge {
    std::string label;
    Tone tone = Tone::neutral;
};
[[nodiscard]] Html badge(Badge const &badge);
/// A word about a record: a sector, a group, a modality.
[[nodiscard]] Html tag(std::string_view label);

/// An instant or date: machines read `iso`, people read `text`.
struct Moment {
    std::string iso;
    std::string text;
};
[[nodiscard]] Html moment(Moment const &moment);

/// A message about what just happened or must be known. `live`: read out at once (after a POST).
struct Notice {
    Tone tone = Tone::neutral;
    std::string title;
    Html body;
    bool live = false;
};
[[nodiscard]] Html notice(Notice const &notice);

/// A page's first lines: its name, what it is about in a sentence, its main actions.
struct PageHead {
    std::string title;
    std::string lead; ///< may be empty
    std::vector<Action> actions;
};
[[nodiscard]] Html page_head(PageHead const &head);

[[nodiscard]] Html breadcrumbs(std::vector<Link> const &trail, Words const &words);

/// A part of a page under a heading of the second level.
[[nodiscard]] Html block(std::string_view title, Html const &content,
                         std::vector<Action> const &actions = {});

struct Card {
    std::string title;
    std::string url;   ///< the title leads there; may be empty
    std::string above; ///< a few words over the title: its kind, its country
    Html content;
    Html footer;
};
[[nodiscard]] Html card(Card const &card);
[[nodiscard]] Html cards(std::vector<Card> const &cards);

/// When there is nothing: what would stand here, and how to begin.
struct EmptyState {
    Icon picture = Icon::none;
    std::string title;
    std::string text;
    std::vector<Action> actions;
};
[[nodiscard]] Html empty_state(EmptyState const &empty);

struct Fact {
    std::string label;
    Html value;
};
/// A definition list in two columns where there is room.
[[nodiscard]] Html facts(std::vector<Fact> const &facts);

/// A few figures of weight, each with the records behind it one click away.
struct Figure {
    std::string value;
    std::string label;
    std::string url; ///< the records that it counts; may be empty
    Tone tone = Tone::neutral;
};
[[nodiscard]] Html figures(std::vector<Figure> const &figures);

/// Work that runs in the background. `poll` (may be empty) answers with this component anew; the
/// script asks every two seconds until it comes without `poll`.
struct Progress {
    std::string id; ///< of the element; must be the same in every answer
    std::string label;
    int percent = 0;
    std::string text; ///< "1,204 of 5,466 rows"
    std::string poll;
};
[[nodiscard]] Html progress_bar(Progress const &progress);

/// A state machine as its usual path: what is done, where it stands, what comes.
struct Step {
    enum class Stage { done, current, next, stopped };
    std::string label;
    Stage stage = Stage::next;
    std::string detail; ///< a date, an office; may be empty
};
[[nodiscard]] Html stepper(std::vector<Step> const &steps, Words const &words);

/// What happened, newest or oldest first as given.
struct TimelineItem {
    Moment when;
    std::string title;
    std::string url; ///< may be empty
    Html content;
};
[[nodiscard]] Html timeline(std::vector<TimelineItem> const &items);

/// What waits for a person.
enum class Due { none, later, soon, overdue };
struct DeskItem {
    std::string what; ///< the act, as a verb: "Screen", "Give an opinion on"
    std::string title;
    std::string url;
    std::string reference;
    std::string from; ///< the partner or office that waits
    std::optional<Badge> state;
    Due due = Due::none;
    std::string due_text; ///< "2 working days left", "3 working days overdue"
};
struct DeskGroup {
    std::string title;
    std::string count;
    std::vector<DeskItem> items;
    Link more; ///< the whole list; no url: none
};
[[nodiscard]] Html desk(std::vector<DeskGroup> const &groups);

/// Amounts against their ceilings: a table whose bars are drawn in one of its columns, so that the
/// picture is never without its figures.
struct CeilingRow {
    std::string label;
    std::string url; ///< may be empty
    std::string used;
    std::string planned;
    std::string ceiling;
    std::string left;         ///< negative when over, as the locale writes it
    int used_permille = 0;    ///< of the ceiling; may exceed 1000
    int planned_permille = 0; ///< beyond what is used
};
struct Ceilings {
    std::string caption;
    std::string label; ///< heading of the first column
    std::vector<CeilingRow> rows;
};
[[nodiscard]] Html ceiling_table(Ceilings const &ceilings, Words const &words);

/// A text with a button that copies it (only where scripts run).
[[nodiscard]] Html copyable(std::string_view text, Words const &words);

struct Paging {
    std::string previous; ///< URLs; empty: none
    std::string next;
};
[[nodiscard]] Html paging(Paging const &paging, Words const &words);

} // namespace selatan::html
