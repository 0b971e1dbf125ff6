// ch11/15_states.cpp
// A task waits for its turn, runs, and is done. At each step main asks what is
// known of it.
// Python: concurrent.futures.Future.running, concurrent.futures.Future.done,
//   concurrent.futures.Future.set_running_or_notify_cancel

#define BOOST_THREAD_VERSION 5
#include <boost/thread.hpp>
#include <iostream>

int main() {
    boost::promise<void> turn;
    // A future of Boost's knows only that a result is there: that the task has
    // begun is a result of its own.
    boost::promise<void> begun;
    boost::promise<void> gate;
    boost::promise<int> result;
    boost::future<void> has_turn = turn.get_future();
    boost::future<void> has_begun = begun.get_future();
    boost::future<void> opened = gate.get_future();
    boost::future<int> answer = result.get_future();

    boost::thread worker([&] {
        has_turn.wait();
        begun.set_value();
        opened.wait();
        result.set_value(42);
    });

    auto report = [&has_begun, &answer] {
        const bool done = answer.is_ready();
        const bool running = has_begun.is_ready() && !done;
        std::cout << std::boolalpha << "running: " << running
                  << ", done: " << done << '\n';
    };
    report();
    turn.set_value();
    has_begun.wait();
    report();
    gate.set_value();
    answer.wait();
    report();
    worker.join();
}

/* Output:
running: false, done: false
running: true, done: false
running: false, done: true
*/
