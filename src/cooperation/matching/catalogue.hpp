/// \file
/// The published offers in memory, ready to be ranked for a request; and the reverse, requests for
/// an offer. Everything here is computed from what is handed in: the stores are asked elsewhere.
#pragma once

#include "cooperation/matching/alphabet.hpp"
#include "cooperation/matching/reason.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/reference/exchange_rate.hpp"
#include "cooperation/requests/request.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace selatan::matching {

/// What was found to fit, by its position in the list that was ranked.
struct Suggestion {
    std::size_t index = 0;
    int score = 0;               ///< 0 to 100
    std::vector<Reason> reasons; ///< the most telling first
};

/// What was left out, and why: nothing disappears silently.
struct LeftOut {
    std::size_t index = 0;
    ranking::Exclusion why{};
};

struct Suggestions {
    std::vector<Suggestion> best;
    std::vector<LeftOut> left_out;
    std::size_t considered = 0;
};

/// What one unit of a currency is in dollars; nothing where there is no rate.
using DollarRate = std::function<std::optional<reference::ExchangeRate>(Currency)>;

/// The offers of a moment. Safe to use from several threads, one ranking at a time.
class Catalogue {
public:
    Catalogue(std::vector<offers::Published> offers,
              std::shared_ptr<reference::Codelists const> lists, Date today,
              DollarRate const &dollar_rate);

    [[nodiscard]] std::vector<offers::Published> const &offers() const { return m_offers; }
    [[nodiscard]] reference::Codelists const &lists() const { return *m_lists; }
    /// The best `count` for a request, the year's capacity that of its beginning, or of today.
    [[nodiscard]] Suggestions for_request(requests::Request const &request, Date today,
                                          std::size_t count) const;

private:
    std::shared_ptr<reference::Codelists const> m_lists;
    std::vector<offers::Published> m_offers; ///< without their long texts: those are tokens now
    std::vector<std::optional<double>> m_unit_costs; ///< in dollars
    std::vector<std::vector<int>> m_regions;         ///< in which each was delivered
    std::unique_ptr<Alphabet> m_alphabet;
    /// What differs from request to request (eligibility, capacity of the year, deliveries nearby)
    /// is written into these before each ranking: copying ten thousand of them would cost as much
    /// again.
    mutable std::mutex m_mutex;
    mutable std::vector<ranking::Candidate> m_candidates;
};

/// The current catalogue of the database that `reader` reads: one small query, unless offers or
/// lists changed since it was made.
[[nodiscard]] std::shared_ptr<Catalogue const> catalogue(storage::Reader &reader);

/// A request that is still open, as the reverse ranks it.
struct OpenRequest {
    Uuid id;
    std::string reference;
    std::int64_t version = 0;
    requests::Request request;
};

/// The best `count` requests for an offer. Capacity, cost and track record tell nothing here.
[[nodiscard]] Suggestions for_offer(offers::Offer const &offer,
                                    std::vector<OpenRequest> const &requests,
                                    reference::Codelists const &lists, Date today,
                                    std::size_t count);

} // namespace selatan::matching
