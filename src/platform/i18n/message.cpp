#include "platform/i18n/message.hpp"

#include "base/ensure.hpp"
#include "platform/i18n/format.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace selatan::i18n {

namespace {

constexpr std::string_view first_strong_isolate = "\u2068";
constexpr std::string_view pop_isolate = "\u2069";

/// Latin letters and digits would pull their neighbours out of order in a right-to-left sentence.
bool needs_isolation(Language language, std::string_view text)
{
    return is_right_to_left(language) && std::any_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
}

template <typename Number>
std::optional<Number> to_number(std::string_view text)
{
    Number number{};
    auto const *const end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && rest == end ? std::optional{number} : std::nullopt;
}

/// Says a compiled sentence into stretches of text; the last one is open.
class Speaker {
public:
    Speaker(Language language, std::span<Value const> values)
        : m_language{language}, m_values{values}
    {
        m_said.push_back({});
    }

    void say(std::span<Step const> steps)
    {
        for (std::size_t i = 0; i < steps.size(); ++i) {
            Step const &step = steps[i];
            switch (step.kind) {
            case Step::Kind::text:
                m_said.back().text += step.text;
                break;
            case Step::Kind::argument:
            case Step::Kind::argument_short:
                say_value(m_values[step.index], step.kind == Step::Kind::argument_short);
                break;
            case Step::Kind::plural:
            case Step::Kind::ordinal:
            case Step::Kind::select:
                say(branch_of(step, steps.subspan(i + 1, step.length)));
                i += step.length;
                break;
            case Step::Kind::branch:
                break;
            case Step::Kind::slot_open:
                m_said.push_back({step.index, {}});
                break;
            case Step::Kind::slot_close:
                m_said.push_back({});
                break;
            }
        }
    }

    /// Stretches of plain text without a letter say nothing; an empty slot does (an icon, a break).
    Slotted stretches() &&
    {
        std::erase_if(m_said, [](SlotText const &s) { return s.slot == 0 && s.text.empty(); });
        return std::move(m_said);
    }

    std::string text() &&
    {
        if (m_said.size() == 1) {
            return std::move(m_said.front().text);
        }
        std::string all;
        for (auto const &stretch : m_said) {
            all += stretch.text;
        }
        return all;
    }

private:
    void say_value(Value const &value, bool is_short)
    {
        std::string &out = m_said.back().text;
        if (auto const *const text = std::get_if<std::string_view>(&value)) {
            if (needs_isolation(m_language, *text)) {
                out.append(first_strong_isolate).append(*text).append(pop_isolate);
            } else {
                out += *text;
            }
        } else if (auto const *const number = std::get_if<std::int64_t>(&value)) {
            out += format_number(m_language, *number);
        } else if (auto const *const date = std::get_if<Date>(&value)) {
            out += is_short ? format_date_short(m_language, *date) : format_date(m_language, *date);
        } else if (auto const *const moment = std::get_if<Moment>(&value)) {
            out += format_instant(m_language, moment->at, moment->time_zone);
        }
    }

    /// An exact branch ("=0") wins over a category, a category over "other", as in ICU.
    std::span<Step const> branch_of(Step const &choice, std::span<Step const> branches) const
    {
        Value const &value = m_values[choice.index];
        auto const *const number = std::get_if<std::int64_t>(&value);
        auto const *const text = std::get_if<std::string_view>(&value);
        std::string_view wanted = "other";
        if (choice.kind == Step::Kind::select) {
            wanted = text != nullptr ? *text : wanted;
        } else if (number != nullptr) {
            wanted = choice.kind == Step::Kind::plural ? cardinal_category(m_language, *number)
                                                       : ordinal_category(m_language, *number);
        }
        std::span<Step const> by_name;
        std::span<Step const> other;
        for (std::size_t i = 0; i < branches.size(); i += branches[i].length + std::size_t{1}) {
            Step const &branch = branches[i];
            auto const body = branches.subspan(i + 1, branch.length);
            if (number != nullptr && choice.kind != Step::Kind::select &&
                branch.text.starts_with('=') &&
                to_number<std::int64_t>(branch.text.substr(1)) == *number) {
                return body;
            }
            if (branch.text == wanted) {
                by_name = body;
            }
            if (branch.text == "other") {
                other = body;
            }
        }
        return by_name.data() != nullptr ? by_name : other;
    }

    Language m_language;
    std::span<Value const> m_values;
    Slotted m_said;
};

/// What a coded problem's argument is taken for; as it came where it is not of that kind.
Value value_of(ArgumentKind kind, std::string_view text)
{
    switch (kind) {
    case ArgumentKind::text:
        break;
    case ArgumentKind::number:
        if (auto const number = to_number<std::int64_t>(text)) {
            return *number;
        }
        break;
    case ArgumentKind::date:
        if (auto const date = Date::parse(text)) {
            return *date;
        }
        break;
    case ArgumentKind::instant:
        if (auto const instant = Instant::parse(text)) {
            return Moment{*instant, "UTC"};
        }
        break;
    }
    return text;
}

Speaker speak(Message const &message, Language language, std::span<Value const> values)
{
    ENSURE(values.size() == message.parameters.size());
    Speaker speaker{language, values};
    if (message.is_plain()) {
        std::array const whole{Step{.text = in(message.texts, language)}};
        speaker.say(whole);
    } else {
        speaker.say((*message.sentences)[static_cast<std::size_t>(language)]);
    }
    return speaker;
}

} // namespace

std::optional<std::string_view> text_of(std::span<Message const> group, Language language,
                                        std::string_view code)
{
    for (auto const &message : group) {
        if (message.is_plain() && message.key.substr(message.key.rfind('.') + 1) == code) {
            return in(message.texts, language);
        }
    }
    return std::nullopt;
}

std::string say(Message const &message, Language language, std::span<Value const> values)
{
    return speak(message, language, values).text();
}

std::string say(Message const &message, Language language, std::initializer_list<Value> values)
{
    return speak(message, language, {values.begin(), values.size()}).text();
}

Slotted say_slotted(Message const &message, Language language, std::initializer_list<Value> values)
{
    return speak(message, language, {values.begin(), values.size()}).stretches();
}

std::string say_named(Message const &message, Language language,
                      std::span<std::pair<std::string, std::string> const> arguments)
{
    std::vector<Value> values;
    values.reserve(message.parameters.size());
    for (auto const &parameter : message.parameters) {
        auto const given =
            std::find_if(arguments.begin(), arguments.end(),
                         [&](auto const &argument) { return argument.first == parameter.name; });
        values.push_back(given != arguments.end() ? value_of(parameter.kind, given->second)
                                                  : Value{std::string_view{"…"}});
    }
    return say(message, language, values);
}

} // namespace selatan::i18n
