#include "platform/auth/token_scope.hpp"

#include <algorithm>

namespace selatan::auth {

namespace {

constexpr std::string_view all_capabilities = "*";
constexpr std::size_t most_scopes = 50;
constexpr std::size_t longest_name = 40;

bool is_capability(std::string_view text)
{
    return text == all_capabilities ||
           (!text.empty() && text.size() <= longest_name &&
            std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }));
}

} // namespace

std::string_view to_code(TokenAccess access)
{
    switch (access) {
    case TokenAccess::read:
        return "read";
    case TokenAccess::write:
        return "write";
    case TokenAccess::admin:
        return "admin";
    }
    return "";
}

bool from_code(std::string_view code, TokenAccess &access)
{
    for (auto const candidate : {TokenAccess::read, TokenAccess::write, TokenAccess::admin}) {
        if (to_code(candidate) == code) {
            access = candidate;
            return true;
        }
    }
    return false;
}

std::optional<TokenScopes> TokenScopes::parse(std::string_view text)
{
    TokenScopes scopes;
    while (!text.empty()) {
        auto const end = text.find(' ');
        auto const word = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (word.empty()) {
            continue;
        }
        auto const colon = word.find(':');
        TokenAccess access{};
        if (colon == std::string_view::npos || !is_capability(word.substr(0, colon)) ||
            !from_code(word.substr(colon + 1), access) || scopes.m_scopes.size() >= most_scopes) {
            return std::nullopt;
        }
        scopes.m_scopes.push_back({std::string{word.substr(0, colon)}, access});
    }
    if (scopes.m_scopes.empty()) {
        return std::nullopt;
    }
    // Of one capability's, the widest comes first and stays.
    std::ranges::sort(scopes.m_scopes, [](Scope const &a, Scope const &b) {
        return a.capability != b.capability ? a.capability < b.capability : a.access > b.access;
    });
    auto const repeats =
        std::unique(scopes.m_scopes.begin(), scopes.m_scopes.end(),
                    [](Scope const &a, Scope const &b) { return a.capability == b.capability; });
    scopes.m_scopes.erase(repeats, scopes.m_scopes.end());
    return scopes;
}

bool TokenScopes::allows(std::string_view capability, TokenAccess access) const
{
    return std::ranges::any_of(m_scopes, [&](Scope const &scope) {
        return (scope.capability == all_capabilities || scope.capability == capability) &&
               scope.access >= access;
    });
}

std::string TokenScopes::text() const
{
    std::string text;
    for (auto const &scope : m_scopes) {
        text += text.empty() ? "" : " ";
        text += scope.capability;
        text += ':';
        text += to_code(scope.access);
    }
    return text;
}

} // namespace selatan::auth
