/// \file
/// Certificates as they are printed.
#pragma once

#include "cooperation/participants/certificate.hpp"
#include "platform/pdf/sheet.hpp"

#include <string_view>
#include <vector>

namespace selatan::participants {

/// Where the code on a certificate leads.
[[nodiscard]] std::string url_of_check(std::string_view base_url, std::string_view token);
/// One sheet each. `made` stands in the file.
[[nodiscard]] pdf::Sheets paper_of(std::vector<DrawnCertificate> const &drawn,
                                   std::string_view installation, std::string_view base_url,
                                   Instant made);

} // namespace selatan::participants
