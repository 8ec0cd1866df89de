#include "platform/web/believe.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace selatan::web {

namespace {

/// The office that somebody works or speaks for is theirs to name, even where a grant narrowed to
/// its records does not reach its own.
bool is_own_office(auth::Identity const &who, Uuid id)
{
    return who.office == id || std::ranges::any_of(who.grants, [&](auth::Grant const &grant) {
               return grant.scope == auth::Scope{id};
           });
}

std::vector<std::string> links_of(std::span<records::Field const> fields, void const *value)
{
    std::vector<std::string> links;
    for (auto const &field : fields) {
        links.push_back(field.kind == records::Kind::record ? field.print(value) : std::string{});
    }
    return links;
}

} // namespace

Problems believe(Context const &context, storage::Reader &reader,
                 std::span<records::Field const> fields, records::Input const &input,
                 records::Missing missing, void *value)
{
    auto const known = links_of(fields, value);
    auto problems = records::fill(reader, context.app().codes, fields, input, missing,
                                  records::audience_of(context.identity()), value);
    if (!problems.empty()) {
        return problems;
    }
    auto const links = links_of(fields, value);
    for (std::size_t i = 0; i < links.size(); ++i) {
        auto const id = Uuid::parse(links[i]);
        if (!id || links[i] == known[i] || is_own_office(context.who(), *id)) {
            continue;
        }
        auto const label = records::label_of(reader, *id);
        auto const *const noun = label ? context.app().noun(label->kind) : nullptr;
        if (noun != nullptr && !records::find(reader, *noun, context.identity(), links[i])) {
            problems.push_back({std::string{fields[i].name},
                                "records.unknown_record",
                                {{"value", std::string{input.get(fields[i].name)}}}});
        }
    }
    return problems;
}

} // namespace selatan::web
