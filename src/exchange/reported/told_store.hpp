/// \file
/// What an import writes, and what it reads for that.
#pragma once

#include "exchange/reported/comparison.hpp"
#include "exchange/reported/register_store.hpp"
#include "exchange/reported/watcher.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace selatan::reported {

// -- Reading ------------------------------------------------------------------------------------

/// A version of an activity that is kept.
struct Earlier {
    std::int64_t id = 0;
    std::string publisher;
    std::int64_t occurrence = 0;
    std::int64_t version = 0;
    Bytes digest;
    bool stands = false;
};
/// All that is kept under these identifiers.
[[nodiscard]] std::unordered_map<std::string, std::vector<Earlier>>
earlier_versions(storage::Reader &reader, std::vector<std::string> identifiers);

/// The newest of this publisher.
[[nodiscard]] std::optional<Dictionary> find_dictionary(storage::Reader &reader,
                                                        std::string_view publisher);

// -- Writing ------------------------------------------------------------------------------------

struct Counts {
    std::int64_t activities = 0;
    std::int64_t fresh = 0;
    std::int64_t changed = 0;
    std::int64_t same = 0;
    std::int64_t vanished = 0;
    std::int64_t notes = 0;
};

class Rows; ///< rows_store.hpp

/// Puts into the tables what a file tells, as one batch.
class Writer {
public:
    /// `rows` outlive it.
    Writer(Rows &rows, std::int64_t batch);
    ~Writer();
    Writer(Writer const &) = delete;
    Writer &operator=(Writer const &) = delete;

    /// `dictionary`: what they are compressed with; stored with the first. They need not be
    /// compressed until `await_compressed` has returned.
    void write(std::vector<Told> const &told, Dictionary const &dictionary,
               std::function<void()> const &await_compressed);
    /// Ends those of `earlier` (rising) that the file has no longer, of publishers that it has. One
    /// that a file of another name tells goes on, or what that file says of it stands again.
    void end_vanished(std::string_view source, std::vector<std::int64_t> const &earlier);
    /// The batch's counts by publisher, what each comes to by now, and the batch's layout.
    void finish(Uuid batch, std::string const &after);

    [[nodiscard]] Counts const &counts() const;
    /// By the publisher's ref.
    [[nodiscard]] std::vector<std::string> publishers() const;

    // For undo.
    /// Rows of the tables of what stands, from their sources.
    void put_rows(std::vector<std::int64_t> const &activities);
    /// Takes away the rows of the tables of what stands.
    void take_rows(std::vector<std::int64_t> const &activities);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Takes away what the batch brought, lets stand again what it ended.
void undo_batch(storage::Tx &tx, Uuid id, std::int64_t batch, std::span<Watcher *const> watchers);

} // namespace selatan::reported
