#include "exchange/iati_out/iati_out.hpp"

#include "base/ensure.hpp"
#include "exchange/iati_out/pages.hpp"
#include "exchange/iati_out/publication.hpp"
#include "words/iati_web.hpp"
#include "words/publishing.hpp"

#include <array>

namespace selatan::iati_out {

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 1> const all{&publishers};
    return all;
}

void add_routes(web::Router &router, portal::Extensions const &extensions)
{
    web::add_routes(router, publisher_pages);
    add_publishing_routes(router);
    add_file_routes(router);
    add_crosswalk_page(router, extensions);
}

std::span<web::DeskSource const> desk()
{
    static std::array const all{
        web::DeskSource{&publisher_pages, "publish", words::publishing::desk_failed,
                        "failed_on:>2000-01-01"},
    };
    return all;
}

portal::StandardFiles standard_files()
{
    namespace word = words::publishing;
    static constexpr std::array files{
        portal::StandardFile{activities_path, word::files_activities},
        portal::StandardFile{organisation_path, word::files_organisation},
    };
    return {.title = word::files_title,
            .files = files,
            .page = "/iati",
            .page_title = word::page_crosswalk,
            .checker = "/iati/validator",
            .checker_name = words::iati_web::link};
}

void make_examples(storage::Tx &tx, auth::Identity const &coordinator,
                   Id<partners::Organisation> organisation, std::string const &base_url)
{
    Publisher publisher;
    publisher.since = tx.today().plus_days(-30);
    publisher.organisation = organisation;
    // Of a list for those whom nobody registers; the number is invented.
    publisher.identifier = "XI-IATI-EXAMPLE";
    publisher.currency = Currency::parse("USD");
    publisher.contact_email = "iati@example.org";
    static_cast<void>(records::create(tx, coordinator.actor(), publishers, publisher));
    ENSURE(publish(tx, coordinator, base_url).has_value());
}

} // namespace selatan::iati_out
