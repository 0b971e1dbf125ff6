// ch08/17_sharing_and_locking.cpp
// Arguments are copies, so a counter that all workers add to is in shared
// memory, with a lock beside it. The initializer opens it in each worker.
// Python: multiprocessing.pool.Pool, multiprocessing.pool.Pool.map
// Platform: posix

#include "process_pool.hpp"

#include <unistd.h>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/serialization/string.hpp>
#include <iostream>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace interprocess = boost::interprocess;
using Memory = interprocess::managed_shared_memory;

struct Counter {
    interprocess::interprocess_mutex mutex;
    int value = 0;
};

// The worker's own view of the memory, until its process ends.
std::unique_ptr<Memory> memory;
Counter* counter = nullptr;

void open_counter(const std::string& name) {
    memory = std::make_unique<Memory>(interprocess::open_only, name.c_str());
    counter = memory->find<Counter>("counter").first;
}

void add(int number) {
    interprocess::scoped_lock held(counter->mutex);
    counter->value += number;
}

struct Remover {
    ~Remover() {
        interprocess::shared_memory_object::remove(name.c_str());
    }
    std::string name = "ch08_17_" + std::to_string(getpid());
};

int main() {
    process_pool::run_worker();

    const Remover remover;
    Memory shared(interprocess::create_only, remover.name.c_str(), 4096);
    const Counter* total = shared.construct<Counter>("counter")();

    process_pool pool(
        {.processes = 2,
         .initializer = process_pool::call<open_counter>(remover.name)});
    std::vector<int> numbers(100);
    std::iota(numbers.begin(), numbers.end(), 1);
    pool.map<add>(numbers, 5);
    // map has waited for every addition.
    std::cout << "1 + 2 + ... + 100 = " << total->value << '\n';
}

/* Output:
1 + 2 + ... + 100 = 5050
*/
