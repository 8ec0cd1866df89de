#include "base/placeholders.hpp"

namespace selatan {

namespace {

/// Calls `text(piece)` for what stands between placeholders and `place(name)` for each of these.
template <typename Text, typename Place>
void each_piece(std::string_view all, Text const &text, Place const &place)
{
    while (!all.empty()) {
        auto const open = all.find('{');
        auto const close = open == std::string_view::npos ? open : all.find('}', open);
        if (close == std::string_view::npos) {
            text(all);
            return;
        }
        text(all.substr(0, open));
        place(all.substr(open + 1, close - open - 1));
        all.remove_prefix(close + 1);
    }
}

} // namespace

std::vector<std::string> placeholders_in(std::string_view text)
{
    std::vector<std::string> names;
    each_piece(
        text, [](std::string_view /*piece*/) {},
        [&](std::string_view name) { names.emplace_back(name); });
    return names;
}

std::string filled(std::string_view text, PlaceholderValues const &values)
{
    std::string out;
    each_piece(
        text, [&](std::string_view piece) { out += piece; },
        [&](std::string_view name) {
            auto const found = values.find(name);
            bool const is_known = found != values.end() && !found->second.empty();
            out += is_known ? std::string_view{found->second} : unfilled;
        });
    return out;
}

} // namespace selatan
