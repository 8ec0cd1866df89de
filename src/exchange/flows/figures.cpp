// From transactions to figures: dollars, counted once, divided. No database.
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/sides.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "engine/flows/shares.hpp"

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
    Maker(Told const &told, reference::Codelists const &lists, Date today,
          std::unordered_set<std::int64_t> const &south)
        : m_told{told}, m_south{south}, m_dollars{lists}, m_sides{lists, today}
    {
    }

    Figures make()
    {
        convert();
        count();
        divide();
        m_figures.rates = m_dollars.rates();
        m_figures.activities = static_cast<std::int64_t>(m_told.activities.size());
        std::sort(m_figures.parts.begin(), m_figures.parts.end(), [](Part const &a, Part const &b) {
            auto const order = [](Part const &part) {
                return std::tuple{part.dimension, part.key,      part.money,
                                  part.year,      part.activity, part.number};
            };
            return order(a) < order(b);
        });
        return std::move(m_figures);
    }

private:
    void convert()
    {
        for (auto const &one : m_told.transactions) {
            auto const money = money_of(one.type);
            ENSURE(money.has_value());
            auto const converted =
                m_dollars.convert(one.hundredths, one.currency, one.valued_on.value_or(one.on));
            Figured figured{.activity = one.activity,
                            .number = one.number,
                            .money = *money,
                            .year = one.on.year(),
                            .usd = std::nullopt};
            if (converted) {
                figured.usd = converted->cents;
                figured.rate = converted->rate;
            } else {
                auto &sum =
                    m_figures.unrated[{one.currency ? one.currency->to_string() : std::string{},
                                       *money, one.on.year()}];
                // A sum that would not fit stays where it is: such amounts are no payments.
                if (__builtin_add_overflow(sum.hundredths, one.hundredths, &sum.hundredths)) {
                    sum.hundredths = one.hundredths;
                }
                ++sum.transactions;
            }
            m_figures.transactions.push_back(figured);
        }
    }

    void count()
    {
        std::unordered_map<std::int64_t, flows::ActivityIndex> index;
        std::vector<flows::ToldActivity> activities;
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
        for (std::size_t i = 0; i < m_told.transactions.size(); ++i) {
            auto const &told = m_told.transactions[i];
            auto const &figured = m_figures.transactions[i];
            std::uint16_t unit = 0;
            if (!figured.usd) {
                auto const code = told.currency ? told.currency->to_string() : std::string{};
                unit = units.try_emplace(code, static_cast<std::uint16_t>(units.size() + 1))
                           .first->second;
            }
            auto const counterpart =
                figured.money == Money::incoming ? told.provider_activity : told.receiver_activity;
            transactions.push_back(
                {.activity = index.at(told.activity),
                 .measure = measure_of(figured.money),
                 .day = static_cast<std::int32_t>(told.on.days().time_since_epoch().count()),
                 .amount = figured.usd.value_or(told.hundredths),
                 .unit = unit,
                 .counterpart =
                     counterpart ? static_cast<std::uint32_t>(*counterpart) : flows::none});
        }
        for (auto const &one : flows::count_once(activities, transactions).left_out) {
            auto &figured = m_figures.transactions[one.transaction];
            figured.left_out = one.amount;
            figured.reason = one.reason;
            figured.instead = m_told.activities[one.instead].id;
        }
    }

    // -- Keys -----------------------------------------------------------------------------------

    std::int64_t key(Dimension dimension, std::string const &code)
    {
        auto const [place, is_new] = m_keys.try_emplace({dimension, code}, m_figures.keys.size());
        if (is_new) {
            m_figures.keys.push_back({.id = static_cast<std::int64_t>(m_figures.keys.size()) + 1,
                                      .dimension = dimension,
                                      .code = code,
                                      .name = {},
                                      .country = {},
                                      .side = {}});
        }
        return m_figures.keys[place->second].id;
    }

    /// Of one organisation, however it is written: its reference, else its folded name.
    std::string organisation_code(ToldOrganisation const &organisation) const
    {
        auto const code = fold(organisation.ref.empty() ? organisation.name : organisation.ref);
        return clean(code);
    }

    static std::string name_of(ToldOrganisation const &organisation)
    {
        return clean(organisation.name.empty() ? organisation.ref : organisation.name);
    }

    std::int64_t organisation_key(Dimension dimension, ToldOrganisation const &organisation)
    {
        auto const id = key(dimension, organisation_code(organisation));
        auto &row = m_figures.keys[static_cast<std::size_t>(id - 1)];
        if (row.name.empty()) {
            row.name = name_of(organisation);
        }
        if (row.side.empty() || row.side == "unknown") {
            auto const home = m_sides.home(organisation);
            constexpr std::array<std::string_view, 4> sides{"unknown", "south", "north",
                                                            "multilateral"};
            row.side = sides[static_cast<std::size_t>(home.side)];
            row.country = home.country ? home.country->to_string() : std::string{};
        }
        return id;
    }

    // -- Parts ----------------------------------------------------------------------------------

    /// Those of one transaction; of number 0, of the activity as a whole.
    template <typename Chosen>
    std::vector<ToldClass const *> classes_of(std::int64_t activity, std::int64_t number,
                                              Chosen const &chosen) const
    {
        auto const [first, last] =
            std::equal_range(m_told.classes.begin(), m_told.classes.end(),
                             ToldClass{.activity = activity,
                                       .transaction = number,
                                       .vocabulary = {},
                                       .code = {},
                                       .of_million = {}},
                             [](ToldClass const &a, ToldClass const &b) {
                                 return std::tuple{a.activity, a.transaction} <
                                        std::tuple{b.activity, b.transaction};
                             });
        std::vector<ToldClass const *> all;
        for (auto one = first; one != last; ++one) {
            if (chosen(*one)) {
                all.push_back(&*one);
            }
        }
        return all;
    }

    static flows::Millionths share_of(ToldClass const &one)
    {
        return one.of_million.value_or(flows::not_said);
    }

    Codes places_of(ToldTransaction const &transaction) const
    {
        auto const is_place = [](ToldClass const &some) {
            return some.kind == ToldClass::Kind::country ||
                   (some.kind == ToldClass::Kind::region && some.vocabulary == "1");
        };
        auto places = classes_of(transaction.activity, transaction.number, is_place);
        if (places.empty()) {
            places = classes_of(transaction.activity, 0, is_place);
        }
        Codes codes;
        for (auto const *const one : places) {
            if (one->code.empty()) {
                codes.emplace_back("", share_of(*one));
            } else if (one->kind == ToldClass::Kind::region) {
                codes.emplace_back("region " + one->code, share_of(*one));
            } else {
                auto const country = m_sides.country(one->code);
                codes.emplace_back(country ? country->to_string() : one->code, share_of(*one));
            }
        }
        return codes;
    }

    struct Vocabulary {
        ToldClass::Kind kind = ToldClass::Kind::sector;
        std::string_view code;
    };

    /// The first of the vocabularies that says something: of several each divides the whole. The
    /// transaction's own word comes before the activity's.
    Codes first_of(ToldTransaction const &transaction,
                   std::span<Vocabulary const> vocabularies) const
    {
        Codes codes;
        for (auto const number : {transaction.number, std::int64_t{0}}) {
            for (auto const &vocabulary : vocabularies) {
                for (auto const *const one :
                     classes_of(transaction.activity, number, [&](ToldClass const &some) {
                         return some.kind == vocabulary.kind && some.vocabulary == vocabulary.code;
                     })) {
                    codes.emplace_back(one->code, share_of(*one));
                }
                if (!codes.empty()) {
                    return codes;
                }
            }
        }
        return codes;
    }

    /// DAC purposes, else DAC categories.
    Codes sectors_of(ToldTransaction const &transaction) const
    {
        constexpr std::array<Vocabulary, 2> dac{{{.code = "1"}, {.code = "2"}}};
        return first_of(transaction, dac);
    }

    /// Goals of the sector vocabularies 7 (goals) and 8 (targets), which have shares; else of the
    /// tags 2 and 3.
    Codes goals_of(ToldTransaction const &transaction) const
    {
        using Kind = ToldClass::Kind;
        constexpr std::array<Vocabulary, 4> sources{
            {{.code = "7"}, {.code = "8"}, {Kind::tag, "2"}, {Kind::tag, "3"}}};
        auto codes = first_of(transaction, sources);
        for (auto &code : codes) {
            code.first.resize(std::min(code.first.size(), code.first.find('.')));
        }
        return codes;
    }

    ToldOrganisation const &reporter_of(std::int64_t activity) const
    {
        auto const found =
            std::lower_bound(m_told.activities.begin(), m_told.activities.end(), activity,
                             [](ToldActivity const &a, std::int64_t id) { return a.id < id; });
        return m_told.publishers.at(found->publisher);
    }

    ToldOrganisation const &organisation(std::optional<std::int64_t> id,
                                         ToldOrganisation const &otherwise) const
    {
        auto const found = id ? m_told.organisations.find(*id) : m_told.organisations.end();
        return found == m_told.organisations.end() ? otherwise : found->second;
    }

    void add(Figured const &of, Dimension dimension, std::int64_t key, std::int64_t counted,
             std::int64_t left_out)
    {
        if (counted == 0 && left_out == 0) {
            return;
        }
        m_figures.parts.push_back({.dimension = dimension,
                                   .key = key,
                                   .money = of.money,
                                   .year = of.year,
                                   .activity = of.activity,
                                   .number = of.number,
                                   .is_south = m_south.contains(of.activity),
                                   .counted = counted,
                                   .left_out = left_out});
    }

    struct Piece {
        std::string code;
        std::int64_t counted = 0;
        std::int64_t left_out = 0;
    };

    /// Parts of both amounts by code; what nobody has is the part of the empty code.
    std::vector<Piece> pieces(Figured const &of, Codes const &codes) const
    {
        std::vector<flows::Millionths> shares;
        for (auto const &one : codes) {
            shares.push_back(one.second);
        }
        auto const counted = flows::split(*of.usd - of.left_out, shares);
        auto const left_out = flows::split(of.left_out, shares);
        std::map<std::string, Piece> by_code; // a code that is listed twice is one
        for (std::size_t i = 0; i < codes.size(); ++i) {
            auto &piece = by_code[codes[i].first];
            piece.counted += counted.parts[i];
            piece.left_out += left_out.parts[i];
        }
        if (counted.rest != 0 || left_out.rest != 0) {
            by_code[""].counted += counted.rest;
            by_code[""].left_out += left_out.rest;
        }
        std::vector<Piece> all;
        for (auto &[code, piece] : by_code) {
            piece.code = code;
            all.push_back(std::move(piece));
        }
        return all;
    }

    void divide()
    {
        for (std::size_t i = 0; i < m_told.transactions.size(); ++i) {
            auto const &told = m_told.transactions[i];
            auto const &of = m_figures.transactions[i];
            if (!of.usd) {
                continue;
            }
            auto const whole = [&](Dimension dimension, std::int64_t key) {
                add(of, dimension, key, *of.usd - of.left_out, of.left_out);
            };
            auto const &reporter = reporter_of(told.activity);
            // Who is not named is who reports: the standard's assumption for both sides.
            auto const &provider =
                organisation(told.provider, of.money == Money::incoming ? nobody() : reporter);
            auto const &receiver =
                organisation(told.receiver, of.money == Money::incoming ? reporter : nobody());
            whole(Dimension::all, key(Dimension::all, ""));
            whole(Dimension::publisher, organisation_key(Dimension::publisher, reporter));
            whole(Dimension::provider, organisation_key(Dimension::provider, provider));
            whole(Dimension::receiver, organisation_key(Dimension::receiver, receiver));
            if (auto const kind = in_kind(told); !kind.empty()) {
                whole(Dimension::in_kind, key(Dimension::in_kind, std::string{kind}));
            }
            for (auto const &piece : pieces(of, places_of(told))) {
                add(of, Dimension::country, key(Dimension::country, piece.code), piece.counted,
                    piece.left_out);
                auto const corridor =
                    key(Dimension::corridor, organisation_code(provider) + ">" + piece.code);
                // Its provider's, so that a list of corridors asks for no other names.
                m_figures.keys[static_cast<std::size_t>(corridor - 1)].name = name_of(provider);
                add(of, Dimension::corridor, corridor, piece.counted, piece.left_out);
            }
            std::map<std::string, Piece> categories;
            for (auto const &piece : pieces(of, sectors_of(told))) {
                add(of, Dimension::sector, key(Dimension::sector, piece.code), piece.counted,
                    piece.left_out);
                auto &category = categories[piece.code.substr(0, 3)];
                category.counted += piece.counted;
                category.left_out += piece.left_out;
            }
            for (auto const &[code, piece] : categories) {
                add(of, Dimension::category, key(Dimension::category, code), piece.counted,
                    piece.left_out);
            }
            for (auto const &piece : pieces(of, goals_of(told))) {
                add(of, Dimension::goal, key(Dimension::goal, piece.code), piece.counted,
                    piece.left_out);
            }
        }
    }

    static ToldOrganisation const &nobody()
    {
        static ToldOrganisation const none;
        return none;
    }

    Told const &m_told;
    std::unordered_set<std::int64_t> const &m_south;
    InDollars m_dollars;
    Sides m_sides;
    Figures m_figures;
    std::map<std::pair<Dimension, std::string>, std::size_t> m_keys;
};

} // namespace

Figures figure(Told const &told, reference::Codelists const &lists, Date today,
               std::unordered_set<std::int64_t> const &south)
{
    return Maker{told, lists, today, south}.make();
}

} // namespace selatan::reported_flows
