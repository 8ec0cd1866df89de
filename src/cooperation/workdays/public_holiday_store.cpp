#include "cooperation/workdays/public_holiday_store.hpp"

namespace selatan::workdays {

std::vector<Date> holidays(storage::Reader &reader)
{
    std::vector<Date> days;
    for (auto row : reader.query("SELECT day FROM public_holiday ORDER BY day")) {
        days.push_back(row.next<Date>());
    }
    return days;
}

} // namespace selatan::workdays
