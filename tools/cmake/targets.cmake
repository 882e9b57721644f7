# How a target of this house is declared: telemachus_protos, telemachus_room, telemachus_program,
# telemachus_test. Link lines are the first of two guards of who may include whom (the second is
# a test in tests/house).

add_library(telemachus_options INTERFACE)
target_compile_options(telemachus_options INTERFACE -Wall -Wextra -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(telemachus_options INTERFACE -Wthread-safety)
endif()
target_include_directories(telemachus_options INTERFACE ${CMAKE_SOURCE_DIR}/services)

if(TELEMACHUS_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
    -Wno-maybe-uninitialized)  # which GCC gets wrong under sanitizers, as its manual says
  add_link_options(-fsanitize=address,undefined)
elseif(TELEMACHUS_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
endif()
if(TELEMACHUS_SANITIZE STREQUAL "fuzzer") # by clang alone
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()
find_program(TELEMACHUS_MOLD mold)
if(TELEMACHUS_MOLD AND NOT TELEMACHUS_SANITIZE STREQUAL "fuzzer")
  add_link_options(-fuse-ld=mold)
endif()

# Messages of a folder of .proto files as one library.
#   telemachus_protos(NAME proto_x ROOT dir [INCLUDES dirs] FILES ... DEPS ...)
function(telemachus_protos)
  cmake_parse_arguments(P "" "NAME;ROOT" "INCLUDES;FILES;DEPS" ${ARGN})
  set(out ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  set(sources)
  foreach(file ${P_FILES})
    string(REGEX REPLACE "\\.proto$" ".pb" stem ${file})
    add_custom_command(
      OUTPUT ${out}/${stem}.cc ${out}/${stem}.h
      COMMAND protobuf::protoc --cpp_out=${out} -I${P_ROOT} -I${CMAKE_SOURCE_DIR}/proto
              -I${TELEMACHUS_GOOGLEAPIS} ${file}
      DEPENDS ${P_ROOT}/${file}
      VERBATIM)
    list(APPEND sources ${out}/${stem}.cc)
  endforeach()
  add_library(${P_NAME} STATIC ${sources})
  target_include_directories(${P_NAME} SYSTEM PUBLIC ${out})
  target_link_libraries(${P_NAME} PUBLIC protobuf::libprotobuf ${P_DEPS})
endfunction()

# A room: one folder, one library of all its sources.   telemachus_room(common_sql DEPS ...)
function(telemachus_room name)
  cmake_parse_arguments(R "" "" "DEPS;PRIVATE_DEPS;EXCLUDE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC ${R_DEPS} PRIVATE telemachus_options ${R_PRIVATE_DEPS})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/services)
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${R_DEPS})
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR}/services)
  endif()
endfunction()

# A room whose schema/*.sql files are embedded, in order, as `ROOM::Schema()` in "ROOM/schema.h".
function(telemachus_schema target namespace)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/schema/*.sql)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/schema.cc)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAMESPACE=${namespace} "-DFILES=${files}"
            -P ${CMAKE_SOURCE_DIR}/tools/cmake/embed_schema.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/tools/cmake/embed_schema.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()

# A program of main.cc in this folder.   telemachus_program(registry DEPS registry_service ...)
function(telemachus_program name)
  cmake_parse_arguments(R "" "" "SOURCES;DEPS" ${ARGN})
  if(NOT R_SOURCES)
    set(R_SOURCES main.cc)
  endif()
  add_executable(${name} ${R_SOURCES})
  target_link_libraries(${name} PRIVATE telemachus_options ${R_DEPS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()

# A test program of all *_test.cc below this folder.   telemachus_test(unit_common DEPS ...)
function(telemachus_test name)
  cmake_parse_arguments(R "" "" "DEPS;SOURCES" ${ARGN})
  if(NOT R_SOURCES)
    file(GLOB_RECURSE R_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cc)
  endif()
  if(NOT R_SOURCES)
    return()
  endif()
  add_executable(${name} ${R_SOURCES})
  target_link_libraries(${name} PRIVATE telemachus_options ${R_DEPS} tests_support GTest::gtest_main GTest::gmock)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/tests)
  add_test(NAME ${name} COMMAND ${name})
endfunction()

# A fuzz target of NAME.cc in this folder: built by `tools/build --sanitize fuzzer`, run by
# `tools/test --all` on the examples in corpus/NAME.   telemachus_fuzz(page_token DEPS common_page)
function(telemachus_fuzz name)
  cmake_parse_arguments(R "" "" "DEPS" ${ARGN})
  add_executable(fuzz_${name} ${name}.cc)
  target_link_libraries(fuzz_${name} PRIVATE telemachus_options ${R_DEPS})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  target_include_directories(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR})
  set_target_properties(fuzz_${name} PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/fuzz)
endfunction()
