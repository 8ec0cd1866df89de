/// \file
/// The board as programs read it.
#pragma once

#include "cooperation/training/board.hpp"

#include <boost/json.hpp>

namespace selatan::training {

[[nodiscard]] boost::json::object as_json(Candidate const &one);
/// The dry run of an act.
[[nodiscard]] boost::json::object as_json(BoardAct const &act, Foreseen const &foreseen);
[[nodiscard]] boost::json::object as_json(BoardDone const &done);

} // namespace selatan::training
