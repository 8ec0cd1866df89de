#include "cooperation/reference/rates.hpp"

#include "base/ensure.hpp"
#include "cooperation/reference/snapshot.hpp"

#include <algorithm>

namespace selatan::reference {

namespace {

Currency dollar()
{
    static auto const usd = *Currency::parse("USD");
    return usd;
}

SnapshotCache<Rates> &cache()
{
    static SnapshotCache<Rates> the_cache;
    return the_cache;
}

} // namespace

Rates::Rates(storage::Reader &reader) : m_revision{store::revision(reader)}
{
    std::vector<Point> *points = nullptr; // the rows of a currency stand together
    std::optional<Currency> currency;
    std::map<std::string, std::uint32_t, std::less<>> sources;
    store::each_rate(reader, [&](RateRow &&row) {
        auto const rate = Rate::parse(row.rate);
        ENSURE(rate.has_value());
        if (currency != row.currency) {
            currency = row.currency;
            points = &m_points[row.currency];
        }
        auto const [source, is_new] = sources.try_emplace(
            std::move(row.source), static_cast<std::uint32_t>(m_sources.size()));
        if (is_new) {
            m_sources.push_back(source->first);
        }
        points->push_back(
            {.on = row.on, .kind = row.kind, .source = source->second, .rate = *rate});
    });
    for (auto &[of, all] : m_points) {
        std::stable_sort(all.begin(), all.end(), [](Point const &a, Point const &b) {
            return a.on != b.on ? a.on < b.on : a.kind > b.kind;
        });
        all.shrink_to_fit();
    }
}

Rates::Point const *Rates::latest(Currency currency, Date date) const
{
    auto const found = m_points.find(currency);
    if (found == m_points.end()) {
        return nullptr;
    }
    auto const after = std::ranges::upper_bound(found->second, date, {}, &Point::on);
    return after == found->second.begin() ? nullptr : &*std::prev(after);
}

std::optional<ExchangeRate> Rates::rate(Currency from, Currency to, Date date) const
{
    ENSURE(from != to);
    auto const *const from_point = from == dollar() ? nullptr : latest(from, date);
    auto const *const to_point = to == dollar() ? nullptr : latest(to, date);
    if ((from_point == nullptr && from != dollar()) || (to_point == nullptr && to != dollar())) {
        return std::nullopt;
    }
    auto const quoted = [&](Point const &point, Rate rate) {
        return ExchangeRate{.from = from,
                            .to = to,
                            .rate = rate,
                            .on = point.on,
                            .kind = point.kind,
                            .source = m_sources[point.source]};
    };
    if (from_point == nullptr) {
        return quoted(*to_point, to_point->rate);
    }
    auto const rate =
        (to_point == nullptr ? Rate::one() : to_point->rate).divided_by(from_point->rate);
    if (!rate) {
        return std::nullopt;
    }
    auto crossed = quoted(*from_point, *rate);
    if (to_point != nullptr) {
        crossed.on = std::min(crossed.on, to_point->on);
        crossed.kind = std::max(crossed.kind, to_point->kind);
        if (from_point->source != to_point->source) {
            crossed.source += ", " + m_sources[to_point->source];
        }
    }
    return crossed;
}

std::shared_ptr<Rates const> rates(storage::Reader &reader)
{
    return cache().current(reader);
}

std::optional<ExchangeRate> Exchange::rate(Currency from, Currency to, Date date)
{
    if (from == to) {
        return ExchangeRate{.from = from, .to = to, .on = date};
    }
    if (!m_rates) {
        m_rates = rates(*m_reader);
    }
    return m_rates->rate(from, to, date);
}

} // namespace selatan::reference
