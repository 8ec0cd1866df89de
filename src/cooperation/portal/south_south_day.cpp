#include "cooperation/portal/south_south_day.hpp"

#include "cooperation/portal/pages.hpp"
#include "cooperation/portal/policy_store.hpp"
#include "cooperation/portal/portal.hpp"
#include "platform/web/run_verb.hpp"
#include "words/portal.hpp"

#include <array>

namespace selatan::portal {

namespace {

namespace word = words::portal;
namespace states = day_states;
using records::field;
using records::Head;
using records::Kind;
using records::Saved;
using web::run_at_once;

constexpr std::int64_t first_year = 2004; // the first that was observed
constexpr std::int64_t last_year = 2100;

constexpr std::array day_fields{
    field<&SouthSouthDay::theme>("theme", word::field_theme).title().hinted(word::field_theme_hint),
    field<&SouthSouthDay::year>("year", word::field_year)
        .required()
        .at_least(first_year)
        .at_most(last_year)
        .listed(),
    field<&SouthSouthDay::themes>("themes", word::field_themes),
    field<&SouthSouthDay::source>("source", word::field_source).as(Kind::url).required().listed(),
    field<&SouthSouthDay::read_on>("read_on", word::field_read_on).required(),
    field<&SouthSouthDay::agency_does>("agency_does", word::field_agency_does),
    field<&SouthSouthDay::others_do>("others_do", word::field_others_do),
};

constexpr std::array all_states{states::drafted, states::published};
constexpr std::array<records::Transition, 2> steps{{
    {"publish", "drafted", "published"},
    {"take_back", "published", "drafted"},
}};
constexpr records::Machine machine{.initial = states::drafted,
                                   .states = all_states,
                                   .transitions = steps,
                                   .state_name = word::day_states};

Problems check(web::Draft const &draft)
{
    auto const &day = *static_cast<SouthSouthDay const *>(draft.after);
    auto const own = draft.head == nullptr ? std::nullopt : std::optional{draft.head->id};
    return decide_day(day, has_day_of(draft.reader, day.year, own), draft.reader.today());
}

void begin(storage::Reader &reader, auth::Identity const & /*by*/, void *value)
{
    auto &day = *static_cast<SouthSouthDay *>(value);
    day = {};
    day.year = reader.today().year();
    day.read_on = reader.today();
}

html::Tone tone_of(std::string_view state)
{
    return state == states::published ? html::Tone::good : html::Tone::neutral;
}

} // namespace

constinit records::NounOf<SouthSouthDay> const south_south_days{{
    .kind = "south_south_day",
    .table = "south_south_day",
    .path = "/south-south-days",
    .prefix = "DAY",
    .singular = word::day_singular,
    .plural = word::day_plural,
    .fields = day_fields,
    .type = &records::value_type<SouthSouthDay>,
    .policy = &settings_policy,
    .machine = &machine,
    .sort = "-year",
}};

web::NounPages const day_pages{
    .noun = &south_south_days,
    .picture = html::Icon::calendar,
    .add = word::day_add,
    .empty_title = word::day_empty_title,
    .empty_text = word::day_empty_text,
    .about = word::day_about,
    .act_name = word::day_acts,
    .tone = tone_of,
    .check = check,
    .prefill = begin,
    .verbs = {{.verb = "publish",
               .path = "publication",
               .label = word::verb_publish_day,
               .emphasis = html::Emphasis::primary,
               .run = run_at_once<publish_day>},
              {.verb = "take_back",
               .path = "taking-back",
               .label = word::verb_take_back_day,
               .run = run_at_once<take_back_day>}},
};

Problems decide_day(SouthSouthDay const &day, bool is_taken, Date today)
{
    Problems problems;
    if (is_taken) {
        problems.push_back({"year", "portal.year_taken", {}});
    }
    if (today < day.read_on) {
        problems.push_back({"read_on", "common.in_the_future", {}});
    }
    return problems;
}

Result<Saved> publish_day(storage::Tx &tx, auth::Identity const &by, Head const &head,
                          std::int64_t version)
{
    return records::advance(tx, by.actor(), south_south_days, head, version, "publish",
                            {.audience = Audience::everyone});
}

Result<Saved> take_back_day(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version)
{
    return records::advance(tx, by.actor(), south_south_days, head, version, "take_back",
                            {.audience = Audience::internal});
}

} // namespace selatan::portal
