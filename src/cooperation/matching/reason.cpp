#include "cooperation/matching/reason.hpp"

#include "base/ensure.hpp"
#include "platform/i18n/format.hpp"
#include "words/matching.hpp"

#include <boost/json.hpp>

namespace selatan::matching {

namespace {

namespace json = boost::json;
namespace word = words::matching;
using ranking::Criterion;
using reference::List;

std::string names_of(reference::Codelists const &lists, List list,
                     std::vector<std::string> const &codes, Language language)
{
    std::vector<std::string> names;
    for (auto const &code : codes) {
        names.emplace_back(lists.name(list, code, language).text);
    }
    return i18n::join_list(language, names);
}

/// "11220 Primary education": the code is what officials know.
std::string sector_name(reference::Codelists const &lists, std::string const &code,
                        Language language)
{
    return code + " " + std::string{lists.name(List::sector, code, language).text};
}

/// A name of a group of countries or of a part of the world.
std::string circle_name(reference::Codelists const &lists, std::string const &code,
                        Language language)
{
    bool const is_group = lists.find(List::group, code) != nullptr;
    return std::string{lists.name(is_group ? List::group : List::region, code, language).text};
}

class Teller {
public:
    Teller(Reason const &reason, reference::Codelists const &lists, Language language)
        : m_reason{&reason}, m_lists{&lists}, m_language{language}
    {
    }

    [[nodiscard]] std::string tell() const
    {
        if (m_reason->kind == "silent") {
            return word::reason_silent(m_language, criterion_name(m_reason->criterion, m_language));
        }
        switch (m_reason->criterion) {
        case Criterion::modality:
            return modality();
        case Criterion::sector:
            return sector();
        case Criterion::sdg:
            return sdg();
        case Criterion::language:
            return is("same") ? word::reason_language_same(m_language,
                                                           names(List::language, m_reason->codes))
                              : std::string{word::reason_language_none(m_language)};
        case Criterion::proximity:
            return word::reason_proximity(m_language, figure(0));
        case Criterion::likeness:
            return likeness();
        case Criterion::capacity:
            return capacity();
        case Criterion::track_record:
            return figure(0) == 0 ? std::string{word::reason_track_record_none(m_language)}
                                  : word::reason_track_record(m_language, figure(0), figure(1));
        case Criterion::cost:
            return word::reason_cost(m_language, figure(0), figure(1));
        case Criterion::words:
            return is("none")
                       ? std::string{word::reason_words_none(m_language)}
                       : word::reason_words_common(m_language, figure(0),
                                                   i18n::join_list(m_language, m_reason->codes));
        }
        return {};
    }

private:
    [[nodiscard]] bool is(std::string_view kind) const { return m_reason->kind == kind; }
    [[nodiscard]] std::int64_t figure(std::size_t which) const
    {
        ENSURE(which < m_reason->figures.size());
        return m_reason->figures[which];
    }
    [[nodiscard]] std::string names(List list, std::vector<std::string> const &codes) const
    {
        return names_of(*m_lists, list, codes, m_language);
    }

    [[nodiscard]] std::string modality() const
    {
        auto const offered = names(List::modality, m_reason->codes);
        if (is("same")) {
            return word::reason_modality_same(m_language, offered);
        }
        return is("family") ? word::reason_modality_family(m_language, offered)
                            : word::reason_modality_none(m_language, offered);
    }
    [[nodiscard]] std::string sector() const
    {
        if (is("none")) {
            return std::string{word::reason_sector_none(m_language)};
        }
        ENSURE(!m_reason->codes.empty() && !m_reason->others.empty());
        auto const offered = sector_name(*m_lists, m_reason->codes.front(), m_language);
        if (is("same")) {
            return word::reason_sector_same(m_language, offered);
        }
        auto const wanted = sector_name(*m_lists, m_reason->others.front(), m_language);
        return is("near") ? word::reason_sector_near(m_language, offered, wanted)
                          : word::reason_sector_far(m_language, offered, wanted);
    }
    [[nodiscard]] std::string sdg() const
    {
        if (is("none")) {
            return std::string{word::reason_sdg_none(m_language)};
        }
        return is("same")
                   ? word::reason_sdg_same(m_language, i18n::join_list(m_language, m_reason->codes))
                   : word::reason_sdg_goal(m_language,
                                           i18n::join_list(m_language, m_reason->codes));
    }
    [[nodiscard]] std::string capacity() const
    {
        if (is("unlimited")) {
            return std::string{word::reason_capacity_unlimited(m_language)};
        }
        auto const year = std::to_string(figure(2));
        if (is("places")) {
            return word::reason_capacity_places(m_language, figure(0), figure(1), year);
        }
        return is("expert_days")
                   ? word::reason_capacity_expert_days(m_language, figure(0), figure(1), year)
                   : word::reason_capacity_items(m_language, figure(0), figure(1), year);
    }
    /// Several things that two countries have in common make one sentence.
    [[nodiscard]] std::string likeness() const
    {
        std::vector<std::string> parts;
        std::vector<std::string> climates;
        std::vector<std::string> circles;
        for (auto const &code : m_reason->codes) {
            climates.emplace_back(m_lists->name(List::climate, code, m_language).text);
        }
        for (auto const &code : m_reason->others) {
            circles.push_back(circle_name(*m_lists, code, m_language));
        }
        if (!climates.empty()) {
            parts.push_back(
                word::reason_likeness_climate(m_language, i18n::join_list(m_language, climates)));
        }
        if (figure(0) == 0) {
            parts.emplace_back(word::reason_likeness_income(m_language));
        }
        if (figure(1) != 0) {
            parts.emplace_back(word::reason_likeness_islands(m_language));
        }
        if (figure(2) != 0) {
            parts.emplace_back(word::reason_likeness_landlocked(m_language));
        }
        if (!circles.empty()) {
            parts.push_back(
                word::reason_likeness_groups(m_language, i18n::join_list(m_language, circles)));
        }
        if (parts.empty()) {
            return std::string{word::reason_likeness_none(m_language)};
        }
        std::string all;
        for (auto const &part : parts) {
            all += (all.empty() ? "" : " · ") + part;
        }
        return all;
    }

    Reason const *m_reason;
    reference::Codelists const *m_lists;
    Language m_language;
};

} // namespace

std::string sentence(Reason const &reason, reference::Codelists const &lists, Language language)
{
    return Teller{reason, lists, language}.tell();
}

std::string_view criterion_name(Criterion criterion, Language language)
{
    auto const code = ranking::to_code(criterion);
    return words::matching::criteria(language, code).value_or(code);
}

std::string to_json(std::vector<Reason> const &reasons)
{
    json::array all;
    for (auto const &reason : reasons) {
        all.push_back(json::object{{"criterion", ranking::to_code(reason.criterion)},
                                   {"score", reason.score},
                                   {"weight", reason.weight},
                                   {"kind", reason.kind},
                                   {"codes", json::value_from(reason.codes)},
                                   {"others", json::value_from(reason.others)},
                                   {"figures", json::value_from(reason.figures)}});
    }
    return json::serialize(all);
}

std::vector<Reason> parse_reasons(std::string_view text)
{
    std::vector<Reason> all;
    auto const parsed = json::parse(json::string_view{text.data(), text.size()});
    for (auto const &value : parsed.as_array()) {
        auto const &object = value.as_object();
        Reason reason;
        auto const code = json::value_to<std::string>(object.at("criterion"));
        bool known = false;
        for (std::size_t i = 0; i < ranking::criterion_count; ++i) {
            if (ranking::to_code(static_cast<Criterion>(i)) == code) {
                reason.criterion = static_cast<Criterion>(i);
                known = true;
            }
        }
        ENSURE(known);
        reason.score = json::value_to<int>(object.at("score"));
        reason.weight = json::value_to<int>(object.at("weight"));
        reason.kind = json::value_to<std::string>(object.at("kind"));
        reason.codes = json::value_to<std::vector<std::string>>(object.at("codes"));
        reason.others = json::value_to<std::vector<std::string>>(object.at("others"));
        reason.figures = json::value_to<std::vector<std::int64_t>>(object.at("figures"));
        all.push_back(std::move(reason));
    }
    return all;
}

} // namespace selatan::matching
