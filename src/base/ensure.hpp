/// \file
/// What must be true unless the program is wrong.
#pragma once

#include <stdexcept>
#include <string>

namespace selatan {

/// We are wrong: an invariant that the code itself should keep does not hold.
/// Caught once, in dispatch: the transaction rolls back, the answer is 500, the log has an id.
class Bug : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] inline void raise_bug(char const *condition, char const *file, int line)
{
    throw Bug{std::string{file} + ":" + std::to_string(line) + ": does not hold: " + condition};
}

} // namespace selatan

/// A macro because the message quotes the condition. (Not std::source_location: the clang that
/// builds the fuzz targets, 14, has none.)
#define ENSURE(condition)                                                                          \
    (static_cast<bool>(condition) ? static_cast<void>(0)                                           \
                                  : ::selatan::raise_bug(#condition, __FILE__, __LINE__))
