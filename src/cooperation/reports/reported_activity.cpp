#include "cooperation/reports/reported_activity.hpp"

#include "cooperation/reports/reports.hpp"
#include "words/reports.hpp"

#include <array>

namespace selatan::reports {

namespace {

namespace word = words::reports;
using auth::Role;
using records::field;
using records::Kind;
using records::Rule;
namespace verbs = records::verbs;

using Activity = ReportedActivity;

constexpr std::array fields{
    field<&Activity::title>("title", word::field_title).title(),
    field<&Activity::reported_by>("reported_by", word::reported_by)
        .hinted(word::reported_by_hint)
        .at_most(200)
        .required()
        .listed(),
    field<&Activity::reported_id>("reported_id", word::reported_id).at_most(200),
    field<&Activity::country>("country", word::country)
        .hinted(word::country_hint)
        .scope_country()
        .listed(),
    field<&Activity::countries>("countries", word::countries).of("country"),
    field<&Activity::recipient>("recipient", word::recipient).at_most(1000),
    field<&Activity::provider>("provider", word::provider).of("country").listed(),
    field<&Activity::provider_name>("provider_name", word::provider_name).at_most(1000),
    field<&Activity::sector>("sector", word::sector).as(Kind::code).of("sector").listed(),
    field<&Activity::sector_name>("sector_name", word::sector_name).at_most(1000),
    field<&Activity::goals>("goals", word::goals).of("sdg"),
    field<&Activity::modality>("modality", word::modality).at_most(500),
    field<&Activity::status>("status", word::status).at_most(120).listed(),
    field<&Activity::year>("year", word::year).at_least(1900).at_most(2200).listed(),
    field<&Activity::start_on>("start_on", word::start_on),
    field<&Activity::end_on>("end_on", word::end_on),
    field<&Activity::amount>("amount", word::amount).hinted(word::amount_hint).at_most(40),
    // Also those that are no longer: reports reach back to the cedi and the leu before the last.
    field<&Activity::currency>("currency", word::currency).as(Kind::text).at_most(3),
    field<&Activity::amount_usd>("amount_usd", word::amount_usd)
        .at_least(-1'000'000'000'000'000)
        .at_most(1'000'000'000'000'000)
        .listed(),
    field<&Activity::is_countable>("is_countable", word::is_countable)
        .hinted(word::is_countable_hint),
    field<&Activity::funding>("funding", word::funding).at_most(2000),
    field<&Activity::implementing>("implementing", word::implementing).at_most(2000),
    field<&Activity::description>("description", word::description)
        .as(Kind::long_text)
        .at_most(20'000),
    field<&Activity::sources>("sources", word::sources).as(Kind::long_text).at_most(20'000),
    field<&Activity::url>("url", word::url).as(Kind::url),
    field<&Activity::attribution>("attribution", word::attribution)
        .hinted(word::attribution_hint)
        .at_most(500),
};

// Officers keep them and everyone at home reads them. Partners do not: other people's estimates of
// what they gave or got are theirs to publish, not ours to show.
constexpr std::array rules{
    Rule{Role::coordinator, verbs::see},     Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change},  Rule{Role::coordinator, verbs::comment},
    Rule{Role::desk_officer, verbs::see},    Rule{Role::desk_officer, verbs::create},
    Rule{Role::desk_officer, verbs::change}, Rule{Role::desk_officer, verbs::comment},
    Rule{Role::line_ministry, verbs::see},   Rule{Role::appraiser, verbs::see},
    Rule{Role::approver, verbs::see},        Rule{Role::signatory, verbs::see},
    Rule{Role::finance_officer, verbs::see}, Rule{Role::own_mission, verbs::see},
};

web::RecordExtras extras(web::Context const &context, storage::Reader & /*reader*/,
                         records::Head const & /*head*/, void const *value)
{
    auto const &activity = *static_cast<Activity const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    extras.notices.push_back({.tone = html::Tone::neutral,
                              .title = word::notice(language, activity.reported_by),
                              .body = activity.attribution.empty()
                                          ? html::Html{}
                                          : html::p(html::bdi(activity.attribution))});
    return extras;
}

} // namespace

constinit records::Policy const policy{.rules = rules};

constinit records::NounOf<ReportedActivity> const reported_activities{{
    .kind = "reported_activity",
    .table = "reported_activity",
    .path = "/reported-activities",
    .prefix = "RPT",
    .singular = word::singular,
    .plural = word::plural,
    .fields = fields,
    .type = &records::value_type<ReportedActivity>,
    .policy = &policy,
    .audience = Audience::internal,
}};

web::NounPages const reported_activity_pages{
    .noun = &reported_activities,
    .picture = html::Icon::knowledge,
    .add = word::add,
    .empty_title = word::empty_title,
    .empty_text = word::empty_text,
    .about = word::about,
    .extras = extras,
};

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 1> const all{&reported_activities};
    return all;
}

void add_routes(web::Router &router)
{
    web::add_routes(router, reported_activity_pages);
}

} // namespace selatan::reports

namespace selatan::records {

char const *Text<reports::ReportedAmount>::parse(std::string_view text,
                                                 reports::ReportedAmount &value)
{
    bool const is_negative = text.starts_with('-');
    if (is_negative) {
        text.remove_prefix(1);
    }
    auto const point = text.find('.');
    auto whole = text.substr(0, point);
    auto const rest = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    bool const ends_in_point = point != std::string_view::npos && rest.empty();
    if (whole.empty() || ends_in_point ||
        whole.find_first_not_of("0123456789") != std::string_view::npos ||
        rest.find_first_not_of("0123456789") != std::string_view::npos) {
        return "common.not_an_amount";
    }
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size() - 1));
    value.digits = (is_negative ? "-" : "") + std::string{whole};
    if (!rest.empty()) {
        value.digits += "." + std::string{rest};
    }
    return nullptr;
}

} // namespace selatan::records
