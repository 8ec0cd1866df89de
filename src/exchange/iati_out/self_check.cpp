#include "exchange/iati_out/self_check.hpp"

#include "exchange/iati/validator.hpp"

namespace selatan::iati_out {

namespace {

class Findings final : public iati::Sink {
public:
    void take(iati::Group group) override
    {
        for (auto const &finding : group.findings) {
            m_all.push_back(std::string{finding.id} + ", " + group.identifier + ", " +
                            finding.path);
        }
    }
    [[nodiscard]] std::vector<std::string> take_all() { return std::move(m_all); }

private:
    std::vector<std::string> m_all;
};

} // namespace

std::vector<std::string> findings_in(std::string_view file, Date today)
{
    xml::TextInput input{file};
    Findings findings;
    static_cast<void>(iati::validate(input, xml::Encoding::must_be_utf8,
                                     {today, {}, iati::standard().agencies}, findings));
    return findings.take_all();
}

std::vector<std::string> findings_in_activity(std::string_view activity, Date today)
{
    return findings_in(
        "<iati-activities version=\"2.03\">" + std::string{activity} + "</iati-activities>", today);
}

} // namespace selatan::iati_out
