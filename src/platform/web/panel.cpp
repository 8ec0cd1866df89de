#include "platform/web/panel.hpp"

namespace selatan::web {

namespace {

std::span<Panel const> &all_panels()
{
    static std::span<Panel const> panels;
    return panels;
}

} // namespace

void set_panels(std::span<Panel const> panels)
{
    all_panels() = panels;
}

html::Html panels_of(Context const &context, storage::Reader &reader, records::Noun const &noun,
                     records::Head const &head)
{
    html::Html all;
    for (auto const &panel : all_panels()) {
        if (panel.kind == noun.kind) {
            all += panel.draw(context, reader, head);
        }
    }
    return all;
}

} // namespace selatan::web
