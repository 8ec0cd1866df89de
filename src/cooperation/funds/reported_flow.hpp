/// \file
/// What others report of money: commitments and payments in a recipient's register, in a provider's
/// books. It stands beside the ledger and never on it, keeps the reporter's digits, and is never
/// summed with what we paid ourselves.
#pragma once

#include "base/coded.hpp"
#include "cooperation/reports/reported_activity.hpp"
#include "platform/web/panel.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::funds {

enum class FlowKind { commitment, disbursement };
inline constexpr std::array<std::string_view, 2> flow_kinds{"commitment", "disbursement"};
[[nodiscard]] constexpr std::string_view to_code(FlowKind kind)
{
    return code_in(flow_kinds, kind);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, FlowKind &kind)
{
    return value_in(flow_kinds, code, kind);
}

struct ReportedFlow {
    std::string reported_by; ///< the same words as its activity's: so they are found together
    std::string reported_id;
    std::string activity_id;
    FlowKind kind = FlowKind::commitment;
    std::int64_t year = 0;
    std::optional<Date> on_day;
    reports::ReportedAmount amount;
    std::string currency;                   ///< also those that are no longer
    std::optional<std::int64_t> amount_usd; ///< whole dollars
    std::optional<CountryCode> country;     ///< the recipient
    std::string provider_name;
    std::string attribution;
};

extern records::NounOf<ReportedFlow> const reported_flows;

// -- Sums -----------------------------------------------------------------------------------------

/// What is added up by. Of activities `kind` is the modality, of flows commitment or payment.
enum class By { reporter, year, country, provider, activity, kind };
inline constexpr std::array<std::string_view, 6> bys{"reporter", "year",     "country",
                                                     "provider", "activity", "kind"};
[[nodiscard]] constexpr std::string_view to_code(By by)
{
    return code_in(bys, by);
}
[[nodiscard]] constexpr bool from_code(std::string_view code, By &by)
{
    return value_in(bys, code, by);
}

/// Of one reporter: two of them may speak of the same money.
struct FlowSum {
    std::string reporter;
    std::string group; ///< a year, a country's code, a name as reported; of an activity its id
    std::string title; ///< of the activity, where the reporter told of it
    std::int64_t flows = 0;
    std::int64_t committed_usd = 0;
    std::int64_t paid_usd = 0;
};
struct ActivitySum {
    std::string reporter;
    std::string group;
    std::int64_t activities = 0;
    std::int64_t usd = 0;
};
/// Of what `may_see` lets through; `reporter` empty: all, each by itself. The largest first.
[[nodiscard]] std::vector<FlowSum> flow_sums(storage::Reader &reader,
                                             records::Filter const &may_see, By by,
                                             std::string_view reporter);
/// Only those that may be added up, by the reporter's word.
[[nodiscard]] std::vector<ActivitySum> activity_sums(storage::Reader &reader,
                                                     records::Filter const &may_see, By by,
                                                     std::string_view reporter);

struct ReportedActivityName {
    std::string reference;
    std::string title;
};
/// The activity that a flow belongs to, by the same reporter's word.
[[nodiscard]] std::optional<ReportedActivityName>
activity_of(storage::Reader &reader, ReportedFlow const &flow, records::Filter const &may_see);
/// The flows of one activity.
[[nodiscard]] std::optional<FlowSum> flows_of_activity(storage::Reader &reader, Uuid activity,
                                                       records::Filter const &may_see);

/// /reported-totals/flows and /reported-totals/activities, with `by` and `reporter`.
void add_reported_totals(web::Router &router);
/// The flows of a reported activity, on its page.
[[nodiscard]] html::Html draw_reported_flows(web::Context const &context, storage::Reader &reader,
                                             records::Head const &activity);

} // namespace selatan::funds
