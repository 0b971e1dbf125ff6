// ch11/01_promise.cpp
// A worker holds the promise and keeps it, with a value or with an exception;
// main waits at the future. A promise is kept once.
// Python: concurrent.futures.Future, concurrent.futures.Future.result,
//   concurrent.futures.Future.set_result,
//   concurrent.futures.Future.set_exception,
//   concurrent.futures.InvalidStateError

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <iostream>
#include <stdexcept>
#include <utility>

void divide(int dividend, int divisor, boost::promise<int> quotient) {
    if (divisor == 0)
        quotient.set_exception(std::domain_error("division by zero"));
    else
        quotient.set_value(dividend / divisor);
}

int main() {
    for (int divisor : {4, 0}) {
        // Two ends of one result: only the promise's can set it.
        boost::promise<int> promise;
        boost::future<int> future = promise.get_future();
        boost::thread worker(divide, 12, divisor, std::move(promise));
        try {
            const int quotient = future.get();
            std::cout << "12 / " << divisor << " is " << quotient << '\n';
        } catch (const std::domain_error& error) {
            std::cout << "12 / " << divisor << ": " << error.what() << '\n';
        }
        worker.join();
    }

    boost::promise<int> promise;
    promise.set_value(1);
    try {
        promise.set_value(2);
    } catch (const boost::promise_already_satisfied&) {
        std::cout << "the second value is refused\n";
    }
    std::cout << "the first stays: " << promise.get_future().get() << '\n';
}

/* Output:
12 / 4 is 3
12 / 0: division by zero
the second value is refused
the first stays: 1
*/
