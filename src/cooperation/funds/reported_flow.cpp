#include "cooperation/funds/reported_flow.hpp"

#include "cooperation/funds/funds.hpp"
#include "cooperation/funds/pages.hpp"
#include "cooperation/reports/reports.hpp"
#include "words/funds.hpp"

#include <array>

namespace selatan::funds {

namespace {

namespace word = words::funds;
using records::field;

constexpr std::int64_t usd_most = 1'000'000'000'000'000;

constexpr std::array flow_fields{
    field<&ReportedFlow::reported_by>("reported_by", word::reported_flow_reported_by)
        .hinted(word::reported_flow_reported_by_hint)
        .at_most(200)
        .required()
        .listed(),
    field<&ReportedFlow::activity_id>("activity_id", word::reported_flow_activity_id)
        .hinted(word::reported_flow_activity_id_hint)
        .at_most(200)
        .required(),
    field<&ReportedFlow::kind>("kind", word::reported_flow_kind)
        .among(flow_kinds, word::flow_kinds)
        .required()
        .listed(),
    field<&ReportedFlow::year>("year", word::reported_flow_year)
        .at_least(1900)
        .at_most(2200)
        .required()
        .listed(),
    field<&ReportedFlow::on_day>("on_day", word::reported_flow_on_day),
    field<&ReportedFlow::amount>("amount", word::field_amount)
        .hinted(word::reported_flow_amount_hint)
        .at_most(40)
        .required()
        .listed(),
    field<&ReportedFlow::currency>("currency", word::field_currency).at_most(3).required().listed(),
    field<&ReportedFlow::amount_usd>("amount_usd", word::reported_flow_amount_usd)
        .at_least(-usd_most)
        .at_most(usd_most)
        .listed(),
    field<&ReportedFlow::country>("country", word::reported_flow_country).scope_country().listed(),
    field<&ReportedFlow::provider_name>("provider_name", word::reported_flow_provider_name)
        .at_most(1000),
    field<&ReportedFlow::reported_id>("reported_id", word::reported_flow_reported_id).at_most(200),
    field<&ReportedFlow::attribution>("attribution", word::reported_flow_attribution).at_most(500),
};

std::string name_of_flow(storage::Reader & /*reader*/, void const *value)
{
    auto const &flow = *static_cast<ReportedFlow const *>(value);
    return flow.activity_id + " · " + std::to_string(flow.year);
}

web::RecordExtras extras(web::Context const &context, storage::Reader &reader,
                         Head const & /*head*/, void const *value)
{
    auto const &flow = *static_cast<ReportedFlow const *>(value);
    auto const language = context.language();
    web::RecordExtras shown;
    shown.notices.push_back(
        {.tone = html::Tone::neutral,
         .title = word::reported_flow_notice(language, flow.reported_by),
         .body = flow.attribution.empty() ? html::Html{} : html::p(html::bdi(flow.attribution))});
    auto const may_see = records::compile(reports::policy, context.identity(), records::verbs::see);
    if (auto const activity = activity_of(reader, flow, may_see)) {
        shown.beside = html::p(web::link_to_record(context.app(), reports::reported_activities.kind,
                                                   activity->reference, activity->title));
    }
    return shown;
}

} // namespace

constinit records::NounOf<ReportedFlow> const reported_flows{{
    .kind = "reported_flow",
    .table = "reported_flow",
    .path = "/reported-flows",
    .prefix = "RPF",
    .singular = word::reported_flow_singular,
    .plural = word::reported_flow_plural,
    .fields = flow_fields,
    .type = &records::value_type<ReportedFlow>,
    .policy = &reports::policy,
    .audience = Audience::internal,
    .name = name_of_flow,
}};

web::NounPages const reported_flow_pages{
    .noun = &reported_flows,
    .picture = html::Icon::money,
    .add = word::reported_flow_add,
    .empty_title = word::reported_flow_empty_title,
    .empty_text = word::reported_flow_empty_text,
    .about = word::reported_flow_about,
    .extras = extras,
};

} // namespace selatan::funds
