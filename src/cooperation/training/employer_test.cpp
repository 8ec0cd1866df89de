#include "cooperation/training/employer.hpp"
#include "tests/support/applications.hpp"

namespace selatan::training {
namespace {

using storage::Tx;
using testing::shows;
namespace states = application_states;

class Employers : public ApplicationsTest {};
INSTANTIATE_ENGINES(Employers);

TEST_P(Employers, are_certified_by_employers_without_accounts_and_confirmed_by_the_focal_point)
{
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_rules SET step_1 = 'employer_certified',"
               " step_2 = 'focal_point_nominated', step_3 = NULL");
    });
    auto const id = apply("First applicant", "TLS");
    EXPECT_EQ(act(dili, id, submit), "");
    auto focal_point = signed_in("focal@dili.example");
    auto const url = "/applications/" + head_of(applications, id).reference;
    EXPECT_TRUE(shows(focal_point.get(url), url + "/employer-link"));
    EXPECT_EQ(focal_point.post(url + "/employer-link", {{"email", "nobody"}}).status, 422);
    static_cast<void>(focal_point.get(url + "/employer-link"));
    EXPECT_EQ(focal_point.post(url + "/employer-link", {{"email", "boss@farm.example"}}).status,
              303);
    auto const path_in = [&](std::string const &mail) {
        return "/employer-certificates/" +
               std::string{testing::between(mail, "/employer-certificates/", "\n")};
    };
    auto const first = path_in(newest_mail("boss@farm.example"));
    clock().set(clock().now().plus(std::chrono::minutes{1}));
    static_cast<void>(focal_point.get(url + "/employer-link"));
    EXPECT_EQ(focal_point.post(url + "/employer-link", {{"email", "boss@farm.example"}}).status,
              303);
    auto const link = path_in(newest_mail("boss@farm.example"));
    EXPECT_NE(first, link);

    auto employer = browser();
    EXPECT_EQ(employer.get(first).status, 410) << "a newer one was sent";
    EXPECT_TRUE(shows(employer.get(link), "First applicant"));
    EXPECT_TRUE(shows(employer.get(link), "First applicant")) << "opening it changes nothing";
    EXPECT_EQ(employer.post(link, {{"certified_by", " "}}).status, 422);
    EXPECT_EQ(employer.post(link, {{"certified_by", "Director of the farm"}}).status, 422)
        << "yes or no";
    EXPECT_EQ(
        employer.post(link, {{"certified_by", "Director of the farm"}, {"answer", "yes"}}).status,
        200);
    EXPECT_EQ(employer.post(link, {{"certified_by", "Somebody else"}}).status, 410) << "once";
    EXPECT_EQ(state_of(id), states::submitted) << "the focal point confirms who it is";
    EXPECT_TRUE(shows(focal_point.get(url), "Director of the farm"));
    EXPECT_TRUE(shows(focal_point.get(url + "/certificate"), "boss@farm.example"));
    EXPECT_EQ(act(dili, id, certify, Certificate{stored(id).certified_by, stored(id).certificate}),
              "");
    EXPECT_EQ(state_of(id), "employer_certified");
    EXPECT_EQ(signed_in("focal@suva.example").get(url + "/employer-link").status, 404);

    // A link that nobody used in time, and one whose application has moved on.
    auto const other = apply("Second applicant", "TLS");
    EXPECT_EQ(act(dili, other, submit), "");
    auto const other_url = "/applications/" + head_of(applications, other).reference;
    static_cast<void>(focal_point.get(other_url + "/employer-link"));
    EXPECT_EQ(
        focal_point.post(other_url + "/employer-link", {{"email", "chief@farm.example"}}).status,
        303);
    auto const late = path_in(newest_mail("chief@farm.example"));
    EXPECT_EQ(browser().get(late).status, 200);
    clock().advance(std::chrono::hours{24} * employer_link_days);
    EXPECT_EQ(browser().get(late).status, 410);
    EXPECT_EQ(browser().post(late, {{"certified_by", "Chief"}}).status, 410);
    auto again = signed_in("focal@dili.example");
    static_cast<void>(again.get(other_url + "/employer-link"));
    EXPECT_EQ(again.post(other_url + "/employer-link", {{"email", "chief@farm.example"}}).status,
              303);
    auto const unused = path_in(newest_mail("chief@farm.example"));
    EXPECT_EQ(browser().get(unused).status, 200);
    EXPECT_EQ(act(dili, other, certify, Certificate{"Chief", "Letter on paper"}), "");
    EXPECT_EQ(browser().get(unused).status, 410);
    EXPECT_EQ(browser().get("/employer-certificates/x").status, 410);
}

TEST_P(Employers, tell_when_the_employer_says_no_and_why)
{
    store().write([&](Tx &tx) {
        tx.run("UPDATE training_rules SET step_1 = 'employer_certified',"
               " step_2 = 'focal_point_nominated', step_3 = NULL");
    });
    auto const id = apply("First applicant", "TLS");
    EXPECT_EQ(act(dili, id, submit), "");
    auto const reference = head_of(applications, id).reference;
    auto const url = "/applications/" + reference;
    auto const key = bearer(dili.user, "*:write");
    auto const ask = [&](std::string const &whom) {
        clock().set(clock().now().plus(std::chrono::minutes{1}));
        auto const asked = api(http::Method::post, "/api" + url + "/employer-link", key,
                               R"({"email": ")" + whom + R"("})");
        EXPECT_EQ(asked.status, 200) << asked.body;
        EXPECT_TRUE(shows(asked, R"("good_until")")) << asked.body;
        return "/employer-certificates/" +
               std::string{testing::between(newest_mail(whom), "/employer-certificates/", "\n")};
    };
    EXPECT_EQ(
        api(http::Method::post, "/api" + url + "/employer-link", key, R"({"email": "x"})").status,
        422);
    auto const link = ask("boss@farm.example");
    auto employer = browser();
    EXPECT_TRUE(shows(employer.get(link), "I do not certify this"));
    testing::Fields no{{"certified_by", "Director"}, {"answer", "no"}};
    EXPECT_EQ(employer.post(link, no).status, 422) << "and why";
    no.emplace_back("reason", "Not an employee of ours.");
    EXPECT_EQ(employer.post(link, no).status, 200);
    EXPECT_EQ(employer.get(link).status, 410) << "once";
    EXPECT_EQ(state_of(id), states::submitted);
    EXPECT_TRUE(shows(signed_in("focal@dili.example").get(url), "Not an employee of ours."));
    EXPECT_TRUE(shows(signed_in("desk@agency.example").get(url), "Director has said no"));

    auto const second = ask("chief@farm.example");
    EXPECT_EQ(stored(id).employer_refusal, "") << "the next one is asked";
    EXPECT_EQ(employer.post(second, {{"certified_by", "Chief"}, {"answer", "yes"}}).status, 200);
    EXPECT_EQ(stored(id).certified_by, "Chief");
}

} // namespace
} // namespace selatan::training
