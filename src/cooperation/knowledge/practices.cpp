#include "cooperation/knowledge/practices.hpp"

#include "base/text.hpp"
#include "cooperation/reference/lists.hpp"
#include "platform/html/parts.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/prose.hpp"
#include "words/common.hpp"
#include "words/knowledge.hpp"

namespace selatan::knowledge {

namespace {

namespace word = words::knowledge;
using html::cls;
using html::Html;
using reference::Codelists;

constexpr int page_size = 30;

std::string name_of(Codelists const &lists, std::string_view list, std::string_view code,
                    Language language)
{
    reference::List which{};
    return reference::from_code(list, which) ? std::string{lists.name(which, code, language).text}
                                             : std::string{code};
}

std::string names_of(Codelists const &lists, std::string_view list, records::Codes const &codes,
                     Language language)
{
    std::vector<std::string> names;
    for (auto const &code : codes) {
        names.push_back(name_of(lists, list, code, language));
    }
    return i18n::join_list(language, names);
}

std::string_view nature_of(Lesson const &lesson, Language language)
{
    return lesson.nature ? word::natures(language, to_code(*lesson.nature)).value_or("") : "";
}

Html items(Language language, Codelists const &lists, std::string_view base,
           std::vector<Practice> const &all)
{
    return html::ul(
        cls("projects"), html::each(all, [&](Practice const &one) {
            auto const &lesson = one.lesson;
            auto const short_text = in_short(lesson, language);
            auto const sector = lesson.sector.empty()
                                    ? std::string{}
                                    : name_of(lists, "sector", lesson.sector, language);
            return html::li(
                html::h3(html::a(html::href(std::string{base} + "/" + one.reference),
                                 html::bdi(lesson.title))),
                html::when(!short_text.empty(), [&] { return html::p(html::bdi(short_text)); }),
                html::p(cls("small"), nature_of(lesson, language), sector.empty() ? "" : " · ",
                        sector));
        }));
}

/// "?kind=negative&sector=311&after=…"
std::string address(std::string_view base, PracticeFilter const &filter, std::string_view after)
{
    std::string url{base};
    char mark = '?';
    auto const add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) {
            url += mark;
            url += name;
            url += '=';
            url += value;
            mark = '&';
        }
    };
    add("kind", filter.nature ? to_code(*filter.nature) : "");
    add("sector", filter.sector);
    add("after", after);
    return url;
}

Html kinds(Language language, std::string_view base, PracticeFilter const &filter)
{
    auto const choice = [&](std::optional<Nature> nature, std::string_view label) {
        PracticeFilter wanted = filter;
        wanted.nature = nature;
        return filter.nature == nature
                   ? html::fragment(html::strong(label), " ")
                   : html::fragment(html::a(html::href(address(base, wanted, "")), label), " ");
    };
    Html all = choice(std::nullopt, word::public_all(language));
    for (auto const nature : {Nature::positive, Nature::negative, Nature::mixed}) {
        all += choice(nature, word::natures(language, to_code(nature)).value_or(""));
    }
    return html::p(cls("downloads"), all);
}

} // namespace

std::string in_short(Lesson const &lesson, Language language)
{
    constexpr std::size_t shown = 240;
    bool const warns = lesson.nature == Nature::negative && !lesson.not_to_do.empty();
    auto const &text = warns || lesson.to_do.empty() ? lesson.not_to_do : lesson.to_do;
    return std::string{truncate(text.pick(language).text, shown)};
}

Html told_practices(Language language, storage::Reader &reader, std::string_view base,
                    PracticeFilter const &filter, std::optional<Uuid> after)
{
    auto all = public_practices(reader, filter, page_size + 1, after);
    Html content =
        html::p(cls("lead"), word::public_lead(language)) + kinds(language, base, filter);
    if (all.empty()) {
        return content + html::p(cls("empty"), word::public_none(language));
    }
    bool const has_more = all.size() > page_size;
    if (has_more) {
        all.pop_back();
    }
    content += items(language, *reference::lists(reader), base, all);
    if (has_more) {
        content += html::p(html::a(html::href(address(base, filter, all.back().id.to_string())),
                                   word::public_more(language)));
    }
    return content;
}

Html told_lesson(Language language, storage::Reader &reader, Lesson const &lesson)
{
    auto const lists = reference::lists(reader);
    std::vector<html::Fact> facts;
    auto const add_fact = [&facts](std::string_view label, std::string_view value) {
        if (!value.empty()) {
            facts.push_back({.label = std::string{label}, .value = html::bdi(value)});
        }
    };
    add_fact(word::field_nature(language), nature_of(lesson, language));
    if (!lesson.sector.empty()) {
        add_fact(word::field_sector(language), name_of(*lists, "sector", lesson.sector, language));
    }
    add_fact(word::field_modalities(language),
             names_of(*lists, "modality", lesson.modalities, language));
    add_fact(word::field_sdgs(language), names_of(*lists, "sdg", lesson.sdgs, language));
    if (lesson.released_on) {
        add_fact(word::field_released_on(language),
                 i18n::format_date(language, *lesson.released_on));
    }
    Html content = html::facts(facts);
    struct Part {
        records::Word label;
        MultilingualText Lesson::*text;
    };
    for (auto const &[label, text] :
         {Part{word::field_happened, &Lesson::happened}, Part{word::field_why, &Lesson::why},
          Part{word::field_to_do, &Lesson::to_do}, Part{word::field_not_to_do, &Lesson::not_to_do},
          Part{word::field_conditions, &Lesson::conditions}}) {
        if (auto const &said = lesson.*text; !said.empty()) {
            content += html::block(label(language), web::prose(said, language));
        }
    }
    return content;
}

Html told_practice(Language language, storage::Reader &reader, std::string_view base,
                   Practice const &practice)
{
    return html::p(cls("trail"), html::a(html::href(base), word::lesson_plural(language)), " / ",
                   practice.reference) +
           html::h1(html::bdi(practice.lesson.title)) +
           told_lesson(language, reader, practice.lesson);
}

Html told_lessons(Language language, storage::Reader &reader, std::string_view base,
                  PracticeFilter const &filter)
{
    auto const all = public_practices(reader, filter, page_size);
    return all.empty() ? Html{} : items(language, *reference::lists(reader), base, all);
}

} // namespace selatan::knowledge
