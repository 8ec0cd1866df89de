/// \file
/// Rates of exchange in memory: immutable, shared by all who convert, read when somebody first
/// does.
///
///     reference::Exchange exchange{reader};
///     auto const rate = exchange.rate(idr, eur, today);
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "cooperation/reference/exchange_rate.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace selatan::reference {

class Rates {
public:
    explicit Rates(storage::Reader &reader);

    /// Of the database when they were read; rises with every change of any list.
    [[nodiscard]] std::int64_t revision() const { return m_revision; }

    /// Of two currencies: the latest rate on or before the day, the most exact kind of that day;
    /// where neither is the US dollar, through it. Nothing when one has none so early.
    [[nodiscard]] std::optional<ExchangeRate> rate(Currency from, Currency to, Date date) const;

private:
    struct Point {
        Date on;
        RateKind kind = RateKind::day;
        std::uint32_t source = 0; ///< in `m_sources`
        Rate rate = Rate::one();
    };

    [[nodiscard]] Point const *latest(Currency currency, Date date) const;

    std::int64_t m_revision = 0;
    std::vector<std::string> m_sources;              ///< few
    std::map<Currency, std::vector<Point>> m_points; ///< by day, of one day the most exact last
};

/// Those of the database that `reader` reads. One snapshot per process and database.
[[nodiscard]] std::shared_ptr<Rates const> rates(storage::Reader &reader);

/// Rates for whoever may need some: asked for with the first amount of another currency, and once.
class Exchange {
public:
    explicit Exchange(storage::Reader &reader) : m_reader{&reader} {}
    /// As of Rates; one for one within a currency.
    [[nodiscard]] std::optional<ExchangeRate> rate(Currency from, Currency to, Date date);

private:
    storage::Reader *m_reader;
    std::shared_ptr<Rates const> m_rates;
};

} // namespace selatan::reference
