/// \file
/// One visit of a public page: the language of its address, what the installation's policy says,
/// and the frame of the portal, which is none of the officers'. The public has no session here: the
/// same address gives everybody the same page, so that caches may keep it.
#pragma once

#include "cooperation/portal/extension.hpp"
#include "cooperation/portal/policy_store.hpp"
#include "cooperation/reference/lists.hpp"
#include "platform/html/data_table.hpp"
#include "platform/web/prose.hpp"
#include "platform/web/route.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::portal {

class Visit {
public:
    Visit(web::Context const &context, storage::Reader &reader, Language language,
          Extensions const &extensions);

    [[nodiscard]] web::Context const &context() const { return *m_context; }
    [[nodiscard]] storage::Reader &reader() const { return *m_reader; }
    [[nodiscard]] Language language() const { return m_language; }
    [[nodiscard]] PublicationPolicy const &policy() const { return m_policy; }
    [[nodiscard]] Extensions const &extensions() const { return m_extensions; }
    /// Whose portal it is.
    [[nodiscard]] std::string const &installation() const;

    /// "/countries" in this page's language.
    [[nodiscard]] std::string url(std::string_view path) const;
    [[nodiscard]] std::string url_of_project(std::string_view reference) const;
    [[nodiscard]] std::string country_name(CountryCode code) const;
    [[nodiscard]] std::string name(std::string_view list, std::string_view code) const;
    /// The same for pages: a name that stands in another language says in which. `most`: letters.
    [[nodiscard]] html::Html named(std::string_view list, std::string_view code,
                                   std::size_t most = std::string_view::npos) const;
    [[nodiscard]] std::string number(std::int64_t value) const;

private:
    web::Context const *m_context;
    storage::Reader *m_reader;
    Language m_language;
    Extensions m_extensions;
    PublicationPolicy m_policy;
    std::shared_ptr<reference::Codelists const> m_lists;
};

/// The address of a public page; `path` begins with a slash or is empty: home.
[[nodiscard]] std::string public_url(Language language, std::string_view path);
/// The same with the host, for what is read elsewhere.
[[nodiscard]] std::string absolute_url(web::App const &app, std::string_view path);

struct Page {
    std::string title;       ///< empty: home
    std::string description; ///< for search engines and social cards
    std::string path;        ///< in every language: "/projects/PRJ-2026-0001"
    html::Html content;
    std::vector<std::string_view> scripts; ///< names of assets; what they do, a table says too
    bool has_card = false;   ///< a picture of its own under its path; else the portal's
    std::string linked_data; ///< JSON-LD; may be empty
};

/// Adds GET /public/{language}PATTERN. No page: 404, in the portal's frame.
void add_public_page(web::Router &router, Extensions const &extensions, std::string_view pattern,
                     std::function<std::optional<Page>(Visit const &)> make);

/// May be kept for a second, then asked for anew: what a party withdraws is gone by then.
void make_cacheable(http::Response &response);

// -- Pieces ---------------------------------------------------------------------------------------

using html::data_table;
using html::TableColumn;
using web::prose;
/// A table, or the sentence that stands for one without rows.
[[nodiscard]] html::Html table_or(std::string_view none, std::string_view table_id,
                                  std::string_view spoken, std::vector<TableColumn> const &columns,
                                  std::vector<std::vector<html::Html>> const &rows);
/// A line of links to the same figures as files.
[[nodiscard]] html::Html downloads(Visit const &visit, std::string_view path);

} // namespace selatan::portal
