/// \file
/// Open data: the portal's figures as CSV, JSON and XLSX, each column described. A value that is
/// not public is empty here as it is absent there: both read the same queries.
#pragma once

#include "cooperation/portal/consent.hpp"
#include "platform/sheets/table_writer.hpp"
#include "platform/web/route.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace selatan::portal {

struct OpenColumn {
    std::string_view name; ///< in the files, the same in every language
    records::Word meaning = nullptr;
    std::optional<Topic> topic = std::nullopt; ///< given while it is public; none: always
};

struct OpenTable {
    std::string_view name; ///< "/open/NAME.csv"
    records::Word title = nullptr;
    std::span<OpenColumn const> columns;
    void (*each)(web::App const &app, storage::Reader &reader,
                 std::function<void(std::vector<sheets::Value> const &)> const &take) = nullptr;
};

struct Extensions;

/// The portal's own, then those that main hands in.
[[nodiscard]] std::vector<OpenTable> open_tables(Extensions const &extensions);

/// /open/NAME.csv, .json and .xlsx, /open/dictionary.json, /open/feed.atom, /sitemap.xml,
/// /robots.txt.
void add_open_routes(web::Router &router, Extensions const &extensions);

} // namespace selatan::portal
