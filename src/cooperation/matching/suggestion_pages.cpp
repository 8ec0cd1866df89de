#include "cooperation/matching/catalogue.hpp"
#include "cooperation/matching/match_store.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/matching/pages.hpp"
#include "cooperation/reference/lists.hpp"
#include "platform/i18n/format.hpp"
#include "words/matching.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::matching {

namespace {

namespace json = boost::json;
namespace word = words::matching;
using records::Head;

constexpr std::size_t suggested_most = 24;
constexpr std::size_t left_out_most = 50;
/// The newest of them: the reverse is a look around, not a register.
constexpr int open_requests_most = 1000;

html::Html bar(int thousandths)
{
    auto const width = std::to_string(std::clamp(thousandths, 0, 1000));
    return html::element<"svg">(
        html::cls("bar"), html::attr<"viewBox">("0 0 1000 10"),
        html::attr<"preserveAspectRatio">("none"), html::attr<"aria-hidden">("true"),
        html::element<"rect">(html::cls("room"), html::attr<"width">("1000"),
                              html::attr<"height">("10")),
        html::element<"rect">(html::cls("used"), html::attr<"width">(width),
                              html::attr<"height">("10")));
}

// -- One suggestion, whichever way it points ------------------------------------------------------

/// What stands on a card, and in the answer to programs.
struct Shown {
    records::Noun const *noun = nullptr;
    Uuid id;
    std::string reference;
    std::string title;
    std::string above;       ///< modality, country
    std::string whose;       ///< the organisation
    std::string proposed_as; ///< the match that there is already
    int score = 0;
    std::vector<Reason> reasons;
};

struct ShownLeftOut {
    records::Noun const *noun = nullptr;
    std::string reference;
    std::string title;
    std::string why;
    std::string why_code;
};

struct Page {
    Head head;               ///< of whom something is sought for
    html::Html particulars;  ///< what the ranking looked at
    records::Noun const *of; ///< its noun
    std::vector<Shown> found;
    std::vector<ShownLeftOut> left_out;
    std::size_t left_out_count = 0;
    std::size_t considered = 0;
    bool for_request = true;
};

/// What can be done with a suggestion: propose it, or go to what was proposed.
html::Action action_for(web::Context const &context, Page const &page, Shown const &shown)
{
    auto const language = context.language();
    if (!shown.proposed_as.empty()) {
        return {.label = std::string{word::page_proposed(language)} + ": " + shown.proposed_as,
                .url = web::url_of(matches, shown.proposed_as)};
    }
    auto const &request = page.for_request ? page.head.reference : shown.reference;
    auto const offer = page.for_request ? shown.id : page.head.id;
    auto hidden = context.hidden();
    hidden.push_back({.name = "offer", .value = offer.to_string()});
    return {.label = std::string{word::page_propose(language)},
            .url = web::url_of(requests::requests, request) + "/matches",
            .emphasis = html::Emphasis::primary,
            .posts = true,
            .hidden = std::move(hidden),
            .picture = html::Icon::match};
}

html::Html suggestion_block(web::Context const &context, Page const &page, Shown const &shown,
                            std::size_t place, reference::Codelists const &lists)
{
    auto const language = context.language();
    auto const title =
        i18n::format_number(language, static_cast<std::int64_t>(place)) + " · " + shown.title;
    html::Html about =
        html::a(html::href(web::url_of(*shown.noun, shown.reference)), html::bdi(shown.reference));
    for (auto const &one : {shown.above, shown.whose}) {
        if (!one.empty()) {
            about += html::fragment(" · ", html::bdi(one));
        }
    }
    return html::block(title,
                       html::article(html::cls("card"), html::p(about),
                                     score_line(shown.score, language),
                                     reasons_list(shown.reasons, lists, language)),
                       {action_for(context, page, shown)});
}

html::Html left_out_block(Language language, Page const &page)
{
    if (page.left_out_count == 0) {
        return {};
    }
    auto const row = [](ShownLeftOut const &one) {
        return html::tr(html::th(html::attr<"scope">("row"),
                                 html::a(html::href(web::url_of(*one.noun, one.reference)),
                                         html::bdi(one.title))),
                        html::td(html::bdi(one.reference)), html::td(one.why));
    };
    auto const count = static_cast<std::int64_t>(page.left_out_count);
    auto const shown = static_cast<std::int64_t>(page.left_out.size());
    html::Html content = html::p(html::cls("note"), word::left_out_count(language, count));
    content += html::div(
        html::cls("table"),
        html::table(html::thead(html::tr(
                        html::th(html::attr<"scope">("col"), word::left_out_title(language)),
                        html::th(html::attr<"scope">("col"), word::left_out_reference(language)),
                        html::th(html::attr<"scope">("col"), word::left_out_why(language)))),
                    html::tbody(html::each(page.left_out, row))));
    if (shown < count) {
        content += html::p(html::cls("note"), word::left_out_more(language, count - shown));
    }
    return html::block(word::block_left_out(language), content);
}

http::Response render(web::Context const &context, Page const &page,
                      reference::Codelists const &lists)
{
    auto const language = context.language();
    auto const title = std::string{page.for_request ? word::page_offers_title(language)
                                                    : word::page_requests_title(language)};
    html::PageHead head{
        .title = title, .lead = page.head.reference + " · " + page.head.title, .actions = {}};
    auto content = html::page_head(head);
    content += page.particulars;
    auto const considered = static_cast<std::int64_t>(page.considered);
    content += html::p(html::cls("note"),
                       page.for_request ? word::page_considered_offers(language, considered)
                                        : word::page_considered_requests(language, considered));
    if (page.found.empty()) {
        content += html::empty_state(
            {.picture = html::Icon::match,
             .title = std::string{page.for_request ? word::page_no_offers(language)
                                                   : word::page_no_requests(language)},
             .text = std::string{page.for_request ? word::page_no_offers_text(language)
                                                  : word::page_no_requests_text(language)},
             .actions = {}});
    } else {
        for (std::size_t i = 0; i < page.found.size(); ++i) {
            content += suggestion_block(context, page, page.found[i], i + 1, lists);
        }
    }
    content += left_out_block(language, page);
    return context.page(
        title + " · " + page.head.reference, content,
        {{.label = std::string{page.of->plural(language)}, .url = std::string{page.of->path}},
         {.label = page.head.reference, .url = web::url_of(*page.of, page.head.reference)},
         {.label = title, .url = {}, .current = true}});
}

http::Response as_json(web::Context const &context, Page const &page,
                       reference::Codelists const &lists)
{
    auto const language = context.language();
    json::array found;
    for (auto const &one : page.found) {
        json::array reasons;
        for (auto const &reason : one.reasons) {
            reasons.push_back(json::object{{"criterion", ranking::to_code(reason.criterion)},
                                           {"score", reason.score / 1000.0},
                                           {"weight", reason.weight / 1000.0},
                                           {"text", sentence(reason, lists, language)}});
        }
        found.push_back(
            json::object{{"id", one.id.to_string()},
                         {"reference", one.reference},
                         {"title", one.title},
                         {"score", one.score},
                         {"reasons", std::move(reasons)},
                         {"match", one.proposed_as.empty() ? json::value{nullptr}
                                                           : json::value{one.proposed_as}}});
    }
    json::array left_out;
    for (auto const &one : page.left_out) {
        left_out.push_back(json::object{{"reference", one.reference},
                                        {"title", one.title},
                                        {"why", one.why_code},
                                        {"text", one.why}});
    }
    return context.json(json::serialize(json::object{{"considered", page.considered},
                                                     {"suggestions", std::move(found)},
                                                     {"left_out_count", page.left_out_count},
                                                     {"left_out", std::move(left_out)}}));
}

std::string country_name(reference::Codelists const &lists, std::optional<CountryCode> code,
                         Language language)
{
    return code ? std::string{lists.name(*code, language).text} : std::string{};
}

/// "Not eligible: only small island developing States, Fiji"
std::string exclusion_sentence(reference::Codelists const &lists, offers::Offer const &offer,
                               ranking::Exclusion why, int year, Language language)
{
    switch (why) {
    case ranking::Exclusion::not_eligible: {
        std::vector<std::string> open_to;
        for (auto const &group : offer.eligible_groups) {
            open_to.emplace_back(lists.name(reference::List::group, group, language).text);
        }
        for (auto const &country : offer.eligible_countries) {
            open_to.emplace_back(lists.name(reference::List::country, country, language).text);
        }
        return word::excluded_not_eligible(
            language, i18n::join_list(language, open_to, i18n::ListKind::any_of));
    }
    case ranking::Exclusion::no_capacity:
        return word::excluded_no_capacity(language, std::to_string(year));
    case ranking::Exclusion::not_in_period:
        break;
    }
    return std::string{word::excluded_not_in_period(language)};
}

std::string joined(std::string const &a, std::string const &b)
{
    return a.empty() || b.empty() ? a + b : a + " · " + b;
}

/// The fields that are compared, so that reasons can be read beside them.
template <std::size_t N>
html::Html compared(web::Context const &context, records::Noun const &noun, void const *value,
                    std::array<std::string_view, N> const &names)
{
    std::vector<html::Fact> facts;
    for (auto const &column : records::columns_of(noun, records::audience_of(context.identity()))) {
        if (column.field == nullptr || std::ranges::find(names, column.name) == names.end()) {
            continue;
        }
        records::CellText const cell{
            .text = column.field->print(value), .label = {}, .reference = {}, .kind = {}};
        if (!cell.text.empty()) {
            facts.push_back({.label = std::string{column.label(context.language())},
                             .value = web::show_cell(context, noun, column, cell)});
        }
    }
    return html::article(html::cls("card"), html::facts(facts));
}

// -- Offers for a request -------------------------------------------------------------------------

http::Response offers_for_request(web::Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const head =
            records::find(reader, requests::requests, context.identity(), context.part("id"));
        if (!head) {
            return context.refused(head.error());
        }
        auto const request = records::load(reader, requests::requests, head->id);
        ENSURE(request.has_value());
        auto const language = context.language();
        auto const today = reader.today();
        auto const all = catalogue(reader);
        auto const &lists = all->lists();
        auto const suggestions = all->for_request(*request, today, suggested_most);
        auto const proposed = proposed_offers(reader, head->id);
        std::vector<Uuid> organisations;
        for (auto const &suggestion : suggestions.best) {
            auto const &offer = all->offers()[suggestion.index].offer;
            if (offer.organisation) {
                organisations.push_back(offer.organisation->uuid());
            }
        }
        auto const names = titles_of(reader, organisations);

        Page page{.head = *head, .of = &requests::requests, .considered = suggestions.considered};
        constexpr std::array<std::string_view, 8> looked_at{
            "country", "sector", "sdgs", "modalities", "people", "languages", "starts", "ends"};
        page.particulars = compared(context, requests::requests, &*request, looked_at);
        for (auto const &suggestion : suggestions.best) {
            auto const &one = all->offers()[suggestion.index];
            Shown shown;
            shown.noun = &offers::offers;
            shown.id = one.id;
            shown.reference = one.reference;
            auto const translated = one.offer.titles.in(language);
            shown.title = translated.empty() ? one.offer.title : std::string{translated};
            shown.above = joined(
                std::string{
                    lists.name(reference::List::modality, one.offer.modality, language).text},
                country_name(lists, one.offer.country, language));
            if (one.offer.organisation) {
                auto const found = names.find(one.offer.organisation->uuid());
                shown.whose = found == names.end() ? std::string{} : found->second;
            }
            auto const match = proposed.find(one.id);
            shown.proposed_as = match == proposed.end() ? std::string{} : match->second;
            shown.score = suggestion.score;
            shown.reasons = suggestion.reasons;
            page.found.push_back(std::move(shown));
        }
        int const year = request->starts.value_or(today).year();
        page.left_out_count = suggestions.left_out.size();
        for (auto const &left_out : suggestions.left_out) {
            if (page.left_out.size() == left_out_most) {
                break;
            }
            auto const &one = all->offers()[left_out.index];
            page.left_out.push_back(
                {.noun = &offers::offers,
                 .reference = one.reference,
                 .title = one.offer.title,
                 .why = exclusion_sentence(lists, one.offer, left_out.why, year, language),
                 .why_code = std::string{ranking::to_code(left_out.why)}});
        }
        return context.is_api() ? as_json(context, page, lists) : render(context, page, lists);
    });
}

http::Response propose_offer(web::Context &context)
{
    auto const input = context.input();
    if (!input) {
        return context.refused(input.error());
    }
    auto const wanted = std::string{input->get("offer")};
    return context.act([&](storage::Tx &tx) -> Result<web::Outcome> {
        auto const head =
            records::find(tx, requests::requests, context.identity(), context.part("id"));
        if (!head) {
            return refuse(head.error());
        }
        auto const offer = records::resolve(tx, offers::offers.kind, wanted);
        if (!offer) {
            return refuse(Decline::invalid, "offer", "records.unknown_record", {{"value", wanted}});
        }
        auto const saved = propose(tx, context.who(), *head, *offer);
        if (!saved) {
            return refuse(saved.error());
        }
        auto const made = records::find(tx, matches, context.identity(), saved->id.to_string());
        return web::Outcome{.location = web::url_of(matches, saved->reference),
                            .json = made
                                        ? web::record_json(tx, matches, *made,
                                                           records::audience_of(context.identity()))
                                        : std::string{"{}"},
                            .status = 201};
    });
}

// -- Requests for an offer ------------------------------------------------------------------------

http::Response requests_for_offer(web::Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const head =
            records::find(reader, offers::offers, context.identity(), context.part("id"));
        if (!head) {
            return context.refused(head.error());
        }
        auto const offer = records::load(reader, offers::offers, head->id);
        ENSURE(offer.has_value());
        auto const language = context.language();
        auto const today = reader.today();
        auto const lists = reference::lists(reader);
        auto const may_see =
            records::compile(requests::policy, context.identity(), records::verbs::see);
        auto const open = open_requests(reader, may_see, open_requests_most);
        auto const suggestions = for_offer(*offer, open, *lists, today, suggested_most);
        auto const proposed = proposed_requests(reader, head->id);

        Page page{.head = *head,
                  .of = &offers::offers,
                  .considered = suggestions.considered,
                  .for_request = false};
        constexpr std::array<std::string_view, 8> looked_at{
            "country",         "modality",           "sectors",    "sdgs", "languages",
            "eligible_groups", "eligible_countries", "valid_until"};
        page.particulars = compared(context, offers::offers, &*offer, looked_at);
        for (auto const &suggestion : suggestions.best) {
            auto const &one = open[suggestion.index];
            Shown shown;
            shown.noun = &requests::requests;
            shown.id = one.id;
            shown.reference = one.reference;
            shown.title = one.request.title;
            shown.above = country_name(*lists, one.request.country, language);
            auto const match = proposed.find(one.id);
            shown.proposed_as = match == proposed.end() ? std::string{} : match->second;
            shown.score = suggestion.score;
            shown.reasons = suggestion.reasons;
            page.found.push_back(std::move(shown));
        }
        page.left_out_count = suggestions.left_out.size();
        for (auto const &left_out : suggestions.left_out) {
            if (page.left_out.size() == left_out_most) {
                break;
            }
            auto const &one = open[left_out.index];
            page.left_out.push_back(
                {.noun = &requests::requests,
                 .reference = one.reference,
                 .title = one.request.title,
                 .why = exclusion_sentence(*lists, *offer, left_out.why, today.year(), language),
                 .why_code = std::string{ranking::to_code(left_out.why)}});
        }
        return context.is_api() ? as_json(context, page, *lists) : render(context, page, *lists);
    });
}

} // namespace

html::Html score_line(int score, Language language)
{
    return html::p(html::strong(i18n::format_number(language, score)), html::fragment(" "),
                   word::score_of_100(language)) +
           bar(score * 10);
}

html::Html reasons_list(std::vector<Reason> const &reasons, reference::Codelists const &lists,
                        Language language)
{
    std::vector<html::Fact> speaks_for;
    std::vector<html::Fact> missing;
    for (auto const &reason : reasons) {
        html::Fact fact{.label = std::string{criterion_name(reason.criterion, language)},
                        .value = html::fragment(sentence(reason, lists, language))};
        (reason.speaks_for() ? speaks_for : missing).push_back(std::move(fact));
    }
    auto list = html::facts(speaks_for);
    if (!missing.empty()) {
        list += html::details(html::cls("disclosure"),
                              html::summary(word::reasons_missing(language)), html::facts(missing));
    }
    return list;
}

html::Html reasons_table(std::vector<Reason> const &reasons, Language language)
{
    auto const percent = [&](int thousandths) {
        return i18n::format_percent(language, thousandths / 1000.0);
    };
    auto const row = [&](Reason const &reason) {
        return html::tr(
            html::th(html::attr<"scope">("row"), criterion_name(reason.criterion, language)),
            html::td(html::cls("picture"), bar(reason.score)),
            html::td(html::cls("number"), html::attr<"data-label">(word::table_score(language)),
                     percent(reason.score)),
            html::td(html::cls("number"), html::attr<"data-label">(word::table_weight(language)),
                     percent(reason.weight)),
            html::td(html::cls("number"), html::attr<"data-label">(word::table_part(language)),
                     i18n::format_decimal(language, reason.contribution() / 10.0, 1)));
    };
    auto const heading = [](std::string_view text) {
        return html::th(html::cls("number"), html::attr<"scope">("col"), text);
    };
    return html::details(
        html::cls("disclosure"), html::summary(word::table_title(language)),
        html::div(html::cls("table ceilings"),
                  html::table(html::thead(html::tr(html::th(html::attr<"scope">("col"),
                                                            word::table_criterion(language)),
                                                   html::td(), heading(word::table_score(language)),
                                                   heading(word::table_weight(language)),
                                                   heading(word::table_part(language)))),
                              html::tbody(html::each(reasons, row)))));
}

void add_suggestion_routes(web::Router &router)
{
    web::Gate const gate{
        .kind = web::Gate::Kind::policy, .policy = &policy, .verb = records::verbs::create};
    auto const requests_path = std::string{requests::requests.path} + "/{id}/matches";
    router.add(
        {.method = http::Method::get,
         .pattern = requests_path,
         .gate = gate,
         .handler = offers_for_request,
         .api = web::ApiDoc{.summary = "Ranks the published offers for a request, with reasons.",
                            .tag = matches.kind}});
    router.add(
        {.method = http::Method::post,
         .pattern = requests_path,
         .gate = gate,
         .handler = propose_offer,
         .api = web::ApiDoc{.summary = "Proposes an offer (offer: id or reference) for a request.",
                            .tag = matches.kind,
                            .answer = matches.fields,
                            .shape = web::ApiDoc::Shape::record}});
    router.add(
        {.method = http::Method::get,
         .pattern = std::string{offers::offers.path} + "/{id}/requests",
         .gate = gate,
         .handler = requests_for_offer,
         .api = web::ApiDoc{.summary = "Ranks the open requests that an offer fits, with reasons.",
                            .tag = matches.kind}});
}

} // namespace selatan::matching
