/// \file
/// How codes, amounts and shares of reported activities are written, for people and for programs.
#pragma once

#include "exchange/reported/reading.hpp"
#include "platform/html/html.hpp"
#include "platform/web/context.hpp"

#include <string>
#include <string_view>

namespace selatan::reported {

/// The amount alone, every digit that was written: "1250.5".
[[nodiscard]] std::string digits_of(Amount const &amount);
/// "12.5" of a share.
[[nodiscard]] std::string percentage_of(std::int64_t of_million);

/// "Indonesia" of "ID", as this installation calls it; the code, as unknown, where it has none.
[[nodiscard]] std::string country_name(web::Context const &context, std::string const &code);
/// "Basic health care" of OECD's 12220 (vocabularies 1 and 2); empty where only the code is known.
[[nodiscard]] std::string sector_name(web::Context const &context, Share const &share);

/// The key of a code's name in the words, where keys begin with a letter.
[[nodiscard]] inline std::string word_key(std::string_view code)
{
    return "c" + std::string{code};
}

[[nodiscard]] std::string url_of_activity(std::int64_t id);

/// What an activity says, for programs; `versions`: all of it, with which import told each.
[[nodiscard]] std::string activity_json(Listed const &listed, Activity const &activity,
                                        std::vector<Listed> const &versions);
/// The same for an entry of a list.
[[nodiscard]] std::string listed_json(Listed const &listed);

} // namespace selatan::reported
