#include "exchange/reported/activity_reader.hpp"

#include "exchange/iati/raise.hpp"
#include "exchange/iati/records.hpp"
#include "exchange/reported/sources.hpp"

#include <algorithm>

namespace selatan::reported {

Activity activity_in(iati::Tree const &tree, std::string_view version)
{
    bool const is_old =
        version.empty() ? iati::is_written_as_old(tree) : iati::is_old_version(version);
    if (!is_old) {
        return extract(tree);
    }
    iati::Raiser raiser{iati::FileKind::activities};
    iati::Tree raised;
    raiser.raise(tree, raised);
    return extract(raised);
}

std::string kept(std::string_view text)
{
    constexpr std::size_t most = 500; // bytes: PostgreSQL's B-trees take 2,700 in all
    auto size = std::min(text.size(), most);
    while (size > 0 && size < text.size() && (text[size] & 0xC0) == 0x80) {
        --size;
    }
    return std::string{text.substr(0, size)};
}

Activity read_activity(std::string_view source, std::string_view version)
{
    // What an activity's element is without its file's is no file.
    auto const file = "<iati-activities>" + std::string{source} + "</iati-activities>";
    xml::TextInput input{file};
    iati::RecordReader reader{input, xml::Encoding::is_decoded,
                              iati::RecordReader::Sources::dropped};
    if (!reader.next_record()) {
        throw DamagedSource{"a source is no activity"};
    }
    return activity_in(reader.tree(), version);
}

} // namespace selatan::reported
