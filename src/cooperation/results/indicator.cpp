#include "cooperation/results/indicator.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "cooperation/results/results.hpp"
#include "cooperation/results/results_store.hpp"
#include "words/results.hpp"

namespace selatan::results {

namespace {

namespace word = words::results;
using records::field;
using records::Kind;

constexpr std::int64_t most_people = 100'000'000;

constexpr std::array indicator_fields{
    field<&Indicator::title>("title", word::field_statement)
        .title()
        .hinted(word::field_statement_hint),
    field<&Indicator::project>("project", word::field_project)
        .of("project")
        .required()
        .thread()
        .listed(),
    field<&Indicator::level>("level", word::field_level)
        .among(levels, word::levels)
        .required()
        .listed(),
    field<&Indicator::unit>("unit", word::field_unit)
        .at_most(60)
        .required()
        .hinted(word::field_unit_hint)
        .listed(),
    field<&Indicator::direction>("direction", word::field_direction)
        .among(directions, word::directions)
        .required(),
    field<&Indicator::origin>("origin", word::field_origin)
        .among(origins, word::origins)
        .required()
        .hinted(word::field_origin_hint),
    field<&Indicator::baseline>("baseline", word::field_baseline)
        .hinted(word::field_baseline_hint)
        .listed(),
    field<&Indicator::baseline_year>("baseline_year", word::field_baseline_year)
        .at_least(1900)
        .at_most(2200),
    field<&Indicator::method>("method", word::field_method).prose().hinted(word::field_method_hint),
    field<&Indicator::sdg>("sdg", word::field_sdg).as(Kind::code).of("sdg"),
    field<&Indicator::resilience>("resilience", word::field_resilience)
        .among(resiliences, word::resiliences)
        .hinted(word::field_resilience_hint),
};

constexpr std::array indicator_all{indicator_states::draft, indicator_states::agreed,
                                   indicator_states::dropped};
constexpr std::array<records::Transition, 4> indicator_steps{{
    {"agree", "draft", "agreed"},
    {"revise", "agreed", "draft"},
    {"drop", "draft", "dropped"},
    {"drop", "agreed", "dropped"},
}};
constexpr records::Machine indicator_machine{.initial = indicator_states::draft,
                                             .states = indicator_all,
                                             .transitions = indicator_steps,
                                             .state_name = word::indicator_states};

constexpr std::array target_fields{
    field<&Target::indicator>("indicator", word::indicator_singular).of("indicator").required(),
    field<&Target::until>("until", word::field_until).required().listed(),
    field<&Target::value>("value", word::field_target_value)
        .required()
        .hinted(word::field_quantity_hint)
        .listed(),
};

constexpr std::array figure_fields{
    field<&Figure::indicator>("indicator", word::indicator_singular)
        .of("indicator")
        .required()
        .listed(),
    field<&Figure::measured_on>("measured_on", word::field_measured_on).required().listed(),
    field<&Figure::value>("value", word::field_figure_value)
        .required()
        .hinted(word::field_quantity_hint)
        .listed(),
    field<&Figure::part>("part", word::field_part)
        .at_most(120)
        .hinted(word::field_part_hint)
        .listed(),
    field<&Figure::women>("women", word::field_women).at_most(most_people),
    field<&Figure::men>("men", word::field_men).at_most(most_people),
    field<&Figure::young>("young", word::field_young)
        .at_most(most_people)
        .hinted(word::field_young_hint),
    field<&Figure::evidence>("evidence", word::field_evidence)
        .as(Kind::url)
        .hinted(word::field_evidence_hint),
    field<&Figure::remark>("remark", word::field_remark).prose(),
    field<&Figure::country>("country", word::field_measured_in).scope_country(),
    field<&Figure::organisation>("organisation", word::field_measured_by).scope_organisation(),
    field<&Figure::verification>("verification", word::field_verification)
        .as(Kind::long_text)
        .by_verbs(),
    field<&Figure::verified_on>("verified_on", word::field_verified_on).by_verbs().listed(),
};

constexpr std::array figure_all{figure_states::entered, figure_states::returned,
                                figure_states::verified};
constexpr std::array<records::Transition, 4> figure_steps{{
    {"verify", "entered", "verified"},
    {"return_figure", "entered", "returned"},
    {"return_figure", "verified", "returned"},
    {"submit_figure", "returned", "entered"},
}};
constexpr records::Machine figure_machine{.initial = figure_states::entered,
                                          .states = figure_all,
                                          .transitions = figure_steps,
                                          .state_name = word::figure_states};

/// "Inspectors at work, Baucau: 2 people (2027-02-05)": in no language but the indicator's own.
std::string name_of(storage::Reader &reader, std::optional<Id<Indicator>> const &of,
                    std::string_view part, Quantity const &quantity, std::optional<Date> day)
{
    constexpr std::size_t statement_most = 120;
    auto const indicator = of ? records::load(reader, indicators, of->uuid()) : std::nullopt;
    std::string name = indicator ? truncate(indicator->title, statement_most) : std::string{};
    if (!part.empty()) {
        name += (name.empty() ? "" : ", ") + std::string{part};
    }
    name += (name.empty() ? "" : ": ") + quantity.digits();
    if (indicator && !indicator->unit.empty()) {
        name += " " + indicator->unit;
    }
    return day ? name + " (" + day->to_string() + ")" : name;
}

std::string name_of_target(storage::Reader &reader, void const *value)
{
    auto const &target = *static_cast<Target const *>(value);
    return name_of(reader, target.indicator, {}, target.value, target.until);
}

std::string name_of_figure(storage::Reader &reader, void const *value)
{
    auto const &figure = *static_cast<Figure const *>(value);
    return name_of(reader, figure.indicator, figure.part, figure.value, figure.measured_on);
}

/// Everybody whose hand is in it, as its history tells.
std::set<Uuid> authors_of(storage::Reader &reader, Head const &head)
{
    std::set<Uuid> authors;
    for (auto const &entry :
         events::history(reader, figures.kind, head.id, Audience::restricted, 10'000)) {
        bool const wrote =
            entry.verb == "created" || entry.verb == "changed" || entry.verb == "submit_figure";
        if (wrote && entry.actor.user) {
            authors.insert(*entry.actor.user);
        }
    }
    return authors;
}

} // namespace

constinit records::NounOf<Indicator> const indicators{{
    .kind = "indicator",
    .table = "indicator",
    .path = "/indicators",
    .prefix = "IND",
    .singular = word::indicator_singular,
    .plural = word::indicator_plural,
    .fields = indicator_fields,
    .type = &records::value_type<Indicator>,
    .policy = &indicator_policy,
    .machine = &indicator_machine,
    .parent_field = "project",
    .audience = Audience::internal,
}};

constinit records::NounOf<Target> const targets{{
    .kind = "indicator_target",
    .table = "indicator_target",
    .path = "/indicator-targets",
    .prefix = "TGT",
    .singular = word::target_singular,
    .plural = word::target_plural,
    .fields = target_fields,
    .type = &records::value_type<Target>,
    .policy = &target_policy,
    .parent_field = "indicator",
    .audience = Audience::internal,
    .name = name_of_target,
    .hides_title = true,
}};

constinit records::NounOf<Figure> const figures{{
    .kind = "indicator_figure",
    .table = "indicator_figure",
    .path = "/indicator-figures",
    .prefix = "FIG",
    .singular = word::figure_singular,
    .plural = word::figure_plural,
    .fields = figure_fields,
    .type = &records::value_type<Figure>,
    .policy = &figure_policy,
    .machine = &figure_machine,
    .parent_field = "indicator",
    .audience = Audience::internal,
    .name = name_of_figure,
    .hides_title = true,
}};

// -- Rules ----------------------------------------------------------------------------------------

Problems decide_indicator(Indicator const &indicator)
{
    Problems problems;
    if (!indicator.baseline.is_empty() && !indicator.baseline_year &&
        indicator.origin == Origin::measured) {
        problems.push_back({"baseline_year", "results.baseline_year_missing", {}});
    }
    if (indicator.origin == Origin::people_reached) {
        if (indicator.direction == Direction::down) {
            problems.push_back({"direction", "results.people_go_up", {}});
        }
        if (!indicator.baseline.is_empty() && indicator.baseline.value() != 0) {
            problems.push_back({"baseline", "results.people_from_nothing", {}});
        }
    }
    return problems;
}

Result<void> decide_agree(bool has_target)
{
    if (!has_target) {
        return refuse(Decline::conflict, "", "results.target_missing");
    }
    return {};
}

Problems decide_target(Indicator const &indicator, Target const &target)
{
    Problems problems;
    auto const from = indicator.baseline.is_empty() ? 0.0 : indicator.baseline.value();
    auto const to = target.value.value();
    bool const is_behind = indicator.direction == Direction::up ? to < from : from < to;
    // Downwards from nothing known, no target can be on the wrong side.
    bool const is_known = !indicator.baseline.is_empty() || indicator.direction == Direction::up;
    if (is_behind && is_known) {
        problems.push_back({"value", "results.target_behind_baseline", {}});
    }
    return problems;
}

Problems decide_figure(Indicator const &indicator, std::string_view indicator_state,
                       Figure const &figure, Date today)
{
    Problems problems;
    if (indicator.origin == Origin::people_reached) {
        problems.push_back({"indicator", "results.people_are_read", {}});
    } else if (indicator_state != indicator_states::agreed) {
        problems.push_back({"indicator", "results.indicator_not_agreed", {}});
    }
    if (figure.measured_on && today < *figure.measured_on) {
        problems.push_back({"measured_on", "common.in_the_future", {}});
    }
    bool const counts_people = figure.women || figure.men;
    if (figure.young && counts_people &&
        *figure.young > figure.women.value_or(0) + figure.men.value_or(0)) {
        problems.push_back({"young", "results.young_exceed", {}});
    }
    return problems;
}

Result<void> decide_verify(Figure const &figure, bool has_attachment, std::set<Uuid> const &authors,
                           auth::Identity const &by)
{
    if (authors.contains(by.user.uuid())) {
        return refuse(Decline::forbidden, "", "results.own_figure");
    }
    if (figure.evidence.empty() && !has_attachment) {
        return refuse(Decline::conflict, "", "results.evidence_missing");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> agree(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version)
{
    if (auto const may = decide_agree(has_target(tx, head.id)); !may) {
        return refuse(may.error());
    }
    return records::advance(tx, by.actor(), indicators, head, version, "agree", {});
}

Result<Saved> revise(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Why const &wanted)
{
    return records::advance(tx, by.actor(), indicators, head, version, "revise",
                            {.reason = wanted.reason});
}

Result<Saved> drop(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Why const &wanted)
{
    return records::advance(tx, by.actor(), indicators, head, version, "drop",
                            {.reason = wanted.reason});
}

Result<Saved> verify_figure(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, FigureVerification const &wanted)
{
    auto const before = records::load(tx, figures, head.id);
    ENSURE(before.has_value());
    auto const may = decide_verify(*before, has_attachment(tx, head.id), authors_of(tx, head), by);
    if (!may) {
        return refuse(may.error());
    }
    auto after = *before;
    after.verification = wanted.verification;
    after.verified_on = tx.today();
    return records::advance(tx, by.actor(), figures, head, version, "verify", *before, after, {});
}

Result<Saved> return_figure(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, Why const &wanted)
{
    auto const before = records::load(tx, figures, head.id);
    ENSURE(before.has_value());
    auto after = *before;
    after.verification.clear();
    after.verified_on.reset();
    return records::advance(tx, by.actor(), figures, head, version, "return_figure", *before, after,
                            {.reason = wanted.reason});
}

Result<Saved> submit_figure(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version)
{
    return records::advance(tx, by.actor(), figures, head, version, "submit_figure", {});
}

} // namespace selatan::results
