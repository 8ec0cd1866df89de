#include "cooperation/approvals/opinion.hpp"

#include "base/ensure.hpp"
#include "cooperation/approvals/approvals.hpp"
#include "cooperation/approvals/opinion_store.hpp"
#include "words/approvals.hpp"

#include <algorithm>

namespace selatan::approvals {

namespace {

namespace word = words::approvals;
using records::field;
using records::Kind;

constexpr std::array opinion_fields{
    field<&Opinion::subject>("subject", word::field_subject)
        .of(records::any_kind)
        .seen_by(Audience::internal)
        .by_verbs()
        .listed(),
    field<&Opinion::purpose>("purpose", word::field_purpose)
        .among(purposes, word::purposes)
        .seen_by(Audience::internal)
        .by_verbs()
        .listed(),
    field<&Opinion::question>("question", word::field_question)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    // Who handed its opinion on still follows it.
    field<&Opinion::asked>("asked", word::field_asked)
        .of("organisation")
        .party()
        .seen_by(Audience::internal)
        .by_verbs()
        .listed(),
    field<&Opinion::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Opinion::deadline>("deadline", word::field_deadline)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Opinion::conditions>("conditions", word::field_conditions)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Opinion::reason>("reason", word::field_reason)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Opinion::given_on>("given_on", word::field_given_on)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Opinion::late>("late", word::field_late).seen_by(Audience::internal).by_verbs(),
    field<&Opinion::given_by>("given_by", word::field_given_by)
        .of("post")
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Opinion::in_name_of>("in_name_of", word::field_in_name_of)
        .of("post")
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Opinion::document>("document", word::field_document)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Opinion::country>("country", word::field_country)
        .scope_country()
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Opinion::consultation>("consultation", word::field_consultation)
        .of("consultation")
        .thread()
        .seen_by(Audience::internal)
        .by_verbs(),
};

constexpr std::array<std::string_view, 6> all_states{
    states::asked, "favourable", "conditional", "unfavourable", states::silent, states::withdrawn};

/// History says whether the office spoke or the desk wrote down what came by letter.
constexpr std::array<std::string_view, 3> giving{"give_favourable", "give_conditional",
                                                 "give_unfavourable"};
constexpr std::array<std::string_view, 3> recording{"record_favourable", "record_conditional",
                                                    "record_unfavourable"};

/// Whoever was asked may say any of the three, too late as well, and something else later on.
constexpr auto steps = [] {
    constexpr std::array<std::string_view, 5> from{states::asked, states::silent, "favourable",
                                                   "conditional", "unfavourable"};
    std::array<records::Transition, from.size() * 2 * stances.size() + 3> all{};
    std::size_t size = 0;
    for (auto const state : from) {
        for (std::size_t i = 0; i < stances.size(); ++i) {
            all[size++] = {giving[i], state, stances[i]};
            all[size++] = {recording[i], state, stances[i]};
        }
    }
    all[size++] = {"fall_silent", states::asked, states::silent};
    all[size++] = {"withdraw", states::asked, states::withdrawn};
    all[size++] = {"withdraw", states::silent, states::withdrawn};
    return all;
}();
constexpr records::Machine machine{.initial = states::asked,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::states};

std::string title_of(storage::Reader &reader, Uuid id)
{
    auto const label = records::label_of(reader, id);
    return label ? label->title : std::string{};
}

std::string name_of_opinion(storage::Reader &reader, void const *value)
{
    auto const &opinion = *static_cast<Opinion const *>(value);
    return title_of(reader, opinion.asked->uuid()) + " · " +
           title_of(reader, opinion.subject->uuid());
}

Opinion load_opinion(storage::Reader &reader, Head const &head)
{
    auto opinion = records::load(reader, opinions, head.id);
    ENSURE(opinion.has_value());
    return std::move(*opinion);
}

Result<void> decide_open(storage::Reader &reader, Opinion const &opinion)
{
    if (state_of_consultation(reader, opinion.consultation->uuid()) != "open") {
        return refuse(Decline::conflict, "", "approvals.consultation_closed");
    }
    return {};
}

Result<void> decide_speak(auth::Identity const &by, Opinion const &opinion)
{
    if (!speaks_for(by, opinion.organisation->uuid())) {
        return refuse(Decline::forbidden, "", "approvals.not_your_office");
    }
    return {};
}

/// The consultation learns of it in its history, and counts anew. Its version moves on, so that
/// nobody concludes on opinions that are not what they were.
void tell_consultation(storage::Tx &tx, auth::Identity const &by, Uuid consultation,
                       std::string verb)
{
    auto const program = auth::program_identity(by.via);
    auto const head = records::find(tx, consultations, &program, consultation.to_string());
    auto const before = records::load(tx, consultations, consultation);
    ENSURE(head.has_value() && before.has_value());
    auto after = *before;
    after.outstanding = count_opinions(tx, consultation).outstanding;
    auto const told = records::change(tx, by.actor(), consultations, *head, head->version, *before,
                                      after, {.verb = std::move(verb), .due_on = head->due_on});
    ENSURE(told.has_value());
}

Result<Saved> write_opinion(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, std::string_view verb, Opinion const &before,
                            Opinion after)
{
    auto const today = tx.today();
    after.given_on = today;
    after.late = after.deadline < today;
    auto saved = records::advance(tx, by.actor(), opinions, head, version, verb, before, after,
                                  {.due_on = std::optional<Date>{}});
    if (saved) {
        tell_consultation(tx, by, before.consultation->uuid(), "opinion_given");
    }
    return saved;
}

} // namespace

constinit records::NounOf<Opinion> const opinions{{
    .kind = "opinion",
    .table = "opinion",
    .path = "/opinions",
    .prefix = "OPN",
    .singular = word::opinion_singular,
    .plural = word::opinion_plural,
    .fields = opinion_fields,
    .type = &records::value_type<Opinion>,
    .policy = &policy,
    .machine = &machine,
    .parent_field = "consultation",
    .name = name_of_opinion,
    .hides_title = true,
}};

// -- Rules ----------------------------------------------------------------------------------------

bool speaks_for(auth::Identity const &by, Uuid office)
{
    using auth::Role;
    return std::ranges::any_of(by.grants, [&](auth::Grant const &grant) {
        if (grant.role != Role::line_ministry && grant.role != Role::appraiser) {
            return false;
        }
        auto const *const organisation = std::get_if<Uuid>(&grant.scope);
        return organisation != nullptr ? *organisation == office : by.office == office;
    });
}

Result<void> decide_give(Stance stance, std::string_view conditions, std::string_view reason)
{
    if (stance == Stance::conditional && conditions.empty()) {
        return refuse(Decline::invalid, "conditions", "common.required");
    }
    if (stance == Stance::unfavourable && reason.empty()) {
        return refuse(Decline::invalid, "reason", "common.required");
    }
    return {};
}

Result<void> decide_name(std::optional<Id<partners::Post>> in_name_of,
                         std::span<Id<partners::Post> const> acts_for)
{
    if (in_name_of && std::ranges::find(acts_for, *in_name_of) == acts_for.end()) {
        return refuse(Decline::invalid, "in_name_of", "approvals.not_your_post");
    }
    return {};
}

Result<void> decide_delegate(Opinion const &opinion, Id<partners::Organisation> to)
{
    if (opinion.organisation == to) {
        return refuse(Decline::invalid, "organisation", "approvals.same_office");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> give(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Giving const &wanted)
{
    auto const before = load_opinion(tx, head);
    if (auto const may = decide_open(tx, before); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_speak(by, before); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_give(wanted.stance, wanted.conditions, wanted.reason); !may) {
        return refuse(may.error());
    }
    // An account without a post answers as its office, and acts for nobody.
    std::vector<Id<partners::Post>> acts_for;
    std::optional<Id<partners::Post>> own;
    if (by.post) {
        own = Id<partners::Post>{*by.post};
        acts_for = partners::acts_for_on(tx, *own, tx.today());
    }
    if (auto const may = decide_name(wanted.in_name_of, acts_for); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.conditions = wanted.conditions;
    after.reason = wanted.reason;
    after.document.clear();
    after.given_by = own;
    after.in_name_of = wanted.in_name_of == own ? std::nullopt : wanted.in_name_of;
    return write_opinion(tx, by, head, version, code_in(giving, wanted.stance), before, after);
}

Result<Saved> record_answer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, WrittenOpinion const &wanted)
{
    auto const before = load_opinion(tx, head);
    if (auto const may = decide_open(tx, before); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_give(wanted.stance, wanted.conditions, wanted.reason); !may) {
        return refuse(may.error());
    }
    if (wanted.given_by) {
        auto const post = records::load(tx, partners::posts, wanted.given_by->uuid());
        bool const signs_for_it = post && (post->organisation == before.organisation ||
                                           post->organisation == before.asked);
        if (!signs_for_it) {
            return refuse(Decline::invalid, "given_by", "approvals.post_elsewhere");
        }
    }
    auto after = before;
    after.conditions = wanted.conditions;
    after.reason = wanted.reason;
    after.document = wanted.document;
    after.given_by = wanted.given_by;
    after.in_name_of.reset();
    return write_opinion(tx, by, head, version, code_in(recording, wanted.stance), before, after);
}

Result<Saved> delegate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, HandingOver const &wanted)
{
    auto const before = load_opinion(tx, head);
    ENSURE(wanted.organisation.has_value());
    auto const to = *wanted.organisation;
    if (auto const may = decide_open(tx, before); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_speak(by, before); !may) {
        return refuse(may.error());
    }
    if (auto const may = decide_delegate(before, to); !may) {
        return refuse(may.error());
    }
    if (offices_in(tx, before.consultation->uuid(), head.id).contains(to.uuid())) {
        return refuse(Decline::invalid, "organisation", "approvals.asked_already",
                      {{"office", title_of(tx, to.uuid())}});
    }
    auto after = before;
    after.organisation = to;
    auto saved = records::change(tx, by.actor(), opinions, head, version, before, after,
                                 {.verb = "delegate", .reason = wanted.reason});
    if (saved) {
        write_soon(tx);
    }
    return saved;
}

Result<Saved> withdraw_opinion(storage::Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version, Withdrawal const &wanted)
{
    auto const opinion = load_opinion(tx, head);
    if (auto const may = decide_open(tx, opinion); !may) {
        return refuse(may.error());
    }
    auto saved = records::advance(tx, by.actor(), opinions, head, version, "withdraw",
                                  {.reason = wanted.reason, .due_on = std::optional<Date>{}});
    if (saved) {
        tell_consultation(tx, by, opinion.consultation->uuid(), "opinion_withdrawn");
    }
    return saved;
}

} // namespace selatan::approvals
