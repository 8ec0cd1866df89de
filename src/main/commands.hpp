/// \file
/// The commands of the program, apart from `serve` and `init`. Each returns the exit code: 0 done,
/// 1 the world failed (by exception), 2 refused.
#pragma once

#include "main/settings.hpp"

#include <string>

namespace selatan::program {

struct OutputOptions {
    bool json = false;
};

int migrate(Settings const &settings, OutputOptions const &output);
/// Checks everything that can be checked without changing anything; 2 when something is wrong.
int doctor(Settings const &settings, OutputOptions const &output);
int list_settings(OutputOptions const &output);

/// SQLite only; refuses an existing target. The keyring is not in the backup, on purpose.
int backup(Settings const &settings, std::string const &target);
/// Refuses to replace a database unless told to. The server must not run.
int restore(Settings const &settings, std::string const &source, bool replace);

struct UserOptions {
    std::string email;
    std::string name;
    std::string language = "en";
    std::string password;
    std::string role;
    std::string scope = "everywhere";
};
int list_users(Settings const &settings, OutputOptions const &output);
int add_user(Settings const &settings, UserOptions const &options);
int grant_role(Settings const &settings, UserOptions const &options);

struct ImportOptions {
    std::string path;
    std::string mapping; ///< the name of a mapping, or a mapping's file
    std::string as;
    bool dry_run = false;
    bool json = false;
};
int import_file(Settings const &settings, ImportOptions const &options);

struct BriefOptions {
    std::string country;
    std::string languages; ///< "en,ar"; empty: the country's and the account's
    std::string as;
    std::string target; ///< empty: standard output
};
int write_brief(Settings const &settings, BriefOptions const &options);

struct ExportOptions {
    std::string kind;
    std::string query;
    std::string as;
    std::string format = "csv";
};
/// Writes to standard output.
int export_list(Settings const &settings, ExportOptions const &options);

struct SearchOptions {
    std::string words;
    std::string kind;    ///< empty: every kind
    std::string country; ///< code or name; empty: every one
    std::string as;
    bool json = false;
};
/// What the search box finds for an account, with the reasons.
int search_records(Settings const &settings, SearchOptions const &options);

} // namespace selatan::program
