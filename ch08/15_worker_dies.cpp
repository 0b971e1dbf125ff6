// ch08/15_worker_dies.cpp
// One task kills its process, another leaves it. Each fails with an error that
// says so; a new worker does the tasks behind it.
// Python: multiprocessing.pool.Pool.apply_async,
//   multiprocessing.pool.AsyncResult.get
// Platform: posix

#include "process_pool.hpp"

#include <signal.h>
#include <boost/serialization/string.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

std::string handle(const std::string& order) {
    if (order == "crash")
        raise(SIGKILL);
    if (order == "leave")
        std::_Exit(3);
    return order + " is done";
}

int main() {
    process_pool::run_worker();
    process_pool pool(1);

    std::vector<process_pool::result<std::string>> results;
    for (std::string order : {"tea", "crash", "leave", "coffee"})
        results.push_back(pool.apply_async<handle>(order));

    for (const auto& each : results) {
        try {
            std::cout << each.get() << '\n';
        } catch (const process_pool::worker_died& error) {
            std::cout << error.what() << '\n';
        }
    }
}

/* Output:
tea is done
{{the worker was ended by SIGKILL|no answer}}
{{the worker exited with code 3|no answer}}
coffee is done
*/
