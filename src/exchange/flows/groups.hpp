/// \file
/// Numbers that are linked with each other.
#pragma once

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace selatan::reported_flows {

/// Groups of what is linked, each named by its smallest. Those that have no link are not in it.
class Groups {
public:
    void join(std::int64_t a, std::int64_t b)
    {
        auto const one = root(a);
        auto const other = root(b);
        if (one != other) {
            m_above[std::max(one, other)] = std::min(one, other);
        }
    }

    [[nodiscard]] std::int64_t root(std::int64_t of)
    {
        auto at = m_above.try_emplace(of, of).first;
        while (at->second != at->first) {
            auto const above = m_above.find(at->second);
            at->second = above->second; // halves the way for the next who asks
            at = m_above.find(at->second);
        }
        return at->first;
    }

    [[nodiscard]] bool contains(std::int64_t one) const { return m_above.contains(one); }

private:
    std::unordered_map<std::int64_t, std::int64_t> m_above;
};

} // namespace selatan::reported_flows
