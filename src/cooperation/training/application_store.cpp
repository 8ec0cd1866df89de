#include "cooperation/training/application_store.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/training/call_store.hpp"
#include "cooperation/training/training.hpp"
#include "platform/storage/marks.hpp"

#include <algorithm>
#include <utility>

namespace selatan::training {

CallContext context_of(storage::Reader &reader, Uuid call)
{
    CallContext context;
    context.id = call;
    auto loaded = records::load(reader, calls, call);
    ENSURE(loaded.has_value());
    context.call = std::move(*loaded);
    context.state =
        reader.one<std::string>("SELECT state FROM record WHERE id = ?", call).value_or("");
    if (context.call.rules) {
        auto rules = records::load(reader, rules_versions, context.call.rules->uuid());
        ENSURE(rules.has_value());
        context.rules = std::move(*rules);
    }
    context.course_starts = standing_of(reader, call, context.call).course_starts;
    return context;
}

KnownOfApplicants::KnownOfApplicants(storage::Reader &reader, CallContext const &call,
                                     std::vector<Date> const &born_on)
    : m_course_starts{call.course_starts}
{
    if (born_on.empty()) {
        return;
    }
    m_invited = invited_to(call.call, quotas_of(reader, call.id));
    std::vector<storage::Value> values{storage::to_value(call.call.scheme), call.id};
    for (auto const day : born_on) {
        values.push_back(storage::to_value(day));
    }
    for (auto row : reader.query_with(
             "SELECT a.born_on, a.id, r.title FROM training_application a"
             " JOIN record r ON r.id = a.id JOIN training_call c ON c.id = a.call"
             " WHERE c.scheme = ? AND a.call <> ? AND r.state = 'confirmed' AND a.born_on IN (" +
                 storage::marks(born_on.size()) + ")",
             values)) {
        auto const day = row.next<Date>();
        auto const application = row.next<Uuid>();
        m_courses_before.emplace(day, Course{application, fold(row.next<std::string>())});
    }
}

ApplicantFacts KnownOfApplicants::facts_of(Uuid application, Application const &value) const
{
    ApplicantFacts facts;
    facts.course_starts = m_course_starts;
    facts.country_is_invited = m_invited.take(value.country);
    // The same day of birth and the same name, however it is written in capitals and accents.
    auto const name = fold(value.title);
    auto const [begin, end] = m_courses_before.equal_range(value.born_on);
    facts.had_course_here = std::any_of(begin, end, [&](auto const &course) {
        return course.second.application != application && course.second.person == name;
    });
    return facts;
}

Nominees nominees_of(storage::Reader &reader, CallContext const &call, Uuid application,
                     Application const &value, std::int64_t wanted_rank)
{
    Nominees nominees;
    for (auto row : reader.query("SELECT a.nominee_rank FROM training_application a"
                                 " JOIN record r ON r.id = a.id WHERE a.call = ? AND a.id <> ?"
                                 " AND r.country = ? AND a.nominee_rank IS NOT NULL"
                                 " AND r.state <> 'withdrawn'",
                                 call.id, application, value.country)) {
        ++nominees.count;
        nominees.rank_is_taken |= row.next<std::int64_t>() == wanted_rank;
    }
    for (auto row : reader.query("SELECT n.nominees FROM training_quota n"
                                 " JOIN record r ON r.id = n.id WHERE n.call = ?"
                                 " AND r.country = ?",
                                 call.id, value.country)) {
        nominees.most = row.next<std::optional<std::int64_t>>();
    }
    if (!nominees.most) {
        nominees.most = call.rules.nominees;
    }
    return nominees;
}

Places::Places(storage::Reader &reader, CallContext const &call)
    : m_call{call.id}, m_all{.left = call.call.places - call.call.held},
      m_discretionary{.left = call.call.discretionary.value_or(0) - call.call.discretionary_held}
{
    for (auto row : reader.query("SELECT r.country, n.places - n.held FROM training_quota n"
                                 " JOIN record r ON r.id = n.id WHERE n.call = ?",
                                 call.id)) {
        auto const country = row.next<CountryCode>();
        m_countries[country].left = row.next<std::int64_t>();
    }
    for (auto row : reader.query("SELECT a.reserve_rank, a.id FROM training_application a"
                                 " JOIN record r ON r.id = a.id WHERE a.call = ?"
                                 " AND a.reserve_rank IS NOT NULL AND r.state <> 'withdrawn'",
                                 call.id)) {
        auto const rank = row.next<std::int64_t>();
        m_ranks.emplace(rank, row.next<Uuid>());
    }
}

Room Places::room_for(Uuid application, Application const &value,
                      std::optional<std::int64_t> wanted_rank) const
{
    auto const own = [&](Place place) {
        return value.holds_place() && value.place == place ? 1 : 0;
    };
    Room room;
    room.places_left = m_all.left + (value.holds_place() ? 1 : 0);
    room.discretionary_left = m_discretionary.left + own(Place::discretionary);
    if (value.country) {
        if (auto const quota = m_countries.find(*value.country); quota != m_countries.end()) {
            room.country_left = quota->second.left + own(Place::country);
        }
    }
    if (wanted_rank) {
        auto const taken = m_ranks.find(*wanted_rank);
        room.rank_is_taken = taken != m_ranks.end() && taken->second != application;
    }
    return room;
}

void Places::hold(Application const &value, std::int64_t count)
{
    if (!value.holds_place()) {
        return;
    }
    auto const take = [&](Quota &quota) {
        quota.left -= count;
        quota.held_more += count;
    };
    take(m_all);
    if (value.place == Place::discretionary) {
        take(m_discretionary);
    } else if (value.country) {
        take(m_countries[*value.country]);
    }
}

void Places::change(Uuid application, Application const &before, Application const &after)
{
    hold(before, -1);
    hold(after, 1);
    if (before.reserve_rank) {
        m_ranks.erase(*before.reserve_rank);
    }
    if (after.reserve_rank) {
        m_ranks.insert_or_assign(*after.reserve_rank, application);
    }
}

void Places::save(storage::Tx &tx)
{
    auto const all = std::exchange(m_all.held_more, 0);
    auto const discretionary = std::exchange(m_discretionary.held_more, 0);
    if (all != 0 || discretionary != 0) {
        tx.send("UPDATE training_call SET held = held + ?,"
                " discretionary_held = discretionary_held + ? WHERE id = ?",
                all, discretionary, m_call);
    }
    for (auto &[country, quota] : m_countries) {
        if (auto const more = std::exchange(quota.held_more, 0); more != 0) {
            tx.send("UPDATE training_quota SET held = held + ? WHERE call = ? AND EXISTS"
                    " (SELECT 1 FROM record r WHERE r.id = training_quota.id AND r.country = ?)",
                    more, m_call, country);
        }
    }
}

Result<std::vector<Considered>> considered(storage::Reader &reader, auth::Identity const &identity,
                                           std::span<Uuid const> ids, std::string_view verb)
{
    auto heads = records::find_each(reader, applications, &identity, ids, verb);
    if (!heads) {
        return refuse(heads.error());
    }
    if (ids.empty()) {
        return std::vector<Considered>{};
    }
    std::map<Uuid, Application> values;
    records::each_value(reader, applications, ids, [&](Uuid id, void const *value) {
        values.emplace(id, *static_cast<Application const *>(value));
    });
    std::vector<Considered> all;
    all.reserve(heads->size());
    for (auto &head : *heads) {
        auto &value = values.at(head.id);
        all.push_back({.head = std::move(head), .value = std::move(value)});
    }
    return all;
}

std::vector<Candidate> candidates_of(storage::Reader &reader, auth::Identity const &identity,
                                     Uuid call)
{
    bool const decides = records::could(application_policy, &identity, "propose");
    auto const filter =
        records::compile(application_policy, &identity, decides ? "propose" : records::verbs::see);
    std::vector<storage::Value> values{call};
    values.insert(values.end(), filter.values.begin(), filter.values.end());
    std::vector<Candidate> all;
    for (auto row : reader.query_with(
             "SELECT r.id, r.reference, r.title, r.state, r.country, a.nominee_rank, a.proposed,"
             " a.place, a.reserve_rank, a.awaits, r.due_on FROM training_application a"
             " JOIN record r ON r.id = a.id WHERE a.call = ? AND (a.awaits = 'judge'"
             " OR r.state IN ('incomplete', 'eligible', 'agency_shortlisted',"
             " 'institute_accepted', 'selected')) AND " +
                 filter.sql + " ORDER BY r.country, COALESCE(a.nominee_rank, 1000000), r.id",
             values)) {
        all.push_back({.id = row.next<Uuid>(),
                       .reference = row.next<std::string>(),
                       .title = row.next<std::string>(),
                       .state = row.next<std::string>(),
                       .country = row.next<std::optional<CountryCode>>(),
                       .nominee_rank = row.next<std::optional<std::int64_t>>(),
                       .proposed = row.next<std::optional<Decision>>(),
                       .place = row.next<std::optional<Place>>(),
                       .reserve_rank = row.next<std::optional<std::int64_t>>(),
                       .awaits = row.next<std::optional<Awaited>>(),
                       .due_on = row.next<std::optional<Date>>()});
        if (!decides) {
            all.back().proposed.reset();
            all.back().place.reset();
            all.back().reserve_rank.reset();
        }
    }
    return all;
}

std::int64_t next_reserve_rank(storage::Reader &reader, Uuid call)
{
    return reader
               .one<std::int64_t>("SELECT COALESCE(MAX(reserve_rank), 0) FROM training_application"
                                  " WHERE call = ?",
                                  call)
               .value_or(0) +
           1;
}

std::vector<Uuid> proposed_in(storage::Reader &reader, Uuid call)
{
    return reader.all<Uuid>("SELECT a.id FROM training_application a"
                            " JOIN record r ON r.id = a.id WHERE a.call = ?"
                            " AND a.proposed IS NOT NULL AND r.state IN"
                            " ('eligible', 'agency_shortlisted', 'institute_accepted')"
                            " ORDER BY a.id",
                            call);
}

std::vector<Uuid> standing_at(storage::Reader &reader, Uuid call, std::string_view state)
{
    return reader.all<Uuid>("SELECT a.id FROM training_application a JOIN record r ON r.id = a.id"
                            " WHERE a.call = ? AND r.state = ? ORDER BY a.id",
                            call, state);
}

void set_answers_due(storage::Tx &tx, Uuid call, std::optional<Date> day)
{
    tx.run("UPDATE record SET due_on = ? WHERE state = 'selected' AND id IN"
           " (SELECT id FROM training_application WHERE call = ?)",
           day, call);
}

namespace {

/// How many of a call's applications (a, with its record r) are so.
std::int64_t count_of(storage::Reader &reader, Uuid call, std::string_view condition)
{
    auto sql = std::string{"SELECT COUNT(*) FROM training_application a"
                           " JOIN record r ON r.id = a.id WHERE a.call = ? AND "};
    sql += condition;
    return reader.one<std::int64_t>(sql, call).value_or(0);
}

} // namespace

std::int64_t undecided_in(storage::Reader &reader, Uuid call)
{
    return count_of(reader, call,
                    "a.proposed IS NULL AND r.state IN"
                    " ('eligible', 'agency_shortlisted', 'institute_accepted')");
}

std::int64_t on_the_way_to(storage::Reader &reader, Uuid call)
{
    return count_of(reader, call, "a.awaits IN ('certify', 'nominate', 'forward')");
}

std::int64_t unanswered_in(storage::Reader &reader, Uuid call)
{
    return count_of(reader, call, "r.state = 'selected'");
}

std::vector<Waiting> waiting_in(storage::Reader &reader, Uuid call)
{
    std::vector<Waiting> all;
    for (auto row : reader.query("SELECT a.id, r.country, a.reserve_rank, r.title, r.reference"
                                 " FROM training_application a JOIN record r ON r.id = a.id"
                                 " WHERE a.call = ? AND r.state = 'reserve'"
                                 " ORDER BY a.reserve_rank, a.id",
                                 call)) {
        all.push_back({.application = row.next<Uuid>(),
                       .country = row.next<std::optional<CountryCode>>(),
                       .reserve_rank = row.next<std::int64_t>(),
                       .title = row.next<std::string>(),
                       .reference = row.next<std::string>()});
    }
    return all;
}

} // namespace selatan::training
