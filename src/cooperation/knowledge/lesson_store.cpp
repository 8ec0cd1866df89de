#include "cooperation/knowledge/lesson_store.hpp"

namespace selatan::knowledge {

std::string state_of(storage::Reader &reader, Uuid record)
{
    return reader.one<std::string>("SELECT state FROM record WHERE id = ?", record).value_or("");
}

void set_due(storage::Tx &tx, Uuid record, Date due)
{
    tx.run("UPDATE record SET due_on = ? WHERE id = ?", due, record);
}

std::vector<Answer> answers_about(storage::Reader &reader, Uuid lesson)
{
    std::vector<Answer> all;
    for (auto row :
         reader.query("SELECT r.state, n.deadline, n.reach, n.answer_document"
                      " FROM lesson_consultation n JOIN record r ON r.id = n.id WHERE n.lesson = ?"
                      " ORDER BY n.id",
                      lesson)) {
        auto &one = all.emplace_back();
        one.state = row.next<std::string>();
        one.deadline = row.next<Date>();
        one.reach = row.next<std::optional<Reach>>();
        one.in_writing = !row.next<std::string>().empty();
    }
    return all;
}

std::vector<Uuid> answered_about(storage::Reader &reader, Uuid lesson)
{
    return reader.all<Uuid>("SELECT n.id FROM lesson_consultation n JOIN record r ON r.id = n.id"
                            " WHERE n.lesson = ? AND r.state = 'answered' ORDER BY n.id",
                            lesson);
}

std::vector<records::RecordParty> consulted_about(storage::Reader &reader, Uuid lesson)
{
    std::vector<records::RecordParty> all;
    for (auto row : reader.query("SELECT DISTINCT r.country, r.organisation"
                                 " FROM lesson_consultation n JOIN record r ON r.id = n.id"
                                 " WHERE n.lesson = ?",
                                 lesson)) {
        all.push_back({.country = row.next<std::optional<CountryCode>>(),
                       .organisation = row.next<std::optional<Uuid>>()});
    }
    return all;
}

void raise_audience_to_partner(storage::Tx &tx, Uuid lesson)
{
    tx.run("UPDATE record SET audience = 'partner' WHERE id = ? AND audience = 'internal'", lesson);
}

bool is_used_in(storage::Reader &reader, Uuid lesson, Uuid record)
{
    return reader
        .one<bool>("SELECT 1 FROM lesson_use WHERE lesson = ? AND used_in = ?", lesson, record)
        .value_or(false);
}

std::vector<Candidate> candidates_for(storage::Reader &reader, Subjects const &subjects,
                                      records::Filter const &may_see)
{
    std::string about;
    std::vector<storage::Value> values;
    auto const or_about = [&](std::string_view condition, std::string value) {
        about += (about.empty() ? "" : " OR ") + std::string{condition};
        values.emplace_back(std::move(value));
    };
    constexpr std::size_t category_digits = 3;
    if (subjects.sector.size() >= category_digits) {
        or_about("n.sector LIKE ?", subjects.sector.substr(0, category_digits) + "%");
    }
    // Codes stand with spaces between them; none contains one.
    for (auto const &modality : subjects.modalities) {
        or_about("(' ' || n.modalities || ' ') LIKE ?", "% " + modality + " %");
    }
    for (auto const &country : subjects.countries) {
        or_about("(' ' || n.countries || ' ') LIKE ?", "% " + country + " %");
    }
    if (about.empty()) {
        return {};
    }
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    values.emplace_back(std::int64_t{candidates_most});
    std::string columns = "r.id, r.reference, r.title";
    for (auto const &field : lessons.fields) {
        columns += field.place == records::Field::Place::record ? ", r." : ", n.";
        columns += field.column;
    }
    auto sql = "SELECT " + columns +
               " FROM lesson n JOIN record r ON r.id = n.id"
               " WHERE r.state IN ('kept', 'released', 'applied') AND (";
    sql += about;
    sql += ") AND (";
    sql += may_see.sql;
    sql += ") ORDER BY r.id DESC LIMIT ?";
    std::vector<Candidate> all;
    for (auto row : reader.query_with(sql, values)) {
        auto &one = all.emplace_back();
        one.id = row.next<Uuid>();
        one.reference = row.next<std::string>();
        one.title = row.next<std::string>();
        int column = 3;
        for (auto const &field : lessons.fields) {
            field.from_cell(&one.lesson, row.cells(), column++);
        }
    }
    return all;
}

std::vector<std::string> newest_titles(storage::Reader &reader)
{
    return reader.all<std::string>(
        "SELECT title FROM (SELECT title FROM record WHERE kind = 'lesson'"
        " ORDER BY id DESC LIMIT 25) l"
        " UNION ALL SELECT title FROM (SELECT title FROM record WHERE kind = 'request'"
        " ORDER BY id DESC LIMIT 25) r"
        " UNION ALL SELECT title FROM (SELECT title FROM record WHERE kind = 'offer'"
        " ORDER BY id DESC LIMIT 25) o"
        " UNION ALL SELECT title FROM (SELECT title FROM record WHERE kind = 'project'"
        " ORDER BY id DESC LIMIT 25) p");
}

} // namespace selatan::knowledge
