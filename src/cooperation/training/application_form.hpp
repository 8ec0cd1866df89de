/// \file
/// What the pages of an applicant's form share: the whole, and each part. For these files only.
#pragma once

#include "cooperation/training/own_application.hpp"
#include "platform/web/noun_pages.hpp"

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::training {

/// The call that the path names.
[[nodiscard]] Result<Head> find_call(web::Context const &context, storage::Reader &reader);
[[nodiscard]] std::string url_of_section(std::string_view call, Section section);
[[nodiscard]] std::string name_of(Section section, Language language);
[[nodiscard]] std::vector<html::Link> trail_to(web::Context const &context, Head const &call,
                                               std::optional<Section> section);
/// A part as it was saved, and what is wrong with it; as it was typed where that means nothing.
[[nodiscard]] boost::json::object section_json(web::Context const &context, storage::Reader &reader,
                                               Uuid call, Section section,
                                               SectionDraft const *draft);

/// /calls/{id}/application/{section}
[[nodiscard]] http::Response show_section(web::Context &context);
[[nodiscard]] http::Response post_section(web::Context &context);

} // namespace selatan::training
