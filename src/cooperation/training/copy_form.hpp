/// \file
/// The form with which somebody hands in one file for one of the documents that are wanted.
#pragma once

#include "base/result.hpp"
#include "platform/html/form.hpp"
#include "platform/web/context.hpp"

#include <string>
#include <vector>

namespace selatan::training {

struct CopyForm {
    std::string id;
    std::string url;
    std::string which_label;
    std::vector<html::Option> documents;
    std::string first; ///< chosen unless something else was sent
    std::string file_label;
    std::string file_hint;
    std::string submit;
};
/// What was refused stands at its field.
[[nodiscard]] html::Html copy_form(web::Context const &context, CopyForm const &wanted,
                                   Refusal const *refusal);

} // namespace selatan::training
