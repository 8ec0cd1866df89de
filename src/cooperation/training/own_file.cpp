#include "cooperation/training/own_file.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/sealed_file.hpp"
#include "platform/web/attachment_store.hpp"

#include <algorithm>

namespace selatan::training {

Result<files::Examined> examine_own_file(http::Request const &request)
{
    for (auto const &upload : request.uploads) {
        if (upload.field == "file" && (upload.size > 0 || !upload.name.empty())) {
            return files::examine(upload.path, upload.name, "file", own_file_limits);
        }
    }
    return refuse(Decline::invalid, "file", "web.no_upload");
}

Result<void> decide_own_file(files::FileType type, std::int64_t kept)
{
    if (!is_scan(type)) {
        return refuse(Decline::invalid, "file", "training.not_a_scan");
    }
    if (kept >= own_files_most) {
        return refuse(Decline::invalid, "file", "training.too_many_copies",
                      {{"count", std::to_string(own_files_most)}});
    }
    return {};
}

namespace {

/// `ticks` the document off; the file is kept if it could be.
template <typename Tick>
Result<void> keep_file(storage::Tx &tx, events::Actor const &actor, Head const &head,
                       std::string const &document, files::Examined examined,
                       std::string const &description, Tick const &tick)
{
    auto const kept = static_cast<std::int64_t>(files_of(tx, head.id, Keeping::open).size());
    if (auto const may = decide_own_file(examined.type, kept); !may) {
        return refuse(may.error());
    }
    if (Result<Saved> const saved = tick(); !saved) {
        return refuse(saved.error());
    }
    auto const file = files::store(
        tx, {.examined = std::move(examined), .audience = Audience::partner, .person = {}});
    ENSURE(file.has_value());
    web::insert_attachment(tx, head.id, *file, actor, Audience::partner, description);
    put_file(tx, head.id, *file, document, Keeping::open);
    return {};
}

} // namespace

Result<void> hand_in_file(storage::Tx &tx, auth::Identity const &by, Head const &head,
                          std::string const &document, files::Examined examined,
                          std::string const &description)
{
    return keep_file(tx, by.actor(), head, document, std::move(examined), description,
                     [&] { return hand_in(tx, by, head, document); });
}

Result<void> hand_in_employers_file(storage::Tx &tx, events::Actor const &actor, Head const &head,
                                    std::string const &document, files::Examined examined,
                                    std::string const &description)
{
    return keep_file(tx, actor, head, document, std::move(examined), description,
                     [&] { return hand_in_as_employer(tx, actor, head, document); });
}

namespace {

/// Did the employer hand it in? Then it is not the applicant's to take back.
bool is_employers(storage::Reader &reader, Head const &head, std::string_view document)
{
    auto const application = records::load(reader, applications, head.id);
    ENSURE(application.has_value());
    auto const wanted = context_of(reader, application->call->uuid()).rules.employer_documents;
    return std::ranges::find(wanted, document) != wanted.end();
}

} // namespace

Result<void> take_file_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            Id<files::File> file)
{
    auto const all = files_of(tx, head.id, Keeping::open);
    auto const found = std::ranges::find(all, file, &HandedFile::file);
    if (found == all.end() || is_employers(tx, head, found->document)) {
        return not_found();
    }
    forget_file(tx, file);
    ENSURE(files::remove(tx, file, by.actor(), {}).has_value());
    bool const is_last = std::ranges::count(all, found->document, &HandedFile::document) == 1;
    return is_last ? want_again(tx, by, head, found->document) : Result<void>{};
}

} // namespace selatan::training
