#include "cooperation/training/retention.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/restricted.hpp"
#include "cooperation/training/retention_store.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>

namespace selatan::training {

Result<void> decide_erasure(Kept const &kept, Date today)
{
    bool const is_over =
        kept.state == call_states::cancelled || (kept.course_ends && *kept.course_ends < today);
    if (!is_over) {
        return refuse({Decline::conflict,
                       {{"", "training.papers_still_needed", {{"call", kept.reference}}}}});
    }
    return {};
}

Result<std::int64_t> erase_chosen(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                                  records::Codes const &references)
{
    if (references.empty()) {
        return refuse(Decline::invalid, "applications", "common.required");
    }
    if (references.size() > erased_at_most) {
        return refuse({Decline::invalid,
                       {{"applications",
                         "training.erased_at_most",
                         {{"count", std::to_string(erased_at_most)}}}}});
    }
    auto const people = kept_people_by_reference(tx, by, references);
    auto const today = tx.today();
    for (auto const &kept : kept_restricted(tx, by)) {
        if (std::ranges::find(people, kept.call, &KeptPerson::call) == people.end()) {
            continue;
        }
        if (auto const allowed = decide_erasure(kept, today); !allowed) {
            return refuse(allowed.error());
        }
    }
    for (auto const &person : people) {
        auto const head =
            records::find(tx, applications, &by, person.reference, "erase_restricted");
        if (!head) {
            return refuse(head.error());
        }
        if (auto const done = erase_restricted(tx, vault, by, *head); !done) {
            return refuse(done.error());
        }
    }
    return static_cast<std::int64_t>(people.size());
}

std::string as_json(std::vector<Kept> const &all, std::optional<std::int64_t> erased)
{
    namespace json = boost::json;
    json::array items;
    for (auto const &kept : all) {
        auto const day = kept.erased_on();
        items.push_back(
            json::object{{"call", kept.reference},
                         {"people", kept.people},
                         {"erased_on", day ? json::value(day->to_string()) : json::value()}});
    }
    json::object whole{{"items", std::move(items)}};
    if (erased) {
        whole["erased"] = *erased;
    }
    return json::serialize(whole);
}

std::int64_t erase_due(storage::Store &store, secrets::Vault &vault, std::string const &via)
{
    constexpr int at_once = 100;
    auto const program = auth::program_identity(via);
    auto const due = store.read([&](storage::Reader &reader) {
        std::vector<Uuid> applications_due;
        auto const today = reader.today();
        for (auto const &kept : kept_restricted(reader, program)) {
            if (auto const day = kept.erased_on(); day && *day <= today) {
                auto const some = kept_of(reader, kept.call, at_once);
                applications_due.insert(applications_due.end(), some.begin(), some.end());
            }
        }
        return applications_due;
    });
    for (auto const &id : due) {
        store.write([&](storage::Tx &tx) {
            auto const head = records::head_of(tx, applications, id);
            ENSURE(erase_restricted(tx, vault, program, head).has_value());
        });
    }
    return static_cast<std::int64_t>(due.size());
}

void handle_retention(jobs::Runner &runner, secrets::Vault &vault)
{
    runner.handle("training.retention", [&vault](jobs::Work &work) {
        // Erasing again what is gone already changes nothing: an attempt may be repeated.
        while (erase_due(work.store(), vault) > 0) {
            if (work.should_stop()) {
                return jobs::Outcome::interrupted();
            }
        }
        return jobs::Outcome::done();
    });
    runner.recur("training.retention", std::chrono::hours{24});
}

} // namespace selatan::training
