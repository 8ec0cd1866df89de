# Every library comes from the distribution. One name here, one use below.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS json)
find_package(OpenSSL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(CURL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(EXPAT REQUIRED)
find_package(GTest REQUIRED)
# For those programs of bench/ that use it; nobody else needs it.
find_package(benchmark QUIET)
find_library(STEMMER stemmer REQUIRED)

foreach(pair
    "sodium=libsodium" "zip=libzip" "brotli=libbrotlienc" "cmark=libcmark-gfm"
    "xlsxwriter=xlsxwriter" "zstd=libzstd" "pangocairo=pangocairo;cairo-pdf;cairo" "qrencode=libqrencode")
  string(REGEX MATCH "^([a-z]+)=(.*)$" _ "${pair}")
  pkg_check_modules(${CMAKE_MATCH_1} REQUIRED IMPORTED_TARGET ${CMAKE_MATCH_2})
endforeach()
