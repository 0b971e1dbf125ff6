// ch08/03_callbacks.cpp
// A callback takes the result as soon as it is there, in a thread of the pool;
// a second one takes the error.
// Python: multiprocessing.pool.Pool.apply_async,
//   multiprocessing.pool.AsyncResult.wait
// Platform: posix

#include "process_pool.hpp"

#include <exception>
#include <iostream>
#include <stdexcept>
#include <thread>

int divide(int number, int divisor) {
    if (divisor == 0)
        throw std::domain_error("division by zero");
    return number / divisor;
}

int main() {
    process_pool::run_worker();
    process_pool pool(2);

    const auto main_thread = std::this_thread::get_id();
    const auto on_result = [main_thread](int quotient) {
        std::cout << "callback: " << quotient << '\n';
        if (std::this_thread::get_id() != main_thread)
            std::cout << "not in main's thread\n";
    };
    const auto on_error = [](const std::exception& error) {
        const auto& thrown =
            dynamic_cast<const process_pool::task_error&>(error);
        std::cout << "error callback: " << thrown.text() << '\n';
    };
    for (int divisor : {4, 0}) {
        auto later =
            pool.apply_async<divide>({12, divisor}, on_result, on_error);
        // The result is ready when the callback has returned.
        later.wait();
        std::cout << "main: done\n";
    }
}

/* Output:
callback: 3
not in main's thread
main: done
error callback: division by zero
main: done
*/
