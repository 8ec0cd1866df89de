/// \file
/// A child that parses what a stranger sent: this very program, started anew (isolation.md).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace selatan::isolation {

class Child {
public:
    /// Starts one that does `job` (an argument such as "--read-sheet") on the file, which is its
    /// standard input. `argument` is any bytes. Throws std::system_error when the file cannot be
    /// opened or the child not started.
    Child(std::string_view job, std::string_view argument, std::string const &path);
    ~Child(); ///< kills it, if it still runs
    Child(Child const &) = delete;
    Child &operator=(Child const &) = delete;

    enum class Ending {
        satisfied,   ///< `take` wanted no more
        done,        ///< it said all that it had to say
        failed,      ///< it ended in any other way
        out_of_time, ///< it used all its processor time, or said nothing for too long
    };
    /// Calls `take` with each piece of what the child writes, until that returns false.
    [[nodiscard]] Ending listen(std::chrono::seconds patience,
                                std::function<bool(std::string_view piece)> const &take);

private:
    int wait();

    int m_output = -1;
    pid_t m_id = 0;
};

// -- In the child -----------------------------------------------------------------------------

/// The argument, when this process is a child that shall do `job`: the first thing in main().
[[nodiscard]] std::optional<std::string> argument_of_child(int argc, char **argv,
                                                           std::string_view job);

/// All of standard input, but at most one byte more than `at_most`. Ends the process when it cannot
/// be read.
[[nodiscard]] std::string read_input(std::uint64_t at_most);

/// To the parent. Ends the process when nobody reads any more: nothing is left to do then.
void write_output(std::string_view bytes);

} // namespace selatan::isolation
