/// \file
/// A part of a transaction that may refuse without ending it.
#pragma once

#include "platform/storage/store.hpp"

namespace selatan::storage {

/// Runs `function`, and takes back what it did to the database when it returns an unexpected
/// Result; the transaction goes on either way. What throws ends the transaction. Not one inside
/// another.
template <typename Function>
auto attempt(Tx &tx, Function &&function)
{
    tx.send("SAVEPOINT attempt");
    auto answer = function();
    if (!answer) {
        tx.send("ROLLBACK TO SAVEPOINT attempt");
    }
    tx.send("RELEASE SAVEPOINT attempt");
    return answer;
}

} // namespace selatan::storage
