// A new line: a proposal, begun from a match or a request, or a ministry's report in few fields.
#include "base/ensure.hpp"
#include "cooperation/programming/pages.hpp"
#include "cooperation/programming/programming.hpp"
#include "platform/web/believe.hpp"
#include "words/common.hpp"
#include "words/programming.hpp"

#include <algorithm>

namespace selatan::programming {

namespace {

namespace word = words::programming;
namespace common = words::common;
using records::Field;
using records::field;
using records::Kind;

constexpr std::array<std::string_view, 5> proposable{"match", "request", "proposal", "renewal",
                                                     "humanitarian"};
constexpr std::array<std::string_view, 6> makeable{"match",   "request",      "proposal",
                                                   "renewal", "humanitarian", "own_budget"};

constexpr Field plan_field =
    field<&PlanLine::plan>("plan", word::field_plan).of("plan_year").required();
constexpr Field source_field = field<&PlanLine::source>("source", word::field_source)
                                   .among(proposable, word::sources)
                                   .required();
constexpr Field title_field = field<&PlanLine::title>("title", word::field_title).title();
constexpr Field country_field =
    field<&PlanLine::country>("country", word::field_country).scope_country().required();
constexpr Field organisation_field =
    field<&PlanLine::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .required()
        .hinted(word::field_organisation_hint);
constexpr Field sector_field =
    field<&PlanLine::sector>("sector", word::field_sector).as(Kind::code).of("sector").required();
constexpr Field modality_field = field<&PlanLine::modality>("modality", word::field_modality)
                                     .as(Kind::code)
                                     .of("modality")
                                     .required();
constexpr Field amount_field = field<&PlanLine::amount>("amount", word::field_amount)
                                   .required()
                                   .at_least(1)
                                   .at_most(largest_amount)
                                   .hinted(word::field_amount_hint);
constexpr Field currency_field =
    field<&PlanLine::currency>("currency", word::field_currency).of("currency").required();
constexpr Field countries_field = field<&PlanLine::countries>("countries", word::field_countries)
                                      .of("country")
                                      .hinted(word::field_countries_hint);
constexpr Field justification_field =
    field<&PlanLine::justification>("justification", word::field_justification)
        .as(Kind::long_text)
        .at_most(10'000);

constexpr std::array proposal_fields{
    plan_field,
    source_field,
    title_field,
    field<&PlanLine::request_match>("request_match", word::field_request_match).of("match"),
    field<&PlanLine::request>("request", word::field_request).of("request"),
    country_field,
    organisation_field,
    sector_field,
    modality_field,
    amount_field,
    currency_field,
    field<&PlanLine::fund>("fund", word::field_fund)
        .of("organisation")
        .hinted(word::field_fund_hint)
        .seen_by(Audience::internal),
    countries_field,
    justification_field,
    field<&PlanLine::authority>("authority", word::field_authority)
        .at_most(300)
        .hinted(word::field_authority_hint),
};
/// One page: what a ministry did or does with its own money.
constexpr std::array report_fields{
    plan_field,
    source_field.among(makeable, word::sources),
    title_field,
    country_field,
    organisation_field,
    sector_field,
    modality_field,
    amount_field,
    currency_field,
    countries_field,
    field<&PlanLine::justification>("justification", word::field_report)
        .as(Kind::long_text)
        .at_most(10'000)
        .hinted(word::field_report_hint),
};
/// The plan and the source are drawn by hand, the others one after the other.
constexpr std::size_t drawn_by_hand = 2;

/// The same for programs, which say themselves which of both it is.
constexpr auto api_fields = [] {
    auto fields = proposal_fields;
    fields[1] = source_field.among(makeable, word::sources);
    return fields;
}();

constexpr std::string_view own_budget = to_code(Source::own_budget);

std::span<Field const> fields_of(bool is_report)
{
    return is_report ? std::span<Field const>{report_fields}
                     : std::span<Field const>{proposal_fields};
}

// -- What the form begins with -------------------------------------------------------------------

void begin_from(requests::Request const &request, Uuid id, PlanLine &line)
{
    line.request = Id<requests::Request>{id};
    line.title = request.title;
    line.country = request.country;
    line.sector = request.sector;
    line.modality = request.modalities.empty() ? std::string{} : request.modalities.front();
    line.countries = request.countries;
    line.justification = request.problem;
    line.source = request.humanitarian                          ? Source::humanitarian
                  : request.origin == requests::Origin::renewal ? Source::renewal
                                                                : Source::request;
}

/// From the match or the request that a link names, as far as the person may see it.
PlanLine beginning(web::Context const &context, storage::Reader &reader)
{
    PlanLine line;
    auto const &query = context.query();
    if (auto const named = query.find("match")) {
        if (auto const head =
                records::find(reader, matching::matches, context.identity(), *named)) {
            auto const match = records::load(reader, matching::matches, head->id);
            auto const request = records::load(reader, requests::requests, match->request->uuid());
            if (request) {
                begin_from(*request, match->request->uuid(), line);
            }
            line.request_match = Id<matching::Match>{head->id};
            line.organisation = match->organisation;
            if (!line.is_humanitarian()) {
                line.source = Source::match;
            }
        }
    } else if (auto const asked = query.find("request")) {
        if (auto const head =
                records::find(reader, requests::requests, context.identity(), *asked)) {
            if (auto const request = records::load(reader, requests::requests, head->id)) {
                begin_from(*request, head->id, line);
            }
        }
    }
    auto const &who = context.who();
    bool const is_ministry = who.has(auth::Role::line_ministry);
    if (is_ministry && !line.organisation && who.office) {
        line.organisation = Id<partners::Organisation>{*who.office};
    }
    return line;
}

/// The plan that a link names, or the latest that takes such a line; and its currency.
void begin_with_plan(web::Context const &context, storage::Reader &reader, bool is_report,
                     records::Input &input)
{
    namespace states = plan_states;
    auto const likely = is_report ? plans_in(reader, {states::established, states::budgeted,
                                                      states::executing, states::revised})
                                  : plans_in(reader, {states::open, states::revised});
    auto const named = context.query().find("plan");
    std::string text{named.value_or("")};
    if (!named && !likely.empty()) {
        text = likely.front().id.to_string();
    }
    input.set("plan", text);
    auto const id = records::resolve(reader, plan_years.kind, text);
    if (auto const plan = id ? records::load(reader, plan_years, *id) : std::nullopt) {
        input.set("currency", plan->currency.value_or(Currency{}).to_string());
    }
}

html::Html plan_choice(web::Context const &context, storage::Reader &reader, std::string chosen,
                       Problems const &problems)
{
    namespace states = plan_states;
    html::Field frame;
    frame.name = plan_field.name;
    frame.label = plan_field.label(context.language());
    frame.is_required = true;
    if (auto const found = std::ranges::find(problems, plan_field.name, &Problem::field);
        found != problems.end()) {
        frame.error = context.say(*found);
    }
    // Whoever may propose chooses among the plans that are not closed, also where its grant does
    // not reach the plan as a whole.
    std::vector<html::Option> options;
    for (auto const &plan :
         plans_in(reader, {states::open, states::proposals_in, states::appraised, states::ranked,
                           states::ceiling_set, states::established, states::budgeted,
                           states::executing, states::revised})) {
        if (chosen == plan.reference) {
            chosen = plan.id.to_string();
        }
        options.push_back({.value = plan.id.to_string(),
                           .label = plan.title + " (" + plan.reference + ")",
                           .group = {}});
    }
    return html::select_field(frame, options, chosen, context.words(), true);
}

http::Response line_form(web::Context &context, records::Input const *typed,
                         Problems const &problems)
{
    auto const language = context.language();
    bool const is_report = typed != nullptr ? typed->get("source") == own_budget
                                            : context.query().find("source") == own_budget;
    auto const fields = fields_of(is_report);
    auto const title =
        std::string{is_report ? word::report_title(language) : word::line_add(language)};
    auto const content = context.store().read([&](storage::Reader &reader) {
        auto const value = beginning(context, reader);
        // What nobody has said yet is shown empty.
        records::Input input = typed != nullptr ? *typed : records::Input{};
        if (typed == nullptr) {
            for (auto const &one : fields) {
                auto const text = one.print(&value);
                bool const is_said = one.name != "source" || value.request.has_value();
                if (is_said && text != "0") {
                    input.set(std::string{one.name}, text);
                }
            }
            begin_with_plan(context, reader, is_report, input);
        }
        html::Form form;
        form.id = is_report ? "report" : "plan_line";
        form.url = plan_lines.path;
        form.hidden = context.hidden();
        form.problems = web::field_problems(context, fields, problems);
        form.fields =
            plan_choice(context, reader, std::string{input.get(plan_field.name)}, problems);
        PlanLine const nothing_yet{};
        web::FormState const state{.value = nullptr,
                                   .typed = &input,
                                   .problems = &problems,
                                   .offered = offered_in_line,
                                   .head = nullptr,
                                   .so_far = &nothing_yet};
        if (is_report) {
            form.hidden.push_back({.name = "source", .value = std::string{own_budget}});
        } else {
            form.fields += web::form_fields(context, reader, {&source_field, 1}, state);
        }
        form.fields += web::form_fields(context, reader, fields.subspan(drawn_by_hand), state);
        form.submits = {
            {.label = std::string{common::action_save(language)}, .name = {}, .value = {}}};
        form.cancel = html::Link{.label = std::string{common::action_cancel(language)},
                                 .url = std::string{plan_lines.path}};
        return html::entry_form(form, context.words());
    });
    html::PageHead page_head{
        .title = title,
        .lead = std::string{is_report ? word::report_lead(language) : word::line_lead(language)}};
    page_head.actions = {
        {.label = std::string{is_report ? word::line_add(language) : word::report_title(language)},
         .url = std::string{plan_lines.path} + "/new" + (is_report ? "" : "?source=own_budget"),
         .emphasis = html::Emphasis::quiet}};
    return context.page(
        title, html::page_head(page_head) + content,
        {{.label = std::string{plan_lines.plural(language)}, .url = std::string{plan_lines.path}},
         {.label = title, .url = {}, .current = true}},
        problems.empty() ? 200 : 422);
}

http::Response post_line(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const &who = context.who();
            PlanLine line;
            auto problems = web::believe(context, tx, fields_of(input->get("source") == own_budget),
                                         *input, records::Missing::refused, &line);
            if (!problems.empty()) {
                return refuse_input(std::move(problems));
            }
            if (!records::may_create(line_policy, who, line.country, line.organisation->uuid())) {
                return refuse(Decline::forbidden, "", "common.forbidden");
            }
            auto const saved = propose(tx, who, line);
            if (!saved) {
                return refuse(saved.error());
            }
            auto const made = records::find(tx, plan_lines, &who, saved->id.to_string());
            return web::Outcome{
                .location = web::url_of(plan_lines, saved->reference),
                .json = made ? web::record_json(tx, plan_lines, *made, records::audience_of(&who))
                             : std::string{"{}"},
                .status = 201};
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::invalid
                       ? line_form(context, &*input, refusal.problems)
                       : context.refused(refusal);
        });
}

} // namespace

void add_line_form_routes(web::Router &router)
{
    web::Gate const gate{
        .kind = web::Gate::Kind::policy, .policy = &line_policy, .verb = records::verbs::create};
    router.add({.method = http::Method::get,
                .pattern = std::string{plan_lines.path} + "/new",
                .gate = gate,
                .handler = [](web::Context &context) {
                    return line_form(context, nullptr, {});
                }});
    router.add({.method = http::Method::post,
                .pattern = std::string{plan_lines.path},
                .gate = gate,
                .handler = post_line,
                .api = web::ApiDoc{.summary = "Proposes a plan line, or reports an activity of a "
                                              "ministry's own budget (source own_budget).",
                                   .tag = plan_lines.kind,
                                   .body = api_fields,
                                   .answer = plan_lines.fields,
                                   .shape = web::ApiDoc::Shape::record}});
}

} // namespace selatan::programming
