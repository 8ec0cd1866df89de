#include "cooperation/training/restricted.hpp"

#include "cooperation/training/restricted_store.hpp"
#include "cooperation/training/sealed_file.hpp"

namespace selatan::training {

namespace {

/// The person is the application: one who applies twice is two here, erased each on its own.
Id<secrets::Person> person_of(Head const &head)
{
    return Id<secrets::Person>{head.id};
}

secrets::Binding place_of(Head const &head, std::string_view column)
{
    return {.table = sealed_table, .row = head.id, .column = column};
}

void tell_history(storage::Tx &tx, auth::Identity const &by, Head const &head, std::string verb)
{
    // The applicant's side may know who looked.
    static_cast<void>(events::append(tx, {.actor = by.actor(),
                                          .kind = std::string{applications.kind},
                                          .record = head.id,
                                          .verb = std::move(verb),
                                          .reason = {},
                                          .changes = {},
                                          .audience = Audience::partner}));
}

} // namespace

Problems decide_restricted(Restricted const &value, Date today)
{
    constexpr std::size_t most = 10'000;
    Problems problems;
    if (value.passport.empty()) {
        problems.push_back({"passport", "common.required", {}});
    }
    auto const expiry = Date::parse(value.expiry);
    if (!value.expiry.empty() && !expiry) {
        problems.push_back({"expiry", "common.not_a_date", {}});
    }
    if (expiry && *expiry < today) {
        problems.push_back({"expiry", "training.passport_expired", {}});
    }
    if (value.medical.size() > most) {
        problems.push_back({"medical", "common.too_long", {{"max", std::to_string(most)}}});
    }
    return problems;
}

Result<void> write_restricted(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                              Head const &head, Restricted const &value)
{
    if (auto const may = auth::decide_change(by); !may) {
        return refuse(may.error());
    }
    if (auto problems = decide_restricted(value, tx.today()); !problems.empty()) {
        return refuse_input(std::move(problems));
    }
    SealedParts parts;
    struct Part {
        std::string_view column;
        std::string const *plain;
        storage::Bytes *sealed;
    };
    for (auto const &[column, plain, sealed] : {Part{"passport", &value.passport, &parts.passport},
                                                Part{"expiry", &value.expiry, &parts.expiry},
                                                Part{"medical", &value.medical, &parts.medical}}) {
        auto bytes = vault.seal(tx, person_of(head), place_of(head, column), *plain);
        if (!bytes) {
            return refuse(bytes.error());
        }
        *sealed = std::move(*bytes);
    }
    put_sealed(tx, head.id, parts);
    tell_history(tx, by, head, "write_restricted");
    return {};
}

Result<std::optional<Restricted>> look_restricted(storage::Tx &tx, secrets::Vault &vault,
                                                  auth::Identity const &by, Head const &head)
{
    if (auto const may = auth::decide_change(by); !may) {
        return refuse(may.error());
    }
    tell_history(tx, by, head, "look_restricted");
    auto const parts = find_sealed(tx, head.id);
    if (!parts) {
        return std::optional<Restricted>{};
    }
    auto const opened = [&](std::string_view column, storage::Bytes const &sealed) {
        return vault.open(tx, person_of(head), place_of(head, column), sealed);
    };
    auto passport = opened("passport", parts->passport);
    auto expiry = opened("expiry", parts->expiry);
    auto medical = opened("medical", parts->medical);
    if (!passport || !expiry || !medical) {
        return std::optional<Restricted>{};
    }
    return Restricted{.passport = std::move(*passport),
                      .expiry = std::move(*expiry),
                      .medical = std::move(*medical)};
}

Result<void> erase_restricted(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                              Head const &head)
{
    if (auto const may = auth::decide_change(by); !may) {
        return refuse(may.error());
    }
    vault.erase(tx, person_of(head));
    remove_sealed(tx, head.id);
    remove_sealed_files(tx, by, head.id);
    tell_history(tx, by, head, "erase_restricted");
    return {};
}

bool has_written_part(storage::Reader &reader, Uuid application)
{
    return find_sealed(reader, application).has_value();
}

std::optional<Date> restricted_erased_on(storage::Reader &reader, Uuid application)
{
    return erased_on(reader, application);
}

bool has_restricted(storage::Reader &reader, Uuid application)
{
    return has_written_part(reader, application) ||
           !files_of(reader, application, Keeping::sealed).empty();
}

} // namespace selatan::training
