#include "platform/web/advice.hpp"

#include "platform/web/installed.hpp"

#include <algorithm>
#include <utility>

namespace selatan::web {

void set_advisers(std::span<Adviser const> advisers)
{
    installed<Adviser>() = advisers;
}

bool has_advisers(NounPages const &pages)
{
    return std::ranges::any_of(installed<Adviser>(), [&](Adviser const &adviser) {
        return adviser.kind == pages.noun->kind;
    });
}

std::vector<html::Notice> advice_from_above(Context const &context, storage::Reader &reader,
                                            NounPages const &pages, void const *value)
{
    std::vector<html::Notice> notices;
    for (auto const &adviser : installed<Adviser>()) {
        if (adviser.kind == pages.noun->kind) {
            for (auto &notice : adviser.advise(context, reader, value)) {
                notices.push_back(std::move(notice));
            }
        }
    }
    return notices;
}

std::vector<html::Notice> advice_about(Context const &context, storage::Reader &reader,
                                       NounPages const &pages, void const *value)
{
    auto notices = pages.advise == nullptr ? std::vector<html::Notice>{}
                                           : pages.advise(context, reader, value);
    for (auto &notice : advice_from_above(context, reader, pages, value)) {
        notices.push_back(std::move(notice));
    }
    return notices;
}

} // namespace selatan::web
