// ch08/05_map_async.cpp
// Two maps are under way at once. Neither could end before main, which goes on,
// lets it.
// Python: multiprocessing.pool.Pool.map_async,
//   multiprocessing.pool.AsyncResult.get
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

std::size_t length(const std::string& word) {
    while (!std::filesystem::exists("gate"))
        std::this_thread::sleep_for(2ms);
    return word.size();
}

int main() {
    process_pool::run_worker();
    // Workers start in the directory of the pool's creation.
    std::filesystem::current_path(std::filesystem::temp_directory_path());
    process_pool pool(2);

    const std::vector<std::string> fruit = {"fig", "plum", "cherry"};
    const std::vector<std::string> trees = {"oak", "maple"};
    // One result for all values of a map.
    auto fruit_lengths = pool.map_async<length>(fruit);
    auto tree_lengths = pool.map_async<length>(trees);
    std::cout << "main goes on\n";
    std::ofstream("gate").flush();

    for (std::size_t each : fruit_lengths.get())
        std::cout << "fruit " << each << '\n';
    for (std::size_t each : tree_lengths.get())
        std::cout << "tree " << each << '\n';
    std::filesystem::remove("gate");
}

/* Output:
main goes on
fruit 3
fruit 4
fruit 6
tree 3
tree 5
*/
