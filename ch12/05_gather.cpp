// ch12/05_gather.cpp
// Coroutines wait at the same time, and their results come back in the order
// in which they were asked for: a few with &&, any number with a group.
// Python: asyncio.gather

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <chrono>
#include <iostream>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

asio::awaitable<int> square(int number, std::chrono::milliseconds delay) {
    std::cout << "asked for " << number << '\n';
    asio::steady_timer timer(co_await asio::this_coro::executor, delay);
    co_await timer.async_wait(asio::use_awaitable);
    std::cout << "answers " << number << '\n';
    const int result = number * number;
    co_return result;
}

asio::awaitable<void> program() {
    auto [a, b] = co_await (square(1, 30ms) && square(2, 10ms));
    std::cout << "a few: " << a << ' ' << b << '\n';

    // A deferred operation has not begun. The group begins them all.
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto ask = [executor](int number) {
        return asio::co_spawn(executor, square(number, number * 10ms),
                              asio::deferred);
    };
    std::vector<decltype(ask(0))> operations;
    for (int number : {5, 4, 3})
        operations.push_back(ask(number));
    auto group = asio::experimental::make_parallel_group(std::move(operations));
    auto [order, failures, squares] = co_await group.async_wait(
        asio::experimental::wait_for_all(), asio::use_awaitable);
    std::cout << "many:";
    for (int result : squares)
        std::cout << ' ' << result;
    std::cout << '\n';
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, program(), asio::detached);
    loop.run();
}

/* Output:
asked for 1
asked for 2
*| answers 2
*| answers 1
a few: 1 4
asked for 5
asked for 4
asked for 3
*| answers 3
*| answers 4
*| answers 5
many: 25 16 9
*/
