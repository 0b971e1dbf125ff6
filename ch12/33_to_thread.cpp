// ch12/33_to_thread.cpp
// A function that blocks runs in a thread; the coroutine waits for what it
// returns or throws, and meanwhile the loop goes on.
// Python: asyncio.to_thread

#include <boost/asio.hpp>
#include <boost/thread.hpp>
#include <cmath>
#include <future>
#include <iostream>
#include <stdexcept>
#include <syncstream>
#include <type_traits>
#include <utility>

namespace asio = boost::asio;

template <typename Function>
asio::awaitable<std::invoke_result_t<Function&>> to_thread(
    asio::thread_pool& pool, Function function) {
    using Result = std::invoke_result_t<Function&>;
    // A coroutine that never waits: all of it runs in the pool. Nor is it told
    // to stop, by a slot that is connected to nothing.
    auto call = [](Function called) -> asio::awaitable<Result> {
        co_return called();
    };
    auto token = asio::bind_cancellation_slot(asio::cancellation_slot(),
                                              asio::use_awaitable);
    co_return co_await asio::co_spawn(pool, call(std::move(function)), token);
}

double root(double number) {
    if (number < 0)
        throw std::domain_error("no real root");
    return std::sqrt(number);
}

asio::awaitable<void> run(asio::thread_pool& pool, std::future<double> number) {
    const boost::thread::id here = boost::this_thread::get_id();
    auto blocking_root = [&] {
        std::osyncstream(std::cout)
            << (boost::this_thread::get_id() == here ? "in the loop's thread\n"
                                                     : "in another thread\n");
        return root(number.get());
    };
    const double answer = co_await to_thread(pool, blocking_root);
    std::cout << "root: " << answer << '\n';

    try {
        co_await to_thread(pool, [] { return root(-1); });
    } catch (const std::domain_error& error) {
        std::cout << error.what() << '\n';
    }
    if (boost::this_thread::get_id() == here)
        std::cout << "back in the loop's thread\n";
}

asio::awaitable<void> answer(std::promise<double>& number) {
    std::osyncstream(std::cout) << "the loop goes on\n";
    number.set_value(16);
    co_return;
}

int main() {
    asio::io_context loop;
    asio::thread_pool pool(1);
    std::promise<double> number;
    asio::co_spawn(loop, run(pool, number.get_future()), asio::detached);
    asio::co_spawn(loop, answer(number), asio::detached);
    loop.run();
    pool.join();
}

/* Output:
t| in another thread
l| the loop goes on
root: 4
no real root
back in the loop's thread
*/
