// ch08/02_apply_async.cpp
// Main goes on while two workers wait for each other; the results are there
// when it asks for them.
// Python: multiprocessing.pool.Pool.apply_async,
//   multiprocessing.pool.AsyncResult, multiprocessing.pool.AsyncResult.get,
//   multiprocessing.pool.AsyncResult.ready,
//   multiprocessing.pool.AsyncResult.successful,
//   multiprocessing.pool.AsyncResult.wait
// Platform: posix

#include "process_pool.hpp"

#include <boost/serialization/string.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>

using namespace std::chrono_literals;

// Each leaves a file and waits for the other's, so neither ends alone.
std::string meet(const std::string& mine, const std::string& other) {
    std::ofstream(mine).flush();
    while (!std::filesystem::exists(other))
        std::this_thread::sleep_for(2ms);
    return mine + " met " + other;
}

int main() {
    process_pool::run_worker();
    std::filesystem::current_path(std::filesystem::temp_directory_path());

    process_pool pool(2);
    // A result is a handle that may be copied; it knows the type it waits for.
    process_pool::result<std::string> ada =
        pool.apply_async<meet>("ada", "grace");
    std::cout << (ada.ready() ? "ready\n" : "not ready\n");
    auto grace = pool.apply_async<meet>("grace", "ada");

    ada.wait();
    std::cout << (ada.ready() ? "ready\n" : "not ready\n");
    std::cout << (ada.successful() ? "successful\n" : "failed\n");
    std::cout << ada.get() << '\n' << grace.get() << '\n';
    std::filesystem::remove("ada");
    std::filesystem::remove("grace");
}

/* Output:
not ready
ready
successful
ada met grace
grace met ada
*/
