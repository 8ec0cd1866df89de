#include "platform/mail/smtp.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <curl/curl.h>
#include <memory>
#include <new>
#include <string_view>

namespace selatan::mail {

namespace {

struct FreeEasy {
    void operator()(CURL *curl) const { curl_easy_cleanup(curl); }
};
struct FreeList {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

std::unique_ptr<CURL, FreeEasy> make_easy()
{
    static auto const initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    std::unique_ptr<CURL, FreeEasy> curl{initialised == CURLE_OK ? curl_easy_init() : nullptr};
    if (!curl) {
        throw std::bad_alloc{};
    }
    return curl;
}

std::size_t give_content(char *into, std::size_t size, std::size_t count, void *rest)
{
    auto &left = *static_cast<std::string_view *>(rest);
    auto const given = std::min(size * count, left.size());
    std::memcpy(into, left.data(), given);
    left.remove_prefix(given);
    return given;
}

/// What the server said.
struct Dialogue {
    int replies = 0; ///< whole ones: greeting, answer to EHLO …
    int code = 0;    ///< of the last
    std::string last;
};

std::size_t hear_line(char *line, std::size_t size, std::size_t count, void *heard)
{
    auto &dialogue = *static_cast<Dialogue *>(heard);
    std::string_view text{line, size * count};
    text = text.substr(0, text.find_first_of("\r\n"));
    // RFC 5321, 4.2: three digits; a hyphen after them announces another line.
    int code = 0;
    std::from_chars(text.data(), text.data() + std::min<std::size_t>(3, text.size()), code);
    constexpr int good_bye = 221; // answers our QUIT, whatever went before
    if (code != good_bye && (text.size() == 3 || (text.size() > 3 && text[3] == ' '))) {
        ++dialogue.replies;
        dialogue.code = code;
        dialogue.last = text;
    }
    return size * count;
}

} // namespace

Answer send(Smtp const &server, std::string const &from, std::string const &to,
            std::string const &content)
{
    auto const curl = make_easy();
    std::unique_ptr<curl_slist, FreeList> const recipients{curl_slist_append(nullptr, to.c_str())};
    if (!recipients) {
        throw std::bad_alloc{};
    }
    std::string_view rest = content;
    Dialogue dialogue;
    std::string problem(CURL_ERROR_SIZE, '\0');

    auto const set = [&](CURLoption option, auto value) {
        curl_easy_setopt(curl.get(), option, value);
    };
    set(CURLOPT_URL, server.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_USE_SSL,
        static_cast<long>(server.tls == Smtp::Tls::required ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!server.user.empty()) {
        set(CURLOPT_USERNAME, server.user.c_str());
        set(CURLOPT_PASSWORD, server.password.c_str());
    }
    set(CURLOPT_MAIL_FROM, from.c_str());
    set(CURLOPT_MAIL_RCPT, recipients.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, give_content);
    set(CURLOPT_READDATA, static_cast<void *>(&rest));
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(content.size()));
    set(CURLOPT_HEADERFUNCTION, hear_line);
    set(CURLOPT_HEADERDATA, static_cast<void *>(&dialogue));
    set(CURLOPT_ERRORBUFFER, problem.data());
    set(CURLOPT_TIMEOUT, static_cast<long>(server.timeout.count()));
    set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(server.timeout.count()));
    set(CURLOPT_NOSIGNAL, 1L); // there are threads
    set(CURLOPT_PROXY, "");    // whatever the environment says: a mail server is reached directly

    auto const result = curl_easy_perform(curl.get());
    if (result == CURLE_OK) {
        return {Answer::Kind::accepted, dialogue.last};
    }
    problem.resize(std::strlen(problem.c_str()));
    // A server that refuses us before it hears of a mail (greeting, EHLO, sign-in) refuses all
    // mails: that is for an operator to mend, and they wait.
    bool const concerns_mail =
        dialogue.replies > 2 && result != CURLE_LOGIN_DENIED && result != CURLE_USE_SSL_FAILED;
    if (concerns_mail && dialogue.code >= 550 && dialogue.code <= 559) {
        return {Answer::Kind::refused, dialogue.last};
    }
    if (dialogue.code >= 400) {
        return {Answer::Kind::try_later, dialogue.last};
    }
    return {Answer::Kind::try_later, problem.empty() ? curl_easy_strerror(result) : problem};
}

} // namespace selatan::mail
