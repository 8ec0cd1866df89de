#include "platform/web/foresight.hpp"

#include "platform/web/installed.hpp"
#include "platform/web/problems_json.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace selatan::web {

namespace {

namespace json = boost::json;

} // namespace

void set_foresights(std::span<Foresight const> foresights)
{
    installed<Foresight>() = foresights;
}

bool has_foresight(std::string_view kind)
{
    return std::ranges::find(installed<Foresight>(), kind, &Foresight::kind) !=
           installed<Foresight>().end();
}

std::string json_with_warnings(Context const &context, storage::Reader &reader,
                               records::Noun const &noun, records::Head const &head)
{
    auto told = record_json(reader, noun, head, records::audience_of(context.identity()));
    auto const found = std::ranges::find(installed<Foresight>(), noun.kind, &Foresight::kind);
    records::AnyValue value{*noun.type};
    if (found == installed<Foresight>().end() ||
        !records::load_into(reader, noun, head.id, value.get())) {
        return told;
    }
    auto record = json::parse(told).as_object();
    record["warnings"] =
        problems_json(context.language(), found->foresee(reader, head, value.get()));
    return json::serialize(record);
}

} // namespace selatan::web
