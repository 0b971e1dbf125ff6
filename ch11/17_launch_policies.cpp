// ch11/17_launch_policies.cpp
// Three ways to launch a function: in a new thread, on an executor, or not
// before its result is asked for, in the thread that asks.
// Python: concurrent.futures.Executor.submit, concurrent.futures.Future.done,
//   concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>
#include <string>

int main() {
    const boost::thread::id main_thread = boost::this_thread::get_id();
    auto where = [main_thread]() -> std::string {
        const bool here = boost::this_thread::get_id() == main_thread;
        return here ? "in main's thread" : "in another thread";
    };

    // Without a policy it is launch::any: Boost takes launch::async then.
    boost::future<std::string> async =
        boost::async(boost::launch::async, where);
    std::cout << "async runs " << async.get() << '\n';

    boost::basic_thread_pool pool(1);
    boost::future<std::string> pooled = boost::async(pool, where);
    std::cout << "pooled runs " << pooled.get() << '\n';

    boost::future<std::string> deferred =
        boost::async(boost::launch::deferred, where);
    std::cout << std::boolalpha << "deferred has run: " << deferred.is_ready()
              << '\n';
    std::cout << "deferred runs " << deferred.get() << '\n';
}

/* Output:
async runs in another thread
pooled runs in another thread
deferred has run: false
deferred runs in main's thread
*/
