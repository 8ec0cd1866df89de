#include "platform/web/voice.hpp"

#include <array>
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
    std::array const one{head.id};
    return !is_voiced(kind, verb) ||
           (by != nullptr && !voiced_of(reader, *by, kind, verb, one).empty());
}

std::vector<Uuid> voiced_of(storage::Reader &reader, auth::Identity const &by,
                            std::string_view kind, std::string_view verb,
                            std::span<Uuid const> records)
{
    auto const found = all_voices().find({kind, verb});
    return found == all_voices().end() ? std::vector<Uuid>{records.begin(), records.end()}
                                       : found->second(reader, by, records);
}

} // namespace selatan::web
