// From transactions to figures: dollars, counted once, divided. No database.
#include "exchange/flows/figures.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "engine/flows/shares.hpp"
#include "exchange/flows/budgets.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>

namespace selatan::reported_flows {

namespace {

using Codes = std::vector<std::pair<std::string, flows::Millionths>>;

/// Which kinds of money an IATI transaction type is. Incoming commitments (11) and the rest are in
/// no total.
std::optional<Money> money_of(std::string_view type)
{
    return type == "2"                  ? std::optional{Money::committed}
           : type == "3" || type == "4" ? std::optional{Money::spent}
           : type == "1"                ? std::optional{Money::incoming}
                                        : std::nullopt;
}

flows::Measure measure_of(Money money)
{
    return money == Money::committed ? flows::Measure::committed
           : money == Money::spent   ? flows::Measure::spent
           : money == Money::budget  ? flows::Measure::budget
                                     : flows::Measure::incoming;
}

/// What is given other than money: DisbursementChannel 3 and 4, AidType D01, D02, E01, E02.
std::string_view in_kind(ToldTransaction const &transaction)
{
    if (transaction.channel == "3" || transaction.channel == "4") {
        return "goods";
    }
    return transaction.aid == "D01"   ? "experts"
           : transaction.aid == "D02" ? "technical"
           : transaction.aid == "E01" ? "scholarships"
           : transaction.aid == "E02" ? "students"
                                      : "";
}

class Maker {
public:
    Maker(Told const &told, InDollars &dollars, Sides const &sides, Keys &keys)
        : m_told{told}, m_dollars{dollars}, m_sides{sides}, m_keys{keys}
    {
    }

    Figures make()
    {
        convert();
        count();
        divide();
        return std::move(m_figures);
    }

private:
    // -- In dollars -----------------------------------------------------------------------------

    ToldActivity const &told_of(std::int64_t activity) const
    {
        auto const found =
            std::lower_bound(m_told.activities.begin(), m_told.activities.end(), activity,
                             [](ToldActivity const &one, std::int64_t id) { return one.id < id; });
        ENSURE(found != m_told.activities.end() && found->id == activity);
        return *found;
    }

    Figured figured_of(std::int64_t activity, std::int64_t number, Money money, Date day) const
    {
        return {.identifier = told_of(activity).identifier,
                .activity = activity,
                .number = number,
                .money = money,
                .year = day.year(),
                .is_south = m_told.south.contains(activity)};
    }

    void convert()
    {
        m_figures.transactions.reserve(m_told.transactions.size() + m_told.budgets.size());
        for (auto const &one : m_told.transactions) {
            auto const money = money_of(one.type);
            ENSURE(money.has_value());
            auto const converted =
                m_dollars.convert(one.hundredths, one.currency, one.valued_on.value_or(one.on));
            auto figured = figured_of(one.activity, one.number, *money, one.on);
            if (converted) {
                figured.usd = converted->cents;
                figured.rate = converted->rate;
            } else {
                figured.currency = one.currency ? one.currency->to_string() : std::string{};
                figured.hundredths = one.hundredths;
            }
            m_figures.transactions.push_back(std::move(figured));
        }
        auto const all = std::span{m_told.budgets};
        for (std::size_t first = 0, end = 0; first < all.size(); first = end) {
            while (end < all.size() && all[end].activity == all[first].activity) {
                ++end;
            }
            convert_budgets(pieces_of(all.subspan(first, end - first)));
        }
    }

    /// Of one activity. A budget is converted as a whole, and then divided by days.
    void convert_budgets(std::vector<BudgetPiece> const &pieces)
    {
        std::int64_t number = 0;
        for (std::size_t first = 0, end = 0; first < pieces.size(); first = end) {
            auto const &one = *pieces[first].budget;
            std::vector<std::int64_t> days;
            for (; end < pieces.size() && pieces[end].budget == &one; ++end) {
                days.push_back(pieces[end].days);
            }
            auto const converted =
                m_dollars.convert(one.hundredths, one.currency, one.valued_on.value_or(one.starts));
            auto const amounts =
                flows::split_by_weight(converted ? converted->cents : one.hundredths, days);
            for (auto i = first; i < end; ++i) {
                auto const amount = amounts[i - first];
                auto figured = figured_of(one.activity, --number, Money::budget, pieces[i].first);
                figured.budget = one.number;
                figured.days = pieces[i].days;
                if (converted) {
                    figured.usd = amount;
                    figured.rate = converted->rate;
                } else {
                    figured.currency = one.currency ? one.currency->to_string() : std::string{};
                    figured.hundredths = amount;
                }
                if (pieces[i].is_replaced && amount != 0) {
                    figured.left_out = amount;
                    figured.reason = flows::Reason::revised;
                    figured.instead = one.activity;
                }
                m_figures.transactions.push_back(std::move(figured));
                m_pieces.push_back(pieces[i]);
            }
        }
    }

    // -- Counted once ---------------------------------------------------------------------------

    void count()
    {
        std::unordered_map<std::int64_t, flows::ActivityIndex> index;
        std::vector<flows::ToldActivity> activities;
        activities.reserve(m_told.activities.size());
        for (auto const &one : m_told.activities) {
            index[one.id] = static_cast<flows::ActivityIndex>(activities.size());
            activities.push_back(
                {.publisher = static_cast<std::uint32_t>(one.publisher),
                 .identity = static_cast<std::uint32_t>(one.identifier),
                 .is_secondary = false,
                 .is_own = one.is_own,
                 .parent = one.parent ? static_cast<std::uint32_t>(*one.parent) : flows::none});
        }
        std::map<std::string, std::uint16_t> units; // money without a rate, currency by currency
        std::vector<flows::ToldTransaction> transactions;
        transactions.reserve(m_figures.transactions.size());
        auto const day_of = [](Date day) {
            return static_cast<std::int32_t>(day.days().time_since_epoch().count());
        };
        for (std::size_t i = 0; i < m_figures.transactions.size(); ++i) {
            auto const &figured = m_figures.transactions[i];
            flows::ToldTransaction one{.activity = index.at(figured.activity),
                                       .measure = measure_of(figured.money),
                                       .amount = figured.usd.value_or(figured.hundredths)};
            if (!figured.usd) {
                one.unit = units
                               .try_emplace(*figured.currency,
                                            static_cast<std::uint16_t>(units.size() + 1))
                               .first->second;
            }
            if (i >= m_told.transactions.size()) {
                one.day = day_of(m_pieces[i - m_told.transactions.size()].first);
                if (figured.reason) {
                    one.measure = flows::Measure::other; // it is told for already
                    one.amount = 0;
                }
            } else {
                auto const &told = m_told.transactions[i];
                auto const counterpart = figured.money == Money::incoming ? told.provider_activity
                                                                          : told.receiver_activity;
                one.day = day_of(told.on);
                one.counterpart =
                    counterpart ? static_cast<std::uint32_t>(*counterpart) : flows::none;
            }
            transactions.push_back(one);
        }
        for (auto const &one : flows::count_once(activities, transactions).left_out) {
            auto &figured = m_figures.transactions[one.transaction];
            figured.left_out = one.amount;
            figured.reason = one.reason;
            figured.instead = m_told.activities[one.instead].id;
        }
    }

    // -- Whose it is ----------------------------------------------------------------------------

    /// Those of one transaction; of number 0, of the activity as a whole.
    std::span<ToldClass const> classes_of(std::int64_t activity, std::int64_t number) const
    {
        struct Before {
            bool operator()(ToldClass const &a, std::pair<std::int64_t, std::int64_t> b) const
            {
                return std::pair{a.activity, a.transaction} < b;
            }
            bool operator()(std::pair<std::int64_t, std::int64_t> a, ToldClass const &b) const
            {
                return a < std::pair{b.activity, b.transaction};
            }
        };
        auto const [first, last] = std::equal_range(m_told.classes.begin(), m_told.classes.end(),
                                                    std::pair{activity, number}, Before{});
        return {first, last};
    }

    static flows::Millionths share_of(ToldClass const &one)
    {
        return one.of_million.value_or(flows::not_said);
    }

    Codes places_in(std::span<ToldClass const> classes) const
    {
        Codes codes;
        for (auto const &one : classes) {
            if (one.kind == ToldClass::Kind::country) {
                auto const country = m_sides.country(one.code);
                codes.emplace_back(country ? country->to_string() : one.code, share_of(one));
            } else if (one.kind == ToldClass::Kind::region && one.vocabulary == "1") {
                codes.emplace_back(one.code.empty() ? std::string{} : "region " + one.code,
                                   share_of(one));
            }
        }
        return codes;
    }

    struct Vocabulary {
        ToldClass::Kind kind = ToldClass::Kind::sector;
        std::string_view code;
    };

    /// The first of the vocabularies that says something: of several each divides the whole.
    static Codes first_of(std::span<ToldClass const> classes,
                          std::span<Vocabulary const> vocabularies)
    {
        Codes codes;
        for (auto const &vocabulary : vocabularies) {
            for (auto const &one : classes) {
                if (one.kind == vocabulary.kind && one.vocabulary == vocabulary.code) {
                    codes.emplace_back(one.code, share_of(one));
                }
            }
            if (!codes.empty()) {
                break;
            }
        }
        return codes;
    }

    /// How a transaction is shared, dimension by dimension.
    struct Shares {
        Codes countries;
        Codes sectors;
        Codes goals;
    };

    Shares shares_in(std::span<ToldClass const> classes) const
    {
        using Kind = ToldClass::Kind;
        // DAC purposes, else DAC categories.
        constexpr std::array<Vocabulary, 2> dac{{{.code = "1"}, {.code = "2"}}};
        // The sector vocabularies 7 (goals) and 8 (targets), which have shares; else tags 2 and 3.
        constexpr std::array<Vocabulary, 4> goals{
            {{.code = "7"}, {.code = "8"}, {Kind::tag, "2"}, {Kind::tag, "3"}}};
        Shares shares{.countries = places_in(classes),
                      .sectors = first_of(classes, dac),
                      .goals = first_of(classes, goals)};
        for (auto &goal : shares.goals) {
            goal.first.resize(std::min(goal.first.size(), goal.first.find('.')));
        }
        return shares;
    }

    /// The transaction's own word comes before the activity's.
    Shares shares_of(ToldTransaction const &transaction, Shares const &of_activity) const
    {
        auto own = shares_in(classes_of(transaction.activity, transaction.number));
        auto const otherwise = [](Codes &codes, Codes const &others) {
            if (codes.empty()) {
                codes = others;
            }
        };
        otherwise(own.countries, of_activity.countries);
        otherwise(own.sectors, of_activity.sectors);
        otherwise(own.goals, of_activity.goals);
        return own;
    }

    // -- Parts ----------------------------------------------------------------------------------

    static bool is_whole(Codes const &codes)
    {
        return codes.empty() || (codes.size() == 1 && (codes.front().second == flows::not_said ||
                                                       codes.front().second == flows::whole));
    }

    /// One key has it all, or each has its part; what nobody has is the part of the empty code.
    void share(std::size_t transaction, Owner owner, Codes const &codes)
    {
        auto &of = m_figures.transactions[transaction];
        auto const index = static_cast<std::size_t>(owner);
        auto const dimension = dimensions_of_owners[index];
        if (is_whole(codes)) {
            of.owners[index] =
                m_keys.place(dimension, codes.empty() ? std::string_view{} : codes.front().first);
            return;
        }
        std::vector<flows::Millionths> shares;
        shares.reserve(codes.size());
        for (auto const &one : codes) {
            shares.push_back(one.second);
        }
        auto const counted = flows::split(*of.usd - of.left_out, shares);
        auto const left_out = flows::split(of.left_out, shares);
        struct Piece {
            std::int64_t counted = 0;
            std::int64_t left_out = 0;
            bool is_even = false;
        };
        // A code that is listed twice is one.
        std::map<std::string_view, Piece> by_code;
        auto const add = [&](std::string_view code, Piece const &more) {
            auto &piece = by_code[code];
            piece.counted += more.counted;
            piece.left_out += more.left_out;
            piece.is_even = piece.is_even || more.is_even;
        };
        for (std::size_t i = 0; i < codes.size(); ++i) {
            add(codes[i].first,
                {counted.parts[i], left_out.parts[i], !flows::is_said(codes[i].second)});
        }
        add("", {counted.rest, left_out.rest, false});
        std::erase_if(by_code, [](auto const &piece) {
            return piece.second.counted == 0 && piece.second.left_out == 0;
        });
        if (by_code.size() == 1) {
            of.owners[index] = m_keys.place(dimension, by_code.begin()->first);
            return;
        }
        for (auto const &[code, piece] : by_code) {
            m_figures.parts.push_back({.transaction = transaction,
                                       .key = m_keys.place(dimension, code),
                                       .counted = piece.counted,
                                       .left_out = piece.left_out,
                                       .is_even = piece.is_even});
        }
    }

    std::string_view code_of(std::optional<std::int64_t> organisation,
                             std::string_view otherwise) const
    {
        auto const found =
            organisation ? m_told.organisations.find(*organisation) : m_told.organisations.end();
        return found == m_told.organisations.end() ? otherwise : std::string_view{found->second};
    }

    /// What an activity says for all of its money.
    struct Teller {
        std::int64_t activity = 0;
        Shares shares;
        std::string_view reporter;
    };

    Teller teller_of(std::int64_t activity) const
    {
        return {.activity = activity,
                .shares = shares_in(classes_of(activity, 0)),
                .reporter = m_told.publishers.at(told_of(activity).publisher)};
    }

    void divide()
    {
        std::optional<Teller> teller;
        for (std::size_t i = 0; i < m_figures.transactions.size(); ++i) {
            auto &of = m_figures.transactions[i];
            if (!teller || teller->activity != of.activity) {
                teller = teller_of(of.activity);
            }
            if (of.usd.value_or(0) == 0) {
                continue; // it is in no figure
            }
            auto const own = [&](Owner owner, std::string_view code) {
                auto const index = static_cast<std::size_t>(owner);
                of.owners[index] = m_keys.place(dimensions_of_owners[index], code);
            };
            auto const reporter = teller->reporter;
            own(Owner::publisher, reporter);
            auto const share_all = [&](Shares const &shares) {
                share(i, Owner::country, shares.countries);
                share(i, Owner::sector, shares.sectors);
                share(i, Owner::goal, shares.goals);
            };
            // Who is not named is who reports: the standard's assumption for both sides.
            if (i >= m_told.transactions.size()) {
                own(Owner::provider, reporter);
                own(Owner::receiver, "");
                share_all(teller->shares);
                continue;
            }
            auto const &told = m_told.transactions[i];
            bool const comes_in = of.money == Money::incoming;
            own(Owner::provider, code_of(told.provider, comes_in ? "" : reporter));
            own(Owner::receiver, code_of(told.receiver, comes_in ? reporter : ""));
            if (auto const kind = in_kind(told); !kind.empty()) {
                own(Owner::in_kind, kind);
            }
            share_all(shares_of(told, teller->shares));
        }
    }

    Told const &m_told;
    InDollars &m_dollars;
    Sides const &m_sides;
    Keys &m_keys;
    Figures m_figures;
    std::vector<BudgetPiece> m_pieces; ///< what stands behind the transactions
};

} // namespace

Place Keys::place(Dimension dimension, std::string_view code)
{
    std::string name{static_cast<char>(dimension)};
    name += code;
    auto const [known, is_new] =
        m_places.try_emplace(std::move(name), static_cast<Place>(m_keys.size()));
    if (is_new) {
        m_keys.push_back({.dimension = dimension, .code = std::string{code}});
    }
    return known->second;
}

Place Keys::corridor(Place provider, Place country)
{
    auto const [known, is_new] = m_corridors.try_emplace({provider, country}, nowhere);
    if (is_new) {
        known->second =
            place(Dimension::corridor, m_keys[provider].code + ">" + m_keys[country].code);
    }
    return known->second;
}

Place Keys::category(Place sector)
{
    constexpr std::size_t digits = 3;
    auto const [known, is_new] = m_categories.try_emplace(sector, nowhere);
    if (is_new) {
        known->second = place(Dimension::category, m_keys[sector].code.substr(0, digits));
    }
    return known->second;
}

Figures figure(Told const &told, InDollars &dollars, Sides const &sides, Keys &keys)
{
    return Maker{told, dollars, sides, keys}.make();
}

} // namespace selatan::reported_flows
