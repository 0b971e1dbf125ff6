// ch11/22_shutdown.cpp
// Two pools are shut down while one task runs and another waits. The first pool
// still runs what waits, the second drops it.
// Python: concurrent.futures.Executor.shutdown,
//   concurrent.futures.CancelledError

#define BOOST_THREAD_VERSION 5
#include <boost/asio.hpp>
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <iostream>
#include <utility>

namespace asio = boost::asio;

void close_and_wait() {
    boost::promise<void> gate;
    boost::shared_future<void> opened = gate.get_future().share();
    boost::basic_thread_pool pool(1);
    boost::future<int> running = boost::async(pool, [opened] {
        opened.wait();
        return 1;
    });
    boost::future<int> waiting = boost::async(pool, [] { return 2; });

    pool.close();
    try {
        boost::async(pool, [] { return 3; });
    } catch (const boost::sync_queue_is_closed&) {
        std::cout << "wait: no new tasks\n";
    }
    gate.set_value();
    pool.join();
    std::cout << "wait: " << running.get() << ", then " << waiting.get()
              << '\n';
}

void stop_and_drop() {
    boost::promise<void> begun;
    boost::future<void> has_begun = begun.get_future();
    boost::promise<void> gate;
    boost::shared_future<void> opened = gate.get_future().share();
    boost::packaged_task<int()> first([&begun, opened] {
        begun.set_value();
        opened.wait();
        return 1;
    });
    boost::packaged_task<int()> second([] { return 2; });
    boost::future<int> running = first.get_future();
    boost::future<int> waiting = second.get_future();
    {
        // Boost.Thread's pool can't drop tasks; Asio's can. Their promises
        // break when it goes.
        asio::thread_pool pool(1);
        asio::post(pool, std::move(first));
        asio::post(pool, std::move(second));
        has_begun.wait();
        pool.stop();
        gate.set_value();
        pool.join();
    }
    std::cout << "drop: " << running.get() << '\n';
    try {
        waiting.get();
    } catch (const boost::broken_promise&) {
        std::cout << "drop: the other never ran\n";
    }
}

int main() {
    close_and_wait();
    stop_and_drop();
}

/* Output:
wait: no new tasks
wait: 1, then 2
drop: 1
drop: the other never ran
*/
