#include "main/init.hpp"

#include "cooperation/correspondence/letter_template.hpp"
#include "cooperation/partners/country_profile.hpp"
#include "cooperation/reference/code_list.hpp"
#include "main/example.hpp"
#include "main/installation.hpp"
#include "platform/auth/account.hpp"
#include "platform/auth/grant.hpp"
#include "platform/auth/password.hpp"
#include "platform/auth/settings.hpp"
#include "platform/i18n/words/words.hpp"
#include "platform/secrets/keyring.hpp"
#include "platform/storage/migrations.hpp"

#include <cstdio>
#include <filesystem>

namespace selatan::program {

namespace {

void make_database(Settings const &settings, InitOptions const &options)
{
    SystemClock const clock{office_ahead(settings)};
    auto const store = open_store(settings, clock);
    storage::migrate(*store, storage::all_migrations());
    store->write([&](storage::Tx &tx) {
        write_identity(tx, {.name = options.name, .is_example = options.example});
        reference::load_shipped(tx);
    });
    store->write([](storage::Tx &tx) {
        partners::make_profiles(tx, auth::program_identity("init").actor());
        correspondence::load_shipped_templates(tx, auth::program_identity("init").actor());
    });
}

bool exists_already(Settings const &settings)
{
    if (settings.database.starts_with("sqlite:") &&
        !std::filesystem::exists(settings.database.substr(7))) {
        return false;
    }
    SystemClock const clock{office_ahead(settings)};
    auto const store = open_store(settings, clock);
    if (storage::pending(*store, storage::all_migrations()).size() ==
        storage::all_migrations().size()) {
        return false;
    }
    storage::migrate(*store, storage::all_migrations());
    return store->read([](storage::Reader &reader) { return identity_of(reader).has_value(); });
}

constexpr std::string_view sqlite_scheme = "sqlite:";

/// An embedded database gets its name when it is whole: who is stopped in the middle, by a power
/// cut or a signal, finds nothing there and begins again. A server's database is filled where it
/// is.
class Making {
public:
    explicit Making(Settings const &settings) : m_settings{settings}
    {
        if (settings.database.starts_with(sqlite_scheme)) {
            m_whole = settings.database.substr(sqlite_scheme.size());
            m_part = m_whole + ".part";
            m_settings.database = std::string{sqlite_scheme} + m_part;
            remove_part();
        }
    }
    Making(Making const &) = delete;
    Making &operator=(Making const &) = delete;
    Making(Making &&) = delete;
    Making &operator=(Making &&) = delete;
    ~Making() { remove_part(); }

    [[nodiscard]] Settings const &settings() const { return m_settings; }
    /// After the last connection was closed: nothing is left beside the file then.
    void finish() const
    {
        if (!m_part.empty()) {
            std::filesystem::rename(m_part, m_whole);
        }
    }

private:
    void remove_part() const
    {
        std::error_code none;
        for (auto const *const suffix : {"", "-wal", "-shm"}) {
            if (!m_part.empty()) {
                std::filesystem::remove(m_part + suffix, none);
            }
        }
    }

    Settings m_settings;
    std::string m_whole;
    std::string m_part;
};

/// Said before anything is made: an installation whose first account was refused has no way in.
Result<void> decide_administrator(InitOptions const &options)
{
    auto const email = auth::Email::parse(options.administrator);
    if (!email) {
        return refuse(Decline::invalid, "administrator", "common.not_an_email");
    }
    return auth::decide_password(options.password, *email, auth::Settings{});
}

int print_refusal(Refusal const &refusal)
{
    for (auto const &problem : refusal.problems) {
        std::fprintf(stderr, "selatan: %s: %s\n", problem.field.c_str(),
                     words::problem(Language::en, problem).c_str());
    }
    return 2;
}

int make_administrator(Installation &installation, InitOptions const &options)
{
    auto const hash = installation.auth().hasher.hash(options.password);
    auto const by = auth::program_identity("init");
    auto const made = installation.store().write([&](storage::Tx &tx) -> Result<void> {
        auto const user = auth::create_account(tx, by,
                                               {.email = options.administrator,
                                                .name = options.administrator,
                                                .time_zone = installation.settings().time_zone},
                                               hash);
        if (!user) {
            return refuse(user.error());
        }
        auto const granted = auth::grant(
            tx, by, {.user = *user, .role = auth::Role::administrator, .valid_from = tx.today()});
        return granted ? Result<void>{} : Result<void>{refuse(granted.error())};
    });
    return made ? 0 : print_refusal(made.error());
}

} // namespace

int init(Settings const &settings, InitOptions const &options)
{
    if (exists_already(settings)) {
        std::printf("There is an installation already; nothing was changed.\n");
        return 0;
    }
    if (!options.example && (options.administrator.empty() || options.password.empty())) {
        std::fprintf(stderr, "Give the first account: --administrator EMAIL --password-file FILE\n"
                             "(or --example for an installation to try out).\n");
        return 2;
    }
    if (!options.administrator.empty()) {
        if (auto const accepted = decide_administrator(options); !accepted) {
            return print_refusal(accepted.error());
        }
    }
    std::filesystem::create_directories(settings.data);
    if (!std::filesystem::exists(settings.keyring)) {
        secrets::Keyring::create(settings.keyring, SystemClock{}.now());
    }
    Making const making{settings};
    make_database(making.settings(), options);
    {
        Installation installation{making.settings()};
        if (options.example) {
            fill_example(installation);
        }
        if (!options.administrator.empty()) {
            if (auto const code = make_administrator(installation, options); code != 0) {
                return code;
            }
        }
    }
    making.finish();
    return 0;
}

} // namespace selatan::program
