#include "cooperation/funds/fund.hpp"

#include "base/ensure.hpp"
#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "words/funds.hpp"

namespace selatan::funds {

namespace {

namespace word = words::funds;
using records::field;
using records::Kind;

constexpr std::array fund_fields{
    field<&Fund::title>("title", word::field_name).title(),
    field<&Fund::kind>("fund_kind", word::field_kind)
        .among(fund_kinds, word::kinds)
        .required()
        .listed(),
    field<&Fund::organisation>("organisation", word::field_fund_office)
        .scope_organisation()
        .hinted(word::field_fund_office_hint)
        .listed(),
    field<&Fund::currency>("currency", word::field_currency)
        .as(Kind::code)
        .of("currency")
        .required()
        .listed(),
    field<&Fund::books>("books", word::field_books)
        .among(book_keepers, word::books)
        .required()
        .hinted(word::field_books_hint),
    field<&Fund::purpose>("purpose", word::field_purpose).as(Kind::long_text),
    field<&Fund::closed_until>("closed_until", word::field_closed_until).by_verbs().listed(),
    field<&Fund::asked_until>("asked_until", word::field_asked_until).by_verbs(),
    field<&Fund::period_document>("period_document", word::field_period_document).by_verbs(),
};

constexpr std::array all_states{fund_states::open, fund_states::closed};
constexpr std::array<records::Transition, 3> steps{{
    {"ask_close", "open", "open"},
    {"close_period", "open", "open"},
    {"close", "open", "closed"},
}};
constexpr records::Machine machine{.initial = fund_states::open,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::states};

} // namespace

constinit records::NounOf<Fund> const funds{{
    .kind = "fund",
    .table = "fund",
    .path = "/funds",
    .prefix = "FND",
    .singular = word::fund_singular,
    .plural = word::fund_plural,
    .fields = fund_fields,
    .type = &records::value_type<Fund>,
    .policy = &fund_policy,
    .machine = &machine,
    .audience = Audience::internal,
    .sort = "title",
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_fund(Fund const &fund, Fund const *before, bool has_entries)
{
    Problems problems;
    bool const is_central = fund.kind == FundKind::central_budget;
    if (is_central == fund.organisation.has_value()) {
        problems.push_back(
            {"organisation", is_central ? "funds.central_has_no_office" : "common.required", {}});
    }
    if (before != nullptr && has_entries && before->currency != fund.currency) {
        problems.push_back({"currency", "funds.currency_fixed", {}});
    }
    return problems;
}

Result<void> decide_close_period(Fund const &fund, PeriodClose const &wanted, Date today)
{
    if (fund.closed_until && wanted.until <= *fund.closed_until) {
        return refuse(Decline::conflict, "until", "funds.closed_already",
                      {{"day", fund.closed_until->to_string()}});
    }
    if (today <= wanted.until) {
        return refuse(Decline::invalid, "until", "funds.period_not_over");
    }
    return {};
}

Result<void> decide_close_fund(bool is_empty)
{
    if (!is_empty) {
        return refuse(Decline::conflict, "", "funds.not_empty");
    }
    return {};
}

Result<void> decide_day(std::string field, Date day, Date today)
{
    if (today < day) {
        return refuse(Decline::invalid, std::move(field), "common.in_the_future");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> ask_period_close(storage::Tx &tx, auth::Identity const &by, Head const &head,
                               std::int64_t version, PeriodClose const &wanted)
{
    auto const before = load_fund(tx, head.id);
    if (auto const may = decide_close_period(before, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    if (auto const signed_by = sign(tx, by, head.id, Hand::asked); !signed_by) {
        return refuse(signed_by.error());
    }
    auto after = before;
    after.asked_until = wanted.until;
    after.period_document = wanted.document;
    return records::advance(tx, by.actor(), funds, head, version, "ask_close", before, after, {});
}

Result<Saved> close_period(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version)
{
    auto const before = load_fund(tx, head.id);
    if (!before.asked_until) {
        return refuse(Decline::conflict, "", "funds.nothing_asked");
    }
    PeriodClose const asked{*before.asked_until, before.period_document};
    if (auto const may = decide_close_period(before, asked, tx.today()); !may) {
        return refuse(may.error());
    }
    if (auto const signed_by = sign(tx, by, head.id, Hand::approved); !signed_by) {
        return refuse(signed_by.error());
    }
    auto after = before;
    after.closed_until = before.asked_until;
    after.asked_until.reset();
    return records::advance(tx, by.actor(), funds, head, version, "close_period", before, after,
                            {.reason = before.period_document});
}

Result<Saved> close_fund(storage::Tx &tx, auth::Identity const &by, Head const &head,
                         std::int64_t version)
{
    if (auto const may = decide_close_fund(is_empty(tx, head.id)); !may) {
        return refuse(may.error());
    }
    return records::advance(tx, by.actor(), funds, head, version, "close", {});
}

// -- For the other nouns --------------------------------------------------------------------------

Fund load_fund(storage::Reader &reader, Uuid fund)
{
    auto loaded = records::load(reader, funds, fund);
    ENSURE(loaded.has_value() && loaded->currency.has_value());
    return *loaded;
}

Result<void> decide_fund_open(storage::Reader &reader, Uuid fund)
{
    if (state_of(reader, fund) != fund_states::open) {
        return refuse(Decline::conflict, "", "funds.fund_closed");
    }
    return {};
}

AccountKey account_of(Uuid fund, Fund const &value, Role role)
{
    return account_of(fund, value, role, fund);
}

AccountKey account_of(Uuid fund, Fund const &value, Role role, Uuid subject)
{
    return {.fund = fund, .role = role, .subject = subject, .currency = *value.currency};
}

} // namespace selatan::funds
