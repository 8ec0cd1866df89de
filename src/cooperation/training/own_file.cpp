#include "cooperation/training/own_file.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/sealed_file.hpp"
#include "platform/web/attachment_store.hpp"

#include <algorithm>

namespace selatan::training {

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

Result<void> hand_in_file(storage::Tx &tx, auth::Identity const &by, Head const &head,
                          std::string const &document, files::Examined examined,
                          std::string const &description)
{
    auto const kept = static_cast<std::int64_t>(files_of(tx, head.id, Keeping::open).size());
    if (auto const may = decide_own_file(examined.type, kept); !may) {
        return refuse(may.error());
    }
    if (auto const saved = hand_in(tx, by, head, document); !saved) {
        return refuse(saved.error());
    }
    auto const file = files::store(
        tx, {.examined = std::move(examined), .audience = Audience::partner, .person = {}});
    ENSURE(file.has_value());
    web::insert_attachment(tx, head.id, *file, by.actor(), Audience::partner, description);
    put_file(tx, head.id, *file, document, Keeping::open);
    return {};
}

Result<void> take_file_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            Id<files::File> file)
{
    auto const all = files_of(tx, head.id, Keeping::open);
    auto const found = std::ranges::find(all, file, &HandedFile::file);
    if (found == all.end()) {
        return not_found();
    }
    forget_file(tx, file);
    ENSURE(files::remove(tx, file, by.actor(), {}).has_value());
    bool const is_last = std::ranges::count(all, found->document, &HandedFile::document) == 1;
    return is_last ? want_again(tx, by, head, found->document) : Result<void>{};
}

} // namespace selatan::training
