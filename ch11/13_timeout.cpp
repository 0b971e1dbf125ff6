// ch11/13_timeout.cpp
// main waits a while for an answer, then goes on without it. The task goes on
// too, and its answer can still be had.
// Python: concurrent.futures.Future.result, concurrent.futures.TimeoutError

#define BOOST_THREAD_VERSION 5
#include <boost/chrono.hpp>
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>

int main() {
    boost::promise<void> gate;
    boost::shared_future<void> opened = gate.get_future().share();
    boost::basic_thread_pool pool(1);
    boost::future<int> answer = boost::async(pool, [opened] {
        opened.wait();
        return 42;
    });

    // Waiting and getting are two steps: a wait that ends early throws nothing,
    // and get() takes no time limit.
    if (answer.wait_for(boost::chrono::milliseconds(20)) ==
        boost::future_status::timeout)
        std::cout << "no answer yet\n";

    gate.set_value();
    std::cout << "the answer is " << answer.get() << '\n';
}

/* Output:
no answer yet
the answer is 42
*/
