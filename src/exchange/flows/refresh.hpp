/// \file
/// Makes the figures from what stands (flows.md): each amount in dollars, counted once, divided
/// among countries, sectors, goals and organisations.
#pragma once

#include "cooperation/reference/codelists.hpp"
#include "engine/flows/counted_once.hpp"
#include "exchange/flows/dimension.hpp"
#include "exchange/flows/in_dollars.hpp"
#include "exchange/flows/told.hpp"
#include "platform/jobs/runner.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <vector>

namespace selatan::reported_flows {

/// A row of flow_key.
struct Key {
    std::int64_t id = 0;
    Dimension dimension = Dimension::all;
    std::string code;
    std::string name;
    std::string country;
    std::string side;
};

/// A row of flow_transaction.
struct Figured {
    std::int64_t activity = 0;
    std::int64_t number = 0;
    Money money = Money::spent;
    std::int64_t year = 0;
    std::optional<std::int64_t> usd; ///< cents
    std::optional<std::int64_t> rate;
    std::int64_t left_out = 0;
    std::optional<flows::Reason> reason;
    std::optional<std::int64_t> instead;
};

/// A row of flow_part.
struct Part {
    Dimension dimension = Dimension::all;
    std::int64_t key = 0;
    Money money = Money::spent;
    std::int64_t year = 0;
    std::int64_t activity = 0;
    std::int64_t number = 0;
    bool is_south = false;
    std::int64_t counted = 0;
    std::int64_t left_out = 0;
    friend bool operator==(Part const &, Part const &) = default;
};

struct Unrated {
    std::string currency;
    Money money = Money::spent;
    std::int64_t year = 0;
    auto operator<=>(Unrated const &) const = default;
};
struct UnratedSum {
    std::int64_t hundredths = 0;
    std::int64_t transactions = 0;
};

struct Figures {
    std::vector<Key> keys;
    std::vector<Figured> transactions;
    std::vector<Part> parts; ///< in the order of the key of flow_part
    std::map<Unrated, UnratedSum> unrated;
    std::vector<UsedRate> rates;
    std::int64_t activities = 0;
};

/// Pure, but for the lists. `south`: the activities that count as South-South or triangular.
[[nodiscard]] Figures figure(Told const &told, reference::Codelists const &lists, Date today,
                             std::unordered_set<std::int64_t> const &south);

struct Refreshed {
    std::int64_t findings = 0;
    std::int64_t activities = 0;
    std::int64_t transactions = 0;
};
/// Findings, then all figures: read and reckoned on a snapshot, written in one transaction.
Refreshed refresh(storage::Store &store, std::function<bool()> const &should_stop = {});

/// Do the figures kept agree with their parts, and these with what stands? Every difference is a
/// sentence for a technician.
[[nodiscard]] std::vector<std::string> check(storage::Reader &reader);

/// Queued whenever what stands, a verdict or a rate changed; one waits for all.
inline constexpr std::string_view refresh_job = "flows.refresh";
void ask_for_refresh(storage::Tx &tx);

} // namespace selatan::reported_flows
