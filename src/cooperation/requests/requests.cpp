#include "cooperation/requests/requests.hpp"

#include "cooperation/requests/pages.hpp"
#include "cooperation/requests/request_file.hpp"
#include "words/requests.hpp"

#include <array>
#include <cstddef>

namespace selatan::requests {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

constexpr std::array drafts{states::draft};
constexpr std::array returned{states::returned};
constexpr std::array received{states::received};
/// What was sent: a draft belongs to whoever writes it, and to nobody else.
constexpr std::array sent{
    states::received, states::registered,    states::screened,     states::returned,
    states::matched,  states::part_answered, states::offer_sought, states::financing_sought,
    states::deferred, states::referred,      states::declined,     states::withdrawn,
    states::proposed, states::in_portfolio,  states::answered,     states::closed};
/// Where the desk still works on it.
constexpr std::array open{states::received,         states::registered,    states::screened,
                          states::matched,          states::part_answered, states::offer_sought,
                          states::financing_sought, states::deferred,      states::proposed,
                          states::in_portfolio};

template <std::size_t... Sizes>
constexpr auto joined(std::array<Rule, Sizes> const &...parts)
{
    std::array<Rule, (Sizes + ...)> all{};
    std::size_t size = 0;
    auto const add = [&](auto const &part) {
        for (auto const &rule : part) {
            all[size++] = rule;
        }
    };
    (add(parts), ...);
    return all;
}

constexpr auto drafts_own(Role role)
{
    return std::array{
        Rule{role, verbs::see, Condition::own},
        Rule{role, verbs::create},
        Rule{role, verbs::change, Condition::own, drafts},
        Rule{role, verbs::comment, Condition::own, drafts},
    };
}

constexpr auto works_on(Role role)
{
    return std::array{
        Rule{role, verbs::see, Condition::any, sent},
        Rule{role, verbs::change, Condition::any, open},
        Rule{role, verbs::comment, Condition::any, sent},
        Rule{role, "register", Condition::own, drafts},
        Rule{role, "register", Condition::any, received},
        Rule{role, "record_consent", Condition::any, open},
        Rule{role, "take_lead", Condition::any, open},
        Rule{role, "screen"},
        Rule{role, "return"},
        Rule{role, "match"},
        Rule{role, "part_answer"},
        Rule{role, "seek_offer"},
        Rule{role, "seek_financing"},
        Rule{role, "defer"},
        Rule{role, "refer"},
        Rule{role, "decline"},
        Rule{role, "propose"},
        Rule{role, "plan"},
        Rule{role, "answer"},
        Rule{role, "withdraw"},
        Rule{role, "close"},
    };
}

constexpr auto reads(Role role)
{
    return std::array{Rule{role, verbs::see, Condition::any, sent}};
}

constexpr auto reads_and_comments(Role role)
{
    return joined(reads(role), std::array{Rule{role, verbs::comment, Condition::any, sent}});
}

/// The partner: whatever of its country was sent or shared with it.
constexpr auto follows(Role role)
{
    return std::array{
        Rule{role, verbs::see, Condition::shared, sent},
        Rule{role, verbs::comment, Condition::shared, sent},
        Rule{role, "submit", Condition::own, drafts},
    };
}

// Grants narrow all of this to their country or organisation: a desk officer for one country works
// on that country's requests.
constexpr auto rules =
    joined(drafts_own(Role::coordinator), works_on(Role::coordinator),
           std::array{Rule{Role::coordinator, "reopen"}}, drafts_own(Role::desk_officer),
           works_on(Role::desk_officer),
           // Our missions enter what was handed to them.
           drafts_own(Role::own_mission), reads_and_comments(Role::own_mission),
           std::array{Rule{Role::own_mission, "register", Condition::own, drafts}},
           reads_and_comments(Role::line_ministry), reads_and_comments(Role::appraiser),
           reads_and_comments(Role::approver), reads(Role::signatory), reads(Role::finance_officer),
           drafts_own(Role::focal_point), follows(Role::focal_point),
           std::array{Rule{Role::focal_point, verbs::change, Condition::shared, returned},
                      Rule{Role::focal_point, "submit", Condition::shared, returned},
                      Rule{Role::focal_point, "withdraw", Condition::shared, sent}},
           drafts_own(Role::partner_mission), follows(Role::partner_mission));

} // namespace

constinit records::Policy const policy{.rules = rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 2> const all{&requests, &service_standards};
    return all;
}

void add_routes(web::Router &router)
{
    web::add_routes(router, request_pages);
    router.add(
        {.method = http::Method::get,
         .pattern = "/requests/{id}/file",
         .gate = {.kind = web::Gate::Kind::policy, .policy = &policy, .verb = records::verbs::see},
         .handler = whole_file,
         .api = web::ApiDoc{.summary = "Fetches the whole file of a request as a ZIP archive.",
                            .tag = "request",
                            .shape = web::ApiDoc::Shape::text}});
    web::add_routes(router, service_standard_pages);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::requests;
    static std::array const all{
        web::DeskSource{&request_pages, "submit", word::verb_submit},
        web::DeskSource{&request_pages, "register", word::verb_register, "state:received"},
        web::DeskSource{&request_pages, "screen", word::verb_screen},
        web::DeskSource{&request_pages, "match", word::verb_match, "state:screened"},
        web::DeskSource{&request_pages, "plan", word::verb_plan, "state:proposed"},
        web::DeskSource{&request_pages, "answer", word::verb_answer, "state:in_portfolio"},
    };
    return all;
}

} // namespace selatan::requests
