#include "exchange/spreadsheet/detected.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::spreadsheet {

namespace {

namespace json = boost::json;

constexpr std::size_t sheets_most = 50;
constexpr std::size_t columns_most = 500;
constexpr std::size_t samples_most = 3;

std::string text_of(json::object const &object, char const *key)
{
    return std::string{object.at(key).as_string()};
}

DetectedSheet sheet_from(json::object const &object)
{
    DetectedSheet sheet{.name = text_of(object, "name"),
                        .is_hidden = object.at("is_hidden").as_bool(),
                        .header_row = object.at("header_row").to_number<std::size_t>(),
                        .header_rows = object.at("header_rows").to_number<std::size_t>(),
                        .rows = object.at("rows").to_number<std::uint64_t>()};
    for (auto const &item : object.at("columns").as_array()) {
        auto const &one = item.as_object();
        DetectedColumn column{.name = text_of(one, "name"),
                              .kind = text_of(one, "kind"),
                              .filled = one.at("filled").to_number<std::uint64_t>()};
        for (auto const &sample : one.at("samples").as_array()) {
            column.samples.emplace_back(sample.as_string());
        }
        sheet.columns.push_back(std::move(column));
    }
    return sheet;
}

} // namespace

DetectedSheet const *Detected::main_sheet() const
{
    auto const found = std::ranges::find_if(
        sheets, [](DetectedSheet const &one) { return !one.is_hidden && one.rows > 0; });
    if (found != sheets.end()) {
        return &*found;
    }
    return sheets.empty() ? nullptr : &sheets.front();
}

Detected detected(sheets::Summary const &summary)
{
    Detected all{.format = std::string{to_code(summary.outcome.format)},
                 .encoding = summary.outcome.encoding};
    bool const is_text = summary.outcome.format == sheets::Format::csv;
    if (is_text && summary.outcome.dialect.delimiter != sheets::Dialect::one_column) {
        all.delimiter = summary.outcome.dialect.delimiter;
    }
    for (auto const &guess : summary.sheets) {
        if (all.sheets.size() == sheets_most) {
            break;
        }
        DetectedSheet sheet{.name = guess.sheet.name,
                            .is_hidden = guess.sheet.hidden,
                            .header_row = guess.header_row,
                            .header_rows = guess.header_rows,
                            .rows = guess.rows};
        for (auto const &column : guess.columns) {
            if (sheet.columns.size() == columns_most) {
                break;
            }
            auto samples = column.samples;
            samples.resize(std::min(samples.size(), samples_most));
            sheet.columns.push_back({.name = column.name,
                                     .kind = std::string{to_code(column.kind)},
                                     .filled = column.filled,
                                     .samples = std::move(samples)});
        }
        all.sheets.push_back(std::move(sheet));
    }
    return all;
}

std::string to_json(Detected const &detected)
{
    json::array sheets;
    for (auto const &sheet : detected.sheets) {
        json::array columns;
        for (auto const &column : sheet.columns) {
            columns.push_back(
                {{"name", column.name},
                 {"kind", column.kind},
                 {"filled", column.filled},
                 {"samples", json::array(column.samples.begin(), column.samples.end())}});
        }
        sheets.push_back({{"name", sheet.name},
                          {"is_hidden", sheet.is_hidden},
                          {"header_row", sheet.header_row},
                          {"header_rows", sheet.header_rows},
                          {"rows", sheet.rows},
                          {"columns", std::move(columns)}});
    }
    return json::serialize(json::object{{"format", detected.format},
                                        {"encoding", detected.encoding},
                                        {"delimiter", detected.delimiter},
                                        {"sheets", std::move(sheets)}});
}

Detected detected_from_json(std::string_view text)
{
    try {
        auto const parsed = json::parse(json::string_view{text.data(), text.size()});
        auto const &object = parsed.as_object();
        Detected all{.format = text_of(object, "format"),
                     .encoding = text_of(object, "encoding"),
                     .delimiter = text_of(object, "delimiter")};
        for (auto const &sheet : object.at("sheets").as_array()) {
            all.sheets.push_back(sheet_from(sheet.as_object()));
        }
        return all;
    } catch (std::exception const &) {
        return {}; // another release wrote it: the page asks for the columns anew
    }
}

} // namespace selatan::spreadsheet
