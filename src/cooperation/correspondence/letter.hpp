/// \file
/// What goes out: drafted, initialled by posts in order, numbered and signed, dispatched. What a
/// letter decides happens when it is dispatched, and not before (correspondence.md).
#pragma once

#include "base/coded.hpp"
#include "base/placeholders.hpp"
#include "cooperation/correspondence/letter_kind.hpp"
#include "cooperation/correspondence/letter_template.hpp"
#include "cooperation/partners/mission.hpp"
#include "cooperation/partners/post.hpp"
#include "cooperation/requests/request.hpp"
#include "platform/files/file.hpp"
#include "platform/records/record.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace selatan::correspondence {

struct Letter {
    LetterKind kind = LetterKind::note_verbale;
    std::optional<Id<records::AnyRecord>> about;
    std::optional<CountryCode> country;
    std::optional<Id<partners::Organisation>> organisation; ///< addressee
    std::optional<Id<partners::Mission>> mission;           ///< through which, or to which
    Language first_language = Language::en;
    std::optional<Language> second_language;
    i18n::MultilingualText subject;
    i18n::MultilingualText body;
    Effect effect = Effect::none;
    std::optional<Id<partners::Post>> signatory;

    // Written by verbs alone.
    std::optional<Id<LetterTemplate>> letter_template;
    std::optional<Id<partners::Post>> next_post; ///< whose initial is waited for
    std::string number;
    std::optional<Date> dated;
    std::optional<Id<partners::Post>> signed_as; ///< another post, when it signed for the signatory
    std::string signed_by;
    std::string fingerprint; ///< of the signed document: SHA-256, in hexadecimal
    std::optional<Date> dispatched_on;
    std::optional<requests::Channel> channel;
    std::string proof;

    /// The languages that it is written in, the first one first.
    [[nodiscard]] std::vector<Language> languages() const;
};

/// One post's initial: states asked, initialled, returned, dropped.
struct LetterInitial {
    std::optional<Id<Letter>> letter;
    std::optional<CountryCode> country;                     ///< the letter's: grants look at it
    std::optional<Id<partners::Organisation>> organisation; ///< the letter's
    std::optional<Id<partners::Post>> post;
    std::int64_t position = 1;
    std::string decided_by;
    std::optional<Date> decided_on;
    std::optional<Id<partners::Post>> acting_post; ///< that acted for it, by delegation
    std::string remark;
};

extern records::NounOf<Letter> const letters;
extern records::NounOf<LetterInitial> const letter_initials;

// -- What verbs ask for -------------------------------------------------------------------------

struct InitialWanted {
    std::optional<Id<partners::Post>> post;
    std::int64_t position = 1;
};
struct Initialling {
    std::string remark;
};
struct Objection {
    std::string remark;
};
struct Signature {
    std::string number; ///< empty: drawn here
    Date dated;
};
/// Signed and numbered in another system, and brought back.
struct Imported {
    std::string number;
    Date dated;
    files::Examined document;
};
struct Dispatching {
    Date dispatched_on;
    requests::Channel channel = requests::Channel::post;
    std::string proof;
};
struct Cancelling {
    std::string reason;
};

// -- Rules: pure, the first one broken is reported ------------------------------------------------

/// Where a list of initials stands.
struct InitialPlace {
    Id<partners::Post> post;
    std::int64_t position = 1;
    bool is_given = false;
};

/// What stands in a text where a template knew no value.
inline constexpr std::string_view blank = unfilled;

/// Every problem of the letter alone: `correspondence.addressee_missing` on "country";
/// `correspondence.same_language` on "second_language"; `correspondence.text_missing` on "subject"
/// and "body" when one of its languages has none.
[[nodiscard]] Problems check_letter(Letter const &letter);
/// `correspondence.no_signatory`, `correspondence.nobody_initials`, `correspondence.blank_left`.
[[nodiscard]] Result<void> decide_circulate(Letter const &letter,
                                            std::span<InitialPlace const> initials);
/// The place in `initials` (in order) that whoever acts for `posts` may fill now:
/// `correspondence.not_your_turn` when another comes before, `correspondence.not_your_initial` when
/// none is theirs.
[[nodiscard]] Result<std::size_t> decide_initial(std::span<InitialPlace const> initials,
                                                 std::span<Id<partners::Post> const> posts);
/// `correspondence.not_your_signature`; `common.in_the_future` on "dated".
[[nodiscard]] Result<void> decide_sign(Letter const &letter, Signature const &wanted,
                                       std::span<Id<partners::Post> const> posts, Date today);
/// `common.in_the_future`, then `correspondence.before_signature`, on "dispatched_on".
[[nodiscard]] Result<void> decide_dispatch(Letter const &letter, Dispatching const &wanted,
                                           Date today);

// -- Verbs ----------------------------------------------------------------------------------------

using records::Head;
using records::Saved;

/// Refuses `correspondence.initial_asked` on "post" when the post stands on the list already, and
/// `correspondence.position_taken` on "position".
[[nodiscard]] Result<Saved> ask_initial(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                        std::int64_t version, InitialWanted const &wanted);
/// Off the list again; refuses `correspondence.not_a_draft` once the letter goes round.
[[nodiscard]] Result<Saved> drop_initial(storage::Tx &tx, auth::Identity const &by,
                                         Head const &head, std::int64_t version);
/// To the first post on the list. From here on the text stands.
[[nodiscard]] Result<Saved> circulate(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version);
[[nodiscard]] Result<Saved> initial(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                    std::int64_t version, Initialling const &wanted);
/// Whoever is asked to initial will not: back to the draft.
[[nodiscard]] Result<Saved> object(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Objection const &wanted);
/// The drafter takes it back, to write it anew.
[[nodiscard]] Result<Saved> take_back(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                      std::int64_t version);
/// Here. A drawn number is never drawn again; a typed one refuses `correspondence.number_taken`.
[[nodiscard]] Result<Saved> sign(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                 std::int64_t version, Signature const &wanted);
/// Elsewhere: refuses `common.in_the_future` on "dated", `correspondence.number_taken` on "number".
[[nodiscard]] Result<Saved> import_signed(storage::Tx &tx, auth::Identity const &by,
                                          Head const &head, std::int64_t version,
                                          Imported const &wanted);
/// The letter leaves, and what it decides happens in the same transaction, or nothing does:
/// `correspondence.effect_not_possible` when its record's state does not allow it any more. The
/// partner sees it from now on.
[[nodiscard]] Result<Saved> dispatch(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                     std::int64_t version, Dispatching const &wanted);
[[nodiscard]] Result<Saved> cancel(storage::Tx &tx, auth::Identity const &by, Head const &head,
                                   std::int64_t version, Cancelling const &wanted);

/// How the letter calls whom it is addressed to, in one of its languages.
[[nodiscard]] std::string addressee_of(storage::Reader &reader, Letter const &letter,
                                       Language language);

} // namespace selatan::correspondence
