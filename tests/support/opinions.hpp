/// \file
/// A consultation with its offices, on both engines: what the tests of opinions stand on.
#pragma once

#include "cooperation/approvals/approvals.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/workdays/workdays.hpp"
#include "platform/web/desk.hpp"
#include "tests/support/values.hpp"
#include "tests/support/web.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace selatan::approvals {

using auth::Role;
using storage::Reader;
using storage::Tx;
using testing::shows;
namespace verbs = records::verbs;

auto const indonesia = *CountryCode::parse("IDN");
auto const timor_leste = *CountryCode::parse("TLS");

using testing::code_of;
using testing::day;

/// A record of Timor-Leste's; three ministries at home, each with somebody who answers for it.
/// Its tests lie in two files; approvals_web_test.cpp instantiates them all.
class Opinions : public testing::WebTest {
protected:
    void SetUp() override
    {
        WebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        using partners::OrganisationType;
        subject = organisation("Centre for Seed", OrganisationType::training_centre, timor_leste);
        team = organisation("Coordination Team", OrganisationType::coordinating_body, indonesia);
        agriculture =
            organisation("Ministry of Agriculture", OrganisationType::ministry, indonesia);
        health = organisation("Ministry of Health", OrganisationType::ministry, indonesia);
        finance = organisation("Ministry of Finance", OrganisationType::ministry, indonesia);
        officer = identity(make_user("desk@team.example", {{Role::desk_officer}}), team);
        // By a grant for the office, and by one for everywhere from an account of the office.
        farmer = identity(make_user("farm@ministry.example", {{Role::line_ministry, agriculture}}));
        doctor = identity(make_user("health@ministry.example", {{Role::line_ministry}}), health);
        treasurer = identity(make_user("money@ministry.example", {{Role::appraiser, finance}}));
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        workdays::add_routes(router);
        approvals::add_routes(router);
        web::add_desk_route(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns : {partners::nouns(), workdays::nouns(), approvals::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
        auto const sources = approvals::desk();
        app.desk.assign(sources.begin(), sources.end());
    }

    Uuid organisation(std::string name, partners::OrganisationType type, CountryCode where)
    {
        partners::Organisation value;
        value.name = std::move(name);
        value.type = type;
        value.country = where;
        return store().write(
            [&](Tx &tx) { return records::create(tx, {}, partners::organisations, value).id; });
    }
    auth::Identity identity(Id<auth::User> user, std::optional<Uuid> office = {},
                            std::optional<Uuid> post = {})
    {
        return store().write([&](Tx &tx) {
            tx.run("UPDATE user_account SET office = ?, post = ? WHERE id = ?", office, post, user);
            return *auth::load_identity(tx, user, "web");
        });
    }
    void speak(auth::Identity const &who, Language language)
    {
        store().write([&](Tx &tx) {
            tx.run("UPDATE user_account SET language = ? WHERE id = ?", to_code(language),
                   who.user);
        });
    }
    Head head_of(records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *store().read(
            [&](Reader &reader) { return records::find(reader, noun, &program, id.to_string()); });
    }
    Head subject_head() { return head_of(partners::organisations, subject); }

    static Offices offices(std::initializer_list<Uuid> ids)
    {
        Offices all;
        for (auto const &id : ids) {
            all.emplace_back(id);
        }
        return all;
    }
    Uuid asked(std::initializer_list<Uuid> ids, Purpose purpose = Purpose::screening)
    {
        auto const saved = store().write([&](Tx &tx) {
            return ask(tx, officer, subject_head(),
                       {.subject = {},
                        .purpose = purpose,
                        .question = "Is there seed enough?",
                        .deadline = day("2026-12-04"),
                        .offices = offices(ids)});
        });
        EXPECT_TRUE(saved) << code_of(saved);
        return saved ? saved->id : Uuid{};
    }
    Uuid opinion_of(Uuid consultation, Uuid office)
    {
        return store().read([&](Reader &reader) {
            return *reader.one<Uuid>("SELECT id FROM opinion WHERE consultation = ? AND asked = ?",
                                     consultation, office);
        });
    }
    /// Runs a verb on the record as it stands now.
    template <typename Verb>
    std::string act(records::Noun const &noun, Uuid id, Verb const &verb)
    {
        auto const head = head_of(noun, id);
        return code_of(store().write([&](Tx &tx) { return verb(tx, head); }));
    }
    std::string say(Uuid opinion, auth::Identity const &who, Giving const &wanted)
    {
        return act(opinions, opinion, [&](Tx &tx, Head const &head) {
            return give(tx, who, head, head.version, wanted);
        });
    }
    std::string hand_over(Uuid opinion, auth::Identity const &who, Uuid to)
    {
        return act(opinions, opinion, [&](Tx &tx, Head const &head) {
            return delegate(tx, who, head, head.version,
                            {Id<partners::Organisation>{to}, "It is theirs to know."});
        });
    }
    std::string finish(Uuid consultation)
    {
        return act(consultations, consultation, [&](Tx &tx, Head const &head) {
            return conclude(tx, officer, head, head.version, {"Go ahead."});
        });
    }
    std::string state_of(Uuid opinion) { return head_of(opinions, opinion).state; }
    Opinion value_of(Uuid opinion)
    {
        return *store().read(
            [&](Reader &reader) { return records::load(reader, opinions, opinion); });
    }
    std::int64_t outstanding(Uuid consultation)
    {
        return store()
            .read(
                [&](Reader &reader) { return records::load(reader, consultations, consultation); })
            ->outstanding;
    }
    Standing stands(Purpose purpose = Purpose::screening)
    {
        return store().read([&](Reader &reader) { return standing(reader, subject, purpose); });
    }
    std::string may(auth::Identity const &who, Uuid opinion, std::string_view verb)
    {
        return code_of(store().read([&](Reader &reader) {
            return records::find(reader, opinions, &who, opinion.to_string(), verb);
        }));
    }
    int letters()
    {
        return store().write([](Tx &tx) { return write_to_offices(tx, "https://example.org"); });
    }
    int silence()
    {
        return store().write([](Tx &tx) { return fall_silent(tx); });
    }
    void wait_until(std::string_view when)
    {
        clock().set(*Instant::parse(std::string{when} + "T08:00:00Z"));
    }
    std::string page_of(Uuid opinion)
    {
        return "/opinions/" + head_of(opinions, opinion).reference;
    }
    std::string version_of(records::Noun const &noun, Uuid id)
    {
        return std::to_string(head_of(noun, id).version);
    }

    Uuid subject, team, agriculture, health, finance;
    auth::Identity officer, farmer, doctor, treasurer;
};

} // namespace selatan::approvals
