// The files that a web server elsewhere hands out, with a log for people.
#include "exchange/iati_out/iati_out.hpp"
#include "exchange/iati_out/publication.hpp"
#include "exchange/iati_out/self_check.hpp"
#include "exchange/iati_out/told_store.hpp"
#include "words/publishing.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace selatan::iati_out {

namespace {

namespace word = words::publishing;
constexpr auto english = Language::en;

std::string log_of(Instant at, Published const &published, Written const &written)
{
    std::string log = at.to_string() + "\n" +
                      word::log_written(english, published.activities, published.fresh) + "\n" +
                      word::log_left_out(english, published.left_out) + "\n";
    auto const add_notes = [&](bool of_left_out) {
        for (auto const &note : written.notes) {
            if (note.is_out == of_left_out) {
                auto const sentence = word::missing(english, note.code).value_or(note.code);
                log += "  " + note.reference + " " + note.title + ": " + std::string{sentence};
                log += note.what.empty() ? "\n" : " (" + note.what + ")\n";
            }
        }
    };
    add_notes(true);
    auto const more = std::count_if(written.notes.begin(), written.notes.end(),
                                    [](auto const &note) { return !note.is_out; });
    if (more > 0) {
        log += word::log_could_say_more(english, more) + "\n";
        add_notes(false);
    }
    return log;
}

} // namespace

Result<Files> make_files(storage::Tx &tx, auth::Identity const &by, std::string const &base_url)
{
    auto const published = publish(tx, by, base_url);
    if (!published) {
        return refuse(published.error());
    }
    auto const publisher = publisher_of(tx, base_url);
    Files files;
    auto const into = [](std::string &file) {
        return [&file](std::string_view piece) {
            file += piece;
        };
    };
    auto const written = write_activities(tx, *publisher, into(files.activities));
    static_cast<void>(write_organisation(tx, *publisher, into(files.organisation)));
    for (auto const *const file : {&files.activities, &files.organisation}) {
        auto const findings =
            file->empty() ? std::vector<std::string>{} : findings_in(*file, tx.today());
        if (!findings.empty()) {
            return refuse(Decline::conflict, "", "publishing.not_valid",
                          {{"finding", findings.front()}});
        }
    }
    files.log = log_of(tx.now(), *published, written);
    return files;
}

} // namespace selatan::iati_out
