// Passport and medical part: written, looked at, erased; each by an act, never by opening a page.
#include "cooperation/training/copy_form.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/restricted.hpp"
#include "cooperation/training/sealed_file.hpp"
#include "cooperation/training/training.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "platform/secrets/file_cipher.hpp"
#include "platform/web/entry.hpp"
#include "words/applicants.hpp"
#include "words/training.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <utility>

namespace selatan::training {

namespace {

namespace word = words::training;

constexpr std::string_view see_verb = "see_restricted";
constexpr std::string_view erase_verb = "erase_restricted";

/// Offices come through the record, applicants through what is their own: the same part, behind
/// two policies.
enum class Door { office, own };

Result<Head> find_application(web::Context const &context, storage::Reader &reader, Door door,
                              std::string_view verb)
{
    return door == Door::own
               ? find_own(reader, context.who(), context.part("id"), own_verbs::seal)
               : records::find(reader, applications, context.identity(), context.part("id"), verb);
}

/// What was sent must be readable, though nothing is asked of it, and name the version that was
/// seen.
std::optional<http::Response> refused_unread(web::Context const &context)
{
    if (auto const input = context.input(); !input) {
        return context.refused(input.error());
    }
    if (!context.version()) {
        return context.version_wanted();
    }
    return std::nullopt;
}

/// The same for an act without a form: it names the version that the person saw.
Result<Head> find_as_seen(web::Context const &context, storage::Reader &reader, Door door,
                          std::string_view verb)
{
    auto head = find_application(context, reader, door, verb);
    if (head && head->version != context.version()) {
        return refuse(Decline::stale, "", "common.stale");
    }
    return head;
}

std::string url_through(Door door, std::string_view reference)
{
    return door == Door::own ? url_of_own_restricted(reference) : url_of_restricted(reference);
}

std::vector<html::Link> trail_through(web::Context const &context, Door door, Head const &head,
                                      std::string const &title)
{
    auto const language = context.language();
    if (door == Door::own) {
        std::string const path{own_applications_path};
        return {{.label = std::string{words::applicants::own_plural(language)}, .url = path},
                {.label = head.reference, .url = path + "/" + head.reference},
                {.label = title, .url = {}, .current = true}};
    }
    return {{.label = std::string{applications.plural(language)},
             .url = std::string{applications.path}},
            {.label = head.reference, .url = web::url_of(applications, head.reference)},
            {.label = title, .url = {}, .current = true}};
}

html::Html facts_of(Language language, Restricted const &value)
{
    auto const expiry = Date::parse(value.expiry);
    return html::facts(
        {{std::string{word::restricted_passport(language)}, html::bdi(value.passport)},
         {std::string{word::restricted_expiry(language)},
          html::bdi(expiry ? i18n::format_date(language, *expiry) : value.expiry)},
         {std::string{word::restricted_medical(language)}, html::bdi(value.medical)}});
}

html::Html act_button(web::Context const &context, std::string const &url, std::string_view label,
                      html::Emphasis emphasis, std::int64_t version)
{
    return html::action_row({{.label = std::string{label},
                              .url = url,
                              .emphasis = emphasis,
                              .posts = true,
                              .hidden = context.hidden(version)}});
}

/// The form starts empty, whatever is kept: opening it is no look.
html::Html entry_form(web::Context const &context, std::string const &url, Refusal const *refusal)
{
    auto const language = context.language();
    web::Entry entry{context, url, refusal};
    entry
        .text({.name = "passport",
               .label = std::string{word::restricted_passport(language)},
               .is_required = true,
               .autocomplete = "off"},
              {}, {.max_length = 50})
        .date({.name = "expiry", .label = std::string{word::restricted_expiry(language)}})
        .area({.name = "medical",
               .label = std::string{word::restricted_medical(language)},
               .hint = std::string{word::restricted_medical_hint(language)}},
              {}, 5)
        .submit(std::string{word::restricted_write(language)});
    return entry.html();
}

std::string name_of_document(Language language, std::string_view code)
{
    return std::string{word::documents(language, code).value_or(code)};
}

/// That a copy is there is told at once; what it shows only to who opens it.
html::Html copies(web::Context const &context, std::string const &url, Head const &head,
                  std::vector<HandedFile> const &files, bool may_take_back)
{
    auto const language = context.language();
    auto const acts = [&](HandedFile const &one) {
        auto const of_file = url + "/files/" + one.file.to_string();
        std::vector<html::Action> all{{.label = std::string{word::restricted_open_copy(language)},
                                       .url = of_file,
                                       .posts = true,
                                       .hidden = context.hidden(head.version)}};
        if (may_take_back) {
            all.push_back({.label = std::string{words::applicants::own_take_back(language)},
                           .url = of_file + "/removal",
                           .posts = true,
                           .hidden = context.hidden()});
        }
        return all;
    };
    html::Html rows;
    for (auto const &one : files) {
        rows +=
            html::tr(html::th(html::attr<"scope">("row"), name_of_document(language, one.document)),
                     html::td(html::attr<"data-label">(word::restricted_added(language)),
                              html::moment(context.moment(one.added))),
                     html::td(html::action_row(acts(one))));
    }
    return html::when(!files.empty(), [&] {
        return html::div(
            html::cls("table"),
            html::table(
                html::caption(html::cls("unseen"), word::restricted_copies(language)),
                html::thead(html::tr(
                    html::th(html::attr<"scope">("col"), word::restricted_copy_of(language)),
                    html::th(html::attr<"scope">("col"), word::restricted_added(language)),
                    html::th(html::attr<"scope">("col"), word::restricted_open_copy(language)))),
                html::tbody(rows)));
    });
}

html::Html sealed_copy_form(web::Context const &context, std::string const &url,
                            Refusal const *refusal)
{
    auto const language = context.language();
    std::vector<html::Option> documents;
    documents.reserve(sealed_documents.size());
    for (auto const code : sealed_documents) {
        documents.push_back(
            {.value = std::string{code}, .label = name_of_document(language, code), .group = {}});
    }
    return copy_form(context,
                     {.id = "copy",
                      .url = url + "/files",
                      .which_label = std::string{word::restricted_copy_of(language)},
                      .documents = std::move(documents),
                      .first = {},
                      .file_label = std::string{word::restricted_file(language)},
                      .file_hint = std::string{word::restricted_file_hint(language)},
                      .submit = std::string{word::restricted_add_copy(language)}},
                     refusal);
}

/// What the page shows besides what is kept.
struct Shown {
    Restricted const *value = nullptr; ///< after a look
    Refusal const *of_entry = nullptr; ///< the form of the written part was refused
    Refusal const *of_copy = nullptr;  ///< or that of a copy
    [[nodiscard]] int status() const
    {
        auto const *const refusal = of_entry != nullptr ? of_entry : of_copy;
        return refusal == nullptr ? 200 : web::status_of(refusal->decline);
    }
};

http::Response page(web::Context const &context, storage::Reader &reader, Door door,
                    Head const &head, Shown const &shown)
{
    auto const language = context.language();
    auto const url = url_through(door, head.reference);
    auto const title = std::string{word::restricted_title(language)};
    bool const is_written = has_written_part(reader, head.id);
    auto const files = files_of(reader, head.id, Keeping::sealed);
    bool const may_take_back =
        door == Door::own &&
        find_own(reader, context.who(), head.reference, own_verbs::take_file_back).has_value();
    auto content = html::page_head({.title = title, .lead = head.reference + " · " + head.title});
    content += html::p(door == Door::own ? word::restricted_own_lead(language)
                                         : word::restricted_lead(language));
    auto const answer = [&] {
        auto response = context.page(title, std::move(content),
                                     trail_through(context, door, head, title), shown.status());
        response.headers.set("Cache-Control", "no-store");
        return response;
    };
    if (auto const erased = restricted_erased_on(reader, head.id)) {
        content += html::notice({.tone = html::Tone::neutral,
                                 .title = std::string{word::restricted_erased(language)},
                                 .body = html::p(word::restricted_erased_on(language, *erased))});
        return answer();
    }
    if (shown.value != nullptr) {
        content += facts_of(language, *shown.value);
    } else if (is_written) {
        content += act_button(context, url + "/look", word::restricted_look(language),
                              html::Emphasis::primary, head.version);
    } else {
        content += html::p(html::cls("note"), word::restricted_none(language));
    }
    content += html::block(is_written ? word::restricted_replace(language)
                                      : word::restricted_write(language),
                           entry_form(context, url, shown.of_entry));
    content += html::block(word::restricted_copies(language),
                           html::p(word::restricted_copies_lead(language)) +
                               copies(context, url, head, files, may_take_back) +
                               sealed_copy_form(context, url, shown.of_copy));
    bool const may_erase =
        door == Door::office && records::could(application_policy, context.identity(), erase_verb);
    if ((is_written || !files.empty()) && may_erase) {
        content +=
            html::block(word::restricted_erase(language),
                        html::p(word::restricted_erase_explanation(language)) +
                            act_button(context, url + "/erasure", word::restricted_erase(language),
                                       html::Emphasis::danger, head.version));
    }
    return answer();
}

/// What is kept; what it says only after a look.
http::Response as_json(web::Context const &context, storage::Reader &reader, Head const &head,
                       Shown const &shown)
{
    namespace json = boost::json;
    json::array copies_kept;
    for (auto const &one : files_of(reader, head.id, Keeping::sealed)) {
        copies_kept.push_back(json::object{{"file", one.file.to_string()},
                                           {"document", one.document},
                                           {"added", one.added.to_string()}});
    }
    json::object told{{"version", head.version},
                      {"is_written", has_written_part(reader, head.id)},
                      {"copies", std::move(copies_kept)}};
    if (auto const erased = restricted_erased_on(reader, head.id)) {
        told["erased_on"] = erased->to_string();
    }
    if (shown.value != nullptr) {
        told["passport"] = shown.value->passport;
        told["expiry"] = shown.value->expiry;
        told["medical"] = shown.value->medical;
    }
    auto response = context.json(json::serialize(told));
    response.headers.set("ETag", "\"" + std::to_string(head.version) + "\"");
    return response;
}

http::Response show(web::Context const &context, Door door, Shown const &shown)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const head = find_application(context, reader, door, see_verb);
        if (head && context.is_api()) {
            return as_json(context, reader, *head, shown);
        }
        return head ? page(context, reader, door, *head, shown) : context.refused(head.error());
    });
}

/// Not through Context::act, which remembers its answer.
http::Response look(web::Context const &context, Door door)
{
    struct Seen {
        std::optional<Restricted> value;
    };
    if (auto refused = refused_unread(context)) {
        return std::move(*refused);
    }
    auto const seen = context.store().write([&](storage::Tx &tx) -> Result<Seen> {
        auto const head = find_as_seen(context, tx, door, see_verb);
        if (!head) {
            return refuse(head.error());
        }
        auto value = look_restricted(tx, context.app().auth.vault, context.who(), *head);
        if (!value) {
            return refuse(value.error());
        }
        return Seen{std::move(*value)};
    });
    if (!seen) {
        return context.refused(seen.error());
    }
    return show(context, door, {.value = seen->value ? &*seen->value : nullptr});
}

http::Response write(web::Context const &context, Door door)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const text = [&](std::string_view name) {
        return std::string{input->get(name)};
    };
    Restricted const value{
        .passport = text("passport"), .expiry = text("expiry"), .medical = text("medical")};
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const head = find_application(context, tx, door, see_verb);
            if (!head) {
                return refuse(head.error());
            }
            if (auto const done =
                    write_restricted(tx, context.app().auth.vault, context.who(), *head, value);
                !done) {
                return refuse(done.error());
            }
            return web::Outcome{.location = url_through(door, head->reference)};
        },
        [&](Refusal const &refusal) {
            return refusal.decline == Decline::invalid ? show(context, door, {.of_entry = &refusal})
                                                       : context.refused(refusal);
        });
}

http::Response erase(web::Context const &context)
{
    if (auto refused = refused_unread(context)) {
        return std::move(*refused);
    }
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const head = find_as_seen(context, tx, Door::office, erase_verb);
        if (!head) {
            return refuse(head.error());
        }
        if (auto const done = erase_restricted(tx, context.app().auth.vault, context.who(), *head);
            !done) {
            return refuse(done.error());
        }
        return web::Outcome{.location = url_of_restricted(head->reference)};
    });
}

// -- Copies ---------------------------------------------------------------------------------------

http::Response add_copy(web::Context const &context, Door door)
{
    auto const refused = [&](Refusal const &refusal) {
        bool const has_form =
            refusal.decline == Decline::invalid || refusal.decline == Decline::too_large;
        return has_form && !context.is_api() ? show(context, door, {.of_copy = &refusal})
                                             : context.refused(refusal);
    };
    auto const &uploads = context.request().uploads;
    auto const sent = std::ranges::find_if(uploads, [](http::Upload const &upload) {
        return upload.field == "file" && (upload.size > 0 || !upload.name.empty());
    });
    if (sent == uploads.end()) {
        return refused({Decline::invalid, {{"file", "web.no_upload", {}}}});
    }
    auto const examined = files::examine(sent->path, sent->name, "file", sealed_file_limits);
    if (!examined) {
        return refused(examined.error());
    }
    auto const document = std::string{context.request().form.find("document").value_or("")};
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            auto const head = find_application(context, tx, door, see_verb);
            if (!head) {
                return refuse(head.error());
            }
            if (auto const done = seal_file(tx, context.app().auth.vault, context.who(), *head,
                                            document, *examined);
                !done) {
                return refuse(done.error());
            }
            return web::Outcome{.location = url_through(door, head->reference)};
        },
        refused);
}

/// Not through Context::act, which remembers its answer.
http::Response open_copy(web::Context const &context, Door door)
{
    auto const id = Id<files::File>::parse(context.part("file"));
    auto const stored = context.store().write([&](storage::Tx &tx) -> Result<files::Stored> {
        auto const head = find_application(context, tx, door, see_verb);
        if (!head || !id) {
            return head ? not_found() : refuse(head.error());
        }
        return look_at_file(tx, context.who(), *head, *id);
    });
    if (!stored) {
        return context.refused(stored.error());
    }
    // Read whole (it is bounded): a stream would need the cipher for longer than this answer.
    secrets::FileCipher cipher{context.app().auth.vault};
    auto bytes = files::read_all(context.store(), *stored, &cipher);
    if (!bytes) {
        return context.refused(bytes.error());
    }
    http::Response response;
    response.headers.set("Content-Type", std::string{files::media_type(stored->type)});
    response.headers.set("Content-Disposition",
                         "attachment; filename*=UTF-8''" + http::encode_component(stored->name));
    response.headers.set("Cache-Control", "no-store");
    response.body = std::move(*bytes);
    return response;
}

http::Response take_copy_back(web::Context const &context)
{
    auto const id = Id<files::File>::parse(context.part("file"));
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const head =
            find_own(tx, context.who(), context.part("id"), own_verbs::take_file_back);
        if (!head || !id) {
            return head ? not_found() : refuse(head.error());
        }
        if (auto const done = take_sealed_file_back(tx, context.who(), *head, *id); !done) {
            return refuse(done.error());
        }
        return web::Outcome{.location = url_of_own_restricted(head->reference)};
    });
}

constexpr std::array restricted_fields{
    records::field<&Restricted::passport>("passport", word::restricted_passport).required(),
    records::field<&Restricted::expiry>("expiry", word::restricted_expiry),
    records::field<&Restricted::medical>("medical", word::restricted_medical)};

} // namespace

std::string url_of_restricted(std::string_view application_reference)
{
    return web::url_of(applications, application_reference) + "/restricted";
}

std::string url_of_own_restricted(std::string_view application_reference)
{
    return std::string{own_applications_path} + "/" + std::string{application_reference} +
           "/restricted";
}

void add_restricted_routes(web::Router &router)
{
    using http::Method;
    struct Way {
        Door door;
        std::string base;
        web::Gate gate;
    };
    web::Gate const sees{
        .kind = web::Gate::Kind::policy, .policy = &application_policy, .verb = see_verb};
    web::Gate const owns{.kind = web::Gate::Kind::policy,
                         .policy = &own_application_policy,
                         .verb = own_verbs::seal};
    web::Gate const erases{
        .kind = web::Gate::Kind::policy, .policy = &application_policy, .verb = erase_verb};
    auto const rest = std::string{"/{id}/restricted"};
    auto const of_offices = std::string{applications.path} + rest;
    for (auto const &way : {Way{Door::office, of_offices, sees},
                            Way{Door::own, std::string{own_applications_path} + rest, owns}}) {
        auto const &base = way.base;
        auto const add = [&, through = way.door](Method method, std::string const &pattern,
                                                 web::ApiDoc const &doc, auto handler) {
            router.add({.method = method,
                        .pattern = pattern,
                        .gate = way.gate,
                        .handler = [through, handler](
                                       web::Context &context) { return handler(context, through); },
                        .api = doc,
                        .takes_uploads = pattern.ends_with("/files")});
        };
        auto const doc = [](std::string_view summary) {
            return web::ApiDoc{.summary = summary, .tag = applications.kind};
        };
        add(Method::get, base,
            doc("Tells what is kept of passport and medical part, not what it says."),
            [](web::Context &context, Door through) { return show(context, through, {}); });
        auto written = doc("Seals passport and medical part, in place of what was written before.");
        written.body = restricted_fields;
        add(Method::post, base, written, write);
        auto looked = doc("Opens passport and medical part; the look is recorded.");
        looked.wants_version = true;
        add(Method::post, base + "/look", looked, look);
        add(Method::post, base + "/files",
            doc("Seals a copy of a `document` (multipart, as `file`)."), add_copy);
        auto opened = doc("Fetches a copy; the look is recorded.");
        opened.shape = web::ApiDoc::Shape::text;
        add(Method::post, base + "/files/{file}", opened, open_copy);
    }
    router.add({.method = Method::post,
                .pattern = std::string{own_applications_path} + rest + "/files/{file}/removal",
                .gate = {.kind = web::Gate::Kind::policy,
                         .policy = &own_application_policy,
                         .verb = own_verbs::take_file_back},
                .handler = [](web::Context &context) { return take_copy_back(context); },
                .api = web::ApiDoc{.summary = "Takes a copy back that was handed in.",
                                   .tag = applications.kind}});
    router.add({.method = Method::post,
                .pattern = of_offices + "/erasure",
                .gate = erases,
                .handler = [](web::Context &context) { return erase(context); },
                .api = web::ApiDoc{.summary = "Erases passport, medical part and copies for good.",
                                   .tag = applications.kind,
                                   .wants_version = true}});
}

} // namespace selatan::training
