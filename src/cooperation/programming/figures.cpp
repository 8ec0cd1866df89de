#include "cooperation/programming/figures.hpp"

#include "cooperation/programming/commitment_store.hpp"
#include "cooperation/reference/lists.hpp"

#include <map>

namespace selatan::programming {

namespace {

using Parts = std::map<std::string, Part>;

std::vector<Part> in_order(Parts const &parts)
{
    std::vector<Part> all;
    all.reserve(parts.size());
    for (auto const &[code, part] : parts) {
        all.emplace_back(part).code = code;
    }
    return all;
}

bool is_ranked(LineRow const &line)
{
    return line.state == line_states::ranked && line.included;
}

/// Values lines in the plan's currency: what is established at its own rate, the rest at today's.
class Valuer {
public:
    Valuer(storage::Reader &reader, PlanYear const &year)
        : m_exchange{reader}, m_lists{reference::lists(reader)},
          m_currency{year.currency.value_or(Currency{})}, m_today{reader.today()}
    {
    }

    [[nodiscard]] std::optional<std::int64_t> operator()(LineRow const &row)
    {
        if (row.state == line_states::established) {
            return row.plan_amount;
        }
        PlanLine line;
        line.amount = row.amount;
        line.currency = row.currency;
        auto const value = valued(m_exchange, line, m_currency, m_today);
        return value ? std::optional{value->amount} : std::nullopt;
    }
    [[nodiscard]] reference::Codelists const &lists() const { return *m_lists; }

private:
    reference::Exchange m_exchange;
    std::shared_ptr<reference::Codelists const> m_lists;
    Currency m_currency;
    Date m_today;
};

void add(Part &part, LineRow const &line, std::int64_t amount)
{
    ++part.lines;
    (is_ranked(line) ? part.ranked : part.established) += amount;
}

} // namespace

Part sum_of(std::vector<Part> const &parts)
{
    Part sum;
    for (auto const &part : parts) {
        sum.lines += part.lines;
        sum.established += part.established;
        sum.ranked += part.ranked;
    }
    return sum;
}

Figures figures_of(storage::Reader &reader, Uuid plan, PlanYear const &year,
                   records::Filter const &may_see)
{
    Valuer value{reader, year};
    Figures figures;
    for (auto const &hold : holds_of(reader, plan)) {
        figures.ceilings.push_back({.hold = hold});
    }
    auto const day = first_day_of(year);
    for (auto const &line : lines_of(reader, plan, {.sql = "1 = 1", .values = {}})) {
        if (!is_ranked(line)) {
            continue;
        }
        auto const amount = value(line);
        if (!amount) {
            ++figures.without_rate;
            continue;
        }
        auto const codes = records::Text<records::Codes>::print(line.countries);
        Claim const claim{.line = line.id,
                          .amount = *amount,
                          .fund = line.fund,
                          .countries = countries_of(line.country, codes)};
        for (auto &ceiling : figures.ceilings) {
            if (counts_on(claim, ceiling.hold, value.lists(), day)) {
                ceiling.ranked += *amount;
            }
        }
    }
    Parts countries;
    Parts sectors;
    Parts own;
    for (auto const &line : lines_of(reader, plan, may_see)) {
        bool const is_reported = line.state == line_states::reported;
        bool const counts = line.state == line_states::established || is_ranked(line);
        auto const amount = counts || is_reported ? value(line) : std::nullopt;
        if (!amount) {
            figures.without_rate += is_reported ? 1 : 0; // ranked ones are counted above
            continue;
        }
        auto const country = line.country ? line.country->to_string() : std::string{};
        if (is_reported) {
            add(own[country], line, *amount);
        } else {
            add(countries[country], line, *amount);
            add(sectors[line.sector], line, *amount);
        }
    }
    figures.countries = in_order(countries);
    figures.sectors = in_order(sectors);
    figures.own_budgets = in_order(own);
    return figures;
}

} // namespace selatan::programming
