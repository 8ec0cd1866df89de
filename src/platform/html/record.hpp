/// \file
/// The one record: state, who must act and by when, and what can be done, at the top; the thread
/// beside it; history and comments in one line of time.
#pragma once

#include "base/audience.hpp"
#include "platform/html/parts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::html {

struct Waiting {
    std::string who;  ///< the post that must act
    std::string what; ///< what it must do; may be empty
    Moment by;        ///< may be empty
    Due due = Due::none;
    std::string due_text; ///< "2 working days left"
};

/// One station of the thread from origin to lessons.
struct ThreadItem {
    std::string kind; ///< "Request", "Plan line"
    std::string reference;
    std::string title;
    std::string url; ///< empty: the reader may know that it exists, not more
    std::optional<Badge> state;
    Step::Stage stage = Step::Stage::next;
    std::string kinds = {}; ///< "Plan lines": many are folded under it; empty: never
};

struct FieldChange {
    std::string field;
    std::string was;
    std::string now;
};

/// One entry of the history: an act, or a comment when it has a body.
struct HistoryItem {
    std::string id;     ///< of the element, so that mail can link to it; may be empty
    std::string who;    ///< the post
    std::string person; ///< the person who held it; may be empty
    Moment when;
    std::string what; ///< "registered the request", "commented"
    Link on;          ///< the record, where the history of several is told; may be empty
    std::vector<FieldChange> changes;
    std::string reason;
    std::optional<Html> comment;
    Audience audience = Audience::internal;
    std::vector<Link> files;
};

struct CommentForm {
    std::string url;
    std::vector<Hidden> hidden;
    bool may_tell_partner =
        false;        ///< else the choice is not offered: the server knows who reads it
    std::string text; ///< typed before, redisplayed
    std::string error;
};

struct Record {
    std::string kind; ///< "Request"
    std::string reference;
    std::string title;
    Badge state;
    std::vector<Step> steps; ///< may be empty
    std::optional<Waiting> waiting;
    std::vector<Action> actions;
    std::vector<Notice> notices;
    std::vector<Fact> particulars;
    Html sections; ///< block()s
    std::vector<ThreadItem> thread;
    Html beside;                      ///< under the thread
    std::vector<HistoryItem> history; ///< newest first
    std::optional<CommentForm> comment_form;
};

[[nodiscard]] Html record(Record const &record, Words const &words);
[[nodiscard]] Html thread(std::vector<ThreadItem> const &items, Words const &words);
[[nodiscard]] Html history(std::vector<HistoryItem> const &items, Words const &words);

} // namespace selatan::html
