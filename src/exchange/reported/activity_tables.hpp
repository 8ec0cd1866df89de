/// \file
/// An activity's page in pieces: what it says, table by table. For the pages of this folder.
#pragma once

#include "exchange/reported/in_dollars.hpp"
#include "exchange/reported/reading.hpp"
#include "platform/html/components.hpp"
#include "platform/web/context.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace selatan::reported {

/// What a page shows, read in one transaction.
struct ShownActivity {
    Listed listed;
    Activity activity;
    std::vector<Listed> versions;
    std::vector<Listed> others;
    std::vector<Listed> naming;
    std::unordered_map<std::string, std::int64_t> known; ///< identifiers that stand here
    std::shared_ptr<InDollars> dollars;
};

/// Each is empty where the activity says nothing of it. What is shown outlives this.
class ActivityTables {
public:
    ActivityTables(web::Context const &context, ShownActivity const &shown)
        : m_context{context}, m_read{shown}, m_language{context.language()}, m_activity{
                                                                                 shown.activity}
    {
    }

    [[nodiscard]] html::Html organisations() const;
    [[nodiscard]] html::Html shares() const;
    [[nodiscard]] html::Html transactions() const;
    [[nodiscard]] html::Html budgets() const;
    [[nodiscard]] html::Html locations() const;
    [[nodiscard]] html::Html documents() const;
    [[nodiscard]] html::Html results() const;
    [[nodiscard]] html::Html related() const;
    [[nodiscard]] html::Html others() const;
    [[nodiscard]] html::Html notes() const;
    [[nodiscard]] html::Html versions() const;

    // Cells, which the facts above the tables are made of too.
    [[nodiscard]] html::Html date(std::optional<Date> const &date) const;
    /// A code with its name where there is one.
    [[nodiscard]] static html::Html coded(std::string_view code,
                                          std::optional<std::string_view> name);
    /// An organisation, which leads to the activities that it takes part in.
    [[nodiscard]] html::Html organisation(Organisation const &one) const;
    /// The file that told a version, which leads to its import.
    [[nodiscard]] static html::Html import_link(Listed const &one);

private:
    [[nodiscard]] html::Html identifier_link(std::string const &identifier) const;
    [[nodiscard]] html::Html amount(std::optional<Amount> const &amount) const;
    /// In US dollars, with the rate, its day and source; `day` counts where the amount has none.
    [[nodiscard]] html::Html dollars(std::optional<Amount> const &amount,
                                     std::optional<Date> day) const;
    [[nodiscard]] html::Html table(std::string_view title, std::string id,
                                   std::vector<html::Column> columns, std::vector<html::Row> rows,
                                   std::size_t all) const;
    [[nodiscard]] html::Html listed_link(Listed const &one) const;
    [[nodiscard]] static html::Html figures(std::vector<ToldFigure> const &all);
    [[nodiscard]] html::Html periods(ToldIndicator const &indicator) const;
    [[nodiscard]] html::Html party(Organisation const &one, std::string const &activity) const;
    void add_shares(std::vector<html::Row> &rows, std::string_view what,
                    std::vector<Share> const &shares, bool is_country, bool is_sector) const;
    void add_markers(std::vector<html::Row> &rows) const;

    web::Context const &m_context;
    ShownActivity const &m_read;
    Language m_language;
    Activity const &m_activity;
};

} // namespace selatan::reported
