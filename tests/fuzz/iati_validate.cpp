// Whatever bytes claim to be an IATI file, compressed or in any encoding, validating them ends, and
// every finding has a number, a sentence and a place.
#include "exchange/iati/decoded_input.hpp"
#include "exchange/iati/report.hpp"

#include <cstdint>
#include <cstdlib>

using namespace selatan;

namespace {

class Judge final : public iati::Sink {
public:
    void take(iati::Group group) override
    {
        for (auto const &finding : group.findings) {
            if (finding.id.empty() || finding.places.empty() ||
                iati::sentence(Language::ar, finding).empty()) {
                std::abort();
            }
        }
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    static iati::Surroundings const surroundings{
        *Date::parse("2026-11-22"), {"XM-DAC-1"}, iati::standard().agencies};
    try {
        xml::TextInput raw{{reinterpret_cast<char const *>(data), size}};
        iati::DecodedInput input{raw};
        Judge judge;
        static_cast<void>(iati::validate(input, input.encoding(), surroundings, judge));
    } catch (iati::Unreadable const &) {
        return 0;
    }
    return 0;
}
