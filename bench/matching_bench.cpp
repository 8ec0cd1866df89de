// uses: cooperation_matching selatan_migrations
//
// Ranks 1,000 and 10,000 published offers for one request through the snapshot that pages use: the
// reference data that ships, texts of some 60 words, the best 24 with their reasons, and every
// sentence said in one language. Prints how long the snapshot takes to make, then medians.

#include "cooperation/matching/catalogue.hpp"
#include "cooperation/reference/rates.hpp"
#include "cooperation/reference/shipped.hpp"
#include "platform/storage/migration.hpp"
#include "platform/storage/migrations.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <random>

namespace {

using namespace selatan;
using namespace selatan::matching;
using Stopwatch = std::chrono::steady_clock;

double milliseconds_since(Stopwatch::time_point start)
{
    return std::chrono::duration<double, std::milli>(Stopwatch::now() - start).count();
}

class Maker {
private:
    // Before their uses: the type of `any` is only known once it is written.
    std::int64_t below(std::int64_t limit)
    {
        return std::uniform_int_distribution<std::int64_t>{0, limit - 1}(m_random);
    }
    template <typename Range>
    auto const &any(Range const &range)
    {
        return range[static_cast<std::size_t>(below(static_cast<std::int64_t>(std::size(range))))];
    }

public:
    explicit Maker(reference::Codelists const &lists) : m_lists{&lists}
    {
        for (auto const &item : lists.items(reference::List::sector)) {
            if (item.code.size() == 5) {
                m_sectors.push_back(item.code);
            }
        }
        for (auto const &item : lists.items(reference::List::sdg)) {
            if (lists.path(reference::List::sdg, item.code).size() == 2) {
                m_targets.push_back(item.code);
            }
        }
    }

    offers::Published offer(std::uint32_t number)
    {
        offers::Published one;
        one.id = Uuid::make(number, {});
        one.reference = "OFR-2026-" + std::to_string(number);
        one.version = 1;
        one.offer.title = "Offer " + std::to_string(number);
        one.offer.offered = words(60);
        one.offer.country = any(m_lists->countries(Language::en))->code;
        one.offer.modality = any(m_lists->items(reference::List::modality)).code;
        one.offer.sectors = {any(m_sectors), any(m_sectors)};
        one.offer.sdgs = {any(m_targets), any(m_targets), any(m_targets)};
        one.offer.languages = {any(m_languages), any(m_languages)};
        one.offer.places = below(40) + 1;
        one.offer.unit_cost_usd = below(4000) + 100;
        if (number % 3 == 0) {
            one.offer.eligible_groups = {"SIDS", "LDC"};
        }
        if (number % 5 == 0) {
            one.delivered_to = {any(m_lists->countries(Language::en))->code};
        }
        return one;
    }

    requests::Request request()
    {
        requests::Request asked;
        asked.title = words(8);
        asked.problem = words(120);
        asked.country = CountryCode::parse("TLS");
        asked.sector = any(m_sectors);
        asked.sdgs = {any(m_targets), any(m_targets)};
        asked.modalities = {"training"};
        asked.people = 20;
        return asked;
    }

private:
    /// Common words are common: every second one is among the first hundred.
    std::string words(int count)
    {
        std::string text;
        for (int i = 0; i < count; ++i) {
            auto const limit = std::int64_t{100} << (2 * below(4));
            text += (text.empty() ? "" : " ") + std::string{"word"} + std::to_string(below(limit));
        }
        return text;
    }

    reference::Codelists const *m_lists;
    std::vector<std::string> m_sectors;
    std::vector<std::string> m_targets;
    std::array<std::string, 8> m_languages{"en", "id", "fr", "es", "pt", "ar", "zh", "hi"};
    std::mt19937_64 m_random{20261121};
};

} // namespace

int main()
{
    SystemClock const clock;
    storage::Store store{{.url = "sqlite::memory:", .connections = 1}, clock};
    storage::migrate(store, storage::all_migrations());
    store.write([](storage::Tx &tx) { reference::load_shipped(tx); });
    auto const lists = store.read([](storage::Reader &reader) {
        return std::make_shared<reference::Codelists const>(reader);
    });
    auto const rates = store.read(
        [](storage::Reader &reader) { return std::make_shared<reference::Rates const>(reader); });
    auto const today = *Date::parse("2026-11-21");
    auto const dollar_rate = [&](Currency currency) {
        return rates->rate(currency, *Currency::parse("USD"), today);
    };

    std::uint32_t next = 0;
    for (std::uint32_t const size : {1000U, 10'000U}) {
        Maker maker{*lists};
        std::vector<offers::Published> offers;
        for (std::uint32_t i = 0; i < size; ++i) {
            offers.push_back(maker.offer(next++));
        }
        auto const request = maker.request();
        auto again = offers;
        auto start = Stopwatch::now();
        Catalogue const first{std::move(offers), lists, today, dollar_rate};
        double const made = milliseconds_since(start);
        start = Stopwatch::now();
        Catalogue const catalogue{std::move(again), lists, today, dollar_rate};
        double const remade = milliseconds_since(start);

        std::vector<double> ranked;
        std::vector<double> told;
        std::size_t characters = 0;
        for (int run = 0; run < 21; ++run) {
            start = Stopwatch::now();
            auto const found = catalogue.for_request(request, today, 24);
            ranked.push_back(milliseconds_since(start));
            for (auto const &suggestion : found.best) {
                for (auto const &reason : suggestion.reasons) {
                    characters += sentence(reason, *lists, Language::fr).size();
                }
            }
            told.push_back(milliseconds_since(start));
        }
        std::ranges::sort(ranked);
        std::ranges::sort(told);
        std::printf("%6u offers: snapshot %.0f ms, again %.0f ms (words kept); ranked %.2f ms, "
                    "with all sentences %.2f ms (%zu characters)\n",
                    size, made, remade, ranked[10], told[10], characters / 21);
    }
}
