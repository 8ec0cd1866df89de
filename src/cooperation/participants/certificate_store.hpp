/// \file
/// Where certificates' secrets are kept, and what certificates ask besides their own fields.
#pragma once

#include "cooperation/participants/certificate.hpp"

#include <vector>

namespace selatan::participants {

inline constexpr std::string_view token_table = "training_certificate_token";

void put_certificate_token(storage::Tx &tx, Uuid certificate, auth::Token const &token,
                           storage::Bytes const &sealed);
[[nodiscard]] std::optional<Uuid> certificate_of_token(storage::Reader &reader,
                                                       auth::Token const &token);
[[nodiscard]] std::optional<storage::Bytes> sealed_token(storage::Reader &reader, Uuid certificate);
/// The participants of a call who completed it and have no certificate, at most so many.
[[nodiscard]] std::vector<Uuid> to_certify(storage::Reader &reader, Uuid call, int most);
[[nodiscard]] std::int64_t count_to_certify(storage::Reader &reader, Uuid call);
/// A participant's good one.
[[nodiscard]] std::optional<Uuid> valid_certificate_of(storage::Reader &reader, Uuid participant);
/// The good certificates of a call that `identity` may see, by name.
[[nodiscard]] std::vector<Uuid> valid_certificates_of(storage::Reader &reader,
                                                      auth::Identity const &identity, Uuid call);

} // namespace selatan::participants
