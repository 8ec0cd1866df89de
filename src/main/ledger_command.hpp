/// \file
/// `selatan ledger`: the books for other programs, and the books counted anew.
#pragma once

#include "main/commands.hpp"

#include <string>

namespace selatan::program {

struct LedgerOptions {
    std::string format = "ledger"; ///< or "hledger"
    std::string target;            ///< empty: standard output
};
int export_ledger(Settings const &settings, LedgerOptions const &options);
/// 2 when an entry does not balance or a balance is not the sum of its postings.
int check_ledger(Settings const &settings, OutputOptions const &output);

struct PaymentsOptions {
    std::string path;
    std::string fund; ///< its reference
    std::string as;   ///< the account that brings the file in
};
/// Brings a file of the treasury's payments in, and prints what each row is proposed to. 2 when it
/// is refused.
int bring_in_payments(Settings const &settings, PaymentsOptions const &options);

} // namespace selatan::program
