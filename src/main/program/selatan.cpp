// The command line. The only file that includes CLI11, whose header takes long to compile.
#include "exchange/iati_web/isolated.hpp"
#include "main/api_command.hpp"
#include "main/commands.hpp"
#include "main/flows_command.hpp"
#include "main/iati_command.hpp"
#include "main/iati_publish_command.hpp"
#include "main/init.hpp"
#include "main/ledger_command.hpp"
#include "main/reconcile_command.hpp"
#include "main/reported_command.hpp"
#include "main/retention_command.hpp"
#include "main/serve.hpp"
#include "main/settings.hpp"
#include "platform/sheets/sheet_reader.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

namespace {

using namespace selatan::program;

/// A password is read from a file or standard input, never from the command line, where others
/// see it.
std::string read_secret(std::string const &path)
{
    std::string text;
    if (path == "-") {
        text.assign(std::istreambuf_iterator<char>{std::cin}, {});
    } else if (!path.empty()) {
        std::ifstream file{path};
        if (!file) {
            throw BadSetting{"cannot read " + path};
        }
        text.assign(std::istreambuf_iterator<char>{file}, {});
    }
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.pop_back();
    }
    return text;
}

/// A body is written there, or read from a file that is named after '@', or from standard input.
std::string read_body(std::string const &text)
{
    if (text.empty() || (text != "-" && text.front() != '@')) {
        return text;
    }
    return read_secret(text == "-" ? text : text.substr(1));
}

/// CLI11 says of a word that is no command that there should have been one.
std::string why_refused(CLI::App const *app, CLI::Error const &error)
{
    auto const words = app->remaining(true);
    if (!words.empty() && std::string_view{error.what()} == "A subcommand is required") {
        return "\"" + words.front() +
               "\" is not a command.\nRun with --help for more information.\n";
    }
    return CLI::FailureMessage::simple(app, error);
}

int run(int argc, char **argv)
{
    CLI::App app{"Selatan runs South-South and triangular cooperation.\n"
                 "Settings come from the environment (selatan settings lists them)."};
    app.name("selatan");
    app.require_subcommand(1);
    app.failure_message(why_refused);
    // Who asks for help by a word gets it.
    app.add_subcommand("help", "Tell what there is, as --help does.")->callback([&] {
        throw CLI::CallForHelp{};
    });
    app.set_version_flag("--version", std::string{SELATAN_VERSION});
    int code = 0;
    bool json = false;
    auto const settings = [] {
        return read_settings(environment);
    };

    auto *const serve_command =
        app.add_subcommand("serve", "Answer requests and work on jobs until told to stop.");
    serve_command->callback([&] { code = serve(settings()); });

    InitOptions init_options;
    std::string password_file;
    auto *const init_command = app.add_subcommand(
        "init", "Make an installation: keyring, database, reference data, first account.");
    init_command->add_flag("--example", init_options.example,
                           "Fill it with example offices and accounts, to try it out.");
    init_command->add_option("--name", init_options.name, "Whose installation it is.");
    init_command->add_option("--administrator", init_options.administrator,
                             "E-mail of the first account.");
    init_command->add_option("--password-file", password_file,
                             "File with its password; - reads standard input.");
    init_command->callback([&] {
        init_options.password = read_secret(password_file);
        if (init_options.example && init_options.name.empty()) {
            init_options.name = "Example installation";
        }
        code = init(settings(), init_options);
    });

    auto *const migrate_command =
        app.add_subcommand("migrate", "Bring the database to this program's version.");
    migrate_command->add_flag("--json", json, "Answer in JSON.");
    migrate_command->callback([&] { code = migrate(settings(), {.json = json}); });

    auto *const doctor_command = app.add_subcommand(
        "doctor", "Check the installation: database, history chain, files, keyring, jobs, mail.");
    doctor_command->add_flag("--json", json, "Answer in JSON.");
    doctor_command->callback([&] { code = doctor(settings(), {.json = json}); });

    auto *const settings_command =
        app.add_subcommand("settings", "List every setting, its default and its meaning.");
    settings_command->add_flag("--json", json, "Answer in JSON.");
    settings_command->callback([&] { code = list_settings({.json = json}); });

    std::string target;
    auto *const backup_command =
        app.add_subcommand("backup", "Copy the embedded database while it runs.");
    backup_command->add_option("FILE", target, "Where to; must not exist.")->required();
    backup_command->callback([&] { code = backup(settings(), target); });

    std::string source;
    auto *const restore_command =
        app.add_subcommand("restore", "Put a backup in the place of the database.");
    restore_command->add_option("FILE", source, "A file that `backup` made.")->required();
    bool replace = false;
    restore_command->add_flag("--replace", replace, "Replace the database that is there.");
    restore_command->callback([&] { code = restore(settings(), source, replace); });

    UserOptions user;
    auto *const user_command =
        app.add_subcommand("user", "Accounts: add, list, grant, set a password.");
    user_command->require_subcommand(1);
    auto *const user_list = user_command->add_subcommand("list", "List accounts.");
    user_list->add_flag("--json", json, "Answer in JSON.");
    user_list->callback([&] { code = list_users(settings(), {.json = json}); });
    auto *const user_add =
        user_command->add_subcommand("add", "Make an active account with a password.");
    user_add->add_option("EMAIL", user.email, "Its address.")->required();
    user_add->add_option("--name", user.name, "The office's or post's name.")->required();
    user_add->add_option("--language", user.language, "en, id, fr, es, pt or ar.");
    user_add
        ->add_option("--password-file", password_file,
                     "File with the password; - reads standard input.")
        ->required();
    user_add->callback([&] {
        user.password = read_secret(password_file);
        code = add_user(settings(), user);
    });
    auto *const user_grant = user_command->add_subcommand("grant", "Give a role.");
    user_grant->add_option("EMAIL", user.email, "The account.")->required();
    user_grant->add_option("ROLE", user.role, "For example desk_officer.")->required();
    user_grant->add_option("--scope", user.scope, "everywhere, country:TLS or organisation:UUID.");
    user_grant->callback([&] { code = grant_role(settings(), user); });

    ImportOptions imported;
    auto *const import_command = app.add_subcommand(
        "import", "Import a CSV, TSV, XLSX or ODS file by a mapping, in one transaction.");
    import_command->add_option("FILE", imported.path, "The file.")->required();
    import_command->add_option("--mapping", imported.mapping, "A mapping's name, or its file.")
        ->required();
    import_command->add_option("--as", imported.as, "The account that imports.")->required();
    import_command->add_flag("--dry-run", imported.dry_run, "Only say what would happen.");
    import_command->add_flag("--json", imported.json, "Answer in JSON.");
    import_command->callback([&] { code = import_file(settings(), imported); });

    ExportOptions exported;
    auto *const export_command =
        app.add_subcommand("export", "Export a list as CSV, exactly as its page shows it.");
    export_command->add_option("KIND", exported.kind, "For example organisation.")->required();
    export_command->add_option("--query", exported.query,
                               "Filters: q=country:TLS&columns=reference,name");
    export_command->add_option("--as", exported.as, "The account through whose eyes.")->required();
    export_command->add_option("--format", exported.format, "csv or xlsx.")
        ->check(CLI::IsMember({"csv", "xlsx"}));
    export_command->callback([&] { code = export_list(settings(), exported); });

    SearchOptions searched;
    auto *const search_command =
        app.add_subcommand("search", "Find records of every kind by words, and say why.");
    search_command->add_option("WORDS", searched.words, "What the search box would get.")
        ->required();
    search_command->add_option("--kind", searched.kind, "For example request.");
    search_command->add_option("--country", searched.country, "For example TLS.");
    search_command->add_option("--as", searched.as, "The account through whose eyes.")->required();
    search_command->add_flag("--json", searched.json, "Answer in JSON.");
    search_command->callback([&] { code = search_records(settings(), searched); });

    BriefOptions brief;
    auto *const brief_command = app.add_subcommand(
        "brief", "Write the brief of a country as PDF: what was asked, promised, overdue.");
    brief_command->add_option("COUNTRY", brief.country, "For example TLS.")->required();
    brief_command->add_option("--languages", brief.languages, "One or two: en,ar.");
    brief_command->add_option("--as", brief.as, "The account through whose eyes.")->required();
    brief_command->add_option("-o,--output", brief.target, "The file; else standard output.");
    brief_command->callback([&] { code = write_brief(settings(), brief); });

    IatiValidateOptions iati;
    auto *const iati_command =
        app.add_subcommand("iati", "Files of the International Aid Transparency Initiative.");
    iati_command->require_subcommand(1);
    auto *const iati_validate = iati_command->add_subcommand(
        "validate", "Validate files by schema, code lists and rules; 1 when there are errors.");
    iati_validate->add_option("PATH", iati.paths, "Files, folders, or - for standard input.")
        ->required();
    iati_validate->add_flag("--json", iati.json, "Answer in the official validator's JSON.");
    iati_validate->add_option("--today", iati.today, "The day that counts as today: 2026-11-22.");
    iati_validate->add_option("--organisations", iati.organisations,
                              "A file of publishers' identifiers, one a line.");
    iati_validate->add_option("--language", iati.language, "en, id, fr, es, pt or ar.");
    iati_validate->callback([&] {
        selatan::SystemClock const clock;
        code = validate_iati(iati, clock, std::cout, std::cerr);
    });

    IatiImportOptions reported;
    auto *const iati_import = iati_command->add_subcommand(
        "import", "Bring in what others report; the next file of a name takes its place.");
    iati_import->add_option("PATH", reported.paths, "Files, folders, or - for standard input.")
        ->required();
    iati_import->add_option("--as", reported.as, "The account that imports.")->required();
    iati_import->add_flag("--dry-run", reported.dry_run, "Only say what would happen.");
    iati_import->add_flag("--json", reported.json, "Answer in JSON, a line for each file.");
    iati_import->callback([&] { code = import_iati(settings(), reported); });

    FlowsOptions flows;
    auto *const iati_flows = iati_command->add_subcommand(
        "flows", "What reported activities come to in US dollars, each amount counted once.");
    iati_flows->add_option("--by", flows.by,
                           "country, year, category, sector, goal, provider, southern, receiver, "
                           "publisher, corridor, in_kind, triangles or providers.");
    iati_flows->add_option("--money", flows.money, "spent, committed, incoming or budget.");
    iati_flows->add_option("--year", flows.year, "One year alone.");
    iati_flows->add_flag("--south", flows.only_south, "South-South and triangular alone.");
    iati_flows->add_option("--limit", flows.limit, "So many rows.")->check(CLI::Range(1, 100'000));
    iati_flows->add_flag("--json", flows.json, "Answer in JSON, in cents.");
    iati_flows->add_flag("--refresh", flows.refresh, "Make the figures anew first.");
    iati_flows->add_flag("--check", flows.check, "Hold the figures against the transactions.");
    iati_flows->callback([&] { code = print_flows(settings(), flows, std::cout, std::cerr); });

    ReconcileOptions reconciled;
    auto *const iati_reconcile = iati_command->add_subcommand(
        "reconcile", "Who else tells of our projects, and the largest differences to settle.");
    iati_reconcile->add_flag("--propose", reconciled.propose, "Search what others tell first.");
    iati_reconcile->add_option("--country", reconciled.country, "One country alone: TLS.");
    iati_reconcile->add_option("--limit", reconciled.limit, "So many differences.")
        ->check(CLI::Range(1, 100'000));
    iati_reconcile->add_flag("--json", reconciled.json, "Answer in JSON.");
    iati_reconcile->callback(
        [&] { code = reconcile(settings(), reconciled, std::cout, std::cerr); });

    std::string published_to;
    auto *const iati_publish = iati_command->add_subcommand(
        "publish", "Publish the installation's public projects and budgets as IATI files.");
    iati_publish
        ->add_option("DIRECTORY", published_to,
                     "Where activities.xml, organisation.xml and publishing.log go.")
        ->required();
    iati_publish->callback([&] { code = publish_iati(settings(), published_to); });

    LedgerOptions books;
    auto *const ledger_command =
        app.add_subcommand("ledger", "The books of the funds: export them, count them anew.");
    ledger_command->require_subcommand(1);
    auto *const ledger_export = ledger_command->add_subcommand(
        "export", "Write everything that was booked as a journal for other programs.");
    ledger_export->add_option("--format", books.format, "ledger or hledger.")
        ->check(CLI::IsMember({"ledger", "hledger"}));
    ledger_export->add_option("-o,--output", books.target, "The file; else standard output.");
    ledger_export->callback([&] { code = export_ledger(settings(), books); });
    auto *const ledger_check = ledger_command->add_subcommand(
        "check", "Count all postings anew: does each entry balance, is each balance their sum?");
    ledger_check->add_flag("--json", json, "Answer in JSON.");
    ledger_check->callback([&] { code = check_ledger(settings(), {.json = json}); });

    PaymentsOptions payments;
    auto *const payments_command = app.add_subcommand(
        "payments", "Bring in the treasury's file of payments, and say what each row fits.");
    payments_command->add_option("FILE", payments.path, "CSV, XLSX or ODS.")->required();
    payments_command->add_option("--fund", payments.fund, "The fund's reference.")->required();
    payments_command->add_option("--as", payments.as, "The account that brings it in.")->required();
    payments_command->callback([&] { code = bring_in_payments(settings(), payments); });

    RetentionOptions kept;
    auto *const retention_command = app.add_subcommand(
        "retention", "Passports and medical parts: what is kept of which call, and until when.");
    retention_command->add_flag("--erase", kept.erase, "Erase for good what is due today.");
    retention_command->add_flag("--json", kept.json, "As JSON.");
    retention_command->callback([&] { code = retention(settings(), kept); });

    ApiOptions asked;
    auto *const api_command = app.add_subcommand(
        "api", "Do what programs do by the API, as an account: every list, record and verb.");
    api_command->add_option("METHOD", asked.method, "GET, POST or PATCH.")->required();
    api_command->add_option("PATH", asked.path, "For example /calls/CAL-2026-0001/board.")
        ->required();
    api_command->add_option("--as", asked.as, "The account that acts.")->required();
    api_command->add_option("--body", asked.body, "JSON; @FILE reads a file, - standard input.");
    api_command->add_option("--version", asked.version, "The record's version that is changed.");
    api_command->add_option("--key", asked.key, "The same key again does nothing more.");
    api_command->callback([&] {
        asked.body = read_body(asked.body);
        code = ask_api(settings(), asked);
    });

    app.footer(
        "Exit codes: 0 done, 1 something failed, 2 refused.\nThe manual is served at /help.");
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const &error) {
        int const parse_code = app.exit(error);
        return parse_code == 0 ? 0 : 2;
    }
    return code;
}

} // namespace

int main(int argc, char **argv)
{
    // A child that reads a stranger's file under limits is this same program.
    selatan::sheets::child_main(argc, argv);
    selatan::iati::child_main(argc, argv);
    try {
        return run(argc, argv);
    } catch (std::exception const &error) {
        std::fprintf(stderr, "selatan: %s\n", error.what());
        return 1;
    }
}
