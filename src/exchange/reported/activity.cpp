#include "exchange/reported/activity.hpp"

#include "exchange/iati/standard.hpp"
#include "exchange/iati/values.hpp"
#include "exchange/reported/decimal.hpp"

#include <algorithm>

namespace selatan::reported {

namespace {

using iati::NameId;
using iati::no_node;
using iati::NodeIndex;
using iati::Tree;
using iati::trimmed;

/// Elements of an activity that are taken.
enum class Element : std::uint8_t {
    other,
    activity_date,
    activity_status,
    aid_type,
    budget,
    collaboration_type,
    default_aid_type,
    default_finance_type,
    default_flow_type,
    default_tied_status,
    description,
    disbursement_channel,
    document_link,
    finance_type,
    flow_type,
    iati_identifier,
    location,
    name,
    narrative,
    participating_org,
    period_end,
    period_start,
    planned_disbursement,
    point,
    policy_marker,
    pos,
    provider_org,
    receiver_org,
    recipient_country,
    recipient_region,
    related_activity,
    reporting_org,
    result,
    sector,
    tag,
    tied_status,
    title,
    transaction,
    transaction_date,
    transaction_type,
    value,
};

constexpr std::array<std::string_view, 41> element_names{
    "",
    "activity-date",
    "activity-status",
    "aid-type",
    "budget",
    "collaboration-type",
    "default-aid-type",
    "default-finance-type",
    "default-flow-type",
    "default-tied-status",
    "description",
    "disbursement-channel",
    "document-link",
    "finance-type",
    "flow-type",
    "iati-identifier",
    "location",
    "name",
    "narrative",
    "participating-org",
    "period-end",
    "period-start",
    "planned-disbursement",
    "point",
    "policy-marker",
    "pos",
    "provider-org",
    "receiver-org",
    "recipient-country",
    "recipient-region",
    "related-activity",
    "reporting-org",
    "result",
    "sector",
    "tag",
    "tied-status",
    "title",
    "transaction",
    "transaction-date",
    "transaction-type",
    "value",
};

/// Names as numbers, looked up once.
struct Words {
    std::vector<Element> elements; ///< by NameId
    NameId activity_id;
    NameId code;
    NameId currency;
    NameId default_currency;
    NameId hierarchy;
    NameId humanitarian;
    NameId iso_date;
    NameId lang;
    NameId percentage;
    NameId provider_activity_id;
    NameId receiver_activity_id;
    NameId ref;
    NameId role;
    NameId secondary_reporter;
    NameId significance;
    NameId status;
    NameId type;
    NameId updated;
    NameId value_date;
    NameId vocabulary;
    NameId vocabulary_uri;
};

Words const &words()
{
    static Words const all = [] {
        auto const &names = iati::standard().names;
        Words made{.elements = std::vector<Element>(names.size(), Element::other),
                   .activity_id = names.find("activity-id"),
                   .code = names.find("code"),
                   .currency = names.find("currency"),
                   .default_currency = names.find("default-currency"),
                   .hierarchy = names.find("hierarchy"),
                   .humanitarian = names.find("humanitarian"),
                   .iso_date = names.find("iso-date"),
                   .lang = names.find("xml:lang"),
                   .percentage = names.find("percentage"),
                   .provider_activity_id = names.find("provider-activity-id"),
                   .receiver_activity_id = names.find("receiver-activity-id"),
                   .ref = names.find("ref"),
                   .role = names.find("role"),
                   .secondary_reporter = names.find("secondary-reporter"),
                   .significance = names.find("significance"),
                   .status = names.find("status"),
                   .type = names.find("type"),
                   .updated = names.find("last-updated-datetime"),
                   .value_date = names.find("value-date"),
                   .vocabulary = names.find("vocabulary"),
                   .vocabulary_uri = names.find("vocabulary-uri")};
        for (std::size_t i = 1; i < element_names.size(); ++i) {
            if (auto const id = names.find(element_names[i]); id != iati::unknown_name) {
                made.elements[id] = static_cast<Element>(i);
            }
        }
        return made;
    }();
    return all;
}

/// "en" of "EN-gb".
std::string primary_language(std::string_view tag)
{
    std::string language{tag.substr(0, tag.find('-'))};
    for (auto &c : language) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return language;
}

class Extraction {
public:
    Extraction(Tree const &tree, Activity &into) : m_tree{tree}, m_into{into} {}

    void run(NodeIndex root)
    {
        m_into.language = primary_language(attribute(root, m_words.lang));
        m_into.currency = currency_of(root, m_words.default_currency, "@default-currency");
        m_into.hierarchy = number_of(root, m_words.hierarchy, "@hierarchy");
        m_into.humanitarian = flag_of(root, m_words.humanitarian);
        m_into.updated = attribute(root, m_words.updated);
        each_child(root, [&](Element element, NodeIndex at) { child(element, at); });
        if (m_into.identifier.empty()) {
            note("iati-identifier", {}, "no_identifier");
        }
        if (m_into.reporter.ref.empty()) {
            note("reporting-org", {}, "no_reporter");
        }
        inherit();
    }

private:
    template <typename Take>
    void each_child(NodeIndex above, Take const &take)
    {
        for (auto at = m_tree.node(above).first; at != no_node; at = m_tree.node(at).next) {
            auto const &node = m_tree.node(at);
            if (!node.is_text && m_words.elements[node.name] != Element::other) {
                take(m_words.elements[node.name], at);
            }
        }
    }

    [[nodiscard]] std::string_view attribute(NodeIndex element, NameId name) const
    {
        auto const *const found = m_tree.attribute(element, name);
        return found == nullptr ? std::string_view{} : trimmed(m_tree.string(found->value));
    }
    [[nodiscard]] std::string text(NodeIndex element) const
    {
        std::string all;
        m_tree.append_text(element, all);
        auto const kept = trimmed(all);
        return kept.size() == all.size() ? all : std::string{kept};
    }

    void note(std::string path, std::string_view value, std::string_view why)
    {
        constexpr std::size_t shown = 100;
        auto size = std::min(value.size(), shown);
        while (size > 0 && size < value.size() && (value[size] & 0xC0) == 0x80) {
            --size;
        }
        m_into.notes.push_back({std::move(path), std::string{value.substr(0, size)}, why});
    }

    // -- Values -------------------------------------------------------------------------------

    /// Days, and moments too, of which the day counts: xsd:date allows a zone behind it.
    std::optional<Date> date_in(NodeIndex element, NameId name, std::string_view path)
    {
        constexpr std::size_t day = 10;
        auto const value = attribute(element, name);
        if (value.empty()) {
            return std::nullopt;
        }
        auto const rest = value.substr(std::min(day, value.size()));
        auto const found = Date::parse(value.substr(0, day));
        if (!found || !(rest.empty() || rest.starts_with('T') || rest.starts_with('Z') ||
                        rest.starts_with('+') || rest.starts_with('-'))) {
            note(std::string{path}, value, "bad_date");
            return std::nullopt;
        }
        return found;
    }

    std::optional<Currency> currency_of(NodeIndex element, NameId name, std::string_view path)
    {
        auto const value = attribute(element, name);
        if (value.empty()) {
            return std::nullopt;
        }
        auto const found = Currency::parse(value);
        if (!found) {
            note(std::string{path}, value, "bad_currency");
        }
        return found;
    }

    std::optional<std::int64_t> number_of(NodeIndex element, NameId name, std::string_view path)
    {
        auto const value = attribute(element, name);
        if (value.empty()) {
            return std::nullopt;
        }
        auto const found = scaled(value, 0);
        if (!found || !found->is_exact) {
            note(std::string{path}, value, "bad_number");
            return std::nullopt;
        }
        return found->value;
    }

    [[nodiscard]] std::optional<bool> flag_of(NodeIndex element, NameId name) const
    {
        auto const value = attribute(element, name);
        return value.empty() ? std::nullopt : std::optional{value == "1" || value == "true"};
    }

    [[nodiscard]] Narratives narratives(NodeIndex element) const
    {
        Narratives all;
        for (auto at = m_tree.node(element).first; at != no_node; at = m_tree.node(at).next) {
            auto const &node = m_tree.node(at);
            if (node.is_text || m_words.elements[node.name] != Element::narrative) {
                continue;
            }
            if (auto said = text(at); !said.empty()) {
                auto language = primary_language(attribute(at, m_words.lang));
                all.push_back(
                    {language.empty() ? m_into.language : std::move(language), std::move(said)});
            }
        }
        // Some write the text where narratives belong.
        if (all.empty()) {
            if (auto said = text(element); !said.empty()) {
                all.push_back({m_into.language, std::move(said)});
            }
        }
        return all;
    }

    [[nodiscard]] std::string narrative(NodeIndex element) const
    {
        auto const all = narratives(element);
        return std::string{text_for(all, m_into.language)};
    }

    [[nodiscard]] Organisation organisation(NodeIndex element) const
    {
        return {.ref = std::string{attribute(element, m_words.ref)},
                .type = std::string{attribute(element, m_words.type)},
                .name = narrative(element)};
    }

    std::optional<Amount> amount(NodeIndex element, std::string const &path)
    {
        auto written = text(element);
        auto found = hundredths_of(written);
        if (!found) {
            note(path, written, written.empty() ? "no_amount" : "bad_amount");
            return std::nullopt;
        }
        if (found->had_separators) {
            note(path, written, "separators");
        }
        Amount taken;
        taken.hundredths = found->value;
        if (!found->is_exact) {
            taken.exact = std::move(written);
        }
        taken.currency = currency_of(element, m_words.currency, path + "/@currency");
        taken.valued_on = date_in(element, m_words.value_date, path + "/@value-date");
        return taken;
    }

    Share share(NodeIndex element, std::string_view vocabulary, std::string_view path)
    {
        Share taken;
        taken.code = attribute(element, m_words.code);
        taken.vocabulary = attribute(element, m_words.vocabulary);
        if (taken.vocabulary.empty()) {
            taken.vocabulary = vocabulary;
        }
        if (auto const value = attribute(element, m_words.percentage); !value.empty()) {
            constexpr int digits = 4; // of a percentage: millionths of the whole
            constexpr std::int64_t whole = 1'000'000;
            auto const found = scaled(value, digits);
            if (found && found->value >= 0 && found->value <= whole) {
                taken.of_million = found->value;
            } else {
                note(std::string{path} + "/@percentage", value, "bad_percentage");
            }
        }
        return taken;
    }

    /// A class of aid has its own vocabularies; only the first is OECD's list of types.
    void aid_type(NodeIndex at, std::string &into) const
    {
        auto const vocabulary = attribute(at, m_words.vocabulary);
        if (into.empty() && (vocabulary.empty() || vocabulary == "1")) {
            into = attribute(at, m_words.code);
        }
    }

    // -- Elements -----------------------------------------------------------------------------

    void child(Element element, NodeIndex at)
    {
        auto const code = [&] {
            return std::string{attribute(at, m_words.code)};
        };
        switch (element) {
        case Element::iati_identifier:
            if (m_into.identifier.empty()) {
                m_into.identifier = text(at);
            }
            break;
        case Element::reporting_org:
            m_into.reporter = organisation(at);
            m_into.is_secondary_reporter = flag_of(at, m_words.secondary_reporter).value_or(false);
            break;
        case Element::title:
            m_into.title = narratives(at);
            break;
        case Element::description:
            if (m_into.description.empty()) {
                m_into.description = narratives(at);
            }
            break;
        case Element::participating_org:
            m_into.participants.push_back(
                {.role = std::string{attribute(at, m_words.role)},
                 .organisation = organisation(at),
                 .activity = std::string{attribute(at, m_words.activity_id)}});
            break;
        case Element::activity_status:
            m_into.status = code();
            break;
        case Element::activity_date:
            date(at);
            break;
        case Element::recipient_country:
            m_into.countries.push_back(share(at, {}, "recipient-country"));
            break;
        case Element::recipient_region:
            m_into.regions.push_back(share(at, "1", "recipient-region"));
            break;
        case Element::sector:
            m_into.sectors.push_back(share(at, "1", "sector"));
            break;
        case Element::location:
            location(at);
            break;
        case Element::tag:
            m_into.tags.push_back(
                {.vocabulary = std::string{attribute(at, m_words.vocabulary)},
                 .vocabulary_uri = std::string{attribute(at, m_words.vocabulary_uri)},
                 .code = code(),
                 .name = narrative(at)});
            break;
        case Element::policy_marker:
            marker(at);
            break;
        case Element::collaboration_type:
            m_into.collaboration = code();
            break;
        case Element::default_flow_type:
            m_into.flow = code();
            break;
        case Element::default_finance_type:
            m_into.finance = code();
            break;
        case Element::default_aid_type:
            aid_type(at, m_into.aid);
            break;
        case Element::default_tied_status:
            m_into.tied = code();
            break;
        case Element::related_activity:
            m_into.related.push_back({.type = std::string{attribute(at, m_words.type)},
                                      .identifier = std::string{attribute(at, m_words.ref)}});
            break;
        case Element::budget:
            budget(at, Budget::Kind::budget, "budget", ++m_budgets);
            break;
        case Element::planned_disbursement:
            budget(at, Budget::Kind::planned_disbursement, "planned-disbursement", ++m_planned);
            break;
        case Element::transaction:
            transaction(at);
            break;
        case Element::document_link:
            ++m_into.documents;
            break;
        case Element::result:
            ++m_into.results;
            break;
        default:
            break;
        }
    }

    void date(NodeIndex at)
    {
        auto const type = attribute(at, m_words.type);
        if (type.size() != 1 || type < "1" || type > "4") {
            note("activity-date/@type", type, "bad_code");
            return;
        }
        m_into.dates[static_cast<std::size_t>(type.front() - '1')] =
            date_in(at, m_words.iso_date, "activity-date/@iso-date");
    }

    void marker(NodeIndex at)
    {
        auto vocabulary = attribute(at, m_words.vocabulary);
        m_into.markers.push_back(
            {.vocabulary = std::string{vocabulary.empty() ? "1" : vocabulary},
             .code = std::string{attribute(at, m_words.code)},
             .significance = number_of(at, m_words.significance, "policy-marker/@significance")});
    }

    void location(NodeIndex at)
    {
        Location taken;
        each_child(at, [&](Element element, NodeIndex below) {
            if (element == Element::name) {
                taken.name = narrative(below);
            } else if (element == Element::point) {
                each_child(below, [&](Element inner, NodeIndex pos) {
                    if (inner == Element::pos) {
                        taken.position = text(pos);
                    }
                });
            }
        });
        m_into.locations.push_back(std::move(taken));
    }

    void budget(NodeIndex at, Budget::Kind kind, std::string_view name, std::size_t number)
    {
        Budget taken;
        taken.kind = kind;
        taken.type = attribute(at, m_words.type);
        if (kind == Budget::Kind::budget) {
            taken.status = attribute(at, m_words.status);
        }
        auto const path = std::string{name} + "[" + std::to_string(number) + "]/";
        bool has_value = false;
        each_child(at, [&](Element element, NodeIndex below) {
            switch (element) {
            case Element::period_start:
                taken.starts = date_in(below, m_words.iso_date, path + "period-start");
                break;
            case Element::period_end:
                taken.ends = date_in(below, m_words.iso_date, path + "period-end");
                break;
            case Element::value:
                has_value = true;
                taken.amount = amount(below, path + "value");
                break;
            case Element::provider_org:
                taken.provider = organisation(below);
                break;
            case Element::receiver_org:
                taken.receiver = organisation(below);
                break;
            default:
                break;
            }
        });
        if (!has_value) {
            note(path + "value", {}, "no_amount");
        }
        m_into.budgets.push_back(std::move(taken));
    }

    void transaction(NodeIndex at)
    {
        Transaction taken;
        auto const path = "transaction[" + std::to_string(m_into.transactions.size() + 1) + "]/";
        taken.humanitarian = flag_of(at, m_words.humanitarian);
        bool has_value = false;
        each_child(at, [&](Element element, NodeIndex below) {
            switch (element) {
            case Element::transaction_type:
                taken.type = attribute(below, m_words.code);
                break;
            case Element::transaction_date:
                taken.on = date_in(below, m_words.iso_date, path + "transaction-date");
                break;
            case Element::value:
                has_value = true;
                taken.amount = amount(below, path + "value");
                break;
            case Element::description:
                taken.description = narrative(below);
                break;
            case Element::provider_org:
                taken.provider = organisation(below);
                taken.provider_activity = attribute(below, m_words.provider_activity_id);
                break;
            case Element::receiver_org:
                taken.receiver = organisation(below);
                taken.receiver_activity = attribute(below, m_words.receiver_activity_id);
                break;
            case Element::disbursement_channel:
                taken.channel = attribute(below, m_words.code);
                break;
            case Element::sector:
                taken.sectors.push_back(share(below, "1", path + "sector"));
                break;
            case Element::recipient_country:
                taken.countries.push_back(share(below, {}, path + "recipient-country"));
                break;
            case Element::recipient_region:
                taken.regions.push_back(share(below, "1", path + "recipient-region"));
                break;
            case Element::flow_type:
                taken.flow = attribute(below, m_words.code);
                break;
            case Element::finance_type:
                taken.finance = attribute(below, m_words.code);
                break;
            case Element::aid_type:
                aid_type(below, taken.aid);
                break;
            case Element::tied_status:
                taken.tied = attribute(below, m_words.code);
                break;
            default:
                break;
            }
        });
        if (!has_value) {
            note(path + "value", {}, "no_amount");
        }
        m_into.transactions.push_back(std::move(taken));
    }

    /// What a transaction does not say itself, its activity says for it.
    void inherit()
    {
        auto const complete = [&](std::optional<Amount> &amount, std::string_view where,
                                  std::size_t number) {
            if (!amount) {
                return;
            }
            amount->currency = amount->currency ? amount->currency : m_into.currency;
            if (!amount->currency) {
                note(std::string{where} + "[" + std::to_string(number) + "]/value/@currency", {},
                     "no_currency");
            }
        };
        auto const take = [](std::string &own, std::string const &general) {
            if (own.empty()) {
                own = general;
            }
        };
        for (std::size_t i = 0; i < m_into.transactions.size(); ++i) {
            auto &one = m_into.transactions[i];
            complete(one.amount, "transaction", i + 1);
            take(one.flow, m_into.flow);
            take(one.finance, m_into.finance);
            take(one.aid, m_into.aid);
            take(one.tied, m_into.tied);
            one.humanitarian = one.humanitarian ? one.humanitarian : m_into.humanitarian;
        }
        std::array<std::size_t, 3> numbers{}; // by kind
        for (auto &one : m_into.budgets) {
            complete(one.amount,
                     one.kind == Budget::Kind::budget ? "budget" : "planned-disbursement",
                     ++numbers[static_cast<std::size_t>(one.kind)]);
        }
    }

    Tree const &m_tree;
    Activity &m_into;
    Words const &m_words = words();
    std::size_t m_budgets = 0;
    std::size_t m_planned = 0;
};

} // namespace

std::string_view text_for(Narratives const &texts, std::string_view language, std::string_view own)
{
    for (auto const wanted : {language, own}) {
        auto const found = std::ranges::find(texts, wanted, &Narrative::language);
        if (found != texts.end() && !wanted.empty()) {
            return found->text;
        }
    }
    return texts.empty() ? std::string_view{} : std::string_view{texts.front().text};
}

Activity extract(iati::Tree const &tree, iati::NodeIndex activity)
{
    Activity taken;
    Extraction{tree, taken}.run(activity);
    return taken;
}

std::optional<Date> date_of(std::int64_t day_number)
{
    return Date::of(static_cast<int>(day_number / 10'000),
                    static_cast<unsigned>(day_number / 100 % 100),
                    static_cast<unsigned>(day_number % 100));
}

} // namespace selatan::reported
