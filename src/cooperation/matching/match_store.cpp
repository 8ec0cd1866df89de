#include "cooperation/matching/match_store.hpp"

namespace selatan::matching {

namespace {

std::map<Uuid, std::string> references_by(storage::Rows rows)
{
    std::map<Uuid, std::string> all;
    for (auto row : rows) {
        auto const id = row.next<Uuid>();
        all.emplace(id, row.next<std::string>());
    }
    return all;
}

} // namespace

bool is_proposed(storage::Reader &reader, Uuid request, Uuid offer)
{
    return reader
        .one<bool>("SELECT 1 FROM request_match m JOIN record r ON r.id = m.id"
                   " WHERE m.request = ? AND m.offer = ? AND r.state <> 'lapsed' LIMIT 1",
                   request, offer)
        .value_or(false);
}

std::map<Uuid, std::string> proposed_offers(storage::Reader &reader, Uuid request)
{
    return references_by(reader.query("SELECT m.offer, r.reference FROM request_match m"
                                      " JOIN record r ON r.id = m.id"
                                      " WHERE m.request = ? AND r.state <> 'lapsed' ORDER BY m.id",
                                      request));
}

std::map<Uuid, std::string> proposed_requests(storage::Reader &reader, Uuid offer)
{
    return references_by(reader.query("SELECT m.request, r.reference FROM request_match m"
                                      " JOIN record r ON r.id = m.id"
                                      " WHERE m.offer = ? AND r.state <> 'lapsed' ORDER BY m.id",
                                      offer));
}

void write_reasons(storage::Tx &tx, Uuid match, std::vector<Reason> const &reasons)
{
    tx.run("UPDATE request_match SET reasons = ? WHERE id = ?", to_json(reasons), match);
}

std::vector<Reason> reasons_of(storage::Reader &reader, Uuid match)
{
    auto const json =
        reader.one<std::string>("SELECT reasons FROM request_match WHERE id = ?", match);
    return json ? parse_reasons(*json) : std::vector<Reason>{};
}

std::vector<OpenRequest> open_requests(storage::Reader &reader, records::Filter const &may_see,
                                       int most)
{
    std::string columns;
    for (auto const &field : requests::requests.fields) {
        columns += (field.place == records::Field::Place::record ? ", r." : ", n.") +
                   std::string{field.column};
    }
    auto values = may_see.values;
    values.emplace_back(std::int64_t{most});
    std::vector<OpenRequest> all;
    for (auto row : reader.query_with("SELECT r.id, r.reference, r.version" + columns +
                                          " FROM record r JOIN request n ON n.id = r.id WHERE "
                                          "r.kind = 'request' AND r.state IN"
                                          " ('registered', 'screened', 'part_answered', "
                                          "'offer_sought', 'financing_sought', 'deferred')"
                                          " AND " +
                                          may_see.sql + " ORDER BY r.id DESC LIMIT ?",
                                      values)) {
        auto &one = all.emplace_back();
        one.id = row.next<Uuid>();
        one.reference = row.next<std::string>();
        one.version = row.next<std::int64_t>();
        int column = 3;
        for (auto const &field : requests::requests.fields) {
            field.from_cell(&one.request, row.cells(), column++);
        }
    }
    return all;
}

std::map<Uuid, std::string> titles_of(storage::Reader &reader, std::span<Uuid const> ids)
{
    if (ids.empty()) {
        return {};
    }
    std::string marks;
    std::vector<storage::Value> values;
    for (auto const &id : ids) {
        marks += marks.empty() ? "?" : ", ?";
        values.emplace_back(id);
    }
    return references_by(reader.query_with(
        "SELECT id, title FROM record WHERE id IN (" + marks + ") ORDER BY id", values));
}

} // namespace selatan::matching
