#include "main/reconcile_command.hpp"

#include "cooperation/reference/lists.hpp"
#include "exchange/reconciliation/difference_store.hpp"
#include "exchange/reconciliation/search.hpp"
#include "exchange/reported/countries.hpp"
#include "main/installation.hpp"

#include <boost/json.hpp>
#include <iomanip>

namespace selatan::program {

namespace {

namespace json = boost::json;
namespace rec = reconciliation;

json::object to_json(rec::OpenDifference const &one)
{
    auto const &difference = one.difference;
    json::object out{{"reference", one.reference},         {"counterpart", one.counterpart},
                     {"project", one.project_reference},   {"teller", difference.teller},
                     {"topic", to_code(difference.topic)}, {"ours", difference.ours},
                     {"theirs", difference.theirs}};
    if (difference.dollars) {
        out["dollars"] = *difference.dollars;
    }
    return out;
}

} // namespace

int reconcile(Settings const &settings, ReconcileOptions const &options, std::ostream &out,
              std::ostream &err)
{
    constexpr int wrong = 2;
    rec::OpenFilter filter{.limit = options.limit};
    Installation installation{settings};
    if (!options.country.empty()) {
        filter.country = installation.store().read([&](storage::Reader &reader) {
            return reported::country_in(*reference::lists(reader), options.country);
        });
        if (!filter.country) {
            err << "--country " << options.country
                << ": no country has this code; write TLS, or TL as IATI does\n";
            return wrong;
        }
    }
    rec::Searched searched;
    if (options.propose) {
        searched = rec::search(installation.store());
    }
    return installation.store().read([&](storage::Reader &reader) {
        auto const program = auth::program_identity("cli");
        auto const may_see = records::compile(rec::policy, &program, records::verbs::see);
        auto const waiting = rec::waiting(reader, may_see);
        auto const all = rec::largest(reader, filter, may_see);
        if (options.json) {
            json::array items;
            for (auto const &one : all) {
                items.push_back(to_json(one));
            }
            out << json::serialize(json::object{{"looked_at", searched.looked_at},
                                                {"newly_proposed", searched.proposed},
                                                {"proposed", waiting.proposed},
                                                {"confirmed", waiting.confirmed},
                                                {"open", waiting.open},
                                                {"items", std::move(items)}})
                << '\n';
            return 0;
        }
        if (options.propose) {
            out << "looked at " << searched.looked_at << " accounts: " << searched.proposed
                << " proposed, " << searched.proposed_again << " proposed again, "
                << searched.lapsed << " lapsed, " << searched.compared << " compared\n";
        }
        out << waiting.proposed << " to judge, " << waiting.confirmed << " confirmed, "
            << waiting.open << " differences to settle\n";
        for (auto const &one : all) {
            auto const &difference = one.difference;
            out << std::left << std::setw(15) << one.reference << std::setw(15)
                << one.project_reference << std::setw(11) << to_code(difference.topic) << "ours "
                << difference.ours << ", theirs " << difference.theirs << " (" << difference.teller
                << ")\n";
        }
        return 0;
    });
}

} // namespace selatan::program
