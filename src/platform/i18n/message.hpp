/// \file
/// What the words compiler generates (tools/) and how a sentence is said at run time. Pages include
/// `words/CAPABILITY.hpp`, which includes this; nothing here needs ICU or a heap before it speaks.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace selatan::i18n {

/// An instant and the zone in which its reader lives (IANA name: "Asia/Jakarta").
struct Moment {
    Instant at;
    std::string_view time_zone = "UTC";
};

/// What fills an argument of a sentence.
using Value = std::variant<std::string_view, std::int64_t, Date, Moment>;

/// A stretch of a sentence with numbered markup: 0 is plain text, n the text inside `<n>…</n>`.
/// `<n/>` is a stretch without text.
struct SlotText {
    int slot = 0;
    std::string text;

    friend bool operator==(SlotText const &, SlotText const &) = default;
};
/// In reading order. The page decides what element a slot becomes.
using Slotted = std::vector<SlotText>;

enum class ArgumentKind : std::uint8_t { text, number, date, instant };

struct Parameter {
    std::string_view name;
    ArgumentKind kind = ArgumentKind::text;
};

/// One step of a compiled sentence. Choices (plural, ordinal, select) are followed by their
/// branches, a branch by its steps; `length` counts the steps that belong to a choice or a branch.
struct Step {
    enum class Kind : std::uint8_t {
        text,           ///< say `text`
        argument,       ///< say argument `index`
        argument_short, ///< say the date at `index` in its short form
        plural,         ///< choose by the cardinal category of the number at `index`
        ordinal,        ///< choose by its ordinal category
        select,         ///< choose by the text at `index`
        branch,         ///< `text` is the selector: "=0", "one", "other"
        slot_open,      ///< slot `index` begins
        slot_close,     ///< and ends
    };

    Kind kind = Kind::text;
    std::uint8_t index = 0;
    std::uint16_t length = 0;
    std::string_view text{};
};

/// The same text in every language, in the order of `languages`.
using Texts = std::array<std::string_view, languages.size()>;
/// The same sentence in every language, in the order of `languages`.
using Sentences = std::array<std::span<Step const>, languages.size()>;

/// A key of locale/ with all that it says. Generated; checked at build time, so that saying it
/// cannot fail.
struct Message {
    std::string_view key; ///< "requests.state.draft"
    Texts texts{};        ///< when it takes no argument and has no slot
    std::span<Parameter const> parameters{};
    Sentences const *sentences = nullptr; ///< otherwise
    bool slotted = false;

    [[nodiscard]] constexpr bool is_plain() const { return sentences == nullptr; }
};

[[nodiscard]] constexpr std::string_view in(Texts const &texts, Language language)
{
    return texts[static_cast<std::size_t>(language)];
}

/// The text of the message of `group` whose key ends in `code`, if it is a plain one. The keys of a
/// group differ only after their last dot.
[[nodiscard]] std::optional<std::string_view> text_of(std::span<Message const> group,
                                                      Language language, std::string_view code);

/// Values in the order of `Message::parameters`. Text values that hold Latin letters or digits are
/// isolated (U+2068 … U+2069) in a right-to-left sentence, so that they do not reorder it
/// (Unicode Standard Annex 9, 2.4).
[[nodiscard]] std::string say(Message const &message, Language language,
                              std::span<Value const> values);
[[nodiscard]] std::string say(Message const &message, Language language,
                              std::initializer_list<Value> values);

/// The same for a sentence with slots. Neighbouring text of the same slot is joined.
[[nodiscard]] Slotted say_slotted(Message const &message, Language language,
                                  std::initializer_list<Value> values);

/// Arguments by name, all as text: numbers in decimal, dates and instants in ISO 8601. What is
/// missing or malformed is said as it came; slots lose their marks. Never refuses.
[[nodiscard]] std::string say_named(Message const &message, Language language,
                                    std::span<std::pair<std::string, std::string> const> arguments);

} // namespace selatan::i18n
