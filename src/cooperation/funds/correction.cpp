#include "cooperation/funds/correction.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

namespace {

namespace word = words::funds;
using records::field;

constexpr std::array correction_fields{
    field<&Correction::title>("title", word::field_what_is_wrong).title(),
    field<&Correction::fund>("fund", word::field_fund).of("fund").required().listed(),
    field<&Correction::number>("number", word::field_entry)
        .required()
        .at_least(1)
        .hinted(word::field_entry_hint)
        .listed(),
    field<&Correction::document>("document", word::field_document)
        .required()
        .at_most(300)
        .hinted(word::field_document_hint),
};

namespace states = correction_states;
constexpr std::array all_states{states::proposed, states::booked, states::refused};
constexpr std::array<records::Transition, 2> steps{{
    {"approve", "proposed", "booked"},
    {"refuse", "proposed", "refused"},
}};
constexpr records::Machine machine{.initial = states::proposed,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::states};

Correction load_correction(storage::Reader &reader, Uuid correction)
{
    auto loaded = records::load(reader, corrections, correction);
    ENSURE(loaded.has_value() && loaded->fund);
    return *loaded;
}

Result<StoredEntry> entry_to_correct(storage::Reader &reader, Correction const &wanted)
{
    auto entry = find_entry(reader, wanted.fund->uuid(), wanted.number);
    auto const last = entry ? last_standing_entry(reader, entry->record) : std::nullopt;
    if (auto const may = decide_correction(entry ? &*entry : nullptr, last ? &*last : nullptr);
        !may) {
        return refuse(may.error());
    }
    return *entry;
}

/// The record of the entry stands again where it stood before; its own history says why.
Result<void> set_back(storage::Tx &tx, auth::Identity const &by, StoredEntry const &entry,
                      std::string const &reason)
{
    bool const is_receipt = entry.act == Act::receipt;
    records::Noun const &noun =
        is_receipt ? static_cast<records::Noun const &>(contributions) : disbursements;
    auto const head = records::head_of(tx, noun, entry.record);
    if (entry.act == Act::payment) {
        auto const before = load_disbursement(tx, entry.record);
        auto after = before;
        after.paid_on.reset();
        after.payment_number.clear();
        after.payment_document.clear();
        auto const saved = records::advance(tx, by.actor(), disbursements, head, head.version,
                                            "correct_payment", before, after, {.reason = reason});
        return saved ? Result<void>{} : refuse(saved.error());
    }
    auto const saved = records::advance(tx, by.actor(), noun, head, head.version,
                                        is_receipt ? "correct" : "correct_use", {.reason = reason});
    return saved ? Result<void>{} : refuse(saved.error());
}

} // namespace

constinit records::NounOf<Correction> const corrections{{
    .kind = "correction",
    .table = "correction",
    .path = "/corrections",
    .prefix = "COR",
    .singular = word::correction_singular,
    .plural = word::correction_plural,
    .fields = correction_fields,
    .type = &records::value_type<Correction>,
    .policy = &correction_policy,
    .machine = &machine,
    .parent_field = "fund",
    .audience = Audience::internal,
}};

// -- Rules ----------------------------------------------------------------------------------------

bool is_correctable(Act act)
{
    return act == Act::receipt || act == Act::payment || act == Act::liquidation ||
           act == Act::refund;
}

Result<void> decide_correction(StoredEntry const *entry, StoredEntry const *last)
{
    if (entry == nullptr) {
        return refuse(Decline::invalid, "number", "funds.no_such_entry");
    }
    if (!is_correctable(entry->act)) {
        return refuse(Decline::invalid, "number", "funds.not_correctable");
    }
    if (entry->reversed_by) {
        return refuse(Decline::conflict, "number", "funds.corrected_already");
    }
    if (last == nullptr || last->transfer.id != entry->transfer.id) {
        return refuse(Decline::conflict, "number", "funds.later_entries");
    }
    return {};
}

Problems check_correction(storage::Reader &reader, Correction const &wanted)
{
    auto const entry = entry_to_correct(reader, wanted);
    return entry ? Problems{} : entry.error().problems;
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> approve_correction(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version)
{
    if (auto const signed_by = sign(tx, by, head.id, Hand::approved); !signed_by) {
        return refuse(signed_by.error());
    }
    auto const correction = load_correction(tx, head.id);
    auto const entry = entry_to_correct(tx, correction);
    if (!entry) {
        return refuse(entry.error());
    }
    auto const booked = book_reversal(tx, by, entry->transfer.id, head.id, correction.document);
    if (!booked) {
        return refuse(booked.error());
    }
    if (auto const back = set_back(tx, by, *entry, head.reference + " · " + correction.title);
        !back) {
        return refuse(back.error());
    }
    return records::advance(tx, by.actor(), corrections, head, version, "approve", {});
}

Result<Saved> refuse_correction(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                std::int64_t version, MoneyRefusal const &wanted)
{
    return records::advance(tx, by.actor(), corrections, head, version, "refuse",
                            {.reason = wanted.reason});
}

} // namespace selatan::funds
