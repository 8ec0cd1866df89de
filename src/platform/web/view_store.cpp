#include "platform/web/view_store.hpp"

namespace selatan::web {

std::vector<View> views_of(storage::Reader &reader, std::string_view kind,
                           auth::Identity const &who)
{
    std::vector<View> views;
    for (auto row : reader.query("SELECT v.id, v.name, v.audience, v.query FROM saved_view v"
                                 " JOIN user_account u ON u.id = v.owner"
                                 " WHERE v.kind = ? AND (v.owner = ? OR v.audience = 'public' OR"
                                 " (v.audience = 'team' AND u.office = ?))"
                                 " ORDER BY v.name, v.id LIMIT 50",
                                 kind, who.user, who.office)) {
        views.push_back({.id = row.next<Uuid>(),
                         .name = row.next<std::string>(),
                         .audience = row.next<std::string>(),
                         .query = row.next<std::string>()});
    }
    return views;
}

void put_view(storage::Tx &tx, std::string_view kind, auth::Identity const &who, View const &view)
{
    tx.run("INSERT INTO saved_view (id, kind, owner, name, audience, query, at)"
           " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (owner, kind, name)"
           " DO UPDATE SET audience = excluded.audience, query = excluded.query, at = excluded.at",
           view.id, kind, who.user, view.name, view.audience, view.query, tx.now());
}

} // namespace selatan::web
