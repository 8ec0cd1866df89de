/// \file
/// What an activity says, typed: taken from the elements of IATI 2.03. Nothing that an activity may
/// contain makes it refused: a value that cannot be believed is noted, and the rest is taken.
#pragma once

#include "base/country.hpp"
#include "base/date.hpp"
#include "exchange/iati/tree.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::reported {

/// A text in one language: "en", or nothing when nobody says which.
struct Narrative {
    std::string language;
    std::string text;
};
/// One text in several languages; that in the activity's own language need not be the first.
using Narratives = std::vector<Narrative>;

/// The text for a reader: in their language, else in `own`, else the first there is.
[[nodiscard]] std::string_view text_for(Narratives const &texts, std::string_view language,
                                        std::string_view own = {});

/// An organisation as somebody writes it; each part may be missing.
struct Organisation {
    std::string ref;
    std::string type; ///< list OrganisationType
    std::string name; ///< the first that is given

    [[nodiscard]] bool is_named() const { return !ref.empty() || !name.empty(); }
    friend auto operator<=>(Organisation const &, Organisation const &) = default;
};

/// Money as it is reported: any currency, any number of digits. Counted in hundredths of the
/// currency's unit; `exact` is what was written where hundredths do not hold it, else empty.
struct Amount {
    std::int64_t hundredths = 0;
    std::string exact;
    std::optional<Currency> currency; ///< its own, else the activity's
    std::optional<Date> valued_on;
};

/// A part of the whole: `of_million` of it, nothing when no percentage is given.
struct Share {
    std::string vocabulary; ///< the standard's default is written out
    std::string code;
    std::optional<std::int64_t> of_million;
};

struct Participant {
    std::string
        role; ///< list OrganisationRole: 1 funding, 2 accountable, 3 extending, 4 implementing
    Organisation organisation;
    std::string activity; ///< its own activity
};

struct Tag {
    std::string vocabulary;
    std::string vocabulary_uri;
    std::string code;
    std::string name;
};

struct PolicyMarker {
    std::string vocabulary;
    std::string code;
    std::optional<std::int64_t> significance;
};

struct Related {
    std::string type; ///< list RelatedActivityType: 1 parent, 2 child, 3 sibling …
    std::string identifier;
};

struct Location {
    std::string name;
    std::string position; ///< "-6.2 106.8" as written: latitude, longitude
};

struct Budget {
    enum class Kind : std::uint8_t { budget = 1, planned_disbursement = 2 };
    Kind kind = Kind::budget;
    std::string type;
    std::string status; ///< list BudgetStatus, of budgets: 1 indicative, 2 committed
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::optional<Amount> amount;
    Organisation provider;
    Organisation receiver;
};

struct Transaction {
    std::string type; ///< list TransactionType: 2 commitment, 3 disbursement …
    std::optional<Date> on;
    std::optional<Amount> amount;
    std::string description; ///< in the activity's own language
    Organisation provider;
    Organisation receiver;
    std::string provider_activity;
    std::string receiver_activity;
    std::string channel;
    // Its own, else the activity's.
    std::string flow;
    std::string finance;
    std::string aid;
    std::string tied;
    std::optional<bool> humanitarian;
    // Its own alone: empty where the activity's hold.
    std::vector<Share> sectors;
    std::vector<Share> countries;
    std::vector<Share> regions;
};

/// What could not be believed: where, what was there, and why (a code of the words
/// `reported.note`).
struct Note {
    std::string path; ///< "transaction[3]/value"
    std::string value;
    std::string_view why;
};

/// List ActivityDateType, in its order.
enum class DateKind : std::uint8_t { planned_start, actual_start, planned_end, actual_end };

/// A document that it links to; never fetched.
struct Document {
    std::string title;
    std::string url;
    std::string format; ///< "application/pdf"
};

/// What sets one figure apart from others of its indicator and period: "sex", "female".
struct Dimension {
    std::string name;
    std::string value;
};

/// A baseline, target or actual of an indicator, as it is written: not every one is a number.
struct ToldFigure {
    std::string value; ///< may be empty: what is not counted is told in comments
    std::string on;    ///< of a baseline: a day, or only a year
    std::vector<Dimension> dimensions;
};

struct ToldPeriod {
    std::optional<Date> starts;
    std::optional<Date> ends;
    std::vector<ToldFigure> targets;
    std::vector<ToldFigure> actuals;
};

struct ToldIndicator {
    std::string measure; ///< list IndicatorMeasure: 1 unit, 2 percentage …
    Narratives title;
    std::vector<ToldFigure> baselines;
    std::vector<ToldPeriod> periods;
};

struct ToldResult {
    std::string type; ///< list ResultType: 1 output, 2 outcome, 3 impact
    Narratives title;
    std::vector<ToldIndicator> indicators;
};

/// What it is about: in general, its objectives, whom it is for.
struct Description {
    std::string type; ///< IATI's DescriptionType; may be empty
    Narratives text;
};

struct Activity {
    std::string identifier; ///< may be empty
    Organisation reporter;
    bool is_secondary_reporter = false;
    std::string language; ///< its default
    std::optional<Currency> currency;
    std::optional<std::int64_t> hierarchy;
    std::optional<bool> humanitarian;
    std::string updated; ///< as it is written
    Narratives title;
    std::vector<Description> descriptions;
    std::string status;
    std::array<std::optional<Date>, 4> dates; ///< by DateKind
    std::vector<Participant> participants;
    std::vector<Share> countries;
    std::vector<Share> regions;
    std::vector<Share> sectors;
    std::vector<PolicyMarker> markers;
    std::vector<Tag> tags;
    std::vector<Location> locations;
    std::string collaboration;
    std::string flow;
    std::string finance;
    std::string aid;
    std::string tied;
    std::vector<Related> related;
    std::vector<Budget> budgets;
    std::vector<Transaction> transactions;
    std::vector<Document> documents;
    std::vector<ToldResult> results;
    std::vector<Note> notes;

    [[nodiscard]] std::optional<Date> date(DateKind kind) const
    {
        return dates[static_cast<std::size_t>(kind)];
    }
    /// Actual where that is known, else planned.
    [[nodiscard]] std::optional<Date> starts() const
    {
        return date(DateKind::actual_start) ? date(DateKind::actual_start)
                                            : date(DateKind::planned_start);
    }
    [[nodiscard]] std::optional<Date> ends() const
    {
        return date(DateKind::actual_end) ? date(DateKind::actual_end)
                                          : date(DateKind::planned_end);
    }
};

/// Reads an `iati-activity` of 2.03 whose names are the standard's (iati::standard().names).
[[nodiscard]] Activity extract(iati::Tree const &tree, iati::NodeIndex activity = 0);

/// 20261122: how the tables hold a day.
[[nodiscard]] inline std::int64_t day_number(Date date)
{
    auto const day = date.ymd();
    auto const year = std::int64_t{static_cast<int>(day.year())};
    auto const month = std::int64_t{static_cast<unsigned>(day.month())};
    return year * 10'000 + month * 100 + std::int64_t{static_cast<unsigned>(day.day())};
}
[[nodiscard]] std::optional<Date> date_of(std::int64_t day_number);

} // namespace selatan::reported
