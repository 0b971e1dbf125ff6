// ch08/13_timeout.cpp
// Main's patience ends before the task does. The task goes on, and its result
// is still there for who asks again.
// Python: multiprocessing.TimeoutError, multiprocessing.pool.AsyncResult.get,
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

std::string answer_when(const std::string& asked) {
    while (!std::filesystem::exists(asked))
        std::this_thread::sleep_for(2ms);
    return "forty-two";
}

int main() {
    process_pool::run_worker();
    std::filesystem::current_path(std::filesystem::temp_directory_path());
    process_pool pool(1);

    auto later = pool.apply_async<answer_when>("politely");
    try {
        later.get_for(20ms);
    } catch (const process_pool::timeout_error&) {
        std::cout << "no answer yet\n";
    }
    // Waiting says by its result whether it was in time.
    if (!later.wait_for(20ms))
        std::cout << "still no answer\n";

    std::ofstream("politely").flush();
    std::cout << later.get() << '\n';
    std::filesystem::remove("politely");
}

/* Output:
no answer yet
still no answer
forty-two
*/
