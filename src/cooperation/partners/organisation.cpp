#include "cooperation/partners/organisation.hpp"

#include "cooperation/partners/organisation_store.hpp"
#include "cooperation/partners/pages.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/partners/period.hpp"
#include "words/partners.hpp"

namespace selatan::partners {

namespace {

namespace word = words::partners;
using records::field;
using records::Kind;

constexpr std::array organisation_fields{
    field<&Organisation::name>("name", word::field_name).title(),
    field<&Organisation::acronym>("acronym", word::organisation_acronym).at_most(40).listed(),
    field<&Organisation::names>("names", word::field_names).other_titles(),
    field<&Organisation::type>("type", word::organisation_kind)
        .among(organisation_types, word::organisation_types)
        .required()
        .listed(),
    field<&Organisation::country>("country", word::field_country).scope_country().listed(),
    field<&Organisation::parent>("parent", word::organisation_parent).scope_organisation(),
    field<&Organisation::website>("website", word::field_website).as(Kind::url),
    field<&Organisation::email>("email", word::field_email).as(Kind::email),
    field<&Organisation::phone>("phone", word::field_phone).at_most(60),
    field<&Organisation::address>("address", word::field_address).as(Kind::long_text).at_most(1000),
    field<&Organisation::org_id>("org_id", word::organisation_org_id)
        .at_most(120)
        .hinted(word::organisation_org_id_hint),
};

constexpr std::array role_fields{
    field<&OrganisationRole::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .required()
        .listed(),
    field<&OrganisationRole::role>("role", word::organisation_duty_role)
        .among(cooperation_roles, word::cooperation_roles)
        .required()
        .listed(),
    field<&OrganisationRole::since>("since", word::field_since).required().listed(),
    field<&OrganisationRole::until>("until", word::field_until)
        .hinted(word::field_until_hint)
        .listed(),
    field<&OrganisationRole::note>("note", word::field_note).listed(),
};

std::string name_of_role(storage::Reader &reader, void const *value)
{
    auto const &role = *static_cast<OrganisationRole const *>(value);
    auto const label =
        role.organisation ? records::label_of(reader, role.organisation->uuid()) : std::nullopt;
    return label ? label->title : std::string{};
}

Problems check_organisation(web::Draft const &draft)
{
    auto const &organisation = *static_cast<Organisation const *>(draft.after);
    Problems problems;
    if (draft.head != nullptr && organisation.parent &&
        is_within(draft.reader, *organisation.parent, Id<Organisation>{draft.head->id})) {
        problems.push_back({"parent", "partners.own_parent", {}});
    }
    return problems;
}

Problems check_role(web::Draft const &draft)
{
    auto const &role = *static_cast<OrganisationRole const *>(draft.after);
    Problems problems;
    check_period(role.since, role.until, problems);
    return problems;
}

} // namespace

constinit records::NounOf<Organisation> const organisations{{
    .kind = "organisation",
    .table = "organisation",
    .path = "/organisations",
    .prefix = "ORG",
    .singular = word::organisation_singular,
    .plural = word::organisation_plural,
    .fields = organisation_fields,
    .type = &records::value_type<Organisation>,
    .policy = &policy,
    .audience = Audience::partner,
    .sort = "title",
}};

constinit records::NounOf<OrganisationRole> const organisation_roles{{
    .kind = "organisation_role",
    .table = "organisation_role",
    .path = "/organisation-roles",
    .prefix = "ORR",
    .singular = word::organisation_duty_singular,
    .plural = word::organisation_duty_plural,
    .fields = role_fields,
    .type = &records::value_type<OrganisationRole>,
    .policy = &policy,
    .parent_field = "organisation",
    .audience = Audience::partner,
    .name = name_of_role,
}};

web::NounPages const organisation_pages{
    .noun = &organisations,
    .picture = html::Icon::partners,
    .add = word::organisation_add,
    .empty_title = word::organisation_empty_title,
    .empty_text = word::organisation_empty_text,
    .about = word::organisation_about,
    .check = check_organisation,
    .parts = {{.pages = &organisation_role_pages,
               .field = "organisation",
               .title = word::organisation_roles},
              {.pages = &post_pages, .field = "organisation", .title = word::organisation_posts},
              {.pages = &organisation_pages, .field = "parent", .title = word::organisation_parts}},
};

web::NounPages const organisation_role_pages{
    .noun = &organisation_roles,
    .picture = html::Icon::partners,
    .add = word::organisation_duty_add,
    .empty_title = word::organisation_duty_empty_title,
    .empty_text = word::organisation_duty_empty_text,
    .check = check_role,
    .takes_attachments = false,
};

} // namespace selatan::partners
