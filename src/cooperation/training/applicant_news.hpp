/// \file
/// What applicants are written: what their application lacks, and what became of it. Each mail goes
/// into the outbox in the transaction of the act that it tells of.
#pragma once

#include "cooperation/training/application.hpp"

#include <string>

namespace selatan::training {

struct CallContext;

/// Where people reach this installation. For the whole process; set while starting.
void set_address_of_pages(std::string base_url);

/// The first of the person's own languages in which the program writes.
[[nodiscard]] Language writing_language(records::Codes const &spoken);

enum class News {
    incomplete,
    selected,
    reserve,
    rejected,
    moved_up,
    ineligible,
    left_incomplete,
    confirm,
    lapsed
};
/// To the applicant's account in its language, or to the address on the application; to nobody when
/// there is neither. Results name their reason; a missing document is named, never what is in one.
void tell_applicant(storage::Tx &tx, Uuid application, Application const &value,
                    CallContext const &call, News news);

} // namespace selatan::training
