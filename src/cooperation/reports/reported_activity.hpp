/// \file
/// What others report of cooperation: a research project's data set, a partner's register, a
/// provider's statistics. It stands apart from our own projects, says who reported it, keeps the
/// reporter's words beside our codes, and is never summed with what we know ourselves.
#pragma once

#include "platform/records/record.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace selatan::reports {

/// A decimal amount digit by digit as somebody reported it: other people's figures have other
/// people's precision, and belong to no ledger. Invariant: empty, or digits with at most one point
/// between them, without leading zeros.
struct ReportedAmount {
    std::string digits;
    friend bool operator==(ReportedAmount const &, ReportedAmount const &) = default;
};

struct ReportedActivity {
    std::string title;
    std::string reported_by; ///< "AidData: Global Chinese Official Finance 1.0"
    std::string reported_id; ///< the reporter's own identifier
    std::string description;
    std::optional<CountryCode> country; ///< the recipient, where there is exactly one
    records::Codes countries;           ///< countries that take part, where there are several
    std::string recipient;              ///< as reported: "Africa, regional"
    std::optional<CountryCode> provider;
    std::string provider_name;
    std::string sector;
    std::string sector_name;
    records::Codes goals;
    std::string modality;
    std::string status;
    std::optional<std::int64_t> year;
    std::optional<Date> start_on;
    std::optional<Date> end_on;
    ReportedAmount amount;
    std::optional<Currency> currency;
    std::optional<std::int64_t> amount_usd;
    bool is_countable = true; ///< by the reporter's word: no umbrella over others, no duplicate
    std::string funding;
    std::string implementing;
    std::string sources;
    std::string url;
    std::string attribution; ///< what the data's licence asks to be said
};

extern records::NounOf<ReportedActivity> const reported_activities;

} // namespace selatan::reports

template <>
struct selatan::records::Text<selatan::reports::ReportedAmount> {
    static constexpr Kind kind = Kind::text;
    static std::string print(reports::ReportedAmount const &value) { return value.digits; }
    static char const *parse(std::string_view text, reports::ReportedAmount &value);
};

template <>
struct selatan::storage::Column<selatan::reports::ReportedAmount> {
    static Value to(reports::ReportedAmount const &value) { return value.digits; }
    static reports::ReportedAmount from(Cell const &row, int column)
    {
        return {std::string{row.text(column)}};
    }
};
