#include "cooperation/training/own_file_store.hpp"

namespace selatan::training {

void put_own_file(storage::Tx &tx, Uuid application, Id<files::File> file,
                  std::string const &document)
{
    tx.run("INSERT INTO training_own_file (file, application, document, added)"
           " VALUES (?, ?, ?, ?)",
           file, application, document, tx.now());
}

std::vector<OwnFile> own_files_of(storage::Reader &reader, Uuid application)
{
    std::vector<OwnFile> all;
    for (auto row : reader.query("SELECT file, document, added FROM training_own_file"
                                 " WHERE application = ? ORDER BY added, file",
                                 application)) {
        all.push_back({.file = row.next<Id<files::File>>(),
                       .document = row.next<std::string>(),
                       .added = row.next<Instant>()});
    }
    return all;
}

void forget_own_file(storage::Tx &tx, Id<files::File> file)
{
    tx.run("DELETE FROM training_own_file WHERE file = ?", file);
}

} // namespace selatan::training
