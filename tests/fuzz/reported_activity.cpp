// Whatever an activity's element holds, in any version, taking what it says ends; its bytes come
// back from being compressed; what it is found by packs and unpacks; and taking it again gives the
// same.
#include "exchange/iati/decoded_input.hpp"
#include "exchange/iati/records.hpp"
#include "exchange/reported/activity_reader.hpp"
#include "exchange/reported/decimal.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/sources.hpp"

#include <cstdint>
#include <cstdlib>

using namespace selatan;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const *data, std::size_t size)
{
    // An index that was stored is read as it is.
    auto const numbers = reported::unpack({data, size});
    static_cast<void>(numbers);
    std::string_view const text{reinterpret_cast<char const *>(data), size};
    if (reported::hundredths_of(text) && text.empty()) {
        std::abort();
    }
    try {
        xml::TextInput raw{text};
        iati::DecodedInput input{raw};
        iati::RecordReader reader{input, input.encoding()};
        // Of organisations nothing is imported (told_file.cpp).
        while (reader.next_record() && reader.head().kind == iati::FileKind::activities) {
            auto const version = reader.head().version();
            auto const activity = reported::activity_in(reader.tree(), version);
            auto const facets = reported::facets_of(activity);
            std::string const source{reader.source()};
            if (reported::Decompressor{text}.decompress(
                    reported::Compressor{text}.compress(source)) != source) {
                std::abort();
            }
            if (version.empty() && reader.records() > 1) {
                continue; // judged by the first of them; a source, by itself
            }
            auto const again = reported::read_activity(source, version);
            if (again.transactions.size() != activity.transactions.size() ||
                reported::facets_of(again) != facets) {
                std::abort();
            }
            for (auto const &note : activity.notes) {
                if (note.path.empty() || note.why.empty()) {
                    std::abort();
                }
            }
        }
    } catch (iati::Unreadable const &) {
        return 0;
    }
    return 0;
}
