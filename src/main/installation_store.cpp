#include "main/installation.hpp"

namespace selatan::program {

std::optional<Identity> identity_of(storage::Reader &reader)
{
    for (auto row : reader.query("SELECT name, is_example FROM installation")) {
        return Identity{.name = row.next<std::string>(), .is_example = row.next<bool>()};
    }
    return std::nullopt;
}

void write_identity(storage::Tx &tx, Identity const &identity)
{
    tx.run("DELETE FROM installation");
    tx.run("INSERT INTO installation (id, name, is_example, created_at) VALUES (?, ?, ?, ?)",
           new_uuid(tx.now()), identity.name, identity.is_example, tx.now());
}

} // namespace selatan::program
