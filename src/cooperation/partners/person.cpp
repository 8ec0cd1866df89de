#include "cooperation/partners/person.hpp"

#include "cooperation/partners/pages.hpp"
#include "cooperation/partners/partners.hpp"
#include "words/partners.hpp"

namespace selatan::partners {

namespace {

namespace word = words::partners;
using records::field;
using records::Kind;

constexpr std::array person_fields{
    field<&Person::name>("name", word::field_name).title(),
    field<&Person::salutation>("salutation", word::person_salutation).at_most(80),
    field<&Person::country>("country", word::person_country).scope_country().listed(),
    field<&Person::email>("email", word::field_email)
        .as(Kind::email)
        .seen_by(Audience::internal)
        .listed(),
    field<&Person::phone>("phone", word::field_phone).at_most(60).seen_by(Audience::internal),
    field<&Person::languages>("languages", word::field_languages).of("language"),
    field<&Person::notes>("notes", word::field_notes)
        .as(Kind::long_text)
        .at_most(5000)
        .seen_by(Audience::internal),
};

} // namespace

constinit records::NounOf<Person> const people{{
    .kind = "person",
    .table = "person",
    .path = "/people",
    .prefix = "PER",
    .singular = word::person_singular,
    .plural = word::person_plural,
    .fields = person_fields,
    .type = &records::value_type<Person>,
    .policy = &policy,
    .sort = "title",
}};

web::NounPages const person_pages{
    .noun = &people,
    .picture = html::Icon::people,
    .add = word::person_add,
    .empty_title = word::person_empty_title,
    .empty_text = word::person_empty_text,
    .about = word::person_about,
    .parts = {{.pages = &post_holding_pages, .field = "person", .title = word::person_posts}},
};

} // namespace selatan::partners
