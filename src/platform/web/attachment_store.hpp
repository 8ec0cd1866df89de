/// \file
/// Which files belong to which record.
#pragma once

#include "base/audience.hpp"
#include "platform/events/event.hpp"
#include "platform/files/file.hpp"
#include "platform/storage/store.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace selatan::web {

struct Attachment {
    Uuid id;
    Uuid record;
    Id<files::File> file;
    Instant at;
    std::string added_by;
    Audience audience = Audience::internal;
    std::string description;
};

[[nodiscard]] std::vector<Attachment> attachments_of(storage::Reader &reader, Uuid record,
                                                     Audience audience);
/// Of several records, newest first, at most 100.
[[nodiscard]] std::vector<Attachment>
attachments_of_several(storage::Reader &reader, std::span<Uuid const> records, Audience audience);
[[nodiscard]] std::optional<Attachment> find_attachment(storage::Reader &reader, Uuid record,
                                                        Uuid attachment, Audience audience);
void insert_attachment(storage::Tx &tx, Uuid record, Id<files::File> file,
                       events::Actor const &actor, Audience audience,
                       std::string const &description);

} // namespace selatan::web
