/// \file
/// An installation as a running program holds it: its database, keyring and rules, opened once and
/// shared by every command.
#pragma once

#include "exchange/spreadsheet/importer.hpp"
#include "main/settings.hpp"
#include "platform/auth/services.hpp"
#include "platform/clock/clock.hpp"
#include "platform/records/codes.hpp"
#include "platform/secrets/vault.hpp"
#include "platform/storage/store.hpp"
#include "platform/web/app.hpp"
#include "platform/web/route.hpp"

#include <memory>
#include <optional>
#include <string>

namespace selatan::program {

/// The database's own row.
struct Identity {
    std::string name;
    bool is_example = false;
};
/// Nothing before `init`.
[[nodiscard]] std::optional<Identity> identity_of(storage::Reader &reader);
void write_identity(storage::Tx &tx, Identity const &identity);

/// There is no installation yet, or it is not what it should be; the message says what to do.
class NotReady : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// How far clocks in the zone that is set are ahead: what an office's clock is made with.
[[nodiscard]] Clock::Ahead office_ahead(Settings const &settings);

/// The database alone: for `init`, `migrate` and `backup`.
[[nodiscard]] std::unique_ptr<storage::Store> open_store(Settings const &settings,
                                                         Clock const &clock);

class Installation {
public:
    /// Opens an installation that `init` made; throws NotReady when there is none, or when its
    /// database was written by another version of the program (`migrate` first).
    explicit Installation(Settings settings);
    ~Installation();
    Installation(Installation const &) = delete;
    Installation &operator=(Installation const &) = delete;

    [[nodiscard]] Settings const &settings() const { return m_settings; }
    [[nodiscard]] Identity const &identity() const { return m_identity; }
    [[nodiscard]] storage::Store &store() { return *m_store; }
    [[nodiscard]] secrets::Vault &vault() { return *m_vault; }
    [[nodiscard]] auth::Services &auth() { return *m_auth; }
    [[nodiscard]] records::CodeLists const &codes() const { return *m_codes; }
    [[nodiscard]] spreadsheet::Importer const &importer() const { return *m_importer; }
    [[nodiscard]] web::App &app() { return *m_app; }
    [[nodiscard]] web::Router const &router() const { return m_router; }

private:
    Settings m_settings;
    SystemClock m_clock;
    std::unique_ptr<storage::Store> m_store;
    Identity m_identity;
    std::unique_ptr<secrets::Vault> m_vault;
    std::unique_ptr<auth::Services> m_auth;
    std::unique_ptr<records::CodeLists> m_codes;
    std::unique_ptr<spreadsheet::Importer> m_importer;
    std::unique_ptr<web::App> m_app;
    web::Router m_router;
};

} // namespace selatan::program
