/// \file
/// A published activity as whoever reads the file has it: values by path, for tests.
#pragma once

#include "exchange/iati/records.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::iati_out::testing {

using Values = std::vector<std::string>;

inline Values sorted(Values values)
{
    std::ranges::sort(values);
    return values;
}

class ReadBack {
public:
    explicit ReadBack(iati::Tree const &tree) : m_tree{&tree} {}

    /// "transaction/value/@currency", "title/narrative": every one of them, in document order.
    [[nodiscard]] Values at(std::string_view path) const
    {
        Values found;
        collect(0, path, found);
        return found;
    }
    /// One line for each such element, of the values that it has at these paths below it.
    [[nodiscard]] Values lines(std::string_view element,
                               std::vector<std::string_view> const &columns) const
    {
        Values all;
        each(0, element, [&](iati::NodeIndex node) {
            std::string line;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                Values cells;
                collect(node, columns[i], cells);
                line += i == 0 ? "" : "|";
                for (std::size_t j = 0; j < cells.size(); ++j) {
                    line += (j == 0 ? "" : "+") + cells[j];
                }
            }
            all.push_back(std::move(line));
        });
        return all;
    }

private:
    template <typename Take>
    void each(iati::NodeIndex from, std::string_view path, Take const &take) const
    {
        auto const slash = path.find('/');
        auto const name = iati::standard().names.find(path.substr(0, slash));
        for (auto at = m_tree->first(from); at != iati::no_node; at = m_tree->next(at)) {
            if (m_tree->node(at).is_text() || m_tree->node(at).name() != name) {
                continue;
            }
            if (slash == std::string_view::npos) {
                take(at);
            } else {
                each(at, path.substr(slash + 1), take);
            }
        }
    }
    void collect(iati::NodeIndex from, std::string_view path, Values &found) const
    {
        auto const mark = path.find('@');
        auto const attribute_of = [&](iati::NodeIndex node) {
            auto const value =
                m_tree->attribute(node, iati::standard().names.find(path.substr(mark + 1)));
            if (value != iati::no_node) {
                found.emplace_back(m_tree->string(value));
            }
        };
        if (mark == 0) {
            attribute_of(from);
        } else if (mark != std::string_view::npos) {
            each(from, path.substr(0, mark - 1), attribute_of);
        } else {
            each(from, path,
                 [&](iati::NodeIndex node) { m_tree->append_text(node, found.emplace_back()); });
        }
    }

    iati::Tree const *m_tree;
};

/// Calls `take` with each activity or organisation of a file; how many there were.
template <typename Take>
std::size_t read_back(std::string_view file, Take const &take)
{
    xml::TextInput input{file};
    iati::RecordReader reader{input, xml::Encoding::must_be_utf8};
    std::size_t count = 0;
    while (reader.next_record()) {
        take(ReadBack{reader.tree()});
        ++count;
    }
    return count;
}

} // namespace selatan::iati_out::testing
