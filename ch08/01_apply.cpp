// ch08/01_apply.cpp
// Two functions are called in another process, and their results come back.
// Python: multiprocessing.pool.Pool, multiprocessing.pool.Pool.apply
// Platform: posix

#include "process_pool.hpp"

#include <unistd.h>
#include <boost/serialization/string.hpp>
#include <iostream>
#include <string>

std::string greet(const std::string& name, int times) {
    std::string greeting;
    for (int time = 0; time < times; ++time)
        greeting += "hello ";
    return greeting + name;
}

int process_id() {
    return getpid();
}

int main() {
    // A worker is this program started again: there, this call never returns.
    process_pool::run_worker();

    // Two workers, which the destructor ends.
    process_pool pool(2);
    std::cout << pool.apply<greet>("worker", 2) << '\n';
    if (pool.apply<process_id>() != getpid())
        std::cout << "called in another process\n";
}

/* Output:
hello hello worker
called in another process
*/
