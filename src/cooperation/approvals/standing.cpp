#include "cooperation/approvals/standing.hpp"

namespace selatan::approvals {

Result<void> decide_go_ahead(Standing const &standing, std::string_view override_reason)
{
    if (standing.outstanding() > 0) {
        return refuse(Decline::conflict, "", "approvals.outstanding");
    }
    if (standing.unfavourable > 0 && override_reason.empty()) {
        return refuse(Decline::invalid, "override_reason", "approvals.unfavourable");
    }
    return {};
}

} // namespace selatan::approvals
