#include "exchange/spreadsheet/import_command.hpp"

#include "platform/i18n/words/words.hpp"
#include "words/spreadsheet.hpp"

#include <boost/json.hpp>

namespace selatan::spreadsheet {

namespace {

namespace word = words::spreadsheet;

constexpr int all_came_in = 0;
constexpr int declined = 2;
constexpr std::size_t problems_told = 50; ///< on a terminal; --json tells all that are kept

int tell_refusal(Refusal const &refusal, ImportCommand const &command, std::ostream &out,
                 std::ostream &err)
{
    if (command.as_json) {
        boost::json::array problems;
        for (auto const &problem : refusal.problems) {
            problems.push_back({{"field", problem.field},
                                {"code", problem.code},
                                {"sentence", words::problem(command.language, problem)}});
        }
        out << boost::json::serialize(boost::json::object{{"problems", std::move(problems)}})
            << '\n';
    } else {
        for (auto const &problem : refusal.problems) {
            err << (problem.field.empty() ? "" : problem.field + ": ")
                << words::problem(command.language, problem) << '\n';
        }
    }
    return declined;
}

void tell_report(Report const &report, Language language, std::ostream &out)
{
    auto const &counts = report.counts;
    out << word::batch_rows_read(language) << ": " << counts.read << '\n'
        << word::batch_rows_new(language) << ": " << counts.fresh << '\n'
        << word::batch_rows_changed(language) << ": " << counts.changed << '\n'
        << word::batch_rows_same(language) << ": " << counts.same << '\n'
        << word::batch_rows_failed(language) << ": " << counts.failed << '\n';
    std::size_t told = 0;
    for (auto const &one : report.problems) {
        if (++told > problems_told) {
            break;
        }
        out << one.place() << (one.title.empty() ? "" : " (" + one.title + ")") << ": "
            << words::problem(language, one.problem);
        for (auto const &[name, value] : one.problem.arguments) {
            if (name == "value") {
                out << " [" << value << ']';
            }
        }
        out << '\n';
    }
}

} // namespace

int run_import(Importer const &importer, auth::Identity const &by, ImportCommand const &command,
               std::ostream &out, std::ostream &err)
{
    Mapping mapping;
    if (command.mapping.starts_with('{')) {
        auto parsed = parse_mapping(command.mapping);
        if (!parsed) {
            return tell_refusal(parsed.error(), command, out, err);
        }
        mapping = std::move(*parsed);
    } else if (auto named = importer.mapping_named(command.mapping)) {
        mapping = std::move(*named);
    } else {
        return tell_refusal(
            {Decline::not_found,
             {{"mapping", "spreadsheet.no_such_mapping", {{"name", command.mapping}}}}},
            command, out, err);
    }
    bool const shows_progress = !command.as_json;
    auto const slash = command.path.rfind('/');
    auto const imported = importer.import_file(
        {.path = command.path,
         .name = slash == std::string::npos ? command.path : command.path.substr(slash + 1),
         .mapping = std::move(mapping),
         .by = &by,
         .writing = command.writing,
         .on_progress = [&](std::uint64_t rows) {
             if (shows_progress) {
                 err << '\r' << word::page_rows(command.language, static_cast<std::int64_t>(rows))
                     << std::flush;
             }
             return true;
         }});
    if (shows_progress) {
        err << '\n';
    }
    if (!imported) {
        return tell_refusal(imported.error(), command, out, err);
    }
    if (command.as_json) {
        auto parsed = boost::json::parse(to_json(imported->report, command.language));
        parsed.get_object()["reference"] = imported->reference;
        out << boost::json::serialize(parsed) << '\n';
    } else {
        if (!imported->reference.empty()) {
            out << imported->reference << '\n';
        }
        tell_report(imported->report, command.language, out);
    }
    return imported->report.counts.failed == 0 ? all_came_in : declined;
}

} // namespace selatan::spreadsheet
