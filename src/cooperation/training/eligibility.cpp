#include "cooperation/training/eligibility.hpp"

#include "cooperation/training/call_store.hpp"

#include <algorithm>

namespace selatan::training {

namespace {

using Kind = Finding::Kind;

Kind broken_unless(bool met)
{
    return met ? Kind::met : Kind::broken;
}

bool share_one(records::Codes const &a, records::Codes const &b)
{
    return std::ranges::any_of(
        a, [&](std::string const &code) { return std::ranges::find(b, code) != b.end(); });
}

} // namespace

Invited invited_to(Call const &call, std::span<QuotaRow const> by_country)
{
    bool const has_discretion = call.discretionary.value_or(0) > 0;
    Invited invited;
    for (auto const &quota : by_country) {
        if (quota.country && (has_discretion || quota.places > 0)) {
            invited.countries.insert(*quota.country);
        }
    }
    invited.are_others_too = call.is_public && (has_discretion || by_country.empty());
    return invited;
}

int age_on(Date born_on, Date day)
{
    auto const born = born_on.ymd();
    auto const then = day.ymd();
    auto const years = static_cast<int>(then.year()) - static_cast<int>(born.year());
    bool const had_birthday =
        then.month() > born.month() || (then.month() == born.month() && then.day() >= born.day());
    return had_birthday ? years : years - 1;
}

records::Codes missing_documents(Application const &application, Rules const &rules)
{
    records::Codes missing;
    for (auto const &document : rules.documents) {
        if (std::ranges::find(application.documents, document) == application.documents.end()) {
            missing.push_back(document);
        }
    }
    return missing;
}

std::vector<Finding> findings_of(Application const &application, Call const &call,
                                 Rules const &rules, ApplicantFacts const &facts)
{
    std::vector<Finding> all;
    all.push_back({"country", broken_unless(facts.country_is_invited)});
    if (facts.course_starts && (rules.age_from || rules.age_to)) {
        auto const age = age_on(application.born_on, *facts.course_starts);
        bool const old_enough = !rules.age_from || age >= *rules.age_from;
        bool const young_enough = !rules.age_to || age <= *rules.age_to;
        all.push_back({"age", broken_unless(old_enough && young_enough)});
    }
    all.push_back({"language", broken_unless(share_one(application.languages, call.languages))});
    if (rules.no_second_course) {
        all.push_back(
            {"second_course", broken_unless(!application.had_course && !facts.had_course_here)});
    }
    if (!rules.documents.empty()) {
        all.push_back({"documents", missing_documents(application, rules).empty()
                                        ? Kind::met
                                        : Kind::incomplete});
    }
    return all;
}

Eligibility judge(std::vector<Finding> const &findings)
{
    auto const has = [&](Kind kind) {
        return std::ranges::find(findings, kind, &Finding::kind) != findings.end();
    };
    if (has(Kind::broken)) {
        return Eligibility::ineligible;
    }
    return has(Kind::incomplete) ? Eligibility::incomplete : Eligibility::eligible;
}

} // namespace selatan::training
