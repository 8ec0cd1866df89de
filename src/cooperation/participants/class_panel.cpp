// The class on the page of its call: who is on the course, what is attended, what became of them.
#include "cooperation/participants/certificate.hpp"
#include "cooperation/participants/pages.hpp"
#include "cooperation/participants/participants.hpp"
#include "platform/web/noun_record.hpp"
#include "words/participants.hpp"

#include <algorithm>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace states = training::call_states;

/// Before the results there is nobody to be seen, and a call that is off has no class.
constexpr std::array with_a_class{states::results_out, states::confirmed, states::running,
                                  states::completed};

html::Html draw_class(web::Context const &context, storage::Reader &reader, Head const &call)
{
    if (std::ranges::find(with_a_class, call.state) == with_a_class.end()) {
        return {};
    }
    auto const language = context.language();
    std::vector<html::Action> of_people;
    if (call.state == states::completed &&
        records::could(certificate_policy, context.identity(), records::verbs::see)) {
        of_people.push_back({.label = std::string{word::certificate_plural(language)},
                             .url = url_of_class_certificates(call.reference)});
    }
    std::vector<html::Action> of_sessions;
    constexpr std::array<std::string_view, 1> records_attendance{"record_attendance"};
    if (!records::allowed(reader, calls, context.identity(), call, records_attendance).empty()) {
        of_sessions.push_back({.label = std::string{word::attendance_title(language)},
                               .url = url_of_attendance(call.reference),
                               .picture = html::Icon::check});
    }
    html::Html all;
    if (records::could(follow_up_policy, context.identity(), records::verbs::see)) {
        all += tracer_block(context, reader, call.id);
    }
    all += web::part_of(
        context, reader,
        {.pages = &participant_pages, .field = "call", .title = word::participant_plural}, call,
        std::move(of_people));
    all += web::part_of(context, reader,
                        {.pages = &session_pages, .field = "call", .title = word::session_plural},
                        call, std::move(of_sessions));
    return all;
}

} // namespace

std::span<web::Panel const> panels()
{
    static std::array const all{web::Panel{calls.kind, draw_class}};
    return all;
}

} // namespace selatan::participants
