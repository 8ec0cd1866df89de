#include "exchange/reported/register_store.hpp"

#include "exchange/reported/value_lists.hpp"

namespace selatan::reported {

namespace {

using storage::Value;

void split(std::string_view key, std::vector<Value> &into)
{
    for (;;) {
        auto const end = key.find(Register::between);
        into.emplace_back(std::string{key.substr(0, end)});
        if (end == std::string_view::npos) {
            return;
        }
        key.remove_prefix(end + 1);
    }
}

} // namespace

Register::Register(storage::Tx &tx, Numbers &known, std::string table,
                   std::vector<std::string> columns)
    : m_tx{tx}, m_known{known}, m_table{std::move(table)}, m_columns{std::move(columns)}
{
    m_last = tx.one<std::int64_t>("SELECT coalesce(max(id), 0) FROM " + m_table).value_or(0);
    std::string row;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        row += i == 0 ? "(?" : ", ?";
    }
    row += ")";
    m_find = "WITH wanted (" + list("") + ") AS (VALUES " + marks(row) + ") SELECT t.id, " +
             list("t.") + " FROM wanted w CROSS JOIN " + m_table + " t WHERE ";
    for (auto const &column : m_columns) {
        m_find.append(&column == m_columns.data() ? "t." : " AND t.")
            .append(column)
            .append(" = w.")
            .append(column);
    }
}

void Register::forget_if_many()
{
    constexpr std::size_t held_most = 100'000;
    if (m_known.size() > held_most) {
        m_known.clear();
    }
}

void Register::want(std::string key)
{
    if (!m_known.contains(key)) {
        m_wanted.insert(std::move(key));
    }
}

void Register::resolve()
{
    std::vector<std::string> const wanted{m_wanted.begin(), m_wanted.end()};
    m_wanted.clear();
    look_up(wanted);
    std::vector<std::string> fresh;
    for (auto const &key : wanted) {
        if (m_known.try_emplace(key, m_last + 1).second) {
            ++m_last;
            fresh.push_back(key);
        }
    }
    insert(fresh);
}

std::int64_t Register::find(std::string const &key)
{
    auto found = m_known.find(key);
    if (found == m_known.end()) {
        want(key);
        resolve();
        found = m_known.find(key);
    }
    return found->second;
}

std::string Register::list(std::string_view prefix) const
{
    std::string all;
    for (auto const &column : m_columns) {
        all.append(all.empty() ? "" : ", ").append(prefix).append(column);
    }
    return all;
}

void Register::look_up(std::vector<std::string> const &keys)
{
    std::vector<Value> values;
    for (std::size_t begin = 0; begin < keys.size(); begin += values_at_a_time) {
        values.clear();
        for (std::size_t i = 0; i < values_at_a_time; ++i) {
            split(keys[std::min(begin + i, keys.size() - 1)], values);
        }
        for (auto row : m_tx.query_with(m_find, values)) {
            auto const id = row.next<std::int64_t>();
            std::string key;
            for (std::size_t i = 0; i < m_columns.size(); ++i) {
                key += i == 0 ? "" : std::string{between};
                key += row.next<std::string_view>();
            }
            m_known.try_emplace(std::move(key), id);
        }
    }
}

void Register::insert(std::vector<std::string> const &keys)
{
    if (keys.empty()) {
        return;
    }
    std::vector<std::string_view> columns{"id"};
    columns.insert(columns.end(), m_columns.begin(), m_columns.end());
    auto next = keys.begin();
    m_tx.copy(m_table, columns, [&](std::vector<Value> &row) {
        if (next == keys.end()) {
            return false;
        }
        row.emplace_back(m_known.at(*next));
        split(*next, row);
        ++next;
        return true;
    });
}

} // namespace selatan::reported
