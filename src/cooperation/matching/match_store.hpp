#pragma once

#include "cooperation/matching/catalogue.hpp"
#include "cooperation/matching/match.hpp"

#include <map>
#include <span>

namespace selatan::matching {

/// Is the offer on the request's list already, and not lapsed?
[[nodiscard]] bool is_proposed(storage::Reader &reader, Uuid request, Uuid offer);
/// The offers on a request's list that have not lapsed, with the reference of their match.
[[nodiscard]] std::map<Uuid, std::string> proposed_offers(storage::Reader &reader, Uuid request);
/// The requests on whose lists an offer stands, with the reference of the match.
[[nodiscard]] std::map<Uuid, std::string> proposed_requests(storage::Reader &reader, Uuid offer);

void write_reasons(storage::Tx &tx, Uuid match, std::vector<Reason> const &reasons);
[[nodiscard]] std::vector<Reason> reasons_of(storage::Reader &reader, Uuid match);

/// The open requests that `may_see` lets through, newest first, at most `most`.
[[nodiscard]] std::vector<OpenRequest> open_requests(storage::Reader &reader,
                                                     records::Filter const &may_see, int most);

/// Titles of records by id, in one query.
[[nodiscard]] std::map<Uuid, std::string> titles_of(storage::Reader &reader,
                                                    std::span<Uuid const> ids);

} // namespace selatan::matching
