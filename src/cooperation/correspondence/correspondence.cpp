#include "cooperation/correspondence/correspondence.hpp"

#include "cooperation/correspondence/pages.hpp"
#include "cooperation/matching/matching.hpp"
#include "cooperation/offers/offers.hpp"
#include "cooperation/programming/programming.hpp"
#include "cooperation/projects/projects.hpp"
#include "cooperation/requests/requests.hpp"
#include "words/correspondence.hpp"

#include <array>
#include <cstddef>

namespace selatan::correspondence {

namespace {

using auth::Role;
using records::Condition;
using records::Rule;
namespace verbs = records::verbs;

constexpr std::array<std::string_view, 1> drafts{"draft"};
constexpr std::array<std::string_view, 1> dispatched{"dispatched"};
constexpr std::array<std::string_view, 3> unsettled{"registered", "assigned", "returned"};

template <std::size_t... Sizes>
constexpr auto joined(std::array<Rule, Sizes> const &...parts)
{
    std::array<Rule, (Sizes + ...)> all{};
    std::size_t size = 0;
    auto const add = [&](auto const &part) {
        for (auto const &rule : part) {
            all[size++] = rule;
        }
    };
    (add(parts), ...);
    return all;
}

// -- What came in: the registry's work, which others read. Partners have their own copies.
// ---------

constexpr auto registers(Role role)
{
    return std::array{
        Rule{role, verbs::see},
        Rule{role, verbs::create},
        Rule{role, verbs::change, Condition::any, unsettled},
        Rule{role, verbs::comment},
        Rule{role, "assign"},
        Rule{role, "settle"},
        Rule{role, "return_note"},
        Rule{role, "open_request", Condition::any, unsettled},
        Rule{role, "link"},
    };
}
constexpr std::array note_readers{
    // Our missions register what was handed to them, and settle what they are given.
    Rule{Role::own_mission, verbs::see, Condition::own},
    Rule{Role::own_mission, verbs::see, Condition::assigned},
    Rule{Role::own_mission, verbs::create},
    Rule{Role::own_mission, verbs::comment, Condition::own},
    Rule{Role::own_mission, "settle", Condition::assigned},
    // Whoever is given a letter reads and settles that one.
    Rule{Role::line_ministry, verbs::see, Condition::assigned},
    Rule{Role::line_ministry, verbs::comment, Condition::assigned},
    Rule{Role::line_ministry, "settle", Condition::assigned},
    Rule{Role::signatory, verbs::see},
    Rule{Role::signatory, "assign"},
    Rule{Role::signatory, "settle", Condition::assigned},
    Rule{Role::approver, verbs::see},
    Rule{Role::approver, "assign"},
    Rule{Role::approver, "settle", Condition::assigned},
};
constexpr auto note_rules =
    joined(registers(Role::coordinator), registers(Role::desk_officer), note_readers);

// -- Letters: roles let somebody try; the post decides whose initial or signature it is.
// -----------

constexpr auto drafts_letters(Role role)
{
    return std::array{
        Rule{role, verbs::see},
        Rule{role, verbs::create},
        Rule{role, verbs::change, Condition::any, drafts},
        Rule{role, verbs::comment},
        Rule{role, "ask_initial", Condition::any, drafts},
        Rule{role, "circulate"},
        Rule{role, "take_back"},
        Rule{role, "import_signed"},
        Rule{role, "dispatch"},
        Rule{role, "cancel"},
    };
}
constexpr auto initials(Role role)
{
    return std::array{
        Rule{role, verbs::see}, Rule{role, verbs::comment}, Rule{role, "initial"},
        Rule{role, "object"},   Rule{role, "sign"},
    };
}
constexpr auto receives(Role role)
{
    return std::array{
        Rule{role, verbs::see, Condition::shared, dispatched},
        Rule{role, verbs::comment, Condition::shared, dispatched},
    };
}
constexpr auto letter_rules = joined(
    drafts_letters(Role::coordinator), initials(Role::coordinator),
    drafts_letters(Role::desk_officer), initials(Role::desk_officer), initials(Role::signatory),
    initials(Role::approver), initials(Role::appraiser), initials(Role::finance_officer),
    std::array{Rule{Role::own_mission, verbs::see, Condition::any, dispatched},
               Rule{Role::line_ministry, verbs::see, Condition::any, dispatched}},
    receives(Role::focal_point), receives(Role::partner_mission), receives(Role::implementer),
    receives(Role::facilitator));

constexpr std::array initial_rules{
    Rule{Role::coordinator, verbs::see},  Rule{Role::coordinator, "drop"},
    Rule{Role::desk_officer, verbs::see}, Rule{Role::desk_officer, "drop"},
    Rule{Role::signatory, verbs::see},    Rule{Role::approver, verbs::see},
    Rule{Role::appraiser, verbs::see},    Rule{Role::finance_officer, verbs::see},
};

constexpr std::array template_rules{
    Rule{Role::coordinator, verbs::see},
    Rule{Role::coordinator, verbs::create},
    Rule{Role::coordinator, verbs::change},
    Rule{Role::desk_officer, verbs::see},
};

} // namespace

constinit records::Policy const note_policy{.rules = note_rules};
constinit records::Policy const letter_policy{.rules = letter_rules};
constinit records::Policy const initial_policy{.rules = initial_rules};
constinit records::Policy const template_policy{.rules = template_rules};

records::Noun const *subject_noun(std::string_view kind)
{
    for (records::Noun const *const noun : std::initializer_list<records::Noun const *>{
             &requests::requests, &offers::offers, &matching::matches, &programming::plan_lines,
             &projects::projects, &incoming_notes, &letters}) {
        if (noun->kind == kind) {
            return noun;
        }
    }
    return nullptr;
}

Result<records::Head> subject(storage::Reader &reader, auth::Identity const *by, Uuid record,
                              std::string_view verb)
{
    auto const label = records::label_of(reader, record);
    auto const *const noun = label ? subject_noun(label->kind) : nullptr;
    return noun == nullptr ? Result<records::Head>{not_found()}
                           : records::find(reader, *noun, by, record.to_string(), verb);
}

std::span<records::Noun const *const> nouns()
{
    static std::array<records::Noun const *, 4> const all{&incoming_notes, &letters,
                                                          &letter_initials, &letter_templates};
    return all;
}

void add_routes(web::Router &router)
{
    web::add_routes(router, note_pages);
    add_note_routes(router);
    web::add_routes(router, letter_pages);
    add_letter_routes(router);
    web::add_routes(router, initial_pages);
    web::add_routes(router, template_pages);
}

std::span<web::DeskSource const> desk()
{
    namespace word = words::correspondence;
    static std::array const all{
        web::DeskSource{&letter_pages, "initial", word::verb_initial, "lead:@me"},
        web::DeskSource{&letter_pages, "sign", word::verb_sign, "lead:@me"},
        web::DeskSource{&letter_pages, "dispatch", word::verb_dispatch, "lead:@me"},
        web::DeskSource{&note_pages, "assign", word::verb_assign, "state:registered"},
        web::DeskSource{&note_pages, "settle", word::verb_settle, "state:assigned lead:@me"},
    };
    return all;
}

} // namespace selatan::correspondence
