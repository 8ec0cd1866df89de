/// \file
/// Approvals: opinions of several offices, asked in parallel, for screening, appraisal and approval
/// alike (approvals.md).
#pragma once

#include "cooperation/approvals/opinion.hpp"
#include "cooperation/approvals/reminder.hpp"
#include "cooperation/approvals/standing.hpp"
#include "platform/web/noun_pages.hpp"
#include "platform/web/route.hpp"

#include <span>
#include <vector>

namespace selatan::approvals {

/// Who asks, and follows all that was said.
extern records::Policy const consultation_policy;
/// Who gives opinions, and reads which.
extern records::Policy const policy;

[[nodiscard]] std::span<records::Noun const *const> nouns();
void add_routes(web::Router &router);
/// What may wait for a person: opinions to give, consultations to conclude.
[[nodiscard]] std::span<web::DeskSource const> desk();

// -- For any record's page -----------------------------------------------------------------------

/// What this reader may see of the opinions on a record, each with its office, day and conditions;
/// how they stand together, for those who follow them all; and "Ask for opinions", where `may_ask`
/// and the reader's role allow it. Nothing at all for those who may see no opinion, and where there
/// is none and none may be asked for.
enum class Ask { no, yes };
[[nodiscard]] html::Html section(web::Context const &context, storage::Reader &reader,
                                 records::Head const &head, Ask may_ask = Ask::yes);
/// What to weigh before a verb that opinions are asked for: which are outstanding, which are
/// against it. Nothing for those who do not follow all opinions.
[[nodiscard]] std::vector<html::Notice> advice(web::Context const &context, storage::Reader &reader,
                                               records::Head const &head, Purpose purpose);

} // namespace selatan::approvals
