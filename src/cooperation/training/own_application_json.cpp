// What programs are told of an applicant's own: never more than the applicant's pages show.
#include "base/ensure.hpp"
#include "cooperation/training/application_store.hpp"
#include "cooperation/training/own_application.hpp"
#include "cooperation/training/own_file.hpp"
#include "cooperation/training/pages.hpp"
#include "cooperation/training/restricted.hpp"

#include <boost/json.hpp>

namespace selatan::training {

namespace json = boost::json;

json::object answers_json(std::span<records::Field const> fields, void const *value)
{
    json::object all;
    for (auto const &field : fields) {
        auto const text = field.print(value);
        if (text.empty()) {
            continue;
        }
        if (field.kind == records::Kind::codes || field.kind == records::Kind::choices) {
            records::Codes codes;
            records::Text<records::Codes>::parse(text, codes);
            all[field.name] = json::value_from(codes);
        } else if (field.kind == records::Kind::yes_no) {
            all[field.name] = text == "yes";
        } else {
            all[field.name] = text;
        }
    }
    return all;
}

std::string own_json(storage::Reader &reader, auth::Identity const &applicant,
                     std::string_view reference)
{
    auto const head = find_own(reader, applicant, reference);
    ENSURE(head.has_value());
    auto const application = records::load(reader, applications, head->id);
    ENSURE(application.has_value());
    auto const call = context_of(reader, application->call->uuid());
    auto const files = files_of(reader, head->id, Keeping::open);
    json::array wanted;
    for (auto const &document : wanted_documents(*application, call.rules)) {
        json::array kept;
        for (auto const &file : files) {
            if (file.document == document.code) {
                kept.push_back(json::object{{"file", file.file.to_string()},
                                            {"added", file.added.to_string()}});
            }
        }
        wanted.push_back(json::object{{"document", document.code},
                                      {"handed_in", document.is_handed_in},
                                      {"sealed", document.is_sealed},
                                      {"by", document.is_employers ? "employer" : "applicant"},
                                      {"files", std::move(kept)}});
    }
    json::object answers;
    for (auto const section : all_sections) {
        for (auto &answer : answers_json(fields_of(section), &*application)) {
            answers.insert(std::move(answer));
        }
    }
    json::array may;
    for (auto const verb : {own_verbs::hand_in, own_verbs::take_file_back, own_verbs::seal,
                            own_verbs::confirm, own_verbs::withdraw}) {
        if (find_own(reader, applicant, reference, verb)) {
            may.push_back(json::string_view{verb.data(), verb.size()});
        }
    }
    if (may_apply_again(reader, applicant, reference)) {
        may.push_back(
            json::string_view{own_verbs::apply_again.data(), own_verbs::apply_again.size()});
    }
    auto const label = records::label_of(reader, call.id);
    return json::serialize(json::object{
        {"reference", head->reference},
        {"version", head->version},
        {"state", head->state},
        {"call", json::object{{"reference", label->reference}, {"title", call.call.title}}},
        {"reason", application->reason},
        {"answers", std::move(answers)},
        {"documents", std::move(wanted)},
        {"restricted_recorded", has_restricted(reader, head->id)},
        {"may", std::move(may)}});
}

} // namespace selatan::training
