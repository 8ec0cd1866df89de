/// \file
/// What the pages of this folder share. For this folder only.
#pragma once

#include "platform/records/input.hpp"
#include "platform/web/entry.hpp"
#include "platform/web/noun_pages.hpp"
#include "platform/web/route.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::administration {

using web::Context;

void add_user_routes(web::Router &router);
void add_user_verb_routes(web::Router &router);
void add_grant_routes(web::Router &router);
void add_mail_routes(web::Router &router);
void add_job_routes(web::Router &router);
void add_history_routes(web::Router &router);
void add_reference_routes(web::Router &router);

inline constexpr std::string_view base_path = "/administration";
inline constexpr std::string_view users_path = "/administration/users";
inline constexpr std::string_view mail_path = "/administration/mail";
inline constexpr std::string_view jobs_path = "/administration/jobs";
inline constexpr std::string_view history_path = "/administration/history";
inline constexpr std::string_view audit_path = "/audit";
inline constexpr std::string_view reference_path = "/administration/reference-data";

using Handler = http::Response (*)(Context &);
/// Routes for administrators. With a description, programs whose token says `accounts:admin` may
/// use them too.
[[nodiscard]] web::Route get(std::string pattern, std::function<http::Response(Context &)> handler,
                             std::optional<web::ApiDoc> api = {});
[[nodiscard]] web::Route post(std::string pattern, std::function<http::Response(Context &)> handler,
                              std::optional<web::ApiDoc> api = {});
/// What OpenAPI says of them.
[[nodiscard]] web::ApiDoc about(std::string_view summary, std::span<records::Field const> body = {},
                                bool wants_version = false);

struct Page {
    std::string title;
    std::string lead;
    std::vector<html::Action> actions;
    html::Html content;
    std::vector<html::Link> above; ///< in the trail, between "Administration" and this page
    std::optional<html::Notice> flash;
    int status = 200;
};
[[nodiscard]] http::Response show(Context const &context, Page page);

/// Whether the history is what was written: a verdict and how many acts it is about. Reads all of
/// it.
[[nodiscard]] html::Html history_findings(Context const &context, storage::Reader &reader);

/// A form made of described fields: the same description reads the API's JSON.
struct InputForm {
    std::string url;
    std::span<records::Field const> fields;
    void const *value = nullptr;           ///< shown until something is typed
    records::Input const *typed = nullptr; ///< what was refused
    Refusal const *refusal = nullptr;
    std::optional<std::int64_t> version;
    std::string submit;
    html::Emphasis emphasis = html::Emphasis::primary;
    std::string cancel;
};
[[nodiscard]] html::Html input_form(Context const &context, storage::Reader &reader,
                                    InputForm const &form);
/// Reads what was typed or sent into `value`.
[[nodiscard]] Problems read_input(Context const &context, storage::Reader &reader,
                                  std::span<records::Field const> fields,
                                  records::Input const &input, void *value);

/// Why something is done to an account; it stays in the history.
struct Reason {
    std::string reason;
};
[[nodiscard]] std::span<records::Field const> reason_fields();

/// The path's part as an id: a malformed one names nothing.
template <typename Entity>
[[nodiscard]] Result<Id<Entity>> id_of(Context const &context, std::string_view part)
{
    auto const id = Id<Entity>::parse(context.part(part));
    if (!id) {
        return not_found();
    }
    return *id;
}

[[nodiscard]] int status_of(Refusal const *refusal);
[[nodiscard]] html::Html when_at(Context const &context, std::optional<Instant> const &instant);

} // namespace selatan::administration
