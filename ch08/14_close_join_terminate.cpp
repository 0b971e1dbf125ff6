// ch08/14_close_join_terminate.cpp
// A pool that is closed and joined does what it has been asked first; one that
// is terminated ends at once, in the middle of a task.
// Python: multiprocessing.pool.Pool.close, multiprocessing.pool.Pool.join,
//   multiprocessing.pool.Pool.terminate
// Platform: posix

#include "process_pool.hpp"

#include <chrono>
#include <iostream>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

int square(int number) {
    return number * number;
}

int sleep_for_ever() {
    for (;;)
        std::this_thread::sleep_for(1h);
}

void close_and_join() {
    process_pool pool(2);
    auto squares = pool.map_async<square>(std::vector{1, 2, 3}, 1);
    pool.close();
    try {
        pool.apply<square>(4);
    } catch (const process_pool::not_running&) {
        std::cout << "closed: no more tasks\n";
    }
    pool.join();
    for (int each : squares.get())
        std::cout << each << '\n';
}

void terminate() {
    process_pool pool(1);
    auto never = pool.apply_async<sleep_for_ever>();
    // The destructor would do the same.
    pool.terminate();
    pool.join();
    try {
        never.get();
    } catch (const process_pool::not_running&) {
        std::cout << "terminated: no result\n";
    }
}

int main() {
    process_pool::run_worker();
    close_and_join();
    terminate();
}

/* Output:
closed: no more tasks
1
4
9
terminated: no result
*/
