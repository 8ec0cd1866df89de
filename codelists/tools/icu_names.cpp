// Names of currencies as the Unicode CLDR publishes them, read from the ICU library of this machine.
//   g++ -std=c++20 icu_names.cpp -licuuc -licui18n -o icu_names
//   icu_names CODE... > currency,number,language,name (CSV without header)
// The build script runs it; the product does not.
#include <iostream>
#include <string>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>
#include <unicode/uversion.h>

int main(int argc, char **argv)
{
    std::cout << "#,CLDR of ICU," << U_ICU_VERSION << ",\n";
    for (int i = 1; i < argc; ++i) {
        auto const code = icu::UnicodeString::fromUTF8(argv[i]);
        for (char const *language : {"en", "id", "fr", "es", "pt", "ar"}) {
            UErrorCode error = U_ZERO_ERROR;
            int32_t length = 0;
            auto const *name = ucurr_getName(icu::UnicodeString{code}.getTerminatedBuffer(), language,
                                             UCURR_LONG_NAME, nullptr, &length, &error);
            // A language without a name falls back to another: that is no name in this language.
            if (error == U_USING_DEFAULT_WARNING || U_FAILURE(error)) {
                continue;
            }
            std::string text;
            icu::UnicodeString{name, length}.toUTF8String(text);
            std::cout << argv[i] << ',' << ucurr_getNumericCode(icu::UnicodeString{code}.getTerminatedBuffer())
                      << ',' << language << ",\"" << text << "\"\n";
        }
    }
}
