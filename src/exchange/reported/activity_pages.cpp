#include "exchange/reported/activity_pages.hpp"

#include "exchange/reported/batch.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/telling.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/reported.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace selatan::reported {

namespace {

namespace word = words::reported;
using http::Response;
using web::Context;

/// Larger tables are what the CSV is for.
constexpr std::size_t rows_shown = 300;
constexpr int naming_shown = 50;

std::span<ActivitySection const> activity_sections;

std::int64_t number_in(Context const &context)
{
    auto const text = context.part("id");
    std::int64_t number = 0;
    auto const end = text.data() + text.size();
    auto const parsed = std::from_chars(text.data(), end, number);
    return parsed.ec == std::errc{} && parsed.ptr == end ? number : 0;
}

Response not_found(Context const &context)
{
    return context.refused({Decline::not_found, {{"", "common.not_found", {}}}});
}

/// What a page shows, read in one transaction.
struct Read {
    Listed listed;
    Activity activity;
    std::vector<Listed> versions;
    std::vector<Listed> others;
    std::vector<Listed> naming;
    std::unordered_map<std::string, std::int64_t> known; ///< identifiers that stand here
};

std::optional<Read> read(storage::Reader &reader, std::int64_t id)
{
    auto listed = find(reader, id);
    auto activity = listed ? activity_of(reader, id) : std::nullopt;
    if (!activity) {
        return std::nullopt;
    }
    Read read{.listed = std::move(*listed), .activity = std::move(*activity)};
    read.versions = versions_of(reader, id);
    read.others = told_by_others(reader, id);
    read.naming = naming(reader, id, naming_shown);
    std::vector<std::string> mentioned;
    auto const mention = [&](std::string const &identifier) {
        constexpr std::size_t asked_most = 500;
        if (!identifier.empty() && mentioned.size() < asked_most) {
            mentioned.push_back(identifier);
        }
    };
    for (auto const &one : read.activity.related) {
        mention(one.identifier);
    }
    for (auto const &one : read.activity.participants) {
        mention(one.activity);
    }
    for (auto const &one : read.activity.transactions) {
        mention(one.provider_activity);
        mention(one.receiver_activity);
    }
    // Those that it names itself are shown already.
    std::erase_if(read.naming, [&](Listed const &one) {
        return std::ranges::find(read.activity.related, one.identifier, &Related::identifier) !=
               read.activity.related.end();
    });
    for (auto &[identifier, number] : standing_under(reader, mentioned)) {
        read.known.emplace(std::move(identifier), number);
    }
    return read;
}

class Page {
public:
    /// `above`: what capabilities above draw.
    Page(Context const &context, Read const &read, html::Html above)
        : m_context{context}, m_read{read}, m_language{context.language()},
          m_activity{read.activity}, m_above{std::move(above)}
    {
    }

    [[nodiscard]] Response make() const
    {
        auto const code = to_code(m_language);
        auto title = std::string{text_for(m_activity.title, code, m_activity.language)};
        if (title.empty()) {
            title = m_activity.identifier.empty() ? std::string{word::page_nameless(m_language)}
                                                  : m_activity.identifier;
        }
        auto const url = url_of_activity(m_read.listed.id);
        html::PageHead head{
            .title = title,
            .lead = m_activity.identifier + " · " + publisher_name(),
            .actions = {{.label = std::string{word::page_xml(m_language)}, .url = url + "/source"},
                        {.label = std::string{word::page_csv(m_language)},
                         .url = "/reported/transactions.csv?identifier=" +
                                http::encode_component(m_activity.identifier),
                         .emphasis = html::Emphasis::quiet,
                         .picture = html::Icon::download}}};
        auto content = html::page_head(head) + standing() + html::facts(facts()) + m_above +
                       description() + organisations() + shares() + transactions() + budgets() +
                       related() + others() + notes() + versions();
        return m_context.page(
            title, std::move(content),
            {{.label = std::string{word::page_title(m_language)}, .url = "/reported"},
             {.label = std::string{word::list_title(m_language)}, .url = "/reported/activities"}});
    }

private:
    [[nodiscard]] std::string publisher_name() const
    {
        auto const &listed = m_read.listed;
        return listed.publisher_name.empty()
                   ? (listed.publisher_ref.empty() ? std::string{word::page_unnamed(m_language)}
                                                   : listed.publisher_ref)
                   : listed.publisher_name;
    }

    [[nodiscard]] html::Html standing() const
    {
        if (m_read.listed.stands) {
            return {};
        }
        auto const sentence = m_read.listed.is_vanished ? word::page_vanished(m_language)
                                                        : word::page_replaced(m_language);
        return html::notice(
            {.tone = html::Tone::waiting, .title = std::string{sentence}, .body = {}});
    }

    [[nodiscard]] html::Html date(std::optional<Date> const &date) const
    {
        return date ? html::moment({date->to_string(), m_context.date(*date)}) : html::Html{};
    }

    /// A code with its name where there is one.
    [[nodiscard]] static html::Html coded(std::string_view code,
                                          std::optional<std::string_view> name)
    {
        return name ? html::fragment(*name)
                    : html::when(!code.empty(), [&] { return html::code(html::bdi(code)); });
    }

    [[nodiscard]] html::Html identifier_link(std::string const &identifier) const
    {
        if (identifier.empty()) {
            return {};
        }
        auto const known = m_read.known.find(identifier);
        return known == m_read.known.end()
                   ? html::bdi(identifier)
                   : html::a(html::href(url_of_activity(known->second)), html::bdi(identifier));
    }

    /// An organisation, which leads to the activities that it takes part in.
    [[nodiscard]] html::Html organisation(Organisation const &one) const
    {
        if (!one.is_named()) {
            return {};
        }
        auto const &name = one.name.empty() ? one.ref : one.name;
        return html::fragment(html::a(html::href("/reported/activities?organisation=" +
                                                 http::encode_component(organisation_key(one))),
                                      html::bdi(name)),
                              html::when(!one.ref.empty() && !one.name.empty(), [&] {
                                  return html::fragment(" ", html::small(html::bdi(one.ref)));
                              }));
    }

    [[nodiscard]] html::Html amount(std::optional<Amount> const &amount) const
    {
        if (!amount) {
            return {};
        }
        auto const digits = i18n::format_digits(m_language, digits_of(*amount));
        return html::fragment(
            html::when(amount->currency.has_value(),
                       [&] { return html::fragment(amount->currency->to_string(), " "); }),
            html::bdi(digits));
    }

    [[nodiscard]] std::vector<html::Fact> facts() const
    {
        std::vector<html::Fact> all;
        auto const add = [&](std::string_view label, html::Html value) {
            if (!value.empty()) {
                all.push_back({std::string{label}, std::move(value)});
            }
        };
        add(word::list_status(m_language),
            coded(m_activity.status, word::status(m_language, word_key(m_activity.status))));
        add(word::page_planned_start(m_language), date(m_activity.date(DateKind::planned_start)));
        add(word::page_actual_start(m_language), date(m_activity.date(DateKind::actual_start)));
        add(word::page_planned_end(m_language), date(m_activity.date(DateKind::planned_end)));
        add(word::page_actual_end(m_language), date(m_activity.date(DateKind::actual_end)));
        add(word::list_publisher(m_language),
            html::fragment(organisation({.ref = m_read.listed.publisher_ref,
                                         .type = {},
                                         .name = m_read.listed.publisher_name}),
                           html::when(m_activity.is_secondary_reporter, [&] {
                               return html::fragment(" ",
                                                     html::tag(word::page_secondary(m_language)));
                           })));
        add(word::page_collaboration(m_language), coded(m_activity.collaboration, std::nullopt));
        if (m_activity.humanitarian.value_or(false)) {
            add(word::page_humanitarian(m_language), html::fragment(word::page_yes(m_language)));
        }
        if (m_activity.hierarchy) {
            add(word::page_hierarchy(m_language),
                html::fragment(std::to_string(*m_activity.hierarchy)));
        }
        add(word::page_updated(m_language),
            html::when(!m_activity.updated.empty(), [&] { return html::bdi(m_activity.updated); }));
        std::string places;
        for (auto const &location : m_activity.locations) {
            if (!location.name.empty()) {
                places += (places.empty() ? "" : " · ") + location.name;
            }
        }
        add(word::page_locations(m_language),
            html::when(!places.empty(), [&] { return html::bdi(places); }));
        if (m_activity.documents > 0) {
            add(word::page_documents(m_language),
                html::fragment(i18n::format_number(m_language, m_activity.documents)));
        }
        if (m_activity.results > 0) {
            add(word::page_results(m_language),
                html::fragment(i18n::format_number(m_language, m_activity.results)));
        }
        add(word::batch_singular(m_language), import_link(m_read.listed));
        return all;
    }

    /// The file that told a version, which leads to its import.
    [[nodiscard]] static html::Html import_link(Listed const &one)
    {
        return html::fragment(
            html::a(html::href(web::url_of(batches, one.import)), html::bdi(one.file)), " ",
            html::small(html::bdi(one.import)));
    }

    [[nodiscard]] html::Html description() const
    {
        auto const text =
            text_for(m_activity.description, to_code(m_language), m_activity.language);
        return html::when(!text.empty(), [&] {
            return html::block(word::page_description(m_language), html::p(html::bdi(text)));
        });
    }

    [[nodiscard]] html::Html table(std::string_view title, std::string id,
                                   std::vector<html::Column> columns, std::vector<html::Row> rows,
                                   std::size_t all) const
    {
        if (rows.empty()) {
            return {};
        }
        html::List list;
        list.id = std::move(id);
        list.caption = title;
        list.columns = std::move(columns);
        auto const shown = rows.size();
        list.rows = std::move(rows);
        auto content = html::list(list, m_context.words());
        if (shown < all) {
            content += html::p(html::cls("note"),
                               word::page_rows_more(m_language, static_cast<std::int64_t>(shown),
                                                    static_cast<std::int64_t>(all)));
        }
        return html::block(title, content);
    }

    [[nodiscard]] html::Html organisations() const
    {
        std::vector<html::Row> rows;
        auto participants = m_activity.participants;
        std::ranges::stable_sort(participants, {}, &Participant::role);
        for (auto const &one : participants) {
            html::Row row;
            row.cells.push_back(coded(one.role, word::role(m_language, word_key(one.role))));
            row.cells.push_back(organisation(one.organisation));
            row.cells.push_back(identifier_link(one.activity));
            rows.push_back(std::move(row));
        }
        auto const count = rows.size();
        return table(
            word::page_organisations(m_language), "organisations",
            {{.key = "role", .label = std::string{word::list_role(m_language)}},
             {.key = "organisation", .label = std::string{word::list_organisation(m_language)}},
             {.key = "activity", .label = std::string{word::page_their_activity(m_language)}}},
            std::move(rows), count);
    }

    void add_shares(std::vector<html::Row> &rows, std::string_view what,
                    std::vector<Share> const &shares, bool is_country, bool is_sector) const
    {
        for (auto const &share : shares) {
            auto const name = is_country  ? country_name(m_context, share.code)
                              : is_sector ? sector_name(m_context, share)
                                          : std::string{};
            html::Row row;
            row.cells.push_back(html::fragment(what));
            row.cells.push_back(html::fragment(
                html::when(!name.empty(), [&] { return html::fragment(html::bdi(name), " "); }),
                // Names of sectors begin with their codes.
                html::when(name.find(share.code) == std::string::npos,
                           [&] { return html::small(html::bdi(share.code)); }),
                html::when(is_sector && share.vocabulary != "1", [&] {
                    return html::fragment(
                        " ", html::small(word::page_vocabulary(m_language, share.vocabulary)));
                })));
            row.cells.push_back(html::when(share.of_million.has_value(), [&] {
                return html::fragment(
                    i18n::format_digits(m_language, percentage_of(*share.of_million)), " %");
            }));
            rows.push_back(std::move(row));
        }
    }

    [[nodiscard]] html::Html shares() const
    {
        std::vector<html::Row> rows;
        add_shares(rows, word::list_country(m_language), m_activity.countries, true, false);
        add_shares(rows, word::list_region(m_language), m_activity.regions, false, false);
        add_shares(rows, word::list_sector(m_language), m_activity.sectors, false, true);
        for (auto const &tag : m_activity.tags) {
            html::Row row;
            row.cells.push_back(html::fragment(word::page_tag(m_language)));
            row.cells.push_back(
                html::fragment(html::bdi(tag.code), " ",
                               html::when(!tag.name.empty(), [&] { return html::bdi(tag.name); })));
            row.cells.emplace_back();
            rows.push_back(std::move(row));
        }
        auto const count = rows.size();
        return table(word::page_where_and_what(m_language), "shares",
                     {{.key = "kind", .label = std::string{word::page_kind(m_language)}},
                      {.key = "what", .label = std::string{word::page_what(m_language)}},
                      {.key = "share",
                       .label = std::string{word::page_share(m_language)},
                       .is_number = true}},
                     std::move(rows), count);
    }

    [[nodiscard]] html::Html party(Organisation const &one, std::string const &activity) const
    {
        return html::fragment(organisation(one), html::when(!activity.empty(), [&] {
                                  return html::fragment(html::br(),
                                                        html::small(identifier_link(activity)));
                              }));
    }

    [[nodiscard]] html::Html transactions() const
    {
        std::vector<html::Row> rows;
        for (auto const &one : m_activity.transactions) {
            if (rows.size() == rows_shown) {
                break;
            }
            html::Row row;
            row.cells.push_back(date(one.on));
            row.cells.push_back(coded(one.type, word::transaction(m_language, word_key(one.type))));
            row.cells.push_back(amount(one.amount));
            row.cells.push_back(party(one.provider, one.provider_activity));
            row.cells.push_back(party(one.receiver, one.receiver_activity));
            row.cells.push_back(html::bdi(one.description));
            rows.push_back(std::move(row));
        }
        return table(
            word::page_transactions(m_language), "transactions",
            {{.key = "date", .label = std::string{word::page_date(m_language)}},
             {.key = "type", .label = std::string{word::page_kind(m_language)}},
             {.key = "amount",
              .label = std::string{word::page_amount(m_language)},
              .is_number = true},
             {.key = "provider", .label = std::string{word::page_provider(m_language)}},
             {.key = "receiver", .label = std::string{word::page_receiver(m_language)}},
             {.key = "description", .label = std::string{word::page_description(m_language)}}},
            std::move(rows), m_activity.transactions.size());
    }

    [[nodiscard]] html::Html budgets() const
    {
        std::vector<html::Row> rows;
        for (auto const &one : m_activity.budgets) {
            if (rows.size() == rows_shown) {
                break;
            }
            html::Row row;
            row.cells.push_back(html::fragment(one.kind == Budget::Kind::budget
                                                   ? word::page_budget(m_language)
                                                   : word::page_planned(m_language)));
            row.cells.push_back(date(one.starts));
            row.cells.push_back(date(one.ends));
            row.cells.push_back(amount(one.amount));
            rows.push_back(std::move(row));
        }
        return table(word::page_budgets(m_language), "budgets",
                     {{.key = "kind", .label = std::string{word::page_kind(m_language)}},
                      {.key = "starts", .label = std::string{word::page_from(m_language)}},
                      {.key = "ends", .label = std::string{word::page_to(m_language)}},
                      {.key = "amount",
                       .label = std::string{word::page_amount(m_language)},
                       .is_number = true}},
                     std::move(rows), m_activity.budgets.size());
    }

    [[nodiscard]] html::Html related() const
    {
        std::vector<html::Row> rows;
        for (auto const &one : m_activity.related) {
            if (rows.size() == rows_shown) {
                break;
            }
            html::Row row;
            row.cells.push_back(coded(one.type, word::related(m_language, word_key(one.type))));
            row.cells.push_back(identifier_link(one.identifier));
            rows.push_back(std::move(row));
        }
        for (auto const &one : m_read.naming) {
            html::Row row;
            row.cells.push_back(html::fragment(word::page_named_by(m_language)));
            row.cells.push_back(listed_link(one));
            rows.push_back(std::move(row));
        }
        return table(word::page_related(m_language), "related",
                     {{.key = "kind", .label = std::string{word::page_kind(m_language)}},
                      {.key = "activity", .label = std::string{word::list_activity(m_language)}}},
                     std::move(rows), m_activity.related.size() + m_read.naming.size());
    }

    [[nodiscard]] html::Html listed_link(Listed const &one) const
    {
        auto const title = std::string{one.title_for(to_code(m_language))};
        return html::fragment(
            html::a(html::href(url_of_activity(one.id)),
                    html::bdi(title.empty() ? one.identifier : title)),
            html::br(),
            html::small(
                html::bdi(one.identifier), " · ",
                html::bdi(one.publisher_name.empty() ? one.publisher_ref : one.publisher_name)));
    }

    [[nodiscard]] html::Html others() const
    {
        return html::when(!m_read.others.empty(), [&] {
            return html::block(word::page_others(m_language),
                               html::p(html::cls("note"), word::page_others_lead(m_language)) +
                                   html::ul(html::each(m_read.others, [&](Listed const &one) {
                                       return html::li(listed_link(one));
                                   })));
        });
    }

    [[nodiscard]] html::Html notes() const
    {
        std::vector<html::Row> rows;
        for (auto const &note : m_activity.notes) {
            if (rows.size() == rows_shown) {
                break;
            }
            html::Row row;
            row.cells.push_back(html::code(html::bdi(note.path)));
            row.cells.push_back(html::bdi(note.value));
            row.cells.push_back(
                html::fragment(word::note(m_language, note.why).value_or(note.why)));
            rows.push_back(std::move(row));
        }
        return table(word::batch_problems(m_language), "notes",
                     {{.key = "place", .label = std::string{word::page_where(m_language)}},
                      {.key = "value", .label = std::string{word::page_value(m_language)}},
                      {.key = "why", .label = std::string{word::page_why(m_language)}}},
                     std::move(rows), m_activity.notes.size());
    }

    [[nodiscard]] html::Html versions() const
    {
        return html::when(m_read.versions.size() > 1, [&] {
            return html::block(word::page_versions(m_language),
                               html::ul(html::each(m_read.versions, [&](Listed const &one) {
                                   auto const name = word::page_version(m_language, one.version);
                                   bool const is_this = one.id == m_read.listed.id;
                                   return html::li(
                                       is_this ? html::strong(name)
                                               : html::a(html::href(url_of_activity(one.id)), name),
                                       " · ", import_link(one), html::when(one.stands, [&] {
                                           return html::fragment(
                                               " ", html::tag(word::page_stands(m_language)));
                                       }));
                               })));
        });
    }

    Context const &m_context;
    Read const &m_read;
    Language m_language;
    Activity const &m_activity;
    html::Html m_above;
};

/// Some publish an activity in one line: to be read it is broken between elements. The file to be
/// downloaded is as it was.
std::string to_read(std::string source)
{
    if (source.find('\n') != std::string::npos) {
        return source;
    }
    std::string text;
    for (std::size_t i = 0; i < source.size(); ++i) {
        text += source[i];
        if (source[i] == '>' && i + 1 < source.size() && source[i + 1] == '<') {
            text += '\n';
        }
    }
    return text;
}

} // namespace

void set_activity_sections(std::span<ActivitySection const> sections)
{
    activity_sections = sections;
}

Response activity_page(Context &context)
{
    auto const found = context.store().read(
        [&](storage::Reader &reader) { return read(reader, number_in(context)); });
    if (!found) {
        return not_found(context);
    }
    if (context.is_api()) {
        return context.json(activity_json(found->listed, found->activity, found->versions));
    }
    auto above = context.store().read([&](storage::Reader &reader) {
        html::Html all;
        for (auto const &section : activity_sections) {
            all += section.draw(context, reader, found->listed.id);
        }
        return all;
    });
    return Page{context, *found, std::move(above)}.make();
}

Response source_page(Context &context)
{
    auto const language = context.language();
    auto const id = number_in(context);
    auto const source =
        context.store().read([&](storage::Reader &reader) { return source_of(reader, id); });
    if (!source) {
        return not_found(context);
    }
    auto const listed =
        context.store().read([&](storage::Reader &reader) { return find(reader, id); });
    auto const title = std::string{word::page_xml(language)};
    html::PageHead const head{.title = title,
                              .lead = listed ? listed->identifier : std::string{},
                              .actions = {{.label = std::string{word::page_xml_file(language)},
                                           .url = url_of_activity(id) + "/source.xml",
                                           .picture = html::Icon::download}}};
    return context.page(
        title,
        html::page_head(head) +
            html::div(html::cls("table"), html::pre(html::dir(html::Direction::left_to_right),
                                                    html::code(to_read(*source)))),
        {{.label = std::string{word::page_title(language)}, .url = "/reported"},
         {.label = listed && !listed->title.empty() ? listed->title
                                                    : std::string{word::list_activity(language)},
          .url = url_of_activity(id)}});
}

Response source_file(Context &context)
{
    auto const id = number_in(context);
    auto source =
        context.store().read([&](storage::Reader &reader) { return source_of(reader, id); });
    if (!source) {
        return not_found(context);
    }
    Response response;
    response.headers.set("Content-Type", "application/xml; charset=utf-8");
    response.headers.set("Content-Disposition",
                         "attachment; filename=\"activity-" + std::to_string(id) + ".xml\"");
    response.headers.set("Cache-Control", "private, no-store");
    response.body = std::move(*source);
    return response;
}

} // namespace selatan::reported
