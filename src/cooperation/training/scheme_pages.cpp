#include "cooperation/training/call_store.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/training.hpp"
#include "words/participants.hpp"
#include "words/training.hpp"

namespace selatan::training {

namespace {

namespace word = words::training;

Problems check_rules(web::Draft const &draft)
{
    auto const &rules = *static_cast<Rules const *>(draft.after);
    auto const *const before = static_cast<Rules const *>(draft.before);
    auto const own = draft.head == nullptr ? std::nullopt : std::optional{draft.head->id};
    auto problems =
        decide_rules(rules, before, rules.scheme && has_rules_since(draft.reader, rules, own));
    // What applicants read is not rewritten under their hands.
    if (own && are_in_use(draft.reader, *own)) {
        problems.push_back({"", "training.rules_in_use", {}});
    }
    return problems;
}

/// Rules that hold from today, of no scheme yet.
void begin_rules(storage::Reader &reader, auth::Identity const & /*by*/, void *value)
{
    auto &rules = *static_cast<Rules *>(value);
    rules = {};
    rules.since = reader.today();
}

/// What nobody has read in the scheme's own text is told as such.
web::RecordExtras show_rules(web::Context const &context, storage::Reader & /*reader*/,
                             Head const & /*head*/, void const *value)
{
    web::RecordExtras extras;
    if (!static_cast<Rules const *>(value)->is_confirmed) {
        extras.notices.push_back({.tone = html::Tone::waiting,
                                  .title = {},
                                  .body = html::p(word::notice_unconfirmed(context.language()))});
    }
    if (records::could(application_policy, context.identity(), "erase_restricted")) {
        extras.actions.push_back(
            {.label = std::string{words::participants::retention_title(context.language())},
             .url = std::string{retention_path}});
    }
    return extras;
}

} // namespace

web::NounPages const rules_pages{
    .noun = &rules_versions,
    .picture = html::Icon::agreement,
    .add = word::rules_add,
    .empty_title = word::rules_empty_title,
    .empty_text = word::rules_empty_text,
    .about = word::rules_about,
    .check = check_rules,
    .prefill = begin_rules,
    .extras = show_rules,
};

web::NounPages const scheme_pages{
    .noun = &schemes,
    .picture = html::Icon::knowledge,
    .add = word::scheme_add,
    .empty_title = word::scheme_empty_title,
    .empty_text = word::scheme_empty_text,
    .about = word::scheme_about,
    .parts = {{.pages = &rules_pages, .field = "scheme", .title = word::rules_plural}},
};

} // namespace selatan::training
