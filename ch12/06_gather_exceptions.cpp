// ch12/06_gather_exceptions.cpp
// Waiting together when one of them fails: every outcome for itself, or the
// first failure, which cancels the others before it is thrown.
// Python: asyncio.gather

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

asio::awaitable<int> half(int number) {
    co_await asio::post(asio::use_awaitable);
    if (number % 2 != 0)
        throw std::domain_error("odd");
    co_return number / 2;
}

asio::awaitable<int> sleeper() {
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    auto [error] =
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    std::cout << "sleeper: " << (error ? "cancelled" : "woke") << '\n';
    co_return 0;
}

asio::awaitable<void> every_outcome() {
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto ask = [executor](int number) {
        return asio::co_spawn(executor, half(number), asio::deferred);
    };
    std::vector<decltype(ask(0))> operations;
    for (int number : {6, 7, 8})
        operations.push_back(ask(number));
    auto group = asio::experimental::make_parallel_group(std::move(operations));
    auto [order, failures, results] = co_await group.async_wait(
        asio::experimental::wait_for_all(), asio::use_awaitable);

    for (std::size_t i = 0; i < results.size(); ++i) {
        try {
            if (failures[i])
                std::rethrow_exception(failures[i]);
            std::cout << "outcome " << i << ": " << results[i] << '\n';
        } catch (const std::domain_error& error) {
            std::cout << "outcome " << i << ": " << error.what() << '\n';
        }
    }
}

asio::awaitable<void> first_failure() {
    try {
        co_await (sleeper() && half(7));
    } catch (const std::domain_error& error) {
        std::cout << "together: " << error.what() << '\n';
    }
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, every_outcome() && first_failure(), asio::detached);
    loop.run();
}

/* Output:
a| outcome 0: 3
a| outcome 1: odd
a| outcome 2: 4
b| sleeper: cancelled
b| together: odd
*/
