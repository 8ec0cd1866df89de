/// \file
/// What is stored of a batch besides its noun's fields.
#pragma once

#include "exchange/reported/sources.hpp"
#include "platform/jobs/job.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reported {

/// Waits for other imports, and gives the number of this one.
[[nodiscard]] std::int64_t take_turn(storage::Tx &tx);

/// From here on activities can be read as those of this batch.
void begin_batch(storage::Tx &tx, Uuid batch, std::int64_t number, std::string_view version);

/// What stands around a file's activities, and which they are: the whole file without them.
struct Layout {
    struct Entry {
        std::string before;
        std::int64_t activity = 0;
    };
    std::vector<Entry> entries;
    std::string after;
};
/// Which versions the last batch of this source told that was imported and not undone; rising.
[[nodiscard]] std::vector<std::int64_t> activities_of_last(storage::Reader &reader,
                                                           std::string_view source);
/// Those that the last files of other names tell, of any of these publishers; rising.
[[nodiscard]] std::vector<std::int64_t>
activities_of_others(storage::Reader &reader, std::string_view source,
                     std::vector<std::int64_t> const &publishers);
[[nodiscard]] std::optional<Layout> layout_of(storage::Reader &reader, Uuid batch);

// -- Undo ---------------------------------------------------------------------------------------

/// References of later batches that tell of the same publishers; at most `limit`.
[[nodiscard]] std::vector<std::string> later_batches(storage::Reader &reader, std::int64_t batch,
                                                     int limit);
[[nodiscard]] std::int64_t number_of(storage::Reader &reader, Uuid batch);
/// JSON of the first notes, or of why it did not come in.
void put_report(storage::Tx &tx, Uuid batch, std::string const &report);
[[nodiscard]] std::string report_of(storage::Reader &reader, Uuid batch);
void put_job(storage::Tx &tx, Uuid batch, Uuid job);
/// That works or worked on it; nothing of a file that came by the command line.
[[nodiscard]] std::optional<jobs::Shown> job_of(storage::Reader &reader, Uuid batch);

// -- A file that waits --------------------------------------------------------------------------

void insert_piece(storage::Tx &tx, Uuid batch, std::int64_t number, Bytes const &bytes);
[[nodiscard]] std::optional<Bytes> piece_of(storage::Reader &reader, Uuid batch,
                                            std::int64_t number);
void delete_pieces(storage::Tx &tx, Uuid batch);

} // namespace selatan::reported
