#include "platform/web/advice.hpp"

#include <utility>

namespace selatan::web {

namespace {

std::span<Adviser const> &all_advisers()
{
    static std::span<Adviser const> advisers;
    return advisers;
}

} // namespace

void set_advisers(std::span<Adviser const> advisers)
{
    all_advisers() = advisers;
}

std::vector<html::Notice> advice_about(Context const &context, storage::Reader &reader,
                                       NounPages const &pages, void const *value)
{
    auto notices = pages.advise == nullptr ? std::vector<html::Notice>{}
                                           : pages.advise(context, reader, value);
    for (auto const &adviser : all_advisers()) {
        if (adviser.kind == pages.noun->kind) {
            for (auto &notice : adviser.advise(context, reader, value)) {
                notices.push_back(std::move(notice));
            }
        }
    }
    return notices;
}

} // namespace selatan::web
