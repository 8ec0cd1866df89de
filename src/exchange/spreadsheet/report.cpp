#include "exchange/spreadsheet/report.hpp"

#include "platform/i18n/words/words.hpp"
#include "platform/sheets/sheet_reader.hpp"

#include <boost/json.hpp>

namespace selatan::spreadsheet {

namespace {

namespace json = boost::json;

std::string text_of(json::object const &object, char const *key)
{
    auto const *const value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string{value->get_string()}
                                                  : std::string{};
}

std::uint64_t number_of(json::object const &object, char const *key)
{
    auto const *const value = object.if_contains(key);
    boost::system::error_code error;
    return value == nullptr ? 0 : value->to_number<std::uint64_t>(error);
}

json::object object_of(Report const &report, Language const *language)
{
    json::array problems;
    for (auto const &one : report.problems) {
        json::object arguments;
        for (auto const &[name, value] : one.problem.arguments) {
            arguments[name] = value;
        }
        json::object problem{{"sheet", one.sheet},
                             {"row", one.row},
                             {"column", one.column},
                             {"title", one.title},
                             {"field", one.problem.field},
                             {"code", one.problem.code},
                             {"arguments", std::move(arguments)},
                             {"is_remark", one.is_remark}};
        if (language != nullptr) {
            problem["place"] = one.place();
            problem["sentence"] = words::problem(*language, one.problem);
        }
        problems.push_back(std::move(problem));
    }
    auto const &counts = report.counts;
    return {{"read", counts.read},
            {"new", counts.fresh},
            {"same", counts.same},
            {"changed", counts.changed},
            {"failed", counts.failed},
            {"problem_count", report.problem_count},
            {"remark_count", report.remark_count},
            {"problems", std::move(problems)}};
}

} // namespace

std::string RowProblem::place() const
{
    return sheets::Place{.sheet = sheet, .row = row, .column = column}.to_string();
}

void Report::add(RowProblem problem)
{
    ++(problem.is_remark ? remark_count : problem_count);
    if (problems.size() < problems_most) {
        problems.push_back(std::move(problem));
    }
}

std::string to_json(Report const &report)
{
    return json::serialize(object_of(report, nullptr));
}

std::string to_json(Report const &report, Language language)
{
    return json::serialize(object_of(report, &language));
}

Report report_from_json(std::string_view text)
{
    boost::system::error_code error;
    auto const parsed = json::parse(json::string_view{text.data(), text.size()}, error);
    Report report;
    if (error || !parsed.is_object()) {
        return report;
    }
    auto const &object = parsed.get_object();
    report.counts = {.read = number_of(object, "read"),
                     .fresh = number_of(object, "new"),
                     .same = number_of(object, "same"),
                     .changed = number_of(object, "changed"),
                     .failed = number_of(object, "failed")};
    report.problem_count = number_of(object, "problem_count");
    report.remark_count = number_of(object, "remark_count");
    auto const *const problems = object.if_contains("problems");
    if (problems == nullptr || !problems->is_array()) {
        return report;
    }
    for (auto const &item : problems->get_array()) {
        if (!item.is_object()) {
            continue;
        }
        auto const &one = item.get_object();
        RowProblem problem{.sheet = text_of(one, "sheet"),
                           .row = number_of(one, "row"),
                           .column = number_of(one, "column"),
                           .title = text_of(one, "title"),
                           .problem = {text_of(one, "field"), text_of(one, "code"), {}},
                           .is_remark = one.contains("is_remark") &&
                                        one.at("is_remark").is_bool() &&
                                        one.at("is_remark").get_bool()};
        if (auto const *const arguments = one.if_contains("arguments");
            arguments != nullptr && arguments->is_object()) {
            for (auto const &[name, value] : arguments->get_object()) {
                if (value.is_string()) {
                    problem.problem.arguments.emplace_back(std::string{name},
                                                           std::string{value.get_string()});
                }
            }
        }
        report.problems.push_back(std::move(problem));
    }
    return report;
}

} // namespace selatan::spreadsheet
