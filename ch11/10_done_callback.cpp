// ch11/10_done_callback.cpp
// A callback runs in the thread that ends the task; where the task has ended
// before, it runs at once, in the thread that adds it.
// Python: concurrent.futures.Future.add_done_callback,
//   concurrent.futures.Future.result

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>

struct Report {
    boost::thread::id main_thread;

    void operator()(boost::future<int> done) const {
        const bool here = boost::this_thread::get_id() == main_thread;
        std::cout << "callback: " << done.get() << ", in "
                  << (here ? "main's thread" : "the worker") << std::endl;
    }
};

int main() {
    const boost::thread::id main_thread = boost::this_thread::get_id();
    boost::promise<void> gate;
    boost::shared_future<void> opened = gate.get_future().share();
    boost::basic_thread_pool pool(1);

    boost::future<int> later = boost::async(pool, [opened] {
        opened.wait();
        return 1;
    });
    // then takes the future away and hands it to the callback; what it returns
    // is the callback's own future.
    boost::future<void> called =
        later.then(boost::launch::sync, Report{main_thread});
    std::cout << "main: opens the gate" << std::endl;
    gate.set_value();
    called.wait();

    boost::future<int> ended = boost::async(pool, [] { return 2; });
    ended.wait();
    std::cout << "main: adds a callback" << std::endl;
    ended.then(boost::launch::sync, Report{main_thread});
    std::cout << "main: has added it" << std::endl;
}

/* Output:
main: opens the gate
callback: 1, in the worker
main: adds a callback
callback: 2, in main's thread
main: has added it
*/
