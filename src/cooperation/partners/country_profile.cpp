#include "cooperation/partners/country_profile.hpp"

#include "cooperation/partners/country_profile_store.hpp"
#include "cooperation/partners/designation.hpp"
#include "cooperation/partners/pages.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/reference/codelists.hpp"
#include "cooperation/reference/lists.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/route.hpp"
#include "words/common.hpp"
#include "words/partners.hpp"

namespace selatan::partners {

namespace {

namespace word = words::partners;
using records::field;
using records::Kind;

constexpr std::array profile_fields{
    field<&CountryProfile::country>("country", word::field_country)
        .scope_country()
        .required()
        .listed(),
    field<&CountryProfile::official_name>("official_name", word::profile_official_name)
        .at_most(300)
        .hinted(word::profile_official_name_hint),
    field<&CountryProfile::eligibility>("eligibility", word::profile_eligibility)
        .among(eligibilities, word::eligibilities)
        .seen_by(Audience::internal)
        .listed(),
    field<&CountryProfile::recognition>("recognition", word::profile_recognition)
        .among(recognitions, word::recognitions)
        .seen_by(Audience::internal)
        .listed(),
    field<&CountryProfile::relations_since>("relations_since", word::profile_relations_since)
        .seen_by(Audience::internal),
    field<&CountryProfile::languages>("languages", word::profile_languages).of("language"),
    field<&CountryProfile::priorities>("priorities", word::profile_priorities)
        .as(Kind::long_text)
        .at_most(5000)
        .hinted(word::profile_priorities_hint),
    field<&CountryProfile::notes>("notes", word::field_notes)
        .as(Kind::long_text)
        .at_most(10'000)
        .seen_by(Audience::internal),
};

std::string name_of_profile(storage::Reader &reader, void const *value)
{
    auto const &profile = *static_cast<CountryProfile const *>(value);
    if (!profile.country) {
        return {};
    }
    if (auto const own = profile.official_name.in(Language::en); !own.empty()) {
        return std::string{own};
    }
    return std::string{reference::lists(reader)->name(*profile.country, Language::en).text};
}

i18n::MultilingualText names_of_profile(storage::Reader &reader, void const *value)
{
    auto const &profile = *static_cast<CountryProfile const *>(value);
    i18n::MultilingualText names;
    for (auto const language : languages) {
        auto const own = std::string{profile.official_name.in(language)};
        if (!own.empty() || profile.country) {
            names.set(
                language,
                own.empty()
                    ? std::string{reference::lists(reader)->name(*profile.country, language).text}
                    : own);
        }
    }
    return names;
}

Problems check_profile(web::Draft const &draft)
{
    auto const &profile = *static_cast<CountryProfile const *>(draft.after);
    Problems problems;
    if (draft.before == nullptr) {
        if (has_profile(draft.reader, *profile.country)) {
            problems.push_back({"country", "partners.profile_exists", {}});
        }
    } else if (static_cast<CountryProfile const *>(draft.before)->country != profile.country) {
        problems.push_back({"country", "partners.country_fixed", {}});
    }
    return problems;
}

/// What nobody here decides: regions, groups, languages, currency.
html::Html facts_block(web::Context const &context, storage::Reader &reader, CountryCode code)
{
    auto const lists = reference::lists(reader);
    auto const *const country = lists->country(code);
    if (country == nullptr) {
        return {};
    }
    auto const language = context.language();
    std::vector<html::Fact> facts;
    auto const add = [&](std::string_view label, std::string const &text) {
        if (!text.empty()) {
            facts.push_back({.label = std::string{label}, .value = html::bdi(text)});
        }
    };
    if (!country->sub_region.empty()) {
        add(word::profile_region(language),
            std::string{lists->name(reference::List::region, country->sub_region, language).text});
    }
    add(word::profile_capital(language), country->capital);
    if (country->currency) {
        add(word::profile_currency(language),
            std::string{
                lists->name(reference::List::currency, country->currency->view(), language).text} +
                " (" + country->currency->to_string() + ")");
    }
    std::vector<std::string> spoken;
    for (auto const &tag : country->official_languages) {
        spoken.emplace_back(lists->name(reference::List::language, tag, language).text);
    }
    add(word::profile_official_languages(language), i18n::join_list(language, spoken));
    if (country->population) {
        add(word::profile_population(language),
            i18n::format_number(language, country->population->value) + " (" +
                std::to_string(country->population->year) + ")");
    }
    html::Html groups;
    for (auto const *membership : lists->groups(code, reader.today())) {
        if (membership->kind == "member") {
            groups +=
                html::tag(lists->name(reference::List::group, membership->group, language).text) +
                html::fragment(" ");
        }
    }
    if (!groups.empty()) {
        facts.push_back(
            {.label = std::string{word::profile_groups(language)}, .value = std::move(groups)});
    }
    return html::block(word::profile_facts(language),
                       html::p(html::cls("note"), word::profile_facts_source(language)) +
                           html::facts(facts));
}

web::RecordExtras show_profile(web::Context const &context, storage::Reader &reader,
                               records::Head const &head, void const * /*value*/)
{
    web::RecordExtras extras;
    if (!head.country) {
        return extras;
    }
    auto const language = context.language();
    extras.sections = facts_block(context, reader, *head.country);
    auto const officers = records::audience_of(context.identity()) >= Audience::internal;
    if (officers && !has_focal_point_on(reader, *head.country, reader.today())) {
        auto const name = reference::lists(reader)->name(*head.country, language).text;
        extras.notices.push_back(
            {.tone = html::Tone::waiting, .title = word::designation_missing(language, name)});
    }
    // Briefs stand last in the order of the house; the route is asked for by its path.
    auto const brief =
        std::string{country_profiles.path} + "/" + head.country->to_string() + "/brief.pdf";
    if (context.app().router != nullptr &&
        context.app().router->match(http::Method::get, brief).route != nullptr) {
        extras.actions.push_back({.label = std::string{words::common::nav_brief(language)},
                                  .url = brief,
                                  .picture = html::Icon::download});
    }
    auto const part = [&](std::string_view title, web::NounPages const &pages) {
        records::ListQuery query;
        query.limit = 20;
        query.terms.push_back({.name = "country", .values = {head.country->to_string()}});
        query.sort = "-changed";
        extras.sections +=
            html::block(title, web::list_html(context, reader, pages, query, std::nullopt));
    };
    part(word::profile_focal_points(language), designation_pages);
    part(word::profile_organisations(language), organisation_pages);
    part(word::profile_missions(language), mission_pages);
    return extras;
}

} // namespace

constinit records::NounOf<CountryProfile> const country_profiles{{
    .kind = "country_profile",
    .table = "country_profile",
    .path = "/countries",
    .prefix = "CTY",
    .singular = word::profile_singular,
    .plural = word::profile_plural,
    .fields = profile_fields,
    .type = &records::value_type<CountryProfile>,
    .policy = &policy,
    .audience = Audience::partner,
    .name = name_of_profile,
    .names = names_of_profile,
    .sort = "title",
    .hides_title = true,
}};

int make_profiles(storage::Tx &tx, events::Actor const &actor)
{
    auto const lists = reference::lists(tx);
    auto const known = countries_with_profile(tx);
    int made = 0;
    for (auto const *country : lists->countries(Language::en)) {
        if (known.contains(country->code)) {
            continue;
        }
        CountryProfile profile;
        profile.country = country->code;
        static_cast<void>(
            records::create(tx, actor, country_profiles, profile,
                            {.reference = country->code.to_string(), .silent = true}));
        ++made;
    }
    return made;
}

web::NounPages const country_profile_pages{
    .noun = &country_profiles,
    .picture = html::Icon::country,
    .add = word::profile_add,
    .empty_title = word::profile_empty_title,
    .empty_text = word::profile_empty_text,
    .about = word::profile_about,
    .check = check_profile,
    .extras = show_profile,
};

} // namespace selatan::partners
