#include "cooperation/knowledge/push.hpp"

#include "base/text.hpp"
#include "cooperation/knowledge/knowledge.hpp"
#include "cooperation/matching/alphabet.hpp"
#include "cooperation/matching/prose.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/reference/lists.hpp"
#include "cooperation/requests/requests.hpp"
#include "engine/ranking/ranking.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/noun_pages.hpp"
#include "words/knowledge.hpp"

#include <algorithm>
#include <array>

namespace selatan::knowledge {

namespace {

namespace word = words::knowledge;
using ranking::Criterion;

/// Texts say what they are about in their first sentences.
constexpr std::size_t compared_characters = 400;
/// What fits less is shown to nobody.
constexpr double score_least = 0.2;
constexpr int sector_digits_least = 3;
constexpr std::size_t words_least = 2;
/// Shorter ones say nothing ("a", "two"); an Arabic word of three letters has six bytes.
constexpr std::size_t word_bytes_least = 4;

ranking::Parameters parameters_of(matching::Alphabet const &alphabet)
{
    ranking::Parameters parameters;
    parameters.modality_families = alphabet.modality_families();
    // Where and when it was learned, how often and for how much tells nothing of whether it holds.
    for (auto const criterion : {Criterion::language, Criterion::proximity, Criterion::likeness,
                                 Criterion::capacity, Criterion::track_record, Criterion::cost}) {
        parameters.weights[static_cast<std::size_t>(criterion)] = 0;
    }
    return parameters;
}

records::Codes common_codes(records::Codes const &a, records::Codes const &b)
{
    records::Codes both;
    std::ranges::copy_if(a, std::back_inserter(both), [&](std::string const &code) {
        return std::ranges::find(b, code) != b.end();
    });
    return both;
}

matching::Prose prose_of(Topic const &topic)
{
    matching::Prose prose;
    for (auto const &text : topic.texts) {
        prose.add(truncate(text, compared_characters));
    }
    return prose;
}

matching::Prose prose_of(Candidate const &candidate)
{
    matching::Prose prose;
    prose.add(candidate.title);
    for (auto const language : languages) {
        prose.add(truncate(candidate.lesson.happened.in(language), compared_characters));
    }
    return prose;
}

Fitting in_common(ranking::Ranked const &ranked, Topic const &topic, Candidate const &candidate,
                  matching::Prose const &words, reference::Codelists const &lists)
{
    Fitting fit{.index = ranked.index,
                .score = ranked.score,
                .sector = {},
                .modalities = common_codes(topic.modalities, candidate.lesson.modalities),
                .countries = common_codes(topic.countries, candidate.lesson.countries),
                .words = {}};
    for (auto const &reason : ranked.reasons) {
        if (auto const *const sector = std::get_if<ranking::SectorFacts>(&reason.facts);
            sector != nullptr && sector->common_digits >= sector_digits_least) {
            constexpr std::size_t category = 3;
            auto const code = matching::sector_code(lists, sector->available);
            fit.sector = sector->wanted == sector->available ? code : code.substr(0, category);
        }
        if (auto const *const said = std::get_if<ranking::WordsFacts>(&reason.facts)) {
            for (auto const position : said->wanted) {
                if (auto const &word = words.word(position); word.size() >= word_bytes_least) {
                    fit.words.push_back(word);
                }
            }
        }
    }
    return fit;
}

bool is_worth_showing(Fitting const &fit)
{
    return fit.score >= score_least && (!fit.sector.empty() || fit.words.size() >= words_least);
}

// -- In words -------------------------------------------------------------------------------------

std::string names_of(web::Context const &context, std::string_view list,
                     records::Codes const &codes)
{
    std::vector<std::string> names;
    for (auto const &code : codes) {
        auto name = context.app().codes.name(list, code, context.language());
        names.push_back(name.empty() ? code : name);
    }
    return i18n::join_list(context.language(), names);
}

std::string why(web::Context const &context, Fitting const &fit)
{
    auto const language = context.language();
    std::vector<std::string> reasons;
    if (!fit.sector.empty()) {
        reasons.push_back(
            word::because_sector(language, names_of(context, "sector", {fit.sector})));
    }
    if (!fit.modalities.empty()) {
        reasons.push_back(
            word::because_modality(language, names_of(context, "modality", fit.modalities)));
    }
    if (!fit.countries.empty()) {
        reasons.push_back(
            word::because_country(language, names_of(context, "country", fit.countries)));
    }
    if (!fit.words.empty()) {
        reasons.push_back(word::because_words(language, i18n::join_list(language, fit.words)));
    }
    std::string said;
    for (auto const &reason : reasons) {
        said += (said.empty() ? "" : " · ") + reason;
    }
    return said;
}

/// What to do, or what to leave: the sentence that one reads even if one reads no more.
html::Html advice_in(Language language, Lesson const &lesson)
{
    bool const warns = lesson.nature == Nature::negative && !lesson.not_to_do.empty();
    auto const &text = warns || lesson.to_do.empty() ? lesson.not_to_do : lesson.to_do;
    auto const picked = text.pick(language);
    if (picked.text.empty()) {
        return {};
    }
    constexpr std::size_t shown = 240;
    auto const label =
        &text == &lesson.not_to_do ? word::field_not_to_do(language) : word::field_to_do(language);
    return html::p(
        html::strong(label), ": ",
        html::span(html::lang(to_code(picked.language)), html::bdi(truncate(picked.text, shown))));
}

html::Html list_of(web::Context const &context, std::vector<Candidate> const &candidates,
                   std::vector<Fitting> const &fits)
{
    return html::ul(html::each(fits, [&](Fitting const &fit) {
        auto const &one = candidates[fit.index];
        return html::li(
            html::a(html::href(web::url_of(lessons, one.reference)), html::bdi(one.title)), " ",
            html::small(one.reference), advice_in(context.language(), one.lesson),
            html::p(html::small(why(context, fit))));
    }));
}

/// Warnings apart from practices: nobody should take up what should be left.
std::vector<html::Notice> advice_about(web::Context const &context, storage::Reader &reader,
                                       Topic const &topic)
{
    auto const language = context.language();
    auto const candidates = candidates_for(
        reader,
        {.sector = topic.sector, .modalities = topic.modalities, .countries = topic.countries},
        records::compile(lesson_policy, context.identity(), records::verbs::see));
    if (candidates.empty()) {
        return {};
    }
    auto const all = fitting(topic, candidates, newest_titles(reader), *reference::lists(reader),
                             reader.today());
    std::vector<Fitting> warnings;
    std::vector<Fitting> practices;
    for (auto const &fit : all) {
        bool const warns = candidates[fit.index].lesson.nature == Nature::negative;
        (warns ? warnings : practices).push_back(fit);
    }
    std::vector<html::Notice> notices;
    if (!warnings.empty()) {
        notices.push_back({.tone = html::Tone::bad,
                           .title = std::string{word::push_warnings(language)},
                           .body = list_of(context, candidates, warnings)});
    }
    if (!practices.empty()) {
        notices.push_back({.tone = html::Tone::neutral,
                           .title = std::string{word::push_practices(language)},
                           .body = list_of(context, candidates, practices)});
    }
    return notices;
}

records::Codes countries_of(std::optional<CountryCode> const &country)
{
    return country ? records::Codes{country->to_string()} : records::Codes{};
}

// -- What is being written ------------------------------------------------------------------------

std::vector<html::Notice> about_request(web::Context const &context, storage::Reader &reader,
                                        void const *value)
{
    auto const &request = *static_cast<requests::Request const *>(value);
    return advice_about(context, reader,
                        {.texts = {request.title, request.problem, request.wanted},
                         .sector = request.sector,
                         .modalities = request.modalities,
                         .sdgs = request.sdgs,
                         .countries = countries_of(request.country)});
}

std::vector<html::Notice> about_offer(web::Context const &context, storage::Reader &reader,
                                      void const *value)
{
    auto const &offer = *static_cast<offers::Offer const *>(value);
    Topic topic{.texts = {offer.title},
                .sector = offer.sectors.empty() ? std::string{} : offer.sectors.front(),
                .modalities = {offer.modality},
                .sdgs = offer.sdgs,
                .countries = {}};
    return advice_about(context, reader, topic);
}

std::vector<html::Notice> about_project(web::Context const &context, storage::Reader &reader,
                                        void const *value)
{
    auto const &project = *static_cast<projects::Project const *>(value);
    return advice_about(context, reader,
                        {.texts = {project.title, project.objective, project.results},
                         .sector = project.sector,
                         .modalities = project.modalities,
                         .sdgs = project.sdgs,
                         .countries = countries_of(project.country)});
}

} // namespace

std::vector<Fitting> fitting(Topic const &topic, std::vector<Candidate> const &candidates,
                             std::vector<std::string> const &titles,
                             reference::Codelists const &lists, Date today)
{
    matching::Alphabet const alphabet{lists, today, {}};
    auto words = prose_of(topic);
    words.leave_out(matching::common_words(titles));
    ranking::Wanted wanted;
    wanted.modalities = alphabet.modalities_of(topic.modalities);
    wanted.sectors = matching::sector_numbers({topic.sector});
    wanted.sdgs = matching::sdg_numbers(topic.sdgs);
    wanted.tokens = words.tokens();
    std::vector<ranking::Candidate> ranked;
    ranked.reserve(candidates.size());
    for (auto const &one : candidates) {
        ranking::Candidate candidate;
        candidate.id = one.id;
        candidate.modalities = alphabet.modalities_of(one.lesson.modalities);
        candidate.sectors = matching::sector_numbers({one.lesson.sector});
        candidate.sdgs = matching::sdg_numbers(one.lesson.sdgs);
        candidate.tokens = prose_of(one).tokens();
        ranked.push_back(std::move(candidate));
    }
    std::vector<Fitting> found;
    for (auto const &one :
         ranking::rank(wanted, ranked, lessons_shown, parameters_of(alphabet)).best) {
        auto fit = in_common(one, topic, candidates[one.index], words, lists);
        if (is_worth_showing(fit)) {
            found.push_back(std::move(fit));
        }
    }
    return found;
}

std::span<web::Adviser const> advisers()
{
    static std::array const all{web::Adviser{requests::requests.kind, about_request},
                                web::Adviser{offers::offers.kind, about_offer},
                                web::Adviser{projects::projects.kind, about_project}};
    return all;
}

} // namespace selatan::knowledge
