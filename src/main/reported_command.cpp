#include "main/reported_command.hpp"

#include "exchange/iati/decoded_input.hpp"
#include "exchange/reported/importer.hpp"
#include "main/installation.hpp"
#include "platform/auth/account.hpp"
#include "platform/files/disk_reader.hpp"
#include "platform/i18n/words/words.hpp"
#include "platform/sheets/table_writer.hpp"
#include "words/reported.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace selatan::program {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
namespace word = words::reported;

/// Whoever types here need not be whom the account belongs to.
constexpr auto terminal = Language::en;

constexpr int all_came_in = 0;
constexpr int has_problems = 1;
constexpr int left_out = 2;

struct NamedFile {
    std::string path;
    std::string name; ///< below the folder, or in the archive, that was given
    bool is_below_folder = false;
    bool is_missing = false;
    std::optional<iati::Archive::Member> member = {}; ///< of the archive at `path`
};

bool is_archive(std::string const &path)
{
    constexpr std::size_t looked_at = 4;
    std::string beginning(looked_at, '\0');
    beginning.resize(files::DiskReader{path}.read({beginning.data(), beginning.size()}));
    return iati::Archive::begins_one(beginning);
}

/// Archives give what is in them, in its order. Throws iati::Unreadable.
std::vector<NamedFile> files_in(std::string const &path, std::string const &place)
{
    auto const archive = iati::Archive::of_file(path);
    std::vector<NamedFile> files;
    for (auto const &member : archive.members()) {
        files.push_back({.path = path, .name = place + member.name, .member = member});
    }
    return files;
}

/// Folders give what is below them, in the order of the names. An archive there is as a folder.
std::vector<NamedFile> files_below(std::string const &folder)
{
    std::vector<NamedFile> files;
    for (auto const &entry : fs::recursive_directory_iterator{folder}) {
        auto path = entry.path().string();
        if (entry.is_regular_file() &&
            (path.ends_with(".xml") || path.ends_with(".xml.gz") || path.ends_with(".zip"))) {
            auto name = fs::relative(entry.path(), folder).string();
            files.push_back(
                {.path = std::move(path), .name = std::move(name), .is_below_folder = true});
        }
    }
    std::ranges::sort(files, {}, &NamedFile::path);
    return files;
}

/// What comes on standard input, on disk: an import that collides with another reads it again.
std::unique_ptr<sheets::Spool> spooled_input()
{
    auto spool = std::make_unique<sheets::Spool>();
    auto const sink = spool->sink();
    constexpr std::size_t at_a_time = 1U << 16U;
    std::array<char, at_a_time> buffer{};
    while (std::cin.read(buffer.data(), buffer.size()) || std::cin.gcount() > 0) {
        sink({buffer.data(), static_cast<std::size_t>(std::cin.gcount())});
    }
    return spool;
}

using Spools = std::vector<std::unique_ptr<sheets::Spool>>;

/// What the command line names, in its order. `spools` holds what came on standard input.
std::vector<NamedFile> files_given(std::vector<std::string> const &paths, Spools &spools)
{
    std::vector<NamedFile> files;
    for (auto const &path : paths) {
        if (path == "-") {
            files.push_back({.path = spools.emplace_back(spooled_input())->path(), .name = "-"});
        } else if (fs::exists(path) && !fs::is_directory(path)) {
            files.push_back({.path = path, .name = fs::path{path}.filename().string()});
        } else {
            auto const below =
                fs::is_directory(path) ? files_below(path) : std::vector<NamedFile>{};
            files.insert(files.end(), below.begin(), below.end());
            if (below.empty()) {
                files.push_back({.path = path, .name = path, .is_missing = true});
            }
        }
    }
    return files;
}

class Command {
public:
    Command(Installation &installation, auth::Identity const &by, IatiImportOptions const &options)
        : m_importer{installation.store()}, m_by{by}, m_options{options},
          m_shows_progress{!options.json && ::isatty(STDERR_FILENO) != 0}
    {
    }

    /// One after the other; while one comes in the next are read.
    void import(std::vector<NamedFile> const &given)
    {
        auto ahead = read_ahead(given);
        auto const is_plain = [](NamedFile const &file) {
            return !file.is_missing && !is_archive(file.path);
        };
        for (std::size_t i = 0; i < given.size();) {
            auto begin = i;
            while (i < given.size() && is_plain(given[i])) {
                ++i;
            }
            import_plain(given, begin, i, ahead);
            if (i == given.size()) {
                break;
            }
            if (given[i].is_missing) {
                refused(given[i], {Decline::not_found, {{"", "reported.no_such_file", {}}}});
            } else {
                import_archive(given[i]);
            }
            ++i;
        }
    }

    [[nodiscard]] int code() const { return m_code; }

private:
    /// An archive among them turns out to be no XML at its beginning.
    static reported::FilesAhead read_ahead(std::vector<NamedFile> const &files)
    {
        std::vector<reported::FilePlace> places;
        places.reserve(files.size());
        for (auto const &file : files) {
            places.push_back({file.path, file.member});
        }
        return reported::FilesAhead{places};
    }

    void import_archive(NamedFile const &given)
    {
        try {
            auto const files =
                files_in(given.path, given.is_below_folder ? given.name + "/" : std::string{});
            if (files.empty()) {
                refused(given, {Decline::invalid, {{"file", "reported.empty_archive", {}}}});
            }
            auto ahead = read_ahead(files);
            import_plain(files, 0, files.size(), ahead);
        } catch (iati::Unreadable const &) {
            refused(given, {Decline::invalid, {{"file", "reported.unreadable", {}}}});
        }
    }

    /// Those from `begin` to `end`, which are read ahead under their numbers among all.
    void import_plain(std::vector<NamedFile> const &all, std::size_t begin, std::size_t end,
                      reported::FilesAhead &ahead)
    {
        std::vector<reported::FileImport> imports;
        imports.reserve(end - begin);
        for (auto i = begin; i < end; ++i) {
            auto const &file = all[i];
            imports.push_back(
                {.path = file.path,
                 .name = file.name,
                 .member = file.member,
                 .by = &m_by,
                 .writing =
                     m_options.dry_run ? reported::Writing::dry_run : reported::Writing::for_good,
                 .ahead = &ahead,
                 .number_ahead = i,
                 .on_progress = [this, &file](std::int64_t activities, std::uint64_t /*bytes*/) {
                     show_progress(file, activities);
                     return true;
                 }});
        }
        m_importer.import_files(imports, [&](std::size_t number, auto const &done) {
            tell_of(all[begin + number], done);
        });
    }

    void show_progress(NamedFile const &file, std::int64_t activities) const
    {
        if (m_shows_progress) {
            std::cerr << "\r\x1b[K" << file.name << ": " << word::cli_progress(terminal, activities)
                      << std::flush;
        }
    }

    void tell_of(NamedFile const &file, Result<reported::Imported> const &done)
    {
        if (m_shows_progress) {
            std::cerr << "\r\x1b[K" << std::flush;
        }
        if (!done) {
            refused(file, done.error());
            return;
        }
        auto const &counts = done->counts;
        m_code = std::max(m_code, counts.notes > 0 ? has_problems : all_came_in);
        if (m_options.json) {
            tell(file, *done);
            return;
        }
        std::cout << word::cli_line(terminal, file.name, counts.fresh, counts.changed, counts.same,
                                    counts.vanished, counts.notes)
                  << '\n';
    }

    void refused(NamedFile const &file, Refusal const &refusal)
    {
        m_code = left_out;
        auto const &problem = refusal.problems.front();
        std::string sentence; // what, and why, where a file says more than one thing
        for (auto const &one : refusal.problems) {
            sentence += (sentence.empty() ? "" : " ") + words::problem(terminal, one);
        }
        if (m_options.json) {
            std::cout << json::serialize(json::object{{"file", file.name},
                                                      {"problem", problem.code},
                                                      {"sentence", sentence}})
                      << '\n';
        } else {
            std::cerr << file.name << ": " << sentence << '\n';
        }
    }

    void tell(NamedFile const &file, reported::Imported const &done) const
    {
        auto const &counts = done.counts;
        json::array notes;
        for (auto const &[identifier, note] : done.notes) {
            notes.push_back(json::object{{"identifier", identifier},
                                         {"path", note.path},
                                         {"value", note.value},
                                         {"why", note.why}});
        }
        std::cout << json::serialize(json::object{{"file", file.name},
                                                  {"import", done.reference},
                                                  {"version", done.version},
                                                  {"publishers", json::value_from(done.publishers)},
                                                  {"activities", counts.activities},
                                                  {"new", counts.fresh},
                                                  {"changed", counts.changed},
                                                  {"unchanged", counts.same},
                                                  {"vanished", counts.vanished},
                                                  {"problems", counts.notes},
                                                  {"first_problems", std::move(notes)}})
                  << '\n';
    }

    reported::Importer m_importer;
    auth::Identity const &m_by;
    IatiImportOptions const &m_options;
    bool m_shows_progress;
    int m_code = all_came_in;
};

std::optional<auth::Identity> identity_for(Installation &installation, std::string const &address)
{
    return installation.store().read([&](storage::Reader &reader) -> std::optional<auth::Identity> {
        auto const email = auth::Email::parse(address);
        auto const account = email ? auth::find_account(reader, *email) : std::nullopt;
        return account ? auth::load_identity(reader, account->id, "cli") : std::nullopt;
    });
}

} // namespace

int import_iati(Settings const &settings, IatiImportOptions const &options)
{
    Installation installation{settings};
    auto const by = identity_for(installation, options.as);
    if (!by) {
        std::cerr << "--as: there is no account " << options.as << '\n';
        return left_out;
    }
    if (!records::could(reported::policy, &*by, records::verbs::create)) {
        std::cerr << "--as " << options.as << ": "
                  << words::problem(terminal, {"", "common.forbidden", {}}) << '\n';
        return left_out;
    }
    Spools spools;
    auto const files = files_given(options.paths, spools);
    Command command{installation, *by, options};
    command.import(files);
    if (options.dry_run && !options.json) {
        std::cout << word::cli_dry_run(terminal) << '\n';
    }
    return command.code();
}

} // namespace selatan::program
