#include "cooperation/training/board_json.hpp"

#include "platform/records/field.hpp"

#include <map>

namespace selatan::training {

namespace json = boost::json;

namespace {

template <typename T>
json::value code_json(std::optional<T> const &value)
{
    return value ? json::value(json::string{records::Text<T>::print(*value)}) : json::value{};
}

json::value number_json(std::optional<std::int64_t> value)
{
    return value ? json::value(*value) : json::value{};
}

json::array references_json(std::vector<Candidate> const &all)
{
    json::array references;
    for (auto const &one : all) {
        references.emplace_back(one.reference);
    }
    return references;
}

} // namespace

json::object as_json(Candidate const &one)
{
    return {{"id", one.id.to_string()},
            {"reference", one.reference},
            {"title", one.title},
            {"state", one.state},
            {"country", code_json(one.country)},
            {"nominee_rank", number_json(one.nominee_rank)},
            {"awaits", code_json(one.awaits)},
            {"proposed", code_json(one.proposed)},
            {"place", code_json(one.place)},
            {"reserve_rank", number_json(one.reserve_rank)},
            {"due", code_json(one.due_on)}};
}

json::object as_json(BoardAct const &act, Foreseen const &foreseen)
{
    json::array affected;
    std::map<std::string, std::int64_t, std::less<>> outcomes;
    auto rank = foreseen.next_rank;
    for (auto const &one : foreseen.affected) {
        auto told = as_json(one);
        if (auto const outcome = foreseen.outcomes.find(one.id);
            outcome != foreseen.outcomes.end()) {
            told["will_be"] = outcome->second;
            ++outcomes[std::string{outcome->second}];
        }
        if (act.is_reserve()) {
            told["will_be_in_reserve"] = rank++;
        }
        affected.push_back(std::move(told));
    }
    json::array shortages;
    for (auto const &one : foreseen.shortages) {
        shortages.push_back(json::object{
            {"country", code_json(one.country)}, {"chosen", one.chosen}, {"left", one.left}});
    }
    json::array moving_up;
    for (auto const &one : foreseen.moving_up) {
        moving_up.push_back(json::object{{"reference", one.reference}, {"title", one.title}});
    }
    return {{"act", act.code},
            {"affected", std::move(affected)},
            {"not_their_turn", references_json(foreseen.passed)},
            {"not_on_the_board", json::value_from(foreseen.absent)},
            {"outcomes", json::value_from(outcomes)},
            {"shortages", std::move(shortages)},
            {"moving_up", std::move(moving_up)}};
}

json::object as_json(BoardDone const &done)
{
    return {
        {"batch", done.batch ? json::value(json::string{done.batch->to_string()}) : json::value{}},
        {"done", done.count},
        {"states", json::value_from(done.went)},
        {"not_their_turn", references_json(done.passed)},
        {"not_on_the_board", json::value_from(done.absent)}};
}

} // namespace selatan::training
