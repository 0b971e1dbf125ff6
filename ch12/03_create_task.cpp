// ch12/03_create_task.cpp
// Two tasks run beside the coroutine that started them; each handle can be
// awaited for its result, and to drop a handle is to cancel.
// Python: asyncio.create_task, asyncio.Task

#include <boost/asio.hpp>
#include <boost/asio/experimental/promise.hpp>
#include <boost/asio/experimental/use_promise.hpp>
#include <chrono>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using asio::experimental::use_promise;
using namespace std::chrono_literals;

asio::awaitable<int> measure(std::string word) {
    std::cout << word << ": begins\n";
    asio::steady_timer timer(co_await asio::this_coro::executor, 20ms);
    co_await timer.async_wait(asio::use_awaitable);
    co_return static_cast<int>(word.size());
}

asio::awaitable<void> sleep_long() {
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    auto [error] =
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    std::cout << "sleeper: "
              << (error == asio::error::operation_aborted ? "cancelled" : "up")
              << '\n';
}

asio::awaitable<void> program() {
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    // Both run at once as far as their first wait.
    auto soup = asio::co_spawn(executor, measure("soup"), use_promise);
    auto bread = asio::co_spawn(executor, measure("bread"), use_promise);
    std::cout << "program: both are at work\n";

    const int letters_of_bread = co_await bread(asio::use_awaitable);
    const int letters_of_soup = co_await soup(asio::use_awaitable);
    std::cout << "program: " << letters_of_soup << " and " << letters_of_bread
              << '\n';

    auto sleeper = asio::co_spawn(executor, sleep_long(), use_promise);
    std::cout << "program: leaves\n";
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, program(), asio::detached);
    // Would stay for an hour, were the sleeper not cancelled.
    loop.run();
    std::cout << "main: the loop is empty\n";
}

/* Output:
soup: begins
bread: begins
program: both are at work
program: 4 and 5
program: leaves
sleeper: cancelled
main: the loop is empty
*/
