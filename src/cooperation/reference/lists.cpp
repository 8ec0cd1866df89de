#include "cooperation/reference/lists.hpp"

#include "cooperation/reference/snapshot.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <mutex>

namespace selatan::reference {

namespace {

/// How long forms and lists go on with a snapshot before they ask whether there is a newer one.
constexpr std::chrono::seconds asked_again_after{1};

SnapshotCache<Codelists> &cache()
{
    static SnapshotCache<Codelists> the_cache;
    return the_cache;
}

/// Which items people choose: purposes rather than their categories, targets rather than goals.
bool is_offered(Codelists const &lists, List list, Item const &item)
{
    if (item.status != Status::active) {
        return false;
    }
    switch (list) {
    case List::sector:
        return item.code.size() == 5;
    case List::sdg:
        return lists.path(list, item.code).size() == 2;
    default:
        return true;
    }
}

/// A snapshot with the options of its lists, made when they are first asked for.
class Snapshot {
public:
    explicit Snapshot(std::shared_ptr<Codelists const> lists) : m_lists{std::move(lists)} {}

    [[nodiscard]] Codelists const &lists() const { return *m_lists; }
    [[nodiscard]] std::vector<records::Option> options(List list, Language language)
    {
        std::lock_guard const lock{m_mutex};
        auto &made = m_options[{list, language}];
        if (made.empty()) {
            made = make(list, language);
        }
        return made;
    }

private:
    [[nodiscard]] std::vector<records::Option> make(List list, Language language) const
    {
        std::vector<records::Option> all;
        if (list == List::country) {
            for (auto const *country : m_lists->countries(language)) {
                all.push_back({.code = country->code.to_string(),
                               .label = std::string{m_lists->name(country->code, language).text},
                               .group = {}});
            }
            return all;
        }
        bool const shows_code = list == List::sector || list == List::sdg || list == List::currency;
        for (auto const &item : m_lists->items(list)) {
            if (!is_offered(*m_lists, list, item)) {
                continue;
            }
            auto const name = std::string{m_lists->name(list, item.code, language).text};
            all.push_back(
                {.code = item.code,
                 .label = shows_code ? item.code + " " + name : name,
                 .group = item.parent.empty()
                              ? std::string{}
                              : std::string{m_lists->name(list, item.parent, language).text}});
        }
        return all;
    }

    std::shared_ptr<Codelists const> m_lists;
    std::mutex m_mutex;
    std::map<std::pair<List, Language>, std::vector<records::Option>> m_options;
};

class SharedCodeLists final : public records::CodeLists {
public:
    explicit SharedCodeLists(storage::Store &store) : m_store{&store} {}

    [[nodiscard]] std::vector<records::Option> options(std::string_view list,
                                                       Language language) const override
    {
        List which{};
        return from_code(list, which) ? snapshot()->options(which, language)
                                      : std::vector<records::Option>{};
    }
    [[nodiscard]] std::string name(std::string_view list, std::string_view code,
                                   Language language) const override
    {
        List which{};
        if (!from_code(list, which)) {
            return {};
        }
        auto const now = snapshot();
        if (now->lists().find(which, code) == nullptr) {
            return {};
        }
        auto const name = now->lists().name(which, code, language).text;
        bool const shows_code = which == List::sector || which == List::sdg;
        return shows_code ? std::string{code} + " " + std::string{name} : std::string{name};
    }
    [[nodiscard]] std::optional<std::string> resolve(std::string_view list,
                                                     std::string_view text) const override
    {
        List which{};
        if (!from_code(list, which)) {
            return std::nullopt;
        }
        auto const now = snapshot();
        auto const candidates = now->lists().known(which, text);
        return candidates.size() == 1 ? std::optional{candidates.front().code} : std::nullopt;
    }

private:
    [[nodiscard]] std::shared_ptr<Snapshot> snapshot() const
    {
        std::lock_guard const lock{m_mutex};
        auto const now = m_store->clock().now();
        if (!m_current || now - m_checked >= asked_again_after) {
            auto lists =
                m_store->read([](storage::Reader &reader) { return reference::lists(reader); });
            if (!m_current || &m_current->lists() != lists.get()) {
                m_current = std::make_shared<Snapshot>(std::move(lists));
            }
            m_checked = now;
        }
        return m_current;
    }

    storage::Store *m_store;
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<Snapshot> m_current;
    mutable Instant m_checked;
};

} // namespace

std::shared_ptr<Codelists const> lists(storage::Reader &reader)
{
    return cache().current(reader);
}

std::unique_ptr<records::CodeLists> code_lists(storage::Store &store)
{
    return std::make_unique<SharedCodeLists>(store);
}

} // namespace selatan::reference
