/// \file
/// The tables of what stands: rows made from what activities say. Private to this folder.
#pragma once

#include "exchange/reported/activity.hpp"
#include "exchange/reported/facet_store.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/register_store.hpp"
#include "exchange/reported/watcher.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace selatan::reported {

/// An activity that begins to stand, or stands again.
struct Standing {
    std::int64_t id = 0;
    Activity const *activity = nullptr;
    std::vector<std::int64_t> facets; ///< their numbers
};

/// Of one transaction, in which nobody else adds to these tables: it asks once how far they go.
class Rows {
public:
    /// `watchers` and `known` outlive it. What `known` holds then is true once this transaction is
    /// committed; where a part of it was taken back, both are of no use any more.
    Rows(storage::Tx &tx, KnownTexts &known, std::span<Watcher *const> watchers);

    [[nodiscard]] storage::Tx &tx() const { return m_tx; }
    [[nodiscard]] std::int64_t next_activity() { return ++m_last_activity; }

    /// Before some activities are wanted; then those; then their texts have numbers.
    void forget_if_many();
    void want(Activity const &activity, std::vector<Facet> const &facets);
    void resolve();

    [[nodiscard]] std::vector<std::int64_t> facet_numbers(std::vector<Facet> const &facets);
    /// Of an activity's own identifier, an empty one too.
    [[nodiscard]] std::int64_t identifier_number(std::string const &identifier)
    {
        return m_identifiers.find(identifier);
    }
    void insert(std::vector<Standing> const &all);
    /// Those of these activities go.
    void take(std::vector<std::int64_t> const &activities);

private:
    std::int64_t organisation(Organisation const &one);
    std::int64_t identifier(std::string const &text);
    void insert_money(std::vector<Standing> const &all);
    void insert_classes(std::vector<Standing> const &all);

    storage::Tx &m_tx;
    std::span<Watcher *const> m_watchers;
    Register m_identifiers;
    Register m_organisations;
    Register m_facet_names;
    std::int64_t m_last_activity;
    FacetIndex m_facet_index;
};

} // namespace selatan::reported
