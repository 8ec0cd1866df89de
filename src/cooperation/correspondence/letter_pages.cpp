#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/correspondence/correspondence_store.hpp"
#include "cooperation/correspondence/pages.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/html/markdown.hpp"
#include "platform/web/run_verb.hpp"
#include "platform/web/steps.hpp"
#include "words/correspondence.hpp"
#include "words/requests.hpp"

#include <algorithm>

namespace selatan::correspondence {

namespace {

namespace word = words::correspondence;
using html::Emphasis;
using records::field;
using web::run;
using web::run_at_once;

// -- The verbs' forms -----------------------------------------------------------------------------

constexpr std::array wanted_fields{
    field<&InitialWanted::post>("post", word::field_post).of("post").required(),
    field<&InitialWanted::position>("position", word::field_position)
        .at_least(1)
        .at_most(99)
        .required(),
};
constexpr std::array initialling_fields{
    field<&Initialling::remark>("remark", word::field_remark).prose(),
};
constexpr std::array objection_fields{
    field<&Objection::remark>("remark", word::field_remark).prose().required(),
};
constexpr std::array signature_fields{
    field<&Signature::number>("number", word::field_number)
        .at_most(120)
        .hinted(word::field_number_hint),
    field<&Signature::dated>("dated", word::field_dated).required(),
};
constexpr std::array dispatching_fields{
    field<&Dispatching::dispatched_on>("dispatched_on", word::field_dispatched_on).required(),
    field<&Dispatching::channel>("channel", word::field_sent_by)
        .among(requests::channels, words::requests::channels)
        .required(),
    field<&Dispatching::proof>("proof", word::field_proof)
        .at_most(300)
        .hinted(word::field_proof_hint),
};
constexpr std::array cancelling_fields{
    field<&Cancelling::reason>("reason", word::field_reason).prose().required(),
};

void prefill_wanted(storage::Reader &reader, Head const &head, void *value)
{
    auto const rows = initials_of(reader, head.id);
    static_cast<InitialWanted *>(value)->position =
        rows.empty() ? 1 : std::min<std::int64_t>(rows.back().place.position + 1, 99);
}
void prefill_signature(storage::Reader &reader, Head const & /*head*/, void *value)
{
    static_cast<Signature *>(value)->dated = reader.today();
}
void prefill_dispatching(storage::Reader &reader, Head const &head, void *value)
{
    auto &form = *static_cast<Dispatching *>(value);
    form.dispatched_on = reader.today();
    auto const letter = records::load(reader, letters, head.id);
    if (letter && letter->kind == LetterKind::email) {
        form.channel = requests::Channel::email;
    } else if (letter && letter->mission) {
        form.channel = requests::Channel::mission;
    }
}

// -- Rules that look at other records -------------------------------------------------------------

/// What an effect needs, and the kind of record that the letter names.
void check_effect(Letter const &letter, std::string_view kind, Problems &problems)
{
    switch (letter.effect) {
    case Effect::none:
        return;
    case Effect::answer_request:
    case Effect::ask_for_missing:
        if (kind != requests::requests.kind) {
            problems.push_back({"effect", "correspondence.effect_needs_request", {}});
        }
        return;
    case Effect::offer_to_parties:
        if (kind != matching::matches.kind) {
            problems.push_back({"effect", "correspondence.effect_needs_match", {}});
        }
        return;
    }
}

Problems check_draft(web::Draft const &draft)
{
    auto const &letter = *static_cast<Letter const *>(draft.after);
    auto problems = check_letter(letter);
    std::string kind;
    if (letter.about) {
        auto const about = subject(draft.reader, &draft.by, letter.about->uuid());
        if (about) {
            kind = about->kind;
        } else {
            problems.push_back({"about", "common.not_found", {}});
        }
    }
    check_effect(letter, kind, problems);
    if (letter.signatory) {
        auto const post = records::load(draft.reader, partners::posts, letter.signatory->uuid());
        if (!post || !post->signs) {
            problems.push_back({"signatory", "correspondence.post_does_not_sign", {}});
        }
    }
    // Nobody moves a letter out of the country or office that they answer for.
    bool const moves = draft.head != nullptr &&
                       (draft.head->country != letter.country ||
                        draft.head->organisation != records::organisation_of(letters, draft.after));
    if (moves && !records::may_create(letter_policy, draft.by, letter.country,
                                      records::organisation_of(letters, draft.after))) {
        problems.push_back({"country", "common.forbidden", {}});
    }
    return problems;
}

// -- The record -----------------------------------------------------------------------------------

html::Tone tone_of(std::string_view state)
{
    if (state == "dispatched") {
        return html::Tone::good;
    }
    if (state == "cancelled") {
        return html::Tone::bad;
    }
    if (state == "draft") {
        return html::Tone::neutral;
    }
    return state == "initialling" ? html::Tone::waiting : html::Tone::active;
}

html::Tone tone_of_initial(std::string_view state)
{
    if (state == "initialled") {
        return html::Tone::good;
    }
    return state == "returned" ? html::Tone::bad : html::Tone::waiting;
}

std::vector<html::Step> path_of(Language language, std::string_view state)
{
    constexpr std::array<std::string_view, 5> path{"draft", "initialling", "initialled", "signed",
                                                   "dispatched"};
    return web::steps_along(letters, path, state, language);
}

std::optional<html::Waiting> waiting_of(storage::Reader &reader, Language language,
                                        Head const &head, Letter const &letter)
{
    auto const name = [&](std::optional<Id<partners::Post>> const &post) {
        auto const label = post ? records::label_of(reader, post->uuid()) : std::nullopt;
        return label ? label->title : std::string{};
    };
    html::Waiting waiting;
    if (head.state == "initialling") {
        waiting.who = name(letter.next_post);
        waiting.what = word::page_awaits_initial(language);
    } else if (head.state == "initialled") {
        waiting.who = name(letter.signatory);
        waiting.what = word::page_awaits_signature(language);
    } else if (head.state == "signed") {
        waiting.who = word::page_dispatcher(language);
        waiting.what = word::page_awaits_dispatch(language);
    } else {
        return std::nullopt;
    }
    return waiting;
}

/// The letter as it reads, in each of its languages.
html::Html texts_of(Language reader_language, Letter const &letter)
{
    html::Html all;
    for (auto const language : letter.languages()) {
        auto const direction = is_right_to_left(language) ? html::Direction::right_to_left
                                                          : html::Direction::left_to_right;
        all += html::article(html::cls("card"), html::lang(to_code(language)), html::dir(direction),
                             html::h3(html::bdi(letter.subject.in(language))),
                             html::from_markdown(letter.body.in(language)).html());
    }
    return html::block(word::page_texts(reader_language), all);
}

bool may(web::Context const &context, storage::Reader &reader, Head const &head,
         std::string_view verb)
{
    std::array<std::string_view, 1> const verbs{verb};
    return !records::allowed(reader, letters, context.identity(), head, verbs).empty();
}

web::RecordExtras show_letter(web::Context const &context, storage::Reader &reader,
                              Head const &head, void const *value)
{
    auto const &letter = *static_cast<Letter const *>(value);
    auto const language = context.language();
    web::RecordExtras extras;
    extras.sections = texts_of(language, letter);
    extras.drawn = {"subject", "body"};
    bool const is_officer = records::audience_of(context.identity()) >= Audience::internal;
    if (is_officer) {
        extras.steps = path_of(language, head.state);
        extras.waiting = waiting_of(reader, language, head, letter);
        auto const objection = last_objection(reader, head.id);
        if (head.state == "draft" && !objection.empty()) {
            extras.notices.push_back({.tone = html::Tone::waiting,
                                      .title = std::string{word::page_objection(language)},
                                      .body = html::p(html::bdi(objection))});
        }
    }
    auto const url = web::url_of(letters, head.reference);
    if (may(context, reader, head, "import_signed")) {
        extras.actions.push_back({.label = std::string{word::verb_import_signed(language)},
                                  .url = url + "/signed-document",
                                  .picture = html::Icon::upload});
    }
    extras.actions.push_back({.label = std::string{word::verb_pdf(language)},
                              .url = url + "/letter.pdf",
                              .picture = html::Icon::download});
    return extras;
}

bool is_of_a_draft(storage::Reader &reader, Head const &head)
{
    auto const one = records::load(reader, letter_initials, head.id);
    auto const program = auth::program_identity("web");
    auto const letter = one && one->letter
                            ? records::find(reader, letters, &program, one->letter->to_string())
                            : Result<Head>{not_found()};
    return letter && letter->state == "draft";
}

} // namespace

web::NounPages const initial_pages{
    .noun = &letter_initials,
    .picture = html::Icon::approval,
    .empty_title = word::initial_empty_title,
    .empty_text = word::initial_empty_text,
    .act_name = word::acts,
    .tone = tone_of_initial,
    .verbs =
        {
            {.verb = "drop",
             .path = "dropping",
             .label = word::verb_drop_initial,
             .possible = is_of_a_draft,
             .run = run_at_once<drop_initial>},
        },
    .takes_attachments = false,
};

web::NounPages const letter_pages{
    .noun = &letters,
    .picture = html::Icon::letter,
    .add = word::letter_add,
    .has_own_form = true,
    .empty_title = word::letter_empty_title,
    .empty_text = word::letter_empty_text,
    .about = word::letter_about,
    .act_name = word::acts,
    .tone = tone_of,
    .check = check_draft,
    .extras = show_letter,
    .parts = {{.pages = &initial_pages, .field = "letter", .title = word::initial_plural}},
    .verbs =
        {
            {.verb = "initial",
             .path = "initial",
             .label = word::verb_initial,
             .fields = initialling_fields,
             .type = &records::value_type<Initialling>,
             .emphasis = Emphasis::primary,
             .run = run<Initialling, initial>},
            {.verb = "object",
             .path = "objection",
             .label = word::verb_object,
             .explanation = word::explain_object,
             .fields = objection_fields,
             .type = &records::value_type<Objection>,
             .run = run<Objection, object>},
            {.verb = "ask_initial",
             .path = "initials",
             .label = word::verb_ask_initial,
             .fields = wanted_fields,
             .type = &records::value_type<InitialWanted>,
             .prefill = prefill_wanted,
             .run = run<InitialWanted, ask_initial>},
            {.verb = "circulate",
             .path = "circulation",
             .label = word::verb_circulate,
             .explanation = word::explain_circulate,
             .emphasis = Emphasis::primary,
             .run = run_at_once<circulate>},
            {.verb = "sign",
             .path = "signature",
             .label = word::verb_sign,
             .explanation = word::explain_sign,
             .fields = signature_fields,
             .type = &records::value_type<Signature>,
             .emphasis = Emphasis::primary,
             .prefill = prefill_signature,
             .run = run<Signature, sign>},
            {.verb = "dispatch",
             .path = "dispatch",
             .label = word::verb_dispatch,
             .explanation = word::explain_dispatch,
             .fields = dispatching_fields,
             .type = &records::value_type<Dispatching>,
             .emphasis = Emphasis::primary,
             .prefill = prefill_dispatching,
             .run = run<Dispatching, dispatch>},
            {.verb = "take_back",
             .path = "taking-back",
             .label = word::verb_take_back,
             .run = run_at_once<take_back>},
            {.verb = "cancel",
             .path = "cancellation",
             .label = word::verb_cancel,
             .explanation = word::explain_cancel,
             .fields = cancelling_fields,
             .type = &records::value_type<Cancelling>,
             .emphasis = Emphasis::danger,
             .run = run<Cancelling, cancel>},
        },
};

} // namespace selatan::correspondence
