#include "cooperation/workdays/public_holiday_store.hpp"

namespace selatan::workdays {

std::vector<Date> holidays(storage::Reader &reader)
{
    return reader.all<Date>("SELECT day FROM public_holiday ORDER BY day");
}

} // namespace selatan::workdays
