/// \file
/// SELATAN_ADDRESS_SANITIZER is defined where AddressSanitizer watches: GCC says so by a macro,
/// clang by a feature.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define SELATAN_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SELATAN_ADDRESS_SANITIZER 1
#endif
#endif
