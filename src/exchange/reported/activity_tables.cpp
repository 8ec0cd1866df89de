#include "exchange/reported/activity_tables.hpp"

#include "exchange/reported/batch.hpp"
#include "exchange/reported/facets.hpp"
#include "exchange/reported/telling.hpp"
#include "platform/i18n/format.hpp"
#include "words/reported.hpp"

#include <algorithm>

namespace selatan::reported {

namespace {

namespace word = words::reported;

/// Larger tables are what the CSV is for.
constexpr std::size_t rows_shown = 300;
constexpr std::size_t periods_shown = 20; ///< of an indicator

} // namespace

html::Html ActivityTables::date(std::optional<Date> const &date) const
{
    return date ? html::moment({date->to_string(), m_context.date(*date)}) : html::Html{};
}

html::Html ActivityTables::coded(std::string_view code, std::optional<std::string_view> name)
{
    return name ? html::fragment(*name)
                : html::when(!code.empty(), [&] { return html::code(html::bdi(code)); });
}

html::Html ActivityTables::identifier_link(std::string const &identifier) const
{
    if (identifier.empty()) {
        return {};
    }
    auto const known = m_read.known.find(identifier);
    return known == m_read.known.end()
               ? html::bdi(identifier)
               : html::a(html::href(url_of_activity(known->second)), html::bdi(identifier));
}

html::Html ActivityTables::organisation(Organisation const &one) const
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

html::Html ActivityTables::amount(std::optional<Amount> const &amount) const
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

html::Html ActivityTables::dollars(std::optional<Amount> const &amount,
                                   std::optional<Date> day) const
{
    auto &rates = *m_read.dollars;
    auto const on = amount && amount->valued_on ? amount->valued_on : day;
    if (!amount || !amount->currency || !on) {
        return {};
    }
    auto const converted = rates.convert(amount->hundredths, amount->currency, *on);
    if (!converted) {
        return html::small(word::page_no_rate(m_language));
    }
    auto const valued = html::when(amount->valued_on && amount->valued_on != day, [&] {
        return html::fragment(html::br(), html::small(word::page_valued_on(
                                              m_language, m_context.date(*amount->valued_on))));
    });
    auto const whole = i18n::format_digits(m_language, digits_of({.hundredths = converted->cents}));
    if (!converted->rate) {
        return html::div(html::bdi(whole), valued);
    }
    auto const &used = rates.rates()[static_cast<std::size_t>(*converted->rate - 1)].rate;
    return html::div(
        html::bdi(whole), valued,
        html::div(html::cls("wraps"),
                  html::small(html::bdi(word::page_rate(
                      m_language, i18n::format_digits(m_language, used.rate.to_string()),
                      m_context.date(used.on), used.source)))));
}

html::Html ActivityTables::table(std::string_view title, std::string id,
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

html::Html ActivityTables::import_link(Listed const &one)
{
    return html::fragment(
        html::a(html::href(web::url_of(batches, one.import)), html::bdi(one.file)), " ",
        html::small(html::bdi(one.import)));
}

html::Html ActivityTables::listed_link(Listed const &one) const
{
    auto const title = std::string{one.title_for(to_code(m_language))};
    return html::fragment(html::a(html::href(url_of_activity(one.id)),
                                  html::bdi(title.empty() ? one.identifier : title)),
                          html::br(),
                          html::small(html::bdi(one.identifier), " · ",
                                      html::bdi(one.publisher_name.empty() ? one.publisher_ref
                                                                           : one.publisher_name)));
}

html::Html ActivityTables::party(Organisation const &one, std::string const &activity) const
{
    return html::fragment(organisation(one), html::when(!activity.empty(), [&] {
                              return html::fragment(html::br(),
                                                    html::small(identifier_link(activity)));
                          }));
}

html::Html ActivityTables::organisations() const
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

void ActivityTables::add_shares(std::vector<html::Row> &rows, std::string_view what,
                                std::vector<Share> const &shares, bool is_country,
                                bool is_sector) const
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
            return html::fragment(i18n::format_digits(m_language, percentage_of(*share.of_million)),
                                  " %");
        }));
        rows.push_back(std::move(row));
    }
}

void ActivityTables::add_markers(std::vector<html::Row> &rows) const
{
    auto const name_of = [&](PolicyMarker const &marker) {
        // Only OECD's own list has names.
        auto const name = marker.vocabulary == "1" ? word::marker(m_language, word_key(marker.code))
                                                   : std::nullopt;
        return std::string{name.value_or(marker.code)};
    };
    auto const add = [&](std::string_view what, std::string const &significance) {
        html::Row row;
        row.cells.push_back(html::fragment(word::page_marker(m_language)));
        row.cells.push_back(html::bdi(what));
        row.cells.push_back(html::small(
            word::significance(m_language, word_key(significance)).value_or(significance)));
        rows.push_back(std::move(row));
    };
    // Whoever fills in all of them says of most that they are no aim: one row has these.
    std::string not_aimed_at;
    for (auto const &marker : m_activity.markers) {
        if (marker.significance == 0) {
            not_aimed_at += (not_aimed_at.empty() ? "" : " · ") + name_of(marker);
        } else {
            add(name_of(marker),
                marker.significance ? std::to_string(*marker.significance) : std::string{});
        }
    }
    if (!not_aimed_at.empty()) {
        add(not_aimed_at, "0");
    }
}

html::Html ActivityTables::shares() const
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
    add_markers(rows);
    auto const count = rows.size();
    return table(
        word::page_where_and_what(m_language), "shares",
        {{.key = "kind", .label = std::string{word::page_kind(m_language)}},
         {.key = "what", .label = std::string{word::page_what(m_language)}},
         {.key = "share", .label = std::string{word::page_share(m_language)}, .is_number = true}},
        std::move(rows), count);
}

html::Html ActivityTables::transactions() const
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
        row.cells.push_back(dollars(one.amount, one.on));
        row.cells.push_back(party(one.provider, one.provider_activity));
        row.cells.push_back(party(one.receiver, one.receiver_activity));
        row.cells.push_back(html::bdi(one.description));
        rows.push_back(std::move(row));
    }
    return table(
        word::page_transactions(m_language), "transactions",
        {{.key = "date", .label = std::string{word::page_date(m_language)}},
         {.key = "type", .label = std::string{word::page_kind(m_language)}},
         {.key = "amount", .label = std::string{word::page_amount(m_language)}, .is_number = true},
         {.key = "usd", .label = std::string{word::page_dollars(m_language)}, .is_number = true},
         {.key = "provider", .label = std::string{word::page_provider(m_language)}},
         {.key = "receiver", .label = std::string{word::page_receiver(m_language)}},
         {.key = "description", .label = std::string{word::page_description(m_language)}}},
        std::move(rows), m_activity.transactions.size());
}

html::Html ActivityTables::budgets() const
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
        row.cells.push_back(dollars(one.amount, one.starts));
        rows.push_back(std::move(row));
    }
    return table(
        word::page_budgets(m_language), "budgets",
        {{.key = "kind", .label = std::string{word::page_kind(m_language)}},
         {.key = "starts", .label = std::string{word::page_from(m_language)}},
         {.key = "ends", .label = std::string{word::page_to(m_language)}},
         {.key = "amount", .label = std::string{word::page_amount(m_language)}, .is_number = true},
         {.key = "usd", .label = std::string{word::page_dollars(m_language)}, .is_number = true}},
        std::move(rows), m_activity.budgets.size());
}

html::Html ActivityTables::locations() const
{
    std::vector<html::Row> rows;
    std::size_t told = 0;
    for (auto const &one : m_activity.locations) {
        if (one.name.empty() && one.position.empty()) {
            continue;
        }
        if (++told > rows_shown) {
            continue;
        }
        html::Row row;
        row.cells.push_back(html::bdi(one.name));
        row.cells.push_back(html::bdi(one.position));
        rows.push_back(std::move(row));
    }
    return table(word::page_locations(m_language), "locations",
                 {{.key = "name", .label = std::string{word::page_what(m_language)}},
                  {.key = "position", .label = std::string{word::page_position(m_language)}}},
                 std::move(rows), told);
}

html::Html ActivityTables::documents() const
{
    std::vector<html::Row> rows;
    for (auto const &one : m_activity.documents) {
        if (rows.size() == rows_shown) {
            break;
        }
        html::Row row;
        row.cells.push_back(html::a(html::href(one.url), html::attr<"rel">("noreferrer"),
                                    html::bdi(one.title.empty() ? one.url : one.title)));
        row.cells.push_back(html::bdi(one.format));
        rows.push_back(std::move(row));
    }
    return table(word::page_documents(m_language), "documents",
                 {{.key = "document", .label = std::string{word::page_link(m_language)}},
                  {.key = "format", .label = std::string{word::page_link_format(m_language)}}},
                 std::move(rows), m_activity.documents.size());
}

html::Html ActivityTables::figures(std::vector<ToldFigure> const &all)
{
    return html::each(all, [&](ToldFigure const &one) {
        std::string apart;
        for (auto const &dimension : one.dimensions) {
            apart += (apart.empty() ? "" : ", ") + dimension.name + ": " + dimension.value;
        }
        auto const before = &one == all.data() ? html::Html{} : html::fragment(" · ");
        return html::fragment(
            before, html::bdi(one.value.empty() ? "–" : one.value),
            html::when(!one.on.empty(),
                       [&] { return html::fragment(" ", html::small(html::bdi(one.on))); }),
            html::when(!apart.empty(),
                       [&] { return html::fragment(" ", html::small(html::bdi(apart))); }));
    });
}

html::Html ActivityTables::periods(ToldIndicator const &indicator) const
{
    html::Html all;
    std::size_t shown = 0;
    for (auto const &one : indicator.periods) {
        if (shown == periods_shown) {
            all += html::div(html::small(
                word::page_periods_more(m_language, static_cast<std::int64_t>(shown),
                                        static_cast<std::int64_t>(indicator.periods.size()))));
            break;
        }
        ++shown;
        auto const told = [&](std::string_view label, std::vector<ToldFigure> const &values) {
            return html::when(!values.empty(),
                              [&] { return html::div(html::small(label), " ", figures(values)); });
        };
        all += html::div(
            html::when(one.starts || one.ends,
                       [&] { return html::div(date(one.starts), " – ", date(one.ends)); }),
            told(word::page_target(m_language), one.targets),
            told(word::page_actual(m_language), one.actuals));
    }
    return all;
}

html::Html ActivityTables::results() const
{
    std::vector<html::Row> rows;
    std::size_t count = 0;
    auto const name = [&](Narratives const &title) {
        return html::bdi(text_for(title, to_code(m_language), m_activity.language));
    };
    auto const add = [&](ToldResult const &result, ToldIndicator const *indicator) {
        if (++count > rows_shown) {
            return;
        }
        html::Row row;
        row.cells.push_back(
            coded(result.type, word::result_type(m_language, word_key(result.type))));
        row.cells.push_back(name(result.title));
        if (indicator == nullptr) {
            row.cells.resize(5);
        } else {
            row.cells.push_back(
                html::fragment(name(indicator->title), html::when(!indicator->measure.empty(), [&] {
                                   return html::div(html::small(coded(
                                       indicator->measure,
                                       word::measure(m_language, word_key(indicator->measure)))));
                               })));
            row.cells.push_back(figures(indicator->baselines));
            row.cells.push_back(periods(*indicator));
        }
        rows.push_back(std::move(row));
    };
    for (auto const &one : m_activity.results) {
        if (one.indicators.empty()) {
            add(one, nullptr);
        }
        for (auto const &indicator : one.indicators) {
            add(one, &indicator);
        }
    }
    return table(word::page_results(m_language), "results",
                 {{.key = "kind", .label = std::string{word::page_kind(m_language)}},
                  {.key = "result", .label = std::string{word::page_result(m_language)}},
                  {.key = "indicator", .label = std::string{word::page_indicator(m_language)}},
                  {.key = "baseline", .label = std::string{word::page_baseline(m_language)}},
                  {.key = "periods", .label = std::string{word::page_periods(m_language)}}},
                 std::move(rows), count);
}

html::Html ActivityTables::related() const
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

html::Html ActivityTables::others() const
{
    return html::when(!m_read.others.empty(), [&] {
        return html::block(word::page_others(m_language),
                           html::p(html::cls("note"), word::page_others_lead(m_language)) +
                               html::ul(html::each(m_read.others, [&](Listed const &one) {
                                   return html::li(listed_link(one));
                               })));
    });
}

html::Html ActivityTables::notes() const
{
    std::vector<html::Row> rows;
    for (auto const &note : m_activity.notes) {
        if (rows.size() == rows_shown) {
            break;
        }
        html::Row row;
        row.cells.push_back(html::code(html::bdi(note.path)));
        row.cells.push_back(html::bdi(note.value));
        row.cells.push_back(html::fragment(word::note(m_language, note.why).value_or(note.why)));
        rows.push_back(std::move(row));
    }
    return table(word::batch_problems(m_language), "notes",
                 {{.key = "place", .label = std::string{word::page_where(m_language)}},
                  {.key = "value", .label = std::string{word::page_value(m_language)}},
                  {.key = "why", .label = std::string{word::page_why(m_language)}}},
                 std::move(rows), m_activity.notes.size());
}

html::Html ActivityTables::versions() const
{
    return html::when(m_read.versions.size() > 1, [&] {
        return html::block(
            word::page_versions(m_language),
            html::ul(html::each(m_read.versions, [&](Listed const &one) {
                auto const name = word::page_version(m_language, one.version);
                bool const is_this = one.id == m_read.listed.id;
                return html::li(is_this ? html::strong(name)
                                        : html::a(html::href(url_of_activity(one.id)), name),
                                " · ", import_link(one), html::when(one.stands, [&] {
                                    return html::fragment(" ",
                                                          html::tag(word::page_stands(m_language)));
                                }));
            })));
    });
}

} // namespace selatan::reported
