#include "exchange/iati/isolated.hpp"

#include "exchange/iati/decoded_input.hpp"
#include "exchange/iati/report.hpp"
#include "platform/isolation/child.hpp"
#include "platform/isolation/sandbox.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <stdexcept>

namespace selatan::iati {

namespace {

namespace json = boost::json;

constexpr std::string_view child_flag = "--validate-iati";
/// What a child may say at most: a thousand findings, each with texts of the file.
constexpr std::size_t report_bytes_most = 16U << 20U;

constexpr std::string_view too_large = "too_large";
constexpr std::string_view damaged = "damaged";

struct TooLarge : std::runtime_error {
    TooLarge() : std::runtime_error{"more than a stranger may send"} {}
};

/// Throws TooLarge when there is more than that: a small file may inflate without end.
class Bounded final : public xml::Input {
public:
    Bounded(xml::Input &input, std::uint64_t bytes) : m_input{input}, m_left{bytes} {}
    std::size_t read(std::span<char> into) override
    {
        auto const size = m_input.read(into);
        if (size > m_left) {
            throw TooLarge{};
        }
        m_left -= size;
        return size;
    }

private:
    xml::Input &m_input;
    std::uint64_t m_left;
};

/// Passes the first findings on. The summary counts all of them.
class First final : public Sink {
public:
    First(Sink &to, std::uint64_t findings) : m_to{to}, m_left{findings} {}
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
    std::uint64_t m_left;
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
    limits.processor = std::chrono::seconds{number("processor")};
    limits.memory = static_cast<std::uint64_t>(number("memory"));
    auto const language = parse_language(std::string_view{asked.at("language").as_string()});
    auto const today = Date::parse(std::string_view{asked.at("today").as_string()});
    if (!language || !today || !isolation::enter_sandbox(limits.processor, limits.memory)) {
        std::_Exit(1);
    }
    // Nothing of a refused file is told: the report goes out whole.
    std::string report;
    try {
        auto const bytes = isolation::read_input(limits.bytes);
        if (bytes.size() > limits.bytes) {
            throw TooLarge{};
        }
        xml::TextInput raw{bytes};
        DecodedInput decoded{raw};
        Bounded input{decoded, limits.bytes};
        Surroundings surroundings;
        surroundings.agencies = standard().agencies;
        surroundings.today = *today;
        JsonReport told{*language, {}, [&](std::string_view piece) {
                            report += piece;
                        }};
        First first{told, limits.findings};
        told.finish(validate(input, decoded.encoding(), surroundings, first));
        isolation::write_output(report);
    } catch (TooLarge const &) {
        refuse_to_parent(too_large);
    } catch (Unreadable const &) {
        refuse_to_parent(damaged);
    } catch (std::exception const &) {
        std::_Exit(1); // out of memory, most likely; the parent says so
    }
    std::_Exit(0);
}

} // namespace

Result<std::string> isolated_validate_file(std::string const &path, Language language, Date today,
                                           PublicLimits const &limits)
{
    auto const argument = json::serialize(json::object{{"bytes", limits.bytes},
                                                       {"findings", limits.findings},
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
    boost::system::error_code error;
    auto const answer = json::parse(report, error);
    auto const *const object = error ? nullptr : answer.if_object();
    if (object == nullptr) {
        return refuse(Decline::invalid, "file", "iati.reader_failed");
    }
    if (auto const *const refused = object->if_contains("refused")) {
        return *refused == json::string{too_large}
                   ? refuse(Decline::too_large, "file", "iati.too_large")
                   : refuse(Decline::invalid, "file", "iati.damaged");
    }
    return report;
}

void child_main(int argc, char **argv)
{
    if (auto const argument = isolation::argument_of_child(argc, argv, child_flag)) {
        work_as_child(*argument);
    }
}

} // namespace selatan::iati
