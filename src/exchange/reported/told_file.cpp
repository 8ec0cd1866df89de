#include "exchange/reported/told_file.hpp"

#include "base/ensure.hpp"
#include "base/text.hpp"
#include "exchange/iati/decoded_input.hpp"
#include "exchange/iati/records.hpp"
#include "exchange/reported/activity_reader.hpp"

#include <algorithm>
#include <array>
#include <openssl/evp.h>
#include <unordered_map>
#include <utility>

namespace selatan::reported {

namespace {

/// Enough that statements for many rows pay, few enough that memory stays small.
constexpr std::size_t activities_at_a_time = 500;
constexpr std::size_t bytes_at_a_time = 4U << 20U;
constexpr std::size_t piece_bytes = 1U << 20U;

/// Counts and digests what is read, and keeps it until it is known that nobody needs it.
class Witness final : public xml::Input {
public:
    explicit Witness(std::unique_ptr<xml::Input> input) : m_input{std::move(input)}
    {
        ENSURE(EVP_DigestInit_ex(m_digest.get(), EVP_sha256(), nullptr) == 1);
    }
    std::size_t read(std::span<char> into) override
    {
        auto const size = m_input->read(into);
        ENSURE(EVP_DigestUpdate(m_digest.get(), into.data(), size) == 1);
        m_bytes += static_cast<std::int64_t>(size);
        if (m_keeps) {
            m_open.append(into.data(), size);
            if (m_open.size() >= piece_bytes || (size == 0 && !m_open.empty())) {
                m_pieces.push_back(m_compressor.compress(m_open));
                m_open.clear();
            }
        }
        return size;
    }
    void keep_no_more()
    {
        m_keeps = false;
        m_open.clear();
        m_pieces.clear();
    }
    [[nodiscard]] std::int64_t bytes() const { return m_bytes; }
    [[nodiscard]] std::vector<Bytes> take_pieces() { return std::move(m_pieces); }
    [[nodiscard]] std::string digest()
    {
        constexpr std::size_t sha256_bytes = 32;
        std::array<unsigned char, sha256_bytes> digest{};
        ENSURE(EVP_DigestFinal_ex(m_digest.get(), digest.data(), nullptr) == 1);
        static constexpr std::string_view digits = "0123456789abcdef";
        std::string text;
        for (auto const byte : digest) {
            text += digits[byte >> 4U];
            text += digits[byte & 0xFU];
        }
        return text;
    }

private:
    std::unique_ptr<xml::Input> m_input;
    struct Free {
        void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> m_digest{EVP_MD_CTX_new()};
    std::int64_t m_bytes = 0;
    bool m_keeps = true;
    Compressor m_compressor;
    std::string m_open;
    std::vector<Bytes> m_pieces;
};

/// Passes bytes on and keeps those that nobody has taken yet.
class Tee final : public xml::Input {
public:
    explicit Tee(xml::Input &input) : m_input{input} {}
    std::size_t read(std::span<char> into) override
    {
        auto const size = m_input.read(into);
        m_bytes.erase(0, std::exchange(m_gone, 0));
        m_bytes.append(into.data(), size);
        return size;
    }
    /// Those up to `end`, which are forgotten.
    [[nodiscard]] std::string take(std::uint64_t end)
    {
        auto const size = static_cast<std::size_t>(end - m_taken);
        ENSURE(m_gone + size <= m_bytes.size());
        auto taken = m_bytes.substr(m_gone, size);
        m_gone += size;
        m_taken = end;
        return taken;
    }
    [[nodiscard]] std::string take_all()
    {
        return m_bytes.substr(std::exchange(m_gone, m_bytes.size()));
    }

private:
    xml::Input &m_input;
    std::uint64_t m_taken = 0; ///< the offset up to which they were
    std::size_t m_gone = 0;    ///< of m_bytes
    std::string m_bytes;
};

} // namespace

struct ToldFile::State {
    State(std::unique_ptr<xml::Input> raw, Pieces pieces) : witness{std::move(raw)}
    {
        if (!is_transcoded || pieces == Pieces::in_store) {
            witness.keep_no_more();
        }
    }
    [[nodiscard]] bool is_activities() const
    {
        return reader.head().kind == iati::FileKind::activities;
    }

    Witness witness;
    iati::DecodedInput decoded{witness};
    bool is_transcoded = decoded.encoding() == xml::Encoding::is_decoded;
    Tee tee{decoded};
    iati::RecordReader reader{tee, decoded.encoding(), iati::RecordReader::Sources::dropped};
    /// How often a publisher's identifier was told, by a hash of both: 16 bytes an activity.
    std::unordered_map<std::uint64_t, std::uint32_t> occurrences;
    std::string after;
    bool is_over = false;
};

ToldFile::ToldFile(std::unique_ptr<xml::Input> raw, Pieces pieces)
    : m_state{std::make_unique<State>(std::move(raw), pieces)}
{
}

ToldFile::~ToldFile() = default;

bool ToldFile::next(Chunk &chunk)
{
    auto &state = *m_state;
    auto &told = chunk.told;
    told.clear();
    std::size_t bytes = 0;
    while (!state.is_over && told.size() < activities_at_a_time && bytes < bytes_at_a_time) {
        if (!state.reader.next_record()) {
            state.is_over = true;
            state.after = state.tee.take_all();
            break;
        }
        if (!state.is_activities()) {
            continue; // whoever asks learns it at the end
        }
        Told one;
        one.before = state.tee.take(state.reader.begin());
        one.source = state.tee.take(state.reader.end());
        one.activity = activity_in(state.reader.tree(), state.reader.head().version());
        one.activity.identifier = kept(one.activity.identifier);
        one.activity.reporter.ref = kept(one.activity.reporter.ref);
        one.facets = facets_of(one.activity);
        one.digest = digest_of(one.source);
        auto const key = token_hash(one.activity.reporter.ref + '\n' + one.activity.identifier);
        one.occurrence = ++state.occurrences[key];
        bytes += one.source.size();
        told.push_back(std::move(one));
    }
    chunk.version = state.reader.head().version();
    return !told.empty();
}

FileEnd ToldFile::end()
{
    auto &state = *m_state;
    ENSURE(state.is_over);
    FileEnd end;
    end.is_activities = state.is_activities();
    if (auto const *const fault = state.reader.fault()) {
        end.fault = *fault;
    }
    end.version = state.reader.head().version();
    end.generated = state.reader.head().attribute("generated-datetime");
    end.after = std::move(state.after);
    end.digest = state.witness.digest();
    end.bytes = state.witness.bytes();
    end.is_transcoded = state.is_transcoded;
    end.pieces = state.witness.take_pieces();
    return end;
}

} // namespace selatan::reported
