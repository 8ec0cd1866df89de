// A multipart body means the same wherever it is cut, and events come in order.
#include "platform/http/multipart.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

using selatan::http::MultipartParser;
using selatan::http::Part;

class Notes final : public selatan::http::PartSink {
public:
    void begin(Part part) override
    {
        require(!m_open);
        m_open = true;
        text += "\nbegin " + part.name + "|" + part.file_name.value_or("none") + "|" + part.type +
                "|" + selatan::http::base_name(part.file_name.value_or("")) + "\n";
    }
    void data(std::string_view bytes) override
    {
        require(m_open);
        text += bytes;
    }
    void end() override
    {
        require(m_open);
        m_open = false;
        text += "\nend\n";
    }
    static void require(bool holds)
    {
        if (!holds) {
            std::abort();
        }
    }

    std::string text;

private:
    bool m_open = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    if (size < 1) {
        return 0;
    }
    std::size_t const step = 1U + data[0] % 64U;
    std::string_view const body{reinterpret_cast<char const *>(data) + 1, size - 1};
    Notes whole;
    MultipartParser at_once{"B", whole};
    bool const sound = at_once.feed(body);

    Notes pieces;
    MultipartParser bit_by_bit{"B", pieces};
    bool still_sound = true;
    for (std::size_t at = 0; at < body.size(); at += step) {
        still_sound = bit_by_bit.feed(body.substr(at, step));
    }
    Notes::require(sound == still_sound);
    Notes::require(at_once.is_complete() == bit_by_bit.is_complete());
    Notes::require(whole.text == pieces.text);
    return 0;
}
