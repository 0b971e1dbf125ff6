// ch11/16_packaged_task.cpp
// A packaged task is a function with a future for its result: anybody may call
// it, once, in any thread.
// Python: concurrent.futures.Future, concurrent.futures.Future.set_result,
//   concurrent.futures.Future.set_exception

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/throw_exception.hpp>
#include <iostream>
#include <stdexcept>
#include <utility>

int divide(int dividend, int divisor) {
    if (divisor == 0)
        // Boost's futures carry what is thrown in Boost's way; see 12.
        boost::throw_exception(std::domain_error("division by zero"));
    return dividend / divisor;
}

int main() {
    boost::packaged_task<int(int, int)> elsewhere(divide);
    boost::future<int> quotient = elsewhere.get_future();
    // It can be moved, not copied: a task has one owner.
    boost::thread worker(std::move(elsewhere), 12, 4);
    std::cout << "in a thread: " << quotient.get() << '\n';
    worker.join();

    boost::packaged_task<int(int, int)> here(divide);
    quotient = here.get_future();
    // Called like a function, but it returns and throws through the future.
    here(12, 0);
    try {
        quotient.get();
    } catch (const std::domain_error& error) {
        std::cout << "called here: " << error.what() << '\n';
    }

    try {
        here(12, 3);
    } catch (const boost::task_already_started&) {
        std::cout << "called again: refused\n";
    }
}

/* Output:
in a thread: 3
called here: division by zero
called again: refused
*/
