#include "platform/html/frame.hpp"

#include "platform/html/assets.hpp"

#include <algorithm>
#include <span>

namespace selatan::html {

namespace {

/// A menu that opens without a script; the script closes it on Escape or a click elsewhere.
Html menu(Icon picture, std::string_view name, std::string_view text, Html const &content)
{
    return details(cls("menu"), summary(attr<"aria-label">(name), icon(picture), span(text)),
                   div(cls("menu-content"), content));
}

Html head_of(Frame const &frame)
{
    std::string full_title = frame.title;
    if (!full_title.empty()) {
        full_title += " · ";
    }
    full_title += frame.product;
    return fragment(
        meta(attr<"charset">("utf-8")),
        meta(attr<"name">("viewport"), attr<"content">("width=device-width, initial-scale=1")),
        title(full_title),
        when(!frame.description.empty(),
             [&] { return meta(attr<"name">("description"), attr<"content">(frame.description)); }),
        meta(attr<"name">("color-scheme"), attr<"content">("light dark")),
        link(attr<"rel">("stylesheet"), href(assets::url("selatan.css"))),
        link(attr<"rel">("stylesheet"), attr<"media">("print"), href(assets::url("print.css"))),
        link(attr<"rel">("icon"), attr<"type">("image/svg+xml"), href(assets::url("mark.svg"))),
        script_file(assets::url("selatan.js")));
}

Html search_box(Frame const &frame, Words const &words)
{
    return when(!frame.search_url.empty(), [&] {
        return form(
            cls("search"), attr<"role">("search"), action(frame.search_url),
            label(cls("unseen"), attr<"for">("search"), words.frame.search), icon(Icon::search),
            input(id("search"), attr<"type">("search"), attr<"name">("q"),
                  attr<"value">(frame.search_query), attr<"placeholder">(words.frame.search_hint),
                  when(frame.has_shortcuts, attr<"aria-keyshortcuts">("/")),
                  attr<"autocomplete">("off"), attr<"list">("found"),
                  attr<"data-find">("/api" + frame.search_url)),
            element<"datalist">(id("found")),
            when(frame.has_shortcuts, [] { return kbd(attr<"aria-hidden">("true"), "/"); }));
    });
}

Html language_menu(Frame const &frame, Words const &words)
{
    return when(frame.languages.size() > 1 && !frame.language_url.empty(), [&] {
        std::string_view current = frame.language;
        auto const choices = each(frame.languages, [&](LanguageChoice const &language) {
            bool const is_current = language.tag == frame.language;
            if (is_current) {
                current = language.name;
            }
            return li(button(attr<"name">("language"), attr<"value">(language.tag),
                             lang(language.tag), when(is_current, attr<"aria-current">("true")),
                             language.name));
        });
        std::string const name = words.frame.language + ": " + std::string{current};
        return menu(Icon::language, name, current,
                    form(attr<"method">("post"), action(frame.language_url),
                         hidden_fields(frame.hidden), ul(choices)));
    });
}

Html theme_choices(Frame const &frame, Words const &words)
{
    return when(!frame.theme_url.empty(), [&] {
        auto const choice = [&](std::string_view value, std::string_view text) {
            return button(attr<"name">("theme"), attr<"value">(value),
                          attr<"aria-pressed">(frame.theme == value ? "true" : "false"), text);
        };
        return form(cls("themes"), attr<"method">("post"), action(frame.theme_url),
                    hidden_fields(frame.hidden), p(cls("above"), words.frame.theme),
                    div(choice("", words.frame.theme_system),
                        choice("light", words.frame.theme_light),
                        choice("dark", words.frame.theme_dark)));
    });
}

Html user_menu(Frame const &frame, Words const &words)
{
    if (!frame.user) {
        return when(frame.sign_in.has_value(), [&] {
            return a(cls("button primary"), href(frame.sign_in->url), frame.sign_in->label);
        });
    }
    auto const &user = *frame.user;
    return menu(
        Icon::user, words.frame.account + ": " + user.name, user.name,
        fragment(p(cls("who"), strong(bdi(user.name)), span(bdi(user.office))),
                 when(!user.links.empty(),
                      [&] {
                          return ul(
                              each(user.links, [](Link const &item) { return li(link_to(item)); }));
                      }),
                 theme_choices(frame, words),
                 form(attr<"method">("post"), action(user.sign_out_url), flag<"data-forgets">(),
                      hidden_fields(frame.hidden), button(words.frame.sign_out))));
}

/// Links of one heading fold under it. Who has few sees them all; of many, those around the reader.
Html navigation(Frame const &frame, Words const &words)
{
    constexpr std::size_t few = 15;
    auto const &links = frame.navigation;
    auto const item = [](Link const &link) {
        return li(link_to(link));
    };
    Html items;
    for (auto from = links.begin(); from != links.end();) {
        if (from->group.empty()) {
            items += item(*from++);
            continue;
        }
        auto const to = std::find_if(from, links.end(),
                                     [&](Link const &link) { return link.group != from->group; });
        std::span const group{from, to};
        bool const is_open = links.size() <= few || std::ranges::any_of(group, &Link::current);
        items += li(details(flag<"open">(is_open), summary(from->group), ul(each(group, item))));
        from = to;
    }
    return nav(id("menu"), cls("main-nav"), attr<"aria-label">(words.frame.main_navigation),
               a(cls("menu-close"), href("#top"), icon(Icon::close), words.frame.close),
               ul(std::move(items)));
}

std::string_view body_class(Frame::Layout layout)
{
    switch (layout) {
    case Frame::Layout::open:
        return "open";
    case Frame::Layout::narrow:
        return "narrow";
    case Frame::Layout::work:
        break;
    }
    return "work";
}

} // namespace

Html page(Frame const &frame, Words const &words)
{
    bool const has_navigation = frame.layout != Frame::Layout::narrow && !frame.navigation.empty();
    auto const top =
        header(cls("top"), id("top"),
               when(has_navigation,
                    [&] {
                        return a(cls("menu-open"), href("#menu"), icon(Icon::menu),
                                 span(words.frame.menu));
                    }),
               a(cls("brand"), href(frame.home_url),
                 img(src(assets::url("mark.svg")), attr<"alt">(""), attr<"width">("32"),
                     attr<"height">("32")),
                 span(strong(frame.product), small(frame.installation))),
               search_box(frame, words), language_menu(frame, words), user_menu(frame, words));
    auto const bottom = footer(
        cls("bottom"),
        when(!frame.footer.empty(),
             [&] {
                 return ul(each(frame.footer, [](Link const &item) { return li(link_to(item)); }));
             }),
        when(!frame.footer_note.empty(), [&] { return p(frame.footer_note); }));
    auto content = fragment(
        a(cls("skip"), href("#content"), words.frame.skip_to_content),
        when(!frame.example_banner.empty(),
             [&] { return aside(cls("example"), icon(Icon::info), span(frame.example_banner)); }),
        top, when(has_navigation, [&] { return navigation(frame, words); }),
        main_(id("content"), attr<"tabindex">("-1"), breadcrumbs(frame.trail, words),
              when(frame.flash.has_value(), [&] { return notice(*frame.flash); }), frame.content),
        bottom);
    return document(
        {.language = frame.language,
         .direction = frame.direction,
         .theme = frame.theme,
         .head = head_of(frame),
         .body = div(cls(body_class(frame.layout)),
                     when(frame.has_shortcuts, attr<"data-keys">("page")), std::move(content))});
}

} // namespace selatan::html
