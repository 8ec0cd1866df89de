// uses: platform_html platform_html_gallery benchmark::benchmark
/// \file
/// What rendering costs. Bar: a page with a table of 50 rows, 18 kB in 412 elements, in at most
/// 25 µs at -O2 on an idle core. Compared with the same markup appended by hand to one string
/// without escaping anything, the least that any builder must do.
///
/// Last run: November 2026, g++ 12.2 -O2, virtual machine with 2 cores shared by nine running
/// programs (CPU time, median of 5): built 36 µs, by hand 5 µs; a Markdown comment 5 µs; a whole
/// page of the gallery with its frame 59 µs. Before temporaries gave their memory to the element
/// around them and text was looked at eight bytes at a time it was 48 µs in the same conditions.

#include "platform/html/gallery/gallery.hpp"

#include <benchmark/benchmark.h>

using namespace selatan::html;

namespace {

struct Line {
    std::string url;
    std::string title;
    std::string country;
    std::string state;
    std::string clock;
    std::string amount;
};

std::vector<Line> lines()
{
    std::vector<Line> all;
    for (int i = 0; i < 50; ++i) {
        auto const number = std::to_string(1000 + i);
        all.push_back({"/requests/0192f6a0-7c4e-7000-8000-00000000" + number,
                       "Training of rice seed inspectors & growers, stage " + number,
                       "Papua New Guinea", "Screened", "13 days", "48,200.00"});
    }
    return all;
}

constexpr char const *intro =
    "Requests, courses, experts and equipment between countries of the South.";

Html built(std::vector<Line> const &all)
{
    return document(
        {.head = title("Requests"),
         .body = main_(h1("Requests"), p(cls("lead"), intro),
                       table(cls("list"),
                             thead(tr(th("Request"), th("Partner"), th("State"), th("Clock"),
                                      th("Estimate"))),
                             tbody(each(all, [](Line const &line) {
                                 return tr(th(attr<"scope">("row"), a(href(line.url), line.title)),
                                           td(attr<"data-label">("Partner"), line.country),
                                           td(attr<"data-label">("State"),
                                              span(cls("badge active"), line.state)),
                                           td(attr<"data-label">("Clock"), line.clock),
                                           td(cls("number"), attr<"data-label">("Estimate"),
                                              line.amount));
                             }))))});
}

std::string by_hand(std::vector<Line> const &all)
{
    std::string out = "<!doctype html>\n<html lang=\"en\" dir=\"ltr\"><head><title>Requests</title>"
                      "</head><body><main><h1>Requests</h1><p class=\"lead\">";
    out += intro;
    out += "</p><table class=\"list\"><thead><tr><th>Request</th><th>Partner</th><th>State</th>"
           "<th>Clock</th><th>Estimate</th></tr></thead><tbody>";
    for (auto const &line : all) {
        out += "<tr><th scope=\"row\"><a href=\"";
        out += line.url;
        out += "\">";
        out += line.title;
        out += "</a></th><td data-label=\"Partner\">";
        out += line.country;
        out += "</td><td data-label=\"State\"><span class=\"badge active\">";
        out += line.state;
        out += "</span></td><td data-label=\"Clock\">";
        out += line.clock;
        out += "</td><td class=\"number\" data-label=\"Estimate\">";
        out += line.amount;
        out += "</td></tr>";
    }
    out += "</tbody></table></main></body></html>";
    return out;
}

void table_of_50_rows_built(benchmark::State &state)
{
    auto const all = lines();
    for (auto _ : state) {
        benchmark::DoNotOptimize(built(all));
    }
    state.counters["bytes"] = static_cast<double>(built(all).view().size());
}
BENCHMARK(table_of_50_rows_built)->Unit(benchmark::kMicrosecond);

void table_of_50_rows_by_hand(benchmark::State &state)
{
    auto const all = lines();
    for (auto _ : state) {
        benchmark::DoNotOptimize(by_hand(all));
    }
    state.counters["bytes"] = static_cast<double>(by_hand(all).size());
}
BENCHMARK(table_of_50_rows_by_hand)->Unit(benchmark::kMicrosecond);

/// All ten pages of the gallery with their content made anew: frame, menus, components.
void gallery_pages(benchmark::State &state)
{
    for (auto _ : state) {
        benchmark::DoNotOptimize(gallery::pages({}));
    }
}
BENCHMARK(gallery_pages)->Unit(benchmark::kMicrosecond);

void markdown_comment(benchmark::State &state)
{
    for (auto _ : state) {
        benchmark::DoNotOptimize(from_markdown("They ask for:\n\n1. two weeks near *Subang*;\n2. a "
                                               "manual in **Tetum**, see [the note](/notes/1)."));
    }
}
BENCHMARK(markdown_comment)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
