#include "exchange/flows/organisations.hpp"

#include "base/text.hpp"
#include "exchange/flows/in_chunks.hpp"

#include <algorithm>

namespace selatan::reported_flows {

namespace {

ToldOrganisation read_one(storage::Row &row)
{
    return {.ref = row.next<std::string>(),
            .name = row.next<std::string>(),
            .type = row.next<std::string>()};
}

} // namespace

Organisations::Organisations(storage::Reader &reader, Sides &sides) : m_sides{sides}
{
    for (auto row : reader.query("SELECT id, ref, name, type FROM iati_publisher ORDER BY id")) {
        auto const id = row.next<std::int64_t>();
        auto const one = read_one(row);
        auto code = code_of(one);
        m_by_code[code].push_back(one);
        m_publishers[id] = std::move(code);
    }
}

void Organisations::add(Described &described, ToldOrganisation const &organisation) const
{
    if (described.name.empty()) {
        described.name = clean(organisation.name);
    }
    if (described.side == "unknown") {
        constexpr std::array<std::string_view, 4> sides{"unknown", "south", "north",
                                                        "multilateral"};
        auto const home = m_sides.home(organisation);
        described.side = sides[static_cast<std::size_t>(home.side)];
        described.country = home.country ? home.country->to_string() : std::string{};
    }
}

std::map<std::string, Described> Organisations::describe(storage::Reader &reader,
                                                         std::vector<std::string> const &codes)
{
    std::map<std::string, Described> all;
    std::map<std::string_view, std::string> refs; // what is called nothing
    for (auto const &code : codes) {
        auto &described = all[code];
        if (auto const publishers = m_by_code.find(code); publishers != m_by_code.end()) {
            for (auto const &one : publishers->second) {
                add(described, one);
                refs.try_emplace(code, one.ref);
            }
        }
    }
    in_chunks(
        "SELECT w.code, o.ref, o.name, o.type FROM flow_organisation w"
        " JOIN iati_organisation o ON o.id = w.organisation WHERE w.code IN (",
        {}, codes,
        [&](std::string const &sql, std::vector<storage::Value> const &values) {
            for (auto row : reader.query_with(sql, values)) {
                auto const place = all.find(row.next<std::string>());
                if (place != all.end()) {
                    auto const one = read_one(row);
                    add(place->second, one);
                    refs.try_emplace(place->first, one.ref);
                }
            }
        },
        " ORDER BY w.organisation");
    for (auto &[code, described] : all) {
        if (described.name.empty()) {
            described.name = clean(refs[code]);
        }
    }
    return all;
}

std::vector<std::string> take_new_organisations(storage::Tx &tx)
{
    struct Written {
        std::int64_t organisation = 0;
        std::string code;
    };
    std::vector<Written> written;
    for (auto row : tx.query("SELECT id, ref, name, type FROM iati_organisation WHERE id >"
                             " (SELECT COALESCE(MAX(organisation), 0) FROM flow_organisation)")) {
        auto const id = row.next<std::int64_t>();
        written.push_back({id, code_of(read_one(row))});
    }
    constexpr std::array<std::string_view, 2> columns{"organisation", "code"};
    copy_rows(tx, "flow_organisation", columns, written,
              [](Written const &one, std::vector<storage::Value> &row) {
                  row = {storage::to_value(one.organisation), storage::to_value(one.code)};
              });
    std::vector<std::string> codes;
    codes.reserve(written.size());
    for (auto &one : written) {
        codes.push_back(std::move(one.code));
    }
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

} // namespace selatan::reported_flows
