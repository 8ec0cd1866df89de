#include "cooperation/funds/funds.hpp"

#include "cooperation/funds/ledger_pages.hpp"
#include "cooperation/funds/pages.hpp"
#include "cooperation/funds/reported_flow.hpp"
#include "cooperation/funds/standing.hpp"
#include "words/funds.hpp"

#include <array>

namespace selatan::funds {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

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

/// Officers who answer for money, and those who decide on what it pays for.
constexpr std::array reads{
    Rule{Role::coordinator, verbs::see},     Rule{Role::coordinator, verbs::comment},
    Rule{Role::finance_officer, verbs::see}, Rule{Role::finance_officer, verbs::comment},
    Rule{Role::approver, verbs::see},        Rule{Role::approver, verbs::comment},
    Rule{Role::desk_officer, verbs::see},    Rule{Role::desk_officer, verbs::comment},
    Rule{Role::signatory, verbs::see},       Rule{Role::appraiser, verbs::see},
};

constexpr auto fund_rules = joined(reads, std::array{
                                              Rule{Role::finance_officer, verbs::create},
                                              Rule{Role::finance_officer, verbs::change},
                                              Rule{Role::finance_officer, "ask_close"},
                                              Rule{Role::finance_officer, "close_period"},
                                              Rule{Role::coordinator, verbs::create},
                                              Rule{Role::coordinator, verbs::change},
                                              Rule{Role::coordinator, "ask_close"},
                                              Rule{Role::coordinator, "close_period"},
                                              Rule{Role::approver, "close_period"},
                                              Rule{Role::approver, "close"},
                                          });

// An amount is changed by whoever asked for it, while nobody has acted on it: so the second person
// always approves what the first one wrote.
constexpr std::array pledged_only{contribution_states::pledged};
constexpr auto contribution_rules =
    joined(reads, std::array{
                      Rule{Role::finance_officer, verbs::create},
                      Rule{Role::finance_officer, verbs::change, Condition::own, pledged_only},
                      Rule{Role::finance_officer, "commit"},
                      Rule{Role::finance_officer, "call"},
                      Rule{Role::finance_officer, "receive"},
                      Rule{Role::finance_officer, "reconcile"},
                      Rule{Role::coordinator, verbs::create},
                      Rule{Role::coordinator, verbs::change, Condition::own, pledged_only},
                      Rule{Role::coordinator, "commit"},
                      Rule{Role::coordinator, "call"},
                      Rule{Role::coordinator, "reconcile"},
                      Rule{Role::approver, "reconcile"},
                      Rule{Role::approver, "write_off"},
                      Rule{Role::facilitator, verbs::see, Condition::office},
                      Rule{Role::facilitator, verbs::comment, Condition::office},
                  });

constexpr std::array proposed_only{promise_states::proposed};
constexpr auto promise_rules =
    joined(reads, std::array{
                      Rule{Role::finance_officer, verbs::create},
                      Rule{Role::finance_officer, verbs::change, Condition::own, proposed_only},
                      Rule{Role::finance_officer, "close"},
                      Rule{Role::coordinator, verbs::create},
                      Rule{Role::coordinator, verbs::change, Condition::own, proposed_only},
                      Rule{Role::coordinator, "approve"},
                      Rule{Role::coordinator, "refuse"},
                      Rule{Role::coordinator, "close"},
                      Rule{Role::approver, "approve"},
                      Rule{Role::approver, "refuse"},
                      Rule{Role::implementer, verbs::see, Condition::office},
                  });

constexpr std::array requested_only{disbursement_states::requested};
constexpr auto disbursement_rules =
    joined(reads, std::array{
                      Rule{Role::finance_officer, verbs::create},
                      Rule{Role::finance_officer, verbs::change, Condition::own, requested_only},
                      Rule{Role::finance_officer, "verify"},
                      Rule{Role::finance_officer, "refuse"},
                      Rule{Role::finance_officer, "pay"},
                      Rule{Role::finance_officer, "liquidate"},
                      Rule{Role::finance_officer, "refund"},
                      Rule{Role::finance_officer, "reconcile"},
                      Rule{Role::desk_officer, verbs::create},
                      Rule{Role::desk_officer, verbs::change, Condition::own, requested_only},
                      Rule{Role::desk_officer, "verify"},
                      Rule{Role::coordinator, verbs::create},
                      Rule{Role::coordinator, verbs::change, Condition::own, requested_only},
                      Rule{Role::coordinator, "approve"},
                      Rule{Role::coordinator, "refuse"},
                      Rule{Role::coordinator, "reconcile"},
                      Rule{Role::approver, "approve"},
                      Rule{Role::approver, "refuse"},
                      Rule{Role::approver, "reconcile"},
                      Rule{Role::implementer, verbs::see, Condition::office},
                      Rule{Role::implementer, verbs::create},
                      Rule{Role::implementer, verbs::change, Condition::own, requested_only},
                      Rule{Role::implementer, verbs::comment, Condition::office},
                  });

constexpr auto correction_rules =
    joined(reads, std::array{
                      Rule{Role::finance_officer, verbs::create},
                      Rule{Role::finance_officer, verbs::change, Condition::own, proposed_only},
                      Rule{Role::coordinator, verbs::create},
                      Rule{Role::coordinator, verbs::change, Condition::own, proposed_only},
                      Rule{Role::coordinator, "approve"},
                      Rule{Role::coordinator, "refuse"},
                      Rule{Role::approver, "approve"},
                      Rule{Role::approver, "refuse"},
                  });

// Whoever keeps the payments brings files in and matches; who approved one of them does not book
// it.
constexpr auto payment_file_rules = joined(reads, std::array{
                                                      Rule{Role::finance_officer, verbs::create},
                                                      Rule{Role::finance_officer, "match"},
                                                      Rule{Role::finance_officer, "book"},
                                                      Rule{Role::finance_officer, "discard"},
                                                      Rule{Role::finance_officer, "undo"},
                                                      Rule{Role::coordinator, verbs::create},
                                                      Rule{Role::coordinator, "match"},
                                                      Rule{Role::coordinator, "book"},
                                                      Rule{Role::coordinator, "discard"},
                                                      Rule{Role::coordinator, "undo"},
                                                  });

} // namespace

constinit records::Policy const fund_policy{.rules = fund_rules};
constinit records::Policy const contribution_policy{.rules = contribution_rules};
constinit records::Policy const promise_policy{.rules = promise_rules};
constinit records::Policy const disbursement_policy{.rules = disbursement_rules};
constinit records::Policy const correction_policy{.rules = correction_rules};
constinit records::Policy const payment_file_policy{.rules = payment_file_rules};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 8> const all{
        &funds,         &contributions, &allocations,   &obligations,
        &disbursements, &corrections,   &payment_files, &reported_flows};
    return all;
}

void add_routes(web::Router &router)
{
    for (auto const *const pages :
         {&fund_pages, &contribution_pages, &allocation_pages, &obligation_pages,
          &disbursement_pages, &correction_pages, &payment_file_pages, &reported_flow_pages}) {
        web::add_routes(router, *pages);
    }
    add_payment_file_routes(router);
    add_ledger_routes(router);
    add_standing_routes(router);
    add_reported_totals(router);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::funds;
    static std::array const all{
        web::DeskSource{&disbursement_pages, "approve", word::verb_approve, {}},
        web::DeskSource{&disbursement_pages, "pay", word::verb_pay, {}},
        web::DeskSource{&disbursement_pages, "verify", word::verb_verify, {}},
        web::DeskSource{&disbursement_pages, "reconcile", word::verb_reconcile, {}},
        web::DeskSource{&disbursement_pages, "liquidate", word::verb_liquidate, {}},
        web::DeskSource{&allocation_pages, "approve", word::verb_approve, {}},
        web::DeskSource{&obligation_pages, "approve", word::verb_approve, {}},
        web::DeskSource{&correction_pages, "approve", word::verb_approve, {}},
        web::DeskSource{&payment_file_pages, "book", word::verb_book, {}},
        web::DeskSource{&contribution_pages, "receive", word::verb_receive, "state:called"},
        web::DeskSource{&contribution_pages, "reconcile", word::verb_reconcile, {}},
    };
    return all;
}

} // namespace selatan::funds
