#include "platform/records/record.hpp"

#include "tests/support/sample_noun.hpp"

#include <array>
#include <gtest/gtest.h>
#include <set>
#include <thread>
#include <utility>

namespace selatan::records {
namespace {

using storage::Reader;
using storage::Tx;
using testing::Sample;
using testing::samples;

class Records : public testing::SampleTest {
protected:
    Sample whole()
    {
        Sample sample = named("École de riziculture");
        sample.summary = "One.\n\nTwo.";
        sample.email = "ana@mfa.example";
        sample.places = 12;
        sample.since = Date::parse("2026-02-28");
        sample.is_open = true;
        sample.colour = testing::Colour::green;
        sample.days = {"sunday", "monday"};
        sample.country = country("TLS");
        sample.languages = {"fr"};
        sample.names.set(Language::fr, "Riz");
        sample.notes = "For officers";
        sample.secret = "For the few";
        return sample;
    }
    std::vector<events::Entry> history(Uuid id, Audience audience = Audience::internal)
    {
        return store().read(
            [&](Reader &reader) { return events::history(reader, "sample", id, audience); });
    }
    Result<Saved> change(Head const &head, std::int64_t version, Sample const &after,
                         Extra const &extra = {.verb = "changed"})
    {
        return store().write([&](Tx &tx) {
            return records::change(tx, {.user = officer}, samples, head, version,
                                   *load(tx, samples, head.id), after, extra);
        });
    }
    Result<Saved> advance(Head const &head, std::int64_t version, std::string_view verb,
                          Extra const &extra = {})
    {
        return store().write([&](Tx &tx) {
            return records::advance(tx, {.user = officer}, samples, head, version, verb, extra);
        });
    }
    template <typename T>
    static std::string code_of(Result<T> const &result)
    {
        return result ? "" : result.error().problems.front().code;
    }
    std::string found(auth::Identity const *who, std::string_view which, std::string_view verb)
    {
        return store().read([&](Reader &reader) {
            auto const head = find(reader, samples, who, which, verb);
            return head ? head->title : code_of(head);
        });
    }
};
INSTANTIATE_ENGINES(Records);

// -- Making -------------------------------------------------------------------------------------

TEST_P(Records, come_back_as_they_were_made)
{
    auto const made = make(whole());
    EXPECT_EQ(made.reference, "SMP-2026-0001");
    EXPECT_EQ(made.version, 1);
    EXPECT_EQ(made.state, "draft");
    auto const loaded =
        store().read([&](Reader &reader) { return load(reader, samples, made.id); });
    ASSERT_TRUE(loaded);
    auto const expected = whole();
    for (auto const &field : samples.fields) {
        EXPECT_EQ(field.print(&*loaded), field.print(&expected)) << field.name;
    }
    auto const head = head_of(made.id);
    EXPECT_EQ(head.title, "École de riziculture");
    EXPECT_EQ(head.country, country("TLS"));
    EXPECT_EQ(head.created_by, officer);
    EXPECT_EQ(head.created_at, clock().now());
    EXPECT_EQ(head.state_since, clock().now());
    EXPECT_FALSE(store().read([&](Reader &reader) { return load(reader, samples, officer); }));
}

TEST_P(Records, tell_history_what_was_entered_each_value_to_its_audience)
{
    auto const made = make(whole(), {.audience = Audience::partner});
    auto const fields = [](events::Entry const &entry) {
        std::set<std::string> names;
        for (auto const &change : entry.changes) {
            names.insert(change.field);
        }
        return names;
    };
    auto const internal = history(made.id);
    ASSERT_EQ(internal.size(), 1U);
    EXPECT_EQ(internal.front().verb, "created");
    EXPECT_TRUE(fields(internal.front()).contains("notes"));
    auto const partners = history(made.id, Audience::partner);
    ASSERT_EQ(partners.size(), 1U);
    EXPECT_TRUE(fields(partners.front()).contains("summary"));
    EXPECT_FALSE(fields(partners.front()).contains("notes"));
    EXPECT_TRUE(history(made.id, Audience::everyone).empty());
    auto const restricted = history(made.id, Audience::restricted);
    ASSERT_EQ(restricted.size(), 1U);
    for (auto const &change : restricted.front().changes) {
        EXPECT_EQ(change.after.find("few"), std::string::npos) << "restricted values leave no copy";
    }
    EXPECT_TRUE(history(make(whole(), {.silent = true}).id).empty());
}

TEST_P(Records, take_the_reference_state_and_clock_that_a_verb_gives)
{
    auto const due = Date::parse("2026-12-24");
    auto const made = make(whole(), {.reference = "TLS",
                                     .audience = Audience::everyone,
                                     .state = "open",
                                     .due_on = std::optional{due},
                                     .assignee = std::optional{std::optional{partner}}});
    auto const head = head_of(made.id);
    EXPECT_EQ(head.reference, "TLS");
    EXPECT_EQ(head.state, "open");
    EXPECT_EQ(head.audience, Audience::everyone);
    EXPECT_EQ(head.due_on, due);
    EXPECT_EQ(head.assignee, partner);
}

TEST_P(Records, never_share_a_reference)
{
    std::set<std::string> references;
    references.insert(make(named("One")).reference);
    // A record that was never there: its transaction was refused, its number may be lost.
    static_cast<void>(store().write([&](Tx &tx) -> Result<void> {
        static_cast<void>(records::create(tx, {}, samples, named("Refused")));
        return refuse(Decline::invalid, "", "common.required");
    }));
    std::array<std::vector<std::string>, 2> drawn;
    auto const server = another_store();
    auto const draw = [&](storage::Store &mine, std::size_t which) {
        for (int i = 0; i < 10; ++i) {
            drawn[which].push_back(mine.write(
                [&](Tx &tx) { return records::create(tx, {}, samples, named("Two")).reference; }));
        }
    };
    std::thread first{[&] {
        draw(store(), 0);
    }};
    std::thread second{[&] {
        draw(*server, 1);
    }};
    first.join();
    second.join();
    for (auto const &one : drawn) {
        references.insert(one.begin(), one.end());
    }
    EXPECT_EQ(references.size(), 21U);
    // Nor does the number of one that was taken away come back.
    auto const last = make(named("Mistake"));
    store().write([&](Tx &tx) { unmake(tx, samples, last.id); });
    EXPECT_FALSE(references.contains(make(named("Another")).reference));
    EXPECT_NE(make(named("Third")).reference, last.reference);
    clock().set(*Instant::parse("2027-01-01T00:00:00Z"));
    EXPECT_EQ(make(named("Next year")).reference, "SMP-2027-0001");
}

// -- Changing -----------------------------------------------------------------------------------

TEST_P(Records, change_what_differs_and_tell_that_alone)
{
    auto const made = make(whole());
    clock().set(*Instant::parse("2026-11-22T08:00:00Z"));
    auto after = whole();
    after.name = "Atelier";
    after.country = std::nullopt;
    after.notes = "Changed";
    after.secret = "Changed, too";
    auto const saved = change(head_of(made.id), 1, after);
    ASSERT_TRUE(saved);
    EXPECT_EQ(saved->version, 2);
    auto const head = head_of(made.id);
    EXPECT_EQ(head.title, "Atelier");
    EXPECT_EQ(head.country, std::nullopt);
    EXPECT_EQ(head.changed_at, clock().now());
    EXPECT_LT(head.state_since, clock().now());
    auto const newest = history(made.id, Audience::restricted).front();
    EXPECT_EQ(newest.verb, "changed");
    ASSERT_EQ(newest.changes.size(), 4U);
    EXPECT_EQ(newest.changes[0].field, "name");
    EXPECT_EQ(newest.changes[0].before, "École de riziculture");
    EXPECT_EQ(newest.changes[0].after, "Atelier");
    EXPECT_EQ(newest.changes[1].after, "");
    EXPECT_EQ(newest.changes[3].field, "secret");
    EXPECT_EQ(newest.changes[3].before + newest.changes[3].after, "");
    // Found by its new words, and no longer by its old ones.
    auto const program = auth::program_identity("test");
    auto const by = [&](std::string_view words) {
        return store().read(
            [&](Reader &reader) { return choices(reader, samples, &program, words, 10).size(); });
    };
    EXPECT_EQ(by("atelier"), 1U);
    EXPECT_EQ(by("riziculture"), 0U);
}

TEST_P(Records, that_nothing_changes_stay_and_leave_no_event)
{
    auto const made = make(whole());
    auto const saved = change(head_of(made.id), 1, whole());
    ASSERT_TRUE(saved);
    EXPECT_EQ(saved->version, 1);
    EXPECT_EQ(head_of(made.id).version, 1);
    EXPECT_EQ(history(made.id).size(), 1U);
}

TEST_P(Records, changed_meanwhile_are_not_overwritten)
{
    auto const made = make(whole());
    auto const read_before = head_of(made.id);
    auto after = whole();
    after.summary = "Mine";
    ASSERT_TRUE(change(read_before, 1, after));
    after.summary = "Theirs";
    EXPECT_EQ(code_of(change(head_of(made.id), 1, after)), "common.stale");
    EXPECT_EQ(code_of(change(head_of(made.id), 3, after)), "common.stale");
    // Whoever was overtaken after reading begins again, and learns it.
    auto seen = std::optional{read_before};
    auto const overtaken = store().write([&](Tx &tx) {
        auto const head = seen ? *std::exchange(seen, {}) : records::head_of(tx, samples, made.id);
        return records::change(tx, {.user = officer}, samples, head, 1, *load(tx, samples, head.id),
                               after, {.verb = "changed"});
    });
    EXPECT_FALSE(seen);
    EXPECT_EQ(code_of(overtaken), "common.stale");
    EXPECT_EQ(history(made.id).size(), 2U);
}

TEST_P(Records, keep_their_title_sorted_as_people_read)
{
    std::vector<std::string> titles{"Zimbabwe", "école", "Eau", "étude", "Abidjan"};
    for (auto const &title : titles) {
        make(named(title));
    }
    auto const program = auth::program_identity("test");
    auto const labels =
        store().read([&](Reader &reader) { return choices(reader, samples, &program, "", 10); });
    std::string order;
    for (auto const &label : labels) {
        order += label.title + " ";
    }
    EXPECT_EQ(order, "Abidjan Eau école étude Zimbabwe ");
}

// -- Stories ------------------------------------------------------------------------------------

TEST_P(Records, are_one_story_with_what_they_came_of)
{
    auto const child_of = [&](std::string name, Uuid parent, Extra const &extra = {}) {
        auto sample = named(std::move(name));
        sample.parent = Id<Sample>{parent};
        return make(sample, extra);
    };
    auto const story = [&](Uuid id, auth::Identity const &who) {
        std::array<Noun const *, 1> const nouns{&samples};
        std::string titles;
        for (auto const &head :
             store().read([&](Reader &reader) { return thread_of(reader, nouns, &who, id); })) {
            titles += head.title + " ";
        }
        return titles;
    };
    auto const coordinator = someone(auth::Role::coordinator);
    auto const focal_point = someone(auth::Role::focal_point);
    auto const request = make(named("Request"), {.audience = Audience::partner});
    auto const match = child_of("Match", request.id);
    auto const project = child_of("Project", match.id, {.audience = Audience::partner});
    auto const alone = make(named("Alone"));
    for (auto const id : {request.id, match.id, project.id}) {
        EXPECT_EQ(story(id, coordinator), "Request Match Project ");
    }
    EXPECT_EQ(story(alone.id, coordinator), "Alone ");
    EXPECT_EQ(story(request.id, focal_point), "Request Project ")
        << "what stands between is hidden, and connects";

    // Leading elsewhere takes it out of one story and into another.
    auto after = *store().read([&](Reader &reader) { return load(reader, samples, project.id); });
    after.parent = Id<Sample>{alone.id};
    ASSERT_TRUE(change(head_of(project.id), 1, after));
    EXPECT_EQ(story(request.id, coordinator), "Request Match ");
    EXPECT_EQ(story(alone.id, coordinator), "Project Alone ");
    store().write([&](Tx &tx) { unmake(tx, samples, match.id); });
    EXPECT_EQ(story(request.id, coordinator), "Request ");
}

TEST_P(Records, are_reached_by_whoever_takes_part)
{
    static Policy const shared{.rules = testing::sample_rules, .has_parties = true};
    auto const made = make(whole(), {.audience = Audience::partner});
    auto const sees = [&](Policy const &policy, CountryCode where) {
        auto const who = someone(auth::Role::focal_point, where);
        Noun noun = samples;
        noun.policy = &policy;
        return store().read([&](Reader &reader) {
            return find(reader, noun, &who, made.id.to_string()).has_value();
        });
    };
    EXPECT_TRUE(sees(shared, country("TLS")));
    EXPECT_FALSE(sees(shared, country("IDN")));
    std::array const parties{RecordParty{.country = country("IDN"), .organisation = {}}};
    store().write([&](Tx &tx) { set_parties(tx, made.id, parties); });
    EXPECT_TRUE(sees(shared, country("TLS"))) << "its own country still is";
    EXPECT_TRUE(sees(shared, country("IDN")));
    EXPECT_FALSE(sees(shared, country("TUN")));
    EXPECT_FALSE(sees(testing::sample_policy, country("IDN"))) << "only where the policy says so";
}

TEST_P(Records, show_partners_their_history_however_much_is_internal)
{
    auto const made = make(whole(), {.audience = Audience::partner});
    store().write([&](Tx &tx) {
        for (int i = 0; i < 5; ++i) {
            events::append(tx, {.actor = {},
                                .kind = "sample",
                                .record = made.id,
                                .verb = "noted",
                                .reason = {},
                                .changes = {},
                                .audience = Audience::internal});
        }
    });
    auto const newest = [&](Audience audience) {
        return store().read([&](Reader &reader) {
            return events::history(reader, "sample", made.id, audience, 2);
        });
    };
    EXPECT_EQ(newest(Audience::internal).size(), 2U);
    ASSERT_EQ(newest(Audience::partner).size(), 1U);
    EXPECT_EQ(newest(Audience::partner).front().verb, "created");
}

// -- States -------------------------------------------------------------------------------------

TEST_P(Records, advance_by_the_steps_of_their_machine_alone)
{
    auto const made = make(whole());
    EXPECT_EQ(code_of(advance(head_of(made.id), 1, "close")), "records.wrong_state");
    EXPECT_EQ(code_of(advance(head_of(made.id), 1, "unheard_of")), "records.wrong_state");
    EXPECT_EQ(code_of(advance(head_of(made.id), 2, "open")), "common.stale");
    clock().set(*Instant::parse("2026-11-22T08:00:00Z"));
    auto const due = Date::parse("2026-12-24");
    auto const opened =
        advance(head_of(made.id), 1, "open",
                {.reason = "Ready", .audience = Audience::partner, .due_on = std::optional{due}});
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->state, "open");
    auto const head = head_of(made.id);
    EXPECT_EQ(head.version, 2);
    EXPECT_EQ(head.state_since, clock().now());
    EXPECT_EQ(head.due_on, due);
    auto const newest = history(made.id, Audience::partner).front();
    EXPECT_EQ(newest.verb, "open");
    EXPECT_EQ(newest.reason, "Ready");
    ASSERT_EQ(newest.changes.size(), 1U);
    EXPECT_EQ(newest.changes.front().before, "draft");
    EXPECT_EQ(newest.changes.front().after, "open");
    EXPECT_EQ(code_of(advance(head, 2, "open")), "records.wrong_state");
}

TEST_P(Records, advance_and_change_in_one_act)
{
    auto const made = make(whole());
    auto const head = head_of(made.id);
    auto after = whole();
    after.verdict = "Good";
    clock().set(*Instant::parse("2026-11-22T08:00:00Z")); // what is newest is plain
    ASSERT_TRUE(store().write([&](Tx &tx) {
        return records::advance(tx, {}, samples, head, 1, "open", whole(), after, {});
    }));
    EXPECT_EQ(head_of(made.id).version, 2);
    ASSERT_EQ(history(made.id).size(), 2U);
    EXPECT_EQ(history(made.id).front().changes.size(), 2U);
    EXPECT_EQ(store().read([&](Reader &reader) { return load(reader, samples, made.id)->verdict; }),
              "Good");
}

TEST_P(Records, are_found_by_who_may_in_the_order_not_there_wrong_state_forbidden)
{
    auto const made = make(whole(), {.audience = Audience::partner, .state = "open"});
    auto const id = made.id.to_string();
    auto const focal_point = someone(auth::Role::focal_point, country("TLS"));
    auto const stranger = someone(auth::Role::focal_point, country("TUN"));
    auto const coordinator = someone(auth::Role::coordinator);
    EXPECT_EQ(found(&coordinator, id, "see"), "École de riziculture");
    EXPECT_EQ(found(&coordinator, made.reference, "close"), "École de riziculture");
    EXPECT_EQ(found(&coordinator, made.reference, "open"), "records.wrong_state");
    EXPECT_EQ(found(&focal_point, id, "see"), "École de riziculture");
    EXPECT_EQ(found(&focal_point, id, "open"), "records.wrong_state");
    EXPECT_EQ(found(&focal_point, id, "close"), "common.forbidden");
    EXPECT_EQ(found(&focal_point, id, "change"), "common.forbidden");
    EXPECT_EQ(found(&stranger, id, "close"), "common.not_found");
    EXPECT_EQ(found(nullptr, id, "see"), "common.not_found");
    EXPECT_EQ(found(&coordinator, officer.to_string(), "see"), "common.not_found");
    EXPECT_EQ(found(&coordinator, "' OR '1' = '1", "see"), "common.not_found");

    constexpr std::array<std::string_view, 4> asked{"open", "close", "change", "see"};
    auto const may = [&](auth::Identity const &who) {
        return store().read([&](Reader &reader) {
            return allowed(reader, samples, &who, head_of(made.id), asked);
        });
    };
    EXPECT_EQ(may(coordinator), (std::vector<std::string_view>{"close", "change", "see"}));
    EXPECT_EQ(may(focal_point), (std::vector<std::string_view>{"see"}));
}

TEST_P(Records, are_found_together_or_refused_for_the_first_that_cannot_be)
{
    auto const one = make(whole(), {.audience = Audience::partner, .state = "open"});
    auto const two = make(whole(), {.audience = Audience::partner, .state = "open"});
    auto const closed = make(whole(), {.audience = Audience::partner});
    auto const coordinator = someone(auth::Role::coordinator);
    auto const focal_point = someone(auth::Role::focal_point, country("TLS"));
    auto const asked = [&](auth::Identity const &who, std::vector<Uuid> const &ids,
                           std::string_view verb) {
        return store().read([&](Reader &reader) {
            auto const all = find_each(reader, samples, &who, ids, verb);
            if (!all) {
                return all.error().problems.front().code;
            }
            std::string references;
            for (auto const &head : *all) {
                references += head.reference + " ";
            }
            return references;
        });
    };
    EXPECT_EQ(asked(coordinator, {}, "close"), "");
    EXPECT_EQ(asked(coordinator, {two.id, one.id}, "close"),
              two.reference + " " + one.reference + " ");
    EXPECT_EQ(asked(coordinator, {one.id, officer, closed.id}, "see"), "common.not_found");
    EXPECT_EQ(asked(coordinator, {one.id, closed.id}, "close"), "records.wrong_state");
    EXPECT_EQ(asked(focal_point, {one.id, two.id}, "close"), "common.forbidden");
}

TEST_P(Records, are_read_as_they_are_whoever_asks)
{
    auto const made = make(whole(), {.state = "open"});
    store().read([&](Reader &reader) {
        EXPECT_EQ(records::head_of(reader, samples, made.id).reference, made.reference);
        EXPECT_THROW(static_cast<void>(records::head_of(reader, samples, officer)), Bug);
    });
}

// -- Comments -----------------------------------------------------------------------------------

TEST_P(Records, carry_comments_each_for_its_audience)
{
    auto const made = make(whole());
    auto const head = head_of(made.id);
    auto const say = [&](Audience audience, std::string const &body) {
        return store().write(
            [&](Tx &tx) { return comment(tx, {.user = officer}, head, audience, body); });
    };
    EXPECT_TRUE(say(Audience::internal, "Among us"));
    EXPECT_TRUE(say(Audience::partner, "To all"));
    EXPECT_EQ(code_of(say(Audience::partner, " \n ")), "common.required");
    EXPECT_EQ(code_of(say(Audience::partner, std::string(20'001, 'x'))), "common.too_long");
    std::string arabic;
    for (int i = 0; i < 20'000; ++i) {
        arabic += "ع";
    }
    EXPECT_TRUE(say(Audience::internal, arabic)) << "letters are counted, not bytes";
    auto const read = [&](Audience audience) {
        return store().read([&](Reader &reader) { return comments(reader, made.id, audience); });
    };
    EXPECT_EQ(read(Audience::internal).size(), 3U);
    ASSERT_EQ(read(Audience::partner).size(), 1U);
    EXPECT_EQ(read(Audience::partner).front().body, "To all");
    EXPECT_EQ(read(Audience::partner).front().author_name, "The officer@agency.example");
}

// -- Commands -----------------------------------------------------------------------------------

TEST_P(Records, remember_commands_and_refuse_their_reuse)
{
    auto const command = Uuid::make(7, {});
    storage::Bytes const digest{1, 2, 3};
    storage::Bytes const other{1, 2, 4};
    auto const earlier = [&](storage::Bytes const &asked) {
        return store().read(
            [&](Reader &reader) { return earlier_outcome(reader, command, asked); });
    };
    EXPECT_EQ(earlier(digest).value(), std::nullopt);
    store().write(
        [&](Tx &tx) { remember_outcome(tx, command, officer, digest, R"({"status":201})"); });
    EXPECT_EQ(earlier(digest).value(), R"({"status":201})");
    EXPECT_EQ(code_of(earlier(other)), "records.command_reused");
    EXPECT_THROW(
        store().write([&](Tx &tx) { remember_outcome(tx, command, officer, digest, "{}"); }),
        storage::Violation);
}

} // namespace
} // namespace selatan::records
