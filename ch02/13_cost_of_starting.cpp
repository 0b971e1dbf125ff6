// ch02/13_cost_of_starting.cpp
// What it takes to start something that does nothing and to wait for its end:
// a coroutine, a thread, a process, sorted by the quickest start of each.
// Python: threading.Thread, multiprocessing.Process

#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <boost/process/v2.hpp>
#include <boost/thread.hpp>
#include <chrono>
#include <coroutine>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace process = boost::process::v2;

struct Coroutine {
    struct promise_type {
        Coroutine get_return_object() {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() noexcept {
            return {};
        }
        // At its end the coroutine frees itself.
        std::suspend_never final_suspend() noexcept {
            return {};
        }
        void return_void() noexcept {}
        void unhandled_exception() noexcept {
            std::terminate();
        }
    };
    std::coroutine_handle<promise_type> body;
};

Coroutine nothing() {
    co_return;
}

struct Cost {
    std::string name;
    int tries;
    std::function<void()> start;
    std::chrono::nanoseconds quickest = std::chrono::nanoseconds::max();

    void measure() {
        for (int i = 0; i < tries; ++i) {
            const auto before = std::chrono::steady_clock::now();
            start();
            quickest = std::min<std::chrono::nanoseconds>(
                quickest, std::chrono::steady_clock::now() - before);
        }
    }
};

int main(int argc, char* argv[]) {
    // The process that is started has nothing to do either.
    if (argc > 1)
        return 0;

    asio::io_context io;
    std::array<Cost, 3> costs = {
        {{"process", 1,
          [&] { process::process(io, argv[0], {"nothing"}).wait(); }},
         {"thread", 20, [] { boost::thread([] {}).join(); }},
         {"coroutine", 100, [] { nothing().body.resume(); }}}};

    // In turn, so that a moment in which the machine is busy is bad for all;
    // and the quickest of many, which is the one that nothing disturbed.
    for (int round = 0; round < 5; ++round)
        for (Cost& cost : costs)
            cost.measure();

    std::ranges::sort(costs, {}, &Cost::quickest);
    for (const Cost& cost : costs)
        std::cout << cost.name << ": " << cost.quickest.count() << " ns\n";
}

/* Output:
coroutine: {{[0-9]+}} ns
thread: {{[0-9]+}} ns
process: {{[0-9]+}} ns
*/
