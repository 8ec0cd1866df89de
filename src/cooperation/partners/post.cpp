#include "cooperation/partners/post.hpp"

#include "cooperation/partners/pages.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/partners/period.hpp"
#include "cooperation/partners/post_store.hpp"
#include "words/partners.hpp"

namespace selatan::partners {

namespace {

namespace word = words::partners;
using records::field;
using records::Kind;

constexpr std::array post_fields{
    field<&Post::name>("name", word::field_name).title(),
    field<&Post::names>("names", word::field_names).other_titles(),
    field<&Post::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .required()
        .listed(),
    field<&Post::country>("country", word::field_country).scope_country().listed(),
    field<&Post::email>("email", word::field_email).as(Kind::email),
    field<&Post::phone>("phone", word::field_phone).at_most(60),
    field<&Post::signs>("signs", word::post_signs).seen_by(Audience::internal),
};

constexpr std::array holding_fields{
    field<&PostHolding::post>("post", word::holding_post).of("post").required().listed(),
    field<&PostHolding::person>("person", word::holding_person).of("person").required().listed(),
    field<&PostHolding::capacity>("capacity", word::holding_capacity)
        .among(capacities, word::capacities)
        .required()
        .listed(),
    field<&PostHolding::since>("since", word::field_since).required().listed(),
    field<&PostHolding::until>("until", word::field_until).hinted(word::field_until_hint).listed(),
    field<&PostHolding::document>("document", word::field_document)
        .hinted(word::field_document_hint),
};

constexpr std::array delegation_fields{
    field<&Delegation::post>("post", word::holding_post).of("post").required().listed(),
    field<&Delegation::delegate>("delegate", word::delegation_delegate)
        .of("post")
        .required()
        .listed(),
    field<&Delegation::powers>("powers", word::delegation_powers).at_most(1000).required().listed(),
    field<&Delegation::since>("since", word::field_since).required().listed(),
    field<&Delegation::until>("until", word::field_until).required().listed(),
    field<&Delegation::document>("document", word::field_document)
        .hinted(word::field_document_hint),
};

std::string title_of(storage::Reader &reader, std::optional<Uuid> id)
{
    auto const label = id ? records::label_of(reader, *id) : std::nullopt;
    return label ? label->title : std::string{};
}

std::string name_of_holding(storage::Reader &reader, void const *value)
{
    auto const &holding = *static_cast<PostHolding const *>(value);
    return title_of(reader, holding.person ? std::optional{holding.person->uuid()} : std::nullopt);
}

std::string name_of_delegation(storage::Reader &reader, void const *value)
{
    auto const &delegation = *static_cast<Delegation const *>(value);
    return title_of(reader, delegation.delegate ? std::optional{delegation.delegate->uuid()}
                                                : std::nullopt);
}

/// A post has one holder on a day; others may act in it meanwhile.
Problems check_holding(web::Draft const &draft)
{
    auto const &holding = *static_cast<PostHolding const *>(draft.after);
    Problems problems;
    check_period(holding.since, holding.until, problems);
    if (problems.empty() && holding.capacity == Capacity::holder &&
        is_held(draft.reader, *holding.post, holding.since, holding.until,
                draft.head == nullptr ? std::nullopt : std::optional{draft.head->id})) {
        problems.push_back({"since", "partners.held_already", {}});
    }
    return problems;
}

Problems check_delegation(web::Draft const &draft)
{
    auto const &delegation = *static_cast<Delegation const *>(draft.after);
    Problems problems;
    check_period(delegation.since, delegation.until, problems);
    if (delegation.post == delegation.delegate) {
        problems.push_back({"delegate", "partners.own_delegate", {}});
    }
    return problems;
}

/// Who answers for the post today stands at the top of its page.
web::RecordExtras show_post(web::Context const &context, storage::Reader &reader,
                            records::Head const &head, void const * /*value*/)
{
    auto const today = reader.today();
    auto const occupant = occupant_on(reader, Id<Post>{head.id}, today);
    auto const language = context.language();
    html::Notice notice;
    if (!occupant) {
        notice.tone = html::Tone::waiting;
        notice.title = word::post_vacant(language);
    } else if (occupant->capacity == Capacity::acting) {
        notice.title = word::post_acting(language, occupant->name);
    } else {
        notice.title = word::post_held_by(language, occupant->name);
    }
    web::RecordExtras extras;
    extras.notices.push_back(std::move(notice));
    return extras;
}

} // namespace

constinit records::NounOf<Post> const posts{{
    .kind = "post",
    .table = "post",
    .path = "/posts",
    .prefix = "PST",
    .singular = word::post_singular,
    .plural = word::post_plural,
    .fields = post_fields,
    .type = &records::value_type<Post>,
    .policy = &policy,
    .audience = Audience::partner,
    .sort = "title",
}};

constinit records::NounOf<PostHolding> const post_holdings{{
    .kind = "post_holding",
    .table = "post_holding",
    .path = "/post-holdings",
    .prefix = "HLD",
    .singular = word::holding_singular,
    .plural = word::holding_plural,
    .fields = holding_fields,
    .type = &records::value_type<PostHolding>,
    .policy = &policy,
    .parent_field = "post",
    .audience = Audience::partner,
    .name = name_of_holding,
    .hides_title = true,
}};

constinit records::NounOf<Delegation> const delegations{{
    .kind = "delegation",
    .table = "delegation",
    .path = "/delegations",
    .prefix = "DLG",
    .singular = word::delegation_singular,
    .plural = word::delegation_plural,
    .fields = delegation_fields,
    .type = &records::value_type<Delegation>,
    .policy = &policy,
    .parent_field = "post",
    .name = name_of_delegation,
    .hides_title = true,
}};

web::NounPages const post_pages{
    .noun = &posts,
    .picture = html::Icon::user,
    .add = word::post_add,
    .empty_title = word::post_empty_title,
    .empty_text = word::post_empty_text,
    .about = word::post_about,
    .extras = show_post,
    .parts = {{.pages = &post_holding_pages, .field = "post", .title = word::post_holders},
              {.pages = &delegation_pages, .field = "post", .title = word::post_delegations},
              {.pages = &delegation_pages, .field = "delegate", .title = word::post_received}},
};

web::NounPages const post_holding_pages{
    .noun = &post_holdings,
    .picture = html::Icon::user,
    .add = word::holding_add,
    .empty_title = word::holding_empty_title,
    .empty_text = word::holding_empty_text,
    .check = check_holding,
};

web::NounPages const delegation_pages{
    .noun = &delegations,
    .picture = html::Icon::user,
    .add = word::delegation_add,
    .empty_title = word::delegation_empty_title,
    .empty_text = word::delegation_empty_text,
    .check = check_delegation,
};

} // namespace selatan::partners
