#include "exchange/reconciliation/difference.hpp"

#include "base/ensure.hpp"
#include "exchange/reconciliation/counterpart_store.hpp"
#include "exchange/reconciliation/difference_store.hpp"
#include "exchange/reconciliation/ours.hpp"
#include "words/reconciliation.hpp"

#include <algorithm>

namespace selatan::reconciliation {

namespace {

namespace word = words::reconciliation;
using records::field;
using records::Kind;
namespace state = difference_states;

constexpr std::array difference_fields{
    field<&Difference::topic>("topic", word::field_topic)
        .among(topics, word::topics)
        .by_verbs()
        .listed(),
    field<&Difference::project>("project", word::field_project)
        .of("project")
        .required()
        .by_verbs()
        .listed(),
    field<&Difference::teller>("teller", word::field_teller).by_verbs().listed(),
    field<&Difference::ours>("ours", word::field_ours).at_most(4000).by_verbs().listed(),
    field<&Difference::theirs>("theirs", word::field_theirs).at_most(4000).by_verbs().listed(),
    field<&Difference::dollars>("dollars", word::field_dollars).by_verbs().listed(),
    field<&Difference::percent>("percent", word::field_percent).by_verbs(),
    field<&Difference::days>("days", word::field_days).by_verbs(),
    field<&Difference::country>("country", word::field_country).scope_country().by_verbs(),
    field<&Difference::counterpart>("counterpart", word::counterpart_singular)
        .of("counterpart")
        .required()
        .by_verbs(),
    field<&Difference::note>("note", word::field_note).as(Kind::long_text).by_verbs(),
    field<&Difference::told_on>("told_on", word::field_told_on).by_verbs(),
    field<&Difference::settled_on>("settled_on", word::field_settled_on).by_verbs(),
};

constexpr std::array state_codes{state::open, state::ours_right, state::theirs_right, state::gone};
constexpr std::array<records::Transition, 10> steps{{
    {"keep_ours", state::open, state::ours_right},
    {"accept_theirs", state::open, state::theirs_right},
    {"reopen", state::ours_right, state::open},
    {"reopen", state::theirs_right, state::open},
    {"differ", state::ours_right, state::open}, // these by the program: a value changed
    {"differ", state::theirs_right, state::open},
    {"differ", state::gone, state::open},
    {"agree", state::open, state::gone},
    {"agree", state::ours_right, state::gone},
    {"agree", state::theirs_right, state::gone},
}};
constexpr records::Machine machine{.initial = state::open,
                                   .states = state_codes,
                                   .transitions = steps,
                                   .state_name = word::difference_states};

std::string name_of(storage::Reader &reader, void const *value)
{
    auto const &difference = *static_cast<Difference const *>(value);
    auto const counterpart = records::label_of(reader, difference.counterpart->uuid());
    return counterpart ? counterpart->title : difference.teller;
}

Difference load_difference(storage::Reader &reader, Head const &head)
{
    auto loaded = records::load(reader, differences, head.id);
    ENSURE(loaded.has_value());
    return *loaded;
}

Result<Saved> settle(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, std::string_view verb, Difference const &after,
                     std::string const &reason)
{
    return records::advance(tx, by.actor(), differences, head, version, verb,
                            load_difference(tx, head), after, {.reason = reason});
}

/// What the program found, in a difference that is there or is to be made.
void take(Difference &difference, Compared const &found)
{
    difference.topic = found.topic;
    difference.ours = found.ours;
    difference.theirs = found.theirs;
    difference.dollars = found.dollars;
    difference.percent = found.percent;
    difference.days = found.days;
}

void write_found(storage::Tx &tx, auth::Identity const &program, Uuid id, Compared const &found)
{
    auto const head = records::head_of(tx, differences, id);
    auto const before = load_difference(tx, head);
    auto after = before;
    take(after, found);
    if (found.verdict != Verdict::differs) {
        if (head.state != state::gone) {
            static_cast<void>(records::advance(tx, program.actor(), differences, head, head.version,
                                               "agree", before, after, {}));
        }
        return;
    }
    bool const is_new = before.ours != after.ours || before.theirs != after.theirs;
    if (head.state == state::gone || (head.state != state::open && is_new)) {
        after.note.clear();
        after.settled_on.reset();
        after.told_on.reset();
        static_cast<void>(records::advance(tx, program.actor(), differences, head, head.version,
                                           "differ", before, after, {}));
    } else if (head.state == state::open) {
        static_cast<void>(
            records::change(tx, program.actor(), differences, head, head.version, before, after));
    }
}

} // namespace

constinit records::NounOf<Difference> const differences{{
    .kind = "difference",
    .table = "difference",
    .path = "/differences",
    .prefix = "DIF",
    .singular = word::difference_singular,
    .plural = word::difference_plural,
    .fields = difference_fields,
    .type = &records::value_type<Difference>,
    .policy = &policy,
    .machine = &machine,
    .parent_field = "counterpart",
    .audience = Audience::internal,
    .name = name_of,
    .hides_title = true,
}};

// -- Rules ----------------------------------------------------------------------------------------

Result<void> decide_ours_right(OursRight const &wanted, Date today)
{
    if (wanted.told_on && *wanted.told_on > today) {
        return refuse(Decline::invalid, "told_on", "common.in_the_future");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> keep_ours(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, OursRight const &wanted)
{
    if (auto const may = decide_ours_right(wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = load_difference(tx, head);
    after.note = wanted.note;
    after.told_on = wanted.told_on;
    after.settled_on = tx.today();
    return settle(tx, by, head, version, "keep_ours", after, wanted.note);
}

Result<Saved> accept_theirs(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, TheirsRight const &wanted)
{
    auto after = load_difference(tx, head);
    after.note = wanted.note;
    after.settled_on = tx.today();
    return settle(tx, by, head, version, "accept_theirs", after, wanted.note);
}

Result<Saved> reopen(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Reopening const &wanted)
{
    auto after = load_difference(tx, head);
    after.settled_on.reset();
    after.told_on.reset();
    return settle(tx, by, head, version, "reopen", after, wanted.reason);
}

void refresh_differences(storage::Tx &tx, auth::Identity const &by, Uuid counterpart)
{
    auto const program = auth::program_identity(by.via);
    auto const head = records::find(tx, counterparts, &program, counterpart.to_string());
    auto const value = records::load(tx, counterparts, counterpart);
    ENSURE(head.has_value() && value.has_value());
    auto const theirs = head->state == states::confirmed ? told_facts(tx, *value) : std::nullopt;
    auto const ours = read_ours(tx, value->project->uuid());
    auto const known = differences_of(tx, counterpart);
    // What nobody tells any more, or is no counterpart, says nothing different.
    auto const found =
        theirs && !ours.empty() ? compare(ours.front().facts, *theirs) : compare(Facts{}, Facts{});
    for (auto const &one : found) {
        auto const place = std::ranges::find(known, one.topic, &KnownDifference::topic);
        if (place != known.end()) {
            write_found(tx, program, place->id, one);
        } else if (one.verdict == Verdict::differs) {
            Difference difference;
            difference.counterpart = Id<Counterpart>{counterpart};
            difference.project = value->project;
            difference.country = value->country;
            difference.teller = value->teller;
            take(difference, one);
            static_cast<void>(
                records::create(tx, program.actor(), differences, difference, {.verb = "found"}));
        }
    }
}

} // namespace selatan::reconciliation
