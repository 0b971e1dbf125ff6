// ch12/02_await.cpp
// co_await stops this coroutine until the other has its result or has failed;
// while it waits for time to pass, the loop runs others.
// Python: asyncio.sleep, asyncio.run

#include <boost/asio.hpp>
#include <chrono>
#include <iostream>
#include <stdexcept>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<int> divide(int dividend, int divisor) {
    if (divisor == 0)
        throw std::domain_error("division by zero");
    co_return dividend / divisor;
}

asio::awaitable<void> other() {
    std::cout << "other: runs meanwhile\n";
    co_return;
}

asio::awaitable<void> program() {
    for (int divisor : {4, 0}) {
        try {
            const int quotient = co_await divide(12, divisor);
            std::cout << "program: got " << quotient << '\n';
        } catch (const std::domain_error& error) {
            std::cout << "program: caught " << error.what() << '\n';
        }
    }

    asio::any_io_executor executor = co_await asio::this_coro::executor;
    std::cout << "program: sleeps\n";
    asio::co_spawn(executor, other(), asio::detached);

    const auto start = std::chrono::steady_clock::now();
    asio::steady_timer timer(executor, 20ms);
    co_await timer.async_wait(asio::use_awaitable);
    const auto slept = std::chrono::steady_clock::now() - start;
    std::cout << "program: woke "
              << (slept >= 20ms ? "after its time" : "too early") << '\n';
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, program(), asio::detached);
    loop.run();
}

/* Output:
program: got 3
program: caught division by zero
program: sleeps
other: runs meanwhile
program: woke after its time
*/
