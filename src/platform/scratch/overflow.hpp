/// \file
/// Bytes that are put by and read once, in their order: some in memory, the rest on the disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace selatan::scratch {

/// Takes all that is appended first, then gives it. Where there is no room on the disk, or no file
/// may be opened, all of it stays in memory.
class Overflow {
public:
    /// So many bytes are held in memory, both while it takes and while it gives.
    explicit Overflow(std::size_t in_memory) : m_most{in_memory} {}
    ~Overflow();
    Overflow(Overflow const &) = delete;
    Overflow &operator=(Overflow const &) = delete;

    void append(std::string_view bytes);
    /// Fills what it can of `into` and says how much; 0 is the end. Nothing can be appended any
    /// more. Throws std::system_error when the disk does not give what it took.
    std::size_t read(std::span<char> into);

    [[nodiscard]] bool is_empty() const { return m_on_disk == 0 && m_memory.empty(); }
    [[nodiscard]] std::uint64_t on_disk() const { return m_on_disk; }

private:
    void move_to_disk();

    std::size_t m_most;
    std::string m_memory; ///< behind what is on the disk
    int m_file = -1;
    bool m_has_disk = true; ///< as far as we know
    std::uint64_t m_on_disk = 0;
    std::uint64_t m_given = 0;
};

} // namespace selatan::scratch
