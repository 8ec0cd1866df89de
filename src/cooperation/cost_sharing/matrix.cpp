#include "cooperation/cost_sharing/matrix.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace selatan::cost_sharing {

namespace {

/// Quantities are counted in ten-thousandths: an Amount has at most four digits behind its point.
constexpr int quantity_digits = 4;
constexpr std::int64_t percent = 100;

std::int64_t &figure_of(Figures &figures, Known known)
{
    switch (known) {
    case Known::planned:
        return figures.planned;
    case Known::obligated:
        return figures.obligated;
    case Known::paid:
        return figures.paid;
    case Known::reported:
        return figures.reported;
    case Known::paid_in:
        break;
    }
    throw Bug{"what was paid into the pool is no cost"};
}

/// Each party's part of what the pool planned and paid, where their shares make a whole.
void divide_pool(Row &row, std::span<std::int64_t const> shares)
{
    for (auto const figure :
         {&Figures::planned, &Figures::obligated, &Figures::paid, &Figures::reported}) {
        auto const parts = divided(row.pool.*figure, shares);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            row.by_party[i].*figure += parts[i];
        }
    }
}

/// In the words of the reader's own language later: here only what tells one row from another.
auto order_of(Row const &row)
{
    return std::tuple{row.line.empty(), row.line_number, row.line, !row.measure.currency,
                      row.measure};
}

} // namespace

int Measure::digits() const
{
    return currency ? minor_digits(*currency) : quantity_digits;
}

Measure measure_of(CostItem const &item)
{
    if (item.contribution == Contribution::cash) {
        return {.currency = item.currency, .unit = Unit::item, .grade = {}};
    }
    return {.currency = {}, .unit = item.unit.value_or(Unit::item), .grade = item.grade};
}

std::optional<std::int64_t> count_of(Amount const &amount, Measure const &measure)
{
    if (measure.currency) {
        auto const money = amount.in(*measure.currency);
        return money ? std::optional{money->minor_units()} : std::nullopt;
    }
    if (amount.is_empty()) {
        return 0;
    }
    auto const point = amount.digits.find('.');
    auto text = amount.digits.substr(0, point);
    auto fraction = point == std::string::npos ? std::string{} : amount.digits.substr(point + 1);
    // More than a leg of the ledger holds is no quantity of anything either.
    constexpr std::size_t whole_most = 12;
    if (text.size() > whole_most || fraction.size() > quantity_digits) {
        return std::nullopt;
    }
    fraction.resize(quantity_digits, '0');
    text += fraction;
    return std::stoll(text);
}

sheets::Decimal decimal_of(std::int64_t count, Measure const &measure)
{
    auto digits = measure.digits();
    // A quantity is written as it was asked for: 30, not 30.0000.
    while (!measure.currency && digits > 0 && count % 10 == 0) {
        count /= 10;
        --digits;
    }
    return {count, digits};
}

Figures &Figures::operator+=(Figures const &more)
{
    planned += more.planned;
    obligated += more.obligated;
    paid += more.paid;
    reported += more.reported;
    return *this;
}

bool Figures::is_empty() const
{
    return *this == Figures{};
}

std::vector<std::int64_t> divided(std::int64_t whole, std::span<std::int64_t const> shares)
{
    ENSURE(std::accumulate(shares.begin(), shares.end(), std::int64_t{0}) == percent);
    std::vector<std::int64_t> parts;
    std::vector<std::pair<std::int64_t, std::size_t>> lost; ///< what rounding took, and from whom
    auto const sign = whole < 0 ? -1 : 1;
    auto const size = whole < 0 ? -whole : whole;
    std::int64_t left = size;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        // In two steps: an amount times a hundred may leave 64 bits.
        auto const rest = size % percent * shares[i];
        parts.push_back(size / percent * shares[i] + rest / percent);
        lost.emplace_back(rest % percent, i);
        left -= parts.back();
    }
    std::ranges::stable_sort(lost, std::ranges::greater{},
                             &std::pair<std::int64_t, std::size_t>::first);
    for (std::size_t i = 0; left > 0; ++i, --left) {
        ++parts[lost[i].second];
    }
    for (auto &part : parts) {
        part *= sign;
    }
    return parts;
}

Matrix make_matrix(Arrangement arrangement, std::vector<PartyColumn> parties,
                   std::span<Entry const> entries)
{
    Matrix matrix;
    matrix.parties = std::move(parties);
    auto const columns = matrix.parties.size();
    std::vector<std::int64_t> shares;
    for (auto const &one : matrix.parties) {
        shares.push_back(one.share.value_or(0));
        matrix.sum_of_shares += shares.back();
    }
    matrix.is_pool_divided = arrangement == Arrangement::pool && matrix.sum_of_shares == percent;

    std::map<std::pair<std::string, Measure>, Row> rows;
    std::map<Measure, Row> totals;
    for (auto const &entry : entries) {
        if (entry.known == Known::paid_in) {
            continue;
        }
        auto &row = rows[{entry.line, entry.measure}];
        if (row.by_party.empty()) {
            row = {.line = entry.line,
                   .line_number = entry.line_number,
                   .measure = entry.measure,
                   .by_party = std::vector<Figures>(columns),
                   .pool = {},
                   .whole = {}};
        }
        row.line_number = std::max(row.line_number, entry.line_number);
        auto const at = std::ranges::find_if(
            matrix.parties, [&](PartyColumn const &one) { return entry.party == one.id; });
        auto &cell = at == matrix.parties.end()
                         ? row.pool
                         : row.by_party[static_cast<std::size_t>(at - matrix.parties.begin())];
        figure_of(cell, entry.known) += entry.count;
        figure_of(row.whole, entry.known) += entry.count;
        matrix.has_pool = matrix.has_pool || at == matrix.parties.end();
    }
    for (auto &[key, row] : rows) {
        if (matrix.is_pool_divided && row.measure.currency) {
            divide_pool(row, shares);
        }
        auto &total = totals[row.measure];
        total.measure = row.measure;
        total.by_party.resize(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            total.by_party[i] += row.by_party[i];
        }
        total.pool += row.pool;
        total.whole += row.whole;
        matrix.rows.push_back(std::move(row));
    }
    std::ranges::sort(matrix.rows, {}, order_of);
    for (auto &[measure, total] : totals) {
        matrix.totals.push_back(std::move(total));
    }
    std::ranges::sort(matrix.totals, {}, order_of);
    return matrix;
}

std::optional<Uuid>
party_of_money(std::span<PartyColumn const> parties, std::optional<Uuid> office,
               std::optional<CountryCode> country,
               std::function<std::optional<CountryCode>(Uuid)> const &country_of_office)
{
    auto const only = [&](auto const &is_it) -> std::optional<Uuid> {
        std::optional<Uuid> found;
        for (auto const &one : parties) {
            if (is_it(one.party)) {
                if (found) {
                    return std::nullopt;
                }
                found = one.id;
            }
        }
        return found;
    };
    if (office) {
        if (auto const found = only([&](projects::Party const &party) {
                return party.organisation && party.organisation->uuid() == *office;
            })) {
            return found;
        }
    }
    auto const whose = country || !office ? country : country_of_office(*office);
    if (!whose) {
        return std::nullopt;
    }
    if (auto const found = only([&](projects::Party const &party) {
            return !party.organisation && party.country == whose;
        })) {
        return found;
    }
    // A trust fund's office is nobody's ministry: only a country's own money is its offices'.
    if (office) {
        return std::nullopt;
    }
    return only([&](projects::Party const &party) {
        return party.organisation && country_of_office(party.organisation->uuid()) == whose;
    });
}

std::string column_text(Arrangement arrangement, PartyColumn const &party,
                        std::span<Entry const> entries)
{
    std::vector<std::string> lines;
    for (auto const &entry : entries) {
        bool const is_theirs =
            entry.party == party.id || (arrangement == Arrangement::pool && !entry.party);
        if (entry.known != Known::planned || !is_theirs) {
            continue;
        }
        auto line = entry.line + '\t' + decimal_of(entry.count, entry.measure).to_string() + ' ';
        line += entry.measure.currency ? entry.measure.currency->to_string()
                                       : std::string{to_code(entry.measure.unit)};
        line += '\t' + entry.measure.grade + '\t' + (entry.party ? "own" : "pool");
        lines.push_back(std::move(line));
    }
    std::ranges::sort(lines);
    std::string text;
    for (auto const &line : lines) {
        text += line + '\n';
    }
    if (!text.empty() && arrangement == Arrangement::pool) {
        text += "share\t" + (party.share ? std::to_string(*party.share) : std::string{}) + '\n';
    }
    return text;
}

std::variant<Converted, MissingRate> converted(Matrix const &matrix, Currency to,
                                               RateOf const &rate_of)
{
    Money const none{0, to};
    Converted sums{
        .planned_by_party = {}, .planned = none, .paid = none, .reported = none, .rates = {}};
    sums.planned_by_party.resize(matrix.parties.size(), none);
    for (auto const &row : matrix.totals) {
        if (!row.measure.currency) {
            continue;
        }
        auto const from = *row.measure.currency;
        auto const rate = from == to ? std::nullopt : rate_of(from);
        if (from != to && !rate) {
            return MissingRate{from};
        }
        auto const exchanged = [&](std::int64_t count) {
            Money const money{count, from};
            return rate ? rate->convert(money) : money;
        };
        for (std::size_t i = 0; i < row.by_party.size(); ++i) {
            auto &sum = sums.planned_by_party[i];
            sum = sum + exchanged(row.by_party[i].planned);
        }
        sums.planned = sums.planned + exchanged(row.whole.planned);
        sums.paid = sums.paid + exchanged(row.whole.paid);
        sums.reported = sums.reported + exchanged(row.whole.reported);
        if (rate) {
            sums.rates.push_back(*rate);
        }
    }
    return sums;
}

} // namespace selatan::cost_sharing
