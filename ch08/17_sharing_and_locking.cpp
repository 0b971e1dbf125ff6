// ch08/17_sharing_and_locking.cpp
// Arguments are copies, so a counter that all workers add to is in shared
// memory, with a lock beside it. The initializer opens it in each worker.
// Python: multiprocessing.pool.Pool, multiprocessing.pool.Pool.map
// Platform: posix

#include "process_pool.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/serialization/string.hpp>
#include <cerrno>
#include <iostream>
#include <new>
#include <numeric>
#include <string>
#include <system_error>
#include <vector>

namespace interprocess = boost::interprocess;

struct Counter {
    interprocess::interprocess_mutex mutex;
    int value = 0;
};

interprocess::mapped_region map(const std::string& path) {
    const interprocess::file_mapping file(path.c_str(),
                                          interprocess::read_write);
    return interprocess::mapped_region(file, interprocess::read_write);
}

// The worker's own view of the memory, until its process ends.
interprocess::mapped_region memory;
Counter* counter = nullptr;

void open_counter(const std::string& path) {
    memory = map(path);
    counter = static_cast<Counter*>(memory.get_address());
}

void add(int number) {
    interprocess::scoped_lock held(counter->mutex);
    counter->value += number;
}

int main() {
    process_pool::run_worker();

    // A file in memory that has no name and goes with the last who has it open;
    // till then others can open it by its descriptor here.
    const int file = memfd_create("counter", MFD_CLOEXEC);
    if (file == -1 || ftruncate(file, sizeof(Counter)) == -1)
        throw std::system_error(errno, std::system_category(), "memory");
    const std::string path =
        "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(file);
    const interprocess::mapped_region shared = map(path);
    const Counter* total = new (shared.get_address()) Counter;

    process_pool pool({.processes = 2,
                       .initializer = process_pool::call<open_counter>(path)});
    std::vector<int> numbers(100);
    std::iota(numbers.begin(), numbers.end(), 1);
    pool.map<add>(numbers, 5);
    // map has waited for every addition.
    std::cout << "1 + 2 + ... + 100 = " << total->value << '\n';
}

/* Output:
1 + 2 + ... + 100 = 5050
*/
