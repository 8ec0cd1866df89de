#include "exchange/iati/standard.hpp"

#include "base/ensure.hpp"
#include "exchange/iati/raise.hpp"
#include "exchange/iati/short_text.hpp"
#include "exchange/iati/standard_files.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace selatan::iati {

namespace {

/// Our own tables: no quoting, LF, one header. Calls `row` with the cells of each line.
template <std::size_t N, typename Row>
void read_table(std::string_view text, Row const &row)
{
    auto const line_behind = [&] {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        return line;
    };
    line_behind();
    while (!text.empty()) {
        auto line = line_behind();
        std::array<std::string_view, N> cells;
        for (auto &cell : cells) {
            auto const end = std::min(line.find(','), line.size());
            cell = line.substr(0, end);
            line.remove_prefix(std::min(end + 1, line.size()));
        }
        ENSURE(line.empty());
        row(cells);
    }
}

std::vector<CodeSet> read_lists()
{
    std::vector<CodeSet> lists;
    std::string_view name;
    std::vector<std::string_view> codes;
    auto const finish = [&] {
        if (!codes.empty()) {
            lists.emplace_back(name, codes);
        }
        codes.clear();
    };
    read_table<2>(files::codes, [&](auto const &cells) {
        if (cells[0] != name) {
            finish();
        }
        name = cells[0];
        codes.push_back(cells[1]);
    });
    finish();
    return lists;
}

TextSet read_agencies()
{
    TextSet agencies;
    read_table<2>(files::codes, [&](auto const &cells) {
        if (cells[0] == "OrganisationRegistrationAgency") {
            agencies.emplace(cells[1]);
        }
    });
    return agencies;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        if (end > 0) {
            parts.push_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

} // namespace

CodeSet::CodeSet(std::string_view name, std::vector<std::string_view> const &codes)
    : m_name{name}, m_slots(std::bit_ceil(codes.size() * 2 + 1))
{
    for (auto const code : codes) {
        m_slots[slot_of(code)] = code;
    }
}

std::size_t CodeSet::slot_of(std::string_view code) const
{
    // The table is a power of two and smaller than 2^32: these bits are all good.
    auto slot = (hash_of_short(code) >> 32U) & (m_slots.size() - 1);
    while (!m_slots[slot].empty() && m_slots[slot] != code) {
        slot = (slot + 1) & (m_slots.size() - 1);
    }
    return slot;
}

bool CodeSet::contains(std::string_view code) const
{
    return !code.empty() && !m_slots[slot_of(code)].empty();
}

void CodeChecks::add(std::vector<NameId> const &path, CodeCheck check)
{
    auto state = begin();
    for (auto const name : path) {
        auto next = step(state, name);
        if (next == nowhere) {
            next = static_cast<State>(m_places.size());
            m_places[state].next.emplace_back(name, next);
            m_places.emplace_back();
        }
        state = next;
    }
    m_places[state].checks.push_back(std::move(check));
}

CodeChecks::State CodeChecks::step(State from, NameId name) const
{
    for (auto const &[known, state] : m_places[from].next) {
        if (known == name) {
            return state;
        }
    }
    return nowhere;
}

Standard::Standard()
    : activities{files::activities_schema, files::common_schema, names},
      organisations{files::organisations_schema, files::common_schema, names}, lists{read_lists()},
      rules{files::rulesets, names}, agencies{read_agencies()},
      iati_activities{names.add("iati-activities")}, iati_activity{names.add("iati-activity")},
      iati_organisations{names.add("iati-organisations")}, iati_organisation{names.add(
                                                               "iati-organisation")},
      vocabulary{names.add("vocabulary")}, xml_lang{names.add("xml:lang")}
{
    read_table<5>(files::checks, [&](auto const &cells) {
        auto const &[id, category, path, vocabularies, list_name] = cells;
        // A name of its own: clang 14 lets no lambda see a structured binding.
        auto const list =
            std::find_if(lists.begin(), lists.end(), [&, &wanted = list_name](CodeSet const &one) {
                return one.name() == wanted;
            });
        ENSURE(list != lists.end());
        CodeCheck check{id, category, unknown_name, split(vocabularies, ' '), &*list, {}};
        auto parts = split(path, '/');
        auto const last = parts.back();
        check.behind = "/" + std::string{last};
        parts.pop_back();
        if (last.starts_with('@')) {
            check.attribute = names.add(last.substr(1));
        }
        if (parts.empty()) {
            ENSURE(check.attribute == xml_lang);
            language = std::move(check);
            return;
        }
        std::vector<NameId> way;
        way.reserve(parts.size());
        // Paths of the mapping begin at the record; the file's own element stands alone.
        for (auto const part : parts) {
            way.push_back(names.add(part));
        }
        checks.add(way, std::move(check));
    });
    for (auto const name : names_of_old) {
        names.add(name);
    }
}

Standard const &standard()
{
    static Standard const only;
    return only;
}

} // namespace selatan::iati
