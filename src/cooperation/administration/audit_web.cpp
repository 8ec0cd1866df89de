// What an auditor looks at first, as a page, on the desk and for programs.
#include "cooperation/administration/audit.hpp"
#include "cooperation/administration/users.hpp"
#include "platform/web/noun_record.hpp"
#include "words/administration.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <iterator>
#include <map>

namespace selatan::administration {

namespace {

namespace json = boost::json;
namespace word = words::administration;

constexpr std::array rules{records::Rule{auth::Role::auditor, records::verbs::see}};
constexpr int days_back = 30;
constexpr int shown_on_the_desk = 8;
constexpr int shown_on_the_page = 200;

std::span<events::ActKind const> &notable_acts()
{
    static std::span<events::ActKind const> acts;
    return acts;
}

struct Notable {
    std::vector<events::Entry> acts;      ///< newest first
    Labels labels;                        ///< of their records
    std::map<Uuid, std::string> accounts; ///< names, of those that are about accounts
};

bool is_on_account(events::Entry const &act)
{
    return act.kind == account_kind;
}

Notable find_notable(Context const &context, storage::Reader &reader, int limit)
{
    auto const since = context.app().clock.now().plus(-std::chrono::days{days_back});
    Notable found{.acts = events::newest_of(reader, notable_acts(), since,
                                            records::audience_of(context.identity()), limit),
                  .labels = {},
                  .accounts = {}};
    std::vector<Uuid> records;
    std::vector<Uuid> accounts;
    records.reserve(found.acts.size());
    accounts.reserve(found.acts.size());
    for (auto const &act : found.acts) {
        (is_on_account(act) ? accounts : records).push_back(act.record);
    }
    found.labels = labels_of(reader, records);
    found.accounts = web::names_of_users(reader, accounts);
    return found;
}

/// Whose account it is. The account's page is for administrators, who have a link to it.
std::vector<web::Told> told_of_accounts(Context const &context, storage::Reader &reader,
                                        Notable const &notable)
{
    std::vector<events::Entry> acts;
    std::ranges::copy_if(notable.acts, std::back_inserter(acts), is_on_account);
    auto told = acts_on_accounts(context, reader, acts);
    bool const may_open = context.who().has(auth::Role::administrator);
    for (std::size_t i = 0; i < acts.size(); ++i) {
        auto const name = notable.accounts.find(acts[i].record);
        if (name != notable.accounts.end()) {
            told[i].second.on = {.label = name->second,
                                 .url = may_open ? url_of(Id<auth::User>{acts[i].record})
                                                 : std::string{}};
        }
    }
    return told;
}

html::Html told(Context const &context, storage::Reader &reader, Notable const &notable)
{
    auto const language = context.language();
    if (notable.acts.empty()) {
        return html::p(word::audit_none(language, days_back));
    }
    std::map<Uuid, html::Link> links;
    for (auto const &[id, label] : notable.labels) {
        if (auto const *const noun = context.app().noun(label.kind)) {
            links.emplace(id, html::Link{.label = label.reference + " · " + label.title,
                                         .url = web::url_of(*noun, label.reference)});
        }
    }
    return html::history(web::line_of_time(context, reader, notable.acts, {}, links,
                                           told_of_accounts(context, reader, notable)),
                         context.words());
}

http::Response in_json(Context const &context, storage::Reader &reader, Notable const &notable)
{
    auto const names = web::actor_names(reader, notable.acts);
    json::array items;
    for (auto const &act : notable.acts) {
        auto const label = notable.labels.find(act.record);
        auto const account = notable.accounts.find(act.record);
        auto const who = act.actor.user ? names.find(*act.actor.user) : names.end();
        items.push_back(json::object{
            {"at", act.at.to_string()},
            {"by", who == names.end() ? json::value() : json::value(who->second)},
            {"via", act.actor.via},
            {"kind", act.kind},
            {"verb", act.verb},
            {"reference",
             label == notable.labels.end() ? json::value() : json::value(label->second.reference)},
            {"account",
             account == notable.accounts.end() ? json::value() : json::value(account->second)},
            {"reason", act.reason}});
    }
    return context.json(json::serialize(json::object{{"items", std::move(items)}}));
}

http::Response show_audit(Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const notable = find_notable(context, reader, shown_on_the_page);
        if (context.is_api()) {
            return in_json(context, reader, notable);
        }
        auto const language = context.language();
        // Reading the whole history is dear: it is done when somebody asks for it.
        bool const is_asked = context.query().find("verify").has_value();
        auto const title = std::string{word::audit_title(language)};
        html::PageHead const head{.title = title,
                                  .lead = std::string{word::audit_about(language)},
                                  .actions = {{.label = std::string{word::history_verify(language)},
                                               .url = std::string{audit_path} + "?verify=1"}}};
        return context.page(
            title, html::page_head(head) +
                       (is_asked ? history_findings(context, reader) : html::Html{}) +
                       html::block(word::audit_notable(language),
                                   html::p(word::audit_notable_about(language, days_back)) +
                                       told(context, reader, notable)));
    });
}

} // namespace

constinit records::Policy const audit_policy{.rules = rules};

void set_notable_acts(std::span<events::ActKind const> acts)
{
    notable_acts() = acts;
}

html::Html notable_on_the_desk(Context const &context, storage::Reader &reader)
{
    auto const *const who = context.identity();
    if (who == nullptr || !who->has(auth::Role::auditor)) {
        return {};
    }
    auto const language = context.language();
    return html::block(
        word::audit_notable(language),
        told(context, reader, find_notable(context, reader, shown_on_the_desk)),
        {{.label = std::string{word::audit_title(language)}, .url = std::string{audit_path}}});
}

void add_audit_routes(web::Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = std::string{audit_path},
                .gate = {.kind = web::Gate::Kind::policy,
                         .policy = &audit_policy,
                         .verb = records::verbs::see},
                .handler = show_audit,
                .api = web::ApiDoc{.summary = "Acts of the last thirty days that deserve a second "
                                              "look: exceptions, corrections, what was taken back.",
                                   .tag = "audit"}});
}

} // namespace selatan::administration
