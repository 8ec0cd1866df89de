#include "main/nouns.hpp"

#include "cooperation/activities/activities.hpp"
#include "cooperation/administration/administration.hpp"
#include "cooperation/administration/audit.hpp"
#include "cooperation/approvals/approvals.hpp"
#include "cooperation/briefs/briefs.hpp"
#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/cost_sharing/cost_sharing.hpp"
#include "cooperation/funds/contribution.hpp"
#include "cooperation/funds/correction.hpp"
#include "cooperation/funds/disbursement.hpp"
#include "cooperation/funds/fund.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/payment_file.hpp"
#include "cooperation/funds/reported_flow.hpp"
#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/participants/certificate.hpp"
#include "cooperation/participants/participant.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/partners/pages.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/portal/consent.hpp"
#include "cooperation/portal/portal.hpp"
#include "cooperation/portal/publication_policy.hpp"
#include "cooperation/portal/south_south_day.hpp"
#include "cooperation/programming/plan_line.hpp"
#include "cooperation/programming/plan_year.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/project.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/reports/reports.hpp"
#include "cooperation/requests/pages.hpp"
#include "cooperation/requests/requests.hpp"
#include "cooperation/results/results.hpp"
#include "cooperation/training/application.hpp"
#include "cooperation/training/training.hpp"
#include "cooperation/workdays/workdays.hpp"
#include "exchange/flows/flows.hpp"
#include "exchange/iati_out/iati_out.hpp"
#include "exchange/iati_web/validator_web.hpp"
#include "exchange/reconciliation/pages.hpp"
#include "exchange/reconciliation/reconciliation.hpp"
#include "exchange/reported/batch.hpp"
#include "exchange/reported/importer.hpp"
#include "exchange/reported/reported.hpp"
#include "exchange/spreadsheet/batch.hpp"
#include "exchange/spreadsheet/import_web.hpp"
#include "main/public_portal.hpp"
#include "main/system_routes.hpp"
#include "platform/account/account.hpp"
#include "platform/web/desk.hpp"
#include "platform/web/panel.hpp"
#include "platform/web/search.hpp"
#include "platform/web/thread.hpp"
#include "words/activities.hpp"
#include "words/administration.hpp"
#include "words/applicants.hpp"
#include "words/common.hpp"
#include "words/flows.hpp"
#include "words/funds.hpp"
#include "words/portal.hpp"
#include "words/publishing.hpp"
#include "words/reconciliation.hpp"
#include "words/reported.hpp"

#include <array>

namespace selatan::program {

namespace {

/// What the calendar shows.
std::span<activities::CalendarSource const> calendar_sources()
{
    static std::array const all{activities::calendar_source(), training::calendar_source(),
                                participants::calendar_source()};
    return all;
}

/// Pages that those above projects draw of one.
std::span<projects::ProjectPage const> pages_of_a_project()
{
    static auto const all = [] {
        std::vector<projects::ProjectPage> several;
        for (auto const part :
             {results::pages_of_a_project(), reconciliation::pages_of_a_project()}) {
            several.insert(several.end(), part.begin(), part.end());
        }
        return several;
    }();
    return all;
}

/// What stands on other capabilities' pages.
std::span<web::Panel const> panels()
{
    static auto const all = [] {
        std::vector<web::Panel> several;
        for (auto const part :
             {participants::panels(), funds::panels(), reconciliation::panels()}) {
            several.insert(several.end(), part.begin(), part.end());
        }
        return several;
    }();
    return all;
}

/// What programs are warned of.
std::span<web::Foresight const> foresights()
{
    static auto const all = [] {
        std::vector<web::Foresight> several;
        for (auto const part : {activities::foresights(), funds::foresights()}) {
            several.insert(several.end(), part.begin(), part.end());
        }
        return several;
    }();
    return all;
}

/// What stands on the desk beneath what waits.
constexpr std::array<web::DeskPart, 1> desk_parts{administration::notable_on_the_desk};
constexpr std::array<web::DutiesOf, 1> desk_duties{training::own_on_the_desk};

} // namespace

std::span<events::ActKind const> notable_acts()
{
    constexpr std::string_view account = "user_account";
    static std::array const all{
        events::ActKind{account, "created"},
        events::ActKind{account, "invited"},
        events::ActKind{account, "granted"},
        events::ActKind{account, "revoked"},
        events::ActKind{account, "password_reset"},
        events::ActKind{account, "second_factor_removed"},
        events::ActKind{account, "second_factor_reset"},
        events::ActKind{account, "suspended"},
        events::ActKind{account, "reinstated"},
        events::ActKind{account, "view_as_started"},
        events::ActKind{funds::funds.kind, "ask_close"},
        events::ActKind{funds::funds.kind, "close_period"},
        events::ActKind{funds::contributions.kind, "write_off"},
        events::ActKind{funds::contributions.kind, "correct"},
        events::ActKind{funds::disbursements.kind, "refund"},
        events::ActKind{funds::disbursements.kind, "refund_part"},
        events::ActKind{funds::disbursements.kind, "correct_payment"},
        events::ActKind{funds::disbursements.kind, "correct_use"},
        events::ActKind{funds::corrections.kind, "approve"},
        events::ActKind{funds::payment_files.kind, "undo"},
        events::ActKind{programming::plan_years.kind, "over_commit"},
        events::ActKind{programming::plan_years.kind, "revise"},
        events::ActKind{programming::plan_years.kind, "reopen"},
        events::ActKind{programming::plan_lines.kind, "revise_amount"},
        events::ActKind{projects::projects.kind, "reopen"},
        events::ActKind{training::applications.kind, "look_restricted"},
        events::ActKind{training::applications.kind, "erase_restricted"},
        events::ActKind{participants::participants.kind, "reopen"},
        events::ActKind{participants::certificates.kind, "revoke"},
        events::ActKind{participants::certificates.kind, "replace"},
        events::ActKind{portal::consents.kind, "withdraw"},
        events::ActKind{spreadsheet::batches.kind, "undo"},
        events::ActKind{reported::batches.kind, "undo"},
    };
    return all;
}

std::vector<records::Noun const *> all_nouns()
{
    std::vector<records::Noun const *> all;
    auto const add = [&all](std::span<records::Noun const *const> nouns) {
        all.insert(all.end(), nouns.begin(), nouns.end());
    };
    add(partners::nouns());
    add(workdays::nouns());
    add(approvals::nouns());
    add(requests::nouns());
    add(offers::nouns());
    add(matching::nouns());
    add(programming::nouns());
    add(projects::nouns());
    add(activities::nouns());
    add(training::nouns());
    add(participants::nouns());
    add(funds::nouns());
    add(results::nouns());
    add(knowledge::nouns());
    add(cost_sharing::nouns());
    add(correspondence::nouns());
    add(reports::nouns());
    add(portal::nouns());
    add(reported::nouns());
    add(iati_out::nouns());
    add(reconciliation::nouns());
    return all;
}

std::vector<web::NavigationItem> navigation()
{
    namespace word = words::common;
    using html::Icon;
    // What is done first stands first; who may see much finds it under headings.
    auto const *const partners = &partners::policy;
    return {
        {.label = word::nav_desk, .url = "/desk", .picture = Icon::desk},
        {.label = words::activities::calendar_title, .url = "/calendar", .picture = Icon::calendar},
        {.label = word::nav_requests,
         .url = "/requests",
         .picture = Icon::request,
         .policy = &requests::policy,
         .group = word::nav_group_asking},
        {.label = approvals::opinions.plural,
         .url = "/opinions",
         .picture = Icon::approval,
         .policy = &approvals::policy,
         .group = word::nav_group_asking},
        {.label = word::nav_offers,
         .url = "/offers",
         .picture = Icon::offer,
         .policy = &offers::policy,
         .group = word::nav_group_asking},
        {.label = word::nav_matching,
         .url = "/matches",
         .picture = Icon::match,
         .policy = &matching::policy,
         .group = word::nav_group_asking},
        {.label = programming::plan_years.plural,
         .url = "/plans",
         .picture = Icon::plan,
         .policy = &programming::plan_policy,
         .group = word::nav_group_plan},
        {.label = programming::plan_lines.plural,
         .url = "/plan-lines",
         .picture = Icon::money,
         .policy = &programming::line_policy,
         .group = word::nav_group_plan},
        {.label = projects::projects.plural,
         .url = "/projects",
         .picture = Icon::project,
         .policy = &projects::policy,
         .group = word::nav_group_plan},
        {.label = activities::activities.plural,
         .url = "/activities",
         .picture = Icon::check,
         .policy = &activities::policy,
         .group = word::nav_group_plan},
        {.label = training::calls.plural,
         .url = "/calls",
         .picture = Icon::people,
         .policy = &training::call_policy,
         .group = word::nav_group_training},
        {.label = words::applicants::own_plural,
         .url = "/own-applications",
         .picture = Icon::user,
         .policy = &training::own_application_policy,
         .group = word::nav_group_training},
        {.label = training::applications.plural,
         .url = "/applications",
         .picture = Icon::user,
         .policy = &training::application_policy,
         .group = word::nav_group_training},
        {.label = participants::participants.plural,
         .url = "/participants",
         .picture = Icon::people,
         .policy = &participants::participant_policy,
         .group = word::nav_group_training},
        {.label = training::schemes.plural,
         .url = "/training-schemes",
         .picture = Icon::knowledge,
         .policy = &training::scheme_policy,
         .group = word::nav_group_training},
        {.label = funds::funds.plural,
         .url = "/funds",
         .picture = Icon::money,
         .policy = &funds::fund_policy,
         .group = word::nav_group_money},
        {.label = funds::disbursements.plural,
         .url = "/disbursements",
         .picture = Icon::money,
         .policy = &funds::disbursement_policy,
         .group = word::nav_group_money},
        {.label = words::funds::page_execution,
         .url = "/ledger/budget-execution",
         .picture = Icon::plan,
         .policy = &funds::fund_policy,
         .group = word::nav_group_money},
        {.label = words::funds::page_trial_balance,
         .url = "/ledger/trial-balance",
         .picture = Icon::check,
         .policy = &funds::fund_policy,
         .group = word::nav_group_money},
        {.label = results::indicators.plural,
         .url = "/indicators",
         .picture = Icon::plan,
         .policy = &results::indicator_policy,
         .group = word::nav_group_results},
        {.label = results::evaluations.plural,
         .url = "/evaluations",
         .picture = Icon::check,
         .policy = &results::evaluation_policy,
         .group = word::nav_group_results},
        {.label = knowledge::lessons.plural,
         .url = "/lessons",
         .picture = Icon::knowledge,
         .policy = &knowledge::lesson_policy,
         .group = word::nav_group_results},
        {.label = correspondence::incoming_notes.plural,
         .url = "/incoming-notes",
         .picture = Icon::download,
         .policy = &correspondence::note_policy,
         .group = word::nav_group_letters},
        {.label = correspondence::letters.plural,
         .url = "/letters",
         .picture = Icon::letter,
         .policy = &correspondence::letter_policy,
         .group = word::nav_group_letters},
        {.label = partners::country_profiles.plural,
         .url = "/countries",
         .picture = Icon::country,
         .policy = partners,
         .group = word::nav_group_partners},
        {.label = partners::organisations.plural,
         .url = "/organisations",
         .picture = Icon::partners,
         .policy = partners,
         .group = word::nav_group_partners},
        {.label = partners::posts.plural,
         .url = "/posts",
         .picture = Icon::user,
         .policy = partners,
         .group = word::nav_group_partners},
        {.label = partners::people.plural,
         .url = "/people",
         .picture = Icon::people,
         .policy = partners,
         .group = word::nav_group_partners},
        {.label = partners::designations.plural,
         .url = "/focal-points",
         .picture = Icon::letter,
         .policy = partners,
         .group = word::nav_group_partners},
        {.label = partners::missions.plural,
         .url = "/missions",
         .picture = Icon::agreement,
         .policy = partners,
         .group = word::nav_group_partners},
        {.label = words::reported::page_title,
         .url = "/reported",
         .picture = Icon::download,
         .policy = &reported::policy,
         .group = word::nav_group_reported},
        {.label = words::flows::title,
         .url = "/flows",
         .picture = Icon::money,
         .policy = &reported_flows::policy,
         .group = word::nav_group_reported},
        {.label = words::flows::south_title,
         .url = "/flows/south-south",
         .picture = Icon::knowledge,
         .policy = &reported_flows::policy,
         .group = word::nav_group_reported},
        {.label = words::reconciliation::title,
         .url = reconciliation::overview_path,
         .picture = Icon::match,
         .policy = &reconciliation::policy,
         .group = word::nav_group_reported},
        {.label = reports::reported_activities.plural,
         .url = "/reported-activities",
         .picture = Icon::knowledge,
         .policy = &reports::policy,
         .group = word::nav_group_reported},
        {.label = funds::reported_flows.plural,
         .url = "/reported-flows",
         .picture = Icon::money,
         .policy = &reports::policy,
         .group = word::nav_group_reported},
        {.label = words::funds::reported_flow_totals,
         .url = "/reported-totals/flows",
         .picture = Icon::plan,
         .policy = &reports::policy,
         .group = word::nav_group_reported},
        {.label = words::portal::page_title,
         .url = "/publication",
         .picture = Icon::country,
         .policy = &portal::settings_policy,
         .group = word::nav_group_public},
        {.label = portal::consents.plural,
         .url = "/publication-consents",
         .picture = Icon::country,
         .policy = &portal::consent_policy,
         .group = word::nav_group_public},
        {.label = portal::publication_policies.plural,
         .url = "/publication-policies",
         .picture = Icon::settings,
         .policy = &portal::settings_policy,
         .group = word::nav_group_public},
        {.label = portal::south_south_days.plural,
         .url = "/south-south-days",
         .picture = Icon::calendar,
         .policy = &portal::settings_policy,
         .group = word::nav_group_public},
        {.label = words::publishing::page_title,
         .url = "/iati/publishing",
         .picture = Icon::upload,
         .policy = &iati_out::publisher_policy,
         .group = word::nav_group_public},
        {.label = word::nav_import,
         .url = "/imports",
         .picture = Icon::upload,
         .policy = &spreadsheet::policy},
        {.label = words::administration::audit_title,
         .url = "/audit",
         .picture = Icon::history,
         .policy = &administration::audit_policy},
        {.label = word::nav_administration,
         .url = "/administration",
         .picture = Icon::settings,
         .policy = &administration::policy},
    };
}

std::vector<web::DeskSource> desk()
{
    std::vector<web::DeskSource> all;
    for (auto const part :
         {approvals::desk(), requests::desk(), matching::desk(), programming::desk(),
          projects::desk(), activities::desk(), training::desk(), participants::desk(),
          funds::desk(), results::desk(), knowledge::desk(), offers::desk(), correspondence::desk(),
          portal::desk(), reconciliation::desk(), iati_out::desk()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

void add_routes(web::Router &router, spreadsheet::Importer const &importer)
{
    add_system_routes(router);
    account::add_routes(router);
    web::add_desk_route(router);
    web::add_search_route(router);
    iati::add_validator_routes(router);
    web::add_thread_route(router);
    partners::add_routes(router);
    workdays::add_routes(router);
    approvals::add_routes(router);
    requests::add_routes(router);
    offers::add_routes(router);
    matching::add_routes(router);
    programming::add_routes(router);
    projects::add_routes(router, results::closing_checks(), pages_of_a_project());
    activities::add_routes(router, calendar_sources());
    training::add_routes(router, participants::place_keeper());
    participants::add_routes(router);
    funds::add_routes(router);
    results::add_routes(router);
    knowledge::add_routes(router);
    web::set_advisers(knowledge::advisers());
    web::set_panels(panels());
    web::set_foresights(foresights());
    web::set_desk_parts(desk_parts, desk_duties);
    administration::set_notable_acts(notable_acts());
    cost_sharing::add_routes(router);
    correspondence::add_routes(router);
    briefs::add_routes(router);
    reports::add_routes(router);
    portal::add_routes(router, portal_extensions());
    iati_out::add_routes(router, portal_extensions());
    spreadsheet::add_routes(router, importer);
    reported::add_routes(router);
    reported_flows::add_routes(router);
    reconciliation::add_routes(router);
    reported::set_activity_sections(reconciliation::activity_sections());
    reported::set_watchers({&reported_flows::refresher(), &reconciliation::searcher()});
    administration::add_routes(router);
}

std::vector<web::NounPages const *> import_targets()
{
    return {&reports::reported_activity_pages, &funds::reported_flow_pages,
            &requests::request_pages, &partners::organisation_pages, &partners::person_pages};
}

} // namespace selatan::program
