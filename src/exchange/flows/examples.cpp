#include "exchange/flows/examples.hpp"

#include "base/ensure.hpp"
#include "exchange/flows/refresh.hpp"
#include "exchange/flows/shipped_file.hpp"
#include "exchange/reported/importer.hpp"
#include "platform/sheets/table_writer.hpp"

namespace selatan::reported_flows {

void make_examples(storage::Store &store, auth::Identity const &by)
{
    sheets::Spool file;
    file.sink()(example_file());
    auto const imported = reported::Importer{store}.import_file(
        {.path = file.path(), .name = "example-publishers.xml", .by = &by});
    ENSURE(imported.has_value());
    refresh(store);
}

} // namespace selatan::reported_flows
