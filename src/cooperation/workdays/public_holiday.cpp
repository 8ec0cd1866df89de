#include "cooperation/workdays/public_holiday.hpp"

#include "cooperation/workdays/pages.hpp"
#include "cooperation/workdays/workdays.hpp"
#include "words/workdays.hpp"

namespace selatan::workdays {

namespace {

namespace word = words::workdays;
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
    .policy = &policy,
}};

web::NounPages const public_holiday_pages{
    .noun = &public_holidays,
    .picture = html::Icon::calendar,
    .add = word::holiday_add,
    .empty_title = word::holiday_empty_title,
    .empty_text = word::holiday_empty_text,
    .about = word::holiday_about,
    .takes_attachments = false,
};

} // namespace selatan::workdays
