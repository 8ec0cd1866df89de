/// \file
/// Projects and their parties (projects.md).
#pragma once

#include "cooperation/projects/closing.hpp"
#include "cooperation/projects/party.hpp"
#include "cooperation/projects/project.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

#include <span>

namespace selatan::projects {

/// What may be done with projects, and with their parties, by role and state.
extern records::Policy const policy;
extern records::Policy const party_policy;

/// A page about a project that a capability above draws, under the project's own address.
struct ProjectPage {
    records::Word label = nullptr;
    std::string_view path;                   ///< after the project's address: "/results"
    records::Policy const *policy = nullptr; ///< shown to those who may see its records
};

[[nodiscard]] std::span<records::Noun const *const> nouns();
/// `checks`: what those above know to stand against a project's closing; `pages`: what they draw of
/// it. Both must outlive the router.
void add_routes(web::Router &router, std::span<ClosingCheck const> checks = {},
                std::span<ProjectPage const> pages = {});
/// What may wait for a person: a party's own answer first.
[[nodiscard]] std::span<web::DeskSource const> desk();

} // namespace selatan::projects
