/// \file
/// What capabilities above and beside this one add to the portal. Main hands them in, so that the
/// portal knows none of them; whatever spans they are made of must outlive the router.
#pragma once

#include "cooperation/portal/consent.hpp"
#include "platform/html/html.hpp"

#include <span>
#include <string_view>

namespace selatan::portal {

/// A part of a public project's page: its results, both sides' ratings, lessons.
struct Section {
    Topic topic = Topic::results; ///< asked for only while every party consents to it
    records::Word title = nullptr;
    /// Empty: there is nothing to tell.
    html::Html (*content)(Language language, storage::Reader &reader, Uuid project) = nullptr;
};

/// A page of the portal with its place in the navigation: released practices. Whoever makes it
/// answers for what stands on it.
struct ExtraPage {
    std::string_view path; ///< "/practices"
    records::Word title = nullptr;
    html::Html (*content)(Language language, storage::Reader &reader) = nullptr;
};

struct Extensions {
    std::span<Section const> sections;
    std::span<ExtraPage const> pages;
};

} // namespace selatan::portal
