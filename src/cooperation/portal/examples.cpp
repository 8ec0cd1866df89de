#include "cooperation/portal/examples.hpp"

#include "base/ensure.hpp"
#include "cooperation/portal/consent_store.hpp"

namespace selatan::portal {

namespace {

Head head_of(storage::Tx &tx, records::Noun const &noun, std::string_view id)
{
    auto const program = auth::program_identity("cli");
    auto const head = records::find(tx, noun, &program, id);
    ENSURE(head.has_value());
    return *head;
}

} // namespace

void make_examples(storage::Tx &tx, auth::Identity const &desk)
{
    for (auto const &project : projects_to_ask(tx)) {
        if (!ask(tx, desk, head_of(tx, projects::projects, project.to_string()))) {
            continue; // nobody takes part in it
        }
        for (auto const &one : consents_of(tx, project)) {
            auto const head = head_of(tx, consents, one.reference);
            auto const done =
                record_consent(tx, desk, head, head.version,
                               {.topics = {"summary", "dates", "places", "money", "contribution",
                                           "people", "results", "documents"},
                                .given_by = "Example: the party’s office for cooperation",
                                .given_on = tx.now().date().plus_days(-20),
                                .document = "Example note on publication"});
            ENSURE(done.has_value());
        }
    }
}

} // namespace selatan::portal
