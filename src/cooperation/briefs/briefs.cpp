#include "cooperation/briefs/briefs.hpp"

#include "cooperation/briefs/brief_paper.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/reference/lists.hpp"

#include <algorithm>

namespace selatan::briefs {

namespace {

/// One or two of our languages, none twice; nothing for anything else.
std::vector<Language> parsed_languages(std::string_view text)
{
    std::vector<Language> all;
    while (!text.empty()) {
        auto const end = std::min(text.find(','), text.size());
        auto const language = parse_language(text.substr(0, end));
        if (!language || all.size() == 2 || std::ranges::find(all, *language) != all.end()) {
            return {};
        }
        all.push_back(*language);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

/// The reader's language first, beside it the one in which the country is written to.
std::vector<Language> usual_languages(storage::Reader &reader, auth::Identity const &by,
                                      CountryCode country, records::Codes const &written)
{
    std::vector<Language> all{by.language};
    auto tags = written;
    auto const lists = reference::lists(reader);
    if (auto const *const facts = lists->country(country)) {
        tags.insert(tags.end(), facts->official_languages.begin(), facts->official_languages.end());
    }
    tags.emplace_back("en");
    for (auto const &tag : tags) {
        if (auto const language = parse_language(tag); language && *language != by.language) {
            all.push_back(*language);
            break;
        }
    }
    return all;
}

http::Response get_brief(web::Context &context)
{
    auto const file = make_brief(context.app(), context.who(),
                                 {.country = context.part("id"),
                                  .languages = context.query().find("languages").value_or("")});
    if (!file) {
        return context.refused(file.error());
    }
    http::Response response;
    response.headers.set("Content-Type", "application/pdf");
    response.headers.set("Content-Disposition", "inline; filename=\"brief.pdf\"");
    response.headers.set("Cache-Control", "private, no-store");
    response.body = *file;
    return response;
}

} // namespace

Result<std::string> make_brief(web::App const &app, auth::Identity const &by,
                               BriefWanted const &wanted)
{
    auto languages = parsed_languages(wanted.languages);
    if (languages.empty() && !wanted.languages.empty()) {
        return refuse(Decline::invalid, "languages", "briefs.languages");
    }
    auto const document = app.store.read([&](storage::Reader &reader) -> Result<pdf::Document> {
        auto const head = records::find(reader, partners::country_profiles, &by, wanted.country);
        if (!head || !head->country) {
            return not_found();
        }
        if (languages.empty()) {
            auto const profile = records::load(reader, partners::country_profiles, head->id);
            languages = usual_languages(reader, by, *head->country, profile->languages);
        }
        auto const brief = brief_of(reader, {.identity = &by, .codes = app.codes}, *head->country);
        return paper_of(reader, brief,
                        {.installation = app.settings.installation,
                         .base_url = app.settings.base_url,
                         .reader = by.name,
                         .made = reader.now()},
                        languages);
    });
    if (!document) {
        return refuse(document.error());
    }
    return pdf::render(*document).bytes;
}

void add_routes(web::Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = std::string{partners::country_profiles.path} + "/{id}/brief.pdf",
                .gate = {.kind = web::Gate::Kind::policy,
                         .policy = &partners::policy,
                         .verb = records::verbs::see},
                .handler = get_brief,
                .api = web::ApiDoc{.summary = "Fetches the brief of a country (languages=en,ar), "
                                              "as PDF.",
                                   .tag = "country_profile",
                                   .shape = web::ApiDoc::Shape::text}});
}

} // namespace selatan::briefs
