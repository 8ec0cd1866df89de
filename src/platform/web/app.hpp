/// \file
/// What every handler can reach. Made once, in main; outlives the server.
#pragma once

#include "platform/auth/services.hpp"
#include "platform/html/icon.hpp"
#include "platform/records/codes.hpp"
#include "platform/records/noun.hpp"
#include "platform/storage/store.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::web {

class Router;

struct Settings {
    std::string product = "Selatan";
    std::string installation; ///< whose it is: "Indonesian AID"
    bool is_example = false;  ///< says so on every page
    /// Who may sign in to an example installation, and as what: shown where people sign in.
    std::vector<std::pair<std::string, std::string>> example_accounts;
    std::string example_password;
    std::string base_url;          ///< as people reach it, for links in mail; no slash at the end
    std::string time_zone = "UTC"; ///< IANA name: the office's, told to whoever is not signed in
    bool secure = false;           ///< served by TLS, here or in front: cookies and HSTS follow
    std::string staging_directory;
};

/// An entry of the main navigation, shown to those for whom `could(policy, see)` holds.
struct NavigationItem {
    records::Word label = nullptr;
    std::string_view url;
    html::Icon picture = html::Icon::none;
    records::Policy const *policy = nullptr; ///< nothing: everybody who is signed in
    records::Word group = nullptr;           ///< the heading that it stands under; nothing: alone
};

struct NounPages;

/// Something that may wait for a person: records on which the person may use `verb` now.
struct DeskSource {
    NounPages const *pages = nullptr;
    std::string_view verb;        ///< of the noun's policy and machine: "screen"
    records::Word what = nullptr; ///< the verb as the desk says it: "Screen"
    /// More terms of the list's query, where the verb alone finds too much: "lead:@me".
    std::string_view query = {};
};

struct App {
    storage::Store &store;
    Clock const &clock;
    records::CodeLists const &codes;
    auth::Services &auth;
    Settings settings;
    std::vector<NavigationItem> navigation;
    std::vector<DeskSource> desk;             ///< in the order in which the desk asks them
    std::vector<records::Noun const *> nouns; ///< every noun that a link may lead to
    Router const *router = nullptr;           ///< set by whoever builds it

    [[nodiscard]] records::Noun const *noun(std::string_view kind) const
    {
        for (auto const *one : nouns) {
            if (one->kind == kind) {
                return one;
            }
        }
        return nullptr;
    }
};

} // namespace selatan::web
