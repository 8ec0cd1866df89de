// Pages of what hangs on a plan or a line: ceilings and slices.
#include "base/ensure.hpp"
#include "cooperation/programming/pages.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/reference/lists.hpp"
#include "platform/i18n/format.hpp"
#include "words/programming.hpp"

namespace selatan::programming {

namespace {

namespace word = words::programming;

// -- Ceilings ------------------------------------------------------------------------------------

void prefill_ceiling(storage::Reader &reader, auth::Identity const & /*by*/, void *value)
{
    static_cast<Ceiling *>(value)->from_day = reader.today();
}

Problems check_draft_of_ceiling(web::Draft const &draft)
{
    return check_ceiling(draft.reader, *static_cast<Ceiling const *>(draft.after));
}

void ceiling_made(storage::Tx &tx, auth::Identity const &by, Saved const & /*saved*/,
                  void const *value)
{
    ceiling_recorded(tx, by, *static_cast<Ceiling const *>(value));
}

// -- Slices --------------------------------------------------------------------------------------

void prefill_slice(storage::Reader &reader, auth::Identity const & /*by*/, void *value)
{
    static_cast<PlanSlice *>(value)->year = reader.today().year() + 1;
}

Problems check_draft_of_slice(web::Draft const &draft)
{
    auto const slice = draft.head == nullptr ? std::nullopt : std::optional{draft.head->id};
    return check_slice(draft.reader, slice, *static_cast<PlanSlice const *>(draft.after));
}

} // namespace

web::NounPages const ceiling_pages{
    .noun = &ceilings,
    .picture = html::Icon::money,
    .add = word::ceiling_add,
    .empty_title = word::ceiling_empty_title,
    .empty_text = word::ceiling_empty_text,
    .about = word::ceiling_about,
    .check = check_draft_of_ceiling,
    .created = ceiling_made,
    .prefill = prefill_ceiling,
};

web::NounPages const slice_pages{
    .noun = &plan_slices,
    .picture = html::Icon::calendar,
    .add = word::slice_add,
    .empty_title = word::slice_empty_title,
    .empty_text = word::slice_empty_text,
    .about = word::slice_about,
    .check = check_draft_of_slice,
    .prefill = prefill_slice,
    .takes_attachments = false,
};

std::string scope_name(web::Context const &context, storage::Reader &reader, Scope scope,
                       std::string const &code)
{
    auto const language = context.language();
    if (scope == Scope::total) {
        return std::string{word::scopes(language, to_code(scope)).value_or("")};
    }
    if (scope == Scope::country_group) {
        auto name = context.app().codes.name("group", code, language);
        return name.empty() ? code : name;
    }
    auto const fund = Uuid::parse(code);
    auto const label = fund ? records::label_of(reader, *fund) : std::nullopt;
    return label ? label->title : code;
}

std::string amount_text(Language language, std::int64_t amount, Currency currency)
{
    return currency.to_string() + " " + i18n::format_number(language, amount);
}

} // namespace selatan::programming
