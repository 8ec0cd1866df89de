#include "main/iati_command.hpp"

#include "exchange/iati/archive.hpp"
#include "exchange/iati/decoded_input.hpp"
#include "exchange/iati/report.hpp"
#include "words/iati.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace selatan::program {

namespace {

namespace fs = std::filesystem;
namespace word = words::iati;

constexpr int clean = 0;
constexpr int has_findings = 1;
constexpr int unreadable = 2;

class StreamInput final : public xml::Input {
public:
    /// `read` is told how many bytes were read so far.
    explicit StreamInput(std::istream &stream, std::function<void(std::uint64_t)> read = {})
        : m_stream{stream}, m_told{std::move(read)}
    {
    }
    std::size_t read(std::span<char> into) override
    {
        m_stream.read(into.data(), static_cast<std::streamsize>(into.size()));
        if (m_stream.bad()) {
            throw iati::Unreadable{"the disk does not give it"};
        }
        auto const size = static_cast<std::size_t>(m_stream.gcount());
        m_bytes += size;
        if (m_told) {
            m_told(m_bytes);
        }
        return size;
    }

private:
    std::istream &m_stream;
    std::function<void(std::uint64_t)> m_told;
    std::uint64_t m_bytes = 0;
};

/// How far a single file is read, in whole percents, on a terminal; of what comes on standard input
/// nobody knows how much there is: then in megabytes.
class Progress {
public:
    Progress(std::ostream &err, std::uint64_t size) : m_err{err}, m_size{size} {}
    ~Progress()
    {
        if (m_shown > 0) {
            m_err << "\r\x1b[K" << std::flush;
        }
    }
    Progress(Progress const &) = delete;
    Progress &operator=(Progress const &) = delete;

    void read(std::uint64_t bytes)
    {
        constexpr std::uint64_t megabyte = 1'000'000;
        constexpr std::uint64_t percent = 100;
        auto const now = m_size > 0 ? bytes * percent / m_size : bytes / megabyte;
        if (now > m_shown) {
            m_shown = now;
            m_err << '\r' << now << (m_size > 0 ? " %" : " MB") << std::flush;
        }
    }

private:
    std::ostream &m_err;
    std::uint64_t m_size; ///< 0: unknown
    std::uint64_t m_shown = 0;
};

/// A file, or one in an archive.
struct Source {
    std::string name; ///< for people: "all.zip/activities.xml"
    std::string path; ///< "-": standard input
    std::optional<iati::Archive::Member> member = {};
    bool is_empty_archive = false; ///< nothing in it is of IATI
};

/// The report on one file: written in the order of the files, however the threads finish.
struct Outcome {
    std::string report;
    std::string problem; ///< it could not be read
    int code = clean;
    bool is_done = false;
};

/// Empty: it can be read.
std::string why_unreadable(std::string const &path, std::ifstream const &stream)
{
    auto const problem = errno;
    if (fs::is_directory(path)) {
        return std::generic_category().message(EISDIR);
    }
    return stream ? std::string{} : std::generic_category().message(problem);
}

class Validation {
public:
    Validation(IatiValidateOptions const &options, Language language,
               iati::Surroundings surroundings, std::vector<Source> files, std::ostream &out,
               std::ostream &err)
        : m_options{options}, m_language{language},
          m_surroundings{std::move(surroundings)}, m_files{std::move(files)},
          m_outcomes(m_files.size()), m_out{out}, m_err{err}
    {
    }

    int run()
    {
        static_cast<void>(iati::standard()); // once, before they all ask
        if (m_files.size() > 1) {
            // What one of them refers to may stand in another. Threads join where they are dropped.
            static_cast<void>(for_each_file(&Validation::gather));
            m_surroundings.set = &m_set;
        }
        auto const threads = for_each_file(&Validation::validate);
        write();
        return m_code;
    }

private:
    /// As many at once as there are processors.
    std::vector<std::jthread> for_each_file(void (Validation::*act)(std::size_t index))
    {
        auto const most = std::max(1U, std::thread::hardware_concurrency());
        m_next = 0;
        std::vector<std::jthread> threads(std::min<std::size_t>(most, m_files.size()));
        for (auto &thread : threads) {
            thread = std::jthread{[this, act] {
                for (auto index = m_next++; index < m_files.size(); index = m_next++) {
                    (this->*act)(index);
                }
            }};
        }
        return threads;
    }

    void gather(std::size_t index)
    {
        auto const &source = m_files[index];
        if (source.path == "-" || source.is_empty_archive) {
            return; // standard input can be read only once
        }
        iati::Identifiers found;
        try {
            read(source, [&](xml::Input &raw) {
                iati::DecodedInput input{raw};
                iati::gather_identifiers(input, input.encoding(), found);
            });
        } catch (iati::Unreadable const &) { // told of when its turn comes
        }
        std::lock_guard const lock{m_mutex};
        m_set.add_all(found);
    }

    void validate(std::size_t index)
    {
        auto const &source = m_files[index];
        Outcome outcome;
        if (m_options.json) {
            answer_programs(source, outcome);
        } else {
            answer_people(source, outcome);
        }
        std::lock_guard const lock{m_mutex};
        outcome.is_done = true;
        m_outcomes[index] = std::move(outcome);
        m_changed.notify_one();
    }

    /// One file alone tells how far it is; of several, how many are done is told.
    [[nodiscard]] bool tells_of_one() const
    {
        return m_files.size() == 1 && ::isatty(STDERR_FILENO) != 0;
    }

    [[nodiscard]] std::function<void(std::uint64_t)> told_by(Progress &progress) const
    {
        return tells_of_one() ? [&progress](std::uint64_t bytes) { progress.read(bytes); }
                              : std::function<void(std::uint64_t)>{};
    }

    template <typename Act>
    void read(Source const &source, Act const &act)
    {
        if (source.member) {
            auto const archive = iati::Archive::of_file(source.path);
            auto const input = archive.open(*source.member);
            act(*input);
        } else if (source.path == "-") {
            if (std::cin.peek() == 'P') { // no XML begins so; an archive needs its end first
                throw iati::Unreadable{"zip: from a file only"};
            }
            Progress progress{m_err, 0};
            StreamInput input{std::cin, told_by(progress)};
            act(input);
        } else {
            errno = 0;
            std::ifstream stream{source.path, std::ios::binary};
            if (auto const why = why_unreadable(source.path, stream); !why.empty()) {
                throw iati::Unreadable{why};
            }
            std::error_code unknown;
            auto const size = fs::file_size(source.path, unknown);
            Progress progress{m_err, unknown ? 0 : size};
            StreamInput input{stream, told_by(progress)};
            act(input);
        }
    }

    void answer_people(Source const &source, Outcome &outcome)
    {
        iati::TextReport report{m_language};
        auto const summary = validate(source, report, outcome);
        if (outcome.problem.empty()) {
            outcome.report = report.finish(source.name, summary);
        }
    }

    void answer_programs(Source const &source, Outcome &outcome)
    {
        // One file is told as it is read; several would mix.
        bool const is_alone = m_files.size() == 1;
        iati::JsonReport report{m_language, is_alone ? std::string{} : source.name,
                                [&](std::string_view text) {
                                    if (is_alone) {
                                        m_out << text;
                                    } else {
                                        outcome.report += text;
                                    }
                                }};
        report.finish(validate(source, report, outcome));
    }

    iati::Summary validate(Source const &source, iati::Report &report, Outcome &outcome)
    {
        iati::Summary summary;
        if (source.is_empty_archive) {
            summary = report.unread("empty_archive");
        } else {
            try {
                read(source, [&](xml::Input &raw) {
                    iati::DecodedInput input{raw};
                    summary = iati::validate(input, input.encoding(), m_surroundings, report);
                });
            } catch (iati::Unreadable const &problem) {
                std::string const why{problem.what()};
                outcome.problem = word::unreadable(m_language, source.name) + " (" + why + ")";
                summary = report.unread("unread", why);
            }
        }
        outcome.code = code_of(summary);
        return summary;
    }

    static int code_of(iati::Summary const &summary)
    {
        return summary.is_valid() && summary.count(iati::Severity::error) == 0 ? clean
                                                                               : has_findings;
    }

    void write()
    {
        bool const shows_progress = m_files.size() > 1 && ::isatty(STDERR_FILENO) != 0;
        for (std::size_t index = 0; index < m_outcomes.size(); ++index) {
            Outcome outcome;
            {
                std::unique_lock lock{m_mutex};
                m_changed.wait(lock, [&] { return m_outcomes[index].is_done; });
                outcome = std::move(m_outcomes[index]);
            }
            m_out << outcome.report;
            m_code = std::max(m_code, outcome.code);
            if (!outcome.problem.empty()) {
                m_err << outcome.problem << '\n';
                m_code = unreadable;
            }
            if (shows_progress) {
                m_err << '\r' << index + 1 << '/' << m_files.size() << std::flush;
            }
        }
        m_out << std::flush;
        if (shows_progress) {
            m_err << '\n';
        }
    }

    IatiValidateOptions const &m_options;
    Language m_language;
    iati::Surroundings m_surroundings;
    iati::Identifiers m_set;
    std::vector<Source> m_files;
    std::vector<Outcome> m_outcomes;
    std::ostream &m_out;
    std::ostream &m_err;
    std::atomic<std::size_t> m_next = 0;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_code = clean;
};

bool is_archive(std::string const &path)
{
    std::ifstream stream{path, std::ios::binary};
    std::array<char, 4> beginning{};
    stream.read(beginning.data(), beginning.size());
    return stream && iati::Archive::begins_one({beginning.data(), beginning.size()});
}

/// A file, or what is in it when it is an archive. One that cannot be read is told of when its turn
/// comes.
void add_file(std::string const &path, std::vector<Source> &files)
{
    if (path == "-" || !is_archive(path)) {
        files.push_back({.name = path, .path = path});
        return;
    }
    try {
        auto const archive = iati::Archive::of_file(path);
        if (archive.members().empty()) {
            files.push_back({.name = path, .path = path, .is_empty_archive = true});
        }
        for (auto const &member : archive.members()) {
            files.push_back({.name = path + "/" + member.name, .path = path, .member = member});
        }
    } catch (iati::Unreadable const &) {
        files.push_back({.name = path, .path = path, .member = iati::Archive::Member{}});
    }
}

/// Folders give what is below them, in the order of the names.
std::vector<Source> files_of(std::vector<std::string> const &paths)
{
    std::vector<Source> files;
    for (auto const &path : paths) {
        if (path == "-" || !fs::is_directory(path)) {
            add_file(path, files);
            continue;
        }
        std::vector<std::string> found;
        for (auto const &entry : fs::recursive_directory_iterator{path}) {
            auto name = entry.path().string();
            if (entry.is_regular_file() &&
                (name.ends_with(".xml") || name.ends_with(".xml.gz") || name.ends_with(".zip"))) {
                found.push_back(std::move(name));
            }
        }
        std::sort(found.begin(), found.end());
        for (auto const &name : found) {
            add_file(name, files);
        }
    }
    return files;
}

} // namespace

int validate_iati(IatiValidateOptions const &options, Clock const &clock, std::ostream &out,
                  std::ostream &err)
{
    auto const asked = parse_language(options.language);
    if (!asked) {
        err << "--language " << options.language
            << " is unknown; possible: en, id, fr, es, pt, ar\n";
        return unreadable;
    }
    auto const language = *asked;
    iati::Surroundings surroundings;
    surroundings.agencies = iati::standard().agencies;
    surroundings.today = clock.today();
    if (!options.today.empty()) {
        auto const today = Date::parse(options.today);
        if (!today) {
            err << "--today " << options.today
                << " is no day; write year, month and day, for example 2026-11-22\n";
            return unreadable;
        }
        surroundings.today = *today;
    }
    if (!options.organisations.empty()) {
        errno = 0;
        std::ifstream file{options.organisations};
        if (auto const why = why_unreadable(options.organisations, file); !why.empty()) {
            err << word::unreadable(language, options.organisations) << " (" << why << ")\n";
            return unreadable;
        }
        for (std::string line; std::getline(file, line);) {
            if (auto const identifier = iati::trimmed(line); !identifier.empty()) {
                surroundings.publishers.emplace(identifier);
            }
        }
    }
    auto files = files_of(options.paths);
    if (files.empty()) {
        err << word::nothing(language, options.paths.empty() ? "" : options.paths.front()) << '\n';
        return unreadable;
    }
    return Validation{options, language, std::move(surroundings), std::move(files), out, err}.run();
}

} // namespace selatan::program
