// The server behind a certificate of its own.
#include "platform/http/server_fixture.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace selatan::http {
namespace {

/// A key and a certificate for localhost, in two files.
void make_certificate(std::string const &certificate_path, std::string const &key_path)
{
    auto *const key = EVP_EC_gen("P-256");
    auto *const certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    auto *const name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const *>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_sign(certificate, key, EVP_sha256());
    auto *const certificate_file = std::fopen(certificate_path.c_str(), "w");
    PEM_write_X509(certificate_file, certificate);
    std::fclose(certificate_file);
    auto *const key_file = std::fopen(key_path.c_str(), "w");
    PEM_write_PrivateKey(key_file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(key_file);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

TEST_F(Serving, tls_carries_requests_and_says_that_they_are_secure)
{
    auto const certificate = testing::TempDir() + "selatan-certificate.pem";
    auto const key = testing::TempDir() + "selatan-key.pem";
    make_certificate(certificate, key);
    m_settings.tls_certificate = certificate;
    m_settings.tls_key = key;
    m_settings.limits.header_time = 1s;
    start();
    {
        Wire const wire{port()};
        auto *const context = SSL_CTX_new(TLS_client_method());
        auto *const tls = SSL_new(context);
        SSL_set_fd(tls, wire.descriptor());
        ASSERT_EQ(SSL_connect(tls), 1);
        auto const talk = [tls](std::string_view request, std::string_view until) {
            SSL_write(tls, request.data(), static_cast<int>(request.size()));
            std::string heard;
            std::array<char, 65536> piece{};
            while (heard.find(until) == std::string::npos) {
                auto const got = SSL_read(tls, piece.data(), static_cast<int>(piece.size()));
                if (got <= 0) {
                    break;
                }
                heard.append(piece.data(), static_cast<std::size_t>(got));
            }
            return heard;
        };
        EXPECT_NE(talk("GET /who HTTP/1.1\r\nHost: x\r\n\r\n", "secure").find("127.0.0.1 secure"),
                  std::string::npos);
        EXPECT_NE(talk("GET /numbers HTTP/1.1\r\nHost: x\r\n\r\n", "0\r\n\r\n").find("999,"),
                  std::string::npos);
        EXPECT_NE(talk("POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                       "Content-Length: 900000\r\n\r\n" +
                           std::string(900'000, 'x'),
                       "body:900000")
                      .find("body:900000"),
                  std::string::npos);
        SSL_shutdown(tls);
        SSL_free(tls);
        SSL_CTX_free(context);
    }
    Wire const mute{port()};
    EXPECT_EQ(mute.hear(), "") << "who never shakes hands is cut";
    auto const plain = exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(status_of(plain), 200);
    std::filesystem::remove(certificate);
    std::filesystem::remove(key);
}

TEST_F(Serving, a_certificate_that_is_not_there_is_refused)
{
    m_settings.tls_certificate = "/nowhere/certificate.pem";
    m_settings.tls_key = "/nowhere/key.pem";
    EXPECT_THROW(start(), std::system_error);
}

} // namespace
} // namespace selatan::http
