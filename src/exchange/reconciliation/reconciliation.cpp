#include "exchange/reconciliation/reconciliation.hpp"

#include "exchange/reconciliation/counterpart_store.hpp"
#include "exchange/reconciliation/difference.hpp"
#include "exchange/reconciliation/pages.hpp"
#include "exchange/reconciliation/search.hpp"
#include "platform/records/rule_table.hpp"
#include "platform/web/noun_record.hpp"
#include "words/reconciliation.hpp"

#include <array>

namespace selatan::reconciliation {

namespace {

namespace word = words::reconciliation;
using auth::Role;
using records::allow;
namespace verbs = records::verbs;

// As for all that others report: who works at home reads it, officers judge. The finance officer
// knows whose figures of money are right. Partners do not see what strangers say of them.
constexpr auto rules =
    records::rule_table(allow({Role::coordinator, Role::desk_officer},
                              {verbs::see, verbs::create, verbs::comment, "confirm", "refuse",
                               "reconsider", "keep_ours", "accept_theirs", "reopen"}),
                        allow({Role::finance_officer},
                              {verbs::see, verbs::comment, "keep_ours", "accept_theirs", "reopen"}),
                        allow({Role::line_ministry, Role::appraiser, Role::approver,
                               Role::signatory, Role::own_mission},
                              {verbs::see}));

html::Html draw_on_project(web::Context const &context, storage::Reader &reader,
                           records::Head const &head)
{
    auto const language = context.language();
    std::vector<html::Action> actions;
    auto const url = web::url_of(projects::projects, head.reference);
    if (!counterparts_of(reader, head.id).empty()) {
        actions.push_back({.label = std::string{word::side_by_side(language)},
                           .url = url + "/accounts",
                           .emphasis = html::Emphasis::quiet});
    }
    return web::part_of(context, reader, {&counterpart_pages, "project", word::also_told_by}, head,
                        std::move(actions));
}

html::Html draw_on_activity(web::Context const &context, storage::Reader &reader,
                            std::int64_t activity)
{
    if (!records::could(policy, context.identity(), verbs::see)) {
        return {};
    }
    auto const language = context.language();
    html::Html items;
    auto const may_see = records::compile(policy, context.identity(), verbs::see);
    for (auto const &one : counterparts_of_activity(reader, activity, may_see)) {
        items += html::li(
            html::a(html::href(web::url_of(counterparts, one.known.reference)),
                    html::bdi(one.project_title)),
            " ", html::small(one.project_reference), " ",
            html::badge({.label = web::state_name(counterparts, one.known.state, language),
                         .tone = one.known.state == states::confirmed ? html::Tone::good
                                                                      : html::Tone::waiting}));
    }
    return html::when(!items.empty(),
                      [&] { return html::block(word::ours_title(language), html::ul(items)); });
}

} // namespace

constinit records::Policy const policy{.rules = rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 2> const all{&counterparts, &differences};
    return all;
}

void add_routes(web::Router &router)
{
    web::add_routes(router, counterpart_pages);
    web::add_routes(router, difference_pages);
    add_linking_routes(router);
    add_overview_route(router);
    add_project_route(router);
}

std::span<web::DeskSource const> desk()
{
    static std::array const all{
        web::DeskSource{&counterpart_pages, "confirm", word::desk_confirm, {}},
        web::DeskSource{&difference_pages, "keep_ours", word::desk_settle, {}},
    };
    return all;
}

std::span<web::Panel const> panels()
{
    static std::array const all{web::Panel{projects::projects.kind, draw_on_project}};
    return all;
}

std::span<projects::ProjectPage const> pages_of_a_project()
{
    static std::array const all{projects::ProjectPage{word::comparison, "/accounts", &policy}};
    return all;
}

std::span<reported::ActivitySection const> activity_sections()
{
    static std::array const all{reported::ActivitySection{draw_on_activity}};
    return all;
}

void register_jobs(jobs::Runner &runner)
{
    runner.handle(std::string{search_job}, [](jobs::Work &work) {
        auto const should_stop = [&work] {
            return work.should_stop();
        };
        search_if_changed(work.store(), should_stop);
        return work.should_stop() ? jobs::Outcome::interrupted() : jobs::Outcome::done();
    });
    // Projects stand below and tell nobody here that they changed.
    runner.recur(std::string{search_job}, std::chrono::hours{1});
}

void Searcher::stands(storage::Tx &tx, std::span<std::int64_t const> /*activities*/)
{
    ask_for_search(tx);
}

void Searcher::leaves(storage::Tx &tx, std::span<std::int64_t const> /*activities*/)
{
    ask_for_search(tx);
}

Searcher &searcher()
{
    static Searcher the_one;
    return the_one;
}

} // namespace selatan::reconciliation
