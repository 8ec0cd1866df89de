/// \file
/// What stands in the way of a record's next step as things are now: a proposal above what there
/// is. Programs read it with the record as `warnings`; it refuses nothing, since things may change.
#pragma once

#include "platform/web/noun_pages.hpp"

#include <span>
#include <string>
#include <string_view>

namespace selatan::web {

struct Foresight {
    std::string_view kind; ///< of the records
    Problems (*foresee)(storage::Reader &reader, records::Head const &head,
                        void const *value) = nullptr;
};
/// For the whole process; set while starting. They outlive the last request.
void set_foresights(std::span<Foresight const> foresights);

[[nodiscard]] bool has_foresight(std::string_view kind);
/// The record as this program reads it, with what is foreseen.
[[nodiscard]] std::string json_with_warnings(Context const &context, storage::Reader &reader,
                                             records::Noun const &noun, records::Head const &head);

} // namespace selatan::web
