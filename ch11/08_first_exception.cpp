// ch11/08_first_exception.cpp
// main waits until all tasks have ended or one of them has failed. The slow one
// still waits at a gate when the bad one fails.
// Python: concurrent.futures.wait, concurrent.futures.Future.exception

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <boost/throw_exception.hpp>
#include <iostream>
#include <stdexcept>
#include <utility>
#include <vector>

using Futures = std::vector<boost::future<int>>;

// Boost waits for any or for all: in between, ask each one as it gets ready.
// What has ended moves to the result, the others stay in pending.
Futures wait_for_exception(Futures& pending) {
    Futures done;
    while (!pending.empty()) {
        auto ready = boost::wait_for_any(pending.begin(), pending.end());
        done.push_back(std::move(*ready));
        pending.erase(ready);
        if (done.back().has_exception())
            break;
    }
    return done;
}

int main() {
    boost::promise<void> gate;
    boost::shared_future<void> opened = gate.get_future().share();
    boost::promise<void> good_ended;
    boost::shared_future<void> go = good_ended.get_future().share();

    boost::basic_thread_pool pool(3);
    Futures pending;
    pending.push_back(boost::async(pool, [] { return 1; }));
    pending.push_back(boost::async(pool, [opened] {
        opened.wait();
        return 2;
    }));
    pending.push_back(boost::async(pool, [go]() -> int {
        go.wait();
        // Boost's futures carry what is thrown in Boost's way; see 12.
        boost::throw_exception(std::runtime_error("the disk is full"));
    }));

    pending.front().wait();
    good_ended.set_value();
    Futures done = wait_for_exception(pending);
    std::cout << done.size() << " done, " << pending.size() << " pending\n";
    for (boost::future<int>& each : done) {
        try {
            const int number = each.get();
            std::cout << "result " << number << '\n';
        } catch (const std::runtime_error& error) {
            std::cout << "failed: " << error.what() << '\n';
        }
    }

    gate.set_value();
    std::cout << "later: result " << pending.front().get() << '\n';
    pool.close();
    pool.join();
}

/* Output:
2 done, 1 pending
result 1
failed: the disk is full
later: result 2
*/
