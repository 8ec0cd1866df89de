// uses: cooperation_participants cooperation_training selatan_migrations
//
// A year of the largest training programme that there is: 370 courses with 12,000 places, 60,000
// applications, and 200,000 people trained before. The lists that officers and focal points open,
// the one search box, and the selection of a call with 500 applications, through the same functions
// that the pages call. Processor time, so that a busy machine does not stretch it; what is selected
// is rolled back.
//
//     build/release/bench/training_bench sqlite:training.db
//     script/with-postgresql sh -c 'build/release/bench/training_bench "$SELATAN_TEST_POSTGRESQL"'
//
// A database that has the year already is measured as it is.
//
// November 2026, a virtual machine with two cores (Intel Xeon), busy, release, SQLite 3.40, ms of
// processor time: search for two words 8.4 (14.7 before records beyond one's reach were left
// unread), for one common word 5.5, a focal point's 6.9 (23); a list's words 5.8 in the same run.
// Selection among 500, before and after a board's decisions read and write together, on another
// such machine (AMD EPYC), ms: SQLite 61.3 -> 34.3, PostgreSQL 1,100 -> 394 (two runs of each,
// their means).

#include "cooperation/participants/participant.hpp"
#include "cooperation/training/application_store.hpp"
#include "fill.hpp"
#include "platform/auth/identity.hpp"
#include "platform/http/message.hpp"
#include "platform/records/everywhere.hpp"
#include "platform/records/list.hpp"
#include "platform/storage/migrations.hpp"

#include <array>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace selatan;
using namespace selatan::training;
using participants::Participant;

constexpr int courses = 370;
constexpr int places_all = 12'000;
constexpr int applications_all = 60'000;
constexpr int trained_before = 200'000;
/// One call is as large as they come.
constexpr int largest_call = 500;

constexpr std::array<std::string_view, 40> countries{
    "AFG", "AGO", "BGD", "BTN", "BWA", "CMR", "COD", "CUB", "DJI", "EGY",
    "ETH", "FJI", "GHA", "GMB", "GTM", "GUY", "HND", "IRQ", "JOR", "KEN",
    "KHM", "LAO", "LBR", "LKA", "MDG", "MMR", "MOZ", "MUS", "NAM", "NGA",
    "NPL", "PNG", "SDN", "SEN", "SUR", "TLS", "TZA", "UGA", "VUT", "ZMB"};
constexpr std::array<std::string_view, 12> subjects{
    "Audit of public works", "Early warning of floods", "Midwifery",           "Rice seed",
    "Customs valuation",     "Cyber security",          "Small enterprises",   "Solar energy",
    "Remote sensing",        "Parliamentary procedure", "Hospital management", "Rural credit"};
constexpr std::array<std::string_view, 16> given{
    "Ana", "Budi", "Chidi", "Dina", "Elias", "Fatima", "Grace", "Hana",
    "Ivo", "José", "Kofi",  "Lina", "Maria", "Noor",   "Omar",  "Rosa"};
constexpr std::array<std::string_view, 16> family{
    "Alves",  "Banda", "Costa",  "Diallo", "Engku", "Faso",  "Gurung", "Hassan",
    "Ilunga", "Juma",  "Kamara", "Lopes",  "Moyo",  "Nunes", "Okafor", "Perera"};

class Year {
public:
    explicit Year(storage::Store &store) : m_store{&store} {}

    void fill()
    {
        m_store->write([&](storage::Tx &tx) { make_scheme(tx); });
        m_store->write([&](storage::Tx &tx) { make_calls(tx); });
        // The largest call first; the others share the rest.
        make_applications(0, largest_call);
        for (int i = 1; i < courses; ++i) {
            auto const rest = applications_all - largest_call;
            make_applications(i, rest * i / (courses - 1) - rest * (i - 1) / (courses - 1));
        }
        constexpr int batch = 5000;
        for (int begin = 0; begin < trained_before; begin += batch) {
            make_alumni(begin, begin + batch);
        }
        while (m_store->read([](auto &reader) { return records::has_unlearned(reader); })) {
            m_store->write([](storage::Tx &tx) { records::learn_words(tx); });
        }
        m_store->write([](storage::Tx &tx) { tx.run("ANALYZE"); });
    }

private:
    template <typename T, typename Set>
    static bench::Row row_of(Uuid id, std::string reference, std::string title, std::string state,
                             Instant at, Set const &set)
    {
        records::AnyValue value{records::value_type<T>};
        auto &typed = *static_cast<T *>(value.get());
        set(typed);
        std::optional<CountryCode> country;
        if constexpr (requires { typed.country; }) {
            country = typed.country;
        }
        return {.id = id,
                .reference = std::move(reference),
                .title = std::move(title),
                .state = std::move(state),
                .country = country,
                .organisation = std::nullopt,
                .at = at,
                .due_on = std::nullopt,
                .value = std::move(value)};
    }
    CountryCode some_country()
    {
        return *CountryCode::parse(countries[m_random() % countries.size()]);
    }
    std::string some_name()
    {
        return std::string{given[m_random() % given.size()]} + " " +
               std::string{family[m_random() % family.size()]} + " " +
               std::to_string(m_random() % 1000);
    }

    void make_scheme(storage::Tx &tx)
    {
        m_now = tx.now();
        auto const scheme = new_uuid(m_now);
        m_scheme = Id<Scheme>{scheme};
        m_rules = Id<Rules>{new_uuid(m_now)};
        std::vector<bench::Row> rows;
        rows.push_back(row_of<Scheme>(scheme, "SCH-X-1", "A large scheme", "", m_now,
                                      [](Scheme &value) { value.title = "A large scheme"; }));
        bench::put(tx, schemes, rows);
        rows.clear();
        rows.push_back(
            row_of<Rules>(m_rules.uuid(), "RUL-X-1", "Rules", "", m_now, [&](Rules &value) {
                value.scheme = m_scheme;
                value.since = m_now.date();
                value.age_from = 25;
                value.age_to = 45;
                value.step_1 = Step::focal_point_nominated;
                value.step_2 = Step::mission_forwarded;
            }));
        bench::put(tx, rules_versions, rows);
    }

    void make_calls(storage::Tx &tx)
    {
        std::vector<bench::Row> calls_;
        std::vector<bench::Row> quotas_;
        for (int i = 0; i < courses; ++i) {
            auto const id = new_uuid(m_now);
            m_calls.push_back(id);
            auto const title =
                std::string{subjects[static_cast<std::size_t>(i) % subjects.size()]} + " " +
                std::to_string(i + 1);
            auto const places =
                i == 0 ? 300 : places_all * (i + 1) / courses - places_all * i / courses;
            calls_.push_back(row_of<Call>(id, "CALL-X-" + std::to_string(i), title,
                                          i == 0       ? "selecting"
                                          : i % 3 == 0 ? "open"
                                                       : "results_out",
                                          m_now, [&](Call &value) {
                                              value.title = title;
                                              value.scheme = m_scheme;
                                              // Some record: nothing that is measured reads it.
                                              value.activity =
                                                  Id<activities::Activity>{m_scheme.uuid()};
                                              value.rules = m_rules;
                                              value.places = places;
                                              value.discretionary = 0;
                                              value.opens_on = m_now.date().plus_days(-60);
                                              value.closes_on =
                                                  m_now.date().plus_days(i % 3 == 0 ? 20 : -10);
                                              value.time_zone = "Asia/Kolkata";
                                              value.is_public = true;
                                          }));
            for (auto const country : countries) {
                quotas_.push_back(
                    row_of<Quota>(new_uuid(m_now), "QUO-X-" + std::to_string(quotas_.size()),
                                  title + " " + std::string{country}, "", m_now, [&](Quota &value) {
                                      value.call = Id<Call>{id};
                                      value.country = CountryCode::parse(country);
                                      value.places = i == 0 ? 20 : 2;
                                  }));
            }
        }
        bench::put(tx, calls, calls_);
        bench::put(tx, quotas, quotas_);
    }

    void make_applications(int call, int count)
    {
        m_store->write([&](storage::Tx &tx) {
            std::vector<bench::Row> rows;
            for (int i = 0; i < count; ++i) {
                auto const name = some_name();
                rows.push_back(row_of<Application>(
                    new_uuid(m_now), "APP-X-" + std::to_string(m_application++), name,
                    call == 0       ? "eligible"
                    : call % 3 == 0 ? (i % 4 == 0 ? "submitted" : "mission_forwarded")
                                    : (i % 5 == 0 ? "confirmed" : "rejected"),
                    m_now, [&](Application &value) {
                        value.title = name;
                        value.call = Id<Call>{m_calls[static_cast<std::size_t>(call)]};
                        value.country = some_country();
                        value.born_on = m_now.date().plus_days(-365 * (25 + i % 20));
                        value.nominee_rank = i + 1;
                        value.employer = "Ministry";
                        value.position = "Officer";
                        if (call == 0) {
                            value.awaits = Awaited::propose;
                        } else if (call % 3 == 0) {
                            value.awaits = i % 4 == 0 ? Awaited::nominate : Awaited::judge;
                        }
                    }));
            }
            bench::put(tx, applications, rows);
        });
    }

    void make_alumni(int begin, int end)
    {
        m_store->write([&](storage::Tx &tx) {
            std::vector<bench::Row> rows;
            for (int i = begin; i < end; ++i) {
                auto const at = m_now.plus(std::chrono::hours{-24 * (i % 7300)});
                auto const name = some_name();
                auto const id = new_uuid(at);
                rows.push_back(row_of<Participant>(
                    id, "PAR-X-" + std::to_string(i), name, "certified", at,
                    [&](Participant &value) {
                        value.title = name;
                        value.call =
                            Id<Call>{m_calls[static_cast<std::size_t>(i) % m_calls.size()]};
                        value.country = some_country();
                        // Some record of its own: nothing that is measured reads it.
                        value.application = Id<Application>{id};
                        value.concluded_on = at.date();
                    }));
            }
            bench::put(tx, participants::participants, rows);
        });
    }

    storage::Store *m_store;
    std::mt19937_64 m_random{20261122};
    Instant m_now;
    Id<Scheme> m_scheme;
    Id<Rules> m_rules;
    std::vector<Uuid> m_calls;
    int m_application = 0;
};

auth::Identity someone(auth::Role role, auth::Scope const &scope = auth::Everywhere{})
{
    auth::Identity who;
    who.grants = {{.role = role, .scope = scope, .valid_from = Date{}}};
    return who;
}

std::size_t list(storage::Reader &reader, records::Noun const &noun, auth::Identity const &who,
                 std::string_view url)
{
    static bench::PlainCodes const codes;
    auto const page = records::list(reader,
                                    {.noun = noun,
                                     .identity = &who,
                                     .codes = codes,
                                     .language = Language::en,
                                     .within = std::nullopt},
                                    records::parse_list(http::Parameters::parse(url)));
    return page.rows.size();
}

/// The board's work: all of the largest call's applications decided, places of 40 countries held.
/// Nothing of it stays.
void select_largest(storage::Store &store, auth::Identity const &who, Uuid call)
{
    std::vector<double> cpu;
    std::vector<double> wall;
    std::size_t decided = 0;
    for (int round = 0; round < 5; ++round) {
        auto const wall_start = bench::wall_ms();
        auto const cpu_start = bench::cpu_ms();
        static_cast<void>(store.write([&](storage::Tx &tx) -> Result<void> {
            decided = 0;
            int selected = 0;
            auto const here = context_of(tx, call);
            Places free_places{tx, here};
            std::vector<Uuid> ids;
            for (auto const &one : candidates_of(tx, who, call)) {
                ids.push_back(one.id);
            }
            auto const all = considered(tx, who, ids, "propose");
            for (auto const &one : all.value()) {
                bool const gets_place = selected < 300 && decided % 2 == 0;
                Proposal wanted{.proposed = gets_place ? Decision::selected : Decision::rejected,
                                .place = gets_place ? std::optional{Place::country} : std::nullopt,
                                .reserve_rank = {},
                                .reason = gets_place ? "" : "There were more than places."};
                selected += gets_place ? 1 : 0;
                if (!propose_in(tx, who, here, free_places, one, wanted)) {
                    std::printf("refused: %s\n", one.head.reference.c_str());
                    break;
                }
                ++decided;
            }
            free_places.save(tx);
            // What was only sent is done before this is answered.
            static_cast<void>(
                tx.one<std::int64_t>("SELECT held FROM training_call WHERE id = ?", call));
            return refuse(Refusal{Decline::conflict, {}}); // rolled back
        }));
        cpu.push_back(bench::cpu_ms() - cpu_start);
        wall.push_back(bench::wall_ms() - wall_start);
    }
    std::ranges::sort(cpu);
    std::ranges::sort(wall);
    std::printf("%-44s %8.2f %8.2f %8s %8zu\n", "select among 500 (median of 5)", wall[2], cpu[2],
                "", decided);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: training_bench DATABASE-URL\n");
        return 2;
    }
    SystemClock const clock;
    storage::Store store{{.url = argv[1], .slow = std::chrono::milliseconds{0}}, clock};
    storage::migrate(store, storage::all_migrations());
    auto const held = store.read([](storage::Reader &reader) {
        return reader.one<std::int64_t>("SELECT count(*) FROM training_application").value_or(0);
    });
    if (held == 0) {
        auto const started = bench::wall_ms();
        Year{store}.fill();
        std::printf("filled in %.1f s\n", (bench::wall_ms() - started) / 1000);
    }
    auto const officer = someone(auth::Role::coordinator);
    auto const focal_point = someone(auth::Role::focal_point, *CountryCode::parse("TLS"));
    auto const call = store.read([&](storage::Reader &reader) {
        return records::find(reader, calls, &officer, "CALL-X-0")->id;
    });
    std::array<records::Noun const *, 5> const nouns{&schemes, &calls, &applications,
                                                     &participants::participants, &quotas};

    bench::heading();
    using bench::measure;
    measure(store, "calls, newest first",
            [&](auto &reader) { return list(reader, calls, officer, ""); });
    measure(store, "calls that are open",
            [&](auto &reader) { return list(reader, calls, officer, "q=state:open"); });
    measure(store, "calls, for a focal point",
            [&](auto &reader) { return list(reader, calls, focal_point, ""); });
    measure(store, "applications, newest first",
            [&](auto &reader) { return list(reader, applications, officer, ""); });
    measure(store, "applications of a country, by name", [&](auto &reader) {
        return list(reader, applications, officer, "q=country:TLS&sort=title");
    });
    measure(store, "applications that wait to be judged",
            [&](auto &reader) { return list(reader, applications, officer, "q=awaits:judge"); });
    measure(store, "applications, for a focal point",
            [&](auto &reader) { return list(reader, applications, focal_point, ""); });
    measure(store, "people trained, newest first",
            [&](auto &reader) { return list(reader, participants::participants, officer, ""); });
    measure(store, "people trained, of a country, certified", [&](auto &reader) {
        return list(reader, participants::participants, officer, "q=country:TLS+state:certified");
    });
    measure(store, "people trained, by a name", [&](auto &reader) {
        return list(reader, participants::participants, officer, "q=kofi+banda");
    });
    measure(store, "one application with its fields", [&](auto &reader) {
        auto const head = records::find(reader, applications, &officer, "APP-X-777");
        Application value;
        return head && records::load_into(reader, applications, head->id, &value) ? 1U : 0U;
    });
    measure(store, "the board of 500 applications",
            [&](auto &reader) { return candidates_of(reader, officer, call).size(); });
    bench::PlainCodes const codes;
    for (std::string const words : {"kofi banda 77", "maria", "maria lopes", "mar", "okafro"}) {
        for (auto const &[who, identity] :
             {std::pair{"officer", &officer}, std::pair{"focal point", &focal_point}}) {
            auto const what = "search everywhere, " + std::string{who} + ": " + words;
            measure(store, what.c_str(), [&, identity = identity](auto &reader) {
                auto const found =
                    records::search_everywhere(reader, nouns, identity, codes, {.words = words});
                return static_cast<std::size_t>(found.count);
            });
        }
    }
    select_largest(store, officer, call);
    return 0;
}
