#include "platform/records/repeated_key.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <utility>
#include <vector>

namespace selatan::records {

namespace {

namespace json = boost::json;

/// Hears the names of members, and of nothing else but where objects begin and end.
class Names {
public:
    static constexpr auto max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr auto max_array_size = std::numeric_limits<std::size_t>::max();
    static constexpr auto max_key_size = std::numeric_limits<std::size_t>::max();
    static constexpr auto max_string_size = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] std::optional<std::string> take_repeated() { return std::move(m_repeated); }

    bool on_object_begin(json::error_code & /*error*/)
    {
        m_open.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t /*size*/, json::error_code & /*error*/)
    {
        m_open.pop_back();
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t /*size*/, json::error_code & /*error*/)
    {
        m_key.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view rest, std::size_t /*size*/, json::error_code &error)
    {
        m_key.append(rest.data(), rest.size());
        auto const [name, is_new] = m_open.back().insert(std::exchange(m_key, {}));
        if (!is_new) {
            m_repeated = *name;
            error = json::error::extra_data; // any will do: it ends the walk
        }
        return is_new;
    }

    bool on_document_begin(json::error_code & /*error*/) { return true; }
    bool on_document_end(json::error_code & /*error*/) { return true; }
    bool on_array_begin(json::error_code & /*error*/) { return true; }
    bool on_array_end(std::size_t /*size*/, json::error_code & /*error*/) { return true; }
    bool on_string_part(json::string_view /*part*/, std::size_t /*size*/, json::error_code &
                        /*error*/)
    {
        return true;
    }
    bool on_string(json::string_view /*rest*/, std::size_t /*size*/, json::error_code & /*error*/)
    {
        return true;
    }
    bool on_number_part(json::string_view /*part*/, json::error_code & /*error*/) { return true; }
    bool on_int64(std::int64_t /*value*/, json::string_view /*text*/, json::error_code & /*error*/)
    {
        return true;
    }
    bool on_uint64(std::uint64_t /*value*/, json::string_view /*text*/,
                   json::error_code & /*error*/)
    {
        return true;
    }
    bool on_double(double /*value*/, json::string_view /*text*/, json::error_code & /*error*/)
    {
        return true;
    }
    bool on_bool(bool /*value*/, json::error_code & /*error*/) { return true; }
    bool on_null(json::error_code & /*error*/) { return true; }
    bool on_comment_part(json::string_view /*part*/, json::error_code & /*error*/) { return true; }
    bool on_comment(json::string_view /*rest*/, json::error_code & /*error*/) { return true; }

private:
    std::vector<std::set<std::string>> m_open;
    std::string m_key;
    std::optional<std::string> m_repeated;
};

} // namespace

std::optional<std::string> repeated_key(std::string_view json)
{
    boost::json::basic_parser<Names> parser{boost::json::parse_options{}};
    boost::json::error_code error;
    parser.write_some(false, json.data(), json.size(), error);
    return parser.handler().take_repeated();
}

} // namespace selatan::records
