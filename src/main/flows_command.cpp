#include "main/flows_command.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/flows/pages.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/totals.hpp"
#include "exchange/flows/triangle.hpp"
#include "main/installation.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <iomanip>

namespace selatan::program {

namespace {

namespace flows = reported_flows;
namespace json = boost::json;

constexpr int nothing_wrong = 0;
constexpr int wrong = 2;

int check(Installation &installation, std::ostream &out)
{
    // It goes through everything, which is slow, and says only what differs.
    storage::set_slow_statement_log([](std::string_view, std::chrono::microseconds) {});
    auto const differences =
        installation.store().read([](storage::Reader &reader) { return flows::check(reader); });
    storage::set_slow_statement_log({});
    for (auto const &one : differences) {
        out << one << '\n';
    }
    return differences.empty() ? nothing_wrong : wrong;
}

std::string dollars(std::int64_t cents)
{
    return Money{cents, *Currency::parse("USD")}.amount();
}

constexpr auto nothing_counted =
    "Nothing is counted for this question. A running server counts by itself what was imported; "
    "--refresh counts it now.\n";

void print_totals(storage::Reader &reader, flows::Asked const &asked, FlowsOptions const &options,
                  std::ostream &out, std::ostream &err)
{
    bool const by_year = options.by == "year";
    auto rows = by_year ? flows::totals_by_year(reader, asked)
                        : flows::totals(reader, asked, options.limit);
    if (by_year && options.year) {
        std::erase_if(rows,
                      [&](auto const &row) { return row.code != std::to_string(*options.year); });
    }
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(options.limit)));
    auto const lists = reference::lists(reader);
    json::array all;
    if (rows.empty()) {
        err << nothing_counted;
    } else if (!options.json) {
        out << std::setw(22) << "counted USD" << std::setw(22) << "left out USD" << std::setw(9)
            << (asked.money == flows::Money::budget ? "budgets" : "payments") << '\n';
    }
    for (auto const &row : rows) {
        auto const name =
            by_year ? row.code
                    : flows::key_name(Language::en, *lists, asked.dimension, row.code, row.name);
        if (options.json) {
            all.push_back(json::object{{"code", row.code},
                                       {"name", name},
                                       {"counted_cents", row.counted},
                                       {"left_out_cents", row.left_out},
                                       {"transactions", row.transactions}});
        } else {
            out << std::setw(22) << dollars(row.counted) << std::setw(22) << dollars(row.left_out)
                << std::setw(9) << row.transactions << "  " << name << '\n';
        }
    }
    if (options.json) {
        out << json::serialize(all) << '\n';
    }
}

/// "FAO, Brazil": who takes part in that role.
std::string parties_text(reference::Codelists const &lists, flows::Triangle const &triangle,
                         south_south::PartyRole role)
{
    std::string all;
    for (auto const *const party : triangle.as(role)) {
        all += all.empty() ? "" : ", ";
        all += !party->name.empty() ? party->name
               : party->country     ? std::string{lists.name(*party->country, Language::en).text}
                                    : std::string{};
    }
    return all.empty() ? "?" : all;
}

void print_triangles(storage::Reader &reader, FlowsOptions const &options, std::ostream &out,
                     std::ostream &err)
{
    using south_south::PartyRole;
    auto const lists = reference::lists(reader);
    auto const rows = flows::triangles(reader, {.year = options.year, .limit = options.limit});
    json::array all;
    if (rows.empty()) {
        err << nothing_counted;
    } else if (!options.json) {
        out << std::setw(22) << "spent USD" << std::setw(22) << "committed USD" << std::setw(9)
            << "in kind" << '\n';
    }
    for (auto const &row : rows) {
        auto const &first = row.accounts.front();
        auto const supporters = parties_text(*lists, row, PartyRole::supporter);
        auto const providers = parties_text(*lists, row, PartyRole::provider);
        auto const recipients = parties_text(*lists, row, PartyRole::recipient);
        if (options.json) {
            json::array told_by;
            for (auto const &account : row.accounts) {
                told_by.push_back(json::object{{"publisher", account.publisher},
                                               {"identifier", account.identifier}});
            }
            all.push_back(json::object{{"title", first.title},
                                       {"told_by", std::move(told_by)},
                                       {"supporters", supporters},
                                       {"providers", providers},
                                       {"recipients", recipients},
                                       {"spent_cents", row.spent},
                                       {"committed_cents", row.committed},
                                       {"in_kind", row.in_kind}});
        } else {
            out << std::setw(22) << dollars(row.spent) << std::setw(22) << dollars(row.committed)
                << std::setw(9) << row.in_kind << "  " << supporters << " > " << providers << " > "
                << recipients << ": " << first.title << '\n';
        }
    }
    if (options.json) {
        out << json::serialize(all) << '\n';
    }
}

void print_providers(storage::Reader &reader, FlowsOptions const &options, std::ostream &out,
                     std::ostream &err)
{
    auto const lists = reference::lists(reader);
    auto rows = flows::providers(reader);
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(options.limit)));
    json::array all;
    if (rows.empty()) {
        err << nothing_counted;
    } else if (!options.json) {
        out << std::setw(22) << "spent USD" << std::setw(22) << "committed USD" << std::setw(9)
            << "in kind" << std::setw(12) << "activities" << std::setw(11) << "supported" << '\n';
    }
    for (auto const &row : rows) {
        auto const name = std::string{lists->name(row.country, Language::en).text};
        if (options.json) {
            json::array recipients;
            for (auto const country : row.recipients) {
                recipients.emplace_back(country.view());
            }
            all.push_back(json::object{{"code", row.country.view()},
                                       {"name", name},
                                       {"activities", row.cooperations},
                                       {"supported", row.supported},
                                       {"recipients", std::move(recipients)},
                                       {"spent_cents", row.spent},
                                       {"committed_cents", row.committed},
                                       {"in_kind", row.in_kind}});
        } else {
            out << std::setw(22) << dollars(row.spent) << std::setw(22) << dollars(row.committed)
                << std::setw(9) << row.in_kind << std::setw(12) << row.cooperations << std::setw(11)
                << row.supported << "  " << name << '\n';
        }
    }
    if (options.json) {
        out << json::serialize(all) << '\n';
    }
}

} // namespace

int print_flows(Settings const &settings, FlowsOptions const &options, std::ostream &out,
                std::ostream &err)
{
    flows::Asked asked{.year = options.year, .only_south = options.only_south};
    auto const dimension = flows::parse_dimension(options.by);
    auto const money = flows::parse_money(options.money);
    bool const southern = options.by == "southern";
    bool const is_cooperation = options.by == "triangles" || options.by == "providers";
    if (options.by != "year" && !southern && !is_cooperation &&
        (!dimension || *dimension == flows::Dimension::all)) {
        err << "--by " << options.by
            << " is unknown; possible: country, year, category, sector, goal, provider, southern, "
               "receiver, "
               "publisher, corridor, in_kind, triangles, providers\n";
        return wrong;
    }
    if (!money) {
        err << "--money " << options.money
            << " is unknown; possible: spent, committed, incoming, budget\n";
        return wrong;
    }
    if (options.by == "providers" && options.year) {
        err << "--by providers: of all years; leave out --year\n";
        return wrong;
    }
    asked.money = *money;
    asked.dimension =
        southern ? flows::Dimension::provider : dimension.value_or(flows::Dimension::all);
    asked.only_southern = southern;
    Installation installation{settings};
    if (options.refresh) {
        flows::refresh(installation.store(), flows::Extent::everything);
    }
    if (options.check) {
        return check(installation, out);
    }
    installation.store().read([&](storage::Reader &reader) {
        if (options.by == "triangles") {
            print_triangles(reader, options, out, err);
        } else if (options.by == "providers") {
            print_providers(reader, options, out, err);
        } else {
            print_totals(reader, asked, options, out, err);
        }
    });
    return nothing_wrong;
}

} // namespace selatan::program
