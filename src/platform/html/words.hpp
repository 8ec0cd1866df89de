/// \file
/// The words of the components themselves, in the reader's language. Whoever renders a page fills
/// this once per language; what a page says about its own subject comes in that page's structs.
#pragma once

#include <string>

namespace selatan::html {

struct Words {
    struct Frame {
        std::string skip_to_content; ///< "Skip to the content"
        std::string menu;            ///< "Menu"
        std::string close;           ///< "Close"
        std::string main_navigation; ///< "Main navigation"
        std::string search;          ///< "Search"
        std::string search_hint;     ///< "Records, people, practices. Press / to come here"
        std::string language;        ///< "Language"
        std::string account;         ///< "Account"
        std::string sign_out;        ///< "Sign out"
        std::string theme;           ///< "Appearance"
        std::string theme_system;    ///< "As the system"
        std::string theme_light;     ///< "Light"
        std::string theme_dark;      ///< "Dark"
        std::string you_are_here;    ///< "You are here" (breadcrumbs)
    };
    struct List {
        std::string filter;       ///< "Filter"
        std::string typed_filter; ///< "Typed filters" (the text form: state:screened country:TLS)
        std::string apply;        ///< "Apply"
        std::string clear;        ///< "Clear all"
        std::string active;       ///< "Active filters"
        std::string remove;       ///< "Remove" (a filter)
        std::string columns;      ///< "Columns"
        std::string views;        ///< "Saved views"
        std::string save_view;    ///< "Save this view"
        std::string view_name;    ///< "Name of the view"
        std::string visible_to;   ///< "Visible to"
        std::string download;     ///< "Export"
        std::string sort_by;      ///< "Sort by"
        std::string ascending;    ///< "ascending"
        std::string descending;   ///< "descending"
        std::string select_all;   ///< "Select all"
        std::string select;       ///< "Select" (a row)
        std::string selected;     ///< "Selected" (a number follows)
        std::string bulk_actions; ///< "With those selected"
        std::string total;        ///< "Total"
        std::string pages;        ///< "Pages"
        std::string previous;     ///< "Previous"
        std::string next;         ///< "Next"
    };
    struct Record {
        std::string waiting_for;     ///< "Waits for"
        std::string due;             ///< "By"
        std::string overdue;         ///< "Overdue"
        std::string actions;         ///< "Actions"
        std::string facts;           ///< "Particulars"
        std::string thread;          ///< "The thread"
        std::string progress;        ///< "Progress" (the stepper)
        std::string step_done;       ///< "done"
        std::string step_current;    ///< "now"
        std::string step_next;       ///< "to come"
        std::string history;         ///< "History and comments"
        std::string was;             ///< "was"
        std::string now;             ///< "now"
        std::string empty;           ///< "empty" (a field without value)
        std::string reason;          ///< "Reason"
        std::string internal;        ///< "Internal"
        std::string internal_hint;   ///< "Only this office and its ministries see it"
        std::string to_partner;      ///< "Partner sees this"
        std::string to_partner_hint; ///< "The partner reads it at once and can download it"
        std::string comment;         ///< "Comment"
        std::string add_comment;     ///< "Add the comment"
        std::string who_sees_it;     ///< "Who sees it"
    };
    struct Form {
        std::string problem_title;       ///< "Please mend the following"
        std::string error;               ///< "Error" (before a field's message)
        std::string required;            ///< "required"
        std::string optional;            ///< "optional"
        std::string choose;              ///< "Choose"
        std::string currency;            ///< "Currency"
        std::string drop_file;           ///< "or drop it here"
        std::string add_row;             ///< "Add a row"
        std::string remove_row;          ///< "Remove"
        std::string other_languages;     ///< "Other languages"
        std::string translation_missing; ///< "Translation missing"
        std::string machine_translated;  ///< "Machine translation"
        std::string saving;              ///< "Saving…"
        std::string saved_at;            ///< "Draft saved at" (a time follows)
        std::string saved_here;          ///< "No connection: the draft is kept on this device"
        std::string restore_draft;       ///< "Restore the draft kept on this device"
    };
    struct Parts {
        std::string copy;    ///< "Copy"
        std::string copied;  ///< "Copied"
        std::string used;    ///< "Used" (of a ceiling)
        std::string planned; ///< "Planned"
        std::string ceiling; ///< "Ceiling"
        std::string left;    ///< "Left"
        std::string over;    ///< "Over the ceiling"
    };

    Frame frame;
    List list;
    Record record;
    Form form;
    Parts parts;
};

} // namespace selatan::html
