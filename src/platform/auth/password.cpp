#include "platform/auth/password.hpp"

#include "base/ensure.hpp"
#include "platform/auth/name.hpp"
#include "platform/clock/clock.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <set>
#include <sodium.h>
#include <stdexcept>

namespace selatan::auth {

namespace {

/// A local part shorter than this turns up in honest passwords by chance.
constexpr std::size_t shortest_telling_part = 4;
/// "aaaaaaaaaaaa", "121212121212".
constexpr std::size_t fewest_different = 5;

/// What the lists of broken passwords begin with, as letters and digits only and without the
/// digits that people put behind: "Password-2026!" is "password".
constexpr std::array<std::string_view, 64> common{"abcabcabcabc",
                                                  "abcdefghijkl",
                                                  "abcdefghijklm",
                                                  "abcdefghijklmn",
                                                  "abcdefghijklmnop",
                                                  "abcdefghijklmnopqrstuvwxyz",
                                                  "admin",
                                                  "administrator",
                                                  "adminadmin",
                                                  "asdfghjkl",
                                                  "asdfghjklqwe",
                                                  "azertyuiop",
                                                  "bemvindo",
                                                  "bienvenido",
                                                  "bienvenue",
                                                  "bismillah",
                                                  "changeme",
                                                  "changeit",
                                                  "computer",
                                                  "contrasena",
                                                  "cooperation",
                                                  "default",
                                                  "football",
                                                  "garuda",
                                                  "hello",
                                                  "helloworld",
                                                  "iloveyou",
                                                  "indonesia",
                                                  "indonesiaraya",
                                                  "jakarta",
                                                  "katasandi",
                                                  "kemlu",
                                                  "letmein",
                                                  "letmeinplease",
                                                  "merdeka",
                                                  "minister",
                                                  "ministry",
                                                  "monkey",
                                                  "motdepasse",
                                                  "pancasila",
                                                  "passw0rd",
                                                  "password",
                                                  "passwordpassword",
                                                  "passphrase",
                                                  "princess",
                                                  "qazwsxedc",
                                                  "qazwsxedcrfv",
                                                  "qwerty",
                                                  "qwertyqwerty",
                                                  "qwertyuiop",
                                                  "qwertyuiopasdf",
                                                  "rahasia",
                                                  "sayang",
                                                  "sayangku",
                                                  "secret",
                                                  "selatan",
                                                  "selatanselatan",
                                                  "senha",
                                                  "southsouth",
                                                  "superman",
                                                  "trustnoone",
                                                  "welcome",
                                                  "welcomewelcome",
                                                  "zxcvbnmasdfg"};

std::string fold(std::string_view text)
{
    std::string folded{text};
    std::ranges::transform(folded, folded.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return folded;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// ASCII punctuation and spaces taken out, then the digits behind.
std::string bare(std::string text)
{
    std::erase_if(text, [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte < 0x80 && !is_digit(c) && !(c >= 'a' && c <= 'z');
    });
    while (!text.empty() && is_digit(text.back())) {
        text.pop_back();
    }
    return text;
}

/// Every digit one more, or one less, than the one before: "123456789012".
bool is_row_of_digits(std::string_view text)
{
    if (!std::ranges::all_of(text, is_digit)) {
        return false;
    }
    auto const steps_by = [&](int step) {
        return std::ranges::adjacent_find(text, [&](char a, char b) {
                   return (b - a + 10) % 10 != (step + 10) % 10;
               }) == text.end();
    };
    return steps_by(1) || steps_by(-1);
}

bool is_common(std::string const &folded)
{
    auto const words = bare(folded);
    return std::set<char>{folded.begin(), folded.end()}.size() < fewest_different ||
           is_row_of_digits(folded) || std::ranges::find(common, words) != common.end();
}

/// Waits for one of the few places in which a hash may be computed.
class Turn {
public:
    explicit Turn(std::counting_semaphore<> &turns) : m_turns{turns} { m_turns.acquire(); }
    ~Turn() { m_turns.release(); }
    Turn(Turn const &) = delete;
    Turn &operator=(Turn const &) = delete;

private:
    std::counting_semaphore<> &m_turns;
};

PasswordCost started(PasswordCost cost)
{
    if (sodium_init() < 0) {
        throw std::runtime_error{"libsodium does not start"};
    }
    ENSURE(cost.concurrent > 0);
    return cost;
}

} // namespace

Result<void> decide_password(std::string_view password, Email const &email,
                             Settings const &settings, std::string_view field)
{
    auto const decline = [&](std::string code, std::size_t limit) {
        return refuse(Decline::invalid, std::string{field}, std::move(code),
                      {{"limit", std::to_string(limit)}});
    };
    if (count_characters(password) < settings.shortest_password) {
        return decline("auth.password_short", settings.shortest_password);
    }
    if (password.size() > settings.longest_password_bytes) {
        return decline("auth.password_long", settings.longest_password_bytes);
    }
    auto const folded = fold(password);
    if (is_common(folded)) {
        return refuse(Decline::invalid, std::string{field}, "auth.password_common");
    }
    if (email.local_part().size() >= shortest_telling_part &&
        folded.find(email.local_part()) != std::string::npos) {
        return refuse(Decline::invalid, std::string{field}, "auth.password_has_email");
    }
    return {};
}

PasswordHasher::PasswordHasher(PasswordCost cost)
    : m_cost{started(cost)}, m_turns{cost.concurrent}, m_nobody{hash(random_token())}
{
}

PasswordHash PasswordHasher::hash(std::string_view password)
{
    Turn const turn{m_turns};
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), m_cost.passes,
                              m_cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc{};
    }
    return PasswordHash{text.data()};
}

bool PasswordHasher::verify(PasswordHash const &stored, std::string_view password)
{
    Turn const turn{m_turns};
    return crypto_pwhash_str_verify(stored.text().c_str(), password.data(), password.size()) == 0;
}

bool PasswordHasher::verify_nobody(std::string_view password)
{
    static_cast<void>(verify(m_nobody, password));
    return false;
}

bool PasswordHasher::is_outdated(PasswordHash const &stored) const
{
    return crypto_pwhash_str_needs_rehash(stored.text().c_str(), m_cost.passes,
                                          m_cost.memory_bytes) != 0;
}

} // namespace selatan::auth
