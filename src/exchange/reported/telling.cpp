#include "exchange/reported/telling.hpp"

#include "platform/sheets/table_writer.hpp"
#include "words/reported.hpp"

#include <boost/json.hpp>

namespace selatan::reported {

namespace {

namespace json = boost::json;

/// A decimal without the zeros that say nothing.
std::string trimmed_decimal(std::int64_t units, int digits)
{
    auto text = sheets::Decimal{units, digits}.to_string();
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) {
            text.pop_back();
        }
    }
    return text;
}

// Round brackets: in braces a value is an array of one.
json::value text_or_null(std::string const &text)
{
    return text.empty() ? json::value{} : json::value(text);
}
json::value date_or_null(std::optional<Date> const &date)
{
    return date ? json::value(date->to_string()) : json::value{};
}

json::object json_of(Organisation const &one)
{
    return {{"ref", text_or_null(one.ref)},
            {"type", text_or_null(one.type)},
            {"name", text_or_null(one.name)}};
}

json::array json_of(Narratives const &texts)
{
    json::array all;
    for (auto const &text : texts) {
        all.push_back(json::object{{"language", text_or_null(text.language)}, {"text", text.text}});
    }
    return all;
}

json::array json_of(std::vector<Share> const &shares)
{
    json::array all;
    for (auto const &share : shares) {
        json::object one{{"code", share.code}, {"vocabulary", text_or_null(share.vocabulary)}};
        one["percentage"] =
            share.of_million ? json::value(percentage_of(*share.of_million)) : json::value{};
        all.push_back(std::move(one));
    }
    return all;
}

void put_amount(json::object &into, std::optional<Amount> const &amount)
{
    into["amount"] = amount ? json::value(digits_of(*amount)) : json::value{};
    into["currency"] =
        amount && amount->currency ? json::value(amount->currency->to_string()) : json::value{};
    into["valued_on"] = amount ? date_or_null(amount->valued_on) : json::value{};
}

json::object json_of(Transaction const &one)
{
    json::object object{{"type", text_or_null(one.type)}, {"date", date_or_null(one.on)}};
    put_amount(object, one.amount);
    object["description"] = text_or_null(one.description);
    object["provider"] = json_of(one.provider);
    object["provider_activity"] = text_or_null(one.provider_activity);
    object["receiver"] = json_of(one.receiver);
    object["receiver_activity"] = text_or_null(one.receiver_activity);
    object["flow_type"] = text_or_null(one.flow);
    object["finance_type"] = text_or_null(one.finance);
    object["aid_type"] = text_or_null(one.aid);
    object["tied_status"] = text_or_null(one.tied);
    object["channel"] = text_or_null(one.channel);
    object["countries"] = json_of(one.countries);
    object["regions"] = json_of(one.regions);
    object["sectors"] = json_of(one.sectors);
    return object;
}

json::object json_of(Budget const &one)
{
    json::object object{
        {"kind", one.kind == Budget::Kind::budget ? "budget" : "planned_disbursement"},
        {"type", text_or_null(one.type)},
        {"status", text_or_null(one.status)},
        {"starts", date_or_null(one.starts)},
        {"ends", date_or_null(one.ends)}};
    put_amount(object, one.amount);
    return object;
}

json::array json_of(std::vector<ToldFigure> const &figures)
{
    json::array all;
    for (auto const &one : figures) {
        json::array dimensions;
        for (auto const &dimension : one.dimensions) {
            dimensions.push_back(json::object{{"name", text_or_null(dimension.name)},
                                              {"value", text_or_null(dimension.value)}});
        }
        json::object figure{{"value", text_or_null(one.value)},
                            {"dimensions", std::move(dimensions)}};
        if (!one.on.empty()) {
            figure["on"] = one.on;
        }
        all.push_back(std::move(figure));
    }
    return all;
}

json::object json_of(ToldIndicator const &one)
{
    json::array periods;
    for (auto const &period : one.periods) {
        periods.push_back(json::object{{"starts", date_or_null(period.starts)},
                                       {"ends", date_or_null(period.ends)},
                                       {"targets", json_of(period.targets)},
                                       {"actuals", json_of(period.actuals)}});
    }
    return {{"measure", text_or_null(one.measure)},
            {"titles", json_of(one.title)},
            {"baselines", json_of(one.baselines)},
            {"periods", std::move(periods)}};
}

json::object json_of(Listed const &listed)
{
    return {{"id", listed.id},
            {"identifier", listed.identifier},
            {"publisher", json::object{{"ref", listed.publisher_ref},
                                       {"name", text_or_null(listed.publisher_name)}}},
            {"title", text_or_null(listed.title)},
            {"status", text_or_null(listed.status)},
            {"starts", date_or_null(listed.starts)},
            {"ends", date_or_null(listed.ends)},
            {"occurrence", listed.occurrence},
            {"version", listed.version},
            {"import", listed.import},
            {"file", listed.file},
            {"stands", listed.stands},
            {"vanished", listed.is_vanished},
            {"notes", listed.notes}};
}

template <typename T>
json::array all_of(std::vector<T> const &values)
{
    json::array all;
    for (auto const &value : values) {
        all.push_back(json_of(value));
    }
    return all;
}

} // namespace

std::string digits_of(Amount const &amount)
{
    constexpr int digits = 2;
    return amount.exact.empty() ? trimmed_decimal(amount.hundredths, digits) : amount.exact;
}

std::string percentage_of(std::int64_t of_million)
{
    constexpr int digits = 4;
    return trimmed_decimal(of_million, digits);
}

std::string country_name(web::Context const &context, std::string const &code)
{
    auto const &codes = context.app().codes;
    auto const known = codes.resolve("country", code);
    auto name = known ? codes.name("country", *known, context.language()) : std::string{};
    return name.empty() ? words::reported::page_unknown_code(context.language(), code) : name;
}

std::string sector_name(web::Context const &context, Share const &share)
{
    bool const is_oecd = share.vocabulary == "1" || share.vocabulary == "2";
    return is_oecd ? context.app().codes.name("sector", share.code, context.language())
                   : std::string{};
}

std::string url_of_activity(std::int64_t id)
{
    return "/reported/activities/" + std::to_string(id);
}

std::string listed_json(Listed const &listed)
{
    return json::serialize(json_of(listed));
}

std::string activity_json(Listed const &listed, Activity const &activity,
                          std::vector<Listed> const &versions)
{
    auto object = json_of(listed);
    object["versions"] = all_of(versions);
    object["language"] = text_or_null(activity.language);
    object["updated"] = text_or_null(activity.updated);
    object["titles"] = json_of(activity.title);
    json::array descriptions;
    for (auto const &description : activity.descriptions) {
        for (auto const &text : description.text) {
            descriptions.push_back(json::object{{"type", text_or_null(description.type)},
                                                {"language", text_or_null(text.language)},
                                                {"text", text.text}});
        }
    }
    object["descriptions"] = std::move(descriptions);
    object["reporting_org"] = json_of(activity.reporter);
    object["secondary_reporter"] = activity.is_secondary_reporter;
    object["dates"] = json::object{{"planned_start", date_or_null(activity.dates[0])},
                                   {"actual_start", date_or_null(activity.dates[1])},
                                   {"planned_end", date_or_null(activity.dates[2])},
                                   {"actual_end", date_or_null(activity.dates[3])}};
    object["default_currency"] =
        activity.currency ? json::value(activity.currency->to_string()) : json::value{};
    object["hierarchy"] = activity.hierarchy ? json::value(*activity.hierarchy) : json::value{};
    object["collaboration_type"] = text_or_null(activity.collaboration);
    json::array participants;
    for (auto const &one : activity.participants) {
        auto participant = json_of(one.organisation);
        participant["role"] = text_or_null(one.role);
        participant["activity"] = text_or_null(one.activity);
        participants.push_back(std::move(participant));
    }
    object["participants"] = std::move(participants);
    object["countries"] = json_of(activity.countries);
    object["regions"] = json_of(activity.regions);
    object["sectors"] = json_of(activity.sectors);
    json::array tags;
    for (auto const &tag : activity.tags) {
        tags.push_back(json::object{{"vocabulary", text_or_null(tag.vocabulary)},
                                    {"code", text_or_null(tag.code)},
                                    {"name", text_or_null(tag.name)}});
    }
    object["tags"] = std::move(tags);
    json::array markers;
    for (auto const &one : activity.markers) {
        markers.push_back(json::object{
            {"vocabulary", text_or_null(one.vocabulary)},
            {"code", text_or_null(one.code)},
            {"significance", one.significance ? json::value(*one.significance) : json::value{}}});
    }
    object["policy_markers"] = std::move(markers);
    json::array related;
    for (auto const &one : activity.related) {
        related.push_back(json::object{{"type", text_or_null(one.type)},
                                       {"identifier", text_or_null(one.identifier)}});
    }
    object["related"] = std::move(related);
    object["budgets"] = all_of(activity.budgets);
    object["transactions"] = all_of(activity.transactions);
    json::array documents;
    for (auto const &one : activity.documents) {
        documents.push_back(json::object{{"title", text_or_null(one.title)},
                                         {"url", text_or_null(one.url)},
                                         {"format", text_or_null(one.format)}});
    }
    object["documents"] = std::move(documents);
    json::array results;
    for (auto const &one : activity.results) {
        results.push_back(json::object{{"type", text_or_null(one.type)},
                                       {"titles", json_of(one.title)},
                                       {"indicators", all_of(one.indicators)}});
    }
    object["results"] = std::move(results);
    json::array notes;
    for (auto const &note : activity.notes) {
        notes.push_back(json::object{
            {"path", note.path}, {"value", text_or_null(note.value)}, {"why", note.why}});
    }
    object["problems"] = std::move(notes);
    return json::serialize(object);
}

} // namespace selatan::reported
