#include "cooperation/matching/catalogue.hpp"

#include "base/money.hpp"
#include "cooperation/matching/prose.hpp"
#include "cooperation/reference/lists.hpp"
#include "cooperation/reference/rates.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

namespace selatan::matching {

namespace {

using ranking::Criterion;

// -- Words --------------------------------------------------------------------------------------

/// Hashed words of records, kept because taking a text apart costs more than ranking it. A record's
/// version never changes what it says, so nothing here goes stale; when it is full it starts anew.
class TokenShelf {
public:
    template <typename Make>
    [[nodiscard]] std::vector<std::uint64_t> get(Uuid record, std::int64_t version,
                                                 Make const &make)
    {
        {
            std::lock_guard const lock{m_mutex};
            auto const found = m_tokens.find(record);
            if (found != m_tokens.end() && found->second.version == version) {
                return found->second.tokens;
            }
        }
        Prose prose;
        make(prose);
        std::lock_guard const lock{m_mutex};
        if (m_tokens.size() >= kept_most) {
            m_tokens.clear();
        }
        auto &kept = m_tokens[record];
        kept = {version, prose.tokens()};
        return kept.tokens;
    }

private:
    static constexpr std::size_t kept_most = 50'000;
    struct Kept {
        std::int64_t version = 0;
        std::vector<std::uint64_t> tokens;
    };
    std::mutex m_mutex;
    std::unordered_map<Uuid, Kept> m_tokens;
};

TokenShelf &shelf()
{
    static TokenShelf the_shelf;
    return the_shelf;
}

void read_offer(Prose &prose, offers::Offer const &offer)
{
    prose.add(offer.title);
    prose.add(offer.titles);
    prose.add(offer.summary);
    prose.add(offer.offered);
}

void read_request(Prose &prose, requests::Request const &request)
{
    prose.add(request.title);
    prose.add(request.problem);
    prose.add(request.wanted);
}

// -- Sides --------------------------------------------------------------------------------------

/// Languages that the request names; else those of its country: its people speak them.
std::vector<std::string> languages_of(requests::Request const &request,
                                      reference::Codelists const &lists)
{
    if (!request.languages.empty() || !request.country) {
        return request.languages;
    }
    auto const *const country = lists.country(*request.country);
    return country == nullptr ? std::vector<std::string>{} : country->official_languages;
}

std::vector<std::string> sectors_of(requests::Request const &request)
{
    return request.sector.empty() ? std::vector<std::string>{} : std::vector{request.sector};
}

/// A price in one currency for all; nothing where it is not stated or has no rate.
std::optional<double> dollars(offers::Offer const &offer, DollarRate const &dollar_rate)
{
    if (offer.unit_cost_usd) {
        return static_cast<double>(*offer.unit_cost_usd);
    }
    auto const dollar = Currency::parse("USD");
    if (!offer.unit_cost || !offer.currency) {
        return std::nullopt;
    }
    if (*offer.currency == *dollar) {
        return static_cast<double>(*offer.unit_cost);
    }
    auto const rate = dollar_rate(*offer.currency);
    if (!rate) {
        return std::nullopt;
    }
    auto const scaled =
        static_cast<double>(rate->rate.mantissa()) / std::pow(10.0, rate->rate.scale());
    return static_cast<double>(*offer.unit_cost) * scaled;
}

/// The part of the world that a country lies in, by its M49 number; 0 where there is none.
int region_of(reference::Codelists const &lists, CountryCode code)
{
    auto const *const country = lists.country(code);
    int region = 0;
    if (country != nullptr) {
        auto const &text = country->sub_region;
        std::from_chars(text.data(), text.data() + text.size(), region);
    }
    return region;
}

std::vector<std::string> groups_of(reference::Codelists const &lists, CountryCode country,
                                   Date today)
{
    std::vector<std::string> all;
    for (auto const *membership : lists.groups(country, today)) {
        if (membership->kind == "member") {
            all.push_back(membership->group);
        }
    }
    return all;
}

bool admits(offers::Offer const &offer, CountryCode country, std::vector<std::string> const &groups)
{
    if (offer.eligible_groups.empty() && offer.eligible_countries.empty()) {
        return true;
    }
    auto const in_groups = std::ranges::any_of(groups, [&](auto const &group) {
        return std::ranges::find(offer.eligible_groups, group) != offer.eligible_groups.end();
    });
    return in_groups || std::ranges::find(offer.eligible_countries, country.view()) !=
                            offer.eligible_countries.end();
}

// -- Why ----------------------------------------------------------------------------------------

/// What a year has left, beside what it began with; nothing where there is no limit.
struct YearFigures {
    std::int64_t capacity = 0;
    std::int64_t left = 0;
    int year = 0;
    offers::Unit unit = offers::Unit::places;
};

/// Everything that the reasons of one candidate are told from.
struct Telling {
    reference::Codelists const &lists;
    Alphabet const &alphabet;
    Prose const &wanted_words;
    ranking::Candidate const &candidate;
    std::optional<YearFigures> year;
};

class Explain {
public:
    Explain(Reason &reason, Telling const &telling) : m_reason{&reason}, m_telling{&telling} {}

    void operator()(std::monostate /*nothing is stated*/) const { m_reason->kind = "silent"; }
    void operator()(ranking::ModalityFacts const &facts) const
    {
        bool const same = facts.common != 0;
        m_reason->kind = same ? "same" : facts.family ? "family" : "none";
        m_reason->codes = m_telling->alphabet.modalities().codes(
            same ? facts.common : m_telling->candidate.modalities);
    }
    void operator()(ranking::SectorFacts const &facts) const
    {
        m_reason->kind = facts.common_digits == 5   ? "same"
                         : facts.common_digits >= 3 ? "near"
                         : facts.common_digits >= 2 ? "far"
                                                    : "none";
        m_reason->codes = {sector_code(m_telling->lists, facts.available)};
        m_reason->others = {sector_code(m_telling->lists, facts.wanted)};
    }
    void operator()(ranking::SdgFacts const &facts) const
    {
        m_reason->kind = !facts.targets.empty() ? "same" : !facts.goals.empty() ? "goal" : "none";
        for (auto const &target : facts.targets) {
            m_reason->codes.push_back(sdg_code(target));
        }
        if (facts.targets.empty()) {
            for (auto const goal : facts.goals) {
                m_reason->codes.push_back(std::to_string(goal));
            }
        }
    }
    void operator()(ranking::LanguageFacts const &facts) const
    {
        m_reason->kind = facts.common != 0 ? "same" : "none";
        m_reason->codes = m_telling->alphabet.languages().codes(facts.common);
    }
    void operator()(ranking::ProximityFacts const &facts) const
    {
        m_reason->kind = "distance";
        // A hundred kilometres is as exact as the middle of a country can be.
        m_reason->figures = {static_cast<std::int64_t>(std::lround(facts.km / 100)) * 100};
    }
    void operator()(ranking::LikenessFacts const &facts) const
    {
        m_reason->kind = "likeness";
        m_reason->codes = m_telling->alphabet.climates().codes(facts.common_climates);
        m_reason->others = m_telling->alphabet.circles().codes(facts.common_groups);
        m_reason->figures = {facts.income_steps.value_or(unknown_steps), facts.both_islands ? 1 : 0,
                             facts.both_landlocked ? 1 : 0};
    }
    void operator()(ranking::CapacityFacts const & /*facts*/) const
    {
        auto const &year = m_telling->year;
        m_reason->kind = year ? std::string{to_code(year->unit)} : "unlimited";
        if (year) {
            m_reason->figures = {year->left, year->capacity, year->year};
        }
    }
    void operator()(ranking::TrackRecordFacts const &facts) const
    {
        m_reason->kind = "record";
        m_reason->figures = {facts.record.delivered, facts.record.delivered_in_region};
    }
    void operator()(ranking::CostFacts const &facts) const
    {
        m_reason->kind = "cost";
        m_reason->figures = {std::llround(facts.unit_cost), std::llround(facts.median)};
    }
    void operator()(ranking::WordsFacts const &facts) const
    {
        m_reason->kind = facts.count == 0 ? "none" : "common";
        m_reason->figures = {facts.count};
        for (auto const position : facts.wanted) {
            m_reason->codes.push_back(m_telling->wanted_words.word(position));
        }
    }

private:
    /// No difference of income is this: the sentence about it is left out.
    static constexpr int unknown_steps = 9;

    Reason *m_reason;
    Telling const *m_telling;
};

int thousandths(double share)
{
    return static_cast<int>(std::lround(share * 1000));
}

Suggestion suggestion_of(ranking::Ranked const &ranked, Telling const &telling)
{
    Suggestion made{.index = ranked.index,
                    .score = static_cast<int>(std::lround(ranked.score * 100)),
                    .reasons = {}};
    for (auto const &part : ranked.reasons) {
        if (part.weight <= 0) {
            continue;
        }
        auto &reason = made.reasons.emplace_back();
        reason.criterion = part.criterion;
        reason.score = thousandths(part.score);
        reason.weight = thousandths(part.weight);
        std::visit(Explain{reason, telling}, part.facts);
    }
    std::ranges::stable_sort(made.reasons, std::ranges::greater{}, &Reason::contribution);
    return made;
}

} // namespace

// -- Offers for a request -------------------------------------------------------------------------

Catalogue::Catalogue(std::vector<offers::Published> offers,
                     std::shared_ptr<reference::Codelists const> lists, Date today,
                     DollarRate const &dollar_rate)
    : m_lists{std::move(lists)}, m_offers{std::move(offers)}
{
    std::set<std::string> spoken;
    for (auto const &one : m_offers) {
        spoken.insert(one.offer.languages.begin(), one.offer.languages.end());
    }
    m_alphabet = std::make_unique<Alphabet>(*m_lists, today,
                                            std::vector<std::string>{spoken.begin(), spoken.end()});
    m_candidates.reserve(m_offers.size());
    for (auto &one : m_offers) {
        auto &offer = one.offer;
        ranking::Candidate candidate;
        candidate.id = one.id;
        candidate.modalities = m_alphabet->modalities_of({offer.modality});
        candidate.sectors = sector_numbers(offer.sectors);
        candidate.sdgs = sdg_numbers(offer.sdgs);
        candidate.languages = m_alphabet->languages_of(offer.languages);
        candidate.country =
            offer.country ? m_alphabet->country(*offer.country) : ranking::Country{};
        candidate.period = {.from = offer.valid_from, .until = offer.valid_until};
        candidate.tokens =
            shelf().get(one.id, one.version, [&](Prose &prose) { read_offer(prose, offer); });
        m_candidates.push_back(std::move(candidate));
        m_unit_costs.push_back(dollars(offer, dollar_rate));
        auto &regions = m_regions.emplace_back();
        for (auto const where : one.delivered_to) {
            regions.push_back(region_of(*m_lists, where));
        }
        offer.offered.clear();
        offer.offered.shrink_to_fit();
        offer.track_record.clear();
        offer.track_record.shrink_to_fit();
    }
}

Suggestions Catalogue::for_request(requests::Request const &request, Date today,
                                   std::size_t count) const
{
    Prose words;
    read_request(words, request);
    ranking::Wanted wanted;
    wanted.modalities = m_alphabet->modalities_of(request.modalities);
    wanted.sectors = sector_numbers(sectors_of(request));
    wanted.sdgs = sdg_numbers(request.sdgs);
    wanted.languages = m_alphabet->wanted_languages(languages_of(request, *m_lists));
    wanted.country = request.country ? m_alphabet->country(*request.country) : ranking::Country{};
    // A request that does not say when means from today on.
    wanted.period = {.from = std::max(request.starts.value_or(today), today),
                     .until = request.ends};
    wanted.places = request.people.value_or(0);
    wanted.tokens = words.tokens();
    ranking::Parameters parameters;
    parameters.modality_families = m_alphabet->modality_families();

    int const year = request.starts.value_or(today).year();
    auto const country = request.country.value_or(CountryCode{});
    auto const groups = groups_of(*m_lists, country, today);
    auto const region = region_of(*m_lists, country);

    std::lock_guard const lock{m_mutex};
    for (std::size_t i = 0; i < m_offers.size(); ++i) {
        auto const &one = m_offers[i];
        auto &candidate = m_candidates[i];
        candidate.eligible = admits(one.offer, country, groups);
        candidate.capacity_left = one.left_in(year);
        if (candidate.capacity_left && one.offer.unit != offers::Unit::places &&
            *candidate.capacity_left > 0) {
            // Expert-days and items cannot be compared with people: that some are left is enough.
            candidate.capacity_left =
                std::max<std::int64_t>(*candidate.capacity_left, wanted.places);
        }
        candidate.track_record.delivered = static_cast<std::int32_t>(one.delivered_to.size());
        candidate.track_record.delivered_in_region =
            static_cast<std::int32_t>(region == 0 ? 0 : std::ranges::count(m_regions[i], region));
        // A day of an expert and a year at a university have no price in common.
        bool const comparable =
            wanted.modalities == 0 || (candidate.modalities & wanted.modalities) != 0;
        candidate.unit_cost = comparable ? m_unit_costs[i] : std::nullopt;
    }

    auto const ranking = ranking::rank(wanted, m_candidates, count, parameters);
    Suggestions found{.best = {}, .left_out = {}, .considered = ranking.considered};
    for (auto const &ranked : ranking.best) {
        auto const &one = m_offers[ranked.index];
        Telling telling{*m_lists, *m_alphabet, words, m_candidates[ranked.index], std::nullopt};
        if (auto const left = one.left_in(year)) {
            auto const kept = std::ranges::find(one.years, year, &offers::YearCapacity::year);
            auto const capacity =
                kept != one.years.end() ? kept->capacity : one.offer.places.value_or(*left);
            telling.year = YearFigures{capacity, *left, year, one.offer.unit};
        }
        found.best.push_back(suggestion_of(ranked, telling));
    }
    for (auto const &excluded : ranking.excluded) {
        found.left_out.push_back({.index = excluded.index, .why = excluded.why});
    }
    return found;
}

std::shared_ptr<Catalogue const> catalogue(storage::Reader &reader)
{
    struct Kept {
        std::optional<Uuid> stamp;
        std::shared_ptr<reference::Codelists const> lists;
        Date today;
        std::shared_ptr<Catalogue const> made;
    };
    static std::mutex mutex;
    static Kept kept;

    auto const stamp = offers::stamp(reader);
    auto lists = reference::lists(reader);
    auto const today = reader.today();
    {
        std::lock_guard const lock{mutex};
        if (kept.made && stamp && kept.stamp == stamp && kept.lists == lists &&
            kept.today == today) {
            return kept.made;
        }
    }
    reference::Exchange exchange{reader};
    auto made = std::make_shared<Catalogue const>(
        offers::published(reader), lists, today,
        [&](Currency currency) { return exchange.rate(currency, *Currency::parse("USD"), today); });
    std::lock_guard const lock{mutex};
    kept = {stamp, std::move(lists), today, made};
    return made;
}

// -- Requests for an offer ------------------------------------------------------------------------

Suggestions for_offer(offers::Offer const &offer, std::vector<OpenRequest> const &requests,
                      reference::Codelists const &lists, Date today, std::size_t count)
{
    Alphabet const alphabet{lists, today, offer.languages};
    Prose words;
    read_offer(words, offer);
    ranking::Wanted wanted;
    wanted.modalities = alphabet.modalities_of({offer.modality});
    wanted.sectors = sector_numbers(offer.sectors);
    wanted.sdgs = sdg_numbers(offer.sdgs);
    wanted.languages = alphabet.wanted_languages(offer.languages);
    wanted.country = offer.country ? alphabet.country(*offer.country) : ranking::Country{};
    wanted.period = {.from = offer.valid_from, .until = offer.valid_until};
    wanted.tokens = words.tokens();

    ranking::Parameters parameters;
    parameters.modality_families = alphabet.modality_families();
    for (auto const criterion : {Criterion::capacity, Criterion::track_record, Criterion::cost}) {
        parameters.weights[static_cast<std::size_t>(criterion)] = 0;
    }

    std::vector<ranking::Candidate> candidates;
    candidates.reserve(requests.size());
    for (auto const &one : requests) {
        auto const &request = one.request;
        auto const country = request.country.value_or(CountryCode{});
        ranking::Candidate candidate;
        candidate.id = one.id;
        candidate.eligible = admits(offer, country, groups_of(lists, country, today));
        candidate.modalities = alphabet.modalities_of(request.modalities);
        candidate.sectors = sector_numbers(sectors_of(request));
        candidate.sdgs = sdg_numbers(request.sdgs);
        candidate.languages = alphabet.languages_of(languages_of(request, lists));
        candidate.country = alphabet.country(country);
        candidate.period = {.from = request.starts, .until = request.ends};
        candidate.tokens =
            shelf().get(one.id, one.version, [&](Prose &prose) { read_request(prose, request); });
        candidates.push_back(std::move(candidate));
    }
    auto const ranking = ranking::rank(wanted, candidates, count, parameters);
    Suggestions found{.best = {}, .left_out = {}, .considered = ranking.considered};
    for (auto const &ranked : ranking.best) {
        found.best.push_back(suggestion_of(
            ranked, {lists, alphabet, words, candidates[ranked.index], std::nullopt}));
    }
    for (auto const &excluded : ranking.excluded) {
        found.left_out.push_back({.index = excluded.index, .why = excluded.why});
    }
    return found;
}

} // namespace selatan::matching
