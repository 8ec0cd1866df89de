// What waits for an applicant, on the desk: applications to finish, papers to hand in, a place to
// answer for.
#include "base/ensure.hpp"
#include "cooperation/training/applicant.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/training.hpp"
#include "platform/i18n/format.hpp"
#include "words/applicants.hpp"
#include "words/common.hpp"
#include "words/training.hpp"

namespace selatan::training {

namespace {

namespace word = words::applicants;

void add_due(web::DeskDuty &duty, Language language, Date due, Date today)
{
    constexpr int soon_days = 3;
    auto const days = days_between(today, due);
    if (days >= 0) {
        duty.due = due;
        duty.item.due = days <= soon_days ? html::Due::soon : html::Due::later;
        duty.item.due_text = words::common::clock_due_on(language, due);
    }
}

/// What is to be done about one of them; nothing when it is others' turn.
std::optional<web::DeskDuty> duty_of(web::Context const &context, storage::Reader &reader,
                                     OwnLine const &line)
{
    auto const language = context.language();
    auto const call = context_of(reader, line.call_id);
    bool const is_open = decide_window(call.call, call.state, reader.now()).has_value();
    web::DeskDuty duty{.item = {}, .verb = own_verbs::apply, .state = line.state, .due = {}};
    auto &item = duty.item;
    item.title = line.course;
    if (line.reference.empty()) {
        if (!is_open) {
            return std::nullopt;
        }
        item.what = word::own_desk_finish(language);
        item.url = url_of_application_form(line.call);
        item.reference = line.call;
        add_due(duty, language, *line.closes_on, reader.today());
        return duty;
    }
    item.url = std::string{own_applications_path} + "/" + line.reference;
    item.reference = line.reference;
    item.state = html::Badge{web::state_name(applications, line.state, language),
                             application_tone(line.state)};
    if (find_own(reader, context.who(), line.reference, own_verbs::confirm)) {
        duty.verb = own_verbs::confirm;
        item.what = word::own_desk_answer(language);
        return duty;
    }
    auto const head = find_own(reader, context.who(), line.reference, own_verbs::hand_in);
    if (!head) {
        return std::nullopt;
    }
    auto const application = records::load(reader, applications, head->id);
    ENSURE(application.has_value());
    std::vector<std::string> names;
    for (auto const &code : own_missing_documents(*application, call.rules)) {
        names.emplace_back(words::training::documents(language, code).value_or(code));
    }
    if (names.empty()) {
        return std::nullopt;
    }
    duty.verb = own_verbs::hand_in;
    item.what = word::own_desk_hand_in(language, i18n::join_list(language, names));
    if (is_open) {
        add_due(duty, language, *line.closes_on, reader.today());
    }
    return duty;
}

} // namespace

web::DeskDuties own_on_the_desk(web::Context const &context, storage::Reader &reader)
{
    auto const title = std::string{word::own_plural(context.language())};
    web::DeskDuties duties{.kind = applications.kind,
                           .title = title,
                           .more = {.label = title, .url = std::string{own_applications_path}},
                           .all = {}};
    if (!is_applicant(context.identity())) {
        return duties;
    }
    for (auto const &line : own_lines(reader, context.who())) {
        if (auto duty = duty_of(context, reader, line)) {
            duties.all.push_back(std::move(*duty));
        }
    }
    return duties;
}

} // namespace selatan::training
