// What several pages of this folder show.
#include "exchange/flows/pages.hpp"

#include "cooperation/reference/lists.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/flows.hpp"
#include "words/reported.hpp"

#include <algorithm>
#include <charconv>

namespace selatan::reported_flows {

namespace {

namespace word = words::flows;
using funds::ReportCell;
using html::Html;

selatan::Money dollars(std::int64_t cents)
{
    return {cents, *Currency::parse("USD")};
}

std::string query_of(Asked const &asked, Dimension dimension, std::string const &code)
{
    http::Parameters query;
    query.add("by", std::string{to_code(dimension)});
    query.add("key", code);
    query.add("money", std::string{to_code(asked.money)});
    if (asked.year) {
        query.add("year", std::to_string(*asked.year));
    }
    if (asked.only_south) {
        query.add("south", "1");
    }
    return query.encode();
}

} // namespace

std::string parts_url(Asked const &asked, Dimension dimension, std::string const &code)
{
    return std::string{parts_path} + "?" + query_of(asked, dimension, code);
}

bool is_file(web::Context const &context)
{
    auto const path = std::string_view{context.request().path};
    return context.is_api() || path.ends_with(".csv") || path.ends_with(".xlsx");
}

std::optional<std::int64_t> number_in(web::Context const &context, std::string_view name)
{
    auto const text = context.query().find(name);
    std::int64_t number = 0;
    if (!text || text->empty()) {
        return std::nullopt;
    }
    auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    return error == std::errc{} && end == text->data() + text->size() ? std::optional{number}
                                                                      : std::nullopt;
}

void believe_word(web::Context const &context, std::string_view name,
                  std::vector<std::string_view> const &known, Problems &problems)
{
    auto const said = context.query().find(name).value_or("");
    if (said.empty() || std::find(known.begin(), known.end(), said) != known.end()) {
        return;
    }
    std::string all;
    for (auto const one : known) {
        all += (all.empty() ? "" : ", ") + std::string{one};
    }
    problems.push_back({std::string{name},
                        "reported.none_of",
                        {{"value", std::string{said}}, {"known", std::move(all)}}});
}

std::string whole_dollars(Language language, std::int64_t cents)
{
    auto const half = cents < 0 ? -50 : 50;
    return i18n::format_number(language, (cents + half) / 100);
}

ReportCell dollar_cell(Language language, std::int64_t cents, std::string const &url)
{
    if (cents == 0) {
        return {};
    }
    auto const text = whole_dollars(language, cents);
    return {url.empty() ? html::fragment(text) : html::a(html::href(url), text),
            sheets::decimal(dollars(cents))};
}

ReportCell count_cell(Language language, std::int64_t count)
{
    return {html::fragment(i18n::format_number(language, count)), count};
}

std::string as_reported(Language language, std::int64_t hundredths, std::string const &currency)
{
    auto const sign = hundredths < 0 ? "-" : "";
    auto const size = hundredths < 0 ? -hundredths : hundredths;
    auto const cents = size % 100;
    auto const text = sign + std::to_string(size / 100) +
                      (cents == 0 ? "" : (cents < 10 ? ".0" : ".") + std::to_string(cents));
    return (currency.empty() ? "" : currency + " ") + i18n::format_digits(language, text);
}

std::pair<std::string, std::string> ends_of(std::string const &code)
{
    auto const at = code.rfind('>');
    return at == std::string::npos ? std::pair{code, std::string{}}
                                   : std::pair{code.substr(0, at), code.substr(at + 1)};
}

std::string activity_url(std::int64_t activity)
{
    return "/reported/activities/" + std::to_string(activity);
}

std::string key_name(Language language, reference::Codelists const &lists, Dimension dimension,
                     std::string const &code, std::string const &name)
{
    using reference::List;
    if (code.empty()) {
        return std::string{word::nobody(language)};
    }
    constexpr std::string_view region = "region ";
    switch (dimension) {
    case Dimension::country:
        if (std::string_view{code}.starts_with(region)) {
            auto const number = code.substr(region.size());
            return lists.find(List::dac_region, number) == nullptr
                       ? word::region(language, number)
                       : std::string{lists.name(List::dac_region, number, language).text};
        }
        if (lists.find(List::country, code) == nullptr) {
            return words::reported::page_unknown_code(language, code);
        }
        return std::string{lists.name(List::country, code, language).text};
    case Dimension::sector:
    case Dimension::category:
        return std::string{lists.name(List::sector, code, language).text};
    case Dimension::goal:
        return code + " · " + std::string{lists.name(List::sdg, code, language).text};
    case Dimension::in_kind:
        return std::string{word::in_kinds(language, code).value_or(code)};
    case Dimension::corridor: {
        auto const [provider, country] = ends_of(code);
        return key_name(language, lists, Dimension::provider, provider, name) + " → " +
               key_name(language, lists, Dimension::country, country, {});
    }
    default:
        return name.empty() ? code : name;
    }
}

Html no_day_block(web::Context const &context, storage::Reader &reader,
                  selatan::reported_flows::Money money)
{
    auto const language = context.language();
    funds::Report report{
        .name = "no-day",
        .title = std::string{word::no_day_title(language)},
        .caption = {},
        .columns = {{"publisher", std::string{word::by_publisher(language)}},
                    {"currency", std::string{word::column_currency(language)}},
                    {"amount", std::string{word::column_reported(language)}, true},
                    {"transactions",
                     std::string{money == Money::budget ? word::column_budgets(language)
                                                        : word::column_transactions(language)},
                     true}},
        .rows = {}};
    for (auto const &one : without_day(reader, money)) {
        report.rows.push_back(
            {funds::cell(one.publisher),
             funds::cell(one.currency.empty() ? std::string{word::nobody(language)} : one.currency),
             {html::fragment(as_reported(language, one.hundredths, {})), std::monostate{}},
             count_cell(language, one.transactions)});
    }
    return report.rows.empty()
               ? Html{}
               : html::block(report.title, html::p(word::no_day_text(language)) +
                                               funds::report_table(context, report));
}

Html evidence_html(Language language, south_south::Finding const &finding)
{
    using south_south::Sign;
    Html items;
    for (auto const &one : finding.evidence) {
        auto label = std::string{word::signs(language, to_code(one.sign)).value_or("")};
        bool const is_text = one.sign == Sign::words || one.sign == Sign::triangular_words ||
                             one.sign == Sign::abbreviation;
        if (is_text) {
            label +=
                " (" + std::string{word::wheres(language, to_code(one.where)).value_or("")} + ")";
        }
        items += html::li(label, ": ", html::bdi(one.quote));
    }
    return items.empty() ? Html{} : html::ul(items);
}

std::string finding_url(std::int64_t activity)
{
    return std::string{findings_path} + "/" + std::to_string(activity);
}

} // namespace selatan::reported_flows
