#include "cooperation/partners/designation.hpp"

#include "cooperation/partners/pages.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/partners/period.hpp"
#include "words/partners.hpp"

namespace selatan::partners {

namespace {

namespace word = words::partners;
using records::field;
using records::Kind;

constexpr std::array designation_fields{
    field<&Designation::country>("country", word::field_country)
        .scope_country()
        .required()
        .listed(),
    field<&Designation::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .required()
        .listed(),
    field<&Designation::post>("post", word::holding_post).of("post").listed(),
    field<&Designation::competence>("competence", word::designation_competence)
        .as(Kind::long_text)
        .at_most(1000)
        .hinted(word::designation_competence_hint)
        .listed(),
    field<&Designation::since>("since", word::field_since).required().listed(),
    field<&Designation::until>("until", word::field_until).hinted(word::field_until_hint).listed(),
    field<&Designation::document>("document", word::field_document)
        .hinted(word::field_document_hint),
};

std::string name_of_designation(storage::Reader &reader, void const *value)
{
    auto const &designation = *static_cast<Designation const *>(value);
    auto const label = designation.organisation
                           ? records::label_of(reader, designation.organisation->uuid())
                           : std::nullopt;
    return label ? label->title : std::string{};
}

Problems check_designation(web::Draft const &draft)
{
    auto const &designation = *static_cast<Designation const *>(draft.after);
    Problems problems;
    check_period(designation.since, designation.until, problems);
    return problems;
}

} // namespace

constinit records::NounOf<Designation> const designations{{
    .kind = "designation",
    .table = "designation",
    .path = "/focal-points",
    .prefix = "FPT",
    .singular = word::designation_singular,
    .plural = word::designation_plural,
    .fields = designation_fields,
    .type = &records::value_type<Designation>,
    .policy = &policy,
    .audience = Audience::partner,
    .name = name_of_designation,
    .hides_title = true,
}};

web::NounPages const designation_pages{
    .noun = &designations,
    .picture = html::Icon::partners,
    .add = word::designation_add,
    .empty_title = word::designation_empty_title,
    .empty_text = word::designation_empty_text,
    .about = word::designation_about,
    .check = check_designation,
};

} // namespace selatan::partners
