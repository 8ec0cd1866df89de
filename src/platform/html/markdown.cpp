#include "platform/html/markdown.hpp"

#include "base/ensure.hpp"

#include <cmark-gfm.h>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace selatan::html {

namespace {

struct Free {
    void operator()(cmark_node *node) const { cmark_node_free(node); }
    void operator()(char *text) const { std::free(text); } // NOLINT: cmark's default allocator
};

std::string_view url_of(cmark_node *node)
{
    char const *const url = cmark_node_get_url(node);
    return url == nullptr ? std::string_view{} : std::string_view{url};
}

/// Puts the node's children in its place.
void unwrap(cmark_node *node)
{
    while (cmark_node *const child = cmark_node_first_child(node)) {
        ENSURE(cmark_node_insert_before(node, child) == 1);
    }
    cmark_node_unlink(node);
    cmark_node_free(node);
}

void make_link(cmark_node *image)
{
    cmark_node *const made = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(made, cmark_node_get_url(image));
    ENSURE(cmark_node_insert_before(image, made) == 1);
    while (cmark_node *const child = cmark_node_first_child(image)) {
        ENSURE(cmark_node_append_child(made, child) == 1);
    }
    cmark_node_unlink(image);
    cmark_node_free(image);
}

bool is_inside_link(cmark_node *node)
{
    for (node = cmark_node_parent(node); node != nullptr; node = cmark_node_parent(node)) {
        if (cmark_node_get_type(node) == CMARK_NODE_LINK) {
            return true;
        }
    }
    return false;
}

/// The tree must not change under an iterator: find first, change afterwards. Outer nodes come
/// before those inside them.
std::vector<cmark_node *> nodes_to_change(cmark_node *document)
{
    std::vector<cmark_node *> found;
    cmark_iter *const walk = cmark_iter_new(document);
    while (true) {
        auto const event = cmark_iter_next(walk);
        if (event == CMARK_EVENT_DONE) {
            break;
        }
        cmark_node *const node = cmark_iter_get_node(walk);
        auto const type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_ENTER &&
            (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE || type == CMARK_NODE_HEADING)) {
            found.push_back(node);
        }
    }
    cmark_iter_free(walk);
    return found;
}

} // namespace

SanitisedHtml from_markdown(std::string_view text)
{
    if (text.size() > markdown_limit) {
        return SanitisedHtml{p(text)};
    }
    // Raw HTML is dropped by default in this version; CMARK_OPT_UNSAFE would keep it.
    constexpr int options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_HARDBREAKS;
    std::unique_ptr<cmark_node, Free> const document{
        cmark_parse_document(text.data(), text.size(), options)};
    for (cmark_node *const node : nodes_to_change(document.get())) {
        auto const type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HEADING) {
            cmark_node_set_heading_level(node, std::min(cmark_node_get_heading_level(node) + 2, 6));
        } else if (!is_safe_link(url_of(node)) || is_inside_link(node)) {
            unwrap(node);
        } else if (type == CMARK_NODE_IMAGE) {
            make_link(node);
        }
    }
    std::unique_ptr<char, Free> const rendered{cmark_render_html(document.get(), options, nullptr)};
    return SanitisedHtml{Maker::trusted(std::string{rendered.get()})};
}

} // namespace selatan::html
