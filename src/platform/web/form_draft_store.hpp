/// \file
/// Forms that save themselves while they are typed. A draft is nobody's record yet: it belongs to
/// the account that typed it, is never searched, listed or told in any history, and goes when the
/// form is saved.
#pragma once

#include "platform/auth/identity.hpp"
#include "platform/records/input.hpp"
#include "platform/records/noun.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>

namespace selatan::web {

/// Which form: a noun's new one, or that of one record.
struct DraftKey {
    records::Noun const &noun;
    std::optional<Uuid> record;
};

struct FormDraft {
    records::Input typed;
    std::optional<std::int64_t> version; ///< of the record when the form was opened
    Instant at;
};

[[nodiscard]] std::optional<FormDraft> find_draft(storage::Reader &reader,
                                                  auth::Identity const &who, DraftKey const &key);
/// Replaces what was kept before. Without any field, drops it.
void keep_draft(storage::Tx &tx, auth::Identity const &who, DraftKey const &key,
                records::Input const &typed, std::optional<std::int64_t> version);
void drop_draft(storage::Tx &tx, auth::Identity const &who, DraftKey const &key);

} // namespace selatan::web
