#include "exchange/reconciliation/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/reference/lists.hpp"
#include "engine/xml/writer.hpp"
#include "exchange/reconciliation/counterpart_store.hpp"
#include "exchange/reconciliation/search.hpp"
#include "exchange/reported/importer.hpp"
#include "platform/sheets/table_writer.hpp"

#include <algorithm>

namespace selatan::reconciliation {

namespace {

constexpr std::string_view office = "XM-EXAMPLE-1";
constexpr std::size_t told_projects = 2;
constexpr int days_later = 45;

void element(xml::Writer &writer, std::string_view name, std::string_view text)
{
    writer.open(name);
    writer.text(text);
    writer.close();
}

void narrative(xml::Writer &writer, std::string_view name, std::string_view text)
{
    writer.open(name);
    element(writer, "narrative", text);
    writer.close();
}

void coded(xml::Writer &writer, std::string_view name, std::string_view attribute,
           std::string_view code)
{
    writer.open(name);
    writer.attribute(attribute, code);
    writer.close();
}

void date(xml::Writer &writer, std::string_view type, std::optional<Date> const &day)
{
    if (day) {
        writer.open("activity-date");
        writer.attribute("type", type);
        writer.attribute("iso-date", day->to_string());
        writer.close();
    }
}

/// What an office that pays its part of it might tell: later by some weeks, and by other sums.
void activity(xml::Writer &writer, Ours const &ours, reference::Codelists const &lists, int number)
{
    writer.open("iati-activity");
    writer.attribute("default-currency", "USD");
    element(writer, "iati-identifier", std::string{office} + "-P" + std::to_string(number));
    writer.open("reporting-org");
    writer.attribute("ref", office);
    writer.attribute("type", "40");
    element(writer, "narrative", "Office for South-South Cooperation (example)");
    writer.close();
    narrative(writer, "title", ours.facts.title());
    narrative(writer, "description", "An invented activity, to show two accounts of one project.");
    for (auto const &one : ours.facts.organisations) {
        writer.open("participating-org");
        writer.attribute("role", "4");
        element(writer, "narrative", one.name);
        writer.close();
    }
    coded(writer, "activity-status", "code", "2");
    auto const later = ours.facts.starts.value_or(Date{}).plus_days(number == 1 ? days_later : 0);
    date(writer, "2", ours.facts.starts ? std::optional{later} : std::nullopt);
    date(writer, "3", ours.facts.ends);
    for (auto const country : ours.facts.countries) {
        if (auto const *const found = lists.country(country)) {
            coded(writer, "recipient-country", "code", found->alpha2);
        }
    }
    for (auto const &sector : ours.facts.sectors) {
        coded(writer, "sector", "code", sector);
    }
    constexpr std::int64_t promised = 180'000;
    for (auto const *const type : {"2", "3"}) {
        writer.open("transaction");
        coded(writer, "transaction-type", "code", type);
        coded(writer, "transaction-date", "iso-date", later.to_string());
        writer.open("value");
        writer.attribute("value-date", later.to_string());
        writer.text(std::to_string(promised * number));
        writer.close();
        writer.close();
    }
    writer.close();
}

} // namespace

void make_examples(storage::Store &store, auth::Identity const &coordinator)
{
    std::string text;
    store.read([&](storage::Reader &reader) {
        auto const ours = read_ours(reader);
        auto const lists = reference::lists(reader);
        xml::Writer writer{[&text](std::string_view piece) {
            text += piece;
        }};
        writer.open("iati-activities");
        writer.attribute("version", "2.03");
        for (std::size_t i = 0; i < std::min(told_projects, ours.size()); ++i) {
            activity(writer, ours[i], *lists, static_cast<int>(i) + 1);
        }
        writer.close();
        writer.done();
    });
    sheets::Spool file;
    file.sink()(text);
    auto const imported = reported::Importer{store}.import_file(
        {.path = file.path(), .name = "example-office.xml", .by = &coordinator});
    ENSURE(imported.has_value());
    search(store);
    store.write([&](storage::Tx &tx) {
        auto const proposed = counterparts_in(tx, states::proposed);
        if (proposed.empty()) {
            return;
        }
        auto const head =
            records::find(tx, counterparts, &coordinator, proposed.front().to_string());
        ENSURE(head.has_value());
        auto const confirmed = confirm(tx, coordinator, *head, head->version,
                                       {"Seen in the joint workplan of the project (example)"});
        ENSURE(confirmed.has_value());
    });
}

} // namespace selatan::reconciliation
