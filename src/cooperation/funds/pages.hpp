/// \file
/// The capability's pages, for its own files.
#pragma once

#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/ledger_store.hpp"
#include "platform/web/foresight.hpp"
#include "platform/web/run_verb.hpp"

namespace selatan::funds {

using web::run;
using web::run_at_once;

extern web::NounPages const fund_pages;
extern web::NounPages const contribution_pages;
extern web::NounPages const allocation_pages;
extern web::NounPages const obligation_pages;
extern web::NounPages const disbursement_pages;
extern web::NounPages const correction_pages;
extern web::NounPages const payment_file_pages;

void add_payment_file_routes(web::Router &router);

/// What became of a record on the ledger: what was asked, its balances, and its entries as links.
[[nodiscard]] html::Html money_block(web::Context const &context, storage::Reader &reader,
                                     Uuid record, std::optional<Money> asked = {});
[[nodiscard]] html::Tone tone_of(std::string_view state);
[[nodiscard]] std::string role_name(Language language, Role role);
[[nodiscard]] std::string act_name(Language language, Act act);
[[nodiscard]] std::string entry_url(ledger::TransferId entry);
[[nodiscard]] std::string account_url(ledger::AccountId account);

/// Whoever makes a record has asked for what it says.
void signed_by_maker(storage::Tx &tx, auth::Identity const &by, Saved const &saved,
                     void const *value);

/// What the form of a step is about: its amount with the currency.
[[nodiscard]] std::vector<html::Notice> tell_amount(web::Context const &context,
                                                    std::optional<Money> asked);
/// Proposed or asked for: nobody has approved or refused it.
[[nodiscard]] bool is_undecided(Head const &head);
/// Adds that nobody can approve it as things stand, and why: told to who proposes and to who
/// approves, and no refusal, since money may come in between.
void tell_excess(std::vector<html::Notice> &notices, web::Context const &context,
                 std::optional<Problem> const &foreseen);
/// Those under a line, a project or an obligation: the reader comes there from having proposed.
[[nodiscard]] std::vector<html::Notice> excess_under_line(web::Context const &context,
                                                          storage::Reader &reader, Uuid line);
[[nodiscard]] std::vector<html::Notice> excess_under_project(web::Context const &context,
                                                             storage::Reader &reader, Uuid project);
[[nodiscard]] std::vector<html::Notice>
excess_under_obligation(web::Context const &context, storage::Reader &reader, Uuid obligation);

/// Says above the form of a second person's verb that this reader was the first.
[[nodiscard]] std::vector<html::Notice> warn_same_person(web::Context const &context,
                                                         storage::Reader &reader, Head const &head);

} // namespace selatan::funds
