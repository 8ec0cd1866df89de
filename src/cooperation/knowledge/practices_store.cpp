#include "cooperation/knowledge/practices.hpp"

namespace selatan::knowledge {

namespace {

struct Query {
    std::string sql;
    std::vector<storage::Value> values;
};

/// The record's audience falls in the transaction in which a partner takes its answer back.
constexpr std::string_view is_public = "r.audience = 'public' AND l.reach = 'public'"
                                       " AND r.state IN ('released', 'applied')";

Query compile(PracticeFilter const &wanted)
{
    Query query{.sql = "SELECT r.id, r.reference, r.title, l.happened, l.why, l.to_do, l.not_to_do,"
                       " l.conditions, l.sector, l.modalities, l.sdgs, l.nature,"
                       " l.released_on FROM lesson l JOIN record r ON r.id = l.id WHERE ",
                .values = {}};
    query.sql += is_public;
    auto const require = [&query](std::string const &sql, std::vector<storage::Value> values) {
        query.sql += " AND " + sql;
        query.values.insert(query.values.end(), values.begin(), values.end());
    };
    if (wanted.nature) {
        require("l.nature = ?", {storage::to_value(*wanted.nature)});
    }
    if (!wanted.sector.empty()) {
        require("(l.sector = ? OR l.sector LIKE ?)", {wanted.sector, wanted.sector + "__"});
    }
    if (!wanted.reference.empty()) {
        require("r.reference = ?", {wanted.reference});
    }
    if (wanted.source) {
        // Learned from the project itself, or from one of its activities or evaluations.
        require("EXISTS (SELECT 1 FROM (SELECT id, id AS project FROM project"
                " UNION ALL SELECT id, project FROM activity"
                " UNION ALL SELECT id, project FROM evaluation) n WHERE n.id = l.source AND " +
                    wanted.source->sql + ")",
                wanted.source->values);
    }
    return query;
}

records::Codes codes_of(std::string_view text)
{
    records::Codes codes;
    if (!text.empty()) {
        static_cast<void>(records::Text<records::Codes>::parse(text, codes));
    }
    return codes;
}

Practice practice_of(storage::Row &row)
{
    Practice one;
    auto &lesson = one.lesson;
    auto const text = [&row] {
        return MultilingualText::parse(row.next<std::string>()).value_or(MultilingualText{});
    };
    one.id = row.next<Uuid>();
    one.reference = row.next<std::string>();
    lesson.title = row.next<std::string>();
    lesson.happened = text();
    lesson.why = text();
    lesson.to_do = text();
    lesson.not_to_do = text();
    lesson.conditions = text();
    lesson.sector = row.next<std::string>();
    lesson.modalities = codes_of(row.next<std::string>());
    lesson.sdgs = codes_of(row.next<std::string>());
    lesson.nature = row.next<std::optional<Nature>>();
    lesson.released_on = row.next<std::optional<Date>>();
    return one;
}

} // namespace

std::vector<Practice> public_practices(storage::Reader &reader, PracticeFilter const &filter,
                                       int most, std::optional<Uuid> after)
{
    auto query = compile(filter);
    if (after) {
        query.sql += " AND r.id < ?";
        query.values.emplace_back(*after);
    }
    query.values.emplace_back(std::int64_t{most});
    std::vector<Practice> all;
    for (auto row : reader.query_with(query.sql + " ORDER BY r.id DESC LIMIT ?", query.values)) {
        all.push_back(practice_of(row));
    }
    return all;
}

void each_public_practice(storage::Reader &reader,
                          std::function<void(Practice const &)> const &take)
{
    auto const query = compile({});
    for (auto row : reader.query_with(query.sql + " ORDER BY r.id DESC", query.values)) {
        take(practice_of(row));
    }
}

std::vector<std::string> public_practice_references(storage::Reader &reader)
{
    return reader.all<std::string>("SELECT r.reference FROM lesson l JOIN record r ON r.id = l.id"
                                   " WHERE " +
                                   std::string{is_public} + " ORDER BY r.id DESC");
}

} // namespace selatan::knowledge
