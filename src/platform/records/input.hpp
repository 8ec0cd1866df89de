/// \file
/// What somebody sent, before it is believed: named texts, wherever they came from (a form, JSON, a
/// spreadsheet's row, a command line).
#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::http {
class Parameters;
}

namespace selatan::records {

class Input {
public:
    Input() = default;

    /// Repeated names are joined by a space: that is how several codes are written.
    [[nodiscard]] static Input from_form(http::Parameters const &form);
    /// One object. Arrays of texts become codes, null becomes empty text, objects stay JSON
    /// (multilingual content). Codes records.not_json, common.invalid_text.
    [[nodiscard]] static Result<Input> from_json(std::string_view body);

    void set(std::string name, std::string text);
    [[nodiscard]] bool has(std::string_view name) const;
    /// Empty when it is not there: ask `has` where that differs from sent empty.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> const &all() const
    {
        return m_texts;
    }

private:
    std::vector<std::pair<std::string, std::string>> m_texts;
};

} // namespace selatan::records
