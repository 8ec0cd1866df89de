// A file of IATI so many times, each time as other activities: their identifiers, and what in the
// same file refers to them, get a number behind. References to elsewhere stay as they are.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace selatan::bench {

class Replicas {
public:
    explicit Replicas(std::string text) : m_text{std::move(text)}
    {
        auto const from = m_text.find("<iati-activity ");
        auto const until = m_text.rfind("</iati-activities>");
        m_begin = std::min(from, m_text.size());
        m_end = std::max(m_begin, std::min(until, m_text.size()));
        find_places();
    }

    [[nodiscard]] std::string_view head() const { return part(0, m_begin); }
    [[nodiscard]] std::string_view tail() const { return part(m_end, m_text.size()); }
    /// The activities as they are for 0, as others for other numbers.
    [[nodiscard]] std::string body(std::size_t number) const
    {
        if (number == 0) {
            return std::string{part(m_begin, m_end)};
        }
        auto const suffix = "-copy" + std::to_string(number);
        std::string all;
        all.reserve(m_end - m_begin + m_places.size() * suffix.size());
        auto at = m_begin;
        for (auto const place : m_places) {
            all.append(part(at, place)).append(suffix);
            at = place;
        }
        return all.append(part(at, m_end));
    }
    [[nodiscard]] std::string file(std::size_t number) const
    {
        return std::string{head()}.append(body(number)).append(tail());
    }

private:
    [[nodiscard]] std::string_view part(std::size_t from, std::size_t until) const
    {
        return std::string_view{m_text}.substr(from, until - from);
    }

    /// Where the number is put: behind each identifier, and each value that is one.
    void find_places()
    {
        constexpr std::string_view blanks = " \t\r\n";
        constexpr std::string_view start = "<iati-identifier>";
        constexpr std::string_view end = "</iati-identifier>";
        std::unordered_set<std::string_view> identifiers;
        for (auto at = m_text.find(start, m_begin); at < m_end; at = m_text.find(start, at)) {
            at += start.size();
            auto const closed = m_text.find(end, at);
            auto const text = part(at, closed);
            auto const first = text.find_first_not_of(blanks);
            if (first != std::string_view::npos) {
                auto const last = text.find_last_not_of(blanks) + 1;
                identifiers.insert(text.substr(first, last - first));
                m_places.push_back(at + last);
            }
        }
        constexpr std::array<std::string_view, 4> attributes{
            " ref=\"", " activity-id=\"", " provider-activity-id=\"", " receiver-activity-id=\""};
        for (auto const attribute : attributes) {
            for (auto at = m_text.find(attribute, m_begin); at < m_end;
                 at = m_text.find(attribute, at)) {
                at += attribute.size();
                auto const closed = m_text.find('"', at);
                if (identifiers.contains(part(at, closed))) {
                    m_places.push_back(closed);
                }
            }
        }
        std::sort(m_places.begin(), m_places.end());
    }

    std::string m_text;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::vector<std::size_t> m_places;
};

} // namespace selatan::bench
