// ch08/10_initializer.cpp
// Each worker is set up once, before its tasks, with arguments that main gives.
// Python: multiprocessing.pool.Pool
// Platform: posix

#include "process_pool.hpp"

#include <boost/serialization/string.hpp>
#include <iostream>
#include <string>
#include <vector>

// A global of the worker's process; main's stays empty.
std::string currency;

void configure(const std::string& name) {
    currency = name;
}

std::string price(int cents) {
    return std::to_string(cents) + " cents in " + currency;
}

int main() {
    process_pool::run_worker();
    process_pool pool(
        {.processes = 2, .initializer = process_pool::call<configure>("euro")});

    for (const std::string& each : pool.map<price>(std::vector{199, 250}))
        std::cout << each << '\n';
    std::cout << "main has '" << currency << "'\n";
}

/* Output:
199 cents in euro
250 cents in euro
main has ''
*/
