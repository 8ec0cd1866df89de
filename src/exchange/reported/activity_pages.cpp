#include "exchange/reported/activity_pages.hpp"

#include "exchange/reported/activity_tables.hpp"
#include "exchange/reported/telling.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/format.hpp"
#include "words/reported.hpp"

#include <algorithm>
#include <charconv>

namespace selatan::reported {

namespace {

namespace word = words::reported;
using http::Response;
using web::Context;

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

std::optional<ShownActivity> read(storage::Reader &reader, std::int64_t id)
{
    auto listed = find(reader, id);
    auto activity = listed ? activity_of(reader, id) : std::nullopt;
    if (!activity) {
        return std::nullopt;
    }
    ShownActivity read{.listed = std::move(*listed), .activity = std::move(*activity)};
    read.dollars = std::make_shared<InDollars>(reader);
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
    Page(Context const &context, ShownActivity const &read, html::Html above)
        : m_context{context}, m_read{read}, m_language{context.language()},
          m_activity{read.activity}, m_tables{context, read}, m_above{std::move(above)}
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
                       description() + m_tables.organisations() + m_tables.shares() +
                       m_tables.transactions() + m_tables.budgets() + m_tables.results() +
                       m_tables.locations() + m_tables.documents() + m_tables.related() +
                       m_tables.others() + m_tables.notes() + m_tables.versions();
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

    [[nodiscard]] std::vector<html::Fact> facts() const
    {
        std::vector<html::Fact> all;
        auto const add = [&](std::string_view label, html::Html value) {
            if (!value.empty()) {
                all.push_back({std::string{label}, std::move(value)});
            }
        };
        add(word::list_status(m_language),
            ActivityTables::coded(m_activity.status,
                                  word::status(m_language, word_key(m_activity.status))));
        add(word::page_planned_start(m_language),
            m_tables.date(m_activity.date(DateKind::planned_start)));
        add(word::page_actual_start(m_language),
            m_tables.date(m_activity.date(DateKind::actual_start)));
        add(word::page_planned_end(m_language),
            m_tables.date(m_activity.date(DateKind::planned_end)));
        add(word::page_actual_end(m_language),
            m_tables.date(m_activity.date(DateKind::actual_end)));
        add(word::list_publisher(m_language),
            html::fragment(m_tables.organisation({.ref = m_read.listed.publisher_ref,
                                                  .type = {},
                                                  .name = m_read.listed.publisher_name}),
                           html::when(m_activity.is_secondary_reporter, [&] {
                               return html::fragment(" ",
                                                     html::tag(word::page_secondary(m_language)));
                           })));
        add(word::page_collaboration(m_language),
            ActivityTables::coded(
                m_activity.collaboration,
                word::collaboration(m_language, word_key(m_activity.collaboration))));
        add(word::page_flow(m_language),
            ActivityTables::coded(m_activity.flow,
                                  word::flow(m_language, word_key(m_activity.flow))));
        add(word::page_finance(m_language),
            ActivityTables::coded(m_activity.finance, std::nullopt));
        add(word::page_aid(m_language), ActivityTables::coded(m_activity.aid, std::nullopt));
        add(word::page_tied(m_language),
            ActivityTables::coded(m_activity.tied,
                                  word::tie(m_language, word_key(m_activity.tied))));
        if (m_activity.humanitarian.value_or(false)) {
            add(word::page_humanitarian(m_language), html::fragment(word::page_yes(m_language)));
        }
        if (m_activity.hierarchy) {
            auto const code = std::to_string(*m_activity.hierarchy);
            add(word::page_hierarchy(m_language),
                ActivityTables::coded(code, word::hierarchy(m_language, word_key(code))));
        }
        add(word::page_updated(m_language),
            html::when(!m_activity.updated.empty(), [&] { return html::bdi(m_activity.updated); }));
        add(word::batch_singular(m_language), ActivityTables::import_link(m_read.listed));
        return all;
    }

    [[nodiscard]] html::Html description() const
    {
        html::Html all;
        for (auto const &one : m_activity.descriptions) {
            auto const text = text_for(one.text, to_code(m_language), m_activity.language);
            all += html::when(!text.empty(), [&] { return html::p(html::bdi(text)); });
        }
        return all.empty() ? all : html::block(word::page_description(m_language), all);
    }

    Context const &m_context;
    ShownActivity const &m_read;
    Language m_language;
    Activity const &m_activity;
    ActivityTables m_tables;
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
