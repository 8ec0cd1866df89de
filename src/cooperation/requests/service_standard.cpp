#include "cooperation/requests/service_standard.hpp"

#include "cooperation/requests/pages.hpp"
#include "cooperation/requests/request_store.hpp"
#include "cooperation/requests/requests.hpp"
#include "cooperation/workdays/workdays.hpp"
#include "words/requests.hpp"

namespace selatan::requests {

namespace {

namespace word = words::requests;
using records::field;

constexpr std::array standard_fields{
    field<&ServiceStandard::stage>("stage", word::standard_stage)
        .as(records::Kind::choice)
        .among(states::all, word::states)
        .required()
        .listed(),
    field<&ServiceStandard::days>("days", word::standard_days)
        .at_least(1)
        .at_most(400)
        .required()
        .listed(),
};

std::string name_of_standard(storage::Reader & /*reader*/, void const *value)
{
    auto const &standard = *static_cast<ServiceStandard const *>(value);
    return std::string{word::states(Language::en, standard.stage).value_or(standard.stage)};
}

Problems check_standard(web::Draft const &draft)
{
    auto const &standard = *static_cast<ServiceStandard const *>(draft.after);
    if (turn_in(standard.stage) != Turn::desk) {
        return {{"stage", "requests.clock_stands", {}}};
    }
    auto const holder = standard_of(draft.reader, standard.stage);
    if (holder && (draft.head == nullptr || *holder != draft.head->id)) {
        return {{"stage", "requests.standard_exists", {}}};
    }
    return {};
}

} // namespace

constinit records::NounOf<ServiceStandard> const service_standards{{
    .kind = "service_standard",
    .table = "service_standard",
    .path = "/service-standards",
    .prefix = "STD",
    .singular = word::standard_singular,
    .plural = word::standard_plural,
    .fields = standard_fields,
    .type = &records::value_type<ServiceStandard>,
    .policy = &workdays::policy,
    .name = name_of_standard,
    .hides_title = true,
}};

web::NounPages const service_standard_pages{
    .noun = &service_standards,
    .picture = html::Icon::clock,
    .add = word::standard_add,
    .empty_title = word::standard_empty_title,
    .empty_text = word::standard_empty_text,
    .about = word::standard_about,
    .check = check_standard,
    .takes_attachments = false,
};

Standards standards(storage::Reader &reader)
{
    return stored_standards(reader);
}

} // namespace selatan::requests
