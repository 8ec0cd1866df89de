/// \file
/// What stands of reported activities, as far as figures need it.
#pragma once

#include "base/date.hpp"
#include "base/money.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace selatan::reported_flows {

/// As somebody wrote it.
struct ToldOrganisation {
    std::string ref;
    std::string name;
    std::string type; ///< list OrganisationType
};
/// The same for all ways of writing one organisation: its reference, else its name, folded.
[[nodiscard]] std::string code_of(ToldOrganisation const &organisation);

struct ToldActivity {
    std::int64_t id = 0;
    std::int64_t publisher = 0;
    std::int64_t identifier = 0;
    std::optional<std::int64_t> parent; ///< an identifier
    bool is_own = false;                ///< its identifier begins with the publisher's
};

/// Of an activity, or of one of its transactions.
struct ToldClass {
    enum class Kind : std::uint8_t { country = 1, region = 2, sector = 3, tag = 4 };
    std::int64_t activity = 0;
    std::int64_t transaction = 0; ///< 0: of the activity as a whole
    Kind kind = Kind::country;
    std::string vocabulary;
    std::string code;
    std::optional<std::int64_t> of_million;
};

struct ToldTransaction {
    std::int64_t activity = 0;
    std::int64_t number = 0;
    std::string type;
    Date on; ///< where it has no day of its own, its value's
    std::int64_t hundredths = 0;
    std::optional<Currency> currency;
    std::optional<Date> valued_on;
    std::optional<std::int64_t> provider; ///< organisations
    std::optional<std::int64_t> receiver;
    std::optional<std::int64_t> provider_activity; ///< identifiers
    std::optional<std::int64_t> receiver_activity;
    std::string aid;
    std::string channel;
};

/// Whether it takes the place of an original one. Before 2.01 the words were written out.
[[nodiscard]] bool is_revision(std::string_view budget_type);

struct ToldBudget {
    std::int64_t activity = 0;
    std::int64_t number = 0;
    bool is_revised = false;
    Date starts;
    std::optional<Date> ends;
    std::int64_t hundredths = 0;
    std::optional<Currency> currency;
    std::optional<Date> valued_on;
};

struct Told {
    std::unordered_map<std::int64_t, std::string> organisations; ///< code_of each
    std::unordered_map<std::int64_t, std::string> publishers;    ///< code_of each
    std::vector<ToldActivity> activities;                        ///< by id
    std::vector<ToldTransaction> transactions;                   ///< by activity and number
    std::vector<ToldBudget> budgets;                             ///< by activity and number
    std::vector<ToldClass> classes;                              ///< by activity and transaction
    /// Activities that count as South-South or triangular.
    std::unordered_set<std::int64_t> south;
};

/// Rows of flow_recount, both included.
struct Places {
    std::int64_t first = 0;
    std::int64_t last = 0;
};
/// What stands under the identifiers of these places, as far as something was found of it. Without
/// transactions and budgets that have no day or no amount: they are noted where they are read, and
/// belong to no year (`without_day`). Publishers are the caller's.
[[nodiscard]] Told read_told(storage::Reader &reader, Places const &places);

} // namespace selatan::reported_flows
