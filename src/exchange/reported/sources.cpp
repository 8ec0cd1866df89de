#include "exchange/reported/sources.hpp"

#include "base/ensure.hpp"

#include <openssl/sha.h>
#include <zstd.h>

namespace selatan::reported {

namespace {

/// Higher levels take longer than everything else that an import does, for a tenth less.
constexpr int level = 3;
constexpr std::size_t digest_size = 16;
/// No activity is longer than the reader's bounds allow; a damaged header might say so.
constexpr unsigned long long longest = 1ULL << 32U;

template <auto function>
struct Deleter {
    template <typename T>
    void operator()(T *pointer) const
    {
        function(pointer);
    }
};

} // namespace

struct Compressor::State {
    std::unique_ptr<ZSTD_CCtx, Deleter<ZSTD_freeCCtx>> context{ZSTD_createCCtx()};
    std::unique_ptr<ZSTD_CDict, Deleter<ZSTD_freeCDict>> dictionary;
    Bytes buffer; ///< grows to the largest, and is used again
};

Compressor::Compressor(std::string_view dictionary) : m_state{std::make_unique<State>()}
{
    ENSURE(m_state->context != nullptr);
    if (!dictionary.empty()) {
        m_state->dictionary.reset(ZSTD_createCDict(dictionary.data(), dictionary.size(), level));
        ENSURE(m_state->dictionary != nullptr);
    }
}

Compressor::~Compressor() = default;
Compressor::Compressor(Compressor &&) noexcept = default;
Compressor &Compressor::operator=(Compressor &&) noexcept = default;

Bytes Compressor::compress(std::string_view text)
{
    auto &buffer = m_state->buffer;
    auto const bound = ZSTD_compressBound(text.size());
    if (buffer.size() < bound) {
        buffer.resize(bound);
    }
    auto *const context = m_state->context.get();
    auto const size =
        m_state->dictionary
            ? ZSTD_compress_usingCDict(context, buffer.data(), buffer.size(), text.data(),
                                       text.size(), m_state->dictionary.get())
            : ZSTD_compressCCtx(context, buffer.data(), buffer.size(), text.data(), text.size(),
                                level);
    ENSURE(ZSTD_isError(size) == 0U);
    return {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size)};
}

struct Decompressor::State {
    std::unique_ptr<ZSTD_DCtx, Deleter<ZSTD_freeDCtx>> context{ZSTD_createDCtx()};
    std::unique_ptr<ZSTD_DDict, Deleter<ZSTD_freeDDict>> dictionary;
};

Decompressor::Decompressor(std::string_view dictionary) : m_state{std::make_unique<State>()}
{
    ENSURE(m_state->context != nullptr);
    if (!dictionary.empty()) {
        m_state->dictionary.reset(ZSTD_createDDict(dictionary.data(), dictionary.size()));
        ENSURE(m_state->dictionary != nullptr);
    }
}

Decompressor::~Decompressor() = default;
Decompressor::Decompressor(Decompressor &&) noexcept = default;
Decompressor &Decompressor::operator=(Decompressor &&) noexcept = default;

std::string Decompressor::decompress(std::span<std::uint8_t const> bytes)
{
    auto const size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > longest) {
        throw DamagedSource{"a source has no size"};
    }
    std::string text(size, '\0');
    auto *const context = m_state->context.get();
    auto const got =
        m_state->dictionary
            ? ZSTD_decompress_usingDDict(context, text.data(), text.size(), bytes.data(),
                                         bytes.size(), m_state->dictionary.get())
            : ZSTD_decompressDCtx(context, text.data(), text.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(got) != 0U || got != text.size()) {
        throw DamagedSource{"a source cannot be inflated"};
    }
    return text;
}

Bytes digest_of(std::string_view source)
{
    Bytes digest(SHA256_DIGEST_LENGTH);
    SHA256(reinterpret_cast<unsigned char const *>(source.data()), source.size(), digest.data());
    digest.resize(digest_size);
    return digest;
}

} // namespace selatan::reported
