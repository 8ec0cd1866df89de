#include "main/retention_command.hpp"

#include "cooperation/training/retention.hpp"
#include "main/installation.hpp"

#include <cstdio>

namespace selatan::program {

namespace {

void print_lines(std::vector<training::Kept> const &all, Date today)
{
    for (auto const &kept : all) {
        auto const day = kept.erased_on();
        auto const when = !day            ? std::string{"not by itself: the rules do not say when"}
                          : *day <= today ? "due since " + day->to_string()
                                          : "on " + day->to_string();
        std::printf("%s  %lld  %s  %s\n", kept.reference.c_str(),
                    static_cast<long long>(kept.people), when.c_str(), kept.title.c_str());
    }
    if (all.empty()) {
        std::printf("Nothing is kept.\n");
    }
}

} // namespace

int retention(Settings const &settings, RetentionOptions const &options)
{
    Installation installation{settings};
    auto &store = installation.store();
    std::int64_t erased = 0;
    if (options.erase) {
        auto &vault = installation.auth().vault;
        while (auto const some = training::erase_due(store, vault, "cli")) {
            erased += some;
        }
    }
    auto const program = auth::program_identity("cli");
    store.read([&](storage::Reader &reader) {
        auto const all = training::kept_restricted(reader, program);
        if (options.json) {
            auto const count = options.erase ? std::optional{erased} : std::nullopt;
            std::printf("%s\n", training::as_json(all, count).c_str());
            return;
        }
        if (options.erase) {
            std::printf("Erased for good: %lld\n", static_cast<long long>(erased));
        }
        print_lines(all, reader.today());
    });
    return 0;
}

} // namespace selatan::program
