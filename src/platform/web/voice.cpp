#include "platform/web/voice.hpp"

#include <map>
#include <utility>

namespace selatan::web {

namespace {

using Voices = std::map<std::pair<std::string_view, std::string_view>, Voice>;

Voices &all_voices()
{
    static Voices voices;
    return voices;
}

} // namespace

void set_voice(std::string_view kind, std::string_view verb, Voice voice)
{
    all_voices()[{kind, verb}] = voice;
}

bool is_voiced(std::string_view kind, std::string_view verb)
{
    return all_voices().contains({kind, verb});
}

bool has_voice(storage::Reader &reader, auth::Identity const *by, std::string_view kind,
               std::string_view verb, records::Head const &head)
{
    auto const found = all_voices().find({kind, verb});
    return found == all_voices().end() || (by != nullptr && found->second(reader, *by, head));
}

} // namespace selatan::web
