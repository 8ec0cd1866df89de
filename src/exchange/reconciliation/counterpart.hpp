/// \file
/// A counterpart: what somebody else reports of a project of ours. Proposed by the program with its
/// reasons, or linked by hand; confirmed or refused by an officer.
#pragma once

#include "base/coded.hpp"
#include "cooperation/projects/project.hpp"
#include "cooperation/reports/reported_activity.hpp"
#include "engine/linkage/linkage.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace selatan::reconciliation {

/// Where it is told: in an IATI file, or in a register that came as a spreadsheet.
enum class Source { iati, reported };
inline constexpr std::array<std::string_view, 2> sources{"iati", "reported"};
[[nodiscard]] constexpr std::string_view to_code(Source source)
{
    return code_in(sources, source);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Source &source)
{
    return value_in(sources, code, source);
}

/// Who found it.
enum class Finder { program, officer };
inline constexpr std::array<std::string_view, 2> finders{"program", "officer"};
[[nodiscard]] constexpr std::string_view to_code(Finder finder)
{
    return code_in(finders, finder);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, Finder &finder)
{
    return value_in(finders, code, finder);
}

/// One teller's word on one project: project, source, teller and identifier never change, and there
/// is one record of them. Versions of what is told come and go; it stays.
struct Counterpart {
    std::optional<Id<projects::Project>> project;
    std::optional<CountryCode> country; ///< the project's
    std::string teller;                 ///< as it calls itself
    std::string teller_ref;             ///< the publisher's reference, or the register's name
    std::string identifier;             ///< the teller's own, of what it tells
    std::string told_title;
    Source source = Source::iati;
    std::optional<Id<reports::ReportedActivity>> reported; ///< the register's row
    std::optional<std::int64_t> score; ///< 0 to 100; nothing: never compared by the program
    Finder found_by = Finder::program;
    std::optional<Date> judged_on;
    std::string reason; ///< of whoever judged last
};

extern records::NounOf<Counterpart> const counterparts;
/// See; "confirm", "refuse", "reconsider"; and of differences to settle them.
extern records::Policy const policy;

namespace states {
inline constexpr std::string_view proposed = "proposed";
inline constexpr std::string_view confirmed = "confirmed";
inline constexpr std::string_view refused = "refused";
inline constexpr std::string_view lapsed = "lapsed"; ///< the program no longer finds it likely
} // namespace states

using records::Head;
using records::Saved;

struct Confirmation {
    std::string reason; ///< may be empty
};
struct Refusing {
    std::string reason;
};

/// From now on what they say differently is listed.
[[nodiscard]] Result<Saved> confirm(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Confirmation const &wanted);
/// It is not proposed again unless something new speaks for it.
[[nodiscard]] Result<Saved> refuse_counterpart(storage::Tx &tx, auth::Identity const &by,
                                               Head const &head, std::int64_t version,
                                               Refusing const &wanted);
/// A judgement is taken back: it waits again.
[[nodiscard]] Result<Saved> reconsider(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                       std::int64_t version, Refusing const &wanted);

/// By hand: confirmed at once, or again what was refused. `told`: "iati:1234", the number of a
/// reported activity that stands, or "reported:RPT-2026-0001". In this order:
/// `reconciliation.project_missing`, `reconciliation.told_missing`,
/// `reconciliation.linked_already`.
struct Linking {
    std::string project;
    std::string told;
    std::string reason;
};
[[nodiscard]] Result<Saved> link(storage::Tx &tx, auth::Identity const &by, Linking const &wanted);

/// What was found anew of something that was refused before: is there a sign for it that was not
/// there then? Stronger signs of the same kind are not new.
[[nodiscard]] bool speaks_anew(std::span<linkage::Reason const> before,
                               std::span<linkage::Reason const> now);

} // namespace selatan::reconciliation
