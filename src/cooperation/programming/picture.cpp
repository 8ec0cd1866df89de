// Budget against ceiling, where the money goes, and the same as a file.
#include "cooperation/programming/figures.hpp"
#include "cooperation/programming/pages.hpp"
#include "cooperation/programming/programming.hpp"
#include "platform/i18n/format.hpp"
#include "platform/sheets/table_writer.hpp"
#include "words/programming.hpp"

#include <algorithm>
#include <map>

namespace selatan::programming {

namespace {

namespace word = words::programming;

int permille_of(std::int64_t amount, std::int64_t ceiling)
{
    constexpr int most = 100'000; // a hundred times the ceiling is drawn like more
    if (ceiling <= 0) {
        return amount > 0 ? most : 0;
    }
    auto const share = static_cast<double>(amount) / static_cast<double>(ceiling) * 1000.0;
    return static_cast<int>(std::clamp(share, 0.0, static_cast<double>(most)));
}

/// One bar a ceiling, in a table that says the same in figures.
html::Html against_ceilings(web::Context const &context, storage::Reader &reader,
                            Figures const &figures, Currency currency)
{
    auto const language = context.language();
    // Eleven digits are for accountants, who have the lists and the file.
    constexpr std::int64_t million = 1'000'000;
    bool const in_millions =
        std::ranges::any_of(figures.ceilings, [](AgainstCeiling const &ceiling) {
            return std::max(ceiling.hold.amount, ceiling.hold.held) >= 10'000 * million;
        });
    auto const number = [&](std::int64_t amount) {
        auto const half = amount < 0 ? -million / 2 : million / 2;
        return i18n::format_number(language, in_millions ? (amount + half) / million : amount);
    };
    html::Ceilings table;
    table.caption = in_millions ? word::picture_caption_millions(language, currency.view())
                                : word::picture_caption(language, currency.view());
    table.label = word::ceiling_singular(language);
    for (auto const &[hold, ranked] : figures.ceilings) {
        auto const stage = word::stages(language, to_code(hold.stage)).value_or("");
        table.rows.push_back({.label = scope_name(context, reader, hold.scope, hold.code) + " · " +
                                       std::string{stage},
                              .url = {},
                              .used = number(hold.held),
                              .planned = number(ranked),
                              .ceiling = number(hold.amount),
                              .left = number(hold.amount - hold.held - ranked),
                              .used_permille = permille_of(hold.held, hold.amount),
                              .planned_permille = permille_of(ranked, hold.amount)});
    }
    // The component's words are those of any budget; here they are the plan's.
    auto words = context.words();
    words.parts.used = word::picture_held(language);
    words.parts.planned = word::picture_ranked(language);
    return html::ceiling_table(table, words);
}

html::Html parts_table(web::Context const &context, std::string_view caption,
                       std::string_view heading, std::vector<Part> const &parts,
                       std::string_view list, bool has_ranked)
{
    auto const language = context.language();
    auto const number = [&](std::int64_t amount) {
        return html::fragment(i18n::format_number(language, amount));
    };
    auto const cells_of = [&](html::Html name, Part const &part) {
        std::vector<html::Html> cells{std::move(name), number(part.lines),
                                      number(part.established)};
        if (has_ranked) {
            cells.push_back(number(part.ranked));
        }
        return cells;
    };
    html::List table;
    table.caption = caption;
    table.columns = {
        {.key = "name", .label = std::string{heading}},
        {.key = "lines", .label = std::string{word::picture_lines(language)}, .is_number = true},
        {.key = "established",
         .label = std::string{has_ranked ? word::picture_held(language)
                                         : word::picture_reported(language)},
         .is_number = true}};
    if (has_ranked) {
        table.columns.push_back({.key = "ranked",
                                 .label = std::string{word::picture_ranked(language)},
                                 .is_number = true});
    }
    for (auto const &part : parts) {
        auto name = context.app().codes.name(list, part.code, language);
        table.rows.push_back({.key = part.code,
                              .label = part.code,
                              .cells = cells_of(html::bdi(name.empty() ? part.code : name), part)});
    }
    table.totals = cells_of(html::fragment(word::picture_total(language)), sum_of(parts));
    // The caption is read out; the same words stand above for those who look.
    return html::p(html::cls("note"), caption) + html::list(table, context.words());
}

/// Both budgets together, country by country: only for whoever asked.
std::vector<Part> added_up(std::vector<Part> const &central, std::vector<Part> const &own)
{
    std::map<std::string, Part> all;
    for (auto const *const parts : {&central, &own}) {
        for (auto const &part : *parts) {
            auto &sum = all[part.code];
            sum.code = part.code;
            sum.lines += part.lines;
            sum.established += part.established;
            sum.ranked += part.ranked;
        }
    }
    std::vector<Part> parts;
    for (auto &[code, part] : all) {
        parts.push_back(std::move(part));
    }
    return parts;
}

http::Response picture_csv(web::Context &context)
{
    return context.store().read([&](storage::Reader &reader) {
        auto const head = records::find(reader, plan_years, context.identity(), context.part("id"));
        if (!head) {
            return context.refused(head.error());
        }
        auto const plan = records::load(reader, plan_years, head->id).value_or(PlanYear{});
        auto const language = context.language();
        auto const currency = plan.currency.value_or(Currency{}).to_string();
        auto const figures =
            figures_of(reader, head->id, plan,
                       records::compile(line_policy, context.identity(), records::verbs::see));
        std::string out;
        auto const writer = sheets::csv_writer(sheets::into(out));
        auto const text = [](std::string_view said) {
            return std::string{said};
        };
        writer->header({{.title = text(word::picture_kind(language))},
                        {.title = text(word::picture_name(language))},
                        {.title = text(word::field_currency(language))},
                        {.title = text(word::picture_held(language))},
                        {.title = text(word::picture_ranked(language))},
                        {.title = text(word::field_ceiling_amount(language))},
                        {.title = text(word::picture_left(language))}});
        for (auto const &ceiling : figures.ceilings) {
            writer->row({text(word::ceiling_singular(language)),
                         scope_name(context, reader, ceiling.hold.scope, ceiling.hold.code),
                         currency, ceiling.hold.held, ceiling.ranked, ceiling.hold.amount,
                         ceiling.left()});
        }
        auto const write = [&](std::string_view kind, std::string_view list,
                               std::vector<Part> const &parts) {
            for (auto const &part : parts) {
                auto name = context.app().codes.name(list, part.code, language);
                writer->row({text(kind), name.empty() ? part.code : name, currency,
                             part.established, part.ranked});
            }
        };
        write(word::picture_country(language), "country", figures.countries);
        write(word::picture_sector(language), "sector", figures.sectors);
        write(word::picture_own_budgets(language), "country", figures.own_budgets);
        writer->finish();
        http::Response response;
        response.headers.set("Content-Type", "text/csv; charset=utf-8; header=present");
        response.headers.set("Content-Disposition",
                             "attachment; filename=\"" + head->reference + ".csv\"");
        response.headers.set("Cache-Control", "private, no-store");
        response.body = std::move(out);
        return response;
    });
}

} // namespace

html::Html picture(web::Context const &context, storage::Reader &reader, Head const &head,
                   PlanYear const &plan)
{
    auto const language = context.language();
    auto const currency = plan.currency.value_or(Currency{});
    auto const figures =
        figures_of(reader, head.id, plan,
                   records::compile(line_policy, context.identity(), records::verbs::see));
    auto const url = web::url_of(plan_years, head.reference);
    html::Html all;
    if (!figures.ceilings.empty()) {
        html::Html content;
        for (auto const &ceiling : figures.ceilings) {
            if (ceiling.would_be_over() && !ceiling.hold.is_over()) {
                content += html::notice(
                    {.tone = html::Tone::waiting,
                     .title = word::would_be_over(
                         language,
                         scope_name(context, reader, ceiling.hold.scope, ceiling.hold.code),
                         currency.view(), -ceiling.left()),
                     .body = {}});
            }
        }
        content += against_ceilings(context, reader, figures, currency);
        all += html::block(word::block_picture(language), content,
                           {{.label = std::string{word::picture_download(language)},
                             .url = url + "/picture.csv",
                             .picture = html::Icon::download}});
    }
    html::Html parts;
    if (figures.without_rate > 0) {
        parts += html::p(html::cls("note"), word::without_rate(language, figures.without_rate));
    }
    if (!figures.countries.empty()) {
        parts += parts_table(context, word::picture_by_country(language),
                             word::picture_country(language), figures.countries, "country", true);
        parts += parts_table(context, word::picture_by_sector(language),
                             word::picture_sector(language), figures.sectors, "sector", true);
    }
    if (!parts.empty()) {
        all += html::block(word::block_central(language, currency.view()), parts);
    }
    if (!figures.own_budgets.empty()) {
        auto const budgets = context.query().find("budgets");
        bool const asks_for_sum = budgets == "all";
        if (budgets && !asks_for_sum) {
            all += html::notice(
                {.tone = html::Tone::waiting,
                 .title = {},
                 .body = html::p(context.say({"budgets", "common.unknown_choice", {}}))});
        }
        auto own =
            parts_table(context, word::picture_own_caption(language),
                        word::picture_country(language), figures.own_budgets, "country", false);
        if (asks_for_sum) {
            own += parts_table(context, word::picture_all_caption(language),
                               word::picture_country(language),
                               added_up(figures.countries, figures.own_budgets), "country", true);
        }
        std::vector<html::Action> actions;
        if (!asks_for_sum) {
            actions.push_back({.label = std::string{word::picture_add_up(language)},
                               .url = url + "?budgets=all"});
        }
        all += html::block(word::block_own_budgets(language, currency.view()), own, actions);
    }
    return all;
}

void add_picture_routes(web::Router &router)
{
    router.add({.method = http::Method::get,
                .pattern = std::string{plan_years.path} + "/{id}/picture.csv",
                .gate = {.kind = web::Gate::Kind::policy,
                         .policy = &ceiling_policy,
                         .verb = records::verbs::see},
                .handler = picture_csv,
                .api = web::ApiDoc{.summary = "Exports a plan against its ceilings as CSV.",
                                   .tag = plan_years.kind,
                                   .shape = web::ApiDoc::Shape::text}});
}

} // namespace selatan::programming
