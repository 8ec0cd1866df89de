#include "cooperation/offers/offer_store.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/offers/pages.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/steps.hpp"
#include "words/offers.hpp"

#include <algorithm>

namespace selatan::offers {

namespace {

namespace word = words::offers;
using records::field;
using records::Head;
using records::Saved;

// -- Forms of the verbs -------------------------------------------------------------------------

struct Why {
    std::string reason;
};
constexpr std::array why_fields{
    field<&Why::reason>("reason", word::verb_reason).prose().required(),
};
constexpr std::array seen_fields{
    field<&Why::reason>("reason", word::verb_what_was_checked)
        .prose()
        .hinted(word::verb_what_was_checked_hint)
        .required(),
};

struct ValidationForm {
    std::optional<Id<partners::Organisation>> by;
    Date on;
    std::string document;
};
constexpr std::array validation_fields{
    field<&ValidationForm::by>("by", word::verb_validated_by).of("organisation").required(),
    field<&ValidationForm::on>("on", word::verb_validated_on).required(),
    field<&ValidationForm::document>("document", word::verb_validation_document).required(),
};

// -- The acts -----------------------------------------------------------------------------------

Offer load_offer(storage::Reader &reader, Head const &head)
{
    return records::load(reader, offers, head.id).value_or(Offer{});
}

/// Everybody whose hand is in it: by the history, because several people write one offer.
std::set<Uuid> authors_of(storage::Reader &reader, Head const &head)
{
    std::set<Uuid> authors;
    for (auto const &entry :
         events::history(reader, offers.kind, head.id, Audience::restricted, 10'000)) {
        bool const wrote =
            entry.verb == "created" || entry.verb == "changed" || entry.verb == "submit";
        if (wrote && entry.actor.user) {
            authors.insert(*entry.actor.user);
        }
    }
    return authors;
}

std::string const &reason_of(void const *value)
{
    return static_cast<Why const *>(value)->reason;
}

Result<Saved> submit(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, void const * /*value*/)
{
    if (auto const may = decide_submit(load_offer(tx, head), tx.today()); !may) {
        return refuse(may.error());
    }
    return records::advance(tx, by.actor(), offers, head, version, "submit", {});
}

Result<Saved> check(storage::Tx &tx, auth::Identity const &by, Head const &head,
                    std::int64_t version, void const *value)
{
    if (auto const may = decide_check(authors_of(tx, head), by.actor().user); !may) {
        return refuse(may.error());
    }
    return records::advance(tx, by.actor(), offers, head, version, "check",
                            {.reason = reason_of(value)});
}

Result<Saved> send_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, void const *value)
{
    return records::advance(tx, by.actor(), offers, head, version, "return",
                            {.reason = reason_of(value)});
}

Result<Saved> publish(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, void const * /*value*/)
{
    auto const offer = load_offer(tx, head);
    if (auto const may = decide_publish(offer, tx.today()); !may) {
        return refuse(may.error());
    }
    if (auto const fits = restate_capacity(tx, head.id, offer.places, tx.today().year()); !fits) {
        return refuse(fits.error());
    }
    renew_stamp(tx);
    return records::advance(tx, by.actor(), offers, head, version, "publish",
                            {.audience = Audience::everyone});
}

Result<Saved> resume(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, void const * /*value*/)
{
    if (auto const may = decide_publish(load_offer(tx, head), tx.today()); !may) {
        return refuse(may.error());
    }
    renew_stamp(tx);
    return records::advance(tx, by.actor(), offers, head, version, "resume",
                            {.audience = Audience::everyone});
}

/// What takes an offer off the shelf: the public no longer sees it, the parties do.
template <char const *Verb>
Result<Saved> take_down(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version, void const *value)
{
    renew_stamp(tx);
    return records::advance(tx, by.actor(), offers, head, version, Verb,
                            {.reason = reason_of(value), .audience = Audience::partner});
}
constexpr char suspend_verb[] = "suspend";
constexpr char revise_verb[] = "revise";
constexpr char withdraw_verb[] = "withdraw";

Result<Saved> validate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, void const *value)
{
    auto const &form = *static_cast<ValidationForm const *>(value);
    if (form.on > tx.today()) {
        return refuse(Decline::invalid, "on", "common.in_the_future");
    }
    auto const before = load_offer(tx, head);
    auto after = before;
    after.validated_by = form.by;
    after.validated_on = form.on;
    return records::change(tx, by.actor(), offers, head, version, before, after,
                           {.verb = "validate", .reason = form.document});
}

// -- The record's page --------------------------------------------------------------------------

Problems check_offer(web::Draft const &draft)
{
    auto const &offer = *static_cast<Offer const *>(draft.after);
    Problems problems;
    if (offer.valid_from && offer.valid_until && *offer.valid_until < *offer.valid_from) {
        problems.push_back({"valid_until", "records.period_reversed", {}});
    }
    if (offer.unit_cost && !offer.currency) {
        problems.push_back({"currency", "common.required", {}});
    }
    // A valuation without its method could be neither explained nor taken back.
    if (offer.unit_cost_usd && offer.cost_basis.empty()) {
        problems.push_back({"cost_basis", "offers.basis_missing", {}});
    }
    return problems;
}

/// Whoever belongs to one provider starts with its name filled in.
void prefill_offer(storage::Reader &reader, auth::Identity const &by, void *value)
{
    auto &offer = *static_cast<Offer *>(value);
    for (auto const &grant : by.grants) {
        bool const delivers =
            grant.role == auth::Role::implementer || grant.role == auth::Role::line_ministry;
        auto const *const organisation = std::get_if<Uuid>(&grant.scope);
        if (!delivers || organisation == nullptr) {
            continue;
        }
        offer.organisation = Id<partners::Organisation>{*organisation};
        if (auto const provider = records::load(reader, partners::organisations, *organisation)) {
            offer.country = provider->country;
        }
        return;
    }
}

std::vector<html::Notice> advise(web::Context const &context, storage::Reader & /*reader*/,
                                 void const *value)
{
    auto const &offer = *static_cast<Offer const *>(value);
    auto const language = context.language();
    std::vector<std::string> missing;
    auto const expect = [&](bool stated, std::string_view label) {
        if (!stated) {
            missing.emplace_back(label);
        }
    };
    expect(!offer.sectors.empty(), word::field_sectors(language));
    expect(!offer.sdgs.empty(), word::field_sdgs(language));
    expect(!offer.languages.empty(), word::field_languages(language));
    expect(!offer.track_record.empty(), word::field_track_record(language));
    if (missing.empty() || records::audience_of(context.identity()) == Audience::everyone) {
        return {};
    }
    return {{.tone = html::Tone::neutral,
             .title = word::advice_silent(language, i18n::join_list(language, missing))}};
}

std::string unit_count(Language language, Unit unit, std::int64_t count)
{
    switch (unit) {
    case Unit::places:
        return word::count_places(language, count);
    case Unit::expert_days:
        return word::count_expert_days(language, count);
    case Unit::items:
        return word::count_items(language, count);
    }
    return {};
}

html::Tone tone_of(std::string_view state)
{
    if (state == "published") {
        return html::Tone::good;
    }
    if (state == "submitted" || state == "checked") {
        return html::Tone::waiting;
    }
    return state == "suspended" ? html::Tone::active : html::Tone::neutral;
}

/// The usual path; what leaves it is told by the badge.
std::vector<html::Step> path_of(Language language, std::string_view state)
{
    constexpr std::array<std::string_view, 4> path{"draft", "submitted", "checked", "published"};
    return web::steps_along(offers, path, state, language);
}

html::Html figures_of(storage::Reader &reader, Language language, Head const &head,
                      Offer const &offer)
{
    std::vector<html::Figure> figures;
    int const year = reader.today().year();
    if (auto const capacity = capacity_in(reader, Id<Offer>{head.id}, year)) {
        figures.push_back(
            {.value = i18n::format_number(language, capacity->left()),
             .label = word::left_of(language, unit_count(language, offer.unit, capacity->capacity),
                                    std::to_string(year)),
             .tone = capacity->left() > 0 ? html::Tone::good : html::Tone::bad});
    } else {
        figures.push_back({.value = "∞", .label = std::string{word::not_limited(language)}});
    }
    auto const agreed = agreed_count(reader, head.id);
    figures.push_back({.value = i18n::format_number(language, agreed),
                       .label = word::agreed_times(language, agreed)});
    return html::figures(figures);
}

web::RecordExtras show_offer(web::Context const &context, storage::Reader &reader, Head const &head,
                             void const *value)
{
    auto const &offer = *static_cast<Offer const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    extras.steps = path_of(language, head.state);
    extras.sections =
        html::block(word::figures_title(language), figures_of(reader, language, head, offer));
    if (offer.validated_by && offer.validated_on) {
        auto const centre = records::label_of(reader, offer.validated_by->uuid());
        extras.notices.push_back(
            {.tone = html::Tone::good,
             .title = word::validated(language, centre ? centre->title_in(language) : std::string{},
                                      *offer.validated_on)});
    }
    // Matching comes after us in the order of the house: what it adds is asked for by name.
    auto const *const match = context.app().noun("match");
    if (match != nullptr && head.state == "published" &&
        records::could(*match->policy, context.identity(), records::verbs::create)) {
        extras.actions.push_back({.label = std::string{word::find_requests(language)},
                                  .url = web::url_of(offers, head.reference) + "/requests",
                                  .emphasis = html::Emphasis::primary,
                                  .picture = html::Icon::match});
    }
    return extras;
}

} // namespace

web::NounPages const offer_pages{
    .noun = &offers,
    .picture = html::Icon::offer,
    .add = word::offer_add,
    .empty_title = word::offer_empty_title,
    .empty_text = word::offer_empty_text,
    .about = word::offer_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_offer,
    .prefill = prefill_offer,
    .extras = show_offer,
    .advise = advise,
    .verbs =
        {
            {.verb = "submit",
             .path = "submission",
             .label = word::verb_submit,
             .emphasis = html::Emphasis::primary,
             .run = submit},
            {.verb = "check",
             .path = "check",
             .label = word::verb_check,
             .explanation = word::verb_check_explanation,
             .fields = seen_fields,
             .type = &records::value_type<Why>,
             .emphasis = html::Emphasis::primary,
             .run = check},
            {.verb = "publish",
             .path = "publication",
             .label = word::verb_publish,
             .emphasis = html::Emphasis::primary,
             .run = publish},
            {.verb = "resume",
             .path = "resumption",
             .label = word::verb_resume,
             .emphasis = html::Emphasis::primary,
             .run = resume},
            {.verb = "return",
             .path = "return",
             .label = word::verb_return,
             .explanation = word::verb_return_explanation,
             .fields = why_fields,
             .type = &records::value_type<Why>,
             .run = send_back},
            {.verb = "validate",
             .path = "validation",
             .label = word::verb_validate,
             .explanation = word::verb_validate_explanation,
             .fields = validation_fields,
             .type = &records::value_type<ValidationForm>,
             .run = validate},
            {.verb = "revise",
             .path = "revision",
             .label = word::verb_revise,
             .explanation = word::verb_revise_explanation,
             .fields = why_fields,
             .type = &records::value_type<Why>,
             .run = take_down<revise_verb>},
            {.verb = "suspend",
             .path = "suspension",
             .label = word::verb_suspend,
             .explanation = word::verb_suspend_explanation,
             .fields = why_fields,
             .type = &records::value_type<Why>,
             .run = take_down<suspend_verb>},
            {.verb = "withdraw",
             .path = "withdrawal",
             .label = word::verb_withdraw,
             .explanation = word::verb_withdraw_explanation,
             .fields = why_fields,
             .type = &records::value_type<Why>,
             .emphasis = html::Emphasis::danger,
             .run = take_down<withdraw_verb>},
        },
};

} // namespace selatan::offers
