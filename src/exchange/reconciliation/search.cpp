#include "exchange/reconciliation/search.hpp"

#include "base/ensure.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/reconciliation/difference.hpp"
#include "exchange/reported/reading.hpp"
#include "platform/jobs/job.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace selatan::reconciliation {

namespace {

/// Which words are common shows in so many titles; more would not change it.
constexpr std::int64_t titles_counted_most = 50'000;
/// A confirmed or proposed account may be of several of our projects: of its phases, say.
constexpr std::size_t projects_of_one_account = 3;
/// In full, so many at a time.
constexpr std::size_t read_at_a_time = 200;
/// In one transaction, so many: the one writer is never held for long.
constexpr std::size_t written_at_a_time = 100;

std::vector<linkage::Title> words_of(std::vector<std::string> const &titles)
{
    std::vector<linkage::Title> all;
    all.reserve(titles.size());
    std::ranges::transform(titles, std::back_inserter(all), linkage::title_of);
    return all;
}

linkage::Index index_of(storage::Reader &reader, std::vector<Ours> const &ours)
{
    std::vector<linkage::Account> accounts;
    accounts.reserve(ours.size());
    for (auto const &one : ours) {
        accounts.push_back(account_of(one.facts));
    }
    linkage::Index index{std::move(accounts)};
    each_told_title(reader, last_activity(reader) / titles_counted_most + 1,
                    [&](std::int64_t /*activity*/, std::vector<std::string> const &titles) {
                        index.meet(words_of(titles));
                    });
    return index;
}

class Search {
public:
    Search(storage::Reader &reader, std::vector<Ours> const &ours,
           std::function<bool()> const &should_stop)
        : m_reader{&reader}, m_ours{&ours}, m_should_stop{&should_stop}, m_index{
                                                                             index_of(reader, ours)}
    {
    }

    void look_at_activities()
    {
        std::vector<std::string> identifiers;
        for (auto const &one : *m_ours) {
            identifiers.insert(identifiers.end(), one.facts.identifiers.begin(),
                               one.facts.identifiers.end());
        }
        auto const around = activities_around(*m_reader, identifiers);
        std::set<std::int64_t> worth{around.begin(), around.end()};
        auto const naming = activities_naming(*m_reader, identifiers);
        worth.insert(naming.begin(), naming.end());
        each_told_title(*m_reader, 1,
                        [&](std::int64_t activity, std::vector<std::string> const &titles) {
                            ++m_looked_at;
                            if (!stops() && m_index.resembles_any(words_of(titles))) {
                                worth.insert(activity);
                            }
                        });
        read(std::vector<std::int64_t>{worth.begin(), worth.end()});
    }

    void look_at_registers()
    {
        each_register_row(*m_reader, [&](Counterpart told, Facts const &facts) {
            ++m_looked_at;
            if (!stops()) {
                keep(std::move(told), facts);
            }
        });
    }

    [[nodiscard]] std::int64_t looked_at() const { return m_looked_at; }
    /// The likeliest of each project.
    [[nodiscard]] std::vector<Found> take()
    {
        std::ranges::stable_sort(m_found, [](Found const &a, Found const &b) {
            return std::pair{a.ours, -a.likeness.bits} < std::pair{b.ours, -b.likeness.bits};
        });
        std::vector<Found> best;
        std::size_t of_this = 0;
        for (auto &one : m_found) {
            of_this = best.empty() || best.back().ours != one.ours ? 0 : of_this + 1;
            if (of_this < proposed_most) {
                best.push_back(std::move(one));
            }
        }
        return best;
    }

private:
    [[nodiscard]] bool stops() const { return *m_should_stop && (*m_should_stop)(); }

    void read(std::vector<std::int64_t> const &all)
    {
        auto const lists = reference::lists(*m_reader);
        reported::InDollars rates{*m_reader};
        for (std::size_t begin = 0; begin < all.size() && !stops(); begin += read_at_a_time) {
            auto const end = std::min(all.size(), begin + read_at_a_time);
            std::vector<std::int64_t> const some{all.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 all.begin() + static_cast<std::ptrdiff_t>(end)};
            std::map<std::int64_t, Facts> facts;
            auto const sources = reported::sources_of(*m_reader, some);
            for (auto const &[id, activity] : reported::activities_of(*m_reader, some)) {
                auto const place = std::ranges::lower_bound(some, id) - some.begin();
                auto const &source = sources[static_cast<std::size_t>(place)];
                facts.emplace(id, facts_of(activity, source, *lists, rates));
            }
            for (auto &[id, told] : tellers_of(*m_reader, some)) {
                if (auto const found = facts.find(id); found != facts.end()) {
                    keep(std::move(told), found->second);
                }
            }
        }
    }

    void keep(Counterpart told, Facts const &facts)
    {
        auto pairs = m_index.likely(account_of(facts), projects_of_one_account);
        for (auto &pair : pairs) {
            // What we published ourselves is no word of others.
            auto const &own = (*m_ours)[pair.ours].facts.identifiers;
            bool const is_our_own =
                std::ranges::find(m_own_publishers, told.teller_ref) != m_own_publishers.end() &&
                std::ranges::find(own, told.identifier) != own.end();
            if (!is_our_own) {
                m_found.push_back(
                    {.ours = pair.ours, .told = told, .likeness = std::move(pair.likeness)});
            }
        }
    }

    storage::Reader *m_reader;
    std::vector<Ours> const *m_ours;
    std::function<bool()> const *m_should_stop;
    linkage::Index m_index;
    std::vector<std::string> m_own_publishers = own_publishers(*m_reader);
    std::int64_t m_looked_at = 0;
    std::vector<Found> m_found;
};

struct Counts {
    std::int64_t made = 0;
    std::int64_t again = 0;
};

void write_one(storage::Tx &tx, auth::Identity const &program, Ours const &ours, Found const &found,
               Counts &counts)
{
    auto const score = found.likeness.score();
    auto const known = find_counterpart(tx, ours.project, found.told);
    if (!known) {
        auto made = found.told;
        made.project = Id<projects::Project>{ours.project};
        made.country = ours.country;
        made.score = score;
        auto const saved =
            records::create(tx, program.actor(), counterparts, made, {.verb = "proposed"});
        write_reasons(tx, saved.id, found.likeness.reasons);
        ++counts.made;
        return;
    }
    auto const head = records::find(tx, counterparts, &program, known->to_string());
    auto const before = records::load(tx, counterparts, *known);
    ENSURE(head.has_value() && before.has_value());
    auto after = *before;
    after.score = score;
    after.teller = found.told.teller;
    after.told_title = found.told.told_title;
    bool const may_come_again = head->state == states::lapsed ||
                                (head->state == states::refused &&
                                 speaks_anew(reasons_of(tx, *known), found.likeness.reasons));
    if (may_come_again) {
        static_cast<void>(records::advance(tx, program.actor(), counterparts, *head, head->version,
                                           "propose", *before, after, {}));
        write_reasons(tx, *known, found.likeness.reasons);
        ++counts.again;
    } else if (head->state == states::proposed) {
        static_cast<void>(records::change(tx, program.actor(), counterparts, *head, head->version,
                                          *before, after));
        write_reasons(tx, *known, found.likeness.reasons);
    }
    // What was confirmed or refused keeps the reasons that its judge saw.
}

Counts write(storage::Store &store, auth::Identity const &program, std::vector<Ours> const &ours,
             std::vector<Found> const &found)
{
    Counts counts;
    for (std::size_t begin = 0; begin < found.size(); begin += written_at_a_time) {
        auto const end = std::min(found.size(), begin + written_at_a_time);
        Counts of_these;
        store.write([&](storage::Tx &tx) {
            of_these = {}; // a transaction may run again
            for (auto i = begin; i < end; ++i) {
                write_one(tx, program, ours[found[i].ours], found[i], of_these);
            }
        });
        counts.made += of_these.made;
        counts.again += of_these.again;
    }
    return counts;
}

/// What the program proposed, nobody judged, and is not found any more.
std::int64_t let_lapse(storage::Store &store, auth::Identity const &program,
                       std::vector<Ours> const &ours, std::vector<Found> const &found)
{
    std::set<std::tuple<Uuid, Source, std::string, std::string>> still;
    for (auto const &one : found) {
        still.emplace(ours[one.ours].project, one.told.source, one.told.teller_ref,
                      one.told.identifier);
    }
    std::int64_t count = 0;
    auto const waiting = store.read(
        [](storage::Reader &reader) { return counterparts_in(reader, states::proposed); });
    store.write([&](storage::Tx &tx) {
        count = 0;
        for (auto const &id : waiting) {
            auto const head = records::find(tx, counterparts, &program, id.to_string());
            auto const value = records::load(tx, counterparts, id);
            ENSURE(head.has_value() && value.has_value());
            // An officer who takes a judgement back wants it to wait, however unlikely.
            bool const is_officers = value->judged_on.has_value();
            if (head->state == states::proposed && !is_officers &&
                !still.contains({value->project->uuid(), value->source, value->teller_ref,
                                 value->identifier})) {
                static_cast<void>(records::advance(tx, program.actor(), counterparts, *head,
                                                   head->version, "lapse", {}));
                ++count;
            }
        }
    });
    return count;
}

std::int64_t compare_confirmed(storage::Store &store, auth::Identity const &program,
                               std::function<bool()> const &should_stop)
{
    auto const all = store.read(
        [](storage::Reader &reader) { return counterparts_in(reader, states::confirmed); });
    for (auto const &id : all) {
        if (should_stop && should_stop()) {
            break;
        }
        store.write([&](storage::Tx &tx) { refresh_differences(tx, program, id); });
    }
    return static_cast<std::int64_t>(all.size());
}

} // namespace

std::vector<Found> look_for(storage::Reader &reader, std::vector<Ours> const &ours,
                            std::function<bool()> const &should_stop, std::int64_t &looked_at)
{
    Search search{reader, ours, should_stop};
    search.look_at_activities();
    search.look_at_registers();
    looked_at = search.looked_at();
    return search.take();
}

Searched search(storage::Store &store, std::function<bool()> const &should_stop)
{
    auto const program = auth::program_identity("job");
    Searched searched;
    std::string state;
    std::vector<Ours> ours;
    std::vector<Found> found;
    read_other_identifiers(store, should_stop);
    store.read([&](storage::Reader &reader) {
        state = state_of_the_told(reader);
        ours = read_ours(reader);
        if (!ours.empty()) {
            found = look_for(reader, ours, should_stop, searched.looked_at);
        }
    });
    if (should_stop && should_stop()) {
        return searched; // half of what is told says nothing about what lapsed
    }
    auto const counts = write(store, program, ours, found);
    searched.proposed = counts.made;
    searched.proposed_again = counts.again;
    searched.lapsed = let_lapse(store, program, ours, found);
    searched.compared = compare_confirmed(store, program, should_stop);
    store.write([&](storage::Tx &tx) { remember_search(tx, state); });
    return searched;
}

Searched search_if_changed(storage::Store &store, std::function<bool()> const &should_stop)
{
    bool const is_the_same = store.read(
        [](storage::Reader &reader) { return last_search(reader) == state_of_the_told(reader); });
    return is_the_same ? Searched{} : search(store, should_stop);
}

void ask_for_search(storage::Tx &tx)
{
    jobs::enqueue(tx, {.kind = std::string{search_job}, .unique_key = std::string{search_job}});
}

} // namespace selatan::reconciliation
