#include "exchange/reported/activity.hpp"

#include "exchange/iati/values.hpp"
#include "exchange/reported/activity_values.hpp"

#include <algorithm>

namespace selatan::reported {

namespace {

/// Takes an activity from its elements.
class Extraction : private Values {
public:
    Extraction(iati::Tree const &tree, Activity &into) : Values{tree, into} {}

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
            m_into.descriptions.push_back(
                {.type = std::string{attribute(at, m_words.type)}, .text = narratives(at)});
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
            document(at);
            break;
        case Element::result:
            result(at);
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

    void document(NodeIndex at)
    {
        Document taken{.title = {},
                       .url = std::string{attribute(at, m_words.url)},
                       .format = std::string{attribute(at, m_words.format)}};
        each_child(at, [&](Element element, NodeIndex below) {
            if (element == Element::title) {
                taken.title = narrative(below);
            }
        });
        m_into.documents.push_back(std::move(taken));
    }

    void result(NodeIndex at)
    {
        ToldResult taken{
            .type = std::string{attribute(at, m_words.type)}, .title = {}, .indicators = {}};
        auto const path = "result[" + std::to_string(m_into.results.size() + 1) + "]/indicator[";
        each_child(at, [&](Element element, NodeIndex below) {
            if (element == Element::title) {
                taken.title = narratives(below);
            } else if (element == Element::indicator) {
                taken.indicators.push_back(indicator(
                    below, path + std::to_string(taken.indicators.size() + 1) + "]/period/"));
            }
        });
        m_into.results.push_back(std::move(taken));
    }

    /// `path`: of its periods.
    ToldIndicator indicator(NodeIndex at, std::string const &path)
    {
        ToldIndicator taken;
        taken.measure = attribute(at, m_words.measure);
        each_child(at, [&](Element element, NodeIndex below) {
            if (element == Element::title) {
                taken.title = narratives(below);
            } else if (element == Element::baseline) {
                auto baseline = figure(below);
                auto const day = attribute(below, m_words.iso_date);
                baseline.on = day.empty() ? attribute(below, m_words.year) : day;
                taken.baselines.push_back(std::move(baseline));
            } else if (element == Element::period) {
                taken.periods.push_back(period(below, path));
            }
        });
        return taken;
    }

    ToldPeriod period(NodeIndex at, std::string const &path)
    {
        ToldPeriod taken;
        each_child(at, [&](Element element, NodeIndex below) {
            if (element == Element::period_start) {
                taken.starts = date_in(below, m_words.iso_date, path + "period-start");
            } else if (element == Element::period_end) {
                taken.ends = date_in(below, m_words.iso_date, path + "period-end");
            } else if (element == Element::target) {
                taken.targets.push_back(figure(below));
            } else if (element == Element::actual) {
                taken.actuals.push_back(figure(below));
            }
        });
        return taken;
    }

    [[nodiscard]] ToldFigure figure(NodeIndex at)
    {
        ToldFigure taken;
        taken.value = attribute(at, m_words.value);
        each_child(at, [&](Element element, NodeIndex below) {
            if (element == Element::dimension) {
                taken.dimensions.push_back({std::string{attribute(below, m_words.name)},
                                            std::string{attribute(below, m_words.value)}});
            }
        });
        return taken;
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
