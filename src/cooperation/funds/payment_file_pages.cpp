#include "base/ensure.hpp"
#include "cooperation/funds/funds_store.hpp"
#include "cooperation/funds/pages.hpp"
#include "cooperation/funds/payment_file_store.hpp"
#include "cooperation/funds/report.hpp"
#include "platform/files/file.hpp"
#include "platform/html/form.hpp"
#include "platform/i18n/format.hpp"
#include "platform/i18n/words/words.hpp"
#include "words/common.hpp"
#include "words/funds.hpp"

#include <algorithm>
#include <boost/algorithm/hex.hpp>
#include <boost/json.hpp>
#include <iterator>

namespace selatan::funds {

namespace {

namespace word = words::funds;
namespace common = words::common;
namespace json = boost::json;
using records::field;

constexpr files::Limits upload_limits{.bytes = 5 * files::chunk_size};
constexpr std::array upload_fields{
    field<&PaymentFile::fund>("fund", word::fund_singular).of("fund").required(),
};
constexpr std::array match_fields{
    field<&RowMatch::row>("row", word::field_row).required().hinted(word::field_row_hint),
    field<&RowMatch::disbursement>("disbursement", word::field_row_disbursement)
        .of("disbursement")
        .hinted(word::field_row_disbursement_hint),
    field<&RowMatch::another_payment>("another_payment", word::field_another_payment)
        .hinted(word::form_another_payment_hint),
};

std::string hex_of(files::Digest const &digest)
{
    std::string text;
    boost::algorithm::hex_lower(digest.begin(), digest.end(), std::back_inserter(text));
    return text;
}

// -- The rows on the record's page ----------------------------------------------------------------

std::string state_text(Language language, RowState state)
{
    return std::string{word::row_states(language, to_code(state)).value_or(to_code(state))};
}

html::Tone tone_of_row(RowState state)
{
    switch (state) {
    case RowState::paid:
    case RowState::reconciled:
        return html::Tone::good;
    case RowState::problem:
        return html::Tone::bad;
    case RowState::unmatched:
    case RowState::several:
        return html::Tone::waiting;
    default:
        return html::Tone::active;
    }
}

std::string reasons_text(Language language, PaymentRow const &row)
{
    if (!row.problem.empty()) {
        auto const why = words::problem(language, Problem{"", row.problem, {}});
        return row.unread.empty() ? why : why + " (" + row.unread + ")";
    }
    std::vector<std::string> reasons;
    for (auto const &one : row.reasons) {
        reasons.emplace_back(word::reasons(language, one).value_or(one));
    }
    return i18n::join_list(language, reasons);
}

struct ItsFund {
    Uuid id;
    Fund fund;
};
ItsFund fund_of(storage::Reader &reader, Uuid file)
{
    auto const loaded = records::load(reader, payment_files, file);
    ENSURE(loaded.has_value() && loaded->fund);
    auto const id = loaded->fund->uuid();
    return {id, load_fund(reader, id)};
}

html::Html rows_html(web::Context const &context, storage::Reader &reader, Uuid file)
{
    auto const language = context.language();
    html::List list;
    list.id = "rows";
    list.caption = word::page_rows(language);
    auto const column = [&](std::string_view label, bool is_number = false) {
        list.columns.push_back({.key = {}, .label = std::string{label}, .is_number = is_number});
    };
    column(word::field_row(language));
    column(word::page_what_becomes(language));
    column(word::disbursement_singular(language));
    column(word::field_amount(language), true);
    column(word::field_payment_number(language));
    column(word::field_paid_on(language));
    column(word::field_payee(language));
    column(word::field_reference(language));
    column(word::page_why(language));
    auto const fund = fund_of(reader, file);
    auto const rows = rows_of(reader, file);
    for (auto const &row : rows) {
        auto const label =
            row.disbursement ? records::label_of(reader, *row.disbursement) : std::nullopt;
        auto why = html::fragment(reasons_text(language, row));
        if (auto const other = other_of_order(reader, fund.id, rows, row)) {
            why += html::div(html::strong(word::page_row_same_order(language, *other)));
        }
        if (auto const problem = foresee_row(reader, fund.fund, row)) {
            why += html::div(html::strong(context.say(*problem)));
        }
        auto const money = row.currency ? row.amount.in(*row.currency) : std::nullopt;
        list.rows.push_back(
            {.key = {},
             .label = {},
             .cells = {html::fragment(i18n::format_number(language, row.number)),
                       html::badge({state_text(language, row.state), tone_of_row(row.state)}),
                       label ? web::link_to_record(context.app(), label->kind, label->reference,
                                                   label->reference)
                             : html::Html{},
                       html::bdi(money ? i18n::format_money(language, *money) : row.amount.digits),
                       html::bdi(row.payment_number),
                       html::fragment(row.paid_on ? context.date(*row.paid_on) : std::string{}),
                       html::bdi(row.payee), html::bdi(row.reference), std::move(why)}});
    }
    return html::block(word::page_rows(language), html::list(list, context.words()));
}

std::vector<html::Notice> warn_approver(web::Context const &context, storage::Reader &reader,
                                        Uuid file)
{
    for (auto const &row : rows_of(reader, file)) {
        if (is_proposal(row.state) && context.identity() != nullptr &&
            signatures_of(reader, *row.disbursement).approved_by == context.who().user.uuid()) {
            auto const label = records::label_of(reader, *row.disbursement);
            return {{.tone = html::Tone::waiting,
                     .title = {},
                     .body = html::p(word::problem_own_approval(
                         context.language(), label ? label->reference : std::string{}))}};
        }
    }
    return {};
}

web::RecordExtras show_file(web::Context const &context, storage::Reader &reader, Head const &head,
                            void const * /*value*/)
{
    web::RecordExtras extras;
    extras.sections = rows_html(context, reader, head.id);
    extras.drawn = {"digest"}; // long, and for programs
    if (head.state == payment_file_states::received) {
        extras.notices = warn_approver(context, reader, head.id);
    }
    return extras;
}

html::Tone tone_of_file(std::string_view state)
{
    if (state == payment_file_states::booked) {
        return html::Tone::good;
    }
    return state == payment_file_states::received ? html::Tone::waiting : html::Tone::bad;
}

bool fits_something(storage::Reader &reader, Head const &head)
{
    return std::ranges::any_of(rows_of(reader, head.id),
                               [](PaymentRow const &row) { return is_proposal(row.state); });
}

bool paid_something(storage::Reader &reader, Head const &head)
{
    return std::ranges::any_of(rows_of(reader, head.id),
                               [](PaymentRow const &row) { return row.state == RowState::paid; });
}

// -- Bringing a file in ---------------------------------------------------------------------------

http::Response upload_page(web::Context const &context, records::Input const &typed,
                           Refusal const *refusal)
{
    auto const language = context.language();
    auto const &words = context.words();
    Problems const problems = refusal == nullptr ? Problems{} : refusal->problems;
    html::Field file{.name = "file",
                     .label = std::string{word::field_file_name(language)},
                     .hint = std::string{word::form_payment_file_hint(language)},
                     .is_required = true};
    html::Form form;
    form.id = "payments";
    form.url = std::string{payment_files.path};
    form.hidden = context.hidden();
    form.has_files = true;
    form.problems = web::field_problems(context, upload_fields, problems);
    for (auto const &problem : problems) {
        if (problem.field == "file") {
            file.error = context.say(problem);
            form.problems.push_back({"file", file.error});
        }
    }
    PaymentFile const value;
    form.fields = context.store().read([&](storage::Reader &reader) {
        return web::form_fields(context, reader, upload_fields,
                                {.value = &value, .typed = &typed, .problems = &problems});
    });
    form.fields += html::file_field(file, words, {.accept = ".xlsx,.ods,.csv,.tsv,.txt"});
    form.submits = {{.label = std::string{word::form_send(language)}}};
    form.cancel = html::Link{.label = std::string{common::action_cancel(language)},
                             .url = std::string{payment_files.path}};
    auto const title = std::string{word::payment_file_add(language)};
    return context.page(
        title,
        html::page_head({.title = title, .lead = std::string{word::payment_file_about(language)}}) +
            html::entry_form(form, words) +
            html::p(
                html::a(html::href("/payment-files/template.csv"), word::page_template(language))),
        {}, refusal == nullptr ? 200 : web::status_of(refusal->decline));
}

http::Response new_page(web::Context &context)
{
    records::Input typed;
    typed.set("fund", std::string{context.query().find("fund").value_or("")});
    return upload_page(context, typed, nullptr);
}

http::Response post_file(web::Context &context)
{
    auto const &request = context.request();
    records::Input typed;
    typed.set("fund", std::string{request.form.find("fund").value_or("")});
    auto const again = [&](Refusal const &refusal) {
        return context.is_api() ? context.refused(refusal) : upload_page(context, typed, &refusal);
    };
    auto const upload = std::ranges::find_if(
        request.uploads, [](http::Upload const &one) { return one.field == "file"; });
    if (upload == request.uploads.end() || upload->size == 0) {
        return again({Decline::invalid, {{"file", "funds.no_file", {}}}});
    }
    auto const examined = files::examine(upload->path, upload->name, "file", upload_limits);
    if (!examined) {
        return again(examined.error());
    }
    // Read before the transaction: that takes its time.
    auto rows = read_payments(upload->path, Reading::isolated);
    if (!rows) {
        return again(rows.error());
    }
    return context.act(
        [&](storage::Tx &tx) -> Result<web::Outcome> {
            PaymentFile file;
            file.name = examined->name;
            file.digest = hex_of(examined->digest);
            auto const problems =
                records::fill(tx, context.app().codes, upload_fields, typed,
                              records::Missing::refused, Audience::internal, &file);
            if (!problems.empty()) {
                return refuse(Refusal{Decline::invalid, problems});
            }
            // Whose fund it may not see, it may not pay from.
            auto const fund = records::find(tx, funds, context.identity(), file.fund->to_string());
            if (!fund) {
                return refuse(Decline::invalid, "fund", "common.not_found");
            }
            auto const saved = receive_payments(tx, context.who(), file, *rows);
            if (!saved) {
                return refuse(saved.error());
            }
            return web::Outcome{.location = web::url_of(payment_files, saved->reference),
                                .json =
                                    json::serialize(json::object{{"id", saved->id.to_string()},
                                                                 {"reference", saved->reference},
                                                                 {"version", saved->version},
                                                                 {"state", saved->state}}),
                                .status = 201};
        },
        again);
}

http::Response serve_template(web::Context &context)
{
    auto const language = context.language();
    Report report{.name = "payments", .title = {}, .caption = {}, .columns = {}, .rows = {}};
    for (auto const label : {word::field_payment_number, word::field_paid_on, word::field_amount,
                             word::field_currency, word::field_reference, word::field_payee}) {
        report.columns.push_back({"", std::string{label(language)}});
    }
    return report_file(context, report, Format::csv);
}

/// The rows for programs: what each was matched with, and why.
http::Response serve_rows(web::Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const head =
            records::find(reader, payment_files, context.identity(), context.part("id"));
        if (!head) {
            return context.refused(head.error());
        }
        json::array items;
        auto const fund = fund_of(reader, head->id);
        auto const rows = rows_of(reader, head->id);
        for (auto const &row : rows) {
            auto const other = other_of_order(reader, fund.id, rows, row);
            auto const refused = foresee_row(reader, fund.fund, row);
            auto const label =
                row.disbursement ? records::label_of(reader, *row.disbursement) : std::nullopt;
            json::array reasons;
            for (auto const &one : row.reasons) {
                reasons.emplace_back(one);
            }
            items.push_back(json::object{
                {"row", row.number},
                {"state", to_code(row.state)},
                {"payment_number", row.payment_number},
                {"paid_on", row.paid_on ? json::value(row.paid_on->to_string()) : json::value{}},
                {"amount", row.amount.digits},
                {"currency", row.currency ? json::value(row.currency->to_string()) : json::value{}},
                {"reference", row.reference},
                {"payee", row.payee},
                {"problem", row.problem},
                {"unread", row.unread},
                {"disbursement", label ? json::value(label->reference) : json::value{}},
                {"reasons", std::move(reasons)},
                {"order_paid_already", other ? json::value(*other) : json::value{}},
                {"refused", refused ? json::value(refused->code) : json::value{}}});
        }
        return context.json(json::serialize(json::object{{"items", std::move(items)}}));
    });
}

} // namespace

web::NounPages const payment_file_pages{
    .noun = &payment_files,
    .picture = html::Icon::upload,
    .add = word::payment_file_add,
    .has_own_form = true,
    .empty_title = word::payment_file_empty_title,
    .empty_text = word::payment_file_empty_text,
    .about = word::payment_file_about,
    .act_name = word::acts,
    .tone = tone_of_file,
    .extras = show_file,
    .verbs = {{.verb = "book",
               .path = "booking",
               .label = word::verb_book,
               .emphasis = html::Emphasis::primary,
               .possible = fits_something,
               .run = run_at_once<book_payments>},
              {.verb = "match",
               .path = "matches",
               .label = word::verb_match,
               .explanation = word::verb_match_explanation,
               .fields = match_fields,
               .type = &records::value_type<RowMatch>,
               .run = run<RowMatch, match_row>},
              {.verb = "discard",
               .path = "discarding",
               .label = word::verb_discard,
               .run = run_at_once<discard_payments>},
              {.verb = "undo",
               .path = "undoing",
               .label = word::verb_undo,
               .emphasis = html::Emphasis::danger,
               .possible = paid_something,
               .run = run_at_once<undo_payments>}},
};

void add_payment_file_routes(web::Router &router)
{
    web::Gate const creates{.kind = web::Gate::Kind::policy,
                            .policy = &payment_file_policy,
                            .verb = records::verbs::create};
    router.add({.method = http::Method::get,
                .pattern = "/payment-files/new",
                .gate = creates,
                .handler = new_page,
                .api = std::nullopt});
    router.add({.method = http::Method::get,
                .pattern = "/payment-files/template.csv",
                .gate = creates,
                .handler = serve_template,
                .api = std::nullopt});
    router.add({.method = http::Method::post,
                .pattern = "/payment-files",
                .gate = creates,
                .handler = post_file,
                .api = web::ApiDoc{.summary = "Bring in a file of the treasury’s payments"
                                              " (multipart: fund, file).",
                                   .tag = payment_files.kind},
                .takes_uploads = true});
    router.add({.method = http::Method::get,
                .pattern = "/payment-files/{id}/rows",
                .gate = {.kind = web::Gate::Kind::policy,
                         .policy = &payment_file_policy,
                         .verb = records::verbs::see},
                .handler = serve_rows,
                .api = web::ApiDoc{.summary = "The file’s rows with what each was matched with.",
                                   .tag = payment_files.kind},
                .is_page = false});
}

} // namespace selatan::funds
