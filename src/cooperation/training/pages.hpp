/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/training/call.hpp"
#include "platform/web/noun_pages.hpp"

#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>

namespace selatan::training {

extern web::NounPages const scheme_pages;
extern web::NounPages const rules_pages;
extern web::NounPages const call_pages;
extern web::NounPages const quota_pages;
extern web::NounPages const application_pages;

/// /applications/{id}/employer-link, and /employer-certificates/{token} for whoever has the link.
void add_employer_routes(web::Router &router);
/// Where the link for an application's employer is sent from.
[[nodiscard]] std::string url_of_employer_link(std::string_view application_reference);

/// The stations of an application on its scheme's way, and where it stands.
[[nodiscard]] std::vector<html::Step> stations_of(Language language, storage::Reader &reader,
                                                  Uuid call, std::string_view state);
[[nodiscard]] html::Tone application_tone(std::string_view state);

/// When and where the course of a call takes place: of its activity, which not everybody may open.
[[nodiscard]] html::Html course_block(web::Context const &context, storage::Reader &reader,
                                      Call const &call);

/// /calls/{id}/account and /applicant-accounts/{token}: an applicant's way to an account.
void add_applicant_routes(web::Router &router);
/// Where an account to apply to a call is asked for.
[[nodiscard]] std::string url_of_applying(std::string_view call_reference);
/// Where the application to a call is written, with an account.
/// Whose people a call takes, where those of other countries get no place; else empty.
[[nodiscard]] std::string countries_told(web::Context const &context, storage::Reader &reader,
                                         Uuid call);
[[nodiscard]] std::string url_of_application_form(std::string_view call_reference);

/// /calls/{id}/application: written part by part.
void add_application_form_routes(web::Router &router);
/// /own-applications: what became of it.
void add_own_application_routes(web::Router &router);
/// An application as its own applicant's programs read it: `own_application_json.cpp`.
[[nodiscard]] std::string own_json(storage::Reader &reader, auth::Identity const &applicant,
                                   std::string_view reference);
/// The fields of a part, as far as they say something.
[[nodiscard]] boost::json::object answers_json(std::span<records::Field const> fields,
                                               void const *value);
inline constexpr std::string_view own_applications_path = "/own-applications";
/// What the applicant agreed to; empty where the focal point entered the application.
[[nodiscard]] html::Html consents_block(web::Context const &context, storage::Reader &reader,
                                        Uuid application);

/// /applications/{id}/restricted: passport and medical part.
void add_restricted_routes(web::Router &router);
/// Where they are written and looked at.
[[nodiscard]] std::string url_of_restricted(std::string_view application_reference);
/// The same for the applicant.
[[nodiscard]] std::string url_of_own_restricted(std::string_view application_reference);

/// /calls/{id}/board: the selection of a call, many at once.
void add_board_routes(web::Router &router);
/// Where the board of a call is.
[[nodiscard]] std::string url_of_board(std::string_view call_reference);

/// /retention: what is kept of passports and medical parts, and when it goes.
void add_retention_routes(web::Router &router);
inline constexpr std::string_view retention_path = "/retention";

} // namespace selatan::training
