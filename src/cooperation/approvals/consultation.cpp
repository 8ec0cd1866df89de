#include "cooperation/approvals/consultation.hpp"

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

// Partners never read what offices say among themselves: every field is internal.
constexpr std::array consultation_fields{
    field<&Consultation::subject>("subject", word::field_subject)
        .of(records::any_kind)
        .thread()
        .seen_by(Audience::internal)
        .by_verbs()
        .listed(),
    field<&Consultation::country>("country", word::field_country)
        .scope_country()
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Consultation::purpose>("purpose", word::field_purpose)
        .among(purposes, word::purposes)
        .seen_by(Audience::internal)
        .by_verbs()
        .listed(),
    field<&Consultation::question>("question", word::field_question)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
    field<&Consultation::deadline>("deadline", word::field_deadline)
        .seen_by(Audience::internal)
        .by_verbs()
        .listed(),
    field<&Consultation::outstanding>("outstanding", word::field_outstanding)
        .at_most(1000)
        .seen_by(Audience::internal)
        .by_verbs()
        .listed(),
    field<&Consultation::conclusion>("conclusion", word::field_conclusion)
        .as(Kind::long_text)
        .seen_by(Audience::internal)
        .by_verbs(),
};

constexpr std::array<std::string_view, 3> consultation_states{"open", "concluded", "withdrawn"};
constexpr std::array<records::Transition, 2> steps{{
    {"conclude", "open", "concluded"},
    {"withdraw", "open", "withdrawn"},
}};
constexpr records::Machine machine{.initial = "open",
                                   .states = consultation_states,
                                   .transitions = steps,
                                   .state_name = word::consultation_states};

std::string name_of_consultation(storage::Reader &reader, void const *value)
{
    auto const &consultation = *static_cast<Consultation const *>(value);
    auto const label = records::label_of(reader, consultation.subject->uuid());
    return label ? label->title : std::string{};
}

Consultation load_consultation(storage::Reader &reader, Head const &head)
{
    auto consultation = records::load(reader, consultations, head.id);
    ENSURE(consultation.has_value());
    return std::move(*consultation);
}

/// The offices' names by id; refuses what is no organisation.
Result<std::map<Uuid, std::string>> names_of(storage::Reader &reader, Offices const &offices)
{
    std::vector<Uuid> ids;
    for (auto const &office : offices) {
        ids.push_back(office.uuid());
    }
    auto names = organisations_in(reader, ids);
    for (auto const &id : ids) {
        if (!names.contains(id)) {
            return refuse(Decline::invalid, "offices", "approvals.not_an_office",
                          {{"office", id.to_string()}});
        }
    }
    return names;
}

/// Those chosen twice are asked once.
Offices each_once(Offices offices)
{
    std::ranges::sort(offices);
    // Not std::ranges::unique: clang 14 cannot read libstdc++'s.
    offices.erase(std::unique(offices.begin(), offices.end()), offices.end());
    return offices;
}

void make_opinions(storage::Tx &tx, auth::Identity const &by, Uuid consultation,
                   Consultation const &about, Offices const &offices, Date deadline)
{
    for (auto const &office : offices) {
        Opinion opinion;
        opinion.consultation = Id<Consultation>{consultation};
        opinion.subject = about.subject;
        opinion.country = about.country;
        opinion.purpose = about.purpose;
        opinion.question = about.question;
        opinion.asked = office;
        opinion.organisation = office;
        opinion.deadline = deadline;
        static_cast<void>(records::create(tx, by.actor(), opinions, opinion,
                                          {.due_on = std::optional{deadline}}));
    }
    write_soon(tx);
}

} // namespace

constinit records::NounOf<Consultation> const consultations{{
    .kind = "consultation",
    .table = "consultation",
    .path = "/consultations",
    .prefix = "CON",
    .singular = word::consultation_singular,
    .plural = word::consultation_plural,
    .fields = consultation_fields,
    .type = &records::value_type<Consultation>,
    .policy = &consultation_policy,
    .machine = &machine,
    .name = name_of_consultation,
    .hides_title = true,
}};

// -- Rules ----------------------------------------------------------------------------------------

Result<void> decide_ask(std::span<Id<partners::Organisation> const> offices, Date deadline,
                        Date today)
{
    if (offices.empty()) {
        return refuse(Decline::invalid, "offices", "approvals.no_office");
    }
    if (offices.size() > offices_most) {
        return refuse(Decline::invalid, "offices", "approvals.too_many_offices",
                      {{"max", std::to_string(offices_most)}});
    }
    if (deadline <= today) {
        return refuse(Decline::invalid, "deadline", "approvals.deadline_passed");
    }
    return {};
}

Result<void> decide_conclude(std::int64_t outstanding, std::int64_t given)
{
    if (outstanding > 0) {
        return refuse(Decline::conflict, "", "approvals.outstanding");
    }
    if (given == 0) {
        return refuse(Decline::conflict, "", "approvals.nothing_given");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> ask(storage::Tx &tx, auth::Identity const &by, Head const &subject,
                  Asking const &wanted)
{
    auto const offices = each_once(wanted.offices);
    if (auto const may = decide_ask(offices, wanted.deadline, tx.today()); !may) {
        return refuse(may.error());
    }
    if (auto const names = names_of(tx, offices); !names) {
        return refuse(names.error());
    }
    Consultation consultation;
    consultation.subject = Id<records::AnyRecord>{subject.id};
    consultation.country = subject.country;
    consultation.purpose = wanted.purpose;
    consultation.question = wanted.question;
    consultation.deadline = wanted.deadline;
    consultation.outstanding = static_cast<std::int64_t>(offices.size());
    auto const lead = by.actor().user;
    auto saved = records::create(
        tx, by.actor(), consultations, consultation,
        {.due_on = std::optional{wanted.deadline}, .assignee = std::optional{lead}});
    make_opinions(tx, by, saved.id, consultation, offices, wanted.deadline);
    return saved;
}

Result<Saved> ask_more(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, AskingMore const &wanted)
{
    if (head.state != "open") {
        return refuse(Decline::conflict, "", "approvals.consultation_closed");
    }
    auto const offices = each_once(wanted.offices);
    if (auto const may = decide_ask(offices, wanted.deadline, tx.today()); !may) {
        return refuse(may.error());
    }
    auto const names = names_of(tx, offices);
    if (!names) {
        return refuse(names.error());
    }
    auto const there = offices_in(tx, head.id, std::nullopt);
    for (auto const &office : offices) {
        if (there.contains(office.uuid())) {
            return refuse(Decline::invalid, "offices", "approvals.asked_already",
                          {{"office", names->at(office.uuid())}});
        }
    }
    auto const before = load_consultation(tx, head);
    auto after = before;
    after.outstanding += static_cast<std::int64_t>(offices.size());
    after.deadline = std::max(before.deadline, wanted.deadline);
    auto saved = records::change(tx, by.actor(), consultations, head, version, before, after,
                                 {.verb = "ask_more", .due_on = std::optional{after.deadline}});
    if (saved) {
        make_opinions(tx, by, head.id, before, offices, wanted.deadline);
    }
    return saved;
}

Result<Saved> conclude(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Conclusion const &wanted)
{
    auto const counts = count_opinions(tx, head.id);
    if (auto const may = decide_conclude(counts.outstanding, counts.given); !may) {
        return refuse(may.error());
    }
    auto const before = load_consultation(tx, head);
    auto after = before;
    after.conclusion = wanted.conclusion;
    return records::advance(tx, by.actor(), consultations, head, version, "conclude", before, after,
                            {.due_on = std::optional<Date>{}});
}

Result<Saved> withdraw(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Withdrawal const &wanted)
{
    for (auto const &id : not_given(tx, head.id)) {
        auto const opinion = records::head_of(tx, opinions, id);
        auto const gone =
            records::advance(tx, by.actor(), opinions, opinion, opinion.version, "withdraw",
                             {.reason = wanted.reason, .due_on = std::optional<Date>{}});
        ENSURE(gone.has_value());
    }
    auto const before = load_consultation(tx, head);
    auto after = before;
    after.outstanding = 0;
    return records::advance(tx, by.actor(), consultations, head, version, "withdraw", before, after,
                            {.reason = wanted.reason, .due_on = std::optional<Date>{}});
}

} // namespace selatan::approvals
