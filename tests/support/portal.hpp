/// \file
/// What the capability's tests share: an active project of two parties, and their consents.
#pragma once

#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/portal/consent_store.hpp"
#include "cooperation/portal/portal.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/requests/requests.hpp"
#include "tests/support/code_lists.hpp"
#include "tests/support/values.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::testing {

class PortalTest : public CodeListWebTest {
protected:
    void SetUp() override
    {
        CodeListWebTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        partners::Organisation centre;
        centre.name = "Centre for Agricultural Training";
        centre.country = country("IDN");
        provider = store().write([&](storage::Tx &tx) {
            return records::create(tx, {}, partners::organisations, centre).id;
        });
        desk = identity(make_user("desk@agency.example", {{auth::Role::desk_officer}}));
        coordinator = identity(make_user("head@agency.example", {{auth::Role::coordinator}}));
        dili =
            identity(make_user("focal@dili.example", {{auth::Role::focal_point, country("TLS")}}));
        suva =
            identity(make_user("focal@suva.example", {{auth::Role::focal_point, country("FJI")}}));
        trainer = identity(make_user("ibu@centre.example", {{auth::Role::implementer, provider}}));
    }
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        projects::add_routes(router);
        portal::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns :
             {partners::nouns(), requests::nouns(), offers::nouns(), matching::nouns(),
              programming::nouns(), projects::nouns(), portal::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }

    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](storage::Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
    /// Timor-Leste asks, the centre in Indonesia provides.
    Uuid make_project(projects::Project project = {})
    {
        if (project.title.empty()) {
            project.title = "Rice seed production in Maliana";
        }
        project.country = country("TLS");
        project.arrangement = "south_south";
        project.geography = "bilateral";
        auto const id = store().write([&](storage::Tx &tx) {
            return records::create(tx, desk.actor(), projects::projects, project,
                                   {.audience = Audience::partner, .state = "active"})
                .id;
        });
        projects::Party asks;
        asks.country = country("TLS");
        asks.roles = {"requester"};
        asks.contribution = "Land and two trainers";
        invite(id, asks);
        projects::Party gives;
        gives.organisation = Id<partners::Organisation>{provider};
        gives.roles = {"provider"};
        gives.contribution = "30 expert-days";
        gives.share = 60;
        invite(id, gives);
        return id;
    }
    void invite(Uuid project, projects::Party party)
    {
        party.project = Id<projects::Project>{project};
        store().write([&](storage::Tx &tx) {
            static_cast<void>(
                records::create(tx, desk.actor(), projects::parties, party, {.state = "bound"}));
            projects::share_with_parties(tx, project);
        });
    }
    std::string reference_of(Uuid record)
    {
        return store().read(
            [&](storage::Reader &reader) { return records::label_of(reader, record)->reference; });
    }
    records::Head head_of(records::Noun const &noun, Uuid id)
    {
        auto const program = auth::program_identity("test");
        return *store().read([&](storage::Reader &reader) {
            return records::find(reader, noun, &program, id.to_string());
        });
    }
    template <typename Verb>
    std::string act(records::Noun const &noun, Uuid id, Verb const &verb)
    {
        auto const head = head_of(noun, id);
        auto const done =
            store().write([&](storage::Tx &tx) { return verb(tx, head, head.version); });
        return done ? "" : done.error().problems.front().code;
    }
    /// Asks whoever was not asked, and gives the consents in the order of the parties.
    std::vector<Uuid> ask_all(Uuid project)
    {
        auto const head = head_of(projects::projects, project);
        EXPECT_TRUE(store()
                        .write([&](storage::Tx &tx) { return portal::ask(tx, desk, head); })
                        .has_value());
        return store().read([&](storage::Reader &reader) {
            std::vector<Uuid> all;
            for (auto const &one : portal::consents_of(reader, project)) {
                all.push_back(*records::resolve(reader, "publication_consent", one.reference));
            }
            return all;
        });
    }
    std::string gives(auth::Identity const &who, Uuid consent, records::Codes topics)
    {
        return act(portal::consents, consent,
                   [&](storage::Tx &tx, records::Head const &head, std::int64_t version) {
                       return portal::give(tx, who, head, version,
                                           {.topics = topics, .given_by = "The office"});
                   });
    }
    template <typename Verb>
    std::string ends(auth::Identity const &who, Uuid consent, Verb const &verb,
                     std::string const &document = {})
    {
        return act(portal::consents, consent,
                   [&](storage::Tx &tx, records::Head const &head, std::int64_t version) {
                       return verb(tx, who, head, version, {.document = document});
                   });
    }
    /// A project whose two parties let everybody read these topics.
    Uuid make_public(records::Codes const &topics, projects::Project project = {})
    {
        auto const id = make_project(std::move(project));
        auto const asked = ask_all(id);
        EXPECT_EQ(gives(dili, asked.at(0), topics), "");
        EXPECT_EQ(gives(trainer, asked.at(1), topics), "");
        return id;
    }

    Uuid provider;
    auth::Identity desk, coordinator, dili, suva, trainer;
};

} // namespace selatan::testing
