#include "main/iati_publish_command.hpp"

#include "exchange/iati_out/iati_out.hpp"
#include "main/installation.hpp"
#include "platform/i18n/words/words.hpp"

#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace selatan::program {

namespace {

namespace fs = std::filesystem;

/// On the disk under another name first: whoever reads the folder meets the old file or the new
/// one, also when the machine stops in between.
void put_whole(fs::path const &path, std::string_view text)
{
    auto beside = path;
    beside += ".new";
    auto const file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool is_written = file >= 0;
    while (is_written && !text.empty()) {
        auto const written = ::write(file, text.data(), text.size());
        is_written = written > 0;
        text.remove_prefix(is_written ? static_cast<std::size_t>(written) : 0);
    }
    is_written = is_written && ::fsync(file) == 0;
    if (file >= 0) {
        ::close(file);
    }
    if (!is_written) {
        throw NotReady{"cannot write " + beside.string()};
    }
    fs::rename(beside, path);
}

} // namespace

int publish_iati(Settings const &settings, std::string const &folder)
{
    Installation installation{settings};
    auto const by = auth::program_identity("cli");
    auto const files = installation.store().write([&](storage::Tx &tx) {
        return iati_out::make_files(tx, by, installation.settings().base_url);
    });
    if (!files) {
        for (auto const &problem : files.error().problems) {
            std::fprintf(stderr, "selatan: %s\n", words::problem(Language::en, problem).c_str());
        }
        return 2;
    }
    fs::path const where{folder};
    std::error_code problem;
    fs::create_directories(where, problem);
    if (problem || !fs::is_directory(where)) {
        std::fprintf(stderr, "selatan: %s is no folder to write into%s%s\n", folder.c_str(),
                     problem ? ": " : "", problem ? problem.message().c_str() : "");
        return 2;
    }
    if (files->activities.empty()) {
        // What is not public any more must not stay: the standard has no file without activities.
        fs::remove(where / "activities.xml");
    } else {
        put_whole(where / "activities.xml", files->activities);
    }
    put_whole(where / "organisation.xml", files->organisation);
    put_whole(where / "publishing.log", files->log);
    std::fwrite(files->log.data(), 1, files->log.size(), stdout);
    return 0;
}

} // namespace selatan::program
