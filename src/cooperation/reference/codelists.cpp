#include "cooperation/reference/codelists.hpp"

#include "base/ensure.hpp"
#include "cooperation/reference/code_list_store.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <mutex>
#include <numbers>
#include <tuple>

namespace selatan::reference {
namespace {

struct StoredName {
    std::optional<Language> language;
    NameKind kind;
    std::string text;
    std::string source;
};

template <typename Number>
std::optional<Number> number(std::string_view text)
{
    Number value{};
    auto const *const end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end ? std::optional{value} : std::nullopt;
}

std::vector<std::string_view> parts(std::string_view text)
{
    std::vector<std::string_view> found;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        if (end > 0) {
            found.push_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

/// "id:64 jv:34"
std::vector<Share> shares(std::string_view text)
{
    std::vector<Share> found;
    for (auto const part : parts(text)) {
        auto const colon = part.find(':');
        if (colon != std::string_view::npos) {
            found.push_back({std::string{part.substr(0, colon)},
                             number<double>(part.substr(colon + 1)).value_or(0)});
        }
    }
    return found;
}

std::optional<Figure> figure(Item const &item, std::string const &column)
{
    auto const value = number<std::int64_t>(item.value(column));
    auto const year = number<int>(item.value(column + "_year"));
    return value && year ? std::optional{Figure{*value, *year}} : std::nullopt;
}

Standing standing(std::string_view code)
{
    return code == "un_member"     ? Standing::un_member
           : code == "un_observer" ? Standing::un_observer
                                   : Standing::other;
}

void add_facts(Country &country, Item const &facts)
{
    country.spoken = shares(facts.value("spoken"));
    country.climates = shares(facts.value("climates"));
    for (auto const neighbour : parts(facts.value("neighbours"))) {
        if (auto const code = CountryCode::parse(neighbour)) {
            country.neighbours.push_back(*code);
        }
    }
    country.population = figure(facts, "population");
    country.gni_per_capita = figure(facts, "gni_per_capita");
}

Country country_of(CountryCode code, Item const &item)
{
    auto const text = [&](std::string_view column) {
        return std::string{item.value(column)};
    };
    Country country{.code = code,
                    .status = item.status,
                    .alpha2 = text("alpha2"),
                    .m49 = text("m49"),
                    .region = text("region"),
                    .sub_region = text("sub_region"),
                    .intermediate_region = text("intermediate_region"),
                    .capital = text("capital"),
                    .currency = Currency::parse(item.value("currency")),
                    .is_landlocked = item.value("landlocked") == "1",
                    .is_island = item.value("island") == "1",
                    .dialling = text("dialling"),
                    .standing = standing(item.value("standing"))};
    auto const latitude = number<double>(item.value("latitude"));
    auto const longitude = number<double>(item.value("longitude"));
    if (latitude && longitude) {
        country.at = Coordinates{*latitude, *longitude};
    }
    for (auto const language : parts(item.value("official_languages"))) {
        country.official_languages.emplace_back(language);
    }
    return country;
}

/// 0 decides over 1 over 2; 3 decides nothing.
int trust(std::string_view source, std::string_view preferred)
{
    if (source == "installation") {
        return 0;
    }
    if (source == "selatan") {
        return 1;
    }
    return source == preferred ? 2 : 3;
}

} // namespace

struct Codelists::Shelf {
    std::optional<Version> version;
    std::vector<Item> items;
    // Keys look into `items`, which does not change once read.
    std::unordered_map<std::string_view, Item const *> by_code;
    std::unordered_map<std::string_view, std::vector<Item const *>> by_parent;
    std::unordered_map<std::string_view, std::vector<StoredName>> names;
    mutable std::once_flag index_made;
    mutable NameIndex index;
};

double distance_km(Coordinates a, Coordinates b)
{
    constexpr double radius_km = 6371;
    constexpr double radians = std::numbers::pi / 180;
    auto const half_chord = [](double degrees) {
        auto const sine = std::sin(degrees * radians / 2);
        return sine * sine;
    };
    auto const h = half_chord(b.latitude - a.latitude) + std::cos(a.latitude * radians) *
                                                             std::cos(b.latitude * radians) *
                                                             half_chord(b.longitude - a.longitude);
    return 2 * radius_km * std::asin(std::sqrt(std::min(1.0, h)));
}

Codelists::Codelists(storage::Reader &reader) : m_revision{store::revision(reader)}
{
    for (auto &shelf : m_shelves) {
        shelf = std::make_unique<Shelf>();
    }
    for (auto &version : store::current_versions(reader)) {
        auto &shelf = *m_shelves[static_cast<std::size_t>(version.list)];
        store::each_item(reader, version.list, version.version,
                         [&](Item &&item) { shelf.items.push_back(std::move(item)); });
        for (auto const &item : shelf.items) {
            shelf.by_code.emplace(item.code, &item);
            shelf.by_parent[item.parent].push_back(&item);
        }
        store::each_name(reader, version.list, version.version, [&](ItemName &&name) {
            auto const owner = shelf.by_code.find(name.code);
            ENSURE(owner != shelf.by_code.end()); // the foreign key says so
            shelf.names[owner->first].push_back({parse_language(name.language), name.kind,
                                                 std::move(name.name), std::move(name.source)});
        });
        shelf.version = std::move(version);
    }
    read_memberships(reader);
    make_countries();
}

Codelists::~Codelists() = default;

void Codelists::read_memberships(storage::Reader &reader)
{
    auto const *const version = this->version(List::membership);
    if (version == nullptr) {
        return;
    }
    for (auto &row : store::memberships(reader, version->version)) {
        m_memberships.push_back({std::move(row.group), row.country, std::move(row.kind), row.from,
                                 row.until, std::move(row.source), std::move(row.note), false});
    }
    auto const preferred = [&](Membership const &row) {
        auto const *const group = find(List::group, row.group);
        return group == nullptr ? std::string_view{} : group->value("preferred_source");
    };
    // The rows of one country in one group stand together.
    for (auto first = m_memberships.begin(); first != m_memberships.end();) {
        auto const last = std::find_if(first, m_memberships.end(), [&](Membership const &row) {
            return row.country != first->country || row.group != first->group;
        });
        auto surest = 3;
        for (auto row = first; row != last; ++row) {
            surest = std::min(surest, trust(row->source, preferred(*row)));
        }
        for (auto row = first; row != last; ++row) {
            row->decides = surest < 3 && trust(row->source, preferred(*row)) == surest;
        }
        first = last;
    }
}

void Codelists::make_countries()
{
    for (auto const &item : items(List::country)) {
        auto const code = CountryCode::parse(item.code);
        ENSURE(code.has_value());
        m_countries.push_back(country_of(*code, item));
        if (auto const *const facts = find(List::country_fact, item.code)) {
            add_facts(m_countries.back(), *facts);
        }
    }
    std::ranges::sort(m_countries, {}, &Country::code);
    for (auto const language : languages) {
        std::vector<std::pair<std::vector<std::uint8_t>, Country const *>> keyed;
        for (auto const &country : m_countries) {
            if (country.status == Status::active) {
                keyed.emplace_back(sort_key(name(country.code, language).text), &country);
            }
        }
        std::ranges::sort(keyed);
        auto &sorted = m_sorted[static_cast<std::size_t>(language)];
        for (auto const &[key, country] : keyed) {
            sorted.push_back(country);
        }
    }
}

Codelists::Shelf const &Codelists::shelf(List list) const
{
    return *m_shelves[static_cast<std::size_t>(list)];
}

Version const *Codelists::version(List list) const
{
    auto const &version = shelf(list).version;
    return version ? &*version : nullptr;
}

std::span<Item const> Codelists::items(List list) const
{
    return shelf(list).items;
}

Item const *Codelists::find(List list, std::string_view code) const
{
    auto const &by_code = shelf(list).by_code;
    auto const found = by_code.find(code);
    return found == by_code.end() ? nullptr : found->second;
}

std::vector<Item const *> Codelists::children(List list, std::string_view parent) const
{
    auto const &by_parent = shelf(list).by_parent;
    auto const found = by_parent.find(parent);
    return found == by_parent.end() ? std::vector<Item const *>{} : found->second;
}

std::vector<Item const *> Codelists::path(List list, std::string_view code) const
{
    std::vector<Item const *> path;
    for (auto const *item = find(list, code); item != nullptr; item = find(list, item->parent)) {
        path.push_back(item);
    }
    return path;
}

Name Codelists::name(List list, std::string_view code, Language language, NameKind kind) const
{
    auto const &names = shelf(list).names;
    auto const found = names.find(code);
    StoredName const *best = nullptr;
    auto best_rank = 3;
    if (found != names.end()) {
        for (auto const &name : found->second) {
            if (name.kind != kind || !name.language) {
                continue;
            }
            auto const rank = *name.language == language       ? 0
                              : *name.language == Language::en ? 1
                                                               : 2;
            if (rank < best_rank) {
                best = &name;
                best_rank = rank;
            }
        }
    }
    if (best != nullptr) {
        return {best->text, *best->language, best_rank > 0, false, best->source};
    }
    if (kind == NameKind::description) {
        return {.language = language, .is_fallback = true};
    }
    if (kind != NameKind::common) {
        auto common = name(list, code, language);
        common.is_fallback = true;
        return common;
    }
    auto const *const item = find(list, code);
    return {.text = item == nullptr ? code : std::string_view{item->code},
            .language = language,
            .is_fallback = true,
            .is_code = true};
}

Country const *Codelists::country(CountryCode code) const
{
    auto const found = std::ranges::lower_bound(m_countries, code, {}, &Country::code);
    return found == m_countries.end() || found->code != code ? nullptr : &*found;
}

std::vector<Country const *> const &Codelists::countries(Language language) const
{
    return m_sorted[static_cast<std::size_t>(language)];
}

std::span<Membership const> Codelists::memberships(CountryCode country) const
{
    // Two searches, not ranges::equal_range: its subrange does not compile with clang 14.
    return {std::ranges::lower_bound(m_memberships, country, {}, &Membership::country),
            std::ranges::upper_bound(m_memberships, country, {}, &Membership::country)};
}

std::vector<Membership const *> Codelists::groups(CountryCode country, Date date) const
{
    std::vector<Membership const *> found;
    for (auto const &membership : memberships(country)) {
        if (membership.decides && membership.holds_on(date)) {
            found.push_back(&membership);
        }
    }
    return found;
}

bool Codelists::is_member(CountryCode country, std::string_view group, Date date) const
{
    return std::ranges::any_of(memberships(country), [&](Membership const &membership) {
        return membership.group == group && membership.kind == "member" && membership.decides &&
               membership.holds_on(date);
    });
}

std::vector<CountryCode> Codelists::members(std::string_view group, Date date) const
{
    std::vector<CountryCode> found;
    for (auto const &country : m_countries) {
        if (is_member(country.code, group, date)) {
            found.push_back(country.code);
        }
    }
    return found;
}

NameIndex const &Codelists::index(List list) const
{
    auto const &shelf = this->shelf(list);
    std::call_once(shelf.index_made, [&] {
        for (auto const &item : shelf.items) {
            shelf.index.add_code(item.code, item.code);
            if (list == List::country) {
                auto m49 = item.value("m49");
                shelf.index.add_code(m49, item.code);
                m49.remove_prefix(std::min(m49.find_first_not_of('0'), m49.size()));
                shelf.index.add_code(m49, item.code);
                shelf.index.add_code(item.value("alpha2"), item.code);
            }
        }
        for (auto const &[code, names] : shelf.names) {
            for (auto const &name : names) {
                if (name.kind != NameKind::description) {
                    shelf.index.add(name.text, code,
                                    name.kind == NameKind::alias ? Match::alias : Match::name);
                }
            }
        }
    });
    return shelf.index;
}

std::vector<Candidate> Codelists::resolve_country(std::string_view text) const
{
    return resolve(List::country, text);
}

std::vector<Candidate> Codelists::resolve(List list, std::string_view text) const
{
    auto sure = known(list, text);
    return sure.empty() ? index(list).find(text) : sure;
}

std::vector<Candidate> Codelists::known(List list, std::string_view text) const
{
    if (list == List::sector || list == List::sdg) {
        auto const folded = fold(text);
        if (auto const *const item = find(list, leading_code(folded))) {
            return {{item->code, Match::code, 1}};
        }
    }
    return index(list).known(text);
}

} // namespace selatan::reference
