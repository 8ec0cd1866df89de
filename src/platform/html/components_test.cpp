#include "platform/html/components.hpp"

#include "base/ensure.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/gallery/gallery.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>

using namespace selatan::html;

namespace {

std::string const hostile = "<script>alert('x')</script>\" onload=\"x";

/// One start or end tag, as the builder writes them.
struct Tag {
    std::string name;
    bool is_end = false;
    std::map<std::string, std::string> attributes;
};

/// Reads the builder's own regular output; anything else fails the test.
std::vector<Tag> tags_of(std::string_view markup)
{
    std::vector<Tag> tags;
    std::size_t at = 0;
    auto const take_until = [&](std::string_view stops) {
        auto const end = std::min(markup.find_first_of(stops, at), markup.size());
        auto const taken = markup.substr(at, end - at);
        at = end;
        return std::string{taken};
    };
    while ((at = markup.find('<', at)) != std::string_view::npos) {
        ++at;
        Tag tag;
        tag.is_end = markup[at] == '/';
        at += tag.is_end ? 1U : 0U;
        tag.name = take_until(" >");
        while (at < markup.size() && markup[at] == ' ') {
            ++at;
            auto const name = take_until(" =>");
            std::string value;
            if (markup[at] == '=') {
                EXPECT_EQ(markup[at + 1], '"') << name;
                at += 2;
                value = take_until("\"");
                ++at;
            }
            EXPECT_TRUE(tag.attributes.emplace(name, value).second)
                << tag.name << " has " << name << " twice";
        }
        EXPECT_EQ(markup[at], '>') << tag.name;
        tags.push_back(std::move(tag));
    }
    return tags;
}

class EveryPage : public testing::TestWithParam<bool> {
protected:
    std::vector<gallery::Page> pages = gallery::pages({GetParam(), ""});
};

bool is_void(std::string const &name)
{
    static std::set<std::string> const names{"br",    "col",  "hr",   "img",
                                             "input", "link", "meta", "!doctype"};
    return names.contains(name);
}

std::size_t count(std::string_view text, std::string_view wanted)
{
    std::size_t found = 0;
    for (auto at = text.find(wanted); at != std::string_view::npos;
         at = text.find(wanted, at + 1)) {
        ++found;
    }
    return found;
}

Words const words = gallery::english();

} // namespace

TEST_P(EveryPage, is_well_formed)
{
    for (auto const &page : pages) {
        std::vector<std::string> open;
        for (auto const &tag : tags_of(page.markup.view())) {
            if (tag.is_end) {
                ASSERT_FALSE(open.empty()) << page.name;
                ASSERT_EQ(open.back(), tag.name) << page.name;
                open.pop_back();
            } else if (!is_void(tag.name)) {
                open.push_back(tag.name);
            }
        }
        EXPECT_TRUE(open.empty()) << page.name;
    }
}

TEST_P(EveryPage, has_no_style_no_handler_and_no_script_of_its_own)
{
    for (auto const &page : pages) {
        for (auto const &tag : tags_of(page.markup.view())) {
            EXPECT_NE(tag.name, "style") << page.name;
            EXPECT_FALSE(tag.name == "script" && !tag.is_end && !tag.attributes.contains("src"));
            for (auto const &[name, value] : tag.attributes) {
                EXPECT_NE(name, "style") << page.name;
                EXPECT_FALSE(name.starts_with("on")) << page.name << ' ' << name;
                EXPECT_EQ(value.find("javascript:"), std::string::npos) << page.name;
                EXPECT_FALSE((name == "src" || name == "action" || name == "formaction") &&
                             !value.starts_with("/"))
                    << page.name << ' ' << value;
            }
        }
    }
}

TEST_P(EveryPage, has_ids_once_and_refers_only_to_those_it_has)
{
    for (auto const &page : pages) {
        std::set<std::string> ids;
        auto const tags = tags_of(page.markup.view());
        for (auto const &tag : tags) {
            if (auto const found = tag.attributes.find("id"); found != tag.attributes.end()) {
                EXPECT_TRUE(ids.insert(found->second).second) << page.name << ' ' << found->second;
            }
        }
        for (auto const &tag : tags) {
            for (auto const &[name, value] : tag.attributes) {
                if (name == "for") {
                    EXPECT_TRUE(ids.contains(value)) << page.name << ' ' << value;
                }
                if (name == "href" && value.starts_with('#') && value.size() > 2) {
                    EXPECT_TRUE(ids.contains(value.substr(1))) << page.name << ' ' << value;
                }
                if (name == "aria-describedby") {
                    EXPECT_TRUE(ids.contains(value.substr(0, value.find(' '))))
                        << page.name << ' ' << value;
                }
            }
        }
    }
}

TEST_P(EveryPage, says_its_language_its_title_and_that_it_is_an_example)
{
    for (auto const &page : pages) {
        auto const markup = page.markup.view();
        EXPECT_NE(markup.find(GetParam() ? "<html lang=\"ar\" dir=\"rtl\"" : "<html lang=\"en\""),
                  std::string_view::npos);
        EXPECT_EQ(count(markup, "<h1"), 1U) << page.name;
        EXPECT_EQ(count(markup, "<main"), 1U) << page.name;
        EXPECT_EQ(count(markup, "class=\"example\""), 1U) << page.name;
        EXPECT_EQ(count(markup, "class=\"skip\""), 1U) << page.name;
    }
}

INSTANTIATE_TEST_SUITE_P(BothDirections, EveryPage, testing::Bool());

TEST(Components, what_people_typed_is_text_in_every_one)
{
    Html all;
    all += badge({hostile, Tone::bad});
    all += tag(hostile);
    all += notice({.title = hostile, .body = p(hostile)});
    all += page_head({.title = hostile, .lead = hostile, .actions = {{.label = hostile}}});
    all += action_button({.label = hostile,
                          .url = "/x",
                          .posts = true,
                          .hidden = {{.name = hostile, .value = hostile}}});
    all += card({.title = hostile, .url = hostile, .above = hostile});
    all += empty_state({.title = hostile, .text = hostile});
    all += figures({{hostile, hostile, hostile}});
    all += desk({{hostile, hostile, {{hostile, hostile, hostile, hostile, hostile}}, {hostile}}});
    all += stepper({{hostile, Step::Stage::done, hostile}}, words);
    all += copyable(hostile, words);
    all += ceiling_table({hostile, hostile, {{hostile, hostile, hostile}}}, words);
    all += progress_bar({.id = hostile, .label = hostile, .text = hostile, .poll = hostile});
    all += list({.id = hostile,
                 .caption = hostile,
                 .count = hostile,
                 .columns = {{.key = hostile, .label = hostile, .sort_url = hostile}},
                 .rows = {{.key = hostile, .label = hostile, .cells = {fragment(hostile)}}},
                 .url = "/x",
                 .typed_filter = hostile,
                 .chips = {{hostile, hostile}},
                 .views = {{{.label = hostile, .url = hostile}, hostile}},
                 .bulk = {{hostile, "/x"}},
                 .exports = {{.label = hostile, .url = hostile}}},
                words);
    all += record({.kind = hostile,
                   .reference = hostile,
                   .title = hostile,
                   .waiting = Waiting{.who = hostile, .what = hostile, .by = {hostile, hostile}},
                   .thread = {{hostile, hostile, hostile, hostile}},
                   .history = {{.id = hostile,
                                .who = hostile,
                                .changes = {{hostile, hostile, hostile}},
                                .reason = hostile,
                                .files = {{.label = hostile, .url = hostile}}}},
                   .comment_form = CommentForm{.url = "/x", .text = hostile, .error = hostile}},
                  words);
    Field const field{hostile, hostile, hostile, hostile};
    all += text_field(field, hostile, words) + text_area(field, hostile, words);
    all += select_field(field, {{hostile, hostile, hostile}}, hostile, words);
    all += choices_field(field, {{hostile, hostile, ""}}, {hostile}, words);
    all += radio_field(field, {{hostile, hostile, hostile}}, hostile, words);
    all += multilingual_field(field, {{.language = "en", .value = hostile}}, words);
    all += money_field(field, hostile, hostile, {{hostile, hostile, ""}}, words);
    for (auto const &tag : tags_of(all.view())) {
        EXPECT_NE(tag.name, "script");
        EXPECT_FALSE(tag.attributes.contains("onload")) << tag.name;
    }
}

TEST(Field, what_is_wrong_is_marked_described_and_named)
{
    auto const markup = text_field({.name = "title",
                                    .label = "Title",
                                    .hint = "In short",
                                    .error = "Say what is asked for",
                                    .is_required = true},
                                   "typed", words);
    auto const has = [&](std::string_view wanted) {
        return markup.view().find(wanted) != std::string_view::npos;
    };
    EXPECT_TRUE(has("aria-invalid=\"true\""));
    EXPECT_TRUE(has("aria-required=\"true\""));
    EXPECT_TRUE(has("aria-describedby=\"f-title-hint f-title-error\""));
    EXPECT_TRUE(has("<label for=\"f-title\">"));
    EXPECT_TRUE(has("value=\"typed\""));
    EXPECT_TRUE(has("Error: </span>Say what is asked for"));
}

TEST(Field, one_without_problems_says_nothing_of_them)
{
    auto const markup = text_field({.name = "title", .label = "Title"}, "", words);
    EXPECT_EQ(markup.view().find("aria-invalid"), std::string_view::npos);
    EXPECT_EQ(markup.view().find("aria-describedby"), std::string_view::npos);
}

TEST(Field, a_password_never_comes_back)
{
    auto const markup = text_field({.name = "password", .label = "Password"}, "secret", words,
                                   {.kind = TextKind::password});
    EXPECT_EQ(markup.view().find("secret"), std::string_view::npos);
}

TEST(Field, missing_translations_are_counted_and_marked)
{
    using State = Translation::State;
    auto const markup = multilingual_field(
        {.name = "title", .label = "Title"},
        {{.language = "en", .value = "x"},
         {.language = "fr", .state = State::missing},
         {.language = "ar", .direction = Direction::right_to_left, .state = State::missing},
         {.language = "pt", .value = "y", .state = State::machine}},
        words);
    EXPECT_EQ(count(markup.view(), ">Translation missing<"), 2U);
    EXPECT_EQ(count(markup.view(), "Translation missing: 2"), 1U);
    EXPECT_EQ(count(markup.view(), "Machine translation"), 1U);
    EXPECT_EQ(count(markup.view(), "lang=\"ar\" dir=\"rtl\""), 1U);
}

TEST(Form, problems_lead_to_their_fields)
{
    auto const markup = entry_form(
        {.id = "x", .url = "/x", .problems = {{"title", "Say it"}, {"", "All wrong"}}}, words);
    EXPECT_NE(markup.view().find("<a href=\"#f-title\">Say it</a>"), std::string_view::npos);
    EXPECT_NE(markup.view().find("<span>All wrong</span>"), std::string_view::npos);
    EXPECT_NE(markup.view().find("role=\"alert\""), std::string_view::npos);
}

TEST(Form, rows_can_be_added_with_and_without_a_script)
{
    auto const markup = repeated_rows(
        {.name = "items",
         .legend = "Items",
         .count = 2,
         .row =
             [](std::string_view index) {
                 return text_field({.name = "items." + std::string{index}, .label = "Item"}, "",
                                   words);
             }},
        words);
    EXPECT_NE(markup.view().find("name=\"items.1\""), std::string_view::npos);
    EXPECT_NE(markup.view().find("name=\"items.{n}\""), std::string_view::npos);
    EXPECT_NE(markup.view().find("name=\"items.add\""), std::string_view::npos);
}

TEST(List, without_rows_says_so_instead_of_showing_a_table)
{
    auto const markup = list(
        {.columns = {{.key = "a", .label = "A"}}, .url = "/x", .empty = {.title = "Nothing yet"}},
        words);
    EXPECT_EQ(markup.view().find("<table"), std::string_view::npos);
    EXPECT_NE(markup.view().find("Nothing yet"), std::string_view::npos);
    EXPECT_EQ(markup.view().find("class=\"filter\""), std::string_view::npos);
}

TEST(List, whose_rows_are_filtered_away_keeps_its_filters)
{
    auto const markup = list({.columns = {{.key = "a", .label = "A"}},
                              .url = "/x",
                              .typed_filter = "state:none",
                              .empty = {.title = "None fits"}},
                             words);
    EXPECT_NE(markup.view().find("value=\"state:none\""), std::string_view::npos);
}

TEST(List, shows_the_chosen_columns_and_says_how_it_is_sorted)
{
    auto const markup = list({.columns = {{.key = "a",
                                           .label = "A",
                                           .is_fixed = true,
                                           .sorted = Column::Sorted::descending,
                                           .sort_url = "?sort=a"},
                                          {.key = "b", .label = "B", .is_shown = false}},
                              .rows = {{.key = "1", .label = "one", .cells = {fragment("x")}}},
                              .url = "/x"},
                             words);
    EXPECT_NE(markup.view().find("aria-sort=\"descending\""), std::string_view::npos);
    EXPECT_EQ(markup.view().find("<th scope=\"col\"><span>B"), std::string_view::npos);
    EXPECT_NE(markup.view().find("<input type=\"checkbox\" name=\"column\" value=\"b\">"),
              std::string_view::npos);
    EXPECT_EQ(markup.view().find("value=\"a\""), std::string_view::npos);
}

TEST(List, a_row_with_another_number_of_cells_is_a_bug)
{
    List const wrong{.columns = {{.key = "a", .label = "A"}},
                     .rows = {{.key = "1", .label = "one", .cells = {}}},
                     .url = "/x"};
    EXPECT_THROW((void)list(wrong, words), selatan::Bug);
}

TEST(Record, internal_and_partner_visible_comments_are_told_apart_in_words)
{
    auto const said = [](selatan::Audience audience) {
        return history({{.who = "Desk", .comment = p("x"), .audience = audience}}, words);
    };
    auto const internal = said(selatan::Audience::internal);
    auto const partner = said(selatan::Audience::partner);
    EXPECT_NE(internal.view().find("Internal</p>"), std::string_view::npos);
    EXPECT_EQ(internal.view().find("Partner sees this"), std::string_view::npos);
    EXPECT_NE(partner.view().find("Partner sees this</p>"), std::string_view::npos);
    EXPECT_EQ(said(selatan::Audience::restricted).view(), internal.view());
}

TEST(Record, a_comment_is_internal_unless_the_partner_is_chosen)
{
    auto const markup =
        record({.comment_form = CommentForm{.url = "/x", .may_tell_partner = true}}, words);
    EXPECT_NE(markup.view().find("value=\"internal\" checked"), std::string_view::npos);
    EXPECT_EQ(markup.view().find("value=\"partner\" checked"), std::string_view::npos);
    auto const closed = record({.comment_form = CommentForm{.url = "/x"}}, words);
    EXPECT_EQ(closed.view().find("value=\"partner\""), std::string_view::npos);
}

TEST(Ceilings, a_bar_over_its_ceiling_is_drawn_to_scale_and_said_in_words)
{
    auto const markup = ceiling_table(
        {"Amounts", "Ceiling", {{"Pacific", "", "22", "6", "25", "-3", 1000, 250}}}, words);
    EXPECT_NE(markup.view().find("class=\"over\" x=\"800\" width=\"200\""), std::string_view::npos);
    EXPECT_NE(markup.view().find("Over the ceiling</span></th>"), std::string_view::npos);
}

TEST(Navigation, of_many_links_only_the_heading_around_the_reader_is_open)
{
    Frame frame;
    frame.title = "Funds";
    frame.navigation = {{.label = "Desk", .url = "/desk"}};
    for (int i = 0; i < 10; ++i) {
        auto const number = std::to_string(i);
        frame.navigation.push_back(
            {.label = "R" + number, .url = "/r" + number, .group = "Requests"});
        frame.navigation.push_back({.label = "M" + number,
                                    .url = "/m" + number,
                                    .current = i == 3,
                                    .group = "Money" + number});
    }
    std::ranges::stable_sort(frame.navigation, {}, &Link::group);
    auto const many = page(frame, words);
    EXPECT_EQ(count(many.view(), "<summary>Requests</summary>"), 1U);
    EXPECT_NE(many.view().find("<details><summary>Requests"), std::string_view::npos);
    EXPECT_NE(many.view().find("<details open><summary>Money3"), std::string_view::npos);
    EXPECT_NE(many.view().find("<ul><li><a href=\"/desk\">"), std::string_view::npos);

    frame.navigation.resize(12);
    auto const few = page(frame, words);
    EXPECT_EQ(count(few.view(), "<details><summary>"), 0U);
    EXPECT_NE(few.view().find("<details open><summary>Requests"), std::string_view::npos);
}

TEST(Components, a_thread_folds_many_of_a_kind_but_not_where_the_reader_is)
{
    std::vector<ThreadItem> items;
    for (int number = 1; number <= 5; ++number) {
        auto const name = "item " + std::to_string(number);
        items.push_back({.kind = "Budget item",
                         .reference = {},
                         .title = name,
                         .url = "/items/" + std::to_string(number),
                         .state = {},
                         .stage = number == 3 ? Step::Stage::current : Step::Stage::done,
                         .kinds = "Budget items"});
    }
    items.push_back(
        {.kind = "Call", .reference = {}, .title = "call", .url = "/c", .kinds = "Calls"});
    auto const folded = thread(items, Words{});
    EXPECT_EQ(count(folded.view(), "<details>"), 1U);
    EXPECT_NE(folded.view().find("<summary>Budget items <small>4</small></summary>"),
              std::string_view::npos)
        << folded.view();
    auto const inside = folded.view().substr(0, folded.view().find("</details>"));
    EXPECT_NE(inside.find("item 5"), std::string_view::npos);
    EXPECT_EQ(inside.find("item 3"), std::string_view::npos);
    EXPECT_EQ(inside.find("call"), std::string_view::npos);
    items.erase(items.begin());
    EXPECT_EQ(count(thread(items, Words{}).view(), "<details>"), 0U);
}

TEST(Icon, every_one_is_drawn)
{
    auto const sprite = assets::find(assets::url("icons.svg"))->bytes;
    for (int i = 1; i < static_cast<int>(Icon::count_); ++i) {
        auto const code = std::string{to_code(static_cast<Icon>(i))};
        EXPECT_NE(sprite.find("<symbol id=\"" + code + "\""), std::string_view::npos) << code;
    }
    EXPECT_EQ(count(sprite, "<symbol "), static_cast<std::size_t>(Icon::count_) - 1);
    EXPECT_TRUE(icon(Icon::none).empty());
}
