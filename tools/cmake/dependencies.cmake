# Everything the product is built on. tools/setup installs it; the README's table says why each.
find_package(Threads REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(Protobuf REQUIRED) # module mode, and before gRPC
find_package(gRPC CONFIG REQUIRED)
find_package(opentelemetry-cpp CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(cjose REQUIRED IMPORTED_TARGET cjose)
pkg_check_modules(openssl REQUIRED IMPORTED_TARGET openssl)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-i18n icu-uc)
find_library(TELEMACHUS_CSV csv REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)

# The google/api and google/rpc sources, as tools/setup unpacked them.
set(TELEMACHUS_GOOGLEAPIS ${CMAKE_SOURCE_DIR}/.deps/googleapis CACHE PATH "google/api and google/rpc protos")
if(NOT EXISTS ${TELEMACHUS_GOOGLEAPIS}/google/rpc/status.proto)
  message(FATAL_ERROR "google/rpc/status.proto is not in ${TELEMACHUS_GOOGLEAPIS}: run tools/setup first")
endif()
