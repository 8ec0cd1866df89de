#include "cooperation/activities/class_count.hpp"

namespace selatan::activities {

namespace {

/// Set once, before anybody is served.
CountClass &the_count()
{
    static CountClass count = nullptr;
    return count;
}

} // namespace

void set_class_count(CountClass count)
{
    the_count() = count;
}

std::optional<ClassCount> class_count(storage::Reader &reader, Uuid activity)
{
    return the_count() == nullptr ? std::nullopt : the_count()(reader, activity);
}

bool differs(ClassCount const &count, std::optional<std::int64_t> reached_women,
             std::optional<std::int64_t> reached_men)
{
    bool const is_reported = reached_women || reached_men;
    return is_reported &&
           (reached_women.value_or(0) != count.women || reached_men.value_or(0) != count.men);
}

} // namespace selatan::activities
