// ch08/12_exceptions.cpp
// What a task throws arrives as an error with the name of the type and the
// text; the worker goes on. A map throws what one of its tasks threw.
// Python: multiprocessing.pool.AsyncResult.get,
//   multiprocessing.pool.AsyncResult.successful,
//   multiprocessing.pool.Pool.map
// Platform: posix

#include "process_pool.hpp"

#include <boost/serialization/string.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

std::string page(int number) {
    if (number > 2)
        throw std::out_of_range("no page " + std::to_string(number));
    return "page " + std::to_string(number);
}

int main() {
    process_pool::run_worker();
    process_pool pool(1);

    auto later = pool.apply_async<page>(3);
    try {
        later.get();
    } catch (const process_pool::task_error& error) {
        // The exception itself stays in the worker: C++ can't copy one of a
        // type that it does not know.
        std::cout << error.type() << ": " << error.text() << '\n';
    }
    std::cout << (later.successful() ? "successful\n" : "failed\n");

    try {
        pool.map<page>(std::vector{1, 2, 4});
    } catch (const process_pool::task_error& error) {
        std::cout << "map: " << error.text() << '\n';
    }
    std::cout << pool.apply<page>(2) << '\n';
}

/* Output:
{{(std::out_of_range|IndexError)}}: no page 3
failed
map: no page 4
page 2
*/
