#include "cooperation/training/place_keeper.hpp"

namespace selatan::training {

namespace {

/// Set once, before anybody is served.
PlaceKeeper &the_keeper()
{
    static PlaceKeeper keeper;
    return keeper;
}

} // namespace

void set_place_keeper(PlaceKeeper keeper)
{
    the_keeper() = keeper;
}

void place_confirmed(storage::Tx &tx, auth::Identity const &by, Uuid application,
                     Application const &value)
{
    if (auto const tell = the_keeper().confirmed; tell != nullptr) {
        tell(tx, by, application, value);
    }
}

Result<void> place_given_back(storage::Tx &tx, auth::Identity const &by, Uuid application,
                              std::string const &reason)
{
    auto const ask = the_keeper().given_back;
    return ask == nullptr ? Result<void>{} : ask(tx, by, application, reason);
}

html::Html place_shown(web::Context const &context, storage::Reader &reader, Uuid application,
                       std::string const &own_url)
{
    auto const show = the_keeper().shown;
    return show == nullptr ? html::Html{} : show(context, reader, application, own_url);
}

} // namespace selatan::training
