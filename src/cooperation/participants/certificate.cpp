#include "cooperation/participants/certificate.hpp"

#include "base/ensure.hpp"
#include "cooperation/participants/certificate_store.hpp"
#include "cooperation/participants/participants.hpp"
#include "cooperation/training/call_store.hpp"
#include "words/participants.hpp"
#include "words/training.hpp"

#include <array>
#include <boost/json.hpp>
#include <tuple>

namespace selatan::participants {

namespace {

namespace word = words::participants;
namespace states = certificate_states;
namespace json = boost::json;
using records::field;
using records::Kind;

constexpr std::array certificate_fields{
    field<&CourseCertificate::title>("title", word::field_person).title().by_verbs(),
    field<&CourseCertificate::participant>("participant", word::participant_singular)
        .of("training_participant")
        .by_verbs(),
    field<&CourseCertificate::call>("call", word::field_call)
        .of("training_call")
        .by_verbs()
        .listed(),
    field<&CourseCertificate::country>("country", word::field_country)
        .scope_country()
        .by_verbs()
        .listed(),
    field<&CourseCertificate::organisation>("organisation", word::field_institute)
        .scope_organisation()
        .by_verbs(),
    field<&CourseCertificate::course>("course", word::field_course).by_verbs(),
    field<&CourseCertificate::institute>("institute", word::field_institute_named).by_verbs(),
    field<&CourseCertificate::signatory>("signatory", words::training::field_signatory).by_verbs(),
    field<&CourseCertificate::signatory_post>("signatory_post",
                                              words::training::field_signatory_post)
        .by_verbs(),
    field<&CourseCertificate::starts>("starts", word::field_course_starts).by_verbs(),
    field<&CourseCertificate::ends>("ends", word::field_course_ends).by_verbs(),
    field<&CourseCertificate::language>("language", word::field_certificate_language)
        .as(Kind::choice)
        .among(letter_languages, word::languages)
        .by_verbs(),
    field<&CourseCertificate::issued_on>("issued_on", word::field_issued_on).by_verbs().listed(),
    field<&CourseCertificate::ended_on>("ended_on", word::field_ended_on).by_verbs(),
    field<&CourseCertificate::replaces>("replaces", word::field_replaces)
        .of("training_certificate")
        .by_verbs(),
};

constexpr std::array all_states{states::valid, states::revoked, states::replaced};
constexpr std::array<records::Transition, 2> transitions{{
    {"revoke", "valid", "revoked"},
    {"replace", "valid", "replaced"},
}};

CourseCertificate load_certificate(storage::Reader &reader, Uuid id)
{
    auto certificate = records::load(reader, certificates, id);
    ENSURE(certificate.has_value());
    return *certificate;
}

/// What the paper of this participant says, as things are now.
Result<CourseCertificate> certificate_for(storage::Reader &reader, Head const &participant)
{
    auto const who = records::load(reader, participants, participant.id);
    ENSURE(who && who->call && who->organisation);
    auto const call = records::load(reader, calls, who->call->uuid());
    ENSURE(call.has_value());
    auto const standing = standing_of(reader, who->call->uuid(), *call);
    if (!standing.course_starts || !standing.course_ends) {
        return refuse(Decline::conflict, "", "training.course_without_days");
    }
    auto const institute = records::label_of(reader, who->organisation->uuid());
    CourseCertificate certificate;
    certificate.title = who->title;
    certificate.participant = Id<Participant>{participant.id};
    certificate.call = who->call;
    certificate.country = who->country;
    certificate.organisation = who->organisation;
    certificate.course = call->title_in(who->letter_language());
    certificate.institute = institute ? institute->title_in(who->letter_language()) : std::string{};
    certificate.signatory = call->signatory;
    certificate.signatory_post = call->signatory_post;
    certificate.starts = *standing.course_starts;
    certificate.ends = *standing.course_ends;
    certificate.language = who->language;
    certificate.issued_on = reader.today();
    return certificate;
}

secrets::Binding place_of_token(Uuid certificate)
{
    return {.table = token_table, .row = certificate, .column = "sealed"};
}

Saved write_certificate(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                        CourseCertificate const &certificate)
{
    auto saved = records::create(tx, by.actor(), certificates, certificate, {.verb = "issued"});
    auto const token = auth::Token::make();
    put_certificate_token(tx, saved.id, token,
                          vault.seal_for_service(tx, place_of_token(saved.id), token.text()));
    return saved;
}

/// Within a larger act, where nothing can have come between.
void take_participant(storage::Tx &tx, auth::Identity const &by, Uuid participant,
                      std::string_view verb)
{
    auto const head = records::head_of(tx, participants, participant);
    auto const saved = records::advance(tx, by.actor(), participants, head, head.version, verb, {});
    ENSURE(saved.has_value());
}

} // namespace

constinit records::Machine const certificate_machine{.initial = states::valid,
                                                     .states = all_states,
                                                     .transitions = transitions,
                                                     .state_name = word::certificate_states};

constinit records::NounOf<CourseCertificate> const certificates{{
    .kind = "training_certificate",
    .table = "training_certificate",
    .path = "/training-certificates",
    .prefix = "CERT",
    .singular = word::certificate_singular,
    .plural = word::certificate_plural,
    .fields = certificate_fields,
    .type = &records::value_type<CourseCertificate>,
    .policy = &certificate_policy,
    .machine = &certificate_machine,
    .parent_field = "participant",
    .audience = Audience::partner,
}};

bool CourseCertificate::says_the_same_as(CourseCertificate const &other) const
{
    auto const printed = [](CourseCertificate const &one) {
        return std::tie(one.title, one.course, one.institute, one.starts, one.ends, one.language);
    };
    return printed(*this) == printed(other);
}

Result<void> decide_replace(CourseCertificate const &before, CourseCertificate const &after)
{
    if (before.says_the_same_as(after)) {
        return refuse(Decline::conflict, "", "participants.nothing_corrected");
    }
    return {};
}

Result<Saved> issue(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                    Head const &participant)
{
    auto const certificate = certificate_for(tx, participant);
    if (!certificate) {
        return refuse(certificate.error());
    }
    if (auto const certified = records::advance(tx, by.actor(), participants, participant,
                                                participant.version, "certify", {});
        !certified) {
        return refuse(certified.error());
    }
    return write_certificate(tx, vault, by, *certificate);
}

Result<Saved> replace(storage::Tx &tx, secrets::Vault &vault, auth::Identity const &by,
                      Head const &certificate, std::int64_t version)
{
    auto const before = load_certificate(tx, certificate.id);
    auto fresh =
        certificate_for(tx, records::head_of(tx, participants, before.participant->uuid()));
    if (!fresh) {
        return refuse(fresh.error());
    }
    if (auto const may = decide_replace(before, *fresh); !may) {
        return refuse(may.error());
    }
    auto ended = before;
    ended.ended_on = tx.today();
    if (auto const done = records::advance(tx, by.actor(), certificates, certificate, version,
                                           "replace", before, ended, {});
        !done) {
        return refuse(done.error());
    }
    fresh->replaces = Id<CourseCertificate>{certificate.id};
    return write_certificate(tx, vault, by, *fresh);
}

Result<Saved> revoke(storage::Tx &tx, auth::Identity const &by, Head const &certificate,
                     std::int64_t version, Revocation const &wanted)
{
    auto const before = load_certificate(tx, certificate.id);
    auto after = before;
    after.ended_on = tx.today();
    auto saved = records::advance(tx, by.actor(), certificates, certificate, version, "revoke",
                                  before, after, {.reason = wanted.reason});
    if (saved) {
        take_participant(tx, by, before.participant->uuid(), "lose_certificate");
    }
    return saved;
}

// -- A whole class --------------------------------------------------------------------------------

Id<jobs::Job> issue_to_class(storage::Tx &tx, auth::Identity const &by, Uuid call,
                             std::optional<training::Signatory> const &signatory)
{
    if (signatory) {
        training::name_signatory(tx, by, call, *signatory);
    }
    return jobs::enqueue(tx, {.kind = std::string{issuing_job},
                              .payload = json::serialize(json::object{
                                  {"call", call.to_string()}, {"user", by.user.to_string()}}),
                              .run_at = {},
                              .unique_key = std::string{issuing_job} + " " + call.to_string()});
}

void handle_issuing(jobs::Runner &runner, secrets::Vault &vault)
{
    runner.handle(std::string{issuing_job}, [&vault](jobs::Work &work) {
        auto const wanted = json::parse(work.payload());
        auto const id = [&](std::string_view name) {
            return Uuid::parse(json::value_to<std::string>(wanted.at(name)));
        };
        auto const call = id("call");
        auto const user = id("user");
        ENSURE(call && user);
        // Short transactions: who works meanwhile waits for fifty certificates, not for all.
        constexpr int at_once = 50;
        jobs::Progress progress;
        bool is_done = false;
        while (!is_done) {
            if (work.should_stop()) {
                return jobs::Outcome::interrupted();
            }
            work.store().write([&](storage::Tx &tx) {
                auto const by = auth::load_identity(tx, Id<auth::User>{*user}, "job")
                                    .value_or(auth::program_identity("job"));
                auto const next = to_certify(tx, *call, at_once);
                for (auto const &participant : next) {
                    auto const issued =
                        issue(tx, vault, by, records::head_of(tx, participants, participant));
                    ENSURE(issued.has_value());
                }
                progress.done += static_cast<std::int64_t>(next.size());
                progress.total = progress.done + count_to_certify(tx, *call);
                is_done = next.empty();
                if (is_done) {
                    work.complete(tx);
                }
            });
            if (!is_done) {
                work.report(progress);
            }
        }
        return jobs::Outcome::done();
    });
}

// -- Looking --------------------------------------------------------------------------------------

std::optional<CheckedCertificate> check_certificate(storage::Reader &reader,
                                                    auth::Token const &token)
{
    auto const id = certificate_of_token(reader, token);
    if (!id) {
        return std::nullopt;
    }
    auto const head = records::head_of(reader, certificates, *id);
    auto certificate = load_certificate(reader, *id);
    return CheckedCertificate{.number = head.reference,
                              .name = std::move(certificate.title),
                              .state = head.state,
                              .course = std::move(certificate.course),
                              .institute = std::move(certificate.institute),
                              .starts = certificate.starts,
                              .ends = certificate.ends,
                              .issued_on = certificate.issued_on,
                              .ended_on = certificate.ended_on};
}

std::optional<DrawnCertificate> certificate_to_draw(storage::Reader &reader, secrets::Vault &vault,
                                                    Head const &certificate)
{
    auto const sealed = sealed_token(reader, certificate.id);
    if (!sealed) {
        return std::nullopt;
    }
    return DrawnCertificate{
        .number = certificate.reference,
        .value = load_certificate(reader, certificate.id),
        .token = vault.open_for_service(reader, place_of_token(certificate.id), *sealed)};
}

std::vector<DrawnCertificate> certificates_to_draw(storage::Reader &reader, secrets::Vault &vault,
                                                   auth::Identity const &identity, Uuid call)
{
    std::vector<DrawnCertificate> all;
    for (auto const &id : valid_certificates_of(reader, identity, call)) {
        if (auto drawn =
                certificate_to_draw(reader, vault, records::head_of(reader, certificates, id))) {
            all.push_back(std::move(*drawn));
        }
    }
    return all;
}

} // namespace selatan::participants
