#include "cooperation/training/sealed_file.hpp"

#include "base/ensure.hpp"
#include "cooperation/training/own_application.hpp"
#include "platform/secrets/file_cipher.hpp"

#include <algorithm>

namespace selatan::training {

namespace {

void tell_history(storage::Tx &tx, auth::Identity const &by, Head const &head, std::string verb,
                  std::string document)
{
    // The applicant's side may know who looked.
    static_cast<void>(events::append(tx, {.actor = by.actor(),
                                          .kind = std::string{applications.kind},
                                          .record = head.id,
                                          .verb = std::move(verb),
                                          .reason = {},
                                          .changes = {{.field = "documents",
                                                       .before = {},
                                                       .after = std::move(document),
                                                       .audience = Audience::partner}},
                                          .audience = Audience::partner}));
}

/// Eligibility asks whether the document was handed in.
Result<void> tick_off(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::string const &document)
{
    auto const before = records::load(tx, applications, head.id);
    ENSURE(before.has_value());
    if (std::ranges::find(before->documents, document) != before->documents.end()) {
        tell_history(tx, by, head, "seal_file", document);
        return {};
    }
    auto after = *before;
    after.documents.push_back(document);
    after.awaits = awaited_with(tx, head, after);
    auto const saved = records::change(tx, by.actor(), applications, head, head.version, *before,
                                       after, {.verb = "seal_file"});
    return saved ? Result<void>{} : Result<void>{refuse(saved.error())};
}

} // namespace

bool is_sealed(std::string_view document)
{
    return std::ranges::find(sealed_documents, document) != sealed_documents.end();
}

bool is_scan(files::FileType type)
{
    using files::FileType;
    return type == FileType::pdf || type == FileType::png || type == FileType::jpeg;
}

Result<void> decide_seal(std::string_view document, files::FileType type, std::int64_t kept)
{
    if (!is_sealed(document)) {
        return refuse(Decline::invalid, "document", "common.unknown_choice");
    }
    if (!is_scan(type)) {
        return refuse(Decline::invalid, "file", "training.not_a_scan");
    }
    if (kept >= sealed_files_most) {
        return refuse(Decline::invalid, "file", "training.too_many_copies",
                      {{"count", std::to_string(sealed_files_most)}});
    }
    return {};
}

Result<void> seal_file(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                       Head const &head, std::string const &document, files::Examined examined)
{
    if (auto const may = auth::decide_change(by); !may) {
        return refuse(may.error());
    }
    auto const kept = static_cast<std::int64_t>(files_of(tx, head.id, Keeping::sealed).size());
    if (auto const may = decide_seal(document, examined.type, kept); !may) {
        return refuse(may.error());
    }
    // People name scans after themselves, and names of files are not sealed.
    examined.name = files::safe_name(document, examined.type);
    secrets::FileCipher cipher{vault};
    auto const file = files::store(
        tx, {.examined = std::move(examined), .audience = Audience::restricted, .person = head.id},
        &cipher);
    if (!file) {
        return refuse(file.error());
    }
    put_file(tx, head.id, *file, document, Keeping::sealed);
    return tick_off(tx, by, head, document);
}

Result<files::Stored> look_at_file(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   Id<files::File> file)
{
    if (auto const may = auth::decide_change(by); !may) {
        return refuse(may.error());
    }
    auto const all = files_of(tx, head.id, Keeping::sealed);
    auto const found = std::ranges::find(all, file, &HandedFile::file);
    auto stored = found == all.end() ? std::nullopt : files::find(tx, file);
    if (!stored) {
        return not_found();
    }
    tell_history(tx, by, head, "look_file", found->document);
    return std::move(*stored);
}

Result<void> take_sealed_file_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   Id<files::File> file)
{
    if (auto const may = auth::decide_change(by); !may) {
        return refuse(may.error());
    }
    auto const all = files_of(tx, head.id, Keeping::sealed);
    auto const found = std::ranges::find(all, file, &HandedFile::file);
    if (found == all.end()) {
        return not_found();
    }
    forget_file(tx, file);
    ENSURE(files::remove(tx, file, by.actor(), {}).has_value());
    if (std::ranges::count(all, found->document, &HandedFile::document) == 1) {
        return want_again(tx, by, head, found->document);
    }
    tell_history(tx, by, head, "take_file_back", found->document);
    return {};
}

void remove_sealed_files(storage::Tx &tx, auth::Identity const &by, Uuid application)
{
    for (auto const &one : files_of(tx, application, Keeping::sealed)) {
        forget_file(tx, one.file);
        ENSURE(files::remove(tx, one.file, by.actor(), {}).has_value());
    }
}

} // namespace selatan::training
