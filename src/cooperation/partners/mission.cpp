#include "cooperation/partners/mission.hpp"

#include "cooperation/partners/pages.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/partners/period.hpp"
#include "words/partners.hpp"

namespace selatan::partners {

namespace {

namespace word = words::partners;
using records::field;
using records::Kind;

constexpr std::array mission_fields{
    field<&Mission::name>("name", word::field_name).title(),
    field<&Mission::type>("type", word::mission_kind)
        .among(mission_types, word::mission_types)
        .required()
        .listed(),
    field<&Mission::sender>("sender", word::mission_sender).of("country").required().listed(),
    field<&Mission::country>("country", word::mission_host).scope_country().required().listed(),
    field<&Mission::city>("city", word::mission_city).at_most(120).listed(),
    field<&Mission::accredited_to>("accredited_to", word::mission_accredited_to)
        .hinted(word::mission_accredited_to_hint),
    field<&Mission::email>("email", word::field_email).as(Kind::email),
    field<&Mission::phone>("phone", word::field_phone).at_most(60),
    field<&Mission::address>("address", word::field_address).as(Kind::long_text).at_most(1000),
};

constexpr std::array concurrent_fields{
    field<&ConcurrentCountry::mission>("mission", word::concurrent_mission)
        .of("mission")
        .required()
        .listed(),
    field<&ConcurrentCountry::country>("country", word::field_country)
        .scope_country()
        .required()
        .listed(),
    field<&ConcurrentCountry::since>("since", word::field_since).required().listed(),
    field<&ConcurrentCountry::until>("until", word::field_until)
        .hinted(word::field_until_hint)
        .listed(),
};

std::string name_of_concurrent(storage::Reader &reader, void const *value)
{
    auto const &concurrent = *static_cast<ConcurrentCountry const *>(value);
    auto const label =
        concurrent.mission ? records::label_of(reader, concurrent.mission->uuid()) : std::nullopt;
    return label ? label->title : std::string{};
}

Problems check_concurrent(web::Draft const &draft)
{
    auto const &concurrent = *static_cast<ConcurrentCountry const *>(draft.after);
    Problems problems;
    check_period(concurrent.since, concurrent.until, problems);
    auto const mission = records::load(draft.reader, missions, concurrent.mission->uuid());
    if (mission && mission->country == concurrent.country) {
        problems.push_back({"country", "partners.own_country", {}});
    }
    return problems;
}

} // namespace

constinit records::NounOf<Mission> const missions{{
    .kind = "mission",
    .table = "mission",
    .path = "/missions",
    .prefix = "MIS",
    .singular = word::mission_singular,
    .plural = word::mission_plural,
    .fields = mission_fields,
    .type = &records::value_type<Mission>,
    .policy = &policy,
    .audience = Audience::partner,
    .sort = "title",
}};

constinit records::NounOf<ConcurrentCountry> const concurrent_countries{{
    .kind = "concurrent_country",
    .table = "concurrent_country",
    .path = "/concurrent-countries",
    .prefix = "CNC",
    .singular = word::concurrent_singular,
    .plural = word::concurrent_plural,
    .fields = concurrent_fields,
    .type = &records::value_type<ConcurrentCountry>,
    .policy = &policy,
    .parent_field = "mission",
    .audience = Audience::partner,
    .name = name_of_concurrent,
    .hides_title = true,
}};

web::NounPages const mission_pages{
    .noun = &missions,
    .picture = html::Icon::country,
    .add = word::mission_add,
    .empty_title = word::mission_empty_title,
    .empty_text = word::mission_empty_text,
    .about = word::mission_about,
    .parts = {{.pages = &concurrent_country_pages,
               .field = "mission",
               .title = word::mission_concurrent}},
};

web::NounPages const concurrent_country_pages{
    .noun = &concurrent_countries,
    .picture = html::Icon::country,
    .add = word::concurrent_add,
    .empty_title = word::concurrent_empty_title,
    .empty_text = word::concurrent_empty_text,
    .check = check_concurrent,
    .takes_attachments = false,
};

} // namespace selatan::partners
