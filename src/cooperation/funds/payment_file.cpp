#include "cooperation/funds/payment_file.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "cooperation/funds/payment_file_store.hpp"
#include "words/funds.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <set>

namespace selatan::funds {

namespace {

namespace word = words::funds;
namespace states = payment_file_states;
using records::field;

constexpr std::array file_fields{
    field<&PaymentFile::name>("name", word::field_file_name).title(),
    field<&PaymentFile::fund>("fund", word::fund_singular).of("fund").thread().required().listed(),
    field<&PaymentFile::digest>("digest", word::field_file_digest).by_verbs(),
};

constexpr std::array all_states{states::received, states::booked, states::discarded,
                                states::undone};
constexpr std::array<records::Transition, 4> steps{{
    {"match", "received", "received"},
    {"book", "received", "booked"},
    {"discard", "received", "discarded"},
    {"undo", "booked", "undone"},
}};
constexpr records::Machine machine{.initial = states::received,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::states};

// -- Proposing ------------------------------------------------------------------------------------

struct Fit {
    int points = 0; ///< nothing fits with none
    std::vector<std::string> reasons;
};

/// As a word of its own: DSB-2026-0004 does not stand in DSB-2026-00041.
bool names(std::string_view text, std::string_view reference)
{
    auto const is_inside = [&](std::size_t at) {
        return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
    };
    for (auto at = reference.empty() ? std::string_view::npos : text.find(reference);
         at != std::string_view::npos; at = text.find(reference, at + 1)) {
        if (!(at > 0 && is_inside(at - 1)) && !is_inside(at + reference.size())) {
            return true;
        }
    }
    return false;
}

bool names_a_word_of(std::string_view text, std::string_view references)
{
    while (!references.empty()) {
        auto const end = references.find(' ');
        if (names(text, references.substr(0, end))) {
            return true;
        }
        references = end == std::string_view::npos ? "" : references.substr(end + 1);
    }
    return false;
}

/// How well a row fits, beyond the amount. What names the disbursement outweighs all the rest.
Fit fit_of(PaymentRow const &row, Candidate const &candidate)
{
    constexpr int certain = 8;
    constexpr int likely = 2;
    if (row.amount != candidate.amount || row.currency != candidate.currency || !row.paid_on) {
        return {};
    }
    Fit fit{.points = 1, .reasons = {"amount"}};
    auto const add = [&](bool holds, int points, char const *reason) {
        if (holds) {
            fit.points += points;
            fit.reasons.emplace_back(reason);
        }
    };
    auto const apart = std::abs(days_between(candidate.since, *row.paid_on));
    auto const folded_payee = fold(row.payee);
    add(!row.payment_number.empty() && row.payment_number == candidate.payment_number, certain,
        "number");
    add(names(row.reference, candidate.reference), certain, "reference");
    add(names_a_word_of(row.reference, candidate.budget), likely, "budget");
    add(!folded_payee.empty() && folded_payee == fold(candidate.payee), likely, "payee");
    add(apart <= days_apart_most, 1, "day");
    bool const is_named = fit.points > certain;
    return is_named || apart <= days_apart_most ? fit : Fit{};
}

/// Why a row fits nothing although it names what it pays; nothing where it names none.
void explain_unmatched(PaymentRow &row, std::span<Candidate const> candidates)
{
    auto const at = std::ranges::find_if(candidates, [&](Candidate const &one) {
        return names(row.reference, one.reference) ||
               (!row.payment_number.empty() && row.payment_number == one.payment_number);
    });
    if (at != candidates.end()) {
        row.reasons = {row.currency == at->currency ? "other_amount" : "other_currency"};
    }
}

RowState proposal_for(Candidate const &candidate, Books books)
{
    if (candidate.state == disbursement_states::approved) {
        // Where these books are the record, a payment is recorded here and by nobody's file.
        return books == Books::treasury ? RowState::pays : RowState::unmatched;
    }
    return candidate.state == disbursement_states::liquidated ? RowState::reconciles
                                                              : RowState::evidence;
}

} // namespace

void propose(std::span<PaymentRow> rows, std::span<Candidate const> candidates, Books books)
{
    struct Best {
        PaymentRow *row = nullptr;
        std::size_t candidate = 0;
        Fit fit;
    };
    std::multimap<std::string, std::size_t> by_amount;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        by_amount.emplace(candidates[i].amount.digits, i);
    }
    std::map<std::size_t, std::vector<Best>> wanted;
    for (auto &row : rows) {
        if (!row.problem.empty() || row.state == RowState::known) {
            continue;
        }
        row.state = RowState::unmatched;
        Best best{.row = &row, .candidate = 0, .fit = {}};
        bool is_alone = true;
        auto const [first, last] = by_amount.equal_range(row.amount.digits);
        for (auto at = first; at != last; ++at) {
            auto fit = fit_of(row, candidates[at->second]);
            if (fit.points > best.fit.points) {
                best.candidate = at->second;
                best.fit = std::move(fit);
                is_alone = true;
            } else if (fit.points > 0 && fit.points == best.fit.points) {
                is_alone = false;
            }
        }
        if (best.fit.points > 0 && is_alone) {
            wanted[best.candidate].push_back(std::move(best));
        } else if (best.fit.points > 0) {
            row.state = RowState::several;
        } else {
            explain_unmatched(row, candidates);
        }
    }
    for (auto &[index, rivals] : wanted) {
        std::ranges::stable_sort(rivals, std::ranges::greater{},
                                 [](Best const &one) { return one.fit.points; });
        bool const is_tie = rivals.size() > 1 && rivals[0].fit.points == rivals[1].fit.points;
        for (std::size_t i = 0; i < rivals.size(); ++i) {
            auto &row = *rivals[i].row;
            if (is_tie || i > 0) {
                row.state = RowState::several;
                row.reasons = {"rival"};
                continue;
            }
            row.state = proposal_for(candidates[index], books);
            if (is_proposal(row.state)) {
                row.disbursement = candidates[index].id;
                row.reasons = std::move(rivals[i].fit.reasons);
            } else {
                row.reasons = {"books_here"};
            }
        }
    }
}

constinit records::NounOf<PaymentFile> const payment_files{{
    .kind = "payment_file",
    .table = "payment_file",
    .path = "/payment-files",
    .prefix = "PAY",
    .singular = word::payment_file_singular,
    .plural = word::payment_file_plural,
    .fields = file_fields,
    .type = &records::value_type<PaymentFile>,
    .policy = &payment_file_policy,
    .machine = &machine,
    .parent_field = "fund",
    .audience = Audience::internal,
}};

// -- Verbs ----------------------------------------------------------------------------------------

namespace {

PaymentFile load_file(storage::Reader &reader, Uuid id)
{
    auto loaded = records::load(reader, payment_files, id);
    ENSURE(loaded.has_value() && loaded->fund);
    return *loaded;
}

constexpr std::string_view another_payment = "another_payment";

/// A person matched it and said so.
bool is_another_payment(PaymentRow const &row)
{
    return std::ranges::find(row.reasons, another_payment) != row.reasons.end();
}

/// Books one row by the disbursement's own verb.
Result<Saved> book_row(storage::Tx &tx, auth::Identity const &by, PaymentRow const &row,
                       std::string const &document)
{
    auto const program = auth::program_identity(by.via);
    bool const pays = row.state == RowState::pays;
    auto const head = records::find(tx, disbursements, &program, row.disbursement->to_string(),
                                    pays ? "pay" : "reconcile");
    if (!head) {
        return refuse(head.error());
    }
    if (pays) {
        return pay(tx, by, *head, head->version,
                   {.paid_on = *row.paid_on,
                    .payment_number = row.payment_number,
                    .payment_document = document,
                    .another_payment = is_another_payment(row)});
    }
    return reconcile_payment(tx, by, *head, head->version, {.bank_statement = document});
}

} // namespace

std::optional<std::string> other_of_order(storage::Reader &reader, Uuid fund,
                                          std::span<PaymentRow const> rows, PaymentRow const &row)
{
    if (row.state != RowState::pays || row.payment_number.empty() || is_another_payment(row)) {
        return std::nullopt;
    }
    if (auto paid = paid_by_order(reader, fund, row.payment_number, *row.disbursement)) {
        return paid;
    }
    auto const earlier = std::ranges::find_if(rows, [&](PaymentRow const &one) {
        return one.number < row.number && one.state == RowState::pays &&
               fold(one.payment_number) == fold(row.payment_number);
    });
    auto const label =
        earlier == rows.end() ? std::nullopt : records::label_of(reader, *earlier->disbursement);
    return label ? std::optional{label->reference} : std::nullopt;
}

std::optional<Problem> foresee_row(storage::Reader &reader, Fund const &fund, PaymentRow const &row)
{
    if (row.state != RowState::pays) {
        return std::nullopt;
    }
    if (auto const may = decide_day("paid_on", *row.paid_on, reader.today()); !may) {
        return may.error().problems.front();
    }
    return fund.closed_until && *row.paid_on <= *fund.closed_until
               ? std::optional{period_closed(*fund.closed_until)}
               : std::nullopt;
}

Result<Saved> receive_payments(storage::Tx &tx, auth::Identity const &by, PaymentFile const &file,
                               std::vector<PaymentRow> rows)
{
    auto const fund_id = file.fund->uuid();
    if (auto const before = payment_file_of(tx, fund_id, file.digest)) {
        auto const head = records::head_of(tx, payment_files, *before);
        return Saved{.id = head.id,
                     .reference = head.reference,
                     .version = head.version,
                     .state = head.state};
    }
    if (auto const open = decide_fund_open(tx, fund_id); !open) {
        return refuse(open.error());
    }
    mark_known(tx, fund_id, rows);
    propose(rows, candidates_of(tx, fund_id), load_fund(tx, fund_id).books);
    auto const saved = records::create(tx, by.actor(), payment_files, file);
    write_rows(tx, saved.id, rows);
    return saved;
}

Result<Saved> match_row(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, RowMatch const &wanted)
{
    auto rows = rows_of(tx, head.id);
    auto const row = std::ranges::find(rows, wanted.row, &PaymentRow::number);
    if (row == rows.end() || row->state == RowState::problem || row->state == RowState::known) {
        return refuse(Decline::invalid, "row", "funds.no_such_row");
    }
    auto const fund = load_file(tx, head.id).fund->uuid();
    row->disbursement.reset();
    row->reasons.clear();
    row->state = RowState::unmatched;
    if (wanted.disbursement) {
        auto const id = wanted.disbursement->uuid();
        auto const candidates = candidates_of(tx, fund);
        auto const candidate = std::ranges::find(candidates, id, &Candidate::id);
        auto const state = candidate == candidates.end()
                               ? RowState::unmatched
                               : proposal_for(*candidate, load_fund(tx, fund).books);
        if (!is_proposal(state)) {
            return refuse(Decline::invalid, "disbursement", "funds.not_awaiting");
        }
        if (candidate->amount != row->amount || candidate->currency != row->currency) {
            auto const amount = candidate->amount.in(candidate->currency);
            return refuse(Decline::invalid, "disbursement", "funds.other_amount",
                          {{"amount", amount ? amount->to_string() : std::string{}}});
        }
        if (std::ranges::any_of(rows, [&](PaymentRow const &other) {
                return other.number != wanted.row && other.disbursement == id;
            })) {
            return refuse(Decline::invalid, "disbursement", "funds.matched_already");
        }
        row->disbursement = id;
        row->reasons = {"amount", "person"};
        row->state = state;
        if (wanted.another_payment) {
            row->reasons.emplace_back(another_payment);
        }
        if (auto const other = other_of_order(tx, fund, rows, *row)) {
            return refuse(Decline::conflict, "another_payment", "funds.order_paid_already",
                          {{"reference", *other}, {"number", row->payment_number}});
        }
    }
    write_match(tx, head.id, *row);
    return records::advance(tx, by.actor(), payment_files, head, version, "match",
                            {.reason = std::to_string(wanted.row)});
}

Result<Saved> book_payments(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version)
{
    auto rows = rows_of(tx, head.id);
    if (std::ranges::none_of(rows, [](PaymentRow const &row) { return is_proposal(row.state); })) {
        return refuse(Decline::conflict, "", "funds.nothing_fits");
    }
    auto const document = head.reference + " · " + head.title;
    for (auto &row : rows) {
        if (!is_proposal(row.state)) {
            continue;
        }
        if (!by.is_program && signatures_of(tx, *row.disbursement).approved_by == by.user.uuid()) {
            auto const label = records::label_of(tx, *row.disbursement);
            return refuse(Decline::forbidden, "", "funds.own_approval",
                          {{"reference", label ? label->reference : std::string{}}});
        }
        if (row.state == RowState::evidence) {
            continue; // it is recorded already: the row stands beside it
        }
        auto const booked = book_row(tx, by, row, document + " · " + std::to_string(row.number));
        if (!booked) {
            auto refusal = booked.error();
            refusal.problems.insert(
                refusal.problems.begin(),
                Problem{"", "funds.row_refused", {{"row", std::to_string(row.number)}}});
            return refuse(std::move(refusal));
        }
        row.state = row.state == RowState::pays ? RowState::paid : RowState::reconciled;
        write_match(tx, head.id, row);
    }
    return records::advance(tx, by.actor(), payment_files, head, version, "book", {});
}

Result<Saved> discard_payments(storage::Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version)
{
    return records::advance(tx, by.actor(), payment_files, head, version, "discard", {});
}

Result<Saved> undo_payments(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version)
{
    auto const fund = load_file(tx, head.id).fund;
    bool proposed = false;
    for (auto const &row : rows_of(tx, head.id)) {
        if (row.state != RowState::paid ||
            state_of(tx, *row.disbursement) == disbursement_states::approved) {
            continue; // nothing of it stands
        }
        auto const last = last_standing_entry(tx, *row.disbursement);
        if (!last || last->act != Act::payment) {
            return refuse(Decline::conflict, "", "funds.later_entries");
        }
        Correction correction;
        correction.title = head.reference + " · " + std::to_string(row.number);
        correction.fund = fund;
        correction.number = last->number;
        correction.document = head.title;
        auto const made = records::create(tx, by.actor(), corrections, correction);
        if (auto const signed_by = sign(tx, by, made.id, Hand::asked); !signed_by) {
            return refuse(signed_by.error());
        }
        proposed = true;
    }
    if (!proposed) {
        return refuse(Decline::conflict, "", "funds.nothing_to_undo");
    }
    return records::advance(tx, by.actor(), payment_files, head, version, "undo", {});
}

} // namespace selatan::funds
