#include "platform/web/form_draft_store.hpp"

#include <boost/json.hpp>
#include <string>

namespace selatan::web {

namespace {

std::string form_of(DraftKey const &key)
{
    std::string form{key.noun.kind};
    if (key.record) {
        form += ' ' + key.record->to_string();
    }
    return form;
}

} // namespace

std::optional<FormDraft> find_draft(storage::Reader &reader, auth::Identity const &who,
                                    DraftKey const &key)
{
    for (auto row :
         reader.query("SELECT version, at, fields FROM form_draft WHERE account = ? AND form = ?",
                      who.user, form_of(key))) {
        FormDraft draft;
        draft.version = row.next<std::optional<std::int64_t>>();
        draft.at = row.next<Instant>();
        if (auto typed = records::Input::from_json(row.next<std::string>())) {
            draft.typed = std::move(*typed);
            return draft;
        }
    }
    return std::nullopt;
}

void keep_draft(storage::Tx &tx, auth::Identity const &who, DraftKey const &key,
                records::Input const &typed, std::optional<std::int64_t> version)
{
    if (typed.all().empty()) {
        drop_draft(tx, who, key);
        return;
    }
    boost::json::object fields;
    for (auto const &[name, text] : typed.all()) {
        fields[name] = text;
    }
    tx.run(
        "INSERT INTO form_draft (account, form, version, at, fields) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (account, form) DO UPDATE SET version = excluded.version, at = excluded.at,"
        " fields = excluded.fields",
        who.user, form_of(key), version, tx.now(), boost::json::serialize(fields));
}

void drop_draft(storage::Tx &tx, auth::Identity const &who, DraftKey const &key)
{
    tx.run("DELETE FROM form_draft WHERE account = ? AND form = ?", who.user, form_of(key));
}

} // namespace selatan::web
