/// \file
/// The elements and attributes of an activity that are taken, by the numbers of their names.
/// Private to this folder.
#pragma once

#include "exchange/iati/names.hpp"

#include <cstdint>
#include <vector>

namespace selatan::reported {

/// Elements of an activity that are taken.
enum class Element : std::uint8_t {
    other,
    activity_date,
    activity_status,
    actual,
    aid_type,
    baseline,
    budget,
    collaboration_type,
    default_aid_type,
    default_finance_type,
    default_flow_type,
    default_tied_status,
    description,
    dimension,
    disbursement_channel,
    document_link,
    finance_type,
    flow_type,
    iati_identifier,
    indicator,
    location,
    name,
    narrative,
    participating_org,
    period,
    period_end,
    period_start,
    planned_disbursement,
    point,
    policy_marker,
    pos,
    provider_org,
    receiver_org,
    recipient_country,
    recipient_region,
    related_activity,
    reporting_org,
    result,
    sector,
    tag,
    target,
    tied_status,
    title,
    transaction,
    transaction_date,
    transaction_type,
    value,
};

/// Names as numbers, looked up once.
struct Words {
    std::vector<Element> elements; ///< by NameId
    iati::NameId activity_id;
    iati::NameId code;
    iati::NameId currency;
    iati::NameId default_currency;
    iati::NameId format;
    iati::NameId hierarchy;
    iati::NameId humanitarian;
    iati::NameId iso_date;
    iati::NameId lang;
    iati::NameId measure;
    iati::NameId name;
    iati::NameId percentage;
    iati::NameId provider_activity_id;
    iati::NameId receiver_activity_id;
    iati::NameId ref;
    iati::NameId role;
    iati::NameId secondary_reporter;
    iati::NameId significance;
    iati::NameId status;
    iati::NameId type;
    iati::NameId updated;
    iati::NameId url;
    iati::NameId value;
    iati::NameId value_date;
    iati::NameId vocabulary;
    iati::NameId vocabulary_uri;
    iati::NameId year;
};

[[nodiscard]] Words const &words();

} // namespace selatan::reported
