// ch11/23_deadlock.cpp
// A task waits for a task that it has put into the queue of the only worker,
// which is the one that waits.
// Python: concurrent.futures.Executor.submit, concurrent.futures.Future.result
// Expect: deadlock

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>

int main() {
    boost::basic_thread_pool pool(1);
    boost::future<int> outer = boost::async(pool, [&pool] {
        boost::future<int> inner = boost::async(pool, [] { return 42; });
        std::cout << "outer: waits for inner" << std::endl;
        return inner.get();
    });
    const int answer = outer.get();
    std::cout << "main: " << answer << std::endl;
}

/* Output:
outer: waits for inner
*/
