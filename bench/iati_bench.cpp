// uses: exchange_iati LibXml2::LibXml2
//
// How fast IATI is read and validated, on one core, in processor time (the best of some runs), with
// libxml2 on the same bytes in the same run: its SAX parser with empty handlers, and its streaming
// schema check (as `xmllint --stream --schema`), which does a part of what validating does here;
// and with pugixml, where it is installed, which makes a tree of the whole file in memory.
//
//     IATI_SCHEMA=…/iati-activities-schema.xsd iati_bench FILE... [--times N]
//
// The schema must lie beside xml.xsd and iati-common.xsd; without it that comparison is left out.
// `--times N`: N copies of what is in each file, with new identifiers, never all in memory.
//
// Last run: November 2026, g++ 12.2 -O2, a virtual machine with 2 cores of an Intel Xeon (Sapphire
// Rapids), busy, so only what stands in one column compares. Real files of 2.7 MB (15,160
// findings), 1.4 MB (590 small activities, 2,107 findings) and 1.1 MB (299 findings); MB/s, before
// and after runs of sixteen bytes, chained children and findings without texts:
//
//                               2.7 MB        1.4 MB        1.1 MB
//     read                      380 -> 645    360 -> 677    449 -> 925
//     read to trees             260 -> 430    251 -> 424    251 -> 559
//     validate                   79 -> 141     81 -> 145    111 -> 203
//     libxml2, SAX                     368           386           430
//
// Instructions a byte (callgrind): read 36 -> 24, trees 49 -> 34, validate 118 -> 81 on the first.
// In a later, slower run beside the rest: read 564, trees 349, validate 110, libxml2's SAX 320, its
// schema check alone 76, pugixml 955 (which knows no lines and no columns, and checks no names). A
// file of 63 kB is validated in 0.3 ms. What remains of validating: reading and trees 44 %, the
// rules 34 %, schema, codes and findings 22 %.
//
// Files of 1.0x, which are raised on the way, before and after raising in pools, in one run of a
// machine that a dozen programs shared; MB/s:
//
//                               2.0 MB        1.6 MB        1.4 MB
//     read to trees              89 -> 194     79 -> 194     78 -> 192
//     validate                   66 -> 110     58 -> 113     59 -> 112
//
// Memory of validating (1.05 MB, 150 activities, so many times): 10 times 15 MB, 100 times 16,
// 1,000 times 18, 2,000 times (2.1 GB, 300,000 identifiers) 20; with every reference left
// unanswered until the end it had been 105 at 1,000 times.
//
// One activity of 85 MB (600,000 transactions of one line each), from standard input, kB beyond
// what the process takes before it reads: 215,300 with nodes of 32 bytes, 62,700 with nodes of 8,
// less than the file itself; with a finding in every transaction 414,300, and 63,100 since these
// are told a thousand at a time. Time 1.4 s -> 0.9 s (busy machine). Small activities: trees alone
// as fast as before; validating, on a machine too busy to tell 5 %, 171 -> 158 and 167 MB/s.

#include "exchange/iati/records.hpp"
#include "exchange/iati/validator.hpp"
#include "replicas.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <string>
#include <sys/resource.h>
#include <vector>
#if __has_include(<pugixml.hpp>)
#include <pugixml.hpp>
#endif

namespace {

using namespace selatan;

double processor_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// The least of so many: what the work costs when nobody else is in the way.
double best_of(int times, std::function<void()> const &work)
{
    double best = 1e9;
    for (int i = 0; i < times; ++i) {
        auto const began = processor_seconds();
        work();
        best = std::min(best, processor_seconds() - began);
    }
    return best;
}

double peak_megabytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void report(char const *what, std::size_t bytes, double seconds)
{
    std::printf("%-52s %8.0f MB/s  %8.4f s\n", what, static_cast<double>(bytes) / 1e6 / seconds,
                seconds);
}

/// The activities of one file so many times, without holding them all.
class Repeated final : public xml::Input {
public:
    Repeated(std::string text, std::size_t times)
        : m_replicas{std::move(text)}, m_times{times}, m_piece{m_replicas.head()}
    {
    }
    std::size_t read(std::span<char> into) override
    {
        while (m_at == m_piece.size()) {
            if (m_done > m_times) {
                return 0;
            }
            m_piece = m_done == m_times ? std::string{m_replicas.tail()} : m_replicas.body(m_done);
            ++m_done;
            m_at = 0;
        }
        auto const size = m_piece.copy(into.data(), into.size(), m_at);
        m_at += size;
        return size;
    }

private:
    bench::Replicas m_replicas;
    std::size_t m_times;
    std::size_t m_done = 0;
    std::string m_piece;
    std::size_t m_at = 0;
};

class Forget final : public iati::Sink {
public:
    void take(iati::Group group) override { findings += group.findings.size(); }
    std::size_t findings = 0;
};

void scan(std::string const &text)
{
    xml::TextInput input{text};
    xml::Reader reader{input};
    auto event = reader.next();
    while (event != xml::Event::done && event != xml::Event::broken) {
        event = reader.next();
    }
}

/// Every activity as a tree, with names as numbers: what validating stands on.
void read_trees(std::string const &text)
{
    xml::TextInput input{text};
    iati::RecordReader reader{input, xml::Encoding::must_be_utf8,
                              iati::RecordReader::Sources::dropped};
    while (reader.next_record()) {
    }
}

void be_silent(void * /*context*/, xmlErrorPtr /*error*/)
{
}

void libxml2_sax(std::string const &text)
{
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.serror = be_silent;
    xmlSAXUserParseMemory(&handler, nullptr, text.data(), static_cast<int>(text.size()));
}

#if __has_include(<pugixml.hpp>)
/// In a copy, as ours reads from one: it writes into what it parses.
void pugixml_tree(std::string const &text)
{
    pugi::xml_document document;
    document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
}
#endif

void libxml2_schema(std::string const &text, xmlSchemaPtr schema)
{
    auto *const reader = xmlReaderForMemory(text.data(), static_cast<int>(text.size()), nullptr,
                                            nullptr, XML_PARSE_NONET);
    auto *const valid = xmlSchemaNewValidCtxt(schema);
    xmlSchemaSetValidStructuredErrors(valid, be_silent, nullptr);
    xmlTextReaderSchemaValidateCtxt(reader, valid, 0);
    while (xmlTextReaderRead(reader) == 1) {
    }
    xmlFreeTextReader(reader);
    xmlSchemaFreeValidCtxt(valid);
}

} // namespace

int main(int argc, char **argv)
{
    std::size_t times = 0;
    std::vector<std::string> paths;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--times") == 0 && i + 1 < argc) {
            times = std::strtoul(argv[++i], nullptr, 10);
        } else {
            paths.emplace_back(argv[i]);
        }
    }
    auto const began = processor_seconds();
    auto const &standard = iati::standard();
    std::printf("the standard compiled in %.1f ms\n", (processor_seconds() - began) * 1e3);
    iati::Surroundings const surroundings{*Date::parse("2026-11-21"), {}, standard.agencies};

    xmlSetStructuredErrorFunc(nullptr, be_silent);
    char const *const path_of_schema = std::getenv("IATI_SCHEMA");
    auto *const parser =
        path_of_schema == nullptr ? nullptr : xmlSchemaNewParserCtxt(path_of_schema);
    auto *const schema = parser == nullptr ? nullptr : xmlSchemaParse(parser);
    for (auto const &path : paths) {
        std::ifstream file{path, std::ios::binary};
        std::string const text{std::istreambuf_iterator<char>{file}, {}};
        if (times > 0) {
            Repeated input{text, times};
            Forget sink;
            auto const start = processor_seconds();
            auto const summary =
                iati::validate(input, xml::Encoding::must_be_utf8, surroundings, sink);
            auto const seconds = processor_seconds() - start;
            std::printf("%s, %zu times: %llu activities, %zu findings\n", path.c_str(), times,
                        static_cast<unsigned long long>(summary.records), sink.findings);
            report("  validate", summary.bytes, seconds);
            std::printf("  peak memory so far %.0f MB\n", peak_megabytes());
            continue;
        }
        std::printf("%s, %zu bytes\n", path.c_str(), text.size());
        auto const runs = text.size() < 100'000 ? 50 : 7;
        report("  read", text.size(), best_of(runs, [&] { scan(text); }));
        report("  read to trees", text.size(), best_of(runs, [&] { read_trees(text); }));
        report("  validate", text.size(), best_of(runs, [&] {
                   xml::TextInput input{text};
                   Forget sink;
                   static_cast<void>(
                       iati::validate(input, xml::Encoding::must_be_utf8, surroundings, sink));
               }));
        report("  libxml2: SAX, empty handlers", text.size(),
               best_of(runs, [&] { libxml2_sax(text); }));
#if __has_include(<pugixml.hpp>)
        report("  pugixml: tree of the whole file", text.size(),
               best_of(runs, [&] { pugixml_tree(text); }));
#endif
        if (schema != nullptr) {
            report("  libxml2: reader with the schema alone", text.size(),
                   best_of(runs, [&] { libxml2_schema(text, schema); }));
        }
    }
    std::printf("peak memory %.0f MB\n", peak_megabytes());
    xmlSchemaFree(schema);
    xmlSchemaFreeParserCtxt(parser);
}
