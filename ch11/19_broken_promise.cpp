// ch11/19_broken_promise.cpp
// A worker goes away without an answer. Whoever waits for it must not wait for
// ever.
// Python: concurrent.futures.Future.result, concurrent.futures.TimeoutError

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <iostream>
#include <utility>

void answer(int question, boost::promise<int> promise) {
    if (question == 6 * 7)
        promise.set_value(42);
    // Forgotten otherwise: its destructor breaks the promise.
}

int main() {
    for (int question : {42, 43}) {
        boost::promise<int> promise;
        boost::future<int> future = promise.get_future();
        boost::thread worker(answer, question, std::move(promise));
        try {
            const int number = future.get();
            std::cout << "the answer is " << number << '\n';
        } catch (const boost::broken_promise&) {
            std::cout << "there is no answer\n";
        }
        worker.join();
    }

    // A task that nobody ran breaks its promise as well.
    boost::future<int> result;
    {
        boost::packaged_task<int()> task([] { return 1; });
        result = task.get_future();
    }
    try {
        result.get();
    } catch (const boost::broken_promise&) {
        std::cout << "there is no result\n";
    }
}

/* Output:
the answer is 42
there is no answer
there is no result
*/
