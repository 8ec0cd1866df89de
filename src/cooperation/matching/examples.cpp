#include "cooperation/matching/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/matching/catalogue.hpp"
#include "cooperation/matching/match_store.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace selatan::matching {

namespace {

/// The best offer, proposed and offered to the parties.
std::optional<Uuid> offer_best(storage::Tx &tx, auth::Identity const &by, Uuid request)
{
    auto const program = auth::program_identity("cli");
    auto const head = records::find(tx, requests::requests, &program, request.to_string());
    auto const asked = records::load(tx, requests::requests, request);
    if (!head || !asked) {
        return std::nullopt;
    }
    auto const all = catalogue(tx);
    auto const found = all->for_request(*asked, tx.today(), 1);
    if (found.best.empty()) {
        return std::nullopt;
    }
    auto const saved = propose(tx, by, *head, all->offers()[found.best.front().index].id);
    if (!saved) {
        return std::nullopt;
    }
    auto const match = records::head_of(tx, matches, saved->id);
    ENSURE(offer(tx, by, match, match.version).has_value());
    return saved->id;
}

/// Both parties accept by letter, and the first terms are written.
void let_negotiate(storage::Tx &tx, auth::Identity const &by, Uuid match)
{
    for (auto const party : {Party::requester, Party::provider}) {
        auto const head = records::head_of(tx, matches, match);
        ENSURE(record_answer(tx, by, head, head.version,
                             {.party = party,
                              .answer = Answer::accepted,
                              .reason = "Example: accepted",
                              .document = "Example note"})
                   .has_value());
    }
    Terms terms;
    terms.places = 5;
    terms.starts = Date::of(tx.today().year() + 1, 3, 1);
    terms.cost_shares = "Example: the provider bears fees and lodging, the requester travel.";
    auto const head = records::head_of(tx, matches, match);
    ENSURE(negotiate(tx, by, head, head.version, terms).has_value());
}

} // namespace

int make_examples(storage::Tx &tx, auth::Identity const &by)
{
    auto open = open_requests(tx, {.sql = "1 = 1", .values = {}}, 100);
    std::ranges::reverse(open);
    std::vector<Uuid> made;
    for (auto const &request : open) {
        if (made.size() == 2) {
            break;
        }
        if (auto const match = offer_best(tx, by, request.id)) {
            made.push_back(*match);
        }
    }
    if (made.size() == 2) {
        let_negotiate(tx, by, made.back());
    }
    return static_cast<int>(made.size());
}

} // namespace selatan::matching
