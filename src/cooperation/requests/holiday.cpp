#include "cooperation/requests/holiday.hpp"

#include "cooperation/requests/pages.hpp"
#include "cooperation/requests/requests.hpp"
#include "words/requests.hpp"

namespace selatan::requests {

namespace {

namespace word = words::requests;
using records::field;

constexpr std::array holiday_fields{
    field<&PublicHoliday::name>("name", word::holiday_name).title(),
    field<&PublicHoliday::day>("day", word::holiday_day).required().listed(),
};

} // namespace

constinit records::NounOf<PublicHoliday> const public_holidays{{
    .kind = "public_holiday",
    .table = "public_holiday",
    .path = "/public-holidays",
    .prefix = "HOL",
    .singular = word::holiday_singular,
    .plural = word::holiday_plural,
    .fields = holiday_fields,
    .type = &records::value_type<PublicHoliday>,
    .policy = &calendar_policy,
}};

web::NounPages const holiday_pages{
    .noun = &public_holidays,
    .picture = html::Icon::calendar,
    .add = word::holiday_add,
    .empty_title = word::holiday_empty_title,
    .empty_text = word::holiday_empty_text,
    .about = word::holiday_about,
    .takes_attachments = false,
};

} // namespace selatan::requests
