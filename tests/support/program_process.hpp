/// \file
/// The program itself as another process, for tests: run to its end, or served and stopped.
#pragma once

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace selatan::testing {

using Variables = std::vector<std::pair<std::string, std::string>>;

class Process {
public:
    enum class Errors { joined, hidden };

    /// `program`: another one than Selatan's, which may become it.
    Process(Variables const &variables, std::vector<std::string> const &arguments,
            Errors errors = Errors::joined, std::string program = SELATAN_PROGRAM)
    {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) {
            std::abort();
        }
        m_pid = fork();
        if (m_pid == 0) {
            dup2(ends[1], STDOUT_FILENO);
            if (errors == Errors::joined) {
                dup2(ends[1], STDERR_FILENO);
            }
            close(ends[0]);
            close(ends[1]);
            for (auto const &[name, value] : variables) {
                setenv(name.c_str(), value.c_str(), 1);
            }
            std::vector<char *> words;
            words.push_back(program.data());
            auto copies = arguments;
            for (auto &word : copies) {
                words.push_back(word.data());
            }
            words.push_back(nullptr);
            execv(program.c_str(), words.data());
            _exit(127);
        }
        close(ends[1]);
        m_out = ends[0];
    }
    ~Process()
    {
        if (!m_ended) {
            signal(SIGKILL);
            static_cast<void>(wait());
        }
        close(m_out);
    }
    Process(Process const &) = delete;
    Process &operator=(Process const &) = delete;

    [[nodiscard]] pid_t id() const { return m_pid; }
    void signal(int which) const { kill(m_pid, which); }
    /// The exit code, or minus the signal that ended it.
    int wait()
    {
        int status = 0;
        waitpid(m_pid, &status, 0);
        m_ended = true;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    /// What it prints, up to and with `text`, or to its end.
    std::string read_until(std::string const &text)
    {
        std::string all;
        char c = 0;
        while ((text.empty() || !all.ends_with(text)) && read(m_out, &c, 1) == 1) {
            all += c;
        }
        return all;
    }

private:
    pid_t m_pid = -1;
    int m_out = -1;
    bool m_ended = false;
};

struct Ran {
    int code = 0;
    std::string out; ///< both of its outputs
};
inline Ran run_program(Variables const &variables, std::vector<std::string> const &arguments)
{
    Process process{variables, arguments};
    auto out = process.read_until({});
    return {.code = process.wait(), .out = std::move(out)};
}

} // namespace selatan::testing
