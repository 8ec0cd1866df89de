#include "exchange/iati_out/result_facts.hpp"

#include "exchange/iati/own_tags.hpp"
#include "words/publishing.hpp"

#include <algorithm>

namespace selatan::iati_out::result_facts {

namespace {

namespace word = words::publishing;

void begin_result(ActivityPen const &pen, std::string_view type, std::string_view title)
{
    pen.xml.open("result");
    pen.xml.attribute("type", type);
    pen.narrated("title", title);
}

void begin_period(ActivityPen const &pen, Date from, Date until)
{
    pen.xml.open("period");
    pen.day("period-start", from);
    pen.day("period-end", until);
}

/// `sex`: of these people alone.
void actual(ActivityPen const &pen, std::string_view value, std::string_view sex,
            std::string_view comment)
{
    pen.xml.open("actual");
    pen.xml.attribute("value", value);
    if (!sex.empty()) {
        pen.xml.open("dimension");
        pen.xml.attribute("name", "sex");
        pen.xml.attribute("value", sex);
        pen.xml.close();
    }
    if (!comment.empty()) {
        pen.narrated("comment", comment);
    }
    pen.xml.close();
}

void counted(ActivityPen const &pen, std::optional<std::int64_t> women,
             std::optional<std::int64_t> men, std::string_view comment)
{
    if (women) {
        actual(pen, std::to_string(*women), "female", comment);
    }
    if (men) {
        actual(pen, std::to_string(*men), "male", comment);
    }
}

void figure(ActivityPen const &pen, ToldFigure const &one)
{
    auto const comment = word::told_measured(pen.publisher.language, one.on.to_string());
    actual(pen, one.value, {}, comment);
    counted(pen, one.women, one.men, comment);
}

std::string_view result_type(results::Level level)
{
    switch (level) {
    case results::Level::output:
        return "1";
    case results::Level::outcome:
        return "2";
    case results::Level::impact:
        break;
    }
    return "3";
}

/// The day on which its first period begins: the project's, or an earlier one that it knows of.
Date first_day(ActivityPen const &pen, ToldIndicator const &indicator)
{
    auto first = pen.told.project.starts.value_or(pen.today);
    if (!indicator.targets.empty()) {
        first = std::min(first, indicator.targets.front().until);
    }
    if (!indicator.figures.empty()) {
        first = std::min(first, indicator.figures.front().on);
    }
    return first;
}

void periods(ActivityPen const &pen, ToldIndicator const &indicator)
{
    auto from = first_day(pen, indicator);
    auto next = indicator.figures.begin();
    auto const figures_until = [&](Date until) {
        for (; next != indicator.figures.end() && next->on <= until; ++next) {
            figure(pen, *next);
        }
    };
    for (auto const &target : indicator.targets) {
        begin_period(pen, from, target.until);
        pen.xml.open("target");
        pen.xml.attribute("value", target.value);
        pen.xml.close();
        figures_until(target.until);
        pen.xml.close();
        from = target.until.plus_days(1);
    }
    if (next != indicator.figures.end()) { // measured after the last target's day
        auto const last = indicator.figures.back().on;
        begin_period(pen, from, last);
        figures_until(last);
        pen.xml.close();
    }
}

void indicator_of(ActivityPen const &pen, ToldIndicator const &indicator)
{
    begin_result(pen, result_type(indicator.level), indicator.title);
    pen.xml.open("indicator");
    pen.xml.attribute("measure", indicator.unit == "%" ? "2" : "1"); // Percentage, Unit
    pen.xml.attribute("ascending", indicator.direction == results::Direction::up ? "1" : "0");
    pen.narrated("title", indicator.title);
    if (!indicator.unit.empty()) {
        pen.narrated("description", indicator.unit);
    }
    if (!indicator.sdg.empty()) {
        pen.xml.open("reference");
        // IATI has a vocabulary of the goals' indicators ("2.4.1"); a target is told as a tag too.
        if (std::ranges::count(indicator.sdg, '.') == 2) {
            pen.xml.attribute("vocabulary", "9");
            pen.xml.attribute("code", indicator.sdg);
        } else {
            pen.xml.attribute("vocabulary", iati::own_tags::vocabulary);
            pen.xml.attribute("code", iati::own_tags::code("sdg", indicator.sdg));
            pen.xml.attribute("indicator-uri", iati::own_tags::vocabulary_uri(
                                                   pen.publisher.base_url, pen.publisher.language));
        }
        pen.xml.close();
    }
    if (!indicator.baseline.empty() && indicator.baseline_year) {
        pen.xml.open("baseline");
        pen.xml.attribute("year", std::to_string(*indicator.baseline_year));
        pen.xml.attribute("value", indicator.baseline);
        pen.xml.close();
    }
    periods(pen, indicator);
    pen.xml.close();
    pen.xml.close();
}

} // namespace

void people(ActivityPen const &pen)
{
    auto const &project = pen.told.project;
    if (!project.women && !project.men) {
        return;
    }
    auto const title = word::told_people(pen.publisher.language);
    auto const from = project.starts.value_or(pen.today);
    begin_result(pen, "1", title);
    pen.xml.open("indicator");
    pen.xml.attribute("measure", "1");
    pen.xml.attribute("ascending", "1");
    pen.narrated("title", title);
    begin_period(pen, from, std::max(from, pen.told.people_until.value_or(from)));
    actual(pen, std::to_string(project.women.value_or(0) + project.men.value_or(0)), {}, {});
    counted(pen, project.women, project.men, {});
    pen.xml.close();
    pen.xml.close();
    pen.xml.close();
}

void indicators(ActivityPen const &pen)
{
    for (auto const &indicator : pen.told.indicators) {
        indicator_of(pen, indicator);
    }
}

} // namespace selatan::iati_out::result_facts
