#include "main/flows_command.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/flows/pages.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/totals.hpp"
#include "main/installation.hpp"

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
    auto const differences =
        installation.store().read([](storage::Reader &reader) { return flows::check(reader); });
    for (auto const &one : differences) {
        out << one << '\n';
    }
    return differences.empty() ? nothing_wrong : wrong;
}

std::string dollars(std::int64_t cents)
{
    return Money{cents, *Currency::parse("USD")}.amount();
}

} // namespace

int print_flows(Settings const &settings, FlowsOptions const &options, std::ostream &out,
                std::ostream &err)
{
    flows::Asked asked{.year = options.year, .only_south = options.only_south};
    auto const dimension = flows::parse_dimension(options.by);
    auto const money = flows::parse_money(options.money);
    bool const by_year = options.by == "year";
    bool const southern = options.by == "southern";
    if (!by_year && !southern && (!dimension || *dimension == flows::Dimension::all)) {
        err << "--by: country, year, category, sector, goal, provider, southern, receiver, "
               "publisher, corridor, in_kind\n";
        return wrong;
    }
    if (!money) {
        err << "--money: spent, committed, incoming\n";
        return wrong;
    }
    asked.money = *money;
    asked.dimension =
        southern ? flows::Dimension::provider : dimension.value_or(flows::Dimension::all);
    asked.side = southern ? "south" : "";
    Installation installation{settings};
    if (options.refresh) {
        flows::refresh(installation.store(), flows::Extent::everything);
    }
    if (options.check) {
        return check(installation, out);
    }
    return installation.store().read([&](storage::Reader &reader) {
        auto const rows = by_year ? flows::totals_by_year(reader, asked)
                                  : flows::totals(reader, asked, options.limit);
        auto const lists = reference::lists(reader);
        json::array all;
        if (rows.empty()) {
            err << "Nothing is counted for this question. A running server counts by itself what "
                   "was imported; --refresh counts it now.\n";
        } else if (!options.json) {
            out << std::setw(22) << "counted USD" << std::setw(22) << "left out USD" << std::setw(9)
                << "payments" << '\n';
        }
        for (auto const &row : rows) {
            auto const name = by_year ? row.code
                                      : flows::key_name(Language::en, *lists, asked.dimension,
                                                        row.code, row.name);
            if (options.json) {
                all.push_back(json::object{{"code", row.code},
                                           {"name", name},
                                           {"counted_cents", row.counted},
                                           {"left_out_cents", row.left_out},
                                           {"transactions", row.transactions}});
            } else {
                out << std::setw(22) << dollars(row.counted) << std::setw(22)
                    << dollars(row.left_out) << std::setw(9) << row.transactions << "  " << name
                    << '\n';
            }
        }
        if (options.json) {
            out << json::serialize(all) << '\n';
        }
        return nothing_wrong;
    });
}

} // namespace selatan::program
