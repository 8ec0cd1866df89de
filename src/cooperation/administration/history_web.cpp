// Whether the history is what was written: the chain of digests, verified on request.
#include "cooperation/administration/pages.hpp"
#include "platform/events/event.hpp"
#include "platform/i18n/format.hpp"
#include "words/administration.hpp"

namespace selatan::administration {

namespace {

namespace word = words::administration;

/// Reading the whole history is dear: it is done when somebody asks for it.
http::Response show_history(Context &context)
{
    auto const language = context.language();
    html::Html content = html::p(word::history_verify_hint(language));
    if (context.query().find("verify")) {
        content = context.store().read(
            [&](storage::Reader &reader) { return history_findings(context, reader); });
    }
    return show(context, {.title = std::string{word::history_title(language)},
                          .lead = std::string{word::history_about(language)},
                          .actions = {{.label = std::string{word::history_verify(language)},
                                       .url = std::string{history_path} + "?verify=1",
                                       .emphasis = html::Emphasis::primary}},
                          .content = std::move(content)});
}

} // namespace

html::Html history_findings(Context const &context, storage::Reader &reader)
{
    auto const language = context.language();
    auto const check = events::verify(reader);
    auto const figure = [&](std::int64_t count, std::string_view label) {
        return html::Figure{.value = i18n::format_number(language, count),
                            .label = std::string{label}};
    };
    auto const verdict =
        check.broken_at
            ? html::notice(
                  {.tone = html::Tone::bad,
                   .body = html::p(word::history_broken(language, check.broken_at->to_string()))})
            : html::notice(
                  {.tone = html::Tone::good, .body = html::p(word::history_intact(language))});
    return verdict + html::figures({figure(check.sealed, word::history_sealed(language)),
                                    figure(check.unsealed, word::history_unsealed(language)),
                                    figure(check.erased, word::history_erased(language))});
}

void add_history_routes(web::Router &router)
{
    router.add(get(std::string{history_path}, show_history));
}

} // namespace selatan::administration
