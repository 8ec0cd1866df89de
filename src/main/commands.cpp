#include "main/commands.hpp"

#include "cooperation/briefs/briefs.hpp"
#include "exchange/spreadsheet/import_command.hpp"
#include "main/installation.hpp"
#include "main/jobs.hpp"
#include "platform/auth/account.hpp"
#include "platform/auth/grant.hpp"
#include "platform/events/event.hpp"
#include "platform/files/file.hpp"
#include "platform/i18n/words/words.hpp"
#include "platform/jobs/job.hpp"
#include "platform/sheets/table_writer.hpp"
#include "platform/storage/migrations.hpp"
#include "platform/web/noun_list.hpp"
#include "platform/web/search.hpp"

#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace selatan::program {

namespace {

namespace json = boost::json;

void print(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
}

int print_refusal(Refusal const &refusal)
{
    for (auto const &problem : refusal.problems) {
        auto const sentence = words::problem(Language::en, problem);
        std::fprintf(stderr, "selatan: %s%s%s\n", problem.field.c_str(),
                     problem.field.empty() ? "" : ": ", sentence.c_str());
    }
    return 2;
}

/// The file behind an embedded database's URL; refuses others.
std::filesystem::path sqlite_path(Settings const &settings)
{
    constexpr std::string_view scheme = "sqlite:";
    if (!settings.database.starts_with(scheme)) {
        throw NotReady{
            "This works on the embedded database. For PostgreSQL use pg_dump or pg_basebackup."};
    }
    return settings.database.substr(scheme.size());
}

/// Brings the copy of a backup to this program's version; false when it is something else.
bool is_installation(Settings settings, std::filesystem::path const &copy)
{
    settings.database = "sqlite:" + copy.string();
    SystemClock const clock{office_ahead(settings)};
    try {
        auto const store = open_store(settings, clock);
        storage::migrate(*store, storage::all_migrations());
        return store->read([](storage::Reader &reader) { return identity_of(reader).has_value(); });
    } catch (std::exception const &error) {
        std::fprintf(stderr, "selatan: %s\n", error.what());
        return false;
    }
}

/// One thing that doctor looked at.
struct Finding {
    std::string what;
    bool is_sound = true;
    std::string detail;
};

std::vector<Finding> examine(Installation &installation)
{
    std::vector<Finding> findings;
    auto &store = installation.store();
    findings.push_back({"database", true,
                        store.engine() == storage::Engine::sqlite ? "SQLite, schema current"
                                                                  : "PostgreSQL, schema current"});
    auto const chain = store.read([](storage::Reader &reader) { return events::verify(reader); });
    findings.push_back(
        {"history chain", !chain.broken_at.has_value(),
         std::to_string(chain.sealed) + " sealed, " + std::to_string(chain.unsealed) +
             " waiting, " + std::to_string(chain.erased) + " erased" +
             (chain.broken_at ? ", broken at " + chain.broken_at->to_string() : "")});
    auto const files = files::check(store);
    findings.push_back({"files", files.is_sound(),
                        std::to_string(files.files) + " files, " + std::to_string(files.bytes) +
                            " bytes, " + std::to_string(files.damaged_count) + " damaged"});
    auto const vault =
        store.read([&](storage::Reader &reader) { return installation.vault().check(reader); });
    findings.push_back({"keyring", vault.is_sound(),
                        vault.is_sound() ? "opens every key" : "does not open every key"});
    auto const jobs = store.read([](storage::Reader &reader) { return jobs::counts(reader); });
    findings.push_back({"jobs", jobs.dead == 0,
                        std::to_string(jobs.waiting) + " waiting, " + std::to_string(jobs.running) +
                            " running, " + std::to_string(jobs.dead) + " given up"});
    findings.push_back({"mail", true,
                        installation.settings().mail.smtp
                            ? "delivered by " + installation.settings().mail.smtp->url
                            : "kept here: no mail server is set"});
    return findings;
}

/// The account that the command line acts as; nothing when it is not active.
std::optional<auth::Identity> identity_for(Installation &installation, std::string const &address)
{
    return installation.store().read([&](storage::Reader &reader) -> std::optional<auth::Identity> {
        auto const email = auth::Email::parse(address);
        auto const account = email ? auth::find_account(reader, *email) : std::nullopt;
        return account ? auth::load_identity(reader, account->id, "cli") : std::nullopt;
    });
}

} // namespace

int migrate(Settings const &settings, OutputOptions const &output)
{
    SystemClock const clock{office_ahead(settings)};
    auto const store = open_store(settings, clock);
    auto const applied = storage::migrate(*store, storage::all_migrations());
    if (output.json) {
        print(json::serialize(json::object{{"applied", json::value_from(applied)}}));
        return 0;
    }
    for (auto const &name : applied) {
        print("applied " + name);
    }
    if (applied.empty()) {
        print("The database is current; nothing was changed.");
    }
    return 0;
}

int doctor(Settings const &settings, OutputOptions const &output)
{
    Installation installation{settings};
    auto const findings = examine(installation);
    bool sound = true;
    json::array all;
    for (auto const &finding : findings) {
        sound = sound && finding.is_sound;
        if (output.json) {
            all.push_back(json::object{
                {"what", finding.what}, {"sound", finding.is_sound}, {"detail", finding.detail}});
        } else {
            std::printf("%-4s %-14s %s\n", finding.is_sound ? "ok" : "BAD", finding.what.c_str(),
                        finding.detail.c_str());
        }
    }
    if (output.json) {
        print(json::serialize(json::object{{"sound", sound}, {"findings", std::move(all)}}));
    }
    return sound ? 0 : 2;
}

int list_settings(OutputOptions const &output)
{
    json::array all;
    for (auto const &setting : all_settings()) {
        if (output.json) {
            all.push_back(json::object{{"variable", setting.variable},
                                       {"default", setting.fallback},
                                       {"meaning", setting.meaning}});
        } else {
            std::printf("%-30s %s\n%-30s Default: %s\n", std::string{setting.variable}.c_str(),
                        std::string{setting.meaning}.c_str(), "",
                        setting.fallback.empty() ? "none" : std::string{setting.fallback}.c_str());
        }
    }
    if (output.json) {
        print(json::serialize(all));
    }
    return 0;
}

int backup(Settings const &settings, std::string const &target)
{
    static_cast<void>(sqlite_path(settings));
    if (std::filesystem::exists(target)) {
        std::fprintf(stderr, "selatan: %s exists; nothing was written\n", target.c_str());
        return 2;
    }
    SystemClock const clock{office_ahead(settings)};
    auto const store = open_store(settings, clock);
    store->backup_to(target);
    print("Backed up to " + target + ". The keyring is not in it: keep a copy of " +
          settings.keyring + " in another place.");
    return 0;
}

int restore(Settings const &settings, std::string const &source, bool replace)
{
    auto const path = sqlite_path(settings);
    if (std::filesystem::exists(path) && !replace) {
        std::fprintf(stderr, "selatan: %s exists; give --replace to replace it\n", path.c_str());
        return 2;
    }
    // The copy is complete, and known to be an installation, before the old database goes: a crash
    // or a wrong file leaves one of the two.
    auto incoming = path;
    incoming += ".restoring";
    if (path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path());
    }
    std::filesystem::copy_file(source, incoming, std::filesystem::copy_options::overwrite_existing);
    if (!is_installation(settings, incoming)) {
        std::filesystem::remove(incoming);
        std::fprintf(stderr, "selatan: %s is no backup of an installation; nothing was changed\n",
                     source.c_str());
        return 2;
    }
    for (auto const *const journal : {"-wal", "-shm"}) {
        auto beside = path;
        beside += journal;
        std::filesystem::remove(beside);
    }
    std::filesystem::rename(incoming, path);
    print("Restored from " + source + ".");
    return 0;
}

int list_users(Settings const &settings, OutputOptions const &output)
{
    Installation installation{settings};
    auto const accounts = installation.store().read(
        [](storage::Reader &reader) { return auth::list_accounts(reader, {.limit = 10'000}); });
    json::array all;
    for (auto const &account : accounts) {
        if (output.json) {
            all.push_back(json::object{{"id", account.id.to_string()},
                                       {"email", account.email.text()},
                                       {"name", account.name},
                                       {"status", to_code(account.status)}});
        } else {
            std::printf("%-36s %-10s %s\n", account.email.text().c_str(),
                        std::string{to_code(account.status)}.c_str(), account.name.c_str());
        }
    }
    if (output.json) {
        print(json::serialize(all));
    }
    return 0;
}

int add_user(Settings const &settings, UserOptions const &options)
{
    Installation installation{settings};
    auto const language = parse_language(options.language);
    if (!language) {
        return print_refusal({Decline::invalid, {{"language", "common.unknown_language", {}}}});
    }
    auto const email = auth::Email::parse(options.email);
    if (!email) {
        return print_refusal({Decline::invalid, {{"email", "common.not_an_email", {}}}});
    }
    if (auto const accepted =
            auth::decide_password(options.password, *email, installation.auth().settings);
        !accepted) {
        return print_refusal(accepted.error());
    }
    auto const hash = installation.auth().hasher.hash(options.password);
    auto const made = installation.store().write([&](storage::Tx &tx) {
        return auth::create_account(tx, auth::program_identity("cli"),
                                    {.email = options.email,
                                     .name = options.name,
                                     .language = *language,
                                     .time_zone = installation.settings().time_zone},
                                    hash);
    });
    if (!made) {
        return print_refusal(made.error());
    }
    print(made->to_string());
    return 0;
}

int grant_role(Settings const &settings, UserOptions const &options)
{
    Installation installation{settings};
    auth::Role role{};
    if (!auth::from_code(options.role, role)) {
        return print_refusal({Decline::invalid, {{"role", "common.unknown_choice", {}}}});
    }
    auto const scope = auth::parse_scope(options.scope);
    if (!scope) {
        return print_refusal({Decline::invalid, {{"scope", "common.unknown_choice", {}}}});
    }
    auto const granted =
        installation.store().write([&](storage::Tx &tx) -> Result<Id<auth::Grant>> {
            auto const email = auth::Email::parse(options.email);
            auto const account = email ? auth::find_account(tx, *email) : std::nullopt;
            if (!account) {
                return not_found();
            }
            return auth::grant(
                tx, auth::program_identity("cli"),
                {.user = account->id, .role = role, .scope = *scope, .valid_from = tx.today()});
        });
    return granted ? 0 : print_refusal(granted.error());
}

int import_file(Settings const &settings, ImportOptions const &options)
{
    Installation installation{settings};
    auto const by = identity_for(installation, options.as);
    if (!by) {
        return print_refusal({Decline::not_found, {{"as", "common.not_found", {}}}});
    }
    spreadsheet::ImportCommand command;
    command.path = options.path;
    command.mapping = options.mapping;
    if (std::filesystem::exists(options.mapping)) {
        std::ifstream file{options.mapping};
        command.mapping.assign(std::istreambuf_iterator<char>{file}, {});
    }
    command.writing =
        options.dry_run ? spreadsheet::Writing::dry_run : spreadsheet::Writing::for_good;
    command.as_json = options.json;
    command.language = by->language;
    return spreadsheet::run_import(installation.importer(), *by, command, std::cout, std::cerr);
}

int write_brief(Settings const &settings, BriefOptions const &options)
{
    Installation installation{settings};
    auto const who = identity_for(installation, options.as);
    if (!who) {
        return print_refusal({Decline::not_found, {{"as", "common.not_found", {}}}});
    }
    auto const file = briefs::make_brief(
        installation.app(), *who, {.country = options.country, .languages = options.languages});
    if (!file) {
        return print_refusal(file.error());
    }
    if (options.target.empty()) {
        std::fwrite(file->data(), 1, file->size(), stdout);
        return 0;
    }
    std::ofstream target{options.target, std::ios::binary};
    target << *file;
    target.close();
    if (!target) {
        throw NotReady{"cannot write " + options.target};
    }
    return 0;
}

int export_list(Settings const &settings, ExportOptions const &options)
{
    Installation installation{settings};
    auto const *const noun = installation.app().noun(options.kind);
    if (noun == nullptr) {
        std::fprintf(stderr, "selatan: there is no kind of record called %s\n",
                     options.kind.c_str());
        return 2;
    }
    auto const by = identity_for(installation, options.as);
    if (!by) {
        return print_refusal({Decline::not_found, {{"as", "common.not_found", {}}}});
    }
    auto const out = [](std::string_view piece) {
        std::fwrite(piece.data(), 1, piece.size(), stdout);
    };
    auto const writer =
        options.format == "csv"
            ? sheets::csv_writer(out)
            : sheets::xlsx_writer(out, {.right_to_left = is_right_to_left(by->language)});
    auto const query = records::parse_list(http::Parameters::parse(options.query));
    installation.store().read([&](storage::Reader &reader) {
        web::write_list(reader,
                        {.noun = *noun,
                         .identity = &*by,
                         .codes = installation.codes(),
                         .language = by->language,
                         .within = std::nullopt},
                        query, *writer);
    });
    return 0;
}

int search_records(Settings const &settings, SearchOptions const &options)
{
    Installation installation{settings};
    auto const by = identity_for(installation, options.as);
    if (!by) {
        return print_refusal({Decline::not_found, {{"as", "common.not_found", {}}}});
    }
    records::EverywhereQuery query{.words = options.words,
                                   .kind = options.kind,
                                   .country = std::nullopt,
                                   .since = std::nullopt};
    if (!query.kind.empty() && installation.app().noun(query.kind) == nullptr) {
        return print_refusal({Decline::invalid, {{"kind", "common.unknown_choice", {}}}});
    }
    if (!options.country.empty()) {
        auto const code = installation.codes().resolve("country", options.country);
        if (!code) {
            return print_refusal({Decline::invalid, {{"country", "common.unknown_choice", {}}}});
        }
        query.country = CountryCode::parse(*code);
    }
    auto const found = installation.store().read([&](storage::Reader &reader) {
        return records::search_everywhere(reader, installation.app().nouns, &*by,
                                          installation.codes(), query);
    });
    if (options.json) {
        std::printf("%s\n", web::search_json(found).c_str());
        return 0;
    }
    for (auto const &hit : found.hits) {
        std::printf("%s  %s\n", hit.reference.c_str(), hit.title.c_str());
        for (auto const &reason : hit.reasons) {
            std::printf("    %s: %s%s%s\n",
                        reason.field == nullptr
                            ? "title"
                            : std::string{reason.field->label(by->language)}.c_str(),
                        reason.place.before.c_str(), reason.place.match.c_str(),
                        reason.place.after.c_str());
        }
    }
    return 0;
}

} // namespace selatan::program
