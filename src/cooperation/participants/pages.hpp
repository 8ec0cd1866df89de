/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/participants/action_plan.hpp"
#include "cooperation/participants/certificate.hpp"
#include "cooperation/participants/follow_up.hpp"
#include "platform/web/noun_pages.hpp"

#include <functional>

namespace selatan::participants {

extern web::NounPages const participant_pages;
extern web::NounPages const session_pages;
extern web::NounPages const certificate_pages;
extern web::NounPages const follow_up_pages;

/// /participants/{id}/invitation.pdf
void add_invitation_routes(web::Router &router);
/// The letter of invitation of the participant that is found.
[[nodiscard]] http::Response
invitation_answer(web::Context const &context,
                  std::function<Result<Head>(storage::Reader &)> const &find);

/// /calls/{id}/attendance, …/sessions and …/conclusion: the class of a call on one page.
void add_attendance_routes(web::Router &router);
/// Where the attendance of a call is.
[[nodiscard]] std::string url_of_attendance(std::string_view call_reference);

/// /calls/{id}/certificates, a certificate on paper, and /certificates/{token} for anybody.
void add_certificate_routes(web::Router &router);
/// Where the certificates of a call's class are.
[[nodiscard]] std::string url_of_class_certificates(std::string_view call_reference);

/// Shown in the browser; `name`: under which it is saved, without its ending.
[[nodiscard]] http::Response pdf_answer(std::string bytes, std::string_view name);
[[nodiscard]] std::string certificates_pdf(web::Context const &context,
                                           std::vector<DrawnCertificate> const &drawn);

/// /own-applications/{id}/invitation.pdf and what else becomes of a place, for its applicant.
void add_own_place_routes(web::Router &router);
/// That, on the applicant's page at `own_url`; empty before the place is confirmed.
[[nodiscard]] html::Html own_place(web::Context const &context, storage::Reader &reader,
                                   Uuid application, std::string const &own_url);

/// /action-plans/{token}, for whoever has the link.
void add_action_plan_routes(web::Router &router);
/// Its form, sent to `url`.
[[nodiscard]] http::Response plan_page(web::Context const &context, std::string const &url,
                                       PlanView const &view, Refusal const *refusal = nullptr);
[[nodiscard]] std::string plan_typed(web::Context const &context);
/// After it was handed in, or refused: the form again.
[[nodiscard]] http::Response plan_answer(web::Context const &context, std::string const &url,
                                         PlanView const &view, Result<void> const &handed_in);

/// /follow-up-answers/{token}, for whoever has the link.
void add_follow_up_routes(web::Router &router);
/// Its form, sent to `url`.
[[nodiscard]] http::Response questions_page(web::Context const &context, std::string const &url,
                                            FollowUpView const &view,
                                            Refusal const *refusal = nullptr);
[[nodiscard]] Answer answer_typed(web::Context const &context);
/// Thanks; or the form again, with the problems.
[[nodiscard]] http::Response questions_answer(web::Context const &context, std::string const &url,
                                              FollowUpView const &view,
                                              Result<void> const &answered);
/// What became of a call's participants; empty where nobody was asked.
[[nodiscard]] html::Html tracer_block(web::Context const &context, storage::Reader &reader,
                                      Uuid call);

} // namespace selatan::participants
