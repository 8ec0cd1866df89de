/// \file
/// An installation with the shipped lists and all that training stands on, for tests.
#pragma once

#include "cooperation/activities/activities.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/training/training.hpp"
#include "tests/support/code_lists.hpp"

#include <gtest/gtest.h>

namespace selatan::training {

class TrainingTest : public testing::CodeListWebTest {
protected:
    void add_routes(web::Router &router) override
    {
        partners::add_routes(router);
        training::add_routes(router);
    }
    void set_up(web::App &app) override
    {
        for (auto const nouns :
             {partners::nouns(), projects::nouns(), activities::nouns(), training::nouns()}) {
            app.nouns.insert(app.nouns.end(), nouns.begin(), nouns.end());
        }
    }
    auth::Identity identity(Id<auth::User> user)
    {
        return *store().read(
            [&](storage::Reader &reader) { return auth::load_identity(reader, user, "web"); });
    }
};

} // namespace selatan::training
