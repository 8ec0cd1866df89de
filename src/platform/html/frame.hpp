/// \file
/// The page around a page's content.
#pragma once

#include "platform/html/parts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace selatan::html {

struct LanguageChoice {
    std::string tag;  ///< "id"
    std::string name; ///< in itself: "Bahasa Indonesia"
};

struct UserMenu {
    std::string name;   ///< the post that acts: "Desk officer, Pacific"
    std::string office; ///< "Indonesian AID"
    std::vector<Link> links;
    std::string sign_out_url; ///< POST
};

struct Frame {
    enum class Layout {
        work,   ///< navigation at the side: those who work here
        open,   ///< navigation at the top: the public
        narrow, ///< a single column in the middle, no navigation: signing in
    };
    Layout layout = Layout::work;

    std::string language = "en";
    Direction direction = Direction::left_to_right;
    std::string theme;        ///< "light", "dark", or empty: as the system
    std::string title;        ///< of the page; the product's name is added
    std::string product;      ///< "Selatan"
    std::string installation; ///< whose it is
    std::string home_url = "/";
    std::string example_banner; ///< on every page of an example installation; else empty

    std::vector<Link> navigation;
    std::string search_url;   ///< GET ?q=; empty: no search box
    std::string search_query; ///< what was searched for
    /// "/" for the search, j, k and x in lists; a person may switch them off (WCAG 2.2, 2.1.4).
    bool has_shortcuts = true;
    std::vector<LanguageChoice> languages;
    std::string language_url; ///< POST language=TAG
    std::string theme_url;    ///< POST theme=light|dark|; empty: no such menu
    std::optional<UserMenu> user;
    std::optional<Link> sign_in;
    std::vector<Hidden> hidden; ///< for the frame's own POST forms: token, page to come back to

    std::optional<Notice> flash;
    std::vector<Link> trail; ///< breadcrumbs
    Html content;
    std::vector<Link> footer;
    std::string footer_note;
    std::string description; ///< for search engines, on public pages
};

[[nodiscard]] Html page(Frame const &frame, Words const &words);

} // namespace selatan::html
