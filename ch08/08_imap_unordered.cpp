// ch08/08_imap_unordered.cpp
// Results in the order in which they come. The first task can't end before main
// has had the second's result.
// Python: multiprocessing.pool.Pool.imap_unordered
// Platform: posix

#include "process_pool.hpp"

#include <boost/serialization/string.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

std::string cook(const std::string& dish) {
    while (dish == "stew" && !std::filesystem::exists("salad is eaten"))
        std::this_thread::sleep_for(2ms);
    return dish;
}

int main() {
    process_pool::run_worker();
    std::filesystem::current_path(std::filesystem::temp_directory_path());
    process_pool pool(2);

    const std::vector<std::string> dishes = {"stew", "salad"};
    for (const std::string& dish : pool.imap_unordered<cook>(dishes)) {
        std::cout << dish << " is served\n";
        if (dish == "salad")
            std::ofstream("salad is eaten").flush();
    }
    std::filesystem::remove("salad is eaten");
}

/* Output:
salad is served
stew is served
*/
