#include "exchange/iati_out/publisher.hpp"

#include "exchange/iati_out/pages.hpp"
#include "exchange/iati_out/told_store.hpp"
#include "platform/records/rule_table.hpp"
#include "words/publishing.hpp"

namespace selatan::iati_out {

namespace {

namespace word = words::publishing;
namespace verbs = records::verbs;
using auth::Role;
using records::allow;
using records::field;
using records::Kind;

constexpr std::array<std::string_view, 6> language_codes{"en", "id", "fr", "es", "pt", "ar"};

constexpr std::array fields{
    field<&Publisher::since>("since", word::field_since).required().listed(),
    field<&Publisher::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .required()
        .hinted(word::field_organisation_hint)
        .listed(),
    field<&Publisher::identifier>("identifier", word::field_identifier)
        .required()
        .at_most(100)
        .hinted(word::field_identifier_hint)
        .listed(),
    field<&Publisher::secondary>("secondary", word::field_secondary)
        .hinted(word::field_secondary_hint),
    field<&Publisher::language>("language", word::field_language)
        .as(Kind::choice)
        .among(language_codes, word::languages)
        .required()
        .hinted(word::field_language_hint),
    field<&Publisher::currency>("currency", word::field_currency).of("currency").required(),
    field<&Publisher::flow>("flow", word::field_flow)
        .among(flows, word::flows)
        .required()
        .hinted(word::field_flow_hint),
    field<&Publisher::contact_email>("contact_email", word::field_contact_email)
        .as(Kind::email)
        .hinted(word::field_contact_email_hint),
    field<&Publisher::failed_on>("failed_on", word::field_failed_on).by_verbs().listed(),
    field<&Publisher::failure>("failure", word::field_failure).prose().by_verbs(),
};

constexpr auto rules =
    records::rule_table(allow({Role::coordinator}, {verbs::see, verbs::create, verbs::change,
                                                    verbs::comment, "publish"}),
                        allow({Role::desk_officer}, {verbs::see, verbs::comment}),
                        allow({Role::approver, Role::signatory}, {verbs::see}));

std::string name_of(storage::Reader & /*reader*/, void const *value)
{
    auto const &publisher = *static_cast<Publisher const *>(value);
    return publisher.identifier + ", " + publisher.since.to_string();
}

Problems check(web::Draft const &draft)
{
    auto const &publisher = *static_cast<Publisher const *>(draft.after);
    auto const own = draft.head == nullptr ? std::nullopt : std::optional{draft.head->id};
    return decide_publisher(publisher, has_publisher_since(draft.reader, publisher.since, own));
}

/// What holds is where the next one begins.
void begin(storage::Reader &reader, auth::Identity const & /*by*/, void *value)
{
    auto &publisher = *static_cast<Publisher *>(value);
    if (auto const told = publisher_of(reader, {})) {
        publisher = told->settings;
        publisher.failed_on.reset();
        publisher.failure.clear();
    }
    publisher.since = reader.today();
}

} // namespace

constinit records::Policy const publisher_policy{.rules = rules};

constinit records::NounOf<Publisher> const publishers{{
    .kind = "own_publisher",
    .table = "own_publisher",
    .path = "/iati-publishers",
    .prefix = "IPU",
    .singular = word::publisher_singular,
    .plural = word::publisher_plural,
    .fields = fields,
    .type = &records::value_type<Publisher>,
    .policy = &publisher_policy,
    .name = name_of,
    .sort = "-since",
}};

web::NounPages const publisher_pages{
    .noun = &publishers,
    .picture = html::Icon::settings,
    .add = word::publisher_add,
    .empty_title = word::publisher_empty_title,
    .empty_text = word::publisher_empty_text,
    .about = word::publisher_about,
    .act_name = word::acts,
    .check = check,
    .prefill = begin,
};

Problems decide_publisher(Publisher const &publisher, bool is_taken)
{
    Problems problems;
    if (is_taken) {
        problems.push_back({"since", "publishing.since_taken", {}});
    }
    if (!is_organisation_identifier(publisher.identifier)) {
        problems.push_back({"identifier", "publishing.not_an_identifier", {}});
    }
    return problems;
}

} // namespace selatan::iati_out
