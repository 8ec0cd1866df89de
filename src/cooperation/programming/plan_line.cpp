#include "cooperation/programming/plan_line.hpp"

#include "base/ensure.hpp"
#include "cooperation/approvals/standing.hpp"
#include "cooperation/programming/commitment.hpp"
#include "cooperation/programming/plan_store.hpp"
#include "cooperation/programming/programming.hpp"
#include "words/programming.hpp"

#include <algorithm>

namespace selatan::programming {

namespace {

namespace word = words::programming;
using records::field;
using records::Kind;
constexpr auto internal = Audience::internal;

constexpr std::array line_fields{
    field<&PlanLine::plan>("plan", word::field_plan).of("plan_year").required().by_verbs().listed(),
    field<&PlanLine::title>("title", word::field_title).title(),
    field<&PlanLine::country>("country", word::field_country).scope_country().required().listed(),
    field<&PlanLine::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .required()
        .hinted(word::field_organisation_hint),
    field<&PlanLine::source>("source", word::field_source).among(sources, word::sources).by_verbs(),
    field<&PlanLine::request_match>("request_match", word::field_request_match)
        .of("match")
        .thread()
        .by_verbs(),
    field<&PlanLine::request>("request", word::field_request).of("request").thread().by_verbs(),
    field<&PlanLine::sector>("sector", word::field_sector).as(Kind::code).of("sector").required(),
    field<&PlanLine::modality>("modality", word::field_modality)
        .as(Kind::code)
        .of("modality")
        .required(),
    field<&PlanLine::amount>("amount", word::field_amount)
        .required()
        .at_least(1)
        .at_most(largest_amount)
        .hinted(word::field_amount_hint)
        .listed(),
    field<&PlanLine::currency>("currency", word::field_currency).of("currency").required().listed(),
    field<&PlanLine::fund>("fund", word::field_fund)
        .of("organisation")
        .hinted(word::field_fund_hint)
        .seen_by(internal),
    field<&PlanLine::countries>("countries", word::field_countries)
        .of("country")
        .hinted(word::field_countries_hint),
    field<&PlanLine::justification>("justification", word::field_justification)
        .as(Kind::long_text)
        .at_most(10'000)
        .seen_by(internal),
    field<&PlanLine::authority>("authority", word::field_authority)
        .at_most(300)
        .hinted(word::field_authority_hint)
        .seen_by(internal),

    field<&PlanLine::finding>("finding", word::field_finding)
        .among(findings, word::findings)
        .seen_by(internal)
        .by_verbs(),
    field<&PlanLine::appraisal>("appraisal", word::field_appraisal)
        .as(Kind::long_text)
        .seen_by(internal)
        .by_verbs(),
    field<&PlanLine::appraised_on>("appraised_on", word::field_appraised_on)
        .seen_by(internal)
        .by_verbs(),
    field<&PlanLine::rank>("rank", word::field_rank).at_most(9'999).seen_by(internal).by_verbs(),
    field<&PlanLine::included>("included", word::field_included).seen_by(internal).by_verbs(),
    field<&PlanLine::plan_amount>("plan_amount", word::field_plan_amount)
        .at_most(largest_amount)
        .seen_by(internal)
        .by_verbs(),
    field<&PlanLine::rate>("rate", word::field_rate).seen_by(internal).by_verbs(),
    field<&PlanLine::rate_on>("rate_on", word::field_rate_on).seen_by(internal).by_verbs(),
    field<&PlanLine::rate_source>("rate_source", word::field_rate_source)
        .seen_by(internal)
        .by_verbs(),
    field<&PlanLine::last_document>("last_document", word::field_last_document)
        .seen_by(internal)
        .by_verbs(),
    field<&PlanLine::deferred_to>("deferred_to", word::field_deferred_to)
        .at_most(last_year)
        .by_verbs(),
    field<&PlanLine::earlier>("earlier", word::field_earlier)
        .of("plan_line")
        .thread()
        .seen_by(internal)
        .by_verbs(),
};

using namespace line_states;
constexpr std::array states{proposed, appraised, ranked, established, reported, deferred, dropped};
constexpr std::array steps{
    records::Transition{"appraise", proposed, appraised},
    records::Transition{"appraise", appraised, appraised},
    records::Transition{"rank", appraised, ranked},
    records::Transition{"rank", ranked, ranked},
    records::Transition{"establish", proposed, established}, // what is humanitarian
    records::Transition{"establish", appraised, established},
    records::Transition{"establish", ranked, established},
    records::Transition{"revise_amount", established, established},
    records::Transition{"defer", proposed, deferred},
    records::Transition{"defer", appraised, deferred},
    records::Transition{"defer", ranked, deferred},
    records::Transition{"defer", established, deferred},
    records::Transition{"drop", proposed, dropped},
    records::Transition{"drop", appraised, dropped},
    records::Transition{"drop", ranked, dropped},
    records::Transition{"drop", established, dropped},
    records::Transition{"drop", reported, dropped},
};

PlanLine load_line(storage::Reader &reader, Head const &head)
{
    auto line = records::load(reader, plan_lines, head.id);
    ENSURE(line.has_value());
    return *line;
}

Head plan_of(storage::Reader &reader, PlanLine const &line)
{
    return records::head_of(reader, plan_years, line.plan->uuid());
}

PlanYear load_plan(storage::Reader &reader, Uuid plan)
{
    auto loaded = records::load(reader, plan_years, plan);
    ENSURE(loaded.has_value());
    return *loaded;
}

tl::unexpected<Refusal> conflict(std::string code)
{
    return refuse(Decline::conflict, "", std::move(code));
}

/// What an established line of this amount holds; 0 gives everything back.
Claim claim_of(Uuid id, PlanLine const &line, std::int64_t amount)
{
    return {.line = id,
            .amount = amount,
            .fund = line.fund ? std::optional{line.fund->uuid()} : std::nullopt,
            .countries =
                countries_of(line.country, records::Text<records::Codes>::print(line.countries))};
}

/// The request that a line answers, if the person may take it this step now.
void find_request(storage::Reader &reader, PlanLine const &line, auth::Identity const &who,
                  std::string_view verb, std::optional<Head> &found)
{
    found.reset();
    if (line.request) {
        if (auto const head =
                records::find(reader, requests::requests, &who, line.request->to_string(), verb)) {
            found = *head;
        }
    }
}

/// Establishing is the plan's decision: its requests follow, whoever of the plan's people took it.
Result<void> plan_request(storage::Tx &tx, auth::Identity const &by, PlanLine const &line,
                          std::int64_t year)
{
    auto const program = auth::program_identity(by.via);
    std::optional<Head> request;
    find_request(tx, line, program, "propose", request);
    if (request) {
        if (auto const saved = requests::propose(tx, by, *request, request->version); !saved) {
            return refuse(saved.error());
        }
    }
    find_request(tx, line, program, "plan", request);
    if (request) {
        if (auto const saved =
                requests::plan(tx, by, *request, request->version, {.plan_year = year});
            !saved) {
            return refuse(saved.error());
        }
    }
    return {};
}

/// Ends a line's part in its plan: what it holds is given back.
Result<Saved> end(storage::Tx &tx, auth::Identity const &by, Head const &head, std::int64_t version,
                  std::string_view verb, PlanLine const &before, PlanLine after,
                  std::string const &reason)
{
    if (head.state == line_states::established) {
        if (auto const done = commit(tx, by, before.plan->uuid(), {claim_of(head.id, before, 0)});
            !done) {
            return refuse(done.error());
        }
    }
    after.included = false;
    return records::advance(tx, by.actor(), plan_lines, head, version, verb, before, after,
                            {.reason = reason});
}

/// 64 bits do not hold a product of money and rate.
__extension__ using Wide = unsigned __int128;

} // namespace

constinit records::Machine const line_machine{.initial = line_states::proposed,
                                              .states = states,
                                              .transitions = steps,
                                              .state_name = word::line_states};

constinit records::NounOf<PlanLine> const plan_lines{{
    .kind = "plan_line",
    .table = "plan_line",
    .path = "/plan-lines",
    .prefix = "LIN",
    .singular = word::line_singular,
    .plural = word::line_plural,
    .fields = line_fields,
    .type = &records::value_type<PlanLine>,
    .policy = &line_policy,
    .machine = &line_machine,
    .parent_field = {},
    .audience = Audience::internal,
    .name = nullptr,
    .sort = "-created",
}};

// -- Rules ---------------------------------------------------------------------------------------

Problems decide_line(PlanLine const &line, std::string_view plan_state, bool fund_funds)
{
    if (is_closed(plan_state)) {
        return {{"plan", "programming.plan_closed", {}}};
    }
    if (line.source == Source::carried_over) {
        return {{"source", "programming.made_by_verbs", {}}};
    }
    if (!takes_proposals(plan_state) && !line.is_humanitarian() && !line.is_own_budget()) {
        return {{"plan", "programming.proposals_closed", {}}};
    }
    Problems problems;
    if (line.source == Source::match && !line.request_match) {
        problems.push_back({"request_match", "common.required", {}});
    }
    if (line.source == Source::request && !line.request) {
        problems.push_back({"request", "common.required", {}});
    }
    if (line.fund && !fund_funds) {
        problems.push_back({"fund", "programming.not_a_fund", {}});
    }
    return problems;
}

Result<void> decide_appraise(std::string_view plan_state)
{
    if (is_closed(plan_state)) {
        return conflict("programming.plan_closed");
    }
    bool const is_time = takes_proposals(plan_state) || plan_state == plan_states::proposals_in;
    return is_time ? Result<void>{} : conflict("programming.not_the_time");
}

Result<void> decide_rank(PlanLine const &line, Ranking const &wanted, std::string_view plan_state)
{
    if (is_closed(plan_state)) {
        return conflict("programming.plan_closed");
    }
    bool const is_time =
        plan_state == plan_states::appraised || plan_state == plan_states::ranked ||
        plan_state == plan_states::ceiling_set || plan_state == plan_states::revised;
    if (!is_time) {
        return conflict("programming.not_the_time");
    }
    if (wanted.included && line.finding == Finding::not_recommended) {
        return refuse(Decline::invalid, "included", "programming.not_recommended");
    }
    return {};
}

Result<void> decide_establish(PlanLine const &line, std::string_view line_state,
                              std::string_view plan_state, bool has_slices)
{
    if (is_closed(plan_state)) {
        return conflict("programming.plan_closed");
    }
    if (!line.is_humanitarian()) {
        if (line_state != line_states::ranked) {
            return conflict("programming.not_ranked");
        }
        if (plan_state != plan_states::revised) {
            return conflict("programming.not_the_time");
        }
    }
    if (has_slices && line.authority.empty()) {
        return conflict("programming.authority_missing");
    }
    return {};
}

Result<void> decide_revise_amount(PlanLine const &line, NewAmount const &wanted,
                                  std::string_view plan_state)
{
    if (is_closed(plan_state)) {
        return conflict("programming.plan_closed");
    }
    if (wanted.amount == line.amount) {
        return refuse(Decline::invalid, "amount", "programming.same_amount");
    }
    bool const may_grow = plan_state == plan_states::revised || line.is_humanitarian();
    if (wanted.amount > line.amount && !may_grow) {
        return conflict("programming.needs_revision");
    }
    return {};
}

Result<void> decide_defer(LineDeferral const &wanted, std::int64_t plan_year,
                          std::string_view plan_state)
{
    constexpr std::int64_t years_ahead = 10;
    if (is_closed(plan_state)) {
        return conflict("programming.plan_closed");
    }
    if (wanted.deferred_to <= plan_year || wanted.deferred_to > plan_year + years_ahead) {
        return refuse(Decline::invalid, "deferred_to", "programming.not_a_later_year");
    }
    return {};
}

// -- Money ---------------------------------------------------------------------------------------

std::optional<std::int64_t> converted(std::int64_t amount, reference::Rate const &rate)
{
    ENSURE(amount >= 0 && amount <= largest_amount);
    // At most 10^15 · 10^15, and a scale of at most 26: both within 128 bits.
    auto const product = static_cast<Wide>(amount) * static_cast<Wide>(rate.mantissa());
    Wide divisor = 1;
    for (int i = 0; i < rate.scale(); ++i) {
        divisor *= 10;
    }
    auto const units = (product + divisor / 2) / divisor;
    return units <= static_cast<Wide>(largest_amount)
               ? std::optional{static_cast<std::int64_t>(units)}
               : std::nullopt;
}

Result<Valued> valued(reference::Exchange &exchange, PlanLine const &line, Currency plan_currency,
                      Date today)
{
    auto const own = line.currency.value_or(plan_currency);
    if (own == plan_currency) {
        return Valued{.amount = line.amount, .rate = "1", .on = today, .source = {}};
    }
    auto const rate = exchange.rate(own, plan_currency, today);
    if (!rate) {
        return refuse(Decline::conflict, "currency", "programming.no_rate",
                      {{"from", own.to_string()},
                       {"to", plan_currency.to_string()},
                       {"day", today.to_string()}});
    }
    auto const amount = converted(line.amount, rate->rate);
    if (!amount) {
        return refuse(Decline::conflict, "amount", "programming.amount_too_large");
    }
    return Valued{
        .amount = *amount, .rate = rate->rate.to_string(), .on = rate->on, .source = rate->source};
}

// -- Verbs ---------------------------------------------------------------------------------------

Problems check_line(storage::Reader &reader, auth::Identity const &by, PlanLine const &line,
                    PlanLine const *before)
{
    if (!line.plan) {
        return {{"plan", "common.required", {}}};
    }
    auto const today = reader.today();
    auto const plan_state = state_of(reader, line.plan->uuid());
    bool const fund_funds = line.fund && funds(reader, line.fund->uuid(), today);
    Problems problems;
    if (before == nullptr) {
        problems = decide_line(line, plan_state, fund_funds);
    } else if (is_closed(plan_state)) {
        problems.push_back({"", "programming.plan_closed", {}});
    } else if (line.fund && line.fund != before->fund && !fund_funds) {
        problems.push_back({"fund", "programming.not_a_fund", {}});
    }
    bool const is_new_match = before == nullptr && line.request_match;
    if (is_new_match && state_of(reader, line.request_match->uuid()) != "agreed") {
        problems.push_back({"request_match", "programming.match_not_agreed", {}});
    }
    // A ministry speaks for itself, also where its grant holds everywhere.
    using auth::Role;
    bool const is_desk = by.is_program || by.has(Role::coordinator) || by.has(Role::desk_officer);
    if (!is_desk && line.organisation && by.office != line.organisation->uuid()) {
        problems.push_back({"organisation", "programming.not_your_office", {}});
    }
    return problems;
}

Result<Saved> propose(storage::Tx &tx, auth::Identity const &by, PlanLine const &wanted)
{
    auto line = wanted;
    if (line.request_match && !line.request) {
        if (auto const match = records::load(tx, matching::matches, line.request_match->uuid())) {
            line.request = match->request;
        }
    }
    if (auto problems = check_line(tx, by, line, nullptr); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    std::optional<Head> request;
    if (!line.is_own_budget()) {
        find_request(tx, line, by, "propose", request);
    }
    if (request) {
        if (auto const saved = requests::propose(tx, by, *request, request->version); !saved) {
            return refuse(saved.error());
        }
    }
    records::Extra extra;
    if (line.is_own_budget()) {
        extra.state = std::string{line_states::reported};
    }
    return records::create(tx, by.actor(), plan_lines, line, extra);
}

Result<Saved> appraise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Appraisal const &wanted)
{
    auto const before = load_line(tx, head);
    if (auto const may = decide_appraise(plan_of(tx, before).state); !may) {
        return refuse(may.error());
    }
    if (wanted.finding != Finding::not_recommended) {
        auto const opinions = approvals::standing(tx, head.id, approvals::Purpose::appraisal);
        if (auto const may = approvals::decide_go_ahead(opinions, wanted.override_reason); !may) {
            return refuse(may.error());
        }
    }
    auto after = before;
    after.finding = wanted.finding;
    after.appraisal = wanted.appraisal;
    after.appraised_on = tx.today();
    return records::advance(tx, by.actor(), plan_lines, head, version, "appraise", before, after,
                            {.reason = wanted.override_reason});
}

Result<Saved> rank(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Ranking const &wanted)
{
    auto const before = load_line(tx, head);
    if (auto const may = decide_rank(before, wanted, plan_of(tx, before).state); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.rank = wanted.rank;
    after.included = wanted.included;
    return records::advance(tx, by.actor(), plan_lines, head, version, "rank", before, after, {});
}

Result<void> establish_all(storage::Tx &tx, auth::Identity const &by, Head const &plan,
                           std::vector<Head> const &lines)
{
    auto const year = load_plan(tx, plan.id);
    auto const today = tx.today();
    reference::Exchange exchange{tx};
    std::vector<PlanLine> before;
    std::vector<PlanLine> after;
    std::vector<Claim> claims;
    for (auto const &head : lines) {
        auto line = load_line(tx, head);
        before.push_back(line);
        if (has_slices(tx, head.id) && line.authority.empty()) {
            return conflict("programming.authority_missing");
        }
        auto const value = valued(exchange, line, year.currency.value_or(Currency{}), today);
        if (!value) {
            return refuse(value.error());
        }
        line.plan_amount = value->amount;
        line.rate = value->rate;
        line.rate_on = value->on;
        line.rate_source = value->source;
        line.included = true;
        claims.push_back(claim_of(head.id, line, value->amount));
        after.push_back(std::move(line));
    }
    if (auto const held = commit(tx, by, plan.id, claims); !held) {
        return refuse(held.error());
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // From now on the partner sees it.
        auto const saved =
            records::advance(tx, by.actor(), plan_lines, lines[i], lines[i].version, "establish",
                             before[i], after[i], {.audience = Audience::partner});
        if (!saved) {
            return refuse(saved.error());
        }
        if (auto const planned = plan_request(tx, by, after[i], year.year); !planned) {
            return refuse(planned.error());
        }
    }
    return {};
}

Result<Saved> establish(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version)
{
    if (version != head.version) {
        return refuse(Decline::stale, "", "common.stale");
    }
    auto const line = load_line(tx, head);
    auto const plan = plan_of(tx, line);
    if (auto const may = decide_establish(line, head.state, plan.state, has_slices(tx, head.id));
        !may) {
        return refuse(may.error());
    }
    if (auto const done = establish_all(tx, by, plan, {head}); !done) {
        return refuse(done.error());
    }
    return Saved{.id = head.id,
                 .reference = head.reference,
                 .version = version + 1,
                 .state = std::string{line_states::established}};
}

Result<Saved> revise_amount(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, NewAmount const &wanted)
{
    auto const before = load_line(tx, head);
    if (auto const may = decide_revise_amount(before, wanted, plan_of(tx, before).state); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.amount = wanted.amount;
    after.last_document = wanted.document;
    // At the rate of its establishment: a plan does not grow because a currency does.
    auto const rate = reference::Rate::parse(before.rate);
    ENSURE(rate.has_value());
    auto const amount = converted(wanted.amount, *rate);
    if (!amount) {
        return refuse(Decline::invalid, "amount", "programming.amount_too_large");
    }
    after.plan_amount = amount;
    if (auto const held = commit(tx, by, before.plan->uuid(), {claim_of(head.id, before, *amount)});
        !held) {
        return refuse(held.error());
    }
    return records::advance(tx, by.actor(), plan_lines, head, version, "revise_amount", before,
                            after, {.reason = wanted.reason});
}

Result<Saved> defer(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, LineDeferral const &wanted)
{
    auto const before = load_line(tx, head);
    auto const plan = plan_of(tx, before);
    if (auto const may = decide_defer(wanted, load_plan(tx, plan.id).year, plan.state); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.deferred_to = wanted.deferred_to;
    return end(tx, by, head, version, "defer", before, std::move(after), wanted.reason);
}

Result<Saved> drop(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Dropping const &wanted)
{
    auto const before = load_line(tx, head);
    if (is_closed(plan_of(tx, before).state)) {
        return conflict("programming.plan_closed");
    }
    return end(tx, by, head, version, "drop", before, before, wanted.reason);
}

} // namespace selatan::programming
