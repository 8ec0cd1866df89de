#include "cooperation/training/sealed_file_store.hpp"

namespace selatan::training {

void put_sealed_file(storage::Tx &tx, Uuid application, Id<files::File> file,
                     std::string const &document)
{
    tx.run("INSERT INTO training_sealed_file (file, application, document, added)"
           " VALUES (?, ?, ?, ?)",
           file, application, document, tx.now());
}

std::vector<SealedFile> sealed_files_of(storage::Reader &reader, Uuid application)
{
    std::vector<SealedFile> all;
    for (auto row : reader.query("SELECT file, document, added FROM training_sealed_file"
                                 " WHERE application = ? ORDER BY added, file",
                                 application)) {
        all.push_back({.file = row.next<Id<files::File>>(),
                       .document = row.next<std::string>(),
                       .added = row.next<Instant>()});
    }
    return all;
}

void forget_sealed_file(storage::Tx &tx, Id<files::File> file)
{
    tx.run("DELETE FROM training_sealed_file WHERE file = ?", file);
}

void forget_sealed_files(storage::Tx &tx, Uuid application)
{
    tx.run("DELETE FROM training_sealed_file WHERE application = ?", application);
}

} // namespace selatan::training
