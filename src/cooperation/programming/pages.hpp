/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/programming/commitment.hpp"
#include "cooperation/programming/plan_store.hpp"
#include "platform/web/noun_pages.hpp"

#include <string>
#include <vector>

namespace selatan::programming {

extern web::NounPages const plan_pages;
extern web::NounPages const ceiling_pages;
extern web::NounPages const line_pages;
extern web::NounPages const slice_pages;

/// A ceiling as people name it: the whole, the fund, the group of countries.
[[nodiscard]] std::string scope_name(web::Context const &context, storage::Reader &reader,
                                     Scope scope, std::string const &code);
/// "IDR 450,000,000": whole units, grouped as the language does.
[[nodiscard]] std::string amount_text(Language language, std::int64_t amount, Currency currency);

/// Budget against ceiling, with the lines by country and sector (picture.cpp).
[[nodiscard]] html::Html picture(web::Context const &context, storage::Reader &reader,
                                 Head const &head, PlanYear const &plan);

/// /plan-lines/new and POST /plan-lines, with the ministries' one-page report.
void add_line_form_routes(web::Router &router);
/// /plans/{id}/picture.csv.
void add_picture_routes(web::Router &router);
/// /plans/{id}/revisions/{number}.
void add_revision_routes(web::Router &router);
/// The kept revisions of a plan, as links; nothing when there are none.
[[nodiscard]] html::Html revision_list(web::Context const &context, storage::Reader &reader,
                                       Head const &head);

/// The fund of a plan line: organisations that fund (web::Offered).
[[nodiscard]] std::optional<std::vector<Uuid>> offered_in_line(storage::Reader &reader,
                                                               Head const *head,
                                                               records::Field const &field,
                                                               void const *value);

} // namespace selatan::programming
