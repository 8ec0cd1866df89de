#include "cooperation/correspondence/letter.hpp"

#include "base/ensure.hpp"
#include "cooperation/correspondence/correspondence.hpp"
#include "cooperation/correspondence/correspondence_store.hpp"
#include "cooperation/correspondence/pages.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/partners/partners.hpp"
#include "cooperation/reference/lists.hpp"
#include "cooperation/requests/requests.hpp"
#include "platform/web/attachment_store.hpp"
#include "words/correspondence.hpp"
#include "words/requests.hpp"

#include <algorithm>

namespace selatan::correspondence {

namespace {

namespace word = words::correspondence;
using records::Extra;
using records::field;
using records::Kind;
using records::Transition;

constexpr std::array letter_fields{
    field<&Letter::kind>("kind", word::field_kind).among(letter_kinds, word::kinds).required(),
    field<&Letter::about>("about", word::field_about)
        .of(records::any_kind)
        .hinted(word::field_about_hint)
        .thread(),
    field<&Letter::country>("country", word::field_country).scope_country().listed(),
    field<&Letter::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .hinted(word::field_organisation_hint),
    field<&Letter::mission>("mission", word::field_mission).of("mission"),
    field<&Letter::first_language>("first_language", word::field_first_language)
        .among(language_codes, word::languages)
        .required(),
    field<&Letter::second_language>("second_language", word::field_second_language)
        .among(language_codes, word::languages),
    field<&Letter::subject>("subject", word::field_subject).at_most(300).required(),
    field<&Letter::body>("body", word::field_body)
        .at_most(20'000)
        .required()
        .hinted(word::field_body_hint),
    field<&Letter::effect>("effect", word::field_effect)
        .among(effects, word::effects)
        .required()
        .hinted(word::field_effect_hint)
        .seen_by(Audience::internal),
    field<&Letter::signatory>("signatory", word::field_signatory).of("post"),

    field<&Letter::letter_template>("letter_template", word::field_letter_template)
        .of("letter_template")
        .by_verbs()
        .seen_by(Audience::internal),
    field<&Letter::next_post>("next_post", word::field_next_post)
        .of("post")
        .by_verbs()
        .seen_by(Audience::internal)
        .listed(),
    field<&Letter::number>("number", word::field_number).by_verbs().listed(),
    field<&Letter::dated>("dated", word::field_dated).by_verbs(),
    field<&Letter::signed_as>("signed_as", word::field_signed_as)
        .of("post")
        .by_verbs()
        .seen_by(Audience::internal),
    field<&Letter::signed_by>("signed_by", word::field_signed_by).by_verbs(),
    field<&Letter::fingerprint>("fingerprint", word::field_signed_fingerprint).by_verbs(),
    field<&Letter::dispatched_on>("dispatched_on", word::field_dispatched_on).by_verbs().listed(),
    field<&Letter::channel>("channel", word::field_sent_by)
        .among(requests::channels, words::requests::channels)
        .by_verbs(),
    field<&Letter::proof>("proof", word::field_proof).by_verbs().seen_by(Audience::internal),
};

constexpr std::array<std::string_view, 6> letter_state_codes{"draft",  "initialling", "initialled",
                                                             "signed", "dispatched",  "cancelled"};
constexpr std::array letter_steps{
    Transition{"circulate", "draft", "initialling"},
    Transition{"initial", "initialling", "initialled"}, // the last one did
    Transition{"object", "initialling", "draft"},
    Transition{"take_back", "initialling", "draft"},
    Transition{"take_back", "initialled", "draft"},
    Transition{"sign", "initialled", "signed"},
    Transition{"import_signed", "initialled", "signed"},
    Transition{"dispatch", "signed", "dispatched"},
    Transition{"cancel", "draft", "cancelled"},
    Transition{"cancel", "initialling", "cancelled"},
    Transition{"cancel", "initialled", "cancelled"},
    Transition{"cancel", "signed", "cancelled"},
};
constexpr records::Machine letter_machine{.initial = "draft",
                                          .states = letter_state_codes,
                                          .transitions = letter_steps,
                                          .state_name = word::letter_states};

constexpr std::array initial_fields{
    field<&LetterInitial::letter>("letter", word::field_letter).of("letter").by_verbs(),
    field<&LetterInitial::country>("country", word::field_country).scope_country().by_verbs(),
    field<&LetterInitial::organisation>("organisation", word::field_organisation)
        .scope_organisation()
        .by_verbs(),
    field<&LetterInitial::position>("position", word::field_position).by_verbs().listed(),
    field<&LetterInitial::post>("post", word::field_post).of("post").by_verbs().listed(),
    field<&LetterInitial::decided_by>("decided_by", word::field_decided_by).by_verbs().listed(),
    field<&LetterInitial::decided_on>("decided_on", word::field_decided_on).by_verbs().listed(),
    field<&LetterInitial::acting_post>("acting_post", word::field_acting_post)
        .of("post")
        .by_verbs()
        .listed(),
    field<&LetterInitial::remark>("remark", word::field_remark)
        .as(Kind::long_text)
        .by_verbs()
        .listed(),
};

constexpr std::array<std::string_view, 4> initial_state_codes{"asked", "initialled", "returned",
                                                              "dropped"};
constexpr std::array initial_steps{
    Transition{"initial", "asked", "initialled"}, Transition{"object", "asked", "returned"},
    Transition{"ask", "initialled", "asked"},     Transition{"ask", "returned", "asked"},
    Transition{"drop", "asked", "dropped"},       Transition{"drop", "initialled", "dropped"},
    Transition{"drop", "returned", "dropped"},
};
constexpr records::Machine initial_machine{.initial = "asked",
                                           .states = initial_state_codes,
                                           .transitions = initial_steps,
                                           .state_name = word::initial_states};

std::string name_of_letter(storage::Reader & /*reader*/, void const *value)
{
    auto const &letter = *static_cast<Letter const *>(value);
    return std::string{letter.subject.pick(letter.first_language).text};
}

std::string name_of_initial(storage::Reader &reader, void const *value)
{
    auto const &one = *static_cast<LetterInitial const *>(value);
    auto const label = one.post ? records::label_of(reader, one.post->uuid()) : std::nullopt;
    // The place in front: lists are in the order of names.
    constexpr std::int64_t two_digits = 10;
    return (one.position < two_digits ? "0" : "") + std::to_string(one.position) + " " +
           (label ? label->title : std::string{});
}

Letter load(storage::Reader &reader, Head const &head)
{
    auto letter = records::load(reader, letters, head.id);
    ENSURE(letter.has_value());
    return std::move(*letter);
}

std::vector<InitialPlace> places_of(std::vector<InitialRow> const &rows)
{
    std::vector<InitialPlace> places;
    places.reserve(rows.size());
    for (auto const &row : rows) {
        places.push_back(row.place);
    }
    return places;
}

/// The posts that somebody may act for today; none without a post.
std::vector<Id<partners::Post>> posts_of(storage::Reader &reader, auth::Identity const &by)
{
    if (!by.post) {
        return {};
    }
    return partners::acts_for_on(reader, Id<partners::Post>{*by.post}, reader.today());
}

/// Who is waited for now: the post's account, or, where it has none, whoever drafted the letter and
/// has to carry it there.
std::optional<Uuid> leads(storage::Reader &reader, std::optional<Id<partners::Post>> post,
                          Head const &head)
{
    auto const account = post ? account_in(reader, *post) : std::nullopt;
    return account ? account : head.created_by;
}

/// Takes one place of the list a step further, with who did it.
void decide_place(storage::Tx &tx, auth::Identity const &by, InitialRow const &row,
                  std::string_view verb, std::string const &remark)
{
    auto const head = records::head_of(tx, letter_initials, row.id);
    auto const before = *records::load(tx, letter_initials, row.id);
    auto after = before;
    after.decided_by = by.name;
    after.decided_on = tx.today();
    after.remark = remark;
    if (by.post && *by.post != row.place.post.uuid()) {
        after.acting_post = Id<partners::Post>{*by.post};
    }
    ENSURE(records::advance(tx, by.actor(), letter_initials, head, head.version, verb, before,
                            after, {})
               .has_value());
}

/// A list that goes round again is asked from the start: who initialled another text did not
/// initial this one.
void ask_anew(storage::Tx &tx, auth::Identity const &by, std::vector<InitialRow> const &rows)
{
    for (auto const &row : rows) {
        auto const head = records::head_of(tx, letter_initials, row.id);
        if (head.state == "asked") {
            continue;
        }
        auto const before = *records::load(tx, letter_initials, row.id);
        auto after = before;
        after.decided_by.clear();
        after.decided_on.reset();
        after.acting_post.reset();
        after.remark.clear();
        ENSURE(records::advance(tx, by.actor(), letter_initials, head, head.version, "ask", before,
                                after, {})
                   .has_value());
    }
}

/// "0007/NCT/2026": the office's acronym, or its reference where it has none.
std::string numbered(storage::Tx &tx, Letter const &letter, Date dated)
{
    auto const post = records::load(tx, partners::posts, letter.signatory->uuid());
    ENSURE(post.has_value());
    // A post without an organisation counts for itself.
    auto const office = post->organisation ? post->organisation->uuid() : letter.signatory->uuid();
    auto const organisation = records::load(tx, partners::organisations, office);
    auto const label = records::label_of(tx, office);
    auto const mark =
        organisation && !organisation->acronym.empty() ? organisation->acronym : label->reference;
    for (;;) {
        auto digits = std::to_string(draw_number(tx, office, dated.year()));
        constexpr std::size_t width = 4;
        if (digits.size() < width) {
            digits.insert(0, width - digits.size(), '0');
        }
        auto number =
            digits.append("/").append(mark).append("/").append(std::to_string(dated.year()));
        // Somebody may have typed one that looks like ours.
        if (!is_number_taken(tx, number)) {
            return number;
        }
    }
}

/// What the letter decides, done to its record.
Result<void> apply_effect(storage::Tx &tx, auth::Identity const &by, Letter const &letter)
{
    if (letter.effect == Effect::none) {
        return {};
    }
    ENSURE(letter.about.has_value());
    auto const reference = records::label_of(tx, letter.about->uuid())->reference;
    auto const not_possible = [&] {
        return refuse(Decline::conflict, "", "correspondence.effect_not_possible",
                      {{"reference", reference}});
    };
    constexpr std::array<std::string_view, 4> verbs{"", "answer", "return", "offer"};
    auto const head =
        subject(tx, &by, letter.about->uuid(), verbs[static_cast<std::size_t>(letter.effect)]);
    if (!head) {
        return not_possible();
    }
    Result<Saved> done;
    switch (letter.effect) {
    case Effect::none:
        break;
    case Effect::answer_request:
        done = requests::answer(
            tx, by, *head, head->version,
            {.answer_letter = letter.number, .answered_on = *letter.dispatched_on});
        break;
    case Effect::ask_for_missing:
        done = requests::return_(tx, by, *head, head->version,
                                 {.missing = std::string{letter.body.in(letter.first_language)}});
        break;
    case Effect::offer_to_parties:
        done = matching::offer(tx, by, *head, head->version);
        break;
    }
    return done ? Result<void>{} : not_possible();
}

/// The signed letter as it stands from now on.
Result<Saved> signed_with(storage::Tx &tx, auth::Identity const &by, Head const &head,
                          std::int64_t version, std::string_view verb, Letter const &before,
                          Letter const &after)
{
    return records::advance(tx, by.actor(), letters, head, version, verb, before, after,
                            {.assignee = head.created_by});
}

} // namespace

constinit records::NounOf<Letter> const letters{{
    .kind = "letter",
    .table = "letter",
    .path = "/letters",
    .prefix = "LTR",
    .singular = word::letter_singular,
    .plural = word::letter_plural,
    .fields = letter_fields,
    .type = &records::value_type<Letter>,
    .policy = &letter_policy,
    .machine = &letter_machine,
    .audience = Audience::internal,
    .name = name_of_letter,
}};

constinit records::NounOf<LetterInitial> const letter_initials{{
    .kind = "letter_initial",
    .table = "letter_initial",
    .path = "/letter-initials",
    .prefix = "INI",
    .singular = word::initial_singular,
    .plural = word::initial_plural,
    .fields = initial_fields,
    .type = &records::value_type<LetterInitial>,
    .policy = &initial_policy,
    .machine = &initial_machine,
    .parent_field = "letter",
    .audience = Audience::internal,
    .name = name_of_initial,
    .sort = "title",
    .hides_title = true,
}};

std::vector<Language> Letter::languages() const
{
    std::vector<Language> all{first_language};
    if (second_language) {
        all.push_back(*second_language);
    }
    return all;
}

std::string addressee_of(storage::Reader &reader, Letter const &letter, Language language)
{
    if (letter.mission) {
        if (auto const label = records::label_of(reader, letter.mission->uuid())) {
            return label->title;
        }
    }
    if (letter.organisation) {
        if (auto const organisation =
                records::load(reader, partners::organisations, letter.organisation->uuid())) {
            auto const translated = organisation->names.in(language);
            return translated.empty() ? organisation->name : std::string{translated};
        }
    }
    if (!letter.country) {
        return {};
    }
    auto const lists = reference::lists(reader);
    return word::page_foreign_ministry(language, lists->name(*letter.country, language).text);
}

// -- Rules ----------------------------------------------------------------------------------------

Problems check_letter(Letter const &letter)
{
    Problems problems;
    if (!letter.country && !letter.organisation) {
        problems.push_back({"country", "correspondence.addressee_missing", {}});
    }
    if (letter.second_language == letter.first_language) {
        problems.push_back({"second_language", "correspondence.same_language", {}});
    }
    auto const lacks = [&](i18n::MultilingualText const &text) {
        return std::ranges::any_of(letter.languages(),
                                   [&](Language language) { return !text.has(language); });
    };
    if (lacks(letter.subject)) {
        problems.push_back({"subject", "correspondence.text_missing", {}});
    }
    if (lacks(letter.body)) {
        problems.push_back({"body", "correspondence.text_missing", {}});
    }
    return problems;
}

Result<void> decide_circulate(Letter const &letter, std::span<InitialPlace const> initials)
{
    if (!letter.signatory) {
        return refuse(Decline::conflict, "", "correspondence.no_signatory");
    }
    if (initials.empty()) {
        return refuse(Decline::conflict, "", "correspondence.nobody_initials");
    }
    for (auto const language : letter.languages()) {
        for (auto const text : {letter.subject.in(language), letter.body.in(language)}) {
            if (text.find(blank) != std::string_view::npos) {
                return refuse(Decline::conflict, "", "correspondence.blank_left");
            }
        }
    }
    return {};
}

Result<std::size_t> decide_initial(std::span<InitialPlace const> initials,
                                   std::span<Id<partners::Post> const> posts)
{
    bool is_first = true;
    for (std::size_t i = 0; i < initials.size(); ++i) {
        if (initials[i].is_given) {
            continue;
        }
        if (std::ranges::find(posts, initials[i].post) != posts.end()) {
            return is_first ? Result<std::size_t>{i}
                            : Result<std::size_t>{
                                  refuse(Decline::conflict, "", "correspondence.not_your_turn")};
        }
        is_first = false;
    }
    return refuse(Decline::forbidden, "", "correspondence.not_your_initial");
}

Result<void> decide_sign(Letter const &letter, Signature const &wanted,
                         std::span<Id<partners::Post> const> posts, Date today)
{
    if (!letter.signatory || std::ranges::find(posts, *letter.signatory) == posts.end()) {
        return refuse(Decline::forbidden, "", "correspondence.not_your_signature");
    }
    if (wanted.dated > today) {
        return refuse(Decline::invalid, "dated", "common.in_the_future");
    }
    return {};
}

Result<void> decide_dispatch(Letter const &letter, Dispatching const &wanted, Date today)
{
    if (wanted.dispatched_on > today) {
        return refuse(Decline::invalid, "dispatched_on", "common.in_the_future");
    }
    if (letter.dated && wanted.dispatched_on < *letter.dated) {
        return refuse(Decline::invalid, "dispatched_on", "correspondence.before_signature");
    }
    return {};
}

// -- Verbs ----------------------------------------------------------------------------------------

Result<Saved> ask_initial(storage::Tx &tx, auth::Identity const &by, Head const &head,
                          std::int64_t version, InitialWanted const &wanted)
{
    ENSURE(wanted.post.has_value());
    for (auto const &row : initials_of(tx, head.id)) {
        if (row.place.post == *wanted.post) {
            return refuse(Decline::invalid, "post", "correspondence.initial_asked");
        }
        if (row.place.position == wanted.position) {
            return refuse(Decline::invalid, "position", "correspondence.position_taken");
        }
    }
    if (version != head.version) {
        return refuse(Decline::stale, "", "common.stale");
    }
    LetterInitial one;
    one.letter = Id<Letter>{head.id};
    one.country = head.country;
    if (head.organisation) {
        one.organisation = Id<partners::Organisation>{*head.organisation};
    }
    one.post = wanted.post;
    one.position = wanted.position;
    static_cast<void>(records::create(tx, by.actor(), letter_initials, one));
    // The list is not a field of the letter: its version stays, and two may be asked at once.
    return Saved{
        .id = head.id, .reference = head.reference, .version = head.version, .state = head.state};
}

Result<Saved> drop_initial(storage::Tx &tx, auth::Identity const &by, Head const &head,
                           std::int64_t version)
{
    auto const one = records::load(tx, letter_initials, head.id);
    ENSURE(one && one->letter);
    if (records::head_of(tx, letters, one->letter->uuid()).state != "draft") {
        return refuse(Decline::conflict, "", "correspondence.not_a_draft");
    }
    return records::advance(tx, by.actor(), letter_initials, head, version, "drop", {});
}

Result<Saved> circulate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version)
{
    auto const before = load(tx, head);
    auto const rows = initials_of(tx, head.id);
    if (auto const may = decide_circulate(before, places_of(rows)); !may) {
        return refuse(may.error());
    }
    ask_anew(tx, by, rows);
    auto after = before;
    after.next_post = rows.front().place.post;
    Extra extra;
    extra.assignee = leads(tx, after.next_post, head);
    return records::advance(tx, by.actor(), letters, head, version, "circulate", before, after,
                            extra);
}

Result<Saved> initial(storage::Tx &tx, auth::Identity const &by, Head const &head,
                      std::int64_t version, Initialling const &wanted)
{
    auto const rows = initials_of(tx, head.id);
    auto const place = decide_initial(places_of(rows), posts_of(tx, by));
    if (!place) {
        return refuse(place.error());
    }
    if (version != head.version) {
        return refuse(Decline::stale, "", "common.stale");
    }
    decide_place(tx, by, rows[*place], "initial", wanted.remark);
    auto const before = load(tx, head);
    auto after = before;
    bool const is_last = *place + 1 == rows.size();
    Extra extra{.verb = "initial", .reason = wanted.remark};
    if (is_last) {
        after.next_post.reset();
        extra.assignee = leads(tx, before.signatory, head);
        return records::advance(tx, by.actor(), letters, head, version, "initial", before, after,
                                extra);
    }
    after.next_post = rows[*place + 1].place.post;
    extra.assignee = leads(tx, after.next_post, head);
    return records::change(tx, by.actor(), letters, head, version, before, after, extra);
}

Result<Saved> object(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Objection const &wanted)
{
    auto const rows = initials_of(tx, head.id);
    auto const place = decide_initial(places_of(rows), posts_of(tx, by));
    if (!place) {
        return refuse(place.error());
    }
    decide_place(tx, by, rows[*place], "object", wanted.remark);
    auto const before = load(tx, head);
    auto after = before;
    after.next_post.reset();
    Extra extra{.reason = wanted.remark};
    extra.assignee = head.created_by;
    return records::advance(tx, by.actor(), letters, head, version, "object", before, after, extra);
}

Result<Saved> take_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                        std::int64_t version)
{
    auto const before = load(tx, head);
    auto after = before;
    after.next_post.reset();
    Extra extra;
    extra.assignee = by.user.uuid();
    return records::advance(tx, by.actor(), letters, head, version, "take_back", before, after,
                            extra);
}

Result<Saved> sign(storage::Tx &tx, auth::Identity const &by, Head const &head,
                   std::int64_t version, Signature const &wanted)
{
    auto const before = load(tx, head);
    if (auto const may = decide_sign(before, wanted, posts_of(tx, by), tx.today()); !may) {
        return refuse(may.error());
    }
    if (!wanted.number.empty() && is_number_taken(tx, wanted.number)) {
        return refuse(Decline::invalid, "number", "correspondence.number_taken");
    }
    auto after = before;
    after.number = wanted.number.empty() ? numbered(tx, before, wanted.dated) : wanted.number;
    after.dated = wanted.dated;
    after.signed_by = by.name;
    if (*by.post != before.signatory->uuid()) {
        after.signed_as = Id<partners::Post>{*by.post};
    }
    return signed_with(tx, by, head, version, "sign", before, after);
}

Result<Saved> import_signed(storage::Tx &tx, auth::Identity const &by, Head const &head,
                            std::int64_t version, Imported const &wanted)
{
    if (wanted.dated > tx.today()) {
        return refuse(Decline::invalid, "dated", "common.in_the_future");
    }
    if (is_number_taken(tx, wanted.number)) {
        return refuse(Decline::invalid, "number", "correspondence.number_taken");
    }
    auto const before = load(tx, head);
    auto after = before;
    after.number = wanted.number;
    after.dated = wanted.dated;
    after.fingerprint = fingerprint_of(wanted.document);
    auto saved = signed_with(tx, by, head, version, "import_signed", before, after);
    if (!saved) {
        return saved;
    }
    auto const file = files::store(
        tx, {.examined = wanted.document, .audience = Audience::partner, .person = {}});
    if (!file) {
        return refuse(file.error());
    }
    web::insert_attachment(tx, head.id, *file, by.actor(), Audience::partner,
                           std::string{word::field_signed_document(before.first_language)});
    return saved;
}

Result<Saved> dispatch(storage::Tx &tx, auth::Identity const &by, Head const &head,
                       std::int64_t version, Dispatching const &wanted)
{
    auto const before = load(tx, head);
    if (auto const may = decide_dispatch(before, wanted, tx.today()); !may) {
        return refuse(may.error());
    }
    auto after = before;
    after.dispatched_on = wanted.dispatched_on;
    after.channel = wanted.channel;
    after.proof = wanted.proof;
    if (auto const done = apply_effect(tx, by, after); !done) {
        return refuse(done.error());
    }
    return records::advance(tx, by.actor(), letters, head, version, "dispatch", before, after,
                            {.audience = Audience::partner});
}

Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                     std::int64_t version, Cancelling const &wanted)
{
    auto const before = load(tx, head);
    auto after = before;
    after.next_post.reset();
    return records::advance(tx, by.actor(), letters, head, version, "cancel", before, after,
                            {.reason = wanted.reason});
}

} // namespace selatan::correspondence
