#include "exchange/reported/activity_reader.hpp"

#include "exchange/iati/raise.hpp"
#include "exchange/iati/records.hpp"
#include "exchange/reported/sources.hpp"

#include <algorithm>

namespace selatan::reported {

Activity activity_in(iati::Tree const &tree, std::string_view version)
{
    // What says to be of 1.0x the reader has raised. A file that does not say may mix them.
    if (!version.empty() || !iati::is_written_as_old(tree)) {
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
    // What an activity's element is without its file's is no file. Whatever the file called its
    // version, what counts is whether that was an old one.
    std::string file = version.empty()                 ? "<iati-activities>"
                       : iati::is_old_version(version) ? R"(<iati-activities version="1.05">)"
                                                       : R"(<iati-activities version="2.03">)";
    (file += source) += "</iati-activities>";
    xml::TextInput input{file};
    iati::RecordReader reader{input, xml::Encoding::is_decoded,
                              iati::RecordReader::Sources::dropped};
    if (!reader.next_record()) {
        throw DamagedSource{"a source is no activity"};
    }
    return activity_in(reader.tree(), version);
}

} // namespace selatan::reported
