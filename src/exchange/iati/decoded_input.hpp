/// \file
/// What stands between a file as it is kept and the reader: gzip is inflated, any encoding that ICU
/// knows becomes UTF-8. Streams; holds a few tens of kilobytes.
#pragma once

#include "engine/xml/reader.hpp"

#include <memory>
#include <stdexcept>

namespace selatan::iati {

/// A compressed file is damaged; what could be read of it was.
class Unreadable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class DecodedInput final : public xml::Input {
public:
    /// Looks at the beginning of `raw`, which must outlive it. Throws Unreadable, as read() does.
    explicit DecodedInput(xml::Input &raw);
    ~DecodedInput() override;
    DecodedInput(DecodedInput const &) = delete;
    DecodedInput &operator=(DecodedInput const &) = delete;

    std::size_t read(std::span<char> into) override;
    /// What the reader is to make of the declaration: nothing, when it has been obeyed here. An
    /// encoding that nobody knows is left to the reader, who names it and its place.
    [[nodiscard]] xml::Encoding encoding() const;

private:
    class Inflater;
    class Transcoder;
    class Peeked;
    std::unique_ptr<Peeked> m_raw;
    std::unique_ptr<Inflater> m_inflater;
    std::unique_ptr<Peeked> m_inflated;
    std::unique_ptr<Transcoder> m_transcoder;
    bool m_is_marked = false; ///< as UTF-8, by its first three bytes
};

} // namespace selatan::iati
