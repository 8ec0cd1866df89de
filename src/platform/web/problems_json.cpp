#include "platform/web/problems_json.hpp"

#include "platform/i18n/words/words.hpp"

#include <boost/json.hpp>

namespace selatan::web {

boost::json::array problems_json(Language language, Problems const &problems)
{
    boost::json::array all;
    for (auto const &problem : problems) {
        all.push_back(boost::json::object{{"field", problem.field},
                                          {"code", problem.code},
                                          {"detail", words::problem(language, problem)}});
    }
    return all;
}

} // namespace selatan::web
