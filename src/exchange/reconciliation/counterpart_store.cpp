#include "exchange/reconciliation/counterpart_store.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/reported/reading.hpp"
#include "platform/storage/marks.hpp"

#include <boost/json.hpp>
#include <charconv>

namespace selatan::reconciliation {

namespace {

namespace json = boost::json;
using storage::Value;

constexpr std::string_view iati_mark = "iati:";
constexpr std::string_view register_mark = "reported:";

std::string cut(std::string text, std::size_t bytes)
{
    if (text.size() > bytes) {
        auto end = bytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end; // not within a character
        }
        text.resize(end);
    }
    return text;
}

constexpr std::size_t longest_name = 500;
constexpr std::size_t longest_title = 1000;

std::vector<std::string> titles_from(std::string title, std::string const &by_language)
{
    std::vector<std::string> all;
    if (!title.empty()) {
        all.push_back(std::move(title));
    }
    if (!by_language.empty()) {
        auto const parsed = json::parse(by_language);
        for (auto const &[language, one] : parsed.as_object()) {
            all.emplace_back(one.as_string());
        }
    }
    return all;
}

Counterpart told_from(reports::ReportedActivity const &row, Uuid record)
{
    Counterpart told;
    told.teller = cut(row.reported_by, longest_name);
    told.teller_ref = told.teller;
    told.identifier =
        row.reported_id.empty() ? record.to_string() : cut(row.reported_id, longest_name);
    told.told_title = cut(row.title, longest_title);
    told.source = Source::reported;
    told.reported = Id<reports::ReportedActivity>{record};
    return told;
}

constexpr std::string_view known_columns =
    "r.id, r.reference, r.state, c.project, c.teller, c.teller_ref, c.identifier, c.told_title,"
    " c.source, c.reported, c.score, (SELECT count(*) FROM difference d JOIN record dr"
    " ON dr.id = d.id WHERE d.counterpart = c.id AND dr.state = 'open')";

Known known_from(storage::Row &row)
{
    Known known;
    known.id = row.next<Uuid>();
    known.reference = row.next<std::string>();
    known.state = row.next<std::string>();
    auto &told = known.counterpart;
    told.project = row.next<Id<projects::Project>>();
    told.teller = row.next<std::string>();
    told.teller_ref = row.next<std::string>();
    told.identifier = row.next<std::string>();
    told.told_title = row.next<std::string>();
    told.source = row.next<Source>();
    told.reported = row.next<std::optional<Id<reports::ReportedActivity>>>();
    told.score = row.next<std::optional<std::int64_t>>();
    known.open = row.next<std::int64_t>();
    return known;
}

/// Found by the register's own number of the activity.
std::vector<funds::ReportedFlow> flows_of(storage::Reader &reader,
                                          reports::ReportedActivity const &activity)
{
    std::vector<funds::ReportedFlow> all;
    if (activity.reported_id.empty()) {
        return all;
    }
    for (auto row :
         reader.query("SELECT kind, year, on_day, amount, currency, amount_usd FROM reported_flow"
                      " WHERE reported_by = ? AND activity_id = ? ORDER BY id",
                      activity.reported_by, activity.reported_id)) {
        funds::ReportedFlow flow;
        flow.kind = row.next<funds::FlowKind>();
        flow.year = row.next<std::int64_t>();
        flow.on_day = row.next<std::optional<Date>>();
        flow.amount.digits = row.next<std::string>();
        flow.currency = row.next<std::string>();
        flow.amount_usd = row.next<std::optional<std::int64_t>>();
        all.push_back(std::move(flow));
    }
    return all;
}

} // namespace

// -- Reasons --------------------------------------------------------------------------------------

void write_reasons(storage::Tx &tx, Uuid counterpart, std::vector<linkage::Reason> const &reasons)
{
    json::array all;
    for (auto const &reason : reasons) {
        all.push_back(json::object{
            {"sign", to_code(reason.sign)}, {"weight", reason.weight}, {"detail", reason.detail}});
    }
    tx.run("UPDATE counterpart SET reasons = ? WHERE id = ?", json::serialize(all), counterpart);
}

std::vector<linkage::Reason> reasons_of(storage::Reader &reader, Uuid counterpart)
{
    std::vector<linkage::Reason> all;
    auto const text =
        reader.one<std::string>("SELECT reasons FROM counterpart WHERE id = ?", counterpart);
    if (!text) {
        return all;
    }
    auto const parsed = json::parse(*text);
    for (auto const &value : parsed.as_array()) {
        linkage::Reason reason;
        ENSURE(linkage::from_code(std::string_view{value.at("sign").as_string()}, reason.sign));
        reason.weight = value.at("weight").to_number<double>();
        reason.detail = value.at("detail").to_number<std::int64_t>();
        all.push_back(reason);
    }
    return all;
}

// -- What is told ---------------------------------------------------------------------------------

std::optional<Counterpart> told_by_text(storage::Reader &reader, auth::Identity const &by,
                                        std::string_view text)
{
    if (text.starts_with(iati_mark)) {
        auto const digits = text.substr(iati_mark.size());
        std::int64_t number = 0;
        auto const *const end = digits.data() + digits.size();
        auto const [rest, error] = std::from_chars(digits.data(), end, number);
        auto const listed =
            error == std::errc{} && rest == end ? reported::find(reader, number) : std::nullopt;
        if (!listed || !listed->stands || listed->identifier.empty()) {
            return std::nullopt;
        }
        auto told = tellers_of(reader, {number});
        return told.empty() ? std::nullopt : std::optional{std::move(told.front().second)};
    }
    if (!text.starts_with(register_mark)) {
        return std::nullopt;
    }
    auto const head =
        records::find(reader, reports::reported_activities, &by, text.substr(register_mark.size()));
    auto const row =
        head ? records::load(reader, reports::reported_activities, head->id) : std::nullopt;
    return row ? std::optional{told_from(*row, head->id)} : std::nullopt;
}

std::optional<std::int64_t> standing_activity(storage::Reader &reader,
                                              Counterpart const &counterpart)
{
    if (counterpart.source != Source::iati) {
        return std::nullopt;
    }
    auto const found = reader.one<std::optional<std::int64_t>>(
        "SELECT min(a.id) FROM iati_identifier i JOIN iati_activity a ON a.identifier = i.id"
        " AND a.ended_by IS NULL JOIN iati_publisher p ON p.id = a.publisher"
        " WHERE i.text = ? AND p.ref = ?",
        counterpart.identifier, counterpart.teller_ref);
    return found.value_or(std::nullopt);
}

std::optional<Facts> told_facts(storage::Reader &reader, Counterpart const &counterpart)
{
    auto const lists = reference::lists(reader);
    reported::InDollars rates{reader};
    if (counterpart.source == Source::reported) {
        auto const row =
            records::load(reader, reports::reported_activities, counterpart.reported->uuid());
        if (!row) {
            return std::nullopt;
        }
        auto facts = facts_of(*row);
        tell_flows(facts, flows_of(reader, *row), rates);
        return facts;
    }
    auto const number = standing_activity(reader, counterpart);
    auto const activity = number ? reported::activity_of(reader, *number) : std::nullopt;
    if (!activity) {
        return std::nullopt;
    }
    return facts_of(*activity, reported::source_of(reader, *number).value_or(""), *lists, rates);
}

std::int64_t last_activity(storage::Reader &reader)
{
    return reader.one<std::optional<std::int64_t>>("SELECT max(id) FROM iati_activity")
        .value_or(std::nullopt)
        .value_or(0);
}

void each_told_title(
    storage::Reader &reader, std::int64_t step,
    std::function<void(std::int64_t activity, std::vector<std::string> const &titles)> const &take)
{
    constexpr int at_a_time = 5000;
    std::int64_t last = 0;
    for (bool has_more = true; has_more;) {
        has_more = false;
        for (auto row : reader.query("SELECT id, title, coalesce(titles, '') FROM iati_activity"
                                     " WHERE id > ? AND ended_by IS NULL AND id % ? = 0"
                                     " ORDER BY id LIMIT ?",
                                     last, step, at_a_time)) {
            last = row.next<std::int64_t>();
            auto title = row.next<std::string>();
            take(last, titles_from(std::move(title), row.next<std::string>()));
            has_more = true;
        }
    }
}

std::vector<std::int64_t> activities_around(storage::Reader &reader,
                                            std::vector<std::string> const &identifiers)
{
    constexpr std::size_t at_a_time = 100;
    std::vector<std::int64_t> all;
    for (std::size_t begin = 0; begin < identifiers.size(); begin += at_a_time) {
        auto const end = std::min(identifiers.size(), begin + at_a_time);
        std::vector<Value> numbers;
        std::vector<Value> const texts{identifiers.begin() + static_cast<std::ptrdiff_t>(begin),
                                       identifiers.begin() + static_cast<std::ptrdiff_t>(end)};
        for (auto row : reader.query_with("SELECT id FROM iati_identifier WHERE text IN (" +
                                              storage::marks(texts.size()) + ")",
                                          texts)) {
            numbers.emplace_back(row.next<std::int64_t>());
        }
        if (numbers.empty()) {
            continue;
        }
        auto const in = " IN (" + storage::marks(numbers.size()) + ")";
        std::vector<Value> values;
        for (int i = 0; i < 5; ++i) {
            values.insert(values.end(), numbers.begin(), numbers.end());
        }
        // The tables below the activities have rows of what stands alone.
        for (auto row : reader.query_with(
                 "SELECT id FROM iati_activity WHERE ended_by IS NULL AND identifier" + in +
                     " UNION SELECT activity FROM iati_relation WHERE other" + in +
                     " UNION SELECT activity FROM iati_participation WHERE their_activity" + in +
                     " UNION SELECT activity FROM iati_transaction WHERE provider_activity" + in +
                     " UNION SELECT activity FROM iati_transaction WHERE receiver_activity" + in,
                 values)) {
            all.push_back(row.next<std::int64_t>());
        }
    }
    return all;
}

std::vector<std::pair<std::int64_t, Counterpart>>
tellers_of(storage::Reader &reader, std::vector<std::int64_t> const &activities)
{
    std::vector<std::pair<std::int64_t, Counterpart>> all;
    if (activities.empty()) {
        return all;
    }
    std::vector<Value> const values{activities.begin(), activities.end()};
    for (auto row : reader.query_with(
             "SELECT a.id, p.ref, p.name, i.text, a.title FROM iati_activity a"
             " JOIN iati_publisher p ON p.id = a.publisher"
             " JOIN iati_identifier i ON i.id = a.identifier WHERE i.text <> '' AND a.id IN (" +
                 storage::marks(values.size()) + ") ORDER BY a.id",
             values)) {
        auto const id = row.next<std::int64_t>();
        Counterpart told;
        told.teller_ref = row.next<std::string>();
        auto name = row.next<std::string>();
        told.teller = cut(name.empty() ? told.teller_ref : std::move(name), longest_name);
        told.identifier = row.next<std::string>();
        told.told_title = cut(row.next<std::string>(), longest_title);
        all.emplace_back(id, std::move(told));
    }
    return all;
}

std::vector<std::string> own_publishers(storage::Reader &reader)
{
    return reader.all<std::string>("SELECT DISTINCT publisher FROM published_activity");
}

void each_register_row(storage::Reader &reader,
                       std::function<void(Counterpart told, Facts facts)> const &take)
{
    constexpr int at_a_time = 500;
    Uuid last;
    auto const &fields = reports::reported_activities.fields;
    std::string columns;
    for (auto const &field : fields) {
        columns += std::string{field.place == records::Field::Place::record ? ", r." : ", n."} +
                   std::string{field.column};
    }
    auto const sql = "SELECT r.id" + columns +
                     " FROM record r JOIN reported_activity n ON n.id = r.id"
                     " WHERE n.id > ? ORDER BY n.id LIMIT ?";
    for (bool has_more = true; has_more;) {
        has_more = false;
        for (auto row : reader.query(sql, last, at_a_time)) {
            last = row.next<Uuid>();
            reports::ReportedActivity value;
            int column = 1;
            for (auto const &field : fields) {
                field.from_cell(&value, row.cells(), column++);
            }
            take(told_from(value, last), facts_of(value));
            has_more = true;
        }
    }
}

// -- Counterparts ---------------------------------------------------------------------------------

std::optional<Uuid> find_counterpart(storage::Reader &reader, Uuid project, Counterpart const &told)
{
    return reader.one<Uuid>("SELECT id FROM counterpart WHERE project = ? AND source = ?"
                            " AND teller_ref = ? AND identifier = ?",
                            project, told.source, told.teller_ref, told.identifier);
}

std::vector<Known> counterparts_of(storage::Reader &reader, Uuid project)
{
    std::vector<Known> all;
    for (auto row :
         reader.query("SELECT " + std::string{known_columns} +
                          " FROM counterpart c JOIN record r ON r.id = c.id WHERE c.project = ?"
                          " AND r.state <> 'lapsed' ORDER BY CASE r.state WHEN 'confirmed' THEN 1"
                          " WHEN 'proposed' THEN 2 ELSE 3 END, coalesce(c.score, 0) DESC, c.id",
                      project)) {
        all.push_back(known_from(row));
    }
    return all;
}

std::vector<OfActivity> counterparts_of_activity(storage::Reader &reader, std::int64_t activity,
                                                 records::Filter const &may_see)
{
    std::vector<OfActivity> all;
    std::vector<Value> values{activity};
    values.insert(values.end(), may_see.values.begin(), may_see.values.end());
    for (auto row : reader.query_with(
             "SELECT " + std::string{known_columns} +
                 ", pr.reference, pr.title FROM iati_activity a"
                 " JOIN iati_identifier i ON i.id = a.identifier"
                 " JOIN iati_publisher p ON p.id = a.publisher"
                 " JOIN counterpart c ON c.identifier = i.text AND c.teller_ref = p.ref"
                 " AND c.source = 'iati' JOIN record r ON r.id = c.id"
                 " JOIN record pr ON pr.id = c.project"
                 " WHERE a.id = ? AND r.state IN ('confirmed', 'proposed') AND " +
                 may_see.sql + " ORDER BY r.state, c.id LIMIT 20",
             values)) {
        auto known = known_from(row);
        all.push_back({.known = std::move(known),
                       .project_reference = row.next<std::string>(),
                       .project_title = row.next<std::string>()});
    }
    return all;
}

std::vector<Uuid> counterparts_in(storage::Reader &reader, std::string_view state)
{
    return reader.all<Uuid>("SELECT c.id FROM counterpart c JOIN record r ON r.id = c.id"
                            " WHERE r.state = ? ORDER BY c.id",
                            state);
}

// -- The last search ------------------------------------------------------------------------------

std::string state_of_the_told(storage::Reader &reader)
{
    auto const number = [&reader](std::string_view sql) {
        return std::to_string(
            reader.one<std::optional<std::int64_t>>(sql).value_or(std::nullopt).value_or(0));
    };
    return number("SELECT last FROM iati_turn WHERE id = 1") + " " +
           number("SELECT max(changed_at) FROM record WHERE kind IN ('iati_batch')") + " " +
           number("SELECT max(changed_at) FROM record WHERE kind = 'project'") + " " +
           number("SELECT max(changed_at) FROM record WHERE kind = 'project_party'") + " " +
           number("SELECT max(changed_at) FROM record WHERE kind = 'reported_activity'") + " " +
           number("SELECT max(changed_at) FROM record WHERE kind = 'reported_flow'") + " " +
           number("SELECT max(changed_at) FROM record WHERE kind IN ('obligation',"
                  " 'disbursement', 'plan_line')");
}

std::string last_search(storage::Reader &reader)
{
    return reader.one<std::string>("SELECT state FROM reconciliation_search WHERE id = 1")
        .value_or("");
}

void remember_search(storage::Tx &tx, std::string const &state)
{
    tx.run("INSERT INTO reconciliation_search (id, state) VALUES (1, ?)"
           " ON CONFLICT (id) DO UPDATE SET state = excluded.state",
           state);
}

} // namespace selatan::reconciliation
