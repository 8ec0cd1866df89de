#include "exchange/flows/refresh.hpp"

#include <string>

namespace selatan::reported_flows {

namespace {

/// Every amount under every key that has it, as (dimension, code, measure, year, is_south, counted,
/// left_out, identifier, activity, number).
std::string amounts()
{
    std::string sql;
    auto const of = [](std::string_view dimension, std::string_view code) {
        return "SELECT " + std::string{dimension} + " AS dimension, " + std::string{code} +
               " AS code, t.measure, t.year, t.is_south, t.usd - t.left_out AS counted, t.left_out,"
               " t.identifier, t.activity, t.number FROM flow_transaction t";
    };
    constexpr std::string_view rated = " WHERE t.usd <> 0";
    sql += of("0", "''") + std::string{rated};
    for (auto const *const owner :
         {"publisher", "provider", "receiver", "in_kind", "country", "sector", "goal"}) {
        sql += " UNION ALL " + of("k.dimension", "k.code") + " JOIN flow_key k ON k.id = t." +
               owner + std::string{rated};
    }
    sql += " UNION ALL SELECT k.dimension, k.code, t.measure, t.year, t.is_south, p.counted,"
           " p.left_out, t.identifier, t.activity, t.number FROM flow_part p"
           " JOIN flow_key k ON k.id = p.key JOIN flow_transaction t"
           " ON t.identifier = p.identifier AND t.activity = p.activity AND t.number = p.number";
    return sql;
}

/// And under those that are made of them: groups of sectors, and corridors.
std::string all_amounts()
{
    return "SELECT dimension, code, measure, year, is_south, counted, left_out FROM amount"
           " UNION ALL SELECT 3, substr(code, 1, 3), measure, year, is_south, SUM(counted),"
           " SUM(left_out) FROM amount WHERE dimension = 2"
           " GROUP BY substr(code, 1, 3), measure, year, is_south, identifier, activity, number"
           " HAVING SUM(counted) <> 0 OR SUM(left_out) <> 0"
           " UNION ALL SELECT 8, p.code || '>' || c.code, c.measure, c.year, c.is_south, c.counted,"
           " c.left_out FROM amount c JOIN amount p ON p.identifier = c.identifier"
           " AND p.activity = c.activity AND p.number = c.number"
           " WHERE c.dimension = 1 AND p.dimension = 5";
}

} // namespace

std::vector<std::string> check(storage::Reader &reader)
{
    std::vector<std::string> wrong;
    auto const ask = [&](std::string_view what, std::string const &sql) {
        auto const count = reader.one<std::int64_t>(sql).value_or(0);
        if (count != 0) {
            wrong.push_back(std::string{what} + ": " + std::to_string(count));
        }
    };
    // Sums of a year; then those of all years, and of South-South cooperation alone.
    ask("figures that differ from their parts",
        "WITH amount AS (" + amounts() + "), every AS (" + all_amounts() + R"(),
        counted AS (
            SELECT dimension, code, measure, s.only_south, y.year, SUM(counted) AS counted,
                   SUM(left_out) AS left_out, COUNT(*) AS transactions
            FROM (SELECT 0 AS only_south UNION ALL SELECT 1) s
            JOIN every e ON s.only_south <= e.is_south
            JOIN (SELECT DISTINCT year FROM flow_transaction UNION SELECT 0) y
              ON y.year IN (0, e.year)
            GROUP BY dimension, code, measure, s.only_south, y.year),
        kept AS (
            SELECT t.dimension, k.code, t.measure, t.only_south, t.year, t.counted, t.left_out,
                   t.transactions
            FROM flow_total t JOIN flow_key k ON k.id = t.key AND k.dimension = t.dimension)
        SELECT (SELECT COUNT(*) FROM flow_total) - (SELECT COUNT(*) FROM kept)
             + (SELECT COUNT(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted) a)
             + (SELECT COUNT(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept) b))");
    // Each of these dimensions divides the same whole.
    ask("transactions whose parts are not the whole", "WITH amount AS (" + amounts() + R"()
        SELECT COUNT(*) FROM (
            SELECT p.dimension FROM amount p
            JOIN flow_transaction t ON t.identifier = p.identifier AND t.activity = p.activity
                                   AND t.number = p.number
            WHERE p.dimension <> 9
            GROUP BY p.dimension, p.identifier, p.activity, p.number, t.usd, t.left_out
            HAVING SUM(p.counted) + SUM(p.left_out) <> t.usd OR SUM(p.left_out) <> t.left_out) d)");
    ask("parts that are not of their transaction's year", R"(
        SELECT COUNT(*) FROM flow_part p
        LEFT JOIN flow_transaction t ON t.identifier = p.identifier AND t.activity = p.activity
                                    AND t.number = p.number AND t.measure = p.measure
                                    AND t.year = p.year AND t.is_south = p.is_south
        WHERE t.identifier IS NULL)");
    ask("transactions that no figure has", R"(
        SELECT COUNT(*) FROM iati_transaction t JOIN iati_activity a ON a.id = t.activity
        WHERE t.type IN ('1', '2', '3', '4')
          AND COALESCE(t.happened_on, t.valued_on) IS NOT NULL AND t.amount IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM flow_transaction f
                          WHERE f.identifier = a.identifier AND f.activity = t.activity
                            AND f.number = t.number))");
    ask("budgets that no figure has, or not all of them", R"(
        SELECT COUNT(*) FROM iati_budget b JOIN iati_activity a ON a.id = b.activity
        LEFT JOIN (SELECT identifier, activity, budget, COUNT(usd) AS rated,
                          SUM(COALESCE(usd, amount)) AS whole
                   FROM flow_transaction WHERE budget IS NOT NULL
                   GROUP BY identifier, activity, budget) f
          ON f.identifier = a.identifier AND f.activity = b.activity AND f.budget = b.number
        WHERE b.kind = 1 AND b.starts_on IS NOT NULL AND b.amount IS NOT NULL
          AND (f.budget IS NULL
               OR (f.whole <> b.amount AND (f.rated = 0 OR b.currency = 'USD'))))");
    ask("cooperations whose sums are not their transactions'", R"(
        SELECT COUNT(*) FROM flow_cooperation c
        LEFT JOIN (SELECT a.cooperation,
                          SUM(CASE WHEN t.measure = 1 THEN t.usd - t.left_out ELSE 0 END) AS spent,
                          SUM(CASE WHEN t.measure = 0 THEN t.usd - t.left_out ELSE 0 END)
                              AS committed
                   FROM flow_account a JOIN flow_transaction t ON t.identifier = a.identifier
                                                              AND t.activity = a.activity
                   WHERE t.usd IS NOT NULL GROUP BY a.cooperation) s ON s.cooperation = c.id
        LEFT JOIN (SELECT cooperation, SUM(spent) AS spent, SUM(committed) AS committed
                   FROM flow_cooperation_year GROUP BY cooperation) y ON y.cooperation = c.id
        WHERE c.spent <> COALESCE(s.spent, 0) OR c.committed <> COALESCE(s.committed, 0)
           OR c.spent <> COALESCE(y.spent, 0) OR c.committed <> COALESCE(y.committed, 0))");
    ask("what countries provide that is not their cooperations'", R"(
        SELECT COUNT(*) FROM flow_southern s
        LEFT JOIN (SELECT p.country, COUNT(*) AS cooperations, SUM(c.spent) AS spent
                   FROM flow_cooperation c
                   JOIN flow_cooperation_country p ON p.cooperation = c.id AND p.provides = 1
                   WHERE c.standing IN ('open', 'confirmed') GROUP BY p.country) n
          ON n.country = s.provider
        WHERE s.recipient = '' AND (s.cooperations <> COALESCE(n.cooperations, 0)
                                    OR s.spent <> COALESCE(n.spent, 0)))");
    ask("figures of transactions that no longer stand", R"(
        SELECT COUNT(*) FROM flow_transaction f
        WHERE NOT EXISTS (SELECT 1 FROM iati_transaction t
                          JOIN iati_activity a ON a.id = t.activity
                          WHERE f.activity = t.activity AND f.number = t.number
                            AND f.identifier = a.identifier)
          AND NOT EXISTS (SELECT 1 FROM iati_budget b
                          JOIN iati_activity a ON a.id = b.activity
                          WHERE f.activity = b.activity AND b.kind = 1 AND f.budget = b.number
                            AND f.identifier = a.identifier))");
    return wrong;
}

} // namespace selatan::reported_flows
