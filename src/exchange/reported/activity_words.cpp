#include "exchange/reported/activity_words.hpp"

#include "exchange/iati/standard.hpp"

#include <array>
#include <string_view>

namespace selatan::reported {

namespace {

constexpr std::array<std::string_view, 47> element_names{
    "",
    "activity-date",
    "activity-status",
    "actual",
    "aid-type",
    "baseline",
    "budget",
    "collaboration-type",
    "default-aid-type",
    "default-finance-type",
    "default-flow-type",
    "default-tied-status",
    "description",
    "dimension",
    "disbursement-channel",
    "document-link",
    "finance-type",
    "flow-type",
    "iati-identifier",
    "indicator",
    "location",
    "name",
    "narrative",
    "participating-org",
    "period",
    "period-end",
    "period-start",
    "planned-disbursement",
    "point",
    "policy-marker",
    "pos",
    "provider-org",
    "receiver-org",
    "recipient-country",
    "recipient-region",
    "related-activity",
    "reporting-org",
    "result",
    "sector",
    "tag",
    "target",
    "tied-status",
    "title",
    "transaction",
    "transaction-date",
    "transaction-type",
    "value",
};

} // namespace

Words const &words()
{
    static Words const all = [] {
        auto const &names = iati::standard().names;
        Words made{.elements = std::vector<Element>(names.size(), Element::other),
                   .activity_id = names.find("activity-id"),
                   .code = names.find("code"),
                   .currency = names.find("currency"),
                   .default_currency = names.find("default-currency"),
                   .format = names.find("format"),
                   .hierarchy = names.find("hierarchy"),
                   .humanitarian = names.find("humanitarian"),
                   .iso_date = names.find("iso-date"),
                   .lang = names.find("xml:lang"),
                   .measure = names.find("measure"),
                   .name = names.find("name"),
                   .percentage = names.find("percentage"),
                   .provider_activity_id = names.find("provider-activity-id"),
                   .receiver_activity_id = names.find("receiver-activity-id"),
                   .ref = names.find("ref"),
                   .role = names.find("role"),
                   .secondary_reporter = names.find("secondary-reporter"),
                   .significance = names.find("significance"),
                   .status = names.find("status"),
                   .type = names.find("type"),
                   .updated = names.find("last-updated-datetime"),
                   .url = names.find("url"),
                   .value = names.find("value"),
                   .value_date = names.find("value-date"),
                   .vocabulary = names.find("vocabulary"),
                   .vocabulary_uri = names.find("vocabulary-uri"),
                   .year = names.find("year")};
        for (std::size_t i = 1; i < element_names.size(); ++i) {
            if (auto const id = names.find(element_names[i]); id != iati::unknown_name) {
                made.elements[id] = static_cast<Element>(i);
            }
        }
        return made;
    }();
    return all;
}

} // namespace selatan::reported
