// A treasury's table as rows: titles in any of the six languages, one payment in each row.
#include "base/text.hpp"
#include "cooperation/funds/payment_file.hpp"
#include "platform/records/plain_decimal.hpp"
#include "platform/sheets/sheet_reader.hpp"
#include "words/funds.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace selatan::funds {

namespace {

namespace word = words::funds;

enum class Column { payment_number, paid_on, amount, currency, reference, payee };
struct Title {
    Column column;
    std::string_view code;
    records::Word word;
    bool is_required;
};
constexpr std::array titles{
    Title{Column::payment_number, "payment_number", word::field_payment_number, true},
    Title{Column::paid_on, "paid_on", word::field_paid_on, true},
    Title{Column::amount, "amount", word::field_amount, true},
    Title{Column::currency, "currency", word::field_currency, true},
    Title{Column::reference, "reference", word::field_reference, false},
    Title{Column::payee, "payee", word::field_payee, false},
};
/// A title stands among the first rows: letterheads come before it.
constexpr std::size_t rows_before_titles_most = 10;
constexpr std::size_t text_most = 300;

std::optional<Column> column_of(std::string_view text)
{
    auto const folded = fold(text);
    for (auto const &title : titles) {
        if (folded == title.code) {
            return title.column;
        }
        for (auto const language : languages) {
            if (folded == fold(title.word(language))) {
                return title.column;
            }
        }
    }
    return std::nullopt;
}

/// 2027-12-14, with the time of the day that a workbook may add; 14/12/2027, 14.12.2027 and
/// 14-12-2027: the day first, as all six languages write it.
std::optional<Date> day_in(std::string const &text)
{
    constexpr std::size_t iso_size = 10;
    if (auto const day = Date::parse(std::string_view{text}.substr(0, iso_size))) {
        return day;
    }
    std::array<int, 3> parts{};
    std::size_t part = 0;
    char sign = 0;
    for (auto const c : text) {
        if (c >= '0' && c <= '9') {
            constexpr int most = 9999;
            parts.at(part) = parts.at(part) * 10 + (c - '0');
            if (parts.at(part) > most) {
                return std::nullopt;
            }
        } else if ((c == '/' || c == '.' || c == '-') && (sign == 0 || sign == c) && part < 2) {
            sign = c;
            ++part;
        } else {
            return std::nullopt;
        }
    }
    constexpr int first_year = 1000; // of four digits
    return part == 2 && parts[2] >= first_year ? Date::of(parts[2], static_cast<unsigned>(parts[1]),
                                                          static_cast<unsigned>(parts[0]))
                                               : std::nullopt;
}

class Payments : public sheets::Visitor {
public:
    bool sheet(sheets::Sheet const &sheet) override { return sheet.index == 0; }
    bool row(sheets::Row const &row) override
    {
        if (m_columns.empty()) {
            read_titles(row);
            return ++m_rows_seen < rows_before_titles_most || !m_columns.empty();
        }
        if (m_rows.size() == payment_rows_most) {
            m_is_too_long = true;
            return false;
        }
        read_payment(row);
        return true;
    }

    Result<std::vector<PaymentRow>> result() &&
    {
        for (auto const &title : titles) {
            if (title.is_required && !m_columns.contains(title.column)) {
                return refuse(Decline::invalid, "file", "funds.no_such_column",
                              {{"name", std::string{title.code}}});
            }
        }
        if (m_is_too_long) {
            return refuse(Decline::invalid, "file", "funds.too_many_rows",
                          {{"most", std::to_string(payment_rows_most)}});
        }
        if (m_rows.empty()) {
            return refuse(Decline::invalid, "file", "funds.no_rows");
        }
        return std::move(m_rows);
    }

private:
    void read_titles(sheets::Row const &row)
    {
        std::map<Column, std::size_t> found;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (auto const column = column_of(row.cells[i].text)) {
                found.emplace(*column, i);
            }
        }
        // One known word may stand in a letterhead; two are a row of titles.
        if (found.size() > 1) {
            m_columns = std::move(found);
        }
    }
    [[nodiscard]] std::string text_at(sheets::Row const &row, Column column) const
    {
        auto const at = m_columns.find(column);
        return at == m_columns.end() || at->second >= row.cells.size()
                   ? std::string{}
                   : truncate(clean(row.cells[at->second].text), text_most);
    }
    void read_payment(sheets::Row const &row)
    {
        PaymentRow one;
        one.number = static_cast<std::int64_t>(row.number);
        one.payment_number = text_at(row, Column::payment_number);
        one.reference = text_at(row, Column::reference);
        one.payee = text_at(row, Column::payee);
        auto const fail = [&](char const *code, std::string text) {
            if (one.problem.empty()) {
                one.problem = code;
                one.unread = std::move(text);
            }
            one.state = RowState::problem;
        };
        auto const day = text_at(row, Column::paid_on);
        one.paid_on = day_in(day);
        if (!one.paid_on) {
            fail("common.not_a_date", day);
        }
        auto const currency = text_at(row, Column::currency);
        one.currency = Currency::parse(currency);
        if (!one.currency) {
            fail("common.unknown_choice", currency);
        }
        auto const digits = text_at(row, Column::amount);
        auto const plain = records::plain_decimal(digits);
        auto const amount = Amount::parse(plain);
        // A dinar has a thousand parts: there it reads in one.
        constexpr int of_thousandths = 3;
        bool const is_clear = one.currency && minor_digits(*one.currency) == of_thousandths;
        if (amount && Amount::reads_in_two_ways(plain) && !is_clear) {
            fail("funds.two_readings", digits);
        } else if (amount) {
            one.amount = *amount;
        } else {
            fail("funds.not_an_amount", digits);
        }
        if (one.payment_number.empty()) {
            fail("common.required", {});
        }
        m_rows.push_back(std::move(one));
    }

    std::map<Column, std::size_t> m_columns;
    std::size_t m_rows_seen = 0;
    std::vector<PaymentRow> m_rows;
    bool m_is_too_long = false;
};

} // namespace

Result<std::vector<PaymentRow>> read_payments(std::string const &path, Reading reading)
{
    Payments payments;
    auto const outcome = reading == Reading::isolated
                             ? sheets::isolated_read_file(path, {}, payments)
                             : sheets::read_file(path, {}, payments);
    if (!outcome) {
        return refuse(outcome.error());
    }
    return std::move(payments).result();
}

} // namespace selatan::funds
