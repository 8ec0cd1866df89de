#include "exchange/iati_web/isolated.hpp"

#include "exchange/iati/archive.hpp"
#include "exchange/iati/decoded_input.hpp"
#include "exchange/iati/report.hpp"
#include "exchange/iati_web/digest.hpp"
#include "platform/isolation/child.hpp"
#include "platform/isolation/memory_file.hpp"
#include "platform/isolation/sandbox.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <stdexcept>

namespace selatan::iati {

namespace {

namespace json = boost::json;

constexpr std::string_view child_flag = "--validate-iati";
/// A whole report tells no more findings once it is so long; the last group may exceed it.
constexpr std::size_t report_bytes_enough = 24U << 20U;
/// What a child may say at most.
constexpr std::size_t report_bytes_most = 64U << 20U;
/// Places of each kind that a digest tells; of each file in an archive fewer.
constexpr std::size_t places_of_kind = 10;
constexpr std::size_t places_of_kind_in_archive = 3;

/// Why a child refuses, as it tells its parent: a problem's code without "iati.".
constexpr std::string_view too_large = "too_large";
constexpr std::string_view too_many = "too_many";
constexpr std::string_view empty_archive = "empty_archive";
constexpr std::string_view damaged = "damaged";

struct Refused : std::runtime_error {
    explicit Refused(std::string_view why) : std::runtime_error{std::string{why}} {}
};

/// Refuses when there is more than that, in all: a small file may inflate without end.
class Bounded final : public xml::Input {
public:
    Bounded(xml::Input &input, std::uint64_t &left) : m_input{input}, m_left{left} {}
    std::size_t read(std::span<char> into) override
    {
        auto const size = m_input.read(into);
        if (size > m_left) {
            throw Refused{too_large};
        }
        m_left -= size;
        return size;
    }

private:
    xml::Input &m_input;
    std::uint64_t &m_left;
};

/// Passes the first findings on. The summary counts all of them.
class First final : public Sink {
public:
    First(Sink &to, std::uint64_t &left) : m_to{to}, m_left{left} {}
    void take(Group group) override
    {
        group.findings.resize(std::min<std::uint64_t>(group.findings.size(), m_left));
        m_left -= group.findings.size();
        if (!group.findings.empty()) {
            m_to.take(std::move(group));
        }
    }

private:
    Sink &m_to;
    std::uint64_t &m_left;
};

/// Validates what was sent, within bounds that all its files share.
class PublicValidation {
public:
    PublicValidation(Wanted wanted, Language language, Date today, PublicLimits const &limits)
        : m_language{language}, m_wanted{wanted}, m_bytes{limits.bytes},
          m_findings{limits.findings}, m_places{limits.places}, m_files{limits.files}
    {
        m_surroundings.agencies = standard().agencies;
        m_surroundings.today = today;
    }

    std::string run_typed(std::string_view text)
    {
        xml::TextInput input{text};
        add("", input, xml::Encoding::is_decoded);
        return std::move(m_report);
    }

    /// The report. Nothing of what is refused is told: it goes out whole.
    std::string run(std::string_view bytes)
    {
        if (!Archive::begins_one(bytes)) {
            xml::TextInput raw{bytes};
            add("", raw);
            return std::move(m_report);
        }
        auto const archive = Archive::of_bytes(bytes);
        if (archive.members().empty()) {
            throw Refused{empty_archive};
        }
        if (archive.members().size() > m_files) {
            throw Refused{too_many};
        }
        // What one of them refers to may stand in another.
        Identifiers set;
        m_surroundings.set = &set;
        for (auto left = m_bytes; auto const &member : archive.members()) {
            auto const raw = archive.open(member);
            DecodedInput decoded{*raw};
            Bounded input{decoded, left};
            gather_identifiers(input, decoded.encoding(), set);
        }
        m_places_of_kind = places_of_kind_in_archive;
        m_report = R"({"files":[)";
        for (auto const &member : archive.members()) {
            m_report += m_report.back() == '[' ? "" : ",";
            add(member.name, *archive.open(member));
        }
        return std::move(m_report) + "]}";
    }

private:
    void add(std::string const &name, xml::Input &raw)
    {
        DecodedInput decoded{raw};
        add(name, decoded, decoded.encoding());
    }

    void add(std::string const &name, xml::Input &decoded, xml::Encoding encoding)
    {
        Bounded input{decoded, m_bytes};
        if (m_wanted == Wanted::digest) {
            Digest digest{m_language, m_places_of_kind};
            auto const summary = validate(input, encoding, m_surroundings, digest);
            m_report += digest.finish(name, summary, m_places);
            return;
        }
        JsonReport told{m_language, name, [&](std::string_view piece) {
                            m_report += piece;
                            if (m_report.size() > report_bytes_enough) {
                                m_findings = 0;
                            }
                        }};
        First first{told, m_findings};
        told.finish(validate(input, encoding, m_surroundings, first));
    }

    Language m_language;
    Wanted m_wanted;
    Surroundings m_surroundings;
    std::uint64_t m_bytes;    ///< that may yet be read
    std::uint64_t m_findings; ///< that a whole report may yet tell
    std::uint64_t m_places;   ///< that digests may yet tell
    std::size_t m_places_of_kind = places_of_kind;
    std::uint64_t m_files;
    std::string m_report;
};

void refuse_to_parent(std::string_view why)
{
    isolation::write_output(json::serialize(json::object{{"refused", why}}));
}

[[noreturn]] void work_as_child(std::string const &argument)
{
    auto const asked = json::parse(argument).as_object();
    auto const number = [&](std::string_view name) {
        return asked.at(name).as_int64();
    };
    PublicLimits limits;
    limits.bytes = static_cast<std::uint64_t>(number("bytes"));
    limits.findings = static_cast<std::uint64_t>(number("findings"));
    limits.places = static_cast<std::uint64_t>(number("places"));
    limits.files = static_cast<std::uint64_t>(number("files"));
    limits.processor = std::chrono::seconds{number("processor")};
    limits.memory = static_cast<std::uint64_t>(number("memory"));
    auto const language = parse_language(std::string_view{asked.at("language").as_string()});
    auto const today = Date::parse(std::string_view{asked.at("today").as_string()});
    if (!language || !today || !isolation::enter_sandbox(limits.processor, limits.memory)) {
        std::_Exit(1);
    }
    try {
        auto const bytes = isolation::read_input(limits.bytes);
        if (bytes.size() > limits.bytes) {
            throw Refused{too_large};
        }
        auto const wanted = asked.at("digest").as_bool() ? Wanted::digest : Wanted::whole;
        PublicValidation validation{wanted, *language, *today, limits};
        isolation::write_output(asked.at("typed").as_bool() ? validation.run_typed(bytes)
                                                            : validation.run(bytes));
    } catch (Refused const &refused) {
        refuse_to_parent(refused.what());
    } catch (Unreadable const &) {
        refuse_to_parent(damaged);
    } catch (std::exception const &) {
        std::_Exit(1); // out of memory, most likely; the parent says so
    }
    std::_Exit(0);
}

enum class Sent : std::uint8_t { file, typed };

Result<std::string> validate_in_child(std::string const &path, Sent sent, Wanted wanted,
                                      Language language, Date today, PublicLimits const &limits)
{
    auto const argument = json::serialize(json::object{{"typed", sent == Sent::typed},
                                                       {"digest", wanted == Wanted::digest},
                                                       {"bytes", limits.bytes},
                                                       {"findings", limits.findings},
                                                       {"places", limits.places},
                                                       {"files", limits.files},
                                                       {"processor", limits.processor.count()},
                                                       {"memory", limits.memory},
                                                       {"language", to_code(language)},
                                                       {"today", today.to_string()}});
    isolation::Child child{child_flag, argument, path};
    std::string report;
    auto const ending = child.listen(limits.silence, [&](std::string_view piece) {
        report += piece;
        return report.size() <= report_bytes_most;
    });
    using Ending = isolation::Child::Ending;
    if (ending == Ending::out_of_time) {
        return refuse(Decline::too_large, "file", "iati.too_slow");
    }
    if (ending != Ending::done) {
        return refuse(Decline::invalid, "file", "iati.reader_failed");
    }
    if (!report.starts_with('{')) {
        return refuse(Decline::invalid, "file", "iati.reader_failed");
    }
    if (report.starts_with(R"({"refused":)")) {
        boost::system::error_code error;
        auto const answer = json::parse(report, error);
        auto const *const why = error ? nullptr : answer.as_object().at("refused").if_string();
        for (auto const known : {too_large, too_many, empty_archive, damaged}) {
            if (why != nullptr && *why == known) {
                return refuse(known == too_large || known == too_many ? Decline::too_large
                                                                      : Decline::invalid,
                              "file", "iati." + std::string{known});
            }
        }
        return refuse(Decline::invalid, "file", "iati.reader_failed");
    }
    return report;
}

} // namespace

Result<std::string> isolated_validate_file(std::string const &path, Wanted wanted,
                                           Language language, Date today,
                                           PublicLimits const &limits)
{
    return validate_in_child(path, Sent::file, wanted, language, today, limits);
}

Result<std::string> isolated_validate_text(std::string_view text, Wanted wanted, Language language,
                                           Date today, PublicLimits const &limits)
{
    isolation::MemoryFile const file{text};
    return validate_in_child(file.path(), Sent::typed, wanted, language, today, limits);
}

void child_main(int argc, char **argv)
{
    if (auto const argument = isolation::argument_of_child(argc, argv, child_flag)) {
        work_as_child(*argument);
    }
}

} // namespace selatan::iati
