// ch12/07_wait_first.cpp
// Of several that wait, the first to be done decides, and the others are
// cancelled: a few of any type with ||, any number with a group.
// Python: asyncio.wait

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

asio::awaitable<std::string> ask(std::string mirror,
                                 std::chrono::milliseconds delay) {
    asio::steady_timer timer(co_await asio::this_coro::executor, delay);
    auto [error] =
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error) {
        std::cout << mirror << ": cancelled\n";
        throw boost::system::system_error(error);
    }
    co_return "page from " + mirror;
}

asio::awaitable<int> count_visitors() {
    co_await asio::post(asio::use_awaitable);
    co_return 12;
}

asio::awaitable<void> program() {
    std::variant<std::string, int> first =
        co_await (ask("mars", 1h) || count_visitors());
    std::cout << "number " << first.index()
              << " was first: " << std::get<int>(first) << '\n';

    asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto start = [executor](std::string mirror,
                            std::chrono::milliseconds delay) {
        return asio::co_spawn(executor, ask(std::move(mirror), delay),
                              asio::deferred);
    };
    std::vector<decltype(start("", 0ms))> operations;
    operations.push_back(start("venus", 1h));
    operations.push_back(start("earth", 10ms));
    operations.push_back(start("pluto", 1h));
    auto group = asio::experimental::make_parallel_group(std::move(operations));
    // Comes back when all have ended, the cancelled ones too.
    auto [order, failures, pages] = co_await group.async_wait(
        asio::experimental::wait_for_one(), asio::use_awaitable);
    std::cout << "number " << order.front()
              << " was first: " << pages[order.front()] << '\n';
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, program(), asio::detached);
    loop.run();
}

/* Output:
mars: cancelled
number 1 was first: 12
*| venus: cancelled
*| pluto: cancelled
number 1 was first: page from earth
*/
