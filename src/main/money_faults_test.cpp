// The program killed under a mixed load (nominations, requests for money, verifications, approvals,
// payments, documents), and a disk that fills up: nothing that was acknowledged is lost, the ledger
// balances, files and rows agree, and it goes on by itself.
#include "tests/support/faults.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <map>
#include <mutex>
#include <set>
#include <sys/resource.h>
#include <thread>

namespace selatan::program {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::from_environment;
using testing::port_of;
using testing::Process;
using testing::Visitor;

constexpr std::string_view example_password = "selatan-example-2026";
/// What a disbursement goes through, in this order.
constexpr std::array<std::string_view, 4> money_states{"requested", "verified", "approved", "paid"};

std::size_t rank_of(std::string_view state)
{
    return static_cast<std::size_t>(std::ranges::find(money_states, state) - money_states.begin());
}

/// What people were told, over all the program's lives.
class Acknowledged {
public:
    void made(std::string title)
    {
        std::lock_guard const lock{m_mutex};
        m_titles.insert(std::move(title));
        ++m_count;
    }
    void reached(std::string const &reference, std::string_view state)
    {
        std::lock_guard const lock{m_mutex};
        auto &rank = m_ranks[reference];
        rank = std::max(rank, rank_of(state));
        ++m_count;
    }
    void attached()
    {
        std::lock_guard const lock{m_mutex};
        ++m_documents;
    }
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] std::set<std::string> const &titles() const { return m_titles; }
    [[nodiscard]] std::map<std::string, std::size_t> const &ranks() const { return m_ranks; }
    [[nodiscard]] int documents() const { return m_documents; }

private:
    std::mutex m_mutex;
    std::set<std::string> m_titles;
    std::map<std::string, std::size_t> m_ranks; ///< of a reference, the furthest state told
    int m_documents = 0;
    std::atomic<int> m_count{0};
};

/// Where the load finds what it works on, and what is asked afterwards.
class Records {
public:
    explicit Records(storage::Store &store) : m_store{&store} {}

    struct Waiting {
        std::string reference;
        std::int64_t version = 0;
    };
    /// The oldest disbursement of the load in this state.
    [[nodiscard]] std::optional<Waiting> waiting(std::string_view state) const
    {
        return m_store->read([&](storage::Reader &reader) -> std::optional<Waiting> {
            for (auto row : reader.query("SELECT reference, version FROM record"
                                         " WHERE kind = 'disbursement' AND state = ?"
                                         " AND title LIKE 'Load %' ORDER BY id LIMIT 1",
                                         state)) {
                auto reference = row.next<std::string>();
                return Waiting{std::move(reference), row.next<std::int64_t>()};
            }
            return std::nullopt;
        });
    }
    [[nodiscard]] std::map<std::string, std::string> disbursements() const
    {
        return m_store->read([&](storage::Reader &reader) {
            std::map<std::string, std::string> all;
            for (auto row : reader.query("SELECT reference, state FROM record"
                                         " WHERE kind = 'disbursement'")) {
                auto reference = row.next<std::string>();
                all.emplace(std::move(reference), row.next<std::string>());
            }
            return all;
        });
    }
    [[nodiscard]] std::map<std::string, int> titles() const
    {
        return m_store->read([&](storage::Reader &reader) {
            std::map<std::string, int> all;
            for (auto row :
                 reader.query("SELECT title FROM record"
                              " WHERE kind IN ('disbursement', 'training_application')")) {
                ++all[row.next<std::string>()];
            }
            return all;
        });
    }
    [[nodiscard]] std::string text(char const *sql) const
    {
        return m_store->read(
            [&](storage::Reader &reader) { return reader.one<std::string>(sql).value_or(""); });
    }

private:
    storage::Store *m_store;
};

/// Four offices at work on one program.
class Offices {
public:
    Offices(std::uint16_t port, int round, Records const &records, Acknowledged &told)
        : m_port{port}, m_mark{std::to_string(round)}, m_prefix{"Load " + m_mark + " "},
          m_records{&records}, m_told{&told},
          m_obligation{
              records.text("SELECT r.reference FROM obligation o JOIN record r ON r.id = o.id"
                           " WHERE r.state = 'in_force' ORDER BY o.id LIMIT 1")},
          m_payee{records.text("SELECT p.reference FROM obligation o JOIN record r ON r.id = o.id"
                               " JOIN record p ON p.id = r.organisation"
                               " WHERE r.state = 'in_force' ORDER BY o.id LIMIT 1")},
          m_day{records.text("SELECT max(on_day) FROM ledger_transfer")},
          m_call{records.text("SELECT reference FROM record WHERE kind = 'training_call'"
                              " AND state = 'open' ORDER BY id LIMIT 1")}
    {
        work("training%40example.org", [this](Visitor &who, int i) { return request(who, i); });
        work("focal.tls%40example.org", [this](Visitor &who, int i) { return nominate(who, i); });
        work("finance%40example.org", [this](Visitor &who, int i) {
            return i % 2 == 0
                       ? step(who, "requested", "verification", "verification=Compared", "verified")
                       : step(who, "approved", "payment",
                              "paid_on=" + m_day + "&payment_number=SPM" + m_mark + "-" +
                                  std::to_string(i) + "&payment_document=SP2D",
                              "paid");
        });
        work("approver%40example.org", [this](Visitor &who, int /*i*/) {
            return step(who, "verified", "approval", "approval_document=Memo", "approved");
        });
    }
    ~Offices() { stop(); }
    Offices(Offices const &) = delete;
    Offices &operator=(Offices const &) = delete;

    void stop()
    {
        m_stopping = true;
        for (auto &hand : m_hands) {
            hand.join();
        }
        m_hands.clear();
    }

private:
    template <typename Act>
    void work(std::string const &email, Act const &act)
    {
        m_hands.emplace_back([this, email, act] {
            Visitor who{m_port};
            bool is_in = false;
            for (int i = 0; !m_stopping; ++i) {
                if (!is_in) {
                    is_in = who.enter(email, std::string{example_password});
                    continue;
                }
                auto const answer = act(who, i);
                // Nothing to do, the program is away, or the database is.
                bool const waits = answer.empty() || answer.starts_with("HTTP/1.1 503");
                if (waits) {
                    std::this_thread::sleep_for(milliseconds{5});
                } else if (!answer.starts_with("HTTP/1.1 303")) {
                    ADD_FAILURE() << email << ": " << answer.substr(0, 200);
                    return;
                }
            }
        });
    }
    std::string request(Visitor &who, int i)
    {
        auto const title = m_prefix + "request " + std::to_string(i);
        auto const answer = who.post(
            "/disbursements", "title=" + encoded(title) + "&obligation=" + m_obligation +
                                  "&organisation=" + m_payee + "&amount=1000&document=Invoice");
        if (answer.starts_with("HTTP/1.1 303")) {
            m_told->made(title);
        }
        return answer;
    }
    std::string nominate(Visitor &who, int i)
    {
        auto const title = m_prefix + "nominee " + std::to_string(i);
        auto const answer =
            who.post("/applications", "title=" + encoded(title) + "&call=" + m_call +
                                          "&country=TLS&born_on=1990-05-01&sex=woman"
                                          "&employer=Ministry&languages=en");
        if (answer.starts_with("HTTP/1.1 303")) {
            m_told->made(title);
        }
        return answer;
    }
    std::string step(Visitor &who, std::string_view from, std::string const &verb,
                     std::string const &fields, std::string_view to)
    {
        auto const waiting = m_records->waiting(from);
        if (!waiting) {
            return {};
        }
        auto const url = "/disbursements/" + waiting->reference;
        auto answer = who.post(url + "/" + verb,
                               "version=" + std::to_string(waiting->version) + "&" + fields);
        if (answer.starts_with("HTTP/1.1 303")) {
            m_told->reached(waiting->reference, to);
            if (who.attach(url + "/documents", verb + ".txt", std::string(2000, 'x'))
                    .starts_with("HTTP/1.1 303")) {
                m_told->attached();
            }
        }
        return answer;
    }
    static std::string encoded(std::string text)
    {
        std::ranges::replace(text, ' ', '+');
        return text;
    }

    std::uint16_t m_port;
    std::string m_mark; ///< of the round: orders have numbers of their own
    std::string m_prefix;
    Records const *m_records;
    Acknowledged *m_told;
    std::string m_obligation;
    std::string m_payee;
    std::string m_day; ///< the newest in the books: the money is there
    std::string m_call;
    std::atomic<bool> m_stopping{false};
    std::vector<std::thread> m_hands;
};

class MoneyFaults : public testing::FaultsTest {};
INSTANTIATE_ENGINES(MoneyFaults);

TEST_P(MoneyFaults, leave_books_and_files_right_whenever_the_program_is_killed_at_work)
{
    auto const made = run({"init", "--example"});
    ASSERT_EQ(made.code, 0) << made.out;
    storage::Store looking{{.url = store_settings().url, .connections = 5}, clock()};
    Records const records{looking};
    Acknowledged told;
    auto const kills = from_environment("SELATAN_KILLS", 10);
    for (int round = 0; round < kills; ++round) {
        Process server{variables(), {"serve"}, Process::Errors::hidden};
        auto const port = port_of(server);
        ASSERT_NE(port, 0) << "it does not start again after " << round << " kills";
        auto const before = told.count();
        Offices offices{port, round, records, told};
        constexpr std::chrono::seconds patience{90};
        auto const until = std::chrono::steady_clock::now() + patience;
        while (told.count() < before + 10 && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(milliseconds{2});
        }
        ASSERT_GE(told.count(), before + 10) << "after " << round << " kills";
        std::this_thread::sleep_for(moment(80));
        server.signal(SIGKILL);
        EXPECT_EQ(server.wait(), -SIGKILL);
        offices.stop();
    }

    auto const titles = records.titles();
    for (auto const &title : told.titles()) {
        auto const at = titles.find(title);
        ASSERT_NE(at, titles.end()) << title << " is lost, seed " << seed();
        EXPECT_EQ(at->second, 1) << title << " came twice, seed " << seed();
    }
    auto const disbursements = records.disbursements();
    bool some_paid = false;
    for (auto const &[reference, rank] : told.ranks()) {
        EXPECT_GE(rank_of(disbursements.at(reference)), rank) << reference << ", seed " << seed();
        some_paid = some_paid || rank == rank_of("paid");
    }
    EXPECT_TRUE(some_paid) << "money went its whole way";
    EXPECT_GT(told.documents(), 0);
    auto const books = run({"ledger", "check"});
    EXPECT_EQ(books.code, 0) << books.out;
    expect_sound();
}

TEST_P(MoneyFaults, refuse_in_time_when_the_disk_is_full_and_go_on_when_there_is_room)
{
    if (GetParam() != storage::Engine::sqlite) {
        GTEST_SKIP() << "PostgreSQL's disk is its own";
    }
    auto const made = run({"init", "--example"});
    ASSERT_EQ(made.code, 0) << made.out;
    // A file that may not grow is what a program sees of a full disk. Without this the system would
    // kill it instead of telling it; a disk never does.
    auto const before = std::signal(SIGXFSZ, SIG_IGN);
    Process server{variables(), {"serve"}, Process::Errors::hidden};
    std::signal(SIGXFSZ, before);
    auto const port = port_of(server);
    ASSERT_NE(port, 0);
    Visitor officer{port};
    ASSERT_TRUE(officer.enter("coordinator%40example.org", std::string{example_password}));

    std::set<std::string> told;
    int tried = 0;
    std::string last;
    auto const write_one = [&] {
        auto const name = "Office " + std::to_string(tried++);
        auto encoded = name;
        std::ranges::replace(encoded, ' ', '+');
        last = officer.post("/organisations", "type=ministry&name=" + encoded);
        if (last.starts_with("HTTP/1.1 303")) {
            told.insert(name);
            return true;
        }
        return false;
    };
    ASSERT_TRUE(write_one()) << last.substr(0, 300);
    std::uintmax_t largest = 0;
    for (auto const &one : fs::recursive_directory_iterator{fs::path{path("data")}.parent_path()}) {
        if (one.is_regular_file() && one.path().string().ends_with("-wal")) {
            largest = std::max(largest, one.file_size());
        }
    }
    rlimit roomy{};
    ASSERT_EQ(prlimit(server.id(), RLIMIT_FSIZE, nullptr, &roomy), 0);
    auto full = roomy;
    full.rlim_cur = largest;
    ASSERT_EQ(prlimit(server.id(), RLIMIT_FSIZE, &full, nullptr), 0);
    constexpr int most = 500;
    while (write_one()) {
        ASSERT_LT(tried, most) << "the disk is never full";
    }
    EXPECT_TRUE(last.starts_with("HTTP/1.1 503")) << last.substr(0, 300);
    EXPECT_NE(last.find("Retry-After"), std::string::npos);
    EXPECT_TRUE(officer.ask("GET", "/organisations").starts_with("HTTP/1.1 200"))
        << "what is there can be read";

    ASSERT_EQ(prlimit(server.id(), RLIMIT_FSIZE, &roomy, nullptr), 0);
    EXPECT_TRUE(write_one()) << last.substr(0, 300);
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 0) << "the same process all the way";
    auto const kept = open()->read([](storage::Reader &reader) {
        std::set<std::string> all;
        for (auto row : reader.query("SELECT title FROM record WHERE kind = 'organisation'")) {
            all.insert(row.next<std::string>());
        }
        return all;
    });
    for (auto const &name : told) {
        EXPECT_TRUE(kept.contains(name)) << name;
    }
    auto const books = run({"ledger", "check"});
    EXPECT_EQ(books.code, 0) << books.out;
    expect_sound();
}

} // namespace
} // namespace selatan::program
