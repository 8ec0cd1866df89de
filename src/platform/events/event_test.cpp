#include "platform/events/event.hpp"

#include "base/result.hpp"
#include "platform/events/kinds.hpp"
#include "tests/support/engines.hpp"

#include <array>
#include <gtest/gtest.h>

namespace selatan::events {
namespace {

class Events : public testing::EngineTest {
protected:
    Uuid record = new_uuid(Instant{});

    void append_change(std::string const &before, std::string const &after,
                       Audience audience = Audience::internal)
    {
        store().write([&](storage::Tx &tx) {
            append(tx, {.kind = "organisation",
                        .record = record,
                        .verb = "changed",
                        .changes = {{"name", before, after, audience}}});
        });
    }
    std::vector<Entry> history_for(Audience audience)
    {
        return store().read([&](storage::Reader &reader) {
            return history(reader, "organisation", record, audience);
        });
    }
    ChainCheck verified()
    {
        return store().read([](storage::Reader &reader) { return verify(reader); });
    }
};

TEST_P(Events, history_tells_old_and_new_newest_first)
{
    append_change("LAN", "Lembaga Administrasi Negara");
    clock().advance(std::chrono::seconds{1});
    append_change("Lembaga Administrasi Negara", "LAN RI");
    auto const entries = history_for(Audience::internal);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].changes.at(0).after, "LAN RI");
    EXPECT_EQ(entries[1].changes.at(0).before, "LAN");
}

TEST_P(Events, a_partner_sees_neither_internal_acts_nor_internal_fields)
{
    append_change("a", "b");
    store().write([&](storage::Tx &tx) {
        append(tx, {.kind = "organisation",
                    .record = record,
                    .verb = "changed",
                    .changes = {{"name", "b", "c", Audience::partner}, {"note", "x", "y"}},
                    .audience = Audience::partner});
    });
    auto const entries = history_for(Audience::partner);
    ASSERT_EQ(entries.size(), 1U);
    ASSERT_EQ(entries[0].changes.size(), 1U);
    EXPECT_EQ(entries[0].changes[0].field, "name");
}

TEST_P(Events, restricted_values_are_never_written)
{
    append_change("A1234567", "B7654321", Audience::restricted);
    auto const entries = history_for(Audience::restricted);
    ASSERT_EQ(entries.at(0).changes.size(), 1U);
    EXPECT_EQ(entries[0].changes[0].before, "");
    EXPECT_EQ(entries[0].changes[0].after, "");
}

TEST_P(Events, a_sealed_chain_verifies_and_reports_what_is_not_sealed_yet)
{
    append_change("a", "b");
    append_change("b", "c");
    EXPECT_EQ(store().write([](storage::Tx &tx) { return seal(tx); }), 2);
    append_change("c", "d");
    auto const check = verified();
    EXPECT_EQ(check.sealed, 2);
    EXPECT_EQ(check.unsealed, 1);
    EXPECT_FALSE(check.broken_at);
}

TEST_P(Events, erasing_a_payload_keeps_the_chain_whole)
{
    append_change("a", "b");
    store().write([](storage::Tx &tx) { return seal(tx); });
    store().write([](storage::Tx &tx) { return tx.run("DELETE FROM event_payload"); });
    auto const check = verified();
    EXPECT_EQ(check.erased, 1);
    EXPECT_FALSE(check.broken_at);
}

TEST_P(Events, a_changed_event_or_payload_breaks_the_chain_where_it_was_touched)
{
    for (auto const *const tampering :
         {"UPDATE event SET reason = 'another'", "UPDATE event SET verb = 'deleted'",
          "UPDATE event_payload SET changes = '[]'"}) {
        append_change("a", "b");
        store().write([](storage::Tx &tx) { return seal(tx); });
        auto const outcome = store().write([&](storage::Tx &tx) -> Result<ChainCheck> {
            tx.run(tampering);
            auto const check = verify(tx);
            EXPECT_TRUE(check.broken_at.has_value()) << tampering;
            return refuse(Decline::conflict, "", "common.conflict"); // undoes the tampering
        });
        EXPECT_FALSE(outcome.has_value());
        EXPECT_FALSE(verified().broken_at) << tampering;
    }
}

TEST_P(Events, the_newest_of_some_kinds_are_found_since_a_day_and_as_far_as_one_may_know)
{
    auto const append_act = [&](std::string const &kind, std::string const &verb,
                                Audience audience = Audience::internal) {
        store().write([&](storage::Tx &tx) {
            append(tx, {.kind = kind, .record = record, .verb = verb, .audience = audience});
        });
        clock().advance(std::chrono::hours{24});
    };
    append_act("disbursement", "refund"); // too long ago
    auto const since = clock().now();
    append_act("disbursement", "refund");
    append_act("disbursement", "pay");
    append_act("contribution", "refund"); // another kind's verb
    append_act("contribution", "write_off", Audience::restricted);
    append_act("contribution", "write_off");
    append_act("disbursement", "refund");
    auto const found = [&](Audience audience, int limit) {
        static constexpr std::array kinds{ActKind{"disbursement", "refund"},
                                          ActKind{"contribution", "write_off"}};
        std::vector<std::string> verbs;
        store().read([&](storage::Reader &reader) {
            for (auto const &entry : newest_of(reader, kinds, since, audience, limit)) {
                verbs.push_back(entry.verb);
            }
        });
        return verbs;
    };
    using Verbs = std::vector<std::string>;
    EXPECT_EQ(found(Audience::internal, 10), (Verbs{"refund", "write_off", "refund"}));
    EXPECT_EQ(found(Audience::internal, 2), (Verbs{"refund", "write_off"}));
    EXPECT_EQ(found(Audience::partner, 10), Verbs{});
    EXPECT_EQ(found(Audience::restricted, 10).size(), 4U);
    EXPECT_TRUE(store().read([&](storage::Reader &reader) {
        return newest_of(reader, {}, since, Audience::restricted, 10).empty();
    }));
}

INSTANTIATE_ENGINES(Events);

} // namespace
} // namespace selatan::events
