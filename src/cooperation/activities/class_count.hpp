/// \file
/// How many took part in an activity, where somebody keeps their names. Participants stand above
/// activities: who counts them is handed in.
#pragma once

#include "platform/storage/store.hpp"

#include <cstdint>
#include <optional>

namespace selatan::activities {

struct ClassCount {
    std::int64_t women = 0;
    std::int64_t men = 0;
};
/// Nothing where no names are kept of that activity.
using CountClass = std::optional<ClassCount> (*)(storage::Reader &reader, Uuid activity);
/// For the whole process; set while starting. Without one, nobody counts.
void set_class_count(CountClass count);

[[nodiscard]] std::optional<ClassCount> class_count(storage::Reader &reader, Uuid activity);

/// Does the class contradict what was reported of it? Nothing reported contradicts nothing.
[[nodiscard]] bool differs(ClassCount const &count, std::optional<std::int64_t> reached_women,
                           std::optional<std::int64_t> reached_men);

} // namespace selatan::activities
