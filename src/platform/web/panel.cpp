#include "platform/web/panel.hpp"

#include "platform/web/installed.hpp"

namespace selatan::web {

void set_panels(std::span<Panel const> panels)
{
    installed<Panel>() = panels;
}

html::Html panels_of(Context const &context, storage::Reader &reader, records::Noun const &noun,
                     records::Head const &head)
{
    html::Html all;
    for (auto const &panel : installed<Panel>()) {
        if (panel.kind == noun.kind) {
            all += panel.draw(context, reader, head);
        }
    }
    return all;
}

} // namespace selatan::web
