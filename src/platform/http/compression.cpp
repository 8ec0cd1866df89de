#include "platform/http/compression.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <array>
#include <brotli/encode.h>
#include <limits>
#include <new>
#include <zlib.h>

namespace selatan::http {

namespace {

/// RFC 7932.
class Brotli final : public Compressor {
public:
    explicit Brotli(std::size_t expected_size)
        : m_state{BrotliEncoderCreateInstance(nullptr, nullptr, nullptr)}
    {
        if (!m_state) {
            throw std::bad_alloc{};
        }
        // Quality 4 costs as much as gzip 5 and makes pages a tenth smaller; a window of 512 kB
        // keeps an encoder under 2 MB.
        set(BROTLI_PARAM_QUALITY, 4);
        set(BROTLI_PARAM_LGWIN, 19);
        constexpr std::size_t largest_hint = std::numeric_limits<std::uint32_t>::max();
        set(BROTLI_PARAM_SIZE_HINT,
            static_cast<std::uint32_t>(std::min(expected_size, largest_hint)));
    }

    void add(std::string_view bytes, std::string &out) override
    {
        run(BROTLI_OPERATION_FLUSH, bytes, out);
    }
    void finish(std::string &out) override { run(BROTLI_OPERATION_FINISH, {}, out); }

private:
    void set(BrotliEncoderParameter parameter, std::uint32_t value)
    {
        ENSURE(BrotliEncoderSetParameter(m_state.get(), parameter, value));
    }

    void run(BrotliEncoderOperation operation, std::string_view bytes, std::string &out)
    {
        auto const *next = reinterpret_cast<std::uint8_t const *>(bytes.data());
        auto left = bytes.size();
        do {
            std::size_t none = 0;
            ENSURE(BrotliEncoderCompressStream(m_state.get(), operation, &left, &next, &none,
                                               nullptr, nullptr));
            std::size_t size = 0;
            auto const *made = BrotliEncoderTakeOutput(m_state.get(), &size);
            out.append(reinterpret_cast<char const *>(made), size);
        } while (left > 0 || BrotliEncoderHasMoreOutput(m_state.get()));
    }

    struct Destroy {
        void operator()(BrotliEncoderState *state) const { BrotliEncoderDestroyInstance(state); }
    };
    std::unique_ptr<BrotliEncoderState, Destroy> m_state;
};

/// RFC 1952.
class Gzip final : public Compressor {
public:
    Gzip()
    {
        constexpr int level = 5;
        constexpr int window = 15 + 16; // the 16 asks zlib for gzip's header
        if (deflateInit2(&m_state, level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::bad_alloc{};
        }
    }
    ~Gzip() override { deflateEnd(&m_state); }
    Gzip(Gzip const &) = delete;
    Gzip &operator=(Gzip const &) = delete;

    void add(std::string_view bytes, std::string &out) override
    {
        while (!bytes.empty()) {
            constexpr std::size_t at_once = 1U << 30U; // zlib counts in 32 bits
            auto const piece = bytes.substr(0, at_once);
            bytes.remove_prefix(piece.size());
            run(Z_SYNC_FLUSH, piece, out);
        }
    }
    void finish(std::string &out) override { run(Z_FINISH, {}, out); }

private:
    void run(int flush, std::string_view bytes, std::string &out)
    {
        // zlib's interface predates const; it does not write to its input.
        m_state.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        m_state.avail_in = static_cast<uInt>(bytes.size());
        std::array<char, 16U * 1024> made{};
        do {
            m_state.next_out = reinterpret_cast<Bytef *>(made.data());
            m_state.avail_out = static_cast<uInt>(made.size());
            ENSURE(deflate(&m_state, flush) != Z_STREAM_ERROR);
            out.append(made.data(), made.size() - m_state.avail_out);
        } while (m_state.avail_out == 0);
    }

    z_stream m_state{};
};

} // namespace

std::unique_ptr<Compressor> make_compressor(Coding coding, std::size_t expected_size)
{
    ENSURE(coding != Coding::identity);
    if (coding == Coding::brotli) {
        return std::make_unique<Brotli>(expected_size);
    }
    return std::make_unique<Gzip>();
}

std::string compressed(std::string_view bytes, Coding coding)
{
    auto const compressor = make_compressor(coding, bytes.size());
    std::string out;
    out.reserve(bytes.size() / 4);
    compressor->add(bytes, out);
    compressor->finish(out);
    return out;
}

} // namespace selatan::http
