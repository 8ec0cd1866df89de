#include "exchange/iati_out/crosswalk.hpp"

namespace selatan::iati_out {

void Pen::narrative(std::string_view text) const
{
    xml.open("narrative");
    xml.text(text);
    xml.close();
}

void Pen::narrated(std::string_view element, std::string_view text) const
{
    xml.open(element);
    narrative(text);
    xml.close();
}

void Pen::day(std::string_view element, Date date) const
{
    xml.open(element);
    xml.attribute("iso-date", date.to_string());
    xml.close();
}

void Pen::value(Money const &money, Date on) const
{
    xml.open("value");
    xml.attribute("currency", money.currency().view());
    xml.attribute("value-date", on.to_string());
    xml.text(money.amount());
    xml.close();
}

void Pen::publisher_names() const
{
    narrative(publisher.name);
    for (auto const language : languages) {
        if (auto const name = publisher.names.in(language); !name.empty()) {
            xml.open("narrative");
            xml.attribute("xml:lang", to_code(language));
            xml.text(name);
            xml.close();
        }
    }
}

void Pen::reporting_org() const
{
    xml.open("reporting-org");
    xml.attribute("ref", publisher.settings.identifier);
    xml.attribute("type", organisation_type_code(publisher.type));
    xml.attribute("secondary-reporter", publisher.settings.secondary ? "1" : "0");
    publisher_names();
    xml.close();
}

} // namespace selatan::iati_out
