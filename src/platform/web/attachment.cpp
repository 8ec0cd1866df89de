#include "platform/web/attachment.hpp"

#include "base/text.hpp"
#include "platform/files/file.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "platform/web/attachment_store.hpp"
#include "words/common.hpp"
#include "words/web.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::web {

namespace {

namespace common = words::common;
namespace json = boost::json;

constexpr files::Limits attachment_limits{.bytes = 25 * files::chunk_size};
constexpr std::size_t description_most = 200;

html::Html attach_form(Context const &context, records::Noun const &noun, records::Head const &head,
                       Audience audience)
{
    auto const language = context.language();
    auto const &words = context.words();
    html::Form form;
    form.id = "attach";
    form.url = url_of(noun, head.reference) + "/documents";
    form.hidden = context.hidden();
    form.has_files = true;
    html::Field file;
    file.name = "file";
    file.label = words::web::file(language);
    file.hint = words::web::file_hint(language);
    file.is_required = true;
    html::Field description;
    description.name = "description";
    description.label = words::web::description(language);
    form.fields = html::file_field(file, words, {.accept = {}, .takes_many = true}) +
                  html::text_field(description, "", words,
                                   {.max_length = static_cast<int>(description_most)});
    if (audience >= Audience::internal) {
        html::Field who;
        who.name = "audience";
        who.label = words::web::who_sees_it(language);
        form.fields +=
            html::radio_field(who,
                              {{.value = "internal",
                                .label = std::string{common::audience_internal(language)},
                                .hint = std::string{words::web::internal_hint(language)}},
                               {.value = "partner",
                                .label = std::string{common::audience_partner(language)},
                                .hint = std::string{words::web::to_partner_hint(language)}}},
                              "internal", words);
    }
    form.submits = {{.label = std::string{words::web::attach(language)}, .name = {}, .value = {}}};
    return html::details(html::cls("disclosure"), html::summary(words::web::attach(language)),
                         html::entry_form(form, words));
}

struct Told {
    Attachment attachment;
    files::Stored file;
};

/// What is attached, with its file, as far as the reader may know of it.
std::vector<Told> told_attachments(storage::Reader &reader, records::Head const &head,
                                   Audience audience)
{
    auto attachments = attachments_of(reader, head.id, audience);
    std::vector<Id<files::File>> ids;
    ids.reserve(attachments.size());
    for (auto const &attachment : attachments) {
        ids.push_back(attachment.file);
    }
    auto const stored = files::find_all(reader, ids);
    std::vector<Told> told;
    told.reserve(attachments.size());
    for (auto &attachment : attachments) {
        auto const found = std::ranges::find(stored, attachment.file, &files::Stored::id);
        if (found != stored.end()) {
            told.push_back({std::move(attachment), *found});
        }
    }
    return told;
}

std::string url_of_attachment(records::Noun const &noun, records::Head const &head,
                              Attachment const &attachment)
{
    return url_of(noun, head.reference) + "/documents/" + attachment.id.to_string();
}

std::string attachments_json(storage::Reader &reader, records::Noun const &noun,
                             records::Head const &head, Audience audience)
{
    json::array items;
    for (auto const &[attachment, file] : told_attachments(reader, head, audience)) {
        items.push_back({{"id", attachment.id.to_string()},
                         {"name", file.name},
                         {"size", file.size},
                         {"description", attachment.description},
                         {"audience", to_code(attachment.audience)},
                         {"added_by", attachment.added_by},
                         {"at", attachment.at.to_string()},
                         {"url", "/api" + url_of_attachment(noun, head, attachment)}});
    }
    return json::serialize(json::object{{"items", std::move(items)}});
}

} // namespace

html::Html attachments_block(Context const &context, storage::Reader &reader,
                             records::Noun const &noun, records::Head const &head,
                             Audience audience)
{
    auto const language = context.language();
    std::vector<html::TimelineItem> items;
    for (auto const &[attachment, file] : told_attachments(reader, head, audience)) {
        auto const who = common::audience(language, to_code(attachment.audience)).value_or("");
        items.push_back(
            {.when = context.moment(attachment.at),
             .title = attachment.description.empty() ? file.name : attachment.description,
             .url = url_of_attachment(noun, head, attachment),
             .content = html::p(html::bdi(file.name), " · ",
                                i18n::format_size(language, static_cast<std::uint64_t>(file.size)),
                                " · ", who, " · ", html::bdi(attachment.added_by))});
    }
    std::array<std::string_view, 1> const may_comment{records::verbs::comment};
    bool const may_attach =
        !records::allowed(reader, noun, context.identity(), head, may_comment).empty();
    if (items.empty() && !may_attach) {
        return {};
    }
    return html::block(words::web::attachments(language),
                       html::timeline(items) + html::when(may_attach, [&] {
                           return attach_form(context, noun, head, audience);
                       }));
}

http::Response list_attachments(Context &context, NounPages const &pages)
{
    auto const all = context.store().read([&](storage::Reader &reader) -> Result<std::string> {
        auto const head =
            records::find(reader, *pages.noun, context.identity(), context.part("id"));
        if (!head) {
            return refuse(head.error());
        }
        return attachments_json(reader, *pages.noun, *head,
                                records::audience_of(context.identity()));
    });
    return all ? context.json(*all) : context.refused(all.error());
}

http::Response attach(Context &context, NounPages const &pages)
{
    auto const &noun = *pages.noun;
    auto const &request = context.request();
    auto const mine = records::audience_of(context.identity());
    Audience audience = std::min(mine, Audience::partner);
    if (auto const sent = request.form.find("audience")) {
        if (!from_code(*sent, audience) || audience > std::min(mine, Audience::internal) ||
            audience == Audience::everyone) {
            return context.refused({Decline::invalid, {{"audience", "common.unknown_choice", {}}}});
        }
    }
    std::vector<files::Examined> examined;
    for (auto const &upload : request.uploads) {
        if (upload.field != "file" || (upload.size == 0 && upload.name.empty())) {
            continue;
        }
        auto one = files::examine(upload.path, upload.name, "file", attachment_limits);
        if (!one) {
            return context.refused(one.error());
        }
        examined.push_back(std::move(*one));
    }
    if (examined.empty()) {
        return context.refused({Decline::invalid, {{"file", "web.no_upload", {}}}});
    }
    auto const description =
        truncate(clean(request.form.find("description").value_or("")), description_most);
    return context.act([&](storage::Tx &tx) -> Result<Outcome> {
        auto const head = records::find(tx, noun, context.identity(), context.part("id"),
                                        records::verbs::comment);
        if (!head) {
            return refuse(head.error());
        }
        events::Act act{.actor = context.who().actor(),
                        .kind = head->kind,
                        .record = head->id,
                        .verb = "attached",
                        .reason = {},
                        .changes = {},
                        .audience = audience};
        for (auto const &one : examined) {
            auto const file =
                files::store(tx, {.examined = one, .audience = audience, .person = {}});
            if (!file) {
                return refuse(file.error());
            }
            insert_attachment(tx, head->id, *file, act.actor, audience, description);
            act.reason += (act.reason.empty() ? "" : ", ") + one.name;
        }
        events::append(tx, act);
        return Outcome{.location = url_of(noun, head->reference),
                       .json = attachments_json(tx, noun, *head, mine),
                       .status = 201};
    });
}

http::Response fetch_attachment(Context &context, NounPages const &pages)
{
    auto const id = Uuid::parse(context.part("document"));
    auto const stored = context.store().read([&](storage::Reader &reader) -> Result<files::Stored> {
        auto const head =
            records::find(reader, *pages.noun, context.identity(), context.part("id"));
        if (!head || !id) {
            return not_found();
        }
        auto const attachment =
            find_attachment(reader, head->id, *id, records::audience_of(context.identity()));
        auto file = attachment ? files::find(reader, attachment->file) : std::nullopt;
        if (!file) {
            return not_found();
        }
        return *file;
    });
    if (!stored) {
        return context.refused(stored.error());
    }
    return answer_with_file(context, *stored);
}

http::Response answer_with_file(Context const &context, files::Stored const &stored)
{
    auto stream = files::open(context.store(), stored);
    if (!stream) {
        return context.refused(stream.error());
    }
    http::Response response;
    response.headers.set("Content-Type", std::string{files::media_type(stored.type)});
    // Never shown in our own origin: what a stranger uploaded may be a page.
    response.headers.set("Content-Disposition",
                         "attachment; filename*=UTF-8''" + http::encode_component(stored.name));
    response.headers.set("Cache-Control", "private, no-store");
    response.stream = std::move(*stream);
    return response;
}

} // namespace selatan::web
