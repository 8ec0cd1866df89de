#include "cooperation/training/handed_file.hpp"

namespace selatan::training {

std::vector<HandedFile> files_of(storage::Reader &reader, Uuid application, Keeping keeping)
{
    std::vector<HandedFile> all;
    for (auto row : reader.query("SELECT file, document, added FROM training_file"
                                 " WHERE application = ? AND sealed = ? ORDER BY added, file",
                                 application, static_cast<std::int64_t>(keeping))) {
        all.push_back({.file = row.next<Id<files::File>>(),
                       .document = row.next<std::string>(),
                       .added = row.next<Instant>()});
    }
    return all;
}

void put_file(storage::Tx &tx, Uuid application, Id<files::File> file, std::string const &document,
              Keeping keeping)
{
    tx.run("INSERT INTO training_file (file, application, document, sealed, added)"
           " VALUES (?, ?, ?, ?, ?)",
           file, application, document, static_cast<std::int64_t>(keeping), tx.now());
}

void forget_file(storage::Tx &tx, Id<files::File> file)
{
    tx.run("DELETE FROM training_file WHERE file = ?", file);
}

} // namespace selatan::training
