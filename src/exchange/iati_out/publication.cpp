#include "exchange/iati_out/publication.hpp"

#include "base/ensure.hpp"
#include "cooperation/reference/lists.hpp"
#include "exchange/iati_out/self_check.hpp"
#include "exchange/iati_out/told_store.hpp"
#include "platform/events/event.hpp"

#include <algorithm>
#include <iomanip>
#include <map>
#include <openssl/sha.h>
#include <sstream>
#include <tuple>

namespace selatan::iati_out {

namespace {

constexpr std::string_view activity_start = "<iati-activity";
constexpr std::string_view organisation_start = "<iati-organisation";

std::string digest_of(std::string_view text)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    SHA256(reinterpret_cast<unsigned char const *>(text.data()), text.size(), hash.data());
    std::ostringstream digits;
    digits << std::hex << std::setfill('0');
    for (auto const byte : hash) {
        digits << std::setw(2) << static_cast<unsigned>(byte);
    }
    return digits.str();
}

/// What `content` writes, as an element that begins with `start` and has an instant.
template <typename Content>
Rendered rendered(Content const &content)
{
    Rendered made;
    xml::Writer writer{[&made](std::string_view piece) { made.xml += piece; },
                       xml::Layout::indented};
    content(writer);
    writer.done();
    made.digest = digest_of(made.xml);
    made.replaced = writer.replaced();
    return made;
}

/// The instant is put in afterwards: it depends on whether the rest changed.
void put_element(xml::Writer &file, std::string_view start, std::string_view xml, Instant changed)
{
    file.fragment(start);
    file.fragment(" last-updated-datetime=\"" + changed.to_string() + "\"");
    file.fragment(xml.substr(start.size()));
    file.line();
}

/// Whole seconds: what readers of IATI expect, and never later than now.
Instant whole_seconds(Instant instant)
{
    constexpr std::int64_t second = 1'000'000;
    return Instant::from_micros(instant.micros() - instant.micros() % second);
}

Rendered render_organisation(ToldPublisher const &publisher, reference::Codelists const &lists,
                             Date today, OrganisationFacts const &told)
{
    return rendered([&](xml::Writer &writer) {
        OrganisationPen const pen{{writer, publisher, lists, today}, told};
        writer.open("iati-organisation");
        for (auto const &fact : organisation_facts()) {
            fact.write(pen);
        }
        writer.close();
    });
}

/// What is planned for each country, of projects that serve it alone: a budget that is for several
/// is not divided here.
OrganisationFacts organisation_facts_of(storage::Reader &reader, ToldPublisher const &publisher,
                                        reference::Codelists const &lists)
{
    OrganisationFacts facts{.years = told_years(reader), .countries = {}};
    std::map<std::tuple<CountryCode, std::int64_t, Currency>, std::size_t> places;
    each_told(reader, publisher, [&](ToldActivity const &told) {
        auto const recipients = told.recipients();
        if (!told.is_given || recipients.size() != 1 ||
            !prepare(told, publisher, lists, reader.today()).is_ready()) {
            return;
        }
        for (auto const &budget : told.budgets) {
            std::tuple const key{recipients.front(), budget.year, budget.value.currency()};
            auto const [place, is_new] = places.emplace(key, facts.countries.size());
            if (is_new) {
                facts.countries.push_back({.country = recipients.front(),
                                           .year = budget.year,
                                           .value = Money{0, budget.value.currency()},
                                           .projects = 0});
            }
            auto &sum = facts.countries[place->second];
            sum.value = sum.value + budget.value;
            ++sum.projects;
        }
    });
    std::ranges::sort(facts.countries, {}, [](ToldCountryBudget const &one) {
        return std::tuple{one.year, one.country, one.value.currency()};
    });
    return facts;
}

void add_notes(Written &written, ToldActivity const &told, std::vector<Missing> const &missing)
{
    for (auto const &one : missing) {
        written.notes.push_back({.reference = told.project.reference,
                                 .title = told.project.title,
                                 .code = one.code,
                                 .what = one.what,
                                 .is_out = one.keeps_out});
    }
}

void set_failure(storage::Tx &tx, auth::Identity const &by, ToldPublisher const &publisher,
                 std::string const &why)
{
    if (publisher.settings.failure == why) {
        return;
    }
    auto after = publisher.settings;
    after.failure = why;
    after.failed_on = why.empty() ? std::nullopt : std::optional{tx.today()};
    auto const head = records::head_of(tx, publishers, publisher.record);
    ENSURE(records::change(tx, by.actor(), publishers, head, head.version, publisher.settings,
                           after, {.verb = why.empty() ? "mended" : "failed"})
               .has_value());
}

} // namespace

Prepared prepare(ToldActivity const &told, ToldPublisher const &publisher,
                 reference::Codelists const &lists, Date today)
{
    Prepared prepared{.missing = judge(told, lists), .rendered = {}};
    if (!prepared.is_ready()) {
        return prepared;
    }
    prepared.rendered = rendered([&](xml::Writer &writer) {
        ActivityPen const pen{{writer, publisher, lists, today}, told};
        writer.open("iati-activity");
        for (auto const &fact : activity_facts()) {
            if (fact.write != nullptr) {
                fact.write(pen);
            }
        }
        writer.close();
    });
    for (auto &finding : findings_in_activity(prepared.rendered.xml, today)) {
        prepared.missing.push_back(
            {.code = "finding", .what = std::move(finding), .keeps_out = true});
    }
    if (prepared.rendered.replaced > 0) {
        prepared.missing.push_back({.code = "cleaned",
                                    .what = std::to_string(prepared.rendered.replaced),
                                    .keeps_out = false});
    }
    return prepared;
}

Instant changed_at(ToldActivity const &told, Rendered const &rendered)
{
    return told.digest == rendered.digest ? told.told_at
                                          : whole_seconds(std::max(told.changed_at, told.told_at));
}

Written write_activities(storage::Reader &reader, ToldPublisher const &publisher,
                         xml::Output const &output)
{
    auto const lists = reference::lists(reader);
    auto const today = reader.today();
    Written written;
    xml::Writer file{output};
    each_told(reader, publisher, [&](ToldActivity const &told) {
        auto prepared = prepare(told, publisher, *lists, today);
        if (prepared.is_ready() && !told.is_given) {
            prepared.missing.push_back({.code = "waits", .what = {}, .keeps_out = true});
        }
        add_notes(written, told, prepared.missing);
        if (!prepared.is_ready()) {
            ++written.left_out;
            return;
        }
        if (written.activities++ == 0) {
            file.declaration();
            file.open("iati-activities");
            file.attribute("version", "2.03");
            file.line();
        }
        auto const changed = changed_at(told, prepared.rendered);
        written.newest = std::max(written.newest, changed);
        put_element(file, activity_start, prepared.rendered.xml, changed);
    });
    if (written.activities > 0) {
        file.close();
        file.line();
    }
    file.done();
    return written;
}

Written write_organisation(storage::Reader &reader, ToldPublisher const &publisher,
                           xml::Output const &output)
{
    auto const lists = reference::lists(reader);
    auto const made = render_organisation(publisher, *lists, reader.today(),
                                          organisation_facts_of(reader, publisher, *lists));
    auto const last = last_publication(reader);
    bool const is_same = last && last->organisation_digest == made.digest;
    Written written;
    written.newest =
        is_same ? last->organisation_at : whole_seconds(budget_changed_at(reader, publisher));
    xml::Writer file{output};
    file.declaration();
    file.open("iati-organisations");
    file.attribute("version", "2.03");
    file.line();
    put_element(file, organisation_start, made.xml, written.newest);
    file.close();
    file.line();
    file.done();
    return written;
}

Result<Published> publish(storage::Tx &tx, auth::Identity const &by, std::string const &base_url,
                          Writes writes)
{
    auto const publisher = publisher_of(tx, base_url);
    if (!publisher) {
        return refuse(Decline::conflict, "", "publishing.no_publisher");
    }
    auto const lists = reference::lists(tx);
    Published published;
    bool changed = writes == Writes::always;
    std::vector<Uuid> told_now;
    each_told(tx, *publisher, [&](ToldActivity const &told) {
        auto const prepared = prepare(told, *publisher, *lists, tx.today());
        if (!prepared.is_ready()) {
            ++published.left_out;
            return;
        }
        if (!told.is_given) {
            give_identifier(tx, told, publisher->settings.identifier);
            ++published.fresh;
        }
        if (told.digest != prepared.rendered.digest) {
            write_told(tx, told.project.id, prepared.rendered.digest,
                       changed_at(told, prepared.rendered));
            changed = true;
        }
        told_now.push_back(told.project.id);
        ++published.activities;
    });
    set_failure(tx, by, *publisher, {});

    auto const organisation = render_organisation(*publisher, *lists, tx.today(),
                                                  organisation_facts_of(tx, *publisher, *lists));
    auto const last = last_publication(tx);
    bool const is_same = last && last->organisation_digest == organisation.digest;
    // What is told no more leaves no digest that differs, but a smaller number.
    if (!changed && is_same && last->activities == published.activities &&
        last->left_out == published.left_out) {
        published.is_written = false;
        return published;
    }
    std::ranges::sort(told_now);
    forget_untold(tx, told_now);
    write_publication(
        tx, {.at = tx.now(),
             .activities = published.activities,
             .left_out = published.left_out,
             .organisation_digest = organisation.digest,
             .organisation_at = is_same ? last->organisation_at
                                        : whole_seconds(budget_changed_at(tx, *publisher))});
    events::append(tx, {.actor = by.actor(),
                        .kind = std::string{publishers.kind},
                        .record = publisher->record,
                        .verb = "publish",
                        .reason = {},
                        .changes = {}});
    return published;
}

void note_failure(storage::Tx &tx, auth::Identity const &by, std::string const &base_url,
                  std::string const &why)
{
    if (auto const publisher = publisher_of(tx, base_url)) {
        set_failure(tx, by, *publisher, why);
    }
}

} // namespace selatan::iati_out
