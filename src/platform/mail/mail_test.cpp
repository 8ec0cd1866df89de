#include "platform/mail/mail.hpp"

#include "platform/jobs/runner.hpp"
#include "platform/mail/delivery.hpp"
#include "tests/support/engines.hpp"

#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <gtest/gtest.h>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace selatan::mail {
namespace {

using namespace std::chrono_literals;

/// What the sink below does differently from a friendly mail server.
enum class Manner {
    friendly,
    greets_with_554,
    rejects_recipient_450,
    rejects_recipient_550,
    rejects_content_451,
    rejects_content_554,
    hangs_up_after_greeting,
    hangs_up_after_content,
    wants_sign_in, ///< 530 to everything before AUTH, which it refuses with 535
};

/// Accepts mail on a port of its own and keeps it: RFC 5321, the few commands that are needed.
class SmtpSink {
public:
    SmtpSink()
    {
        m_listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(bind(m_listening, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        socklen_t size = sizeof address;
        getsockname(m_listening, reinterpret_cast<sockaddr *>(&address), &size);
        EXPECT_EQ(listen(m_listening, 8), 0);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread{[this] {
            serve();
        }};
    }
    ~SmtpSink()
    {
        m_stopping = true;
        m_thread.join();
        close(m_listening);
    }
    SmtpSink(SmtpSink const &) = delete;
    SmtpSink &operator=(SmtpSink const &) = delete;

    struct Received {
        std::string from;
        std::string to;
        std::string content;
    };

    void behave(Manner manner) { m_manner = manner; }
    [[nodiscard]] Smtp settings() const
    {
        return {.url = "smtp://127.0.0.1:" + std::to_string(m_port),
                .tls = Smtp::Tls::none,
                .timeout = 10s};
    }
    [[nodiscard]] std::vector<Received> received()
    {
        std::lock_guard const lock{m_mutex};
        return m_received;
    }

private:
    void serve()
    {
        while (!m_stopping) {
            pollfd waiting{.fd = m_listening, .events = POLLIN, .revents = 0};
            if (poll(&waiting, 1, 5) <= 0) {
                continue;
            }
            auto const connection = accept(m_listening, nullptr, nullptr);
            timeval const patience{.tv_sec = 5, .tv_usec = 0};
            setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
            converse(connection);
            close(connection);
        }
    }

    static void say(int connection, std::string const &line)
    {
        auto const text = line + "\r\n";
        (void)::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    }

    static std::optional<std::string> hear(int connection, std::string &buffer)
    {
        for (;;) {
            if (auto const end = buffer.find("\r\n"); end != std::string::npos) {
                auto line = buffer.substr(0, end);
                buffer.erase(0, end + 2);
                return line;
            }
            std::array<char, 4096> bytes{};
            auto const got = recv(connection, bytes.data(), bytes.size(), 0);
            if (got <= 0) {
                return std::nullopt;
            }
            buffer.append(bytes.data(), static_cast<std::size_t>(got));
        }
    }

    void converse(int connection)
    {
        Manner const manner = m_manner;
        std::string buffer;
        Received mail;
        say(connection,
            manner == Manner::greets_with_554 ? "554 no service here" : "220 sink ESMTP");
        if (manner == Manner::hangs_up_after_greeting) {
            return;
        }
        while (auto const line = hear(connection, buffer)) {
            if (line->starts_with("EHLO")) {
                say(connection, "250-sink");
                say(connection,
                    manner == Manner::wants_sign_in ? "250 AUTH PLAIN" : "250 SIZE 10000000");
            } else if (line->starts_with("AUTH")) {
                say(connection, "535 5.7.8 wrong password");
            } else if (line->starts_with("MAIL FROM:")) {
                mail.from = line->substr(10, line->find('>') - 9);
                say(connection,
                    manner == Manner::wants_sign_in ? "530 5.7.0 sign in first" : "250 ok");
            } else if (line->starts_with("RCPT TO:")) {
                mail.to = line->substr(8);
                say(connection, manner == Manner::rejects_recipient_450 ? "450 4.2.1 mailbox busy"
                                : manner == Manner::rejects_recipient_550
                                    ? "550 5.1.1 no such mailbox"
                                    : "250 ok");
            } else if (*line == "DATA") {
                say(connection, "354 go on");
                if (!take_content(connection, buffer, mail)) {
                    return;
                }
                if (manner == Manner::hangs_up_after_content) {
                    return;
                }
                say(connection, manner == Manner::rejects_content_451 ? "451 4.3.0 try later"
                                : manner == Manner::rejects_content_554
                                    ? "554 5.7.1 looks like spam"
                                    : "250 2.0.0 queued as 7");
            } else if (*line == "QUIT") {
                say(connection, "221 bye");
                return;
            } else {
                say(connection, "502 what?");
            }
        }
    }

    bool take_content(int connection, std::string &buffer, Received &mail)
    {
        while (auto line = hear(connection, buffer)) {
            if (*line == ".") {
                std::lock_guard const lock{m_mutex};
                if (m_manner == Manner::friendly) {
                    m_received.push_back(mail);
                }
                return true;
            }
            if (line->starts_with('.')) {
                line->erase(0, 1);
            }
            mail.content += *line + "\r\n";
        }
        return false;
    }

    int m_listening = -1;
    int m_port = 0;
    std::atomic<Manner> m_manner = Manner::friendly;
    std::atomic<bool> m_stopping = false;
    std::mutex m_mutex;
    std::vector<Received> m_received;
    std::thread m_thread;
};

Message message()
{
    return {.to = "focal.point@gov.tl",
            .to_name = "Maria dos Santos",
            .subject = "Permintaan dicatat",
            .text = "Terima kasih.\n.\n",
            .language = Language::id,
            .about = About{"request", Uuid::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").value()}};
}

class Mails : public testing::EngineTest {
protected:
    Result<Id<Mail>> queued(Message const &message)
    {
        return store().write([&](storage::Tx &tx) { return queue(tx, message); });
    }
    Read shown(Id<Mail> id)
    {
        return store().read([&](storage::Reader &reader) { return read(reader, id).value(); });
    }
    std::vector<Listed> listed(Filter const &filter = {})
    {
        return store().read([&](storage::Reader &reader) { return list(reader, filter); });
    }
    Result<void> sent_again(Id<Mail> id)
    {
        return store().write([&](storage::Tx &tx) { return send_again(tx, id); });
    }
    std::unique_ptr<jobs::Runner> runner(std::optional<Smtp> smtp)
    {
        auto made = std::make_unique<jobs::Runner>(store());
        made->log_to([](std::string_view) {});
        EXPECT_TRUE(deliver_with(*made, {.from = "office@selatan.example",
                                         .from_name = "KSST",
                                         .smtp = std::move(smtp)})
                        .has_value());
        return made;
    }
};

TEST_P(Mails, has_links_without_the_invisible_characters_of_arabic_sentences)
{
    auto const id = queued({.to = "ana@mfa.example",
                            .to_name = {},
                            .subject = "Link",
                            .text = "A \u2068name\u2069:\n\u2068https://a.example/b\u2069\nEnd",
                            .html = {},
                            .language = Language::ar,
                            .about = {},
                            .has_secret = false});
    ASSERT_TRUE(id);
    EXPECT_EQ(shown(*id).text, "A \u2068name\u2069:\nhttps://a.example/b\nEnd");
}

TEST_P(Mails, are_sent_after_the_act_that_they_tell_of)
{
    SmtpSink sink;
    auto const deliverer = runner(sink.settings());
    auto const id = queued(message()).value();
    EXPECT_EQ(shown(id).line.state, State::queued);
    EXPECT_THROW(store().write([&](storage::Tx &tx) {
        (void)queue(tx, message());
        throw std::runtime_error{"the act failed"};
    }),
                 std::runtime_error);
    EXPECT_EQ(deliverer->drain(), 1);

    auto const received = sink.received();
    ASSERT_EQ(received.size(), 1U);
    EXPECT_EQ(received[0].from, "<office@selatan.example>");
    EXPECT_EQ(received[0].to, "<focal.point@gov.tl>");
    EXPECT_NE(received[0].content.find("Subject: Permintaan dicatat\r\n"), std::string::npos);
    EXPECT_NE(received[0].content.find("\r\n\r\nTerima kasih.\r\n.\r\n"),
              std::string::npos); // the dot survives
    auto const mail = shown(id);
    EXPECT_EQ(mail.line.state, State::sent);
    EXPECT_EQ(mail.line.sent, clock().now());
    EXPECT_EQ(mail.line.attempts, 1);
    EXPECT_EQ(mail.line.answer, "250 2.0.0 queued as 7");
    EXPECT_EQ(mail.text, message().text);
    EXPECT_FALSE(mail.wiped);
}

TEST_P(Mails, that_could_inject_headers_are_refused)
{
    struct Case {
        void (*spoil)(Message &);
        std::string field;
        std::string code;
    };
    std::vector<Case> const cases{
        {[](Message &m) {
             m.to = "a@b\r\nBcc: c@d";
             m.subject = "";
         },
         "to", "mail.bad_address"},
        {[](Message &m) { m.to = "two@example.org, more@example.org"; }, "to", "mail.bad_address"},
        {[](Message &m) {
             m.to_name = "x\nBcc: c@d";
             m.subject = "";
         },
         "to_name", "mail.bad_name"},
        {[](Message &m) { m.subject = "x\r\nBcc: c@d"; }, "subject", "mail.bad_subject"},
        {[](Message &m) {
             m.subject = "";
             m.text = "";
         },
         "subject", "mail.bad_subject"},
        {[](Message &m) { m.text = ""; }, "text", "mail.empty"},
    };
    for (auto const &[spoil, field, code] : cases) {
        auto bad = message();
        spoil(bad);
        EXPECT_EQ(queued(bad).error().problems, (Problems{{field, code, {}}}));
    }
    EXPECT_TRUE(listed().empty());
}

TEST_P(Mails, that_the_server_cannot_take_now_are_tried_again)
{
    SmtpSink sink;
    auto const deliverer = runner(sink.settings());
    struct Case {
        Manner manner;
        std::string answer;
    };
    for (auto const &[manner, answer] :
         std::vector<Case>{{Manner::rejects_recipient_450, "450 4.2.1 mailbox busy"},
                           {Manner::rejects_content_451, "451 4.3.0 try later"},
                           {Manner::greets_with_554, "554 no service here"},
                           {Manner::wants_sign_in, "530 5.7.0 sign in first"},
                           {Manner::hangs_up_after_greeting, ""},
                           {Manner::hangs_up_after_content, ""}}) {
        SCOPED_TRACE(answer);
        auto const id = queued(message()).value();
        sink.behave(manner);
        EXPECT_EQ(deliverer->drain(), 1);
        auto const waiting = shown(id).line;
        EXPECT_EQ(waiting.state, State::queued);
        EXPECT_EQ(waiting.attempts, 1);
        EXPECT_FALSE(waiting.answer.empty());
        if (!answer.empty()) {
            EXPECT_EQ(waiting.answer, answer);
        }
        auto const before = sink.received().size();
        sink.behave(Manner::friendly);
        clock().advance(15s);
        EXPECT_EQ(deliverer->drain(), 1);
        EXPECT_EQ(shown(id).line.state, State::sent);
        EXPECT_EQ(shown(id).line.attempts, 2);
        EXPECT_EQ(sink.received().size(), before + 1);
    }
}

TEST_P(Mails, wait_while_our_password_is_wrong_and_never_go_in_clear_where_tls_is_required)
{
    SmtpSink sink;
    sink.behave(Manner::wants_sign_in);
    auto settings = sink.settings();
    settings.user = "selatan";
    settings.password = "not the right one";
    auto const id = queued(message()).value();
    EXPECT_EQ(runner(settings)->drain(), 1);
    EXPECT_EQ(shown(id).line.state, State::queued);
    EXPECT_EQ(shown(id).line.answer, "535 5.7.8 wrong password");

    sink.behave(Manner::friendly); // but it speaks no TLS
    settings.tls = Smtp::Tls::required;
    clock().advance(1min);
    EXPECT_EQ(runner(settings)->drain(), 1);
    EXPECT_EQ(shown(id).line.state, State::queued);
    EXPECT_TRUE(sink.received().empty());
}

TEST_P(Mails, wait_while_no_server_listens_and_die_after_the_last_attempt)
{
    Smtp nobody;
    {
        SmtpSink const sink;
        nobody = sink.settings();
    }
    auto const deliverer = runner(nobody);
    auto const id = queued(message()).value();
    int attempts = 0;
    while (shown(id).line.state == State::queued && attempts < 100) {
        attempts += deliverer->drain();
        clock().advance(6h);
    }
    EXPECT_EQ(attempts, 14);
    EXPECT_EQ(shown(id).line.state, State::dead);
    EXPECT_EQ(shown(id).line.attempts, 14);
    EXPECT_NE(shown(id).line.answer.find("onnect"), std::string::npos);
}

TEST_P(Mails, that_the_server_refuses_die_at_once_and_can_be_sent_again)
{
    SmtpSink sink;
    auto const deliverer = runner(sink.settings());
    for (auto const manner : {Manner::rejects_recipient_550, Manner::rejects_content_554}) {
        auto const id = queued(message()).value();
        sink.behave(manner);
        EXPECT_EQ(deliverer->drain(), 1);
        EXPECT_EQ(shown(id).line.state, State::dead);
        auto const jobs = store().read([](storage::Reader &reader) {
            return jobs::list(reader, {.state = jobs::State::dead});
        });
        EXPECT_EQ(jobs.at(0).error.find("focal"), std::string::npos) << "no personal data in jobs";

        sink.behave(Manner::friendly);
        ASSERT_TRUE(sent_again(id).has_value());
        EXPECT_EQ(deliverer->drain(), 1);
        EXPECT_EQ(shown(id).line.state, State::sent);
        EXPECT_EQ(sent_again(id).error().problems.at(0).code, "mail.cannot_resend");
    }
    EXPECT_EQ(sent_again(Id<Mail>{}).error().decline, Decline::not_found);
}

TEST_P(Mails, that_hold_a_secret_are_wiped_once_they_are_sent)
{
    SmtpSink sink;
    auto const deliverer = runner(sink.settings());
    auto secret = message();
    secret.text = "https://selatan.example/invitation/abc";
    secret.html = "<a href=\"https://selatan.example/invitation/abc\">…</a>";
    secret.has_secret = true;
    auto const id = queued(secret).value();
    sink.behave(Manner::rejects_recipient_450);
    deliverer->drain();
    EXPECT_EQ(shown(id).text, secret.text); // still needed
    sink.behave(Manner::friendly);
    clock().advance(15s);
    deliverer->drain();
    auto const mail = shown(id);
    EXPECT_EQ(mail.line.state, State::sent);
    EXPECT_TRUE(mail.wiped);
    EXPECT_EQ(mail.text + mail.html, "");
    EXPECT_EQ(sink.received().size(), 1U);
}

TEST_P(Mails, stay_readable_where_no_server_is_configured)
{
    auto const deliverer = runner(std::nullopt);
    auto const id = queued(message()).value();
    EXPECT_EQ(deliverer->drain(), 1);
    EXPECT_EQ(shown(id).line.state, State::kept);
    EXPECT_EQ(shown(id).text, message().text);

    // Later a server is configured: what was kept goes only when somebody says so.
    SmtpSink sink;
    auto const with_server = runner(sink.settings());
    clock().advance(31s);
    EXPECT_EQ(with_server->drain(), 0);
    ASSERT_TRUE(sent_again(id).has_value());
    EXPECT_EQ(with_server->drain(), 1);
    EXPECT_EQ(shown(id).line.state, State::sent);
}

TEST_P(Mails, are_listed_newest_first_by_state_recipient_and_record)
{
    std::vector<Id<Mail>> ids;
    for (int i = 0; i < 4; ++i) {
        clock().advance(1s);
        auto mail = message();
        mail.subject += std::to_string(i);
        if (i == 1) {
            mail.to = "other@example.org";
            mail.about.reset();
        }
        ids.push_back(queued(mail).value());
    }
    auto const first = listed({.limit = 2});
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].subject, "Permintaan dicatat3");
    EXPECT_EQ(first[0].language, Language::id);
    EXPECT_EQ(first[0].about->kind, "request");
    EXPECT_EQ(listed({.older_than = first[1].id}).size(), 2U);
    EXPECT_EQ(listed({.to = "other@example.org"}).at(0).id, ids[1]);
    EXPECT_EQ(listed({.about = message().about->record}).size(), 3U);
    EXPECT_EQ(listed({.state = State::sent}).size(), 0U);
    EXPECT_FALSE(
        store().read([](storage::Reader &reader) { return read(reader, Id<Mail>{}); }).has_value());
}

TEST_P(Mails, settings_that_cannot_work_are_refused_before_anything_starts)
{
    jobs::Runner any{store()};
    auto const code = [&](Settings const &settings) {
        return deliver_with(any, settings).error().problems.at(0).code;
    };
    EXPECT_EQ(code({.from = "nobody"}), "mail.bad_address");
    EXPECT_EQ(code({.from = "a@b", .from_name = "x\r\ny"}), "mail.bad_name");
    EXPECT_EQ(code({.from = "a@b", .smtp = Smtp{.url = "https://example.org"}}), "mail.bad_server");
}

INSTANTIATE_ENGINES(Mails);

} // namespace
} // namespace selatan::mail
