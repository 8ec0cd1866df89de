#include "exchange/reported/decimal.hpp"
#include "exchange/reported/list_pages.hpp"
#include "exchange/reported/telling.hpp"
#include "platform/sheets/table_writer.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace selatan::reported {

namespace {

using sheets::Value;
using web::Context;

/// A transaction with its activity: what a row is made of.
struct Source {
    Listed const *listed;
    Activity const *activity;
    Transaction const *transaction;
    std::size_t number;
};

Value text(std::string const &value)
{
    return value.empty() ? Value{} : Value{value};
}

Value date(std::optional<Date> const &value)
{
    return value ? Value{*value} : Value{};
}

/// "1:12220 60; 1:15110 40": all of them in one cell, so that the transaction stays one row. Its
/// own where it has any, else the activity's.
Value shares(std::vector<Share> const &own, std::vector<Share> const &general, bool has_vocabulary)
{
    std::string all;
    for (auto const &share : own.empty() ? general : own) {
        all += all.empty() ? "" : "; ";
        all += (has_vocabulary ? share.vocabulary + ":" : std::string{}) + share.code;
        all += share.of_million ? " " + percentage_of(*share.of_million) : std::string{};
    }
    return text(all);
}

/// A number with all its digits; what no number holds, its own text.
Value amount(std::optional<Amount> const &amount)
{
    constexpr std::size_t digits_most = 18;
    if (!amount) {
        return {};
    }
    auto const &exact = amount->exact;
    if (exact.empty()) {
        return sheets::Decimal{amount->hundredths, 2};
    }
    auto const point = std::min(exact.find('.'), exact.size() - 1);
    auto const digits = exact.size() - 1 - point;
    auto const found =
        digits <= digits_most ? scaled(exact, static_cast<int>(digits)) : std::nullopt;
    return found ? Value{sheets::Decimal{found->value, static_cast<int>(digits)}} : Value{exact};
}

struct Column {
    std::string_view name;
    Value (*of)(Source const &source);
};

// Programs read these names: they are the same in every language.
constexpr std::array<Column, 32> all_columns{{
    {"activity",
     [](Source const &s) {
         return text(s.listed->identifier);
     }},
    {"publisher",
     [](Source const &s) {
         return text(s.listed->publisher_ref);
     }},
    {"publisher_name",
     [](Source const &s) {
         return text(s.listed->publisher_name);
     }},
    {"title",
     [](Source const &s) {
         return text(s.listed->title);
     }},
    {"number",
     [](Source const &s) {
         return Value{static_cast<std::int64_t>(s.number)};
     }},
    {"type",
     [](Source const &s) {
         return text(s.transaction->type);
     }},
    {"date",
     [](Source const &s) {
         return date(s.transaction->on);
     }},
    {"amount",
     [](Source const &s) {
         return amount(s.transaction->amount);
     }},
    {"currency",
     [](Source const &s) {
         auto const &money = s.transaction->amount;
         return money && money->currency ? Value{money->currency->to_string()} : Value{};
     }},
    {"value_date",
     [](Source const &s) {
         return s.transaction->amount ? date(s.transaction->amount->valued_on) : Value{};
     }},
    {"provider_ref",
     [](Source const &s) {
         return text(s.transaction->provider.ref);
     }},
    {"provider_name",
     [](Source const &s) {
         return text(s.transaction->provider.name);
     }},
    {"provider_type",
     [](Source const &s) {
         return text(s.transaction->provider.type);
     }},
    {"provider_activity",
     [](Source const &s) {
         return text(s.transaction->provider_activity);
     }},
    {"receiver_ref",
     [](Source const &s) {
         return text(s.transaction->receiver.ref);
     }},
    {"receiver_name",
     [](Source const &s) {
         return text(s.transaction->receiver.name);
     }},
    {"receiver_type",
     [](Source const &s) {
         return text(s.transaction->receiver.type);
     }},
    {"receiver_activity",
     [](Source const &s) {
         return text(s.transaction->receiver_activity);
     }},
    {"countries",
     [](Source const &s) {
         return shares(s.transaction->countries, s.activity->countries, false);
     }},
    {"regions",
     [](Source const &s) {
         return shares(s.transaction->regions, s.activity->regions, true);
     }},
    {"sectors",
     [](Source const &s) {
         return shares(s.transaction->sectors, s.activity->sectors, true);
     }},
    {"flow_type",
     [](Source const &s) {
         return text(s.transaction->flow);
     }},
    {"finance_type",
     [](Source const &s) {
         return text(s.transaction->finance);
     }},
    {"aid_type",
     [](Source const &s) {
         return text(s.transaction->aid);
     }},
    {"tied_status",
     [](Source const &s) {
         return text(s.transaction->tied);
     }},
    {"channel",
     [](Source const &s) {
         return text(s.transaction->channel);
     }},
    {"humanitarian",
     [](Source const &s) {
         return s.transaction->humanitarian ? Value{*s.transaction->humanitarian} : Value{};
     }},
    {"collaboration_type",
     [](Source const &s) {
         return text(s.activity->collaboration);
     }},
    {"activity_status",
     [](Source const &s) {
         return text(s.activity->status);
     }},
    {"description",
     [](Source const &s) {
         return text(s.transaction->description);
     }},
    {"import",
     [](Source const &s) {
         return text(s.listed->import);
     }},
    {"file",
     [](Source const &s) {
         return text(s.listed->file);
     }},
}};

/// "columns=activity,date,amount": those, in that order; all when none is named.
Result<std::vector<Column const *>> columns_in(http::Parameters const &query)
{
    std::vector<Column const *> chosen;
    auto names = query.find("columns").value_or("");
    while (!names.empty()) {
        auto const name = names.substr(0, names.find(','));
        names.remove_prefix(std::min(names.size(), name.size() + 1));
        auto const found = std::ranges::find(all_columns, name, &Column::name);
        if (found == all_columns.end()) {
            std::string known;
            for (auto const &column : all_columns) {
                known += (known.empty() ? "" : ", ") + std::string{column.name};
            }
            return refuse(Decline::invalid, "columns", "reported.none_of",
                          {{"value", std::string{name}}, {"known", known}});
        }
        chosen.push_back(found);
    }
    if (chosen.empty()) {
        for (auto const &column : all_columns) {
            chosen.push_back(&column);
        }
    }
    return chosen;
}

/// Writes some activities' transactions at a time, each piece in a transaction of its own.
class Export {
public:
    Export(storage::Store &store, Wanted wanted, std::vector<Column const *> columns)
        : m_store{store}, m_wanted{std::move(wanted)}, m_columns{std::move(columns)},
          m_writer{sheets::csv_writer(sheets::into(m_out))}
    {
        constexpr int activities_at_a_time = 100;
        m_wanted.limit = activities_at_a_time;
        m_wanted.before.reset();
        std::vector<sheets::Column> headings;
        for (auto const *const column : m_columns) {
            headings.push_back({.title = std::string{column->name}});
        }
        m_writer->header(std::move(headings));
    }

    bool next(std::string &piece)
    {
        bool const has_more = m_store.read([&](storage::Reader &reader) { return write(reader); });
        if (!has_more) {
            m_writer->finish();
        }
        piece += m_out;
        m_out.clear();
        return has_more;
    }

private:
    bool write(storage::Reader &reader)
    {
        auto const listed = list(reader, m_wanted);
        if (listed.empty()) {
            return false;
        }
        m_wanted.before = listed.back().id;
        std::vector<std::int64_t> ids;
        ids.reserve(listed.size());
        for (auto const &one : listed) {
            ids.push_back(one.id);
        }
        auto const activities = activities_of(reader, ids);
        std::vector<Value> row;
        for (std::size_t i = 0; i < activities.size(); ++i) {
            auto const &activity = activities[i].second;
            std::size_t number = 0;
            for (auto const &transaction : activity.transactions) {
                Source const source{&listed[i], &activity, &transaction, ++number};
                row.clear();
                for (auto const *const column : m_columns) {
                    row.push_back(column->of(source));
                }
                m_writer->row(std::span<Value const>{row});
            }
        }
        return true;
    }

    storage::Store &m_store;
    Wanted m_wanted;
    std::vector<Column const *> m_columns;
    std::string m_out;
    std::unique_ptr<sheets::TableWriter> m_writer;
};

} // namespace

http::Response transactions_csv(Context &context)
{
    auto const columns = columns_in(context.query());
    if (!columns) {
        return context.refused(columns.error());
    }
    auto const wanted = context.store().read(
        [&](storage::Reader &reader) { return wanted_in(reader, context.query()); });
    if (!wanted) {
        return context.refused(wanted.error());
    }
    http::Response response;
    response.headers.set("Content-Type", "text/csv; charset=utf-8; header=present");
    response.headers.set("Content-Disposition", "attachment; filename=\"transactions.csv\"");
    response.headers.set("Cache-Control", "private, no-store");
    auto const rows = std::make_shared<Export>(context.store(), *wanted, *columns);
    response.stream = [rows](std::string &piece) {
        return rows->next(piece);
    };
    return response;
}

} // namespace selatan::reported
