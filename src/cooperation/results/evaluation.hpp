/// \file
/// An evaluation of a project: before it, in the middle, at its end, and years later, when it shows
/// what is left. What was found is answered by those who are responsible.
#pragma once

#include "base/coded.hpp"
#include "cooperation/projects/project.hpp"

#include <array>
#include <optional>
#include <string>

namespace selatan::results {

using records::Head;
using records::Saved;

enum class Occasion { ex_ante, mid_term, at_end, ex_post };
inline constexpr std::array<std::string_view, 4> occasions{"ex_ante", "mid_term", "at_end",
                                                           "ex_post"};
[[nodiscard]] constexpr std::string_view to_code(Occasion occasion)
{
    return code_in(occasions, occasion);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Occasion &occasion)
{
    return value_in(occasions, code, occasion);
}

struct Evaluation {
    std::optional<Id<projects::Project>> project;
    Occasion occasion = Occasion::at_end;
    Date planned_on; ///< when it is due
    std::string evaluator;
    bool independent = false; ///< by nobody who planned or carried it out

    // Written by verbs alone.
    std::optional<Date> evaluated_on;
    std::string document;
    std::string findings;
    std::string recommendations;
    std::string response;
    std::optional<Date> responded_on;
};

extern records::NounOf<Evaluation> const evaluations;

namespace evaluation_states {
inline constexpr std::string_view planned = "planned";
inline constexpr std::string_view reported = "reported";
inline constexpr std::string_view answered = "answered";
inline constexpr std::string_view cancelled = "cancelled";
} // namespace evaluation_states

// -- What verbs ask for -------------------------------------------------------------------------

struct Replanning {
    Date planned_on;
    std::string evaluator;
    bool independent = false;
};
struct Findings {
    Date evaluated_on;
    std::string evaluator;
    std::string document;
    std::string findings;
    std::string recommendations;
};
struct Response {
    std::string response;
};
struct EvaluationCancellation {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// `results.project_not_over`: after its end means after its operations are closed; then
/// `common.in_the_future` on "evaluated_on".
[[nodiscard]] Result<void> decide_report(Evaluation const &evaluation,
                                         std::string_view project_state, Findings const &wanted,
                                         Date today);

// -- Verbs ----------------------------------------------------------------------------------------

[[nodiscard]] Result<Saved> replan(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Replanning const &wanted);
[[nodiscard]] Result<Saved> report(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Findings const &wanted);
[[nodiscard]] Result<Saved> respond(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Response const &wanted);
[[nodiscard]] Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, EvaluationCancellation const &wanted);

} // namespace selatan::results
