# How the compiler is called: warnings, sanitizers, what makes it quick.

set(LISTINGS_SANITIZE "" CACHE STRING "What -fsanitize= gets: thread, or address,undefined")

# Debug is what people wait for: no optimisation, and debug information only
# for those who ask for it (-DCMAKE_CXX_FLAGS_DEBUG=-g).
if(NOT DEFINED CACHE{LISTINGS_FLAGS_SET})
    set(LISTINGS_FLAGS_SET ON CACHE INTERNAL "")
    set(CMAKE_CXX_FLAGS_DEBUG "-O0" CACHE STRING "" FORCE)
    set(CMAKE_CXX_FLAGS_RELEASE "-O2" CACHE STRING "" FORCE)
endif()

function(listings_compile_options target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic)
    # Where g++ 12 inlines how Asio allocates a coroutine and not how it frees
    # it, or the other way round, it takes the two for unlike.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        target_compile_options(${target} PRIVATE -Wno-mismatched-new-delete)
    endif()
    if(LISTINGS_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
endfunction()

# Builds TARGET with sanitizers; without optimisation, since compiling a listing
# takes longer than running it.
function(listings_sanitize target sanitizers)
    target_compile_options(${target} PRIVATE
        -fsanitize=${sanitizers} -fno-omit-frame-pointer -O0 -g1)
    target_link_options(${target} PRIVATE -fsanitize=${sanitizers})
    if(sanitizers MATCHES "undefined")
        target_compile_options(${target} PRIVATE -fno-sanitize-recover=undefined)
    endif()
    # g++ warns that it does not follow the fences inside Asio.
    if(sanitizers MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE -Wno-tsan)
    endif()
endfunction()
