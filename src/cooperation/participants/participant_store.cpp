#include "cooperation/participants/participant_store.hpp"

#include "cooperation/participants/participants.hpp"
#include "platform/records/access.hpp"

#include <algorithm>

namespace selatan::participants {

std::optional<Uuid> participant_of(storage::Reader &reader, Uuid application)
{
    return reader.one<Uuid>("SELECT id FROM training_participant WHERE application = ?",
                            application);
}

CourseStanding course_standing(storage::Reader &reader, Uuid participant, Uuid call)
{
    CourseStanding standing;
    for (auto row : reader.query("SELECT a.starts, a.ends, u.attendance_percent"
                                 " FROM training_call c JOIN activity a ON a.id = c.activity"
                                 " LEFT JOIN training_rules u ON u.id = c.rules WHERE c.id = ?",
                                 call)) {
        standing.starts = row.next<std::optional<Date>>();
        standing.ends = row.next<std::optional<Date>>();
        standing.percent = row.next<std::optional<std::int64_t>>();
    }
    for (auto row : reader.query("SELECT COUNT(*), COUNT(s.recorded_on), COUNT(p.participant)"
                                 " FROM training_session s JOIN record r ON r.id = s.id"
                                 " LEFT JOIN training_attendance p"
                                 " ON p.session = s.id AND p.participant = ?"
                                 " WHERE s.call = ? AND r.state <> 'cancelled'",
                                 participant, call)) {
        standing.sessions = row.next<std::int64_t>();
        standing.recorded = row.next<std::int64_t>();
        standing.attended = row.next<std::int64_t>();
    }
    return standing;
}

std::vector<ClassMember> class_of(storage::Reader &reader, auth::Identity const &identity,
                                  Uuid call)
{
    auto const filter = records::compile(participant_policy, &identity, records::verbs::see);
    std::vector<storage::Value> values{call};
    values.insert(values.end(), filter.values.begin(), filter.values.end());
    std::vector<ClassMember> all;
    for (auto row : reader.query_with(
             "SELECT r.id, r.reference, r.title, r.state, r.country, r.version,"
             " (SELECT COUNT(*) FROM training_attendance p WHERE p.participant = r.id)"
             " FROM training_participant t JOIN record r ON r.id = t.id"
             " WHERE t.call = ? AND r.state <> 'withdrawn' AND " +
                 filter.sql + " ORDER BY r.title, r.id",
             values)) {
        all.push_back({.id = row.next<Uuid>(),
                       .reference = row.next<std::string>(),
                       .title = row.next<std::string>(),
                       .state = row.next<std::string>(),
                       .country = row.next<std::optional<CountryCode>>(),
                       .version = row.next<std::int64_t>(),
                       .attended = row.next<std::int64_t>()});
    }
    return all;
}

std::vector<SessionLine> sessions_of(storage::Reader &reader, Uuid call, Language language)
{
    std::vector<SessionLine> all;
    for (auto row : reader.query("SELECT r.id, r.reference, r.state, s.held_on, r.version, r.title,"
                                 " r.titles FROM training_session s JOIN record r ON r.id = s.id"
                                 " WHERE s.call = ? AND r.state <> 'cancelled'"
                                 " ORDER BY s.held_on, s.id",
                                 call)) {
        auto &one = all.emplace_back();
        one.id = row.next<Uuid>();
        one.reference = row.next<std::string>();
        one.state = row.next<std::string>();
        one.held_on = row.next<Date>();
        one.version = row.next<std::int64_t>();
        auto const title = row.next<std::string>();
        one.title = records::title_in(language, title, row.next<std::string>());
    }
    return all;
}

std::vector<Presence> presences_of(storage::Reader &reader, Uuid call)
{
    std::vector<Presence> all;
    for (auto row : reader.query("SELECT p.session, p.participant FROM training_attendance p"
                                 " JOIN training_session s ON s.id = p.session WHERE s.call = ?",
                                 call)) {
        all.push_back({.session = row.next<Uuid>(), .participant = row.next<Uuid>()});
    }
    std::ranges::sort(all);
    return all;
}

namespace {

std::string marks(std::string_view one, std::size_t count)
{
    std::string all{one};
    for (std::size_t i = 1; i < count; ++i) {
        all += ", ";
        all += one;
    }
    return all;
}

} // namespace

void put_presences(storage::Tx &tx, Uuid session, std::vector<Uuid> const &present,
                   std::vector<Uuid> const &people)
{
    if (!people.empty()) {
        std::vector<storage::Value> values{session};
        values.insert(values.end(), people.begin(), people.end());
        tx.run_with("DELETE FROM training_attendance WHERE session = ? AND participant IN (" +
                        marks("?", people.size()) + ")",
                    values);
    }
    if (!present.empty()) {
        std::vector<storage::Value> values;
        for (auto const &one : present) {
            values.emplace_back(session);
            values.emplace_back(one);
        }
        tx.run_with("INSERT INTO training_attendance (session, participant) VALUES " +
                        marks("(?, ?)", present.size()),
                    values);
    }
}

std::string sector_of_course(storage::Reader &reader, Uuid call)
{
    return reader
        .one<std::string>(
            "SELECT p.sector FROM training_call c JOIN activity a ON a.id = c.activity"
            " JOIN project p ON p.id = a.project WHERE c.id = ?",
            call)
        .value_or("");
}

std::optional<activities::ClassCount> count_class(storage::Reader &reader, Uuid activity)
{
    std::optional<activities::ClassCount> count;
    for (auto row : reader.query("SELECT a.sex, count(*) FROM training_call c"
                                 " JOIN training_participant t ON t.call = c.id"
                                 " JOIN record r ON r.id = t.id"
                                 " JOIN training_application a ON a.id = t.application"
                                 " WHERE c.activity = ? AND r.state <> 'withdrawn'"
                                 " GROUP BY a.sex",
                                 activity)) {
        auto const sex = row.next<training::Sex>();
        auto const people = row.next<std::int64_t>();
        count = count.value_or(activities::ClassCount{});
        count->women += sex == training::Sex::woman ? people : 0;
        count->men += sex == training::Sex::man ? people : 0;
    }
    return count;
}

} // namespace selatan::participants
