/// \file
/// Organisations, however they are written: which writings are one organisation, what it is called
/// and on whose side it stands.
#pragma once

#include "exchange/flows/sides.hpp"
#include "exchange/flows/told.hpp"

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace selatan::reported_flows {

struct Described {
    std::string name;
    std::string country; ///< empty: unknown
    std::string side = "unknown";
};

class Organisations {
public:
    /// Reads the publishers, which are few.
    Organisations(storage::Reader &reader, Sides &sides);

    [[nodiscard]] std::unordered_map<std::int64_t, std::string> const &publishers() const
    {
        return m_publishers;
    }
    /// As the first writing has it that says so: publishers before others, older before newer. So
    /// it depends on nothing but what was ever written.
    [[nodiscard]] std::map<std::string, Described> describe(storage::Reader &reader,
                                                            std::vector<std::string> const &codes);

private:
    void add(Described &described, ToldOrganisation const &organisation) const;

    Sides &m_sides;
    std::unordered_map<std::int64_t, std::string> m_publishers;
    std::map<std::string, std::vector<ToldOrganisation>, std::less<>> m_by_code;
};

/// Takes in the writings that came since the last time; their codes, each once.
[[nodiscard]] std::vector<std::string> take_new_organisations(storage::Tx &tx);

} // namespace selatan::reported_flows
