#include "main/installation.hpp"

#include "cooperation/reference/lists.hpp"
#include "cooperation/training/applicant_news.hpp"
#include "main/example.hpp"
#include "main/nouns.hpp"
#include "platform/account/account.hpp"
#include "platform/i18n/format.hpp"
#include "platform/storage/migrations.hpp"
#include "platform/web/log.hpp"

#include <filesystem>

namespace selatan::program {

namespace {

/// Every migration that the program knows has run, and no other.
void require_current_schema(storage::Store &store)
{
    auto const waiting = storage::pending(store, storage::all_migrations());
    if (waiting.size() == storage::all_migrations().size()) {
        throw NotReady{"There is no installation in this database yet. Run: selatan init"};
    }
    if (!waiting.empty()) {
        throw NotReady{"The database needs " + std::to_string(waiting.size()) + " migration(s) (" +
                       waiting.front() + " …). Run: selatan migrate"};
    }
}

/// Opening would say that there is no such file; what to do about it is another thing.
void require_database_file(Settings const &settings)
{
    constexpr std::string_view scheme = "sqlite:";
    if (settings.database.starts_with(scheme) &&
        !std::filesystem::exists(settings.database.substr(scheme.size()))) {
        throw NotReady{"There is no database " + settings.database + " yet. Run: selatan init"};
    }
}

Identity require_identity(storage::Store &store)
{
    auto identity = store.read([](storage::Reader &reader) { return identity_of(reader); });
    if (!identity) {
        throw NotReady{"There is no installation in this database yet. Run: selatan init"};
    }
    return *identity;
}

auth::Settings auth_settings(Settings const &settings, Identity const &identity)
{
    auth::Settings out;
    out.secure_cookies = settings.base_url.starts_with("https://");
    out.require_second_factor = settings.require_second_factor;
    out.issuer = identity.name.empty() ? "Selatan" : identity.name;
    out.time_zone = settings.time_zone;
    return out;
}

} // namespace

Clock::Ahead office_ahead(Settings const &settings)
{
    return [zone = settings.time_zone](Instant instant) {
        return i18n::ahead_of_utc(instant, zone);
    };
}

std::unique_ptr<storage::Store> open_store(Settings const &settings, Clock const &clock)
{
    return std::make_unique<storage::Store>(
        storage::Settings{.url = settings.database, .connections = settings.database_connections},
        clock);
}

Installation::Installation(Settings settings)
    : m_settings{std::move(settings)}, m_clock{office_ahead(m_settings)}
{
    require_database_file(m_settings);
    m_store = open_store(m_settings, m_clock);
    require_current_schema(*m_store);
    m_identity = require_identity(*m_store);
    m_vault = std::make_unique<secrets::Vault>(m_settings.keyring);
    m_store->write([&](storage::Tx &tx) { m_vault->replay_erasures(tx); });
    // NOLINTNEXTLINE(modernize-make-unique): made in place, services neither copy nor move
    m_auth.reset(new auth::Services(
        account::make_services(auth_settings(m_settings, m_identity), *m_vault,
                               {.product = "Selatan", .base_url = m_settings.base_url})));
    m_codes = reference::code_lists(*m_store);
    bool const secure = m_settings.base_url.starts_with("https://");
    m_app = std::make_unique<web::App>(web::App{
        .store = *m_store,
        .clock = m_clock,
        .codes = *m_codes,
        .auth = *m_auth,
        .settings = {.installation = m_identity.name,
                     .is_example = m_identity.is_example,
                     .base_url = m_settings.base_url,
                     .time_zone = m_settings.time_zone,
                     .secure = secure,
                     .staging_directory = m_settings.server.staging_directory},
        .navigation = navigation(),
        .desk = desk(),
        .nouns = all_nouns(),
    });
    if (m_identity.is_example) {
        for (auto const &user : example_users()) {
            m_app->settings.example_accounts.emplace_back(user.email, user.what);
        }
        m_app->settings.example_password = example_password;
    }
    m_importer = std::make_unique<spreadsheet::Importer>(*m_store, *m_codes, import_targets());
    add_routes(m_router, *m_importer);
    training::set_address_of_pages(m_settings.base_url);
    m_app->router = &m_router;
    web::set_logging(m_settings.log_requests ? web::Logging::all : web::Logging::errors);
}

Installation::~Installation() = default;

} // namespace selatan::program
