#include "exchange/iati/rule_words.hpp"

#include <algorithm>
#include <array>

namespace selatan::iati {

namespace {

struct RuleWord {
    std::string_view id;
    std::string_view word;
};

constexpr std::array<RuleWord, 89> words{{
    {"1.1.3", "identifier_is_organisation"},
    {"1.1.21", "identifier_prefix"},
    {"1.14.8", "agency"},
    {"1.18.8", "agency"},
    {"1.3.13", "symbols"},
    {"1.8.13", "symbols"},
    {"1.10.13", "symbols"},
    {"1.11.13", "symbols"},
    {"1.12.13", "symbols"},
    {"1.14.13", "symbols"},
    {"1.15.13", "symbols"},
    {"1.18.13", "symbols"},
    {"1.3.1", "spaces"},
    {"1.4.1", "spaces"},
    {"1.5.1", "spaces"},
    {"1.6.1", "spaces"},
    {"1.7.1", "spaces"},
    {"1.8.1", "spaces"},
    {"1.9.1", "spaces"},
    {"1.10.1", "spaces"},
    {"1.11.1", "spaces"},
    {"1.12.1", "spaces"},
    {"1.14.1", "spaces"},
    {"1.15.1", "spaces"},
    {"1.16.1", "spaces"},
    {"1.17.1", "spaces"},
    {"1.18.1", "spaces"},
    {"2.1.1", "percentage_missing"},
    {"3.1.1", "percentage_missing"},
    {"3.4.1", "percentage_missing"},
    {"7.9.1", "percentage_missing"},
    {"2.1.2", "percentages_sum"},
    {"3.1.2", "percentages_sum"},
    {"3.4.2", "percentages_sum"},
    {"7.9.2", "percentages_sum"},
    {"2.1.4", "single_percentage"},
    {"3.1.4", "single_percentage"},
    {"3.4.4", "single_percentage"},
    {"7.9.4", "single_percentage"},
    {"12.1.1", "percentage_range"},
    {"12.2.1", "percentage_range"},
    {"12.3.1", "percentage_range"},
    {"2.2.1", "own_vocabulary_narrative"},
    {"102.1.1", "dac_sector_too"},
    {"107.1.1", "dac_aid_type_too"},
    {"107.2.1", "dac_aid_type_too"},
    {"107.1.2", "one_aid_type"},
    {"107.2.2", "one_aid_type"},
    {"3.6.2", "recipient_in_both"},
    {"3.7.1", "recipient_missing"},
    {"3.7.2", "recipient_not_in_all"},
    {"4.1.1", "language_missing"},
    {"4.5.1", "language_missing"},
    {"4.3.1", "narrative_missing"},
    {"4.4.1", "narrative_missing"},
    {"6.2.2", "sector_missing"},
    {"6.6.2", "sector_in_both"},
    {"6.7.2", "sector_not_in_all"},
    {"6.8.1", "ref_or_narrative"},
    {"6.9.1", "ref_or_narrative"},
    {"6.9.2", "ref_or_narrative"},
    {"6.10.1", "ref_or_narrative"},
    {"6.11.1", "start_missing"},
    {"6.13.1", "marker_narrative"},
    {"6.14.1", "marker_significance"},
    {"7.5.3", "longer_than_a_year"},
    {"7.8.1", "currency_missing"},
    {"7.8.2", "currency_missing"},
    {"8.6.1", "end_before_start"},
    {"8.6.3", "end_before_start"},
    {"8.8.1", "value_missing"},
    {"8.9.1", "value_missing"},
    {"8.10.1", "value_missing"},
    {"8.8.2", "value_not_number"},
    {"8.9.2", "value_not_number"},
    {"8.10.2", "value_not_number"},
    {"8.8.3", "value_for_qualitative"},
    {"8.9.3", "value_for_qualitative"},
    {"8.10.3", "value_for_qualitative"},
    {"8.11.1", "reference_twice"},
    {"11.1.1", "in_future"},
    {"11.1.4", "in_future"},
    {"11.1.5", "in_future"},
    {"11.2.1", "in_future"},
    {"11.2.2", "in_future"},
    {"11.4.1", "in_future"},
    {"11.1.2", "end_before_start"},
    {"11.1.3", "end_before_start"},
    {"11.3.1", "outside_period"},
}};

} // namespace

std::string_view rule_word(std::string_view id)
{
    auto const *const found =
        std::find_if(words.begin(), words.end(), [&](RuleWord const &one) { return one.id == id; });
    return found == words.end() ? std::string_view{} : found->word;
}

} // namespace selatan::iati
