#include "exchange/flows/question.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/flows/told.hpp"
#include "exchange/reported/countries.hpp"
#include "words/flows.hpp"

namespace selatan::reported_flows {

namespace word = words::flows;

namespace {

/// The key as figures have it: of a country its three letters, of an organisation its identifier in
/// small letters, however they are written.
std::string key_of(reference::Codelists const &lists, Dimension dimension, std::string const &said)
{
    if (dimension == Dimension::country) {
        auto const code = reported::country_in(lists, said);
        return code ? code->to_string() : said;
    }
    if (dimension == Dimension::corridor) {
        auto const [provider, country] = ends_of(said);
        return key_of(lists, Dimension::provider, provider) + ">" +
               key_of(lists, Dimension::country, country);
    }
    return is_organisation(dimension) ? code_of({.ref = said, .name = {}, .type = {}}) : said;
}

/// Whether a key means something, though no figure has it; empty: what nobody said.
bool is_known(storage::Reader &reader, Dimension dimension, std::string const &key)
{
    using reference::List;
    if (key.empty() || has_key(reader, dimension, key)) {
        return true;
    }
    auto const lists = reference::lists(reader);
    switch (dimension) {
    case Dimension::country:
        return lists->find(List::country, key) != nullptr;
    case Dimension::sector:
    case Dimension::category:
        return lists->find(List::sector, key) != nullptr;
    case Dimension::goal:
        return lists->find(List::sdg, key) != nullptr;
    case Dimension::in_kind:
        return word::in_kinds(Language::en, key).has_value();
    case Dimension::corridor: {
        auto const [provider, country] = ends_of(key);
        return is_known(reader, Dimension::provider, provider) &&
               is_known(reader, Dimension::country, country);
    }
    case Dimension::all:
        return false;
    default:
        return has_organisation(reader, key);
    }
}

} // namespace

Question question(web::Context const &context)
{
    Question one;
    auto const &query = context.query();
    if (auto const by = query.find("by")) {
        auto const dimension = parse_dimension(*by);
        if (*by == "year" || *by == "southern") {
            one.by = *by;
        } else if (dimension && *dimension != Dimension::all) {
            one.by = *by;
            one.asked.dimension = *dimension;
        }
    }
    if (one.by == "southern") {
        one.asked.dimension = Dimension::provider;
        one.asked.only_southern = true;
    } else if (one.by == "year") {
        one.asked.dimension = Dimension::all;
    }
    if (auto const money = parse_money(query.find("money").value_or(""))) {
        one.asked.money = *money;
    }
    // The key of a year is the year.
    one.asked.year = number_in(context, "year");
    if (one.by == "year" && !one.asked.year) {
        one.asked.year = number_in(context, "key");
    }
    one.asked.only_south = query.find("south").value_or("") == "1";
    return one;
}

Asked asked_for_parts(web::Context const &context)
{
    auto asked = question(context).asked;
    if (context.query().find("by").value_or("") == "all") {
        asked.dimension = Dimension::all;
    }
    return asked;
}

std::string key_asked(web::Context const &context, storage::Reader &reader, Dimension dimension)
{
    auto const said = context.query().find("key").value_or("");
    return said.empty() ? std::string{}
                        : key_of(*reference::lists(reader), dimension, std::string{said});
}

Result<void> believe_question(web::Context const &context)
{
    Problems problems;
    believe_word(context, "by", {ways.begin(), ways.end()}, problems);
    believe_word(context, "money", {money_codes.begin(), money_codes.end()}, problems);
    believe_word(context, "reason",
                 {flows::to_code(flows::Reason::told_twice),
                  flows::to_code(flows::Reason::in_parts), flows::to_code(flows::Reason::passed_on),
                  flows::to_code(flows::Reason::revised)},
                 problems);
    believe_word(context, "south", {"0", "1"}, problems);
    auto const year = context.query().find("year").value_or("");
    if (!year.empty() && !number_in(context, "year")) {
        problems.push_back({"year", "common.not_a_number", {}});
    }
    auto const said = std::string{context.query().find("key").value_or("")};
    auto const dimension = asked_for_parts(context).dimension;
    auto const is_year = context.query().find("by").value_or("") == "year";
    auto const knows =
        is_year ? said.empty() || number_in(context, "key").has_value()
                : context.store().read([&](storage::Reader &reader) {
                      return is_known(reader, dimension, key_asked(context, reader, dimension));
                  });
    if (!knows) {
        bool const is_country = dimension == Dimension::country;
        problems.push_back({"key",
                            is_country ? "reported.unknown_country" : "common.unknown_reference",
                            {{is_country ? "value" : "reference", said}}});
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return {};
}

} // namespace selatan::reported_flows
