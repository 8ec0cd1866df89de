#include "cooperation/offers/offers.hpp"

#include "cooperation/offers/pages.hpp"
#include "words/offers.hpp"

#include <array>
#include <chrono>

namespace selatan::offers {

namespace {

using auth::Role;
using records::Rule;
namespace verbs = records::verbs;

// What was checked is what is published: only a draft is changed, by whoever.
constexpr std::array<std::string_view, 1> in_draft{"draft"};
constexpr std::array<std::string_view, 5> alive{"draft", "submitted", "checked", "published",
                                                "suspended"};

// Whoever delivers writes and withdraws offers; the desk checks and publishes them. Everybody reads
// what is published; a ministry and an implementer what is theirs, whatever its state.
constexpr std::array rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change, {}, in_draft},
    Rule{Role::coordinator, verbs::comment},
    Rule{Role::coordinator, "submit"},
    Rule{Role::coordinator, "check"},
    Rule{Role::coordinator, "return"},
    Rule{Role::coordinator, "publish"},
    Rule{Role::coordinator, "suspend"},
    Rule{Role::coordinator, "resume"},
    Rule{Role::coordinator, "revise"},
    Rule{Role::coordinator, "withdraw"},
    Rule{Role::coordinator, "validate", {}, alive},
    Rule{Role::desk_officer, verbs::see},
    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change, {}, in_draft},
    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::desk_officer, "submit"},
    Rule{Role::desk_officer, "check"},
    Rule{Role::desk_officer, "return"},
    Rule{Role::desk_officer, "publish"},
    Rule{Role::desk_officer, "suspend"},
    Rule{Role::desk_officer, "resume"},
    Rule{Role::desk_officer, "revise"},
    Rule{Role::desk_officer, "withdraw"},
    Rule{Role::desk_officer, "validate", {}, alive},
    Rule{Role::line_ministry, verbs::see},
    Rule{Role::line_ministry, verbs::create},
    Rule{Role::line_ministry, verbs::change, {}, in_draft},
    Rule{Role::line_ministry, verbs::comment},
    Rule{Role::line_ministry, "submit"},
    Rule{Role::line_ministry, "suspend"},
    Rule{Role::line_ministry, "resume"},
    Rule{Role::line_ministry, "revise"},
    Rule{Role::line_ministry, "withdraw"},
    Rule{Role::implementer, verbs::see},
    Rule{Role::implementer, verbs::create},
    Rule{Role::implementer, verbs::change, {}, in_draft},
    Rule{Role::implementer, verbs::comment},
    Rule{Role::implementer, "submit"},
    Rule{Role::implementer, "suspend"},
    Rule{Role::implementer, "resume"},
    Rule{Role::implementer, "revise"},
    Rule{Role::implementer, "withdraw"},
    Rule{Role::appraiser, verbs::see},
    Rule{Role::approver, verbs::see},
    Rule{Role::signatory, verbs::see},
    Rule{Role::finance_officer, verbs::see},
    Rule{Role::own_mission, verbs::see},
    Rule{Role::own_mission, verbs::comment},
};

} // namespace

constinit records::Policy const policy{.rules = rules, .public_sees_published = true};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 1> const all{&offers};
    return all;
}

void add_routes(web::Router &router)
{
    web::add_routes(router, offer_pages);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::offers;
    static std::array const all{
        web::DeskSource{&offer_pages, "submit", word::verb_submit, {}},
        web::DeskSource{&offer_pages, "check", word::verb_check, {}},
        web::DeskSource{&offer_pages, "publish", word::verb_publish, {}},
    };
    return all;
}

void register_jobs(jobs::Runner &runner)
{
    runner.handle("offers.expire", [](jobs::Work &work) {
        work.store().write([&](storage::Tx &tx) {
            expire(tx, {.user = std::nullopt, .post = std::nullopt, .via = "job"});
            work.complete(tx);
        });
        return jobs::Outcome::done();
    });
    runner.recur("offers.expire", std::chrono::hours{24});
}

} // namespace selatan::offers
