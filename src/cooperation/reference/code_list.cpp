#include "cooperation/reference/code_list.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/reference/code_list_store.hpp"
#include "cooperation/reference/csv.hpp"
#include "cooperation/reference/exchange_rate.hpp"
#include "cooperation/reference/shipped.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace selatan::reference {
namespace {

template <typename E, std::size_t Size>
bool find_code(std::array<std::string_view, Size> const &codes, std::string_view code, E &value)
{
    auto const found = std::ranges::find(codes, code);
    if (found == codes.end()) {
        return false;
    }
    value = static_cast<E>(found - codes.begin());
    return true;
}

constexpr std::array<std::string_view, 2> status_codes{"active", "withdrawn"};
constexpr std::array<std::string_view, 6> kind_codes{"common", "short",       "formal",
                                                     "m49",    "description", "alias"};
constexpr std::array<std::string_view, 4> rate_codes{"day", "month_end", "month_average",
                                                     "year_average"};
constexpr std::array<std::string_view, 2> origin_codes{"shipped", "added"};

constexpr std::size_t most_problems = 100;
constexpr std::size_t longest_code = 40;
constexpr std::size_t longest_version = 60;

/// Sixteen hexadecimal digits. Tells one content from another; it is no seal.
std::string digest_of(std::string_view text)
{
    std::array<char, 16> digits{};
    digits.fill('0');
    auto value = token_hash(text);
    for (auto i = digits.size(); i-- > 0; value >>= 4U) {
        digits[i] = "0123456789abcdef"[value & 0xFU];
    }
    return {digits.begin(), digits.end()};
}

std::string text_of(std::optional<Date> date)
{
    return date ? date->to_string() : std::string{};
}

/// Everything that a version says, one unambiguous text.
std::string digest_of(NewVersion const &wanted)
{
    std::string text;
    auto const add = [&text](std::string_view part) {
        text += part;
        text += '\x1f';
    };
    for (auto const &item : wanted.items) {
        add(item.code);
        add(item.parent);
        add(to_code(item.status));
        add(text_of(item.from));
        add(text_of(item.until));
        for (auto const &[column, value] : item.data) {
            add(column);
            add(value);
        }
        text += '\x1e';
    }
    for (auto const &name : wanted.names) {
        add(name.code);
        add(name.language);
        add(to_code(name.kind));
        add(name.name);
        add(name.source);
        text += '\x1e';
    }
    for (auto const &row : wanted.memberships) {
        add(row.group);
        add(row.country.view());
        add(row.kind);
        add(text_of(row.from));
        add(text_of(row.until));
        add(row.source);
        add(row.note);
        text += '\x1e';
    }
    for (auto const &rate : wanted.rates) {
        add(rate.currency.view());
        add(rate.on.to_string());
        add(rate.rate);
        add(to_code(rate.kind));
        add(rate.source);
        text += '\x1e';
    }
    return digest_of(text);
}

// --- what ships ----------------------------------------------------------------------------------

std::optional<Date> date_or_nothing(std::string const &text)
{
    if (text.empty()) {
        return std::nullopt;
    }
    auto const date = Date::parse(text);
    ENSURE(date.has_value());
    return date;
}

std::vector<Item> read_items(std::string const &text)
{
    std::vector<Item> items;
    Csv csv{text};
    constexpr std::size_t own_columns = 5; // after code, parent, status, from, until
    ENSURE(csv.header().size() >= own_columns);
    while (csv.step()) {
        Item item{.code = csv.cell(0),
                  .parent = csv.cell(1),
                  .from = date_or_nothing(csv.cell(3)),
                  .until = date_or_nothing(csv.cell(4))};
        ENSURE(from_code(csv.cell(2), item.status));
        for (auto i = own_columns; i < csv.header().size(); ++i) {
            if (!csv.cell(i).empty()) {
                item.data.emplace_back(csv.header()[i], csv.cell(i));
            }
        }
        items.push_back(std::move(item));
    }
    return items;
}

std::vector<ItemName> read_names(std::string const &text)
{
    std::vector<ItemName> names;
    Csv csv{text};
    while (csv.step()) {
        ItemName name{.code = csv.cell(0),
                      .language = csv.cell(1),
                      .name = csv.cell(3),
                      .source = csv.cell(4)};
        ENSURE(from_code(csv.cell(2), name.kind));
        names.push_back(std::move(name));
    }
    return names;
}

std::vector<MembershipRow> read_memberships(std::string const &text)
{
    std::vector<MembershipRow> rows;
    Csv csv{text};
    while (csv.step()) {
        auto const country = CountryCode::parse(csv.at("country"));
        ENSURE(country.has_value());
        rows.push_back({.group = csv.at("group"),
                        .country = *country,
                        .kind = csv.at("kind"),
                        .from = date_or_nothing(csv.at("from")),
                        .until = date_or_nothing(csv.at("until")),
                        .source = csv.at("source"),
                        .note = csv.at("note")});
    }
    return rows;
}

std::vector<RateRow> read_rates(std::string const &text)
{
    std::vector<RateRow> rates;
    Csv csv{text};
    while (csv.step()) {
        auto const currency = Currency::parse(csv.cell(0));
        auto const on = Date::parse(csv.cell(1));
        ENSURE(currency.has_value() && on.has_value() && Rate::parse(csv.cell(2)).has_value());
        RateRow rate{.currency = *currency, .on = *on, .rate = csv.cell(2), .source = csv.cell(4)};
        ENSURE(from_code(csv.cell(3), rate.kind));
        rates.push_back(std::move(rate));
    }
    return rates;
}

std::string key_of(RateRow const &rate)
{
    std::string key{rate.currency.view()};
    key += rate.on.to_string();
    key += to_code(rate.kind);
    key += rate.source;
    return key;
}

/// Rates that the database has not, or has otherwise.
void drop_known_rates(storage::Reader &reader, std::vector<RateRow> &rates)
{
    std::unordered_map<std::string, std::string> known;
    store::each_rate(reader, [&](RateRow &&rate) { known.emplace(key_of(rate), rate.rate); });
    std::erase_if(rates, [&](RateRow const &rate) {
        auto const found = known.find(key_of(rate));
        return found != known.end() && found->second == rate.rate;
    });
}

std::size_t write_rows(storage::Tx &tx, NewVersion const &wanted)
{
    auto const &[head, items, names, memberships, rates] = wanted;
    store::copy_items(tx, head.list, head.version, items);
    store::copy_names(tx, head.list, head.version, names);
    store::copy_memberships(tx, head.version, memberships);
    store::copy_rates(tx, head.version, rates);
    return items.size() + memberships.size() + rates.size();
}

std::optional<Version> current_version(storage::Reader &reader, List list)
{
    for (auto const &version : store::versions(reader, list)) {
        if (version.is_current) {
            return version;
        }
    }
    return std::nullopt;
}

void record(storage::Tx &tx, events::Actor const &actor, List list, std::string verb,
            std::string const &source, std::string const &before, std::string const &after)
{
    events::append(tx, {.actor = actor,
                        .kind = "code_list",
                        .record = store::list_id(tx, list).uuid(),
                        .verb = std::move(verb),
                        .reason = source,
                        .changes = {{.field = std::string{to_code(list)} + ".version",
                                     .before = before,
                                     .after = after}}});
}

Loaded load_list(storage::Tx &tx, Csv const &index, std::map<std::string, std::string> const &files)
{
    NewVersion wanted;
    auto &head = wanted.head;
    ENSURE(from_code(index.at("list"), head.list));
    auto const published_on = Date::parse(index.at("published"));
    ENSURE(published_on.has_value());
    auto const &file = files.at(index.at("file"));
    auto const names = index.at("names").empty() ? std::string{} : files.at(index.at("names"));
    auto const digest = digest_of(file + names);
    head.version = index.at("version");
    head.source = index.at("source");

    auto const current = current_version(tx, head.list);
    auto known = store::digest(tx, head.list, head.version);
    if (known && *known != digest) {
        // Somebody corrected the file and left the version's name: both are kept apart.
        head.version += "+" + digest.substr(0, 8);
        known = store::digest(tx, head.list, head.version);
    }
    if (known) {
        return {.list = head.list,
                .version = head.version,
                .rows = 0,
                .is_current = current && current->version == head.version};
    }

    switch (head.list) {
    case List::membership:
        wanted.memberships = read_memberships(file);
        break;
    case List::exchange_rate:
        wanted.rates = read_rates(file);
        drop_known_rates(tx, wanted.rates);
        break;
    default:
        wanted.items = read_items(file);
        if (!names.empty()) {
            wanted.names = read_names(names);
        }
    }
    std::ignore = store::list_id(tx, head.list);
    store::insert_version(tx,
                          {.list = head.list,
                           .version = head.version,
                           .published_on = *published_on,
                           .source = head.source,
                           .licence = index.at("licence"),
                           .attribution = index.at("attribution"),
                           .origin = Origin::shipped,
                           .loaded_at = tx.now()},
                          digest);
    auto const rows = write_rows(tx, wanted);
    // Rates add up: there the current version is merely the last.
    bool const displaces =
        !current || current->origin == Origin::shipped || head.list == List::exchange_rate;
    if (displaces) {
        store::make_current(tx, head.list, head.version);
    }
    record(tx, {.user = {}, .post = {}, .via = "program"}, head.list, "version_loaded", head.source,
           current ? current->version : std::string{}, head.version);
    return {.list = head.list, .version = head.version, .rows = rows, .is_current = displaces};
}

// --- what an installation adds -------------------------------------------------------------------

/// Collects what is wrong, and stops at a number that a person can still read.
class Complaints {
public:
    void add(std::string field, std::string code,
             std::vector<std::pair<std::string, std::string>> arguments = {})
    {
        if (m_problems.size() < most_problems) {
            m_problems.push_back({std::move(field), std::move(code), std::move(arguments)});
        }
    }
    void require(std::string_view value, std::string field)
    {
        if (value.empty()) {
            add(std::move(field), "common.required");
        }
    }
    [[nodiscard]] bool any() const { return !m_problems.empty(); }
    [[nodiscard]] Problems take() { return std::move(m_problems); }

private:
    Problems m_problems;
};

std::string field_of(std::string_view rows, std::size_t row, std::string_view column)
{
    std::string field{rows};
    field += "." + std::to_string(row) + ".";
    field += column;
    return field;
}

using Codes = std::unordered_set<std::string>;

/// Codes of a list as it is now.
Codes current_codes(storage::Reader &reader, List list)
{
    Codes codes;
    if (auto const current = current_version(reader, list)) {
        store::each_item(reader, list, current->version,
                         [&](Item &&item) { codes.insert(std::move(item.code)); });
    }
    return codes;
}

bool is_number_within(std::string_view text, double limit)
{
    double value = 0;
    auto const *const end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end && value >= -limit && value <= limit;
}

/// What Codelists reads as more than text.
void check_country(Item const &item, std::size_t row, Complaints &complaints)
{
    auto const check = [&](std::string_view column, bool is_right) {
        if (!item.value(column).empty() && !is_right) {
            complaints.add(field_of("items", row, column), "reference.malformed",
                           {{"text", std::string{item.value(column)}}});
        }
    };
    if (!CountryCode::parse(item.code)) {
        complaints.add(field_of("items", row, "code"), "reference.malformed",
                       {{"text", item.code}});
    }
    check("currency", Currency::parse(item.value("currency")).has_value());
    check("latitude", is_number_within(item.value("latitude"), 90));
    check("longitude", is_number_within(item.value("longitude"), 180));
}

/// Whether following parents from here comes back.
bool is_in_circle(std::unordered_map<std::string_view, std::string_view> const &parents,
                  std::string_view code)
{
    auto at = code;
    for (std::size_t steps = 0; steps <= parents.size(); ++steps) {
        auto const found = parents.find(at);
        if (found == parents.end() || found->second.empty()) {
            return false;
        }
        at = found->second;
        if (at == code) {
            return true;
        }
    }
    return false; // a circle further up: its own members complain
}

void check_items(storage::Reader &reader, NewVersion const &wanted, Complaints &complaints)
{
    auto const list = wanted.head.list;
    if (wanted.items.empty()) {
        complaints.add("items", "common.required");
    }
    std::unordered_map<std::string_view, std::string_view> parents;
    for (std::size_t i = 0; i < wanted.items.size(); ++i) {
        auto const &item = wanted.items[i];
        complaints.require(item.code, field_of("items", i, "code"));
        if (item.code.size() > longest_code || clean(item.code) != item.code) {
            complaints.add(field_of("items", i, "code"), "reference.malformed",
                           {{"text", item.code}});
        }
        if (!parents.emplace(item.code, item.parent).second) {
            complaints.add(field_of("items", i, "code"), "reference.code_repeated",
                           {{"code", item.code}});
        }
        if (item.from && item.until && *item.until <= *item.from) {
            complaints.add(field_of("items", i, "until"), "reference.ends_before_it_begins");
        }
        if (list == List::country) {
            check_country(item, i, complaints);
        }
    }
    // Countries hang below regions; every other list is a tree of its own.
    auto const regions = list == List::country ? current_codes(reader, List::region) : Codes{};
    for (std::size_t i = 0; i < wanted.items.size(); ++i) {
        auto const &item = wanted.items[i];
        bool const is_known =
            item.parent.empty() ||
            (list == List::country ? regions.contains(item.parent) : parents.contains(item.parent));
        if (!is_known || (list != List::country && is_in_circle(parents, item.code))) {
            complaints.add(field_of("items", i, "parent"), "reference.parent_unknown",
                           {{"code", item.parent}});
        }
    }
    for (auto const &code : current_codes(reader, list)) {
        if (!parents.contains(code)) {
            complaints.add("items", "reference.code_left_out", {{"code", code}});
        }
    }
}

void check_names(NewVersion const &wanted, Complaints &complaints)
{
    auto const list = wanted.head.list;
    std::unordered_map<std::string_view, std::set<std::string_view>> languages_of;
    for (auto const &item : wanted.items) {
        languages_of[item.code];
    }
    for (std::size_t i = 0; i < wanted.names.size(); ++i) {
        auto const &name = wanted.names[i];
        if (clean(name.name).empty()) {
            complaints.add(field_of("names", i, "name"), "common.required");
            continue;
        }
        bool const is_alias_of_none = name.language.empty() && name.kind == NameKind::alias;
        if (!is_alias_of_none && !parse_language(name.language)) {
            complaints.add(field_of("names", i, "language"), "reference.malformed",
                           {{"text", name.language}});
        }
        auto const found = languages_of.find(name.code);
        if (found == languages_of.end()) {
            complaints.add(field_of("names", i, "code"), "reference.code_unknown",
                           {{"code", name.code}});
        } else if (name.kind == NameKind::common) {
            found->second.insert(name.language);
        }
    }
    if (list == List::country_fact) {
        return; // facts have their country's name
    }
    auto const needed = list == List::country ? languages.size() : 1;
    for (auto const &item : wanted.items) {
        if (languages_of[item.code].size() < needed) {
            complaints.add("names",
                           list == List::country ? "reference.needs_six_names"
                                                 : "reference.needs_a_name",
                           {{"code", item.code}});
        }
    }
}

void check_memberships(storage::Reader &reader, NewVersion const &wanted, Complaints &complaints)
{
    if (wanted.memberships.empty()) {
        complaints.add("memberships", "common.required");
    }
    auto const groups = current_codes(reader, List::group);
    auto const countries = current_codes(reader, List::country);
    for (std::size_t i = 0; i < wanted.memberships.size(); ++i) {
        auto const &row = wanted.memberships[i];
        if (!groups.contains(row.group)) {
            complaints.add(field_of("memberships", i, "group"), "reference.code_unknown",
                           {{"code", row.group}});
        }
        if (!countries.contains(row.country.to_string())) {
            complaints.add(field_of("memberships", i, "country"), "reference.code_unknown",
                           {{"code", row.country.to_string()}});
        }
        complaints.require(row.kind, field_of("memberships", i, "kind"));
        complaints.require(row.source, field_of("memberships", i, "source"));
        if (row.from && row.until && *row.until <= *row.from) {
            complaints.add(field_of("memberships", i, "until"), "reference.ends_before_it_begins");
        }
    }
}

void check_rates(storage::Reader &reader, NewVersion const &wanted, Complaints &complaints)
{
    if (wanted.rates.empty()) {
        complaints.add("rates", "common.required");
    }
    auto const currencies = current_codes(reader, List::currency);
    Codes seen;
    for (std::size_t i = 0; i < wanted.rates.size(); ++i) {
        auto const &rate = wanted.rates[i];
        bool const is_dollar = rate.currency.view() == "USD"; // one dollar is one dollar
        if (is_dollar || !currencies.contains(rate.currency.to_string())) {
            complaints.add(field_of("rates", i, "currency"), "reference.code_unknown",
                           {{"code", rate.currency.to_string()}});
        }
        if (!Rate::parse(rate.rate)) {
            complaints.add(field_of("rates", i, "rate"), "reference.malformed",
                           {{"text", rate.rate}});
        }
        complaints.require(rate.source, field_of("rates", i, "source"));
        if (!seen.insert(key_of(rate)).second) {
            complaints.add(field_of("rates", i, "on"), "reference.rate_repeated");
        }
    }
}

Problems check_rows(storage::Reader &reader, NewVersion const &wanted)
{
    Complaints complaints;
    auto const list = wanted.head.list;
    // A version says one sort of thing: what does not belong to its list would be lost unread.
    auto const refuse_any = [&](bool is_any, std::string field) {
        if (is_any) {
            complaints.add(std::move(field), "reference.not_of_this_list");
        }
    };
    if (list != List::membership) {
        refuse_any(!wanted.memberships.empty(), "memberships");
    }
    if (list != List::exchange_rate) {
        refuse_any(!wanted.rates.empty(), "rates");
    }
    if (list == List::membership || list == List::exchange_rate) {
        refuse_any(!wanted.items.empty(), "items");
        refuse_any(!wanted.names.empty(), "names");
    }
    switch (list) {
    case List::membership:
        check_memberships(reader, wanted, complaints);
        break;
    case List::exchange_rate:
        check_rates(reader, wanted, complaints);
        break;
    default:
        check_items(reader, wanted, complaints);
        check_names(wanted, complaints);
    }
    return complaints.take();
}

Problems check_head(NewVersionHead const &head)
{
    Complaints complaints;
    complaints.require(head.version, "version");
    if (head.version.size() > longest_version || clean(head.version) != head.version) {
        complaints.add("version", "reference.malformed", {{"text", head.version}});
    }
    complaints.require(clean(head.source), "source");
    return complaints.take();
}

std::optional<Version> find_version(storage::Reader &reader, List list, std::string_view version)
{
    for (auto &found : store::versions(reader, list)) {
        if (found.version == version) {
            return std::move(found);
        }
    }
    return std::nullopt;
}

} // namespace

bool from_code(std::string_view code, List &list)
{
    return find_code(list_codes, code, list);
}

std::string_view to_code(Status status)
{
    return status_codes[static_cast<std::size_t>(status)];
}

bool from_code(std::string_view code, Status &status)
{
    return find_code(status_codes, code, status);
}

std::string_view to_code(NameKind kind)
{
    return kind_codes[static_cast<std::size_t>(kind)];
}

bool from_code(std::string_view code, NameKind &kind)
{
    return find_code(kind_codes, code, kind);
}

std::string_view to_code(RateKind kind)
{
    return rate_codes[static_cast<std::size_t>(kind)];
}

bool from_code(std::string_view code, RateKind &kind)
{
    return find_code(rate_codes, code, kind);
}

std::string_view to_code(Origin origin)
{
    return origin_codes[static_cast<std::size_t>(origin)];
}

bool from_code(std::string_view code, Origin &origin)
{
    return find_code(origin_codes, code, origin);
}

std::string_view Item::value(std::string_view column) const
{
    for (auto const &[name, text] : data) {
        if (name == column) {
            return text;
        }
    }
    return {};
}

std::vector<Loaded> load_shipped(storage::Tx &tx)
{
    auto const files = shipped_files();
    std::vector<Loaded> loaded;
    for (Csv index{files.at("index.csv")}; index.step();) {
        loaded.push_back(load_list(tx, index, files));
    }
    return loaded;
}

Result<Version> add_version(storage::Tx &tx, events::Actor const &actor, NewVersion const &wanted)
{
    auto const &head = wanted.head;
    if (auto problems = check_head(head); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    auto const digest = digest_of(wanted);
    if (auto const known = store::digest(tx, head.list, head.version)) {
        if (*known == digest) {
            return *find_version(tx, head.list, head.version);
        }
        return refuse(Decline::conflict, "version", "reference.version_taken",
                      {{"version", head.version}});
    }
    auto const current = current_version(tx, head.list);
    auto const based_on = current ? current->version : std::string{};
    if (head.based_on != based_on) {
        return refuse(Decline::stale, "based_on", "reference.stale", {{"version", based_on}});
    }
    if (auto problems = check_rows(tx, wanted); !problems.empty()) {
        return refuse_input(std::move(problems));
    }

    Version version{.list = head.list,
                    .version = head.version,
                    .published_on = head.published_on,
                    .source = clean(head.source),
                    .licence = clean(head.licence),
                    .attribution = clean(head.attribution),
                    .origin = Origin::added,
                    .loaded_at = tx.now(),
                    .is_current = true};
    std::ignore = store::list_id(tx, head.list);
    store::insert_version(tx, version, digest);
    write_rows(tx, wanted);
    store::make_current(tx, head.list, head.version);
    record(tx, actor, head.list, "version_added", version.source, based_on, head.version);
    return version;
}

Result<Version> use_version(storage::Tx &tx, events::Actor const &actor, List list,
                            std::string const &version)
{
    auto found = find_version(tx, list, version);
    if (!found || list == List::exchange_rate) {
        return not_found();
    }
    if (!found->is_current) {
        auto const current = current_version(tx, list);
        store::make_current(tx, list, version);
        record(tx, actor, list, "version_chosen", "", current ? current->version : std::string{},
               version);
        found->is_current = true;
    }
    return *found;
}

std::vector<Version> versions(storage::Reader &reader, List list)
{
    return store::versions(reader, list);
}

NewVersion content(storage::Reader &reader, List list, std::string const &version)
{
    NewVersion found;
    auto const known = find_version(reader, list, version);
    if (!known) {
        return found;
    }
    found.head = {.list = list,
                  .version = version,
                  .published_on = known->published_on,
                  .source = known->source,
                  .licence = known->licence,
                  .attribution = known->attribution,
                  .based_on = version};
    store::each_item(reader, list, version,
                     [&](Item &&item) { found.items.push_back(std::move(item)); });
    store::each_name(reader, list, version,
                     [&](ItemName &&name) { found.names.push_back(std::move(name)); });
    if (list == List::membership) {
        found.memberships = store::memberships(reader, version);
    }
    if (list == List::exchange_rate) {
        found.rates = store::rates_of(reader, version);
    }
    return found;
}

} // namespace selatan::reference
