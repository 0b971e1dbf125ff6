// ch08/09_chunk_size.cpp
// A chunk of values goes to a worker at once. Each worker here does one task
// and ends, so the values of one process show what a task is: a chunk.
// Python: multiprocessing.pool.Pool.map
// Platform: posix

#include "process_pool.hpp"

#include <unistd.h>
#include <cstddef>
#include <iostream>
#include <vector>

int process_id(int) {
    return getpid();
}

int main() {
    process_pool::run_worker();
    process_pool pool({.processes = 2, .tasks_per_child = 1});

    for (std::size_t chunk : {1, 3}) {
        std::cout << "chunk size " << chunk << ":";
        int last = 0;
        const std::vector<int> values = {1, 2, 3, 4, 5, 6, 7};
        const std::vector<int> processes = pool.map<process_id>(values, chunk);
        for (int value : values) {
            const int process = processes[static_cast<std::size_t>(value - 1)];
            std::cout << (process == last ? " " : " | ") << value;
            last = process;
        }
        std::cout << '\n';
    }
}

/* Output:
chunk size 1: | 1 | 2 | 3 | 4 | 5 | 6 | 7
chunk size 3: | 1 2 3 | 4 5 6 | 7
*/
