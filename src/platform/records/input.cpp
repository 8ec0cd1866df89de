#include "platform/records/input.hpp"

#include "platform/http/message.hpp"
#include "platform/records/repeated_key.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::records {

namespace {

namespace json = boost::json;

/// The text of one JSON value; nothing when it has a shape that no field takes.
std::optional<std::string> text_of(json::value const &value)
{
    switch (value.kind()) {
    case json::kind::null:
        return "";
    case json::kind::bool_:
        return value.get_bool() ? "yes" : "no";
    case json::kind::string:
        return std::string{value.get_string()};
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
    case json::kind::object:
        return json::serialize(value);
    case json::kind::array:
        break;
    }
    std::string joined;
    for (auto const &item : value.get_array()) {
        if (!item.is_string()) {
            return std::nullopt;
        }
        if (!joined.empty()) {
            joined += ' ';
        }
        joined += item.get_string();
    }
    return joined;
}

} // namespace

Input Input::from_form(http::Parameters const &form)
{
    Input input;
    for (auto const &[name, text] : form) {
        auto const found =
            std::ranges::find(input.m_texts, name, &std::pair<std::string, std::string>::first);
        if (found == input.m_texts.end()) {
            input.m_texts.emplace_back(name, text);
        } else if (found->second.empty()) {
            found->second = text;
        } else if (!text.empty()) {
            found->second += ' ';
            found->second += text;
        }
    }
    return input;
}

Result<Input> Input::from_json(std::string_view body)
{
    boost::system::error_code error;
    auto const parsed = json::parse(json::string_view{body.data(), body.size()}, error);
    if (error || !parsed.is_object()) {
        return refuse(Decline::invalid, "", "records.not_json");
    }
    if (auto const twice = repeated_key(body)) {
        return refuse(Decline::invalid, *twice, "records.repeated_key");
    }
    Input input;
    Problems problems;
    for (auto const &[key, value] : parsed.get_object()) {
        if (auto text = text_of(value)) {
            input.m_texts.emplace_back(std::string{key}, std::move(*text));
        } else {
            problems.push_back({.field = std::string{key}, .code = "common.invalid_text"});
        }
    }
    if (!problems.empty()) {
        return refuse_input(std::move(problems));
    }
    return input;
}

void Input::set(std::string name, std::string text)
{
    auto const found =
        std::ranges::find(m_texts, name, &std::pair<std::string, std::string>::first);
    if (found == m_texts.end()) {
        m_texts.emplace_back(std::move(name), std::move(text));
    } else {
        found->second = std::move(text);
    }
}

bool Input::has(std::string_view name) const
{
    return std::ranges::any_of(m_texts, [&](auto const &pair) { return pair.first == name; });
}

std::string_view Input::get(std::string_view name) const
{
    auto const found =
        std::ranges::find_if(m_texts, [&](auto const &pair) { return pair.first == name; });
    return found == m_texts.end() ? std::string_view{} : std::string_view{found->second};
}

} // namespace selatan::records
