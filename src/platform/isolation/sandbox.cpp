#include "platform/isolation/sandbox.hpp"

#include "base/address_sanitizer.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

namespace selatan::isolation {

namespace {

bool limit(__rlimit_resource resource, rlim_t value)
{
    rlimit const both{value, value};
    return ::setrlimit(resource, &both) == 0;
}

#if defined(__x86_64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t this_machine = 0;
#endif

/// Calls that reach outside, by the number of this machine. The limit of no open files already
/// stops most; these close the rest: starting programs, signalling and tracing others.
constexpr std::array forbidden{
#ifdef __NR_open
    __NR_open,
#endif
#ifdef __NR_fork
    __NR_fork,
    __NR_vfork,
#endif
    __NR_openat,
    __NR_socket,
    __NR_socketpair,
    __NR_connect,
    __NR_bind,
    __NR_execve,
    __NR_execveat,
    __NR_clone,
    __NR_clone3,
    __NR_ptrace,
    __NR_kill,
    __NR_tkill,
    __NR_unlinkat,
    __NR_mount,
    __NR_bpf,
    __NR_userfaultfd,
    __NR_keyctl,
    __NR_setns,
    __NR_unshare,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
};

/// An unsupported machine has the limits alone.
bool filter_calls()
{
    if constexpr (this_machine == 0) {
        return true;
    } else {
        constexpr auto statement = [](std::uint32_t code, std::uint32_t k) {
            return sock_filter{static_cast<std::uint16_t>(code), 0, 0, k};
        };
        constexpr auto jump_if_equal = [](std::uint32_t k, std::uint8_t yes, std::uint8_t no) {
            return sock_filter{BPF_JMP | BPF_JEQ | BPF_K, yes, no, k};
        };
        constexpr std::size_t head = 5;
        std::array<sock_filter, head + 2 * forbidden.size() + 1> program{};
        // Another calling convention (i386 and x32 have their own numbers) is never ours.
        program[0] = statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
        program[1] = jump_if_equal(this_machine, 1, 0);
        program[2] = statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
        program[3] = statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
        program[4] = statement(BPF_ALU | BPF_AND | BPF_K, ~0x4000'0000U);
        auto next = head;
        for (auto const call : forbidden) {
            program[next++] = jump_if_equal(static_cast<std::uint32_t>(call), 0, 1);
            program[next++] = statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES);
        }
        program[next++] = statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
        sock_fprog const filter{static_cast<unsigned short>(next), program.data()};
        return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
               ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
    }
}

} // namespace

bool enter_sandbox(std::chrono::seconds processor, std::uint64_t memory)
{
    bool limited = limit(RLIMIT_CPU, static_cast<rlim_t>(processor.count())) &&
                   limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0);
#ifndef SELATAN_ADDRESS_SANITIZER // which needs terabytes of addresses and a pipe now and then
    limited = limited && limit(RLIMIT_AS, memory) && limit(RLIMIT_NOFILE, 0);
#else
    static_cast<void>(memory);
#endif
    return limited && filter_calls();
}

} // namespace selatan::isolation
