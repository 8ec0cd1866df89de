#include "exchange/reconciliation/other_identifier.hpp"

#include "base/text.hpp"
#include "engine/xml/reader.hpp"

#include <algorithm>
#include <cctype>

namespace selatan::reconciliation {

namespace {

constexpr std::string_view element = "other-identifier";

/// Reads the elements of one activity; what is broken ends it, and what was read stands.
class Reading {
public:
    explicit Reading(std::string_view source) : m_input{source} {}

    std::vector<OtherIdentifier> read()
    {
        for (auto event = m_reader.next(); event != xml::Event::done && event != xml::Event::broken;
             event = m_reader.next()) {
            if (event == xml::Event::start) {
                start();
            } else if (event == xml::Event::end) {
                end();
            } else if (m_is_inside) {
                (m_is_narrative ? m_narrative : m_text) += m_reader.text();
            }
        }
        return std::move(m_all);
    }

private:
    [[nodiscard]] std::string attribute(std::string_view name) const
    {
        for (auto const &one : m_reader.attributes()) {
            if (one.name.qualified == name) {
                return clean(one.value);
            }
        }
        return {};
    }

    void start()
    {
        auto const name = m_reader.name().qualified;
        if (name == element && m_reader.depth() == 2) { // a child of the activity itself
            m_is_inside = true;
            m_text.clear();
            m_now = {.text = attribute("ref"),
                     .type = attribute("type"),
                     .owner_ref = attribute("owner-ref"), // 1.0x; so owner-name, and the text
                     .owner_name = attribute("owner-name")};
        } else if (m_is_inside && name == "owner-org") {
            m_now.owner_ref = attribute("ref");
        } else if (m_is_inside && name == "narrative") {
            m_is_narrative = true;
            m_narrative.clear();
        }
    }

    void end()
    {
        auto const name = m_reader.name().qualified;
        if (m_is_narrative && name == "narrative") {
            m_is_narrative = false;
            if (m_now.owner_name.empty()) {
                m_now.owner_name = clean(m_narrative);
            }
        } else if (m_is_inside && name == element) {
            m_is_inside = false;
            if (m_now.text.empty()) {
                m_now.text = clean(m_text);
            }
            bool const is_new = std::ranges::none_of(m_all, [this](OtherIdentifier const &one) {
                return one.text == m_now.text && one.type == m_now.type;
            });
            if (is_new && !m_now.text.empty()) {
                m_all.push_back(std::move(m_now));
            }
        }
    }

    xml::TextInput m_input;
    xml::Reader m_reader{m_input};
    bool m_is_inside = false;
    bool m_is_narrative = false;
    std::string m_text;
    std::string m_narrative;
    OtherIdentifier m_now;
    std::vector<OtherIdentifier> m_all;
};

} // namespace

std::vector<OtherIdentifier> other_identifiers(std::string_view source)
{
    // Most activities name none: looking for the word costs next to nothing.
    return source.find(element) == std::string_view::npos ? std::vector<OtherIdentifier>{}
                                                          : Reading{source}.read();
}

std::vector<std::string> former_identifiers(std::vector<OtherIdentifier> const &others,
                                            std::string_view identifier, std::string_view publisher)
{
    std::vector<std::string> all;
    bool const is_under_publisher = !publisher.empty() && identifier.starts_with(publisher);
    for (auto const &one : others) {
        if (one.type == "A3") {
            all.push_back(one.text);
        } else if (one.type == "B1" && is_under_publisher) {
            all.push_back(one.text + std::string{identifier.substr(publisher.size())});
        }
    }
    return all;
}

bool is_telling(std::string_view identifier)
{
    constexpr std::ptrdiff_t least = 5;
    return std::ranges::count_if(identifier, [](unsigned char letter) {
               return letter >= 0x80 || std::isalnum(letter) != 0;
           }) >= least;
}

} // namespace selatan::reconciliation
