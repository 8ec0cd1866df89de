#include "cooperation/results/pages.hpp"
#include "cooperation/results/results.hpp"
#include "platform/html/list.hpp"
#include "platform/i18n/format.hpp"
#include "words/common.hpp"
#include "words/results.hpp"

#include <algorithm>
#include <array>

namespace selatan::results {

namespace {

namespace word = words::results;
using records::field;
using records::Kind;

constexpr std::array why_fields{
    field<&Why::reason>("reason", word::form_reason).prose().required(),
};
constexpr std::array verification_fields{
    field<&FigureVerification::verification>("verification", word::field_verification)
        .as(Kind::long_text)
        .required()
        .hinted(word::field_verification_hint),
};

// -- Indicators -----------------------------------------------------------------------------------

html::Tone indicator_tone(std::string_view state)
{
    if (state == indicator_states::agreed) {
        return html::Tone::good;
    }
    return state == indicator_states::dropped ? html::Tone::neutral : html::Tone::active;
}

Problems check_indicator(web::Draft const &draft)
{
    auto const &indicator = *static_cast<Indicator const *>(draft.after);
    auto problems = decide_indicator(indicator);
    auto const *const before = static_cast<Indicator const *>(draft.before);
    if (before != nullptr && before->project != indicator.project) {
        problems.push_back({"project", "results.project_fixed", {}});
    }
    return problems;
}

void created_indicator(storage::Tx &tx, auth::Identity const & /*by*/, Saved const &saved,
                       void const *value)
{
    share_with_parties(tx, saved.id, static_cast<Indicator const *>(value)->project->uuid());
}

html::Html number(Language language, std::int64_t count)
{
    return html::fragment(i18n::format_number(language, count));
}

/// Who stands behind a figure, and the parts of the whole: never added up here.
html::Html people_table(web::Context const &context, Shown const &shown)
{
    auto const language = context.language();
    html::List table;
    table.id = "people";
    table.caption = std::string{word::people_caption(language)};
    table.columns = {
        {.key = "measured_on", .label = std::string{word::field_measured_on(language)}},
        {.key = "part", .label = std::string{word::field_part(language)}},
        {.key = "value",
         .label = std::string{word::field_figure_value(language)},
         .is_number = true},
        {.key = "women", .label = std::string{word::field_women(language)}, .is_number = true},
        {.key = "men", .label = std::string{word::field_men(language)}, .is_number = true},
        {.key = "young", .label = std::string{word::field_young(language)}, .is_number = true}};
    auto const count = [&](std::optional<std::int64_t> people) {
        return people ? number(language, *people) : html::Html{};
    };
    for (auto const &figure : shown.figures) {
        if (figure.part.empty() && !figure.women && !figure.men && !figure.young) {
            continue;
        }
        table.rows.push_back(
            {.key = figure.reference,
             .label = figure.reference,
             .cells = {
                 html::moment({.iso = figure.measured.on.to_string(),
                               .text = context.date(figure.measured.on)}),
                 figure.part.empty() ? html::fragment(word::whole(language))
                                     : html::bdi(figure.part),
                 html::fragment(i18n::format_digits(language, figure.measured.value.digits())),
                 count(figure.women), count(figure.men), count(figure.young)}});
    }
    if (table.rows.empty()) {
        return {};
    }
    return html::block(word::people_title(language), html::list(table, context.words()));
}

web::RecordExtras show_indicator(web::Context const &context, storage::Reader &reader,
                                 Head const &head, void const *value)
{
    auto const language = context.language();
    auto const &indicator = *static_cast<Indicator const *>(value);
    auto const project = indicator.project->uuid();
    web::RecordExtras extras;
    auto const may_see =
        records::compile(indicator_policy, context.identity(), records::verbs::see);
    auto const all = indicators_of(reader, project, may_see, head.id);
    if (!all.empty()) {
        auto const shown =
            show_progress(all.front(), people_reached(reader, project), reader.today());
        extras.sections =
            html::block(word::progress_title(language), bar(context, all.front(), shown.progress)) +
            people_table(context, shown);
    }
    if (indicator.origin == Origin::people_reached) {
        extras.notices.push_back({.tone = html::Tone::neutral,
                                  .title = {},
                                  .body = html::p(word::notice_people_are_read(language))});
    }
    if (auto const label = records::label_of(reader, project)) {
        extras.beside = html::p(
            html::a(html::href(web::url_of(projects::projects, label->reference) + "/results"),
                    word::page_title(language)));
    }
    return extras;
}

// -- Targets and figures --------------------------------------------------------------------------

std::optional<Indicator> indicator_of(storage::Reader &reader,
                                      std::optional<Id<Indicator>> const &id)
{
    return id ? records::load(reader, indicators, id->uuid()) : std::nullopt;
}

Problems check_target(web::Draft const &draft)
{
    auto const &target = *static_cast<Target const *>(draft.after);
    auto const *const before = static_cast<Target const *>(draft.before);
    if (before != nullptr && before->indicator != target.indicator) {
        return {{"indicator", "results.indicator_fixed", {}}};
    }
    auto const indicator = indicator_of(draft.reader, target.indicator);
    auto problems = indicator ? decide_target(*indicator, target) : Problems{};
    if (indicator && state_of(draft.reader, target.indicator->uuid()) != indicator_states::draft) {
        problems.push_back({"indicator", "results.indicator_agreed", {}});
    }
    if (target.until &&
        target_on(draft.reader, target.indicator->uuid(), *target.until,
                  draft.head == nullptr ? std::nullopt : std::optional{draft.head->id})) {
        problems.push_back({"until", "results.target_twice", {}});
    }
    return problems;
}

/// Whoever reads the indicator reads what hangs on it.
void share_with_indicator(storage::Tx &tx, Uuid record, Id<Indicator> indicator)
{
    auto const value = records::load(tx, indicators, indicator.uuid());
    share_with_parties(tx, record, value->project->uuid());
}

void created_target(storage::Tx &tx, auth::Identity const & /*by*/, Saved const &saved,
                    void const *value)
{
    share_with_indicator(tx, saved.id, *static_cast<Target const *>(value)->indicator);
}

Problems check_figure(web::Draft const &draft)
{
    auto const &figure = *static_cast<Figure const *>(draft.after);
    auto const *const before = static_cast<Figure const *>(draft.before);
    if (before != nullptr && before->indicator != figure.indicator) {
        return {{"indicator", "results.indicator_fixed", {}}};
    }
    auto const indicator = indicator_of(draft.reader, figure.indicator);
    return indicator ? decide_figure(*indicator, state_of(draft.reader, figure.indicator->uuid()),
                                     figure, draft.reader.today())
                     : Problems{};
}

std::optional<std::vector<Uuid>> offered_to_measure(storage::Reader &reader, Head const * /*head*/,
                                                    records::Field const &field,
                                                    void const * /*value*/)
{
    return field.name == "indicator" ? std::optional{agreed_indicators(reader)} : std::nullopt;
}

void created_figure(storage::Tx &tx, auth::Identity const & /*by*/, Saved const &saved,
                    void const *value)
{
    share_with_indicator(tx, saved.id, *static_cast<Figure const *>(value)->indicator);
}

/// Whose figure it is follows from who enters it: the country or office of the grant.
void prefill_figure(storage::Reader & /*reader*/, auth::Identity const &by, void *value)
{
    auto &figure = *static_cast<Figure *>(value);
    for (auto const &grant : by.grants) {
        if (auto const *const country = std::get_if<CountryCode>(&grant.scope)) {
            figure.country = *country;
        }
        if (auto const *const office = std::get_if<Uuid>(&grant.scope)) {
            figure.organisation = Id<partners::Organisation>{*office};
        }
    }
}

html::Tone figure_tone(std::string_view state)
{
    if (state == figure_states::verified) {
        return html::Tone::good;
    }
    return state == figure_states::returned ? html::Tone::bad : html::Tone::waiting;
}

} // namespace

// -- How far it has come --------------------------------------------------------------------------

Shown show_progress(IndicatorRow const &row, Reached const &reached, Date today)
{
    Shown shown{.progress = {}, .figures = row.figures};
    if (row.indicator.origin == Origin::people_reached) {
        shown.figures.clear();
        auto const add = [&](People const &people, std::optional<Date> on, bool is_verified) {
            if (on) {
                shown.figures.push_back({.measured = {.on = *on,
                                                      .value = Quantity::of(people.all()),
                                                      .is_verified = is_verified},
                                         .reference = {},
                                         .part = {},
                                         .women = people.women,
                                         .men = people.men,
                                         .young = {}});
            }
        };
        // Without any verified report, what is reported is all there is.
        if (reached.last_verified_on) {
            add(reached.verified, reached.last_verified_on, true);
        } else {
            add(reached.reported, reached.last_reported_on, false);
        }
    }
    std::vector<Measured> measured;
    for (auto const &figure : shown.figures) {
        if (figure.part.empty()) {
            measured.push_back(figure.measured);
        }
    }
    shown.progress = progress_of(row.indicator, row.milestones, measured, today);
    return shown;
}

std::string explain(web::Context const &context, Indicator const &indicator,
                    Progress const &progress)
{
    auto const language = context.language();
    auto const digits = [&](Quantity const &quantity) {
        return i18n::format_digits(language,
                                   quantity.is_empty() ? std::string{"0"} : quantity.digits());
    };
    std::string said{word::standings(language, to_code(progress.standing)).value_or("")};
    said += ".";
    if (progress.target) {
        said += " ";
        said +=
            word::explain_way(language, digits(indicator.baseline), digits(progress.target->value),
                              indicator.unit, context.date(progress.target->until));
    }
    if (progress.actual) {
        said += " ";
        auto const value = digits(progress.actual->value);
        auto const on = context.date(progress.actual->on);
        said += progress.actual->is_verified ? word::explain_verified(language, value, on)
                                             : word::explain_unverified(language, value, on);
    }
    return said;
}

html::Html bar(web::Context const &context, IndicatorRow const &row, Progress const &progress)
{
    constexpr int half = 5;
    return html::progress_bar({.id = "progress-" + row.reference,
                               .label = row.indicator.title,
                               .percent = (progress.permille + half) / 10,
                               .text = explain(context, row.indicator, progress),
                               .poll = {}});
}

web::NounPages const indicator_pages{
    .noun = &indicators,
    .picture = html::Icon::plan,
    .add = word::indicator_add,
    .empty_title = word::indicator_empty_title,
    .empty_text = word::indicator_empty_text,
    .about = word::indicator_about,
    .act_name = word::acts,
    .tone = indicator_tone,
    .check = check_indicator,
    .created = created_indicator,
    .extras = show_indicator,
    .parts = {{.pages = &target_pages, .field = "indicator", .title = word::target_plural},
              {.pages = &figure_pages, .field = "indicator", .title = word::figure_plural}},
    .verbs = {{.verb = "agree",
               .path = "agreement",
               .label = word::verb_agree,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<agree>},
              {.verb = "revise",
               .path = "revision",
               .label = word::verb_revise,
               .explanation = word::verb_revise_explanation,
               .fields = why_fields,
               .type = &records::value_type<Why>,
               .run = run<Why, revise>},
              {.verb = "drop",
               .path = "dropping",
               .label = word::verb_drop,
               .fields = why_fields,
               .type = &records::value_type<Why>,
               .emphasis = html::Emphasis::danger,
               .run = run<Why, drop>}},
};

web::NounPages const target_pages{
    .noun = &targets,
    .picture = html::Icon::plan,
    .add = word::target_add,
    .empty_title = word::target_empty_title,
    .empty_text = word::target_empty_text,
    .check = check_target,
    .created = created_target,
    .takes_attachments = false,
};

web::NounPages const figure_pages{
    .noun = &figures,
    .picture = html::Icon::check,
    .add = word::figure_add,
    .empty_title = word::figure_empty_title,
    .empty_text = word::figure_empty_text,
    .act_name = word::acts,
    .tone = figure_tone,
    .check = check_figure,
    .created = created_figure,
    .prefill = prefill_figure,
    .offered = offered_to_measure,
    .verbs = {{.verb = "verify",
               .path = "verification",
               .label = word::verb_verify,
               .explanation = word::verb_verify_explanation,
               .fields = verification_fields,
               .type = &records::value_type<FigureVerification>,
               .emphasis = html::Emphasis::primary,
               .run = run<FigureVerification, verify_figure>},
              {.verb = "submit_figure",
               .path = "submission",
               .label = word::verb_submit_figure,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<submit_figure>},
              {.verb = "return_figure",
               .path = "return",
               .label = word::verb_return_figure,
               .fields = why_fields,
               .type = &records::value_type<Why>,
               .run = run<Why, return_figure>}},
};

} // namespace selatan::results
