// ch08/11_tasks_per_child.cpp
// A worker that leaks is replaced after two tasks, and what it leaked goes with
// its process.
// Python: multiprocessing.pool.Pool, multiprocessing.pool.Pool.apply
// Platform: posix

#include "process_pool.hpp"

#include <iostream>
#include <vector>

// It only grows, as long as its process lives.
std::vector<int> cache;

int remember(int number) {
    cache.push_back(number);
    return static_cast<int>(cache.size());
}

int main() {
    process_pool::run_worker();
    process_pool pool({.processes = 1, .tasks_per_child = 2});

    for (int number = 1; number <= 5; ++number)
        std::cout << "task " << number << ": " << pool.apply<remember>(number)
                  << " in the cache\n";
}

/* Output:
task 1: 1 in the cache
task 2: 2 in the cache
task 3: 1 in the cache
task 4: 2 in the cache
task 5: 1 in the cache
*/
