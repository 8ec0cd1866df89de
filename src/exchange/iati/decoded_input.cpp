#include "exchange/iati/decoded_input.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <vector>
#include <zlib.h>

namespace selatan::iati {

namespace {

constexpr std::size_t piece = 64 * 1024UL;
constexpr std::size_t looked_at = 400; ///< an XML declaration is shorter

/// "ISO-8859-1" of `<?xml version="1.0" encoding="ISO-8859-1"?>`; empty when it says nothing.
std::string declared(std::string_view beginning)
{
    if (!beginning.starts_with("<?xml")) {
        return {};
    }
    auto const declaration = beginning.substr(0, beginning.find('>'));
    auto const at = declaration.find("encoding");
    auto const quote = declaration.find_first_of("\"'", std::min(at, declaration.size()));
    if (at == std::string_view::npos || quote == std::string_view::npos) {
        return {};
    }
    auto const end = declaration.find(declaration[quote], quote + 1);
    return end == std::string_view::npos
               ? std::string{}
               : std::string{declaration.substr(quote + 1, end - quote - 1)};
}

/// A mark before all else outweighs what is declared: editors write the one and leave the other.
/// libxml2 takes it so, too, but for a file that says UTF-16.
bool is_marked_utf8(std::string_view beginning)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (!beginning.starts_with(mark)) {
        return false;
    }
    auto const name = declared(beginning.substr(mark.size()));
    return !name.starts_with("UTF-16") && !name.starts_with("utf-16");
}

/// By what a document begins with (XML 1.0, appendix F); empty: UTF-8, or left to the reader.
std::string encoding_of(std::string_view beginning)
{
    using namespace std::string_view_literals;
    if (beginning.starts_with("\xFF\xFE\0\0"sv) || beginning.starts_with("<\0\0\0"sv)) {
        return "UTF-32LE";
    }
    if (beginning.starts_with("\0\0\xFE\xFF"sv) || beginning.starts_with("\0\0\0<"sv)) {
        return "UTF-32BE";
    }
    if (beginning.starts_with("\xFF\xFE"sv) || beginning.starts_with("<\0"sv)) {
        return "UTF-16LE";
    }
    if (beginning.starts_with("\xFE\xFF"sv) || beginning.starts_with("\0<"sv)) {
        return "UTF-16BE";
    }
    auto name = declared(beginning);
    std::string lowered{name};
    std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    bool const is_utf8 = lowered == "utf-8" || lowered == "utf8";
    // A file that declares UTF-16 in bytes that are none is not: the reader says so.
    return is_utf8 || lowered.starts_with("utf-16") || lowered.starts_with("utf-32") ? std::string{}
                                                                                     : name;
}

} // namespace

/// Lets the first bytes be looked at before they are read.
class DecodedInput::Peeked final : public xml::Input {
public:
    explicit Peeked(xml::Input &input) : m_input{input}
    {
        m_first.resize(looked_at);
        std::size_t size = 0;
        for (std::size_t more = 1; more > 0 && size < m_first.size(); size += more) {
            more = m_input.read({m_first.data() + size, m_first.size() - size});
        }
        m_first.resize(size);
    }
    [[nodiscard]] std::string_view beginning() const { return m_first; }
    std::size_t read(std::span<char> into) override
    {
        if (m_at < m_first.size()) {
            auto const size = std::min(into.size(), m_first.size() - m_at);
            std::copy_n(m_first.data() + m_at, size, into.data());
            m_at += size;
            return size;
        }
        return m_input.read(into);
    }

private:
    xml::Input &m_input;
    std::string m_first;
    std::size_t m_at = 0;
};

/// gzip, several members one behind the other too. What stands behind the last and is none (zeros
/// mostly) is passed over, as gzip(1) does.
class DecodedInput::Inflater final : public xml::Input {
public:
    explicit Inflater(xml::Input &input) : m_input{input}, m_buffer(piece)
    {
        constexpr int gzip_only = 15 + 16;
        if (::inflateInit2(&m_stream, gzip_only) != Z_OK) {
            throw Unreadable{"inflateInit2"};
        }
    }
    Inflater(Inflater const &) = delete;
    Inflater &operator=(Inflater const &) = delete;
    ~Inflater() override { ::inflateEnd(&m_stream); }

    std::size_t read(std::span<char> into) override
    {
        m_stream.next_out = reinterpret_cast<Bytef *>(into.data());
        m_stream.avail_out = static_cast<uInt>(into.size());
        while (m_stream.avail_out == into.size()) {
            if (m_stream.avail_in == 0) {
                auto const size = m_input.read(m_buffer);
                if (size == 0 && m_is_between) {
                    return 0;
                }
                m_is_past = m_is_between && m_buffer[0] != '\x1F';
                if (size == 0) {
                    throw Unreadable{"gzip: the file ends in the middle"};
                }
                m_stream.next_in = reinterpret_cast<Bytef *>(m_buffer.data());
                m_stream.avail_in = static_cast<uInt>(size);
            }
            if (m_is_past) {
                m_stream.avail_in = 0;
                break;
            }
            auto const result = ::inflate(&m_stream, Z_NO_FLUSH);
            m_is_between = result == Z_STREAM_END;
            if (m_is_between) {
                ::inflateReset(&m_stream);
                m_is_past = m_stream.avail_in > 0 && *m_stream.next_in != 0x1F;
            } else if (result != Z_OK) {
                throw Unreadable{"gzip: the file is damaged"};
            }
        }
        return into.size() - m_stream.avail_out;
    }

private:
    xml::Input &m_input;
    std::vector<char> m_buffer;
    z_stream m_stream{};
    bool m_is_between = false;
    bool m_is_past = false; ///< behind the last member
};

class DecodedInput::Transcoder final : public xml::Input {
public:
    Transcoder(xml::Input &input, UConverter *from)
        : m_input{input}, m_from{from}, m_bytes(piece), m_units(piece)
    {
        auto status = U_ZERO_ERROR;
        // Bytes that mean nothing must not pass for something: the reader gets a byte that UTF-8
        // never has, and tells the place.
        ::ucnv_setToUCallBack(m_from, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
        m_to = ::ucnv_open("UTF-8", &status);
    }
    Transcoder(Transcoder const &) = delete;
    Transcoder &operator=(Transcoder const &) = delete;
    ~Transcoder() override
    {
        ::ucnv_close(m_from);
        ::ucnv_close(m_to);
    }

    std::size_t read(std::span<char> into) override
    {
        while (m_given == m_ready.size()) {
            if (m_ended) {
                return 0;
            }
            convert();
        }
        auto const size = std::min(into.size(), m_ready.size() - m_given);
        std::copy_n(m_ready.data() + m_given, size, into.data());
        m_given += size;
        return size;
    }

private:
    void convert()
    {
        m_ready.clear();
        m_given = 0;
        auto const size = m_input.read(m_bytes);
        bool const is_last = size == 0;
        m_ended = is_last;
        char const *from = m_bytes.data();
        char const *const from_end = from + size;
        for (bool more = true; more;) {
            auto status = U_ZERO_ERROR;
            auto *unit = m_units.data();
            ::ucnv_toUnicode(m_from, &unit, m_units.data() + m_units.size(), &from, from_end,
                             nullptr, static_cast<UBool>(is_last), &status);
            more = status == U_BUFFER_OVERFLOW_ERROR;
            bool const is_wrong = U_FAILURE(status) != 0 && !more;
            auto to_status = U_ZERO_ERROR;
            UChar const *at = m_units.data();
            std::array<char, 4096> out{};
            do {
                to_status = U_ZERO_ERROR;
                auto *to = out.data();
                ::ucnv_fromUnicode(m_to, &to, out.data() + out.size(), &at, unit, nullptr,
                                   static_cast<UBool>(is_last), &to_status);
                m_ready.append(out.data(), to);
            } while (to_status == U_BUFFER_OVERFLOW_ERROR);
            if (is_wrong) {
                m_ready += '\xFF';
                m_ended = true;
                return;
            }
        }
        // A byte order mark has done its work.
        if (m_at_start && !m_ready.empty()) {
            m_at_start = false;
            if (m_ready.starts_with("\xEF\xBB\xBF")) {
                m_ready.erase(0, 3);
            }
        }
    }

    xml::Input &m_input;
    UConverter *m_from;
    UConverter *m_to = nullptr;
    std::vector<char> m_bytes;
    std::vector<UChar> m_units;
    std::string m_ready;
    std::size_t m_given = 0;
    bool m_at_start = true;
    bool m_ended = false;
};

DecodedInput::DecodedInput(xml::Input &raw) : m_raw{std::make_unique<Peeked>(raw)}
{
    auto *source = m_raw.get();
    if (source->beginning().starts_with("\x1F\x8B")) {
        m_inflater = std::make_unique<Inflater>(*source);
        m_inflated = std::make_unique<Peeked>(*m_inflater);
        source = m_inflated.get();
    }
    m_is_marked = is_marked_utf8(source->beginning());
    auto const name = encoding_of(source->beginning());
    if (name.empty()) {
        return;
    }
    auto status = U_ZERO_ERROR;
    if (auto *const converter = ::ucnv_open(name.c_str(), &status); U_SUCCESS(status) != 0) {
        m_transcoder = std::make_unique<Transcoder>(*source, converter);
    }
}

DecodedInput::~DecodedInput() = default;

std::size_t DecodedInput::read(std::span<char> into)
{
    if (m_transcoder) {
        return m_transcoder->read(into);
    }
    return m_inflated ? m_inflated->read(into) : m_raw->read(into);
}

xml::Encoding DecodedInput::encoding() const
{
    return m_transcoder || m_is_marked ? xml::Encoding::is_decoded : xml::Encoding::must_be_utf8;
}

} // namespace selatan::iati
