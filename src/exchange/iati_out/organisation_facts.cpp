// The organisation file: the central budget against its ceiling, and what is planned for countries.
#include "exchange/iati_out/crosswalk.hpp"
#include "words/publishing.hpp"

namespace selatan::iati_out {

namespace {

namespace word = words::publishing;

void language(OrganisationPen const &pen)
{
    pen.xml.attribute("xml:lang", to_code(pen.publisher.language));
}

void currency(OrganisationPen const &pen)
{
    pen.xml.attribute("default-currency", pen.publisher.settings.currency->view());
}

void identifier(OrganisationPen const &pen)
{
    pen.xml.open("organisation-identifier");
    pen.xml.text(pen.publisher.settings.identifier);
    pen.xml.close();
}

void name(OrganisationPen const &pen)
{
    pen.xml.open("name");
    pen.publisher_names();
    pen.xml.close();
}

void publisher(OrganisationPen const &pen)
{
    pen.reporting_org();
}

Date first_of(std::int64_t year)
{
    return *Date::of(static_cast<int>(year), 1, 1);
}

void period(OrganisationPen const &pen, std::int64_t year)
{
    pen.day("period-start", first_of(year));
    pen.day("period-end", *Date::of(static_cast<int>(year), 12, 31));
}

void line(OrganisationPen const &pen, std::string_view reference, Money const &value,
          std::int64_t year, std::string_view text)
{
    pen.xml.open("budget-line");
    pen.xml.attribute("ref", reference);
    pen.value(value, first_of(year));
    pen.narrative(text);
    pen.xml.close();
}

/// The ceiling is the year's budget; what of it is established stands as its line.
void total_budget(OrganisationPen const &pen)
{
    for (auto const &one : pen.told.years) {
        pen.xml.open("total-budget");
        pen.xml.attribute("status", "2"); // Committed
        period(pen, one.year);
        pen.value(one.ceiling, first_of(one.year));
        line(pen, "established", one.established, one.year,
             word::told_established(pen.publisher.language));
        pen.xml.close();
    }
}

/// Only of projects whose parties let their money be told: the line says so.
void country_budgets(OrganisationPen const &pen)
{
    for (auto const &one : pen.told.countries) {
        auto const code = country_code(pen.lists, one.country);
        if (code.empty()) {
            continue;
        }
        pen.xml.open("recipient-country-budget");
        pen.xml.attribute("status", "2");
        pen.xml.open("recipient-country");
        pen.xml.attribute("code", code);
        pen.xml.close();
        period(pen, one.year);
        pen.value(one.value, first_of(one.year));
        line(pen, "published", one.value, one.year,
             word::told_published_projects(pen.publisher.language, one.projects));
        pen.xml.close();
    }
}

constexpr std::array facts{
    OrganisationFact{"language", "@xml:lang", language},
    OrganisationFact{"currency", "@default-currency", currency},
    OrganisationFact{"identifier", "organisation-identifier", identifier},
    OrganisationFact{"name", "name", name},
    OrganisationFact{"publisher", "reporting-org", publisher},
    OrganisationFact{"total_budget", "total-budget", total_budget},
    OrganisationFact{"country_budgets", "recipient-country-budget", country_budgets},
};

} // namespace

std::span<OrganisationFact const> organisation_facts()
{
    return facts;
}

} // namespace selatan::iati_out
