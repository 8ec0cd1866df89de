/// \file
/// expat, as the workbook readers want it: names without their prefixes, text bounded, no document
/// type declaration (and so no entities, internal or external), failures as refusals.
#pragma once

#include "platform/sheets/archive.hpp"

#include <exception>

namespace selatan::sheets {

/// Attributes of one start tag, by their names without prefix.
class Attributes {
public:
    explicit Attributes(char const *const *pairs) : m_pairs{pairs} {}

    /// Absent and empty are told apart. Without its prefix `r:id` is "id": ask for a prefixed one
    /// with `find_prefixed`, because `sheetId` and `id` of other vocabularies stand beside it.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> find_prefixed(std::string_view name) const;
    /// By the name as written, prefix included.
    [[nodiscard]] std::optional<std::string_view> find_full(std::string_view name) const;
    [[nodiscard]] std::string_view get(std::string_view name) const
    {
        return find(name).value_or(std::string_view{});
    }
    /// ECMA-376 part 1, 22.9.2.7 and XML Schema: "1", "true", "on".
    [[nodiscard]] bool is_true(std::string_view name) const;

    /// Calls `function(name, value)` for each: for the tags of which a file has millions.
    template <typename Function>
    void each(Function const &function) const
    {
        for (auto const *const *pair = m_pairs; *pair != nullptr; pair += 2) {
            std::string_view const name{pair[0]};
            function(name.substr(name.find(':') + 1), std::string_view{pair[1]});
        }
    }

private:
    char const *const *m_pairs;
};

/// Overridden per vocabulary; names come without prefix, which reads the transitional and the
/// strict namespaces alike.
class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view name, Attributes const &attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view /*text*/) {}

    /// Ends the parsing without a fault.
    void stop() { m_stopped = true; }
    [[nodiscard]] bool is_stopped() const { return m_stopped; }

private:
    bool m_stopped = false;
};

/// Parses one part. Exceptions of the handler pass through.
[[nodiscard]] Result<void> parse_part(Archive &archive, std::string_view name, XmlHandler &handler);
/// The same for bytes at hand.
[[nodiscard]] Result<void> parse_xml(std::string_view bytes, std::string_view name,
                                     XmlHandler &handler);

} // namespace selatan::sheets
