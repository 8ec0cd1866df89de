/// \file
/// What capabilities above and beside this one add to the portal. Main hands them in, so that the
/// portal knows none of them; whatever spans they are made of must outlive the router.
#pragma once

#include "cooperation/portal/consent.hpp"
#include "cooperation/portal/open_data.hpp"
#include "platform/html/html.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::portal {

class Visit;
struct Page;
struct PublicProject;

/// A part of a public project's page: its results, both sides' ratings, lessons.
struct Section {
    Topic topic = Topic::results; ///< asked for only while every party consents to it
    records::Word title = nullptr;
    /// Empty: there is nothing to tell.
    html::Html (*content)(Visit const &visit, PublicProject const &project) = nullptr;
};

/// A page of the portal with its place in the navigation: released practices. Whoever makes it
/// answers for what stands on it.
struct ExtraPage {
    std::string_view path; ///< "/practices"
    records::Word title = nullptr;
    html::Html (*content)(Visit const &visit) = nullptr;
    /// A page of each thing that it lists, under its reference; nothing: 404. May be null.
    std::optional<Page> (*one)(Visit const &visit, std::string_view reference) = nullptr;
    /// Of all of them, for the sitemap. With `one`.
    std::vector<std::string> (*references)(storage::Reader &reader) = nullptr;
};

/// The same as files of a standard, beside the open data.
struct StandardFile {
    std::string_view path; ///< "/open/iati/activities.xml"
    records::Word name = nullptr;
};
struct StandardFiles {
    records::Word title = nullptr;
    std::span<StandardFile const> files;
    std::string_view page; ///< of the portal, that explains them: "/iati"
    records::Word page_title = nullptr;
    std::string_view checker; ///< where anybody may check such a file: "/iati/validator"
    records::Word checker_name = nullptr;
};

struct Extensions {
    std::span<Section const> sections;
    std::span<ExtraPage const> pages;
    std::span<OpenTable const> tables; ///< open data, after the portal's own
    std::span<StandardFiles const> standards;
};

} // namespace selatan::portal
